package funding

import (
	"slices"
	"time"

	"twintown/internal/funding/rule"
	"twintown/internal/place"
	"twintown/internal/platform/geo"
	"twintown/internal/platform/lang"
)

// Gap is one sort of partner that is missing for a call to fit.
type Gap struct {
	Wanted *rule.Wanted
	with   []rule.Partner
	book   *Book
}

// Gap returns the gap that a change names; ok is false for a change that adds no partner.
func (b *Book) Gap(c *rule.Change, of *rule.Consortium) (g Gap, ok bool) {
	return Gap{&c.Wanted, of.Partners, b}, c.Kind == rule.AddPartners
}

// Fills says whether a town could be the partner that is missing, and which facts of it lack for want of which
// that is not known. The kind of applicant is one of them: another body of the same town may do.
func (g Gap) Fills(p place.Place) (rule.Value, []rule.FactKind) {
	partner := g.book.flat(p)
	v, lacks := g.Wanted.Fills(&partner, g.with) // where a border matters, nothing is known of it yet
	if v == rule.No || !g.Wanted.Near {
		return v, lacks
	}
	partner.Borders = g.book.borders().from(p.Country, geo.Point{Lat: p.Lat, Lon: p.Lon})
	return g.Wanted.Fills(&partner, g.with)
}

// Countries are the countries in which the partner may lie; nil: anywhere, or anywhere but in a few.
func (g Gap) Countries() (codes []string) {
	if g.Wanted.Open {
		return nil
	}
	all := slices.Clone(g.Wanted.Countries)
	for _, a := range g.Wanted.Areas {
		all = append(all, a.Country)
	}
	slices.Sort(all)
	for _, c := range slices.Compact(all) {
		codes = append(codes, c.String())
	}
	return codes
}

// Days of a request for a partner: an application is written together in the last weeks before its deadline, and a
// council must have met before.
const (
	writing = 28 // days before the deadline by which a partner should be found
	least   = 14 // days that a town has to answer, where that leaves some before the deadline
)

// AnswerBy are the day by which a partner for a call should have answered, and the last day on which it is worth asking:
// the deadline itself. Both are zero where no deadline is known or it is too near to find anybody.
func AnswerBy(deadline, now time.Time) (reply, last lang.Date) {
	if deadline.IsZero() {
		return lang.Date{}, lang.Date{}
	}
	now = now.In(deadline.Location())
	by := deadline.AddDate(0, 0, -writing)
	if soonest := now.AddDate(0, 0, least); by.Before(soonest) {
		if by = soonest; by.After(deadline) {
			return lang.Date{}, lang.Date{}
		}
	}
	return lang.DateOf(by), lang.DateOf(deadline)
}
