package checkin

import (
	"context"
	"strings"
	"unicode/utf8"

	"twintown/internal/meeting/delegation"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/secret"
)

// Store keeps lists, scans and doors. It is safe for concurrent use.
type Store struct {
	db     *db.DB
	log    *people.Log
	guests *delegation.Store
	links  []byte
}

// NewStore returns the check-in of a database. It asks guests whose badge a code is; the
// secrets of doors are made under key.
func NewStore(d *db.DB, log *people.Log, key secret.Key, guests *delegation.Store) *Store {
	return &Store{db: d, log: log, guests: guests, links: key.Derive("check-in door")}
}

// Limits of a meeting's check-in.
const (
	mostLists   = 20 // three days with meals, a bus, an excursion
	mostDoors   = 50
	longestName = 80
)

// Lists returns what a meeting counts at, the arrival first.
func (s *Store) Lists(ctx context.Context, meeting string) (_ []List, err error) {
	defer errs.Wrap(&err, "checkin.Lists(%s)", meeting)
	return lists(ctx, s.db, meeting)
}

func lists(ctx context.Context, q db.Querier, meeting string) ([]List, error) {
	all, err := db.Collect(ctx, q, func(row db.Scanner) (l List, err error) { return l, row.Scan(&l.ID, &l.Meeting, &l.Name) }, `
		SELECT id,
		       meeting,
		       name
		  FROM checkin_list
		 WHERE meeting = $1
		 ORDER BY position, id`, meeting)
	return append([]List{{ID: Arrival, Meeting: meeting}}, all...), err
}

// AddList adds a list after the others.
func (s *Store) AddList(ctx context.Context, who people.Actor, meeting, name string) (id string, err error) {
	defer errs.Wrap(&err, "checkin.AddList(%s)", meeting)
	if name, err = cleanName(name); err != nil {
		return "", err
	}
	id = db.NewID()
	return id, s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		if err := s.opened(ctx, tx, meeting); err != nil {
			return err
		}
		have, err := lists(ctx, tx, meeting)
		switch {
		case err != nil:
			return err
		case len(have) > mostLists:
			return errs.New(errs.TooLarge, lang.Msg("error.checkin.lists", "max", mostLists), nil)
		}
		for _, l := range have {
			if strings.EqualFold(l.Name, name) {
				return errs.In("name", lang.Msg("error.checkin.list_twice"))
			}
		}
		note(people.Entry{Action: people.MeetingGuests, Kind: recordKind, ID: meeting, Fields: []people.FieldChange{{Name: "list", New: name}}})
		_, err = tx.ExecContext(ctx, `INSERT INTO checkin_list (id, meeting, name, position, made) VALUES ($1, $2, $3, $4, $5)`, id, meeting, name, len(have), tx.Now())
		return err
	})
}

// RemoveList removes a list at which nobody was counted.
func (s *Store) RemoveList(ctx context.Context, who people.Actor, meeting, id string) (err error) {
	defer errs.Wrap(&err, "checkin.RemoveList(%s)", id)
	return s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		name, found, err := db.One(ctx, tx, func(row db.Scanner) (n string, err error) { return n, row.Scan(&n) },
			`SELECT name FROM checkin_list WHERE id = $1 AND meeting = $2`, id, meeting)
		if err != nil || !found {
			return orUnknown(err)
		}
		used, err := db.Exists(ctx, tx, `SELECT 1 FROM checkin_scan WHERE meeting = $1 AND list = $2 AND undone = 0`, meeting, id)
		if err != nil {
			return err
		}
		if used {
			return errs.New(errs.Conflict, lang.Msg("error.checkin.list_used"), nil)
		}
		note(people.Entry{Action: people.MeetingGuests, Kind: recordKind, ID: meeting, Fields: []people.FieldChange{{Name: "list", Old: name}}})
		for _, query := range []string{`DELETE FROM checkin_scan WHERE list = $1`, `DELETE FROM checkin_list WHERE id = $1`} {
			if _, err := tx.ExecContext(ctx, query, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// recordKind is what check-in is called in the record of changes.
const recordKind = "checkin"

// opened refuses a meeting whose working side nobody opened.
func (s *Store) opened(ctx context.Context, q db.Querier, meeting string) error {
	found, err := db.Exists(ctx, q, `SELECT 1 FROM conference WHERE meeting = $1`, meeting)
	if err == nil && !found {
		err = unknown()
	}
	return err
}

func unknown() error { return errs.New(errs.NotFound, lang.Msg("error.checkin.unknown"), nil) }

func orUnknown(err error) error {
	if err != nil {
		return err
	}
	return unknown()
}

// cleanName is one line that is not empty.
func cleanName(name string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	switch {
	case name == "":
		return "", errs.In("name", lang.Msg("error.checkin.name"))
	case utf8.RuneCountInString(name) > longestName:
		return "", errs.In("name", lang.Msg("error.partnership.long", "max", longestName))
	}
	return name, nil
}
