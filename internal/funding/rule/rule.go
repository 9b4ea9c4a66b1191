// Package rule is a small language for who may apply to a call for projects, and its
// evaluation: does a group of towns fit, why not, what is not known, and what is the least
// that is missing.
//
// A rule is written in YAML, in the words of a call's own text:
//
//	all:
//	  - countries: {min: 2, from: [EU, CERV]}
//	  - partners: {min: 1, from: EU}
//	  - any:
//	      - partners: {min: 3, from: V4}
//	      - each: {border: {max: 40, with: partners}}
//	  - invited: {min: 25}
//
// # Data model
//
// [Parse] reads a text into a [Rule], a tree of conditions, and says line by line what it
// does not understand or what contradicts itself. A rule names groups of countries (EU, V4)
// and areas (PL84, PL/Podlaskie); what these are on a day is for a [Book] to say. [Rule.Bind]
// joins both into a [Program], which never changes and may be used by many goroutines.
//
// A [Consortium] is who applies and what they plan, as far as that is known. Every fact may
// be unknown, and the zero value of each is. So [Program.Evaluate] answers one of three:
// [Yes], [No], or [Unknown] where a fact decides that nobody told; it never guesses. It
// allocates nothing. [Program.Explain] tells the same for each condition, with the facts
// that lack. [Program.Missing] searches the smallest changes after which the rule is no
// longer broken: a town from one of these countries, so many more guests.
//
//	r, problems := rule.Parse(text)
//	p, problems := r.Bind(book, day)
//	if p.Evaluate(&c) == rule.No {
//		ways := p.Missing(&c)
//	}
//
// The package knows nothing else of the product and prints nothing: package funding says
// its findings in the reader's language.
package rule

// Value is what is known about a condition.
type Value uint8

// The values, in an order in which "all of" is the least and "any of" the greatest.
const (
	No Value = iota
	Unknown
	Yes
)

var valueNames = [...]string{"no", "unknown", "yes"}

// String returns "yes", "no" or "unknown".
func (v Value) String() string { return valueNames[v] }

// Op says what a condition asks.
type Op uint8

// The operators. The first four join conditions, the others ask the consortium.
const (
	All Op = iota
	Any
	One // exactly one of them
	Not
	Partners     // how many partners
	Countries    // how many different countries of partners
	Each         // every partner
	Lead         // the partner that leads
	Participants // people who take part
	Invited      // people who come from abroad
	Activity     // countries in which something takes place
	Months       // how long the project is
	Days         // how long one event is
)

var opNames = [...]string{"all", "any", "one", "not", "partners", "countries", "each", "lead", "participants", "invited", "activity", "months", "days"}

// String returns the operator as it stands in a rule.
func (o Op) String() string { return opNames[o] }

// joins says that the operator's value is a list of conditions.
func (o Op) joins() bool { return o <= One }

// counts says that the operator takes a range of numbers.
func (o Op) counts() bool {
	return o == Partners || o == Countries || o >= Participants
}

// filters says that the operator's partners, or countries, can be narrowed.
func (o Op) filters() bool {
	return o == Partners || o == Countries || o == Each || o == Lead || o == Activity
}

// NoLimit is the Max of a range without an upper end.
const NoLimit = -1

// Node is one condition of a rule.
type Node struct {
	Op       Op
	Min, Max int    // of what is counted; Max may be NoLimit
	Filter   Filter // which partners or countries count
	Kids     []Node // of All, Any, One, Not
	Line     int    // where it stands in the text
}

// Filter narrows partners. What is zero does not narrow.
type Filter struct {
	From      []string // codes of countries and of groups: one of them
	Areas     []string // "PL84", "PL.81", "PL/Podlaskie": in one of them
	Border    *Near
	MinPeople int // inhabitants
	MaxPeople int // 0: no limit
	Types     []Type
	Member    string // an organisation that it belongs to
	Before    Day    // and has belonged to since before this day
	Roles     []Role // none: all but those that are associated
	Among     bool   // of Activity alone: in a partner's country
}

// Near is a distance to a border.
type Near struct {
	Max  int      // kilometres
	With []string // of which countries or groups; none: with the country of another partner
}

// Rule is a rule as it was written.
type Rule struct{ Root Node }

// Walk calls visit with each condition, the outer ones first.
func (r *Rule) Walk(visit func(*Node)) { r.Root.walk(visit) }

func (n *Node) walk(visit func(*Node)) {
	visit(n)
	for i := range n.Kids {
		n.Kids[i].walk(visit)
	}
}
