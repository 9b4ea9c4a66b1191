package web

import (
	"net/http"
	"strings"
	"testing"

	"twintown/internal/platform/mail"
	"twintown/internal/world/worldtest"
)

// A town changes the words of its published request: readers see them at once, the organiser is
// told once, finds it on her overview and list, and says that it can stay. The next change
// tells her again; a change of days does not.
func TestTheOrganiserIsToldOfWhatAPublishedRequestSaysNow(t *testing.T) {
	rooms := worldtest.Open(t)
	s, _ := deskSiteOn(t, rooms)
	s.rooms.Outbox = mail.NewOutbox(rooms.DB, s.catalog, s.rooms.Key, func(string) mail.Site { return mail.Site{Name: "Partners", Address: "https://partners.example.org"} })
	officer, organiser := signedIn(t, s, "Officer", officerOf(placeBialystok)), signedIn(t, s, "Organiser", organiser)
	wholeRequest(t, officer)
	for _, step := range []struct {
		who  *browser
		path string
		do   string
	}{{officer, "/move", "ask"}, {organiser, "/review", "review"}, {officer, "/move", "publish"}} {
		if code := does(t, step.who, step.path, "do", step.do); code != http.StatusSeeOther {
			t.Fatalf("%s: %d", step.do, code)
		}
	}
	told := func() (n int) {
		t.Helper()
		all, err := s.rooms.Outbox.List(t.Context(), mail.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range all {
			if m.Kind == "request_edited" {
				n++
			}
		}
		return n
	}
	write := func(title string) {
		t.Helper()
		if code := does(t, officer, "/texts", "in", "pl", "title.pl", title, "seeks.pl", "Miasta nad jeziorem."); code != http.StatusSeeOther {
			t.Fatalf("the text: %d", code)
		}
	}
	if code := does(t, officer, "/days", "reply_by", "2027-01-21", "expires", "2027-03-20"); code != http.StatusSeeOther || told() != 0 {
		t.Errorf("the days: %d, told %d times", code, told())
	}
	write("Szukamy miasta nad jeziorem")
	write("Szukamy miasta nad dużym jeziorem")
	if n := told(); n != 1 {
		t.Errorf("two changes told %d times", n)
	}
	if page := ask(s.Handler(), "/pl/seek/bialystok").Body.String(); !strings.Contains(page, "nad dużym jeziorem") {
		t.Error("readers do not see the change")
	}
	for path, want := range map[string]string{
		"/pl/desk":                       "Zgłoszenia zmienione po sprawdzeniu: 1",
		"/pl/desk/requests?state=edited": "zmienione po sprawdzeniu",
		requestAt + "/review":            "Gmina zmieniła tekst po sprawdzeniu",
	} {
		if page := organiser.get(path).Body.String(); !strings.Contains(page, want) {
			t.Errorf("%s does not say %q", path, want)
		}
	}
	if code := does(t, organiser, "/review", "do", "seen"); code != http.StatusSeeOther {
		t.Fatalf("seen: %d", code)
	}
	if page := organiser.get("/pl/desk").Body.String(); strings.Contains(page, "Zgłoszenia zmienione") {
		t.Error("what was seen waits still")
	}
	if write("Szukamy miasta"); told() != 2 {
		t.Errorf("the change after it: told %d times in all", told())
	}
}
