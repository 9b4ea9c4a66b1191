package plan

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/source"
)

// RecordKind is what a review is called in the record of changes, by "<partnership>/<year>".
const RecordKind = "review"

// Review is the review of a year; where nobody has begun it, it is empty. A year that has not
// begun has none (errs.NotFound).
func (s *Store) Review(ctx context.Context, id string, year int) (r Review, err error) {
	defer errs.Wrap(&err, "plan.Review(%s, %d)", id, year)
	if err := checkYear(year, s.today()); err != nil {
		return r, err
	}
	p, err := s.partnerships.ByID(ctx, id)
	if err != nil {
		return r, err
	}
	return review(ctx, s.db, p, year)
}

// answered is an answer with its state before the last change.
type answered struct {
	Answer
	was string
}

func scanAnswer(row db.Scanner) (a answered, err error) {
	var body string
	var closed int64
	if err := row.Scan(&a.Side, &a.Version, &closed, &body, &a.was); err != nil {
		return a, err
	}
	a.Closed, a.Undoable = db.Moment(closed), a.was != ""
	return a, json.Unmarshal([]byte(body), &a.Reply)
}

const selectAnswer = `
	SELECT side,
	       version,
	       closed,
	       body,
	       was
	  FROM review_answer
	 WHERE partnership = $1
	   AND year = $2`

// review reads a review with the answers of the sides that there are now, and of those that
// answered before they left.
func review(ctx context.Context, q db.Querier, p partnership.Partnership, year int) (r Review, err error) {
	r = Review{Partnership: p.ID, Year: year}
	_, _, err = db.One(ctx, q, func(row db.Scanner) (struct{}, error) {
		var body string
		if err := row.Scan(&r.Act, &body); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, json.Unmarshal([]byte(body), &r.Met)
	}, `SELECT act, body FROM yearly_review WHERE partnership = $1 AND year = $2`, p.ID, year)
	if err != nil {
		return r, err
	}
	all, err := db.Collect(ctx, q, scanAnswer, selectAnswer, p.ID, year)
	for _, side := range p.Present() {
		a := Answer{Side: side}
		if i := slices.IndexFunc(all, func(a answered) bool { return a.Side == side }); i >= 0 {
			a = all[i].Answer
			all = slices.Delete(all, i, i+1)
		}
		r.Answers = append(r.Answers, a)
	}
	for _, a := range all {
		if !a.Closed.IsZero() {
			r.Answers = append(r.Answers, a.Answer)
		}
	}
	return r, err
}

// Reviewed are the years of a partnership that some side has looked back at, the last first.
func (s *Store) Reviewed(ctx context.Context, partnership string) (_ []int, err error) {
	defer errs.Wrap(&err, "plan.Reviewed(%s)", partnership)
	return db.Collect(ctx, s.db, func(row db.Scanner) (n int, err error) { return n, row.Scan(&n) }, `
		SELECT DISTINCT year
		  FROM review_answer
		 WHERE partnership = $1
		 ORDER BY year DESC`, partnership)
}

// Reply keeps what a side answers. version is that of its answer that the person saw, 0 where
// there was none: another one now is errs.Conflict. What a side has closed it must open first.
func (s *Store) Reply(ctx context.Context, who people.Actor, id string, year int, side, version int64, reply Reply) (err error) {
	defer errs.Wrap(&err, "plan.Reply(%s, %d)", id, year)
	for q, said := range reply.Said {
		if said.Words = strings.TrimSpace(said.Words); said.IsZero() {
			delete(reply.Said, q)
			continue
		}
		reply.Said[q] = said
	}
	if err := reply.check(); err != nil {
		return err
	}
	return s.at(ctx, who, id, year, side, version, func(tx *db.Tx, note func(people.Entry), t turn) error {
		if !t.was.Closed.IsZero() {
			return errs.New(errs.Conflict, lang.Msg("error.plan.closed"), nil)
		}
		now := t.was.Answer
		now.Reply = reply
		return t.keep(ctx, tx, note, now)
	})
}

// turn is a side's turn at a review.
type turn struct {
	p    partnership.Partnership
	r    Review
	year int
	was  answered
}

// at runs fn in a transaction with the answer of a side, if it still is as the person saw it.
func (s *Store) at(ctx context.Context, who people.Actor, id string, year int, side, version int64, fn func(tx *db.Tx, note func(people.Entry), t turn) error) error {
	if err := checkYear(year, s.today()); err != nil {
		return err
	}
	return s.change(ctx, who, id, func(tx *db.Tx, note func(people.Entry), p partnership.Partnership) error {
		if !slices.Contains(p.Present(), side) {
			return errs.In("side", lang.Msg("error.plan.side"))
		}
		t := turn{p: p, year: year, was: answered{Answer: Answer{Side: side}}}
		all, err := db.Collect(ctx, tx, scanAnswer, selectAnswer+` AND side = $3`, id, year, side)
		if err != nil {
			return err
		}
		if len(all) > 0 {
			t.was = all[0]
		}
		if t.was.Version != version {
			return overtaken()
		}
		if t.r, err = review(ctx, tx, p, year); err != nil {
			return err
		}
		return fn(tx, note, t)
	})
}

// keep writes an answer, and tells the record of changes what is different.
func (t turn) keep(ctx context.Context, tx *db.Tx, note func(people.Entry), now Answer) error {
	old := ""
	if t.was.Version > 0 {
		old = asText(t.was.Reply)
	}
	return t.write(ctx, tx, note, now, old)
}

func (t turn) write(ctx context.Context, tx *db.Tx, note func(people.Entry), now Answer, was string) error {
	now.Version = t.was.Version + 1
	e := people.Entry{
		Action: people.EditPart, Kind: RecordKind, ID: fmt.Sprint(t.p.ID, "/", t.year), Places: t.p.Present(),
		Fields: people.Differences(t.was.fields(), now.fields()),
	}
	if len(e.Fields) == 0 {
		e.Note = "unchanged"
	}
	note(e)
	_, err := tx.ExecContext(ctx, `
		INSERT INTO review_answer (partnership, year, side, version, closed, body, was, changed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (partnership, year, side) DO UPDATE SET
			version = excluded.version,
			closed  = excluded.closed,
			body    = excluded.body,
			was     = excluded.was,
			changed = excluded.changed`,
		t.p.ID, t.year, now.Side, now.Version, db.Micros(now.Closed), asText(now.Reply), was, tx.Now())
	return err
}

// fields are what an answer holds, as text.
func (a Answer) fields() map[string]string {
	all := map[string]string{}
	if a.Version == 0 && len(a.Said) == 0 {
		return all
	}
	all["language"] = a.Language
	if !a.Closed.IsZero() {
		all["review_closed"] = strconv.FormatInt(a.Side, 10)
	}
	for q, said := range a.Said {
		if said.Verdict != "" {
			all["verdict."+string(q)] = string(said.Verdict)
		}
		if said.Words != "" {
			all["words."+string(q)] = said.Words
		}
	}
	return all
}

func asText(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // texts and numbers cannot fail
	}
	return string(b)
}

// UndoReply takes the last change of a side's answer back, once.
func (s *Store) UndoReply(ctx context.Context, who people.Actor, id string, year int, side, version int64) (err error) {
	defer errs.Wrap(&err, "plan.UndoReply(%s, %d)", id, year)
	return s.at(ctx, who, id, year, side, version, func(tx *db.Tx, note func(people.Entry), t turn) error {
		if t.was.was == "" || !t.was.Closed.IsZero() {
			return overtaken()
		}
		now := t.was.Answer
		now.Reply = Reply{}
		if err := json.Unmarshal([]byte(t.was.was), &now.Reply); err != nil {
			return err
		}
		return t.write(ctx, tx, note, now, "")
	})
}

// Closing is what a side says as it closes its answer.
type Closing struct {
	Met                  // as this side knows it; zero: what the other said stays
	From []source.Source // what the act rests on, if this makes it
}

// Close says that a side's answer is its answer. When the last side does, the act of the
// review is made in the partnership, in the same transaction; made says so.
func (s *Store) Close(ctx context.Context, who people.Actor, id string, year int, side, version int64, c Closing) (made bool, err error) {
	defer errs.Wrap(&err, "plan.Close(%s, %d)", id, year)
	err = s.at(ctx, who, id, year, side, version, func(tx *db.Tx, note func(people.Entry), t turn) error {
		now := t.was.Answer
		if missing := now.Missing(); len(missing) > 0 {
			return errs.In("verdict."+string(missing[0]), lang.Msg("error.plan.missing", "n", len(missing)))
		}
		if !now.Closed.IsZero() {
			return errs.New(errs.Conflict, lang.Msg("error.plan.closed"), nil)
		}
		if err := t.meet(c.Met, s.today()); err != nil {
			return err
		}
		now.Closed = db.Moment(tx.Now())
		if err := t.keep(ctx, tx, note, now); err != nil {
			return err
		}
		if others := slices.DeleteFunc(t.r.Waiting(), func(n int64) bool { return n == side }); len(others) == 0 {
			made = true
			if err := s.act(ctx, tx, who, note, &t, c.From); err != nil {
				return err
			}
		}
		return t.save(ctx, tx)
	})
	return made, err
}

// meet takes over what a side says of the meeting.
func (t *turn) meet(m Met, today lang.Date) error {
	if m.Where != 0 && !t.p.Has(m.Where) {
		return errs.In("where", lang.Msg("error.plan.side"))
	}
	if day := m.Day.Calendar(); !day.IsZero() && (day.Compare(today) > 0 || day.Year < t.year || day.Year > t.year+1) {
		return errs.In("day", lang.Msg("error.plan.met"))
	}
	if !m.Day.IsZero() {
		t.r.Day = m.Day
	}
	if m.Where != 0 {
		t.r.Where = m.Where
	}
	return nil
}

// act makes the act of a review that all sides have closed.
func (s *Store) act(ctx context.Context, tx *db.Tx, who people.Actor, note func(people.Entry), t *turn, from []source.Source) (err error) {
	day := t.r.Day
	if day.IsZero() {
		today := s.today()
		day = partnership.On(today.Year, today.Month, today.Day)
	}
	t.r.Act, _, err = s.partnerships.RecordWithin(ctx, tx, who, note, t.p.ID, partnership.Act{Type: partnership.ActReview, Date: day, At: t.r.Where}, from)
	return err
}

func (t turn) save(ctx context.Context, tx *db.Tx) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO yearly_review (partnership, year, act, body, changed)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (partnership, year) DO UPDATE SET
			act     = excluded.act,
			body    = excluded.body,
			changed = excluded.changed`, t.p.ID, t.year, t.r.Act, asText(t.r.Met), tx.Now())
	return err
}

// Reopen opens a side's answer again; the act that the review made is withdrawn, and comes
// anew when the side has closed.
func (s *Store) Reopen(ctx context.Context, who people.Actor, id string, year int, side, version int64) (err error) {
	defer errs.Wrap(&err, "plan.Reopen(%s, %d)", id, year)
	return s.at(ctx, who, id, year, side, version, func(tx *db.Tx, note func(people.Entry), t turn) error {
		if t.was.Closed.IsZero() {
			return overtaken()
		}
		if t.r.Act != "" {
			if err := s.partnerships.WithdrawWithin(ctx, tx, who, note, id, t.r.Act, ""); err != nil {
				return err
			}
			t.r.Act = ""
		}
		now := t.was.Answer
		now.Closed = db.Moment(0)
		if err := t.write(ctx, tx, note, now, ""); err != nil {
			return err
		}
		return t.save(ctx, tx)
	})
}
