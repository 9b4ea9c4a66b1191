package web

import (
	"cmp"
	"net/http"
	"slices"

	"twintown/internal/helppoint"
	"twintown/internal/people"
	"twintown/internal/platform/geo"
	"twintown/internal/platform/lang"
)

// helpPage lists the help points.
type helpPage struct {
	page
	Points    []helpView
	Total     int
	Purposes  []option
	Languages []option
	Form      *form // the question: where the reader is
	Near      string
	Several   []option // places that answer to the name
	Map       *mapView
	AddURL    string
	Zones     bool // the points lie in more than one time zone
}

// helpPoints shows all points: those that fit, the nearest first where the reader said
// where she is.
func (s *Site) helpPoints(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Help == nil {
		return errNoPage
	}
	v := &helpPage{page: s.newPage(r, code, "/help")}
	v.Title, v.Description, v.Section, v.keep = v.t("help.title"), v.t("help.description"), "help", false
	v.keepQuery(r.URL.Query())
	w.Header().Set("Permissions-Policy", permissions("geolocation=(self)"))
	v.Form = newForm(&v.page, r.URL.Query())
	all, err := s.rooms.Help.Public(r.Context())
	if err != nil {
		return err
	}
	v.Total = len(all)
	from, located := s.readerAt(v)
	s.fillHelpChoices(v, all)
	all = slices.DeleteFunc(all, func(p helppoint.Point) bool { return !fitsHelp(p, v.Form) })
	zones := map[string]bool{}
	for _, p := range all {
		view := s.helpView(r, &v.page, p)
		if located {
			view.Km, view.Far = geo.Distance(from, s.helpAt(p)), true
		}
		zones[p.Zone] = true
		v.Points = append(v.Points, view)
	}
	v.Zones = len(zones) > 1
	slices.SortStableFunc(v.Points, func(a, b helpView) int { return helpOrder(v.p, a, b) })
	v.Map = s.helpMap(v, all)
	if s.may(r, people.AddHelp, people.Object{Kind: "site"}) {
		v.AddURL = "/" + code + "/desk/help/new"
	}
	v.JSONLD = s.helpListData(v)
	return s.write(w, http.StatusOK, "help", v)
}

// helpRank orders what can be said: where one can go now, then where one can go soonest.
var helpRank = map[string]int{"open": 0, "appointment": 1, "closed": 2, "away": 3, "unknown": 4}

// helpOrder is by distance where that is known, else by what is open first; then by name.
func helpOrder(p *lang.Printer, a, b helpView) int {
	c := cmp.Compare(a.Km, b.Km)
	if !a.Far {
		c = cmp.Or(cmp.Compare(helpRank[a.Status.Code], helpRank[b.Status.Code]), cmp.Compare(soon(a.Status), soon(b.Status)))
	}
	return cmp.Or(c, p.Compare(a.Name, b.Name))
}

// soon orders points that are closed by when they open; unknown times stand last.
func soon(s helpStatus) string {
	switch {
	case s.Code != "closed":
		return ""
	case s.Until == "":
		return "9999"
	}
	return s.Until
}

// readerAt is where the reader said that she is.
func (s *Site) readerAt(v *helpPage) (geo.Point, bool) {
	if v.Form.text("near") == "" {
		return geo.Point{}, false
	}
	var several []areaView
	number, err := s.placeFrom(v.Form, &v.page, "near", &several)
	v.Several = placeOptions(several)
	if err != nil {
		v.Form.take(err)
		return geo.Point{}, false
	}
	found, ok := s.rooms.World().Places.Get(number)
	v.Near = s.placeLabel(v.p, number)
	return point(found), ok
}

// fillHelpChoices offers the purposes and languages that some point has.
func (s *Site) fillHelpChoices(v *helpPage, all []helppoint.Point) {
	has := func(is func(helppoint.Point) bool) bool { return slices.ContainsFunc(all, is) }
	v.Purposes, v.Languages = []option{{Name: v.t("help.any")}}, []option{{Name: v.t("help.any")}}
	for _, purpose := range helppoint.Purposes() {
		if has(func(p helppoint.Point) bool { return p.For(purpose) }) {
			v.Purposes = append(v.Purposes, option{Value: string(purpose), Name: v.t("help.purpose." + string(purpose))})
		}
	}
	var spoken []string
	for _, p := range all {
		for _, l := range p.Languages {
			if !slices.Contains(spoken, l) {
				spoken = append(spoken, l)
			}
		}
	}
	for _, l := range spoken {
		v.Languages = append(v.Languages, option{Value: l, Name: v.p.LanguageName(l)})
	}
	slices.SortFunc(v.Languages[1:], v.byName)
}

func fitsHelp(p helppoint.Point, f *form) bool {
	purpose, spoken := f.text("purpose"), f.text("language")
	return (purpose == "" || p.For(helppoint.Purpose(purpose))) && (spoken == "" || slices.Contains(p.Languages, spoken))
}

// helpMap draws where the points lie; nothing where all are in one place.
func (s *Site) helpMap(v *helpPage, all []helppoint.Point) *mapView {
	var places []mapPlace
	seen := map[geo.Point]bool{}
	for _, x := range v.Points {
		i := slices.IndexFunc(all, func(p helppoint.Point) bool { return p.ID == x.ID })
		at := s.helpAt(all[i])
		if seen[at] {
			continue
		}
		seen[at] = true
		places = append(places, mapPlace{geo.Place{ID: x.ID, At: at, Label: x.Town.Name, Class: "here"}, x.URL})
	}
	if len(places) < 2 {
		return nil
	}
	return s.drawMap(&v.page, v.t("help.map"), finderView, places, nil)
}
