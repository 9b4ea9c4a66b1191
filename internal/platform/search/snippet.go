package search

import (
	"html/template"
	"strings"
	"unicode"

	"twintown/internal/names"
)

// A snippet is about two lines of a page, in characters, of which a third stands before
// what was found.
const (
	snippetLength = 220
	snippetBefore = snippetLength / 3
)

// span is a part of a text, in bytes.
type span struct{ from, to int }

// mark writes what is shown of a hit, and lets its text go.
func (h *Hit) mark(looked []word) {
	h.Marked = marked(h.Title, matches(h.Title, looked))
	if found := matches(h.Text, looked); len(found) > 0 {
		h.Snippet = snippet(h.Text, found)
	} else {
		h.Beginning = plainCut(h.Text)
	}
	h.Text = ""
}

// matches are the words of a text that are looked for, in order.
func matches(text string, looked []word) (all []span) {
	from := -1
	flush := func(to int) {
		if from >= 0 && fits(text[from:to], looked) {
			all = append(all, span{from, to})
		}
		from = -1
	}
	for i, r := range text {
		in := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || from >= 0 && (r == '\'' || r == '’' || r == 'ʼ')
		switch {
		case in && from < 0:
			from = i
		case !in:
			flush(i)
		}
	}
	flush(len(text))
	return all
}

// fits says whether a word of a text is one that is looked for.
func fits(text string, looked []word) bool {
	for _, form := range spelt(text) {
		for _, w := range looked {
			if form == w.text || w.prefix && strings.HasPrefix(form, w.text) {
				return true
			}
		}
	}
	return false
}

// marked is a text for a page, with spans of it in <mark>.
func marked(text string, spans []span) template.HTML {
	var b strings.Builder
	at := 0
	for _, s := range spans {
		b.WriteString(template.HTMLEscapeString(text[at:s.from]))
		b.WriteString("<mark>" + template.HTMLEscapeString(text[s.from:s.to]) + "</mark>")
		at = s.to
	}
	b.WriteString(template.HTMLEscapeString(text[at:]))
	return template.HTML(b.String()) // each part is escaped
}

// snippet is the part of a text in which most of what was found stands closely together.
func snippet(text string, found []span) template.HTML {
	best, most := 0, 0
	for i := range found {
		n, seen := 0, map[string]bool{}
		for j := i; j < len(found) && found[j].to-found[i].from <= snippetLength; j++ {
			if w := names.Fold(text[found[j].from:found[j].to]); !seen[w] {
				seen[w] = true
				n++
			}
		}
		if n > most {
			best, most = i, n
		}
		if i > mostTried {
			break
		}
	}
	from := back(text, found[best].from, snippetBefore)
	to := forth(text, max(from, found[best].from), snippetLength-snippetBefore)
	var inside []span
	for _, s := range found {
		if s.from >= from && s.to <= to {
			inside = append(inside, span{s.from - from, s.to - from})
		}
	}
	cut := strings.NewReplacer("\n", " ", "\r", " ", "\t", " ").Replace(text[from:to]) // of the same length
	out := marked(cut, inside)
	if from > 0 {
		out = "… " + out
	}
	if to < len(text) {
		out += " …"
	}
	return out
}

// mostTried bounds the places of a text at which a snippet might begin.
const mostTried = 200

// back goes so many characters back from a place in a text, to the beginning of a word.
func back(text string, at, most int) int {
	best := at
	for i := at; i > 0 && most > 0; most-- {
		i--
		for i > 0 && text[i]&0xc0 == 0x80 {
			i--
		}
		if i == 0 {
			return 0
		}
		if text[i] == ' ' || text[i] == '\n' {
			best = i + 1
		}
	}
	return best
}

// forth goes so many characters on from a place in a text, to the end of a word. A word that
// is longer than that is cut.
func forth(text string, at, most int) int {
	best := at
	for i, r := range text[at:] {
		if most--; most < 0 {
			if best == at {
				return at + i
			}
			return best
		}
		if unicode.IsSpace(r) {
			best = at + i
		}
	}
	return len(text)
}

// plainCut is the beginning of a text, for a hit whose title alone was found.
func plainCut(text string) string {
	to := forth(text, 0, snippetLength)
	cut := strings.Join(strings.Fields(text[:to]), " ")
	if to < len(text) {
		cut += " …"
	}
	return cut
}
