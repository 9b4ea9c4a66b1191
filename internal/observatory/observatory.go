// Package observatory tells what came of it: of a meeting, a town, a region, an organisation.
//
// The idea: at a meeting two sides note that they want to keep in touch. From there a chain
// can be followed: they talk, write a letter of intent, sign an agreement, do a project, get
// money for it. Each number of the chain is the length of a list, and the list is kept:
// a [Thing] says which day it has and how it is known to belong there. [Traced] means that
// the rows name each other: a conversation its contact, a procedure its conversation, the
// acts that the procedure made, a project its meeting. [Inferred] means only that the same
// towns did it on a later day. The two are never added up without a word.
//
// What is not known is not zero: an act without a day, a project of which nobody told the
// grant, a contact of an organisation that has no town are counted apart. Few things are
// told one by one: see [Handful].
//
// # Data model
//
// The package keeps nothing. [Store] reads contacts (meeting/forum), requests, conversations
// and procedures (seek), partnerships with their acts, and projects into [Facts], in one
// consistent view; the SQL that does so stands here, since no other room asks across them.
// [Follow] and [Chain.Cohort] are pure functions of facts and a day.
//
//	facts, err := store.Facts(ctx, meeting)
//	chain := observatory.Follow(facts, observatory.OfMeetings(meeting), today)
//	chain.Stage(observatory.Agreement).Things // each with its day and how it is known
//	chain.Cohort(observatory.Agreement, all)  // how many after one, two, three years
//
// Nothing of what is read is secret to this package. Who may see whose talk the caller
// decides, from Thing.Open and Thing.Places.
package observatory

import (
	"slices"

	"twintown/internal/meeting/forum"
	"twintown/internal/partnership"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
)

// Step is a link of the chain.
type Step string

// The steps.
const (
	Contact   Step = "contact"   // two sides noted that they want to keep in touch
	Talk      Step = "talk"      // they write to each other, or walk the way to an agreement
	Letter    Step = "letter"    // a letter of intent was signed
	Agreement Step = "agreement" // an agreement, or a charter
	Project   Step = "project"   // handed in, granted, at work or done
	Money     Step = "money"     // a grant was given
)

// Steps are all steps in their order.
func Steps() []Step { return []Step{Contact, Talk, Letter, Agreement, Project, Money} }

// Known is how it is known that something came of a contact.
type Known string

// The ways.
const (
	Noted    Known = "noted"    // the contact itself: both sides said so
	Traced   Known = "traced"   // by identifiers, from row to row
	Inferred Known = "inferred" // the same towns, on a later day; nothing names the contact
)

// Kind is what a thing is.
type Kind string

// The kinds.
const (
	OfContact      Kind = "contact"
	OfConversation Kind = "conversation"
	OfProcedure    Kind = "procedure"
	OfAct          Kind = "act"
	OfProject      Kind = "project"
)

// Handful is the number below which a percentage or a median says less than the numbers
// themselves: of four, one more or less moves a percentage by 25 points. Below it, too, the
// public is not told how many talk, since a reader could guess who does.
const Handful = 5

// Exchange is a conversation of two towns, or a procedure that towns walk. Day is the day
// on which it began.
type Exchange struct {
	Kind         Kind
	ID           string
	Places       []int64
	Contact      string // that it names; "": none
	Request      string
	Conversation string
	Partnership  string   // that holds the acts of a procedure
	Acts         []string // that its steps made
	Day          lang.Date
}

// Facts are all that a chain is reckoned from.
type Facts struct {
	Contacts     []forum.Contact
	Requests     map[string]string // the contact that a request names, by the request
	Exchanges    []Exchange
	Partnerships []partnership.Partnership // with acts; none that was withdrawn
	Projects     []project.Project
}

// Link says of which contact a thing came, and how that is known.
type Link struct {
	Contact string
	Known   Known
}

// Thing is one of what a number counts.
type Thing struct {
	Step    Step
	Kind    Kind
	ID      string // of the contact, the exchange, the partnership of an act, the project
	Act     string // "": it is none
	Type    partnership.ActType
	Meeting string // of a contact; of a project that names one
	Places  []int64
	Names   []string // of organisations that have no place
	Day     partnership.Date
	By      lang.Date // the day by which it had certainly happened; zero: nobody knows
	Known   Known
	Links   []Link           // to contacts; none where a project names the meeting and no contact is known
	Open    bool             // the public may see which it is
	Project *project.Project // with its state as of the day; nil: it is none
	Cents   int64            // of a grant, in euro
	Told    bool             // of a grant: somebody said how much it is
	Planned bool             // of a grant: what the plan asked for, since the decision is not entered
}

// Exact says whether the day itself is known.
func (t Thing) Exact() bool {
	return t.Day.Day != 0 && t.Day.Qualifier == partnership.Exactly && !t.Day.Inferred()
}

// Stage are the things of one step.
type Stage struct {
	Step     Step
	Things   []Thing // the earliest first, those without a day last
	Contacts int     // of how many contacts they came
	Traced   int
	Inferred int
	Cents    int64 // of the grants that were told
	Untold   int   // grants of which nobody said how much
}

// Undated says how many of the things have no day.
func (s Stage) Undated() (n int) {
	for _, t := range s.Things {
		if t.Day.IsZero() {
			n++
		}
	}
	return n
}

// Chain is what came of some contacts as of a day.
type Chain struct {
	AsOf     lang.Date
	Contacts []forum.Contact
	Stages   []Stage // one for each step
	Besides  []Thing // projects that are ideas or were refused
	Unclear  []Thing // acts of the same towns of which it is not known whether they are later
	Spans    []Span
	firsts   map[string]map[Step]first
}

// Stage is the stage of a step.
func (c Chain) Stage(s Step) Stage {
	for _, x := range c.Stages {
		if x.Step == s {
			return x
		}
	}
	return Stage{Step: s}
}

// Empty says whether nothing is known at all: that is not the same as that nothing came.
func (c Chain) Empty() bool {
	for _, s := range c.Stages {
		if len(s.Things) > 0 {
			return false
		}
	}
	return len(c.Besides) == 0
}

// Placeless are the contacts that have a side which is no town: what came of them is known
// only where identifiers lead on.
func (c Chain) Placeless() (n int) {
	for _, x := range c.Contacts {
		if x.PlaceA == 0 || x.PlaceB == 0 {
			n++
		}
	}
	return n
}

// Scope chooses whose chain it is.
type Scope struct {
	Has      func(forum.Contact) bool
	Meetings func(meeting string) bool    // projects that name such a meeting belong to it
	Project  func(p project.Project) bool // and are limited to these; nil: all
}

// OfMeetings is the scope of some meetings.
func OfMeetings(ids ...string) Scope {
	in := func(id string) bool {
		for _, x := range ids {
			if id != "" && x == id {
				return true
			}
		}
		return false
	}
	return Scope{Has: func(c forum.Contact) bool { return in(c.Meeting) }, Meetings: in}
}

// OfTown is the scope of a town that is made of these units; see [Store.Units].
func OfTown(units []int64) Scope {
	return OfPlaces(func(place int64) bool { return slices.Contains(units, place) })
}

// OfPlaces is the scope of the places for which within is true: contacts and projects with
// one of them as a side, whatever meeting they are of.
func OfPlaces(within func(place int64) bool) Scope {
	return Scope{
		Has: func(c forum.Contact) bool {
			return c.PlaceA != 0 && within(c.PlaceA) || c.PlaceB != 0 && within(c.PlaceB)
		},
		Meetings: func(id string) bool { return id != "" },
		Project: func(p project.Project) bool {
			for _, q := range p.Partners {
				if q.Place != 0 && !q.Declined && within(q.Place) {
					return true
				}
			}
			return false
		},
	}
}
