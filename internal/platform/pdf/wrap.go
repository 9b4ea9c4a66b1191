package pdf

import (
	"strings"
	"unicode/utf8"
)

// Wrap breaks a text into lines of a width. Line breaks in the text are kept. A word that is
// wider than a line (an address of the web) is broken between its letters.
func (d *Doc) Wrap(s Style, text string, width float64) (lines []string) {
	for _, part := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		lines = append(lines, d.wrap(s, part, width)...)
	}
	return lines
}

func (d *Doc) wrap(s Style, text string, width float64) (lines []string) {
	line := ""
	for _, word := range words(text) {
		joined := word
		if line != "" {
			joined = line + " " + word
		}
		if d.Width(s, joined) <= width {
			line = joined
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		pieces := d.pieces(s, word, width)
		lines = append(lines, pieces[:len(pieces)-1]...)
		line = pieces[len(pieces)-1]
	}
	return append(lines, line)
}

// words are the parts between which a line may break: a word of one letter stays with what
// follows it, a dash with what is before it.
func words(text string) (all []string) {
	bound := false
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\t' }) {
		switch {
		case len(all) > 0 && (bound || w == "–" || w == "—" || w == "-"):
			all[len(all)-1] += "\u00a0" + w
		default:
			all = append(all, w)
		}
		bound = alone(w)
	}
	return all
}

// alone says that a word is one letter, after which a line does not end.
func alone(word string) bool {
	r, n := utf8.DecodeRuneInString(strings.TrimLeft(word, "(„«“"))
	return n > 0 && utf8.RuneCountInString(word) == 1 && !strings.ContainsRune("–—-.,:;?&/", r) && (r < '0' || r > '9')
}

// pieces breaks a word that is wider than a line; most are not.
func (d *Doc) pieces(s Style, word string, width float64) (all []string) {
	if d.Width(s, word) <= width {
		return []string{word}
	}
	from, w := 0, 0.0
	for i, r := range word {
		step := d.Width(s, string(r))
		if w+step > width && i > from {
			all = append(all, word[from:i])
			from, w = i, 0
		}
		w += step
	}
	return append(all, word[from:])
}
