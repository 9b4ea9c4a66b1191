package geo

import (
	"cmp"
	"math"
	"slices"
	"unicode"
)

// The widths of letters in parts of the text size, measured on common system
// fonts and rounded up: a label that gets a little too much room is better
// than one that overlaps.
const (
	widthNarrow  = .36 // i, l, t, punctuation, space
	widthLower   = .58
	widthUpper   = .72
	widthWide    = .92  // m, w, М, Ж, Ш, Щ, Ю…
	widthFull    = 1.05 // Chinese, Japanese, Korean
	lineHeight   = 1.15
	baseline     = .82 // of the box's height, from its top
	textGap      = 4.0 // between a dot and its label
	defaultDot   = 3.0
	labelSpacing = 1.0 // kept free around each label
)

// TextWidth estimates the width of a text in a system font, rather too wide
// than too narrow.
func TextWidth(text string, size float64) float64 {
	var sum float64
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Mn, r): // accents that stand on the letter before
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
			sum += widthFull
		case slices.Contains([]rune("mwMWжшщюмфыЖШЩЮМФЫ@—…"), r):
			sum += widthWide
		case slices.Contains([]rune("iíìîïıljtfrIІіїј.,:;'’ !|()-/"), r):
			sum += widthNarrow
		case unicode.IsUpper(r):
			sum += widthUpper
		default:
			sum += widthLower
		}
	}
	return sum * size
}

// position is where a label may stand beside its dot, as a part of the way
// from the dot's middle in each direction, in the order of preference.
type position struct {
	dx, dy float64
	anchor string
}

var positions = []position{
	{1, 0, Start},
	{-1, 0, End},
	{0, -1, Middle},
	{0, 1, Middle},
	{.75, -.8, Start},
	{.75, .8, Start},
	{-.75, -.8, End},
	{-.75, .8, End},
}

// labeler places labels one after another.
type labeler struct {
	view  View
	clip  Box
	dots  []Dot
	lines [][]XY // links, which labels rather avoid
	taken []Box
}

func (m *Map) drawPlaces(content Content, f *frame, v View) {
	places := slices.Clone(content.Places)
	slices.SortStableFunc(places, func(a, b Place) int { return cmp.Compare(b.Rank, a.Rank) })
	l := &labeler{view: v, clip: f.box}
	for _, p := range places {
		xy := f.at(p.At)
		size := p.Size
		if size == 0 {
			size = defaultDot
		}
		if f.box.Holds(xy) {
			l.dots = append(l.dots, Dot{ID: p.ID, Class: p.Class, X: round(xy.X), Y: round(xy.Y), R: size, Text: p.Label})
		}
	}
	for _, link := range content.Links {
		var line []XY
		for _, p := range GreatCircle(link.From, link.To, 24) {
			line = append(line, f.at(p))
		}
		l.lines = append(l.lines, line)
	}
	for i, dot := range l.dots {
		if dot.Text == "" {
			continue
		}
		if label, ok := l.label(i); ok {
			m.Labels = append(m.Labels, label)
			l.taken = append(l.taken, label.Box)
		} else {
			m.Unlabeled = append(m.Unlabeled, dot.ID)
		}
	}
	// The first to be drawn lies lowest: important dots come last.
	slices.Reverse(l.dots)
	m.Dots = l.dots
	m.labels = l
}

// round rounds to the precision of paths, so that arcs end in the dots.
func round(v float64) float64 { return math.Round(v*precision) / precision }

// label finds the best free position for the label of dot i.
func (l *labeler) label(i int) (Label, bool) {
	dot := l.dots[i]
	best, found := Label{}, false
	least := math.Inf(1)
	for rank, pos := range positions {
		label := l.at(dot, pos)
		if !l.free(label.Box, i) {
			continue
		}
		// A link through the text is worse than any position.
		cost := float64(rank + len(positions)*l.crossings(label.Box))
		if cost < least {
			best, found, least = label, true, cost
		}
	}
	return best, found
}

// at returns the dot's label in a position.
func (l *labeler) at(dot Dot, pos position) Label {
	width := l.view.Measure(dot.Text, l.view.TextSize)
	height := lineHeight * l.view.TextSize
	x := dot.X + pos.dx*(dot.R+textGap)
	middle := dot.Y + pos.dy*(dot.R+textGap/2+height/2)
	left := map[string]float64{Start: x, Middle: x - width/2, End: x - width}[pos.anchor]
	top := middle - height/2
	return Label{
		ID: dot.ID, Class: dot.Class, Text: dot.Text, Anchor: pos.anchor,
		X: round(x), Y: round(top + baseline*height),
		Box: Box{left, top, left + width, top + height},
	}
}

// free tells whether a box lies in the view and touches no label and no dot
// but its own.
func (l *labeler) free(b Box, own int) bool {
	if b.Left < l.clip.Left || b.Right > l.clip.Right || b.Top < l.clip.Top || b.Bottom > l.clip.Bottom {
		return false
	}
	wide := b.grow(labelSpacing)
	for _, t := range l.taken {
		if wide.Overlaps(t) {
			return false
		}
	}
	for i, d := range l.dots {
		if i != own && wide.Overlaps(Box{d.X - d.R, d.Y - d.R, d.X + d.R, d.Y + d.R}) {
			return false
		}
	}
	return true
}

// crossings counts the links that run through a box.
func (l *labeler) crossings(b Box) int {
	n := 0
	for _, line := range l.lines {
		if b.crossedBy(line) {
			n++
		}
	}
	return n
}
