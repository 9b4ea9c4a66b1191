package web

import (
	"net/http"
	"strings"
	"testing"

	"twintown/internal/partnership"
	"twintown/internal/platform/clock/clocktest"
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
		for _, want := range []string{"What is missing", "2 more partners (country: Czechia, Hungary, Slovakia; each from another country)", "/en/places/776069/partners?country=CZ&amp;country=HU&amp;country=SK", "does not fit"} {
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
