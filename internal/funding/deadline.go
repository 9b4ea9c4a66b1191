package funding

import (
	"time"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Cut is a deadline: a day, a time of day, and the zone in which the call counts. "17:00" means
// another moment in Vilnius than in Brussels.
type Cut struct {
	Day   lang.Date
	Clock string // "17:00"
	Zone  string // "Europe/Brussels"
	where *time.Location
}

// moment is when the deadline is.
func (c Cut) moment() time.Time { return clockAt(c.Day.Year, c.Day.Month, c.Day.Day, c.Clock, c.where) }

// Yearly is a deadline that returns every year.
type Yearly struct {
	Month, Day int
	Clock      string
	Zone       string
	where      *time.Location
}

func clockAt(year, month, day int, clock string, where *time.Location) time.Time {
	at, err := time.Parse("15:04", clock)
	if err != nil || where == nil {
		return time.Time{}
	}
	return time.Date(year, time.Month(month), day, at.Hour(), at.Minute(), 0, 0, where)
}

// Next is the first deadline that is not over at a moment, in the zone of the call; zero where
// there is none.
func (c *Call) Next(now time.Time) (next time.Time) {
	sooner := func(at time.Time) {
		if !at.Before(now) && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	for _, cut := range c.Cuts {
		sooner(cut.moment())
	}
	for _, y := range c.Yearly {
		for year := now.Year() - 1; year <= now.Year()+1; year++ { // the zone may be in another year already
			sooner(clockAt(year, y.Month, y.Day, y.Clock, y.where))
		}
	}
	return next
}

// Coming are the next deadlines that are not over at a moment, at most so many.
func (c *Call) Coming(now time.Time, most int) (all []time.Time) {
	if c.Closed {
		return nil
	}
	for at := c.Next(now); !at.IsZero() && len(all) < most; at = c.Next(at.Add(time.Minute)) {
		all = append(all, at)
	}
	return all
}

// Opened is the moment since when a call takes applications, at midnight in Greenwich; zero where that is not known, or still
// to come.
func (c *Call) Opened(now time.Time) time.Time {
	at := midnight(c.Opens)
	if c.Opens.IsZero() || at.After(now) {
		return time.Time{}
	}
	return at
}

// Read is the day on which the last of the call's sources was read.
func (c *Call) Read() (last time.Time) {
	for _, s := range c.Sources {
		if at := midnight(s.Read); at.After(last) {
			last = at
		}
	}
	return last
}

// midnight begins a day, or the first of a month or a year.
func midnight(d lang.Date) time.Time {
	return time.Date(d.Year, time.Month(max(d.Month, 1)), max(d.Day, 1), 0, 0, 0, 0, time.UTC)
}

// Last is the last of the deadlines that do not return; zero where there is none.
func (c *Call) Last() time.Time {
	if len(c.Cuts) == 0 {
		return time.Time{}
	}
	return c.Cuts[len(c.Cuts)-1].moment()
}

// checkClock refuses a time of day that is none, and one without the zone in which it is meant.
func checkClock(clock, zone string) (*time.Location, error) {
	if _, err := time.Parse("15:04", clock); err != nil {
		return nil, errs.New(errs.Invalid, lang.Msg("error.funding.clock", "text", clock), err)
	}
	if zone == "" || zone == "Local" {
		return nil, errs.New(errs.Invalid, lang.Msg("error.funding.zone", "clock", clock), nil)
	}
	where, err := time.LoadLocation(zone)
	if err != nil {
		return nil, errs.New(errs.Invalid, lang.Msg("error.funding.zone_unknown", "zone", zone), err)
	}
	return where, nil
}
