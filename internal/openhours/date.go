package openhours

import "time"

// Day is a date of the Gregorian calendar as the number of days since 1 January
// 1970. It has no time zone.
type Day int32

// DayOf returns the day of a date. Days beyond a month's end run into the next.
func DayOf(year int, month time.Month, day int) Day {
	y, m := year, int(month)
	if m <= 2 {
		y--
	}
	era := floorDiv(y, 400)
	yoe := y - era*400
	mp := (m + 9) % 12
	doy := (153*mp+2)/5 + day - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return Day(era*146097 + doe - 719468)
}

// Date returns the year, month and day of the month.
func (d Day) Date() (year int, month time.Month, day int) {
	z := int(d) + 719468
	era := floorDiv(z, 146097)
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day = doy - (153*mp+2)/5 + 1
	m := mp + 3
	year = yoe + era*400
	if m > 12 {
		m -= 12
		year++
	}
	return year, time.Month(m), day
}

// Weekday returns the day of the week, 0 for Monday to 6 for Sunday: the order
// of ISO 8601, not that of package time.
func (d Day) Weekday() int {
	w := (int(d) + 3) % 7 // day 0 was a Thursday
	if w < 0 {
		w += 7
	}
	return w
}

// Week returns the number of the week by ISO 8601.
func (d Day) Week() int {
	thursday := d - Day(d.Weekday()) + 3
	y, _, _ := thursday.Date()
	return int(thursday-DayOf(y, 1, 1))/7 + 1
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// Easter returns Easter Sunday of the western churches (the rule of Meeus, Jones
// and Butcher).
func Easter(year int) Day {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 19*l) / 433
	month := (h + l - 7*m + 90) / 25
	return DayOf(year, time.Month(month), (h+l-7*m+33*month+19)%32)
}

// daysIn returns the length of a month.
func daysIn(year int, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// facts are what rules ask of one date, worked out once.
type facts struct {
	day             Day
	year            int
	month, dayOf    int
	weekday, length int // length of the month
	week            int
}

func factsOf(d Day) facts {
	y, m, day := d.Date()
	return facts{d, y, int(m), day, d.Weekday(), daysIn(y, int(m)), d.Week()}
}

func month(m int) time.Month { return time.Month(m) }
