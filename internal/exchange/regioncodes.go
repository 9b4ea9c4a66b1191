package exchange

import (
	"context"
	"strconv"
	"strings"

	"twintown/internal/names"
	"twintown/internal/place"
	"twintown/internal/platform/lang"
)

// regionCodes finds the code of a region that a table gives by name only.
//
// A place that is known already keeps its region. The others in a region of the
// same name and country most probably lie in the region in which most of the known
// ones lie, since tables name regions in their own way ("Podlasie", "Podlaskie",
// "PL-20"). A region without any known place gets a code made of its name.
type regionCodes struct {
	codes    map[int64]string              // region of each known place
	votes    map[regionName]map[string]int // how many known places of a named region have which code
	won      map[regionName]string
	invented []place.Region
}

type regionName struct{ country, name string }

func newRegionCodes() *regionCodes {
	return &regionCodes{
		codes: map[int64]string{}, votes: map[regionName]map[string]int{}, won: map[regionName]string{},
	}
}

// countRegions reads the table of places once, to count the votes.
func (im *csvImport) countRegions(ctx context.Context) error {
	var ignored FileReport
	err := rows(ctx, im, im.opt.Places, placeColumns, &ignored, im.judgeVote, func([]struct{}) error { return nil })
	if err != nil {
		return err
	}
	im.regions.decide()
	return nil
}

// decide gives each named region the code with most votes.
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
func (r *regionCodes) of(id int64, country, code, name string) string {
	switch known := r.codes[id]; {
	case known != "":
		return known
	case code != "":
		return code
	case name == "":
		return ""
	}
	key := regionName{country, names.Fold(name)}
	if r.won[key] == "" {
		r.won[key] = country + ":" + key.name
		r.invented = append(r.invented, place.Region{Code: r.won[key], Country: country, Name: name})
	}
	return r.won[key]
}

// judgeVote counts the row's place for its region, if it is known.
func (im *csvImport) judgeVote(t *table) (none struct{}, _ *lang.Message) {
	p, bad := im.judgeNumber(t)
	if bad != nil {
		return none, bad
	}
	if code := im.regions.codes[p]; code != "" && t.get("admin1") != "" {
		key := regionName{strings.ToUpper(t.get("country")), names.Fold(t.get("admin1"))}
		if im.regions.votes[key] == nil {
			im.regions.votes[key] = map[string]int{}
		}
		im.regions.votes[key][code]++
	}
	return none, nil
}

func (im *csvImport) judgeNumber(t *table) (int64, *lang.Message) {
	id, err := strconv.ParseInt(t.get("geonames_id"), 10, 64)
	if err != nil {
		m := lang.Msg("import.reason.number", "column", "geonames_id", "value", t.get("geonames_id"))
		return 0, &m
	}
	return id, nil
}
