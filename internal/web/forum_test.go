package web

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"twintown/internal/meeting/delegation"
	"twintown/internal/meeting/forum"
	"twintown/internal/people"
	"twintown/internal/platform/mail"
)

// forumHall is a conference with delegations that accepted, and its organiser.
type forumHall struct {
	*hall
	organiser *person
	meeting   string
	root      string           // the forum at the desk
	ids       map[int64]string // delegations by place
	links     map[int64]string // the address of their forum
	sides     map[int64]*browser
}

// Towns of the small world that come to the conference.
const townUzhhorod, townKaunas = 690548, 598316

func (h *hall) withForum(places ...int64) *forumHall {
	h.Helper()
	h.site.rooms.Outbox = mail.NewOutbox(h.db, h.site.catalog, h.site.rooms.Key, func(string) mail.Site { return mail.Site{Name: "Partners", Address: "https://partners.example.org"} })
	f := &forumHall{hall: h, organiser: h.person(true, organiserOfSite()), ids: map[int64]string{}, links: map[int64]string{}, sides: map[int64]*browser{}}
	at := f.organiser.beginMeeting("conference", "en", "Conference of towns")
	if code := f.organiser.facts(at, "from", "27 November 2026", "begins", "9:00", "ends", "15:00", "place", "Białystok", "zone", "Europe/Warsaw"); code != http.StatusSeeOther {
		h.Fatalf("facts: %d", code)
	}
	f.meeting = at[strings.LastIndex(at, "/")+1:]
	f.root = "/en/desk/meetings/" + f.meeting + "/forum"
	guests := h.site.rooms.Guests
	h.must(guests.SaveConference(h.Context(), people.System(), delegation.Conference{Meeting: f.meeting, Ends: h.clock.Now().AddDate(0, 0, 5)}))
	for i, place := range places {
		id, err := guests.Add(h.Context(), people.System(), delegation.Delegation{
			Meeting: f.meeting, Kind: delegation.Town, Place: place, Language: "en", Quota: 2,
			Contact: delegation.Contact{Name: "Office", Email: "office" + strconv.Itoa(i) + "@example.org"},
		})
		h.must(err)
		d, err := guests.ByID(h.Context(), id)
		h.must(err)
		_, err = guests.Answer(h.Context(), people.System(), id, d.Version, delegation.Answer{State: delegation.Accepted, Coming: 1, By: delegation.ByLetter})
		h.must(err)
		f.ids[place], f.links[place], f.sides[place] = id, "/en/guest/"+guests.Link(d)+"/forum", newBrowser(h.h)
	}
	return f
}

// version is the one that a page's form carries.
func (f *forumHall) version() string {
	f.Helper()
	return valueIn(f.organiser.get(f.root).Body.String(), "version")
}

// wish sends the wishes of a delegation: places above 0 are wished for in their order, those
// below are excluded.
func (f *forumHall) wish(of int64, others ...int64) string {
	f.Helper()
	fields := []string{"version", valueIn(f.sides[of].get(f.links[of]).Body.String(), "version"), "do", "save", "topic", "culture", "line", "A choir exchange"}
	for i, other := range others {
		if other < 0 {
			fields = append(fields, "w."+f.ids[-other], "0", "why."+f.ids[-other], "an old quarrel")
		} else {
			fields = append(fields, "w."+f.ids[other], "1", "o."+f.ids[other], strconv.Itoa(i+1))
		}
	}
	w := f.sides[of].post(f.links[of], fields...)
	if w.Code != http.StatusSeeOther {
		return w.Body.String()
	}
	return ""
}

// mails are the subjects of what was written to an address since the last call.
func (f *forumHall) mails() (all []string) {
	f.Helper()
	list, err := f.site.rooms.Outbox.List(f.Context(), mail.Filter{Limit: 100})
	f.must(err)
	for _, m := range list {
		all = append(all, m.To+" "+m.Subject)
	}
	return all
}

// A forum from its set-up to the contact: at the desk, on the guests' pages, in their mail
// and their calendars; nobody learns who excluded whom.
func TestAForumFromWishesToContacts(t *testing.T) {
	eachHall(t, func(h *hall) {
		f := h.withForum(placeBialystok, placeHrodna, townUzhhorod, townKaunas)
		o := f.organiser
		page := o.get(f.root)
		h.wants("before there is one", page, http.StatusOK, `name="hours.0"`, "Begin to collect wishes")
		checkHTML(h.T, "the set-up", page.Body.String())
		h.wants("no forum yet", f.sides[placeHrodna].get(f.links[placeHrodna]), http.StatusOK, "No forum is planned")
		setup := []string{"version", "0", "hours.0", "10:00–10:55", "minutes", "15", "between", "5", "map", "1, ., Okno", "suggest", "1"}
		bad := append([]string{}, setup...)
		bad[3] = "08:00–10:00"
		h.wants("before the meeting begins", o.post(f.root+"/setup", bad...), http.StatusUnprocessableEntity, "These hours lie outside of the meeting: 08:00–10:00", `href="#f-hours.0"`, `value="08:00–10:00"`)
		h.wants("set up", o.post(f.root+"/setup", setup...), http.StatusSeeOther, f.root)

		guest := f.sides[placeBialystok].get(f.links[placeBialystok])
		h.wants("a guest's page", guest, http.StatusOK, "Suggestions for you", "Uzhhorod", "Kaunas")
		checkHTML(h.T, "a guest's page", guest.Body.String())
		for name, value := range map[string]string{"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"} {
			if !strings.Contains(guest.Header().Get(name), value) {
				h.Errorf("%s: %q", name, guest.Header().Get(name))
			}
		}
		if wrong := f.wish(placeBialystok, townUzhhorod, townKaunas) + f.wish(townUzhhorod, placeBialystok, -townKaunas) + f.wish(townKaunas, townUzhhorod); wrong != "" {
			h.Fatal(wrong)
		}
		if wrong := f.wish(townKaunas, townKaunas); !strings.Contains(wrong, "A delegation cannot have a talk with itself") {
			h.Errorf("a wish for itself: %.300s", wrong)
		}
		moved := f.sides[placeBialystok].post(f.links[placeBialystok], "version", "1", "topic", "culture", "do", "down:"+f.ids[townUzhhorod], "w."+f.ids[townUzhhorod], "1", "o."+f.ids[townUzhhorod], "1", "w."+f.ids[townKaunas], "1", "o."+f.ids[townKaunas], "2")
		h.wants("a wish goes down", moved, http.StatusSeeOther)
		list := f.sides[placeBialystok].get(f.links[placeBialystok]).Body.String()
		if strings.Index(list, "Kaunas") > strings.Index(list, "Uzhhorod") {
			h.Error("the order did not change")
		}
		h.wants("reminded", o.post(f.root+"/remind"), http.StatusSeeOther)
		if mails := f.mails(); len(mails) != 1 || mails[0] != "office1@example.org With whom you want to talk: Conference of towns" {
			h.Errorf("%q", mails)
		}

		h.wants("planned", o.post(f.root+"/plan", "version", f.version(), "do", "plan"), http.StatusSeeOther)
		page = o.get(f.root)
		h.wants("the plan", page, http.StatusOK, "both wish", "One of the delegations does not want this talk", "of at most", "Okno")
		checkHTML(h.T, "the plan", page.Body.String())
		h.wants("a draft is nobody's yet", f.sides[townUzhhorod].get(f.links[townUzhhorod]), http.StatusOK, "Your wishes: 1")
		pair := forum.PairOf(f.ids[placeBialystok], f.ids[townUzhhorod])
		why := o.get(f.root + "/talks/" + pickOf(pair))
		h.wants("why", why, http.StatusOK, "Wishes for this talk", "Both look for cooperation in: culture", "The ranking of places gives")
		checkHTML(h.T, "why", why.Body.String())
		free := regexp.MustCompile(`value="(@3@[^"]+)"><span class="hidden-text">`).FindStringSubmatch(page.Body.String())
		if free == nil {
			h.Fatal("no free table at the third time")
		}
		h.wants("one box alone", o.post(f.root+"/hand", "version", f.version(), "do", "swap", "pick", pickOf(pair)), http.StatusUnprocessableEntity, "Please choose two talks")
		h.wants("moved by hand", o.post(f.root+"/hand", "version", f.version(), "do", "swap", "pick", pickOf(pair), "pick", free[1]), http.StatusSeeOther)
		h.wants("somebody else was faster", o.post(f.root+"/plan", "version", "1", "do", "plan"), http.StatusConflict, "Somebody else changed the plan meanwhile")
		h.wants("planned again", o.post(f.root+"/plan", "version", f.version(), "do", "plan"), http.StatusSeeOther)
		h.wants("what was moved stays", o.get(f.root), http.StatusOK, "set by hand")
		h.wants("lists to print", o.get(f.root+"/lists"), http.StatusOK, "10:40–10:55")

		h.wants("released", o.post(f.root+"/release", "version", f.version()), http.StatusSeeOther)
		if mails := f.mails(); len(mails) != 5 && len(mails) != 4 {
			h.Errorf("%q", mails)
		}
		before := len(f.mails())
		own := f.sides[townUzhhorod].get(f.links[townUzhhorod])
		h.wants("its own talks", own, http.StatusOK, "10:40–10:55", "Białystok", `<rect class="own"`)
		checkHTML(h.T, "its own talks", own.Body.String())
		ics := f.sides[townUzhhorod].get(f.links[townUzhhorod] + "/talks.ics")
		h.wants("its calendar", ics, http.StatusOK, "DTSTART;TZID=Europe/Warsaw:20261127T104000", "UID:talk-", "SEQUENCE:0")
		h.wants("too early to say anything", f.sides[townUzhhorod].post(f.links[townUzhhorod]+"/word", "with", f.ids[placeBialystok], "want", "touch"), http.StatusUnprocessableEntity, "This talk has not begun yet")

		h.wants("Kaunas leaves", f.sides[townKaunas].post(f.links[townKaunas]+"/leave", "do", "leave"), http.StatusSeeOther)
		for _, m := range f.mails()[:len(f.mails())-before] {
			if !strings.Contains(m, "One of your talks does not take place") {
				h.Error(m)
			}
		}
		for _, body := range []string{f.sides[townKaunas].get(f.links[townKaunas]).Body.String(), f.sides[placeBialystok].get(f.links[placeBialystok]).Body.String()} {
			if strings.Contains(body, "quarrel") || strings.Contains(body, "does not want") {
				h.Error("a guest reads of an exclusion")
			}
		}

		f.exchange(placeHrodna, placeBialystok)

		h.clock.Add(4 * 24 * time.Hour)
		say := func(of, with int64, want string) {
			h.wants("a word after the talk", f.sides[of].post(f.links[of]+"/word", "with", f.ids[with], "want", want, "note", "Call in May."), http.StatusSeeOther)
		}
		say(townUzhhorod, placeBialystok, "letter")
		say(placeBialystok, townUzhhorod, "touch")
		officer := h.person(true, officerOf(placeBialystok), organiserOfSite())
		contacts := officer.get(f.root + "/contacts")
		h.wants("the contact", contacts, http.StatusOK, "Białystok – Uzhhorod", "want a letter of intent", "27 November 2026")
		checkHTML(h.T, "the contacts", contacts.Body.String())
		if strings.Contains(contacts.Body.String(), "Call in May") {
			h.Error("the organiser reads a note")
		}
		record := regexp.MustCompile(`href="([^"]*type=contact[^"]*)"`).FindStringSubmatch(contacts.Body.String())
		if record == nil {
			h.Fatal("an officer cannot record it")
		}
		h.wants("the form of the act", officer.get(strings.ReplaceAll(record[1], "&amp;", "&")), http.StatusOK, "2026", "Uzhhorod")
	})
}

// Delegations that withdraw elsewhere are noticed, and their talks freed by one button.
func TestAForumNoticesWhoDoesNotCome(t *testing.T) {
	eachHall(t, func(h *hall) {
		f := h.withForum(placeBialystok, townUzhhorod)
		o := f.organiser
		h.wants("set up", o.post(f.root+"/setup", "version", "0", "hours.0", "10:00–11:00", "minutes", "15", "between", "5", "map", "1"), http.StatusSeeOther)
		if wrong := f.wish(placeBialystok, townUzhhorod); wrong != "" {
			h.Fatal(wrong)
		}
		h.wants("planned", o.post(f.root+"/plan", "version", f.version(), "do", "plan"), http.StatusSeeOther)
		h.wants("released", o.post(f.root+"/release", "version", f.version()), http.StatusSeeOther)
		h.must(h.site.rooms.Guests.Withdraw(h.Context(), people.System(), f.ids[townUzhhorod]))
		h.wants("noticed", o.get(f.root), http.StatusOK, "Delegations that do not come any more and have talks: 1")
		h.wants("freed", o.post(f.root+"/sides"), http.StatusSeeOther)
		h.wants("no talk left", f.sides[placeBialystok].get(f.links[placeBialystok]), http.StatusOK, "your delegation has no talks in it")
	})
}

// A withdrawal at the desk frees the talks at once; taken back, they are set again.
func TestAWithdrawalAtTheDeskFreesTheTalks(t *testing.T) {
	eachHall(t, func(h *hall) {
		f := h.withForum(placeBialystok, townUzhhorod)
		o := f.organiser
		h.wants("set up", o.post(f.root+"/setup", "version", "0", "hours.0", "10:00–11:00", "minutes", "15", "between", "5", "map", "1"), http.StatusSeeOther)
		if wrong := f.wish(placeBialystok, townUzhhorod); wrong != "" {
			h.Fatal(wrong)
		}
		h.wants("planned", o.post(f.root+"/plan", "version", f.version(), "do", "plan"), http.StatusSeeOther)
		h.wants("released", o.post(f.root+"/release", "version", f.version()), http.StatusSeeOther)
		list := strings.TrimSuffix(f.root, "/forum") + "/delegations"
		h.wants("withdrawn", o.post(list+"/"+f.ids[townUzhhorod]+"/do/withdraw"), http.StatusSeeOther)
		page := o.get(list + "/" + f.ids[townUzhhorod])
		undo := regexp.MustCompile(`/en/desk/undo/[0-9a-f-]+`).FindString(page.Body.String())
		if page := o.get(f.root); strings.Contains(page.Body.String(), "Delegations that do not come any more") {
			h.Error("its talks are left to the organiser")
		}
		h.wants("no talk left", f.sides[placeBialystok].get(f.links[placeBialystok]), http.StatusOK, "your delegation has no talks in it")
		h.wants("taken back", o.post(undo), http.StatusSeeOther)
		h.wants("the talk is set again", f.sides[placeBialystok].get(f.links[placeBialystok]), http.StatusOK, "Your talks: 1", "Uzhhorod")
		h.wants("for both", f.sides[townUzhhorod].get(f.links[townUzhhorod]), http.StatusOK, "Your talks: 1", "Białystok")
	})
}

// A delegation that declines by letter loses its talks as one that says so itself.
func TestALetterThatDeclinesFreesTheTalks(t *testing.T) {
	eachHall(t, func(h *hall) {
		f := h.withForum(placeBialystok, townUzhhorod)
		o := f.organiser
		h.wants("set up", o.post(f.root+"/setup", "version", "0", "hours.0", "10:00–11:00", "minutes", "15", "between", "5", "map", "1"), http.StatusSeeOther)
		if wrong := f.wish(placeBialystok, townUzhhorod); wrong != "" {
			h.Fatal(wrong)
		}
		h.wants("planned", o.post(f.root+"/plan", "version", f.version(), "do", "plan"), http.StatusSeeOther)
		h.wants("released", o.post(f.root+"/release", "version", f.version()), http.StatusSeeOther)
		one := strings.TrimSuffix(f.root, "/forum") + "/delegations/" + f.ids[townUzhhorod]
		version := valueIn(o.get(one).Body.String(), "version")
		h.wants("noted", o.post(one+"/answer", "version", version, "state", "declined", "coming", "0", "way", "letter"), http.StatusSeeOther)
		if page := o.get(f.root); strings.Contains(page.Body.String(), "Delegations that do not come any more") {
			h.Error("its talks are left to the organiser")
		}
		h.wants("no talk left", f.sides[placeBialystok].get(f.links[placeBialystok]), http.StatusOK, "your delegation has no talks in it")
	})
}

// exchange has a delegation ask another one for a talk at a free time, which accepts: it is in
// both lists, in the calendar and set by hand at the desk, and the mails are one each.
func (f *forumHall) exchange(of, with int64) {
	f.Helper()
	before := f.mails()
	page := f.sides[of].get(f.links[of])
	f.wants("free times", page, http.StatusOK, "Your free times", "Ask for a talk")
	checkHTML(f.T, "free times", page.Body.String())
	slot := regexp.MustCompile(`(?s)name="slot" value="(\d+)"[^§]*?` + f.ids[with]).FindStringSubmatch(page.Body.String())
	if slot == nil {
		f.Fatal("the two are never free together")
	}
	f.wants("nobody", f.sides[of].post(f.links[of]+"/asks", "slot", slot[1], "with", "x"), http.StatusConflict, "This talk cannot be set for that time")
	f.wants("asked", f.sides[of].post(f.links[of]+"/asks", "slot", slot[1], "with", f.ids[with]), http.StatusSeeOther)
	f.wants("it waits", f.sides[of].get(f.links[of]), http.StatusOK, "waits for an answer", "Take back")
	got := f.sides[with].get(f.links[with])
	f.wants("the question", got, http.StatusOK, "You are asked for a talk: 1", "We accept")
	checkHTML(f.T, "the question", got.Body.String())
	ask := regexp.MustCompile(`/asks/([0-9a-f-]+)"`).FindStringSubmatch(got.Body.String())[1]
	f.wants("who asks cannot accept", f.sides[of].post(f.links[of]+"/asks/"+ask, "do", "accept"), http.StatusNotFound)
	f.wants("accepted", f.sides[with].post(f.links[with]+"/asks/"+ask, "do", "accept"), http.StatusSeeOther)
	f.wants("accepted twice", f.sides[with].post(f.links[with]+"/asks/"+ask, "do", "accept"), http.StatusConflict, "This question is not open any more")
	for _, side := range []int64{of, with} {
		f.wants("in the list", f.sides[side].get(f.links[side]), http.StatusOK, `id="talk-`+f.ids[of+with-side])
		pair := forum.PairOf(f.ids[of], f.ids[with])
		if calendar := strings.ReplaceAll(f.sides[side].get(f.links[side]+"/talks.ics").Body.String(), "\r\n ", ""); !strings.Contains(calendar, "UID:talk-"+pair.A+"-"+pair.B) {
			f.Error(calendar)
		}
	}
	f.wants("at the desk", f.organiser.get(f.root), http.StatusOK, "set by hand")
	now := f.mails()
	if n := len(now) - len(before); n != 2 || !strings.Contains(now[1], "A delegation asks you for a talk") || !strings.Contains(now[0], "Your talk is set") {
		f.Errorf("%q", now[:n])
	}
}
