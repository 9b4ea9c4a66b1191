package procedure

import (
	"context"
	"slices"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// New says between whom a procedure is begun, and what it grew from.
type New struct {
	Places       []int64 // two or more
	By           int64   // the place that begins it
	Request      string
	Conversation string
	Contact      string
	Partnership  string           // "": the one that the places have, or one that the first act makes
	Met          partnership.Date // the contact is noted with this day already; zero: it is not
	Sources      Sources          // of the contact's act
	Terms        Terms            // proposed with it by By; zero: nothing
}

// mostSides is how many towns can walk together: a douzelage has some thirty.
const mostSides = 30

// Begin makes a procedure and returns its identifier. Places that walk together already go
// on there: errs.Conflict with [Existing] as its cause.
func (s *Store) Begin(ctx context.Context, who people.Actor, n New) (id string, err error) {
	defer errs.Wrap(&err, "procedure.Begin")
	slices.Sort(n.Places)
	n.Places = slices.Compact(n.Places)
	if len(n.Places) < 2 || len(n.Places) > mostSides || !slices.Contains(n.Places, n.By) {
		return "", errs.In("place", lang.Msg("error.procedure.sides"))
	}
	slices.SortStableFunc(n.Places, func(a, b int64) int {
		switch n.By {
		case a:
			return -1
		case b:
			return 1
		}
		return 0
	})
	if n.Terms, err = n.Terms.checked(); err != nil && !n.Terms.IsZero() {
		return "", err
	}
	acted := false
	err = s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		if there, err := walking(ctx, tx, n.Places); err != nil || there != "" {
			if err != nil {
				return err
			}
			return errs.New(errs.Conflict, lang.Msg("error.procedure.exists"), Existing{there})
		}
		p, err := s.insert(ctx, tx, who, n)
		if err != nil {
			return err
		}
		id = p.ID
		if err := s.happened(ctx, tx, who, note, p, Event{Place: n.By, What: Began}); err != nil {
			return err
		}
		if acted = !n.Met.IsZero(); acted {
			err = s.do(ctx, tx, who, note, &p, Done{Step: Contact, By: n.By, Day: n.Met, Sources: n.Sources})
		}
		return err
	})
	if err == nil && acted {
		s.changed(ctx)
	}
	return id, err
}

// insert writes the rows of a new procedure.
func (s *Store) insert(ctx context.Context, tx *db.Tx, who people.Actor, n New) (Procedure, error) {
	p := Procedure{
		ID: db.NewID(), State: Walking, Places: n.Places, Request: n.Request, Conversation: n.Conversation, Contact: n.Contact,
		Partnership: n.Partnership, Points: points(n.Places), BegunBy: who.Account,
	}
	if p.Partnership == "" && len(p.Places) == 2 {
		there, err := s.partnerships.In(tx).Between(ctx, p.Places[0], p.Places[1])
		if err != nil {
			return p, err
		}
		if len(there) > 0 {
			p.Partnership = there[0].ID
		}
	}
	if !n.Terms.IsZero() {
		p.Proposal, p.TermsVersion = Proposal{Terms: n.Terms, By: n.By, Agreed: []int64{n.By}}, 1
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO procedure (id, version, state, request, conversation, contact, partnership, body, begun, begun_by, changed)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $8)`,
		p.ID, string(p.State), p.Request, p.Conversation, p.Contact, p.Partnership, jsonText(p.Body), tx.Now(), p.BegunBy); err != nil {
		return p, err
	}
	for i, place := range p.Places {
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO procedure_side (procedure_id, place, ordinal)
			VALUES ($1, $2, $3)`, p.ID, place, i); err != nil {
			return p, err
		}
	}
	for i := range p.Points {
		if err := savePoint(ctx, tx, p.ID, p.Points[i]); err != nil {
			return p, err
		}
		p.Points[i].Version = 1
	}
	return p, nil
}

// Existing is the procedure that some places walk already, as the cause of an errs.Conflict.
type Existing struct{ ID string }

// Error implements error.
func (e Existing) Error() string { return "the places walk the procedure " + e.ID }

// walking is the procedure of exactly these places that goes on or is stopped, and is not at
// its end; "" for none.
func walking(ctx context.Context, q db.Querier, places []int64) (string, error) {
	all, err := collect(ctx, q, ` WHERE p.id IN (SELECT procedure_id FROM procedure_side WHERE place = $1)`, places[0])
	for _, p := range all {
		same := len(p.Places) == len(places) && !slices.ContainsFunc(places, func(n int64) bool { return !p.Has(n) })
		if _, more := p.Next(); err == nil && same && more {
			return p.ID, nil
		}
	}
	return "", err
}
