package jobs

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// due says whether a job waits for a node: a look that writes nothing, so that an
// idle node costs nothing.
func (q *Queue) due(ctx context.Context, now time.Time) (bool, error) {
	return db.Exists(ctx, q.db, `SELECT 1 FROM job WHERE state = 'waiting' AND run_after <= $1 LIMIT 1`, now.UnixMicro())
}

// recover takes back the jobs whose lease ran out: their node died or lost touch.
func (q *Queue) recover(ctx context.Context, now time.Time) error {
	some, err := db.Exists(ctx, q.db, `SELECT 1 FROM job WHERE state = 'running' AND lease_until < $1 LIMIT 1`, now.UnixMicro())
	if err != nil || !some {
		return err
	}
	return q.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `
			UPDATE job
			   SET state = 'waiting', lease_owner = '', last_error = 'the node that did it went away'
			 WHERE state = 'running' AND lease_until < $1`, now.UnixMicro())
		return err
	})
}

// claim takes the job of one of the kinds that has been due the longest, for the
// length of the lease. ok is false where there is none.
func (q *Queue) claim(ctx context.Context, now time.Time, lease time.Duration, node string, kinds []string) (j Job, ok bool, err error) {
	owner := node + "/" + db.NewID() // one claim's, so that a sleeper who wakes up cannot finish another's
	args := []any{owner, now.Add(lease).UnixMicro(), now.UnixMicro()}
	var in []string
	for _, kind := range kinds {
		args = append(args, kind)
		in = append(in, "$"+strconv.Itoa(len(args)))
	}
	err = q.db.Write(ctx, func(tx *db.Tx) (err error) {
		j, ok, err = db.One(ctx, tx, scan, `
			UPDATE job
			   SET state = 'running', attempts = attempts + 1, lease_owner = $1, lease_until = $2
			 WHERE id = (SELECT id
			               FROM job
			              WHERE state = 'waiting' AND run_after <= $3 AND kind IN (`+strings.Join(in, ", ")+`)
			              ORDER BY run_after, id
			              LIMIT 1`+tx.SkipLocked()+`)
			RETURNING `+columns, args...)
		return err
	})
	return j, ok, err
}

// renew makes a lease last from now on.
func (q *Queue) renew(ctx context.Context, now time.Time, lease time.Duration, j Job) error {
	return q.db.Write(ctx, func(tx *db.Tx) error {
		return j.change(ctx, tx, `lease_until = $3`, now.Add(lease).UnixMicro())
	})
}

// errLost says that the job belongs to another by now: whatever its first node
// found out does not count any more.
var errLost = errors.New("jobs: the lease has ended, another node has the job")

// Finish notes inside tx that the job is done. A handler calls it in the transaction
// that holds its effect, so that the effect is kept once however often the job is
// begun. It fails where the job meanwhile belongs to another node: then nothing of tx
// may be kept.
func (j Job) Finish(ctx context.Context, tx *db.Tx) (err error) {
	defer errs.Wrap(&err, "jobs.Finish(%s)", j.ID)
	return j.change(ctx, tx, `state = 'done', last_error = '', finished = $3`, tx.Now())
}

// fail sets the job aside until a moment, with the reason.
func (q *Queue) fail(ctx context.Context, j Job, next time.Time, reason string) error {
	return q.db.Write(ctx, func(tx *db.Tx) error {
		return j.change(ctx, tx, `state = 'waiting', run_after = $3, last_error = $4`, next.UnixMicro(), reason)
	})
}

// park sets the job aside until a person looks at it.
func (q *Queue) park(ctx context.Context, j Job, reason string) error {
	return q.db.Write(ctx, func(tx *db.Tx) error {
		return j.change(ctx, tx, `state = 'parked', finished = $3, last_error = $4`, tx.Now(), reason)
	})
}

// giveBack lets another node do the job; the attempt does not count.
func (q *Queue) giveBack(ctx context.Context, j Job) error {
	return q.db.Write(ctx, func(tx *db.Tx) error {
		return j.change(ctx, tx, `state = 'waiting', attempts = attempts - 1`)
	})
}

// change writes to the row as long as the lease is the job's own.
func (j Job) change(ctx context.Context, tx *db.Tx, set string, args ...any) error {
	r, err := tx.ExecContext(ctx, `
		UPDATE job
		   SET `+set+`
		 WHERE id = $1 AND lease_owner = $2 AND state = 'running'`,
		append([]any{j.ID, j.lease}, args...)...)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, errLost)
	}
	return nil
}
