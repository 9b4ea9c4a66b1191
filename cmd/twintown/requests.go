package main

import (
	"context"
	"time"

	"twintown/internal/platform/clock"
	"twintown/internal/platform/jobs"
	"twintown/internal/seek"
	"twintown/internal/seek/fit"
)

// openRequests opens the requests of towns that seek partners, and what asks the towns
// whether they are still meant. follow is called after each change of one.
func (n *node) openRequests(base string, languages []string, follow func(context.Context)) {
	n.requests = seek.NewStore(n.db, n.log, follow)
	n.fits = fit.NewSource(n.partnerships, n.requests, func() fit.Now {
		w := n.world.Now()
		return fit.Now{Version: w.Version, Places: w.Places, Graph: w.Graph, Ranker: w.Ranker}
	})
	n.stillSeeks = &seek.Reminder{
		Store: n.requests, DB: n.db, People: n.people, Outbox: n.outbox, Key: n.key, Clock: clock.System(), BaseURL: base, Languages: languages,
	}
}

// requestKinds are its jobs. Reminders leave before the offices open.
func (n *node) requestKinds(r *jobs.Runner) {
	r.Handle(jobs.Kind{Name: seek.RemindKind, Do: n.stillSeeks.Remind})
	r.Daily(seek.RemindKind, 5, 40, time.UTC)
}
