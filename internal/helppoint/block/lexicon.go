package block

import (
	"slices"
	"strings"
	"sync"
)

// languages are those that are read, in the order in which they are tried.
var languages = []string{"pl", "en", "de", "fr", "lt", "ru", "be", "uk"}

// meaning is what a word or a phrase means.
type meaning struct {
	kind kind
	days []int
}

// lexicon is what is known of one language.
type lexicon struct {
	whole    map[string]meaning // words and phrases, folded
	stems    []stem             // beginnings of the days' full names in all their forms
	headings map[string]bool
	longest  int  // tokens of the longest phrase
	roman    bool // days are written I–VII
	twelve   bool // hours are written with am and pm
}

// stem is the beginning of a day's name. A word that has it and at most longestEnd more
// letters is the day.
type stem struct {
	text string
	day  int
}

const longestEnd = 4

// lexicons are those of all languages, made once.
var lexicons = sync.OnceValue(func() map[string]*lexicon {
	all := map[string]*lexicon{}
	for _, code := range languages {
		all[code] = vocabularies[code].lexicon()
	}
	return all
})

// lexicon folds a vocabulary.
func (v vocabulary) lexicon() *lexicon {
	x := &lexicon{whole: map[string]meaning{}, headings: map[string]bool{}, roman: v.roman, twelve: v.twelve}
	put := func(m meaning, list string) {
		for phrase := range strings.SplitSeq(list, ",") {
			key := key(phrase)
			x.whole[key] = m
			x.longest = max(x.longest, strings.Count(key, " ")+1)
		}
	}
	for day, list := range v.short {
		put(meaning{dayName, []int{day}}, list)
	}
	for day, list := range v.stems {
		for text := range strings.SplitSeq(list, ",") {
			x.stems = append(x.stems, stem{fold(text), day})
		}
	}
	put(meaning{dayName, []int{0, 1, 2, 3, 4, 5, 6}}, v.daily)
	put(meaning{dayName, []int{0, 1, 2, 3, 4}}, v.working)
	put(meaning{dayName, []int{5, 6}}, v.weekend)
	put(meaning{kind: closed}, v.closed)
	put(meaning{kind: appointment}, v.appointment)
	put(meaning{kind: pause}, v.pause)
	put(meaning{kind: dash}, v.to)
	put(meaning{kind: separator}, v.and)
	put(meaning{kind: noise}, v.noise)
	for heading := range strings.SplitSeq(v.headings, ",") {
		x.headings[key(heading)] = true
	}
	return x
}

// key is a phrase as the tokens of a line make it: folded words and dashes, one space
// between.
func key(phrase string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(fold(phrase), "-", " - ")), " ")
}

// phrases gives tokens their meaning; the longest phrase counts.
func (x *lexicon) phrases(in []token) (out []token) {
	for i := 0; i < len(in); {
		t, used := x.phrase(in[i:])
		out = append(out, t)
		i += used
	}
	return out
}

func (x *lexicon) phrase(in []token) (token, int) {
	for n := min(x.longest, len(in)); n > 0; n-- {
		var keys []string
		for _, t := range in[:n] {
			keys = append(keys, t.key)
		}
		if slices.Contains(keys, "") {
			continue
		}
		if m, ok := x.whole[strings.Join(keys, " ")]; ok {
			return token{kind: m.kind, raw: in[0].raw, key: in[0].key, days: m.days}, n
		}
	}
	t := in[0]
	if t.kind != unknown || t.key == "" {
		return t, 1
	}
	if day := x.day(t); day >= 0 {
		t.kind, t.days = dayName, []int{day}
	}
	return t, 1
}

// day is the day that a word names, -1 for none.
func (x *lexicon) day(t token) int {
	if x.roman {
		if n := slices.Index(romans, strings.ReplaceAll(t.raw, "І", "I")); n >= 0 {
			return n
		}
	}
	for _, s := range x.stems {
		if strings.HasPrefix(t.key, s.text) && len([]rune(t.key)) <= len([]rune(s.text))+longestEnd {
			return s.day
		}
	}
	return noDay
}

// romans are the days as Lithuanian lists have them; the Cyrillic І stands in some.
var romans = []string{"I", "II", "III", "IV", "V", "VI", "VII"}

// withoutHeading takes away words that only say what follows. What is left may be "".
func (x *lexicon) withoutHeading(text string) string {
	all := lexicons()
	known := func(s string) bool {
		k := key(strings.Trim(s, " :.–—-"))
		if k == "" || x.headings[k] {
			return true
		}
		for _, code := range languages {
			if all[code].headings[k] {
				return true
			}
		}
		return false
	}
	if known(text) {
		return ""
	}
	if before, after, ok := strings.Cut(text, ":"); ok && known(before) {
		return strings.TrimSpace(after)
	}
	return text
}

// languageOf is the language in which most of a block's words are known; hint decides
// between equals.
func languageOf(text, hint string) string {
	best, most := "en", -1
	for _, code := range languages {
		score := lexicons()[code].score(text)
		if code == hint {
			score++
		}
		if score > most {
			best, most = code, score
		}
	}
	return best
}

// score counts the words of hours that are known: a day twice, since it tells most.
func (x *lexicon) score(text string) (n int) {
	for _, t := range lex(clean(strings.ReplaceAll(text, "\n", " / ")), x) {
		switch t.kind {
		case dayName:
			n += 2
		case closed, appointment, pause:
			n++
		}
	}
	return n
}
