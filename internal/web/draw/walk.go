package draw

import "fmt"

// Stop is a step of a way that several walk: one point for all, or one for each lane.
type Stop struct {
	Number int
	States []string // one: all take it together; else one for each lane
}

// Knob is a drawn point of a way.
type Knob struct {
	X, Y   float64
	State  string // as the stop has it
	Number int
}

// Leg is a piece of one lane between two stops.
type Leg struct {
	D      string // of the path
	Class  string // here, there
	Walked bool   // both of its ends are settled
}

// Way is how far some towns have come together: lanes that meet where all take a step
// together, and run side by side where each takes it for itself.
type Way struct {
	Width, Height float64
	Legs          []Leg
	Knobs         []Knob
}

// Measures of a way: seven stops fill the width of a phone, and two lanes lie far enough apart
// for a number in each dot.
const (
	wayStep  = 62.0
	wayEdge  = 24.0
	wayLane  = 30.0 // between two lanes
	waySide  = 18.0 // above and below
	wayBulge = 0.5  // how far a lane swings out between two points of all, of its distance
)

// NewWay draws the stops for so many lanes. settled says whether a state is one in which
// nothing is left to do.
func NewWay(stops []Stop, lanes int, settled func(state string) bool) Way {
	lanes = max(lanes, 1)
	w := Way{Width: 2*wayEdge + wayStep*float64(max(len(stops)-1, 0)), Height: 2*waySide + wayLane*float64(lanes-1) + 6}
	middle := w.Height / 2
	off := func(lane int) float64 { return wayLane * (float64(lane) - float64(lanes-1)/2) }
	at := func(i, lane int) (x, y float64, state string) {
		x, y = wayEdge+wayStep*float64(i), middle
		if s := stops[i].States; len(s) == 1 {
			return x, y, s[0]
		} else if lane < len(s) {
			return x, y + off(lane), s[lane]
		}
		return x, y + off(lane), ""
	}
	for i := range stops {
		for lane := range lanes {
			x, y, state := at(i, lane)
			if lane == 0 || len(stops[i].States) > 1 {
				w.Knobs = append(w.Knobs, Knob{tenth(x), tenth(y), state, stops[i].Number})
			}
			if i == 0 {
				continue
			}
			x0, y0, before := at(i-1, lane)
			bulge := off(lane) * wayBulge
			if i%2 == 0 {
				bulge = -bulge // lanes cross where they meet, as in a braid
			}
			if len(stops[i].States) > 1 || len(stops[i-1].States) > 1 {
				bulge = 0
			}
			third := (x - x0) / 3
			w.Legs = append(w.Legs, Leg{
				D:     fmt.Sprintf("M%g %gC%g %g %g %g %g %g", tenth(x0), tenth(y0), tenth(x0+third), tenth(y0+bulge*2), tenth(x-third), tenth(y+bulge*2), tenth(x), tenth(y)),
				Class: map[bool]string{true: "here", false: "there"}[lane == 0], Walked: settled(before) && settled(state),
			})
		}
	}
	return w
}
