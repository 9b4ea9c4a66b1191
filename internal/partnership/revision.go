package partnership

import (
	"context"
	"fmt"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Revision is a state of a partnership, and the change that led to it.
type Revision struct {
	Version int64
	At      time.Time
	By      string // account; "" for an import
	Cause   string // CauseRecord, …
	Act     string // the act that it was about; "" for none
	Note    string // why, in the person's words
	Record  Record
	Before  Record // the state before; empty for the first
}

// Differences are what the change changed.
func (r Revision) Differences() []Difference { return Differences(r.Before, r.Record) }

const selectRevision = `
	SELECT version,
	       at,
	       made_by,
	       cause,
	       act,
	       note,
	       body
	  FROM partnership_revision`

func scanRevision(row db.Scanner) (r Revision, err error) {
	var at int64
	var body string
	if err := row.Scan(&r.Version, &at, &r.By, &r.Cause, &r.Act, &r.Note, &body); err != nil {
		return r, err
	}
	r.At = db.Moment(at)
	if r.Record, err = readRecord(body); err != nil {
		return r, fmt.Errorf("revision %d: %w", r.Version, err)
	}
	return r, nil
}

// Revisions are the states that a partnership had, the newest first, each with what was
// before it. One that no person has changed has none.
func (s *Store) Revisions(ctx context.Context, id string) (all []Revision, err error) {
	defer errs.Wrap(&err, "partnership.Revisions(%s)", id)
	all, err = db.Collect(ctx, s.q, scanRevision, selectRevision+` WHERE partnership = $1 ORDER BY version DESC`, id)
	for i := range all {
		if i+1 < len(all) {
			all[i].Before = all[i+1].Record
		}
	}
	return all, err
}

// Since are the changes after a version that the person saw, the newest first: what she
// is told when hers is in conflict.
func (s *Store) Since(ctx context.Context, id string, version int64) (after []Revision, err error) {
	all, err := s.Revisions(ctx, id)
	for _, r := range all {
		if r.Version > version {
			after = append(after, r)
		}
	}
	return after, err
}

func (s *Store) revision(ctx context.Context, id string, version int64) (Revision, bool, error) {
	return db.One(ctx, s.q, scanRevision, selectRevision+` WHERE partnership = $1 AND version = $2`, id, version)
}

func (s *Store) addRevision(ctx context.Context, tx *db.Tx, id string, r Revision) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO partnership_revision (partnership, version, at, made_by, cause, act, note, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		id, r.Version, r.At.UnixMicro(), r.By, r.Cause, r.Act, r.Note, r.Record.text())
	return err
}

// revisionsBefore makes sure that the state before a change is kept: the one before the
// first change, and the one that an import has made since the last. It returns the number
// of the last revision.
func (s *Store) revisionsBefore(ctx context.Context, tx *db.Tx, before *Partnership, moment time.Time) (int64, error) {
	if before == nil {
		return 0, nil
	}
	last, found, err := s.revision(ctx, before.ID, before.Version)
	now := before.Record()
	if err != nil || found && len(Differences(last.Record, now)) == 0 {
		return before.Version, err
	}
	version := before.Version
	if found {
		version++
	}
	return version, s.addRevision(ctx, tx, before.ID, Revision{Version: version, At: moment, Cause: CauseImport, Record: now})
}
