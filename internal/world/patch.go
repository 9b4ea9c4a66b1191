package world

import (
	"context"
	"log/slog"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/platform/lang"
)

// news is what changed since a version of the data.
type news struct {
	version int64    // of the data now
	ids     []string // the partnerships that changed
	graph   bool     // so many that all are read anew
	whole   bool     // more than single objects changed, or it is not known
}

// read is how many partnerships were read to make a graph.
func (n news) read(g *partnership.Graph) int {
	if n.graph || n.whole {
		return g.Len()
	}
	return len(n.ids)
}

// mostSingles is how many partnerships are read one by one: reading all of them takes as
// long as reading some hundreds so.
const mostSingles = 300

// since is what changed after a version. Where the feed of changes does not reach back so
// far but nothing except partnerships changed, places and their names stay.
func (k *Keeper) since(ctx context.Context, version int64) (news, error) {
	now, changes, whole, err := k.src.DB.ChangedSince(ctx, version)
	n := news{version: now, whole: whole}
	for _, c := range changes { // of other kinds the world holds nothing: the version moves, so that pages are made anew
		if c.Kind == "partnership" {
			n.ids = append(n.ids, c.ID)
		}
	}
	n.graph = len(n.ids) > mostSingles
	if err != nil || !n.whole || now < version {
		return n, err
	}
	n.whole, err = k.src.DB.WholeSince(ctx, version)
	n.graph = !n.whole
	return n, err
}

// caughtUp is a graph with what changed since it was read. Where the day has turned and a
// term has run out, all of it is read anew.
func (k *Keeper) caughtUp(ctx context.Context, graph *partnership.Graph, n news) (*partnership.Graph, error) {
	if n.graph || k.stale(graph) {
		k.behind = max(k.behind, mostBehind)
		return k.src.Partnerships.Graph(ctx)
	}
	if len(n.ids) == 0 {
		return graph, nil // only what stands elsewhere changed
	}
	k.behind += len(n.ids)
	return k.src.Partnerships.Patched(ctx, graph, n.ids, k.today())
}

// patch makes the next world of the present one and the partnerships that changed.
func (k *Keeper) patch(ctx context.Context, n news) error {
	start, w := time.Now(), *k.Now()
	graph, err := k.caughtUp(ctx, w.Graph, n)
	if err != nil {
		return err
	}
	if graph != w.Graph {
		w.Graph, w.Ranker = graph, w.Ranker.On(graph)
	}
	w.Version, w.Built = n.version, k.src.Clock.Now()
	k.now.Store(&w)
	level := slog.LevelInfo
	if len(n.ids) == 0 && !n.graph {
		level = slog.LevelDebug // some other table moved on: nothing that a person would look for
	}
	k.src.Log.Log(ctx, level, "world patched", "version", n.version, "partnerships", len(n.ids), "all", n.graph, "took", time.Since(start).Round(time.Microsecond))
	return nil
}

func (k *Keeper) today() lang.Date { return lang.DateOf(k.src.Clock.Now()) }

// A snapshot that lacks fewer than worthSaving partnerships stays: a start catches up
// with them in milliseconds, and writing it takes tens of megabytes. Otherwise it is written
// anew when changes have settled, or while they go on when it lacks mostBehind.
const (
	worthSaving = 20
	mostBehind  = 500
	settled     = 5 * time.Second
)

// saveWhenDue writes the snapshot anew, so that the next start has little to catch up with.
// The watcher does it, and nobody waits for it: the world goes on meanwhile.
func (k *Keeper) saveWhenDue() {
	k.turn.Lock()
	w, s := k.Now(), k.made
	quiet := k.src.Clock.Now().Sub(w.Built) >= settled
	due := k.behind >= mostBehind || quiet && k.behind >= worthSaving
	if due {
		k.behind = 0
	}
	k.turn.Unlock()
	if due {
		s.Version = w.Version
		k.writeSnapshot(s, w.Places, w.Graph)
	}
}

// Follow returns what a room calls after a change that is durable: the keeper's world
// follows before the next request is answered. A failure is logged; the watcher tries again.
func Follow(k *Keeper, log *slog.Logger) func(context.Context) {
	return func(ctx context.Context) {
		if err := k.Refresh(context.WithoutCancel(ctx)); err != nil {
			log.Error("the world could not follow a change", "error", err)
		}
	}
}
