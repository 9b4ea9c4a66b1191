package rule

import "slices"

// Count is a number that may not be known. The zero Count is not.
type Count int32

// Exactly returns the known number n; one below zero counts as zero.
func Exactly(n int) Count { return Count(min(max(n, 0), mostCount) + 1) }

// mostCount is more than any town has inhabitants.
const mostCount = 1_000_000_000

// Get returns the number and whether it is known.
func (c Count) Get() (n int, known bool) { return int(c) - 1, c > 0 }

// Type is the sort of an applicant. The zero Type is unknown.
type Type uint8

// The types of applicants that calls tell apart.
const (
	UnknownType       Type = iota
	Municipality           // gmina, Gemeinde, commune, with its town
	County                 // powiat, Kreis, département, rajonas
	Region                 // voivodeship, Land, région, oblast
	TwinningCommittee      // comité de jumelage
	NonProfit              // a non-profit organisation that acts for a municipality
	NGO                    // any other association or foundation
	School                 //
	University             // and other places of research
	Culture                // museums, theatres, libraries, houses of culture
	Enterprise             //
	State                  // an authority of the state
	Informal               // people without an organisation
)

var typeNames = [...]string{"", "municipality", "county", "region", "twinning_committee", "nonprofit", "ngo", "school", "university", "culture", "enterprise", "state", "group"}

// String returns the type as it stands in a rule, "" for the unknown one.
func (t Type) String() string { return typeNames[t] }

// TypeOf returns the type of a word; ok is false for a word that is none.
func TypeOf(word string) (t Type, ok bool) {
	i := slices.Index(typeNames[1:], word)
	return Type(i + 1), i >= 0
}

// Types are all types but the unknown one.
func Types() (all []Type) {
	for t := Municipality; int(t) < len(typeNames); t++ {
		all = append(all, t)
	}
	return all
}

// Role is what a partner does in a project.
type Role uint8

// The roles.
const (
	Full       Role = iota // a partner
	Leads                  // the partner that applies for all
	Associated             // takes part without a share of the money; rules do not count it unless they say so
)

var roleNames = [...]string{"partner", "lead", "associated"}

// String returns the role as it stands in a rule.
func (r Role) String() string { return roleNames[r] }

// Border is how far a partner is from the border with another country.
type Border struct {
	With      Country
	Low, High float32 // kilometres: it is at least and at most so far
}

// Membership is what is known of a partner and an organisation.
type Membership struct {
	Of    string
	Is    Value
	Since Day // 0: not known
}

// Partner is one of those who apply.
type Partner struct {
	Country Country
	Areas   []string // codes of areas that it lies in; nil: not known
	Borders []Border // with each country that its own borders on; nil: not known
	People  Count    // inhabitants
	Type    Type
	Role    Role
	Members []Membership // an organisation that is missing here: not known
}

// Plan is what the partners mean to do, as far as they have told.
type Plan struct {
	Participants Count     // people who take part in all
	Invited      Count     // of them those who come from abroad
	Months       Count     // length of the project
	Days         Count     // length of the longest event
	Countries    []Country // where something takes place; nil: not known
}

// Consortium is who applies and what they plan.
type Consortium struct {
	Partners []Partner
	Plan     Plan
}

// MostPartners is how many partners of a consortium are looked at: no programme of those
// collected recommends more than 16.
const MostPartners = 64

func (c *Consortium) partners() []Partner { return c.Partners[:min(len(c.Partners), MostPartners)] }

// lead returns the index of the partner that leads, -1 where none was said to.
func (c *Consortium) lead() int {
	for i := range c.partners() {
		if c.Partners[i].Role == Leads {
			return i
		}
	}
	return -1
}

// clone copies the consortium so far that partners can be added, changed and dropped.
func (c *Consortium) clone(spare int) *Consortium {
	out := *c
	out.Partners = make([]Partner, len(c.partners()), len(c.partners())+spare)
	copy(out.Partners, c.Partners)
	return &out
}
