// Package world is what a node holds in memory.
//
// Look-up and ranking answer in milliseconds because every node keeps the name
// index, the partnership graph and the ranking model in memory. A [World] is one
// immutable set of them, built from one version of the data; whoever answers a
// request takes the present one once and uses it to the end:
//
//	w := keeper.Now()
//	hits := w.Places.Find(place.Query{Text: "Hrodna"})
//
// A [Keeper] hands it out. At the start it reads the snapshot in the data folder,
// if that was made from this database at this version; otherwise it reads the
// database and writes a new snapshot. [Keeper.Watch] then asks the database every
// two seconds whether the data's version moved, and builds the next world beside
// the present one, which goes on answering meanwhile. Where single partnerships
// changed, the next world is the present one with those alone read anew: that takes
// milliseconds. The node that wrote a change calls [Keeper.Refresh] itself and does
// not wait for the watcher.
package world

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"twintown/internal/match"
	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// World is one immutable set of what answers from memory.
type World struct {
	Version int64 // of the data it was built from
	Built   time.Time
	Places  *place.Atlas
	Graph   *partnership.Graph
	Ranker  *match.Ranker
}

// Sources are what a world is built from.
type Sources struct {
	DB           *db.DB
	Places       *place.Store
	Partnerships *partnership.Store
	Notices      *match.Store
	Catalog      *lang.Catalog // names countries, by which a query can be narrowed
	Folder       string        // data folder: holds the snapshot and, after training, a model
	Clock        clock.Clock
	Log          *slog.Logger
}

// Keeper hands out the present world and replaces it when the data changes. It
// is safe for concurrent use.
type Keeper struct {
	src    Sources
	now    atomic.Pointer[World]
	turn   sync.Mutex // one refresh at a time
	made   stamp      // of the present world, but for its version
	behind int        // how many partnerships the snapshot lacks
	saving sync.Mutex // one writer of the snapshot at a time
}

// Open loads the present world. It takes well under two seconds from a snapshot,
// a few more without one.
func Open(ctx context.Context, src Sources) (_ *Keeper, err error) {
	defer errs.Wrap(&err, "Open world")
	k := &Keeper{src: src}
	return k, k.refresh(ctx)
}

// Now returns the present world.
func (k *Keeper) Now() *World { return k.now.Load() }

// pollEvery is how often a node asks whether the data changed: seldom enough
// to cost nothing, often enough that an editor sees the change on other nodes
// when looking for it.
const pollEvery = 2 * time.Second

// Watch refreshes the world when the data's version moves, until ctx ends. A
// failure is logged and tried again; the present world stays.
func (k *Keeper) Watch(ctx context.Context) {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := k.Refresh(ctx); err != nil && ctx.Err() == nil {
				k.src.Log.Error("the world could not be refreshed", "error", err)
			}
			k.saveWhenDue()
		}
	}
}

// Refresh builds the next world if the data's version moved since the present
// one, or if the day did and a term or a notice has run out.
func (k *Keeper) Refresh(ctx context.Context) error {
	k.turn.Lock()
	defer k.turn.Unlock()
	present := k.Now()
	n, err := k.since(ctx, present.Version)
	if err != nil || n.version == present.Version && !k.stale(present.Graph) {
		return err
	}
	if n.whole {
		return k.refresh(ctx)
	}
	return k.patch(ctx, n)
}

// stale says whether a status in the graph has changed by itself.
func (k *Keeper) stale(g *partnership.Graph) bool {
	return g.Stale(lang.DateOf(k.src.Clock.Now()))
}

func (k *Keeper) refresh(ctx context.Context) error {
	stamp, err := k.stamp(ctx)
	if err != nil {
		return err
	}
	start := time.Now()
	places, graph, n, fresh := k.readSnapshot(ctx, stamp)
	if !fresh {
		if places, graph, err = k.load(ctx); err != nil {
			return err
		}
		k.writeSnapshot(stamp, places, graph)
		k.behind = 0
	}
	k.made = stamp
	places = places.WithCountryNames(k.countryNames)
	ranker, err := k.ranker(ctx, places, graph)
	if err != nil {
		return err
	}
	k.now.Store(&World{Version: stamp.Version, Built: k.src.Clock.Now(), Places: places, Graph: graph, Ranker: ranker})
	k.src.Log.Info("world ready", "version", stamp.Version, "places", places.Len(), "links", graph.Len(),
		"from_snapshot", fresh, "partnerships_read", n.read(graph), "took", time.Since(start).Round(time.Millisecond))
	return nil
}

// countryNames are a country's names in all languages.
func (k *Keeper) countryNames(code string) []string {
	var all []string
	for _, l := range k.src.Catalog.Languages() {
		all = append(all, k.src.Catalog.Printer(l).CountryName(code))
	}
	return all
}
