package main

import (
	"context"
	"log/slog"

	"twintown/internal/meeting"
	"twintown/internal/platform/blob"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/jobs"
	"twintown/internal/press"
	"twintown/internal/world"
)

// openPress opens what is published and meetings, whose changes the node's memory follows,
// and what draws pictures.
func (n *node) openPress(objects blob.Store, log *slog.Logger) {
	n.press = press.NewStore(n.db, n.log, clock.System(), world.Follow(n.world, log))
	n.meetings = meeting.NewStore(n.db, n.log, n.press)
	n.drawer = press.NewDrawer(n.press, objects, func(ctx context.Context, document string) (string, error) {
		d, err := n.documents.Of(ctx, document)
		if err != nil || d.Gone() {
			return "", err
		}
		return d.Display.Blob, nil
	})
}

// drawPictures has the runner draw pictures.
func (n *node) drawPictures(r *jobs.Runner) {
	r.Handle(n.drawer.Kind())
}
