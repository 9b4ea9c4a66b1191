package procedure

import (
	"slices"
	"time"

	"twintown/internal/partnership"
)

// Step is a step on the way.
type Step string

// The steps, in the order in which guides advise them.
const (
	Contact    Step = "contact"    // the towns met or wrote
	Visit      Step = "visit"      // they looked at each other
	Decision   Step = "kind"       // they decided what they want to be to each other
	Letter     Step = "letter"     // they wrote down that they mean it
	Planning   Step = "plan"       // aims, method, outcomes
	Resolution Step = "resolution" // the council of each decided
	Ceremony   Step = "ceremony"   // they signed, in one town and then in the other
)

// Steps are all steps in their order.
func Steps() []Step {
	return []Step{Contact, Visit, Decision, Letter, Planning, Resolution, Ceremony}
}

// Apart says whether each side takes the step for itself.
func (s Step) Apart() bool { return s == Resolution || s == Ceremony }

// PointState is how a point stands.
type PointState string

// The states of a point.
const (
	Open    PointState = "open"
	Planned PointState = "planned"
	Did     PointState = "done"
	Left    PointState = "left" // left out, with a reason
)

// Point is one box of the checklist.
type Point struct {
	Step  Step
	Side  int64 // whose step it is; 0: all take it together
	State PointState
	Day   partnership.Date // planned for, or done on
	PointBody
	Version  int64
	Sequence int       // how many times its planned day moved
	Moved    time.Time // when it last did
	By       string    // account that changed it last
	Changed  time.Time
}

// PointBody is what is written at a point.
type PointBody struct {
	Note      string              `json:"note,omitempty"`
	Why       string              `json:"why,omitempty"`    // it was left out
	Where     int64               `json:"where,omitempty"`  // the place where it was done; 0: not said
	Link      string              `json:"link,omitempty"`   // to the published resolution or report
	Law       string              `json:"law,omitempty"`    // on which it rests, as the officer writes it
	Title     string              `json:"title,omitempty"`  // of the paper
	Number    string              `json:"number,omitempty"` // of a resolution
	Vote      partnership.Vote    `json:"vote,omitzero"`
	Condition partnership.Cause   `json:"condition,omitzero"`
	Sort      partnership.ActType `json:"sort,omitempty"`      // what was done at a ceremony
	Documents []string            `json:"documents,omitempty"` // signed files
	Act       string              `json:"act,omitempty"`       // in the partnership; "": none
}

// Settled says whether nothing is left to do at the point.
func (p Point) Settled() bool { return p.State == Did || p.State == Left }

// At returns the point of a step and a side; side counts only where each side takes the step
// for itself.
func (p Procedure) At(step Step, side int64) (Point, bool) {
	i := p.index(step, side)
	if i < 0 {
		return Point{}, false
	}
	return p.Points[i], true
}

func (p Procedure) index(step Step, side int64) int {
	if !step.Apart() {
		side = 0
	}
	return slices.IndexFunc(p.Points, func(q Point) bool { return q.Step == step && q.Side == side })
}

// Gap is a step that is not settled yet.
type Gap struct {
	Step Step
	Side int64
}

// Before are the steps that guides advise before a step and that are not settled yet: a
// letter without a visit, a ceremony before a council has decided. They forbid nothing.
func (p Procedure) Before(step Step) (gaps []Gap) {
	until := slices.Index(Steps(), step)
	for _, q := range p.Points {
		if slices.Index(Steps(), q.Step) < until && !q.Settled() {
			gaps = append(gaps, Gap{q.Step, q.Side})
		}
	}
	return gaps
}

// Next is the first point that is not settled; false where all are.
func (p Procedure) Next() (Point, bool) {
	i := slices.IndexFunc(p.Points, func(q Point) bool { return !q.Settled() })
	if i < 0 {
		return Point{}, false
	}
	return p.Points[i], true
}

// Count is how many of a procedure's points are settled, and how many there are.
func (p Procedure) Count() (settled, all int) {
	for _, q := range p.Points {
		if q.Settled() {
			settled++
		}
	}
	return settled, len(p.Points)
}

// Done says whether a step was done, by any side.
func (p Procedure) Done(step Step) bool {
	return slices.ContainsFunc(p.Points, func(q Point) bool { return q.Step == step && q.State == Did })
}

// Reached says whether the towns have written down that they want each other: a letter of
// intent or an agreement was signed.
func (p Procedure) Reached() bool { return p.Done(Letter) || p.Done(Ceremony) }

// points are the boxes of a new checklist.
func points(places []int64) (all []Point) {
	for _, step := range Steps() {
		if !step.Apart() {
			all = append(all, Point{Step: step, State: Open})
			continue
		}
		for _, place := range places {
			all = append(all, Point{Step: step, Side: place, State: Open})
		}
	}
	return all
}
