//go:build e2e

package e2e

import (
	"bytes"
	"database/sql"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"twintown/internal/platform/db"
	"twintown/internal/platform/docx/docxtest"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
)

// Places and people of the story of a request.
const (
	polishOffice   = "officer.sokolka@example.org"
	lithuanianDesk = "officer.druskininkai@example.org"
)

// seekStory is a request for a partner from its draft to the signed letter of intent.
type seekStory struct {
	*installation
	catalog    *lang.Catalog
	axe        string
	admin      *tab
	polish     *tab
	lithuanian *tab
	request    string // handle of the request
	thread     string // path of the conversation, without its language
	procedure  string // path of the procedure, the same
}

// TestARequestBecomesAnAgreement tells how Sokółka seeks a partner in Polish, an officer in
// Lithuania is told of it and answers in Lithuanian, and both walk to a letter of intent.
func TestARequestBecomesAnAgreement(t *testing.T) {
	axe, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatal("axe-core is missing; the check command installs it: ", err)
	}
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	for name, args := range conferenceEngines(t) {
		t.Run(name, func(t *testing.T) {
			s := &seekStory{installation: install(t, args...), catalog: catalog, axe: string(axe)}
			s.admin, s.polish, s.lithuanian = s.person(1280, 900), s.person(1280, 900), s.person(390, 844)
			for _, b := range []*tab{s.admin, s.polish, s.lithuanian} {
				b.withPasskey()
			}
			s.firstAdministrator(s.admin)
			s.officers()
			s.publishes()
			s.aWeekPasses(name, args)
			s.answers()
			s.goesOn()
			s.walk()
			s.papers()
			s.signs()
			if name == string(db.SQLite) {
				s.sealed("Druskininkai norėtų susipažinti", "Zapraszamy do Sokółki w maju") // what towns write to each other
			}
		})
	}
}

// says is a message in a language, as a button or a line has it.
func (s *seekStory) says(language, key string, args ...any) string {
	return s.catalog.Printer(language).T(key, args...)
}

// looks at a page: that it fits, that all can use it, and keeps a picture of it.
func (s *seekStory) looks(b *tab, name string) {
	b.keepScreenshot(name)
	b.fits()
	b.accessible(s.axe)
}

func (s *seekStory) officers() {
	s.invited(s.admin, s.polish, polishOffice, "Officer of Sokółka")
	s.claims(s.polish, s.admin, "Sokółka")
	s.invited(s.admin, s.lithuanian, lithuanianDesk, "Officer of Druskininkai")
	s.claims(s.lithuanian, s.admin, "Druskininkai")
	for language, b := range map[string]*tab{"pl": s.polish, "lt": s.lithuanian} { // in which they are written to
		b.open("/en/account")
		b.set("language", language)
		b.press(s.says("en", "form.save"))
	}
}

// publishes writes the request in Polish, has it looked at and shows it.
func (s *seekStory) publishes() {
	b := s.polish
	b.open(fmt.Sprintf("/pl/desk/requests/new?place=%d", sokolka))
	b.set("title", "Sokółka szuka gminy partnerskiej na Litwie", "seeks", "Szukamy gminy o podobnej wielkości do wymiany młodzieży i wspólnych projektów.")
	b.pick("topics", "culture")
	s.looks(b, "request-new")
	b.press(s.says("pl", "desk.seek.begin"))
	path, _, _ := strings.Cut(b.at(), "?")
	s.request = path[strings.LastIndex(path, "/")+1:]
	s.looks(b, "request-draft")
	b.press(s.says("pl", "desk.seek.do.ask"))

	s.admin.open("/en/desk/requests/" + s.request + "/review")
	s.admin.sees("Sokółka szuka gminy partnerskiej na Litwie")
	s.admin.press(s.says("en", "desk.seek.do.review"))

	b.open("/pl/desk/requests/" + s.request)
	b.press(s.says("pl", "desk.seek.do.publish"))
	b.open("/pl/seek")
	b.sees("Sokółka szuka gminy partnerskiej na Litwie")
}

// aWeekPasses lets the mails about requests of last week be long ago, so that this week's
// leave now and not on the next Monday.
func (s *seekStory) aWeekPasses(engine string, args []string) {
	driver, source := "sqlite", "file:"+filepath.Join(s.folder, "twintown.db")+"?_pragma=busy_timeout(20000)"
	if engine == string(db.PostgreSQL) {
		driver, source = "pgx", args[1]
	}
	d, err := sql.Open(driver, source)
	if err != nil {
		s.Fatal(err)
	}
	defer d.Close()
	for _, change := range []string{
		`INSERT INTO seek_reader (account, week, day, quiet) SELECT id, '2026-W01', '2026-01-01', 0 FROM account WHERE id NOT IN (SELECT account FROM seek_reader)`,
		`UPDATE seek_reader SET week = '2026-W01', day = '2026-01-01'`,
		`INSERT INTO job (id, kind, payload, unique_key, state, run_after, created) VALUES ('monday', 'seek.follow', 'null', 'monday', 'waiting', 0, 0)`,
	} {
		if _, err := d.Exec(change); err != nil {
			s.Fatal(change, ": ", err)
		}
	}
}

// answers finds the request by the week's mail and writes to the town in Lithuanian.
func (s *seekStory) answers() {
	b := s.lithuanian
	if link := s.letter(lithuanianDesk, "Sokółka szuka gminy partnerskiej na Litwie"); !strings.HasSuffix(link, "/lt/seek/"+s.request) {
		s.Errorf("the week's mail leads to %q", link)
	}
	b.open("/lt/seek/" + s.request)
	b.sees("Sokółka szuka gminy partnerskiej na Litwie", s.says("lt", "seek.text.other", "language", s.catalog.Printer("lt").LanguageName("pl")))
	s.looks(b, "request-phone")
	b.press(s.says("lt", "relay.answer"))
	s.looks(b, "first-letter-phone")
	b.set("text", "Druskininkai norėtų susipažinti. Mūsų mokyklos jau draugauja.")
	b.press(s.says("lt", "relay.send"))
	b.sees("Druskininkai norėtų susipažinti.")
	path, _, _ := strings.Cut(b.at(), "?")
	s.thread = strings.TrimPrefix(path, "/lt")
	s.hidesAddresses(polishOffice, "Druskininkai norėtų susipažinti.", lithuanianDesk)
}

// goesOn answers in Polish.
func (s *seekStory) goesOn() {
	b := s.polish
	link := s.letter(polishOffice, "Druskininkai norėtų susipažinti.")
	b.do(chromedp.Navigate(link), chromedp.WaitReady(chromedp.CSS("main")))
	if !strings.HasSuffix(strings.SplitN(b.at(), "?", 2)[0], s.thread) {
		s.Errorf("the mail leads to %s, not to %s", b.at(), s.thread)
	}
	b.open("/pl" + s.thread)
	b.sees("Druskininkai norėtų susipažinti.")
	b.set("text", "Dziękujemy! Zapraszamy do Sokółki w maju.")
	s.looks(b, "conversation")
	b.press(s.says("pl", "relay.send"))
	s.hidesAddresses(lithuanianDesk, "Zapraszamy do Sokółki w maju.", polishOffice)
}

// walk begins the procedure from the conversation: what is known is filled in.
func (s *seekStory) walk() {
	b := s.polish
	b.open("/pl" + s.thread)
	b.follow("/procedures/new")
	s.looks(b, "procedure-new")
	b.press(s.says("pl", "procedure.begin"))
	path, _, _ := strings.Cut(b.at(), "?")
	s.procedure = strings.TrimPrefix(path, "/pl")
	s.letter(lithuanianDesk, s.procedure)
	s.lithuanian.open("/lt" + s.procedure)
	s.looks(s.lithuanian, "procedure-phone")
}

// follow presses the link of the main part that leads to an address with these words.
func (b *tab) follow(words string) {
	b.t.Helper()
	before := eval[float64](b, `performance.timeOrigin`)
	if !eval[bool](b, fmt.Sprintf(`(() => { const e = document.querySelector('main a[href*=%q]'); e?.click(); return !!e })()`, words)) {
		b.t.Fatalf("%s: no link leads to %s", b.at(), words)
	}
	b.until(fmt.Sprintf(`performance.timeOrigin !== %f && document.readyState === 'complete'`, before))
}

// papers makes the letter of intent in both languages: an office program and a reader of
// PDFs find both texts in it, with all their letters.
func (s *seekStory) papers() {
	b := s.lithuanian
	docx := s.fileAt(b, "letter_of_intent", "docx")
	pdf := s.fileAt(b, "letter_of_intent", "pdf")
	for format, text := range map[string]string{"DOCX": docxtest.Printed(s.T, map[string][]byte{"letter": docx})["letter"], "PDF": pdfText(s.T, pdf)} {
		for _, words := range []string{"List intencyjny", "Ketinimų protokolas", "Sokółka", "Druskininkai"} {
			if !strings.Contains(text, words) {
				s.Errorf("the %s lacks %q:\n%.2000s", format, words, text)
			}
		}
	}
}

// fileAt downloads a paper as the person who is signed in.
func (i *installation) fileAt(b *tab, kind, format string) []byte {
	i.Helper()
	text := eval[string](b, fmt.Sprintf(`fetch([...document.querySelectorAll('main a')].map(a => a.href).find(h => h.includes('/papers/%s?') && h.includes('as=%s')))
		.then(r => r.blob()).then(b => new Promise(done => { const f = new FileReader(); f.onload = () => done(f.result); f.readAsDataURL(b) }))`, kind, format))
	_, encoded, _ := strings.Cut(text, ",")
	data, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || len(data) < 1000 {
		i.Fatalf("%s as %s: %d bytes, %v", kind, format, len(data), err)
	}
	return data
}

// pdfText is what poppler reads in a PDF.
func pdfText(t *testing.T, pdf []byte) string {
	t.Helper()
	c := exec.Command("pdftotext", "-layout", "-", "-")
	c.Stdin = bytes.NewReader(pdf)
	out, err := c.Output()
	if err != nil {
		t.Fatal("pdftotext: ", err)
	}
	return string(out)
}

// signs attaches the signed letter of intent: the partnership shows it, and the request
// closes as matched.
func (s *seekStory) signs() {
	b := s.polish
	b.open("/pl" + s.procedure)
	scan := filepath.Join(s.T.TempDir(), "list-intencyjny.pdf")
	if err := os.WriteFile(scan, s.fileAt(b, "letter_of_intent", "pdf"), 0o600); err != nil {
		s.Fatal(err)
	}
	b.open("/pl" + s.procedure + "?step=letter&do=done")
	b.set("date", "25 listopada 2026")
	b.do(chromedp.SetUploadFiles(chromedp.CSS("main .edit-box input[type=file]"), []string{scan}))
	s.looks(b, "procedure-letter")
	eval[bool](b, `document.querySelector('main .edit-box p.actions button').click() || true`)
	b.until(`!document.querySelector('main .edit-box')`) // what is sent with progress takes the page's place
	b.sees("25 listopada 2026", "list-intencyjny")
	s.looks(b, "procedure")
	b.press(s.says("pl", "procedure.matched.go"))
	b.open("/pl/seek/" + s.request)
	b.sees(s.says("pl", "seek.says.matched"))
	b.open("/pl/desk/procedures")
	s.looks(b, "procedures")

	stranger := s.person(1280, 900)
	stranger.open(fmt.Sprintf("/lt/places/%d", sokolka))
	stranger.open(eval[string](stranger, `[...document.querySelectorAll('main a[href*="/partnerships/"]')]
		.find(e => (e.closest('li, tr, article') ?? e).textContent.includes('Druskininkai'))?.getAttribute('href') ?? '/lt/no-partnership'`))
	stranger.sees(s.catalog.Printer("lt").Date(lang.Date{Year: 2026, Month: 11, Day: 25}), "Druskininkai")
	s.looks(stranger, "partnership-of-the-letter")
	for _, list := range []string{"/en/seek", "/en/desk/conversations", s.thread, s.procedure} {
		if page := s.text(list); strings.Contains(page, "norėtų susipažinti") || strings.Contains(page, "@example.org") {
			s.Errorf("a stranger learns at %s what two towns wrote", list)
		}
	}
}

// text is what a stranger gets at an address.
func (s *seekStory) text(path string) string {
	s.Helper()
	_, page := fetch(s.T, s.address+path)
	return page
}

// hidesAddresses reads the mail that a message came with to the last of its bytes: the other
// side's address stands nowhere in it.
func (s *seekStory) hidesAddresses(to, words, other string) {
	s.Helper()
	s.letter(to, words)
	for _, m := range s.mail.Messages() {
		if len(m.To) != 1 || m.To[0].Address != to {
			continue
		}
		if raw := string(s.mail.Raw(m.ID)); strings.Contains(raw, other) {
			s.Errorf("a mail to %s names %s:\n%s", to, other, raw)
		}
	}
}
