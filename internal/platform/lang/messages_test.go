package lang

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// texts are the messages of one language as they stand in its file.
func texts(t *testing.T, lang string) map[string]string {
	t.Helper()
	var m map[string]string
	if err := readJSON(os.DirFS("."), "messages/"+lang+".json", &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestEveryKeyInEveryLanguage(t *testing.T) {
	c := catalog(t)
	english := c.Printer("en")
	name := regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$`)
	for _, l := range c.Languages() {
		for key := range english.messages {
			if !c.Printer(l).Has(key) {
				t.Errorf("%s has no %s", l, key)
			}
		}
		for key, text := range texts(t, l) {
			if !english.Has(key) {
				t.Errorf("%s has %s, which English has not", l, key)
			}
			if !name.MatchString(key) {
				t.Errorf("the key %q is not lower_snake with dots", key)
			}
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s: %s is empty", l, key)
			}
		}
	}
}

// A placeholder that one language forgot is a fact that its readers do not get; one
// that only it has would print as ⟦…⟧.
func TestSamePlaceholders(t *testing.T) {
	c := catalog(t)
	english := c.Printer("en")
	for key, body := range english.messages {
		if strings.HasPrefix(key, "date.") {
			continue // each language takes the parts that its grammar needs
		}
		want := placeholders(body)
		for _, l := range c.Languages() {
			if got := placeholders(c.Printer(l).messages[key]); got != want {
				t.Errorf("%s %s: placeholders %s, English has %s", l, key, got, want)
			}
		}
	}
}

// placeholders are the sorted names that body asks for.
func placeholders(body []segment) string {
	names := map[string]bool{}
	walk(body, func(s *segment) {
		if s.arg != "" && s.arg != "after" { // every message has {after}
			names[s.arg] = true
		}
	})
	return strings.Join(slices.Sorted(maps.Keys(names)), " ")
}

// walk visits every segment of body and of its branches.
func walk(body []segment, visit func(*segment)) {
	for i := range body {
		visit(&body[i])
		for _, c := range body[i].cases {
			walk(c.body, visit)
		}
		walk(body[i].other, visit)
	}
}

// Each plural has exactly the branches that CLDR has for the language: a missing one
// would print the wrong form, a surplus one never prints.
func TestPluralBranches(t *testing.T) {
	c := catalog(t)
	for _, l := range c.Languages() {
		p := c.Printer(l)
		for key, body := range p.messages {
			walk(body, func(s *segment) {
				rules := p.locale.Cardinal
				switch s.format {
				case byPlural:
				case byOrdinal:
					rules = p.locale.Ordinal
				default:
					return
				}
				got := []string{"other"}
				for _, c := range s.cases {
					if c.when[0] != '=' {
						got = append(got, c.when)
					}
				}
				slices.Sort(got)
				if want := slices.Sorted(maps.Keys(rules)); !slices.Equal(got, want) {
					t.Errorf("%s %s: {%s} has the branches %v, CLDR wants %v", l, key, s.arg, got, want)
				}
			})
		}
	}
}

// A choice by a word offers the same words in all languages.
func TestSelectBranches(t *testing.T) {
	c := catalog(t)
	words := func(body []segment) string {
		var out []string
		walk(body, func(s *segment) {
			if s.format == bySelect && s.arg != "after" {
				for _, c := range s.cases {
					out = append(out, s.arg+"="+c.when)
				}
			}
		})
		slices.Sort(out)
		return strings.Join(slices.Compact(out), " ")
	}
	for key, body := range c.Printer("en").messages {
		if strings.HasPrefix(key, "date.") {
			continue
		}
		for _, l := range c.Languages() {
			if got, want := words(c.Printer(l).messages[key]), words(body); got != want {
				t.Errorf("%s %s: select branches [%s], English has [%s]", l, key, got, want)
			}
		}
	}
}

// A phrase such as {d, date, since} needs its three messages.
func TestDateStyles(t *testing.T) {
	c := catalog(t)
	for _, l := range c.Languages() {
		p := c.Printer(l)
		for key, body := range p.messages {
			walk(body, func(s *segment) {
				if s.style == "" {
					return
				}
				for _, precision := range []string{"day", "month", "year"} {
					if need := "date." + s.style + "." + precision; !p.Has(need) {
						t.Errorf("%s %s: {%s, date, %s} needs %s", l, key, s.arg, s.style, need)
					}
				}
			})
		}
	}
}

// quotes are the signs that stand around a quotation in each language.
var quotes = map[string]string{
	"pl": "„”", "en": "“”‘’", "de": "„“‚‘", "fr": "«»“”", "lt": "„“", "ru": "«»„“", "be": "«»„“", "uk": "«»„“”",
}

// Signs and spaces as a printer's reader of the language would set them.
func TestTypography(t *testing.T) {
	const allQuotes = "„“”‚‘«»"
	twoSpaces := regexp.MustCompile(`  |\n`)
	hyphenAsDash := regexp.MustCompile(`[^«\x{a0}] --? |[^ ]--[^ ]`)
	frenchSpace := regexp.MustCompile(`[^\x{a0}\x{202f}](?:[;?»]|:(?:\s|$))|«[^\x{a0}\x{202f}]`)
	for _, l := range catalog(t).Languages() {
		for key, text := range texts(t, l) {
			wrong := func(what string) { t.Errorf("%s %s: %s: %s", l, key, what, text) }
			if text != strings.TrimSpace(text) || twoSpaces.MatchString(text) {
				wrong("a space too many")
			}
			if strings.ContainsAny(text, `"'`+"`") {
				wrong("a straight quotation mark or apostrophe")
			}
			for _, q := range allQuotes {
				if strings.ContainsRune(text, q) && !strings.ContainsRune(quotes[l], q) {
					wrong(fmt.Sprintf("%c is not a quotation mark of the language", q))
				}
			}
			if strings.Contains(text, "...") {
				wrong("three dots instead of …")
			}
			if strings.ContainsAny(text, "!¡") {
				wrong("an exclamation mark")
			}
			if hyphenAsDash.MatchString(text) {
				wrong("a hyphen instead of a dash")
			}
			if l == "fr" && frenchSpace.MatchString(text) {
				wrong("no no-break space before a double sign")
			}
		}
	}
}

// Letters that look alike in two alphabets make a word that no search finds.
func TestOneAlphabetPerWord(t *testing.T) {
	mixed := regexp.MustCompile(`\p{Latin}\p{Cyrillic}|\p{Cyrillic}\p{Latin}`)
	cyrillic := regexp.MustCompile(`(?:^|[^\p{L}])\p{Ll}*[а-яіўїєґё]+`) // a name, capitalised, may be quoted as an example
	foreign := map[string]*regexp.Regexp{
		"ru": regexp.MustCompile(`[іїєўґІЇЄЎҐ]`),
		"be": regexp.MustCompile(`[ищъїєґИЩЪЇЄҐ]`),
		"uk": regexp.MustCompile(`[ыэёъўЫЭЁЪЎ]`),
	}
	for _, l := range catalog(t).Languages() {
		for key, text := range texts(t, l) {
			if mixed.MatchString(text) {
				t.Errorf("%s %s: two alphabets in one word: %s", l, key, text)
			}
			if f := foreign[l]; f != nil && f.MatchString(text) {
				t.Errorf("%s %s: a letter that the language has not: %s", l, key, text)
			}
			if word := cyrillic.FindString(text); foreign[l] == nil && word != "" {
				t.Errorf("%s %s: Cyrillic in a Latin text, and no name: %s: %s", l, key, word, text)
			}
		}
	}
}

// A text that is the same in English and in another language is most likely not
// translated, unless it is short or only placeholders.
func TestTranslated(t *testing.T) {
	english := texts(t, "en")
	for _, l := range catalog(t).Languages() {
		if l == "en" {
			continue
		}
		for key, text := range texts(t, l) {
			if text == english[key] && len(strings.Fields(text)) > 3 && !strings.HasPrefix(text, "{") {
				t.Errorf("%s %s is the English text: %s", l, key, text)
			}
		}
	}
}
