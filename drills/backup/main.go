// Command backup makes backups of a site while people write to it, and restores each
// elsewhere, on both engines.
//
//	go run ./drills/backup [-n 3]
//
// A change of the writers is a row and an entry in the record of changes, in one
// transaction; now and then they store a file. A backup is right when what is restored
// holds both or neither of each change and every change that was acknowledged before the
// backup began, and when a second backup, of what was restored, holds exactly the rows and
// files of the first. Beside that it prints what a backup costs the writers.
package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"twintown/drills/kit"
	"twintown/internal/exchange/backup"
	"twintown/internal/platform/blob"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
)

const writers = 8

func main() {
	kit.Run(3, func(ctx context.Context, d kit.Drill) error {
		engines := kit.Engines()
		for _, from := range engines {
			for _, to := range engines {
				if err := drill(ctx, d, from, to); err != nil {
					return fmt.Errorf("%s to %s: %w", from, to, err)
				}
			}
		}
		return nil
	})
}

func drill(ctx context.Context, d kit.Drill, from, to db.Engine) error {
	site, remove, err := d.NewSite(from, fmt.Sprintf("backup-%s-%s", from, to))
	if err != nil {
		return err
	}
	defer remove()
	if _, err := d.Called(ctx, append([]string{"lookup", "Warszawa"}, site.Flags()...)...); err != nil {
		return err // takes in the starter content
	}
	live, err := start(ctx, site)
	if err != nil {
		return err
	}
	var sum total
	for i := range d.N {
		if err := live.round(ctx, d, to, i, &sum); err != nil {
			return err
		}
	}
	if _, err := live.writers.Stop(); err != nil {
		return err
	}
	live.db.Close()
	fmt.Printf("backup  %-8s → %-8s  %d under %d writers (%d changes, %d files): restored elsewhere, rows differ %d, files differ %d, halves %d; backup %.2f s, restore %.2f s, %.1f MB; changes' p99 %.0f ms, during a backup %.0f ms   promised 0, 0, 0\n",
		from, to, d.N, writers, sum.changes, sum.files, sum.rows, sum.media, sum.halves,
		sum.backup.Seconds()/float64(d.N), sum.restore.Seconds()/float64(d.N), float64(sum.size)/1e6, ms(live.quiet), ms(live.busy))
	if sum.rows+sum.media+sum.halves > 0 {
		return fmt.Errorf("the promise is not kept")
	}
	return nil
}

// total is what the rounds found.
type total struct {
	changes, files      int
	rows, media, halves int
	backup, restore     time.Duration
	size                int64
}

// live is a site on which people work.
type live struct {
	site    kit.Site
	db      *db.DB
	media   blob.Store
	writers *kit.Writers
	mu      sync.Mutex
	acked   map[string]bool
	quiet   []time.Duration // that changes took
	busy    []time.Duration // the same while a backup was made
	backing bool
}

func start(ctx context.Context, site kit.Site) (*live, error) {
	l := &live{site: site, acked: map[string]bool{}}
	var err error
	if l.db, err = site.Open(ctx); err != nil {
		return nil, err
	}
	if l.media, err = blob.OpenFolder(filepath.Join(site.Folder, blob.FolderName)); err != nil {
		return nil, err
	}
	l.writers, err = site.Write(ctx, l.db, writers, l.acknowledged)
	return l, err
}

// acknowledged stores a file for every tenth change, and notes how long changes take.
func (l *live) acknowledged(id string, took time.Duration) {
	if strings.HasSuffix(id, "0") {
		l.media.Put(context.Background(), strings.NewReader(strings.Repeat(id, 1000)), 1<<20)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.acked[id] = true
	if l.backing {
		l.busy = append(l.busy, took)
	} else {
		l.quiet = append(l.quiet, took)
	}
}

func (l *live) state(backing bool) map[string]bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.backing = backing
	return maps.Clone(l.acked)
}

// round makes a backup with the real command, restores it elsewhere and compares.
func (l *live) round(ctx context.Context, d kit.Drill, to db.Engine, i int, sum *total) error {
	time.Sleep(time.Second) // of quiet work, to compare with
	file := filepath.Join(d.Folder, fmt.Sprintf("%s-%s-%d%s", l.site.Engine, to, i, backup.Suffix))
	defer os.Remove(file)
	before, begun := l.state(true), time.Now()
	if _, err := d.Called(ctx, append([]string{"backup", "--to", file}, l.site.Flags()...)...); err != nil {
		return err
	}
	sum.backup += time.Since(begun)
	l.state(false)
	other, remove, err := d.NewSite(to, fmt.Sprintf("restored-%s-%s-%d", l.site.Engine, to, i))
	if err != nil {
		return err
	}
	defer remove()
	begun = time.Now()
	if _, err := d.Called(ctx, append([]string{"restore", file}, other.Flags()...)...); err != nil {
		return err
	}
	sum.restore += time.Since(begun)
	return compare(ctx, file, other, before, sum)
}

// compare looks at what was restored.
func compare(ctx context.Context, file string, site kit.Site, before map[string]bool, sum *total) error {
	told, err := backup.Verify(ctx, file, nil)
	if err != nil {
		return err
	}
	d, err := site.Open(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	there, err := kit.Written(ctx, d)
	if err != nil {
		return err
	}
	for id := range before {
		if !there[id] {
			sum.rows++
		}
	}
	halves, err := kit.Halves(ctx, d)
	if err != nil {
		return err
	}
	media, err := blob.OpenFolder(filepath.Join(site.Folder, blob.FolderName))
	if err != nil {
		return err
	}
	again := filepath.Join(site.Folder, "again"+backup.Suffix)
	second, err := backup.Make(ctx, backup.Source{DB: d, Media: media, Release: "drill", Clock: clock.System()}, again, nil)
	if err != nil {
		return err
	}
	sum.rows += differing(told.Tables, second.Tables)
	if told.Objects != second.Objects || told.Media != second.Media {
		sum.media++
	}
	sum.changes, sum.files, sum.halves, sum.size = len(there), int(told.Objects), sum.halves+halves, told.Size
	return nil
}

// differing counts the tables that hold other rows.
func differing(a, b []backup.Section) (n int) {
	prints := map[string]string{}
	for _, t := range b {
		prints[t.Name] = t.Print
	}
	for _, t := range a {
		if prints[t.Name] != t.Print {
			n++
		}
	}
	return n
}

// ms is the 99th percentile in milliseconds.
func ms(all []time.Duration) float64 {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return float64(all[len(all)*99/100].Microseconds()) / 1000
}
