package openhours

import (
	"strings"
	"time"
)

// Times is a range of minutes of a day. To is above From; above 1440 it lies
// after midnight.
type Times struct{ From, To int }

// String returns "08:00-16:00".
func (t Times) String() string { return t.span().String() }

func (t Times) span() span {
	return span{from: clock{minute: t.From}, to: clock{minute: t.To}}
}

// HolidayRule is what a grid says of public holidays.
type HolidayRule uint8

// What may hold on public holidays.
const (
	AsUsual        HolidayRule = iota // like the day of the week
	HolidaysClosed                    // "PH off"
	HolidaysOpen                      // the times in Grid.Holiday
)

// Grid is hours as people enter them in a table: for each day of the week, from
// Monday, its times. It is what most hours are.
type Grid struct {
	Days     [7][]Times
	Holidays HolidayRule
	Holiday  []Times // on public holidays, with HolidaysOpen
}

// maxTimes is how many ranges a day of a grid may have.
const maxTimes = 12

// Grid returns the hours as a table. It is false when they say more than a table
// can: seasons, comments, the sun, an open end.
func (h *Hours) Grid() (Grid, bool) {
	var g Grid
	for i := range h.rules {
		if !h.rules[i].enters(&g) {
			return Grid{}, false
		}
	}
	return g, true
}

// enters writes a rule into a grid.
func (r *rule) enters(g *Grid) bool {
	if r.join == fills || r.kind == Unknown || r.comment != "" || len(r.years)+len(r.dates)+len(r.weeks) > 0 || len(r.days) > 1 {
		return false
	}
	times, ok := r.plainTimes()
	if !ok || len(times) > maxTimes {
		return false
	}
	days, holiday, ok := r.plainDays()
	if !ok || r.kind == Closed && len(r.times) > 0 {
		return false
	}
	if r.kind == Closed {
		times = nil
	}
	before := *g
	for w := range days {
		switch {
		case !days[w]:
		case r.join == adds && r.kind == Open && len(g.Days[w]) > 0:
			if len(g.Days[w])+len(times) > maxTimes {
				return false
			}
			g.Days[w] = append(g.Days[w][:len(g.Days[w]):len(g.Days[w])], times...)
		default:
			if r.cutsNight(&before, w) {
				return false
			}
			g.Days[w] = times
		}
	}
	switch {
	case holiday && r.kind == Closed:
		g.Holidays, g.Holiday = HolidaysClosed, nil
	case holiday && r.join == adds && g.Holidays == HolidaysOpen:
		g.Holiday = append(g.Holiday, times...)
	case holiday:
		g.Holidays, g.Holiday = HolidaysOpen, times
	case g.Holidays != AsUsual && r.join == replaces && r.kind == Open:
		return false // it would take the holidays' rule away on some days
	}
	return true
}

// cutsNight says that a rule would cut the night before a day, as earlier rules
// have it.
func (r *rule) cutsNight(g *Grid, w int) bool {
	if r.join != replaces && r.kind == Open {
		return false
	}
	for _, t := range g.Days[(w+6)%7] {
		if t.To > dayMinutes {
			return true
		}
	}
	return false
}

func (r *rule) plainTimes() (list []Times, ok bool) {
	if len(r.times) == 0 {
		return []Times{{0, dayMinutes}}, true
	}
	for _, s := range r.times {
		if s.point || s.openEnd || s.every > 0 || s.from.event != noEvent || s.to.event != noEvent {
			return nil, false
		}
		list = append(list, Times{s.from.minute, s.to.minute})
	}
	return list, true
}

func (r *rule) plainDays() (days [7]bool, holiday, ok bool) {
	if len(r.days) == 0 {
		return [7]bool{true, true, true, true, true, true, true}, false, true
	}
	for _, d := range r.days[0] {
		if d.nth != 0 || d.shift != 0 || d.kind == schoolHoliday {
			return days, false, false
		}
		if d.kind == publicHoliday {
			holiday = true
			continue
		}
		for w := range days {
			days[w] = days[w] || d.hasWeekday(w)
		}
	}
	return days, holiday, true
}

// Text returns the grid in the language: days with the same times together, "off"
// where no day has any.
func (g Grid) Text() string {
	var rules []string
	done := [7]bool{}
	for w := range 7 {
		if done[w] || len(g.Days[w]) == 0 {
			continue
		}
		text := timesText(g.Days[w])
		var same [7]bool
		for v := w; v < 7; v++ {
			same[v] = !done[v] && timesText(g.Days[v]) == text
			done[v] = done[v] || same[v]
		}
		rules = append(rules, daysText(same)+" "+text)
	}
	// Rules of a night would take hours from each other if they replaced: days
	// that do not share a rule are added instead.
	sep := "; "
	if g.passesMidnight() {
		sep = ", "
	}
	text := strings.Join(rules, sep)
	if text == "" && g.Holidays != HolidaysOpen {
		return "off"
	}
	switch {
	case g.Holidays == HolidaysClosed:
		text += "; PH off"
	case g.Holidays == HolidaysOpen && text == "":
		text = "PH " + timesText(g.Holiday)
	case g.Holidays == HolidaysOpen:
		text += "; PH " + timesText(g.Holiday)
	}
	return text
}

func (g Grid) passesMidnight() bool {
	for _, day := range g.Days {
		for _, t := range day {
			if t.To > dayMinutes {
				return true
			}
		}
	}
	return false
}

func timesText(list []Times) string { return join2(list, ",", Times.String) }

// daysText returns "Mo-Fr,Su".
func daysText(days [7]bool) string {
	var list []string
	for w := 0; w < 7; w++ {
		if !days[w] {
			continue
		}
		last := w
		for last < 6 && days[last+1] {
			last++
		}
		switch {
		case last == w:
			list = append(list, weekdayName(w))
		case last == w+1:
			list = append(list, weekdayName(w), weekdayName(last))
		default:
			list = append(list, weekdayName(w)+"-"+weekdayName(last))
		}
		w = last
	}
	return strings.Join(list, ",")
}

// DayStates is one day of a real week.
type DayStates struct {
	Day    Day
	States []Interval // in order, without gaps, from midnight to midnight
}

// Week returns what holds on the seven days from Monday of the week in which t
// lies: seasons, holidays and the sun's times of that week included.
func (h *Hours) Week(t time.Time, place Place) (week [7]DayStates) {
	zone := place.zone()
	today := localDay(t.Unix(), zone)
	monday := today - Day(today.Weekday())
	for i := range week {
		d := monday + Day(i)
		from, to := clockOf(d, zone), clockOf(d+1, zone)
		week[i].Day = d
		for s := range h.All(time.Unix(from.start, 0), time.Unix(to.start, 0), place) {
			week[i].States = append(week[i].States, s)
		}
	}
	return week
}
