package web

import (
	"net/http"
	"slices"

	"twintown/internal/people"
	"twintown/internal/seek"
)

// requestPage is one request for a partner, as readers see it.
type requestPage struct {
	page
	Crumbs  []link
	Request requestView
	Facts   []requestTown
	Map     *mapView
	Preview bool        // readers do not see it yet
	Answer  *answerView // nil: it takes none, or the reader's own town wrote it
	Walk    *link       // to the procedure of the reader's town with these, or to its beginning
	Best    *fitTowns   // the first towns that fit; nil: there are none, or it seeks no more
}

// requestTown is a town of a request with what the gazetteer knows of it.
type requestTown struct {
	placeView
	Facts       []fact
	PartnersURL string
}

// request shows one.
func (s *Site) request(w http.ResponseWriter, r *http.Request, code string) error {
	v, x, err := s.newRequestPage(r, code)
	if err != nil {
		return err
	}
	if v.Preview {
		return s.write(w, http.StatusOK, "request", v)
	}
	v.JSONLD = s.requestData(v, x)
	if s.seeksTowns(x) {
		if v.Best, err = s.bestTowns(r, &v.page, x, v.Request.URL+"/towns"); err != nil {
			return err
		}
	}
	return s.write(w, http.StatusOK, "request", v)
}

// newRequestPage fills the page. Those who write or review it see it before readers do.
func (s *Site) newRequestPage(r *http.Request, code string) (*requestPage, seek.Request, error) {
	if s.rooms.Requests == nil {
		return nil, seek.Request{}, errNoPage
	}
	x, err := s.rooms.Requests.ByHandle(r.Context(), r.PathValue("request"))
	if err != nil {
		return nil, x, err
	}
	object := s.requestObject(x)
	if !x.Shown() && !s.may(r, people.WriteRequest, object) && !s.may(r, people.ReviewRequest, object) {
		return nil, x, errNoPage
	}
	v := &requestPage{page: s.newPage(r, code, "/seek/"+x.Handle), Preview: !x.Shown()}
	v.Section, v.keep = "seek", false
	v.Request = s.requestView(r, &v.page, x)
	v.Title, v.Description = v.Request.Title, v.Request.Lead
	v.Crumbs = []link{{v.t("seek.title"), "/" + code + "/seek"}}
	v.onlyItsLanguages(s, v.Request)
	state := x.At(s.dayNow())
	v.NoIndex = v.Preview || state == seek.Expired || state == seek.Closed || v.Request.Example
	v.fillTowns(s, x)
	if v.Request.Open && !v.Request.Example {
		v.Answer = s.answerTo(r, &v.page, x.Lead(), x.Handle)
		v.Walk, err = s.walkFrom(r, &v.page, x)
	}
	return v, x, err
}

// walkFrom leads an officer of another town from a request straight to the steps towards an
// agreement: two towns that know each other need no letters first.
func (s *Site) walkFrom(r *http.Request, p *page, x seek.Request) (*link, error) {
	for _, own := range s.walkingPlaces(r) {
		if !slices.Contains(x.Places, own) {
			return s.walkLink(r, p, append([]int64{own}, x.Places...), "request", x.ID)
		}
	}
	return nil, nil
}

// onlyItsLanguages has indexes told of the languages in which the text is there alone. In
// the others the page shows the text as it is, and says so.
func (v *requestPage) onlyItsLanguages(s *Site, x requestView) {
	for i := range v.Alternates {
		v.Alternates[i].Bare = !slices.Contains(x.Languages, v.Alternates[i].Code)
	}
	if x.TextLang != "" {
		v.Canonical = s.options.BaseURL + "/" + x.TextLang + "/seek/" + x.URL[len("/"+v.Lang+"/seek/"):]
	}
}

// fillTowns tells what the gazetteer knows of the towns, and draws where they lie.
func (v *requestPage) fillTowns(s *Site, x seek.Request) {
	now := s.rooms.World()
	var dots []mapPlace
	for i, number := range x.Places {
		found, ok := now.Places.Get(number)
		if !ok {
			continue
		}
		town := requestTown{placeView: v.Request.Towns[i], Facts: v.facts(now, found)}
		town.PartnersURL = town.URL + "#partnerships"
		v.Facts = append(v.Facts, town)
		dots = append(dots, mapPlace{mapDot(filled(number), point(found), town.Name), town.URL})
	}
	v.Map = s.drawMap(&v.page, v.t("seek.map.one"), townView, dots, nil)
}

// requestPart is a part of a request's text under its heading.
type requestPart struct {
	Title, Lang string
	Text        []string
}

// Part is a part of the text, for the template.
func (v *requestPage) Part(title string, text []string) requestPart {
	return requestPart{v.t(title), v.Request.TextLang, text}
}

// Tongues are the languages in which the text is there, where there are several.
func (v *requestPage) Tongues() (all []link) {
	if len(v.Request.Languages) < 2 {
		return nil
	}
	for _, a := range v.Alternates {
		switch {
		case a.Code == "" || a.Bare:
		case a.Current:
			all = append(all, link{Name: a.Name})
		default:
			all = append(all, link{a.Name, a.URL})
		}
	}
	return all
}
