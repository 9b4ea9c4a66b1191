package draw

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A partnership from 1995 on, drawn on an axis of 1990 to 2030.
func TestBraidInForce(t *testing.T) {
	b := NewBraid(NewAxis(1990, 2030), 28, []Span{{From: 2000, To: 2001, Here: Whole, There: Whole}})
	want := Braid{
		Height: 28,
		Under:  Two[string]{There: "M180 19C189 19 189 9 198 9"},
		Gap:    "M180 9C189 9 189 19 198 19",
		Over:   Two[string]{Here: "M180 9C189 9 189 19 198 19"},
	}
	if diff := cmp.Diff(want, b); diff != "" {
		t.Errorf("one twist (-want +got):\n%s", diff)
	}
}

// Białystok ended its partnership with Hrodna alone: its strand ends in a ring, the
// other's in nothing.
func TestBraidEndedByOneSide(t *testing.T) {
	spans := []Span{
		{From: 2000, To: 2020, Here: Whole, There: Whole},
		{From: 2020, To: 2022, Here: Rest, There: Whole, Ends: Two[End]{Here: Ring, There: Loose}},
	}
	b := NewBraid(NewAxis(1990, 2030), 28, spans)
	if len(b.Rings) != 1 || b.Rings[0].Class != "here" || len(b.Knots) != 0 {
		t.Errorf("rings %v, knots %v; want one ring on the side of here", b.Rings, b.Knots)
	}
	if b.Rest.Here == "" || b.Rest.There != "" {
		t.Errorf("at rest: %+v; want only here", b.Rest)
	}
}

func TestBraidExpiredEndsInAKnot(t *testing.T) {
	b := NewBraid(NewAxis(1990, 2030), 28, []Span{{From: 2006, To: 2011, Here: Whole, There: Whole, Ends: Two[End]{Here: Knot, There: Knot}}})
	if len(b.Knots) != 1 || len(b.Rings) != 0 {
		t.Errorf("knots %v, rings %v; want one knot", b.Knots, b.Rings)
	}
}

// Where only one side wants the partnership, only its strand is drawn.
func TestBraidOfOneWillingSide(t *testing.T) {
	b := NewBraid(NewAxis(1990, 2030), 28, []Span{{From: 2023, To: 2026, Here: Wish}})
	if b.Faint.Here == "" || b.Faint.There != "" {
		t.Errorf("faint: %+v; want only here", b.Faint)
	}
}

// Whatever the spans, nothing is drawn outside the box, and both strands of a twist are
// crossed by as many gaps as there are crossings.
func TestBraidStaysInItsBox(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		axis := NewAxis(rapid.Float64Range(1900, 2000).Draw(t, "from"), rapid.Float64Range(2001, 2030).Draw(t, "to"))
		var spans []Span
		at := rapid.Float64Range(1890, 2030).Draw(t, "at")
		for range rapid.IntRange(0, 6).Draw(t, "spans") {
			to := at + rapid.Float64Range(0, 40).Draw(t, "years")
			look := func(name string) Strand { return Strand(rapid.IntRange(0, int(Faint)).Draw(t, name)) }
			end := func(name string) End { return End(rapid.IntRange(0, int(Loose)).Draw(t, name)) }
			spans = append(spans, Span{From: at, To: to, Here: look("here"), There: look("there"), Ends: Two[End]{end("e"), end("f")}})
			at = to
		}
		b := NewBraid(axis, 28, spans)
		for _, d := range append(b.Rings, b.Knots...) {
			if d.X < 0 || d.X > Width || d.Y < 0 || d.Y > 28 {
				t.Fatalf("a mark at %v lies outside", d)
			}
		}
		crossings := strings.Count(b.Gap, "M")
		twists := strings.Count(b.Over.Here, "M") + strings.Count(b.Over.There, "M")
		if crossings > twists {
			t.Fatalf("%d gaps for %d pieces above", crossings, twists)
		}
		for _, p := range []string{b.Under.Here, b.Under.There, b.Gap, b.Over.Here, b.Over.There, b.Rest.Here, b.Rest.There, b.Faint.Here, b.Faint.There} {
			if strings.Contains(p, "NaN") || strings.Contains(p, "Inf") {
				t.Fatalf("path %q", p)
			}
		}
	})
}

func TestTicks(t *testing.T) {
	var years []int
	for _, tick := range NewAxis(1992, 2027).Ticks(8) {
		years = append(years, tick.Year)
	}
	if diff := cmp.Diff([]int{1995, 2000, 2005, 2010, 2015, 2020, 2025}, years); diff != "" {
		t.Errorf("years (-want +got):\n%s", diff)
	}
	rapid.Check(t, func(t *rapid.T) {
		a := NewAxis(rapid.Float64Range(1000, 2000).Draw(t, "from"), rapid.Float64Range(2000, 2100).Draw(t, "to"))
		if n := len(a.Ticks(8)); n > 12 {
			t.Fatalf("%d years on the axis %v", n, a)
		}
	})
}

func TestYear(t *testing.T) {
	for _, c := range []struct {
		year, month, day int
		want             float64
	}{{2022, 0, 0, 2022.5}, {2022, 7, 0, 2022.5417}, {2022, 1, 1, 2022}, {2022, 3, 3, 2022.1721}} {
		if got := Year(c.year, c.month, c.day); math.Abs(got-c.want) > 0.0001 {
			t.Errorf("Year(%d, %d, %d) = %.4f, want %.4f", c.year, c.month, c.day, got, c.want)
		}
	}
}

// The bar grows from both ends; its pieces never lie on one another, and are as wide as
// the points that they stand for.
func TestBarGrowsFromBothEnds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.Custom(func(t *rapid.T) Part {
			return Part{Points: rapid.Float64Range(-5, 10).Draw(t, "points"), Tie: rapid.Bool().Draw(t, "tie")}
		})).Draw(t, "parts")
		most := Most(parts)
		b := NewBar(parts, most)
		left, right := 0.0, barWidth
		for _, box := range b.Here {
			left = max(left, box.X+box.W)
		}
		for _, box := range b.There {
			right = min(right, box.X)
		}
		if left > right+0.3 {
			t.Fatalf("here reaches %.1f, there begins at %.1f", left, right)
		}
		if n := len(b.Here) + len(b.There); n > len(parts) {
			t.Fatalf("%d pieces for %d parts", n, len(parts))
		}
	})
}

func TestSingleCountsAgainst(t *testing.T) {
	if s := NewSingle(Part{Points: -1}, 4); s.Class != "less" || s.Box.X >= s.Zero {
		t.Errorf("against: %+v", s)
	}
	if s := NewSingle(Part{Points: 4, Tie: true}, 4); s.Class != "there" || s.Box.X+s.Box.W > s.Width+0.1 {
		t.Errorf("in favour: %+v", s)
	}
}

func TestGrowth(t *testing.T) {
	g := NewGrowth([]YearCount{{2018, 2, 0, 2}, {2019, 1, 0, 3}, {2020, 0, 0, 3}, {2021, 0, 2, 1}})
	if len(g.Begun) != 2 || len(g.Ended) != 1 {
		t.Errorf("%d columns up, %d down; want 2 and 1", len(g.Begun), len(g.Ended))
	}
	if g.PeakYear != 2019 || g.PeakN != 3 || g.LastYear != 2021 || g.LastN != 1 {
		t.Errorf("peak %d in %d, last %d in %d", g.PeakN, g.PeakYear, g.LastN, g.LastYear)
	}
	if g.Ended[0].Y < g.Base || g.Begun[0].Y+g.Begun[0].H > g.Base+0.2 {
		t.Error("columns do not stand on the base line")
	}
	if empty := NewGrowth(nil); empty.Line != "" || len(empty.Ticks) != 0 {
		t.Errorf("nothing to draw draws %+v", empty)
	}
}

// Two lanes swing out on opposite sides between steps of both, cross from one step to the
// next, and run side by side where each walks for itself.
func TestAWayCrossesAndParts(t *testing.T) {
	settled := func(s string) bool { return s == "done" }
	w := NewWay([]Stop{{1, []string{"done"}}, {2, []string{"done"}}, {3, []string{"open"}}, {4, []string{"done", "open"}}}, 2, settled)
	if len(w.Legs) != 6 || len(w.Knobs) != 5 {
		t.Fatalf("%d legs, %d knobs", len(w.Legs), len(w.Knobs))
	}
	if w.Legs[0].D == w.Legs[1].D || w.Legs[0].Class == w.Legs[1].Class {
		t.Errorf("the lanes lie on one another: %+v", w.Legs[:2])
	}
	if !w.Legs[0].Walked || w.Legs[2].Walked || w.Legs[4].Walked {
		t.Errorf("walked: %+v", w.Legs)
	}
	if last := w.Knobs[3:]; last[0].Y >= last[1].Y || last[0].X != last[1].X {
		t.Errorf("the last step of each: %+v", last)
	}
	if w := NewWay(nil, 0, settled); len(w.Legs)+len(w.Knobs) != 0 {
		t.Errorf("a way of nothing: %+v", w)
	}
}

// Times are drawn in their order within the strip, whatever they are; few as dots, many as a
// range with its middle.
func TestStrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.SliceOfN(rapid.IntRange(0, 20_000), 0, 40).Draw(t, "days")
		slices.Sort(days)
		longest, middle := 0, -1
		if len(days) > 0 {
			longest = days[len(days)-1] + rapid.IntRange(0, 400).Draw(t, "more")
		}
		if len(days) > 4 {
			middle = days[len(days)/2]
		}
		s := NewStrip(days, middle, longest)
		marks := append([]float64{s.From, s.Middle, s.To}, s.Dots...)
		for _, x := range append(marks, s.Years...) {
			if x < 0 || x > s.Width {
				t.Fatalf("%v is outside of %v", x, s.Width)
			}
		}
		if !slices.IsSorted(s.Dots) || s.From > s.Middle || s.Middle > s.To || (middle < 0) != (len(s.Dots) == len(days)) && len(days) > 0 {
			t.Fatalf("%v: %+v", days, s)
		}
	})
}

// The narrow drawing has the bars of the wide one, with its words above them.
func TestNarrowFunnel(t *testing.T) {
	f := NarrowFunnel([]Portion{{Sure: 67}, {Sure: 19, Inferred: 10}, {}, {Inferred: 1}})
	for i, s := range f.Strata {
		if s.Text >= s.Y || s.Y+s.H > f.Height || i > 0 && s.Text-12 < f.Strata[i-1].Y+f.Strata[i-1].H {
			t.Errorf("step %d: %+v of %v", i, s, f.Height)
		}
	}
	if w := f.Strata[0].Here.W * 2; w != f.Width || len(f.Joins) != 1 || !f.Strata[2].Zero || len(f.Strata[3].Outer) != 2 {
		t.Errorf("%+v", f)
	}
}
