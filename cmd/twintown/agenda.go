package main

import (
	"context"
	"time"

	"twintown/internal/document"
	"twintown/internal/meeting/agenda"
	"twintown/internal/platform/db"
	"twintown/internal/privacy"
)

// openAgendas opens the programmes of meetings. follow is called after each change that
// readers see; the outbox must be there already where speakers are to be told. Who else is
// concerned by a programme (delegations) is given to the store here.
func (n *node) openAgendas(follow func(context.Context)) {
	n.agendas = agenda.NewStore(n.db, n.log, n.key, n.outbox, follow)
}

// speakerHolder are the speakers of meetings: who they are, where they are written to, what
// they agreed to, and their photos.
func (n *node) speakerHolder() privacy.Holder {
	if n.agendas == nil { // a command erases too, such as restore
		n.openAgendas(nil)
	}
	photos := document.NewStore(n.db, nil, document.Options{Naming: n.partnerships.NamingDocument}) // of rows alone: commands have no objects open
	erase := func(ctx context.Context, tx *db.Tx, ids []string, err error) error {
		for _, id := range ids {
			if err == nil {
				err = photos.Erase(ctx, tx, id)
			}
		}
		return err
	}
	return privacy.Holder{
		Name: "speakers",
		Export: func(ctx context.Context, p privacy.Person) (privacy.Export, error) {
			kept, err := n.agendas.Of(ctx, p.Email)
			if len(kept) == 0 {
				return privacy.Export{}, err
			}
			return privacy.Export{Data: kept}, err
		},
		Erase: func(ctx context.Context, tx *db.Tx, p privacy.Person) error {
			ids, err := n.agendas.Erase(ctx, tx, p.Email)
			return erase(ctx, tx, ids, err)
		},
		Rules: []privacy.Rule{{
			Name: "speakers.past", After: agenda.KeptFor, Due: agenda.Due,
			Purge: func(ctx context.Context, tx *db.Tx, before time.Time) (int, error) {
				changed, ids, err := n.agendas.Purge(ctx, tx, before)
				return changed, erase(ctx, tx, ids, err)
			},
		}},
	}
}
