package draw

// Strip draws how long something took: each time as a dot on a line, or where they are many
// the range of them with its middle. Strips that stand below each other share a scale.
type Strip struct {
	Width, Height, Y float64
	Dots             []float64
	From, To         float64 // of the range; both 0: there is none
	Middle           float64
	Years            []float64 // where each year ends
}

// Measures of a strip.
const (
	stripWidth  = 240.0
	stripHeight = 16.0
	stripEdge   = 5.0 // so that a dot at the end is whole
	daysOfYear  = 365.25
)

// NewStrip draws times in days on a scale that ends at the longest of all strips. middle is
// the middle of many; less than zero where each is drawn.
func NewStrip(days []int, middle, longest int) Strip {
	s := Strip{Width: stripWidth, Height: stripHeight, Y: stripHeight / 2}
	longest = max(longest, 1)
	at := func(n float64) float64 {
		return tenth(stripEdge + (stripWidth-2*stripEdge)*n/float64(longest))
	}
	for year := daysOfYear; year <= float64(longest); year += daysOfYear {
		s.Years = append(s.Years, at(year))
	}
	switch {
	case len(days) == 0:
	case middle >= 0:
		s.From, s.To, s.Middle = at(float64(days[0])), at(float64(days[len(days)-1])), at(float64(middle))
	default:
		for _, n := range days {
			s.Dots = append(s.Dots, at(float64(n)))
		}
	}
	return s
}

// Long is the length of the range.
func (s Strip) Long() float64 { return tenth(s.To - s.From) }
