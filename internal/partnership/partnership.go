// Package partnership tells the history of the links between towns and what
// their status is on any day.
//
// The idea: a status is never typed in. What people did is: they met, signed a
// letter of intent, passed a resolution, signed, suspended, gave notice, let a
// term run out. A [Partnership] is its parties and the dated [Act]s between
// them, and [StatusOf] computes from the acts up to a day, known up to a moment,
// how each side stands, how the link stands as a whole, and the sentence that
// says so. Expired is not terminated, suspended is not dormant, and when the
// sides disagree the page shows it: the link stands as the side that is furthest
// from being in force.
//
// # Data model
//
// Parties are places (two or more) with a role. An act has a type, the sides
// that took it (none named: all), a [Date] with its precision and, where it was
// inferred, by whom and why; a period in force, a term of notice, a condition, a
// ground, a vote, documents and sources. Acts and claims carry when they became
// known and until when they were held, so that a statistic can be asked for "as
// of D" and "as known at K".
//
// What counts when a date is imprecise is defined at [Date] and [Order]; why, in
// the decision records about statuses, listed pairs and imprecise dates.
//
// # Typical calls
//
//	s := partnership.StatusOf(p, lang.Date{Year: 2022, Month: 3, Day: 4}, time.Time{})
//	s.Code      // terminated
//	s.Sentence  // "Terminated on 3 March 2022 by unanimous vote …" in any language
//	partnership.HistoryOf(p, today, time.Time{})       // for the partnership's page
//	partnership.TimelineOf(town, ps, today, …)         // the braid of a town's strands
//	partnership.GrowthOf(ps, inRegion, …)              // begun, ended, in force by year
//	partnership.HealthOf(p, today, …)                  // end of term, last notice day, …
//
// All of these are pure functions. [Store] keeps the rows; [Graph] holds every
// link in memory for ranking and for pages. People change partnerships through an
// [Editor], which keeps every state that there was ([Revision]) and refuses what breaks
// a rule with a sentence about the field.
package partnership

import (
	"slices"
	"time"

	"twintown/internal/source"
)

// Kind is the legal kind of a partnership. It is a code, not a translation: the
// term of the signed act stands beside it.
type Kind string

// The kinds.
const (
	KindPartnership Kind = "partnership" // formal, without limit of time and subject
	KindFriendship  Kind = "friendship"  // an agreement limited in time or to certain projects
	KindProject     Kind = "project"     // an undertaking limited in time and subject
	KindHonorary    Kind = "honorary"    // an honorary twin town
	KindContact     Kind = "contact"     // no formal basis
	KindNetwork     Kind = "network"     // several parties under one charter
	KindUnstated    Kind = "unstated"    // the source does not say
)

// Kinds are all kinds, the strongest first.
func Kinds() []Kind {
	return []Kind{
		KindPartnership, KindFriendship, KindProject, KindHonorary,
		KindContact, KindNetwork, KindUnstated,
	}
}

// Partnership is a link between two or more parties, told by its acts.
type Partnership struct {
	ID           string            `json:"id,omitempty"`            // UUID; for a bare pair PairID
	Kind         Kind              `json:"kind"`                    //
	OriginalTerm string            `json:"original_term,omitempty"` // the kind's name in the signed act
	Parties      []Party           `json:"parties"`                 //
	Topics       []string          `json:"topics,omitempty"`        // codes of areas of cooperation
	Story        map[string]string `json:"story,omitempty"`         // by language, for the public
	Supersedes   string            `json:"supersedes,omitempty"`    // the partnership that this one replaces
	Acts         []Act             `json:"acts"`                    // in the order in which the recorder tells them
	Claims       []source.Claim    `json:"claims,omitempty"`        // what sources say about single fields
	Listing      Listing           `json:"listing,omitzero"`        // what lists without dates say about the pair
	Origin       string            `json:"origin,omitempty"`        // "starter", an import's name; empty: a person
	Edited       time.Time         `json:"edited,omitzero"`         // when a person last changed it; zero: never
	Withdrawn    time.Time         `json:"withdrawn,omitzero"`      // when a person withdrew the row, a mistake of an import; zero: it is listed
	Version      int64             `json:"version,omitzero"`        // moves with each change by a person; 0: none yet
}

// Party is one side of a partnership.
type Party struct {
	Place int64  `json:"place"`          // the place's public number
	Role  string `json:"role,omitempty"` // "signatory" (also when empty), "supporter", "coordinator"
	Name  string `json:"name,omitempty"` // the party's name in the act, where it differs from the place's
	Since Date   `json:"since,omitzero"` // when the party came to exist or joined; zero: from the beginning
	Until Date   `json:"until,omitzero"` // when it left or was merged; zero: still there
	Heir  int64  `json:"heir,omitempty"` // the place that inherited the partnership; 0: none
}

// Listing is what lists that give no dates say about a pair: that the list of
// that year had it. The zero Listing is none.
type Listing struct {
	Year       int               `json:"first_listed,omitempty"` // of the oldest list that has the pair
	Lists      int               `json:"listings,omitempty"`     // how many lists have it
	Confidence source.Confidence `json:"confidence,omitempty"`   //
	Source     string            `json:"source,omitempty"`       // a Source's code
	KnownSince time.Time         `json:"known_since,omitzero"`   //
}

// IsZero says whether no list has the pair.
func (l Listing) IsZero() bool { return l.Year == 0 }

func (l Listing) heldAt(moment time.Time) bool {
	return moment.IsZero() || !l.KnownSince.After(moment)
}

// Sides are the places of the parties, in their order, each once.
func (p Partnership) Sides() []int64 {
	sides := make([]int64, 0, len(p.Parties))
	for _, party := range p.Parties {
		if !slices.Contains(sides, party.Place) {
			sides = append(sides, party.Place)
		}
	}
	return sides
}

// Present are the sides as they are today: the heir in the place of a unit that was
// merged, each once.
func (p Partnership) Present() []int64 {
	sides := make([]int64, 0, len(p.Parties))
	for _, party := range p.Parties {
		place := party.Place
		if party.Heir != 0 {
			place = party.Heir
		}
		if !slices.Contains(sides, place) {
			sides = append(sides, place)
		}
	}
	return sides
}

// Has says whether a place is one of the sides, or has inherited one.
func (p Partnership) Has(place int64) bool {
	return slices.ContainsFunc(p.Parties, func(q Party) bool { return q.Place == place || q.Heir == place })
}

// Others are the sides beside the place, as they are today.
func (p Partnership) Others(place int64) []int64 {
	var others []int64
	for _, q := range p.Parties {
		now := q.Place
		if q.Heir != 0 {
			now = q.Heir
		}
		if q.Place != place && q.Heir != place && !slices.Contains(others, now) {
			others = append(others, now)
		}
	}
	return others
}
