package phrase_test

import (
	"strings"
	"testing"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/seek/phrase"
)

func catalog(t *testing.T) *lang.Catalog {
	t.Helper()
	c, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// full is a sentence with all that any may take.
func full(code string) phrase.Said {
	return phrase.Said{Code: code, Topics: []string{"culture", "youth"}, Count: 12, Day: "2027-05-14", Last: "2027-05-16", Town: 7, Languages: []string{"pl", "lt"}}
}

func town(int64) string { return "Sokółka" }

// Each sentence is a whole sentence in each language, with all that it is about.
func TestEachSentenceInEachLanguage(t *testing.T) {
	c := catalog(t)
	if n := len(phrase.All()); n < 60 {
		t.Errorf("%d sentences", n)
	}
	for _, p := range phrase.All() {
		if err := phrase.Check([]phrase.Said{full(p.Code)}); err != nil {
			t.Errorf("%s: %v", p.Code, err)
		}
		seen := map[string]string{}
		for _, l := range c.Languages() {
			text := c.Printer(l).Message(full(p.Code).Message(town))
			if strings.ContainsAny(text, "⟦{") || text == "" {
				t.Errorf("%s %s: %q", l, p.Code, text)
			}
			for arg, want := range map[phrase.Arg]string{phrase.Count: "12", phrase.Town: "Sokółka", phrase.Day: "2027", phrase.Days: "2027"} {
				if p.Takes == arg && !strings.Contains(text, want) {
					t.Errorf("%s %s: %q lacks %s", l, p.Code, text, want)
				}
			}
			if p.Takes == phrase.Languages && strings.Contains(text, " lt") {
				t.Errorf("%s %s: %q names a language by its code", l, p.Code, text)
			}
			if other := seen[text]; other != "" {
				t.Errorf("%s: %s and %s say the same: %q", p.Code, other, l, text)
			}
			seen[text] = l
		}
	}
	if m := c.Missing(); len(m) > 0 {
		t.Errorf("missing: %v", m)
	}
}

func TestEverySituationHasSentences(t *testing.T) {
	n := 0
	for _, s := range phrase.Situations() {
		n += len(phrase.In(s))
		if len(phrase.In(s)) < 4 {
			t.Errorf("%s: %d sentences", s, len(phrase.In(s)))
		}
	}
	if n != len(phrase.All()) {
		t.Errorf("%d of %d sentences have a situation", n, len(phrase.All()))
	}
}

func TestWhatASentenceLacksIsSaid(t *testing.T) {
	for _, c := range []struct {
		name, field string
		said        []phrase.Said
	}{
		{"no areas", "phrase.areas", []phrase.Said{{Code: "areas"}}},
		{"an area that nobody knows", "phrase.areas", []phrase.Said{{Code: "areas", Topics: []string{"war"}}}},
		{"no number", "phrase.people", []phrase.Said{{Code: "people"}}},
		{"a number below nothing", "phrase.people", []phrase.Said{{Code: "people", Count: -1}}},
		{"no day", "phrase.c_until", []phrase.Said{{Code: "c_until", Day: "soon"}}},
		{"a month instead of a day", "phrase.c_until", []phrase.Said{{Code: "c_until", Day: "2027-05"}}},
		{"days that end before they begin", "phrase.days", []phrase.Said{{Code: "days", Day: "2027-05-14", Last: "2027-05-13"}}},
		{"no languages", "phrase.languages", []phrase.Said{{Code: "languages"}}},
		{"a made-up code", "phrases", []phrase.Said{{Code: "x"}}},
		{"twice the same", "phrases", []phrase.Said{{Code: "sir"}, {Code: "sir"}}},
		{"too many", "phrases", make([]phrase.Said, 31)},
	} {
		if err := phrase.Check(c.said); errs.KindOf(err) != errs.Invalid || errs.FieldOf(err) != c.field {
			t.Errorf("%s: %v in %q, want it in %q", c.name, err, errs.FieldOf(err), c.field)
		}
	}
}

// However sentences are ticked, both sides read the same letter.
func TestALetterReadsAlikeInBothLanguages(t *testing.T) {
	c := catalog(t)
	said := []phrase.Said{{Code: "c_regards"}, {Code: "areas", Topics: []string{"culture"}}, {Code: "sir"}, {Code: "of a newer release"}}
	for l, want := range map[string][2]string{
		"pl": {"Zdanie, którego ta wersja programu nie zna. Szanowni Państwo, Interesuje nas współpraca w tych dziedzinach: kultura.", "Z poważaniem"},
		"lt": {"Sakinys, kurio ši programos versija nežino. Gerbiamieji, Norėtume bendradarbiauti šiose srityse: kultūra.", "Pagarbiai"},
	} {
		before, after := phrase.Letter(said, town)
		say := func(all []lang.Message) string {
			var texts []string
			for _, m := range all {
				texts = append(texts, c.Printer(l).Message(m))
			}
			return strings.Join(texts, " ")
		}
		if got := [2]string{say(before), say(after)}; got != want {
			t.Errorf("%s: %q, want %q", l, got, want)
		}
	}
}
