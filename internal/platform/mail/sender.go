package mail

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	gomail "github.com/wneessen/go-mail"

	"twintown/internal/platform/clock"
)

// SenderOptions say how a sender works.
type SenderOptions struct {
	Server *Server        // from flags; nil: the one that an administrator entered
	Clock  clock.Clock    // nil: the system's
	Log    *slog.Logger   // nil: silent
	Random func() float64 // jitter, 0 to 1; nil: a random one
	Poll   time.Duration  // how often other nodes' mails are looked for; 0: two seconds
}

// Sender gives due mails to the SMTP server.
type Sender struct {
	outbox *Outbox
	opt    SenderOptions
	open   *connection
	rest   time.Time // no attempt before: the server is in trouble
	failed int       // attempts to reach the server since it worked
}

// NewSender returns a sender over the outbox. It does nothing until [Sender.Run] or
// [Sender.Drain].
func NewSender(o *Outbox, opt SenderOptions) *Sender {
	if opt.Clock == nil {
		opt.Clock = clock.System()
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	if opt.Random == nil {
		opt.Random = rand.Float64
	}
	if opt.Poll == 0 {
		opt.Poll = 2 * time.Second
	}
	return &Sender{outbox: o, opt: opt}
}

// Run sends until ctx ends; a mail on its way is finished first.
func (s *Sender) Run(ctx context.Context) {
	defer s.hangUp()
	for ctx.Err() == nil {
		if err := s.Drain(ctx); err != nil && ctx.Err() == nil {
			s.opt.Log.Error("mail: cannot look into the outbox", "err", err)
		}
		select {
		case <-ctx.Done():
		case <-s.outbox.wake:
		case <-time.After(s.opt.Poll):
		}
	}
}

// Drain sends everything that is due now and returns. A server that is in trouble is no
// error: the mails wait.
func (s *Sender) Drain(ctx context.Context) error {
	defer s.hangUp()
	for ctx.Err() == nil {
		more, err := s.next(ctx)
		if err != nil || !more {
			return err
		}
	}
	return ctx.Err()
}

// next sends one mail; more is false where there is nothing more to do now.
func (s *Sender) next(ctx context.Context) (more bool, err error) {
	now := s.opt.Clock.Now()
	if err := s.outbox.recover(ctx, now); err != nil {
		return false, err
	}
	if due, err := s.outbox.due(ctx, now); err != nil || !due || now.Before(s.rest) {
		return false, err
	}
	server, ok, err := s.server(ctx)
	if err != nil || !ok {
		return false, err
	}
	if ok, err := s.outbox.allowed(ctx, now, server.pace()); err != nil || !ok {
		return false, err
	}
	if ok, err := s.connect(ctx, now, server); err != nil || !ok {
		return false, err
	}
	e, ok, err := s.outbox.claim(ctx, now, s.open.server.pace())
	if err != nil || !ok {
		return false, err
	}
	return true, s.send(context.WithoutCancel(ctx), e)
}

// connect keeps one connection open as long as there are mails, and the settings stay.
func (s *Sender) connect(ctx context.Context, now time.Time, server Server) (ok bool, err error) {
	if s.open != nil && s.open.server == server {
		return true, nil
	}
	s.hangUp()
	c, err := server.dial(ctx, patience)
	if err != nil {
		return false, s.pause(ctx, now, err)
	}
	s.open, s.failed = c, 0
	return true, s.outbox.trouble(ctx, "")
}

func (s *Sender) server(ctx context.Context) (Server, bool, error) {
	if s.opt.Server != nil {
		return *s.opt.Server, true, nil
	}
	return s.outbox.Saved(ctx)
}

// Trouble with the server: ten seconds, then twice as long each time, up to five minutes,
// so that mails go out soon after it is over.
const (
	firstRest = 10 * time.Second
	mostRest  = 5 * time.Minute
)

// pause leaves the server alone for a while, and says why.
func (s *Sender) pause(ctx context.Context, now time.Time, why error) error {
	s.hangUp()
	s.failed++
	wait := min(mostRest, firstRest<<min(s.failed-1, 10))
	s.rest = now.Add(wait)
	s.opt.Log.Warn("mail: the server takes no mails, they wait", "in", wait, "err", why)
	return s.outbox.trouble(ctx, why.Error())
}

func (s *Sender) hangUp() {
	if s.open != nil {
		s.open.close()
		s.open = nil
	}
}

// send gives one mail to the server and notes the answer.
func (s *Sender) send(ctx context.Context, e envelope) error {
	now := s.opt.Clock.Now()
	c, ok, err := s.outbox.unpack(e.body, e.secret)
	if err != nil || !ok {
		s.opt.Log.Error("mail: a body cannot be read", "mail", e.id, "err", err)
		return s.settle(ctx, e, Failed, now, "the mail's text cannot be read")
	}
	e.content = c
	m, err := e.compose(s.open.from(), now)
	if err != nil {
		s.opt.Log.Error("mail: a mail cannot be written", "mail", e.id, "err", err)
		return s.settle(ctx, e, Failed, now, err.Error())
	}
	err = s.open.client.SendWithSMTPClient(s.open.smtp, m)
	if m.IsDelivered() { // what failed after that is the connection's end
		if err != nil {
			s.hangUp()
		}
		return s.settle(ctx, e, Sent, now, m.ServerResponse())
	}
	return s.refused(ctx, e, now, err)
}

// mostAttempts makes three days, as mail servers themselves try.
const mostAttempts = 20

func (s *Sender) refused(ctx context.Context, e envelope, now time.Time, err error) error {
	f, ok := errors.AsType[*gomail.SendError](err)
	reason, answer := gomail.ErrAmbiguous, "the connection was lost"
	code, enhanced := 0, ""
	if ok {
		reason, code, enhanced = f.Reason, f.ErrorCode(), f.EnhancedStatusCode()
	}
	if err != nil {
		answer = err.Error()
	}
	switch {
	case reason == gomail.ErrSMTPMailFrom || reason == gomail.ErrConnCheck: // no mail's fault
		if gerr := s.outbox.giveBack(ctx, e); gerr != nil {
			return gerr
		}
		return s.pause(ctx, now, err)
	case code >= 500:
		s.opt.Log.Warn("mail: refused for good", "mail", e.id, "code", code)
		if gone(code, enhanced) {
			if merr := s.outbox.markAddress(ctx, e.to, answer); merr != nil {
				return merr
			}
		}
		return s.settle(ctx, e, Bounced, now, answer)
	case e.attempts >= mostAttempts:
		return s.settle(ctx, e, Failed, now, answer)
	}
	if code == 0 { // the connection is of no use any more
		s.hangUp()
	}
	wait := backoff(e.attempts, s.opt.Random())
	s.opt.Log.Info("mail: not now, will be tried again", "mail", e.id, "attempt", e.attempts, "in", wait, "code", code)
	return s.settle(ctx, e, Queued, now.Add(wait), answer)
}

// settle: what another node has by now is that node's.
func (s *Sender) settle(ctx context.Context, e envelope, to State, next time.Time, answer string) error {
	err := s.outbox.settle(ctx, e, to, next, answer)
	if errors.Is(err, errLost) {
		s.opt.Log.Warn("mail: took longer than its lease, another node may send it again", "mail", e.id)
		return nil
	}
	if err != nil {
		return fmt.Errorf("mail %s: %w", e.id, err)
	}
	return nil
}

// A mail that a server does not take now waits a minute, then twice as long each time, up
// to six hours.
const (
	firstWait = time.Minute
	mostWait  = 6 * time.Hour
)

func backoff(attempt int, jitter float64) time.Duration {
	wait := min(mostWait, firstWait<<min(max(0, attempt-1), 20))
	return time.Duration(float64(wait) * (0.75 + jitter/2))
}
