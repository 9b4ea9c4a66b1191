package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"twintown/internal/people"
)

func stewardOf(country string) people.Grant {
	return people.Grant{Role: people.Steward, Scope: people.Scope{Kind: people.OfCountry, ID: country}}
}

func TestTheListOfPlaces(t *testing.T) {
	s, _ := deskSite(t)
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	w := officer.get("/en/desk/places")
	checkHTML(t, "places", w.Body.String())
	if n, _ := counts(t, w.Body.String()); n != "1" || !strings.Contains(w.Body.String(), "/en/desk/places/776069") {
		t.Errorf("her places: %s", n)
	}
	if n, _ := counts(t, officer.get("/en/desk/places?of=all&country=BY").Body.String()); n == "0" {
		t.Error("no place in Belarus has partners")
	}
	if w := officer.get("/en/desk/places/export?of=all&as=csv"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Hrodna") {
		t.Errorf("export: %d", w.Code)
	}
}

// An officer keeps her town's numbers and names; what is wrong is said beside the field.
func TestAPlaceIsKept(t *testing.T) {
	s, _ := deskSite(t)
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	const at = "/en/desk/places/776069"
	for _, c := range []struct {
		path, want string
		status     int
		fields     []string
	}{
		{"/identifiers", `href="#f-value"`, http.StatusUnprocessableEntity, []string{"scheme", "simc", "value", "0922411"}},
		{"/identifiers", "", http.StatusSeeOther, []string{"scheme", "simc", "value", "0922410", "from", "1999"}},
		{"/facts", `href="#f-population"`, http.StatusUnprocessableEntity, []string{"population", "many", "kind", "settlement"}},
		{"/facts", "", http.StatusSeeOther, []string{"population", "290000", "kind", "municipality", "unit", "2061011"}},
		{"/names", "Беласток", http.StatusUnprocessableEntity, []string{"lang", "be", "name", "Белосток", "name_kind", "exonym"}},
		{"/names", "", http.StatusSeeOther, []string{"lang", "be", "name", "Белосток", "name_kind", "exonym", "sure", "1"}},
		{"/names", `href="#f-to"`, http.StatusUnprocessableEntity, []string{"lang", "ru", "name", "Бѣлостокъ", "name_kind", "historical"}},
		{"/names", "", http.StatusSeeOther, []string{"lang", "ru", "name", "Бѣлостокъ", "name_kind", "historical", "to", "1918"}},
	} {
		w := officer.post(at+c.path, c.fields...)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.want) {
			t.Errorf("%s %v: %d, want %d with %q", c.path, c.fields, w.Code, c.status, c.want)
		}
	}
	page := officer.get(at).Body.String()
	checkHTML(t, "the place", page)
	for _, want := range []string{"0922410", `value="290000"`, "Бѣлостокъ"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	drop := regexp.MustCompile(`name="drop" value="([^"]{20,})"`).FindStringSubmatch(page)
	if drop == nil || officer.post(at+"/identifiers", "drop", drop[1]).Code != http.StatusSeeOther || strings.Contains(officer.get(at).Body.String(), "0922410") {
		t.Error("the identifier is not removed")
	}
	other := signedIn(t, s, "Officer of Gołdap", officerOf(placeGoldap))
	for _, path := range []string{at, at + "/merge"} {
		if w := other.get(path); w.Code != http.StatusForbidden {
			t.Errorf("another place's officer at %s: %d", path, w.Code)
		}
	}
}

// A steward sees exactly what a merge moves, makes it, and takes it back; the old page says
// what became of the unit.
func TestUnitsMergeAtTheDesk(t *testing.T) {
	s, _ := deskSite(t)
	steward := signedIn(t, s, "Steward of Poland", stewardOf("PL"))
	const at = "/en/desk/places/771953/merge"
	if w := steward.get(at + "?day=2027-01-01&into=nowhere+at+all"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `href="#f-into"`) {
		t.Errorf("an unknown successor: %d", w.Code)
	}
	w := steward.get(at + "?day=2027-01-01&into=776069&source=Dz.+U.")
	page := w.Body.String()
	checkHTML(t, "the preview", page)
	moves := strings.Count(page, "→")
	if w.Code != http.StatusOK || moves == 0 || !strings.Contains(page, "Białystok") {
		t.Fatalf("the preview: %d with %d partnerships", w.Code, moves)
	}
	public := signedIn(t, s, "Reader") // what she sees is kept nowhere
	before := public.get("/en/places/771953-goldap").Body.String()
	w = steward.post(at, "day", "2027-01-01", "into", "776069", "source", "Dz. U.")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("merging: %d %.400s", w.Code, w.Body)
	}
	undo := regexp.MustCompile(`action="(/en/desk/places/[^"]+/undo)"`).FindStringSubmatch(steward.get(w.Header().Get("Location")).Body.String())
	after := public.get("/en/places/771953-goldap").Body.String()
	if undo == nil || !strings.Contains(after, "part of:") || strings.Contains(before, "part of:") {
		t.Fatalf("no undo, or the old page does not say what became of it")
	}
	if w := steward.post(at, "day", "2028", "into", "776069"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("it merges a second time: %d", w.Code)
	}
	if w := steward.post(at, "day", "2027-01-01", "into", "627904"); w.Code != http.StatusForbidden {
		t.Errorf("into another steward's country: %d", w.Code)
	}
	if w := steward.post(undo[1]); w.Code != http.StatusSeeOther || strings.Contains(public.get("/en/places/771953-goldap").Body.String(), "part of:") {
		t.Errorf("undo: %d", w.Code)
	}
}

// Any number of units can end together, and any number can follow; each further field comes
// by a plain button, and what is typed stays.
func TestManyUnitsBecomeMany(t *testing.T) {
	s, _ := deskSite(t)
	steward := signedIn(t, s, "Steward of Poland", stewardOf("PL"))
	const at = "/en/desk/places/771953/merge"
	form := func(query string) url.Values {
		t.Helper()
		page := steward.get(at + "?" + query).Body.String()
		checkHTML(t, "merging", page)
		return formIn(t, page, at)
	}
	v := form("")
	for _, unit := range []struct{ field, name string }{{"with", "Ełk"}, {"with", "Giżycko"}, {"with", "Suwałki"}, {"into", "Białystok"}, {"into", "Augustów"}, {"into", "Łomża"}} {
		n := 1
		for v.Get(unitField(unit.field, n)) != "" {
			n++
		}
		if !v.Has(unitField(unit.field, n)) {
			t.Fatalf("no empty field %s", unitField(unit.field, n))
		}
		v.Set(unitField(unit.field, n), unit.name)
		v.Set("more", unit.field)
		v = form(v.Encode())
	}
	if v.Get("with-3") != "Suwałki" || v.Get("into-3") != "Łomża" || !v.Has("into-4") {
		t.Fatalf("what was typed: %v", v)
	}
	v.Set("day", "2027-01-01")
	page := steward.get(at + "?" + v.Encode()).Body.String()
	checkHTML(t, "the preview", page)
	posted := formOf(t, page, "post")
	if status, text := steward.send(at, posted); status != http.StatusSeeOther {
		t.Fatalf("merging: %d %s", status, faultsIn(text))
	}
	changes, err := s.rooms.Places.ChangesOf(t.Context(), s.rooms.Places.DB(), placeGoldap)
	if err != nil || len(changes) != 1 || len(changes[0].Before) != 4 || len(changes[0].After) != 3 {
		t.Errorf("%+v, %v", changes, err)
	}
	if w := steward.post(at, "day", "2027", "into", "776069", "with", "Friedberg"); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `href="#f-with"`) || !strings.Contains(w.Body.String(), `name="choose" value="with:`) {
		t.Errorf("a name that several bear: %d %s", w.Code, faultsIn(w.Body.String()))
	}
}
