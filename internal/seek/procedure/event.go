package procedure

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// What happened, each with the message "procedure.event.<what>".
type What string

// The things that happen.
const (
	Began     What = "begun"
	Plans     What = "planned"
	Unplanned What = "unplanned" // the plan was taken back
	Finished  What = "done"
	Corrected What = "corrected"
	Omitted   What = "left"
	Reopened  What = "reopened" // the act was taken back
	Proposed  What = "proposed"
	Agreed    What = "agreed"
	Wrote     What = "plan" // the plan was written on
	Halted    What = "stopped"
	Resumed   What = "resumed"
)

// Event is something that somebody did.
type Event struct {
	ID      string
	At      time.Time
	Account string // "" of a person who was erased
	Place   int64  // in whose name; 0: not known
	What    What
	Step    Step // "": of the whole
	Side    int64
	EventBody
}

// EventBody is what an event tells.
type EventBody struct {
	Day   partnership.Date `json:"day,omitzero"`
	Words string           `json:"words,omitempty"` // as the officer wrote them: why, a note
	Terms Terms            `json:"terms,omitzero"`  // proposed or agreed
}

// History is what happened in a procedure, the latest first.
func (s *Store) History(ctx context.Context, id string) (_ []Event, err error) {
	defer errs.Wrap(&err, "procedure.History(%s)", id)
	all, err := db.Collect(ctx, s.db, scanEvent, selectEvent+` WHERE procedure_id = $1 ORDER BY at, id`, id)
	slices.Reverse(all)
	return all, err
}

const selectEvent = `
	SELECT id,
	       at,
	       account,
	       place,
	       what,
	       step,
	       side,
	       body
	  FROM procedure_event`

func scanEvent(row db.Scanner) (e Event, err error) {
	var at int64
	var body string
	if err := row.Scan(&e.ID, &at, &e.Account, &e.Place, &e.What, &e.Step, &e.Side, &body); err != nil {
		return e, err
	}
	e.At = db.Moment(at)
	return e, json.Unmarshal([]byte(body), &e.EventBody)
}

// happened notes an event, in the procedure's history and in the record of changes, and has
// the other sides told.
func (s *Store) happened(ctx context.Context, tx *db.Tx, who people.Actor, note func(people.Entry), p Procedure, e Event) error {
	e.ID, e.At, e.Account = db.NewID(), db.Moment(tx.Now()), who.Account
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO procedure_event (id, procedure_id, at, account, place, what, step, side, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		e.ID, p.ID, tx.Now(), e.Account, e.Place, string(e.What), string(e.Step), e.Side, jsonText(e.EventBody)); err != nil {
		return err
	}
	entry := people.Entry{Action: people.WalkProcedure, Kind: Kind, ID: p.ID, Places: p.Places, Fields: []people.FieldChange{{Name: "event", New: string(e.What)}}}
	if e.Step != "" {
		entry.Fields = append(entry.Fields, people.FieldChange{Name: "step", New: string(e.Step)})
	}
	if !e.Day.IsZero() {
		entry.Fields = append(entry.Fields, people.FieldChange{Name: "date", New: e.Day.String()})
	}
	note(entry)
	return s.tell(ctx, tx, Told{Procedure: p, Event: e, To: p.Others(e.Place), Key: "procedure:" + e.ID})
}

// Told is something that the officers of some places are to be told.
type Told struct {
	Procedure Procedure
	Event     Event
	Days      int     // of a reminder: until the planned day; below zero: it has passed
	Reminder  bool    // no event: a planned day comes near, or has passed
	To        []int64 // places whose officers are told
	Key       string  // the same for the same thing
}

// EventsOf are the events of an account in all procedures, for a person's own data.
func (s *Store) EventsOf(ctx context.Context, account string) (_ []Event, err error) {
	defer errs.Wrap(&err, "procedure.EventsOf")
	return db.Collect(ctx, s.db, scanEvent, selectEvent+` WHERE account = $1 ORDER BY at, id`, account)
}

// Forget takes the account of a person out of all procedures, inside tx. What was done stays.
func (s *Store) Forget(ctx context.Context, tx *db.Tx, account string) (err error) {
	defer errs.Wrap(&err, "procedure.Forget")
	for _, query := range []string{
		`UPDATE procedure_event SET account = '' WHERE account = $1`,
		`UPDATE procedure_point SET account = '' WHERE account = $1`,
		`UPDATE procedure SET begun_by = '' WHERE begun_by = $1`,
	} {
		if err == nil && account != "" {
			_, err = tx.ExecContext(ctx, query, account)
		}
	}
	return err
}
