package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
	"twintown/internal/seek"
	"twintown/internal/seek/follow"
	"twintown/internal/topic"
)

// searchesPage is what a person follows.
type searchesPage struct {
	page
	Form  *form // of a search that could not be saved
	Towns []searchView
	Saved []searchView
	Quiet bool
}

// searchView is one search.
type searchView struct {
	ID, Name string
	Says     string // what is asked
	URL      string // where its list stands
	Rhythms  []option
	Feed     bool
	Fresh    string // the secret address, shown once after it was made
	Base     string
}

func (s *Site) newSearches(w http.ResponseWriter, r *http.Request, code string) *searchesPage {
	v := &searchesPage{page: s.newDesk(w, r, code, "/account/searches", "/account")}
	v.Title, v.Form = v.t("follow.title"), newForm(&v.page, nil)
	return v
}

// fillSearches fills the page; fresh is the address of a feed that was just made for the
// search of that identifier.
func (s *Site) fillSearches(r *http.Request, v *searchesPage, id, fresh string) error {
	all, err := s.rooms.Follow.Of(r.Context(), actorOf(r))
	if err != nil {
		return err
	}
	for _, x := range all {
		view := searchView{ID: x.ID, Name: x.Name, Feed: x.Feed, Base: "/" + v.Lang + "/account/searches/" + x.ID}
		for _, every := range follow.Rhythms() {
			view.Rhythms = append(view.Rhythms, option{Value: every, Name: v.t("follow.every." + every), Chosen: every == x.Every})
		}
		if x.ID == id {
			view.Fresh = fresh
		}
		if x.Place != 0 {
			view.Name = s.rooms.World().Places.DisplayName(x.Place, v.Lang)
			view.URL = "/" + v.Lang + "/desk/seeking?place=" + filled(x.Place)
			v.Towns = append(v.Towns, view)
			continue
		}
		view.Says, view.URL = v.asked(x.Filter), asking("/"+v.Lang+"/seek", x.Filter.Values(), "", "")
		v.Saved = append(v.Saved, view)
	}
	v.Quiet, err = s.rooms.Follow.Quiet(r.Context(), actorOf(r).Account)
	return err
}

// asked says a question to the list of requests in words.
func (p *page) asked(a seek.Asked) string {
	var words []string
	add := func(set bool, word func() string) {
		if set {
			words = append(words, word())
		}
	}
	add(a.Topic != "", func() string { return p.p.Message(topic.Label(a.Topic)) })
	add(a.Country != "", func() string { return p.p.CountryName(a.Country) })
	add(a.Language != "", func() string { return p.p.LanguageName(a.Language) })
	add(a.Size != "", func() string { return p.t("seek.band." + string(a.Size)) })
	add(a.Open, func() string { return p.t("seek.open.only") })
	if len(words) == 0 {
		return p.t("follow.all")
	}
	return strings.Join(words, " · ")
}

// searches shows what the person follows.
func (s *Site) searches(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Follow == nil {
		return errNoPage
	}
	v := s.newSearches(w, r, code)
	if err := s.fillSearches(r, v, "", ""); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "searches", v)
}

// offerFollowing puts the form that saves a search onto the list of requests.
func (v *requestsPage) offerFollowing(s *Site, asked seek.Asked) {
	if s.rooms.Follow == nil {
		return
	}
	for _, every := range follow.Rhythms() {
		v.Following = append(v.Following, option{Value: every, Name: v.t("follow.every." + every)})
	}
	for name, values := range asked.Values() {
		v.AskedOf = append(v.AskedOf, hiddenField{"asked_" + name, values[0]})
	}
	slices.SortFunc(v.AskedOf, func(a, b hiddenField) int { return cmp.Compare(a.Name, b.Name) })
}

// saveSearch keeps a search of the list of requests as it stands there. Without a name it is
// called as what it asks for.
func (s *Site) saveSearch(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Follow == nil {
		return errNoPage
	}
	v := s.newSearches(w, r, code)
	if err := s.fillSearches(r, v, "", ""); err != nil {
		return err
	}
	return s.sent(w, r, "searches", v, &v.Form, func(f *form) error {
		asked := url.Values{}
		for _, name := range []string{"country", "topic", "language", "size", "open"} {
			asked[name] = f.all("asked_" + name)
		}
		x := follow.Search{Name: f.text("name"), Every: choose(f.text("every"), follow.Rhythms()...), Filter: seek.AskedOf(asked)}
		if x.Name == "" {
			x.Name = cutTo(v.asked(x.Filter), 80)
		}
		if _, err := s.rooms.Follow.Save(r.Context(), actorOf(r), x); err != nil {
			return err
		}
		return s.done(w, r, code, "/"+code+"/account/searches", lang.Msg("follow.saved.done"), "")
	})
}

// cutTo leaves the first letters of a text.
func cutTo(text string, most int) string {
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most])
	}
	return text
}

// setSearch changes how often a search tells, and its name.
func (s *Site) setSearch(w http.ResponseWriter, r *http.Request, code string) error {
	return s.changeSearch(w, r, code, "follow.set.done", func(v *searchesPage, f *form) error {
		return s.rooms.Follow.Set(r.Context(), actorOf(r), r.PathValue("search"), f.text("name"), f.text("every"))
	})
}

// dropSearch forgets a search.
func (s *Site) dropSearch(w http.ResponseWriter, r *http.Request, code string) error {
	return s.changeSearch(w, r, code, "follow.drop.done", func(*searchesPage, *form) error {
		return s.rooms.Follow.Drop(r.Context(), actorOf(r), r.PathValue("search"))
	})
}

// endSearchFeed makes the secret address of a search useless.
func (s *Site) endSearchFeed(w http.ResponseWriter, r *http.Request, code string) error {
	return s.changeSearch(w, r, code, "follow.feed.ended", func(*searchesPage, *form) error {
		return s.rooms.Follow.EndFeed(r.Context(), actorOf(r), r.PathValue("search"))
	})
}

// quietSearches ends all mails about requests, or begins them again.
func (s *Site) quietSearches(w http.ResponseWriter, r *http.Request, code string) error {
	return s.changeSearch(w, r, code, "follow.set.done", func(_ *searchesPage, f *form) error {
		return s.rooms.Follow.SetQuiet(r.Context(), actorOf(r), actorOf(r).Account, f.checked("quiet"))
	})
}

// changeSearch is the step that all of these take: done is what is said afterwards.
func (s *Site) changeSearch(w http.ResponseWriter, r *http.Request, code, done string, do func(v *searchesPage, f *form) error) error {
	if s.rooms.Follow == nil {
		return errNoPage
	}
	v := s.newSearches(w, r, code)
	if err := s.fillSearches(r, v, "", ""); err != nil {
		return err
	}
	return s.sent(w, r, "searches", v, &v.Form, func(f *form) error {
		if err := do(v, f); err != nil {
			return err
		}
		return s.done(w, r, code, "/"+code+"/account/searches", lang.Msg(done), "")
	})
}

// makeSearchFeed makes the secret address of a search, which is shown once.
func (s *Site) makeSearchFeed(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Follow == nil {
		return errNoPage
	}
	id := r.PathValue("search")
	token, err := s.rooms.Follow.NewFeed(r.Context(), actorOf(r), id)
	if err != nil {
		return err
	}
	v := s.newSearches(w, r, code)
	if err := s.fillSearches(r, v, id, s.options.BaseURL+"/searches/"+token+".atom"); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "searches", v)
}

// searchFeed is a search as a feed, at an address that only its owner knows.
func (s *Site) searchFeed(w http.ResponseWriter, r *http.Request, _ string) error {
	token, ok := strings.CutSuffix(r.PathValue("name"), ".atom")
	if s.rooms.Follow == nil || !ok {
		return errNoPage
	}
	x, code, list, err := s.rooms.Follow.Feed(r.Context(), token)
	if err != nil {
		return err
	}
	p := s.newPage(r, code, "")
	title, address := x.Name, asking("/"+code+"/seek", x.Filter.Values(), "", "")
	if x.Place != 0 {
		title = p.t("follow.heading.town", "name", s.rooms.World().Places.DisplayName(x.Place, code))
		address = placeURL(s.rooms.World(), x.Place, code) + "/requests"
	}
	address = s.options.BaseURL + address
	return s.sendRequests(w, r, &p, atomFeed{
		Lang: code, ID: "urn:uuid:" + db.IDFor("search", token), Title: title + " · " + p.Face.Name, Author: atomAuthor{p.Face.Name},
		Links: []atomLink{{Rel: "self", Href: s.options.BaseURL + "/searches/" + token + ".atom", Type: "application/atom+xml"}, {Rel: "alternate", Href: address, Type: "text/html", Lang: code}},
	}, list)
}

// stopSearches asks whether the mails shall end: mail programs follow links by themselves.
func (s *Site) stopSearches(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Follow == nil {
		return errNoPage
	}
	v := s.newStopSearches(r, code)
	if err := s.rooms.Follow.Stoppable(v.Key); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "searches-stop", v)
}

// takeStopSearches ends them: the form's button, or a mail program's own (RFC 8058).
func (s *Site) takeStopSearches(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Follow == nil {
		return errNoPage
	}
	v := s.newStopSearches(r, code)
	if err := s.rooms.Follow.Stop(r.Context(), v.Key); err != nil {
		return err
	}
	v.Done = true
	return s.write(w, http.StatusOK, "searches-stop", v)
}

func (s *Site) newStopSearches(r *http.Request, code string) *stopPage {
	v := &stopPage{page: s.newPage(r, code, "/searches/stop"), Key: r.FormValue("key")}
	v.Title, v.NoIndex, v.keep = v.t("follow.stop.title"), true, false
	return v
}
