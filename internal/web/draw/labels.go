package draw

import (
	"slices"
	"strings"
	"unicode"
)

// Caption is what is written at a year of an axis.
type Caption struct {
	Year float64
	Text string
}

// Placed is a caption with its place: on a line of its own height (0 is the lowest), to
// the right of its year or, where there it would be cut off, to the left.
type Placed struct {
	Caption
	X, TextX float64
	Line     int
	Anchor   string // how SVG aligns the text at TextX: start or end
}

// between two captions on one line.
const captionGap = 12.0

// PlaceCaptions puts each caption, in the order given, on the lowest line where it covers
// no other. All lie wholly between 0 and Width; a text wider than that is shortened.
// lines is how many lines they take.
func PlaceCaptions(axis Axis, captions []Caption) (placed []Placed, lines int) {
	type stretch struct{ from, to float64 }
	var taken [][]stretch
	for _, c := range captions {
		c.Text = shorten(c.Text)
		p := Placed{Caption: c, X: axis.X(c.Year), Anchor: "start"}
		wide := TextWidth(c.Text)
		own := stretch{p.X, p.X + wide}
		p.TextX = p.X
		if own.to > Width {
			own = stretch{max(p.X-wide, 0), max(p.X, wide)}
			p.TextX, p.Anchor = own.to, "end"
		}
		free := func(line []stretch) bool {
			return !slices.ContainsFunc(line, func(s stretch) bool { return own.from < s.to+captionGap && s.from < own.to+captionGap })
		}
		if p.Line = slices.IndexFunc(taken, free); p.Line < 0 {
			p.Line = len(taken)
			taken = append(taken, nil)
		}
		taken[p.Line] = append(taken[p.Line], own)
		placed = append(placed, p)
	}
	return placed, len(taken)
}

// Letters of a caption, in units, by how wide they are. What a reader's system has for a
// font is not known: these are those of the widest of the usual ones.
const (
	narrowLetter = 4.4
	usualLetter  = 7.0
	wideLetter   = 10.4
)

// TextWidth is how wide a caption is at most.
func TextWidth(text string) float64 {
	sum := 0.0
	for _, r := range text {
		switch {
		case strings.ContainsRune("ijlIt.,:;’ '()", r):
			sum += narrowLetter
		case strings.ContainsRune("mwMWшщжюмыфШЩЖЮМЫФД—…", r):
			sum += wideLetter
		case unicode.IsUpper(r):
			sum += (usualLetter + wideLetter) / 2
		default:
			sum += usualLetter
		}
	}
	return sum
}

// shorten cuts a text that is wider than the whole drawing.
func shorten(text string) string {
	if TextWidth(text) <= Width {
		return text
	}
	runes := []rune(text)
	for len(runes) > 0 && TextWidth(string(runes)+"…") > Width {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}
