//go:build e2e

package e2e

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
)

// Places and people of the story of a request.
const (
	polishOffice   = "officer.sokolka@example.org"
	lithuanianDesk = "officer.lazdijai@example.org"
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
			s.answers()
			s.goesOn()
			if name == string(db.SQLite) {
				s.sealed("Lazdijai norėtų susipažinti", "Zapraszamy do Sokółki w maju") // what towns write to each other
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
	s.invited(s.admin, s.lithuanian, lithuanianDesk, "Officer of Lazdijai")
	s.claims(s.lithuanian, s.admin, "Lazdijai")
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

// answers finds the request and writes to the town in Lithuanian.
func (s *seekStory) answers() {
	b := s.lithuanian
	b.open("/lt/seek/" + s.request)
	b.sees("Sokółka szuka gminy partnerskiej na Litwie", s.says("lt", "seek.text.other", "language", s.catalog.Printer("lt").LanguageName("pl")))
	s.looks(b, "request-phone")
	b.press(s.says("lt", "relay.answer"))
	s.looks(b, "first-letter-phone")
	b.set("text", "Lazdijai norėtų susipažinti. Mūsų mokyklos jau draugauja.")
	b.press(s.says("lt", "relay.send"))
	b.sees("Lazdijai norėtų susipažinti.")
	path, _, _ := strings.Cut(b.at(), "?")
	s.thread = strings.TrimPrefix(path, "/lt")
	s.hidesAddresses(polishOffice, "Lazdijai norėtų susipažinti.", lithuanianDesk)
}

// goesOn answers in Polish.
func (s *seekStory) goesOn() {
	b := s.polish
	link := s.letter(polishOffice, "Lazdijai norėtų susipažinti.")
	b.do(chromedp.Navigate(link), chromedp.WaitReady(chromedp.CSS("main")))
	if !strings.HasSuffix(strings.SplitN(b.at(), "?", 2)[0], s.thread) {
		s.Errorf("the mail leads to %s, not to %s", b.at(), s.thread)
	}
	b.open("/pl" + s.thread)
	b.sees("Lazdijai norėtų susipažinti.")
	b.set("text", "Dziękujemy! Zapraszamy do Sokółki w maju.")
	s.looks(b, "conversation")
	b.press(s.says("pl", "relay.send"))
	s.hidesAddresses(lithuanianDesk, "Zapraszamy do Sokółki w maju.", polishOffice)
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
