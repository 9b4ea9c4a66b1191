package draw

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Whatever is written at whatever time: no caption is cut off at an edge, none covers
// another, and each begins or ends at its year unless the edge is in the way.
func TestCaptionsStayInTheDrawing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		axis := NewAxis(rapid.Float64Range(1900, 2000).Draw(t, "from"), rapid.Float64Range(2001, 2030).Draw(t, "to"))
		text := rapid.StringOfN(rapid.RuneFrom([]rune("aim W.шіąė—2022")), 1, 140, -1)
		captions := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Caption {
			return Caption{rapid.Float64Range(1890, 2040).Draw(t, "year"), text.Draw(t, "text")}
		}), 0, 12).Draw(t, "captions")
		placed, lines := PlaceCaptions(axis, captions)
		type box struct{ from, to float64 }
		onLine := map[int][]box{}
		for _, p := range placed {
			b := box{p.TextX, p.TextX + TextWidth(p.Text)}
			if p.Anchor == "end" {
				b = box{p.TextX - TextWidth(p.Text), p.TextX}
			}
			if b.from < -0.001 || b.to > Width+0.001 || p.Line >= lines {
				t.Fatalf("%q lies from %.1f to %.1f on line %d of %d", p.Text, b.from, b.to, p.Line, lines)
			}
			for _, other := range onLine[p.Line] {
				if b.from < other.to && other.from < b.to {
					t.Fatalf("%q covers another on line %d", p.Text, p.Line)
				}
			}
			onLine[p.Line] = append(onLine[p.Line], b)
		}
	})
}

// The last act of Białystok and Hrodna was cut off at the edge once.
func TestCaptionAtTheRightEdge(t *testing.T) {
	placed, _ := PlaceCaptions(NewAxis(2000, 2023), []Caption{{2022.2, "termination, 3 March 2022"}})
	if p := placed[0]; p.Anchor != "end" || p.TextX > Width {
		t.Errorf("placed %+v; want it to the left of its year", p)
	}
	if long := shorten(strings.Repeat("м", 200)); TextWidth(long) > Width || !strings.HasSuffix(long, "…") {
		t.Errorf("%q is wider than the drawing", long)
	}
}
