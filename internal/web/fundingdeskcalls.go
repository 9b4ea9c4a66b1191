package web

import (
	"net/http"

	"twintown/internal/funding"
	"twintown/internal/partnership"
	"twintown/internal/people"
)

// deskCallsPage is where an officer finds which calls fit her towns and their partnerships.
type deskCallsPage struct {
	page
	Towns []deskCallsTown
}

// deskCallsTown is a town with its living partnerships, each with how it stands to the calls.
type deskCallsTown struct {
	link
	Where  string
	FitURL string // to put a consortium together
	Pairs  []deskCallsPair
}

type deskCallsPair struct {
	link
	Tally string
}

// deskCalls counts, for each partnership of the reader's towns, which calls fit.
func (s *Site) deskCalls(w http.ResponseWriter, r *http.Request, code string) error {
	c, err := s.catalogue(r)
	if err != nil {
		return err
	}
	v := &deskCallsPage{page: s.newDesk(w, r, code, "/desk/calls", "/desk/calls")}
	v.Title = v.t("funding.desk.calls")
	now := s.rooms.World()
	for _, n := range actorOf(r).PlacesOf(people.Officer) {
		at := v.placeView(now, n)
		town := deskCallsTown{link: link{at.Name, placeURL(now, n, code) + "/calls"}, Where: at.Where, FitURL: consortiumOfTowns(n).fitURL(code)}
		own, err := s.partnersOf(r, now, n)
		if err != nil {
			return err
		}
		for _, other := range own {
			of := c.Book().Of([]int64{n, other})
			t, err := c.Count(&of, s.clock.Now())
			if err != nil {
				return err
			}
			town.Pairs = append(town.Pairs, deskCallsPair{
				link{now.Places.DisplayName(other, code), "/" + code + "/partnerships/" + partnership.PairID(n, other) + "/calls"}, v.tally(t),
			})
		}
		v.Towns = append(v.Towns, town)
	}
	return s.write(w, http.StatusOK, "desk-calls", v)
}

// tally says how somebody stands to the calls in a line.
func (p *page) tally(t funding.Tally) string {
	return p.t("funding.tally", "fits", t.Fits, "unknown", t.Unknown, "lacks", t.Lacks)
}
