// Package care helps an office to look after its partnerships: it says what is due, and
// asks the other side whether it is still there.
//
// The idea: an agreement is forgotten by nobody's fault. Its term ends in five years, the
// colleague who signed it leaves, the other side writes to an address that nobody reads.
// From a partnership's acts follow days ([Duties]): the end of the term, the last day for
// a notice, an anniversary, a review; and what no act tells follows from silence. The
// same list stands at the desk, comes by mail ([Desk.Digest]) and into the calendars that
// an office keeps anyway ([Desk.Days]).
//
// # Data model
//
// [Limits] are from when on a place wants to be told. A feed is a secret address of a
// place's calendar, kept as a hash; [Entry] remembers what calendars were told of a day,
// so that a day that moves is seen to move. An [Inquiry] is the question to one side
// whether a partnership is still alive; its answer becomes an act or a claim in the name
// of that side. A [Contact] is an address that an officer knows at the other side; it is
// private to her place and kept for a time only.
//
//	due := care.Duties(p, place, today, care.Usual)
//	desk.Ask(ctx, tx, note, actor, p, side, …)
package care

import (
	"context"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
	"twintown/internal/platform/secret"
	"twintown/internal/source"
)

// Rooms are what care asks.
type Rooms struct {
	DB           *db.DB
	Partnerships *partnership.Store
	Sources      *source.Store
	People       *people.Store
	Outbox       *mail.Outbox
	Key          secret.Key
	Clock        clock.Clock
	BaseURL      string
	Name         func(place int64, language string) string // what a place is called

	// More are further lines of an account's digest, of rooms that care does not know; nil: there
	// are none.
	More func(ctx context.Context, a people.Account, who people.Actor) ([]lang.Message, error)
}

// Desk keeps limits, feeds, inquiries and contacts. It is safe for concurrent use.
type Desk struct{ Rooms }

// New returns a desk over the rooms.
func New(r Rooms) *Desk { return &Desk{r} }

func (d *Desk) today() lang.Date { return lang.DateOf(d.Clock.Now()) }

// Limits are from when on a place wants to be told.
type Limits struct {
	Months int  // how long before a day
	Silent int  // after how many years without a sign of life
	Review int  // after how many months a review is due again; 0: never
	Own    bool // the place set them: then a review is due also where none ever was
}

// Usual are the limits of a place that set none: a council needs a year to prepare a
// renewal; five years without a sign exceed any plan; who reviews at all does so yearly.
var Usual = Limits{Months: 12, Silent: 5, Review: 12}

// Bounds of the limits: what is farther than three years is no reminder, and fifteen years
// of silence are no silence any more.
const (
	mostMonths = 36
	mostSilent = 15
	mostReview = 60
)

// Check returns what is wrong with limits, naming the field.
func (l Limits) Check() error {
	switch {
	case l.Months < 1 || l.Months > mostMonths:
		return errs.In("months", lang.Msg("error.care.limit", "from", 1, "to", mostMonths))
	case l.Silent < 1 || l.Silent > mostSilent:
		return errs.In("silent", lang.Msg("error.care.limit", "from", 1, "to", mostSilent))
	case l.Review < 0 || l.Review > mostReview:
		return errs.In("review", lang.Msg("error.care.limit", "from", 0, "to", mostReview))
	}
	return nil
}

// LimitsOf returns the limits of a place.
func (d *Desk) LimitsOf(ctx context.Context, place int64) (Limits, error) {
	l, ok, err := db.One(ctx, d.DB, func(row db.Scanner) (l Limits, err error) {
		l.Own = true
		return l, row.Scan(&l.Months, &l.Silent, &l.Review)
	}, `
		SELECT months,
		       silent,
		       review
		  FROM care_limit
		 WHERE place = $1`, place)
	if err != nil || !ok {
		return Usual, err
	}
	return l, nil
}

// SetLimits sets the limits of a place inside a change.
func (d *Desk) SetLimits(ctx context.Context, tx *db.Tx, note func(people.Entry), place int64, l Limits) (err error) {
	defer errs.Wrap(&err, "care.SetLimits")
	if err := l.Check(); err != nil {
		return err
	}
	before, err := d.LimitsOf(ctx, place)
	if err != nil {
		return err
	}
	note(limitsEntry(place, before, l))
	_, err = tx.ExecContext(ctx, `
		INSERT INTO care_limit (place, months, silent, review, changed)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (place) DO UPDATE SET
			months  = excluded.months,
			silent  = excluded.silent,
			review  = excluded.review,
			changed = excluded.changed`, place, l.Months, l.Silent, l.Review, tx.Now())
	return err
}
