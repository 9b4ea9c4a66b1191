package main

import (
	"context"
	"log/slog"
	"time"

	"twintown/internal/document"
	"twintown/internal/meeting"
	"twintown/internal/platform/blob"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/jobs"
	"twintown/internal/press"
	"twintown/internal/privacy"
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

// drawPictures has the runner draw the pictures of galleries and of texts.
func (n *node) drawPictures(r *jobs.Runner) {
	r.Handle(n.drawer.Kind())
	r.Handle(n.documents.Kind())
}

// pictureHolder are the pictures of galleries: who sent them, and the notes on the consent of
// those in them. What was taken away is deleted with its originals.
func (n *node) pictureHolder() privacy.Holder {
	rows := press.NewStore(n.db, n.log, clock.System(), nil)
	originals := document.NewStore(n.db, nil, document.Options{Naming: n.partnerships.NamingDocument}) // of rows alone: commands have no objects open
	return privacy.Holder{
		Name: "pictures",
		Export: func(ctx context.Context, p privacy.Person) (privacy.Export, error) {
			about, err := rows.About(ctx, p.Account, p.Email)
			if len(about) == 0 {
				return privacy.Export{}, err
			}
			return privacy.Export{Data: about}, err
		},
		Erase: func(ctx context.Context, tx *db.Tx, p privacy.Person) error { return press.Forget(ctx, tx, p.Email) },
		Rules: []privacy.Rule{{
			Name: "pictures.withdrawn", After: press.KeptFor, Due: press.Withdrawn,
			Purge: func(ctx context.Context, tx *db.Tx, before time.Time) (int, error) {
				documents, err := press.ForgetWithdrawn(ctx, tx, before)
				for _, id := range documents {
					if err == nil {
						err = originals.Erase(ctx, tx, id)
					}
				}
				return len(documents), err
			},
		}},
	}
}
