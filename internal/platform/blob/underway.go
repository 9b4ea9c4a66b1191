package blob

import (
	"context"
	"sync"
)

// underWay lets one at a time put an object of a name. Its zero value is ready.
type underWay struct {
	mu    sync.Mutex
	names map[string]chan struct{} // closed when the put has ended
}

// begin waits until nobody else here puts the object, or until ctx ends. The caller
// calls what it returns when its put has ended.
func (u *underWay) begin(ctx context.Context, id string) (done func(), err error) {
	for {
		other := u.claim(id)
		if other == nil {
			return func() { u.end(id) }, nil
		}
		select {
		case <-other:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// claim takes the name, or returns what tells that the other has ended.
func (u *underWay) claim(id string) chan struct{} {
	u.mu.Lock()
	defer u.mu.Unlock()
	if other, busy := u.names[id]; busy {
		return other
	}
	if u.names == nil {
		u.names = map[string]chan struct{}{}
	}
	u.names[id] = make(chan struct{})
	return nil
}

func (u *underWay) end(id string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	close(u.names[id])
	delete(u.names, id)
}
