package checkin

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"time"

	"github.com/google/uuid"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Door is a link for helpers: check-in of one meeting, until a moment.
type Door struct {
	ID, Meeting string
	Name        string // which door: "Main entrance"
	Until       time.Time
	Revoked     time.Time // zero: never
	Made        time.Time
}

// Open says whether the link opens anything at a moment.
func (d Door) Open(now time.Time) bool { return d.Revoked.IsZero() && now.Before(d.Until) }

// longestDoor is how long a link for helpers may live: a week of preparation and the meeting.
const longestDoor = 31 * 24 * time.Hour

// macBytes of a link are more than anybody can guess: 2¹²⁸ tries.
const macBytes = 16

// AddDoor makes a link for helpers. It ends within a month.
func (s *Store) AddDoor(ctx context.Context, who people.Actor, d Door) (id string, err error) {
	defer errs.Wrap(&err, "checkin.AddDoor(%s)", d.Meeting)
	if d.Name, err = cleanName(d.Name); err != nil {
		return "", err
	}
	d.ID = db.NewID()
	return d.ID, s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		if err := s.opened(ctx, tx, d.Meeting); err != nil {
			return err
		}
		have, err := doors(ctx, tx, d.Meeting)
		now := db.Moment(tx.Now())
		switch {
		case err != nil:
			return err
		case len(have) >= mostDoors:
			return errs.New(errs.TooLarge, lang.Msg("error.checkin.doors", "max", mostDoors), nil)
		case !d.Until.After(now) || d.Until.After(now.Add(longestDoor)):
			return errs.In("until", lang.Msg("error.checkin.until", "max", int(longestDoor.Hours()/24)))
		}
		note(doorEntry(d.Meeting, people.FieldChange{Name: "door", New: d.Name}, people.FieldChange{Name: "until", New: d.Until.UTC().Format(time.RFC3339)}))
		_, err = tx.ExecContext(ctx, `INSERT INTO checkin_door (id, meeting, name, until, made) VALUES ($1, $2, $3, $4, $5)`, d.ID, d.Meeting, d.Name, d.Until.UnixMicro(), tx.Now())
		return err
	})
}

// RevokeDoor takes a link back at once. Scans that its devices still keep are lost with it
// unless another door sends them.
func (s *Store) RevokeDoor(ctx context.Context, who people.Actor, meeting, id string) (err error) {
	defer errs.Wrap(&err, "checkin.RevokeDoor(%s)", id)
	return s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		d, found, err := db.One(ctx, tx, scanDoor, selectDoor+` WHERE id = $1 AND meeting = $2`, id, meeting)
		if err != nil || !found {
			return orUnknown(err)
		}
		note(doorEntry(meeting, people.FieldChange{Name: "door", Old: d.Name}))
		_, err = tx.ExecContext(ctx, `UPDATE checkin_door SET revoked = $2 WHERE id = $1 AND revoked = 0`, id, tx.Now())
		return err
	})
}

func doorEntry(meeting string, fields ...people.FieldChange) people.Entry {
	return people.Entry{Action: people.MeetingGuests, Kind: recordKind, ID: meeting, Fields: fields}
}

const selectDoor = `
	SELECT id,
	       meeting,
	       name,
	       until,
	       revoked,
	       made
	  FROM checkin_door`

func scanDoor(row db.Scanner) (d Door, err error) {
	var until, revoked, made int64
	err = row.Scan(&d.ID, &d.Meeting, &d.Name, &until, &revoked, &made)
	d.Until, d.Revoked, d.Made = db.Moment(until), db.Moment(revoked), db.Moment(made)
	return d, err
}

// Doors returns the links of a meeting, also those that are over.
func (s *Store) Doors(ctx context.Context, meeting string) (_ []Door, err error) {
	defer errs.Wrap(&err, "checkin.Doors(%s)", meeting)
	return doors(ctx, s.db, meeting)
}

func doors(ctx context.Context, q db.Querier, meeting string) ([]Door, error) {
	return db.Collect(ctx, q, scanDoor, selectDoor+` WHERE meeting = $1 ORDER BY made, id`, meeting)
}

// Link returns the secret part of a door's address.
func (s *Store) Link(d Door) string {
	id, err := uuid.Parse(d.ID)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(append(id[:], s.mac(d)...))
}

func (s *Store) mac(d Door) []byte {
	mac := hmac.New(sha256.New, s.links)
	mac.Write([]byte(d.ID + " " + d.Meeting + " " + strconv.FormatInt(db.Micros(d.Until), 10)))
	return mac.Sum(nil)[:macBytes]
}

// ByLink returns the door whose address has this secret part at a moment; errs.NotFound for
// anything else, errs.Gone for one that is over.
func (s *Store) ByLink(ctx context.Context, token string, now time.Time) (_ Door, err error) {
	defer errs.Wrap(&err, "checkin.ByLink")
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(raw) != len(uuid.UUID{})+macBytes {
		return Door{}, unknown()
	}
	d, found, err := db.One(ctx, s.db, scanDoor, selectDoor+` WHERE id = $1`, uuid.UUID(raw[:16]).String())
	switch {
	case err != nil || !found:
		return Door{}, orUnknown(err)
	case !hmac.Equal(raw[16:], s.mac(d)):
		return Door{}, unknown()
	case !d.Open(now):
		return Door{}, errs.New(errs.Gone, lang.Msg("error.checkin.door_over"), nil)
	}
	return d, nil
}
