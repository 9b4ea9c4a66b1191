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

// Daily has a job of that kind done each day at a local time, once among all nodes.
// A node that was off at that time does it when it starts; of days missed before, and
// of those that a jump of the clock skips, only the last one counts. The payload is
// the day, "2026-11-25".
func (r *Runner) Daily(kind string, hour, minute int, zone *time.Location) {
	r.daily = append(r.daily, daily{kind: kind, hour: hour, minute: minute, zone: zone})
}

// period is the day of the last moment at which the job came due.
func (d daily) period(now time.Time) string {
	local := now.In(d.zone)
	at := time.Date(local.Year(), local.Month(), local.Day(), d.hour, d.minute, 0, 0, d.zone)
	if local.Before(at) {
		local = time.Date(local.Year(), local.Month(), local.Day()-1, 12, 0, 0, 0, d.zone)
	}
	return local.Format(time.DateOnly)
}

// schedule asks for the jobs whose period has begun. The key is the period's, so that
// nodes, restarts and an hour that comes twice ask for the same one.
func (r *Runner) schedule(ctx context.Context, now time.Time) error {
	for i := range r.daily {
		d := &r.daily[i]
		period := d.period(now)
		if period == d.seen {
			continue
		}
		err := r.queue.db.Write(ctx, func(tx *db.Tx) error {
			_, err := r.queue.Enqueue(ctx, tx, New{
				Kind: d.kind, Key: fmt.Sprintf("daily:%s:%s", d.kind, period), Payload: period, After: now,
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
