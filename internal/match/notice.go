package match

import (
	"slices"

	"twintown/internal/platform/lang"
)

// Notice is a caveat: a dated fact with its source that someone who looks for a partner should know. It applies when
// the town that seeks is within For and the candidate within About. When it Folds, the candidate moves into the marked
// group; else its text is only shown. It never enters a score: what a state forbids today says nothing about how well
// two towns fit, and a reader must be able to see both.
type Notice struct {
	Key       string            `json:"key"` // stable name
	Folds     bool              `json:"folds"`
	For       Scope             `json:"for,omitzero"`
	About     Scope             `json:"about"`
	Programme string            `json:"programme,omitempty"`
	From      lang.Date         `json:"from"`
	To        lang.Date         `json:"to,omitzero"` // zero: still so on the day when it was read
	Text      map[string]string `json:"text"`        // by language
	Sources   []string          `json:"sources"`     // codes of sources
	Read      lang.Date         `json:"read"`        // when the sources were read
}

// Scope is a set of places: those in one of the countries, in one of the regions, or named. The zero Scope is every
// place.
type Scope struct {
	Countries []string `json:"countries,omitempty"` // ISO 3166-1 alpha-2
	Regions   []string `json:"regions,omitempty"`   // "BY.03"
	Places    []int64  `json:"places,omitempty"`
}

// IsZero says whether the scope is every place.
func (s Scope) IsZero() bool {
	return len(s.Countries) == 0 && len(s.Regions) == 0 && len(s.Places) == 0
}

// spot is a place as notices see it. Lead is the number of the town's leading place: a notice for a city also holds
// for its municipality.
type spot struct {
	id, lead        int64
	country, region string
}

func (s Scope) holds(p spot) bool {
	return s.IsZero() || slices.Contains(s.Countries, p.country) || slices.Contains(s.Regions, p.region) ||
		slices.Contains(s.Places, p.id) || slices.Contains(s.Places, p.lead)
}

// holdsOn says whether the notice holds on a day. Without a day only notices without an end do.
func (n *Notice) holdsOn(day lang.Date) bool {
	if !n.To.IsZero() && (day.IsZero() || day.Compare(n.To) > 0) {
		return false
	}
	return day.IsZero() || n.From.IsZero() || day.Compare(n.From) >= 0
}

// applies says whether the notice holds on a day for a that seeks and b that is suggested.
func (n *Notice) applies(day lang.Date, a, b spot) bool {
	return n.holdsOn(day) && n.For.holds(a) && n.About.holds(b)
}

// Concerns says whether the notice holds on a day for a town in one country and region that works with a town in
// another one, whichever of both asks. Towns are named by number, or 0.
func (n *Notice) Concerns(day lang.Date, a, b Spot) bool {
	x, y := spot{a.Place, a.Place, a.Country, a.Region}, spot{b.Place, b.Place, b.Country, b.Region}
	return n.applies(day, x, y) || n.applies(day, y, x)
}

// Spot is where a town is, for Concerns.
type Spot struct {
	Place           int64
	Country, Region string
}
