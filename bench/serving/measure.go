package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// figures are what one address was measured at.
type figures struct {
	rate     float64 // requests a second
	p50, p99 float64 // milliseconds
	bytes    int     // of the last answer's body, as sent
}

// measure asks an address n times over the connections, after a few times that do
// not count.
func measure(address string, n int) (figures, error) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections, DisableCompression: true}}
	var asked, bytes atomic.Int64
	took := make([]time.Duration, n)
	errs := make([]error, connections)
	worker := func(w int) {
		for {
			i := int(asked.Add(1)) - 1
			if i >= n {
				return
			}
			begin := time.Now()
			size, err := ask(client, address, i)
			if err != nil {
				errs[w] = err
				return
			}
			took[i] = time.Since(begin)
			bytes.Store(size)
		}
	}
	for i := range 2 * connections {
		if _, err := ask(client, address, -1-i); err != nil {
			return figures{}, err
		}
	}
	begin := time.Now()
	var all sync.WaitGroup
	for w := range connections {
		all.Go(func() { worker(w) })
	}
	all.Wait()
	total := time.Since(begin)
	slices.Sort(took)
	ms := func(part float64) float64 { return float64(took[int(part*float64(n))]) / float64(time.Millisecond) }
	return figures{float64(n) / total.Seconds(), ms(0.50), ms(0.99), int(bytes.Load())}, errors.Join(errs...)
}

func ask(client *http.Client, address string, i int) (int64, error) {
	if strings.Contains(address, "%d") {
		address = fmt.Sprintf(address, i)
	}
	req, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return 0, err
	}
	req.Header.Set("Accept-Encoding", "gzip")
	resp, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("%s answers %s", address, resp.Status)
	}
	return io.Copy(io.Discard, resp.Body)
}

// server is a process that serves.
type server struct {
	cmd *exec.Cmd
	url string
}

var printed = regexp.MustCompile(`http://localhost:\d+`)

// start starts a process and reads its address from what it prints.
func start(binary string, args ...string) (*server, error) {
	s := &server{cmd: exec.Command(binary, args...)}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	for lines := bufio.NewScanner(out); s.url == "" && lines.Scan(); {
		s.url = printed.FindString(lines.Text())
	}
	if s.url == "" {
		return nil, fmt.Errorf("%s ended: %w", binary, s.cmd.Wait())
	}
	return s, nil
}

func (s *server) stop() {
	s.cmd.Process.Signal(syscall.SIGTERM)
	s.cmd.Wait()
}

// fromMemory measures net/http, in a process of its own, serving so many bytes.
func fromMemory(size int) (figures, error) {
	self, err := os.Executable()
	if err != nil {
		return figures{}, err
	}
	s, err := start(self, "memory", strconv.Itoa(size))
	if err != nil {
		return figures{}, err
	}
	defer s.stop()
	return measure(s.url, light)
}

func serveMemory(size int) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("http://localhost:%d\n", l.Addr().(*net.TCPAddr).Port)
	body := make([]byte, size)
	return http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write(body)
	}))
}
