// Package holidays knows the public holidays of the world's countries and
// their regions from 2000 to 2040, for package openhours.
//
// The table public.tsv is drawn from the npm package date-holidays (see gen). A line
// with two columns names a country's regions, "-" being the country itself. A line
// with four says, parted by tabs: the country; the regions in which the holiday
// holds, "*" for all; its rule; its name in the country's own language. A rule is
//
//	12-25          the same date each year
//	e39, o1        so many days after western or eastern Easter
//	05/0/-1        the nth (here: last) of a day of the week (0: Monday) in a month
//	2026-07-15 …   these dates
//
// and may be followed by the years for which it holds. Outside of the years of the
// table, for a country that it lacks, and for school holidays nothing is known; it
// is for the caller to say so, and not to guess.
package holidays

import (
	_ "embed" // the table
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"twintown/internal/openhours"
)

//go:generate go run ./gen

//go:embed public.tsv
var table string

// Years of the table.
const (
	firstYear = 2000
	lastYear  = 2040
)

// calendar is one place's holidays, in order.
type calendar struct {
	days  []openhours.Day
	names []string
}

// calendars are those that were asked for; the table is read for one country at a
// time.
var calendars sync.Map // "DE/bw" → *calendar, nil when the country is not in the table

// Of returns the holidays of a country (ISO 3166-1, "DE") and maybe one of its
// regions (the second part of ISO 3166-2, "BW", where the table has it). A region
// that is not known gets the country's common holidays. ok is false when the
// country is not in the table: nothing is then known.
func Of(country, region string) (h openhours.Holidays, ok bool) {
	country, region = strings.ToUpper(country), strings.ToLower(region)
	if c, found := strings.CutPrefix(region, strings.ToLower(country)+"-"); found {
		region = c
	}
	id := country + "/" + region
	if len(id) > 20 { // no such place, and not to be kept
		return nil, false
	}
	if c, found := calendars.Load(id); found {
		return c.(*calendar), c.(*calendar) != nil
	}
	regions := Regions(country)
	if regions == nil {
		return nil, false
	}
	if !slices.Contains(regions, region) {
		if region = "-"; id != country+"/" {
			return Of(country, "")
		}
	}
	c := read(country, region)
	calendars.Store(id, c)
	return c, true
}

// Regions returns the regions of a country that the table tells apart, in small
// letters; "-" is the country itself. It is nil for a country that it lacks.
func Regions(country string) []string {
	for line := range strings.Lines(table) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) == 2 && f[0] == country {
			return strings.Split(f[1], ",")
		}
	}
	return nil
}

// read works out the dates of one place.
func read(country, region string) *calendar {
	byDay := map[openhours.Day]string{}
	for line := range strings.Lines(table) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 4 || f[0] != country || f[1] != "*" && !slices.Contains(strings.Split(f[1], ","), region) {
			continue
		}
		for _, d := range dates(f[2]) {
			if name, taken := byDay[d]; !taken || f[3] < name {
				byDay[d] = f[3]
			}
		}
	}
	c := &calendar{}
	for d := range byDay {
		c.days = append(c.days, d)
	}
	slices.Sort(c.days)
	for _, d := range c.days {
		c.names = append(c.names, byDay[d])
	}
	return c
}

// dates works a rule out. The table is made by gen and tested whole, so a rule that
// cannot be read yields nothing.
func dates(rule string) (list []openhours.Day) {
	words := strings.Fields(rule)
	if len(words) > 0 && len(words[0]) == len("2026-07-15") {
		for _, w := range words {
			if t, err := time.Parse(time.DateOnly, w); err == nil {
				list = append(list, openhours.DayOf(t.Year(), t.Month(), t.Day()))
			}
		}
		return list
	}
	years := strconv.Itoa(firstYear) + "-" + strconv.Itoa(lastYear)
	if len(words) > 1 {
		years = words[1]
	}
	for part := range strings.SplitSeq(years, ",") {
		from, to, isRange := strings.Cut(part, "-")
		if !isRange {
			to = from
		}
		first, err1 := strconv.Atoi(from)
		last, err2 := strconv.Atoi(to)
		for y := first; y <= last && err1 == nil && err2 == nil; y++ {
			if d, err := day(words[0], y); err == nil {
				list = append(list, d)
			}
		}
	}
	return list
}

var errRule = errors.New("no rule of a holiday")

// day returns a rule's day in a year.
func day(rule string, year int) (openhours.Day, error) {
	switch rule[0] {
	case 'e', 'o':
		n, err := strconv.Atoi(rule[1:])
		if rule[0] == 'e' {
			return openhours.Easter(year) + openhours.Day(n), err
		}
		return EasternEaster(year) + openhours.Day(n), err
	}
	f := strings.FieldsFunc(rule, func(r rune) bool { return r == '/' })
	if len(f) == 3 {
		month, err1 := strconv.Atoi(f[0])
		weekday, err2 := strconv.Atoi(f[1])
		nth, err3 := strconv.Atoi(f[2])
		if nth > 0 {
			first := openhours.DayOf(year, time.Month(month), 1)
			return first + openhours.Day((weekday-first.Weekday()+7)%7+7*(nth-1)), errors.Join(err1, err2, err3)
		}
		last := openhours.DayOf(year+month/12, time.Month(month%12+1), 1) - 1
		return last - openhours.Day((last.Weekday()-weekday+7)%7), errors.Join(err1, err2, err3)
	}
	t, err := time.Parse("01-02", rule)
	if err != nil {
		return 0, errRule
	}
	return openhours.DayOf(year, t.Month(), t.Day()), nil
}

// EasternEaster returns Easter Sunday of the eastern churches (the rule of Meeus
// for the Julian calendar), as a date of the Gregorian calendar. It holds from
// 1900 to 2099, when the calendars are thirteen days apart.
func EasternEaster(year int) openhours.Day {
	a, b, c := year%4, year%7, year%19
	d := (19*c + 15) % 30
	e := (2*a + 4*b - d + 34) % 7
	return openhours.DayOf(year, time.Month((d+e+114)/31), (d+e+114)%31+1) + 13
}

// Public returns the name of the public holiday on a day.
func (c *calendar) Public(d openhours.Day) (string, bool) {
	if y, _, _ := d.Date(); y < firstYear || y > lastYear {
		return "", false
	}
	if i, found := slices.BinarySearch(c.days, d); found {
		return c.names[i], true
	}
	return "", true
}

// School says that nothing is known of school holidays.
func (c *calendar) School(openhours.Day) (string, bool) { return "", false }
