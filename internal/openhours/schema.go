package openhours

import (
	"slices"
	"time"
)

// Specification is one OpeningHoursSpecification of schema.org: Days by their
// English names there, times as "08:00"; ValidFrom and ValidThrough as dates
// "2026-11-30" where it holds for a time only.
type Specification struct {
	Days                    []string
	Opens, Closes           string
	ValidFrom, ValidThrough string
}

// schemaDays are schema.org's names.
var schemaDays = [...]string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}

// schemaHolidays is schema.org's name of public holidays.
const schemaHolidays = "PublicHolidays"

// endOfDay stands for 24:00, which schema.org's times do not have.
const endOfDay = "23:59"

// weeksAhead is for how many weeks hours that are no grid are told: whoever shows them asks
// again much sooner.
const weeksAhead = 8

// Specifications returns the hours as schema.org has them: a grid where the hours
// are one, else what holds in the week of t and the seven after it, with dates. What is
// unknown is left out.
func (h *Hours) Specifications(t time.Time, place Place) []Specification {
	if g, ok := h.Grid(); ok {
		return g.specifications()
	}
	var list []Specification
	last := 0 // where the latest week begins in list
	for i := range weeksAhead {
		week := h.weekSpecifications(t.AddDate(0, 0, 7*i), place)
		if slices.EqualFunc(list[last:], week, Specification.sameTimes) {
			for j := range week {
				list[last+j].ValidThrough = week[j].ValidThrough
			}
			continue
		}
		last = len(list)
		list = append(list, week...)
	}
	return list
}

// sameTimes says whether two hold on the same days of a week, whenever that is.
func (s Specification) sameTimes(o Specification) bool {
	return slices.Equal(s.Days, o.Days) && s.Opens == o.Opens && s.Closes == o.Closes
}

func (h *Hours) weekSpecifications(t time.Time, place Place) (list []Specification) {
	week := h.Week(t, place)
	from, through := isoText(week[0].Day), isoText(week[6].Day)
	for i, day := range week {
		for _, s := range day.States {
			if s.State.Kind == Open {
				closes := s.To.Format("15:04")
				if closes == "00:00" { // midnight is no time of the day that it ends
					closes = endOfDay
				}
				list = appendSpec(list, Specification{[]string{schemaDays[i]}, s.From.Format("15:04"), closes, from, through})
			}
		}
	}
	return list
}

func (g Grid) specifications() (list []Specification) {
	for w, day := range g.Days {
		for _, t := range day {
			list = appendSpec(list, t.specification(schemaDays[w]))
		}
	}
	switch g.Holidays {
	case HolidaysClosed: // closed all day: opens and closes at once
		list = append(list, Specification{Days: []string{schemaHolidays}, Opens: "00:00", Closes: "00:00"})
	case HolidaysOpen:
		for _, t := range g.Holiday {
			list = append(list, t.specification(schemaHolidays))
		}
	}
	return list
}

// specification prints a range. schema.org lets Closes be less than Opens where it
// is on the next day; the whole day is 00:00 to 23:59.
func (t Times) specification(day string) Specification {
	from, to := clock{minute: t.From}.text(false), clock{minute: t.To % dayMinutes}.text(false)
	if t.From == 0 && t.To == dayMinutes {
		to = endOfDay
	}
	return Specification{Days: []string{day}, Opens: from, Closes: to}
}

// appendSpec joins days with the same times.
func appendSpec(list []Specification, s Specification) []Specification {
	for i := range list {
		if o := &list[i]; o.Opens == s.Opens && o.Closes == s.Closes && !slices.Contains(o.Days, s.Days[0]) {
			o.Days = append(o.Days, s.Days...)
			return list
		}
	}
	return append(list, s)
}

// isoText returns "2026-11-30".
func isoText(d Day) string {
	y, m, day := d.Date()
	return time.Date(y, m, day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}
