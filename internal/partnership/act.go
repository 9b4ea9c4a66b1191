package partnership

import "time"

// ActType is what sort of step an act is.
type ActType string

// The types of act, in the order in which a partnership usually lives.
const (
	ActContact       ActType = "contact"           // the sides met or wrote
	ActVisit         ActType = "exploratory_visit" // a first visit to see whether they fit
	ActLetter        ActType = "letter_of_intent"  // they write down that they mean to become partners
	ActResolution    ActType = "resolution"        // a council decides for it, perhaps on a condition
	ActAgreement     ActType = "agreement"         // the signed act that brings it into force
	ActCharter       ActType = "charter"           // the same as a solemn text or oath
	ActAnnex         ActType = "annex"             // changes the content, not the term
	ActRenewal       ActType = "renewal"           // carries it on past its term
	ActReview        ActType = "review"            // a joint look back
	ActActivity      ActType = "activity"          // something done together: a project, an exchange, an event
	ActDormancy      ActType = "dormancy"          // found to exist on paper only
	ActInterruption  ActType = "interruption"      // contacts stopped in fact, without a formal act
	ActSuspension    ActType = "suspension"        // stopped formally for a time or until a condition is met
	ActResumption    ActType = "resumption"        // goes on after any stop; the start stays the original one
	ActNotice        ActType = "notice"            // will end after a term of notice
	ActDenunciation  ActType = "denunciation"      // one side ends it by its own declaration, at once
	ActTermination   ActType = "termination"       // ended by a formal decision
	ActExpiry        ActType = "expiry"            // found to have run out without renewal
	ActCivilContacts ActType = "civil_contacts"    // associations, schools and citizens carry on without the councils
)

// ActTypes are all types in the order of a partnership's life.
func ActTypes() []ActType {
	return []ActType{
		ActContact, ActVisit, ActLetter, ActResolution, ActAgreement, ActCharter, ActAnnex, ActRenewal,
		ActReview, ActActivity, ActDormancy, ActInterruption, ActSuspension, ActResumption, ActNotice,
		ActDenunciation, ActTermination, ActExpiry, ActCivilContacts,
	}
}

// Act is one dated step in the history of a partnership.
type Act struct {
	ID          string            `json:"id,omitempty"`           // UUID
	Type        ActType           `json:"type"`                   //
	By          []int64           `json:"by,omitempty"`           // the sides that took it; empty: all
	Date        Date              `json:"date,omitzero"`          // when it was taken; zero: unknown
	InForceFrom Date              `json:"in_force_from,omitzero"` // when it takes effect, where that is not its date
	InForceTo   Date              `json:"in_force_to,omitzero"`   // the last day of its effect: an agreement's term
	Term        Duration          `json:"term,omitempty"`         // "P5Y": the term, where no last day is named
	Notice      Duration          `json:"notice,omitempty"`       // "P6M": the term of notice, agreed or given
	Condition   Cause             `json:"condition,omitzero"`     // what must happen before it takes, or ceases to have, effect
	Ground      Cause             `json:"ground,omitzero"`        // why, as the side that acted gave it
	Vote        Vote              `json:"vote,omitzero"`          // how the council decided
	At          int64             `json:"at,omitempty"`           // the place where it was signed; 0: unknown
	Signatories []Signatory       `json:"signatories,omitempty"`  // by office, not by name
	Languages   []string          `json:"languages,omitempty"`    // of the signed versions
	Authentic   []string          `json:"authentic,omitempty"`    // those of them that are authentic
	Title       string            `json:"title,omitempty"`        // of the signed paper, in its own language: the original term
	Number      string            `json:"number,omitempty"`       // the resolution's number, as printed
	Text        map[string]string `json:"text,omitempty"`         // a remark for readers, by language
	Documents   []string          `json:"documents,omitempty"`    // identifiers of documents
	Sources     []string          `json:"sources"`                // codes of sources, at least one
	KnownSince  time.Time         `json:"known_since,omitzero"`   // when it became known; zero: always
	KnownUntil  time.Time         `json:"known_until,omitzero"`   // when it was withdrawn; zero: still held
	Origin      string            `json:"origin,omitempty"`       // as in Partnership
	Edited      time.Time         `json:"edited,omitzero"`        // as in Partnership
	ReplacedBy  string            `json:"replaced_by,omitempty"`  // the act as it was corrected; empty: none, or withdrawn
}

// Cause is a condition or a ground: a code that every language can print, and
// the recorder's words where the code does not say enough.
type Cause struct {
	Code string            `json:"code,omitempty"` // "funding", "war", …; see Conditions and Grounds
	Text map[string]string `json:"text,omitempty"` // by language
}

// IsZero says whether no cause is given.
func (c Cause) IsZero() bool { return c.Code == "" && len(c.Text) == 0 }

// Vote is how a council decided. The zero Vote is unknown.
type Vote struct {
	For       int  `json:"for,omitempty"`
	Against   int  `json:"against,omitempty"`
	Abstained int  `json:"abstained,omitempty"`
	Present   int  `json:"present,omitempty"`   // who voted in all, where only that is known
	Unanimous bool `json:"unanimous,omitempty"` // where the source gives no figures
}

// IsZero says whether the vote is unknown.
func (v Vote) IsZero() bool { return v == Vote{} }

// figure is one count of a vote, and the field of a form that has it.
type figure struct {
	field string
	of    int
}

func (v Vote) counts() []figure {
	return []figure{{"vote_for", v.For}, {"vote_against", v.Against}, {"vote_abstained", v.Abstained}, {"vote_present", v.Present}}
}

// Signatory is who signed for a side: the office, since the office binds the town.
type Signatory struct {
	Side   int64  `json:"side"`
	Office string `json:"office"` // "mayor", "council_chair", "starost", …
}

// Held says whether the act was known, and not withdrawn, at the moment. The
// zero moment is the present: what is not withdrawn.
func (a Act) Held(at time.Time) bool {
	if at.IsZero() {
		return a.KnownUntil.IsZero()
	}
	return !a.KnownSince.After(at) && (a.KnownUntil.IsZero() || a.KnownUntil.After(at))
}

// Binds says whether a side took the act.
func (a Act) Binds(side int64) bool {
	for _, by := range a.By {
		if by == side {
			return true
		}
	}
	return len(a.By) == 0
}
