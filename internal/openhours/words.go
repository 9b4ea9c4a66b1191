package openhours

import (
	_ "embed" // the tables of words
	"strings"
	"sync"
)

//go:generate go run ./gen

// The tables of words: by hand, and from CLDR (gen). A line is the languages,
// what a word stands for in the language of this package, and the words.
var (
	//go:embed words.txt
	ownWords string
	//go:embed cldr.txt
	cldrWords string
)

// Special things that a word can stand for.
const (
	isRange  = "-"       // "to", between two times or days
	isNoise  = ""        // "from", "on"
	isHour   = "h"       // "Uhr", "godz."
	isSeason = "!season" // needs dates instead
	isVague  = "!vague"  // means different days to different people, as "werktags"
)

// meaning is what a phrase stands for in some languages.
type meaning struct {
	langs uint64 // bits of lexicon.langs
	text  string
}

// lexicon holds phrases: words joined by spaces, signs between them as words.
type lexicon struct {
	langs   []string
	phrases map[string][]meaning
	longest int // words of the longest phrase
}

const everyLanguage = ^uint64(0)

// words returns the lexicon, made at the first use.
var words = sync.OnceValue(func() *lexicon {
	x := &lexicon{phrases: map[string][]meaning{}}
	for _, table := range []string{ownWords, cldrWords} {
		for line := range strings.Lines(table) {
			line = strings.TrimRight(line, "\n")
			if line == "" || line[0] == '#' {
				continue
			}
			langs, rest, _ := strings.Cut(line, "\t")
			text, list, _ := strings.Cut(rest, "\t")
			for phrase := range strings.SplitSeq(list, ", ") {
				x.add(x.bits(langs), text, phrase)
			}
		}
	}
	return x
})

func (x *lexicon) bits(langs string) (bits uint64) {
	if langs == "*" {
		return everyLanguage
	}
	for lang := range strings.SplitSeq(langs, ",") {
		bits |= 1 << x.bit(lang, true)
	}
	return bits
}

// bit returns the number of a language; 63, which no language has, for an
// unknown one.
func (x *lexicon) bit(lang string, learn bool) int {
	for i, known := range x.langs {
		if known == lang {
			return i
		}
	}
	if !learn || len(x.langs) == 63 {
		return 63
	}
	x.langs = append(x.langs, lang)
	return len(x.langs) - 1
}

// add enters a phrase, and the same without its accents.
func (x *lexicon) add(langs uint64, text, phrase string) {
	l := lexer{text: phrase}
	if l.run() != nil {
		return
	}
	var key []string
	for i := range l.tokens {
		key = append(key, l.tokens[i].key())
	}
	x.longest = max(x.longest, len(key))
	full := strings.Join(key, " ")
	x.put(full, langs, text)
	if plain := unaccented.Replace(full); plain != full {
		x.put(plain, langs, text)
	}
}

func (x *lexicon) put(key string, langs uint64, text string) {
	list := x.phrases[key]
	for i := range list {
		if list[i].text == text {
			list[i].langs |= langs
			return
		}
	}
	x.phrases[key] = append(list, meaning{langs, text})
}

// key is what a token is called in a phrase.
func (t *token) key() string {
	switch t.sort {
	case word:
		return foldWord(t.text)
	case number:
		return strings.Repeat("0", max(0, t.digits-len(itoa(t.value)))) + itoa(t.value)
	case comment:
		return "\x00"
	}
	return string(rune(t.sort))
}

// unaccented takes the accents away that people leave out on foreign keyboards.
var unaccented = strings.NewReplacer(
	"ą", "a", "ć", "c", "ę", "e", "ł", "l", "ń", "n", "ó", "o", "ś", "s", "ź", "z", "ż", "z",
	"č", "c", "ė", "e", "į", "i", "š", "s", "ų", "u", "ū", "u", "ž", "z",
	"ä", "a", "ö", "o", "ü", "u", "é", "e", "è", "e", "ê", "e", "à", "a", "á", "a", "â", "a", "û", "u", "î", "i", "í", "i", "ú", "u",
	"ñ", "n", "ç", "c", "ã", "a", "ě", "e", "ř", "r", "ý", "y", "ů", "u", "ň", "n", "ď", "d", "ť", "t", "ő", "o", "ű", "u", "ё", "е",
)

// canonical says that a word is one of the language, in its own spelling.
func canonical(w string) bool {
	switch w {
	case "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "PH", "SH",
		"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
		"week", "day", "days", "easter", "open", "off", "closed", "unknown", "dawn", "sunrise", "sunset", "dusk":
		return true
	}
	return false
}

const (
	dayNames   = "MoTuWeThFrSaSu"
	monthNames = "JanFebMarAprMayJunJulAugSepOctNovDec"
)

// weekdayOf returns 0…6 for "Mo"…"Su", -1 for anything else.
func weekdayOf(w string) int {
	if i := strings.Index(dayNames, w); len(w) == 2 && i >= 0 && i%2 == 0 {
		return i / 2
	}
	return -1
}

// monthOf returns 1…12 for "Jan"…"Dec", 0 for anything else.
func monthOf(w string) int {
	if i := strings.Index(monthNames, w); len(w) == 3 && i >= 0 && i%3 == 0 {
		return i/3 + 1
	}
	return 0
}

func weekdayName(w int) string { return dayNames[2*w : 2*w+2] }

func monthName(m int) string { return monthNames[3*m-3 : 3*m] }
