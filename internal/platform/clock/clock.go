// Package clock is the only place where the program asks what time it is.
//
// Statuses, health dates and "as of today" pages depend on the day, so every
// room takes a [Clock] instead of calling time.Now. The program hands out
// [System]; a test hands out [Fixed] and says which day it is:
//
//	store := partnership.NewStore(db, clock.Fixed(time.Date(2022, 3, 3, 0, 0, 0, 0, time.UTC)))
package clock

import "time"

// Clock tells the time. Implementations are safe for concurrent use.
type Clock interface {
	// Now returns the present moment in UTC.
	Now() time.Time
}

type system struct{}

func (system) Now() time.Time { return time.Now().UTC() }

// System returns the machine's clock.
func System() Clock { return system{} }

type fixed time.Time

func (f fixed) Now() time.Time { return time.Time(f) }

// Fixed returns a clock that stands still at t.
func Fixed(t time.Time) Clock { return fixed(t.UTC()) }
