package delegation

import (
	"context"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// WalkIn takes in somebody who stands at the door and is in no list: in the delegation whose
// identifier m has, which may become larger than it was invited to be, or else as a delegation
// of her own, which d describes. Nobody is written to. Where no seat is free she is refused:
// the organiser can raise the number of seats.
func (s *Store) WalkIn(ctx context.Context, who people.Actor, d Delegation, m Member) (_ Member, err error) {
	defer errs.Wrap(&err, "delegation.WalkIn")
	m.Care, m.Visa = Care{}, Visa{}
	if m, err = m.clean(); err != nil {
		return m, err
	}
	m.ID, m.Code = db.NewID(), newCode()
	if m.Delegation == "" {
		d.Kind, d.Quota, d.Name, d.Contact = Person, 1, "", Contact{}
		if d, err = d.clean(); err != nil {
			return m, err
		}
		d.ID, d.link, m.Delegation = db.NewID(), 1, ""
	}
	return m, s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		if m.Delegation == "" || m.Delegation == d.ID {
			return s.walkAlone(ctx, tx, note, d, &m)
		}
		return s.walkWith(ctx, tx, note, d.Meeting, &m)
	})
}

// walkAlone makes a delegation of one.
func (s *Store) walkAlone(ctx context.Context, tx *db.Tx, note func(people.Entry), d Delegation, m *Member) error {
	if err := roomFor(ctx, tx, d); err != nil {
		return err
	}
	if err := seatAtDoor(ctx, tx, d.Meeting); err != nil {
		return err
	}
	d.State, d.Coming, d.Answered, d.AnsweredBy = Accepted, 1, db.Moment(tx.Now()), AtDoor
	note(entry(people.MeetingGuests, d, stateChange("", Accepted), people.FieldChange{Name: "answered_by", New: string(AtDoor)}))
	if err := s.insert(ctx, tx, d); err != nil {
		return err
	}
	m.Delegation, m.Meeting = d.ID, d.Meeting
	return s.insertMember(ctx, tx, *m)
}

// walkWith adds one more to a delegation that comes.
func (s *Store) walkWith(ctx context.Context, tx *db.Tx, note func(people.Entry), meeting string, m *Member) error {
	d, err := s.in(ctx, tx, m.Delegation)
	switch {
	case err != nil:
		return err
	case d.Meeting != meeting || d.State != Accepted:
		return errs.New(errs.Conflict, lang.Msg("error.guests.not_coming"), nil)
	}
	n, err := count(ctx, tx, `SELECT count(*) FROM delegation_member WHERE delegation = $1 AND position > 0`, d.ID)
	if err != nil {
		return err
	}
	note(entry(people.MeetingGuests, d, people.FieldChange{Name: "member", New: m.ID}))
	if n >= d.Coming {
		if err := seatAtDoor(ctx, tx, meeting); err != nil {
			return err
		}
		d.Coming = n + 1
		d.Quota = max(d.Quota, d.Coming)
		if err := s.put(ctx, tx, d); err != nil {
			return err
		}
	}
	m.Meeting = meeting
	return s.insertMember(ctx, tx, *m)
}

// seatAtDoor refuses one more than there are seats. Who waits in line is not before her: she
// is here.
func seatAtDoor(ctx context.Context, tx *db.Tx, meeting string) error {
	c, err := conferenceIn(ctx, tx, meeting)
	if err != nil || c.Seats == 0 {
		return err
	}
	used, err := taken(ctx, tx, meeting, "")
	if err == nil && used >= c.Seats {
		err = errs.New(errs.Conflict, lang.Msg("error.checkin.no_seat", "n", c.Seats), nil)
	}
	return err
}
