// Package project keeps what partners do together with somebody's money: from an idea to an
// application, a decision, the work, and what came of it.
//
// The idea: a project grows out of partnerships and is paid for by a call. Its partners (one
// leads) plan a budget whose parts must come to its whole, cent by cent; when it runs, what
// was done, for whom, and what was paid stand beside what was planned. When it is over, the
// report to a council and the record of what came of a conference are counted from it.
//
// # Data model
//
// A [Project] is one row with a document: [Text] per language, [Partner]s, [Budget] ([Line]s,
// co-financing [Share]s, [Rate]s of exchange, [Payment]s), [Milestone]s, [Activity]s,
// [Output]s, the [Answer]s of towns that others named, and the [Move]s between its states with their days. Tables beside it say which
// places and partnerships it concerns. The document has parts ([Part]), each with a version
// of its own, so that who plans the budget is not in the way of who writes the summary; who
// saves over another's change of the same part is told (errs.Conflict), and nothing is kept.
//
//	id, err := store.Create(ctx, officer, project.Project{Partners: …, Partnerships: …})
//	err = store.Change(ctx, officer, id, project.OfBudget, version, func(p *project.Project) error {
//		p.Budget.Lines = append(p.Budget.Lines, line)
//		return nil
//	})
//	p.Faults(limit)                        // what does not add up, to the cent
//	err = store.Change(ctx, officer, id, project.OfState, version, func(p *project.Project) error {
//		return p.Submit("2026-11-27", limit)
//	})
//
// A budget that does not add up can be kept, and says what is amiss; it cannot be submitted.
// The caller has asked the permission table (people.WriteProject); nothing here knows HTTP.
package project

import (
	"slices"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
)

// State is how far a project is.
type State string

// The states.
const (
	Idea      State = "idea"
	Submitted State = "submitted" // an application was handed in
	Granted   State = "granted"   // it will be paid for
	Refused   State = "refused"
	Running   State = "running"
	Closed    State = "closed" // the work is done and reported
)

// States are all states, in the order of a project's life.
func States() []State { return []State{Idea, Submitted, Granted, Refused, Running, Closed} }

// Role is what a partner is in a project.
type Role string

// The roles, as programmes name them.
const (
	Lead       Role = "lead"       // signs the grant agreement
	Full       Role = "partner"    // has a budget of its own
	Associated Role = "associated" // takes part without a share of the grant
)

// Roles are all roles.
func Roles() []Role { return []Role{Lead, Full, Associated} }

// Partner is a town or an organisation that takes part.
type Partner struct {
	ID           string `json:"id"`                     // within the project; never used again
	Place        int64  `json:"place,omitempty"`        // 0: an organisation of no town
	Organisation string `json:"organisation,omitempty"` // in its registered spelling; "": the town itself
	Role         Role   `json:"role"`
	Currency     string `json:"currency,omitempty"` // in which it keeps its books; "": the euro
	Left         string `json:"left,omitempty"`     // the day on which it left, "2027-03-01"; "": it is there
	Why          string `json:"why,omitempty"`      // it left
	Declined     bool   `json:"declined,omitempty"` // it left because its office said that it takes no part
	By           int64  `json:"by,omitempty"`       // the town that named it; itself where its own office did; 0: not known
}

// There says whether a partner has not left.
func (p Partner) There() bool { return p.Left == "" }

// Text is what a project says in one language.
type Text struct {
	Title   string `json:"title"`
	About   string `json:"about,omitempty"`   // what is planned, and why
	Results string `json:"results,omitempty"` // what came of it
	lang.Provenance
}

// Credit is what must be said and shown for the money: on the project's own page, and on
// the pages of its meetings and articles.
type Credit struct {
	Line  map[string]string `json:"line,omitempty"`  // the obligatory sentence, by language
	Logo  string            `json:"logo,omitempty"`  // document: a picture
	Shows map[string]string `json:"shows,omitempty"` // what the logo says, for those who do not see it
}

// Move is a change of state.
type Move struct {
	To   State  `json:"to"`
	Day  string `json:"day"`            // "2026-11-27"
	Note string `json:"note,omitempty"` // why it was refused, say
}

// Facts are what is the same in each language.
type Facts struct {
	Acronym   string           `json:"acronym,omitempty"`
	Number    string           `json:"number,omitempty"`  // of the grant agreement
	Funder    string           `json:"funder,omitempty"`  // who pays where no call is known
	From      partnership.Date `json:"from,omitzero"`     // when the work begins
	To        partnership.Date `json:"to,omitzero"`       // and ends
	Topics    []string         `json:"topics,omitempty"`  // codes of package topic
	Link      string           `json:"link,omitempty"`    // where the project tells of itself
	Keep      string           `json:"keep,omitempty"`    // its identifier at keep.eu or the like
	Meeting   string           `json:"meeting,omitempty"` // where its partners met, if they did at one
	Credit    Credit           `json:"credit,omitzero"`
	Papers    []Paper          `json:"papers,omitempty"`    // in their order
	Practices []string         `json:"practices,omitempty"` // articles, good practices and galleries about it (package press)
}

// Part is a part of a project that is kept on its own.
type Part string

// The parts.
const (
	OfFacts    Part = "facts"
	OfTexts    Part = "texts"
	OfPartners Part = "partners"
	OfBudget   Part = "budget"
	OfWork     Part = "work"
	OfState    Part = "state"
	OfPapers   Part = "papers"
	OfCredit   Part = "credit" // the logo of who pays; the line is part of the texts
	OfLinks    Part = "links"  // where the partners met, what was written about it
)

// Parts are all parts.
func Parts() []Part {
	return []Part{OfFacts, OfTexts, OfPartners, OfBudget, OfWork, OfState, OfPapers, OfCredit, OfLinks}
}

// Project is a joint project.
type Project struct {
	ID, Handle   string
	Version      int64
	State        State
	Call         string   // key of the call that pays for it; "": none chosen
	Partnerships []string // out of which it grew
	Shown        time.Time
	Body
	Created, Changed time.Time
}

// Body is what the row's document holds.
type Body struct {
	Facts
	Texts      map[string]Text `json:"texts,omitempty"`
	Partners   []Partner       `json:"partners,omitempty"`
	Budget     Budget          `json:"budget,omitzero"`
	Milestones []Milestone     `json:"milestones,omitempty"`
	Activities []Activity      `json:"activities,omitempty"`
	Outputs    []Output        `json:"outputs,omitempty"`
	Answers    []Answer        `json:"answers,omitempty"`  // of towns that were named, one each
	Moves      []Move          `json:"moves,omitempty"`    // in the order in which they were made
	Versions   map[Part]int64  `json:"versions,omitempty"` // of each part, from 1
}

// Kind is what a project is called in the record of changes and in the feed of changes.
const Kind = "project"

// Object is the project for the permission table. The areas of its places are for the
// caller to add. A partner who left has no say any more.
func (p Project) Object() people.Object {
	return people.Object{Kind: Kind, ID: p.ID, Places: p.Places()}
}

// Places are the towns that take part, the leading one first.
func (p Project) Places() (all []int64) {
	for _, q := range p.Leading() {
		if q.Place != 0 && q.There() && !slices.Contains(all, q.Place) {
			all = append(all, q.Place)
		}
	}
	return all
}

// Leading are the partners, who leads first, those who left last.
func (p Project) Leading() []Partner {
	order := func(q Partner) int {
		if !q.There() {
			return len(Roles())
		}
		return slices.Index(Roles(), q.Role)
	}
	all := slices.Clone(p.Partners)
	slices.SortStableFunc(all, func(a, b Partner) int { return order(a) - order(b) })
	return all
}

// Lead is the partner who leads; ok is false where none does.
func (p Project) Lead() (_ Partner, ok bool) {
	for _, q := range p.Partners {
		if q.Role == Lead && q.There() {
			return q, true
		}
	}
	return Partner{}, false
}

// Partner is the partner of an identifier.
func (p Project) Partner(id string) (_ Partner, ok bool) {
	for _, q := range p.Partners {
		if q.ID == id {
			return q, true
		}
	}
	return Partner{}, false
}

// PartVersion is the version of a part, from 1.
func (p Project) PartVersion(part Part) int64 { return max(p.Versions[part], 1) }

// On is the day on which a project last came to a state, "" if it never did.
func (p Project) On(s State) string {
	for _, m := range slices.Backward(p.Moves) {
		if m.To == s {
			return m.Day
		}
	}
	return ""
}

// In returns the text in a language, else the first one of order that was written, then
// translated; ok is false where there is none at all.
func (p Project) In(language string, order []string) (_ Text, code string, ok bool) {
	if t, ok := p.Texts[language]; ok && t.Title != "" {
		return t, language, true
	}
	for _, origin := range []lang.Origin{lang.Written, lang.Translated, lang.Machine} {
		for _, code := range order {
			if t, ok := p.Texts[code]; ok && t.Origin == origin && t.Title != "" {
				return t, code, true
			}
		}
	}
	return Text{}, "", false
}
