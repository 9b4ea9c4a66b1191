//go:build e2e

// Package e2e tests the compiled program as a person meets it: it is started
// on an empty folder, and a real browser clicks through what it serves.
//
// Pages are checked for accessibility with axe-core, for valid HTML with
// html-validate, for requests that leave the site, for messages on the console
// and for what does not fit on a phone. Screenshots of every page go to the
// test's artifact folder (go test -artifacts).
package e2e

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// site is the address of the running program, binary the program itself.
var site, binary string

// startLimit is generous, because the machine compiles and tests at the same
// time; what a start really takes is measured by bench/starting.
const startLimit = 2 * time.Minute

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	folder, err := os.MkdirTemp("", "twintown-e2e-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	binary = filepath.Join(folder, "twintown")
	build := exec.Command("go", "build", "-o", binary, "../cmd/twintown")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		panic(err)
	}
	p, err := start(filepath.Join(folder, "data"))
	if err != nil {
		panic(err)
	}
	site = p.address
	code := m.Run()
	if err := p.stop(); err != nil {
		os.Stderr.WriteString("the program did not stop cleanly: " + err.Error() + "\n")
		return 1
	}
	return code
}

var addressLine = regexp.MustCompile(`http://localhost:\d+\S*`)

// program is a running twintown.
type program struct {
	address string
	said    chan string // further addresses that it printed, such as the first administrator's link
	cmd     *exec.Cmd
}

// start runs the program on a free port and waits until it says where it is.
func start(data string, args ...string) (*program, error) {
	args = append([]string{"serve", "--demo=false", "--addr", "127.0.0.1:0", "--data", data}, args...)
	p := &program{cmd: exec.Command(binary, args...), said: make(chan string, 8)}
	p.cmd.Env = append(os.Environ(), "LC_ALL=en_GB.UTF-8")
	p.cmd.Stderr = os.Stderr
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if a := addressLine.FindString(lines.Text()); a != "" {
				p.said <- a
			}
		}
		close(p.said)
	}()
	if p.address = p.next(); p.address == "" {
		p.cmd.Process.Kill()
		return nil, context.DeadlineExceeded
	}
	return p, nil
}

// next is the next address that the program prints, "" where none comes.
func (p *program) next() string {
	select {
	case a := <-p.said:
		return a
	case <-time.After(startLimit):
		return ""
	}
}

// stop asks the program to stop and waits until it has.
func (p *program) stop() error {
	p.cmd.Process.Signal(syscall.SIGTERM)
	return p.cmd.Wait()
}

// get fetches a page of the shared site as a program would, and returns status, headers, body.
func get(t *testing.T, path string, headers ...string) (*http.Response, string) {
	t.Helper()
	return fetch(t, site+path, headers...)
}

// fetch is get at any address.
func fetch(t *testing.T, address string, headers ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Set(name, value)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}
