// Package relay carries letters between two towns, so that neither side learns an address.
//
// A town's officer answers a request, follows up a contact from a conference, or writes to
// a town straight away: that begins a [Conversation]. It belongs to the two places and to the
// request; there is one for each pair and request, and all officers of a town share it. An
// address of the other side stands in no page and no mail: mails tell of new messages, and
// answers are written on the site.
//
// Each side writes and reads in its own language. A [Message] holds sentences of the phrase
// book by their codes (package phrase), which each side reads exactly, and the writer's own
// words, which a translation server may translate afterwards ([Translator]). The original is
// there at once and stays; a translation is marked as a machine's, and no failure of the
// server holds a message up.
//
// # Data model
//
// relay_conversation is the thread and its state; relay_message its entries by number, which
// are messages and [Event]s; relay_translation the words in other languages; relay_side how
// far a side has read and was told; relay_block which town takes no messages from which;
// relay_report what was reported to the site's organiser, with the quotations that the
// reporter chose: the organiser reads no more than those. What people write is sealed at rest.
//
// Where a request speaks for several towns, one of them is the side that writes, and officers of
// the others read along ([Store.Beside]). A conversation in which nobody writes for [Quiet] is
// announced to both sides and then closed (silent.go); what is closed goes after some years.
//
//	id, err := store.Begin(ctx, who, from, to, request, relay.Message{Language: "lt", Text: "…"})
//	_, err = store.Write(ctx, who, id, side, seen, relay.Message{Language: "pl", Phrases: said})
//
// Who writes says up to which entry she has seen: where a colleague wrote meanwhile, it is
// errs.Conflict, nothing is sent, and she reads first what came.
package relay

import (
	"context"
	"slices"
	"time"

	"twintown/internal/document"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/secret"
	"twintown/internal/seek/phrase"
)

// State is how a conversation stands.
type State string

// The states. Whether a side is blocked is not one of them: see [Conversation.Mute].
const (
	Open   State = "open"
	Closed State = "closed" // by a side; either side can open it again
	Shut   State = "shut"   // by the site's organiser, who alone can open it again
)

// Event is what an entry is that is no message.
type Event string

// The events, each with the message "relay.event.<event>".
const (
	WasClosed    Event = "closed"
	WasOpened    Event = "opened"
	WasBlocked   Event = "blocked" // seen by the side that did it
	WasUnblocked Event = "unblocked"
	WasReported  Event = "reported"  // seen by the side that did it
	WasTakenBack Event = "withdrawn" // a report, by its side
	WasWarned    Event = "warned"    // seen by the side that was
	WasDecided   Event = "decided"   // seen by the side that reported
	WasShut      Event = "shut"
	WasSilent    Event = "silent" // closed by itself, since nobody wrote
)

// Conversation is a thread of two towns.
type Conversation struct {
	ID        string
	From, To  int64 // From wrote first
	Request   string
	Contact   string
	State     State
	EndedBy   int64 // the side that closed it
	Ended     time.Time
	Reason    string // why, in the words of who did it
	Last      int64  // number of the newest entry
	Made      time.Time
	Changed   time.Time
	Warned    time.Time // when both were told that it will be closed, since nobody writes
	BlockedBy []int64   // of its two towns
}

// Kind is what a conversation is called in the record of changes and in permissions.
const Kind = document.ApartKind

// Object is what permission to the conversation depends on. The areas of its places are for
// the caller to add, where somebody's role needs them.
func (c Conversation) Object() people.Object {
	return people.Object{Kind: Kind, ID: c.ID, Places: c.Sides()}
}

// Sides are its two places.
func (c Conversation) Sides() []int64 { return []int64{c.From, c.To} }

// Other is the other side, seen from one.
func (c Conversation) Other(side int64) int64 {
	if side == c.From {
		return c.To
	}
	return c.From
}

// SideOf is the place for which somebody speaks in it, 0 for none: who is an officer of both
// speaks for the one that began.
func (c Conversation) SideOf(who people.Actor) int64 {
	of := who.PlacesOf(people.Officer)
	for _, side := range c.Sides() {
		if slices.Contains(of, side) {
			return side
		}
	}
	return 0
}

// Mute says why a side cannot write now; ok is false where it can.
func (c Conversation) Mute(side int64) (why lang.Message, ok bool) {
	switch {
	case c.State == Shut:
		return lang.Msg("relay.mute.shut"), true
	case slices.Contains(c.BlockedBy, c.Other(side)):
		return lang.Msg("relay.mute.blocked"), true
	case slices.Contains(c.BlockedBy, side):
		return lang.Msg("relay.mute.own_block"), true
	case c.State == Closed:
		return lang.Msg("relay.mute.closed"), true
	}
	return lang.Message{}, false
}

// Message is an entry of a conversation.
type Message struct {
	ID           string
	Conversation string
	Number       int64
	Side         int64 // the place whose officer wrote; 0: the site's organiser
	Author       string
	Named        bool   // the author's name may be shown to the other side
	Language     string // of Text
	Phrases      []phrase.Said
	Text         string // the writer's own words; "" where the phrase book says it all
	Files        []string
	Intakes      []string // files on their way in; only of a message that is being sent
	Event        Event    // "": a message
	For          int64    // the one side that sees it; 0: both
	At           time.Time
	Translations map[string]Translation // by language
}

// TranslationState is how far a translation is.
type TranslationState string

// The states of a translation.
const (
	Waiting TranslationState = "waiting"
	Done    TranslationState = "done"
	Failed  TranslationState = "failed" // and is not tried again by itself
)

// Translation is a message's own words in another language.
type Translation struct {
	State  TranslationState
	Text   string
	Engine string // the machine that made it
	Reason string // message that says what the last try met; "": nothing
	At     time.Time
}

// Start says between whom a conversation begins, and about what.
type Start struct {
	From, To int64
	Request  string // "": none
	Contact  string // of a conference; "": none
}

// Translator translates words. translate.Server is one. Its errors of kind Invalid are for
// good, all others pass.
type Translator interface {
	Translate(ctx context.Context, text, from, to string) (string, error)
	Engine() string
}

// News is what an officer is told by mail.
type News struct {
	Conversation Conversation
	To           people.Account
	Side         int64 // hers
	Messages     []Message
	Stop         string // secret by which she ends such mails
}

// Options are the collaborators of a store.
type Options struct {
	DB         *db.DB
	Log        *people.Log
	Key        secret.Key // seals what people write
	Clock      clock.Clock
	People     *people.Store
	Documents  *document.Store // nil: no files are taken
	Queue      *jobs.Queue     // nil: nobody is told, nothing translated
	Translator Translator      // nil: there is the phrase book alone
	// Tell mails an officer inside the transaction that notes that she was told.
	Tell func(ctx context.Context, tx *db.Tx, n News) error
	// Together are the towns for which a request speaks; nil: each speaks for one alone.
	Together func(ctx context.Context, q db.Querier, request string) ([]int64, error)
	// Silent mails an officer that a conversation in which nobody writes will be closed on a day;
	// nil: none is closed by itself.
	Silent func(ctx context.Context, tx *db.Tx, c Conversation, side int64, to people.Account, on lang.Date) error
	// Alert mails an organiser of the site that a report waits; nil: they find it at the desk.
	Alert func(ctx context.Context, tx *db.Tx, report string, to people.Account) error
}

// Store keeps conversations. It is safe for concurrent use.
type Store struct{ Options }

// NewStore returns a store with its collaborators.
func NewStore(opt Options) *Store { return &Store{opt} }

// Translates says whether own words can be translated here.
func (s *Store) Translates() bool { return s.Translator != nil && s.Queue != nil }
