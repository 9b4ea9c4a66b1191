package openhours

import (
	"slices"
	"testing"
	"time"
)

// FuzzParse reads any text: it must not break, and what is read must mean the same
// after it is printed.
func FuzzParse(f *testing.F) {
	for _, text := range values {
		f.Add(text, uint8(0))
	}
	for _, text := range append(slices.Clone(readings), refused...) {
		f.Add(text.text, uint8(len(text.text)))
	}
	place := Place{Zone: time.UTC, Holidays: feast{}}
	from := time.Date(2026, 12, 20, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string, mode uint8) {
		o := Options{Mode: Mode(mode % 3), Langs: []string{[]string{"de", "pl", "lt", "uk"}[mode%4]}}
		h, warnings, err := ParseWith(text, o)
		if err != nil {
			if _, ok := err.(*SyntaxError); !ok {
				t.Fatalf("%q: %v is no syntax error", text, err)
			}
			return
		}
		for _, w := range warnings {
			if w.At.From < 0 || w.At.To < w.At.From || w.At.To > len(text) || w.Found != text[w.At.From:w.At.To] {
				t.Fatalf("%q: warning %+v", text, w)
			}
		}
		printed := h.String()
		again, _, err := ParseWith(printed, Options{Mode: o.Mode})
		if err != nil {
			t.Fatalf("%q prints %q: %v", text, printed, err)
		}
		if again.String() != printed {
			t.Fatalf("%q prints %q, then %q", text, printed, again)
		}
		a := slices.Collect(h.All(from, from.AddDate(0, 0, 60), place))
		b := slices.Collect(again.All(from, from.AddDate(0, 0, 60), place))
		if !slices.EqualFunc(a, b, func(x, y Interval) bool { return x.From.Equal(y.From) && x.State.tells(y.State) }) {
			t.Fatalf("%q prints %q, which means something else", text, printed)
		}
		if g, ok := h.Grid(); ok {
			if _, _, err := Parse(g.Text()); err != nil {
				t.Fatalf("%q: grid %q: %v", text, g.Text(), err)
			}
		}
		h.Specifications(from, place)
		h.Check(from, place)
	})
}
