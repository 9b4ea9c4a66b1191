package main

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"
)

// arrivals are the connections that were accepted and whose first request has not reached
// the site yet. http.Server drops those at a shutdown; here a stopping node answers them
// first, because systemd's socket gave them to it and to nobody else.
type arrivals struct {
	mu      sync.Mutex
	waiting map[net.Conn]bool
	changed chan struct{}
}

type arrivalKey struct{}

// watch makes a server tell of its connections.
func watch(s *http.Server) *arrivals {
	a := &arrivals{waiting: map[net.Conn]bool{}, changed: make(chan struct{}, 1)}
	next := s.Handler
	s.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c, ok := r.Context().Value(arrivalKey{}).(net.Conn); ok {
			a.leave(c)
		}
		next.ServeHTTP(w, r)
	})
	s.ConnContext = func(ctx context.Context, c net.Conn) context.Context {
		return context.WithValue(ctx, arrivalKey{}, c)
	}
	s.ConnState = func(c net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			a.mu.Lock()
			a.waiting[c] = true
			a.mu.Unlock()
		case http.StateClosed, http.StateHijacked:
			a.leave(c)
		}
	}
	return a
}

func (a *arrivals) leave(c net.Conn) {
	a.mu.Lock()
	was := a.waiting[c]
	delete(a.waiting, c)
	a.mu.Unlock()
	if !was {
		return
	}
	select {
	case a.changed <- struct{}{}:
	default: // somebody is told already
	}
}

func (a *arrivals) none() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.waiting) == 0
}

// settle waits until the first request of each connection is with the site, or patience
// ends: who connects and asks nothing is cut as always.
func (a *arrivals) settle(ctx context.Context, patience time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for !a.none() {
		select {
		case <-a.changed:
		case <-ctx.Done():
			return
		}
	}
}
