// Package procedure is the way that two towns walk together, from a first contact to a signed
// agreement, as a checklist that both share.
//
// The idea: guides say in which order towns find one another: they meet, look at each other,
// decide what they want to be, write a letter of intent and a plan, have their councils
// decide, and sign in both towns, one after the other. Here each of these [Step]s is a box
// that both see; when one is done, its act is made in the partnership, in the same
// transaction, and taking the step back withdraws the act. The order is advice: towns do
// things as they can, and [Procedure.Before] names what is missing so far.
//
// # Data model
//
// A [Procedure] belongs to two or more places, perhaps to a request, a conversation or a
// contact noted at a conference, and to a partnership: the one that the places have, or one
// that the first act makes. A [Point] is a step of all sides together, or of one side where
// each takes it for itself (the council's resolution, the ceremony at home). What the sides
// agree on ([Terms]: kind, areas, term, notice) one of them proposes and the others confirm
// or change. The [Plan] has aims, method, outcomes and resources, in any language.
//
// Each point, the terms and the plan have a version of their own, so that two officers who
// work at different things are not in each other's way, and two who answer the same thing
// differently are told (errs.Conflict). [Event]s say who did what and are never removed. A
// side may stop the procedure with a reason, and any may take it up again; nothing is lost.
//
//	id, err := store.Begin(ctx, officer, procedure.New{Places: []int64{a, b}, By: a})
//	err = store.Do(ctx, officer, id, procedure.Done{Step: procedure.Letter, Day: …, Sources: …})
//	p.Before(procedure.Ceremony) // "the council of b has not decided yet"
//
// [LawOf] knows on which law a step rests in some countries, with its source. It is no legal
// advice, and says nothing where it does not know.
package procedure

import (
	"slices"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/people"
)

// State is how a procedure stands.
type State string

// The states.
const (
	Walking State = "walking"
	Stopped State = "stopped" // a side withdrew; it can be taken up again
)

// Procedure is the way of some towns to an agreement.
type Procedure struct {
	ID           string
	Version      int64
	State        State
	Places       []int64 // the town that began it first
	Request      string  // the request that it came from; "": none
	Conversation string  // "": none
	Contact      string  // noted at a conference; "": none
	Partnership  string  // that holds its acts; "": none yet
	Body
	Points  []Point // step by step, side by side
	Begun   time.Time
	BegunBy string // account
	Changed time.Time
}

// Body is what a procedure holds beside its points.
type Body struct {
	Terms        Terms           `json:"terms,omitzero"`         // what is agreed; zero: nothing yet
	Proposal     Proposal        `json:"proposal,omitzero"`      // what waits for an answer; zero: nothing
	TermsVersion int64           `json:"terms_version,omitzero"` // moves with each proposal and answer
	Plan         map[string]Plan `json:"plan,omitempty"`         // by language
	PlanVersion  int64           `json:"plan_version,omitzero"`
	Halt         Halt            `json:"halt,omitzero"` // why it is stopped
}

// Terms are what the sides agree on before they sign.
type Terms struct {
	Kind   partnership.Kind     `json:"kind,omitempty"`
	Topics []string             `json:"topics,omitempty"`
	Term   partnership.Duration `json:"term,omitempty"`   // "": without limit
	Notice partnership.Duration `json:"notice,omitempty"` // "": none agreed
	Title  string               `json:"title,omitempty"`  // of the paper to be signed, in its own language
}

// IsZero says whether nothing is agreed.
func (t Terms) IsZero() bool { return t.Kind == "" }

// Same says whether two terms say the same.
func (t Terms) Same(o Terms) bool {
	return t.Kind == o.Kind && slices.Equal(t.Topics, o.Topics) && t.Term == o.Term && t.Notice == o.Notice && t.Title == o.Title
}

// Proposal is what one side proposes, and who has agreed to it.
type Proposal struct {
	Terms
	By     int64   `json:"by,omitempty"`     // the place that proposes it
	Agreed []int64 `json:"agreed,omitempty"` // the proposing place too
	Note   string  `json:"note,omitempty"`
}

// Plan is the plan in one language: what the towns want, how, what shall come of it, and with
// what.
type Plan struct {
	Aims      string `json:"aims,omitempty"`
	Method    string `json:"method,omitempty"`
	Outcomes  string `json:"outcomes,omitempty"`
	Resources string `json:"resources,omitempty"`
}

// IsZero says whether nothing is written.
func (p Plan) IsZero() bool { return p == Plan{} }

// Halt is that a side stopped the procedure.
type Halt struct {
	By  int64     `json:"by,omitempty"`
	Why string    `json:"why,omitempty"`
	At  time.Time `json:"at,omitzero"`
}

// Object is the procedure for the permission table. The caller adds the areas of its places.
func (p Procedure) Object() people.Object {
	return people.Object{Kind: Kind, ID: p.ID, Places: p.Places}
}

// Kind is what procedures are called in the record of changes and the permission table.
const Kind = "procedure"

// Others are the sides beside a place.
func (p Procedure) Others(place int64) []int64 {
	return slices.DeleteFunc(slices.Clone(p.Places), func(n int64) bool { return n == place })
}

// Has says whether a place is one of the sides.
func (p Procedure) Has(place int64) bool { return slices.Contains(p.Places, place) }
