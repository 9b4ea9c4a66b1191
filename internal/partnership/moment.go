package partnership

import (
	"context"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// MostBehind is how far the clock may be behind what is recorded already: more than a time
// service sets it back, and than the clocks of two nodes differ. Within it a change takes
// the recorded moment; beyond it nobody can say when it became known.
const MostBehind = 2 * time.Minute

// Moment is when a change that is made now becomes known: now, but never before what is
// recorded already, so that a clock that was set back a little does not turn the order
// round. A clock that is further behind is an errs.Conflict that says so.
func (s *Store) Moment(ctx context.Context, tx *db.Tx, id string) (_ time.Time, err error) {
	defer errs.Wrap(&err, "partnership.Moment(%s)", id)
	p, err := s.In(tx).ByID(ctx, id)
	if err != nil {
		return time.Time{}, err
	}
	return p.moment(ctx, tx)
}

// moment is [Store.Moment] of a partnership that is at hand.
func (p Partnership) moment(ctx context.Context, tx *db.Tx) (time.Time, error) {
	at := time.UnixMicro(tx.Now()).UTC()
	last, err := people.LastAt(ctx, tx)
	if err != nil {
		return at, err
	}
	if own := p.lastKnown(); own.After(last) {
		last = own
	}
	switch behind := last.Sub(at); {
	case behind > MostBehind:
		return at, errs.New(errs.Conflict, lang.Msg("error.clock.back", "behind", Behind(behind)), nil)
	case behind > 0:
		return last, nil
	}
	return at, nil
}

// lastKnown is the latest moment at which people made anything of the partnership known, or
// took it back; zero where they did neither.
func (p Partnership) lastKnown() (last time.Time) {
	later := func(moments ...time.Time) {
		for _, t := range moments {
			if t.After(last) {
				last = t
			}
		}
	}
	for _, a := range p.Acts {
		if !a.Edited.IsZero() {
			later(a.KnownSince, a.KnownUntil)
		}
	}
	for _, q := range p.Claims {
		if len(q.ConfirmedBy) > 0 {
			later(q.KnownSince, q.KnownUntil)
		}
	}
	return last
}

// Behind says a span of time in its largest unit.
func Behind(d time.Duration) lang.Message {
	const day = 24 * time.Hour
	switch {
	case d >= 2*day:
		return lang.Msg("clock.days", "n", int(d/day))
	case d >= 2*time.Hour:
		return lang.Msg("clock.hours", "n", int(d/time.Hour))
	}
	return lang.Msg("clock.minutes", "n", int(d/time.Minute))
}

// TrustClock takes the clock for right after it was ahead, inside a change: what was
// recorded in the future became known now, and changes are taken again.
func (s *Store) TrustClock(ctx context.Context, tx *db.Tx, note func(people.Entry)) (err error) {
	defer errs.Wrap(&err, "partnership.TrustClock")
	for _, pull := range []string{
		`UPDATE act SET known_since = $1 WHERE known_since > $1`,
		`UPDATE act SET known_until = $1 WHERE known_until > $1`,
		`UPDATE partnership_revision SET at = $1 WHERE at > $1`,
	} {
		if _, err := tx.ExecContext(ctx, pull, tx.Now()); err != nil {
			return err
		}
	}
	if err := s.claims.In(tx).PullBack(ctx, tx); err != nil {
		return err
	}
	note(people.Entry{Action: people.ManageSite, Kind: "site", Fields: []people.FieldChange{{Name: "clock", New: "confirmed"}}})
	if err := people.TrustClock(ctx, tx); err != nil {
		return err
	}
	return tx.Touch(ctx)
}
