package backup

import (
	"context"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Run is one backup that was tried.
type Run struct {
	ID        string    `json:"id"`
	Occasion  string    `json:"occasion"`
	Begun     time.Time `json:"begun"`
	Finished  time.Time `json:"finished"`
	Place     string    `json:"place"` // file, or s3://bucket/name
	Taken     time.Time `json:"taken"` // the moment of the data in it
	Size      int64     `json:"size"`
	Sum       string    `json:"sum"`
	Rows      int64     `json:"rows"`
	Objects   int64     `json:"objects"`
	Lost      int64     `json:"lost"` // objects that could not be read
	Sealed    bool      `json:"sealed"`
	Verified  time.Time `json:"verified"`  // zero: never
	Rehearsed time.Time `json:"rehearsed"` // when it was last restored on trial; zero: never
	Failure   string    `json:"failure"`   // message key; "": it succeeded
}

// RunOf tells of a backup that was made and read back, at a moment.
func RunOf(occasion string, m Made, now time.Time) Run {
	return Run{
		ID: db.NewID(), Occasion: occasion, Place: m.Path,
		Begun: now.Add(-time.Duration(m.Seconds * float64(time.Second))), Finished: now, Verified: now,
		Taken: m.Header.Taken, Size: m.Size, Sum: m.Sum, Rows: m.Rows, Objects: m.Objects,
		Lost: int64(len(m.Lost)), Sealed: m.Sealed,
	}
}

// Runs remembers backups in the database.
type Runs struct{ db *db.DB }

// NewRuns returns the memory of an open, migrated database.
func NewRuns(d *db.DB) *Runs { return &Runs{d} }

// Note remembers a run, again where it is known.
func (s *Runs) Note(ctx context.Context, r Run) (err error) {
	defer errs.Wrap(&err, "Note(%s)", r.ID)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO backup_run (
				id, occasion, begun, finished, place, taken, size, sum,
				row_count, objects, lost, sealed, verified, rehearsed, failure
			) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
			ON CONFLICT (id) DO UPDATE SET
				verified  = excluded.verified,
				rehearsed = excluded.rehearsed,
				failure   = excluded.failure`,
			r.ID, r.Occasion, db.Micros(r.Begun), db.Micros(r.Finished), r.Place, db.Micros(r.Taken), r.Size, r.Sum,
			r.Rows, r.Objects, r.Lost, db.Flag(r.Sealed), db.Micros(r.Verified), db.Micros(r.Rehearsed), r.Failure)
		return err
	})
}

const runColumns = `
	id,
	occasion,
	begun,
	finished,
	place,
	taken,
	size,
	sum,
	row_count,
	objects,
	lost,
	sealed,
	verified,
	rehearsed,
	failure`

func scanRun(row db.Scanner) (r Run, err error) {
	var begun, finished, taken, sealed, verified, rehearsed int64
	err = row.Scan(
		&r.ID, &r.Occasion, &begun, &finished, &r.Place, &taken, &r.Size, &r.Sum,
		&r.Rows, &r.Objects, &r.Lost, &sealed, &verified, &rehearsed, &r.Failure,
	)
	r.Begun, r.Finished, r.Taken = db.Moment(begun), db.Moment(finished), db.Moment(taken)
	r.Verified, r.Rehearsed, r.Sealed = db.Moment(verified), db.Moment(rehearsed), sealed == 1
	return r, err
}

// Last returns the youngest backup that was read back whole; false where there is none.
// How long ago its Taken is, is how much work a lost disk would cost.
func (s *Runs) Last(ctx context.Context) (_ Run, found bool, err error) {
	defer errs.Wrap(&err, "Last")
	return db.One(ctx, s.db, scanRun, `
		SELECT `+runColumns+`
		FROM backup_run
		WHERE failure = '' AND verified > 0
		ORDER BY taken DESC
		LIMIT 1`)
}

// LastRehearsed returns the backup that was restored on trial last; false where there is
// none.
func (s *Runs) LastRehearsed(ctx context.Context) (_ Run, found bool, err error) {
	defer errs.Wrap(&err, "LastRehearsed")
	return db.One(ctx, s.db, scanRun, `
		SELECT `+runColumns+`
		FROM backup_run
		WHERE rehearsed > 0
		ORDER BY rehearsed DESC
		LIMIT 1`)
}

// List returns the runs that ended last, failed ones included.
func (s *Runs) List(ctx context.Context, most int) (_ []Run, err error) {
	defer errs.Wrap(&err, "List")
	return db.Collect(ctx, s.db, scanRun, `
		SELECT `+runColumns+`
		FROM backup_run
		ORDER BY finished DESC, id DESC
		LIMIT $1`, most)
}
