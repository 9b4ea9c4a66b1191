// Command kill ends the program without warning while it writes, again and again, and
// looks whether anything is lost that it had acknowledged.
//
//	go run ./drills/kill [-n 50]
//
// Writers put changes into a site while "twintown serve" runs on it; both are killed with
// SIGKILL at a random moment. Then the site is started again: every acknowledged change
// must be there, and the record of changes must be whole. How long the start takes to the
// first 200 is printed beside a start after a clean stop; two seconds are promised on a
// machine that does nothing else.
package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"sync"
	"time"

	"twintown/drills/kit"
	"twintown/internal/platform/db"
)

const (
	writers  = 16
	longest  = 1200 * time.Millisecond // of writing before a kill
	promised = 2 * time.Second
)

// childVariable marks the process that writes: engine, folder and DSN follow as arguments.
const childVariable = "TWINTOWN_DRILL_CHILD"

func main() {
	if os.Getenv(childVariable) != "" {
		fmt.Fprintln(os.Stderr, write(kit.Site{Folder: os.Args[1], DSN: os.Args[2]})) // ends only by failing
		os.Exit(1)
	}
	kit.Run(50, func(ctx context.Context, d kit.Drill) error {
		for _, engine := range kit.Engines() {
			if err := drill(ctx, d, engine); err != nil {
				return fmt.Errorf("%s: %w", engine, err)
			}
		}
		return nil
	})
}

// write is the child: it prints the identifier of each change after it was durable.
func write(s kit.Site) error {
	ctx := context.Background()
	d, err := s.Open(ctx)
	if err != nil {
		return err
	}
	var mu sync.Mutex
	if _, err := s.Write(ctx, d, writers, func(id string, _ time.Duration) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Println(id)
	}); err != nil {
		return err
	}
	select {} // until it is killed
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
	if server, err = d.Serve(ctx, site); err != nil {
		return err
	}
	clean := server.Ready // the peer: a start after a stop in peace, on the same machine at the same hour
	acknowledged := map[string]bool{}
	var starts []time.Duration
	for range d.N {
		if err := round(site, server, acknowledged); err != nil {
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
	lost, err := compare(ctx, site, acknowledged)
	if err != nil {
		return err
	}
	slices.Sort(starts)
	slowest := starts[len(starts)-1]
	fmt.Printf("kill    %-8s  %d × kill -9 under %d writers: acknowledged %d, lost %d; start to first 200: median %.2f s, slowest %.2f s (after a clean stop %.2f s)   promised 0 lost, ≤ %.0f s\n",
		engine, d.N, writers, len(acknowledged), lost, starts[len(starts)/2].Seconds(), slowest.Seconds(), clean.Seconds(), promised.Seconds())
	if lost > 0 {
		return fmt.Errorf("%d acknowledged changes were lost", lost)
	}
	return nil
}

// round writes for a random time, kills writers and server, and takes in what was
// acknowledged until then.
func round(site kit.Site, server *kit.Server, acknowledged map[string]bool) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	child := exec.Command(self, site.Folder, site.DSN)
	child.Env = append(os.Environ(), childVariable+"=1")
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		return err
	}
	if err := child.Start(); err != nil {
		return err
	}
	lines := bufio.NewReader(out)
	first, err := lines.ReadString('\n') // from here on it writes
	if err != nil {
		return fmt.Errorf("the writers wrote nothing: %w", err)
	}
	time.AfterFunc(rand.N(longest), func() {
		child.Process.Kill()
		server.Kill()
	})
	for line := first; err == nil; line, err = lines.ReadString('\n') {
		acknowledged[line[:len(line)-1]] = true
	}
	if err != io.EOF {
		return err
	}
	child.Wait()
	server.Wait()
	return nil
}

// compare says how many acknowledged changes are not there, and sees that the record of
// changes and the database are whole.
func compare(ctx context.Context, site kit.Site, acknowledged map[string]bool) (lost int, err error) {
	d, err := site.Open(ctx)
	if err != nil {
		return 0, err
	}
	defer d.Close()
	there, err := kit.Written(ctx, d)
	if err != nil {
		return 0, err
	}
	for id := range acknowledged {
		if !there[id] {
			lost++
		}
	}
	if err := d.Check(ctx); err != nil {
		return lost, err
	}
	log, err := site.OpenLog(d)
	if err != nil {
		return lost, err
	}
	v, err := log.Verify(ctx)
	if err == nil && !v.Whole() {
		err = fmt.Errorf("the record of changes is not whole: %v", v.Faults)
	}
	return lost, err
}
