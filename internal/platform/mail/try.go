package mail

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/log"

	"twintown/internal/platform/db"
)

// tryPatience keeps a person from waiting longer than a page may take.
const tryPatience = 8 * time.Second

// Try sends a test mail at once, past the outbox, and returns what was said between us
// and the server: each line begins with "→" or "←". The password is left out. The error
// is the server's refusal.
func (o *Outbox) Try(ctx context.Context, s Server, to, language string, now time.Time) (dialogue []string, err error) {
	address, err := ParseAddress(to)
	if err != nil {
		return nil, err
	}
	if err := s.Check(); err != nil {
		return nil, err
	}
	subject, c, err := o.write(Mail{Kind: "test", Language: language})
	if err != nil {
		return nil, err
	}
	id := db.NewID()
	e := envelope{id: id, to: address, language: language, subject: subject, messageID: o.messageID(id), content: c}
	heard := &listener{}
	open, err := s.dial(ctx, tryPatience, gomail.WithLogger(heard), gomail.WithDebugLog())
	if err != nil {
		return heard.all(), err
	}
	defer open.close()
	m, err := e.compose(open.from(), now)
	if err != nil {
		return nil, err
	}
	if err = open.client.SendWithSMTPClient(open.smtp, m); m.IsDelivered() {
		err = nil
	}
	return heard.all(), err
}

// listener notes the dialogue.
type listener struct {
	mu    sync.Mutex
	lines []string
}

func (l *listener) all() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lines
}

// mostLines bounds a dialogue: a server that talks without end is cut.
const mostLines = 100

func (l *listener) note(entry log.Log) {
	arrow := "← "
	if entry.Direction == log.DirClientToServer {
		arrow = "→ "
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for line := range strings.SplitSeq(strings.TrimSpace(fmt.Sprintf(entry.Format, entry.Messages...)), "\n") {
		if len(l.lines) < mostLines {
			l.lines = append(l.lines, arrow+cut(clean(line), mostAnswer))
		}
	}
}

// Debugf implements log.Logger, as do the others: all is said to the same person.
func (l *listener) Debugf(entry log.Log) { l.note(entry) }

// Infof implements log.Logger.
func (l *listener) Infof(entry log.Log) { l.note(entry) }

// Warnf implements log.Logger.
func (l *listener) Warnf(entry log.Log) { l.note(entry) }

// Errorf implements log.Logger.
func (l *listener) Errorf(entry log.Log) { l.note(entry) }
