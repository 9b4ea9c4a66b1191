package care

import (
	"context"
	"encoding/json"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// State is where an inquiry stands.
type State string

// The states.
const (
	Open     State = "open"     // it was asked; reminders may follow
	Answered State = "answered" //
	Silent   State = "silent"   // asked, reminded, and no answer since; which proves nothing
	Stopped  State = "stopped"  // the recipient wants no such mails
	Undone   State = "undone"   // an officer took the answer back
)

// Inquiry is the question to one side whether a partnership is still alive.
type Inquiry struct {
	ID          string
	Partnership string
	Side        int64
	AskedFor    int64  // the place whose officer asks
	Account     string // the officer who was asked; "" for an address
	Email       string
	Language    string
	Asked       time.Time
	AskedBy     string // account
	Reminders   int
	Next        time.Time // when to remind or to give up
	State       State
	Answer      Answer // what the side said, once it did
	Answered    time.Time
	told        toldBy
}

// Say is what a side answers.
type Say string

// What a side can answer.
const (
	SayActive   Say = "active"   // it lives
	SaySleeping Say = "sleeping" // it exists on paper only
	SayEnded    Say = "ended"    // it is over
	SayNotMe    Say = "not_me"   // somebody else is in charge
)

// Says are all answers.
func Says() []Say { return []Say{SayActive, SaySleeping, SayEnded, SayNotMe} }

// Answer is what somebody said for a side.
type Answer struct {
	Say  Say    `json:"say"`
	When string `json:"when,omitempty"` // EDTF: of the last activity, of the end
	Text string `json:"text,omitempty"` // what it was, how it ended, who is in charge; seen at the desk only
	Act  bool   `json:"act,omitempty"`  // an end that was recorded as an act, since the person may record acts
}

// toldBy is what came of an answer, so that it can be taken back.
type toldBy struct {
	Act    string   `json:"act,omitempty"`
	Claims []string `json:"claims,omitempty"`
}

const selectInquiry = `
	SELECT id,
	       partnership,
	       side,
	       asked_for,
	       account,
	       email,
	       language,
	       asked,
	       asked_by,
	       reminders,
	       next,
	       state,
	       answer,
	       answered,
	       told
	  FROM inquiry`

func scanInquiry(row db.Scanner) (q Inquiry, err error) {
	var asked, next, answered int64
	var answer, told string
	if err := row.Scan(
		&q.ID, &q.Partnership, &q.Side, &q.AskedFor, &q.Account, &q.Email, &q.Language, &asked, &q.AskedBy,
		&q.Reminders, &next, &q.State, &answer, &answered, &told,
	); err != nil {
		return q, err
	}
	q.Asked, q.Next = time.UnixMicro(asked).UTC(), time.UnixMicro(next).UTC()
	if answered != 0 {
		q.Answered = time.UnixMicro(answered).UTC()
	}
	for _, part := range []struct {
		text string
		into any
	}{{answer, &q.Answer}, {told, &q.told}} {
		if part.text == "" {
			continue
		}
		if err := json.Unmarshal([]byte(part.text), part.into); err != nil {
			return q, err
		}
	}
	return q, nil
}

// Inquiries are the questions about a partnership, the latest first.
func (d *Desk) Inquiries(ctx context.Context, partnership string) ([]Inquiry, error) {
	return db.Collect(ctx, d.DB, scanInquiry, selectInquiry+` WHERE partnership = $1 ORDER BY asked DESC, id DESC`, partnership)
}

// Waiting are the questions that officers of the places asked and that still want an eye:
// open ones, those without an answer, and answers that say more than a click. The latest
// first.
func (d *Desk) Waiting(ctx context.Context, places []int64) (all []Inquiry, err error) {
	defer errs.Wrap(&err, "care.Waiting")
	for _, place := range places {
		some, err := db.Collect(ctx, d.DB, scanInquiry, selectInquiry+`
			 WHERE asked_for = $1
			   AND state IN ('open', 'silent', 'answered')
			   AND asked > $2
			 ORDER BY asked DESC, id DESC`, place, d.Clock.Now().AddDate(0, -6, 0).UnixMicro())
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// inquiry reads one by its identifier.
func (d *Desk) inquiry(ctx context.Context, q db.Querier, id string) (Inquiry, error) {
	found, ok, err := db.One(ctx, q, scanInquiry, selectInquiry+` WHERE id = $1`, id)
	if err == nil && !ok {
		err = errs.New(errs.NotFound, lang.Msg("error.link.unknown"), nil)
	}
	return found, err
}
