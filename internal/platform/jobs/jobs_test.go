package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"twintown/internal/platform/clock"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
)

// bench is a queue with a clock that the test moves.
type bench struct {
	*testing.T
	db    *db.DB
	queue *Queue
	clock *clocktest.Clock
}

func each(t *testing.T, fn func(b bench)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { fn(bench{t, d, NewQueue(d), clocktest.At(dbtest.Today)}) })
}

// node is a runner without jitter, and without jobs of its own in the way.
func (b bench) node(kinds ...Kind) *Runner {
	r := NewRunner(b.queue, Options{Clock: b.clock, Random: func() float64 { return 0.5 }})
	r.daily = nil
	for _, k := range kinds {
		r.Handle(k)
	}
	return r
}

func (b bench) enqueue(n New) string {
	b.Helper()
	var id string
	b.write(func(tx *db.Tx) (err error) {
		id, err = b.queue.Enqueue(b.Context(), tx, n)
		return err
	})
	return id
}

func (b bench) write(fn func(tx *db.Tx) error) {
	b.Helper()
	if err := b.db.Write(b.Context(), fn); err != nil {
		b.Fatal(err)
	}
}

func (b bench) drain(r *Runner) {
	b.Helper()
	if err := r.Drain(b.Context()); err != nil {
		b.Fatal(err)
	}
}

func (b bench) job(id string) Job {
	b.Helper()
	j, ok, err := db.One(b.Context(), b.db, scan, `SELECT `+columns+` FROM job WHERE id = $1`, id)
	if err != nil || !ok {
		b.Fatalf("job %s: %v, %v", id, ok, err)
	}
	return j
}

func (b bench) wantState(id string, want State) {
	b.Helper()
	if got := b.job(id); got.State != want {
		b.Errorf("state = %s after %d attempts (%s), want %s", got.State, got.Attempts, got.LastError, want)
	}
}

// A kind that notes which payloads it did, and may fail.
func noting(did *[]string, fail func(payload string) error) Kind {
	return Kind{Name: "note", Do: func(_ context.Context, j Job) error {
		var s string
		if err := j.Into(&s); err != nil {
			return err
		}
		*did = append(*did, s)
		if fail == nil {
			return nil
		}
		return fail(s)
	}}
}

func TestAJobExistsExactlyWhenItsChangeDoes(t *testing.T) {
	each(t, func(b bench) {
		var did []string
		r := b.node(noting(&did, nil))
		err := b.db.Write(b.Context(), func(tx *db.Tx) error {
			if _, err := b.queue.Enqueue(b.Context(), tx, New{Kind: "note", Payload: "of no change"}); err != nil {
				return err
			}
			return errors.New("refused")
		})
		if err == nil {
			b.Fatal("the change was kept")
		}
		id := b.enqueue(New{Kind: "note", Payload: "kept"})
		b.drain(r)
		if !slices.Equal(did, []string{"kept"}) {
			b.Errorf("did %q", did)
		}
		b.wantState(id, Done)
	})
}

func TestTheSameKeyIsTheSameJob(t *testing.T) {
	each(t, func(b bench) {
		var did []string
		r := b.node(noting(&did, nil))
		first := b.enqueue(New{Kind: "note", Key: "preview of 7", Payload: "once"})
		if again := b.enqueue(New{Kind: "note", Key: "preview of 7", Payload: "twice"}); again != first {
			b.Errorf("a second job %s beside %s", again, first)
		}
		b.drain(r)
		b.enqueue(New{Kind: "note", Key: "preview of 7", Payload: "after it was done"})
		b.drain(r)
		if !slices.Equal(did, []string{"once"}) {
			b.Errorf("did %q", did)
		}
		b.clock.Add(keepDone + time.Hour)
		if err := r.purge(b.Context(), Job{}); err != nil {
			b.Fatal(err)
		}
		b.enqueue(New{Kind: "note", Key: "preview of 7", Payload: "two weeks later", After: b.clock.Now()})
		b.drain(r)
		if !slices.Equal(did, []string{"once", "two weeks later"}) {
			b.Errorf("did %q", did)
		}
	})
}

func TestTheOldestIsDoneFirstAndNoneBeforeItsTime(t *testing.T) {
	each(t, func(b bench) {
		var did []string
		r := b.node(noting(&did, nil))
		for _, minutes := range []int{30, -5, 10, -60} {
			b.enqueue(New{Kind: "note", Payload: fmt.Sprint(minutes), After: b.clock.Now().Add(time.Duration(minutes) * time.Minute)})
		}
		b.drain(r)
		b.clock.Add(time.Hour)
		b.drain(r)
		if want := []string{"-60", "-5", "10", "30"}; !slices.Equal(did, want) {
			b.Errorf("did %q, want %q", did, want)
		}
	})
}

// What fails steps back, so that it does not keep others from their turn.
func TestAFailingJobComesBackLaterAndIsParkedAtLast(t *testing.T) {
	each(t, func(b bench) {
		var did []string
		kind := noting(&did, func(s string) error {
			if s == "poison" {
				return errors.New("cannot be done\x00")
			}
			return nil
		})
		kind.Attempts = 4
		r := b.node(kind)
		poison := b.enqueue(New{Kind: "note", Payload: "poison"})
		healthy := b.enqueue(New{Kind: "note", Payload: "healthy"})
		b.drain(r)
		b.wantState(healthy, Done)
		var waits []time.Duration
		for b.job(poison).State == Waiting {
			wait := b.job(poison).RunAfter.Sub(b.clock.Now())
			waits = append(waits, wait)
			b.clock.Add(wait - time.Microsecond)
			b.drain(r)
			if n := b.job(poison).Attempts; n != len(waits) {
				b.Fatalf("attempt %d before its time", n)
			}
			b.clock.Add(time.Microsecond)
			b.drain(r)
		}
		if want := []time.Duration{10 * time.Second, 20 * time.Second, 40 * time.Second}; !slices.Equal(waits, want) {
			b.Errorf("waits %v, want %v", waits, want)
		}
		if j := b.job(poison); j.State != Parked || j.Attempts != 4 || j.LastError != "cannot be done" {
			b.Errorf("%+v", j)
		}
		listed, err := b.queue.List(b.Context(), Filter{State: Parked})
		if err != nil || len(listed) != 1 || listed[0].ID != poison {
			b.Errorf("parked: %v, %v", listed, err)
		}
	})
}

func TestAParkedJobIsStartedAgainByAPerson(t *testing.T) {
	each(t, func(b bench) {
		var did []string
		broken := true
		r := b.node(noting(&did, func(string) error {
			if broken {
				return Permanent(errors.New("no such file"))
			}
			return nil
		}))
		id := b.enqueue(New{Kind: "note", Payload: "x"})
		b.drain(r)
		b.wantState(id, Parked)
		broken = false
		restart := func(tx *db.Tx) error { return b.queue.Restart(b.Context(), tx, id) }
		b.write(restart)
		b.drain(r)
		b.wantState(id, Done)
		if err := b.db.Write(b.Context(), restart); err == nil {
			b.Error("what is done was started again")
		}
	})
}

// The node dies between two steps; another one, or itself after its restart, takes
// over when the lease has ended. The effect is in the database, so it happens once.
func TestANodeThatDiesAtEachStep(t *testing.T) {
	effect := func(b bench, j Job) error {
		return b.db.Write(b.Context(), func(tx *db.Tx) error {
			if err := tx.SetMeta(b.Context(), j.ID, 1+must(b.db.Meta(b.Context(), j.ID))); err != nil {
				return err
			}
			return j.Finish(b.Context(), tx)
		})
	}
	for _, c := range []struct {
		name string
		dies func(b bench, j Job) // what the first node still does
		runs int                  // how many nodes begin it
	}{
		{"after it took the job", func(bench, Job) {}, 2},
		{"in the middle of its change", func(b bench, j Job) {
			b.db.Write(b.Context(), func(tx *db.Tx) error {
				tx.SetMeta(b.Context(), j.ID, 1)
				j.Finish(b.Context(), tx)
				return errors.New("the power is gone")
			})
		}, 2},
		{"after its change, before the answer", func(b bench, j Job) {
			if err := effect(b, j); err != nil {
				b.Error(err)
			}
		}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			each(t, func(b bench) {
				id := b.enqueue(New{Kind: "note"})
				j, ok, err := b.queue.claim(b.Context(), b.clock.Now(), time.Minute, "first", []string{"note"})
				if err != nil || !ok {
					b.Fatal(ok, err)
				}
				c.dies(b, j)
				second := b.node(Kind{Name: "note", Do: func(_ context.Context, j Job) error { return effect(b, j) }})
				b.drain(second)
				if c.runs == 2 {
					b.wantState(id, Running) // the lease lasts
				}
				b.clock.Add(time.Minute + time.Second)
				b.drain(second)
				b.wantState(id, Done)
				if got := b.job(id).Attempts; got != c.runs {
					b.Errorf("begun %d times, want %d", got, c.runs)
				}
				if n := must(b.db.Meta(b.Context(), id)); n != 1 {
					b.Errorf("the effect happened %d times", n)
				}
			})
		})
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// A node that slept through its lease delivers a second time: nothing of it counts.
func TestALateNodeChangesNothing(t *testing.T) {
	each(t, func(b bench) {
		id := b.enqueue(New{Kind: "note"})
		late, _, err := b.queue.claim(b.Context(), b.clock.Now(), time.Minute, "sleeper", []string{"note"})
		if err != nil {
			b.Fatal(err)
		}
		b.clock.Add(2 * time.Minute)
		b.drain(b.node(Kind{Name: "note", Do: func(ctx context.Context, _ Job) error {
			for name, act := range map[string]error{
				"finish":    b.db.Write(ctx, func(tx *db.Tx) error { return late.Finish(ctx, tx) }),
				"fail":      b.queue.fail(ctx, late, b.clock.Now(), "late"),
				"park":      b.queue.park(ctx, late, "late"),
				"give back": b.queue.giveBack(ctx, late),
				"renew":     b.queue.renew(ctx, b.clock.Now(), time.Hour, late),
			} {
				if !errors.Is(act, errLost) {
					b.Errorf("%s by the late node: %v", name, act)
				}
			}
			return nil
		}}))
		if j := b.job(id); j.State != Done || j.Attempts != 2 || j.LastError != "" {
			b.Errorf("%+v", j)
		}
	})
}

// A job that kills its node each time must not do so forever.
func TestAJobThatKillsItsNodeIsParked(t *testing.T) {
	each(t, func(b bench) {
		id := b.enqueue(New{Kind: "note"})
		kind := Kind{Name: "note", Attempts: 3, Do: func(context.Context, Job) error { b.Error("begun once more"); return nil }}
		r := b.node(kind)
		for range kind.Attempts {
			if _, ok, err := b.queue.claim(b.Context(), b.clock.Now(), time.Minute, "dies", []string{"note"}); !ok || err != nil {
				b.Fatal(ok, err)
			}
			b.clock.Add(2 * time.Minute)
			if err := r.prepare(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
		b.drain(r)
		b.wantState(id, Parked)
	})
}

func TestAPanicFailsItsJobAlone(t *testing.T) {
	each(t, func(b bench) {
		id := b.enqueue(New{Kind: "note"})
		b.drain(b.node(Kind{Name: "note", Do: func(context.Context, Job) error { panic("a defect") }}))
		if j := b.job(id); j.State != Waiting || !strings.HasPrefix(j.LastError, "panic: a defect") || len(j.LastError) > mostError+3 {
			b.Errorf("%+v", j)
		}
	})
}

// During an upgrade old and new nodes share the queue.
func TestAKindThatANodeDoesNotKnowIsLeftToOthers(t *testing.T) {
	each(t, func(b bench) {
		id := b.enqueue(New{Kind: "of the next release"})
		b.drain(b.node())
		if j := b.job(id); j.State != Waiting || j.Attempts != 0 {
			b.Errorf("%+v", j)
		}
	})
}

func TestBackoff(t *testing.T) {
	for _, c := range []struct {
		attempt int
		jitter  float64
		want    time.Duration
	}{
		{0, 0.5, 10 * time.Second},
		{1, 0.5, 10 * time.Second},
		{1, 0, 7500 * time.Millisecond},
		{1, 1, 12500 * time.Millisecond},
		{5, 0.5, 160 * time.Second},
		{12, 0.5, 20480 * time.Second},
		{13, 0.5, mostWait},
		{29, 0.5, mostWait},
		{1000, 0.5, mostWait},
	} {
		if got := backoff(c.attempt, c.jitter); got != c.want {
			t.Errorf("backoff(%d, %v) = %v, want %v", c.attempt, c.jitter, got, c.want)
		}
	}
}

// Several nodes with several workers each: every job is done once, and at once.
func TestManyNodesDoEachJobOnce(t *testing.T) {
	each(t, func(b bench) {
		const n = 60
		var began [n]atomic.Int32
		var left sync.WaitGroup
		left.Add(n)
		b.write(func(tx *db.Tx) error {
			for i := range n {
				if _, err := b.queue.Enqueue(b.Context(), tx, New{Kind: "count", Payload: i}); err != nil {
					return err
				}
			}
			return nil
		})
		ctx, stop := context.WithCancel(b.Context())
		var nodes sync.WaitGroup
		for range 3 {
			r := NewRunner(NewQueue(b.db), Options{Clock: clock.Fixed(dbtest.Today), Poll: time.Millisecond})
			r.daily = nil
			r.Handle(Kind{Name: "count", Do: func(_ context.Context, j Job) error {
				var i int
				if err := j.Into(&i); err != nil {
					return err
				}
				began[i].Add(1)
				left.Done()
				return nil
			}})
			nodes.Go(func() { r.Run(ctx) })
		}
		left.Wait()
		stop()
		nodes.Wait()
		for i := range began {
			if got := began[i].Load(); got != 1 {
				b.Errorf("job %d was begun %d times", i, got)
			}
		}
		counts, err := b.queue.Count(b.Context())
		if err != nil || counts[Running] != 0 || counts[Waiting] != 0 || counts[Done] != n {
			b.Errorf("%v, %v", counts, err)
		}
	})
}

// The runner of the same process hears of a job without waiting for its poll.
func TestAJobBeginsAtOnceInItsOwnProcess(t *testing.T) {
	each(t, func(b bench) {
		ctx, stop := context.WithCancel(b.Context())
		began := make(chan struct{})
		r := NewRunner(b.queue, Options{Clock: b.clock, Poll: time.Hour})
		r.Handle(Kind{Name: "note", Do: func(context.Context, Job) error { close(began); return nil }})
		ended := make(chan struct{})
		go func() { r.Run(ctx); close(ended) }()
		b.enqueue(New{Kind: "note"})
		<-began
		stop()
		<-ended
	})
}

func TestAStoppingNode(t *testing.T) {
	each(t, func(b bench) {
		for _, c := range []struct {
			name     string
			patient  bool // the job ends by itself before the grace time
			state    State
			attempts int
		}{
			{"lets a short job finish", true, Done, 1},
			{"gives a long job back", false, Waiting, 0},
		} {
			ctx, stop := context.WithCancel(b.Context())
			began, grace := make(chan struct{}), time.Hour
			if !c.patient {
				grace = time.Nanosecond
			}
			r := NewRunner(b.queue, Options{Clock: b.clock, Grace: grace})
			r.daily = nil
			r.Handle(Kind{Name: c.name, Do: func(under context.Context, _ Job) error {
				close(began)
				<-ctx.Done() // the node is told to stop
				if c.patient {
					return under.Err()
				}
				<-under.Done()
				return under.Err()
			}})
			id := b.enqueue(New{Kind: c.name})
			ended := make(chan struct{})
			go func() { r.Run(ctx); close(ended) }()
			<-began
			stop()
			<-ended
			if j := b.job(id); j.State != c.state || j.Attempts != c.attempts {
				b.Errorf("%s: %s after %d attempts, want %s after %d", c.name, j.State, j.Attempts, c.state, c.attempts)
			}
		}
	})
}

// A clock that jumps past the lease does not make a node begin its own jobs again.
func TestAJumpOfTheClockLeavesRunningJobsAlone(t *testing.T) {
	each(t, func(b bench) {
		r := b.node(Kind{Name: "note", Do: func(context.Context, Job) error { return nil }})
		id := b.enqueue(New{Kind: "note"})
		j, _, err := r.claim(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		cut := false
		r.running[id] = &work{j, func() { cut = true }}
		for _, jump := range []time.Duration{365 * 24 * time.Hour, -2 * 365 * 24 * time.Hour, time.Hour} {
			b.clock.Add(jump)
			if err := r.prepare(b.Context()); err != nil {
				b.Fatal(err)
			}
			b.wantState(id, Running)
		}
		if cut {
			b.Error("the job was told to stop")
		}
		b.write(func(tx *db.Tx) error { return j.Finish(b.Context(), tx) })
		b.clock.Add(time.Hour)
		r.prepare(b.Context())
		if !cut {
			b.Error("a job that is another's by now was not told to stop")
		}
	})
}

func TestAKindKeepsToItsShareOfWorkers(t *testing.T) {
	each(t, func(b bench) {
		r := b.node(Kind{Name: "import", AtOnce: 1}, Kind{Name: "quick"})
		for range 3 {
			b.enqueue(New{Kind: "import", After: b.clock.Now().Add(-time.Hour)})
		}
		quick := b.enqueue(New{Kind: "quick"})
		first, _, err := r.claim(b.Context())
		if err != nil || first.Kind != "import" {
			b.Fatal(first.Kind, err)
		}
		r.running[first.ID] = &work{first, func() {}}
		if next, _, err := r.claim(b.Context()); err != nil || next.ID != quick {
			b.Errorf("next is %s, %v: long jobs keep quick ones waiting", next.Kind, err)
		}
	})
}
