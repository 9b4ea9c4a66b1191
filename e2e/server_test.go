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

// site is the address of the running program.
var site string

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
	binary := filepath.Join(folder, "twintown")
	build := exec.Command("go", "build", "-o", binary, "../cmd/twintown")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		panic(err)
	}
	address, stop, err := start(binary, filepath.Join(folder, "data"))
	if err != nil {
		panic(err)
	}
	site = address
	code := m.Run()
	if err := stop(); err != nil {
		os.Stderr.WriteString("the program did not stop cleanly: " + err.Error() + "\n")
		return 1
	}
	return code
}

var readyLine = regexp.MustCompile(`http://localhost:\d+`)

// start runs the program on a free port and waits until it says where it is.
func start(binary, data string) (address string, stop func() error, err error) {
	cmd := exec.Command(binary, "serve", "--addr", "127.0.0.1:0", "--data", data)
	cmd.Env = append(os.Environ(), "LC_ALL=en_GB.UTF-8")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	found := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if a := readyLine.FindString(lines.Text()); a != "" {
				found <- a
			}
		}
		close(found)
	}()
	select {
	case address = <-found:
	case <-time.After(startLimit):
	}
	if address == "" {
		cmd.Process.Kill()
		return "", nil, context.DeadlineExceeded
	}
	return address, func() error {
		cmd.Process.Signal(syscall.SIGTERM)
		return cmd.Wait()
	}, nil
}

// get fetches a page as a program would, and returns status, headers, body.
func get(t *testing.T, path string, headers ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, site+path, nil)
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
