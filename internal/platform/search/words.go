package search

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"twintown/internal/names"
)

// word is what is looked for: words that are it, or begin with it.
type word struct {
	text   string
	prefix bool
}

// A word is cut after mostLetters: no language writes longer ones, and an engine would
// refuse a row for one.
const mostLetters = 48

// An ending is looked away from in words of five letters and more: up to three letters, so
// that four stay of five and at least five of longer ones. It is the same in all languages:
// what inflects most, "konferencijose", "городами", "Partnerschaften", ends so. Of a short
// word that ends as a plural case does, that ending goes whole: "umowami", "школам".
const (
	leastInflected = 5
	longestEnding  = 3
	leastStem      = 4
)

// plurals are endings of Slavic and Lithuanian cases, folded, the longer ones first.
var plurals = []string{
	"ami", "ach", "oms", "ose", "ems", "ese", "ais", "ами", "ями", "амі", "ямі",
	"om", "ow", "ам", "ям", "ах", "ях", "ом", "ов", "ев", "еи", "ою", "ею",
}

// stem is a folded word without what may be its ending.
func stem(w string) string {
	n := utf8.RuneCountInString(w)
	if n < leastInflected || strings.ContainsFunc(w, unicode.IsDigit) {
		return w
	}
	keep := max(n-longestEnding, min(n-1, leastInflected))
	for _, ending := range plurals {
		if strings.HasSuffix(w, ending) {
			keep = min(keep, max(leastStem, n-utf8.RuneCountInString(ending)))
			break
		}
	}
	return string([]rune(w)[:keep])
}

// elided are the articles and pronouns that French writes before a word without a space.
// They are no part of it; Cyrillic letters before an apostrophe are.
var elided = regexp.MustCompile(`(?i)\b(?:[cdjlmnst]|qu)['’ʼ]`)

// words are the folded words of a text, in order.
func words(text string) []string {
	if strings.ContainsAny(text, "'’ʼ") {
		text = elided.ReplaceAllString(text, " ")
	}
	all := strings.Fields(names.Fold(text))
	for i, w := range all {
		if utf8.RuneCountInString(w) > mostLetters {
			all[i] = string([]rune(w)[:mostLetters])
		}
	}
	return all
}

// spelt are the words by which a text is found: those that it has, and the German ones with
// an umlaut also as they are written without ("Staedte").
func spelt(text string) []string {
	all := words(text)
	if strings.ContainsAny(text, "äöüÄÖÜ") {
		for _, w := range words(umlauts.Replace(text)) {
			if strings.Contains(w, "ae") || strings.Contains(w, "oe") || strings.Contains(w, "ue") {
				all = append(all, w)
			}
		}
	}
	return all
}

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue")

// asked reads a question: the words as they stand, the last as a beginning, and the same
// without their endings. Both are empty where it holds no word.
func asked(text string) (whole, bare []word) {
	all := words(bounded(text, mostQuestion))
	all = all[:min(len(all), MostWords)]
	for i, w := range all {
		whole = append(whole, word{w, i == len(all)-1})
		s := stem(w)
		bare = append(bare, word{s, s != w || i == len(all)-1})
	}
	return whole, bare
}

// clean is a text that both engines can keep.
func clean(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, " "), "\x00", " ")
}

// mostQuestion bounds the bytes of a question that are read.
const mostQuestion = 1000

// bounded is the beginning of a text, at most so many bytes, which ends between letters.
func bounded(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}
