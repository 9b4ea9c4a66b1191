package exchange

import (
	"context"
	"strings"

	"twintown/internal/names"
	"twintown/internal/place"
)

// regionCodes finds the code of a region that a table gives by name only.
//
// A place that is known already keeps its region. The others in a region of the
// same name and country most probably lie in the region in which most of the known
// ones lie, since tables name regions in their own way ("Podlasie", "Podlaskie",
// "PL-20"). A region without any known place gets a code made of its name.
type regionCodes struct {
	known    map[int64]knownPlace
	votes    map[regionName]map[string]int // how many known places of a named region have which code
	won      map[regionName]string
	invented []place.Region
}

type regionName struct{ country, name string }

func newRegionCodes(known map[int64]knownPlace) *regionCodes {
	return &regionCodes{
		known: known, votes: map[regionName]map[string]int{}, won: map[regionName]string{},
	}
}

// countRegions reads the table of places once, to count the votes.
func (im *csvImport) countRegions(ctx context.Context) error {
	t, err := openTable(im.opt.Places, im.opt.columns(placeSchema), placeSchema)
	if err != nil {
		return err
	}
	defer t.close()
	for t.has("admin1") {
		ok, bad, err := t.next()
		if err != nil || !ok {
			im.regions.decide()
			return err
		}
		if bad != nil {
			continue
		}
		if id, bad := number(t, "geonames_id", 1); bad == nil {
			im.regions.vote(id, t.get("admin1"))
		}
	}
	return ctx.Err()
}

// vote counts a place for the region of this name in its country.
func (r *regionCodes) vote(id int64, region string) {
	p, found := r.known[id]
	if !found || p.region == "" || region == "" {
		return
	}
	key := regionName{p.country, names.Fold(region)}
	if r.votes[key] == nil {
		r.votes[key] = map[string]int{}
	}
	r.votes[key][p.region]++
}

// decide gives each named region the code with most votes; of equal ones the first.
func (r *regionCodes) decide() {
	for name, votes := range r.votes {
		best := 0
		for code, n := range votes {
			if n > best || n == best && code < r.won[name] {
				best, r.won[name] = n, code
			}
		}
	}
}

// of returns the region's code for a place: the one it has, the one the table
// gives, the winner of the vote, or an invented one; "" where nothing is told.
func (r *regionCodes) of(id int64, country, code, region string) string {
	switch known := r.known[id].region; {
	case known != "":
		return known
	case code != "":
		return code
	case !isName(region):
		return ""
	}
	key := regionName{country, names.Fold(region)}
	if r.won[key] == "" {
		r.won[key] = country + ":" + strings.ReplaceAll(key.name, " ", "-")
		r.invented = append(r.invented, place.Region{Code: r.won[key], Country: country, Name: region})
	}
	return r.won[key]
}
