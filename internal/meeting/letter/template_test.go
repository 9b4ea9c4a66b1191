package letter_test

import (
	"errors"
	"strings"
	"testing"

	"twintown/internal/meeting/letter"
	"twintown/internal/platform/errs"
)

func TestCheckOfTexts(t *testing.T) {
	for _, c := range []struct {
		name, text string
		key        string // of the refusal; "" is good
	}{
		{"nothing", "", ""},
		{"plain words", "Zapraszamy serdecznie.\n\nDo zobaczenia", ""},
		{"a name alone", "Zapraszamy na:\n{meeting}", ""},
		{"after a colon", "Termin: {dates}", ""},
		{"after a French colon", "Dates\u00a0: {dates}", ""},
		{"lines of Windows", "Termin: {dates}\r\nMiejsce: {place}\r\n", ""},
		{"within a sentence, where it would be declined", "Zapraszamy {delegation} na spotkanie", "letter.error.where"},
		{"before the colon", "{dates}: termin", "letter.error.where"},
		{"two in a line", "Kiedy: {dates} {place}", "letter.error.where"},
		{"text after it", "Termin: {dates} r.", "letter.error.where"},
		{"an unclosed brace", "Termin: {dates", "letter.error.where"},
		{"a lone brace", "a } b", "letter.error.where"},
		{"an unknown name", "Kto: {passport}", "letter.error.name"},
		{"of another paper", "Nr: {document}", "letter.error.name"},
		{"too long", strings.Repeat("a", letter.MostLetters+1), "letter.error.long"},
		{"too many lines", strings.Repeat("a\n", 100), "letter.error.lines"},
		{"not UTF-8", "a\xff", "letter.error.lines"},
	} {
		err := letter.Check(letter.Invite, c.text)
		key := ""
		if e, ok := errors.AsType[*errs.Error](err); ok {
			key = e.Public.Key
		}
		if key != c.key || (err == nil) != (c.key == "") {
			t.Errorf("%s: %v, want %q", c.name, err, c.key)
		}
	}
}

func TestDefaultTextsAreGoodAndNameEachLanguagesWords(t *testing.T) {
	_, catalog := setup(t)
	for _, paper := range letter.Worded() {
		seen := map[string]string{}
		for _, code := range catalog.Languages() {
			text := letter.Default(paper, catalog.Printer(code))
			if err := letter.Check(paper, text); err != nil || text == "" {
				t.Errorf("%s in %s: %v\n%s", paper, code, err, text)
			}
			if other := seen[text]; other != "" {
				t.Errorf("%s: %s and %s have the same text", paper, code, other)
			}
			seen[text] = code
		}
	}
	for _, paper := range letter.Papers() {
		if catalog.Printer("en").T("letter.title."+string(paper)) == "" || len(letter.Names(paper)) > 0 != (letter.Default(paper, catalog.Printer("en")) != "") {
			t.Errorf("%s has names and no text, or the other way round", paper)
		}
	}
}

// Whatever text Check lets through can be set.
func FuzzTemplate(f *testing.F) {
	for _, s := range []string{"", "Termin: {dates}", "{meeting}\n\n\n{link}", "a: {b}", "{", "\u00a0:{dates}", strings.Repeat("{place}\n", 80)} {
		f.Add(s)
	}
	set, _ := setup(f)
	f.Fuzz(func(t *testing.T, text string) {
		if letter.Check(letter.Invite, text) != nil {
			return
		}
		s := sheet("fr")
		s.Text = text
		if _, err := set.Invitations([]letter.Invitation{{Sheet: s, Town: "Kaunas", Link: "https://example.org/x"}}); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
	})
}
