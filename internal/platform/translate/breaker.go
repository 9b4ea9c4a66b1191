package translate

import (
	"errors"
	"sync"
	"time"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// After so many failures in a row the server is left in peace: a minute at first, then twice
// as long each time, up to a quarter of an hour.
const (
	mostFailures = 4
	firstRest    = time.Minute
	longestRest  = 15 * time.Minute
)

// breaker counts failures in a row.
type breaker struct {
	mu     sync.Mutex
	failed int
	rest   time.Duration // how long the present one takes, or the last one took; 0: none was
	until  time.Time
}

// errResting says that the server is not even asked.
var errResting = errors.New("translate: the server is left in peace after failures in a row")

// through calls the server unless it rests, and notes how that went. What the server refuses
// for good is no failure of it.
func (s *Server) through(call func() error) error {
	if until := s.Resting(); !until.IsZero() {
		return errs.New(errs.Unavailable, lang.Msg("error.translate.rests"), errResting)
	}
	err := call()
	s.rest.note(s.clock.Now(), err != nil && errs.KindOf(err) != errs.Invalid)
	return err
}

// Resting is until when the server is left in peace; the zero time: it is asked.
func (s *Server) Resting() time.Time {
	s.rest.mu.Lock()
	defer s.rest.mu.Unlock()
	if s.clock.Now().Before(s.rest.until) {
		return s.rest.until
	}
	return time.Time{}
}

func (b *breaker) note(now time.Time, failed bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !failed {
		b.failed, b.rest, b.until = 0, 0, time.Time{}
		return
	}
	if b.failed++; b.failed < mostFailures && b.rest == 0 {
		return
	}
	b.rest = min(max(firstRest, 2*b.rest), longestRest) // one more try after a rest, not four
	b.until = now.Add(b.rest)
}
