// Package mailtest starts a real SMTP server that keeps what it gets.
//
// Tests of mail talk to mailpit (https://mailpit.axllent.org) as to an office's
// server, and read back over its interface what arrived. The variable
// TWINTOWN_MAILPIT names the program; the check command builds it and sets it.
// Without it the test is left out, and fails where CI=true.
//
//	sink := mailtest.Start(t)
//	… send to sink.SMTP …
//	sink.Down() // the server is gone; its mails are kept
//	sink.Up()
//	all := sink.Messages()
package mailtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// Sink is a running server. It is not safe for concurrent use.
type Sink struct {
	SMTP string // host and port

	t    *testing.T
	path string
	web  string
	args []string
	cmd  *exec.Cmd
	said bytes.Buffer
}

// Message is a mail that arrived.
type Message struct {
	ID        string
	MessageID string
	Subject   string
	To        []struct{ Name, Address string }
}

// Start starts a server on loopback, with more arguments of mailpit's own, and ends it
// with the test.
func Start(t *testing.T, args ...string) *Sink {
	t.Helper()
	path := os.Getenv("TWINTOWN_MAILPIT")
	if path == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("TWINTOWN_MAILPIT is not set: the check command sets it")
		}
		t.Skip("mailpit left out: TWINTOWN_MAILPIT is not set")
	}
	s := &Sink{t: t, path: path, SMTP: free(t), web: free(t)}
	s.args = append([]string{
		"--smtp", s.SMTP, "--listen", s.web, "--database", filepath.Join(t.TempDir(), "mailpit.db"),
		"--disable-version-check", "--smtp-disable-rdns", "--quiet", "--enable-chaos",
	}, args...)
	t.Cleanup(func() {
		s.Down()
		if t.Failed() {
			t.Logf("mailpit said: %s", &s.said)
		}
	})
	s.Up()
	return s
}

// free finds a port that nobody listens on.
func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// Up starts the server again and waits until it answers.
func (s *Sink) Up() {
	s.t.Helper()
	s.cmd = exec.Command(s.path, s.args...)
	s.cmd.Stdout, s.cmd.Stderr = &s.said, &s.said
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(time.Minute); ; <-tick.C { // far longer than it takes
		resp, err := http.Get("http://" + s.web + "/readyz")
		if err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return
			}
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("mailpit does not start: %v", err)
		}
	}
}

// Down ends the server. What it got is there again after [Sink.Up].
func (s *Sink) Down() {
	if s.cmd == nil {
		return
	}
	_ = s.cmd.Process.Signal(os.Interrupt)
	_ = s.cmd.Wait()
	s.cmd = nil
}

func (s *Sink) ask(method, path string, body []byte) []byte {
	s.t.Helper()
	req, err := http.NewRequest(method, "http://"+s.web+path, bytes.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		s.t.Fatalf("%s %s: %s, %v: %s", method, path, resp.Status, err, answer)
	}
	return answer
}

// Messages are all mails that arrived, the newest first.
func (s *Sink) Messages() []Message {
	s.t.Helper()
	var answer struct {
		Messages []Message `json:"messages"`
	}
	if err := json.Unmarshal(s.ask("GET", "/api/v1/messages?limit=1000", nil), &answer); err != nil {
		s.t.Fatal(err)
	}
	return answer.Messages
}

// Text is a mail's text part, as a reader without HTML sees it.
func (s *Sink) Text(id string) string {
	s.t.Helper()
	var answer struct{ Text string }
	if err := json.Unmarshal(s.ask("GET", "/api/v1/message/"+id, nil), &answer); err != nil {
		s.t.Fatal(err)
	}
	return answer.Text
}

// Raw is a mail as it came over the wire.
func (s *Sink) Raw(id string) []byte {
	s.t.Helper()
	return s.ask("GET", "/api/v1/message/"+id+"/raw", nil)
}

// Refuse has the server answer each mail's step, "Sender", "Recipient" or
// "Authentication", with a code; 0 means that it accepts again.
func (s *Sink) Refuse(step string, code int) {
	s.t.Helper()
	probability := 100
	if code == 0 {
		code, probability = 451, 0
	}
	s.ask("PUT", "/api/v1/chaos", fmt.Appendf(nil, `{%q: {"ErrorCode": %d, "Probability": %d}}`, step, code, probability))
}
