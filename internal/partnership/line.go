package partnership

import (
	"context"
	"slices"
	"sync"
	"time"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/source"
)

// Line is a partnership as a list shows it: what it says of itself on a day, without acts.
type Line struct {
	ID        string
	Kind      Kind
	Sides     []int64 // the places of the parties, and those that inherited a side
	Present   []int64 // the places as they are today: heirs in the place of what they inherited
	Status    Code
	Open      bool      // a side ended it alone: another still holds to it
	Differ    bool      // the sides stand differently
	Start     Date      // when it came into force; zero: unknown
	TermEnd   lang.Date // the last day of the agreed term; zero: none
	LastSign  Date      // the last known sign of life; zero: none
	Sources   int       // how many are named
	Confirmed []int64   // sides that confirmed something of it
	Listed    bool      // all that is known is that lists have it
	FirstList int       // the year of the oldest list; 0: on none
	Topics    []string
	Origin    string    // who told it: "starter", an import; empty: a person
	Edited    time.Time // when a person last changed it; zero: never
}

// LineOf is a partnership's line on a day. It is a pure function.
func LineOf(p Partnership, day lang.Date) Line {
	l := Line{
		ID: p.ID, Kind: p.Kind, Sides: p.Sides(), Present: p.Present(), Listed: p.Listed(), FirstList: p.Listing.Year,
		Topics: p.Topics, Origin: p.Origin, Edited: p.Edited, Sources: 1,
	}
	for _, q := range p.Parties {
		if q.Heir != 0 && !slices.Contains(l.Sides, q.Heir) {
			l.Sides = append(l.Sides, q.Heir)
		}
	}
	if l.Listed {
		if p.listedFrom() <= asOfDay(day) {
			l.Status = Active
		}
		return l
	}
	status := StatusOf(p, day, time.Time{})
	health := HealthOf(p, day, time.Time{})
	l.Status, l.Differ, l.Start = status.Code, status.Differ(), status.Start
	for _, side := range status.Sides {
		l.Open = l.Open || status.Code.Ended() && side.Alive()
	}
	l.TermEnd, l.LastSign = health.TermEnd, health.LastSign
	l.Sources = len(p.SourceCodes())
	l.Confirmed = confirmed(p.Claims)
	return l
}

// confirmed are the sides that confirmed one of the claims that are held.
func confirmed(claims []source.Claim) (sides []int64) {
	for _, c := range claims {
		if !c.Held(time.Time{}) {
			continue
		}
		for _, side := range c.ConfirmedBy {
			if !slices.Contains(sides, side) {
				sides = append(sides, side)
			}
		}
	}
	return sides
}

// Has says whether a place is a side, or inherited one.
func (l Line) Has(place int64) bool { return slices.Contains(l.Sides, place) }

// Book holds the lines of all partnerships, and reads them again when the data or the
// day changed: a list then costs no query for each of its rows. It is safe for
// concurrent use.
type Book struct {
	store   *Store
	mu      sync.Mutex
	version int64
	day     lang.Date
	lines   []Line
}

// NewBook returns the book of a store. It reads nothing yet.
func NewBook(s *Store) *Book { return &Book{store: s} }

// Lines returns the lines on a day, in no order. The caller must not change them.
func (b *Book) Lines(ctx context.Context, day lang.Date) (_ []Line, err error) {
	defer errs.Wrap(&err, "partnership.Lines")
	version, err := b.store.db.DataVersion(ctx)
	if err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.lines != nil && b.version == version && b.day == day {
		return b.lines, nil
	}
	lines := make([]Line, 0, len(b.lines)+1)
	err = b.store.Each(ctx, func(p Partnership) error {
		lines = append(lines, LineOf(p, day))
		return nil
	})
	if err != nil {
		return nil, err
	}
	b.version, b.day, b.lines = version, day, lines
	return lines, nil
}
