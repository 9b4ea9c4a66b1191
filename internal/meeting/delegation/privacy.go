package delegation

import (
	"context"
	"strings"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Held is what is kept about the owner of an address, as she gets it when she asks.
type Held struct {
	Delegations []OwnDelegation `json:"delegations,omitempty"` // for which she is written to
	Members     []OwnMember     `json:"members,omitempty"`     // those that are she
}

// Empty says that nothing is kept.
func (o Held) Empty() bool { return len(o.Delegations) == 0 && len(o.Members) == 0 }

// OwnDelegation is a delegation for which a person is written to.
type OwnDelegation struct {
	Meeting  string    `json:"meeting"`
	Kind     Kind      `json:"kind"`
	Place    int64     `json:"place,omitempty"`
	Name     string    `json:"name,omitempty"`
	Language string    `json:"language"`
	State    State     `json:"state"`
	Coming   int       `json:"coming,omitempty"`
	Contact  Contact   `json:"contact"`
	Made     time.Time `json:"made"`
}

// OwnMember is a member of a delegation who is the person.
type OwnMember struct {
	Meeting string `json:"meeting"`
	Profile
	Care Care      `json:"care,omitzero"`
	Visa Visa      `json:"visa,omitzero"`
	Made time.Time `json:"made"`
}

// Own returns what is kept about the owner of an address: the delegations for which she is
// written to, and the members who have this address. Those who were taken off a list an
// instant ago are among them.
func (s *Store) Own(ctx context.Context, email string) (own Held, err error) {
	defer errs.Wrap(&err, "delegation.Own")
	if email == "" {
		return own, nil
	}
	all, err := db.Collect(ctx, s.db, s.scan, selectDelegation+` WHERE address_mark = $1 ORDER BY made, id`, s.mark(email))
	if err != nil {
		return own, err
	}
	for _, d := range all {
		d.Contact.Knows = nil // says nothing of her
		own.Delegations = append(own.Delegations, OwnDelegation{d.Meeting, d.Kind, d.Place, d.Name, d.Language, d.State, d.Coming, d.Contact, d.Made})
	}
	members, err := s.with(ctx, s.db, email)
	for _, m := range members {
		own.Members = append(own.Members, OwnMember{m.Meeting, m.Profile, m.Care, m.Visa, m.Made})
	}
	return own, err
}

// with are the members who have an address. Their addresses are sealed, so that each is read.
func (s *Store) with(ctx context.Context, q db.Querier, email string) (found []Member, err error) {
	key := people.EmailKey(email)
	all, err := db.Collect(ctx, q, s.scanMember, selectMember+` ORDER BY delegation, id`)
	for _, m := range all {
		if m.Email != "" && people.EmailKey(m.Email) == key {
			found = append(found, m)
		}
	}
	return found, err
}

// EraseAddress forgets, within tx, the owner of an address: she is written to no more, and the
// members who have this address are taken away. Who registered alone does not come any more;
// of a town the answer stays, since its other members come. How many came stays right.
func (s *Store) EraseAddress(ctx context.Context, tx *db.Tx, email string) (err error) {
	defer errs.Wrap(&err, "delegation.EraseAddress")
	if email == "" {
		return nil
	}
	all, err := db.Collect(ctx, tx, s.scan, selectDelegation+` WHERE address_mark = $1`, s.mark(email))
	if err != nil {
		return err
	}
	for _, d := range all {
		if d.Contact = (Contact{}); d.Kind == Person {
			if !d.State.Over() {
				d.State, d.Coming, d.WaitsSince = Declined, 0, time.Time{}
			}
			if _, err := tx.ExecContext(ctx, `DELETE FROM delegation_member WHERE delegation = $1`, d.ID); err != nil {
				return err
			}
		}
		if err := s.put(ctx, tx, d); err != nil {
			return err
		}
	}
	members, err := s.with(ctx, tx, email)
	for _, m := range members {
		if err == nil {
			_, err = tx.ExecContext(ctx, `DELETE FROM delegation_member WHERE id = $1`, m.ID)
		}
	}
	return err
}

// Addresses are those that are kept, each with the moment of its first row.
func (s *Store) Addresses(ctx context.Context) (_ map[string]time.Time, err error) {
	defer errs.Wrap(&err, "delegation.Addresses")
	first := map[string]time.Time{}
	note := func(email string, at time.Time) {
		if email = strings.ToLower(email); email != "" && (first[email].IsZero() || at.Before(first[email])) {
			first[email] = at
		}
	}
	all, err := db.Collect(ctx, s.db, s.scan, selectDelegation)
	if err != nil {
		return nil, err
	}
	for _, d := range all {
		note(d.Contact.Email, d.Made)
	}
	members, err := db.Collect(ctx, s.db, s.scanMember, selectMember)
	for _, m := range members {
		note(m.Email, m.Made)
	}
	return first, err
}
