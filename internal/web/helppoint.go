package web

import (
	"net/http"

	"twintown/internal/helppoint"
)

// helpPointPage is one help point: its hours, how it is reached, where it lies.
type helpPointPage struct {
	page
	Crumbs []link
	Point  helpView
	Coming []helpDay // the next seven days, with what was said of single days
	Usual  []helpDay // a week as it usually is; none where that is the same
	Steady bool      // every week is like it
	Others []string  // exceptions to come
	Map    *mapView
	Draft  bool
}

// newHelpPoint fills what the page and the card share.
func (s *Site) newHelpPoint(r *http.Request, code, suffix string) (*helpPointPage, helppoint.Point, error) {
	h, err := s.publicHelp(r)
	if err != nil {
		return nil, h, err
	}
	v := &helpPointPage{page: s.newPage(r, code, "/help/"+h.Handle+suffix), Draft: h.Stage != helppoint.Public}
	v.Section, v.NoIndex = "help", v.Draft
	v.Point = s.helpView(r, &v.page, h)
	v.Title, v.Description = v.Point.Name, v.Point.Summary
	if v.Title == "" {
		v.Title = v.t("help.unnamed")
	}
	v.Crumbs = []link{{v.t("help.title"), "/" + code + "/help"}}
	now := s.clock.Now()
	v.Usual, v.Steady = v.usualWeek(h, now)
	v.Others = v.exceptionsToCome(h, now)
	return v, h, nil
}

// helpPoint shows one point.
func (s *Site) helpPoint(w http.ResponseWriter, r *http.Request, code string) error {
	v, h, err := s.newHelpPoint(r, code, "")
	if err != nil {
		return err
	}
	v.keep = false
	now := s.clock.Now()
	for _, d := range h.Coming(now, s.holidaysOf(h)) {
		v.Coming = append(v.Coming, v.helpDay(d, h.Local(now), true))
	}
	v.Map = s.pointMap(v, h)
	v.JSONLD = s.helpData(&v.page, h, v.Point)
	return s.write(w, http.StatusOK, "help-point", v)
}

// pointMap draws where the point lies, with its place.
func (s *Site) pointMap(v *helpPointPage, h helppoint.Point) *mapView {
	if h.Place == 0 {
		return nil
	}
	return s.drawMap(&v.page, v.t("help.map.one"), townView, []mapPlace{{Place: mapDot(v.Point.ID, s.helpAt(h), v.Point.Town.Name)}}, nil)
}
