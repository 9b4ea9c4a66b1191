// Command openhours measures reading and evaluating opening hours, beside the npm
// package opening_hours (the language's first implementation) on the same values, and
// prints how many cases of its test suite come out the same.
//
// It reads opening_hours.jsonl from the folder that TWINTOWN_DATASETS names
// (../shared/data from the repository by default) and asks of each value: what it is,
// the state at moments of a week, the next change. Promised is a state in 20 µs. The
// floor is what every evaluation needs: the zone's date and time of an instant. The peer is
// installed by npm into a folder that is removed afterwards; without npm or node the
// peer is left out, and said so.
//
//	go run ./bench/openhours
package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"
	_ "time/tzdata"

	"twintown/internal/openhours"
)

const (
	peerPackage = "opening_hours@3.15.0"
	promised    = 20 * time.Microsecond
	rounds      = 3 // the best counts: other work on the machine only ever adds
)

//go:embed peer.mjs
var peerScript []byte

func main() {
	runtime.GOMAXPROCS(1)
	folder := os.Getenv("TWINTOWN_DATASETS")
	if folder == "" {
		folder = filepath.Join("..", "shared", "data")
	}
	if err := run(folder); err != nil {
		fmt.Fprintln(os.Stderr, "openhours:", err)
		os.Exit(1)
	}
}

// figures are microseconds of one value, and how many cases came out right.
type figures struct {
	Read  float64 `json:"read"`
	State float64 `json:"state"`
	Next  float64 `json:"next"`
	Right int     `json:"right"`
}

func run(folder string) error {
	all, err := readCases(folder)
	if err != nil {
		return err
	}
	var cases []oneCase // those that both can be asked
	for _, c := range all {
		if c.group() == "promised" && (c.Kind == "intervals" || c.Kind == "should_fail") {
			c.Timed = timed(&c, len(cases))
			cases = append(cases, c)
		}
	}
	moments := momentsOf()
	ours, slowest := measure(cases, moments)
	fmt.Printf("%-44s %10s %10s %12s %14s\n", "", "reading", "a state", "next change", "cases as there")
	line := func(name string, f figures) {
		fmt.Printf("%-44s %7.1f µs %7.2f µs %9.1f µs %7d of %d\n", name, f.Read, f.State, f.Next, f.Right, len(cases))
	}
	line("Twintown, one core", ours)
	peer, err := askPeer(cases, moments)
	if err != nil {
		fmt.Println("LEFT OUT: the peer,", peerPackage+":", err)
	} else {
		line(peerPackage+", one core", peer)
	}
	fmt.Printf("%-44s %10s %7.2f µs\n", "floor: date and time in the zone", "", floor(moments))
	fmt.Printf("slowest value: %.1f µs a state, promised ≤ %.0f µs: %q\n", slowest.state, float64(promised.Microseconds()), slowest.value)
	if slowest.state > float64(promised.Microseconds()) {
		return fmt.Errorf("a promise is missed")
	}
	return nil
}

// timed chooses the values whose times are taken: every fourth, if it changes soon.
// One that never does the peer would walk through for minutes.
func timed(c *oneCase, i int) bool {
	if c.Kind != "intervals" || i%4 != 0 {
		return false
	}
	h, _, err := openhours.Parse(string(c.Value))
	if err != nil {
		return false
	}
	first := momentsOf()[0]
	at, _, ok := h.NextChange(first, c.place())
	return ok && at.Before(first.AddDate(0, 0, 60))
}

// momentsOf returns an instant of every fifth hour of a week in autumn.
func momentsOf() (list []time.Time) {
	start := time.Date(2025, 10, 20, 6, 17, 0, 0, time.UTC)
	for h := 0; h < 7*24; h += 5 {
		list = append(list, start.Add(time.Duration(h)*time.Hour))
	}
	return list
}

type slow struct {
	state float64
	value string
}

func measure(cases []oneCase, moments []time.Time) (f figures, slowest slow) {
	n := 0
	for i := range cases {
		c := &cases[i]
		if judge(c) == "" {
			f.Right++
		}
		if !c.Timed {
			continue
		}
		h, _, err := openhours.Parse(string(c.Value))
		if err != nil {
			continue
		}
		n++
		place := c.place()
		f.Read += took(func() { openhours.Parse(string(c.Value)) })
		state := took(func() {
			for _, m := range moments {
				h.At(m, place)
			}
		}) / float64(len(moments))
		f.State += state
		f.Next += took(func() { h.NextChange(moments[0], place) })
		if state > slowest.state {
			slowest = slow{state, string(c.Value)}
		}
	}
	f.Read, f.State, f.Next = f.Read/float64(n), f.State/float64(n), f.Next/float64(n)
	return f, slowest
}

// took returns the best of some rounds in microseconds.
func took(work func()) float64 {
	best := time.Duration(1 << 62)
	for range rounds {
		start := time.Now()
		work()
		best = min(best, time.Since(start))
	}
	return float64(best.Nanoseconds()) / 1000
}

func floor(moments []time.Time) float64 {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		return 0
	}
	sum := 0
	t := took(func() {
		for _, m := range moments {
			local := m.In(zone)
			_, _, day := local.Date()
			sum += day + local.Hour()*60 + local.Minute()
		}
	})
	if sum == 0 {
		return 0
	}
	return t / float64(len(moments))
}

// askPeer installs the peer and asks it the same.
func askPeer(cases []oneCase, moments []time.Time) (f figures, err error) {
	temp, err := os.MkdirTemp("", "openhours")
	if err != nil {
		return f, err
	}
	defer os.RemoveAll(temp)
	if out, err := exec.Command("npm", "install", "--no-save", "--no-audit", "--no-fund", "--silent", "--prefix", temp, peerPackage).CombinedOutput(); err != nil {
		return f, fmt.Errorf("npm: %w: %s", err, out)
	}
	if err := os.WriteFile(filepath.Join(temp, "peer.mjs"), peerScript, 0o600); err != nil {
		return f, err
	}
	question, err := json.Marshal(map[string]any{"cases": cases, "moments": moments, "rounds": rounds})
	if err != nil {
		return f, err
	}
	cmd := exec.Command("node", "peer.mjs")
	cmd.Dir, cmd.Env = temp, append(os.Environ(), "TZ=Europe/Berlin") // the peer knows only the machine's zone
	cmd.Stdin, cmd.Stderr = bytes.NewReader(question), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return f, fmt.Errorf("node: %w", err)
	}
	return f, json.Unmarshal(out, &f)
}
