package helppoint

import (
	"strings"
	"time"

	"twintown/internal/openhours"
	"twintown/internal/platform/lang"
)

// readHours reads hours in the OSM opening_hours language.
func readHours(text string) (*openhours.Hours, error) {
	h, _, err := openhours.Parse(text)
	return h, err
}

// Local is a moment as the clocks at the point show it; in UTC for a draft without a place.
func (p *Point) Local(t time.Time) time.Time {
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		zone = time.UTC
	}
	return t.In(zone)
}

// where is the place in which the hours hold.
func (p *Point) where(holidays openhours.Holidays) openhours.Place {
	return openhours.Place{Zone: p.Local(time.Time{}).Location(), Lat: p.Lat, Lon: p.Lon, HasPosition: p.Lat != 0 || p.Lon != 0, Holidays: holidays}
}

// far is the end of a closure without an end: no office's hours reach so far.
const far = "2099-12-31"

// rule is an exception as a rule of the hours.
func (e Exception) rule() string { return days(e.From, e.To) + " " + orOff(e.Hours) }

func orOff(hours string) string {
	if hours == "" {
		return "off"
	}
	return hours
}

// days is a range of dates in the language of the hours: "2026 Dec 24-2026 Dec 26".
func days(from, to string) string {
	text := osmDay(from)
	if to != from {
		text += "-" + osmDay(to)
	}
	return text
}

func osmDay(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format("2006 Jan 02")
}

// effective are the hours with all that was said of single days: exceptions replace what
// the hours say of their days, and a closure replaces both. holidays is nil where nothing
// is known of the country's: a rule about them would make every hour unknown.
func (p *Point) effective(holidays openhours.Holidays) (*openhours.Hours, error) {
	rules := []string{p.Hours}
	if p.Holidays == HolidaysClosed && holidays != nil {
		rules = append(rules, "PH off")
	}
	for _, e := range p.Exceptions {
		rules = append(rules, e.rule())
	}
	if c := p.Closure; c.From != "" {
		to := c.To
		if to == "" {
			to = far
		}
		rules = append(rules, days(c.From, to)+" off")
	}
	return readHours(strings.Join(rules, "; "))
}

// exceptionOn is the exception of a day; the last one that names it counts.
func (p *Point) exceptionOn(day string) (found Exception, ok bool) {
	for _, e := range p.Exceptions {
		if e.From <= day && day <= e.To {
			found, ok = e, true
		}
	}
	return found, ok
}

// closedOn says whether the closure covers a day.
func (p *Point) closedOn(day string) bool {
	c := p.Closure
	return c.From != "" && c.From <= day && (c.To == "" || day <= c.To)
}

// silentHoliday is the name of the public holiday on a day of which nobody said what the
// hours are then, "" where there is none.
func (p *Point) silentHoliday(t time.Time, h *openhours.Hours, holidays openhours.Holidays) string {
	if holidays == nil || p.Holidays != HolidaysUnknown || h.Uses()&openhours.PublicHolidays != 0 {
		return ""
	}
	if _, told := p.exceptionOn(t.Format(time.DateOnly)); told {
		return ""
	}
	name, _ := holidays.Public(openhours.DayOf(t.Date()))
	return name
}

// noHolidays is a year without any, for the hours of a usual week.
type noHolidays struct{}

// Public says that no day is a holiday.
func (noHolidays) Public(openhours.Day) (string, bool) { return "", true }

// School says the same of school holidays.
func (noHolidays) School(openhours.Day) (string, bool) { return "", true }

// Spell is a time of one day.
type Spell struct {
	From, To time.Time // To is midnight where it goes on
	Kind     openhours.Kind
	Comment  string
}

// Day is what is known of one day.
type Day struct {
	Date      lang.Date
	Weekday   time.Weekday
	Spells    []Spell // none: closed
	Holiday   string  // of which nobody said what the hours are
	Exception *Exception
	Away      bool // the closure covers it
}

// Special says that something else than the usual week holds on the day, or may hold.
func (d *Day) Special() bool { return d.Exception != nil || d.Away || d.Holiday != "" }

// Coming are the hours of the seven days from now on, with what was said of single days.
// They are empty where there are no hours or they cannot be read.
func (p *Point) Coming(now time.Time, holidays openhours.Holidays) []Day {
	h, err := p.effective(holidays)
	if err != nil || p.Hours == "" {
		return nil
	}
	place := p.where(holidays)
	all := daysOf(h, now, place)
	for i := range all {
		d := &all[i]
		noon := time.Date(d.Date.Year, time.Month(d.Date.Month), d.Date.Day, 12, 0, 0, 0, place.Zone)
		text := noon.Format(time.DateOnly)
		if e, ok := p.exceptionOn(text); ok {
			d.Exception = &e
		}
		d.Away, d.Holiday = p.closedOn(text), p.silentHoliday(noon, h, holidays)
	}
	return all
}

// Usual are the hours of a week without holidays and exceptions, from Monday. steady says
// that every week is like it; otherwise it is the present one.
func (p *Point) Usual(now time.Time) (_ []Day, steady bool) {
	h, err := readHours(p.Hours)
	if err != nil || p.Hours == "" {
		return nil, false
	}
	place := p.where(noHolidays{})
	now = now.In(place.Zone)
	monday := now.AddDate(0, 0, -(int(now.Weekday())+6)%7)
	return daysOf(h, monday, place), h.Steady()
}

// daysOf are seven days from the one of a moment.
func daysOf(h *openhours.Hours, from time.Time, place openhours.Place) []Day {
	from = from.In(place.Zone)
	year, month, day := from.Date()
	var all []Day
	for i := range 7 {
		begin := time.Date(year, month, day+i, 0, 0, 0, 0, place.Zone)
		end := time.Date(year, month, day+i+1, 0, 0, 0, 0, place.Zone)
		d := Day{Date: lang.DateOf(begin), Weekday: begin.Weekday()}
		for _, in := range h.Intervals(begin, end, place) {
			if in.State.Kind != openhours.Closed {
				d.Spells = append(d.Spells, Spell{in.From.In(place.Zone), in.To.In(place.Zone), in.State.Kind, in.State.Comment})
			}
		}
		all = append(all, d)
	}
	return all
}
