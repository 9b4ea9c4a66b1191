package relay

import (
	"context"
	"maps"
	"slices"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/seek/phrase"
)

// Decision is what became of a report.
type Decision string

// The decisions.
const (
	Undecided   Decision = "waiting"
	LeftAlone   Decision = "nothing"   // nothing is wrong
	WarnedSide  Decision = "warned"    // the other side was told what not to write
	ShutThread  Decision = "shut"      // nobody writes in it any more
	ItWithdrawn Decision = "withdrawn" // by who reported
)

// Decisions are those that the organiser can take.
func Decisions() []Decision { return []Decision{LeftAlone, WarnedSide, ShutThread} }

// Report is what an officer told the site's organiser.
type Report struct {
	ID           string
	Conversation string
	Side         int64  // whose officer reports
	Account      string // "" once erased
	State        Decision
	Why          string
	Quotes       []Quote
	Words        string // what the organiser wrote with the decision
	Made         time.Time
	Decided      time.Time
	DecidedBy    string
}

// Quote is a message as the reporter quoted it. It stays as it was.
type Quote struct {
	Number   int64         `json:"number"`
	Side     int64         `json:"side"`
	Language string        `json:"language"`
	Phrases  []phrase.Said `json:"phrases,omitempty"`
	Text     string        `json:"text,omitempty"`
	At       time.Time     `json:"at"`

	// Translations are those that were there when it was quoted.
	Translations map[string]Translation `json:"translations,omitempty"`
}

// Message is the quotation as a message, to be read like one.
func (q Quote) Message() Message {
	return Message{Number: q.Number, Side: q.Side, Language: q.Language, Phrases: q.Phrases, Text: q.Text, At: q.At, Translations: q.Translations}
}

// told is what a report says, as it is sealed.
type told struct {
	Why    string  `json:"why"`
	Quotes []Quote `json:"quotes"`
}

// Report tells the organiser what was written, with the messages of those numbers. One that
// waits already is errs.Conflict: it can be taken back and made anew.
func (s *Store) Report(ctx context.Context, who people.Actor, id string, side int64, why string, numbers []int64) (report string, err error) {
	defer errs.Wrap(&err, "relay.Report(%s)", id)
	if why, err = reasoned("why", why, true); err != nil {
		return "", err
	}
	if len(numbers) == 0 || len(numbers) > mostQuotes {
		return "", errs.In("quote", lang.Msg("error.relay.quotes", "max", mostQuotes))
	}
	report = db.NewID()
	return report, s.change(ctx, who, people.ReportTown, id, side, func(tx *db.Tx, note func(people.Entry), c Conversation) error {
		waits, err := db.Exists(ctx, tx, `SELECT 1 FROM relay_report WHERE conversation = $1 AND place = $2 AND state = 'waiting'`, id, side)
		switch {
		case err != nil:
			return err
		case waits:
			return errs.New(errs.Conflict, lang.Msg("error.relay.reported"), nil)
		}
		quotes, err := s.quoted(ctx, tx, c, side, numbers)
		if err != nil {
			return err
		}
		note(entry(people.ReportTown, c))
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO relay_report (id, conversation, place, account, state, sealed, decision, made, decided, decided_by)
			VALUES ($1, $2, $3, $4, 'waiting', $5, '', $6, 0, '')`,
			report, id, side, who.Account, s.Key.SealJSON(sealReport, told{why, quotes}), tx.Now()); err != nil {
			return err
		}
		if err := s.orderAlert(ctx, tx, report); err != nil {
			return err
		}
		return s.quietly(ctx, tx, &c, Message{Side: side, Author: who.Account, Event: WasReported, For: side})
	})
}

// quoted are the messages of some numbers, as quotations.
func (s *Store) quoted(ctx context.Context, tx *db.Tx, c Conversation, side int64, numbers []int64) (all []Quote, err error) {
	entries, err := s.entries(ctx, tx, ` WHERE conversation = $1 AND event = '' AND (for_side = 0 OR for_side = $2)`, c.ID, side)
	for _, m := range entries {
		if slices.Contains(numbers, m.Number) {
			maps.DeleteFunc(m.Translations, func(_ string, t Translation) bool { return t.State != Done })
			all = append(all, Quote{m.Number, m.Side, m.Language, m.Phrases, m.Text, m.At, m.Translations})
		}
	}
	if err == nil && len(all) == 0 {
		err = errs.In("quote", lang.Msg("error.relay.quotes", "max", mostQuotes))
	}
	return all, err
}

// TakeBack withdraws a side's report that waits.
func (s *Store) TakeBack(ctx context.Context, who people.Actor, id string, side int64) (err error) {
	defer errs.Wrap(&err, "relay.TakeBack(%s)", id)
	return s.change(ctx, who, people.ReportTown, id, side, func(tx *db.Tx, note func(people.Entry), c Conversation) error {
		done, err := tx.ExecContext(ctx, `
			UPDATE relay_report
			   SET state = 'withdrawn', sealed = '', decided = $1
			 WHERE conversation = $2 AND place = $3 AND state = 'waiting'`, tx.Now(), id, side)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return stands()
		}
		note(entry(people.ReportTown, c, people.FieldChange{Name: "state", Old: string(Undecided), New: string(ItWithdrawn)}))
		return s.quietly(ctx, tx, &c, Message{Side: side, Author: who.Account, Event: WasTakenBack, For: side})
	})
}

// Reported says whether a report of a side waits.
func (s *Store) Reported(ctx context.Context, id string, side int64) (bool, error) {
	return db.Exists(ctx, s.DB, `SELECT 1 FROM relay_report WHERE conversation = $1 AND place = $2 AND state = 'waiting'`, id, side)
}

const selectReport = `
	SELECT id,
	       conversation,
	       place,
	       account,
	       state,
	       sealed,
	       decision,
	       made,
	       decided,
	       decided_by
	  FROM relay_report`

func (s *Store) scanReport(row db.Scanner) (r Report, err error) {
	var sealed, decision string
	var made, decided int64
	if err := row.Scan(&r.ID, &r.Conversation, &r.Side, &r.Account, &r.State, &sealed, &decision, &made, &decided, &r.DecidedBy); err != nil {
		return r, err
	}
	r.Made, r.Decided = db.Moment(made), db.Moment(decided)
	var t told
	if err := s.Key.UnsealJSON(sealReport, sealed, &t); err != nil {
		return r, err
	}
	r.Why, r.Quotes = t.Why, t.Quotes
	return r, s.Key.UnsealJSON(sealReport, decision, &r.Words)
}

// Reports are the reports that were not taken back, those that wait first and the oldest of
// them at the top.
func (s *Store) Reports(ctx context.Context) (_ []Report, err error) {
	defer errs.Wrap(&err, "relay.Reports")
	return db.Collect(ctx, s.DB, s.scanReport, selectReport+` WHERE state <> 'withdrawn' ORDER BY CASE WHEN state = 'waiting' THEN 0 ELSE 1 END, made, id`)
}

// ReportByID returns a report, or errs.NotFound.
func (s *Store) ReportByID(ctx context.Context, id string) (r Report, err error) {
	defer errs.Wrap(&err, "relay.ReportByID")
	r, ok, err := db.One(ctx, s.DB, s.scanReport, selectReport+` WHERE id = $1 AND state <> 'withdrawn'`, id)
	if err == nil && !ok {
		err = errs.New(errs.NotFound, lang.Msg("error.relay.unknown"), nil)
	}
	return r, err
}

// WaitingReports counts the reports that wait.
func (s *Store) WaitingReports(ctx context.Context) (int, error) {
	n, _, err := db.One(ctx, s.DB, func(row db.Scanner) (n int, err error) { return n, row.Scan(&n) }, `SELECT count(*) FROM relay_report WHERE state = 'waiting'`)
	return n, err
}

// Decide answers a report: both sides that it concerns read what was decided, with the
// organiser's words. Where somebody decided before, or it was taken back, it is errs.Conflict.
func (s *Store) Decide(ctx context.Context, who people.Actor, id string, to Decision, words string) (err error) {
	defer errs.Wrap(&err, "relay.Decide(%s)", id)
	if !slices.Contains(Decisions(), to) {
		return errs.In("decision", lang.Msg("error.relay.decision"))
	}
	if words, err = reasoned("words", words, to != LeftAlone); err != nil {
		return err
	}
	return s.moderate(ctx, who, id, func(tx *db.Tx, note func(people.Entry), r Report, c Conversation) error {
		if r.State != Undecided {
			return stands()
		}
		note(entry(people.ModerateTowns, c, people.FieldChange{Name: "state", Old: string(Undecided), New: string(to)}))
		if _, err := tx.ExecContext(ctx, `UPDATE relay_report SET state = $1, decision = $2, decided = $3, decided_by = $4 WHERE id = $5`,
			string(to), s.Key.SealJSON(sealReport, words), tx.Now(), who.Account, id); err != nil {
			return err
		}
		return s.carryOut(ctx, tx, note, &c, r.Side, to, words)
	})
}

func (s *Store) moderate(ctx context.Context, who people.Actor, id string, fn func(tx *db.Tx, note func(people.Entry), r Report, c Conversation) error) error {
	return s.Log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		r, ok, err := db.One(ctx, tx, s.scanReport, selectReport+` WHERE id = $1`, id)
		if err != nil {
			return err
		}
		if !ok || !people.Allows(who, people.ModerateTowns, people.Object{Kind: "site"}) {
			return errs.New(errs.NotFound, lang.Msg("error.relay.unknown"), nil)
		}
		c, err := s.one(ctx, tx, ` WHERE c.id = $1`, r.Conversation)
		if err != nil {
			return err
		}
		return fn(tx, note, r, c)
	})
}

// carryOut writes a decision into the conversation: to both sides that it is shut, or to the
// one that it is warned and to the other that something was decided.
func (s *Store) carryOut(ctx context.Context, tx *db.Tx, note func(people.Entry), c *Conversation, side int64, to Decision, words string) error {
	tell := func(m Message, whom ...int64) error {
		if _, err := s.add(ctx, tx, c, m); err != nil {
			return err
		}
		for _, side := range whom {
			if err := s.announce(ctx, tx, *c, side, c.Last); err != nil {
				return err
			}
		}
		return nil
	}
	if to == ShutThread {
		if err := s.end(ctx, tx, note, people.ModerateTowns, c, Shut, 0, words); err != nil {
			return err
		}
		return tell(Message{Event: WasShut, Text: words}, c.Sides()...)
	}
	if to == WarnedSide {
		if err := tell(Message{Event: WasWarned, Text: words, For: c.Other(side)}, c.Other(side)); err != nil {
			return err
		}
	}
	seen := words
	if to == WarnedSide {
		seen = "" // what the warned side was told is for that side
	}
	return tell(Message{Event: WasDecided, Text: seen, For: side}, side)
}

// OpenAgain opens a conversation that the organiser shut.
func (s *Store) OpenAgain(ctx context.Context, who people.Actor, report string) (err error) {
	defer errs.Wrap(&err, "relay.OpenAgain(%s)", report)
	return s.moderate(ctx, who, report, func(tx *db.Tx, note func(people.Entry), _ Report, c Conversation) error {
		if c.State != Shut {
			return stands()
		}
		if err := s.end(ctx, tx, note, people.ModerateTowns, &c, Open, 0, ""); err != nil {
			return err
		}
		_, err := s.add(ctx, tx, &c, Message{Event: WasOpened})
		return err
	})
}
