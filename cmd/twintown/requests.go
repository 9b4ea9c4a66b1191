package main

import (
	"context"

	"twintown/internal/seek"
)

// openRequests opens the requests of towns that seek partners. follow is called after each
// change of one.
func (n *node) openRequests(follow func(context.Context)) {
	n.requests = seek.NewStore(n.db, n.log, follow)
}
