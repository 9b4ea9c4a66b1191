package world_test

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"twintown/internal/exchange"
	"twintown/internal/match"
	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/world"
	"twintown/internal/world/worldtest"
)

const (
	bialystok = 776069
	hrodna    = 627904
)

// sources are those of the small world, with a folder, a clock and a log that
// the test looks at.
func sources(t *testing.T, rooms worldtest.Rooms, folder string) (world.Sources, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	return world.Sources{
		DB: rooms.DB, Places: rooms.Places, Partnerships: rooms.Partnerships, Notices: rooms.Notices, Catalog: rooms.Catalog,
		Folder: folder, Clock: clock.Fixed(dbtest.Today), Log: slog.New(slog.NewTextHandler(&log, nil)),
	}, &log
}

func open(t *testing.T, src world.Sources) *world.Keeper {
	t.Helper()
	k, err := world.Open(t.Context(), src)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// One small world serves all of the stories below: each has a folder of its own.
func TestWorld(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, _ *clocktest.Clock) {
		for name, story := range map[string]func(*testing.T, worldtest.Rooms){
			"answers look-up and ranking":         answers,
			"starts from its snapshot":            startsFromSnapshot,
			"takes no other database's":           otherDatabase,
			"sees a change of the data":           seesChange,
			"keeps what a project has no part in": keepsTheRest,
			"prefers a trained model":             trainedModel,
			"goes on without a damaged model":     damagedModel,
			"works where nothing can be stored":   noFolder,
		} {
			t.Run(name, func(t *testing.T) { story(t, rooms) })
		}
	})
}

func answers(t *testing.T, rooms worldtest.Rooms) {
	w := rooms.World.Now()
	if hits := w.Places.Find(place.Query{Text: "Горадня, Беларусь", Limit: 1}); len(hits) != 1 || hits[0].ID != hrodna {
		t.Errorf("Find = %v, want Hrodna", hits)
	}
	result, err := w.Ranker.Rank(match.Query{Place: bialystok, Limit: 5})
	if err != nil || len(result.Items) != 5 {
		t.Errorf("Rank = %d suggestions, %v", len(result.Items), err)
	}
}

func startsFromSnapshot(t *testing.T, rooms worldtest.Rooms) {
	folder := t.TempDir()
	src, log := sources(t, rooms, folder)
	first := open(t, src).Now()
	if !strings.Contains(log.String(), "from_snapshot=false") {
		t.Errorf("the first start used a snapshot: %s", log)
	}
	log.Reset()
	again := open(t, src).Now()
	if !strings.Contains(log.String(), "from_snapshot=true") {
		t.Errorf("the second start did not use the snapshot: %s", log)
	}
	if first.Places.Len() != again.Places.Len() || first.Graph.Len() != again.Graph.Len() {
		t.Errorf("%d places and %d links from the database, %d and %d from the snapshot",
			first.Places.Len(), first.Graph.Len(), again.Places.Len(), again.Graph.Len())
	}
	if got, want := again.Places.DisplayName(hrodna, "lt"), first.Places.DisplayName(hrodna, "lt"); got != want {
		t.Errorf("Hrodna is %q in the snapshot, %q in the database", got, want)
	}
}

// A damaged snapshot is made again, wherever the damage is. A world of two towns shows it
// as well as a large one, and is made quickly.
func TestDamagedSnapshot(t *testing.T) {
	folder := t.TempDir()
	src, log := sources(t, twoTowns(t), folder)
	want := open(t, src).Now()
	path := filepath.Join(folder, world.SnapshotName)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []int{0, 9, 60, len(whole) / 3, len(whole) / 2, len(whole) - 40, len(whole) - 1} {
		for what, damaged := range map[string][]byte{
			"a flipped bit": append(append(bytes.Clone(whole[:at]), whole[at]^1), whole[at+1:]...),
			"cut off":       bytes.Clone(whole[:at]),
		} {
			if err := os.WriteFile(path, damaged, 0o600); err != nil {
				t.Fatal(err)
			}
			log.Reset()
			got := open(t, src).Now()
			if !strings.Contains(log.String(), "from_snapshot=false") {
				t.Errorf("%s at byte %d of %d was not noticed", what, at, len(whole))
			}
			if got.Places.Len() != want.Places.Len() || got.Graph.Len() != want.Graph.Len() {
				t.Errorf("%s at byte %d: another world", what, at)
			}
		}
	}
}

// twoTowns are a world of two towns.
func twoTowns(t *testing.T) worldtest.Rooms {
	t.Helper()
	d := dbtest.SQLite(t)
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	r := worldtest.Rooms{Catalog: catalog, Stores: exchange.Stores{
		DB: d, Places: place.NewStore(d), Partnerships: partnership.NewStore(d), Notices: match.NewStore(d),
	}}
	put(t, r, place.Place{ID: bialystok, Name: "Białystok", Country: "PL", Lat: 53.13, Lon: 23.16, Kind: place.Settlement},
		place.Place{ID: hrodna, Name: "Hrodna", Country: "BY", Lat: 53.68, Lon: 23.83, Kind: place.Settlement})
	return r
}

// put takes places in.
func put(t *testing.T, rooms worldtest.Rooms, all ...place.Place) {
	t.Helper()
	err := rooms.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := rooms.Places.PutPlaces(t.Context(), tx, slices.Values(all), place.Import{Origin: "test"})
		if err != nil {
			return err
		}
		return tx.Touch(t.Context())
	})
	if err != nil {
		t.Fatal(err)
	}
}

func otherDatabase(t *testing.T, rooms worldtest.Rooms) {
	folder := t.TempDir()
	src, _ := sources(t, rooms, folder)
	open(t, src)
	other := dbtest.SQLite(t)
	src.DB, src.Places = other, place.NewStore(other)
	src.Partnerships, src.Notices = partnership.NewStore(other), match.NewStore(other)
	if got := open(t, src).Now().Places.Len(); got != 0 {
		t.Errorf("an empty database got %d places from another's snapshot", got)
	}
}

func seesChange(t *testing.T, rooms worldtest.Rooms) {
	src, _ := sources(t, rooms, t.TempDir())
	k := open(t, src)
	before := k.Now()
	if err := k.Refresh(t.Context()); err != nil || k.Now() != before {
		t.Errorf("Refresh without a change: %v, or another world", err)
	}
	added := place.Place{ID: place.FirstOwnNumber + 999, Name: "Gmina Nowa Testowa", Country: "PL", Lat: 53, Lon: 23, Kind: place.Municipality}
	put(t, rooms, added)
	if err := k.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, found := k.Now().Places.Get(added.ID); !found {
		t.Error("the refreshed world does not know the new place")
	}
	if _, found := before.Places.Get(added.ID); found {
		t.Error("a world that was handed out has changed")
	}
}

func trainedModel(t *testing.T, rooms worldtest.Rooms) {
	folder := t.TempDir()
	src, _ := sources(t, rooms, folder)
	model, err := match.DefaultModel()
	if err != nil {
		t.Fatal(err)
	}
	model.Trained = "a test"
	if err := world.WriteModel(filepath.Join(folder, world.ModelName), model); err != nil {
		t.Fatal(err)
	}
	if got := open(t, src).Now().Ranker.Model().Trained; got != "a test" {
		t.Errorf("the world ranks with the model of %q", got)
	}
}

func damagedModel(t *testing.T, rooms worldtest.Rooms) {
	folder := t.TempDir()
	src, log := sources(t, rooms, folder)
	if err := os.WriteFile(filepath.Join(folder, world.ModelName), []byte("half a mod"), 0o600); err != nil {
		t.Fatal(err)
	}
	if open(t, src).Now().Ranker == nil || !strings.Contains(log.String(), "cannot be read") {
		t.Errorf("a damaged model: no ranking, or no word of it: %s", log)
	}
}

func noFolder(t *testing.T, rooms worldtest.Rooms) {
	file := filepath.Join(t.TempDir(), "a file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	src, log := sources(t, rooms, file)
	if open(t, src).Now().Places.Len() == 0 || !strings.Contains(log.String(), "could not be written") {
		t.Errorf("without a folder: no world, or no word of it: %s", log)
	}
}

// A change of what the world does not hold moves its version, so that pages are made anew, and nothing else.
func keepsTheRest(t *testing.T, rooms worldtest.Rooms) {
	src, _ := sources(t, rooms, t.TempDir())
	k := open(t, src)
	before := k.Now()
	if err := rooms.DB.Write(t.Context(), func(tx *db.Tx) error { return tx.TouchOne(t.Context(), "project", "a") }); err != nil {
		t.Fatal(err)
	}
	if err := k.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if now := k.Now(); now.Version != before.Version+1 || now.Places != before.Places || now.Graph != before.Graph {
		t.Errorf("version %d after %d, the same places: %t, the same graph: %t", now.Version, before.Version, now.Places == before.Places, now.Graph == before.Graph)
	}
}
