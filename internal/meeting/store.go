package meeting

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
)

// Store keeps meetings. It is safe for concurrent use.
type Store struct {
	db    *db.DB
	log   *people.Log
	press *press.Store
	clock clock.Clock
}

// NewStore returns the store of a database. Changes are told in log; the meetings' texts
// are kept by papers, whose node's memory follows.
func NewStore(d *db.DB, log *people.Log, papers *press.Store, c clock.Clock) *Store {
	return &Store{db: d, log: log, press: papers, clock: c}
}

// kept is a row of the table.
type row struct {
	id       string
	facts    Facts
	version  int64
	sequence int
	changed  time.Time
	copyOf   string
}

const columns = `
	id,
	body,
	version,
	sequence,
	changed,
	copy_of`

func scan(s db.Scanner) (r row, err error) {
	var body string
	var changed int64
	if err := s.Scan(&r.id, &body, &r.version, &r.sequence, &changed, &r.copyOf); err != nil {
		return r, err
	}
	r.changed = time.UnixMicro(changed).UTC()
	return r, json.Unmarshal([]byte(body), &r.facts)
}

// with joins what is kept here to the item of the texts.
func (r row) with(i press.Item) Meeting {
	return Meeting{Item: i, Facts: r.facts, Kind: r.facts.Kind, Version: r.version, Sequence: r.sequence, Changed: r.changed, CopyOf: r.copyOf}
}

func unknown() error { return errs.New(errs.NotFound, lang.Msg("error.meeting.unknown"), nil) }

// Meeting returns one meeting with its texts, also one that was thrown away.
func (s *Store) Meeting(ctx context.Context, id string) (_ Meeting, err error) {
	defer errs.Wrap(&err, "meeting.Meeting(%s)", id)
	r, err := one(ctx, s.db, id)
	if err != nil {
		return Meeting{}, err
	}
	i, err := s.press.Item(ctx, id)
	return r.with(i), err
}

func one(ctx context.Context, q db.Querier, id string) (row, error) {
	r, found, err := db.One(ctx, q, scan, `SELECT`+columns+` FROM meeting WHERE id = $1`, id)
	if err == nil && !found {
		err = unknown()
	}
	return r, err
}

// All returns the meetings that are there, for the desk, the latest first.
func (s *Store) All(ctx context.Context) (all []Meeting, err error) {
	defer errs.Wrap(&err, "meeting.All")
	items, err := s.press.All(ctx)
	if err != nil {
		return nil, err
	}
	texts := map[string]press.Item{}
	for _, i := range items {
		if i.Kind == press.Meeting {
			texts[i.ID] = i
		}
	}
	rows, err := db.Collect(ctx, s.db, scan, `SELECT`+columns+` FROM meeting ORDER BY begins DESC, id`)
	for _, r := range rows {
		if i, ok := texts[r.id]; ok {
			all = append(all, r.with(i))
		}
	}
	return all, err
}

// factsOf reads the facts of some meetings.
func (s *Store) factsOf(ctx context.Context, ids []string) (map[string]row, error) {
	all := map[string]row{}
	for len(ids) > 0 {
		part := ids[:min(len(ids), inOneQuery)]
		ids = ids[len(part):]
		holders, args := make([]string, len(part)), make([]any, len(part))
		for i, id := range part {
			holders[i], args[i] = db.Placeholder(i+1), id
		}
		rows, err := db.Collect(ctx, s.db, scan, `SELECT`+columns+` FROM meeting WHERE id IN (`+strings.Join(holders, ", ")+`)`, args...)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			all[r.id] = r
		}
	}
	return all, nil
}

// inOneQuery bounds how many identifiers one statement holds.
const inOneQuery = 200

// write keeps facts as the present ones and as a revision.
func write(ctx context.Context, tx *db.Tx, r row, who people.Actor, why string) error {
	body, err := json.Marshal(r.facts)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO meeting (id, body, begins, place, version, sequence, changed, copy_of)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (id) DO UPDATE
		   SET body = excluded.body,
		       begins = excluded.begins,
		       place = excluded.place,
		       version = excluded.version,
		       sequence = excluded.sequence,
		       changed = excluded.changed`,
		r.id, string(body), r.facts.From.Calendar().String(), r.facts.Place, r.version, r.sequence, tx.Now(), r.copyOf)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO meeting_revision (meeting, version, at, made_by, note, body)
		VALUES ($1, $2, $3, $4, $5, $6)`, r.id, r.version, tx.Now(), who.Account, why, string(body))
	return err
}
