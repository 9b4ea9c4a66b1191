package main

import (
	"context"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/jobs"
)

// followKind is the nightly job that brings the working sides of meetings in step with their
// days, where these were changed in another way than by the form: a change that somebody took
// back, an older state that was restored.
const followKind = "guests.follow"

// followMeetings says who does it. It runs before the purge, which counts from these days.
func (n *node) followMeetings(r *jobs.Runner) {
	r.Handle(jobs.Kind{Name: followKind, Do: func(ctx context.Context, j jobs.Job) error {
		if _, err := n.guests.FollowAll(ctx, people.System()); err != nil {
			return err
		}
		return n.db.Write(ctx, func(tx *db.Tx) error { return j.Finish(ctx, tx) })
	}})
	r.Daily(followKind, 3, 30, time.UTC)
}
