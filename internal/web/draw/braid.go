package draw

// Strand is how one side's line looks over a span of time.
type Strand uint8

// The looks. Absent is the zero value.
const (
	Absent Strand = iota // no line
	Whole                // in force
	Rest                 // suspended, frozen or dormant
	Wish                 // a contact or an intention, nothing signed yet
	Faint                // goes on alone after the other side ended it
)

// Span is a time in which neither side's look changes, in years, and how the lines end
// after it, where they do.
type Span struct {
	From, To    float64
	Here, There Strand
	Ends        Two[End]
}

// End is how a side's line ends.
type End uint8

// The ends.
const (
	GoesOn End = iota // it reaches the present
	Ring              // this side ended it: an open ring
	Knot              // both ended it, or the term ran out: a knot on the middle line
	Loose             // the other side ended it
)

// Two holds a path or a number for each side.
type Two[T any] struct{ Here, There T }

// Braid is the drawing of one partnership over time.
type Braid struct {
	Height float64
	Under  Two[string] // pieces that pass below, drawn first
	Gap    string      // the paper between, wider
	Over   Two[string] // pieces that pass above
	Rest   Two[string] // dashed pieces
	Faint  Two[string] // dotted pieces
	Rings  []Dot       // where one side ended it
	Knots  []Dot       // where it ended for both
	Marks  []Dot       // acts
}

// Dot is a mark at a point. Class is "here", "there" or "".
type Dot struct {
	X, Y  float64
	Class string
}

// Measures of the braid, in units: wide enough apart to see the paper between the
// strands on a phone, where a unit is half a pixel wide but as high as anywhere.
const (
	swing = 5.0  // how far a strand lies from the middle
	turn  = 15.0 // half a twist
)

// weaver draws spans one after the other and remembers whose turn it is to lie above.
type weaver struct {
	axis   Axis
	mid    float64
	above  bool // here lies above the middle line
	over   bool // here passes over at the next crossing
	under  Two[path]
	gap    path
	top    Two[path]
	rest   Two[path]
	faint  Two[path]
	result Braid
}

// NewBraid draws spans, which follow one another in time, in a box of the height.
func NewBraid(axis Axis, height float64, spans []Span) Braid {
	w := &weaver{axis: axis, mid: height / 2, above: true, over: true}
	for _, s := range spans {
		from, to := axis.X(s.From), axis.X(s.To)
		if to-from < 1 {
			to = from + 1 // shorter than this nothing can be seen
		}
		if s.Here == Whole && s.There == Whole {
			w.twist(from, to)
		} else {
			w.straight(from, to, s.Here, true)
			w.straight(from, to, s.There, false)
		}
		w.end(to, s)
	}
	b := w.result
	b.Height = height
	b.Under = Two[string]{string(w.under.Here), string(w.under.There)}
	b.Gap = string(w.gap)
	b.Over = Two[string]{string(w.top.Here), string(w.top.There)}
	b.Rest = Two[string]{string(w.rest.Here), string(w.rest.There)}
	b.Faint = Two[string]{string(w.faint.Here), string(w.faint.There)}
	return b
}

// Mark adds an act's mark on the middle line.
func (b *Braid) Mark(axis Axis, year float64, class string) {
	b.Marks = append(b.Marks, Dot{X: axis.X(year), Y: b.Height / 2, Class: class})
}

// y is where a side's strand lies now.
func (w *weaver) y(here bool) float64 {
	if here == w.above {
		return w.mid - swing
	}
	return w.mid + swing
}

// twist lays whole half-twists between from and to, stretched so that they fit.
func (w *weaver) twist(from, to float64) {
	n := max(int((to-from)/turn+0.5), 1)
	step := (to - from) / float64(n)
	for i := range n {
		x := from + float64(i)*step
		w.half(x, x+step)
	}
}

// half is one crossing: the strand whose turn it is passes over.
func (w *weaver) half(from, to float64) {
	mid := (from + to) / 2
	piece := func(p *path, here bool) {
		y := w.y(here)
		opposite := 2*w.mid - y
		p.move(from, y)
		p.curve(mid, y, mid, opposite, to, opposite)
	}
	if w.over {
		piece(&w.under.There, false)
		piece(&w.top.Here, true)
	} else {
		piece(&w.under.Here, true)
		piece(&w.top.There, false)
	}
	piece(&w.gap, w.over)
	w.above, w.over = !w.above, !w.over
}

// straight draws one side's strand without a twist.
func (w *weaver) straight(from, to float64, look Strand, here bool) {
	var p *Two[path]
	switch look {
	case Absent:
		return
	case Whole:
		p = &w.under
	case Rest:
		p = &w.rest
	default:
		p = &w.faint
	}
	line := &p.There
	if here {
		line = &p.Here
	}
	line.move(from, w.y(here))
	line.line(to, w.y(here))
}

// leave is how far an ended strand runs on, away from the other.
const leave = 12.0

// end closes the strands at x that a span ends.
func (w *weaver) end(x float64, s Span) {
	here, there := s.Ends.Here, s.Ends.There
	if here == Knot || there == Knot {
		w.close(x, s.Here, true)
		w.close(x, s.There, false)
		w.result.Knots = append(w.result.Knots, Dot{X: min(x+leave, Width), Y: w.mid})
		return
	}
	w.loosen(x, here, s.Here, true)
	w.loosen(x, there, s.There, false)
}

// close leads a strand to the middle line.
func (w *weaver) close(x float64, look Strand, here bool) {
	if look == Absent {
		return
	}
	p := w.side(here)
	y := w.y(here)
	p.move(x, y)
	p.curve(x+leave/2, y, x+leave/2, w.mid, min(x+leave, Width), w.mid)
}

// loosen leads a strand away from the middle line to a ring or to nothing.
func (w *weaver) loosen(x float64, end End, look Strand, here bool) {
	if end == GoesOn || look == Absent && end != Ring {
		return
	}
	p, class := w.side(here), "there"
	if here {
		class = "here"
	}
	y := w.y(here)
	away := y + (y-w.mid)*0.8
	to := min(x+leave, Width-4)
	p.move(x, y)
	p.curve((x+to)/2, y, (x+to)/2, away, to, away)
	if end == Ring {
		w.result.Rings = append(w.result.Rings, Dot{X: to, Y: away, Class: class})
	}
}

func (w *weaver) side(here bool) *path {
	if here {
		return &w.top.Here
	}
	return &w.top.There
}
