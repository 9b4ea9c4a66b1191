package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"twintown/internal/people"
)

// areasOfRoles invites with and without a look-up of where the role is to hold.
func areasOfRoles(h *hall) {
	admin := h.person(true, administrator())
	form := func(role, where string, more ...string) []string {
		return append([]string{"email", "new@example.org", "language", "en", "role", role, "where", where}, more...)
	}
	w := admin.post("/en/desk/invite", form("officer", "Zheleznogorsk", "find", "1")...)
	h.wants("homonyms are told apart", w, http.StatusOK, "Kursk", "Krasnoyarsk", "population", `name="area" value="place:`, `name="area_for" value="Zheleznogorsk"`)
	if strings.Contains(w.Body.String(), `value="region:`) {
		h.Error("an officer is offered a region")
	}
	h.wants("a steward is offered regions too", admin.post("/en/desk/invite", form("steward", "Podlaskie", "find", "1")...), http.StatusOK, `value="region:PL.81"`)
	h.wants("and countries", admin.post("/en/desk/invite", form("steward", "Polska", "find", "1")...), http.StatusOK, `value="country:PL"`)
	h.wants("nothing is found", admin.post("/en/desk/invite", form("officer", "§§§", "find", "1")...), http.StatusOK, "Nothing was found")
	h.wants("nothing is looked for", admin.post("/en/desk/invite", form("officer", "", "find", "1")...), http.StatusOK, "name the place")
	if len(h.last()) != 0 {
		h.Fatal("a look-up sent an invitation")
	}
	for _, c := range []struct {
		name, role, where, area, areaFor string
		want                             people.Scope
		refused                          string
	}{
		{"what was chosen counts", "officer", "Brest", "place:629634", "Brest", people.AtPlace(629634), ""},
		{"a name that means one place", "officer", "Gołdap", "", "", people.AtPlace(placeGoldap), ""},
		{"a region by its name", "steward", "podlaskie", "", "", people.Scope{Kind: people.OfRegion, ID: "PL.81"}, ""},
		{"a country by its code", "steward", "lt", "", "", people.Scope{Kind: people.OfCountry, ID: "LT"}, ""},
		{"a choice for another text does not", "officer", "Gołdap", "place:629634", "Brest", people.AtPlace(placeGoldap), ""},
		{"homonyms without a choice", "officer", "Zheleznogorsk", "", "", people.Scope{}, "may mean several places"},
		{"a city and a region of one name", "steward", "Berlin", "", "", people.Scope{}, "may mean several places"},
		{"a kind that the role cannot have", "officer", "Polska", "country:PL", "Polska", people.Scope{}, ""},
		{"a place that does not exist", "officer", "§§§", "place:1", "§§§", people.Scope{}, "Nothing was found"},
		{"no number", "officer", "§§§", "place:x", "§§§", people.Scope{}, "Nothing was found"},
	} {
		w := admin.post("/en/desk/invite", form(c.role, c.where, "area", c.area, "area_for", c.areaFor)...)
		letters := h.last()
		if c.want == (people.Scope{}) {
			h.wants(c.name, w, http.StatusUnprocessableEntity, c.refused)
			continue
		}
		h.wants(c.name, w, http.StatusSeeOther)
		if len(letters) != 1 {
			h.Errorf("%s: letters %+v", c.name, letters)
			continue
		}
		i, _, err := h.store.Invitation(h.Context(), keyOf(letters[0]))
		if h.must(err); i.Scope != c.want {
			h.Errorf("%s: the scope is %+v, want %+v", c.name, i.Scope, c.want)
		}
		h.clock.Add(90 * minute) // so that nobody is slowed down
		admin.begin(true)
	}
}

func TestSuggestionsOfAreas(t *testing.T) {
	s, _ := deskSite(t)
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	for _, c := range []struct {
		q, role, first string
		none           bool
	}{
		{"Goldap", "officer", "place:771953", false},
		{"Goldap", "", "place:771953", false},
		{"podl", "steward", "region:PL.81", false},
		{"Litwa", "steward", "country:LT", false},
		{"Litwa", "administrator", "", true},
		{"", "officer", "", true},
		{strings.Repeat("a", 500), "officer", "", true},
	} {
		w := officer.get("/pl/desk/areas?" + url.Values{"q": {c.q}, "role": {c.role}}.Encode())
		var answer struct{ Items []areaView }
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || w.Code != http.StatusOK {
			t.Fatalf("%s: %d %v %.200s", c.q, w.Code, err, w.Body)
		}
		switch {
		case c.none != (len(answer.Items) == 0):
			t.Errorf("%q as %q: %+v", c.q, c.role, answer.Items)
		case !c.none && answer.Items[0].Value != c.first:
			t.Errorf("%q as %q: first %+v, want %s", c.q, c.role, answer.Items[0], c.first)
		}
	}
	if w := newBrowser(s.Handler()).get("/pl/desk/areas?q=Goldap"); w.Code == http.StatusOK {
		t.Error("the public is answered at the desk")
	}
}
