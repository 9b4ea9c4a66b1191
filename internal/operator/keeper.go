package operator

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"
)

// pollEvery is how often a node asks for a newer face, as often as for other data.
const pollEvery = 2 * time.Second

// Keeper holds the present face of a node. It is safe for concurrent use.
type Keeper struct {
	store *Store
	known []string
	now   atomic.Pointer[Face]
}

// Open reads the present face. known are the languages that the program speaks.
func Open(ctx context.Context, store *Store, known []string) (*Keeper, error) {
	k := &Keeper{store: store, known: known}
	return k, k.Refresh(ctx)
}

// Now returns the present face, never nil. The caller must not change it.
func (k *Keeper) Now() *Face { return k.now.Load() }

// Refresh reads the newest face, so that the node that saved it shows it at once.
func (k *Keeper) Refresh(ctx context.Context) error {
	f, err := k.store.Latest(ctx)
	if err != nil {
		return err
	}
	k.now.Store(f.For(k.known))
	return nil
}

// Watch refreshes the face until ctx ends. A failure is logged and tried again; the
// present face stays.
func (k *Keeper) Watch(ctx context.Context, log *slog.Logger) {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := k.Refresh(ctx); err != nil && ctx.Err() == nil {
				log.Error("the operator's face could not be refreshed", "error", err)
			}
		}
	}
}

// For returns a copy of the face as a program shows it that speaks the known languages.
func (f *Face) For(known []string) *Face {
	c := *f
	c.known = known
	return &c
}
