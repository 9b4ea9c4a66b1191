package web

import (
	"encoding/csv"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"twintown/internal/people"
	"twintown/internal/platform/db"
)

// signedIn is a person's browser, past the second factor, with roles.
func signedIn(t *testing.T, s *Site, name string, grants ...people.Grant) *browser {
	t.Helper()
	store := s.rooms.People
	var id string
	err := store.Log().Change(t.Context(), people.System(), func(tx *db.Tx, note func(people.Entry)) (err error) {
		id, err = store.Create(t.Context(), tx, note, people.NewAccount{Email: strings.ToLower(strings.ReplaceAll(name, " ", ".")) + "@example.org", Name: name, Language: "en", Confirmed: true})
		for _, g := range grants {
			if err == nil {
				g.Account, g.State = id, people.Held
				_, err = store.Ask(t.Context(), tx, note, people.System(), g)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	b := newBrowser(s.Handler())
	if b.cookies["session"], err = store.Begin(t.Context(), id, "", "test", true, false); err != nil {
		t.Fatal(err)
	}
	return b
}

func officerOf(place int64) people.Grant {
	return people.Grant{Role: people.Officer, Scope: people.AtPlace(place)}
}

// Places of the small world.
const (
	placeBialystok = 776069
	placeGoldap    = 771953
)

// found reads "Listed: 7 of 28" from a list's page.
var found = regexp.MustCompile(`Listed: ([\d,]+) of ([\d,]+)`)

func counts(t *testing.T, page string) (n, total string) {
	t.Helper()
	m := found.FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("the page does not say how many are listed: %.400s", page)
	}
	return m[1], m[2]
}

func TestTheListOfPartnerships(t *testing.T) {
	s, _ := deskSite(t)
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	w := officer.get("/en/desk/partnerships")
	if w.Code != http.StatusOK {
		t.Fatalf("status %d", w.Code)
	}
	checkHTML(t, "the list", w.Body.String())
	mine, total := counts(t, w.Body.String())
	if all, _ := counts(t, officer.get("/en/desk/partnerships?of=all").Body.String()); all != total || all == mine {
		t.Errorf("mine %s, all %s of %s", mine, all, total)
	}
	for _, c := range []struct{ ask, want, not string }{
		{"q=Hrodna", "Hrodna", "Pskov"},
		{"q=Гродно", "Hrodna", "Pskov"},
		{"status=terminated", "terminated", ">active<"},
		{"country=BY", "Belarus", "Lithuania"},
		{"of=all&what=unconfirmed", "Hrodna", ">confirmed<"},
	} {
		page := officer.get("/en/desk/partnerships?" + c.ask).Body.String()
		_, table, _ := strings.Cut(page, "<tbody>")
		table, _, _ = strings.Cut(table, "</tbody>")
		if !strings.Contains(table, c.want) || strings.Contains(table, c.not) {
			t.Errorf("?%s: want %q and not %q in %.2000s", c.ask, c.want, c.not, table)
		}
	}
	if w := signedIn(t, s, "Administrator", people.Grant{Role: people.Administrator, Scope: people.Site()}).get("/pl/desk/partnerships?sort=-since&size=100"); w.Code != http.StatusOK {
		t.Errorf("the administrator: %d", w.Code)
	}
}

func TestExportsHoldWhatIsFiltered(t *testing.T) {
	s, _ := deskSite(t)
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	n, _ := counts(t, officer.get("/en/desk/partnerships").Body.String())
	w := officer.get("/en/desk/partnerships/export?as=csv")
	if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Content-Disposition"), ".csv") {
		t.Fatalf("%d %q", w.Code, w.Header().Get("Content-Disposition"))
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\ufeff"))).ReadAll()
	if err != nil || len(rows) < 2 || n != strconv.Itoa(len(rows)-1) {
		t.Errorf("%d lines for %s partnerships: %v", len(rows), n, err)
	}
	w = officer.get("/en/desk/partnerships/export?as=xlsx&of=all")
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), "PK") {
		t.Errorf("xlsx: %d", w.Code)
	}
	translator := signedIn(t, s, "Translator", people.Grant{Role: people.Translator, Scope: people.Site()})
	if w := translator.get("/en/desk/partnerships/export"); w.Code != http.StatusForbidden {
		t.Errorf("a translator exports: %d", w.Code)
	}
}

// ids are the boxes of a list's page.
var boxes = regexp.MustCompile(`name="id" value="([^"]+)"`)

func TestManyAtOnceAndBack(t *testing.T) {
	s, _ := deskSite(t)
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	list := func(ask string) string {
		n, _ := counts(t, officer.get("/en/desk/partnerships?"+ask).Body.String())
		return n
	}
	var chosen []string
	for _, m := range boxes.FindAllStringSubmatch(officer.get("/en/desk/partnerships").Body.String(), 2) {
		chosen = append(chosen, "id", m[1])
	}
	before, with := list(""), list("topic=sport")
	form := append([]string{"do", "topic", "question", "of=mine"}, chosen...)
	if w := officer.post("/en/desk/partnerships/bulk", form...); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "this many partnerships: 2") {
		t.Fatalf("the question: %d %.600s", w.Code, w.Body)
	}
	if list("topic=sport") != with {
		t.Fatal("the question alone changed something")
	}
	w := officer.post("/en/desk/partnerships/bulk", append(form, "sure", "1", "topic", "sport")...)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("adding: %d %.600s", w.Code, w.Body)
	}
	page := officer.get(w.Header().Get("Location")).Body.String()
	undo := regexp.MustCompile(`action="(/en/desk/undo/[^"]+)"`).FindStringSubmatch(page)
	if undo == nil || list("topic=sport") == with {
		t.Fatalf("no undo, or nothing was added: %s", list("topic=sport"))
	}
	other := signedIn(t, s, "Officer of Gołdap", officerOf(placeGoldap))
	if w := other.post(undo[1]); w.Code != http.StatusNotFound {
		t.Errorf("another's undo: %d", w.Code)
	}
	if w := officer.post(undo[1]); w.Code != http.StatusSeeOther || list("topic=sport") != with {
		t.Errorf("undo: %d, %s with the area, want %s", w.Code, list("topic=sport"), with)
	}
	if w := officer.post(undo[1]); w.Code != http.StatusNotFound {
		t.Errorf("undo a second time: %d", w.Code)
	}
	if w := other.post("/en/desk/partnerships/bulk", append([]string{"do", "topic", "sure", "1", "topic", "sport", "question", "of=all"}, chosen...)...); w.Code != http.StatusSeeOther || list("topic=sport") != with {
		t.Errorf("another's officer: %d, %s", w.Code, list("topic=sport"))
	}

	w = officer.post("/en/desk/partnerships/bulk", append([]string{"do", "hide", "sure", "1", "question", "of=mine"}, chosen...)...)
	page = officer.get(w.Header().Get("Location")).Body.String()
	undo = regexp.MustCompile(`action="(/en/desk/undo/[^"]+)"`).FindStringSubmatch(page)
	if undo == nil || list("") == before {
		t.Fatalf("withdrawing: %d, %s of %s", w.Code, list(""), before)
	}
	if officer.post(undo[1]); list("") != before {
		t.Errorf("after the undo %s, before %s", list(""), before)
	}
}
