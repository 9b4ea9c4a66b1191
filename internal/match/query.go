package match

import (
	"slices"

	"twintown/internal/place"
	"twintown/internal/platform/lang"
)

// Mode says what sort of partner is wanted.
type Mode string

// The modes. The zero Mode is Any.
const (
	Any           Mode = "any"
	Similar       Mode = "similar"       // of about the same size
	Complementary Mode = "complementary" // much larger or much smaller
)

// Sizes count as similar within a factor of two, as complementary beyond a factor of three.
const (
	similarFactor       = 2
	complementaryFactor = 3
)

// Query asks for partners of a place. What is zero does not narrow the answer.
type Query struct {
	Place          int64
	Countries      []string // ISO 3166-1 alpha-2
	Languages      []string // BCP 47: that are official in the candidate's country, or known to a fifth of it
	Regions        []string // codes such as "LT.57"
	MinKm, MaxKm   float64
	MinPop, MaxPop int64 // a place of unknown population fits neither
	Mode           Mode
	Spread         bool // at most PerCountry candidates of a country
	Limit          int
	WithPartners   bool      // also suggest those who are partners already, judged as if they were not
	Day            lang.Date // on which notices are judged; zero: those without an end

	// Keep is a filter of the caller's own; nil keeps all.
	Keep func(place.Place) bool
	// Extra are points that the caller adds to the score of a place for reasons of its own, such as
	// what both towns look for. They count in the order, and stand in no [Candidate]: who adds them
	// tells them. nil: none.
	Extra func(place.Place) float64
}

// PerCountry is how many candidates of one country an answer that is spread over countries holds.
const PerCountry = 3

// spokenFrom is the share of a country from which on a language that is not official counts for the filter.
const spokenFrom = 0.2

// DefaultLimit is how many candidates a query without a limit gets.
const DefaultLimit = 50

// filter decides which candidates a query wants.
type filter struct {
	Query
	own       place.Place
	countries []bool // by the world's countries; nil: all
}

func (r *Ranker) filter(q Query, a int32) filter {
	f := filter{Query: q, own: r.places.At(int(a))}
	if len(q.Countries) == 0 && len(q.Languages) == 0 {
		return f
	}
	w := r.engine.World
	f.countries = make([]bool, len(w.Countries))
	for i, c := range w.Countries {
		f.countries[i] = (len(q.Countries) == 0 || slices.Contains(q.Countries, c)) && (len(q.Languages) == 0 || r.speaks(c, q.Languages))
	}
	return f
}

func (r *Ranker) speaks(country string, languages []string) bool {
	return slices.ContainsFunc(r.Spoken(country), func(code string) bool { return slices.Contains(languages, code) })
}

// Spoken are the languages that are official in a country, or known to a fifth of it.
func (r *Ranker) Spoken(country string) (codes []string) {
	for _, l := range r.engine.World.Facts.Languages[country] {
		if l.Official || l.Share >= spokenFrom {
			codes = append(codes, l.Code)
		}
	}
	return codes
}

// wants says whether candidate c passes the filters.
func (r *Ranker) wants(f *filter, a, c int32) bool {
	w := r.engine.World
	if f.countries != nil && !f.countries[w.Country[c]] {
		return false
	}
	p := r.places.At(int(c))
	if len(f.Regions) > 0 && !slices.Contains(f.Regions, p.Region) || level(p.Kind) != level(f.own.Kind) {
		return false
	}
	if f.Keep != nil && !f.Keep(p) {
		return false
	}
	if f.MinPop > 0 && p.Population < f.MinPop || f.MaxPop > 0 && (p.Population > f.MaxPop || p.Population <= 0) {
		return false
	}
	if !f.Mode.fits(f.own.Population, p.Population) {
		return false
	}
	if f.MinKm > 0 || f.MaxKm > 0 {
		if km := w.Km(a, c); km < f.MinKm || f.MaxKm > 0 && km > f.MaxKm {
			return false
		}
	}
	return true
}

func (m Mode) fits(a, b int64) bool { return m != Similar && m != Complementary || Sizes(a, b) == m }

// Sizes says whether two populations are similar or complementary; Any is neither, or not
// known.
func Sizes(a, b int64) Mode {
	if a <= 0 || b <= 0 {
		return Any
	}
	switch factor := float64(max(a, b)) / float64(min(a, b)); {
	case factor <= similarFactor:
		return Similar
	case factor >= complementaryFactor:
		return Complementary
	}
	return Any
}

// level is the tier of government: a county seeks counties, a town seeks towns.
func level(k place.Kind) int {
	switch k {
	case place.County:
		return 1
	case place.Province:
		return 2
	}
	return 0
}
