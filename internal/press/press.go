// Package press publishes: articles, pages, good practices, galleries and the texts of
// meetings, in as many languages as their authors can write.
//
// An [Item] is one thing, whatever the language: its kind, tags, areas of cooperation, and
// what it is about (towns, partnerships, meetings). A [Text] is the item in one language:
// title, lead, body in Markdown, the address by which readers find it, and where the words
// come from. A language in which nobody wrote it does not exist: it is neither offered nor
// filled from another one.
//
// # Draft, public, scheduled
//
// Each save of a text, or of the item's own fields, makes a revision; what the public sees
// is one of these revisions, and so does not change while somebody works on the next. A
// text can have one more that becomes public at a moment to come. Which one is shown is
// computed from the clock when it is asked for: nothing has to happen at that moment for it
// to be right. Who publishes a text publishes the own fields with it, as they are then;
// they are the same in each language.
//
//	id, err := store.Create(ctx, actor, press.New{Kind: press.Article, Language: "pl", Content: c})
//	err = store.Publish(ctx, actor, id, "pl", time.Time{})        // now
//	err = store.Publish(ctx, actor, id, "pl", monday)             // then
//	err = store.PublishChanges(ctx, actor, id, version, …)        // all that was changed since
//	err = store.Revert(ctx, actor, id, version)                   // or nothing of it
//	shown, err := store.Shown(ctx, "pl", "news-of-monday")        // for a page
//
// # Translations
//
// A translation names the language that it was made from and the version of its words. When
// those words change, it is stale until somebody says that it fits again ([Text.Stale]).
// [Align] puts two texts beside one another paragraph by paragraph.
//
// # Addresses
//
// A slug belongs to one item in one language for ever; an item collects them, and the old
// ones lead to the present one. One that another item of that language has or had is refused.
//
// Each change carries the version that the person saw and is refused where somebody else
// changed the same text meanwhile; [Store.Since] tells what that was. The caller has asked
// the permission table.
package press

import (
	"encoding/json"
	"slices"
	"time"

	"twintown/internal/people"
)

// Kind is the sort of an item.
type Kind string

// The kinds.
const (
	Article  Kind = "article"
	Page     Kind = "page" // stands apart from time: about us, how to apply
	Practice Kind = "practice"
	Gallery  Kind = "gallery"
	Meeting  Kind = "meeting" // its texts; what else is known of it, package meeting keeps
)

// Kinds are all kinds.
func Kinds() []Kind { return []Kind{Article, Practice, Page, Gallery, Meeting} }

// Section returns the part of the site's address below which items of the kind stand.
func (k Kind) Section() string {
	switch k {
	case Article:
		return "news"
	case Practice:
		return "practices"
	case Gallery:
		return "galleries"
	case Meeting:
		return "meetings"
	}
	return "pages"
}

// Known says whether the kind is one of [Kinds].
func (k Kind) Known() bool { return slices.Contains(Kinds(), k) }

// Link is something that an item is about or belongs to.
type Link struct {
	Kind   string // "place", "partnership", "meeting", "press", "project"
	Target string // its number or identifier
	Role   string // With, or ""
}

// The kinds of links and the role of a good practice's other side.
const (
	OfPlace       = "place"
	OfPartnership = "partnership"
	OfMeeting     = "meeting"
	OfPress       = "press"
	OfProject     = "project" // that it belongs to: what must be said for the project's money is said on its page
	With          = "with"
)

// Facts are what a good practice says without words: it is the same in each language.
type Facts struct {
	From     int    `json:"from,omitempty"` // year; 0: not said
	To       int    `json:"to,omitempty"`   // year; 0: it goes on, or is not said
	Cost     int64  `json:"cost,omitempty"` // whole units of Currency; 0: not said
	Currency string `json:"currency,omitempty"`
	Download bool   `json:"download,omitempty"` // of a gallery: all pictures may be taken at once
}

// Own are an item's own fields, beside its texts: one document, of which each state is a
// revision.
type Own struct {
	Tags   []string `json:"tags,omitempty"`
	Topics []string `json:"topics,omitempty"`
	Links  []Link   `json:"links,omitempty"`
	Facts  Facts    `json:"facts"`
	Cover  string   `json:"cover,omitempty"` // document

	// More is what another room keeps of the item, as JSON that it wrote itself: a meeting's
	// facts. Here it is kept and published, and not read.
	More json.RawMessage `json:"more,omitempty"`
}

// Item is one thing that is published.
type Item struct {
	ID           string
	Kind         Kind
	Organisation string // "": the site's own
	Own
	Version    int64  // of the item with all its texts
	OwnVersion int64  // the state of the own fields that is worked on
	Turns      []Turn // when which of their states is shown
	Created    time.Time
	CreatedBy  string    // account
	Gone       time.Time // thrown away; zero: it is there
	Texts      []Text    // in the order in which they were begun
}

// Object returns what permission to the item depends on.
func (i Item) Object() people.Object {
	on := people.Object{Kind: kindName, ID: i.ID, Organisation: i.Organisation}
	if i.Kind == Meeting {
		on.Meeting = i.ID // the roles of who organises this one meeting
	}
	return on
}

// kindName is what items are called in the audit chain and in the feed of changes.
const kindName = "press"

// Feed is the kind by which nodes hear that an item changed (db.Tx.TouchOne).
const Feed = kindName

// Text returns the item's text in a language; false where there is none.
func (i Item) Text(language string) (Text, bool) {
	at := slices.IndexFunc(i.Texts, func(t Text) bool { return t.Language == language })
	if at < 0 {
		return Text{}, false
	}
	return i.Texts[at], true
}

// TitleIn returns the item's title in the first of the languages that has one, else in any.
func (i Item) TitleIn(languages ...string) (title, language string) {
	for _, l := range languages {
		if t, ok := i.Text(l); ok && t.Title != "" {
			return t.Title, l
		}
	}
	for _, t := range i.Texts {
		if t.Title != "" {
			return t.Title, t.Language
		}
	}
	return "", ""
}

// Targets are the identifiers to which the item has links of a kind, in order.
func (o Own) Targets(kind string) (all []string) {
	for _, l := range o.Links {
		if l.Kind == kind {
			all = append(all, l.Target)
		}
	}
	return all
}
