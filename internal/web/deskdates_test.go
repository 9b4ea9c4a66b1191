package web

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"twintown/internal/care"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/mail"
	"twintown/internal/platform/secret"
	"twintown/internal/world/worldtest"
)

// careDesk is the room that looks after partnerships, over the small world.
func careDesk(rooms worldtest.Rooms, store *people.Store, key secret.Key, now clock.Clock) *care.Desk {
	base := "http://localhost:8080"
	site := func(string) mail.Site { return mail.Site{Name: "Partners", Address: base} }
	return care.New(care.Rooms{
		DB: rooms.DB, Partnerships: rooms.Partnerships, Sources: rooms.Sources, People: store, Key: key, Clock: now, BaseURL: base,
		Outbox: mail.NewOutbox(rooms.DB, rooms.Catalog, key, site),
		Name:   func(n int64, language string) string { return rooms.World.Now().Places.DisplayName(n, language) },
	})
}

// An officer sees what is due, asks for a secret calendar, renews it and ends it.
func TestTheDatesOfAnOffice(t *testing.T) {
	s, _ := deskSite(t)
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	page := officer.get("/en/desk/dates")
	if page.Code != http.StatusOK {
		t.Fatalf("status %d", page.Code)
	}
	checkHTML(t, "dates", page.Body.String())
	address := regexp.MustCompile(`http://localhost:8080(/calendar/[^"]+\.ics)`)
	made := func() string {
		w := officer.post("/en/desk/places/776069/calendar")
		m := address.FindStringSubmatch(w.Body.String())
		if m == nil {
			t.Fatalf("no address: %d %.300s", w.Code, w.Body)
		}
		return m[1]
	}
	old, public := made(), newBrowser(s.Handler())
	w := public.get(old)
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), "BEGIN:VCALENDAR\r\n") || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("the secret calendar: %d %q %.100s", w.Code, w.Header().Get("Cache-Control"), w.Body)
	}
	if strings.Contains(officer.get("/en/desk/dates").Body.String(), old) {
		t.Error("the address is shown a second time")
	}
	renewed := made()
	for path, status := range map[string]int{
		old: http.StatusNotFound, renewed: http.StatusOK, "/calendar/guess.ics": http.StatusNotFound, strings.TrimSuffix(renewed, ".ics"): http.StatusNotFound,
		"/en/places/776069/calendar.ics": http.StatusOK, "/en/places/1/calendar.ics": http.StatusNotFound,
	} {
		if got := public.get(path).Code; got != status {
			t.Errorf("%s: %d, want %d", path, got, status)
		}
	}
	if officer.post("/en/desk/places/776069/calendar/end"); public.get(renewed).Code != http.StatusNotFound {
		t.Error("the address that was ended still works")
	}
	if strings.Contains(public.get("/en/places/776069/calendar.ics").Body.String(), "VALARM") {
		t.Error("the public calendar has an office's alarms")
	}
}

func TestLimitsAndDigestsAreSet(t *testing.T) {
	s, _ := deskSite(t)
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	if w := officer.post("/en/desk/places/776069/limits", "months", "99", "silent", "5", "review", "0"); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "from 1 to 36") {
		t.Errorf("99 months: %d", w.Code)
	}
	if w := officer.post("/en/desk/places/776069/limits", "months", "24", "silent", "3", "review", "0"); w.Code != http.StatusSeeOther {
		t.Errorf("24 months: %d", w.Code)
	}
	if page := officer.get("/en/desk/dates").Body.String(); !strings.Contains(page, `name="months" value="24"`) {
		t.Error("the limit was not kept")
	}
	other := signedIn(t, s, "Officer of Gołdap", officerOf(placeGoldap))
	for _, path := range []string{"/en/desk/places/776069/limits", "/en/desk/places/776069/calendar", "/en/desk/places/776069/calendar/end"} {
		if w := other.post(path, "months", "24", "silent", "3", "review", "0"); w.Code != http.StatusForbidden {
			t.Errorf("another place's officer at %s: %d", path, w.Code)
		}
	}
	if w := officer.post("/en/desk/dates/digest", "every", "week"); w.Code != http.StatusSeeOther {
		t.Errorf("weekly: %d", w.Code)
	}
	if w := officer.post("/en/desk/dates/digest", "every", "hour"); w.Code != http.StatusBadRequest {
		t.Errorf("hourly: %d", w.Code)
	}
}
