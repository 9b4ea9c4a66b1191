package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// soon is how long tests wait for what must happen: far longer than it takes, also
// on a busy machine with the race detector, where a first start takes a minute.
const soon = 4 * time.Minute

// running is the program as a process of its own.
type running struct {
	t    *testing.T
	cmd  *exec.Cmd
	url  string
	out  *transcript
	err  *transcript
	wait func() error
}

// transcript is what a process has written so far.
type transcript struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

// Write implements io.Writer.
func (s *transcript) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.Write(p)
}

// String is everything written so far.
func (s *transcript) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.String()
}

// twintown starts the program.
func twintown(t *testing.T, args ...string) *running {
	t.Helper()
	r := &running{t: t, cmd: exec.Command(programPath(), args...), out: &transcript{}, err: &transcript{}}
	r.cmd.Env = append(os.Environ(), "LC_ALL=en_GB.UTF-8")
	r.cmd.Stdout, r.cmd.Stderr = r.out, r.err
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	r.wait = sync.OnceValue(r.cmd.Wait)
	t.Cleanup(func() {
		r.cmd.Process.Kill()
		r.wait()
		if t.Failed() {
			t.Logf("twintown %s\n%s\n%s", strings.Join(args, " "), r.out, r.err)
		}
	})
	return r
}

// serving starts a site on the data and waits until it is ready.
func serving(t *testing.T, data string, args ...string) *running {
	t.Helper()
	r := twintown(t, append([]string{"serve", "--addr", "127.0.0.1:0", "--data", data}, args...)...)
	until(t, "the site is ready", func() bool {
		_, rest, found := strings.Cut(r.out.String(), "http://localhost:")
		port, _, whole := strings.Cut(rest, "\n")
		r.url = "http://127.0.0.1:" + port
		return found && whole
	})
	return r
}

// ends waits for the end of the process and returns its exit code.
func (r *running) ends() int {
	r.t.Helper()
	done := make(chan error, 1)
	go func() { done <- r.wait() }()
	select {
	case <-done:
		return r.cmd.ProcessState.ExitCode()
	case <-time.After(soon):
		r.t.Fatal("the program does not end")
		return -1
	}
}

// signal sends a signal.
func (r *running) signal(s syscall.Signal) {
	r.t.Helper()
	if err := r.cmd.Process.Signal(s); err != nil {
		r.t.Fatal(err)
	}
}

// until waits for a condition.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(soon); !holds(); <-tick.C {
		if time.Now().After(deadline) {
			t.Fatalf("it did not happen within %s: %s", soon, what)
		}
	}
}

// get asks once, over a connection of its own.
func (r *running) get(path string) (status int, body string, err error) {
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Get(r.url + path)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(b), err
}

// answers asks and fails unless the status is the one.
func (r *running) answers(path string, status int) string {
	r.t.Helper()
	got, body, err := r.get(path)
	if err != nil || got != status {
		r.t.Errorf("GET %s: status %d, %v; want %d\n%.300s", path, got, err, status, body)
	}
	return body
}

// raw sends bytes over a connection of its own, which stays open.
func (r *running) raw(text string) net.Conn {
	r.t.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(r.url, "http://"))
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { c.Close() })
	if _, err := io.WriteString(c, text); err != nil && !errors.Is(err, syscall.EPIPE) && !errors.Is(err, syscall.ECONNRESET) {
		r.t.Fatal(err)
	}
	c.SetDeadline(time.Now().Add(soon))
	return c
}

// answer reads one answer from a connection.
func answer(c net.Conn) (*http.Response, []byte, error) {
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if resp.Close && resp.ContentLength < 0 {
		err = nil // the server said why and left without hearing the rest
	}
	return resp, body, err
}

// request is a GET request as it stands on the wire.
func request(path string) string {
	return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"
}

// copyOf is a copy of a data folder, for a test that writes to it.
func copyOf(t *testing.T, folder string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(to, os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	return to
}

// Folders that all tests of one run share and only read; the first to ask waits
// while they are made. The starter's is the world as people get it, the small one
// holds only what tables(smallWorld) has: it opens in a moment.
var (
	starterData = sync.OnceValues(func() (string, error) { return prepared("starter", "lookup", "Sokółka") })
	smallData   = sync.OnceValues(func() (string, error) {
		places, pairs, err := tables(scratch, smallWorld)
		if err != nil {
			return "", err
		}
		if _, err := prepared("small", "import", "csv", "--empty", "--places", places, "--partnerships", pairs); err != nil {
			return "", err
		}
		return prepared("small", "lookup", "Zzyzxville 7")
	})
)

// smallWorld is how many places the small folder has.
const smallWorld = 2000

// prepared runs the program on a folder in scratch and returns that folder. It is the program
// that does it and not this process: under the race detector it would take ten times as long.
func prepared(name string, args ...string) (string, error) {
	folder := filepath.Join(scratch, name)
	run := exec.Command(programPath(), append(args, "--data", folder)...)
	run.Stderr = os.Stderr
	if err := run.Run(); err != nil {
		return "", fmt.Errorf("the folder %s could not be prepared: %w", name, err)
	}
	return folder, nil
}

// tables writes a table of n places, numbered from 900,000,001, and one of the pairs of
// each with the next.
func tables(folder string, n int) (places, pairs string, err error) {
	var p, q bytes.Buffer
	fmt.Fprintln(&p, "geonames_id\tname\tcountry\tlat\tlon\tpopulation")
	fmt.Fprintln(&q, "a\tb\tfirst_listed")
	for i := range n {
		fmt.Fprintf(&p, "%d\tZzyzxville %d\tPL\t%.4f\t%.4f\t%d\n", 900_000_001+i, i, 49+float64(i%500)/100, 15+float64(i%700)/100, 1000+i)
		fmt.Fprintf(&q, "%d\t%d\t2016\n", 900_000_001+i, 900_000_001+(i+1)%n)
	}
	places, pairs = filepath.Join(folder, fmt.Sprintf("places-%d.tsv", n)), filepath.Join(folder, fmt.Sprintf("pairs-%d.tsv", n))
	return places, pairs, errors.Join(os.WriteFile(places, p.Bytes(), 0o600), os.WriteFile(pairs, q.Bytes(), 0o600))
}

// folderOf returns a shared folder.
func folderOf(t *testing.T, made func() (string, error)) string {
	t.Helper()
	folder, err := made()
	if err != nil {
		t.Fatal(err)
	}
	return folder
}
