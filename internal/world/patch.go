package world

import (
	"context"
	"log/slog"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
)

// partnerships are the changed partnerships; the bool is false where something else changed.
func partnerships(changes []db.Changed) (ids []string, only bool) {
	for _, c := range changes {
		if c.Kind != "partnership" {
			return nil, false
		}
		ids = append(ids, c.ID)
	}
	return ids, true
}

// mostPatches is after how many patches the snapshot is written anew, so that the next
// start has little to catch up with.
const mostPatches = 500

// patch makes the next world of the present one and the partnerships that changed. With
// none, the day has turned and a term or a notice has run out: then the graph is read anew.
func (k *Keeper) patch(ctx context.Context, version int64, ids []string) error {
	start, w := time.Now(), *k.Now()
	var err error
	if k.stale(w.Graph) {
		w.Graph, err = k.src.Partnerships.Graph(ctx)
	} else {
		w.Graph, err = k.src.Partnerships.Patched(ctx, w.Graph, ids, k.today())
	}
	if err != nil {
		return err
	}
	w.Version, w.Built, w.Ranker = version, k.src.Clock.Now(), w.Ranker.On(w.Graph)
	k.now.Store(&w)
	k.patches += len(ids)
	k.src.Log.Info("world patched", "version", version, "partnerships", len(ids), "took", time.Since(start).Round(time.Microsecond))
	return nil
}

func (k *Keeper) today() lang.Date { return lang.DateOf(k.src.Clock.Now()) }

// serves says whether a snapshot's stamp is that of the data, or of an earlier version
// since which only partnerships changed that can be read anew.
func (k *Keeper) serves(ctx context.Context, got, want stamp) bool {
	if got == want {
		return true
	}
	version := got.Version
	if got.Version = want.Version; got != want || version > want.Version {
		return false
	}
	_, changes, whole, err := k.src.DB.ChangedSince(ctx, version)
	_, only := partnerships(changes)
	return err == nil && !whole && only
}

// saveAfterPatches writes the snapshot anew after many patches. The watcher does it, so
// that nobody waits.
func (k *Keeper) saveAfterPatches(ctx context.Context) {
	k.turn.Lock()
	defer k.turn.Unlock()
	s, err := k.stamp(ctx)
	w := k.Now()
	if err != nil || k.patches < mostPatches || s.Version != w.Version {
		return
	}
	k.writeSnapshot(s, w.Places, w.Graph)
	k.patches = 0
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
