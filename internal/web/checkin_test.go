package web

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"twintown/internal/meeting/delegation"
	"twintown/internal/people"
	"twintown/internal/platform/mail"
)

// conferenceOf is a conference with a delegation from Hrodna that comes with two.
type conferenceOf struct {
	*hall
	organiser *person
	at        string // its address at the desk
	meeting   string
	members   []delegation.Member
}

func newConferenceOf(h *hall, change ...func(*delegation.Conference)) *conferenceOf {
	h.Helper()
	c := &conferenceOf{hall: h, organiser: h.person(true, organiserOfSite())}
	c.at = c.organiser.beginMeeting("conference", "pl", "Konferencja")
	c.meeting = c.at[strings.LastIndexByte(c.at, '/')+1:]
	guests := h.site.rooms.Guests
	held := delegation.Conference{Meeting: c.meeting, Ends: h.clock.Now().Add(24 * time.Hour)}
	for _, fn := range change {
		fn(&held)
	}
	h.must(guests.SaveConference(h.Context(), people.System(), held))
	id, err := guests.Add(h.Context(), people.System(), delegation.Delegation{Meeting: c.meeting, Kind: delegation.Town, Place: placeHrodna, Language: "be", Quota: 2, Contact: delegation.Contact{Email: "office@example.org"}})
	h.must(err)
	h.must(guests.Invite(h.Context(), people.System(), id))
	d, err := guests.ByID(h.Context(), id)
	h.must(err)
	_, err = guests.Answer(h.Context(), people.System(), id, d.Version, delegation.Answer{State: delegation.Accepted, Coming: 2, By: delegation.ByLetter})
	h.must(err)
	for _, name := range []string{"Head of the office", "Interpreter of the office"} {
		_, err := guests.PutMember(h.Context(), people.System(), delegation.ByLetter, delegation.Member{Delegation: id, Profile: delegation.Profile{Name: name}})
		h.must(err)
	}
	c.members, err = guests.Members(h.Context(), id)
	h.must(err)
	return c
}

// door makes a link for helpers and returns its path.
func (c *conferenceOf) door(name string) string {
	c.Helper()
	c.wants("a link is made", c.organiser.post(c.at+"/checkin/doors", "door_name", name, "hours", "4"), http.StatusSeeOther)
	page := c.organiser.get(c.at + "/checkin").Body.String()
	found := regexp.MustCompile(`<code>http://localhost:8080(/en/door/[\w-]+)</code>`).FindStringSubmatch(page)
	if found == nil {
		c.Fatalf("no link on the page:\n%s", page)
	}
	return found[1]
}

func sendJSONTo(h http.Handler, path, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// A helper without an account checks guests in by a link, by form and by script; the
// organiser sees it at once; the link opens nothing else and ends when it is taken back.
func TestCheckInByALink(t *testing.T) {
	eachHall(t, func(h *hall) {
		c := newConferenceOf(h)
		door, helper := c.door("East"), newBrowser(h.h)
		page := helper.get(door)
		h.wants("the door", page, http.StatusOK, "East", "Konferencja", "expected: 2", `<check-in base="`+door+`"`)
		checkHTML(t, "the door", page.Body.String())
		for name, want := range map[string]string{"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"} {
			if got := page.Header().Get(name); got != want {
				t.Errorf("%s: %q", name, got)
			}
		}
		if !strings.Contains(page.Header().Get("Permissions-Policy"), "camera=(self)") || strings.Contains(page.Body.String(), "Head of the office") {
			t.Error("the door has no camera, or tells names before anybody asks")
		}
		h.wants("by name", helper.get(door+"?q=interpreter"), http.StatusOK, "Interpreter of the office", "Hrodna")
		h.wants("by town", helper.get(door+"?q=hrodn"), http.StatusOK, "Interpreter of the office", "Head of the office")
		h.wants("nobody", helper.get(door+"?q=qqqq"), http.StatusOK, "Nobody was found.")

		code := c.members[0].Code
		h.wants("a code that was typed", helper.post(door, "code", strings.ToLower(code[:4])+"-"+code[4:]), http.StatusOK, "Checked in: 12:00", "Head of the office")
		h.clock.Add(5 * time.Minute)
		h.wants("a second time", helper.post(door, "code", code), http.StatusOK, "Checked in already: 12:00 (East)", `class="scan-said again"`)
		h.wants("a code that is none", helper.post(door, "code", "nonsense"), http.StatusOK, "on no badge")
		h.wants("an empty one", helper.post(door, "code", " "), http.StatusUnprocessableEntity, "cannot be read")
		h.wants("for the organiser", c.organiser.get(c.at+"/checkin"), http.StatusOK, `<strong class="num">1</strong> there, expected: 2`)
		h.wants("taken back", helper.post(door, "member", c.members[0].ID, "do", "undo"), http.StatusOK, "Taken back.")
		for _, other := range []string{c.at + "/checkin", c.at + "/delegations", c.at} {
			if w := helper.get(other); w.Code == http.StatusOK {
				t.Errorf("a helper sees %s", other)
			}
		}
		page = c.organiser.get(c.at + "/checkin")
		id := regexp.MustCompile(`name="door" value="([^"]+)"`).FindStringSubmatch(page.Body.String())[1]
		h.wants("taken back", c.organiser.post(c.at+"/checkin/doors", "door", id, "do", "revoke"), http.StatusSeeOther)
		for _, path := range []string{door, door + "/state", door + "/worker.js"} {
			if w := helper.get(path); w.Code != http.StatusGone {
				t.Errorf("%s after it was taken back: %d", path, w.Code)
			}
		}
		if w := sendJSONTo(h.h, door+"/scans", `{"scans":[]}`); w.Code != http.StatusGone {
			t.Errorf("scans after it was taken back: %d", w.Code)
		}
	})
}

// A device learns the list, is told when nothing changed, and sends what it scanned; in a
// protected meeting it learns no name.
func TestWhatADeviceLearns(t *testing.T) {
	eachHall(t, func(h *hall) {
		open, secret := newConferenceOf(h), newConferenceOf(h, func(c *delegation.Conference) { c.Protected = true })
		door := open.door("East")
		read := func(path, mark string) (deviceState, *httptest.ResponseRecorder) {
			t.Helper()
			w := ask(h.h, path+"/state", "If-None-Match: "+mark)
			var v deviceState
			if w.Code == http.StatusOK {
				h.must(json.Unmarshal(w.Body.Bytes(), &v))
			}
			return v, w
		}
		v, w := read(door, "")
		if len(v.People) != 2 || v.People[0].Name != "Head of the office" || v.People[0].Code != open.members[0].Code || len(v.There) != 0 || v.Groups[v.People[0].Group].Name != "Hrodna" {
			t.Errorf("a device learns %+v", v)
		}
		mark := w.Header().Get("ETag")
		if _, w := read(door, mark); w.Code != http.StatusNotModified {
			t.Errorf("nothing changed: %d", w.Code)
		}
		h.clock.Add(time.Hour)
		now := h.clock.Now()
		body, err := json.Marshal(deviceScans{Sent: now.Add(-3 * time.Hour).UnixMilli(), Scans: []deviceScan{
			{Nonce: "n1", List: "arrival", Code: open.members[1].Code, At: now.Add(-3*time.Hour - 10*time.Minute).UnixMilli()},
			{Nonce: "n2", List: "arrival", Code: "X", At: now.UnixMilli()},
		}})
		h.must(err)
		for range 2 {
			var results []deviceResult
			h.must(json.Unmarshal(sendJSONTo(h.h, door+"/scans", string(body)).Body.Bytes(), &results))
			if len(results) != 2 || results[0].Verdict != "in" || results[0].At != "12:50" || results[1].Verdict != "unknown" {
				t.Errorf("results: %+v", results)
			}
		}
		if v, w := read(door, mark); w.Code != http.StatusOK || len(v.There) != 1 || v.There[0].At != "12:50" || v.Doors[v.There[0].Door] != "East" {
			t.Errorf("after the scans: %d, %+v", w.Code, v.There)
		}
		for name, body := range map[string]string{"no JSON": "{", "a scan without a nonce": `{"scans":[{"code":"A"}]}`, "an unknown list": `{"scans":[{"nonce":"a","code":"A","list":"z"}]}`} {
			if w := sendJSONTo(h.h, door+"/scans", body); w.Code != http.StatusBadRequest && w.Code != http.StatusNotFound {
				t.Errorf("%s: %d", name, w.Code)
			}
		}
		worker := ask(h.h, door+"/worker.js")
		if got := worker.Header().Get("Service-Worker-Allowed"); got != door || !strings.HasPrefix(worker.Body.String(), "const FACTS = ") {
			t.Errorf("the worker may look after %q: %.80s", got, worker.Body)
		}

		hidden := secret.door("West")
		if _, w := read(hidden, ""); strings.Contains(w.Body.String(), "office") || !strings.Contains(w.Body.String(), secret.members[0].Code) {
			t.Errorf("a protected meeting tells a device %s", w.Body)
		}
		page := ask(h.h, hidden+"?q=hrodna").Body.String()
		if strings.Contains(page, "office") || !strings.Contains(page, "…"+secret.members[0].Code[12:]) {
			t.Error("a helper of a protected meeting is told names, or finds no badge")
		}
		h.wants("the organiser finds by name", secret.organiser.get(secret.at+"/checkin/scan?q=head"), http.StatusOK, "Head of the office")
		if w := secret.organiser.get(secret.at + "/checkin/scan/state"); strings.Contains(w.Body.String(), "office") {
			t.Error("a device of the organiser of a protected meeting keeps names")
		}

		h.clock.Add(365 * 24 * time.Hour) // the organiser's session is over too
		o := open.organiser
		o.begin(true)
		if w := o.get(open.at + "/checkin/scan/state"); strings.Contains(w.Body.String(), "office") || w.Code != http.StatusOK {
			t.Errorf("after the time for which names are kept: %d %s", w.Code, w.Body)
		}
	})
}

// The organiser adds lists and takes in somebody without an invitation.
func TestListsAndWalkInsAtTheDesk(t *testing.T) {
	eachHall(t, func(h *hall) {
		c := newConferenceOf(h)
		o := c.organiser
		h.wants("a list", o.post(c.at+"/checkin/lists", "name", "Dinner"), http.StatusSeeOther)
		page := o.get(c.at + "/checkin")
		h.wants("the page", page, http.StatusOK, "Dinner", "The list has been added.")
		checkHTML(t, "check-in", page.Body.String())
		h.wants("a list without a name", o.post(c.at+"/checkin/lists", "name", ""), http.StatusUnprocessableEntity, "Please give a name.")
		h.wants("nowhere", o.post(c.at+"/checkin/walk-in", "person", "Head of a school", "town", "qqqqqqqq"), http.StatusUnprocessableEntity)
		h.wants("without a name", o.post(c.at+"/checkin/walk-in", "town", "Białystok"), http.StatusUnprocessableEntity)
		h.wants("taken in", o.post(c.at+"/checkin/walk-in", "person", "Head of a school", "town", "Białystok"), http.StatusSeeOther)
		h.wants("and there", o.get(c.at+"/checkin"), http.StatusOK, `<strong class="num">1</strong> there, expected: 3`, "Białystok")
		count := o.get(c.at + "/checkin/count?list=arrival")
		h.wants("the counter alone", count, http.StatusOK, "expected: 3")
		again := httptest.NewRequest(http.MethodGet, c.at+"/checkin/count?list=arrival", nil)
		again.Header.Set("If-None-Match", count.Header().Get("ETag"))
		if w := o.do(again); w.Code != http.StatusNotModified {
			t.Errorf("the counter has not changed: %d", w.Code)
		}
	})
}

// When the guests went home: the numbers stand on the meeting's page by one click, guests
// answer a survey by their link, and the organiser sees what goes when.
func TestWhatIsLeftWhenTheGuestsGoHome(t *testing.T) {
	eachHall(t, func(h *hall) {
		c := newConferenceOf(h)
		o := c.organiser
		text := strings.Replace(c.at, "/meetings/", "/press/", 1) + "/pl"
		o.write(text, "title", "Konferencja", "lead", "Konferencja miast.", "body", "Przyjechali goście.")
		if code := o.facts(c.at, "from", "23 November 2026", "place", "Białystok", "organisers", "Miasto"); code != http.StatusSeeOther {
			t.Fatalf("facts: %d", code)
		}
		h.wants("published", o.post(text+"/publish", "do", "now"), http.StatusSeeOther)
		c.wants("checked in", o.post(c.at+"/checkin/scan", "member", c.members[0].ID), http.StatusOK, "Checked in")
		page := o.get(c.at + "/after")
		h.wants("the page", page, http.StatusOK, "Hrodna, Belarus", "Travel documents", "Numbers of guests", "25 November 2026")
		checkHTML(t, "after", page.Body.String())
		h.wants("the numbers", o.post(c.at+"/after/numbers"), http.StatusSeeOther)
		h.wants("are public", o.get(c.at+"/after"), http.StatusOK, "on the meeting’s page now")
		h.wants("for readers", newBrowser(h.h).get("/pl/meetings/konferencja"), http.StatusOK, "Grodno", "1 osoba")

		guests := h.site.rooms.Guests
		d, err := guests.ByID(h.Context(), c.members[0].Delegation)
		h.must(err)
		own, guest := "/en/guest/"+guests.Link(d), newBrowser(h.h)
		h.wants("before it is open", guest.get(own+"/survey"), http.StatusOK, "takes no answers")
		h.wants("without a question", o.post(c.at+"/after/survey", "version", "0", "until", "2026-12-10"), http.StatusUnprocessableEntity, "Please choose one question")
		h.wants("opened", o.post(c.at+"/after/survey", "version", "0", "until", "2026-12-10", "question", "whole", "question", "partner"), http.StatusSeeOther)
		h.wants("offered", guest.get(own), http.StatusOK, own+"/survey")
		survey := guest.get(own + "/survey")
		h.wants("asked", survey, http.StatusOK, "How was the meeting as a whole?", "10 December 2026")
		checkHTML(t, "survey", survey.Body.String())
		h.wants("nothing said", guest.post(own+"/survey"), http.StatusUnprocessableEntity, "answer one question")
		h.wants("answered", guest.post(own+"/survey", "whole", "good", "partner", "yes"), http.StatusSeeOther)
		h.wants("thanked", guest.get(own+"/survey"), http.StatusOK, "Your delegation has answered")
		h.wants("once", guest.post(own+"/survey", "whole", "poor"), http.StatusConflict)
		page = o.get(c.at + "/after")
		h.wants("nobody sees one answer", page, http.StatusOK, "Answers: 1.", "Results are shown once the survey is closed.")
		if strings.Contains(page.Body.String(), "<meter") {
			t.Error("one answer is shown")
		}
		c.thanks()
		h.clock.Add(100 * 24 * time.Hour)
		if w := guest.get(own); w.Code != http.StatusNotFound {
			t.Errorf("a personal link after the time for which people are kept: %d", w.Code)
		}
	})
}

// thanks has the organiser write to those who came, once, when the meeting is over.
func (c *conferenceOf) thanks() {
	c.Helper()
	h, o := c.hall, c.organiser
	h.site.rooms.Outbox = mail.NewOutbox(h.db, h.site.catalog, h.site.rooms.Key, func(string) mail.Site { return mail.Site{Name: "Partners", Address: "https://partners.example.org"} })
	h.wants("before the end", o.get(c.at+"/after"), http.StatusOK, "This mail can be sent when the meeting is over.", "Certificates of attendance, people: 1")
	h.wants("sent before the end", o.post(c.at+"/after/thanks"), http.StatusConflict, "This mail can be sent when the meeting is over.")
	h.clock.Add(25 * time.Hour)
	o = h.person(true, organiserOfSite()) // the session of the first is over
	page := o.get(c.at + "/after/thanks")
	h.wants("the mail before it is sent", page, http.StatusOK, "Delegations that get it (1)", "Дзякуем, што былі з намі.")
	checkHTML(c.T, "the mail", page.Body.String())
	h.wants("sent", o.post(c.at+"/after/thanks"), http.StatusSeeOther, c.at+"/after")
	h.wants("to nobody twice", o.post(c.at+"/after/thanks"), http.StatusSeeOther, c.at+"/after")
	sent, err := h.site.rooms.Outbox.List(h.Context(), mail.Filter{})
	h.must(err)
	if len(sent) != 1 || !strings.HasPrefix(sent[0].Kind, "after_") {
		c.Errorf("%+v", sent)
	}
	h.wants("done", o.get(c.at+"/after"), http.StatusOK, "delegations told: 1 of 1")
}
