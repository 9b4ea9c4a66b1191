package meeting

import (
	"fmt"
	"slices"
	"strings"
)

// Words are a short text by language.
type Words map[string]string

// In returns the text in a language, or else in another one, which it names. The other one
// is that of first if it has the text there.
func (w Words) In(language, first string) (text, in string) {
	for _, l := range []string{language, first, "en"} {
		if w[l] != "" {
			return w[l], l
		}
	}
	all := make([]string, 0, len(w))
	for l := range w {
		all = append(all, l)
	}
	slices.Sort(all) // the same one each time
	for _, l := range all {
		if w[l] != "" {
			return w[l], l
		}
	}
	return "", ""
}

// With returns the words with the text of one language changed; "" takes it away.
func (w Words) With(language, text string) Words {
	next := Words{}
	for l, t := range w {
		if l != language && t != "" {
			next[l] = t
		}
	}
	if text = strings.Join(strings.Fields(text), " "); text != "" {
		next[language] = text
	}
	if len(next) == 0 {
		return nil
	}
	return next
}

// Empty says whether nobody wrote anything.
func (w Words) Empty() bool {
	for _, t := range w {
		if t != "" {
			return false
		}
	}
	return true
}

// Word is one of the short texts of a meeting, to be translated.
type Word struct {
	Part  string // "series", "venue", "credit", "shows", "patron", "programme", "material"
	N     int    // which of its part, from 0
	Words *Words
}

// Key names the word within its meeting, as long as that does not change.
func (w Word) Key() string { return fmt.Sprintf("%s.%d", w.Part, w.N) }

// Words are the short texts of a meeting that somebody wrote in any language, in the order
// of its page. They point into f.
func (f *Facts) Words() (all []Word) {
	add := func(part string, n int, w *Words) {
		if !w.Empty() {
			all = append(all, Word{part, n, w})
		}
	}
	add("series", 0, &f.Series)
	add("venue", 0, &f.Venue)
	add("credit", 0, &f.Project.Credit)
	add("shows", 0, &f.Project.Shows)
	for i := range f.Patrons {
		add("patron", i, &f.Patrons[i].Office)
	}
	for i := range f.Programme {
		add("programme", i, &f.Programme[i].Title)
	}
	for i := range f.Materials {
		add("material", i, &f.Materials[i].Title)
	}
	return all
}

// Missing is how many of the short texts are not there in a language.
func (f Facts) Missing(language string) (n int) {
	for _, w := range f.Words() {
		if (*w.Words)[language] == "" {
			n++
		}
	}
	return n
}
