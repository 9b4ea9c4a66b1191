package delegation

import (
	"context"
	"strings"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Readdress changes, by the personal link, where a delegation is written to. The earlier
// address is told, since whoever has the link could have done it; the later one gets the link.
func (s *Store) Readdress(ctx context.Context, who people.Actor, id string, version int64, name, email string) (err error) {
	defer errs.Wrap(&err, "delegation.Readdress(%s)", id)
	if email = strings.TrimSpace(email); email == "" {
		return errs.In("email", lang.Msg("error.people.email"))
	}
	return s.change(ctx, who, people.GuestOwn, id, version, func(tx *db.Tx, d *Delegation, c Conference) ([]people.FieldChange, error) {
		if d.State == Withdrawn || d.State == Refused || d.State == Draft {
			return nil, errs.New(errs.Gone, lang.Msg("error.guests.withdrawn"), nil)
		}
		earlier := *d
		d.Contact.Name, d.Contact.Email = name, email
		next, err := d.clean()
		if err != nil {
			return nil, err
		}
		*d = next
		if strings.EqualFold(earlier.Contact.Email, d.Contact.Email) {
			return []people.FieldChange{{Name: "address"}}, nil
		}
		if err := s.told(ctx, tx, ToldAddress, d.State, &earlier, c); err != nil {
			return nil, err
		}
		event := answerTold(d.State)
		switch d.State {
		case Invited:
			event = ToldInvited
		case Applied:
			event = ToldApplied
		}
		return []people.FieldChange{{Name: "address", New: "changed"}}, s.told(ctx, tx, event, d.State, d, c)
	})
}

// PlaceInLine returns where a delegation that waits stands: 1 is served next.
func (s *Store) PlaceInLine(ctx context.Context, d Delegation) (n int, err error) {
	defer errs.Wrap(&err, "delegation.PlaceInLine(%s)", d.ID)
	n, err = count(ctx, s.db, `
		SELECT count(*)
		  FROM delegation
		 WHERE meeting = $1
		   AND state = 'waiting'
		   AND (waits_since < $2 OR waits_since = $2 AND id <= $3)`, d.Meeting, db.Micros(d.WaitsSince), d.ID)
	return n, err
}
