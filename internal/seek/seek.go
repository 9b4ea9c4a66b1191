// Package seek keeps the requests of towns that seek a partner town.
//
// A [Request] says what a town, or several small ones together, is, seeks and offers, in as
// many languages as it can write, with the wishes by which places are ranked for it: topics,
// countries, size, distance, languages, similar or complementary. It never stands there for
// ever: a request is published with a day until which it is answered and a day on which it
// ends, and whoever renews it says that it is still meant.
//
// # Data model
//
// seek_request holds one row for each request, its wishes and texts as one JSON document;
// seek_request_place its towns, the leading one first. A request is a draft, is looked at by
// the organiser (reviewed), published by its town, may be paused, and ends as matched, closed
// with a reason, or expired, which is no stored state but what a day says: see [Request.At].
// The moves between them are methods of Request in state.go. Every change is told to the
// record of changes, field by field, and moves the version: who saves over another's change
// is told so.
//
//	id, err := store.Create(ctx, who, seek.Request{Places: []int64{754454}, …})
//	err = store.Change(ctx, who, people.WriteRequest, id, version, func(r *seek.Request) error {
//		return r.Publish(today)
//	})
//
// The caller has asked the permission table; nothing here knows HTTP. What follows a request
// lives below: package fit ranks, follow tells of new ones, relay carries the letters, and
// procedure walks with both towns to an agreement.
package seek

import (
	"time"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
)

// State is how far a request is.
type State string

// The states. Expired is never stored.
const (
	Draft     State = "draft"
	Reviewed  State = "reviewed"  // the organiser has looked at it; its town may publish it
	Published State = "published" //
	Paused    State = "paused"    // answers are taken no more for a while
	Matched   State = "matched"   // a partner was found
	Closed    State = "closed"    // with a reason
	Expired   State = "expired"   // published or paused, and its last day is over
)

// States are all states, in the order of a request's life.
func States() []State {
	return []State{Draft, Reviewed, Published, Paused, Matched, Closed, Expired}
}

// Reason is why a request was closed.
type Reason string

// The reasons.
const (
	FoundElsewhere Reason = "elsewhere" // a partner was found without this request
	NoAnswer       Reason = "no_answer" // nobody suitable answered
	PlansChanged   Reason = "plans"     // the town seeks no more
	NoMoney        Reason = "money"     // the project will not be paid for
	Mistaken       Reason = "mistaken"  // it was made by mistake
	AgainstRules   Reason = "rules"     // the organiser closed it
	OtherReason    Reason = "other"     //
)

// Reasons are all reasons.
func Reasons() []Reason {
	return []Reason{FoundElsewhere, NoAnswer, PlansChanged, NoMoney, Mistaken, AgainstRules, OtherReason}
}

// Wish is what a town would like its partner to be.
type Wish string

// The wishes.
const (
	AnyKind       Wish = ""
	Similar       Wish = "similar"       // in size, situation, work
	Complementary Wish = "complementary" // what one lacks the other has: a coast and a mountain
)

// Wishes are all wishes.
func Wishes() []Wish { return []Wish{AnyKind, Similar, Complementary} }

// Horizon is for how long a link is meant.
type Horizon string

// The horizons.
const (
	AnyHorizon Horizon = ""
	OneProject Horizon = "project"
	SomeYears  Horizon = "years"
	Lasting    Horizon = "lasting"
)

// Horizons are all horizons.
func Horizons() []Horizon { return []Horizon{AnyHorizon, OneProject, SomeYears, Lasting} }

// Details are what the row's document holds beside the texts.
type Details struct {
	Topics    []string         `json:"topics,omitempty"`    // codes of package topic
	Kind      partnership.Kind `json:"kind,omitempty"`      // of link; "": open
	Countries []string         `json:"countries,omitempty"` // wanted, ISO 3166-1; none: any
	MinPeople int64            `json:"min_people,omitempty"`
	MaxPeople int64            `json:"max_people,omitempty"` // 0: no limit
	MaxKm     int              `json:"max_km,omitempty"`     // from the leading town, as the crow flies; 0: any
	Languages []string         `json:"languages,omitempty"`  // in which the town can write and speak
	Wish      Wish             `json:"wish,omitempty"`
	Horizon   Horizon          `json:"horizon,omitempty"`
	Call      string           `json:"call,omitempty"`      // the call for which the partner is sought, by its name
	CallLink  string           `json:"call_link,omitempty"` // where the call is published
	Contact   string           `json:"contact,omitempty"`   // identifier of the conference's contact that it grew from
	Partner   int64            `json:"partner,omitempty"`   // with whom it was matched; 0: not told
}

// Origin is where a text comes from.
type Origin = lang.Origin

// The origins.
const (
	Written    = lang.Written
	Translated = lang.Translated // by a person
	Machine    = lang.Machine
)

// Text is what a request says in one language.
type Text struct {
	Title  string `json:"title"`
	About  string `json:"about,omitempty"` // what the town is
	Seeks  string `json:"seeks,omitempty"`
	Offers string `json:"offers,omitempty"`
	lang.Provenance
}

// Request is a town's request for a partner.
type Request struct {
	ID, Handle string
	Version    int64
	State      State
	Asked      time.Time // when a review was asked for; zero: it was not
	Places     []int64   // for which it speaks; the first leads
	Owner      string    // account to which answers go
	ReplyBy    string    // the last day to answer, "2026-12-31"
	Expires    string    // the last day on which it is shown
	Reason     Reason
	Details
	Texts     map[string]Text
	Created   time.Time
	Changed   time.Time
	Published time.Time // when readers saw it first; zero: not yet
	Edited    time.Time // when its words were changed last after a review; zero: never
	Looked    time.Time // when somebody who reviews looked at it last; zero: never
}

// Lead is the town that leads, 0 where none was said.
func (r Request) Lead() int64 {
	if len(r.Places) == 0 {
		return 0
	}
	return r.Places[0]
}

// ExampleOwner owns the requests of a demonstration, which nobody answers.
const ExampleOwner = "demo"

// Object is the request for the permission table. The areas of its places are for the
// caller to add.
func (r Request) Object() people.Object {
	return people.Object{Kind: kind, ID: r.ID, Places: r.Places}
}

// In returns the text in a language, else the one that was written first among order, and
// the language that it is in; ok is false where there is none at all.
func (r Request) In(language string, order []string) (_ Text, lang string, ok bool) {
	if t, ok := r.Texts[language]; ok && t.Title != "" {
		return t, language, true
	}
	for _, origin := range []Origin{Written, Translated, Machine} {
		for _, code := range order {
			if t, ok := r.Texts[code]; ok && t.Origin == origin && t.Title != "" {
				return t, code, true
			}
		}
	}
	return Text{}, "", false
}

// Unlooked says whether readers may read words that nobody who reviews has looked at yet: they
// are shown at once, and can be closed.
func (r Request) Unlooked() bool {
	return r.Edited.After(r.Looked) && (r.State == Reviewed || r.State == Published || r.State == Paused)
}

// Behind says that a translation is of an older text than the one that is there now.
func (r Request) Behind(language string) bool {
	t := r.Texts[language]
	return t.Source != "" && r.Texts[t.Source].Version > t.OfVersion
}
