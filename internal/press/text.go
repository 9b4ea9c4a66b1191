package press

import (
	"encoding/json"
	"time"
)

// Origin says where the words of a text come from.
type Origin string

// The origins.
const (
	Written Origin = "written"
	Person  Origin = "person"  // translated by a person
	Machine Origin = "machine" // translated by a machine, and read by nobody yet
)

// Origins are all origins.
func Origins() []Origin { return []Origin{Written, Person, Machine} }

// Content is what a revision of a text keeps.
type Content struct {
	Title   string  `json:"title"`
	Lead    string  `json:"lead,omitempty"`
	Body    string  `json:"body,omitempty"` // Markdown; of a good practice: what was done
	Slug    string  `json:"slug,omitempty"`
	Details Details `json:"details,omitzero"`
	Origin  Origin  `json:"origin"`
	Of      string  `json:"of,omitempty"`       // the language that it was translated from
	OfWords int64   `json:"of_words,omitempty"` // the version of that language's words
}

// Details are the further parts of a good practice, in Markdown, but for Contact: the
// office that answers questions, by its name, never a person's.
type Details struct {
	Partners string `json:"partners,omitempty"` // with whom, and who did which part
	Cost     string `json:"cost,omitempty"`     // what it cost and who paid
	Result   string `json:"result,omitempty"`
	Contact  string `json:"contact,omitempty"`
	Mail     string `json:"mail,omitempty"` // of that office
}

// words are the parts of a content by which translations are measured.
func (c Content) words() [8]string {
	return [8]string{c.Title, c.Lead, c.Body, c.Details.Partners, c.Details.Cost, c.Details.Result, c.Details.Contact, c.Details.Mail}
}

// Translation says whether the text was made from one in another language.
func (c Content) Translation() bool { return c.Origin != Written && c.Of != "" }

func (c Content) text() string { return jsonText(c) }

func readContent(text string) (c Content, err error) { return c, json.Unmarshal([]byte(text), &c) }

// Text is an item in one language, as it is being worked on.
type Text struct {
	Language string
	Content
	Version  int64 // at which it was last changed
	Words    int64 // at which its words were: see [Content.OfWords]
	Edited   time.Time
	EditedBy string // account

	Public int64     // the revision that is public by a person's word; 0: none
	Since  time.Time // when it first became public
	Next   int64     // the revision that is public from NextAt on
	NextAt time.Time
}

// State is how a text stands to the public.
type State string

// The states.
const (
	Draft     State = "draft"     // nobody sees it
	Scheduled State = "scheduled" // it will be seen
	Live      State = "public"    // it is seen as it is
	Changed   State = "changed"   // an earlier state of it is seen
)

// Shown is the version that the public sees at a moment; 0 for none.
func (t Text) Shown(now time.Time) int64 {
	if t.Next != 0 && !t.NextAt.After(now) {
		return t.Next
	}
	return t.Public
}

// PublicSince is when the text became public, as of a moment; zero where it is not.
func (t Text) PublicSince(now time.Time) time.Time {
	switch {
	case t.Shown(now) == 0:
		return time.Time{}
	case t.Since.IsZero():
		return t.NextAt
	}
	return t.Since
}

// State is how the text stands at a moment.
func (t Text) State(now time.Time) State {
	shown := t.Shown(now)
	switch {
	case t.Next != 0 && t.NextAt.After(now):
		return Scheduled
	case shown == 0:
		return Draft
	case shown < t.Version:
		return Changed
	}
	return Live
}

// Stale says whether the words that the text was translated from have changed since. The
// words of a language that is not there any more cannot have.
func (i Item) Stale(t Text) bool {
	if !t.Translation() {
		return false
	}
	origin, ok := i.Text(t.Of)
	return ok && origin.Words > t.OfWords
}

func jsonText(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // texts and numbers cannot fail
	}
	return string(b)
}

func moment(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}
