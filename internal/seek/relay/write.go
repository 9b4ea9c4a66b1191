package relay

import (
	"context"
	"encoding/json"
	"slices"

	"twintown/internal/document"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/seek/phrase"
)

// Begin sends the first message about a request ("": about none) from one town to another and
// returns the conversation. Where the two have one about it already, the message goes there.
// who must be a confirmed officer of from, and to must have one. What breaks a rule is
// errs.Invalid by field; a blocked town gets errs.Conflict with the sentence that says so.
func (s *Store) Begin(ctx context.Context, who people.Actor, from, to int64, request string, m Message) (conversation string, err error) {
	return s.BeginWith(ctx, who, Start{From: from, To: to, Request: request}, m)
}

// BeginWith is Begin with all that may be said of the start.
func (s *Store) BeginWith(ctx context.Context, who people.Actor, start Start, m Message) (id string, err error) {
	defer errs.Wrap(&err, "relay.Begin(%d, %d)", start.From, start.To)
	if !people.Allows(who, people.AnswerRequest, people.Object{Kind: Kind, Places: []int64{start.From}}) {
		return "", errs.New(errs.Forbidden, lang.Msg("relay.who"), nil)
	}
	if err := m.check(isLanguage); err != nil {
		return "", err
	}
	if err := s.reachable(ctx, start); err != nil {
		return "", err
	}
	read, err := s.readIn(ctx, Conversation{From: start.From, To: start.To, Request: start.Request}, start.To)
	if err != nil {
		return "", err
	}
	return id, s.Log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		c, err := s.begun(ctx, tx, start)
		if err != nil {
			return err
		}
		id = c.ID
		if again, err := s.sentAlready(ctx, tx, who, c, m); err != nil || again {
			note(people.Entry{Action: people.AnswerRequest, Kind: Kind, ID: c.ID, Places: c.Sides()})
			return err
		}
		return s.send(ctx, tx, note, who, people.AnswerRequest, c, start.From, m, read)
	})
}

// reachable says whether the other town can be written to.
func (s *Store) reachable(ctx context.Context, start Start) error {
	if start.From == start.To || start.To == 0 {
		return errs.In("", lang.Msg("error.relay.self"))
	}
	officers, err := s.Officers(ctx, start.To)
	if err == nil && len(officers) == 0 {
		err = errs.In("", lang.Msg("error.relay.nobody"))
	}
	return err
}

// begun is the conversation of a start, made where there is none.
func (s *Store) begun(ctx context.Context, tx *db.Tx, start Start) (Conversation, error) {
	key := thread(start.From, start.To, start.Request)
	_, err := tx.ExecContext(ctx, `
		INSERT INTO relay_conversation (id, thread, here, there, request, contact, state, ended_by, ended, sealed, last, made, changed)
		VALUES ($1, $2, $3, $4, $5, $6, 'open', 0, 0, '', 0, $7, $7)
		ON CONFLICT (thread) DO NOTHING`,
		db.NewID(), key, start.From, start.To, start.Request, start.Contact, tx.Now())
	if err != nil {
		return Conversation{}, err
	}
	return s.one(ctx, tx, ` WHERE c.thread = $1`, key)
}

// Write sends a message for a side. seen is the number of the last entry that who had before
// her: where another came meanwhile it is errs.Conflict, which says from whom, and nothing is
// sent. The same message again, as a second click sends it, is sent once.
func (s *Store) Write(ctx context.Context, who people.Actor, id string, side, seen int64, m Message) (err error) {
	defer errs.Wrap(&err, "relay.Write(%s)", id)
	if err := m.check(isLanguage); err != nil {
		return err
	}
	c, err := s.ByID(ctx, id)
	if err != nil {
		return err
	}
	read, err := s.readIn(ctx, c, c.Other(side))
	if err != nil {
		return err
	}
	return s.change(ctx, who, people.TalkWithTown, id, side, func(tx *db.Tx, note func(people.Entry), c Conversation) error {
		again, err := s.sentAlready(ctx, tx, who, c, m)
		if err != nil || again {
			note(entry(people.TalkWithTown, c))
			return err
		}
		if err := s.unseen(ctx, tx, c, side, seen); err != nil {
			return err
		}
		return s.send(ctx, tx, note, who, people.TalkWithTown, c, side, m, read)
	})
}

// change runs a change of a conversation by an officer of one of its sides.
func (s *Store) change(ctx context.Context, who people.Actor, do people.Action, id string, side int64, fn func(tx *db.Tx, note func(people.Entry), c Conversation) error) error {
	return s.Log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		c, err := s.one(ctx, tx, ` WHERE c.id = $1`, id)
		if err != nil {
			return err
		}
		if !slices.Contains(c.Sides(), side) || !people.Allows(who, do, people.Object{Kind: Kind, Places: []int64{side}}) {
			return errs.New(errs.Forbidden, lang.Msg("error.page.403.role"), nil)
		}
		return fn(tx, note, c)
	})
}

// entry is a change as the record of changes tells it: never what was written.
func entry(do people.Action, c Conversation, fields ...people.FieldChange) people.Entry {
	return people.Entry{Action: do, Kind: Kind, ID: c.ID, Places: c.Sides(), Fields: fields}
}

// sentAlready says whether the newest entry is this very message by the same person.
func (s *Store) sentAlready(ctx context.Context, tx *db.Tx, who people.Actor, c Conversation, m Message) (bool, error) {
	last, ok, err := db.One(ctx, tx, s.scanMessage, selectMessage+` WHERE conversation = $1 AND number = $2`, c.ID, c.Last)
	same := ok && last.Event == "" && last.Author == who.Account && last.Text == m.Text && last.Language == m.Language &&
		len(m.Intakes) == 0 && encoded(last.Phrases) == encoded(m.Phrases)
	return same, err
}

func encoded(v any) string {
	b, _ := json.Marshal(v) // texts and numbers cannot fail
	return string(b)
}

// unseen says what came after the entry that the writer saw.
func (s *Store) unseen(ctx context.Context, tx *db.Tx, c Conversation, side, seen int64) error {
	sides, err := db.Collect(ctx, tx, func(row db.Scanner) (n int64, err error) { return n, row.Scan(&n) }, `
		SELECT side
		  FROM relay_message
		 WHERE conversation = $1 AND number > $2 AND (for_side = 0 OR for_side = $3)
		 ORDER BY number`, c.ID, seen, side)
	switch {
	case err != nil || len(sides) == 0:
		return err
	case slices.Contains(sides, side):
		return errs.New(errs.Conflict, lang.Msg("error.relay.colleague"), nil)
	}
	return errs.New(errs.Conflict, lang.Msg("error.relay.meanwhile"), nil)
}

// send adds a message, unless the side cannot write, and has it told, and translated into the
// languages in which the other side reads.
func (s *Store) send(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, do people.Action, c Conversation, side int64, m Message, read []string) error {
	if slices.Contains(c.BlockedBy, c.Other(side)) && c.State != Shut {
		return errs.New(errs.Conflict, lang.Msg("error.relay.blocked"), nil)
	}
	if why, mute := c.Mute(side); mute {
		return errs.New(errs.Conflict, why, nil)
	}
	m.Side, m.Author = side, who.Account
	for _, intake := range m.Intakes {
		d, err := s.Documents.Add(ctx, tx, note, who, document.New{
			Intake: intake, Language: m.Language, On: people.Object{Kind: Kind, ID: c.ID, Places: []int64{side}},
		})
		if err != nil {
			return err
		}
		m.Files = append(m.Files, d.ID)
	}
	m, err := s.add(ctx, tx, &c, m)
	if err != nil {
		return err
	}
	note(entry(do, c))
	if err := s.saw(ctx, tx, c.ID, side, m.Number); err != nil {
		return err
	}
	if err := s.remember(ctx, tx, who.Account, m.Named); err != nil {
		return err
	}
	if err := s.order(ctx, tx, m, read); err != nil {
		return err
	}
	if err := s.announce(ctx, tx, c, c.Other(side), m.Number); err != nil {
		return err
	}
	return s.announceBeside(ctx, tx, c, side, m.Number)
}

// add appends an entry to a conversation.
func (s *Store) add(ctx context.Context, tx *db.Tx, c *Conversation, m Message) (Message, error) {
	c.Last++
	m.ID, m.Conversation, m.Number, m.At = db.NewID(), c.ID, c.Last, db.Moment(tx.Now())
	if m.Files == nil {
		m.Files = []string{}
	}
	if m.Phrases == nil {
		m.Phrases = []phrase.Said{}
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO relay_message (id, conversation, number, side, author, named, language, event, for_side, sealed, files, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		m.ID, m.Conversation, m.Number, m.Side, m.Author, db.Flag(m.Named), m.Language, string(m.Event), m.For,
		s.Key.SealJSON(sealMessage, words{m.Phrases, m.Text}), encoded(m.Files), tx.Now()); err != nil {
		return m, err
	}
	_, err := tx.ExecContext(ctx, `UPDATE relay_conversation SET last = $1, changed = $2 WHERE id = $3`, c.Last, tx.Now(), c.ID)
	return m, err
}

// saw notes that a side has seen up to an entry.
func (s *Store) saw(ctx context.Context, tx *db.Tx, id string, side, number int64) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO relay_side (conversation, place, seen, told, told_at)
		VALUES ($1, $2, $3, 0, 0)
		ON CONFLICT (conversation, place) DO UPDATE SET seen = CASE WHEN relay_side.seen > excluded.seen THEN relay_side.seen ELSE excluded.seen END`,
		id, side, number)
	return err
}

// Saw notes that somebody of a side has an entry before her. It is no change of anything that
// others said, and is told nobody but the other side's officers.
func (s *Store) Saw(ctx context.Context, id string, side, number int64) (err error) {
	defer errs.Wrap(&err, "relay.Saw(%s)", id)
	seen, err := s.Seen(ctx, id)
	if err != nil || seen[side] >= number {
		return err
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error { return s.saw(ctx, tx, id, side, number) })
}

// Seen is how far each side has read, by place.
func (s *Store) Seen(ctx context.Context, id string) (_ map[int64]int64, err error) {
	defer errs.Wrap(&err, "relay.Seen(%s)", id)
	seen := map[int64]int64{}
	return seen, db.Each(ctx, s.DB, func(row db.Scanner) error {
		var place, number int64
		err := row.Scan(&place, &number)
		seen[place] = number
		return err
	}, `SELECT place, seen FROM relay_side WHERE conversation = $1`, id)
}

// Unread says how many messages of the other side nobody of a place has seen, by conversation.
func (s *Store) Unread(ctx context.Context, place int64) (_ map[string]int, err error) {
	defer errs.Wrap(&err, "relay.Unread(%d)", place)
	unread := map[string]int{}
	return unread, db.Each(ctx, s.DB, func(row db.Scanner) error {
		var id string
		var n int
		err := row.Scan(&id, &n)
		unread[id] = n
		return err
	}, `
		SELECT m.conversation,
		       count(*)
		  FROM relay_message m
		  JOIN relay_conversation c ON c.id = m.conversation
		  LEFT JOIN relay_side s ON s.conversation = m.conversation AND s.place = $1
		 WHERE (c.here = $1 OR c.there = $1)
		   AND m.side <> $1
		   AND (m.for_side = 0 OR m.for_side = $1)
		   AND m.number > COALESCE(s.seen, 0)
		 GROUP BY m.conversation`, place)
}
