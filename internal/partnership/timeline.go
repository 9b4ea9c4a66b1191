package partnership

import (
	"cmp"
	"slices"
	"time"

	"twintown/internal/platform/lang"
)

// Style is how a segment of a strand is drawn.
type Style string

// The styles.
const (
	Dotted Style = "dotted" // not in force yet: contact, letter of intent, condition
	Solid  Style = "solid"  // in force
	Thin   Style = "thin"   // in force on paper: dormant, frozen
	Fading Style = "fading" // under notice
	Dashed Style = "dashed" // suspended
)

// Segment is a stretch of time in which a link stood the same.
type Segment struct {
	From, To lang.Date      // days; To is the last one
	Code     Code           //
	Style    Style          //
	Begin    Date           // From as it is known: a page draws an imprecise one soft
	Open     bool           // it goes on after To
	Next     Code           // what follows; None where it goes on
	Sides    map[int64]Code // how each side stood
	Ended    []int64        // the sides that ended it, where Next is an end
}

// Mark is an act on a strand.
type Mark struct {
	Act  Act
	Day  lang.Date // from which it counts
	Code Code      // of the whole after it
}

// Strand is one partnership in a time line.
type Strand struct {
	ID       string
	Kind     Kind
	Others   []int64 // the sides beside the town's own
	Segments []Segment
	Marks    []Mark
	Status   Status
}

// Timeline is a town's partnerships as strands of a braid, from the first segment to
// the day in question.
type Timeline struct {
	From, To lang.Date
	Strands  []Strand // by their beginning
}

// TimelineOf draws the partnerships of a place up to a day, as known at a moment (zero:
// now). Partnerships of which nothing counts by then have no strand. Of a pair from a
// list the segment begins with the list; its Begin says "at the latest".
func TimelineOf(place int64, all []Partnership, asOf lang.Date, knownAt time.Time) Timeline {
	t := Timeline{To: asOfDay(asOf).calendar()}
	for _, p := range all {
		if s := StrandOf(p, asOf, knownAt); len(s.Marks) > 0 {
			s.Others = p.Others(place)
			t.Strands = append(t.Strands, s)
		}
	}
	slices.SortFunc(t.Strands, func(a, b Strand) int {
		return cmp.Or(a.begin().Compare(b.begin()), cmp.Compare(a.ID, b.ID))
	})
	if len(t.Strands) > 0 {
		t.From = t.Strands[0].begin()
	}
	return t
}

// begin is the day of the strand's first segment, or first act.
func (s Strand) begin() lang.Date {
	if len(s.Segments) > 0 {
		return s.Segments[0].From
	}
	return s.Marks[0].Day
}

// StrandOf draws one partnership up to a day. Others are all its sides but the first.
func StrandOf(p Partnership, asOf lang.Date, knownAt time.Time) Strand {
	until := asOfDay(asOf)
	t := replay(p, until, knownAt)
	s := Strand{ID: p.ID, Kind: p.Kind, Segments: t.segments(until), Status: StatusOf(p, asOf, knownAt)}
	if len(t.sides) > 0 {
		s.Others = t.sides[1:]
	}
	for i := range t.acts {
		a := &t.acts[i]
		s.Marks = append(s.Marks, Mark{Act: a.Act, Day: a.on.calendar(), Code: t.codeOn(a.on)})
	}
	return s
}

// codeOn is the whole's status at the end of a day.
func (t *trail) codeOn(on day) Code {
	code := None
	for _, turn := range t.turns {
		if turn.on > on {
			break
		}
		code = turn.code
	}
	return code
}

// segments are the stretches between the turns, without those in which nothing stood
// and those that were over on the day they began.
func (t *trail) segments(until day) []Segment {
	var out []Segment
	for i, turn := range t.turns {
		style, drawn := turn.code.style()
		next, to := None, until
		if i+1 < len(t.turns) {
			if t.turns[i+1].on == turn.on {
				continue
			}
			next, to = t.turns[i+1].code, t.turns[i+1].on-1
		}
		if !drawn {
			continue
		}
		g := Segment{
			From: turn.on.calendar(), To: to.calendar(), Code: turn.code, Style: style,
			Begin: turn.by.date(), Open: next == None, Next: next, Sides: t.sidesAt(turn),
		}
		if next.Ended() {
			for side, c := range t.sidesAt(t.turns[i+1]) {
				if c.Ended() {
					g.Ended = append(g.Ended, side)
				}
			}
			slices.Sort(g.Ended)
		}
		out = append(out, g)
	}
	return out
}

func (t *trail) sidesAt(turn turn) map[int64]Code {
	m := make(map[int64]Code, len(t.sides))
	for i, c := range turn.sides {
		m[t.sides[i]] = c
	}
	return m
}

// style is how a status is drawn; the bool is false for what is not.
func (c Code) style() (Style, bool) {
	switch {
	case c.forming():
		return Dotted, true
	case c == Active:
		return Solid, true
	case c == Dormant || c == Frozen:
		return Thin, true
	case c == NoticeGiven:
		return Fading, true
	case c == Suspended:
		return Dashed, true
	}
	return "", false
}
