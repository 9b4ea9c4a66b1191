package project

import "twintown/internal/partnership"

// Milestone is a day by which something is to be done.
type Milestone struct {
	ID    string            `json:"id"`
	Title map[string]string `json:"title"` // by language
	Due   string            `json:"due,omitempty"`
	Done  string            `json:"done,omitempty"` // "": not yet
}

// Doing is the sort of an activity.
type Doing string

// The sorts.
const (
	Exchange  Doing = "exchange"
	VisitOf   Doing = "visit"
	Camp      Doing = "camp"
	Workshop  Doing = "workshop"
	Gathering Doing = "conference"
	Festival  Doing = "festival"
	Training  Doing = "training"
	Building  Doing = "investment" // something was built or bought
	OtherWork Doing = "other"
)

// Doings are all sorts of activities.
func Doings() []Doing {
	return []Doing{Exchange, VisitOf, Camp, Workshop, Gathering, Festival, Training, Building, OtherWork}
}

// Band is an age group. Numbers by band name nobody.
type Band string

// The bands, as funders ask for them.
const (
	Children Band = "under_18"
	Young    Band = "18_30"
	Adults   Band = "31_64"
	Old      Band = "65_over"
	AnyAge   Band = "unknown" // counted, but not by age
)

// Bands are all bands.
func Bands() []Band { return []Band{Children, Young, Adults, Old, AnyAge} }

// Activity is something that is done for people. Its numbers are of those who came.
type Activity struct {
	ID      string            `json:"id"`
	Kind    Doing             `json:"kind"`
	Title   map[string]string `json:"title"` // by language
	From    partnership.Date  `json:"from,omitzero"`
	To      partnership.Date  `json:"to,omitzero"`
	Place   int64             `json:"place,omitempty"`
	Meeting string            `json:"meeting,omitempty"` // its page, if it has one
	Done    bool              `json:"done,omitempty"`
	People  map[Band]int      `json:"people,omitempty"` // what is not there was not counted
	Abroad  int               `json:"abroad,omitempty"` // of them from other countries; [Uncounted]: nobody counted
}

// Uncounted stands for a number that nobody counted.
const Uncounted = -1

// Came is how many people came; ok is false where nobody counted.
func (a Activity) Came() (n int, ok bool) {
	for _, band := range a.People {
		n += band
	}
	return n, len(a.People) > 0
}

// Output is something that a project leaves behind, in numbers.
type Output struct {
	ID      string            `json:"id"`
	Title   map[string]string `json:"title"` // "pupils who spent a week with a family"
	Target  int64             `json:"target,omitempty"`
	Reached int64             `json:"reached,omitempty"` // [Uncounted]: not yet told
}
