package jobs

import (
	"context"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Filter says which jobs a list holds; empty fields mean all.
type Filter struct {
	State State
	Kind  string
	Limit int // 0: 100
}

// List are the newest jobs that fit, those that changed state last first.
func (q *Queue) List(ctx context.Context, f Filter) (_ []Job, err error) {
	defer errs.Wrap(&err, "jobs.List")
	return db.Collect(ctx, q.db, scan, `
		SELECT `+columns+`
		  FROM job
		 WHERE ($1 = '' OR state = $1) AND ($2 = '' OR kind = $2)
		 ORDER BY CASE WHEN finished > run_after THEN finished ELSE run_after END DESC, id DESC
		 LIMIT $3`, string(f.State), f.Kind, orElse(f.Limit, 100))
}

// ByKey is the job that does the work of a key; ok is false where it was done long ago, or
// never asked for.
func (q *Queue) ByKey(ctx context.Context, key string) (_ Job, ok bool, err error) {
	defer errs.Wrap(&err, "jobs.ByKey")
	return db.One(ctx, q.db, scan, `SELECT `+columns+` FROM job WHERE unique_key = $1`, key)
}

// Count says how many jobs are in each state.
func (q *Queue) Count(ctx context.Context) (_ map[State]int, err error) {
	defer errs.Wrap(&err, "jobs.Count")
	n := map[State]int{}
	err = db.Each(ctx, q.db, func(row db.Scanner) error {
		var s State
		var count int
		err := row.Scan(&s, &count)
		n[s] = count
		return err
	}, `SELECT state, COUNT(*) FROM job GROUP BY state`)
	return n, err
}

// KindCount is how many jobs of a kind are in a state.
type KindCount struct {
	Kind  string
	State State
	Jobs  int
}

// CountKinds says how many jobs of each kind are in each state.
func (q *Queue) CountKinds(ctx context.Context) (_ []KindCount, err error) {
	defer errs.Wrap(&err, "jobs.CountKinds")
	return db.Collect(ctx, q.db, func(row db.Scanner) (c KindCount, err error) {
		return c, row.Scan(&c.Kind, &c.State, &c.Jobs)
	}, `SELECT kind, state, COUNT(*) FROM job GROUP BY kind, state ORDER BY kind, state`)
}

// Restart has a parked job begun again, with all its attempts before it.
func (q *Queue) Restart(ctx context.Context, tx *db.Tx, id string) (err error) {
	defer errs.Wrap(&err, "jobs.Restart(%s)", id)
	r, err := tx.ExecContext(ctx, `
		UPDATE job
		   SET state = 'waiting', attempts = 0, run_after = $2, finished = 0
		 WHERE id = $1 AND state = 'parked'`, id, tx.Now())
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errs.New(errs.NotFound, lang.Msg("jobs.not_parked"), err)
	}
	tx.AfterCommit(q.Wake)
	return nil
}

const (
	purgeKind = "jobs.purge"
	keepDone  = 14 * 24 * time.Hour // long enough to ask what happened over a holiday
)

// purge removes jobs that were done long ago. Parked ones stay until a person comes.
func (r *Runner) purge(ctx context.Context, _ Job) error {
	before := r.opt.Clock.Now().Add(-keepDone).UnixMicro()
	return r.queue.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM job WHERE state = 'done' AND finished < $1`, before)
		return err
	})
}
