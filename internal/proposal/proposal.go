// Package proposal takes what people without an account say is wrong or missing.
//
// A [Proposal] says in its own words what is wrong, names a source, and may come with an act
// as the proposer would record it. It is shown to nobody but those who may decide it: the
// officers of a side, stewards and administrators. Whoever accepts it records the change
// under her own name, with the proposer's source; whoever refuses it says why. Who left an
// address gets one mail with the answer, in the language in which she wrote; the address is
// forgotten [Kept] after the decision.
//
// # Data model
//
// One row holds a proposal with its state: open, accepted, refused. A decision can be taken
// back; the next one is told again. Version moves with each decision.
//
//	id, err := store.Make(ctx, proposal.Proposal{Partnership: id, Places: sides, Said: …})
//	open, err := store.Open(ctx)
//	err = log.Change(ctx, actor, func(tx *db.Tx, note func(people.Entry)) error {
//		_, err := store.Decide(ctx, tx, note, actor, id, proposal.Refused, "…")
//		return err
//	})
//
// The caller has asked the permission table, and has kept machines out.
package proposal

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/source"
)

// State is how a proposal stands.
type State string

// The states.
const (
	Open     State = "open"
	Accepted State = "accepted"
	Refused  State = "refused"
)

// What a proposal can be about.
const (
	AboutPartnership = "partnership"
	AboutAct         = "act"
	AboutPlace       = "place"
)

// Kept is how long an address is kept after the decision.
const Kept = 90 * 24 * time.Hour

// Said is what the proposer says.
type Said struct {
	Wrong       string `json:"wrong"`                  // what is wrong or missing
	Type        string `json:"type,omitempty"`         // of the act that she would record; "": none
	Date        string `json:"date,omitempty"`         // its date, in her words
	Partner     string `json:"partner,omitempty"`      // of a place: with whom, in her words
	SourceTitle string `json:"source_title,omitempty"` //
	SourceURL   string `json:"source_url,omitempty"`   //
}

// Proposal is something that somebody says is wrong or missing.
type Proposal struct {
	ID          string
	Subject     string // AboutPartnership, …
	Partnership string // "" where it is about none that is known
	Act         string
	Places      []int64
	Language    string // in which it was written, and an answer goes
	Said        Said
	Email       string // where an answer goes; "" for none
	State       State
	Answer      string // why it was refused
	Made        time.Time
	Decided     time.Time
	DecidedBy   string // account
	Version     int64
}

// Limits of what a stranger can send: a long letter, and as many links as it needs.
const (
	longestWrong = 4000
	shortest     = 10
	longestTitle = 300
	mostLinks    = 3
	longestWhy   = 1000
)

// check returns what is wrong with a proposal, by field.
func (p *Proposal) check(today lang.Date) error {
	s := &p.Said
	s.Wrong = strings.TrimSpace(s.Wrong)
	switch n := utf8.RuneCountInString(s.Wrong); {
	case n < shortest:
		return errs.In("wrong", lang.Msg("error.proposal.short"))
	case n > longestWrong:
		return errs.In("wrong", lang.Msg("error.partnership.long", "max", longestWrong))
	}
	if strings.Count(s.Wrong, "://")+strings.Count(s.Wrong, "www.") > mostLinks {
		return errs.In("wrong", lang.Msg("error.proposal.links", "max", mostLinks))
	}
	for field, text := range map[string]string{"date": s.Date, "partner": s.Partner} {
		if utf8.RuneCountInString(text) > longestTitle {
			return errs.In(field, lang.Msg("error.partnership.long", "max", longestTitle))
		}
	}
	from := source.Source{Title: s.SourceTitle, URL: s.SourceURL}
	if from.Title == "" {
		from.Title = from.URL
	}
	if from.Title == "" {
		return errs.In("source_title", lang.Msg("error.proposal.source"))
	}
	if err := from.Check(today); err != nil {
		return err
	}
	if p.Email == "" {
		return nil
	}
	clean, err := people.CleanEmail(p.Email)
	p.Email = clean
	return err
}

// DecisionKey tells the mail about a decision from all others, so that it can be recalled.
// A decision after it was taken back has another.
func (p Proposal) DecisionKey() string { return fmt.Sprint("proposal:", p.ID, ":", p.Version) }

// Source is the proposer's source, as a change that comes of it names it.
func (p Proposal) Source() source.Source {
	c := source.Source{Title: p.Said.SourceTitle, URL: p.Said.SourceURL, Language: p.Language, Retrieved: lang.DateOf(p.Made)}
	if c.Title == "" {
		c.Title = c.URL
	}
	return c
}
