// Command kill ends the program without warning while it writes, again and again, and
// looks whether anything is lost that it had acknowledged.
//
//	go run ./drills/kill [-n 50]
//
// Clients record acts at the desk of "twintown serve" over HTTP, as officers do with a
// browser; the process is killed with SIGKILL at a random moment. Then it is started
// again: every act that it had acknowledged must be there once, and the record of changes
// must be whole. How long the start takes to the first 200 of /readyz is printed beside a
// start after a clean stop; two seconds are promised on a machine that does nothing else.
package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"twintown/drills/kit"
	"twintown/internal/platform/db"
)

const (
	writers   = 16
	longest   = 1200 * time.Millisecond // of writing before a kill, after the first acknowledgement
	patience  = 30 * time.Second        // for the first acknowledgement
	promised  = 2 * time.Second
	bialystok = 776069 // a city with many partnerships
)

func main() {
	kit.Run(50, func(ctx context.Context, d kit.Drill) error {
		for _, engine := range kit.Engines() {
			if err := drill(ctx, d, engine); err != nil {
				return fmt.Errorf("%s: %w", engine, err)
			}
		}
		return nil
	})
}

func drill(ctx context.Context, d kit.Drill, engine db.Engine) error {
	site, remove, err := d.NewSite(engine, "kill-"+string(engine))
	if err != nil {
		return err
	}
	defer remove()
	server, err := d.Serve(ctx, site) // takes in the starter content, once
	if err != nil {
		return err
	}
	if err := server.Stop(); err != nil {
		return err
	}
	desk, err := site.SignIn(ctx, bialystok)
	if err != nil {
		return err
	}
	if server, err = d.Serve(ctx, site); err != nil {
		return err
	}
	clean := server.Ready // the peer: a start after a stop in peace, on the same machine at the same hour
	acknowledged, refused := map[string]bool{}, map[string]int{}
	var starts []time.Duration
	for range d.N {
		if err := round(ctx, desk, server, acknowledged, refused); err != nil {
			return err
		}
		if server, err = d.Serve(ctx, site); err != nil {
			return err
		}
		starts = append(starts, server.Ready)
	}
	if err := server.Stop(); err != nil {
		return err
	}
	lost, twice, err := compare(ctx, site, acknowledged)
	if err != nil {
		return err
	}
	slices.Sort(starts)
	slowest := starts[len(starts)-1]
	fmt.Printf("kill    %-8s  %d × kill -9 under %d clients at the desk: acknowledged %d, lost %d, twice %d; start to first 200: median %.2f s, slowest %.2f s (after a clean stop %.2f s)   promised 0 lost, ≤ %.0f s\n",
		engine, d.N, writers, len(acknowledged), lost, twice, starts[len(starts)/2].Seconds(), slowest.Seconds(), clean.Seconds(), promised.Seconds())
	if len(refused) > 0 {
		fmt.Println("kill    not acknowledged, other than by the kill:", refused)
	}
	if lost > 0 || twice > 0 {
		return fmt.Errorf("%d acknowledged acts were lost, %d are there twice", lost, twice)
	}
	return nil
}

// round writes for a random time, kills the server, and takes in what was acknowledged
// until then.
func round(ctx context.Context, desk *kit.Desk, server *kit.Server, acknowledged map[string]bool, refused map[string]int) error {
	var mu sync.Mutex
	first := make(chan struct{}, 1)
	writing := desk.Write(ctx, server.URL, writers, func(id string) {
		mu.Lock()
		defer mu.Unlock()
		acknowledged[id] = true
		select {
		case first <- struct{}{}:
		default:
		}
	})
	var err error
	select {
	case <-first:
		time.Sleep(rand.N(longest))
	case <-time.After(patience):
		err = errors.New("nothing was acknowledged")
	}
	server.Kill()
	server.Wait()
	writing.End()
	delete(writing.Refused, kit.NoAnswer)
	for answer, n := range writing.Refused {
		refused[answer] += n
	}
	if err != nil {
		err = fmt.Errorf("%w: %v", err, refused)
	}
	return err
}

// compare says how many acknowledged acts are not there or there more than once, and sees
// that the record of changes and the database are whole.
func compare(ctx context.Context, site kit.Site, acknowledged map[string]bool) (lost, twice int, err error) {
	d, err := site.Open(ctx)
	if err != nil {
		return 0, 0, err
	}
	defer d.Close()
	there, err := kit.Recorded(ctx, d)
	if err != nil {
		return 0, 0, err
	}
	for id := range acknowledged {
		switch n := there[id]; {
		case n == 0:
			lost++
		case n > 1:
			twice++
		}
	}
	if err := d.Check(ctx); err != nil {
		return lost, twice, err
	}
	log, err := site.OpenLog(d)
	if err != nil {
		return lost, twice, err
	}
	v, err := log.Verify(ctx)
	if err == nil && !v.Whole() {
		err = fmt.Errorf("the record of changes is not whole: %v", v.Faults)
	}
	return lost, twice, err
}
