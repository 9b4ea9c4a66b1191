package web

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// beginMeeting begins a meeting at the desk and returns its address there.
func (p *person) beginMeeting(kind, language, title string) string {
	p.h.Helper()
	w := p.post("/en/desk/meetings/new", "kind", kind, "language", language, "title", title)
	p.h.wants("a meeting is begun", w, http.StatusSeeOther)
	return w.Header().Get("Location")
}

// facts saves a meeting's form; fields go over what it needs.
func (p *person) facts(at string, fields ...string) int {
	p.h.Helper()
	version := valueIn(p.get(at).Body.String(), "version")
	w := p.post(at, append([]string{"save", "1", "version", version, "kind", "conference"}, fields...)...)
	if w.Code != http.StatusSeeOther {
		p.h.Logf("%s", regexp.MustCompile(`(?s)class="faults".*?</div>`).FindString(w.Body.String()))
	}
	return w.Code
}

// An organiser prepares a conference, publishes it, and readers find it: by itself, in the
// list, on the towns' pages, in a calendar.
func TestAMeetingFromDraftToCalendar(t *testing.T) {
	eachHall(t, func(h *hall) {
		o, reader := h.person(true, organiserOfSite()), newBrowser(h.h)
		at := o.beginMeeting("conference", "pl", "Wspólny język partnerstwa")
		form := o.get(at)
		h.wants("the form", form, http.StatusOK, `name="programme"`)
		checkHTML(t, "the form", form.Body.String())
		text := strings.Replace(at, "/meetings/", "/press/", 1) + "/pl"
		o.write(text, "title", "Wspólny język partnerstwa", "lead", "Konferencja miast.", "body", "Przyjechali **goście**.")
		w := o.post(text+"/publish", "do", "now")
		h.wants("without a day", w, http.StatusUnprocessableEntity, "Please say when the meeting is")
		fields := []string{
			"from", "14 May 2027", "begins", "9.30", "ends", "15:00", "place", "Białystok", "venue", "Urząd Wojewódzki", "address", "ul. Mickiewicza 3",
			"organisers", "Towarzystwo Przykład\nMiasto", "project", "Twinning", "credit", "Współfinansowane przez ministerstwo.",
			"patron.0.way", "honorary", "patron.0.office", "Wojewoda Podlaski", "patron.0.state", "granted",
			"patron.1.way", "media", "patron.1.office", "Radio", "patron.1.state", "applied",
			"guest.0.place", "Hrodna", "guest.0.country", "", "guest.0.people", "4", "guest.1.country", "LT", "guest.1.place", "",
			"programme", "9:30–10:00 Otwarcie\n10:00 Panel\n\n8:00 Wyjazd", "topic", "culture",
		}
		if code := o.facts(at, fields...); code != http.StatusSeeOther {
			t.Fatalf("facts: %d", code)
		}
		form = o.get(at)
		for why, offered := range map[string]bool{"context": true, "first_listed": false} { // a meeting's date is concluded from no list of partners
			if strings.Contains(form.Body.String(), `value="`+why+`"`) != offered {
				t.Errorf("that the date is concluded from %s is offered: %v", why, !offered)
			}
		}
		h.wants("the form again", form, http.StatusOK, `value="Hrodna"`, "09:30–10:00 Otwarcie", `value="Europe/Warsaw"`)
		h.wants("published", o.post(text+"/publish", "do", "now"), http.StatusSeeOther)
		const public = "/pl/meetings/wspolny-jezyk-partnerstwa"
		page := reader.get(public)
		h.wants("for readers", page, http.StatusOK, "14 maja 2027", "9:30–15:00", "Urząd Wojewódzki", "Wojewoda Podlaski", "Współfinansowane przez ministerstwo.", "Grodno", "4 osoby", "nie policzono", "goście", "Otwarcie", "piątek")
		if strings.Contains(page.Body.String(), "Radio") {
			t.Error("a patron who has not answered is named")
		}
		checkHTML(t, "the meeting", page.Body.String())
		data := regexp.MustCompile(`<script type="application/ld\+json">(.*?)</script>`).FindStringSubmatch(page.Body.String())
		var node struct {
			Type, StartDate, EventStatus, InLanguage, Image string
			Location                                        struct{ Name string }
		}
		if data == nil || json.Unmarshal([]byte(strings.ReplaceAll(data[1], `"@type":"Event"`, `"type":"Event"`)), &node) != nil || node.StartDate != "2027-05-14T09:30:00+02:00" || node.Location.Name != "Urząd Wojewódzki" || node.InLanguage != "pl" {
			t.Errorf("%+v of %v", node, data)
		}
		card := reader.get(strings.TrimPrefix(node.Image, "http://localhost:8080"))
		if !strings.Contains(page.Body.String(), `property="og:image" content="`+node.Image+`"`) || card.Code != http.StatusOK || card.Header().Get("Content-Type") != "image/png" {
			t.Errorf("the picture for links %q: %d %q", node.Image, card.Code, card.Header().Get("Content-Type"))
		}
		list := reader.get("/pl/meetings")
		h.wants("the list", list, http.StatusOK, public, "Przed nami")
		checkHTML(t, "the list", list.Body.String())
		for _, place := range []int64{placeBialystok, 627904} {
			h.wants("the town", reader.get(placeURL(h.site.rooms.World(), place, "pl")), http.StatusOK, public)
		}
		ics := reader.get(public + "/meeting.ics").Body.String()
		for _, line := range []string{"DTSTART;TZID=Europe/Warsaw:20270514T093000", "DTEND;TZID=Europe/Warsaw:20270514T150000", "BEGIN:VTIMEZONE", "SEQUENCE:1", "TZOFFSETTO:+0200"} {
			if !strings.Contains(ics, line) {
				t.Errorf("%s is missing in\n%s", line, ics)
			}
		}
		h.wants("the calendar of all", reader.get("/pl/meetings.ics"), http.StatusOK, "UID:meeting-")
		h.wants("in another language", reader.get(strings.Replace(public, "/pl/", "/de/", 1)), http.StatusNotFound, public)
		h.wants("the feed", reader.get("/pl/meetings.atom"), http.StatusOK, public)
	})
}

// A translator gives the short texts in her language; the page then has them in it, and
// whatever is missing is marked as being in another.
func TestTheShortTextsOfAMeeting(t *testing.T) {
	eachHall(t, func(h *hall) {
		o, tr, reader := h.person(true, organiserOfSite()), h.person(false, translatorOfSite()), newBrowser(h.h)
		at := o.beginMeeting("visit", "pl", "Wizyta")
		if code := o.facts(at, "from", "2013", "inferred", "context", "venue", "Ratusz", "programme", "9:00 Powitanie"); code != http.StatusSeeOther {
			t.Fatalf("facts: %d", code)
		}
		words := at + "/words/de"
		form := tr.get(words)
		h.wants("her form", form, http.StatusOK, `name="word.venue.0"`, "Powitanie")
		checkHTML(t, "her form", form.Body.String())
		h.wants("she changes the facts", tr.post(at, "version", "2"), http.StatusNotFound)
		version := valueIn(form.Body.String(), "version")
		h.wants("kept", tr.post(words, "version", version, "word.venue.0", "Rathaus"), http.StatusSeeOther)
		h.wants("twice", tr.post(words, "version", version, "word.venue.0", "Amt"), http.StatusConflict, "Amt")
		text := strings.Replace(at, "/meetings/", "/press/", 1) + "/de"
		o.write(text, "title", "Besuch", "origin", "person", "of", "pl")
		h.wants("published", o.post(text+"/publish", "do", "now"), http.StatusSeeOther)
		page := reader.get("/de/meetings/besuch")
		h.wants("for readers", page, http.StatusOK, "Rathaus", `<span lang="pl">Powitanie</span>`, "2013")
		history := o.get(strings.Replace(at, "/meetings/", "/press/", 1) + "/history")
		h.wants("the history", history, http.StatusOK, "Rathaus")
		checkHTML(t, "the history", history.Body.String())
		h.wants("the next edition", o.post(at+"/repeat"), http.StatusSeeOther)
	})
}

// What the organiser changes of a public meeting waits for all readers until she publishes
// it: in the page, the list and the calendar; she sees it in the preview, word by word
// against what is public, and can throw it away.
func TestChangesOfAPublicMeetingAreStaged(t *testing.T) {
	eachHall(t, func(h *hall) {
		o, reader := h.person(true, organiserOfSite()), newBrowser(h.h)
		at := o.beginMeeting("conference", "pl", "Narada")
		item := strings.Replace(at, "/meetings/", "/press/", 1)
		first := []string{"from", "14 May 2027", "begins", "9.30", "place", "Białystok", "venue", "Ratusz", "topic", "culture"}
		if code := o.facts(at, first...); code != http.StatusSeeOther {
			t.Fatalf("facts: %d", code)
		}
		o.write(item+"/pl", "title", "Narada", "lead", "Krótko.")
		h.wants("published", o.post(item+"/pl/publish", "do", "now"), http.StatusSeeOther)
		moved := []string{"from", "15 May 2027", "begins", "10:00", "place", "Białystok", "venue", "Teatr", "topic", "sport", "guest.0.place", "Hrodna", "guest.0.country", "", "guest.0.people", "4"}
		if code := o.facts(at, moved...); code != http.StatusSeeOther {
			t.Fatalf("facts: %d", code)
		}
		const public = "/pl/meetings/narada"
		before := reader.get(public)
		h.wants("readers see what was published", before, http.StatusOK, "14 maja 2027", "Ratusz")
		if strings.Contains(before.Body.String(), "Teatr") {
			t.Error("a change is public at once")
		}
		h.wants("the form tells", o.get(at), http.StatusOK, "Readers do not see the changes yet", item+"/changes")
		w := o.get(item + "/changes")
		h.wants("what changes", w, http.StatusOK, "<del>14</del>", "<ins>15</ins>", "<del>Ratusz</del>", "<ins>Teatr</ins>", "Hrodna: 4 people", "<ins>sport</ins>")
		checkHTML(t, "the changes", w.Body.String())
		link := regexp.MustCompile(`href="[^"]*(/pl/preview/[^"]+)"`).FindStringSubmatch(o.post(item+"/pl/preview", "do", "make").Body.String())
		if link == nil {
			t.Fatal("no link to the draft")
		}
		h.wants("the preview", reader.get(link[1]), http.StatusOK, "15 maja 2027", "Teatr")
		version := valueIn(w.Body.String(), "seen")
		h.wants("in the past", o.post(item+"/publish", "do", "later", "at", "2020-01-01T08:00", "seen", version), http.StatusUnprocessableEntity, `id="f-at"`)
		o.write(item+"/pl", "title", "", "lead", "Krótko.")
		w = o.get(item + "/changes")
		h.wants("without a title", o.post(item+"/publish", "do", "now", "seen", valueIn(w.Body.String(), "seen")), http.StatusUnprocessableEntity, "Polish: ")
		h.wants("by an old page", o.post(item+"/publish", "do", "now", "seen", version), http.StatusConflict)
		o.write(item+"/pl", "title", "Narada miast", "lead", "Krótko.")
		version = valueIn(o.get(item+"/changes").Body.String(), "seen")
		h.wants("published", o.post(item+"/publish", "do", "now", "seen", version), http.StatusSeeOther)
		h.wants("readers see it", reader.get(public), http.StatusOK, "15 maja 2027", "Teatr", "Narada miast", "Grodno")
		if ics := reader.get(public + "/meeting.ics").Body.String(); !strings.Contains(ics, "T100000") || strings.Contains(ics, "SEQUENCE:0") {
			t.Errorf("the calendar:\n%s", ics)
		}
		if code := o.facts(at, first...); code != http.StatusSeeOther {
			t.Fatalf("facts: %d", code)
		}
		version = valueIn(o.get(item+"/changes").Body.String(), "seen")
		stale := valueIn(o.get(at).Body.String(), "version")
		h.wants("thrown away", o.post(item+"/revert", "seen", version), http.StatusSeeOther)
		w = o.post(at, append([]string{"save", "1", "version", stale, "kind", "conference"}, first...)...)
		h.wants("over what was thrown away", w, http.StatusConflict, "changes thrown away", "<del>Ratusz", "<ins>Teatr")
		h.wants("the form", o.get(at), http.StatusOK, `value="Teatr"`)
		history := o.get(item + "/history")
		h.wants("the history", history, http.StatusOK, "Ratusz", `class="press-mark public"`)
		checkHTML(t, "the history", history.Body.String())
		to := regexp.MustCompile(`name="to" value="(-?\d+)"`).FindStringSubmatch(history.Body.String())[1]
		h.wants("what was thrown away is restored", o.post(item+"/restore", "to", to, "version", valueIn(history.Body.String(), "version")), http.StatusSeeOther)
		h.wants("the form", o.get(at), http.StatusOK, `value="Ratusz"`)
		h.wants("the record of changes", h.person(true, administrator()).get("/en/desk/changes?kind=press"), http.StatusOK)
	})
}
