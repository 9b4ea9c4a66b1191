package main

import (
	"context"
	"time"

	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
	"twintown/internal/privacy"
	"twintown/internal/seek"
	"twintown/internal/seek/follow"
)

// openFollow makes what tells people of new requests. It needs the outbox and the requests.
func (n *node) openFollow(base string, catalog *lang.Catalog) {
	n.follow = follow.New(follow.Rooms{
		DB: n.db, People: n.people, Outbox: n.outbox, Key: n.key, Clock: clock.System(), BaseURL: base, Languages: catalog.Languages(),
		Board: n.fits.Board, Zone: n.homeZone,
		Name: func(place int64, language string) string { return n.world.Now().Places.DisplayName(place, language) },
		Town: func(place int64) seek.Town {
			p, _ := n.world.Now().Places.Get(place)
			return seek.Town{Country: p.Country, People: max(p.Population, 0)}
		},
	})
}

// followKinds are its jobs: letters leave before the offices open, by the clock of the site's
// home town.
func (n *node) followKinds(r *jobs.Runner) {
	r.Handle(jobs.Kind{Name: follow.DigestKind, Do: n.follow.Digest})
	r.Daily(follow.DigestKind, 6, 10, n.homeZone())
}

// homeZone is the time zone of the operator's home town; UTC where none is known.
func (n *node) homeZone() *time.Location {
	if n.operator == nil || n.world == nil {
		return time.UTC
	}
	p, _ := n.world.Now().Places.Get(n.operator.Now().HomePlace)
	zone, err := time.LoadLocation(p.Zone) // "" is UTC
	if err != nil {
		return time.UTC
	}
	return zone
}

// followHolder tells what it keeps about people.
func (n *node) followHolder() privacy.Holder {
	desk := n.follow
	if desk == nil { // a command that erases opens no requests
		desk = follow.New(follow.Rooms{DB: n.db})
	}
	return privacy.Holder{
		Name: "searches",
		Export: func(ctx context.Context, p privacy.Person) (privacy.Export, error) {
			own, found, err := desk.OwnOf(ctx, p.Account)
			if !found {
				return privacy.Export{}, err
			}
			return privacy.Export{Data: own}, err
		},
		Erase: func(ctx context.Context, tx *db.Tx, p privacy.Person) error { return desk.Erase(ctx, tx, p.Account) },
	}
}
