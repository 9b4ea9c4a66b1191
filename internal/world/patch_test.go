package world_test

import (
	"path/filepath"
	"strings"
	"testing"

	"twintown/internal/match"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/secret"
	"twintown/internal/source"
	"twintown/internal/world"
	"twintown/internal/world/worldtest"
)

// One act that a person records is seen at once by its own node and by others when they
// next ask, without reading the world again; and a start catches up from the snapshot.
func TestOneActDoesNotRebuildTheWorld(t *testing.T) {
	rooms := worldtest.Open(t)
	here, log := sources(t, rooms, t.TempDir())
	own := open(t, here)
	there, otherLog := sources(t, rooms, t.TempDir())
	other := open(t, there)
	before := own.Now()
	chain := people.NewLog(rooms.DB, secret.New(), filepath.Join(t.TempDir(), "anchors"))
	editor := partnership.NewEditor(rooms.Partnerships, chain, world.Follow(own, here.Log))

	const nest = 690548 // Uzhhorod, with which the city has no partnership
	details := partnership.Details{Kind: partnership.KindPartnership, Parties: []partnership.Party{{Place: bialystok}, {Place: nest}}}
	agreement := partnership.Act{Type: partnership.ActAgreement, Date: partnership.On(2024, 5, 1)}
	paper := partnership.Evidence{Sources: []source.Source{{Title: "Umowa"}}}
	log.Reset()
	otherLog.Reset()
	id, err := editor.Begin(t.Context(), people.System(), details, "", []partnership.Act{agreement}, paper)
	if err != nil {
		t.Fatal(err)
	}
	linked := func(k *world.Keeper) bool { return k.Now().Graph.Linked(bialystok, nest) }
	if !linked(own) || linked(other) || before.Graph.Linked(bialystok, nest) {
		t.Errorf("linked: own %t, other %t, before %t", linked(own), linked(other), before.Graph.Linked(bialystok, nest))
	}
	if err := other.Refresh(t.Context()); err != nil || !linked(other) {
		t.Errorf("the other node: %t, %v", linked(other), err)
	}
	for name, text := range map[string]string{"own": log.String(), "other": otherLog.String()} {
		if !strings.Contains(text, "world patched") || strings.Contains(text, "world ready") {
			t.Errorf("the %s node: %s", name, text)
		}
	}
	if own.Now().Places != before.Places {
		t.Error("the places were read again")
	}
	whole, err := rooms.Partnerships.Graph(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	sameGraph(t, whole, own.Now().Graph)
	result, err := own.Now().Ranker.Rank(match.Query{Place: bialystok, Limit: 3})
	if err != nil || len(result.Items) == 0 {
		t.Errorf("Rank: %v", err)
	}

	log.Reset()
	if again := open(t, here); !again.Now().Graph.Linked(bialystok, nest) || !strings.Contains(log.String(), "from_snapshot=true") {
		t.Errorf("a start after the change: %s", log)
	}
	p, err := rooms.Partnerships.ByID(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if err := editor.Withdraw(t.Context(), people.System(), id, p.Acts[0].ID, ""); err != nil {
		t.Fatal(err)
	}
	if whole, err = rooms.Partnerships.Graph(t.Context()); err != nil {
		t.Fatal(err)
	}
	sameGraph(t, whole, own.Now().Graph)
}

func sameGraph(t *testing.T, want, got *partnership.Graph) {
	t.Helper()
	if want.Len() != got.Len() {
		t.Fatalf("%d pairs, want %d", got.Len(), want.Len())
	}
	for p := range want.Pairs() {
		found := false
		for _, e := range got.Of(p.A) {
			found = found || e.Pair == p
		}
		if !found {
			t.Errorf("no pair %+v", p)
		}
	}
	if got.Stale(lang.DateOf(dbtest.Today)) {
		t.Error("the patched graph is stale")
	}
}
