package web

import (
	"bytes"
	"context"
	"net/http"
	"runtime"
	"time"
)

// patience is how long a request waits for its turn: longer than a burst lasts, shorter
// than a reader does.
const patience = 2 * time.Second

// retryAfter is what a reader is told to wait, in seconds, when the queue is too long.
const retryAfter = "5"

// queue lets a number of requests work at once and others wait a little. What comes when
// all places to wait are taken is refused at once: so an overload costs nothing.
type queue struct {
	working chan struct{}
	waiting chan struct{}
	rests   bool // a place stays empty for as long as it was worked in
}

// newQueues gives heavy work one place for each core, since more would only take turns,
// and light work, which mostly waits for the network, many.
func newQueues() map[Load]*queue {
	cores := runtime.GOMAXPROCS(0)
	return map[Load]*queue{
		Heavy:  newQueue(cores, 32*cores),
		Light:  newQueue(16*cores, 128*cores),
		Secret: newResting(max(1, cores-1), 256*cores),
		known:  newQueue(1, 16),            // a lane of their own, so that a flood of strangers keeps nobody out
		Upload: newQueue(4*cores, 8*cores), // mostly waits for the line
		Stream: newQueue(64*cores, 64*cores),
	}
}

func newQueue(working, waiting int) *queue {
	return &queue{working: make(chan struct{}, working), waiting: make(chan struct{}, waiting)}
}

// newResting is a queue for hashing, which does nothing but calculate. Its places rest as
// long as they work, so that a flood takes half of their cores' time at most; and there is
// room for many to wait, since who is refused at once asks again at once.
func newResting(working, waiting int) *queue {
	q := newQueue(working, waiting)
	q.rests = true
	return q
}

// leaver returns how to leave a place that was taken just now.
func (q *queue) leaver() func() {
	if !q.rests {
		return func() { <-q.working }
	}
	begun := time.Now()
	return func() { time.AfterFunc(time.Since(begun), func() { <-q.working }) }
}

// enter waits for a place to work. It returns how to leave it, or false when there is
// none in time.
func (q *queue) enter(ctx context.Context) (leave func(), ok bool) {
	select {
	case q.working <- struct{}{}:
		return q.leaver(), true
	default:
	}
	select {
	case q.waiting <- struct{}{}:
		defer func() { <-q.waiting }()
	default:
		return nil, false
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case q.working <- struct{}{}:
		return q.leaver(), true
	case <-timer.C:
	case <-ctx.Done():
	}
	return nil, false
}

// inTurn lets a handler work when the queue of its load has a place. What it answers is
// held until it has left that place: so a reader who takes the answer slowly keeps
// nobody else waiting.
func (s *Site) inTurn(load Load, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lane := load
		if load == Secret && s.knownBrowser(r) {
			lane = known
		}
		came := time.Now()
		leave, ok := s.queues[lane].enter(r.Context())
		s.rooms.Meter.Waited(string(lane), time.Since(came))
		if !ok {
			s.rooms.Meter.Refused(string(lane))
			s.busy(w, r)
			return
		}
		if load == Stream { // too long to be held: it keeps its place until it was sent
			defer leave()
			next.ServeHTTP(w, r)
			return
		}
		answer := &held{ResponseWriter: w}
		func() {
			defer leave()
			next.ServeHTTP(answer, r)
		}()
		answer.send()
	})
}

// held is an answer that is finished before its first byte is sent.
type held struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

// WriteHeader implements http.ResponseWriter.
func (h *held) WriteHeader(status int) {
	if h.status == 0 {
		h.status = status
	}
}

// Write implements io.Writer.
func (h *held) Write(p []byte) (int, error) {
	h.WriteHeader(http.StatusOK)
	return h.body.Write(p)
}

func (h *held) send() {
	if h.status != 0 {
		h.ResponseWriter.WriteHeader(h.status)
	}
	_, _ = h.body.WriteTo(h.ResponseWriter) // the reader went away; there is nobody to tell
}
