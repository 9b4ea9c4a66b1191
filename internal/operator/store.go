package operator

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"iter"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// DemoOrigin marks rows that belong to the demonstration.
const DemoOrigin = "demo"

// DemoMeta is the number in the database that says how the demonstration stands (package
// starter/demo); DemoThere means that its content is there.
const (
	DemoMeta  = "demo"
	DemoThere = 1
)

// Store keeps faces. It is safe for concurrent use.
type Store struct{ db *db.DB }

// NewStore returns the faces of a database.
func NewStore(d *db.DB) *Store { return &Store{d} }

// Author is who saves a version.
type Author struct {
	Account string // "": the program itself
	Origin  string // "", or DemoOrigin
}

// Latest returns the newest face; the zero Face where none was saved.
func (s *Store) Latest(ctx context.Context) (_ *Face, err error) {
	defer errs.Wrap(&err, "Latest face")
	f, err := latest(ctx, s.db)
	if err != nil {
		return nil, err
	}
	demo, err := s.db.Meta(ctx, DemoMeta)
	f.Demo = demo == DemoThere
	return f, err
}

func latest(ctx context.Context, q db.Querier) (*Face, error) {
	f := &Face{}
	var body, origin string
	err := q.QueryRowContext(ctx, `SELECT version, made_at, origin, body FROM operator_face ORDER BY version DESC LIMIT 1`).Scan(&f.Version, &f.SavedAt, &origin, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return f, nil
	}
	if err != nil {
		return nil, err
	}
	f.Example = origin == DemoOrigin
	return f, json.Unmarshal([]byte(body), f)
}

// Put saves a face as the next version within a transaction, and returns the one that it
// follows. The face must follow the newest version; another is a conflict, because somebody
// else saved meanwhile. The caller has checked the face.
func (s *Store) Put(ctx context.Context, tx *db.Tx, f *Face, by Author) (before *Face, err error) {
	defer errs.Wrap(&err, "Put face")
	if before, err = latest(ctx, tx); err != nil {
		return nil, err
	}
	if before.Version != f.Version {
		return nil, errs.New(errs.Conflict, lang.Msg("operator.conflict"), nil)
	}
	body, err := json.Marshal(f)
	if err != nil {
		return nil, err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO operator_face (version, body, made_at, made_by, origin) VALUES ($1, $2, $3, $4, $5)`,
		f.Version+1, string(body), tx.Now(), by.Account, by.Origin)
	return before, err
}

// Within returns the newest face as a transaction sees it.
func (s *Store) Within(ctx context.Context, tx *db.Tx) (_ *Face, err error) {
	defer errs.Wrap(&err, "Face within")
	return latest(ctx, tx)
}

// RemoveDemo takes the faces of the demonstration away and returns how many they were.
func (s *Store) RemoveDemo(ctx context.Context, tx *db.Tx) (n int64, err error) {
	defer errs.Wrap(&err, "RemoveDemo")
	r, err := tx.ExecContext(ctx, `DELETE FROM operator_face WHERE origin = $1`, DemoOrigin)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// Saved is one version in the history of the face.
type Saved struct {
	Version int64
	At      time.Time
	By      string // account
}

// History lists the newest versions, the newest first.
func (s *Store) History(ctx context.Context, most int) (_ []Saved, err error) {
	defer errs.Wrap(&err, "History of the face")
	return db.Collect(ctx, s.db, func(r db.Scanner) (v Saved, err error) {
		var at int64
		err = r.Scan(&v.Version, &at, &v.By)
		v.At = time.UnixMicro(at).UTC()
		return v, err
	}, `SELECT version, made_at, made_by FROM operator_face ORDER BY version DESC LIMIT $1`, most)
}

// Named walks through the objects that any version of the face names, some of them more
// than once: for the collector of objects, and for those who look whether all are there.
func (s *Store) Named(ctx context.Context) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		faces, err := db.Collect(ctx, s.db, func(r db.Scanner) (f Face, err error) {
			var body string
			if err := r.Scan(&body); err != nil {
				return f, err
			}
			return f, json.Unmarshal([]byte(body), &f)
		}, `SELECT body FROM operator_face ORDER BY version`)
		if err != nil {
			yield("", err)
			return
		}
		for i := range faces {
			for _, id := range faces[i].IDs() {
				if !yield(id, nil) {
					return
				}
			}
		}
	}
}
