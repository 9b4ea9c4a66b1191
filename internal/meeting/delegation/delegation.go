// Package delegation keeps who is invited to a meeting, what they answered, and who comes.
//
// # The unit is a delegation
//
// A town or an organisation is invited with a quota; whoever follows its personal link (its
// head, or an assistant) says whether it comes and with how many, and fills the list of its
// [Member]s. Nobody needs an account: the link is the key ([Store.Link]). The organiser can
// do all of it for them, since some answer by letter. A person who registers alone is a
// delegation of one.
//
//	err := s.Open(ctx, actor, delegation.Conference{Meeting: id, Seats: 120, Ends: end})
//	d, err := s.Add(ctx, actor, delegation.Delegation{Meeting: id, Kind: delegation.Town, Place: 598316, Language: "lt", Quota: 4, Contact: c})
//	err = s.Invite(ctx, actor, d)
//	guest, err := s.ByLink(ctx, token)
//	err = s.Answer(ctx, actor, guest.ID, delegation.Answer{State: delegation.Accepted, Coming: 4, By: delegation.ByLink})
//	err = s.Put(ctx, actor, delegation.Member{Delegation: guest.ID, Name: "…"})
//
// # Seats
//
// A conference can have a number of seats. Who accepts takes as many as she said will come.
// Where fewer are free she waits, and the line is served in its order: nobody overtakes a
// larger delegation that came before ([Store.Answer]). All changes of a database happen one
// after the other ([people.Log.Change]), so a seat is given away once.
//
// # Private by default
//
// No row names a person in the clear. Names, addresses and answers are sealed under the
// installation's key in three parts: the person, what her care needs (diet, access), and
// her travel document. Each part has its own time after which it goes ([Conference]). The
// record of changes tells identifiers, states and numbers, never what a person said.
package delegation

import (
	"time"

	"twintown/internal/people"
)

// Kind is what a delegation stands for.
type Kind string

// The kinds.
const (
	Town         Kind = "town"
	Organisation Kind = "organisation"
	Person       Kind = "person" // registered alone
)

// Kinds are all kinds.
func Kinds() []Kind { return []Kind{Town, Organisation, Person} }

// State is how a delegation stands to the meeting.
type State string

// The states.
const (
	Draft     State = "draft"     // nobody was written to yet
	Invited   State = "invited"   // no answer yet
	Applied   State = "applied"   // registered; the organiser has to agree
	Tentative State = "tentative" // perhaps; it holds no seat
	Accepted  State = "accepted"  // comes, and holds its seats
	Waiting   State = "waiting"   // would come; no seats are free
	Declined  State = "declined"  // does not come
	Refused   State = "refused"   // the organiser did not agree
	Withdrawn State = "withdrawn" // the organiser took the invitation back
)

// States are all states, in the order in which an organiser looks at them.
func States() []State {
	return []State{Draft, Invited, Applied, Tentative, Waiting, Accepted, Declined, Refused, Withdrawn}
}

// Over says that nothing more is awaited from the delegation.
func (s State) Over() bool { return s == Declined || s == Refused || s == Withdrawn }

// Way is how an answer came.
type Way string

// The ways.
const (
	ByLink   Way = "link"
	ByLetter Way = "letter"
	ByPhone  Way = "phone"
	ByMail   Way = "mail"
	AtDoor   Way = "door" // came without being in a list
)

// Ways are those that an organiser notes.
func Ways() []Way { return []Way{ByLetter, ByPhone, ByMail} }

// Contact is who is written to, and what she told. It is sealed at rest.
type Contact struct {
	Name    string            `json:"name,omitempty"`    // of the person or office addressed
	Email   string            `json:"email,omitempty"`   // "": by letter only
	Note    string            `json:"note,omitempty"`    // what she wrote with the answer
	Answers map[string]string `json:"answers,omitempty"` // to the questions of the registration, by their keys
	Knows   *Stand            `json:"knows,omitempty"`   // what the last mail said of the meeting; nil: none was written
}

// Delegation is one that is invited, or asked to come.
type Delegation struct {
	ID, Meeting string
	Kind        Kind
	Place       int64  // 0: none
	Name        string // of an organisation, or what a town is called that is not known here
	Language    string // in which it is written to
	Contact     Contact
	Quota       int // the most people that may come
	Coming      int // how many it said will come
	State       State
	Deadline    time.Time // zero: that of the conference
	Invited     time.Time // zero: not yet
	Reminded    time.Time
	Opened      time.Time // the link was followed first
	Answered    time.Time
	AnsweredBy  Way
	WaitsSince  time.Time // zero: it does not wait
	Made        time.Time
	Version     int64

	link int64 // generation
	over bool  // its persons are kept no more
}

// Role is what a member does in the delegation.
type Role string

// The roles.
const (
	Head        Role = "head"
	Delegate    Role = "member"
	Speaker     Role = "speaker"
	Interpreter Role = "interpreter"
	Driver      Role = "driver"
	Press       Role = "press"
)

// Roles are all roles.
func Roles() []Role { return []Role{Head, Delegate, Speaker, Interpreter, Driver, Press} }

// Lodging is where a member sleeps.
type Lodging string

// The lodgings.
const (
	NotSaid  Lodging = ""
	Hotel    Lodging = "hotel"
	Family   Lodging = "family" // with a host family
	Own      Lodging = "own"    // arranges it herself
	NotAtAll Lodging = "none"   // does not stay the night
)

// Lodgings are all that can be chosen.
func Lodgings() []Lodging { return []Lodging{Hotel, Family, Own, NotAtAll} }

// Care is what a person needs. It is health data, or tells of a belief: it is sealed apart,
// and read only by who cooks, seats and lodges.
type Care struct {
	Diet   string `json:"diet,omitempty"`
	Access string `json:"access,omitempty"`
	House  House  `json:"house,omitzero"`
}

// House is what she needs of a host family. Of who sleeps elsewhere nothing is kept.
type House struct {
	StepFree bool    `json:"step_free,omitempty"`
	NoSmoke  bool    `json:"no_smoke,omitempty"`
	NoPets   bool    `json:"no_pets,omitempty"`
	Company  Company `json:"company,omitempty"`
}

// Company is with whom she wants to stay: with nobody, with somebody of her delegation, or
// with the member of this identifier.
type Company string

// What can be wished besides a certain member.
const (
	NoMatter  Company = ""
	Alone     Company = "alone"
	OwnPeople Company = "own"
)

// Member is the member with whom she wants to stay, "" for none in particular.
func (c Company) Member() string {
	if c == Alone || c == OwnPeople {
		return ""
	}
	return string(c)
}

// Visa is what a visa letter needs, as it stands in the travel document.
type Visa struct {
	Wanted      bool   `json:"wanted,omitempty"`
	Name        string `json:"name,omitempty"`
	Born        string `json:"born,omitempty"`        // "1970-05-31"
	Nationality string `json:"nationality,omitempty"` // ISO 3166
	Document    string `json:"document,omitempty"`    // its number
	ValidUntil  string `json:"valid_until,omitempty"` // day
	Address     string `json:"address,omitempty"`
}

// Member is a person of a delegation.
type Member struct {
	ID, Delegation, Meeting string
	Position                int
	Profile
	Care    Care
	Visa    Visa
	Code    string // opaque, for the badge
	Made    time.Time
	Version int64

	over bool // kept no more
}

// Profile is the part of a member that is kept the longest.
type Profile struct {
	Name      string   `json:"name"`
	Function  string   `json:"function,omitempty"` // as she is addressed: "Head of the culture department"
	Role      Role     `json:"role"`
	Email     string   `json:"email,omitempty"`     // for what concerns her alone
	Languages []string `json:"languages,omitempty"` // that she speaks; none: not said
	Arrives   string   `json:"arrives,omitempty"`   // "2027-05-13 18:40", in the meeting's zone; a day alone too
	Leaves    string   `json:"leaves,omitempty"`
	Lodging   Lodging  `json:"lodging,omitempty"`
	Minor     bool     `json:"minor,omitempty"`  // under 18
	Photo     bool     `json:"photo,omitempty"`  // agrees to be in pictures
	Public    bool     `json:"public,omitempty"` // agrees that the meeting's page names her
	Agreed    int64    `json:"agreed,omitempty"` // when she agreed to either, in microseconds
}

// What the working side of a meeting, and a delegation, are called in the record of changes.
const (
	conferenceKind = "conference"
	RecordKind     = "delegation"
)

// entry tells a change by identifiers, states and numbers.
func entry(do people.Action, d Delegation, fields ...people.FieldChange) people.Entry {
	return people.Entry{Action: do, Kind: RecordKind, ID: d.ID, Fields: fields}
}
