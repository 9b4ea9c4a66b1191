package helppoint

import (
	"time"

	"twintown/internal/helppoint/week"
	"twintown/internal/openhours"
)

// Code is what can be said of a point at a moment.
type Code string

// The codes.
const (
	Open          Code = "open"
	Closed        Code = "closed"
	Away          Code = "away" // closed for a time
	ByAppointment Code = "appointment"
	Unknown       Code = "unknown"
)

// Why says why it is not known whether a point is open.
type Why string

// The reasons.
const (
	AnExample  Why = "example"
	Unverified Why = "unverified"
	Outdated   Why = "outdated" // verified longer ago than Fresh
	NoHours    Why = "none"
	OnHoliday  Why = "holiday"
	TheHours   Why = "hours" // the hours themselves leave it open
)

// Fresh is how long hours count after somebody checked them. Offices change their hours
// with the school year and the budget: after a year nobody should be sent there by them.
const Fresh = 365 * 24 * time.Hour

// askAhead is how long before a check lapses its advisers are asked for the next one: they
// may be on leave.
const askAhead = 30 * 24 * time.Hour

// Due says whether readers see the point and somebody should check its hours and phones: its
// check lapses soon, or there is none.
func (p *Point) Due(now time.Time) bool {
	return p.Stage == Public && !p.Example && now.Sub(p.Verified) > Fresh-askAhead // the zero time is long ago
}

// Status is what is known of a point at a moment.
type Status struct {
	Code    Code
	Until   time.Time // open: when it closes; closed: when it opens; away: the day of return. Zero: not known
	Why     Why       // of Unknown
	Holiday string    // of OnHoliday
	Comment string    // what the hours say beside it
	Reason  string    // of Away, or of the exception that decides
}

// At says what is known at a moment, in the point's own zone. holidays may be nil.
func (p *Point) At(now time.Time, holidays openhours.Holidays) Status {
	unknown := func(why Why) Status { return Status{Code: Unknown, Why: why} }
	place := p.where(holidays)
	now = now.In(place.Zone)
	today := now.Format(time.DateOnly)
	switch why := p.doubt(now); {
	case why != "":
		return unknown(why)
	case p.closedOn(today):
		return p.away(place.Zone)
	case p.Appointment == Only:
		return Status{Code: ByAppointment}
	case p.Hours == "":
		return unknown(NoHours)
	}
	h, err := p.effective(holidays)
	if err != nil {
		return unknown(TheHours)
	}
	s := h.At(now, place)
	if name := p.silentHoliday(now, h, holidays); name != "" && len(daysOf(h, now, place)[0].Spells) > 0 {
		return Status{Code: Unknown, Why: OnHoliday, Holiday: name}
	}
	return p.told(h, s, now, place)
}

// doubt says why the hours say nothing, whatever they are; "" where they count.
func (p *Point) doubt(now time.Time) Why {
	switch {
	case p.Example:
		return AnExample
	case p.Verified.IsZero():
		return Unverified
	case now.Sub(p.Verified) > Fresh:
		return Outdated
	}
	return ""
}

func (p *Point) away(zone *time.Location) Status {
	s := Status{Code: Away, Reason: p.Closure.Reason}
	if back, err := time.ParseInLocation(time.DateOnly, p.Closure.To, zone); err == nil {
		s.Until = back.AddDate(0, 0, 1)
	}
	return s
}

// told turns the hours' state into what is said.
func (p *Point) told(h *openhours.Hours, s openhours.State, now time.Time, place openhours.Place) Status {
	v := Status{Comment: s.Comment}
	if e, ok := p.exceptionOn(now.Format(time.DateOnly)); ok {
		v.Reason = e.Reason
	}
	switch {
	case s.Comment == week.Appointment && s.Kind != openhours.Closed:
		v.Code, v.Comment = ByAppointment, ""
	case s.Kind == openhours.Open:
		v.Code = Open
		if change, _, ok := h.NextChange(now, place); ok {
			v.Until = change.In(place.Zone)
		}
	case s.Kind == openhours.Closed:
		v.Code = Closed
		v.Until = p.opens(h, now, place)
	default:
		v.Code, v.Why = Unknown, TheHours
	}
	return v
}

// mostChanges bounds the search for the next opening: a month of days with two spans, which
// is longer than anybody waits for an office.
const mostChanges = 120

// opens is when the point opens next, zero where that is not known. A holiday of which
// nobody spoke is passed over: nobody should come then for nothing.
func (p *Point) opens(h *openhours.Hours, now time.Time, place openhours.Place) time.Time {
	at := now
	for range mostChanges {
		next, s, ok := h.NextChange(at, place)
		if !ok {
			return time.Time{}
		}
		at = next.In(place.Zone)
		if s.Kind == openhours.Open && s.Comment != week.Appointment && p.silentHoliday(at, h, place.Holidays) == "" {
			return at
		}
	}
	return time.Time{}
}
