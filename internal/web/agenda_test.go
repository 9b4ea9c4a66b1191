package web

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"twintown/internal/platform/mail"
)

// publicMeeting begins a conference of two days, publishes it and returns its address at the
// desk; readers find it at /pl/meetings/konferencja-miast.
func (p *person) publicMeeting(fields ...string) string {
	p.h.Helper()
	at := p.beginMeeting("conference", "pl", "Konferencja miast")
	facts := append([]string{"from", "14 May 2027", "to", "15 May 2027", "place", "Białystok", "venue", "Ratusz", "programme", "9:00–9:30 Otwarcie\n9:30 Panel\n\n10:00 Wyjazd"}, fields...)
	if code := p.facts(at, facts...); code != http.StatusSeeOther {
		p.h.Fatalf("facts: %d", code)
	}
	text := strings.Replace(at, "/meetings/", "/press/", 1) + "/pl"
	p.write(text, "title", "Konferencja miast", "lead", "Krótko.")
	p.h.wants("published", p.post(text+"/publish", "do", "now"), http.StatusSeeOther)
	return at
}

const publicProgramme = "/pl/meetings/konferencja-miast/programme"

// send fills a form at the programme's desk and wants it kept.
func (p *person) keepAgenda(at string, fields ...string) {
	p.h.Helper()
	version := valueIn(p.get(at).Body.String(), "version")
	w := p.post(at, append([]string{"version", version, "do", "save"}, fields...)...)
	if w.Code != http.StatusSeeOther {
		p.h.Fatalf("%s: %d %s", at, w.Code, regexp.MustCompile(`(?s)class="faults".*?</div>`).FindString(w.Body.String()))
	}
}

func (p *person) release(at string, fields ...string) int {
	p.h.Helper()
	page := p.get(at + "/agenda/release")
	checkHTML(p.h.T, "the release", page.Body.String())
	return p.post(at+"/agenda/release", append([]string{"do", "release", "version", valueIn(page.Body.String(), "version")}, fields...)...).Code
}

// An organiser takes the typed programme over, gives it rooms and speakers, releases it, and
// readers find it as a page, as pages of sessions, in calendars and in a feed.
func TestAProgrammeFromDraftToCalendar(t *testing.T) {
	eachHall(t, func(h *hall) {
		o, reader := h.person(true, organiserOfSite()), newBrowser(h.h)
		at := o.publicMeeting()
		agenda := at + "/agenda"
		h.wants("nothing is released", reader.get(publicProgramme), http.StatusNotFound)
		h.wants("the desk", o.get(agenda), http.StatusOK, "Make sessions of it")
		h.wants("a stranger", reader.get(agenda), http.StatusSeeOther)
		h.wants("taken over", o.post(agenda+"/begin"), http.StatusSeeOther)
		for _, name := range []string{"Aula", "Sala <2>"} {
			o.keepAgenda(agenda+"/rooms/new", "name.pl", name, "seats", "100", "access", "step_free")
		}
		desk := o.get(agenda).Body.String()
		checkHTML(t, "the desk", desk)
		room := regexp.MustCompile(`/agenda/rooms/([0-9a-f-]+)"`).FindAllStringSubmatch(desk, -1)
		o.keepAgenda(agenda+"/speakers/new", "name", "Burmistrz Sokółki", "email", "burmistrz@example.org", "language", "lt", "office.pl", "Burmistrz", "consented", "2026-11-20", "how", "by letter")
		o.keepAgenda(agenda+"/speakers/new", "name", "Osoba bez zgody", "language", "pl")
		speakers := regexp.MustCompile(`/agenda/speakers/([0-9a-f-]+)"`).FindAllStringSubmatch(o.get(agenda).Body.String(), -1)
		session := agenda + "/sessions/1"
		form := o.get(session)
		h.wants("a session", form, http.StatusOK, `name="title.pl"`, "Otwarcie", "Aula")
		checkHTML(t, "a session", form.Body.String())
		h.wants("backwards", o.post(session, "version", "1", "kind", "plenary", "title.pl", "Otwarcie", "day", "2027-05-14", "from", "9.30", "until", "9.00"), http.StatusUnprocessableEntity, "before the beginning (09:30)", `value="9.30"`)
		fields := []string{"kind", "plenary", "title.pl", "Otwarcie", "about.pl", "Powitanie gości.", "day", "2027-05-14", "from", "9", "until", "9.30", "room", room[0][1], "spoken", "pl", "interpreted", "lt", "speakers", speakers[0][1], "speakers", speakers[1][1]}
		o.keepAgenda(session, fields...)
		h.wants("over another’s change", o.post(session, append([]string{"version", "1", "kind", "talk", "title.pl", "Inaczej"}, fields[4:]...)...), http.StatusConflict, "Otwarcie", "<del>")
		o.keepAgenda(agenda+"/sessions/2", "kind", "panel", "title.pl", "Panel", "day", "2027-05-14", "from", "9:00", "until", "10:00", "room", room[1][1], "people", "120")
		h.wants("what is in the way", o.get(agenda), http.StatusOK, "(seats: 100, expected: 120)", "Without a room: Wyjazd 10:00", `class="timetable"`)
		if code := o.release(at); code != http.StatusUnprocessableEntity {
			t.Errorf("with conflicts: %d", code)
		}
		if code := o.release(at, "anyway", "1"); code != http.StatusSeeOther {
			t.Fatalf("released: %d", code)
		}
		page := reader.get(publicProgramme)
		h.wants("the programme", page, http.StatusOK, "Otwarcie", "Burmistrz Sokółki", "piątek, 14 maja 2027", `<th scope="col">Sala &lt;2&gt;</th>`, publicProgramme+"/1", `rowspan="2"`)
		checkHTML(t, "the programme", page.Body.String())
		if strings.Contains(page.Body.String(), "bez zgody") || strings.Contains(page.Body.String(), "burmistrz@") {
			t.Error("somebody is named who did not agree, or an address is shown")
		}
		one := reader.get(publicProgramme + "/1")
		h.wants("a session", one, http.StatusOK, "Powitanie gości.", "Tłumaczenie na: litewski", "W tym samym czasie", "Ratusz")
		checkHTML(t, "a session for readers", one.Body.String())
		h.wants("the meeting", reader.get("/pl/meetings/konferencja-miast"), http.StatusOK, publicProgramme+"/1", `"subEvent":[`)
		h.programmeElsewhere(reader)
		h.mailed("burmistrz@example.org", "Programoje: Otwarcie (2027 m. gegužės 14 d., 09:00–09:30, salė: Aula)")

		taken := o.post(agenda+"/speakers/"+speakers[0][1], "do", "back")
		h.wants("consent is taken back", taken, http.StatusSeeOther)
		if strings.Contains(reader.get(publicProgramme).Body.String()+reader.get(publicProgramme+"/1").Body.String()+reader.get(publicProgramme+".ics").Body.String(), "Sokółki") {
			t.Error("the person is still shown")
		}
		h.wants("moved by the keyboard", o.post(session+"/move", "do", "later"), http.StatusSeeOther)
		h.wants("readers see what was released", reader.get(publicProgramme), http.StatusOK, "09:00–09:30")
		outlook := o.get(agenda + "/release")
		h.wants("what a release would do", outlook, http.StatusOK, "09:15–09:45", "Burmistrz Sokółki")
		if code := o.release(at, "anyway", "1"); code != http.StatusSeeOther {
			t.Fatalf("released again: %d", code)
		}
		ics := reader.get(publicProgramme + "/1/session.ics").Body.String()
		for _, line := range []string{"DTSTART;TZID=Europe/Warsaw:20270514T091500", "TZID:Europe/Warsaw", "URL:http://localhost:8080" + publicProgramme + "/1"} {
			if !strings.Contains(strings.ReplaceAll(ics, "\r\n ", ""), line) {
				t.Errorf("%s is missing in\n%s", line, ics)
			}
		}
		h.wants("the matrix", o.get(agenda+"/interpretation"), http.StatusOK, "It is not known yet who comes", "interpreted")
		checkHTML(t, "the matrix", o.get(agenda+"/interpretation").Body.String())
		h.wants("thrown away", o.post(agenda+"/release", "do", "revert", "version", "0"), http.StatusConflict)
	})
}

// programmeElsewhere reads calendars, the feed and the data for machines.
func (h *hall) programmeElsewhere(reader *browser) {
	h.Helper()
	for path, want := range map[string]int{".ics": 3, "/days/2027-05-14/day.ics": 2, "/2/session.ics": 1} {
		w := reader.get(publicProgramme + path)
		if n := strings.Count(w.Body.String(), "BEGIN:VEVENT"); n != want || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/calendar") {
			h.Errorf("%s: %d events, want %d", path, n, want)
		}
	}
	h.anotherProgramReads(reader.get(publicProgramme + ".ics").Body.Bytes())
	h.wants("a day without anything", reader.get(publicProgramme+"/days/2027-05-20/day.ics"), http.StatusNotFound)
	h.wants("a session that is not there", reader.get(publicProgramme+"/9"), http.StatusNotFound)
	var feed atomFeed
	if err := xml.Unmarshal(reader.get(publicProgramme+".atom").Body.Bytes(), &feed); err != nil || len(feed.Entries) != 1 || !strings.Contains(feed.Entries[0].Content.Text, "Otwarcie – nowy punkt") {
		h.Errorf("the feed: %v, %+v", err, feed)
	}
	data := regexp.MustCompile(`<script type="application/ld\+json">(.*?)</script>`).FindStringSubmatch(reader.get(publicProgramme).Body.String())
	var node struct {
		SubEvent []struct {
			Name, StartDate, URL string
			Location             struct{ Name string }
			Performer            []struct{ Name, JobTitle string }
		}
	}
	if data == nil || json.Unmarshal([]byte(data[1]), &node) != nil || len(node.SubEvent) != 3 || node.SubEvent[0].StartDate != "2027-05-14T09:00:00+02:00" || node.SubEvent[0].Location.Name != "Aula" || len(node.SubEvent[0].Performer) != 1 {
		h.Errorf("for machines: %+v of %v", node, data)
	}
}

// anotherProgramReads has a reader that others wrote read the whole programme.
func (h *hall) anotherProgramReads(calendar []byte) {
	h.Helper()
	const script = `
import sys, json, icalendar
c = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
print(json.dumps([[str(e['UID']).split('-')[0], int(e['SEQUENCE']), e.decoded('DTSTART').isoformat(), e.decoded('DTEND').isoformat() if 'DTEND' in e else '', str(e['SUMMARY']), str(e['URL'])] for e in c.walk('VEVENT')]))`
	python := cmp.Or(os.Getenv("TWINTOWN_PYTHON"), "python3")
	if err := exec.Command(python, "-c", "import icalendar").Run(); err != nil {
		if os.Getenv("CI") == "true" {
			h.Fatal("TWINTOWN_PYTHON names no Python with icalendar: the check command sets it")
		}
		return
	}
	cmd := exec.CommandContext(h.Context(), python, "-c", script)
	cmd.Stdin = bytes.NewReader(calendar)
	out, err := cmd.Output()
	const want = `["session", 1, "2027-05-14T09:00:00+02:00", "2027-05-14T09:30:00+02:00", "Otwarcie", "http://localhost:8080` + publicProgramme + `/1"]`
	if err != nil || !strings.Contains(string(out), want) {
		h.Errorf("%v\n%s", err, out)
	}
}

// mailed wants a mail to an address that says something.
func (h *hall) mailed(to, text string) {
	h.Helper()
	rows, err := h.site.rooms.Outbox.List(h.Context(), mail.Filter{})
	h.must(err)
	for _, r := range rows {
		p, err := h.site.rooms.Outbox.Preview(h.Context(), r.ID)
		h.must(err)
		if r.To == to && strings.Contains(strings.Join(strings.Fields(p.Text), " "), text) {
			return
		}
	}
	h.Errorf("no mail to %s of %d says %q", to, len(rows), text)
}

// A meeting that is cancelled on its eve is told once, and its calendars say so.
func TestACancelledMeetingIsTold(t *testing.T) {
	eachHall(t, func(h *hall) {
		o, reader := h.person(true, organiserOfSite()), newBrowser(h.h)
		at := o.publicMeeting()
		agenda := at + "/agenda"
		h.wants("taken over", o.post(agenda+"/begin"), http.StatusSeeOther)
		o.keepAgenda(agenda+"/speakers/new", "name", "Burmistrz", "email", "burmistrz@example.org", "language", "pl")
		speaker := regexp.MustCompile(`/agenda/speakers/([0-9a-f-]+)"`).FindStringSubmatch(o.get(agenda).Body.String())[1]
		o.keepAgenda(agenda+"/sessions/1", "kind", "plenary", "title.pl", "Otwarcie", "day", "2027-05-14", "from", "9:00", "speakers", speaker)
		if code := o.release(at, "anyway", "1"); code != http.StatusSeeOther {
			t.Fatalf("released: %d", code)
		}
		h.wants("it takes place", o.post(agenda+"/off"), http.StatusUnprocessableEntity)
		if code := o.facts(at, "off", "1", "from", "14 May 2027", "to", "15 May 2027", "place", "Białystok", "venue", "Ratusz"); code != http.StatusSeeOther {
			t.Fatalf("facts: %d", code)
		}
		item := strings.Replace(at, "/meetings/", "/press/", 1)
		h.wants("published", o.post(item+"/publish", "do", "now", "seen", valueIn(o.get(item+"/changes").Body.String(), "seen")), http.StatusSeeOther)
		h.wants("the desk asks", o.get(agenda), http.StatusOK, "Tell everybody concerned")
		h.wants("told", o.post(agenda+"/off"), http.StatusSeeOther)
		h.wants("once", o.post(agenda+"/off"), http.StatusUnprocessableEntity)
		h.mailed("burmistrz@example.org", "nie odbędzie się: Konferencja miast")
		if ics := reader.get(publicProgramme + ".ics").Body.String(); strings.Count(ics, "STATUS:CANCELLED") != 3 {
			t.Errorf("the calendar:\n%s", ics)
		}
	})
}

// A photo is shown as long as the person agrees to it, and the file is nowhere else.
func TestThePhotoOfASpeaker(t *testing.T) {
	eachHall(t, func(h *hall) {
		h.withPictures()
		o, reader := h.person(true, organiserOfSite()), newBrowser(h.h)
		at := o.publicMeeting()
		agenda := at + "/agenda"
		h.wants("taken over", o.post(agenda+"/begin"), http.StatusSeeOther)
		o.keepAgenda(agenda+"/speakers/new", "name", "Burmistrz", "language", "pl", "consented", "2026-11-20")
		id := regexp.MustCompile(`/agenda/speakers/([0-9a-f-]+)"`).FindStringSubmatch(o.get(agenda).Body.String())[1]
		speaker := agenda + "/speakers/" + id
		o.keepAgenda(agenda+"/sessions/1", "kind", "plenary", "title.pl", "Otwarcie", "day", "2027-05-14", "from", "9:00", "speakers", id)
		h.wants("no photo", o.sendForm(speaker+"/photo", "letter.txt", []byte("no picture"), "agreed", "2026-11-20"), http.StatusUnprocessableEntity)
		h.wants("kept", o.sendForm(speaker+"/photo", "face.png", samplePNG(), "agreed", ""), http.StatusSeeOther)
		if code := o.release(at, "anyway", "1"); code != http.StatusSeeOther {
			t.Fatalf("released: %d", code)
		}
		public := "/pl/meetings/konferencja-miast/speakers/" + id + "/photo"
		h.wants("without her word", reader.get(public), http.StatusNotFound)
		h.wants("at the desk", o.get(speaker+"/photo"), http.StatusOK)
		o.keepAgenda(speaker, "name", "Burmistrz", "language", "pl", "consented", "2026-11-20", "photo_on", "2026-11-21")
		w := reader.get(public)
		h.wants("with it", w, http.StatusOK)
		if w.Header().Get("Cache-Control") != "private, no-store" || w.Header().Get("Content-Type") != "image/png" {
			t.Errorf("%v", w.Header())
		}
		h.wants("the page", reader.get(publicProgramme), http.StatusOK, public)
		h.wants("taken back", o.post(speaker, "do", "back"), http.StatusSeeOther)
		h.wants("at once", reader.get(public), http.StatusNotFound)
	})
}

// A translator sees the words of the programme beside their original, what is missing and
// what changed since; what another one wrote meanwhile is not lost.
func TestTheWordsOfAProgrammeInAnotherLanguage(t *testing.T) {
	eachHall(t, func(h *hall) {
		o := h.person(true, organiserOfSite())
		at := o.publicMeeting()
		agenda := at + "/agenda"
		h.wants("taken over", o.post(agenda+"/begin"), http.StatusSeeOther)
		o.keepAgenda(agenda+"/sessions/1", "kind", "plenary", "title.pl", "Otwarcie", "about.pl", "Powitanie gości.", "day", "2027-05-14", "from", "9:00")
		h.wants("the desk", o.get(agenda), http.StatusOK, agenda+"/words/lt", "Lithuanian – missing: 4; out of date: 0")
		words := agenda + "/words/lt?day=2027-05-14&of=pl"
		page := o.get(words)
		h.wants("side by side", page, http.StatusOK, "Powitanie gości.", "Not translated yet.")
		checkHTML(t, "side by side", page.Body.String())
		fields := func() (all []string) {
			h.Helper()
			for _, m := range regexp.MustCompile(`name="(seen\.[a-z]+\.[0-9a-f-]+)" value="([0-9a-f]+)"`).FindAllStringSubmatch(o.get(words).Body.String(), -1) {
				all = append(all, m[1], m[2])
			}
			return all
		}
		seen := fields()
		title := strings.TrimPrefix(seen[0], "seen.")
		h.wants("kept", o.post(words, append(seen, "t."+title, "Atidarymas")...), http.StatusSeeOther)
		h.wants("it stands there", o.get(words), http.StatusOK, ">Atidarymas</textarea>")
		h.wants("who did not see it", o.post(words, append(seen, "t."+title, "Pradžia")...), http.StatusConflict, "Somebody changed a text or its original meanwhile", ">Pradžia</textarea>")
		h.wants("a second time", o.post(words, append(fields(), "t."+title, "Pradžia")...), http.StatusSeeOther)
		o.keepAgenda(agenda+"/sessions/1", "kind", "plenary", "title.pl", "Uroczyste otwarcie", "title.lt", "Pradžia", "about.pl", "Powitanie gości.", "day", "2027-05-14", "from", "9:00")
		page = o.get(words)
		h.wants("what changed", page, http.StatusOK, "<del>", "the translation still fits", "out of date: 1")
		checkHTML(t, "what changed", page.Body.String())
		h.wants("it fits", o.post(words, append(fields(), "t."+title, "Pradžia", "fits."+title, "1")...), http.StatusSeeOther)
		h.wants("nothing is out of date", o.get(agenda), http.StatusOK, "Lithuanian – missing: 3; out of date: 0")
		h.wants("a language that nobody offers", o.get(agenda+"/words/xx"), http.StatusNotFound)
	})
}
