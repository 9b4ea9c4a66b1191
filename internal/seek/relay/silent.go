package relay

import (
	"context"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
)

// SilentKind is the nightly job that tells both sides of a conversation in which nobody writes
// that it will be closed.
const SilentKind = "relay.silent"

// How long a conversation may be silent. Two years are two rounds of calls and two budgets: an
// office that waited longer begins anew. A month is enough to write a line, holidays included.
const (
	Quiet  = 2 * 365 * 24 * time.Hour
	Notice = 30 * 24 * time.Hour
)

// silent is the job: it announces, and the retention rule closes.
func (s *Store) silent(ctx context.Context, j jobs.Job) (err error) {
	defer errs.Wrap(&err, "relay.silent")
	if s.Silent != nil {
		now := s.Clock.Now()
		due, err := db.Collect(ctx, s.DB, s.scan, selectConversation+` WHERE c.state = 'open' AND c.changed < $1 AND c.warned < c.changed ORDER BY c.id`,
			now.Add(Notice-Quiet).UnixMicro())
		if err != nil {
			return err
		}
		for _, c := range due {
			if err := s.warn(ctx, c, lang.DateOf(later(c.Changed.Add(Quiet), now.Add(Notice)))); err != nil {
				return err
			}
		}
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error { return j.Finish(ctx, tx) })
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// warn tells the officers of both sides on which day a conversation will be closed, and notes
// it, in one transaction: who wrote meanwhile is not told.
func (s *Store) warn(ctx context.Context, c Conversation, on lang.Date) error {
	whom := map[int64][]people.Account{}
	for _, side := range c.Sides() {
		officers, err := s.Officers(ctx, side)
		if err != nil {
			return err
		}
		whom[side] = officers
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		done, err := tx.ExecContext(ctx, `UPDATE relay_conversation SET warned = $1 WHERE id = $2 AND state = 'open' AND last = $3`, tx.Now(), c.ID, c.Last)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return err
		}
		for _, side := range c.Sides() {
			for _, a := range whom[side] {
				if err := s.Silent(ctx, tx, c, side, a, on); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// fallen are the open conversations in which nobody wrote since a moment, and whose sides were
// told a month before it at the latest.
const fallen = `state = 'open' AND changed < $1 AND warned > changed AND warned < $2`

// warnedBefore is by when both sides must have been told, so that a conversation silent since
// before can be closed now.
func warnedBefore(before time.Time) int64 { return before.Add(Quiet - Notice).UnixMicro() }

// Fallen counts the open conversations that are to be closed, since nobody wrote in them since
// before, which is [Quiet] ago.
func Fallen(ctx context.Context, q db.Querier, before time.Time) (int, error) {
	n, _, err := db.One(ctx, q, func(row db.Scanner) (n int, err error) { return n, row.Scan(&n) },
		`SELECT count(*) FROM relay_conversation WHERE `+fallen, before.UnixMicro(), warnedBefore(before))
	return n, err
}

// CloseFallen closes them, and says so in each. Either side can open one again; from now on
// they are kept as long as others that ended. It returns how many they were.
func (s *Store) CloseFallen(ctx context.Context, tx *db.Tx, before time.Time) (n int, err error) {
	defer errs.Wrap(&err, "relay.CloseFallen")
	all, err := db.Collect(ctx, tx, s.scan, selectConversation+` WHERE c.id IN (SELECT id FROM relay_conversation WHERE `+fallen+`)`, before.UnixMicro(), warnedBefore(before))
	for _, c := range all {
		if err := s.end(ctx, tx, func(people.Entry) {}, people.ManagePrivacy, &c, Closed, 0, ""); err != nil {
			return 0, err
		}
		if _, err := s.add(ctx, tx, &c, Message{Event: WasSilent}); err != nil {
			return 0, err
		}
	}
	return len(all), err
}
