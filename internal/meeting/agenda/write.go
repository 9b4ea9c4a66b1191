package agenda

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// SaveRoom keeps a room: a new one where it has no identifier, at the right of the others.
// Its Version is the one that the person saw.
func (s *Store) SaveRoom(ctx context.Context, who people.Actor, meeting string, r Room) (id string, err error) {
	defer errs.Wrap(&err, "agenda.SaveRoom(%s)", meeting)
	if r, err = r.clean(); err != nil {
		return "", err
	}
	body, err := json.Marshal(r)
	if err != nil {
		return "", err
	}
	err = s.change(ctx, who, meeting, func(tx *db.Tx, note func(people.FieldChange)) error {
		id = r.ID
		if id != "" {
			old, err := rowOf(ctx, tx, scanRoom, selectRoom, meeting, id, r.Version, func(r Room) int64 { return r.Version })
			if err != nil {
				return err
			}
			r.Made = kept(old.texts(), r.texts())
			if body, err = json.Marshal(r); err != nil {
				return err
			}
			note(people.FieldChange{Name: "room", Old: old.text(), New: r.text()})
			_, err = tx.ExecContext(ctx, `UPDATE agenda_room SET version = version + 1, body = $1 WHERE id = $2`, string(body), id)
			return err
		}
		n, err := count(ctx, tx, `SELECT count(*) FROM agenda_room WHERE meeting = $1`, meeting)
		if err != nil {
			return err
		}
		if n >= mostRooms {
			return errs.In("", lang.Msg("error.meeting.many", "most", mostRooms))
		}
		id = db.NewID()
		note(people.FieldChange{Name: "room", New: r.text()})
		_, err = tx.ExecContext(ctx, `
			INSERT INTO agenda_room (id, meeting, position, version, body)
			SELECT $1, $2, coalesce(max(position), 0) + 1, 1, $3 FROM agenda_room WHERE meeting = $2`, id, meeting, string(body))
		return err
	})
	return id, err
}

// rowOf reads a row that is to be changed: of the meeting, and as the person saw it.
func rowOf[T any](ctx context.Context, tx *db.Tx, scan func(db.Scanner) (T, error), selects, meeting, id string, version int64, of func(T) int64) (x T, err error) {
	x, ok, err := db.One(ctx, tx, scan, selects+` WHERE meeting = $1 AND id = $2`, meeting, id)
	switch {
	case err != nil:
	case !ok:
		err = unknown()
	case version != anyVersion && of(x) != version:
		err = conflict()
	}
	return x, err
}

// anyVersion is for changes that cannot undo another person's.
const anyVersion = -1

func count(ctx context.Context, q db.Querier, query string, args ...any) (n int, err error) {
	n, _, err = db.One(ctx, q, func(row db.Scanner) (n int, err error) { return n, row.Scan(&n) }, query, args...)
	return n, err
}

// MoveRoom puts a room by so many columns to the right, or to the left.
func (s *Store) MoveRoom(ctx context.Context, who people.Actor, meeting, id string, by int) (err error) {
	defer errs.Wrap(&err, "agenda.MoveRoom(%s)", id)
	return s.change(ctx, who, meeting, func(tx *db.Tx, note func(people.FieldChange)) error {
		d, err := s.draft(ctx, tx, meeting)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(d.Rooms, func(r Room) bool { return r.ID == id })
		if at < 0 {
			return unknown()
		}
		to := min(max(at+by, 0), len(d.Rooms)-1)
		note(people.FieldChange{Name: "room", Old: d.Rooms[at].text() + " · " + strconv.Itoa(at+1), New: d.Rooms[at].text() + " · " + strconv.Itoa(to+1)})
		room := d.Rooms[at]
		d.Rooms = slices.Insert(slices.Delete(d.Rooms, at, at+1), to, room)
		for i, r := range d.Rooms {
			if _, err := tx.ExecContext(ctx, `UPDATE agenda_room SET position = $1 WHERE id = $2`, i+1, r.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// RemoveRoom takes a room away. One in which a session is planned is refused.
func (s *Store) RemoveRoom(ctx context.Context, who people.Actor, meeting, id string, version int64) (err error) {
	defer errs.Wrap(&err, "agenda.RemoveRoom(%s)", id)
	return s.change(ctx, who, meeting, func(tx *db.Tx, note func(people.FieldChange)) error {
		old, err := rowOf(ctx, tx, scanRoom, selectRoom, meeting, id, version, func(r Room) int64 { return r.Version })
		if err != nil {
			return err
		}
		d, err := s.draft(ctx, tx, meeting)
		if err != nil {
			return err
		}
		n := 0
		for _, x := range d.Sessions {
			if x.Room == id {
				n++
			}
		}
		if n > 0 {
			return errs.In("room", lang.Msg("error.agenda.room_used", "n", n))
		}
		note(people.FieldChange{Name: "room", Old: old.text()})
		_, err = tx.ExecContext(ctx, `DELETE FROM agenda_room WHERE id = $1`, id)
		return err
	})
}

// SaveSession keeps a session: a new one where it has no identifier. Its Version is the one
// that the person saw. It returns the session's number.
func (s *Store) SaveSession(ctx context.Context, who people.Actor, meeting string, x Session) (number int64, err error) {
	defer errs.Wrap(&err, "agenda.SaveSession(%s)", meeting)
	if x, err = x.clean(); err != nil {
		return 0, err
	}
	err = s.change(ctx, who, meeting, func(tx *db.Tx, note func(people.FieldChange)) error {
		number, err = s.saveSession(ctx, tx, note, meeting, x)
		return err
	})
	return number, err
}

func (s *Store) saveSession(ctx context.Context, tx *db.Tx, note func(people.FieldChange), meeting string, x Session) (int64, error) {
	if err := s.known(ctx, tx, meeting, x); err != nil {
		return 0, err
	}
	rooms, err := db.Collect(ctx, tx, scanRoom, selectRoom+` WHERE meeting = $1`, meeting)
	if err != nil {
		return 0, err
	}
	if x.ID == "" {
		return begin(ctx, tx, note, meeting, x, rooms)
	}
	old, err := rowOf(ctx, tx, scanSession, selectSession, meeting, x.ID, x.Version, func(s Session) int64 { return s.Version })
	if err != nil {
		return 0, err
	}
	x.Number, x.Made = old.Number, kept(old.texts(), x.texts())
	body, err := json.Marshal(x)
	if err != nil {
		return 0, err
	}
	note(people.FieldChange{Name: "session", Old: old.text(rooms), New: x.text(rooms)})
	_, err = tx.ExecContext(ctx, `UPDATE agenda_session SET version = version + 1, body = $1 WHERE id = $2`, string(body), x.ID)
	return old.Number, err
}

// known refuses rooms and speakers that the meeting does not have.
func (s *Store) known(ctx context.Context, tx *db.Tx, meeting string, x Session) error {
	if x.Room != "" {
		n, err := count(ctx, tx, `SELECT count(*) FROM agenda_room WHERE meeting = $1 AND id = $2`, meeting, x.Room)
		if err != nil {
			return err
		}
		if n == 0 {
			return errs.In("room", lang.Msg("error.agenda.room"))
		}
	}
	for _, id := range x.Speakers {
		n, err := count(ctx, tx, `SELECT count(*) FROM agenda_speaker WHERE meeting = $1 AND id = $2`, meeting, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return errs.In("speakers", lang.Msg("error.agenda.speaker"))
		}
	}
	return nil
}

func begin(ctx context.Context, tx *db.Tx, note func(people.FieldChange), meeting string, x Session, rooms []Room) (int64, error) {
	n, err := count(ctx, tx, `SELECT count(*) FROM agenda_session WHERE meeting = $1`, meeting)
	if err != nil {
		return 0, err
	}
	if n >= mostSessions {
		return 0, errs.In("", lang.Msg("error.meeting.many", "most", mostSessions))
	}
	if _, err := tx.ExecContext(ctx, `UPDATE agenda SET numbers = numbers + 1 WHERE meeting = $1`, meeting); err != nil {
		return 0, err
	}
	if n, err = count(ctx, tx, `SELECT numbers FROM agenda WHERE meeting = $1`, meeting); err != nil {
		return 0, err
	}
	x.ID, x.Number, x.Sequence = db.NewID(), int64(n), 0
	body, err := json.Marshal(x)
	if err != nil {
		return 0, err
	}
	note(people.FieldChange{Name: "session", New: x.text(rooms)})
	_, err = tx.ExecContext(ctx, `INSERT INTO agenda_session (id, meeting, number, version, body) VALUES ($1, $2, $3, 1, $4)`, x.ID, meeting, x.Number, string(body))
	return x.Number, err
}

// RemoveSession takes a session out of the draft.
func (s *Store) RemoveSession(ctx context.Context, who people.Actor, meeting, id string, version int64) (err error) {
	defer errs.Wrap(&err, "agenda.RemoveSession(%s)", id)
	return s.change(ctx, who, meeting, func(tx *db.Tx, note func(people.FieldChange)) error {
		old, err := rowOf(ctx, tx, scanSession, selectSession, meeting, id, version, func(s Session) int64 { return s.Version })
		if err != nil {
			return err
		}
		note(people.FieldChange{Name: "session", Old: old.text(nil)})
		_, err = tx.ExecContext(ctx, `DELETE FROM agenda_session WHERE id = $1`, id)
		return err
	})
}

// Step is a move of a session by the keyboard.
type Step struct {
	Minutes int // later, or earlier
	Rooms   int // to the right, or to the left
	Days    int
}

// Move moves a session of the draft, as it is now. It stays within its day and the rooms:
// what would leave them stays where it is, and the bool says whether it moved.
func (s *Store) Move(ctx context.Context, who people.Actor, meeting string, number int64, step Step) (moved bool, err error) {
	defer errs.Wrap(&err, "agenda.Move(%s, %d)", meeting, number)
	d, err := s.Draft(ctx, meeting)
	if err != nil {
		return false, err
	}
	x, ok := d.Session(number)
	if !ok {
		return false, unknown()
	}
	next := x.moved(step, d.Programme)
	if next.slot() == x.slot() {
		return false, nil
	}
	_, err = s.SaveSession(ctx, who, meeting, next)
	return err == nil, err
}

func (s Session) moved(step Step, p Programme) Session {
	if step.Rooms != 0 && len(p.Rooms) > 0 {
		at := slices.IndexFunc(p.Rooms, func(r Room) bool { return r.ID == s.Room })
		s.Room = p.Rooms[min(max(at+step.Rooms, 0), len(p.Rooms)-1)].ID
	}
	if day, err := time.Parse(time.DateOnly, s.Day); step.Days != 0 && err == nil {
		s.Day = day.AddDate(0, 0, step.Days).Format(time.DateOnly)
	}
	from, okFrom := later(s.From, step.Minutes)
	until, okUntil := later(s.Until, step.Minutes)
	if okFrom && okUntil {
		s.From, s.Until = from, until
	}
	return s
}

// later is an hour so many minutes later; false where that is another day.
func later(hour string, minutes int) (string, bool) {
	if hour == "" {
		return "", true
	}
	t, err := time.Parse("15:04", hour)
	next := t.Add(time.Duration(minutes) * time.Minute)
	return next.Format("15:04"), err == nil && next.Day() == t.Day()
}

// Shift moves all sessions of the draft by so many days: the meeting was postponed.
func (s *Store) Shift(ctx context.Context, who people.Actor, meeting string, version int64, days int) (err error) {
	defer errs.Wrap(&err, "agenda.Shift(%s)", meeting)
	return s.change(ctx, who, meeting, func(tx *db.Tx, note func(people.FieldChange)) error {
		d, err := s.seen(ctx, tx, meeting, version)
		if err != nil {
			return err
		}
		for _, x := range d.Sessions {
			if _, err := s.saveSession(ctx, tx, note, meeting, x.moved(Step{Days: days}, d.Programme)); err != nil {
				return err
			}
		}
		return nil
	})
}

// seen is the draft within a change, if its version is the one that the person saw.
func (s *Store) seen(ctx context.Context, tx *db.Tx, meeting string, version int64) (Draft, error) {
	d, err := s.draft(ctx, tx, meeting)
	if err == nil && d.Version != version+1 { // the change itself moved it by one
		err = conflict()
	}
	return d, err
}

// Begin makes sessions of the programme that was typed among the facts of a meeting, where
// the draft has none yet. It returns how many.
func (s *Store) Begin(ctx context.Context, who people.Actor, id string) (n int, err error) {
	defer errs.Wrap(&err, "agenda.Begin(%s)", id)
	err = s.change(ctx, who, id, func(tx *db.Tx, note func(people.FieldChange)) error {
		f, _, err := meeting.FactsIn(ctx, tx, id)
		if err != nil {
			return err
		}
		d, err := s.draft(ctx, tx, id)
		if err != nil {
			return err
		}
		if len(d.Sessions) > 0 {
			return errs.In("", lang.Msg("error.agenda.begun"))
		}
		n = 0
		for _, x := range sessions(f) {
			if _, err := s.saveSession(ctx, tx, note, id, x); err != nil {
				return err
			}
			n++
		}
		if n == 0 {
			return errs.In("", lang.Msg("error.agenda.nothing"))
		}
		return nil
	})
	return n, err
}

// sessions makes sessions of a typed programme. An item whose end was not said lasts until
// the next one of its day begins.
func sessions(f meeting.Facts) (all []Session) {
	frame, exact := FrameOf(f)
	first, err := time.Parse(time.DateOnly, frame.First)
	for i, slot := range f.Programme {
		x := Session{Kind: Plenary, Title: slot.Title, From: slot.From, Until: slot.Until}
		if exact && err == nil {
			x.Day = first.AddDate(0, 0, slot.Day).Format(time.DateOnly)
		}
		if next := i + 1; x.From != "" && x.Until == "" && next < len(f.Programme) && f.Programme[next].Day == slot.Day {
			x.Until = f.Programme[next].From
		}
		if x.Until <= x.From || x.From == "" {
			x.Until = ""
		}
		all = append(all, x)
	}
	return all
}

// text tells a room in the record of changes.
func (r Room) text() string {
	text := told(r.Name)
	if r.Seats > 0 {
		text += " (" + strconv.Itoa(r.Seats) + ")"
	}
	for _, a := range r.Access {
		text += ", " + string(a)
	}
	return text
}

// text tells a session in the record of changes; persons and delegations by identifier.
func (s Session) text(rooms []Room) string {
	room, _ := Programme{Rooms: rooms}.Room(s.Room)
	parts := []string{fmt.Sprintf("%d. %s", s.Number, told(s.Title)), string(s.Kind), strings.TrimSpace(s.Day + " " + s.From + "–" + s.Until)}
	for _, x := range []struct{ name, value string }{
		{"room", told(room.Name)},
		{"spoken", strings.Join(s.Spoken, ",")},
		{"interpreted", strings.Join(s.Interpreted, ",")},
		{"speakers", strings.Join(s.Speakers, ",")},
		{"expected", strings.Join(s.Expected, ",")},
		{"about", short(told(s.About))},
	} {
		if x.value != "" {
			parts = append(parts, x.name+": "+x.value)
		}
	}
	if s.People > 0 {
		parts = append(parts, "people: "+strconv.Itoa(s.People))
	}
	if s.Off {
		parts = append(parts, "off")
	}
	return strings.Join(parts, "; ")
}

// mostTold bounds what of a text the record of changes repeats.
const mostTold = 200

func short(text string) string {
	if r := []rune(text); len(r) > mostTold {
		return string(r[:mostTold]) + "…"
	}
	return text
}

func told(w meeting.Words) string {
	var parts []string
	for l := range w {
		parts = append(parts, w[l]+" ("+l+")")
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}
