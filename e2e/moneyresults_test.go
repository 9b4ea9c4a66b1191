//go:build e2e

package e2e

import (
	"encoding/base64"
	"fmt"
	"strings"
)

// results are what the organiser of the forum reads of it: one of each, with the list behind
// each number.
func (s *moneyStory) results(steps ...string) {
	o := s.organiser
	o.open("/en/meetings")
	o.press("Towns at one table")
	path, _, _ := strings.Cut(o.at(), "?")
	o.open(path + "/results")
	s.looks(o, "what-came-of-it")
	for _, step := range steps {
		list := o.text("section#" + step)
		number := "1"
		if step == "money" {
			number = "6,400"
		}
		if !strings.HasPrefix(list, s.says("en", "observatory.step."+step)+": "+number) {
			s.Errorf("of the step %q the organiser reads:\n%s", step, list)
		}
		if n := eval[int](o, fmt.Sprintf(`document.querySelectorAll('section#%s li').length`, step)); n != 1 {
			s.Errorf("the list behind the step %q has %d lines", step, n)
		}
	}
}

// council reads back what is printed for the town's council.
func (s *moneyStory) council(says ...string) {
	b := s.polish
	b.open(fmt.Sprintf("/pl/desk/places/%d/report?year=%d", sokolka, s.today.Year))
	s.looks(b, "council-report")
	encoded := eval[string](b, fmt.Sprintf(`fetch('/pl/desk/places/%d/report/%d.pdf').then(r => r.blob()).then(b => new Promise(done => { const f = new FileReader(); f.onload = () => done(f.result.split(',')[1]); f.readAsDataURL(b) }))`, sokolka, s.today.Year))
	pdf, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		s.Fatal(err)
	}
	text := plainly(pdfText(s.T, pdf))
	for _, words := range append(says, plainly(s.says("pl", "council.title", "year", s.today.Year)), plainly(s.says("pl", "council.sought.contacts", "n", 1))) {
		if !strings.Contains(text, words) {
			s.Errorf("the council's report lacks %q:\n%.6000s", words, text)
		}
	}
}

// plainly is a text with ordinary spaces.
func plainly(text string) string { return strings.Join(strings.Fields(text), " ") }
