package main

import (
	"time"

	"twintown/internal/care"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/jobs"
)

// openCare makes what looks after partnerships: dates, digests, questions to partners.
// It needs the outbox.
func (n *node) openCare(base string) {
	n.care = care.New(care.Rooms{
		DB: n.db, Partnerships: n.partnerships, Sources: n.sources, People: n.people, Outbox: n.outbox,
		Key: n.key, Clock: clock.System(), BaseURL: base,
		Name: func(place int64, language string) string { return n.world.Now().Places.DisplayName(place, language) },
	})
}

// careKinds are its jobs. Digests leave before the offices open.
func (n *node) careKinds(r *jobs.Runner) {
	r.Handle(jobs.Kind{Name: care.DigestKind, Do: n.care.Digest})
	r.Daily(care.DigestKind, 5, 20, time.UTC)
}
