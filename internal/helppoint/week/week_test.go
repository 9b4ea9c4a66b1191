package week

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestAWeekAsText(t *testing.T) {
	day := func(spans ...Span) Day { return Day{Spans: spans} }
	office := day(Span{480, 900})
	for want, w := range map[string]Week{
		"":                  {},
		"Mo 13:00-20:00":    {Monday: day(Span{780, 1200})},
		"Mo,Tu 13:00-20:00": {Monday: day(Span{780, 1200}), Tuesday: day(Span{780, 1200})},
		"Mo 13:00-20:00; Tu-Fr 08:00-15:00; Sa 09:00-14:00":    {day(Span{780, 1200}), office, office, office, office, day(Span{540, 840})},
		"Mo 08:00-12:00,13:00-24:00; Su off":                   {Monday: day(Span{480, 720}, Span{780, Midnight}), Sunday: {Closed: true}},
		`We "by appointment"; Fr 08:00-15:00 "by appointment"`: {Wednesday: {Appointment: true}, Friday: {Spans: office.Spans, Appointment: true}},
	} {
		if got := w.OSM(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		if w.Empty() != (want == "") {
			t.Errorf("%q: empty %t", want, w.Empty())
		}
	}
}

// However spans are added and breaks taken out, a day's spans stay in order and apart.
func TestSpansStayApart(t *testing.T) {
	span := rapid.Custom(func(t *rapid.T) Span {
		from := rapid.IntRange(0, Midnight-1).Draw(t, "from")
		return Span{from, rapid.IntRange(from+1, Midnight).Draw(t, "to")}
	})
	rapid.Check(t, func(t *rapid.T) {
		var d Day
		for _, s := range rapid.SliceOfN(span, 0, 8).Draw(t, "spans") {
			before := slices.Clone(d.Spans)
			if !d.Add(s) && !slices.Equal(before, d.Spans) {
				t.Fatalf("a refused span changed %v to %v", before, d.Spans)
			}
		}
		pause := span.Draw(t, "break")
		d.Without(pause)
		for i, s := range d.Spans {
			if s.From >= s.To || s.To > Midnight || i > 0 && d.Spans[i-1].To > s.From {
				t.Fatalf("spans %v", d.Spans)
			}
			if s.From < pause.To && pause.From < s.To {
				t.Fatalf("%v reaches into the break %v", s, pause)
			}
		}
	})
}
