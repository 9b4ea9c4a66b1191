package hosting

import (
	"context"
	"slices"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// guest returns a guest of a meeting from its view, or errs.NotFound.
func (v View) guest(member string) (Guest, error) {
	i := slices.IndexFunc(v.Guests, func(g Guest) bool { return g.Member == member })
	if i < 0 {
		return Guest{}, unknown()
	}
	return v.Guests[i], nil
}

// Need keeps what a guest needs of a house.
func (s *Store) Need(ctx context.Context, who people.Actor, meeting, member string, n Needs) (err error) {
	defer errs.Wrap(&err, "hosting.Need(%s)", member)
	if err := knownDiets(n.Diets); err != nil {
		return err
	}
	v, err := s.View(ctx, meeting)
	if err == nil {
		_, err = v.guest(member)
	}
	if err != nil {
		return err
	}
	return s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO host_guest (member, meeting, sealed, changed)
			VALUES ($1, $2, $3, $4)
			ON CONFLICT (member) DO UPDATE SET sealed = excluded.sealed, changed = excluded.changed`,
			member, meeting, s.key.SealJSON(sealNeeds, n), tx.Now())
		note(people.Entry{Action: people.MeetingGuests, Kind: "conference", ID: meeting, Fields: []people.FieldChange{{Name: "needs", New: member}}})
		return err
	})
}

// Place says by hand where a guest stays; the family "" is nowhere. A family whose beds are taken
// is refused; a need that it does not meet is not: the organiser may know better, and is told.
func (s *Store) Place(ctx context.Context, who people.Actor, meeting, member, family string) (err error) {
	defer errs.Wrap(&err, "hosting.Place(%s)", member)
	v, err := s.View(ctx, meeting)
	if err == nil {
		_, err = v.guest(member)
	}
	if err != nil {
		return err
	}
	return s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		return s.put(ctx, tx, note, meeting, member, family, true)
	})
}

// put places a guest in a transaction, in which beds are counted.
func (s *Store) put(ctx context.Context, tx *db.Tx, note func(people.Entry), meeting, member, family string, byHand bool) error {
	if family != "" {
		f, err := s.familyIn(ctx, tx, meeting, family)
		if err != nil {
			return err
		}
		n, _, err := db.One(ctx, tx, scanCount, `SELECT count(*) FROM host_guest WHERE meeting = $1 AND family = $2 AND member <> $3`, meeting, family, member)
		if err != nil {
			return err
		}
		if n >= f.Beds {
			return errs.In("", lang.Msg("error.hosts.full", "n", f.Beds))
		}
	}
	hand := 0
	if byHand && family != "" {
		hand = 1
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO host_guest (member, meeting, family, by_hand, changed)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (member) DO UPDATE
		   SET told = CASE WHEN host_guest.family = excluded.family THEN host_guest.told ELSE 0 END,
		       family = excluded.family, by_hand = excluded.by_hand, changed = excluded.changed`,
		member, meeting, family, hand, tx.Now())
	note(people.Entry{Action: people.MeetingGuests, Kind: "conference", ID: meeting, Fields: []people.FieldChange{{Name: "stay", Old: member, New: family}}})
	return err
}

// Take keeps the stays of a suggestion. Who was placed by hand stays where she is; whom the
// suggestion does not place has no place any more. Families that are full meanwhile are refused,
// and then nothing is kept.
func (s *Store) Take(ctx context.Context, who people.Actor, meeting string, stays map[string]string) (err error) {
	defer errs.Wrap(&err, "hosting.Take(%s)", meeting)
	v, err := s.View(ctx, meeting)
	if err != nil {
		return err
	}
	var moving []Guest
	for _, g := range v.Guests {
		if !g.ByHand && g.Family != stays[g.Member] {
			moving = append(moving, g)
		}
	}
	if len(moving) == 0 {
		return nil
	}
	return s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		for _, g := range moving { // all beds are free before the first is taken anew
			if g.Family == "" {
				continue
			}
			if _, err := tx.ExecContext(ctx, `UPDATE host_guest SET family = '', told = 0 WHERE member = $1`, g.Member); err != nil {
				return err
			}
		}
		for _, g := range moving {
			if err := s.put(ctx, tx, note, meeting, g.Member, stays[g.Member], false); err != nil {
				return err
			}
		}
		return nil
	})
}

// Tell writes to the families and delegations who do not know yet who stays where, and returns
// how many mails that were. A family without an address is told by phone: it is not counted.
func (s *Store) Tell(ctx context.Context, who people.Actor, meeting string) (n int, err error) {
	defer errs.Wrap(&err, "hosting.Tell(%s)", meeting)
	v, err := s.View(ctx, meeting)
	if err != nil {
		return 0, err
	}
	delegations, err := s.guests.Of(ctx, meeting)
	if err != nil {
		return 0, err
	}
	err = s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		n = 0 // a transaction may run again
		for i, f := range v.Families {
			stays := v.stays(func(g Guest) bool { return g.Family == f.ID })
			if f.Email == "" || len(stays) == 0 || !slices.ContainsFunc(stays, untold) && !f.Told.IsZero() {
				continue
			}
			n++
			if err := s.tell(ctx, tx, Told{Family: &v.Families[i], Stays: stays}); err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `UPDATE host_family SET told = $1 WHERE id = $2`, tx.Now(), f.ID); err != nil {
				return err
			}
		}
		for i, d := range delegations {
			stays := v.stays(func(g Guest) bool { return g.Delegation == d.ID && g.Family != "" })
			if !slices.ContainsFunc(stays, untold) {
				continue
			}
			if d.Contact.Email != "" {
				n++
				if err := s.tell(ctx, tx, Told{Delegation: &delegations[i], Stays: stays}); err != nil {
					return err
				}
			}
			for _, stay := range stays {
				if _, err := tx.ExecContext(ctx, `UPDATE host_guest SET told = $1 WHERE member = $2`, tx.Now(), stay.Member); err != nil {
					return err
				}
			}
		}
		note(people.Entry{Action: people.MeetingGuests, Kind: "conference", ID: meeting, Fields: []people.FieldChange{{Name: "informed", New: number(n)}}})
		return nil
	})
	return n, err
}

func untold(s Stay) bool { return s.Guest.Told.IsZero() }

// stays are the guests that keep holds, with their families.
func (v View) stays(keep func(Guest) bool) (all []Stay) {
	for _, g := range v.Guests {
		if f := slices.IndexFunc(v.Families, func(f Family) bool { return f.ID == g.Family }); f >= 0 && keep(g) {
			all = append(all, Stay{g, v.Families[f]})
		}
	}
	return all
}

// Held counts what is kept of a meeting's families and of who stays with them.
func Held(ctx context.Context, q db.Querier, meeting string) (n int, err error) {
	for _, table := range []string{"host_guest", "host_family"} {
		rows, _, err := db.One(ctx, q, scanCount, `SELECT count(*) FROM `+table+` WHERE meeting = $1`, meeting)
		if err != nil {
			return 0, err
		}
		n += rows
	}
	return n, nil
}

// Forget removes it, when the guests of the meeting are forgotten, and returns how many rows
// that were.
func Forget(ctx context.Context, tx *db.Tx, meeting string) (n int, err error) {
	if n, err = Held(ctx, tx, meeting); err != nil {
		return 0, err
	}
	for _, table := range []string{"host_guest", "host_family"} {
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE meeting = $1`, meeting); err != nil {
			return 0, err
		}
	}
	return n, nil
}
