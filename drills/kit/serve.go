package kit

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"sync"
	"syscall"
	"time"
)

// Server is the program while it serves a site.
type Server struct {
	URL   string
	Ready time.Duration // from the start of the process to the first 200 of /readyz
	cmd   *exec.Cmd
	gone  sync.Once
	ended error
}

var siteAddress = regexp.MustCompile(`http://localhost:\d+`)

// Serve starts the program and waits until it says at /readyz that it can answer.
func (d Drill) Serve(ctx context.Context, s Site, args ...string) (*Server, error) {
	args = append([]string{"serve", "--addr", "127.0.0.1:0", "--demo=false"}, append(s.Flags(), args...)...)
	v := &Server{cmd: exec.Command(d.Binary, args...)}
	v.cmd.Env = append(os.Environ(), "LC_ALL=en_GB.UTF-8")
	out, err := v.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	begun := time.Now()
	if err := v.cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for v.URL == "" && lines.Scan() {
		v.URL = siteAddress.FindString(lines.Text())
	}
	if v.URL == "" {
		v.Wait()
		return nil, errors.New("the program ended before it served")
	}
	if err := answers(v.URL + "/readyz"); err != nil {
		v.Kill()
		v.Wait()
		return nil, err
	}
	v.Ready = time.Since(begun)
	go func() {
		for lines.Scan() { // so that the program never waits for a reader of its output
		}
	}()
	return v, ctx.Err()
}

func answers(address string) error {
	resp, err := http.Get(address)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, resp.Body)
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", address, resp.Status)
	}
	return nil
}

// Kill ends the process without a word. Wait returns when it is gone.
func (v *Server) Kill() { v.cmd.Process.Kill() }

// Wait waits until the process is gone.
func (v *Server) Wait() { v.gone.Do(func() { v.ended = v.cmd.Wait() }) }

// Stop tells the program to end and waits until it has.
func (v *Server) Stop() error {
	v.cmd.Process.Signal(syscall.SIGTERM)
	v.Wait()
	return v.ended
}
