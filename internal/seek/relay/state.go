package relay

import (
	"context"
	"slices"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Close ends a conversation for both sides, with a reason that both read, which may be "".
// Either side can open it again. One that is closed already is errs.Conflict.
func (s *Store) Close(ctx context.Context, who people.Actor, id string, side int64, why string) (err error) {
	defer errs.Wrap(&err, "relay.Close(%s)", id)
	if why, err = reasoned("why", why, false); err != nil {
		return err
	}
	return s.change(ctx, who, people.TalkWithTown, id, side, func(tx *db.Tx, note func(people.Entry), c Conversation) error {
		if c.State != Open {
			return stands()
		}
		if err := s.end(ctx, tx, note, people.TalkWithTown, &c, Closed, side, why); err != nil {
			return err
		}
		if _, err := s.add(ctx, tx, &c, Message{Side: side, Author: who.Account, Event: WasClosed, Text: why}); err != nil {
			return err
		}
		if err := s.saw(ctx, tx, c.ID, side, c.Last); err != nil {
			return err
		}
		return s.announce(ctx, tx, c, c.Other(side), c.Last)
	})
}

// end moves the state of a conversation.
func (s *Store) end(ctx context.Context, tx *db.Tx, note func(people.Entry), do people.Action, c *Conversation, to State, side int64, why string) error {
	note(entry(do, *c, people.FieldChange{Name: "state", Old: string(c.State), New: string(to)}))
	at := tx.Now()
	if to == Open {
		at = 0
	}
	c.State, c.EndedBy, c.Ended = to, side, db.Moment(at)
	_, err := tx.ExecContext(ctx, `UPDATE relay_conversation SET state = $1, ended_by = $2, ended = $3, sealed = $4 WHERE id = $5`,
		string(to), side, at, s.Key.SealJSON(sealReason, why), c.ID)
	return err
}

// stands says that somebody else was quicker.
func stands() error { return errs.New(errs.Conflict, lang.Msg("error.relay.state"), nil) }

// Reopen opens a conversation that a side closed.
func (s *Store) Reopen(ctx context.Context, who people.Actor, id string, side int64) (err error) {
	defer errs.Wrap(&err, "relay.Reopen(%s)", id)
	return s.change(ctx, who, people.TalkWithTown, id, side, func(tx *db.Tx, note func(people.Entry), c Conversation) error {
		switch {
		case c.State != Closed:
			return stands()
		case slices.Contains(c.BlockedBy, c.Other(side)):
			why, _ := c.Mute(side)
			return errs.New(errs.Conflict, why, nil)
		}
		if err := s.end(ctx, tx, note, people.TalkWithTown, &c, Open, 0, ""); err != nil {
			return err
		}
		if _, err := s.add(ctx, tx, &c, Message{Side: side, Author: who.Account, Event: WasOpened}); err != nil {
			return err
		}
		return s.saw(ctx, tx, c.ID, side, c.Last)
	})
}

// Block has a side take no more messages from the other, in this conversation and in every
// other. What was written stays and can be read by both.
func (s *Store) Block(ctx context.Context, who people.Actor, id string, side int64) (err error) {
	defer errs.Wrap(&err, "relay.Block(%s)", id)
	return s.change(ctx, who, people.TalkWithTown, id, side, func(tx *db.Tx, note func(people.Entry), c Conversation) error {
		if slices.Contains(c.BlockedBy, side) {
			return stands()
		}
		note(entry(people.TalkWithTown, c, people.FieldChange{Name: "blocked", New: "true"}))
		if _, err := tx.ExecContext(ctx, `INSERT INTO relay_block (place, other, by_account, at) VALUES ($1, $2, $3, $4)`, side, c.Other(side), who.Account, tx.Now()); err != nil {
			return err
		}
		return s.quietly(ctx, tx, &c, Message{Side: side, Author: who.Account, Event: WasBlocked, For: side})
	})
}

// Refuses says whether a place takes no messages from another: what else writes to its
// officers in the other's name asks this too.
func Refuses(ctx context.Context, q db.Querier, place, other int64) (bool, error) {
	return db.Exists(ctx, q, `SELECT 1 FROM relay_block WHERE place = $1 AND other = $2`, place, other)
}

// Refuses is the same outside of a change.
func (s *Store) Refuses(ctx context.Context, place, other int64) (_ bool, err error) {
	defer errs.Wrap(&err, "relay.Refuses(%d, %d)", place, other)
	return Refuses(ctx, s.DB, place, other)
}

// Unblock takes that back.
func (s *Store) Unblock(ctx context.Context, who people.Actor, id string, side int64) (err error) {
	defer errs.Wrap(&err, "relay.Unblock(%s)", id)
	return s.change(ctx, who, people.TalkWithTown, id, side, func(tx *db.Tx, note func(people.Entry), c Conversation) error {
		if !slices.Contains(c.BlockedBy, side) {
			return stands()
		}
		note(entry(people.TalkWithTown, c, people.FieldChange{Name: "blocked", Old: "true"}))
		if _, err := tx.ExecContext(ctx, `DELETE FROM relay_block WHERE place = $1 AND other = $2`, side, c.Other(side)); err != nil {
			return err
		}
		return s.quietly(ctx, tx, &c, Message{Side: side, Author: who.Account, Event: WasUnblocked, For: side})
	})
}

// quietly adds an entry that its side alone sees and has seen.
func (s *Store) quietly(ctx context.Context, tx *db.Tx, c *Conversation, m Message) error {
	if _, err := s.add(ctx, tx, c, m); err != nil {
		return err
	}
	return s.saw(ctx, tx, c.ID, m.Side, c.Last)
}
