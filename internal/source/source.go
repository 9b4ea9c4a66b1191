// Package source says where a fact comes from, and keeps contradictions.
//
// A town's web page says that a partnership began in 1960, a newspaper says 2018.
// Twintown does not choose in silence: each statement is a Claim about one field
// of one subject, made by one Source, and all claims stay. They are ranked, the
// best is shown, and the page says why that one and which others there are.
//
// # Data model
//
// A [Source] is a page, a document, a list or a dataset: code, title, publisher,
// address, day of publication and of reading, licence. Its Code is its identity;
// acts and claims name sources by code. Every fact that a page shows has at
// least one.
//
// A [Claim] has a subject ("partnership:<id>"), a field ("start"), a value, and a
// source; who asserted it, how sure the recorder was, and which sides confirmed
// it. A claim carries when it became known and, when it was withdrawn, until when
// it was held: the page can be asked what was known at an earlier moment.
//
// # Order
//
// Preferred claims stand before normal ones and normal ones before deprecated
// ones; then those that more sides confirmed, then the surer, then the more
// precise, then the later known. [Shown] returns the first with its ground.
//
//	for _, f := range source.Contradictions(p.Claims, time.Time{}) {
//		fmt.Println(f.Field, len(f.Values)) // start 2
//	}
//
// A date that is only less precise than another ("2018" beside "2018-03-16")
// contradicts nothing. The functions are pure; [Store] keeps the rows.
package source

import (
	"time"

	"twintown/internal/platform/lang"
)

// Source is where a statement comes from.
type Source struct {
	Code      string    `json:"code"`                // its identity: "S7", "wikidata-2022"
	Title     string    `json:"title"`               // as printed there
	Publisher string    `json:"publisher,omitempty"` // who answers for it
	URL       string    `json:"url,omitempty"`       //
	Language  string    `json:"language,omitempty"`  // BCP 47, the language it is written in
	Licence   string    `json:"licence,omitempty"`   // SPDX expression where there is one
	Note      string    `json:"note,omitempty"`      // what a reader should know about it
	Published lang.Date `json:"published,omitzero"`  // zero: undated
	Retrieved lang.Date `json:"retrieved,omitzero"`  // the day when somebody read it
}

// Rank is how a claim stands among others about the same field.
type Rank string

// The ranks, best first. The zero Rank counts as normal.
const (
	Preferred  Rank = "preferred"  // somebody compared the claims and chose this one
	Normal     Rank = "normal"     //
	Deprecated Rank = "deprecated" // known to be wrong; kept so that nobody brings it back
)

// Confidence is how sure the recorder was of the claim.
type Confidence string

// The confidences, best first. The zero Confidence counts as medium.
const (
	High   Confidence = "high"
	Medium Confidence = "medium"
	Low    Confidence = "low"
)

// Claim is one statement about one field of one subject, by one source.
type Claim struct {
	ID          string     `json:"id,omitempty"`           // UUID
	Subject     string     `json:"subject,omitempty"`      // "partnership:<id>"; empty inside a partnership
	Field       string     `json:"field"`                  // "start", "kind", "status"
	Value       string     `json:"value"`                  // a date as EDTF, a code, a text
	Source      string     `json:"source"`                 // a Source's code
	AssertedBy  string     `json:"asserted_by,omitempty"`  // who says so, where it is not the publisher
	Confidence  Confidence `json:"confidence,omitempty"`   //
	Rank        Rank       `json:"rank,omitempty"`         //
	ConfirmedBy []int64    `json:"confirmed_by,omitempty"` // the sides (places) that confirmed it
	Supersedes  string     `json:"supersedes,omitempty"`   // the claim that this one corrects
	KnownSince  time.Time  `json:"known_since,omitzero"`   // when it became known; zero: always
	KnownUntil  time.Time  `json:"known_until,omitzero"`   // when it was withdrawn; zero: still held
}

// Held says whether the claim was known, and not withdrawn, at the moment. The
// zero moment is the present: what is not withdrawn.
func (c Claim) Held(at time.Time) bool {
	if at.IsZero() {
		return c.KnownUntil.IsZero()
	}
	return !c.KnownSince.After(at) && (c.KnownUntil.IsZero() || c.KnownUntil.After(at))
}
