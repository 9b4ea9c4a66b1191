package press

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Change is what happened to a piece of text between two states.
type Change string

// The changes.
const (
	Same  Change = "same"
	Added Change = "added"
	Gone  Change = "gone"
)

// Piece is a part of a text and what happened to it.
type Piece struct {
	Change Change
	Text   string
}

// mostCells bounds the table of a comparison: a thousand words against a thousand, 4 MB.
// What is larger is compared by paragraphs first, and paragraphs that are larger as wholes.
const mostCells = 1_000_000

// Differences compares two texts word by word. What is gone stands before what came in its
// place. All pieces but those that are gone make the new text, all but those that were
// added the old one.
func Differences(old, now string) []Piece {
	if old == now {
		return joined([]Piece{{Same, old}})
	}
	a, b := tokens(old), tokens(now)
	if len(a)*len(b) > mostCells {
		return byParagraphs(old, now)
	}
	return joined(compare(a, b, func(x, y string) bool { return x == y }))
}

// byParagraphs compares long texts: whole paragraphs first, words within those that differ
// and stand in the same place.
func byParagraphs(old, now string) (all []Piece) {
	a, b := keepBreaks(old), keepBreaks(now)
	if len(a)*len(b) > mostCells {
		return joined([]Piece{{Gone, old}, {Added, now}})
	}
	rough := compare(a, b, func(x, y string) bool { return x == y })
	for i := 0; i < len(rough); i++ {
		pair := i+1 < len(rough) && rough[i].Change == Gone && rough[i+1].Change == Added
		if pair {
			x, y := tokens(rough[i].Text), tokens(rough[i+1].Text)
			if len(x)*len(y) <= mostCells {
				all = append(all, compare(x, y, func(x, y string) bool { return x == y })...)
				i++
				continue
			}
		}
		all = append(all, rough[i])
	}
	return joined(all)
}

// keepBreaks cuts a text after each line.
func keepBreaks(s string) []string { return slices.Collect(strings.Lines(s)) }

// tokens cuts a text into words, spaces and signs, so that joined they are the text. An hour,
// a date and a fraction are one word each: "09:30" that becomes "10:00" is one change.
func tokens(s string) (all []string) {
	class := func(r rune) int {
		switch {
		case unicode.IsSpace(r):
			return 0
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			return 1
		}
		return 2
	}
	start, last := 0, -1
	before := rune(0)
	for i, r := range s {
		c := class(r)
		if strings.ContainsRune(":.,", r) && unicode.IsDigit(before) {
			if after, _ := utf8.DecodeRuneInString(s[i+1:]); unicode.IsDigit(after) { // the sign is one byte
				c = 1
			}
		}
		before = r
		if i > 0 && (c != last || c == 2) {
			all = append(all, s[start:i])
			start = i
		}
		last = c
	}
	if start < len(s) {
		all = append(all, s[start:])
	}
	return all
}

// compare finds a longest common sequence of two lists.
func compare(a, b []string, same func(x, y string) bool) (pieces []Piece) {
	lead := 0
	for lead < len(a) && lead < len(b) && same(a[lead], b[lead]) {
		pieces = append(pieces, Piece{Same, b[lead]})
		lead++
	}
	a, b = a[lead:], b[lead:]
	tail := 0
	for tail < len(a) && tail < len(b) && same(a[len(a)-1-tail], b[len(b)-1-tail]) {
		tail++
	}
	end := b[len(b)-tail:]
	pieces = append(pieces, middle(a[:len(a)-tail], b[:len(b)-tail], same)...)
	for _, t := range end {
		pieces = append(pieces, Piece{Same, t})
	}
	return pieces
}

// middle is compare for lists that begin and end differently.
func middle(a, b []string, same func(x, y string) bool) (pieces []Piece) {
	width := len(b) + 1
	longest := make([]int32, (len(a)+1)*width)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if same(a[i], b[j]) {
				longest[i*width+j] = longest[(i+1)*width+j+1] + 1
			} else {
				longest[i*width+j] = max(longest[(i+1)*width+j], longest[i*width+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && same(a[i], b[j]):
			pieces = append(pieces, Piece{Same, b[j]})
			i, j = i+1, j+1
		case i < len(a) && (j == len(b) || longest[(i+1)*width+j] >= longest[i*width+j+1]):
			pieces = append(pieces, Piece{Gone, a[i]})
			i++
		default:
			pieces = append(pieces, Piece{Added, b[j]})
			j++
		}
	}
	return pieces
}

// joined puts pieces of the same kind together, within a stretch of changes first what is
// gone, and leaves out empty ones. A single space that stayed between two changes joins
// them, so that a sentence that was rewritten reads as one.
func joined(pieces []Piece) (out []Piece) {
	var gone, added strings.Builder
	flush := func() {
		if gone.Len() > 0 {
			out = append(out, Piece{Gone, gone.String()})
		}
		if added.Len() > 0 {
			out = append(out, Piece{Added, added.String()})
		}
		gone.Reset()
		added.Reset()
	}
	for i, p := range pieces {
		switch p.Change {
		case Gone:
			gone.WriteString(p.Text)
		case Added:
			added.WriteString(p.Text)
		case Same:
			bridge := p.Text == " " && gone.Len()+added.Len() > 0 && i+1 < len(pieces) && pieces[i+1].Change != Same
			if bridge {
				gone.WriteString(p.Text)
				added.WriteString(p.Text)
				continue
			}
			flush()
			if n := len(out); n > 0 && out[n-1].Change == Same {
				out[n-1].Text += p.Text
			} else if p.Text != "" {
				out = append(out, p)
			}
		}
	}
	flush()
	return out
}
