package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
)

// Handler does one job. It may be called again for the same job; see the package's
// comment. ctx ends when the node stops or the lease is lost.
type Handler func(ctx context.Context, j Job) error

// Kind is a kind of job and who does it.
type Kind struct {
	Name     string
	Do       Handler
	Attempts int // parked after so many; 0: 12, which takes about six hours
	AtOnce   int // so many at once on this node; 0: as many as there are workers
}

// Options say how a runner works. The zero value suits a node.
type Options struct {
	Clock   clock.Clock    // nil: the system's
	Log     *slog.Logger   // nil: silent
	Random  func() float64 // jitter, 0 to 1; nil: a random one
	Workers int            // jobs at once; 0: 4, so that long ones leave room for quick ones
	Lease   time.Duration  // how long a dead node's job waits; 0: one minute
	Poll    time.Duration  // how often other nodes' jobs are looked for; 0: two seconds
	Grace   time.Duration  // how long a stopping node lets its jobs run; 0: 20 seconds
}

// Runner does jobs. Kinds and schedules are told before Run; nothing changes them
// afterwards.
type Runner struct {
	queue *Queue
	opt   Options
	name  string
	kinds map[string]Kind
	daily []daily

	mu      sync.Mutex
	running map[string]*work // by job
	beaten  time.Time        // when the leases were renewed
	group   sync.WaitGroup
}

// work is a job that is being done.
type work struct {
	job Job
	cut context.CancelFunc
}

// NewRunner returns a runner over the queue. It does nothing until [Runner.Run] or
// [Runner.Drain].
func NewRunner(q *Queue, opt Options) *Runner {
	if opt.Clock == nil {
		opt.Clock = clock.System()
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	if opt.Random == nil {
		opt.Random = rand.Float64
	}
	opt.Workers = orElse(opt.Workers, 4)
	opt.Lease = orElse(opt.Lease, time.Minute)
	opt.Poll = orElse(opt.Poll, 2*time.Second)
	opt.Grace = orElse(opt.Grace, 20*time.Second)
	host, _ := os.Hostname() // only for a person who looks at the row
	r := &Runner{queue: q, opt: opt, name: host, kinds: map[string]Kind{}, running: map[string]*work{}}
	r.Handle(Kind{Name: purgeKind, Do: r.purge})
	r.Daily(purgeKind, 3, 10, time.UTC)
	return r
}

func orElse[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

// Handle says who does a kind of job.
func (r *Runner) Handle(k Kind) {
	k.Attempts = orElse(k.Attempts, 12)
	k.AtOnce = orElse(k.AtOnce, r.opt.Workers)
	r.kinds[k.Name] = k
}

// Run does jobs until ctx ends. Then it takes no more, lets those under way finish for
// the grace time, and gives back the others. It returns when nothing runs any more.
func (r *Runner) Run(ctx context.Context) {
	under, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	for ctx.Err() == nil {
		if err := r.round(ctx, under); err != nil && ctx.Err() == nil {
			r.opt.Log.Error("jobs: cannot look for work", "err", err)
		}
		select {
		case <-ctx.Done():
		case <-r.queue.wake:
		case <-time.After(r.opt.Poll):
		}
	}
	ended := make(chan struct{})
	go func() { r.group.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(r.opt.Grace):
		cut()
		<-ended
	}
}

// Drain does everything that is due, one after the other, and returns: for commands
// and tests, which have a clock of their own.
func (r *Runner) Drain(ctx context.Context) error {
	for ctx.Err() == nil {
		if err := r.prepare(ctx); err != nil {
			return err
		}
		j, ok, err := r.claim(ctx)
		if err != nil || !ok {
			return err
		}
		r.do(ctx, j)
	}
	return ctx.Err()
}

// round fills the free workers.
func (r *Runner) round(ctx, under context.Context) error {
	if err := r.prepare(ctx); err != nil {
		return err
	}
	for r.free() {
		j, ok, err := r.claim(ctx)
		if err != nil || !ok {
			return err
		}
		r.start(under, j)
	}
	return nil
}

// prepare renews the leases of this node before it takes back those that ran out: a
// clock that jumps must not make it begin its own jobs again.
func (r *Runner) prepare(ctx context.Context) error {
	now := r.opt.Clock.Now()
	r.beat(ctx, now)
	if err := r.schedule(ctx, now); err != nil {
		return err
	}
	return r.queue.recover(ctx, now)
}

func (r *Runner) free() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.running) < r.opt.Workers
}

// claim takes the next job of a kind that this node knows and has a hand free for. A
// kind that only a newer release knows is left to it.
func (r *Runner) claim(ctx context.Context) (Job, bool, error) {
	now := r.opt.Clock.Now()
	if some, err := r.queue.due(ctx, now); err != nil || !some {
		return Job{}, false, err
	}
	kinds := r.open()
	if len(kinds) == 0 {
		return Job{}, false, nil
	}
	return r.queue.claim(ctx, now, r.opt.Lease, r.name, kinds)
}

// open are the kinds of which one more may begin.
func (r *Runner) open() (names []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	busy := map[string]int{}
	for _, w := range r.running {
		busy[w.job.Kind]++
	}
	for name, k := range r.kinds {
		if busy[name] < k.AtOnce {
			names = append(names, name)
		}
	}
	return names
}

func (r *Runner) start(ctx context.Context, j Job) {
	ctx, cut := context.WithCancel(ctx)
	r.mu.Lock()
	r.running[j.ID] = &work{j, cut}
	r.mu.Unlock()
	r.group.Go(func() {
		defer cut()
		r.do(ctx, j)
		r.mu.Lock()
		delete(r.running, j.ID)
		r.mu.Unlock()
		r.queue.Wake() // a worker is free
	})
}

// beat renews the leases of what runs here, each third of a lease. Whoever lost one
// is told to stop.
func (r *Runner) beat(ctx context.Context, now time.Time) {
	r.mu.Lock()
	var all []*work
	if since := now.Sub(r.beaten); since < 0 || since >= r.opt.Lease/3 {
		r.beaten = now
		for _, w := range r.running {
			all = append(all, w)
		}
	}
	r.mu.Unlock()
	for _, w := range all {
		if err := r.queue.renew(ctx, now, r.opt.Lease, w.job); errors.Is(err, errLost) {
			w.cut()
		}
	}
}

// do runs the handler and notes what came of it, also when ctx has ended meanwhile.
func (r *Runner) do(ctx context.Context, j Job) {
	k := r.kinds[j.Kind]
	var err error
	if j.Attempts > k.Attempts {
		err = Permanent(errors.New("begun too often: each time its node went away"))
	} else {
		err = call(ctx, k.Do, j)
	}
	note := context.WithoutCancel(ctx)
	if nerr := r.note(note, ctx.Err() != nil, k, j, err); nerr != nil && !errors.Is(nerr, errLost) {
		r.opt.Log.Error("jobs: the result could not be noted; the job will run again", "job", j.ID, "kind", j.Kind, "err", nerr)
	}
}

func (r *Runner) note(ctx context.Context, stopped bool, k Kind, j Job, err error) error {
	switch {
	case err == nil:
		err := r.queue.db.Write(ctx, func(tx *db.Tx) error { return j.Finish(ctx, tx) })
		return ignoreFinished(err)
	case stopped:
		return r.queue.giveBack(ctx, j)
	case isPermanent(err) || j.Attempts >= k.Attempts:
		r.opt.Log.Error("jobs: parked", "job", j.ID, "kind", j.Kind, "attempts", j.Attempts, "err", err)
		return r.queue.park(ctx, j, brief(err))
	}
	wait := backoff(j.Attempts, r.opt.Random())
	r.opt.Log.Warn("jobs: failed, will run again", "job", j.ID, "kind", j.Kind, "attempt", j.Attempts, "in", wait, "err", err)
	return r.queue.fail(ctx, j, r.opt.Clock.Now().Add(wait), brief(err))
}

// ignoreFinished: a handler that called Finish itself has left no lease.
func ignoreFinished(err error) error {
	if errors.Is(err, errLost) {
		return nil
	}
	return err
}

// call turns a panic into a failure of that job alone.
func call(ctx context.Context, do Handler, j Job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return do(ctx, j)
}
