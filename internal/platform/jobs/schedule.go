package jobs

import (
	"context"
	"fmt"
	"time"

	"twintown/internal/platform/db"
)

// daily is a job that comes again each day.
type daily struct {
	kind         string
	hour, minute int
	zone         *time.Location
	seen         string // the period that was asked for last
}

// Daily has a job of that kind done each day at a local time, once among all nodes, and
// for the first time at the first such hour after an installation began with it: a fresh
// one has missed nothing. A node that was off at that time does it when it starts; of days
// missed before, and of those that a jump of the clock skips, only the last one counts.
// The payload is the day, "2026-11-25".
func (r *Runner) Daily(kind string, hour, minute int, zone *time.Location) {
	r.daily = append(r.daily, daily{kind: kind, hour: hour, minute: minute, zone: zone})
}

// period is the day of the last moment at which the job came due, and that moment.
func (d daily) period(now time.Time) (day string, due time.Time) {
	local := now.In(d.zone)
	at := func(days int) time.Time {
		return time.Date(local.Year(), local.Month(), local.Day()+days, d.hour, d.minute, 0, 0, d.zone)
	}
	if due = at(0); local.Before(due) {
		due = at(-1)
		local = time.Date(local.Year(), local.Month(), local.Day()-1, 12, 0, 0, 0, d.zone)
	}
	return local.Format(time.DateOnly), due
}

// schedule asks for the jobs whose period has begun. The key is the period's, so that
// nodes, restarts and an hour that comes twice ask for the same one.
func (r *Runner) schedule(ctx context.Context, now time.Time) error {
	for i := range r.daily {
		d := &r.daily[i]
		period, due := d.period(now)
		if period == d.seen {
			continue
		}
		err := r.queue.db.Write(ctx, func(tx *db.Tx) error {
			since, err := d.since(ctx, tx, now)
			if err != nil || due.Before(since) {
				return err
			}
			_, err = r.queue.Enqueue(ctx, tx, New{
				Kind: d.kind, Key: d.key() + period, Payload: period, After: now,
			})
			return err
		})
		if err != nil {
			return err
		}
		d.seen = period
	}
	return nil
}

// key is what the keys of the job's periods begin with.
func (d daily) key() string { return fmt.Sprintf("daily:%s:", d.kind) }

// since is when the installation began with the job. It is noted when a node first asks; a
// moment that has not come is a clock that was wrong. An installation of an earlier
// release, which noted nothing, has done the job before.
func (d daily) since(ctx context.Context, tx *db.Tx, now time.Time) (time.Time, error) {
	name := "daily_since " + d.kind
	noted, err := tx.Meta(ctx, name)
	if err != nil || noted != 0 && noted <= now.UnixMicro() {
		return time.UnixMicro(noted), err
	}
	_, before, err := db.One(ctx, tx, func(row db.Scanner) (n int, err error) { return n, row.Scan(&n) },
		`SELECT 1 FROM job WHERE kind = $1 AND unique_key LIKE $2 LIMIT 1`, d.kind, d.key()+"%")
	if err != nil {
		return time.Time{}, err
	}
	began := now
	if before && noted == 0 {
		began = time.UnixMicro(1)
	}
	return began, tx.SetMeta(ctx, name, began.UnixMicro())
}
