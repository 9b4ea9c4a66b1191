// Command invitations sends the invitations to a large meeting while the mail server goes
// away for a minute in the middle of it.
//
//	go run ./drills/invitations [-n 5000]
//
// The delegations are invited through their store, each invitation is a mail of the outbox,
// and the sender gives them to a mailpit, which is stopped after a third of them and started
// again a minute later. Afterwards each address must have got its invitation once: none is
// lost, none comes twice. TWINTOWN_MAILPIT names the mailpit.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"twintown/drills/kit"
	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/platform/mail"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
)

const (
	away     = time.Minute
	patience = 15 * time.Minute
	look     = 200 * time.Millisecond
)

func main() {
	kit.Run(5000, func(ctx context.Context, d kit.Drill) error {
		path := os.Getenv("TWINTOWN_MAILPIT")
		if path == "" {
			return errors.New("TWINTOWN_MAILPIT names no mailpit")
		}
		for _, engine := range kit.Engines() {
			if err := drill(ctx, d, engine, path); err != nil {
				return fmt.Errorf("%s: %w", engine, err)
			}
		}
		return nil
	})
}

func drill(ctx context.Context, d kit.Drill, engine db.Engine, path string) error {
	site, remove, err := d.NewSite(engine, "invitations-"+string(engine))
	if err != nil {
		return err
	}
	defer remove()
	base, err := site.Open(ctx)
	if err != nil {
		return err
	}
	defer base.Close()
	box, err := newSink(path, site.Folder)
	if err != nil {
		return err
	}
	defer box.stop()
	catalog, err := messages.Default()
	if err != nil {
		return err
	}
	key := secret.New()
	outbox := mail.NewOutbox(base, catalog, key, func(string) mail.Site {
		return mail.Site{Name: "Twintown", Address: "https://partners.example.org"}
	})
	began := time.Now()
	if err := invite(ctx, base, key, outbox, d.N); err != nil {
		return err
	}
	written := time.Since(began)
	until, end := context.WithCancel(ctx)
	sent := make(chan struct{})
	server := mail.Server{Host: "127.0.0.1", Port: box.port, Security: mail.Plain, From: "office@example.org", All: 1_000_000, Each: 1_000_000}
	go func() {
		defer close(sent)
		mail.NewSender(outbox, mail.SenderOptions{Server: &server}).Run(until)
	}()
	began = time.Now()
	err = box.outage(ctx, d.N)
	if err == nil {
		err = waitSent(ctx, outbox)
	}
	took := time.Since(began)
	end()
	<-sent
	if err != nil {
		return err
	}
	return box.judge(engine, d.N, written, took)
}

// invite makes the delegations and their invitations.
func invite(ctx context.Context, base *db.DB, key secret.Key, outbox *mail.Outbox, n int) error {
	log := people.NewLog(base, key, "")
	guests := delegation.NewStore(base, log, key, clock.System(), func(ctx context.Context, tx *db.Tx, t delegation.Told) error {
		_, err := outbox.Queue(ctx, tx, mail.Mail{
			Kind: "guest_" + string(t.Event), To: t.Delegation.Contact.Email, Language: t.Delegation.Language,
			Args: lang.Args{"meeting": "Conference", "quiet": "no", "answer": string(t.Delegation.State)}, Link: "https://partners.example.org/en/guest/" + t.Token, Secret: true,
		})
		return err
	})
	id, err := meeting.NewStore(base, log, press.NewStore(base, log, clock.System(), nil)).Create(ctx, people.System(), meeting.New{
		Kind: meeting.Conference, Language: "en", Content: press.Content{Title: "Conference", Origin: press.Written},
		Facts: meeting.Facts{From: partnership.On(2027, 5, 14), Zone: "Europe/Warsaw"},
	})
	if err != nil {
		return err
	}
	if err := guests.SaveConference(ctx, people.System(), delegation.Conference{Meeting: id, Ends: time.Now().AddDate(1, 0, 0)}); err != nil {
		return err
	}
	for i := range n {
		one, err := guests.Add(ctx, people.System(), delegation.Delegation{
			Meeting: id, Kind: delegation.Organisation, Name: "Town " + strconv.Itoa(i), Language: "en", Quota: 4,
			Contact: delegation.Contact{Email: "town" + strconv.Itoa(i) + "@example.org"},
		})
		if err == nil {
			err = guests.Invite(ctx, people.System(), one)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// waitSent waits until nothing is to be sent any more.
func waitSent(ctx context.Context, outbox *mail.Outbox) error {
	for deadline := time.Now().Add(patience); ; time.Sleep(look) {
		n, _, err := outbox.Waiting(ctx)
		if err != nil || n == 0 {
			return err
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%d mails still wait", n)
		}
	}
}

// sink is a mailpit.
type sink struct {
	path string
	args []string
	web  string
	port int
	cmd  *exec.Cmd
}

func newSink(path, folder string) (*sink, error) {
	smtp, err := free()
	if err != nil {
		return nil, err
	}
	web, err := free()
	if err != nil {
		return nil, err
	}
	_, port, _ := net.SplitHostPort(smtp)
	s := &sink{path: path, web: web, args: []string{
		"--smtp", smtp, "--listen", web, "--database", filepath.Join(folder, "mailpit.db"), "--max", "0",
		"--disable-version-check", "--smtp-disable-rdns", "--quiet",
	}}
	s.port, err = strconv.Atoi(port)
	if err != nil {
		return nil, err
	}
	return s, s.start()
}

func free() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

func (s *sink) start() error {
	s.cmd = exec.Command(s.path, s.args...)
	if err := s.cmd.Start(); err != nil {
		return err
	}
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(look) {
		if resp, err := http.Get("http://" + s.web + "/readyz"); err == nil {
			resp.Body.Close()
			return nil
		} else if time.Now().After(deadline) {
			return err
		}
	}
}

func (s *sink) stop() {
	_ = s.cmd.Process.Signal(os.Interrupt)
	_ = s.cmd.Wait()
}

// outage waits until a third arrived, and takes the server away for a minute.
func (s *sink) outage(ctx context.Context, n int) error {
	for deadline := time.Now().Add(patience); ; time.Sleep(look) {
		got, err := s.total()
		if err != nil {
			return err
		}
		if got >= n/3 {
			break
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("only %d mails arrive", got)
		}
	}
	s.stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(away):
	}
	return s.start()
}

type inbox struct {
	Total    int
	Messages []struct {
		MessageID string
		To        []struct{ Address string }
	}
}

func (s *sink) page(start, limit int) (m inbox, err error) {
	resp, err := http.Get(fmt.Sprintf("http://%s/api/v1/messages?start=%d&limit=%d", s.web, start, limit))
	if err != nil {
		return m, err
	}
	defer resp.Body.Close()
	return m, json.NewDecoder(resp.Body).Decode(&m)
}

func (s *sink) total() (int, error) {
	m, err := s.page(0, 1)
	return m.Total, err
}

// judge counts what arrived.
func (s *sink) judge(engine db.Engine, n int, written, took time.Duration) error {
	got, all := map[string]int{}, 0
	for {
		m, err := s.page(all, 500)
		if err != nil {
			return err
		}
		for _, one := range m.Messages {
			for _, to := range one.To {
				got[to.Address]++
			}
		}
		if all += len(m.Messages); len(m.Messages) == 0 || all >= m.Total {
			break
		}
	}
	twice := 0
	for address, times := range got {
		if times > 1 {
			twice++
		}
		if !strings.HasPrefix(address, "town") {
			return fmt.Errorf("a mail went to %s", address)
		}
	}
	fmt.Printf("%-10s %d invitations written in %.1f s, the server away for %.0f s, all sent %.1f s after the first: %d addresses have theirs, %d lost, %d came twice\n",
		engine, n, written.Seconds(), away.Seconds(), took.Seconds(), len(got), n-len(got), twice)
	if len(got) != n || twice > 0 {
		return errors.New("not each invitation was delivered once")
	}
	return nil
}
