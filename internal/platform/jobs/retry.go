package jobs

import (
	"errors"
	"strings"
	"time"
	"unicode/utf8"
)

// A job that fails waits ten seconds, then twice as long each time: an outage of a
// minute costs little, one of a day no thousand attempts.
const (
	firstWait = 10 * time.Second
	mostWait  = 6 * time.Hour
)

// backoff is how long to wait after an attempt. jitter, 0 to 1, moves it by a quarter
// either way, so that what failed together does not come back together.
func backoff(attempt int, jitter float64) time.Duration {
	wait := mostWait
	if attempt < 30 { // beyond, the shift would leave the type
		wait = min(mostWait, firstWait<<max(0, attempt-1))
	}
	return time.Duration(float64(wait) * (0.75 + jitter/2))
}

type permanent struct{ error }

func (p permanent) Unwrap() error { return p.error }

// Permanent marks a failure that another attempt will not mend: the job is parked at
// once.
func Permanent(err error) error { return permanent{err} }

func isPermanent(err error) bool {
	_, ok := errors.AsType[permanent](err)
	return ok
}

// mostError bounds what is kept of a failure: a person reads the beginning.
const mostError = 1000

func brief(err error) string {
	text := strings.ToValidUTF8(strings.ReplaceAll(err.Error(), "\x00", ""), "�")
	if len(text) <= mostError {
		return text
	}
	cut := mostError
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}
