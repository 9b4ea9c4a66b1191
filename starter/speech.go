package starter

import (
	"regexp"
	"strings"
	"unicode"
)

// This file holds the rules by which names of GeoNames are taken or left, for the
// generator of the starter and for who imports newer files: docs/names.md.

// InScript tells whether value is written in the script of lang, for the
// eight languages. Some entries are transliterations in the wrong place
// (a Russian "Brestskaya Oblast’").
func InScript(lang, value string) bool {
	script := unicode.Latin
	switch lang {
	case "ru", "be", "uk":
		script = unicode.Cyrillic
	case "pl", "en", "de", "fr", "lt":
	default:
		return true
	}
	return !strings.ContainsFunc(value, func(r rune) bool {
		return unicode.IsLetter(r) && !unicode.In(r, script, unicode.Common)
	})
}

// assimilated are the spellings by which Belarusian's unofficial orthography
// (tarashkyevitsa) shows itself: a soft sign for softness that only follows
// from the next consonant, and "дз" for the official "д" before "тв".
var assimilated = regexp.MustCompile(`(?i)[сзц]ь[вмнлпбцсзд]|дзь[вмнл]|ньн|льл|цьц|дзтв`)

// UnofficialBelarusian tells whether a Belarusian name is certainly not in
// the official orthography. It can't know all such names.
func UnofficialBelarusian(value string) bool { return assimilated.MatchString(value) }

// atHome is the share of a country's people from which an official language
// counts as at home in every town of the country: it takes in Belarusian
// in Belarus (.26) and leaves out German in Belgium (.22).
const atHome = .25

// Speaks tells whether a language is official in the country, and either at home
// everywhere there or, since the name in it is the town's own, at least in that
// town. No country (nil) speaks none.
func (c *Country) Speaks(lang string, own bool) bool {
	if c == nil {
		return false
	}
	for _, l := range c.Languages {
		base, _, _ := strings.Cut(l.Code, "-")
		if base == lang && l.Official != NotOfficial && (own || l.Share >= atHome) {
			return true
		}
	}
	return false
}
