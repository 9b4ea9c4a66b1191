package project

import (
	"slices"

	"twintown/internal/partnership"
)

// Asked is what a reader asks of the list of projects; the zero value asks for all.
type Asked struct {
	Year        int
	Country     string // in which a partner's town lies
	State       State
	Calls       []string // keys of calls; nil: any or none
	Place       int64    // of a partner, also of one that left; not of one that said no
	Partnership string   // out of which it grew
}

// Fits says whether a project answers the question. country tells where a place lies.
func (a Asked) Fits(p Project, country func(place int64) string) bool {
	at := func(place int64) bool {
		return slices.ContainsFunc(p.Partners, func(q Partner) bool { return q.Place == place && !q.Declined })
	}
	switch {
	case a.Year != 0 && !slices.Contains(p.Years(), a.Year),
		a.State != "" && p.State != a.State,
		a.Calls != nil && !slices.Contains(a.Calls, p.Call),
		a.Place != 0 && !at(a.Place),
		a.Partnership != "" && !slices.Contains(p.Partnerships, a.Partnership):
		return false
	}
	return a.Country == "" || slices.ContainsFunc(p.Places(), func(n int64) bool { return country(n) == a.Country })
}

// mostYears is longer than any project: a typing error must not make a thousand years.
const mostYears = 30

// Years are those in which a project's work is; those of its moves where that is not known.
func (p Project) Years() (years []int) {
	add := func(y int) {
		if y > 0 && !slices.Contains(years, y) {
			years = append(years, y)
		}
	}
	from, to := p.From.Calendar().Year, p.To.Calendar().Year
	for y := from; y > 0 && y <= max(from, min(to, from+mostYears)); y++ {
		add(y)
	}
	add(to)
	if len(years) > 0 {
		return years
	}
	for _, m := range p.Moves {
		if d, err := partnership.ParseDate(m.Day); err == nil {
			add(d.Year)
		}
	}
	return years
}
