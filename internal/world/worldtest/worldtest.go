// Package worldtest opens a small, real world for tests of what stands above it.
//
// It is the starter content itself, cut down: every party of the registry's
// partnerships, and the towns over 20,000 of Europe's middle and east. It lives in
// an SQLite database of the test's own, filled through the same code as a person's
// folder, so that nothing about it is invented. A test binary fills one folder; each
// test starts from a copy of it.
package worldtest

import (
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"twintown/internal/exchange"
	"twintown/internal/match"
	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
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
	return copied(t, clock.Fixed(dbtest.Today))
}

// Each runs fn on the small world once per engine, both at once. The database's clock
// is c, which the test moves; the world's own stands at dbtest.Today.
func Each(t *testing.T, fn func(t *testing.T, r Rooms, c *clocktest.Clock)) {
	t.Helper()
	both := func(engine string, made func(t *testing.T, c clock.Clock) Rooms) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			c := clocktest.At(dbtest.Today)
			fn(t, made(t, c), c)
		})
	}
	both("sqlite", copied)
	both("postgres", copiedRows)
}

// On is Open on an empty database of the caller's.
func On(t *testing.T, d *db.DB) Rooms {
	t.Helper()
	return open(t, d, t.TempDir())
}

// copied is the small world in a copy of the folder that was filled.
func copied(t *testing.T, c clock.Clock) Rooms {
	t.Helper()
	folder := t.TempDir()
	for name, content := range filled(t) {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return open(t, dbtest.SQLiteIn(t, folder, c), folder)
}

// copiedRows is the same on PostgreSQL: the rows of one database that was filled.
func copiedRows(t *testing.T, c clock.Clock) Rooms {
	t.Helper()
	rows, snapshot := filledRows(t)
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, world.SnapshotName), snapshot, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, dbtest.PostgreSQLWith(t, rows, c), folder)
}

func open(t *testing.T, d *db.DB, folder string) Rooms {
	t.Helper()
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if missing := catalog.Missing(); len(missing) > 0 {
			t.Errorf("messages that are not there: %q", missing)
		}
	})
	now := clock.Fixed(dbtest.Today)
	r := Rooms{Catalog: catalog, Stores: exchange.Stores{
		DB: d, Places: place.NewStore(d), Partnerships: partnership.NewStore(d),
		Sources: source.NewStore(d), Notices: match.NewStore(d), Clock: now,
	}}
	parties := sync.OnceValue(func() map[int64]bool { return parties(t) }) // a filled database asks for none
	err = exchange.ApplyStarterPart(t.Context(), r.Stores, func(town starter.Town) bool {
		return parties()[town.ID] || town.Population >= smallest && slices.Contains(countries, town.Country)
	})
	if err != nil {
		t.Fatal(err)
	}
	r.World, err = world.Open(t.Context(), world.Sources{
		DB: d, Places: r.Places, Partnerships: r.Partnerships, Notices: r.Notices, Catalog: catalog,
		Folder: folder, Clock: now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// What one folder and one PostgreSQL database hold once the small world was taken in.
var (
	filling  sync.Mutex
	files    map[string][]byte // database and snapshot
	rows     dbtest.Rows
	snapshot []byte // made from the rows
)

// filled are the files of a folder.
func filled(t *testing.T) map[string][]byte {
	t.Helper()
	filling.Lock()
	defer filling.Unlock()
	if files != nil {
		return files
	}
	folder := t.TempDir()
	d, err := db.Open(t.Context(), db.Options{Folder: folder, Clock: clock.Fixed(dbtest.Today)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	open(t, d, folder)
	if err := d.Close(); err != nil { // which takes the log into the file
		t.Fatal(err)
	}
	files = map[string][]byte{db.FileName: content(t, folder, db.FileName), world.SnapshotName: content(t, folder, world.SnapshotName)}
	return files
}

// filledRows are the rows of a database, and the snapshot that was made from them.
func filledRows(t *testing.T) (dbtest.Rows, []byte) {
	t.Helper()
	filling.Lock()
	defer filling.Unlock()
	if rows == nil {
		dsn, folder := dbtest.Migrated(t), t.TempDir()
		open(t, dbtest.OnDSN(t, dsn, clock.Fixed(dbtest.Today)), folder)
		rows, snapshot = dbtest.RowsOf(t, dsn), content(t, folder, world.SnapshotName)
	}
	return rows, snapshot
}

func content(t *testing.T, folder, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
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
