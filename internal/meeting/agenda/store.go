package agenda

import (
	"context"
	"encoding/json"
	"fmt"

	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
)

// Store keeps agendas. It is safe for concurrent use.
type Store struct {
	db     *db.DB
	log    *people.Log
	key    secret.Key
	outbox *mail.Outbox
	after  func(context.Context)
	others []Concerned
}

// NewStore returns the agendas of a database. Changes are told to log, what is known of
// persons is sealed with key, mails go into outbox (nil: nobody is told), and after is called
// once a change that readers see is durable (may be nil). others say who is told of changes
// beside the speakers.
func NewStore(d *db.DB, log *people.Log, key secret.Key, outbox *mail.Outbox, after func(context.Context), others ...Concerned) *Store {
	if after == nil {
		after = func(context.Context) {}
	}
	return &Store{db: d, log: log, key: key, outbox: outbox, after: after, others: others}
}

// RecordKind is what agendas are called in the record of changes. Persons stand there by
// identifier alone.
const RecordKind = "agenda"

func unknown() error  { return errs.New(errs.NotFound, lang.Msg("error.agenda.unknown"), nil) }
func conflict() error { return errs.New(errs.Conflict, lang.Msg("error.press.conflict"), nil) }

// Draft returns what is worked on. One that nobody began is empty, with the meeting's zone.
func (s *Store) Draft(ctx context.Context, meeting string) (d Draft, err error) {
	defer errs.Wrap(&err, "agenda.Draft(%s)", meeting)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		d, err = s.draft(ctx, tx, meeting)
		return err
	})
	return d, err
}

func (s *Store) draft(ctx context.Context, tx *db.Tx, id string) (d Draft, err error) {
	f, found, err := meeting.FactsIn(ctx, tx, id)
	if err != nil {
		return d, err
	}
	if !found {
		return d, unknown()
	}
	d.Meeting, d.Zone = id, f.Zone
	if err := db.Each(ctx, tx, func(row db.Scanner) error {
		var told int64
		err := row.Scan(&d.Version, &told)
		d.OffTold = db.Moment(told)
		return err
	}, `SELECT version, off_told FROM agenda WHERE meeting = $1`, id); err != nil {
		return d, err
	}
	if d.Version == 0 {
		return d, nil
	}
	if d.Rooms, err = db.Collect(ctx, tx, scanRoom, selectRoom+` WHERE meeting = $1 ORDER BY position, id`, id); err != nil {
		return d, err
	}
	if d.Sessions, err = db.Collect(ctx, tx, scanSession, selectSession+` WHERE meeting = $1`, id); err != nil {
		return d, err
	}
	d.arrange()
	d.Speakers, err = s.speakers(ctx, tx, id)
	return d, err
}

const (
	selectRoom    = `SELECT id, version, body FROM agenda_room`
	selectSession = `SELECT id, number, version, body FROM agenda_session`
)

func scanRoom(row db.Scanner) (r Room, err error) {
	var id, body string
	var version int64
	if err := row.Scan(&id, &version, &body); err != nil {
		return r, err
	}
	err = json.Unmarshal([]byte(body), &r)
	r.ID, r.Version = id, version
	return r, err
}

func scanSession(row db.Scanner) (s Session, err error) {
	var id, body string
	var number, version int64
	if err := row.Scan(&id, &number, &version, &body); err != nil {
		return s, err
	}
	err = json.Unmarshal([]byte(body), &s)
	s.ID, s.Number, s.Version = id, number, version
	return s, err
}

// Released returns what readers see; false where nothing was released.
func (s *Store) Released(ctx context.Context, meeting string) (r Release, ok bool, err error) {
	defer errs.Wrap(&err, "agenda.Released(%s)", meeting)
	return released(ctx, s.db, meeting)
}

func released(ctx context.Context, q db.Querier, meeting string) (Release, bool, error) {
	return db.One(ctx, q, scanRelease, selectRelease+` WHERE meeting = $1 ORDER BY number DESC LIMIT 1`, meeting)
}

const selectRelease = `SELECT meeting, number, made, made_by, body FROM agenda_release`

func scanRelease(row db.Scanner) (r Release, err error) {
	var body string
	var made int64
	if err := row.Scan(&r.Meeting, &r.Number, &made, &r.By, &body); err != nil {
		return r, err
	}
	r.Made = db.Moment(made)
	if err := json.Unmarshal([]byte(body), &r.Programme); err != nil {
		return r, fmt.Errorf("release %d of %s: %w", r.Number, r.Meeting, err)
	}
	return r, nil
}

// Releases returns the releases of a meeting, the newest first, at most most of them.
func (s *Store) Releases(ctx context.Context, meeting string, most int) (_ []Release, err error) {
	defer errs.Wrap(&err, "agenda.Releases(%s)", meeting)
	return db.Collect(ctx, s.db, scanRelease, selectRelease+` WHERE meeting = $1 ORDER BY number DESC LIMIT $2`, meeting, most)
}

// ReleasedAll returns the last release of every meeting that has one, by meeting.
func (s *Store) ReleasedAll(ctx context.Context) (all map[string]Release, err error) {
	defer errs.Wrap(&err, "agenda.ReleasedAll")
	list, err := db.Collect(ctx, s.db, scanRelease, selectRelease+` r WHERE number = (SELECT max(number) FROM agenda_release x WHERE x.meeting = r.meeting)`)
	all = make(map[string]Release, len(list))
	for _, r := range list {
		all[r.Meeting] = r
	}
	return all, err
}

// change runs fn inside a change of a meeting's agenda, which it begins where there is none,
// and moves its version.
func (s *Store) change(ctx context.Context, who people.Actor, id string, fn func(tx *db.Tx, note func(people.FieldChange)) error) error {
	return s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		return s.changeIn(ctx, tx, note, id, fn)
	})
}

func (s *Store) changeIn(ctx context.Context, tx *db.Tx, note func(people.Entry), id string, fn func(tx *db.Tx, note func(people.FieldChange)) error) error {
	if _, found, err := meeting.FactsIn(ctx, tx, id); err != nil || !found {
		if err == nil {
			err = unknown()
		}
		return err
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO agenda (meeting, version, numbers, ends, off_told)
		VALUES ($1, 1, 0, 0, 0)
		ON CONFLICT (meeting) DO UPDATE SET version = agenda.version + 1`, id); err != nil {
		return err
	}
	e := people.Entry{Action: people.WriteMeeting, Kind: RecordKind, ID: id}
	if err := fn(tx, func(f people.FieldChange) { e.Fields = append(e.Fields, f) }); err != nil {
		return err
	}
	note(e)
	return s.setEnd(ctx, tx, id)
}

// setEnd notes when the draft and what readers see are over, for retention.
func (s *Store) setEnd(ctx context.Context, tx *db.Tx, id string) error {
	d, err := s.draft(ctx, tx, id)
	if err != nil {
		return err
	}
	end := d.over()
	r, ok, err := released(ctx, tx, id)
	if err != nil {
		return err
	}
	if ok && r.over().After(end) {
		end = r.over()
	}
	_, err = tx.ExecContext(ctx, `UPDATE agenda SET ends = $1 WHERE meeting = $2`, db.Micros(end), id)
	return err
}

// shown says that readers see something else once tx is durable.
func (s *Store) shown(ctx context.Context, tx *db.Tx, meeting string) error {
	tx.AfterCommit(func() { s.after(ctx) })
	return tx.TouchOne(ctx, press.Feed, meeting)
}
