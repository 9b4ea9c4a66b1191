package main

import (
	"log/slog"

	"twintown/internal/platform/clock"
	"twintown/internal/press"
	"twintown/internal/world"
)

// openPress opens what is published, whose changes the node's memory follows.
func (n *node) openPress(log *slog.Logger) {
	n.press = press.NewStore(n.db, n.log, clock.System(), world.Follow(n.world, log))
}
