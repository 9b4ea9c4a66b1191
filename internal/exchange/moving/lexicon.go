package moving

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"twintown/internal/names"
	"twintown/internal/platform/lang"
)

// Lexicon is what the program knows of the words in offices' lists, in all languages of
// the site at once: months and countries by Unicode's CLDR, and the words of this
// package's tables. It never changes; any number of goroutines may use it.
type Lexicon struct {
	months    map[string]int    // folded name or beginning of three letters and more → month
	countries map[string]string // folded name → ISO 3166-1
	spelt     map[string]bool   // words with letters beyond ASCII, as they are written, in small
	examples  map[string]bool   // folded words before the examples of a template
	headers   []headerWord
	kinds     []word
	statuses  []word
	topics    []word
}

// word is a beginning of words, folded, and what it stands for.
type word struct{ stem, means string }

// headerWord is a phrase of a header, each of its words a beginning, and the role.
type headerWord struct {
	stems []string
	role  Role
}

// NewLexicon makes the lexicon of a catalogue's languages.
func NewLexicon(c *lang.Catalog) *Lexicon {
	l := &Lexicon{months: map[string]int{}, countries: map[string]string{}, spelt: map[string]bool{}, examples: map[string]bool{}}
	for _, code := range c.Languages() {
		l.learnMonths(c.Printer(code))
		l.examples[names.Fold(c.Printer(code).T(exampleKey))] = true
	}
	for month, n := range l.months {
		if n < 0 { // a beginning of two months in two languages
			delete(l.months, month)
		}
	}
	l.learnCountries(c)
	for role, phrases := range headerPhrases {
		for phrase := range strings.SplitSeq(phrases, ",") {
			l.learn(phrase)
			l.headers = append(l.headers, headerWord{strings.Fields(names.Fold(phrase)), role})
		}
	}
	l.kinds, l.statuses, l.topics = l.words(kindWords), l.words(statusWords), l.words(topicWords)
	return l
}

// words turns a table of meanings and their stems into a list.
func (l *Lexicon) words(table map[string]string) (all []word) {
	for means, stems := range table {
		for stem := range strings.SplitSeq(stems, ",") {
			l.learn(stem)
			all = append(all, word{names.Fold(stem), means})
		}
	}
	slices.SortFunc(all, func(a, b word) int { return strings.Compare(a.stem+"\x00"+a.means, b.stem+"\x00"+b.means) })
	return all
}

// learn remembers how a text's words are written, where ASCII does not write them.
func (l *Lexicon) learn(text string) {
	for _, w := range strings.FieldsFunc(text, notLetter) {
		if strings.ContainsFunc(w, foreign) {
			l.spelt[strings.ToLower(w)] = true
		}
	}
}

// isWord says whether a word with letters beyond ASCII is known as it is written.
func (l *Lexicon) isWord(w string) bool { return l != nil && l.spelt[strings.ToLower(w)] }

// learnMonths takes the names of a language's months, by themselves and in a date, and
// their beginnings: "mar.", "Sept", "кастр.".
func (l *Lexicon) learnMonths(p *lang.Printer) {
	for m := time.January; m <= time.December; m++ {
		inDate := p.Date(lang.Date{Year: 2004, Month: int(m), Day: 20})
		for _, w := range append(strings.FieldsFunc(inDate, notLetter), p.Month(m)) {
			l.learn(w)
			key := []rune(names.Fold(w))
			const shortest = 3
			for n := shortest; n <= len(key); n++ {
				if known := l.months[string(key[:n])]; known != 0 && known != int(m) {
					l.months[string(key[:n])] = -1
				} else {
					l.months[string(key[:n])] = int(m)
				}
			}
		}
	}
}

// learnCountries takes the countries' names in all languages, and what else people
// call them.
func (l *Lexicon) learnCountries(c *lang.Catalog) {
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string([]rune{a, b})
			for _, language := range c.Languages() {
				if name := c.Printer(language).CountryName(code); name != code {
					l.learn(name)
					l.countries[names.Fold(name)] = code
				}
			}
		}
	}
	for code, all := range countryNicknames {
		for name := range strings.SplitSeq(all, ",") {
			l.learn(name)
			l.countries[names.Fold(name)] = code
		}
	}
}

// country returns the code of a country's name in any language, or of a code of two
// capitals.
func (l *Lexicon) country(text string) (code string, ok bool) {
	text = strings.Trim(text, " .;,()")
	if code, ok = l.countries[names.Fold(text)]; ok {
		return code, true
	}
	if len(text) == 2 && strings.ToUpper(text) == text {
		for _, code := range l.countries {
			if code == text {
				return code, true
			}
		}
	}
	return "", false
}

// month is the number of a month's name, or of a beginning that fits one month alone.
// Other cases of the name end otherwise: "w marcu".
func (l *Lexicon) month(folded string) (int, bool) {
	m, ok := l.months[folded]
	const root = 4 // letters that all cases share
	if letters := []rune(folded); !ok && len(letters) > root {
		m, ok = l.months[string(letters[:root])]
	}
	return m, ok
}

// find returns what the words of a text stand for, each meaning once, in the order of
// the text.
func find(all []word, text string) (meanings []string) {
	key := " " + names.Fold(text)
	type hit struct {
		at, length int
		means      string
	}
	var hits []hit
	for _, w := range all {
		if i := indexOf(key, w.stem); i >= 0 {
			hits = append(hits, hit{i, len(w.stem), w.means})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int {
		if a.at != b.at {
			return a.at - b.at
		}
		return b.length - a.length // the longer phrase first: it holds the shorter one
	})
	end := 0
	for _, h := range hits {
		if h.at < end {
			continue // inside a longer phrase that began before
		}
		end = h.at + h.length
		if !slices.Contains(meanings, h.means) {
			meanings = append(meanings, h.means)
		}
	}
	return meanings
}

// wholeWord is the longest stem that must be a whole word: "da" begins too much.
const wholeWord = 3

// indexOf is where a folded text (with a space before it) has a word that begins with the
// stem; -1 where it has none.
func indexOf(key, stem string) int {
	short := utf8.RuneCountInString(stem) <= wholeWord
	for from := 0; ; {
		i := strings.Index(key[from:], " "+stem)
		if i < 0 {
			return -1
		}
		i += from
		if end := i + 1 + len(stem); !short || end == len(key) || key[end] == ' ' {
			return i
		}
		from = i + 1
	}
}

func notLetter(r rune) bool { return !isLetter(r) }
