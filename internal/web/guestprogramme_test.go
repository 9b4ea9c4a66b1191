package web

import (
	"net/http"
	"strings"
	"testing"

	"twintown/internal/meeting"
	"twintown/internal/meeting/agenda"
	"twintown/internal/meeting/delegation"
	"twintown/internal/people"
)

// A delegation's own programme holds what is for all, what is for it, and its talks; in its
// calendar each stands once. Nobody reads what is for another.
func TestADelegationsOwnProgramme(t *testing.T) {
	eachHall(t, func(h *hall) {
		f := h.withForum(placeBialystok, townUzhhorod)
		guest, other := f.sides[placeBialystok], f.sides[townUzhhorod]
		page := strings.TrimSuffix(f.links[placeBialystok], "/forum") + "/programme"
		h.wants("before a release", guest.get(page), http.StatusNotFound)

		store, who := h.site.rooms.Agendas, people.System()
		for _, x := range []agenda.Session{
			{Kind: agenda.Plenary, Title: meeting.Words{"en": "Opening"}, Day: "2026-11-27", From: "09:00", Until: "09:30"},
			{Kind: agenda.Talk, Title: meeting.Words{"en": "Visit to a school"}, Day: "2026-11-27", From: "13:00", Until: "14:00", Expected: []string{f.ids[placeBialystok]}},
		} {
			_, err := store.SaveSession(h.Context(), who, f.meeting, x)
			h.must(err)
		}
		draft, err := store.Draft(h.Context(), f.meeting)
		h.must(err)
		_, _, err = store.Release(h.Context(), who, f.meeting, draft.Version, true, agenda.Telling{Name: func(string) string { return "Conference of towns" }})
		h.must(err)
		h.wants("the forum", f.organiser.post(f.root+"/setup", "version", "0", "hours.0", "10:00–11:00", "minutes", "15", "between", "5", "map", "1"), http.StatusSeeOther)
		if wrong := f.wish(placeBialystok, townUzhhorod); wrong != "" {
			h.Fatal(wrong)
		}
		h.wants("planned", f.organiser.post(f.root+"/plan", "version", f.version(), "do", "plan"), http.StatusSeeOther)
		h.wants("released", f.organiser.post(f.root+"/release", "version", f.version()), http.StatusSeeOther)

		own := guest.get(page)
		h.wants("its own", own, http.StatusOK, "Opening", "10:00–10:15", "Uzhhorod", "Visit to a school", "for your delegation", page+".ics")
		checkHTML(t, "its own programme", own.Body.String())
		if text := own.Body.String(); strings.Index(text, "Opening") > strings.Index(text, "10:00–10:15") || strings.Index(text, "10:00–10:15") > strings.Index(text, "Visit to a school") {
			t.Error("it is not in the order of the hours")
		}
		calendar := guest.get(page + ".ics")
		if body := calendar.Body.String(); calendar.Code != http.StatusOK || strings.Count(body, "BEGIN:VEVENT") != 3 || !strings.Contains(body, "DTSTART;TZID=Europe/Warsaw:20261127T130000") {
			t.Errorf("the calendar: %d\n%s", calendar.Code, body)
		}
		if w := calendar.Header(); w.Get("Cache-Control") != "no-store" || w.Get("X-Robots-Tag") != "noindex" {
			t.Errorf("the calendar may be kept: %v", w)
		}
		theirs := strings.TrimSuffix(f.links[townUzhhorod], "/forum") + "/programme"
		for _, at := range []string{theirs, theirs + ".ics"} {
			w := other.get(at)
			h.wants("the other's "+at, w, http.StatusOK, "Opening")
			if strings.Contains(w.Body.String(), "Visit to a school") {
				t.Errorf("%s shows what is for another delegation", at)
			}
		}
		d, err := h.site.rooms.Guests.ByID(h.Context(), f.ids[placeBialystok])
		h.must(err)
		_, err = h.site.rooms.Guests.Answer(h.Context(), who, d.ID, d.Version, delegation.Answer{State: delegation.Declined, By: delegation.ByLetter})
		h.must(err)
		h.wants("one that does not come", guest.get(page), http.StatusNotFound)
	})
}
