package agenda

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Outlook is what a release would do.
type Outlook struct {
	Changes   []Change
	Rooms     bool // rooms are named, seated or ordered otherwise
	Conflicts []Conflict
	Tells     []Tell // who would be told, those without an address too
}

// Nothing says that a release would change nothing.
func (o Outlook) Nothing() bool { return len(o.Changes) == 0 && !o.Rooms }

// Grave says whether a conflict stands in the way.
func (o Outlook) Grave() bool {
	return slices.ContainsFunc(o.Conflicts, func(c Conflict) bool { return c.Trouble.Grave() })
}

// Outlook says what releasing the draft as it is now would do.
func (s *Store) Outlook(ctx context.Context, meeting string) (o Outlook, err error) {
	defer errs.Wrap(&err, "agenda.Outlook(%s)", meeting)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		d, err := s.draft(ctx, tx, meeting)
		if err != nil {
			return err
		}
		o, _, err = s.outlook(ctx, tx, d)
		return err
	})
	return o, err
}

func (s *Store) outlook(ctx context.Context, tx *db.Tx, d Draft) (o Outlook, before Release, err error) {
	f, _, err := meeting.FactsIn(ctx, tx, d.Meeting)
	if err != nil {
		return o, before, err
	}
	if before, _, err = released(ctx, tx, d.Meeting); err != nil {
		return o, before, err
	}
	frame, _ := FrameOf(f)
	o = Outlook{Changes: Compare(before.Programme, d.Programme), Rooms: RoomsDiffer(before.Programme, d.Programme), Conflicts: Conflicts(d.Programme, frame)}
	o.Tells, err = s.tells(ctx, tx, d, ahead(o.Changes, db.Moment(tx.Now()), d.Location()))
	return o, before, err
}

// ahead are the changes of slots that are not over: nobody is told where she should have
// been yesterday.
func ahead(all []Change, now time.Time, zone *time.Location) (list []Change) {
	today := now.In(zone).Format(time.DateOnly)
	for _, c := range all {
		if max(c.Before.Day, c.After.Day) >= today {
			list = append(list, c)
		}
	}
	return list
}

// Release lets readers see the draft, and tells each of those whose slot it changes, once.
// version is the draft's that the person saw. anyway releases it with conflicts that are not
// grave; grave ones are refused. It returns the number of the release and how many were told.
func (s *Store) Release(ctx context.Context, who people.Actor, meeting string, version int64, anyway bool, t Telling) (number, told int, err error) {
	defer errs.Wrap(&err, "agenda.Release(%s)", meeting)
	err = s.change(ctx, who, meeting, func(tx *db.Tx, note func(people.FieldChange)) error {
		d, err := s.seen(ctx, tx, meeting, version)
		if err != nil {
			return err
		}
		o, before, err := s.outlook(ctx, tx, d)
		switch {
		case err != nil:
			return err
		case len(d.Sessions) == 0 && before.Number == 0:
			return errs.In("", lang.Msg("error.agenda.empty"))
		case o.Nothing():
			return errs.In("", lang.Msg("error.agenda.same"))
		case o.Grave():
			return errs.In("", lang.Msg("error.agenda.grave"))
		case len(o.Conflicts) > 0 && !anyway:
			return errs.In("anyway", lang.Msg("error.agenda.conflicts", "n", len(o.Conflicts)))
		}
		number = before.Number + 1
		if err := insert(ctx, tx, who, meeting, number, d.follow(before.Programme)); err != nil {
			return err
		}
		note(people.FieldChange{Name: "release", Old: numberText(before.Number), New: numberText(number)})
		if told, err = s.tellAll(ctx, tx, d, o.Tells, "release", numberText(number), t); err != nil {
			return err
		}
		return s.shown(ctx, tx, meeting)
	})
	return number, told, err
}

func insert(ctx context.Context, tx *db.Tx, who people.Actor, meeting string, number int, p Programme) error {
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO agenda_release (meeting, number, made, made_by, body) VALUES ($1, $2, $3, $4, $5)`, meeting, number, tx.Now(), who.Account, string(body))
	return err
}

// Revert makes the draft what readers see: sessions and rooms as they were released last,
// under the identifiers and numbers that they have. version is the draft's that the person
// saw. Speakers stay as they are.
func (s *Store) Revert(ctx context.Context, who people.Actor, meeting string, version int64) (err error) {
	defer errs.Wrap(&err, "agenda.Revert(%s)", meeting)
	return s.change(ctx, who, meeting, func(tx *db.Tx, note func(people.FieldChange)) error {
		d, err := s.seen(ctx, tx, meeting, version)
		if err != nil {
			return err
		}
		r, ok, err := released(ctx, tx, meeting)
		if err != nil || !ok {
			if err == nil {
				err = unknown()
			}
			return err
		}
		for _, table := range []string{"agenda_session", "agenda_room"} {
			if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE meeting = $1`, meeting); err != nil {
				return err
			}
		}
		for _, c := range Compare(d.Programme, r.Programme) {
			note(people.FieldChange{Name: "session", Old: textOf(c.Before, d.Rooms), New: textOf(c.After, r.Rooms)})
		}
		return restore(ctx, tx, meeting, d, r.Programme)
	})
}

func textOf(x Session, rooms []Room) string {
	if x.ID == "" {
		return ""
	}
	return x.text(rooms)
}

// restore writes rooms and sessions anew, with versions that nobody saw yet.
func restore(ctx context.Context, tx *db.Tx, meeting string, d Draft, p Programme) error {
	for i, r := range p.Rooms {
		body, err := json.Marshal(r)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO agenda_room (id, meeting, position, version, body) VALUES ($1, $2, $3, $4, $5)`, r.ID, meeting, i+1, d.Version+1, string(body)); err != nil {
			return err
		}
	}
	for _, x := range p.Sessions {
		x.Speakers = slices.DeleteFunc(slices.Clone(x.Speakers), func(id string) bool {
			return !slices.ContainsFunc(d.Speakers, func(s Speaker) bool { return s.ID == id })
		})
		x.Sequence = 0
		body, err := json.Marshal(x)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO agenda_session (id, meeting, number, version, body) VALUES ($1, $2, $3, $4, $5)`, x.ID, meeting, x.Number, d.Version+1, string(body)); err != nil {
			return err
		}
	}
	return nil
}
