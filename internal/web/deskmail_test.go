package web

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/mail"
	"twintown/internal/platform/mail/mailtest"
	"twintown/internal/world/worldtest"
)

// fillSampleMail fills the pages of mail and jobs.
func fillSampleMail(pages map[string]rendered) {
	notice := &mailNotice{Text: "…", Answer: "535 5.7.8 authentication failed", Waiting: "…", URL: "/"}
	pages["desk"].(*deskPage).Mail = notice
	one := pages["mail-one"].(*mailPage)
	p := &one.page
	one.Title, one.Crumbs, one.State, one.Answer = "Wiadomość próbna", []link{{p.t("mail.title"), "/"}}, p.stateView("mail.state.", "queued"), "451 try again later"
	one.Facts = p.mailFacts(mail.Preview{Row: mail.Row{To: "office@example.org", Name: "Office", Language: "pl", State: mail.Queued, NextTry: today, Finished: today}, ReplyTo: "a@example.org", Files: []string{"meeting.ics"}}, mailRow{To: "office@example.org", Created: "…"})
	one.Text, one.TextLang, one.LetterURL, one.Secret, one.AgainURL, one.NowURL, one.CancelURL = "Dzień dobry,", "pl", "/", true, "/", "/", "/"
	setup := pages["mail-setup"].(*mailSetupPage)
	setup.Title, setup.Crumbs, setup.Domain, setup.Tried, setup.Worked = p.t("mail.set_up"), one.Crumbs, "example.org", true, "…"
	setup.Refusal, setup.Dialogue = "535 5.7.8 authentication failed", []string{"→ EHLO localhost", "← 250 ok"}
	setup.Ways = []option{{Value: "starttls", Name: "…"}}
	for _, level := range []string{"good", "improve", "missing", "unknown"} {
		setup.Hints = append(setup.Hints, hintView{Title: p.t("mail.dns.spf"), Level: p.t("mail.dns.level." + level), Class: "in-force", Text: "…", Name: "example.org", Found: "v=spf1 -all"})
	}
	setup.Hints[2].Advice = "v=spf1 a:mail.example.org ~all"
	list2 := pages["job-list"].(*jobListPage)
	list2.Title = p.t("jobs.title")
	list2.Chips = p.stateChips("/desk/jobs", "jobs.state.", "", "", wordsOf(jobs.States()), func(string) int { return 1 })
	for _, s := range jobs.States() {
		list2.Rows = append(list2.Rows, jobRow{Kind: "mail.tidy", When: "…", Error: "no such file", AgainURL: "/", Attempts: 3, State: p.stateView("jobs.state.", string(s))})
	}
}

// records answers look-ups as a domain's owner set them up.
type records map[string][]string

// LookupTXT implements mail.Resolver.
func (r records) LookupTXT(_ context.Context, name string) ([]string, error) {
	if texts, ok := r[name]; ok {
		return texts, nil
	}
	return nil, &net.DNSError{Name: name, IsNotFound: true}
}

// postRoom is a site with mail, and the browser of its administrator.
type postRoom struct {
	*testing.T
	site *Site
	b    *browser
	db   *db.DB
	who  string // the administrator's account
}

func newPostRoom(t *testing.T) *postRoom {
	t.Helper()
	rooms := worldtest.Open(t)
	s, _ := deskSiteOn(t, rooms)
	d := rooms.DB
	s.rooms.Outbox = mail.NewOutbox(d, s.catalog, s.rooms.Key, func(string) mail.Site { return mail.Site{Name: "Partners", Address: "https://partners.example.org"} })
	s.rooms.Queue = jobs.NewQueue(d)
	s.rooms.Resolver = records{"example.org": {"v=spf1 -all"}}
	b, account := accountOf(t, s, s.Handler(), "admin@example.org", true, people.Grant{Role: people.Administrator, Scope: people.Site()})
	return &postRoom{t, s, b, d, account}
}

func (p *postRoom) write(fn func(tx *db.Tx) error) {
	p.Helper()
	if err := p.db.Write(p.Context(), fn); err != nil {
		p.Fatal(err)
	}
}

func (p *postRoom) queue(m mail.Mail) (id string) {
	p.Helper()
	p.write(func(tx *db.Tx) (err error) { id, err = p.site.rooms.Outbox.Queue(p.Context(), tx, m); return err })
	return id
}

// page asks for a page and returns its text.
func (p *postRoom) page(path string, status int) string {
	p.Helper()
	w := p.b.get(path)
	if w.Code != status {
		p.Fatalf("%s: %d %s, want %d", path, w.Code, w.Header().Get("Location"), status)
	}
	return w.Body.String()
}

func (p *postRoom) holds(text string, parts ...string) {
	p.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			p.Errorf("the page lacks %q", part)
		}
	}
}

func TestTheOutboxAtTheDesk(t *testing.T) {
	p := newPostRoom(t)
	id := p.queue(mail.Mail{Kind: "test", To: "urzad@plock.example", Name: "<b>Urząd</b>", Language: "pl"})
	p.queue(mail.Mail{Kind: "test", To: "office@example.org", Language: "en"})
	here := "/en/desk/mail/" + id

	p.holds(p.page("/en/desk", 200), "No mail server is set", "2 messages wait")
	list := p.page("/en/desk/mail", 200)
	p.holds(list, "Wiadomość próbna", "&lt;b&gt;Urząd&lt;/b&gt;", "office@example.org", "No mail server is set", `lang="pl"`)
	if strings.Contains(p.page("/en/desk/mail?q=PLOCK", 200), "office@example.org") {
		t.Error("the search finds everything")
	}
	p.holds(p.page("/en/desk/mail?state=sent", 200), "Nothing fits these conditions.")
	p.holds(p.page(here, 200), "Dzień dobry,", "Do not send", "Try now")
	w := p.b.get(here + "/letter")
	if csp := w.Header().Get("Content-Security-Policy"); w.Code != 200 || !strings.Contains(csp, "sandbox") || strings.Contains(csp, "script-src 'self'") {
		t.Errorf("the letter: %d, %s", w.Code, csp)
	}

	if w := p.b.post(here + "/cancel"); w.Code != http.StatusSeeOther {
		t.Fatalf("cancel: %d", w.Code)
	}
	p.holds(p.page(here, 200), "The message will not be sent.", `action="`+here+`/again"`, "cancelled")
	if w := p.b.post(here + "/cancel"); w.Code != http.StatusConflict {
		t.Errorf("cancelled twice: %d", w.Code)
	}
	if w := p.b.post(here + "/again"); w.Code != http.StatusSeeOther {
		t.Errorf("again: %d", w.Code)
	}
	p.holds(p.page(here, 200), "waits to be sent again", "waiting")
	told, err := p.site.rooms.People.Log().Read(t.Context(), people.Query{Kind: "mail", ID: id})
	if err != nil || len(told) != 2 || told[0].Actor != p.who {
		t.Errorf("the audit chain tells %+v, %v", told, err)
	}
	p.page("/en/desk/mail/none", 404)
}

// Many mails are cancelled at once, and queued again by the undo; one that is something
// else meanwhile is left alone.
func TestManyMailsAtOnceAndBack(t *testing.T) {
	p := newPostRoom(t)
	first := p.queue(mail.Mail{Kind: "test", To: "a@example.org", Language: "en"})
	second := p.queue(mail.Mail{Kind: "test", To: "b@example.org", Language: "en"})
	waiting := func() string {
		n, _ := counts(t, p.page("/en/desk/mail?state=queued", 200))
		return n
	}
	form := []string{"do", "cancel", "question", "sort=-created", "id", first, "id", second}
	if w := p.b.post("/en/desk/mail/bulk", form...); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "2") || waiting() != "2" {
		t.Fatalf("the question: %d, %s wait", w.Code, waiting())
	}
	if w := p.b.post("/en/desk/mail/bulk", append(form, "sure", "1")...); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/en/desk/mail?sort=-created" {
		t.Fatalf("cancelling: %d to %q", w.Code, w.Header().Get("Location"))
	}
	undo := field(t, regexp.MustCompile(`action="([^"]+/undo/[^"]+)"`), p.page("/en/desk/mail", 200))
	if waiting() != "0" {
		t.Errorf("%s wait after cancelling", waiting())
	}
	if w := p.b.post("/en/desk/mail/" + first + "/again"); w.Code != http.StatusSeeOther {
		t.Fatalf("one again: %d", w.Code)
	}
	if w := p.b.post(undo); w.Code != http.StatusSeeOther || waiting() != "2" {
		t.Errorf("undo: %d, %s wait", w.Code, waiting())
	}
	if w := p.b.post("/en/desk/mail/bulk", "do", "again", "id", first, "question", ""); w.Code != http.StatusSeeOther || !strings.Contains(p.page("/en/desk/mail", 200), "Left out") {
		t.Errorf("a waiting one cannot be sent again: %d", w.Code)
	}
	if w := p.b.get("/en/desk/mail/export?as=csv&state=queued"); w.Code != http.StatusOK || strings.Count(w.Body.String(), "@example.org") != 2 {
		t.Errorf("the export: %d %s", w.Code, w.Body)
	}
}

func TestSettingUpMail(t *testing.T) {
	p := newPostRoom(t)
	sink := mailtest.Start(t)
	host, port, _ := net.SplitHostPort(sink.SMTP)
	number, _ := strconv.Atoi(port)
	fields := func(do string, more ...string) []string {
		return append(more, "host", host, "port", port, "security", "none", "user", "office", "password", "s3cret", "from", "office@example.org", "from_name", "Office", "do", do)
	}
	if w := p.b.post("/en/desk/mail/setup", fields("save")...); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "listen on one of these ports") {
		t.Errorf("another service's port: %d", w.Code)
	}
	if w := p.b.post("/en/desk/mail/setup", "host", "mail.example.org", "port", "587", "security", "none", "from", "office@example.org"); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "only for a server on this same machine") {
		t.Errorf("in the open: %d", w.Code)
	}
	w := p.b.post("/en/desk/mail/setup", "host", "mail.example.org", "port", "587", "security", "starttls", "user", "office", "password", "s3cret", "from", "office@example.org", "do", "save")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("save: %d", w.Code)
	}
	page := p.page("/pl/desk/mail/setup", 200)
	p.holds(page, "mail.example.org", "SPF: kto może wysyłać", "nie widać w nim serwera mail.example.org", "v=DMARC1; p=none; rua=mailto:office@example.org")
	if strings.Contains(page, "s3cret") {
		t.Error("the page shows the password")
	}
	saved, ok, err := p.site.rooms.Outbox.Saved(t.Context())
	if err != nil || !ok || saved.Password != "s3cret" {
		t.Errorf("saved %+v, %v", saved, err)
	}
	told, err := p.site.rooms.People.Log().Read(t.Context(), people.Query{Kind: "mail server"})
	if text, _ := json.Marshal(told); err != nil || len(told) != 1 || strings.Contains(string(text), "s3cret") {
		t.Errorf("the audit chain tells %s, %v", text, err)
	}
	// The password stays with its server: entered for another one, an empty field is empty.
	p.b.post("/en/desk/mail/setup", "host", "evil.example.org", "port", "587", "security", "starttls", "user", "office", "from", "office@example.org", "do", "save")
	if saved, _, _ := p.site.rooms.Outbox.Saved(t.Context()); saved.Password != "" {
		t.Error("the saved password went to another server")
	}

	p.site.rooms.MailServer = &mail.Server{Host: host, Port: number, Security: mail.Plain, From: "office@example.org"}
	if w := p.b.post("/en/desk/mail/setup", "do", "test"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "took the test message to: admin@example.org") {
		t.Errorf("the test message: %d %s", w.Code, w.Body)
	}
	sink.Refuse("Recipient", 550)
	if w := p.b.post("/en/desk/mail/setup", "do", "test"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "The server answered") || !strings.Contains(w.Body.String(), "→ RCPT TO:") {
		t.Errorf("a refusal: %d %s", w.Code, w.Body)
	}
	if w := p.b.post("/en/desk/mail/setup", fields("save")...); w.Code != http.StatusNotFound {
		t.Errorf("saved beside the flags: %d", w.Code)
	}
	if all := sink.Messages(); len(all) != 1 || all[0].To[0].Address != "admin@example.org" {
		t.Errorf("arrived: %+v", all)
	}
}

func TestParkedJobsAreStartedAgain(t *testing.T) {
	p := newPostRoom(t)
	r := jobs.NewRunner(p.site.rooms.Queue, jobs.Options{Clock: clock.Fixed(dbtest.Today)})
	broken := true
	r.Handle(jobs.Kind{Name: "preview", Do: func(context.Context, jobs.Job) error {
		if broken {
			return jobs.Permanent(&net.AddrError{Err: "no such <file>"})
		}
		return nil
	}})
	var id string
	p.write(func(tx *db.Tx) (err error) {
		id, err = p.site.rooms.Queue.Enqueue(t.Context(), tx, jobs.New{Kind: "preview"})
		return err
	})
	drain := func() {
		if err := r.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	drain()
	p.holds(p.page("/en/desk/jobs?state=parked", 200), "preview", "set aside", "no such &lt;file&gt;", `action="/en/desk/jobs/`+id+`/again"`)
	broken = false
	if w := p.b.post("/en/desk/jobs/" + id + "/again"); w.Code != http.StatusSeeOther {
		t.Fatalf("again: %d", w.Code)
	}
	drain()
	p.holds(p.page("/en/desk/jobs?state=done", 200), "preview")
	if w := p.b.post("/en/desk/jobs/" + id + "/again"); w.Code != http.StatusNotFound {
		t.Errorf("a job that is done: %d", w.Code)
	}
}

// Nobody but administrators sees mail or jobs, or learns that a mail exists.
func TestMailIsForAdministrators(t *testing.T) {
	p := newPostRoom(t)
	id := p.queue(mail.Mail{Kind: "test", To: "office@example.org", Language: "en"})
	officer, _ := accountOf(t, p.site, p.site.Handler(), "officer@example.org", true, people.Grant{Role: people.Officer, Scope: people.AtPlace(770966)})
	for _, path := range []string{"/en/desk/mail", "/en/desk/mail/" + id, "/en/desk/mail/none", "/en/desk/mail/" + id + "/letter", "/en/desk/mail/setup", "/en/desk/jobs"} {
		if w := newBrowser(p.site.Handler()).get(path); w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/en/sign-in") {
			t.Errorf("the public at %s: %d", path, w.Code)
		}
		if w := officer.get(path); w.Code != http.StatusNotFound || strings.Contains(w.Body.String(), "office@example.org") {
			t.Errorf("an officer at %s: %d", path, w.Code)
		}
	}
	for _, path := range []string{"/en/desk/mail/" + id + "/cancel", "/en/desk/mail/" + id + "/now", "/en/desk/mail/setup", "/en/desk/jobs/1/again"} {
		if w := officer.post(path); w.Code != http.StatusNotFound {
			t.Errorf("an officer posts to %s: %d", path, w.Code)
		}
	}
	if row, err := p.site.rooms.Outbox.Preview(t.Context(), id); err != nil || row.State != mail.Queued {
		t.Errorf("the mail is %s, %v", row.State, err)
	}
}
