// Package forum keeps the partner-search forums of meetings: delegations say with whom they
// want to talk, a plan puts the talks into slots and onto tables, and after each talk both
// sides say whether they want to go on.
//
// # The model
//
// A [Forum] belongs to a meeting. Its [Setup] says at which hours of which day talks take
// place, how long one is, and where the tables stand. It takes wishes, then it is planned,
// then the plan is released:
//
//	wishes ──Plan──▶ planned ──Release──▶ released
//	                   │  ▲                  │  ▲
//	                   └──┘ Plan, Move…      └──┘ Move, Leave, Release…
//
// Who takes part is for others to say: each call is given the [Side]s. A side ranks its
// wishes and names those with whom it wants no talk. What a talk is worth ([Judge]) comes
// from both sides' wishes first and then from what the ranking of places says, which is
// given as a [Fits]. Package planner makes the plan. What a person sets, moves or cancels by
// hand stays over the next plan.
//
// A plan is a draft until it is released. Each talk keeps what both sides were told
// ([Told]), with the number of times that it changed, so that calendars follow; a release
// tells those alone for whom something changed.
//
// Where a slot is free after the release, a side asks another one for a talk ([Store.Ask]),
// and who is asked accepts or declines: what is accepted is set by hand and told at once.
//
// After a talk each side says one of three words ([Want]) and keeps a note to itself. Where
// both want more than nothing there is a [Contact]. It names towns and organisations and no
// person, and stays when everything else about a meeting's guests is forgotten.
//
//	f, err := store.Forum(ctx, meeting)
//	err = store.Wish(ctx, who, meeting, side, wishes, sides)
//	out, err := store.Plan(ctx, who, meeting, f.Version, sides, fits)
//	told, err := store.Release(ctx, who, meeting, f.Version, sides, tell)
//
// # What nobody is told
//
// A side is never told who excluded it: a talk that is cancelled for that reason is
// cancelled like any other. Reasons and notes are sealed at rest.
package forum

import (
	"cmp"
	"context"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/secret"
)

// State is how far a forum has come.
type State string

// The states.
const (
	Wishes   State = "wishes" // delegations say with whom they want to talk
	Planned  State = "planned"
	Released State = "released"
)

// Side is a delegation as the forum sees it.
type Side struct {
	ID      string
	Place   int64  // 0: an organisation, or somebody who comes alone
	Name    string // of an organisation; of a place only where nothing better is known
	Private bool   // it is a person: the name is not kept after the meeting
}

// Pair is two sides, the smaller identifier first.
type Pair struct{ A, B string }

// PairOf puts two sides in order.
func PairOf(x, y string) Pair { return Pair{min(x, y), max(x, y)} }

// Other is the other side of a pair.
func (p Pair) Other(side string) string {
	if p.A == side {
		return p.B
	}
	return p.A
}

// Has says whether a side is one of the two.
func (p Pair) Has(side string) bool { return p.A == side || p.B == side }

// compare puts pairs in order.
func (p Pair) compare(q Pair) int { return cmp.Or(cmp.Compare(p.A, q.A), cmp.Compare(p.B, q.B)) }

// Forum is a meeting's forum.
type Forum struct {
	Meeting  string
	State    State
	Setup    Setup
	Version  int64 // of set-up and plan
	Edition  int   // how many times it was released
	Sum      int   // of interest, as the plan was made
	Most     int   // what no plan could pass; 0: something was changed by hand since
	Planned  time.Time
	Released time.Time
	asked    int64
}

// Talk is what is planned for a pair.
type Talk struct {
	Pair
	Slot     int    // 0: none
	Table    string // its name
	Hand     bool   // a person said so
	Worth    int
	Told     Told // what both were told; zero: nothing yet
	Sequence int
	Changed  time.Time
}

// Told is a talk as both sides know it.
type Told struct {
	Slot  int       `json:"slot,omitempty"` // 0: it does not take place
	Table string    `json:"table,omitempty"`
	Begin time.Time `json:"begin,omitzero"` // stays when the talk is cancelled
	End   time.Time `json:"end,omitzero"`
}

// Known says whether both were ever told of the talk.
func (t Told) Known() bool { return !t.Begin.IsZero() }

// same says whether two sides who know t need not be told now.
func (t Told) same(now Told) bool {
	if t.Slot == 0 && now.Slot == 0 {
		return true
	}
	return t.Slot != 0 && now.Slot != 0 && t.Table == now.Table && t.Begin.Equal(now.Begin) && t.End.Equal(now.End)
}

// Store keeps forums. It is safe for concurrent use.
type Store struct {
	db       *db.DB
	log      *people.Log
	key      secret.Key
	meetings *meeting.Store
}

// NewStore returns the forums of a database. Changes are told in log, what is nobody else's
// business is sealed with key, and meetings say on which days they are.
func NewStore(d *db.DB, log *people.Log, key secret.Key, meetings *meeting.Store) *Store {
	return &Store{db: d, log: log, key: key, meetings: meetings}
}

// RecordKind is what forums are called in the record of changes.
const RecordKind = "forum"

// change runs fn in one change, of which the record says what was done to the forum: never
// who wishes for whom.
func (s *Store) change(ctx context.Context, who people.Actor, id string, field, value string, fn func(tx *db.Tx) error) error {
	return s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		note(people.Entry{Action: actionOf(who), Kind: RecordKind, ID: id, Fields: []people.FieldChange{{Name: field, New: value}}})
		return fn(tx)
	})
}

// actionOf is the row of the permission table by which somebody changes a forum: a
// delegation has no account.
func actionOf(who people.Actor) people.Action {
	if who.SignedIn() {
		return people.MeetingGuests
	}
	return people.GuestOwn
}
