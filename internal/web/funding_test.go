package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"twintown/internal/funding"
	"twintown/internal/funding/rule"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
	"twintown/internal/world/worldtest"
)

// Readers find calls by what they are today, and a programme with its rules as sentences.
func TestProgrammes(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, _ *clocktest.Clock) {
		s, _ := deskSiteOn(t, rooms)
		list := ask(s.Handler(), "/pl/programmes").Body.String()
		checkHTML(t, "the list", list)
		for _, want := range []string{"Granty Wyszehradzkie", "1 lutego 2027", "Można składać wnioski", "Zamknięte"} {
			if !strings.Contains(list, want) {
				t.Errorf("the list lacks %q", want)
			}
		}
		if got := ask(s.Handler(), "/en/programmes?country=FR&kind=binational").Body.String(); !strings.Contains(got, "Bürgerfonds") || strings.Contains(got, "Visegrad+") {
			t.Error("a filter lets the wrong ones through")
		}
		one := ask(s.Handler(), "/en/programmes/visegrad-grants").Body.String()
		checkHTML(t, "a programme", one)
		for _, want := range []string{"number of different countries of partners: at least 3 (country: Visegrad Group)", "from the border with another partner’s country", "visegradfund.org"} {
			if !strings.Contains(one, want) {
				t.Errorf("the programme lacks %q", want)
			}
		}
		if old := ask(s.Handler(), "/uk/programmes/pl-by-ua-2007-2013").Body.String(); !strings.Contains(old, "/uk/programmes/pl-by-ua-2014-2020") || !strings.Contains(old, `lang="pl"`) {
			t.Error("the old programme leads to no successor, or its name says no language")
		}
		if w := ask(s.Handler(), "/en/programmes/dragons"); w.Code != http.StatusNotFound {
			t.Errorf("a programme that is not there: %d", w.Code)
		}
	})
}

// A pair of towns sees which calls fit, and what is missing for the others.
func TestCallsOfAPair(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, _ *clocktest.Clock) {
		s, _ := deskSiteOn(t, rooms)
		at := "/en/partnerships/" + partnership.PairID(placeBialystok, placeHrodna)
		if page := ask(s.Handler(), at).Body.String(); !strings.Contains(page, at+"/calls") {
			t.Error("the partnership leads to no calls")
		}
		got := ask(s.Handler(), at+"/calls").Body.String()
		checkHTML(t, "the calls of a pair", got)
		for _, want := range []string{"What is missing", "2 more partners (country: Czechia, Hungary, Slovakia; each from another country)", "Fits, or fits if the plan does:", "/en/programmes/fit?with=776069&amp;with=627904", "does not fit"} {
			if !strings.Contains(got, want) {
				t.Errorf("lacks %q", want)
			}
		}
	})
}

// The organiser enters a programme; what is wrong is told by line and nothing is kept.
func TestEnteringAProgramme(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, _ *clocktest.Clock) {
		s, _ := deskSiteOn(t, rooms)
		who := signedIn(t, s, "Organiser", organiser)
		const text = "programme: {key: own-fund, name: {pl: Fundusz powiatu}, funder: Powiat, kind: national, sources: [{url: \"https://example.org\", title: Regulamin, read: 2026-11-26}]}\ncalls:\n  - key: own-2027\n    name: {pl: Nabór 2027}\n    deadlines: [{day: 2027-02-01, at: \"15:00\"}]\n    rules: {partners: {min: 2}}\n"
		w := who.post("/en/desk/programmes/new", "version", "0", "text", text)
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "Line 5: The deadline at 15:00 has no time zone") || !strings.Contains(w.Body.String(), "Fundusz powiatu") {
			t.Fatalf("without a zone: %d, %s", w.Code, saidWrong(w))
		}
		good := strings.Replace(text, `"15:00"`, `"15:00", zone: Europe/Warsaw`, 1)
		if w := who.post("/en/desk/programmes/new", "version", "0", "text", good); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/en/desk/programmes/own-fund" {
			t.Fatalf("saved: %d, %s", w.Code, saidWrong(w))
		}
		if got := ask(s.Handler(), "/pl/programmes").Body.String(); !strings.Contains(got, "Fundusz powiatu") {
			t.Error("readers do not see it")
		}
		checkHTML(t, "its desk page", who.get("/en/desk/programmes/own-fund").Body.String())
		checkHTML(t, "the desk's list", who.get("/en/desk/programmes").Body.String())
		if w := who.post("/en/desk/programmes/own-fund", "version", "0", "text", good); w.Code != http.StatusConflict {
			t.Errorf("over another's change: %d", w.Code)
		}
		if w := who.post("/en/desk/programmes/own-fund/remove", "version", "1"); w.Code != http.StatusSeeOther {
			t.Errorf("taken back: %d, %s", w.Code, saidWrong(w))
		}
		if w := ask(s.Handler(), "/pl/programmes/own-fund"); w.Code != http.StatusNotFound {
			t.Errorf("there after it was taken back: %d", w.Code)
		}
	})
}

// fitSiteOn is a site that also ranks.
func fitSiteOn(t *testing.T, rooms worldtest.Rooms) *Site {
	t.Helper()
	s, store := deskSiteOn(t, rooms)
	openFits(s, rooms, store.Log())
	return s
}

// A forming consortium is told by its address: which calls fit, and what is missing for the others; from there to the
// towns that fill the gap, and to a draft request that names the call.
func TestFromTheGapToTheRequest(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, _ *clocktest.Clock) {
		s := fitSiteOn(t, rooms)
		const with = "with=758651&with=598316"
		amp := func(s string) string { return strings.ReplaceAll(s, "&", "&amp;") }
		got := ask(s.Handler(), "/en/programmes/fit?"+with).Body.String()
		checkHTML(t, "the consortium", got)
		gap := "/en/programmes/fit/partners?call=visegrad-grants&part=1&programme=visegrad-grants&way=1&" + with
		for _, want := range []string{"Sokółka", "Kaunas", amp(gap), "Not met", "Instead, this would do", "days left"} {
			if !strings.Contains(got, want) {
				t.Errorf("the consortium's page lacks %q", want)
			}
		}
		if w := ask(s.Handler(), "/en/programmes/fit?with=758651&add=Kaunas"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/en/programmes/fit?"+with {
			t.Errorf("a town that is typed: %d to %q", w.Code, w.Header().Get("Location"))
		}
		if got := ask(s.Handler(), "/en/programmes/fit?with=99").Body.String(); !strings.Contains(got, "No place has the number 99") {
			t.Error("a number without a place is not told")
		}
		public := ask(s.Handler(), gap).Body.String()
		checkHTML(t, "the gap", public)
		for _, want := range []string{"Officers of these towns can ask from here", "Add to these towns", "Czechia", "These towns have not been asked"} {
			if !strings.Contains(public, want) {
				t.Errorf("the gap's page lacks %q", want)
			}
		}
		if strings.Contains(public, "Lithuania</p>\n<p class=\"where num") {
			t.Error("a town stands there that does not fill the gap")
		}
		officer := signedIn(t, s, "Officer of Sokółka", officerOf(placeSokolka))
		seen := officer.get(gap).Body.String()
		checkHTML(t, "the officer's gap", seen)
		action := "/en/desk/requests/new/call?place=758651&" + strings.TrimPrefix(gap, "/en/programmes/fit/partners?")
		if !strings.Contains(seen, amp(action)) || !strings.Contains(seen, "/en/desk/conversations/new?from=758651&amp;to=") {
			t.Error("the officer can neither ask nor write")
		}
		if strings.Contains(seen, "place=598316&amp;call") {
			t.Error("she may ask in the name of Kaunas")
		}
		w := officer.post(action)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/en/desk/requests/sokolka" {
			t.Fatalf("asked: %d to %q %s", w.Code, w.Header().Get("Location"), saidWrong(w))
		}
		draft := officer.get("/en/desk/requests/sokolka").Body.String()
		for _, want := range []string{"Visegrad Grants (Visegrad Grants)", "visegradfund.org", `value="2027-01-04"`, "We still lack: 2 more partners", "Already with us: Kaunas."} {
			if !strings.Contains(draft, want) {
				t.Errorf("the draft lacks %q", want)
			}
		}
		if w := officer.post(action); w.Header().Get("Location") != "/en/desk/requests/sokolka" {
			t.Errorf("a second click leads to %q", w.Header().Get("Location"))
		}
		if all, err := s.rooms.Requests.Of(t.Context(), placeSokolka); err != nil || len(all) != 1 {
			t.Errorf("%d requests, %v", len(all), err)
		}
		if w := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok)).post(action); w.Code != http.StatusNotFound {
			t.Errorf("another town's officer asked: %d", w.Code)
		}
		letter := officer.get("/en/desk/conversations/new?from=758651&to=776069&" + strings.TrimPrefix(gap, "/en/programmes/fit/partners?")).Body.String()
		checkHTML(t, "the letter", letter)
		for _, want := range []string{"We mean to apply together in the call “Visegrad Grants”", "Deadline: 1 February 2027", "Would your municipality like to join us?"} {
			if !strings.Contains(letter, want) {
				t.Errorf("the letter lacks %q", want)
			}
		}
		if w := officer.get("/en/desk/conversations/new?from=758651&to=776069&programme=gone&call=gone&with=758651"); w.Code != http.StatusOK {
			t.Errorf("a letter about a call that is gone: %d", w.Code)
		}
		checkHTML(t, "the desk", officer.get("/en/desk/calls").Body.String())
	})
}

// A town sees the calls that it could enter with its partners.
func TestCallsOfATown(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, _ *clocktest.Clock) {
		s := fitSiteOn(t, rooms)
		if page := ask(s.Handler(), "/en/places/776069-bialystok").Body.String(); !strings.Contains(page, "/en/places/776069-bialystok/calls") {
			t.Error("the town leads to no calls")
		}
		got := ask(s.Handler(), "/en/places/776069-bialystok/calls").Body.String()
		checkHTML(t, "the calls of a town", got)
		for _, want := range []string{"With these partners", "Kaunas", "What is missing"} {
			if !strings.Contains(got, want) {
				t.Errorf("lacks %q", want)
			}
		}
		if w := ask(s.Handler(), "/en/places/776069/calls"); w.Code != http.StatusMovedPermanently {
			t.Errorf("without its name: %d", w.Code)
		}
	})
}

// Readers follow calls in a calendar and as a feed; programs find the programmes and what they pay.
func TestCallsAreFollowed(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, _ *clocktest.Clock) {
		h := fitSiteOn(t, rooms).Handler()
		for _, k := range []struct{ name, path, kind, has, hasNot string }{
			{"all deadlines", "/pl/programmes.ics", "text/calendar", "DTSTART;TZID=Europe/Bratislava:20270201T120000", "CERV"},
			{"those of a country", "/pl/programmes.ics?country=FR", "text/calendar", "END:VCALENDAR", "VEVENT"},
			{"those that fit three of the four", "/en/programmes/fit.ics?with=756135&with=3067696&with=3060972", "text/calendar", "Visegrad Grants", "Visegrad+"},
			{"those of a programme", "/en/programmes.ics?programme=visegrad-grants", "text/calendar", "Visegrad Grants", "Visegrad+"},
			{"the feed", "/uk/programmes.atom?kind=foundation", "application/atom+xml", "Visegrad Grants", "Erasmus"},
			{"the site map", "/sitemap.xml", "application/xml", "/lt/programmes/cerv<", "/programmes/fit"},
			{"a programme for programs", "/en/programmes/erasmus-ka210", "text/html", `"maxValue":60000`, ""},
			{"a table that is not known", "/en/programmes/cerv", "text/html", "the table of sums is not known here", ""},
		} {
			w := ask(h, k.path)
			body := strings.ReplaceAll(w.Body.String(), "\r\n ", "")
			if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), k.kind) || !strings.Contains(body, k.has) || k.hasNot != "" && strings.Contains(body, k.hasNot) {
				t.Errorf("%s: %d, %s, %.3000s", k.name, w.Code, w.Header().Get("Content-Type"), body)
			}
		}
	})
}

// What is wrong with a consortium or a programme is a sentence on the page, and nothing is guessed.
func TestBadConsortiaAndRules(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, _ *clocktest.Clock) {
		s := fitSiteOn(t, rooms)
		organiser := signedIn(t, s, "Organiser", organiser)
		ruled := func(text string) string {
			return strings.Replace(funding.Template, "- countries: {min: 2, from: EU}", text, 1)
		}
		for _, k := range []struct{ name, text, want string }{
			{"a rule that contradicts itself", ruled("- countries: {min: 3, from: EU}\n      - partners: {max: 2}"), "Line 25: These conditions contradict each other"},
			{"a deadline without a zone", strings.Replace(funding.Template, ", zone: Europe/Warsaw", "", 1), "Line 16: The deadline at 15:00 has no time zone"},
			{"a group that nobody knows", ruled("- countries: {min: 2, from: EUU}"), "Is “EU” meant?"},
			{"a key that is another page's", strings.Replace(funding.Template, "key: our-fund ", "key: fit ", 1), "another page of this site"},
			{"no YAML", "programme: [", "cannot be read as YAML"},
		} {
			w := organiser.post("/en/desk/programmes/new", "version", "0", "text", k.text)
			if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), k.want) || !strings.Contains(w.Body.String(), `class="wrong-lines"`) {
				t.Errorf("%s: %d, %s", k.name, w.Code, saidWrong(w))
			}
		}
		if form := organiser.get("/en/desk/programmes/new").Body.String(); !strings.Contains(form, "our-fund-2027") || !strings.Contains(form, "schema.json") {
			t.Error("the form has no template or no schema")
		}
		if w := organiser.post("/en/desk/programmes/new", "version", "0", "text", strings.NewReplacer("each: {types: [municipality, county]}", "each: {people: {min: 5000}}", "type: municipality", "people: 9000").Replace(funding.Template)); w.Code != http.StatusSeeOther {
			t.Fatalf("the template: %d, %s", w.Code, saidWrong(w))
		}
		merge(t, s, placeSokolka, placeBialystok)
		got := ask(s.Handler(), "/en/programmes/fit?with=758651&with=598316").Body.String()
		for _, want := range []string{"No longer a unit of its own (1 January 2026): Sokółka. Its successor is asked in its place: <a href=\"/en/places/776069-bialystok\"", `name="with" value="776069"`} {
			if !strings.Contains(got, want) {
				t.Errorf("of a merged municipality the page lacks %q", want)
			}
		}
		p := s.newPage(nil, "en", "/")
		a := &answers{s: s, p: &p, names: []string{"Kaunas"}, asked: consortiumOfTowns(placeKaunas)}
		c, err := s.rooms.Programmes.Catalogue(t.Context(), rooms.World.Now().Places)
		if err != nil {
			t.Fatal(err)
		}
		a.c, a.book = c, c.Book().In("en")
		pr, call, _ := c.Call("our-fund", "our-fund-2027")
		of := ruleconsortium("LT")
		v, err := c.Judge(pr, call, &of, s.clock.Now(), nil)
		if err != nil {
			t.Fatal(err)
		}
		v.Leaving = []funding.Leaving{{Country: of.Partners[0].Country, Group: "EU", Last: 20270630}}
		view := a.verdict(&v)
		if !slices.Contains(view.Leaving, "Lithuania belongs to the group (European Union) until this day: 30 June 2027.") {
			t.Errorf("a country that leaves: %q", view.Leaving)
		}
		of.Partners = append(of.Partners, ruleconsortium("PL").Partners...)
		if v, err = c.Judge(pr, call, &of, s.clock.Now(), nil); err != nil {
			t.Fatal(err)
		}
		if view := a.verdict(&v); view.Answer.Code != "unknown" || !slices.Contains(view.Lacks, "Kaunas: the number of inhabitants") {
			t.Errorf("an unknown population: %+v", view.Lacks)
		}
	})
}

// ruleconsortium is one partner of a country of whom nothing else is known.
func ruleconsortium(country string) rule.Consortium {
	return rule.Consortium{Partners: []rule.Partner{{Country: rule.CountryOf(country), Type: rule.Municipality}}}
}

// merge makes one place part of another.
func merge(t *testing.T, s *Site, before, after int64) {
	t.Helper()
	err := s.rooms.People.Log().Change(t.Context(), people.System(), func(tx *db.Tx, note func(people.Entry)) error {
		_, err := s.rooms.Places.AddChange(t.Context(), tx, note, place.Change{Kind: place.Merge, Day: lang.Date{Year: 2026, Month: 1, Day: 1}, Before: []int64{before}, After: []int64{after}}, nil)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
