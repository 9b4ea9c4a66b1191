//go:build e2e

package e2e

import (
	"bytes"
	"database/sql"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	_ "github.com/jackc/pgx/v5/stdlib" // the "pgx" driver

	"twintown/internal/platform/db"
)

// conferenceStory is a conference from its first invitation on. Each step of the story is a
// method of its own; what is done at the door, at the forum and after the meeting follows in
// the same way.
type conferenceStory struct {
	*installation
	organiser *tab
	head      *tab     // of the delegation from Kaunas, on her phone
	axe       string   // looks whether all can use a page
	at        string   // path of the meeting at the desk
	public    string   // path of its page
	link      string   // of the delegation, as the mail has it
	secrets   []string // what nobody else may find: names, needs, the number of a passport
}

// TestADelegationComesToAConference tells how an organiser invites a town, which answers in
// its language without an account and says who comes, and that nobody else learns of it.
func TestADelegationComesToAConference(t *testing.T) {
	axe, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatal("axe-core is missing; the check command installs it: ", err)
	}
	for name, args := range conferenceEngines(t) {
		t.Run(name, func(t *testing.T) {
			c := &conferenceStory{installation: install(t, args...), axe: string(axe)}
			c.organiser, c.head = c.person(1280, 900), c.person(390, 844)
			c.organiser.withPasskey()
			c.firstAdministrator(c.organiser)
			c.publishes()
			c.opensTheWorkingSide()
			c.invites()
			c.answers()
			c.listsWhoComes()
			c.isToldByMail()
			c.takesItsLetters()
			c.nobodyElseLearnsOfIt()
			c.tellsOfTheCancellation()
			if name == string(db.SQLite) {
				c.nothingStandsInTheClear()
			}
			c.isForgotten()
		})
	}
}

// conferenceEngines are the arguments that start the program on each engine.
func conferenceEngines(t *testing.T) map[string][]string {
	t.Helper()
	engines := map[string][]string{string(db.SQLite): nil}
	dsn := os.Getenv("TWINTOWN_TEST_POSTGRES")
	if dsn == "" || os.Getenv("TWINTOWN_E2E_ALL") == "" {
		t.Log("PostgreSQL left out: TWINTOWN_TEST_POSTGRES or TWINTOWN_E2E_ALL is not set; the web tests walk through the pages on both engines")
		return engines
	}
	server, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	schema := "e2e_" + strings.ReplaceAll(db.NewID(), "-", "")
	if _, err := server.Exec(`CREATE SCHEMA ` + schema); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Exec(`DROP SCHEMA ` + schema + ` CASCADE`)
		server.Close()
	})
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	query.Set("search_path", schema)
	u.RawQuery = query.Encode()
	engines[string(db.PostgreSQL)] = []string{"--dsn", u.String()}
	return engines
}

// looks at a page: that it fits, that all can use it, and keeps a picture of it.
func (c *conferenceStory) looks(b *tab, name string) {
	b.keepScreenshot(name)
	b.fits()
	b.accessible(c.axe)
}

// set writes a value into a field without the keyboard, which has no ą, ė and ų.
func (b *tab) set(values ...string) {
	b.t.Helper()
	for i := 0; i+1 < len(values); i += 2 {
		b.do(chromedp.SetValue(chromedp.CSS(fmt.Sprintf(`main [name=%q]`, values[i])), values[i+1]))
	}
}

// pick ticks the box or the button with a name and a value.
func (b *tab) pick(name, value string) {
	b.t.Helper()
	if !eval[bool](b, fmt.Sprintf(`(() => { const e = document.querySelector('main [name=%q][value=%q]'); e?.click(); return !!e })()`, name, value)) {
		b.t.Fatalf("%s: nothing is called %s with %s", b.at(), name, value)
	}
}

// publishes builds the meeting's page.
func (c *conferenceStory) publishes() {
	o := c.organiser
	o.open("/en/desk/meetings/new")
	o.fill("kind", "conference", "language", "pl")
	o.set("title", "Miasta i ich sąsiedzi")
	o.press("Begin a draft")
	c.at, _, _ = strings.Cut(o.at(), "?")
	o.fill("from", "14 May 2027", "to", "15 May 2027", "begins", "10:00", "zone", "Europe/Warsaw", "place", "Białystok")
	o.set("venue", "Ratusz", "organisers", "Miasto Białystok")
	o.press("Save")
	o.open(strings.Replace(c.at, "/meetings/", "/press/", 1) + "/pl")
	o.set("lead", "O tym, co daje współpraca.", "body", "Miasta opowiedzą, co zrobiły razem.")
	o.press("Save the draft")
	o.press("Publish now")
	o.open("/pl/meetings")
	o.press("Miasta i ich sąsiedzi")
	c.public = o.at()
}

// opensTheWorkingSide says who answers for the data, and who pays what.
func (c *conferenceStory) opensTheWorkingSide() {
	o := c.organiser
	o.open(c.at + "/settings")
	o.set("contact", "conference@example.org", "controller", "Miasto Białystok, ul. Słonimska 1", "costs.pl", "Noclegi opłaca organizator.")
	o.press("Open the organisation")
}

// invites Kaunas with four people.
func (c *conferenceStory) invites() {
	o := c.organiser
	o.open(c.at + "/delegations/new")
	o.fill("place", "Kaunas", "quota", "4", "language", "lt", "email", "mayor.kaunas@example.org")
	o.set("contact", "Mayor’s office of Kaunas")
	o.press("Add")
	o.open(c.at + "/delegations")
	o.press("Kaunas")
	if eval[bool](o, `[...document.querySelectorAll('main a')].some(a => a.textContent.trim() === 'See and send the invitation')`) {
		o.press("See and send the invitation")
	}
	o.press("Send the invitation")
	c.link = c.letter("mayor.kaunas@example.org", "Kvietimas: Miasta i ich sąsiedzi")
	if !strings.Contains(c.link, "/lt/guest/") {
		c.Fatalf("the invitation leads to %q", c.link)
	}
}

// answers reads the invitation on a phone, in Lithuanian, without an account.
func (c *conferenceStory) answers() {
	h := c.head
	h.do(chromedp.Navigate(c.link), chromedp.WaitReady(chromedp.CSS("main form")))
	h.sees("Miasta i ich sąsiedzi", "Kaunas", "Ratusz", "Miasto Białystok", "Noclegi opłaca organizator.", "Duomenų valdytojas", "ul. Słonimska 1", "conference@example.org")
	c.looks(h, "guest-lt")
	for _, code := range []string{"pl", "uk"} {
		h.do(chromedp.Navigate(strings.Replace(c.link, "/lt/", "/"+code+"/", 1)), chromedp.WaitReady(chromedp.CSS("main form")))
		c.looks(h, "guest-"+code)
	}
	h.do(chromedp.Navigate(c.link), chromedp.WaitReady(chromedp.CSS("main form")))
	h.pick("state", "accepted")
	h.fill("coming", "4")
	h.set("note", "Norėtume susitikti su mokyklomis.")
	h.press("Siųsti atsakymą")
	h.sees("Dėkojame.", "Įrašyta: 0 iš 4")
}

// listsWhoComes lists four people, one of whom needs a letter for her visa.
func (c *conferenceStory) listsWhoComes() {
	h := c.head
	names := []string{"Delegacijos vadovė iš Kauno", "Švietimo skyriaus vedėjas", "Kultūros skyriaus vedėja", "Vertėja žąsų gatvės"}
	c.secrets = append(names, "be riešutų ir žuvies", "LX7734511", "mayor.kaunas@example.org")
	for n, name := range names {
		if n == 0 {
			h.press("Pridėti asmenį")
			c.looks(h, "guest-member-lt")
		}
		h.set("name", name)
		h.pick("language", "lt")
		h.pick("language", "pl")
		h.set("arrives", "2027-05-13", "arrives_hour", "18:40", "leaves", "2027-05-15", "lodging", "hotel")
		if n == 1 {
			h.set("diet", "be riešutų ir žuvies")
			h.pick("visa", "1")
			h.set("visa_name", "VEDEJAS", "visa_document", "LX7734511", "visa_nationality", "LT")
		}
		if n < len(names)-1 {
			h.press("Įrašyti ir pridėti kitą asmenį")
			continue
		}
		h.press("Įrašyti")
	}
	h.sees("Įrašyta: 4 iš 4", "Vertėja žąsų gatvės")
	c.looks(h, "guest-members-lt")
	c.organiser.open(c.at + "/delegations")
	c.organiser.sees("Kaunas")
	c.looks(c.organiser, "delegations-one")
}

// isToldByMail has the receipt with the meeting for a calendar.
func (c *conferenceStory) isToldByMail() {
	c.letter("mayor.kaunas@example.org", "Užrašėme, kad atvyksite")
	for _, m := range c.mail.Messages() {
		if strings.Contains(m.Subject, "Jūsų atsakymas gautas") {
			if raw := c.mail.Raw(m.ID); !bytes.Contains(raw, []byte("method=REQUEST")) || !bytes.Contains(raw, []byte("Content-Language: lt")) {
				c.Errorf("the receipt brings no calendar in her language:\n%.2000s", raw)
			}
		}
	}
}

// takesItsLetters fetches the papers of the delegation by its link and reads them back.
func (c *conferenceStory) takesItsLetters() {
	c.head.do(chromedp.Navigate(c.link+"/papers"), chromedp.WaitReady(chromedp.CSS("main a[href$='/papers/visa']")))
	c.looks(c.head, "guest-papers-lt")
	for paper, wants := range map[string][]string{
		"invitation": {"Miasta i ich sąsiedzi", "Kaunas", "ą", "ė", "ų"},
		"visa":       {"VEDEJAS", "LX7734511", "ė", "ų"},
	} {
		answer, body := fetch(c.T, c.link+"/papers/"+paper)
		if answer.Header.Get("Cache-Control") != "no-store" {
			c.Errorf("%s may be kept: %v", paper, answer.Header)
		}
		read := exec.Command("pdftotext", "-layout", "-", "-")
		read.Stdin = strings.NewReader(body)
		text, err := read.Output()
		if err != nil {
			c.Fatalf("%s is no PDF that poppler reads: %v", paper, err)
		}
		for _, want := range wants {
			if !bytes.Contains(text, []byte(want)) {
				c.Errorf("%s does not say %q:\n%s", paper, want, text)
			}
		}
	}
}

// isForgotten lets the meeting have been long ago: what is known of the guests goes, and the
// link leads nowhere.
func (c *conferenceStory) isForgotten() {
	o := c.organiser
	o.open(c.at)
	o.fill("from", "14 May 2024", "to", "15 May 2024")
	o.press("Save")
	o.open("/en/desk/privacy")
	c.looks(o, "privacy-due")
	o.do(chromedp.Click(chromedp.CSS("main form[action$='/desk/privacy/purge'] button")), chromedp.WaitReady(chromedp.CSS("main form[action$='/desk/privacy/purge'] .soft")))
	o.open(c.at + "/delegations")
	if text := o.text("main"); strings.Contains(text, "mayor.kaunas") || strings.Contains(text, "Mayor’s office") {
		c.Errorf("the desk still knows whom it wrote to:\n%s", text)
	}
	o.open("/en/desk/mail")
	if text := o.text("main"); strings.Contains(text, "mayor.kaunas") {
		c.Errorf("the outbox still knows whom it wrote to:\n%s", text)
	}
	answer, body := fetch(c.T, c.link)
	for _, secret := range c.secrets {
		if strings.Contains(body, secret) {
			c.Errorf("the link still tells %q (%s)", secret, answer.Status)
		}
	}
}

// nobodyElseLearnsOfIt asks everything that is public.
func (c *conferenceStory) nobodyElseLearnsOfIt() {
	id := c.at[strings.LastIndex(c.at, "/")+1:]
	token := c.link[strings.LastIndex(c.link, "/")+1:]
	for _, path := range []string{
		"/robots.txt", "/sitemap.xml", "/sitemap-pl.xml", "/pl/", "/pl/meetings", c.public, c.public + "/meeting.ics", "/pl/meetings.atom", "/pl/meetings.ics", "/pl/news.atom",
		"/pl/search?q=Kauno", "/pl/search?q=" + url.QueryEscape("Vertėja"), "/api/v1/search?q=" + url.QueryEscape("Vertėja"), "/api/v1/meetings", "/api/v1/meetings/" + id, "/api/v1/openapi.json",
		"/pl/guest/" + token[:len(token)-1], "/en" + strings.TrimPrefix(c.at, "/en") + "/delegations",
	} {
		_, body := fetch(c.T, c.address+path)
		for _, secret := range append(c.secrets, token) {
			if strings.Contains(body, secret) {
				c.Errorf("%s tells a stranger %q", path, secret)
			}
		}
	}
	answer, _ := fetch(c.T, c.link)
	if answer.Header.Get("Cache-Control") != "no-store" || answer.Header.Get("X-Robots-Tag") != "noindex" || answer.Header.Get("Referrer-Policy") != "no-referrer" {
		c.Errorf("the delegation's page may be kept: %v", answer.Header)
	}
}

// tellsOfTheCancellation cancels the meeting: its guests are told, once, and their calendars.
func (c *conferenceStory) tellsOfTheCancellation() {
	o := c.organiser
	o.open(c.at)
	o.pick("off", "1")
	o.press("Save")
	o.open(strings.Replace(c.at, "/meetings/", "/press/", 1) + "/changes")
	o.press("Publish the changes")
	c.letter("mayor.kaunas@example.org", "Susitikimas neįvyks: Miasta i ich sąsiedzi")
	c.head.do(chromedp.Navigate(c.link), chromedp.WaitReady(chromedp.CSS("#now")))
	c.head.sees("Šis susitikimas atšauktas.")
	times := 0
	for _, m := range c.mail.Messages() {
		if strings.Contains(m.Subject, "Susitikimas neįvyks") {
			times++
			if !bytes.Contains(c.mail.Raw(m.ID), []byte("method=CANCEL")) {
				c.Error("her calendar keeps the meeting")
			}
		}
	}
	if times != 1 {
		c.Errorf("the cancellation was told %d times", times)
	}
}

// nothingStandsInTheClear searches the data folder, as somebody would who carries it away.
func (c *conferenceStory) nothingStandsInTheClear() {
	var secrets []string
	for _, secret := range c.secrets {
		if !strings.Contains(secret, "@") { // the outbox has addresses, until it forgets them
			secrets = append(secrets, secret)
		}
	}
	c.sealed(secrets...)
}

// sealed searches the data folder to the last byte: none of these stands in it.
func (i *installation) sealed(secrets ...string) {
	i.Helper()
	err := filepath.WalkDir(i.folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		for _, secret := range secrets {
			if bytes.Contains(data, []byte(secret)) {
				i.Errorf("%s has %q in the clear", filepath.Base(path), secret)
			}
		}
		return err
	})
	if err != nil {
		i.Error(err)
	}
}
