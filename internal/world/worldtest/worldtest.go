// Package worldtest opens a small, real world for tests of what stands above it.
//
// It is the starter content itself, cut down: every party of the registry's
// partnerships, and the towns over 20,000 of Europe's middle and east. It lives in
// an SQLite database of the test's own, filled through the same code as a person's
// folder, so that nothing about it is invented.
package worldtest

import (
	"log/slog"
	"slices"
	"testing"

	"twintown/internal/exchange"
	"twintown/internal/match"
	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/lang"
	"twintown/internal/source"
	"twintown/internal/world"
	"twintown/starter"
	"twintown/starter/registry"
)

// Rooms are the stores and the world over one small database.
type Rooms struct {
	exchange.Stores
	Catalog *lang.Catalog
	World   *world.Keeper
}

// countries are those whose towns stay.
var countries = []string{"PL", "LT", "LV", "EE", "BY", "UA", "DE", "CZ", "SK", "RU"}

const smallest = 20_000

// Open returns the small world. The clock stands at dbtest.Today.
func Open(t *testing.T) Rooms {
	t.Helper()
	d := dbtest.SQLite(t)
	return On(t, d)
}

// On is Open on a database of the caller's.
func On(t *testing.T, d *db.DB) Rooms {
	t.Helper()
	catalog, err := lang.Default()
	if err != nil {
		t.Fatal(err)
	}
	now := clock.Fixed(dbtest.Today)
	r := Rooms{Catalog: catalog, Stores: exchange.Stores{
		DB: d, Places: place.NewStore(d), Partnerships: partnership.NewStore(d),
		Sources: source.NewStore(d), Notices: match.NewStore(d), Clock: now,
	}}
	parties := parties(t)
	err = exchange.ApplyStarterPart(t.Context(), r.Stores, func(town starter.Town) bool {
		return parties[town.ID] || town.Population >= smallest && slices.Contains(countries, town.Country)
	})
	if err != nil {
		t.Fatal(err)
	}
	r.World, err = world.Open(t.Context(), world.Sources{
		DB: d, Places: r.Places, Partnerships: r.Partnerships, Notices: r.Notices, Catalog: catalog,
		Folder: t.TempDir(), Clock: now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func parties(t *testing.T) map[int64]bool {
	t.Helper()
	reg, err := registry.Read()
	if err != nil {
		t.Fatal(err)
	}
	all := map[int64]bool{}
	for _, p := range reg.Partnerships {
		for _, party := range p.Parties {
			all[party.Place] = true
		}
	}
	return all
}
