package rule

import (
	"math/bits"
	"slices"
)

// Country is a country by its ISO 3166-1 code of two letters. The zero Country is unknown.
type Country uint16

const letters = 26

// CountryOf returns the country of a code such as "PL", the zero Country for any other text.
func CountryOf(code string) Country {
	if len(code) != 2 || code[0] < 'A' || code[0] > 'Z' || code[1] < 'A' || code[1] > 'Z' {
		return 0
	}
	return Country(1 + int(code[0]-'A')*letters + int(code[1]-'A'))
}

// String returns the code, "" for the zero Country.
func (c Country) String() string {
	if c == 0 {
		return ""
	}
	return string([]byte{'A' + byte((c-1)/letters), 'A' + byte((c-1)%letters)})
}

// elsewhere stands for any country that no rule names: ISO leaves this code to users.
var elsewhere = CountryOf("ZZ")

// Set is a set of countries. The zero Set is empty.
type Set [(letters*letters + 64) / 64]uint64

// Add puts a country into the set.
func (s *Set) Add(c Country) { s[c/64] |= 1 << (c % 64) }

// Has says whether a country is in the set.
func (s *Set) Has(c Country) bool { return s[c/64]&(1<<(c%64)) != 0 }

// Len is the number of countries.
func (s *Set) Len() (n int) {
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

func (s *Set) union(o *Set) {
	for i := range s {
		s[i] |= o[i]
	}
}

// All returns the countries by code.
func (s *Set) All() (all []Country) {
	for i, word := range s {
		for ; word != 0; word &= word - 1 {
			all = append(all, Country(i*64+bits.TrailingZeros64(word)))
		}
	}
	return all
}

// Day is a day as the number 20261231. The zero Day is unknown.
type Day int32

// DayOf returns the day of "2026-12-31", or of a year or a month its first day; 0 for what is none.
func DayOf(text string) Day {
	switch len(text) {
	case 4:
		text += "-01-01"
	case 7:
		text += "-01"
	}
	if len(text) != 10 || text[4] != '-' || text[7] != '-' {
		return 0
	}
	n := Day(0)
	for i, r := range []byte(text) {
		if i == 4 || i == 7 {
			continue
		}
		if r < '0' || r > '9' {
			return 0
		}
		n = n*10 + Day(r-'0')
	}
	if month, day := n/100%100, n%100; month < 1 || month > 12 || day < 1 || day > daysOf(int(n/10000), int(month)) {
		return 0
	}
	return n
}

func daysOf(year, month int) Day {
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

// String returns the day as "2026-12-31", "" for the zero Day.
func (d Day) String() string {
	if d == 0 {
		return ""
	}
	text := []byte("0000-00-00")
	for i := len(text) - 1; i >= 0; i-- {
		if text[i] != '-' {
			text[i], d = '0'+byte(d%10), d/10
		}
	}
	return string(text)
}

// Term is the time during which a country belongs to a group.
type Term struct {
	Country Country
	From    Day // its first day; 0: not known
	To      Day // its last day; 0: none known
	Seen    Day // a day on which a source had it as a member, where From is not known
}

// on says whether the term holds on a day: Unknown where nobody told when it began.
func (t Term) on(day Day) Value {
	switch {
	case t.To != 0 && day > t.To:
		return No
	case t.From != 0 && day >= t.From, t.From == 0 && t.Seen != 0 && day >= t.Seen:
		return Yes
	case t.From != 0:
		return No
	}
	return Unknown
}

// Group is a set of countries that changes with time: a country may enter, leave, and enter again.
type Group []Term

// On says which countries belong to the group on a day, and which may.
func (g Group) On(day Day) (m Members) {
	for _, t := range g {
		switch t.on(day) {
		case Yes:
			m.Sure.Add(t.Country)
		case Unknown:
			m.Maybe.Add(t.Country)
		}
	}
	return m
}

// Changes are the days after a day and up to another one on which somebody enters the group or has left it, sorted.
func (g Group) Changes(after, upTo Day) (days []Day) {
	for _, t := range g {
		if t.From > after && t.From <= upTo {
			days = append(days, t.From)
		}
		if t.To != 0 && t.To >= after && t.To < upTo {
			days = append(days, t.To)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// Members are the countries of groups on one day.
type Members struct {
	Sure  Set
	Maybe Set // nobody told whether they belong to it then
}

func (m *Members) has(c Country) Value {
	switch {
	case c == 0:
		return Unknown
	case m.Sure.Has(c):
		return Yes
	case m.Maybe.Has(c):
		return Unknown
	}
	return No
}
