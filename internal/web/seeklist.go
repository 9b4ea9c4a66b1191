package web

import (
	"net/http"
	"slices"

	"twintown/internal/people"
	"twintown/internal/seek"
	"twintown/internal/topic"
)

// requestsPage lists the requests of towns that seek partners.
type requestsPage struct {
	page
	Requests []requestView
	Total    int // that are shown today, whatever is asked for
	Form     *form
	Choices  []fieldView
	Asked    bool // something is asked for
	Clear    string
	Map      *mapView
	BeginURL string // for those who may begin one

	Following []option      // how often who follows the search is told; nil: nobody can
	AskedOf   []hiddenField // the question, for the form that saves it
}

// requests lists what is published, the latest first.
func (s *Site) requests(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Requests == nil {
		return errNoPage
	}
	v := &requestsPage{page: s.newPage(r, code, "/seek"), Clear: "/" + code + "/seek"}
	v.Title, v.Description, v.Section, v.keep = v.t("seek.title"), v.t("seek.lead"), "seek", false
	v.keepQuery(r.URL.Query())
	asked := seek.AskedOf(r.URL.Query())
	v.Feed = asking("/"+code+"/seek.atom", asked.Values(), "", "")
	v.Form, v.Asked = newForm(&v.page, asked.Values()), asked != seek.Asked{}
	all, err := s.rooms.Requests.Public(r.Context(), s.dayNow())
	if err != nil {
		return err
	}
	v.Total = len(all)
	v.fillChoices(s, all)
	all = s.fitting(all, asked)
	for _, x := range all {
		v.Requests = append(v.Requests, s.requestView(r, &v.page, x))
	}
	v.Map = s.requestsMap(v, all)
	if a := actorOf(r); s.rooms.People != nil && (a.Holds(people.Officer) || a.Holds(people.Steward) || a.Holds(people.Administrator)) {
		v.BeginURL = "/" + code + "/desk/requests/new"
	}
	v.offerFollowing(s, asked)
	v.JSONLD = s.requestListData(v)
	return s.write(w, http.StatusOK, "requests", v)
}

// fitting leaves the requests that answer a question today.
func (s *Site) fitting(all []seek.Request, asked seek.Asked) []seek.Request {
	day := s.dayNow()
	return slices.DeleteFunc(all, func(x seek.Request) bool { return !asked.Fits(x, s.townFor, day) })
}

// fillChoices offers the values that some request has, so that no choice leads to nothing.
func (v *requestsPage) fillChoices(s *Site, all []seek.Request) {
	offer := func(name, label string, options []option) {
		if len(options) > 1 || v.Form.text(name) != "" {
			v.Choices = append(v.Choices, v.Form.Choice(name, label, "", append(v.any(), options...)))
		}
	}
	has := func(asked seek.Asked) bool {
		day := s.dayNow()
		return slices.ContainsFunc(all, func(x seek.Request) bool { return asked.Fits(x, s.townFor, day) })
	}
	var countries, topics, languages, sizes []option
	for _, c := range s.countries {
		if has(seek.Asked{Country: c}) {
			countries = append(countries, option{Value: c, Name: v.p.CountryName(c)})
		}
	}
	slices.SortFunc(countries, v.byName)
	for _, t := range topic.All() {
		if has(seek.Asked{Topic: t.Code}) {
			topics = append(topics, option{Value: t.Code, Name: v.p.Message(topic.Label(t.Code))})
		}
	}
	for _, l := range spokenIn(all) {
		languages = append(languages, option{Value: l, Name: v.p.LanguageName(l)})
	}
	slices.SortFunc(languages, v.byName)
	for _, x := range seek.Sizes() {
		if has(seek.Asked{Size: x}) {
			sizes = append(sizes, option{Value: string(x), Name: v.t("seek.band." + string(x))})
		}
	}
	offer("country", "seek.filter.country", countries)
	offer("topic", "seek.topics", topics)
	offer("language", "seek.filter.language", languages)
	offer("size", "seek.filter.size", sizes)
}

// spokenIn are the languages in which the towns of requests can write.
func spokenIn(all []seek.Request) (codes []string) {
	for _, x := range all {
		for _, l := range x.Details.Languages {
			if !slices.Contains(codes, l) {
				codes = append(codes, l)
			}
		}
	}
	return codes
}

// requestsMap draws where the towns lie; nothing where all are in one place.
func (s *Site) requestsMap(v *requestsPage, all []seek.Request) *mapView {
	var places []mapPlace
	seen := map[int64]bool{}
	for i, x := range all {
		lead := s.leadOf(x)
		if lead.ID == 0 || seen[lead.ID] {
			continue
		}
		seen[lead.ID] = true
		places = append(places, mapPlace{mapDot(filled(lead.ID), point(lead), s.rooms.World().Places.DisplayName(lead.ID, v.Lang)), v.Requests[i].URL})
	}
	if len(places) < 2 {
		return nil
	}
	return s.drawMap(&v.page, v.t("seek.map"), finderView, places, nil)
}

// requestsOf are the requests of a place that readers find today, for its page.
func (s *Site) requestsOf(r *http.Request, p *page, number int64) (views []requestView, err error) {
	if s.rooms.Requests == nil {
		return nil, nil
	}
	all, err := s.rooms.Requests.Of(r.Context(), number)
	for _, x := range all {
		if state := x.At(s.dayNow()); x.Shown() && (state == seek.Published || state == seek.Paused) {
			views = append(views, s.requestView(r, p, x))
		}
	}
	return views, err
}

// newestRequests are the requests that were published last, for the home page.
func (s *Site) newestRequests(r *http.Request, p *page) (views []requestView, err error) {
	if s.rooms.Requests == nil {
		return nil, nil
	}
	all, err := s.rooms.Requests.Public(r.Context(), s.dayNow())
	all = s.fitting(all, seek.Asked{Open: true})
	for _, x := range all[:min(len(all), newest)] {
		views = append(views, s.requestView(r, p, x))
	}
	return views, err
}
