package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"twintown/internal/meeting/delegation"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/jobs"
)

// conference begins a conference at the desk, opens its working side and returns its address.
func (p *person) conference(fields ...string) string {
	p.h.Helper()
	at := p.beginMeeting("conference", "pl", "Konferencja")
	if code := p.facts(at, "from", "14 May 2027", "place", "Białystok"); code != http.StatusSeeOther {
		p.h.Fatalf("facts: %d", code)
	}
	form := p.get(at + "/settings")
	p.h.wants("the settings", form, http.StatusOK, `name="seats"`)
	checkHTML(p.h.T, "the settings", form.Body.String())
	w := p.post(at+"/settings", append([]string{"version", "0"}, fields...)...)
	p.h.wants("opened", w, http.StatusSeeOther, at+"/delegations")
	return at
}

// invite adds a delegation and returns its address at the desk.
func (p *person) invite(at string, fields ...string) string {
	p.h.Helper()
	w := p.post(at+"/delegations/new", append([]string{"save", "1", "kind", "town", "quota", "4"}, fields...)...)
	p.h.wants("added", w, http.StatusSeeOther, at+"/delegations/")
	return w.Header().Get("Location")
}

// sendList sends a list as a browser does, with a file where name is not "".
func (p *person) sendList(path, name, content string, fields ...string) *httptest.ResponseRecorder {
	p.h.Helper()
	return p.upload(p.h.T, path, name, content, fields...)
}

// noted checks that the last change of a person is this one.
func (h *hall) noted(p *person, field string) {
	h.Helper()
	records, err := h.store.Log().Read(h.Context(), people.Query{Actor: p.id, Limit: 1})
	h.must(err)
	if len(records) != 1 || len(records[0].Fields) != 1 || records[0].Fields[0].Name != field {
		h.Errorf("the record of changes tells %+v, want %s", records, field)
	}
}

func (h *hall) guest(at string) delegation.Delegation {
	h.Helper()
	d, err := h.site.rooms.Guests.ByID(h.Context(), at[strings.LastIndex(at, "/")+1:])
	h.must(err)
	return d
}

// An organiser opens the working side once the day is known, invites a town in its own
// language, notes an answer that came by letter, and writes its list.
func TestADelegationAtTheDesk(t *testing.T) {
	eachHall(t, func(h *hall) {
		o := h.person(true, organiserOfSite())
		undated := o.beginMeeting("conference", "pl", "Bez dnia")
		h.wants("before the day is known", o.get(undated+"/settings"), http.StatusOK, "Please say first on which day")
		h.wants("no list yet", o.get(undated+"/delegations"), http.StatusSeeOther, undated+"/settings")

		at := o.conference("seats", "6", "deadline", "1 May 2027", "contact", "office@example.org")
		empty := o.get(at + "/delegations")
		h.wants("an empty list leads on", empty, http.StatusOK, at+"/delegations/new", at+"/delegations/many", "partners=776069")
		checkHTML(t, "an empty list", empty.Body.String())
		kaunas := o.invite(at, "place", "Kaunas", "email", "kaunas@example.org", "contact", "Office of the mayor")
		if d := h.guest(kaunas); d.Language != "lt" || d.Place != placeKaunas || d.State != delegation.Draft {
			t.Errorf("Kaunas: %+v", d)
		}
		h.wants("twice", o.post(at+"/delegations/new", "save", "1", "kind", "town", "quota", "4", "place", "Kaunas"), http.StatusUnprocessableEntity, "in the list of delegations already")
		h.wants("several towns of a name", o.post(at+"/delegations/new", "save", "1", "kind", "town", "quota", "4", "place", "Friedberg"), http.StatusUnprocessableEntity, `name="choose"`)
		page := o.get(kaunas)
		h.wants("its page", page, http.StatusOK, "Kaunas", "Nobody was written to yet", "/lt/guest/", "Added to the list")
		checkHTML(t, "its page", page.Body.String())
		h.wants("invited", o.post(kaunas+"/do/invite"), http.StatusSeeOther)
		version := valueIn(o.get(kaunas).Body.String(), "version")
		h.wants("answered by letter", o.post(kaunas+"/answer", "version", version, "way", "letter", "state", "accepted", "coming", "3"), http.StatusSeeOther)
		h.wants("by somebody else meanwhile", o.post(kaunas+"/answer", "version", version, "way", "phone", "state", "accepted", "coming", "4"), http.StatusConflict, "Somebody changed this meanwhile")
		form := o.get(kaunas + "/members/new")
		h.wants("a person", form, http.StatusOK, `name="diet"`)
		checkHTML(t, "a person", form.Body.String())
		h.wants("listed", o.post(kaunas+"/members/new", "name", "Head of the delegation", "role", "head", "arrives", "2027-05-13", "arrives_hour", "18:40", "leaves", "2027-05-15", "diet", "no nuts", "language", "lt", "lodging", "hotel"), http.StatusSeeOther)
		page = o.get(kaunas)
		h.wants("its page later", page, http.StatusOK, "3 people come.", "by letter", "Head of the delegation", "13 May 2027, 18:40", "State: comes")
		list := o.get(at + "/delegations?missing=list")
		h.wants("the list", list, http.StatusOK, "Kaunas", "3 of 4", "3 of 6", "free: 3", "Lithuania")
		checkHTML(t, "the list", list.Body.String())
		if strings.Contains(list.Body.String(), "no nuts") || strings.Contains(list.Body.String(), "Head of the delegation") {
			t.Error("the list names people")
		}
	})
}

// The overview of the days counts; names stand on a page whose opening is noted.
func TestWhoNeedsWhatOnTheDay(t *testing.T) {
	eachHall(t, func(h *hall) {
		o := h.person(true, organiserOfSite())
		at := o.conference()
		kaunas := o.invite(at, "place", "Kaunas")
		h.wants("invited", o.post(kaunas+"/do/invite"), http.StatusSeeOther)
		version := valueIn(o.get(kaunas).Body.String(), "version")
		h.wants("answered", o.post(kaunas+"/answer", "version", version, "way", "phone", "state", "accepted", "coming", "2"), http.StatusSeeOther)
		h.wants("listed", o.post(kaunas+"/members/new", "name", "Interpreter", "role", "interpreter", "arrives", "2027-05-13", "arrives_hour", "18:40", "diet", "no nuts", "visa", "1"), http.StatusSeeOther)
		day := o.get(at + "/day")
		h.wants("the day", day, http.StatusOK, "13 May 2027", "18:40", "Kaunas", "Diet", "In the lists: 1, announced: 2")
		checkHTML(t, "the day", day.Body.String())
		for _, said := range []string{"no nuts", ">Interpreter<"} {
			if strings.Contains(day.Body.String(), said) {
				t.Errorf("the counts say %q", said)
			}
		}
		care := o.get(at + "/day/care")
		h.wants("with names", care, http.StatusOK, "no nuts", "Interpreter", "The visa letter still lacks: ")
		checkHTML(t, "with names", care.Body.String())
		h.noted(o, "care_seen")
	})
}

// A list as an office keeps it: what was understood is shown first, what is not clear is
// asked, and what was added can be taken back.
func TestAListOfTownsIsUnderstoodFirst(t *testing.T) {
	eachHall(t, func(h *hall) {
		o := h.person(true, organiserOfSite())
		at := o.conference()
		const list = "Miasto;Kraj;Liczba osób;E-mail\nKaunas;Litwa;3;kaunas@example.org\nFriedberg;;2;\nTowarzystwo Przykład;;1;not an address\nKaunas;Litwa;3;\n"
		w := o.sendList(at+"/delegations/many", "lista.csv", list, "quota", "4")
		h.wants("understood", w, http.StatusOK, "Kaunas (", "Lithuania", "there are several towns of this name", "in the list of delegations already", "means.3")
		checkHTML(t, "understood", w.Body.String())
		if all, _ := h.site.rooms.Guests.Of(h.Context(), at[strings.LastIndex(at, "/")+1:]); len(all) != 0 {
			t.Errorf("%d were added before she said so", len(all))
		}
		one := regexp.MustCompile(`<option value="(\d+)">Friedberg`).FindStringSubmatch(w.Body.String())
		if one == nil {
			t.Fatal("there is nothing to choose")
		}
		text := "Kaunas\tLitwa\t3\tkaunas@example.org\nFriedberg\t\t2\t\nTowarzystwo Przykład\t\t1\t\n"
		w = o.sendList(at+"/delegations/many", "", "", "list", text, "quota", "4", "sure", "1", "means.2", one[1])
		h.wants("added", w, http.StatusSeeOther, at+"/delegations?state=draft")
		page := o.get(at + "/delegations")
		h.wants("the list", page, http.StatusOK, "Kaunas", "Friedberg", "Towarzystwo Przykład", "Delegations added: 3", "/en/desk/undo/")
		undo := regexp.MustCompile(`/en/desk/undo/[0-9a-f-]+`).FindString(page.Body.String())
		h.wants("taken back", o.post(undo), http.StatusSeeOther)
		h.wants("the list is empty again", o.get(at+"/delegations"), http.StatusOK, "Nobody is invited yet")
		h.wants("no table", o.sendList(at+"/delegations/many", "a.pdf", "%PDF-1.7", "quota", "4"), http.StatusUnprocessableEntity)
	})
}

// The partner towns of the host are one click away, each in the language of its country.
func TestPartnersAreInvitedWithOneClick(t *testing.T) {
	eachHall(t, func(h *hall) {
		o := h.person(true, organiserOfSite())
		at := o.conference()
		towns := o.get(at + "/delegations/towns?partners=776069")
		h.wants("the partners of Białystok", towns, http.StatusOK, "Kaunas", `value="598316" checked`)
		checkHTML(t, "the partners", towns.Body.String())
		h.wants("added", o.post(at+"/delegations/towns?partners=776069", "town", "598316", "quota", "3"), http.StatusSeeOther)
		h.wants("there already", o.get(at+"/delegations/towns?partners=776069"), http.StatusOK, "in the list already")
		next := o.post(at + "/repeat").Header().Get("Location")
		if code := o.facts(next, "from", "20 May 2028"); code != http.StatusSeeOther {
			t.Fatalf("facts: %d", code)
		}
		h.wants("the next edition", o.post(next+"/settings", "version", "0"), http.StatusSeeOther)
		h.wants("leads to the last", o.get(next+"/delegations"), http.StatusOK, "towns?edition="+at[strings.LastIndex(at, "/")+1:])
	})
}

// Many are invited at once, nobody twice; what was withdrawn can be taken back.
func TestManyAreInvitedOnce(t *testing.T) {
	eachHall(t, func(h *hall) {
		o := h.person(true, organiserOfSite())
		at := o.conference()
		one, two := o.invite(at, "place", "Kaunas"), o.invite(at, "place", "Dubno")
		ids := []string{"id", h.guest(one).ID, "id", h.guest(two).ID}
		ask := o.post(at+"/delegations/bulk", append([]string{"do", "guests_invite"}, ids...)...)
		h.wants("asked first", ask, http.StatusOK, "2 delegations get an invitation", "Kaunas", "Dubno")
		checkHTML(t, "asked first", ask.Body.String())
		sure := append([]string{"do", "guests_invite", "sure", "1"}, ids...)
		h.wants("invited", o.post(at+"/delegations/bulk", sure...), http.StatusSeeOther)
		invited := h.guest(one).Invited
		h.clock.Add(time.Hour)
		h.wants("once more", o.post(at+"/delegations/bulk", sure...), http.StatusSeeOther)
		if again := h.guest(one); !again.Invited.Equal(invited) || again.State != delegation.Invited {
			t.Errorf("invited twice: %+v", again)
		}
		h.wants("withdrawn", o.post(at+"/delegations/bulk", append([]string{"do", "guests_withdraw", "sure", "1"}, ids...)...), http.StatusSeeOther)
		page := o.get(at + "/delegations?state=withdrawn")
		undo := regexp.MustCompile(`/en/desk/undo/[0-9a-f-]+`).FindString(page.Body.String())
		h.wants("taken back", o.post(undo), http.StatusSeeOther)
		if d := h.guest(two); d.State != delegation.Invited {
			t.Errorf("after it was taken back: %s", d.State)
		}
	})
}

// More than are written to within a request are invited by a job, and the list shows how far
// it is, then what came of it.
func TestHundredsAreInvitedByAJob(t *testing.T) {
	eachHall(t, func(h *hall) {
		o := h.person(true, organiserOfSite())
		h.site.rooms.Queue = jobs.NewQueue(h.db)
		at := o.conference()
		var all []delegation.Delegation
		for i := range 30 {
			all = append(all, delegation.Delegation{Meeting: at[strings.LastIndex(at, "/")+1:], Kind: delegation.Organisation, Name: "Office " + strconv.Itoa(i), Language: "lt", Quota: 1})
		}
		guests := h.site.rooms.Guests
		_, _, err := guests.AddAll(h.Context(), people.System(), all)
		h.must(err)
		sure := []string{"do", "guests_invite", "sure", "1", "all", "1"}
		h.wants("begun", o.post(at+"/delegations/bulk", sure...), http.StatusSeeOther, at+"/delegations")
		h.wants("begun twice", o.post(at+"/delegations/bulk", sure...), http.StatusUnprocessableEntity, "Earlier invitations or reminders are still being written")
		bulk, _, err := guests.LastBulk(h.Context(), all[0].Meeting)
		h.must(err)
		step := func() (more bool) {
			more, err := guests.StepBulk(h.Context(), people.System(), bulk.ID, func(context.Context, *db.Tx) error { return nil })
			h.must(err)
			return more
		}
		step()
		page := o.get(at + "/delegations")
		h.wants("how far it is", page, http.StatusOK, "<work-progress>", "Invitations are being written", `value="20" max="30"`, "20 of 30")
		checkHTML(t, "how far it is", page.Body.String())
		h.clock.Add(time.Hour)
		h.wants("it does not move", o.get(at+"/delegations"), http.StatusOK, "Nothing has moved here")
		for step() {
		}
		page = o.get(at + "/delegations")
		h.wants("it has ended", page, http.StatusOK, "Invited: 30")
		if strings.Contains(page.Body.String(), "<work-progress>") {
			t.Error("it is asked for again and again")
		}
	})
}

// A protected meeting's spreadsheet names nobody; another's does, and cannot run in a
// spreadsheet.
func TestTheListLeavesTheHouse(t *testing.T) {
	eachHall(t, func(h *hall) {
		o := h.person(true, organiserOfSite())
		for _, c := range []struct{ protected, wants, hides string }{{"", "kaunas@example.org", "\t=cmd"}, {"1", "Kaunas", "kaunas@example.org"}} {
			at := o.conference("protected", c.protected)
			o.invite(at, "place", "Kaunas", "email", "kaunas@example.org", "contact", "=cmd|' /C calc'!A0")
			w := o.get(at + "/delegations/export?as=csv")
			text := w.Body.String()
			if !strings.Contains(text, c.wants) || strings.Contains(text, c.hides) || strings.Contains(text, ";=cmd") || strings.Contains(text, ",=cmd") {
				t.Errorf("protected %q:\n%s", c.protected, text)
			}
			h.noted(o, "exported")
		}
	})
}

// When the meeting moves, what counts from its end moves along.
func TestTheEndFollowsTheMeeting(t *testing.T) {
	eachHall(t, func(h *hall) {
		o := h.person(true, organiserOfSite())
		at := o.conference("deadline", "10 May 2027")
		id := at[strings.LastIndex(at, "/")+1:]
		ends := func() string {
			c, err := h.site.rooms.Guests.Conference(h.Context(), id)
			h.must(err)
			return c.Ends.UTC().Format(time.RFC3339)
		}
		if got := ends(); got != "2027-05-14T22:00:00Z" {
			t.Errorf("at first %s", got)
		}
		if code := o.facts(at, "from", "3 May 2027", "to", "5 May 2027", "place", "Białystok", "zone", "Europe/Warsaw"); code != http.StatusSeeOther {
			t.Fatalf("facts: %d", code)
		}
		if got := ends(); got != "2027-05-05T22:00:00Z" {
			t.Errorf("after it moved %s", got)
		}
		h.wants("the deadline", o.get(at+"/settings"), http.StatusOK, `value="5 May 2027"`)
	})
}

// The form by which single persons register has questions of the meeting's own.
func TestQuestionsOfTheForm(t *testing.T) {
	eachHall(t, func(h *hall) {
		o := h.person(true, organiserOfSite())
		at := o.conference("open", "1")
		version := func() string { return valueIn(o.get(at+"/settings").Body.String(), "version") }
		h.wants("a choice", o.post(at+"/settings/questions/new", "version", version(), "label.en", "Which excursion?", "sort", "choice", "options.en", "The forest\nThe town", "options.pl", "Puszcza\nMiasto", "position", "0"), http.StatusSeeOther)
		form := o.get(at + "/settings/questions/new")
		h.wants("what the next can depend on", form, http.StatusOK, "Which excursion – The forest")
		checkHTML(t, "a question", form.Body.String())
		c, err := h.site.rooms.Guests.Conference(h.Context(), at[strings.LastIndex(at, "/")+1:])
		h.must(err)
		first := c.Registration.Questions[0]
		h.wants("one that depends", o.post(at+"/settings/questions/new", "version", version(), "label.en", "Rubber boots?", "sort", "tick", "condition", first.Key+":0", "position", "1"), http.StatusSeeOther)
		page := o.get(at + "/settings")
		h.wants("both", page, http.StatusOK, "Which excursion?", "Rubber boots?", "only with the answer")
		h.wants("one before what it depends on", o.post(at+"/settings/questions/"+first.Key, "version", version(), "label.en", "Which excursion?", "sort", "choice", "options.en", "The forest\nThe town", "position", "1"), http.StatusUnprocessableEntity)
		if got := first.Options[1]["pl"]; got != "Miasto" {
			t.Errorf("the second option in Polish: %q", got)
		}
	})
}
