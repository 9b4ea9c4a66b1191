package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/markup"
	"twintown/internal/press"
	"twintown/internal/world/worldtest"
)

// guests is a conference that is public, with its working side open.
type guests struct {
	*hall
	store   *delegation.Store
	meeting string
	told    []delegation.Told
}

func newGuests(h *hall, change ...func(*delegation.Conference)) *guests {
	h.Helper()
	g := &guests{hall: h}
	g.store = delegation.NewStore(h.db, h.store.Log(), h.site.rooms.Key, h.clock, func(_ context.Context, tx *db.Tx, t delegation.Told) error {
		tx.AfterCommit(func() { g.told = append(g.told, t) })
		return nil
	})
	h.site.rooms.Guests = g.store
	var err error
	g.meeting, err = h.site.rooms.Meetings.Create(h.Context(), people.System(), meeting.New{
		Kind: meeting.Conference, Language: "pl", Content: press.Content{Title: "Konferencja miast", Lead: "O partnerstwach", Body: "Tekst", Origin: press.Written},
		Facts: meeting.Facts{
			Kind: meeting.Conference, From: partnership.On(2027, 5, 14), To: partnership.On(2027, 5, 15), Begins: "10:00", Zone: "Europe/Warsaw",
			Venue: meeting.Words{"pl": "Ratusz"}, Place: placeBialystok, Organisers: []string{"Miasto Białystok"},
		},
	})
	h.must(err)
	h.must(h.site.rooms.Meetings.Publish(h.Context(), people.System(), g.meeting, "pl", time.Time{}, markup.Nothing))
	c := delegation.Conference{Meeting: g.meeting, Ends: time.Date(2027, 5, 15, 22, 0, 0, 0, time.UTC), Settings: delegation.Settings{
		Contact: "desk@example.org", Controller: "Miasto Białystok, ul. Słonimska 1", Costs: meeting.Words{"pl": "Noclegi opłaca organizator."},
	}}
	for _, fn := range change {
		fn(&c)
	}
	h.must(g.store.SaveConference(h.Context(), people.System(), c))
	return g
}

// oneHall is a hall for what does not depend on the engine.
func oneHall(t *testing.T) *hall {
	t.Helper()
	return hallOn(t, worldtest.Open(t), clocktest.At(dbtest.Today))
}

// invite adds a town and returns it with the address of its page, without the language.
func (g *guests) invite(place int64, quota int) (delegation.Delegation, string) {
	g.Helper()
	id, err := g.store.Add(g.Context(), people.System(), delegation.Delegation{
		Meeting: g.meeting, Kind: delegation.Town, Place: place, Language: "lt", Quota: quota, Contact: delegation.Contact{Name: "Meras", Email: "office@example.org"},
	})
	g.must(err)
	g.must(g.store.Invite(g.Context(), people.System(), id))
	d := g.of(id)
	return d, "/guest/" + g.store.Link(d)
}

func (g *guests) of(id string) delegation.Delegation {
	g.Helper()
	d, err := g.store.ByID(g.Context(), id)
	g.must(err)
	return d
}

func (g *guests) has(what, body string, parts ...string) {
	g.Helper()
	for _, part := range parts {
		if !strings.Contains(body, part) {
			g.Errorf("%s: no %q", what, part)
		}
	}
}

// hiddenVersion is the hidden version of a form's page.
func hiddenVersion(body string) string {
	_, rest, _ := strings.Cut(body, `name="version" value="`)
	version, _, _ := strings.Cut(rest, `"`)
	return version
}

// A town answers by its link without an account, in its language, changes its mind, and fills
// its list; the pages are kept by nobody and lead nowhere with their address.
func TestADelegationAnswersByItsLink(t *testing.T) {
	eachHall(t, func(h *hall) {
		g := newGuests(h)
		d, at := g.invite(placeHrodna, 2)
		b := newBrowser(h.h)
		w := b.get("/lt" + at)
		page := w.Body.String()
		checkHTML(t, "the invitation", page)
		g.has("the invitation", page, "Konferencja miast", "Ratusz", "14–15", "Miasto Białystok", "Noclegi opłaca organizator.", "desk@example.org", "ul. Słonimska 1", `hreflang="pl"`, "/pl"+at)
		for name, want := range map[string]string{"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"} {
			if got := w.Header().Get(name); got != want {
				t.Errorf("%s: %q", name, got)
			}
		}
		if g.of(d.ID).Opened.IsZero() {
			t.Error("nobody sees that the link was followed")
		}
		if w := b.post("/lt"+at, "version", hiddenVersion(page), "state", "accepted", "coming", "5", "note", "Norėtume susitikti"); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "Norėtume susitikti") {
			t.Errorf("more than are invited: %d", w.Code)
		}
		if w := b.post("/lt"+at, "version", "99", "state", "accepted", "coming", "2", "note", "Norėtume susitikti"); w.Code != http.StatusConflict || hiddenVersion(w.Body.String()) == "99" || !strings.Contains(w.Body.String(), "Norėtume susitikti") {
			t.Errorf("an answer over another: %d", w.Code)
		}
		w = b.post("/lt"+at, "version", hiddenVersion(page), "state", "accepted", "coming", "2", "note", "Norėtume susitikti")
		h.wants("she comes", w, http.StatusSeeOther, "/lt"+at+"/members")
		if now := g.of(d.ID); now.State != delegation.Accepted || now.Coming != 2 || now.Contact.Note != "Norėtume susitikti" {
			t.Errorf("%+v", now)
		}
		page = b.get("/lt" + at).Body.String()
		b.post("/lt"+at, "version", hiddenVersion(page), "state", "tentative", "coming", "1")
		page = b.get("/lt" + at).Body.String()
		b.post("/lt"+at, "version", hiddenVersion(page), "state", "declined", "coming", "1")
		if now := g.of(d.ID); now.State != delegation.Declined {
			t.Errorf("she changed her mind: %+v", now)
		}
		checkHTML(t, "declined", b.get("/lt"+at).Body.String())
	})
}

// The head fills the list, takes somebody off it and back, and of two who save the same
// person at once the later sees what the earlier wrote.
func TestTheHeadFillsTheList(t *testing.T) {
	eachHall(t, func(h *hall) {
		g := newGuests(h)
		d, at := g.invite(placeHrodna, 2)
		_, err := g.store.Answer(h.Context(), people.Actor{}, d.ID, d.Version, delegation.Answer{State: delegation.Accepted, Coming: 2, By: delegation.ByLink})
		h.must(err)
		b := newBrowser(h.h)
		list := "/pl" + at + "/members"
		form := b.get(list + "/new").Body.String()
		checkHTML(t, "the form", form)
		if w := b.post(list+"/new", "name", "Kierowniczka wydziału", "role", "head", "arrives", "2027-05-16", "leaves", "2027-05-13", "diet", "bez mięsa"); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "bez mięsa") {
			t.Errorf("she leaves before she arrives: %d", w.Code)
		}
		w := b.post(list+"/new", "name", "Kierowniczka wydziału", "role", "head", "language", "pl", "language", "lt", "arrives", "2027-05-13", "arrives_hour", "18:40", "leaves", "2027-05-15", "lodging", "hotel", "diet", "bez mięsa", "public", "1", "visa", "1", "visa_document", "X123", "no_pets", "1", "more", "1")
		h.wants("one is listed", w, http.StatusSeeOther, list+"/new")
		b.post(list+"/new", "name", "Burmistrz", "role", "member", "visa_document", "nobody asked")
		members, err := g.store.Members(h.Context(), d.ID)
		h.must(err)
		if len(members) != 2 || members[0].Arrives != "2027-05-13 18:40" || members[0].Care.Diet != "bez mięsa" || members[0].Visa.Document != "X123" || !members[0].Public || !slices.Equal(members[0].Languages, []string{"pl", "lt"}) || members[1].Visa.Document != "" {
			t.Fatalf("%+v", members)
		}
		if w := b.post(list+"/new", "name", "Trzecia osoba", "role", "member"); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "Trzecia osoba") {
			t.Errorf("one more than come: %d", w.Code)
		}
		page := b.get(list).Body.String()
		checkHTML(t, "the list", page)
		g.has("the list", page, "Kierowniczka wydziału", "Burmistrz", "Do zaproszenia do wniosku o wizę brakuje: data urodzenia i obywatelstwo.")
		if members[0].Care.House != (delegation.House{}) {
			t.Errorf("kept of who sleeps in a hotel: %+v", members[0].Care.House)
		}
		own := list + "/" + members[0].ID
		form = b.get(own).Body.String()
		checkHTML(t, "her form", form)
		g.has("her form", form, "brakuje: data urodzenia", "razem: Burmistrz", `name="no_smoke"`)
		second := list + "/" + members[1].ID
		b.post(second, "version", hiddenVersion(b.get(second).Body.String()), "name", "Burmistrz", "role", "member", "lodging", "family", "no_smoke", "1", "company", members[0].ID)
		if m, err := g.store.Member(h.Context(), members[1].ID); err != nil || !m.Care.House.NoSmoke || m.Care.House.Company.Member() != members[0].ID {
			t.Errorf("what he needs of a family: %+v, %v", m.Care, err)
		}
		version := hiddenVersion(b.get(own).Body.String())
		b.post(own, "version", version, "name", "Kierowniczka", "role", "head")
		w = b.post(own, "version", version, "name", "Naczelniczka", "role", "head")
		if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "Naczelniczka") || !strings.Contains(w.Body.String(), "<dd>Kierowniczka</dd>") {
			t.Errorf("two heads at once: %d", w.Code)
		}
		w = b.post(own, "version", hiddenVersion(w.Body.String()), "name", "Naczelniczka", "role", "head")
		h.wants("over it", w, http.StatusSeeOther, list)
		if again, _ := g.store.Member(h.Context(), members[0].ID); again.Public || again.Name != "Naczelniczka" {
			t.Errorf("her consent was taken back: %+v", again)
		}
		b.post(own + "/remove")
		if left, _ := g.store.Members(h.Context(), d.ID); len(left) != 1 {
			t.Errorf("%d are left", len(left))
		}
		h.wants("the next page offers her back", b.get(list), http.StatusOK, "")
		b.post(own + "/restore")
		if left, _ := g.store.Members(h.Context(), d.ID); len(left) != 2 {
			t.Errorf("%d are there again", len(left))
		}
		b.post(own + "/remove")
		h.clock.Add(2 * time.Hour)
		if n, err := g.store.Sweep(h.Context()); n != 1 || err != nil {
			t.Errorf("%d were forgotten: %v", n, err)
		}
		other, elsewhere := g.invite(placeBialystok, 2)
		_ = other
		if w := b.get("/pl" + elsewhere + "/members/" + members[1].ID); w.Code != http.StatusNotFound {
			t.Errorf("a member of another delegation: %d", w.Code)
		}
	})
}

// What cannot be answered any more says so in a sentence, keeps what was typed, and names who
// is written to.
func TestAnInvitationThatIsOver(t *testing.T) {
	eachHall(t, func(h *hall) {
		g := newGuests(h, func(c *delegation.Conference) { c.Deadline = h.clock.Now().AddDate(0, 0, 10) })
		d, at := g.invite(placeHrodna, 2)
		b := newBrowser(h.h)
		h.clock.Add(11 * 24 * time.Hour)
		page := b.get("/en" + at).Body.String()
		checkHTML(t, "late", page)
		g.has("late", page, "The deadline has passed", "mailto:desk@example.org")
		w := b.post("/en"+at, "version", hiddenVersion(page), "state", "accepted", "coming", "2", "note", "We would like to come")
		if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "We would like to come") {
			t.Errorf("too late: %d", w.Code)
		}
		w = b.post("/en"+at, "version", hiddenVersion(page), "state", "declined")
		h.wants("she can decline at any time", w, http.StatusSeeOther, "/en"+at)
		h.must(g.store.Withdraw(h.Context(), people.System(), d.ID))
		g.has("withdrawn", b.get("/en"+at).Body.String(), "has taken this invitation back")
		h.must(g.store.NewLink(h.Context(), people.System(), d.ID))
		if w := b.get("/en" + at); w.Code != http.StatusNotFound {
			t.Errorf("a link that was replaced: %d", w.Code)
		}
	})
}

// Whoever has the link can have another address written to, and the earlier one is told.
func TestAnotherAddressIsToldToTheEarlierOne(t *testing.T) {
	h := oneHall(t)
	g := newGuests(h)
	d, at := g.invite(placeHrodna, 2)
	b := newBrowser(h.h)
	page := b.get("/en" + at).Body.String()
	if w := b.post("/en"+at+"/address", "version", hiddenVersion(page), "email", "no address"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("no address: %d", w.Code)
	}
	g.told = nil
	w := b.post("/en"+at+"/address", "version", hiddenVersion(page), "email", "assistant@example.org", "name", "Assistant")
	h.wants("another address", w, http.StatusSeeOther, "/en"+at)
	if now := g.of(d.ID); now.Contact.Email != "assistant@example.org" || now.State != delegation.Invited {
		t.Errorf("%+v", now)
	}
	if len(g.told) != 2 || g.told[0].Event != delegation.ToldAddress || g.told[0].Delegation.Contact.Email != "office@example.org" || g.told[1].Delegation.Contact.Email != "assistant@example.org" {
		t.Errorf("%+v", g.told)
	}
	g.told = nil
	for range 40 { // a link in wrong hands is no way to flood a mailbox
		w = b.post("/en"+at+"/address", "version", hiddenVersion(b.get("/en"+at).Body.String()), "email", "victim@example.org", "name", "Assistant")
	}
	h.wants("again and again", w, http.StatusTooManyRequests, "victim@example.org")
	if len(g.told) > 30 {
		t.Errorf("%d mails within an hour", len(g.told))
	}
}

// A person registers by the meeting's own form, once for an address; machines and floods do
// not; nobody learns whether an address was there before.
func TestAPersonRegisters(t *testing.T) {
	eachHall(t, func(h *hall) {
		g := newGuests(h, func(c *delegation.Conference) {
			c.Seats, c.Registration.Open = 1, true
			c.Registration.Questions = []delegation.Question{
				{Key: "from", Label: meeting.Words{"pl": "Skąd?"}, Sort: delegation.Choice, Options: []meeting.Words{{"pl": "z urzędu"}, {"pl": "z uczelni"}}, Required: true},
				{Key: "which", Label: meeting.Words{"pl": "Z jakiej uczelni?"}, Sort: delegation.Line, Required: true, If: "from", IfValue: "1"},
			}
		})
		b := newBrowser(h.h)
		at := "/pl/meetings/konferencja-miast/register"
		g.has("the meeting's page", b.get("/pl/meetings/konferencja-miast").Body.String(), at)
		form := b.get(at).Body.String()
		checkHTML(t, "the form", form)
		g.has("the form", form, "Skąd?", "Z jakiej uczelni?", `<asked-if name="q.from" value="1">`)
		send := func(ago time.Duration, fields ...string) (int, string) {
			stamp := h.site.rooms.Key.Seal(stampField, []byte(strconv.FormatInt(h.clock.Now().Add(-ago).UnixMilli(), 10)))
			w := b.post(at, append(fields, "stamp", stamp)...)
			return w.Code, w.Body.String()
		}
		waiting := func() int {
			all, err := g.store.Of(h.Context(), g.meeting)
			h.must(err)
			return len(all)
		}
		for _, c := range []struct {
			name         string
			fields       []string
			code, people int
		}{
			{"a machine in the trap", []string{"name", "Officer", "email", "a@example.org", "q.from", "0", "website", "x"}, http.StatusOK, 0},
			{"without an answer", []string{"name", "Officer", "email", "a@example.org"}, http.StatusUnprocessableEntity, 0},
			{"without an answer that depends", []string{"name", "Officer", "email", "a@example.org", "q.from", "1"}, http.StatusUnprocessableEntity, 0},
			{"without a name", []string{"email", "a@example.org", "q.from", "0"}, http.StatusUnprocessableEntity, 0},
			{"a person", []string{"name", "Officer", "email", "a@example.org", "q.from", "0"}, http.StatusOK, 1},
			{"the same address", []string{"name", "Somebody", "email", "A@example.org", "q.from", "0"}, http.StatusOK, 1},
			{"another person", []string{"name", "Lecturer", "email", "b@example.org", "q.from", "1", "q.which", "Politechnika"}, http.StatusOK, 2},
		} {
			code, body := send(time.Minute, c.fields...)
			if code != c.code || waiting() != c.people {
				t.Errorf("%s: %d, %d are there", c.name, code, waiting())
			}
			checkHTML(t, c.name, body)
		}
		all, err := g.store.Of(h.Context(), g.meeting)
		h.must(err)
		if all[0].State != delegation.Accepted || all[1].State != delegation.Waiting || all[1].Contact.Answers["which"] != "Politechnika" {
			t.Errorf("one place: %s and %s", all[0].State, all[1].State)
		}
		if code, _ := send(time.Second, "name", "X", "email", "c@example.org", "q.from", "0"); code != http.StatusUnprocessableEntity {
			t.Errorf("sent at once: %d", code)
		}
		for range 4 {
			send(time.Minute, "name", "Officer", "email", "a@example.org", "q.from", "0")
		}
		if code, body := send(time.Minute, "name", "Officer of culture", "email", "a@example.org", "q.from", "0"); code != http.StatusTooManyRequests || !strings.Contains(body, "Officer of culture") {
			t.Errorf("a flood for one mailbox: %d", code)
		}
		page := b.get("/pl/guest/" + g.store.Link(all[1])).Body.String()
		checkHTML(t, "her page", page)
		g.has("her page", page, "Miejsce w kolejce: 1")
	})
}

// The meeting's page names who agreed, once the organiser shows who comes; what is taken back
// is gone from the next look on, and neither feed, search, sitemap nor API ever names anybody.
func TestNamesOfDelegatesArePublicOnlyAsAgreed(t *testing.T) {
	eachHall(t, func(h *hall) {
		g := newGuests(h)
		d, _ := g.invite(placeHrodna, 2)
		_, err := g.store.Answer(h.Context(), people.Actor{}, d.ID, d.Version, delegation.Answer{State: delegation.Accepted, Coming: 2, By: delegation.ByLink})
		h.must(err)
		m := delegation.Member{Delegation: d.ID, Profile: delegation.Profile{Name: "Wiceprezydentka Przykładowa", Function: "delegatka", Public: true}}
		m.ID, err = g.store.PutMember(h.Context(), people.Actor{}, delegation.ByLink, m)
		h.must(err)
		b := newBrowser(h.h)
		const name = "Wiceprezydentka Przykładowa"
		at := "/pl/meetings/konferencja-miast"
		says := func(what string, want bool) {
			t.Helper()
			w := b.get(at)
			if got := strings.Contains(w.Body.String(), name); got != want || want && w.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("%s: named %v, kept as %q", what, got, w.Header().Get("Cache-Control"))
			}
		}
		says("unless the organiser shows it", false)
		c, err := g.store.Conference(h.Context(), g.meeting)
		h.must(err)
		c.Named = true
		h.must(g.store.SaveConference(h.Context(), people.System(), c))
		at += "?shown" // no node here follows the change, which takes a moment anyway
		says("shown", true)
		checkHTML(t, "the meeting", b.get(at).Body.String())
		for _, path := range []string{"/sitemap.xml", "/pl/meetings.atom", "/pl/meetings.ics", "/pl/meetings", "/pl/search?q=Wiceprezydentka", "/pl/meetings/konferencja-miast/meeting.ics"} {
			if strings.Contains(b.get(path).Body.String(), name) {
				t.Errorf("%s names her", path)
			}
		}
		m, err = g.store.Member(h.Context(), m.ID)
		h.must(err)
		m.Public = false
		_, err = g.store.PutMember(h.Context(), people.Actor{}, delegation.ByLink, m)
		h.must(err)
		says("taken back", false)
	})
}

// The organiser says how many days before a deadline reminders leave, and whether the page
// names who comes.
func TestSettingsOfRemindersAndNames(t *testing.T) {
	h := oneHall(t)
	g := newGuests(h)
	admin := h.person(true, administrator())
	at := "/en/desk/meetings/" + g.meeting + "/settings"
	for _, c := range []struct {
		typed string
		want  []int
		code  int
	}{
		{"14, 3; 1", []int{14, 3, 1}, http.StatusSeeOther},
		{"0", []int{}, http.StatusSeeOther},
		{"", []int{7, 2}, http.StatusSeeOther},
		{"a week", []int{7, 2}, http.StatusUnprocessableEntity},
		{"500", []int{7, 2}, http.StatusUnprocessableEntity},
	} {
		page := admin.get(at).Body.String()
		w := admin.post(at, "version", hiddenVersion(page), "remind", c.typed, "named", "1", "contact", "desk@example.org")
		now, err := g.store.Conference(t.Context(), g.meeting)
		h.must(err)
		if w.Code != c.code || !slices.Equal(now.Reminders(), c.want) || !now.Named {
			t.Errorf("%q: %d, %v, named %v", c.typed, w.Code, now.Reminders(), now.Named)
		}
		if w.Code == http.StatusSeeOther && c.typed != "" && !strings.Contains(admin.get(at).Body.String(), `name="remind" value="`+strings.ReplaceAll(c.typed, ";", ",")) {
			t.Errorf("%q does not come back", c.typed)
		}
	}
	checkHTML(t, "the settings", admin.get(at).Body.String())
}
