//go:build e2e

package e2e

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
)

// Places of the story of a project.
const (
	druskininkai = 599757
	thirdOffice  = "officer.third@example.org"
)

// moneyStory is a project of two towns, from the talk in which they met to what came of it.
type moneyStory struct {
	*installation
	catalog     *lang.Catalog
	axe         string
	today       lang.Date
	organiser   *tab
	polish      *tab
	lithuanian  *tab // on a phone
	meeting     string
	partnership string
	project     string // path of the project at the desk, with its language
}

// TestATalkBecomesAProject tells how Sokółka and Druskininkai meet at a forum, sign a letter
// of intent and an agreement, find money, run a project with it, and what the organiser of
// the forum and the council read in the end.
func TestATalkBecomesAProject(t *testing.T) {
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
			s := &moneyStory{installation: install(t, args...), catalog: catalog, axe: string(axe), today: lang.DateOf(time.Now().UTC())}
			s.people()
			s.meet()
			s.agree()
			s.entersCalls()
			s.seesWhatFits()
			s.asksAThird()
			s.files()
			s.runs()
			s.results("contact", "letter", "agreement", "project", "money")
			s.council("Druskieniki", "Młodzi po obu stronach granicy", "6400 EUR", "5000 EUR", "Tydzień młodzieży", "Wspólny film")
			for _, b := range []*tab{s.organiser, s.polish, s.lithuanian} {
				b.quiet()
			}
		})
	}
}

// says is a message in a language, as a button or a line has it.
func (s *moneyStory) says(language, key string, args ...any) string {
	return s.catalog.Printer(language).T(key, args...)
}

// looks at a page: that it fits, that all can use it, and keeps a picture of it.
func (s *moneyStory) looks(b *tab, name string) {
	b.keepScreenshot(name)
	b.fits()
	b.accessible(s.axe)
}

// day is today as people write it in a language.
func (s *moneyStory) day(language string) string { return s.catalog.Printer(language).Date(s.today) }

// people are an organiser and the officers of three towns, who have signed in.
func (s *moneyStory) people() {
	s.organiser, s.polish, s.lithuanian = s.person(1280, 900), s.person(1280, 900), s.person(390, 844)
	cookie, _ := s.worker()
	s.organiser.hasSession(cookie)
	s.polish.hasSession(s.officer(polishOffice, "pl", sokolka))
	s.lithuanian.hasSession(s.officer(lithuanianDesk, "lt", druskininkai))
}

// meet at a forum: each wishes for the other, and after the talk both want a letter of intent.
func (s *moneyStory) meet() {
	id, links := s.forumAtNoon(guestTown{druskininkai, "lt", "druskininkai@example.org"}, guestTown{sokolka, "pl", "sokolka@example.org"})
	s.meeting = id
	o, guests := s.organiser, []*tab{s.person(390, 844), s.person(390, 844)}
	o.open("/en/desk/press/" + id + "/en")
	o.set("lead", "Towns look for partners.", "body", "Each talk takes a quarter of an hour.")
	o.press("Save the draft")
	o.press("Publish now")
	o.collectsWishes(id)
	for n, code := range []string{"lt", "pl"} {
		guests[n].wishes(links[n]+"/forum", s.says(code, "desk.save"))
	}
	o.open("/en/desk/meetings/" + id + "/forum")
	o.press("Plan the talks")
	o.press("Release the plan")
	guests[0].saysOfTalk(links[0], "letter", "Jaunimo mainai")
	guests[1].saysOfTalk(links[1], "letter", "Wymiana młodzieży")
}

// agree begins the procedure at the contact and notes the letter of intent and the agreement.
func (s *moneyStory) agree() {
	b := s.polish
	b.open("/pl/desk/procedures")
	b.press(s.says("pl", "procedure.begin.letter"))
	procedure, _, _ := strings.Cut(b.at(), "?")
	for _, step := range []string{"?step=letter&do=done", fmt.Sprintf("?step=ceremony&side=%d&do=done", sokolka)} {
		b.open(procedure + step)
		b.set("date", s.day("pl"))
		if strings.Contains(step, "ceremony") {
			b.set("sort", "agreement")
		}
		eval[bool](b, `document.querySelector('main .edit-box p.actions button').click() || true`)
		b.until(`!document.querySelector('main .edit-box')`) // what is sent with progress takes the page's place
		b.sees(s.day("pl"))
	}
	b.open(fmt.Sprintf("/pl/places/%d", sokolka))
	at := eval[string](b, `[...document.querySelectorAll('main a[href^="/pl/partnerships/"]')].map(e => e.getAttribute('href')).find(h => /[0-9a-f]{8}-/.test(h)) ?? ''`)
	if _, s.partnership, _ = strings.Cut(at, "/partnerships/"); s.partnership == "" {
		s.Fatal("the agreement made no partnership: ", b.text("main"))
	}
}

// entersCalls enters a programme as its page says: first with a deadline that nobody could
// read.
func (s *moneyStory) entersCalls() {
	o := s.organiser
	o.open("/en/desk/programmes/new")
	last := time.Now().AddDate(0, 2, 0).Format(time.DateOnly)
	o.set("text", strings.ReplaceAll(fmt.Sprintf(exampleProgramme, last, last), `, zone: Europe/Warsaw`, ``))
	o.press(s.says("en", "care.save"))
	s.looks(o, "programme-without-zone")
	o.sees("zone")
	if text := eval[string](o, `document.querySelector('main [name=text]').value`); !strings.Contains(text, "Towns of three countries") {
		s.Errorf("what was typed is lost:\n%s", text)
	}
	o.console = nil // the browser reports the refusal itself
	o.set("text", fmt.Sprintf(exampleProgramme, last, last))
	o.press(s.says("en", "care.save"))
	o.sees(s.says("en", "funding.desk.saved"))
}

// seesWhatFits reads which calls fit: one does, and for another one country is missing.
func (s *moneyStory) seesWhatFits() {
	b := s.lithuanian
	b.open(fmt.Sprintf("/lt/places/%d/calls", druskininkai))
	b.sees("Towns of two countries")
	s.looks(b, "calls-of-a-town-phone")
	if fits := b.text("#example-pairs"); !strings.Contains(fits, s.says("lt", "funding.value.yes")) || !strings.Contains(fits, "Sokulka") {
		s.Errorf("of the call for two countries the town reads:\n%s", fits)
	}
	b = s.polish
	b.open("/pl/partnerships/" + s.partnership)
	b.press(s.says("pl", "funding.pair.link"))
	s.looks(b, "calls-of-a-pair")
	if fits := b.text("#example-pairs"); !strings.Contains(fits, s.says("pl", "funding.value.yes")) {
		s.Errorf("of the call for two countries the pair reads:\n%s", fits)
	}
	if lacks := b.text("#example-three"); !strings.Contains(lacks, s.says("pl", "funding.pair.missing")) || !strings.Contains(lacks, "Łotw") || !strings.Contains(lacks, "Estoni") {
		s.Errorf("of the call for three countries the pair reads:\n%s", lacks)
	}
}

// asksAThird finds a town in that gap and writes to it; a request for all towns is one press
// more.
func (s *moneyStory) asksAThird() {
	b := s.polish
	b.follow("call=example-three")
	s.looks(b, "towns-of-a-gap")
	gap := b.at()
	third := eval[float64](b, `Number(new URL(document.querySelector('main .candidates a[href*="/desk/conversations/new?"]').href).searchParams.get('to'))`)
	cookie := s.officer(thirdOffice, "en", int64(third))
	b.follow("/desk/conversations/new?")
	if text := eval[string](b, `document.querySelector('main [name=text]').value`); !strings.Contains(text, "Towns of three countries") {
		s.Errorf("the letter does not name the call:\n%s", text)
	}
	s.looks(b, "letter-about-a-call")
	b.press(s.says("pl", "relay.send"))
	b.sees("Towns of three countries")
	link := s.letter(thirdOffice, "Towns of three countries")
	reader := s.person(390, 844)
	reader.hasSession(cookie)
	reader.do(chromedp.Navigate(link), chromedp.WaitReady(chromedp.CSS("main")))
	reader.sees("Towns of three countries")

	b.open(gap)
	b.press(s.says("pl", "funding.gap.ask", "town", "Sokółka"))
	b.sees("Towns of three countries", s.says("pl", "seek.state.draft"))
}

// exampleProgramme has two calls with a deadline each: the pair may apply in the first, and
// for the second a town of Latvia or Estonia is missing.
const exampleProgramme = `programme:
  key: example-fund
  name: {en: Example Fund for Partner Towns}
  original: en
  funder: Example Fund
  kind: foundation
  area: [PL, LT, LV, EE]
  sources: [{url: "https://example.org/calls", title: Calls, publisher: Example Fund, read: 2026-11-26}]
calls:
  - key: example-pairs
    name: {en: Towns of two countries}
    deadlines: [{day: %s, at: "12:00", zone: Europe/Warsaw}]
    amount: {model: rate, rate: 80%%, max: 20000 EUR}
    topics: [culture, youth]
    rules:
      - countries: {min: 2, from: [PL, LT, LV, EE]}
    sources: [{url: "https://example.org/calls/pairs", title: Call, publisher: Example Fund, read: 2026-11-26}]
  - key: example-three
    name: {en: Towns of three countries}
    deadlines: [{day: %s, at: "12:00", zone: Europe/Warsaw}]
    amount: {model: rate, rate: 80%%, max: 60000 EUR}
    topics: [culture, youth]
    rules:
      - countries: {min: 3, from: [PL, LT, LV, EE]}
    sources: [{url: "https://example.org/calls/three", title: Call, publisher: Example Fund, read: 2026-11-26}]
tests:
  - {name: a pair, call: example-pairs, want: fits, partners: [{in: PL}, {in: LT}]}
  - {name: one country, call: example-pairs, want: not, by: countries, partners: [{in: PL}, {in: PL}]}
  - {name: nobody told where, call: example-pairs, want: unknown, by: country, partners: [{in: PL}, {type: municipality}]}
  - {name: three, call: example-three, want: fits, partners: [{in: PL}, {in: LT}, {in: LV}]}
  - {name: two of three, call: example-three, want: not, by: countries, partners: [{in: PL}, {in: LT}, {in: LT}]}
  - {name: the third is unknown, call: example-three, want: unknown, by: country, partners: [{in: PL}, {in: LT}, {type: municipality}]}
`
