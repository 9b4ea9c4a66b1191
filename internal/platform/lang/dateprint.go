package lang

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// dateField is a piece of a CLDR date pattern: literal text, or a field such as MMMM.
type dateField struct {
	letter byte // 0: text
	width  int
	text   string
}

// datePatterns parses CLDR patterns; 'x' is literal, as is all that is no letter.
func datePatterns(patterns map[string]string) map[string][]dateField {
	out := make(map[string][]dateField, len(patterns))
	for name, pattern := range patterns {
		out[name] = datePattern(pattern)
	}
	return out
}

func datePattern(pattern string) []dateField {
	var out []dateField
	for i := 0; i < len(pattern); {
		start, c := i, pattern[i]
		switch {
		case c == '\'':
			end := strings.IndexByte(pattern[i+1:], '\'')
			if end < 0 {
				end = len(pattern) - i - 1
			}
			out = append(out, dateField{text: pattern[i+1 : i+1+end]})
			i += end + 2
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z':
			for i < len(pattern) && pattern[i] == c {
				i++
			}
			out = append(out, dateField{letter: c, width: i - start})
		default:
			for i++; i < len(pattern) && !isLetterOrQuote(pattern[i]); i++ {
			}
			out = append(out, dateField{text: pattern[start:i]})
		}
	}
	return out
}

func isLetterOrQuote(c byte) bool {
	return c == '\'' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// Date prints a date as precisely as it is known: "3 marca 2022", "marzec 2022",
// "2022". The form is the one that stands by itself, in a table or after a colon;
// for a date within a sentence a message says {day, date, since} (see phrase). The
// zero Date prints as nothing.
func (p *Printer) Date(d Date) string { return string(p.appendDate(nil, d)) }

func (p *Printer) appendDate(b []byte, d Date) []byte {
	switch precision := d.precision(); precision {
	case "":
		return b
	default:
		return p.appendPattern(b, p.locale.dates[precision], d)
	}
}

// precision is how much is known of d: "day", "month", "year", or "" for nothing.
func (d Date) precision() string {
	switch {
	case d.Year == 0:
		return ""
	case d.Month < 1 || d.Month > 12:
		return "year"
	case d.Day < 1:
		return "month"
	}
	return "day"
}

func (p *Printer) appendPattern(b []byte, pattern []dateField, d Date) []byte {
	for _, f := range pattern {
		switch f.letter {
		case 0:
			b = append(b, f.text...)
		case 'y':
			b = strconv.AppendInt(b, int64(d.Year), 10)
		case 'M', 'L':
			b = p.appendMonth(b, f, d.Month)
		case 'd':
			b = p.appendDay(b, f, d.Day)
		}
	}
	return b
}

func (p *Printer) appendMonth(b []byte, f dateField, month int) []byte {
	switch {
	case f.width <= 2:
		return appendPadded(b, month, f.width)
	case f.letter == 'L':
		return append(b, p.locale.Alone[month-1]...)
	}
	return append(b, p.locale.Months[month-1]...)
}

func (p *Printer) appendDay(b []byte, f dateField, day int) []byte {
	if day == 1 && f.width == 1 && p.locale.FirstDay != "" {
		return append(b, p.locale.FirstDay...)
	}
	return appendPadded(b, day, f.width)
}

func appendPadded(b []byte, n, width int) []byte {
	if width == 2 && n < 10 {
		b = append(b, '0')
	}
	return strconv.AppendInt(b, int64(n), 10)
}

// Clock prints the time of day of t in t's own zone, "20:00".
func (p *Printer) Clock(t time.Time) string {
	var b []byte
	for _, f := range p.locale.dates["time"] {
		switch f.letter {
		case 0:
			b = append(b, f.text...)
		case 'H':
			b = appendPadded(b, t.Hour(), f.width)
		case 'm':
			b = appendPadded(b, t.Minute(), f.width)
		}
	}
	return string(b)
}

// Month is the name of a month by itself, 1 = "styczeń"; Weekday that of a day.
func (p *Printer) Month(m time.Month) string { return p.locale.Alone[(m+11)%12] }

// Weekday is the name of a day of the week by itself.
func (p *Printer) Weekday(d time.Weekday) string { return p.locale.Weekdays[d%7] }

// DateRange prints the days, months or years from one date to another without
// saying twice what they share: "3–5 marca 2022", "1995–2022". Where one is known
// less precisely, both are printed as precisely as that one. Equal dates print once.
func (p *Printer) DateRange(from, to Date) string {
	if from.IsZero() || to.IsZero() {
		return p.Date(Date{from.Year + to.Year, from.Month + to.Month, from.Day + to.Day}) // the one there is
	}
	from, to = alike(from, to)
	precision := from.precision()
	var difference string
	switch {
	case from.Year != to.Year:
		difference = "_y"
	case from.Month != to.Month:
		difference = "_m"
	case from.Day != to.Day:
		difference = "_d"
	default:
		return p.Date(from)
	}
	pattern := p.locale.ranges[precision+difference]
	split := secondDate(pattern)
	b := p.appendPattern(nil, pattern[:split], from)
	return string(p.appendPattern(b, pattern[split:], to))
}

// alike makes two dates equally precise.
func alike(a, b Date) (Date, Date) {
	if a.precision() == "year" || b.precision() == "year" {
		a, b = Date{Year: a.Year}, Date{Year: b.Year}
	}
	if a.precision() == "month" || b.precision() == "month" {
		a.Day, b.Day = 0, 0
	}
	return a, b
}

// secondDate is where an interval's second date begins: at the first field that
// stands there for the second time.
func secondDate(pattern []dateField) int {
	seen := map[byte]bool{}
	for i, f := range pattern {
		letter := f.letter
		if letter == 'L' {
			letter = 'M'
		}
		if letter != 0 && seen[letter] {
			return i
		}
		seen[letter] = true
	}
	return len(pattern)
}

// appendDateValue prints a Date or a time.Time for a placeholder, in a phrase where
// style names one.
func (p *Printer) appendDateValue(b []byte, v any, style string) []byte {
	var d Date
	switch v := v.(type) {
	case Date:
		d = v
	case time.Time:
		d = DateOf(v)
	default:
		return fmt.Append(b, v)
	}
	if style == "" || d.IsZero() {
		return p.appendDate(b, d)
	}
	return p.phrase(b, d, style)
}

// phrase prints a date as part of a sentence: "since 3 March 2022", "od marca 2022",
// "nuo 2022 m.". Prepositions, cases and articles differ by language and by how
// precise the date is, so each phrase is three messages, date.STYLE.day, .month and
// .year, to which the date comes ready and in parts: {date} as printed by itself,
// {month_of} the month's name as it stands in a date (a genitive where there is
// one), {month} its number for a select, {day}, {year}; and {after}, a select on what
// was printed just before: vowel, consonant, or other for neither, because Belarusian
// writes "у 2022 г." but "спынена ў 2022 г.".
func (p *Printer) phrase(b []byte, d Date, style string) []byte {
	monthOf := ""
	if d.precision() != "year" {
		monthOf = p.locale.Months[d.Month-1]
	}
	return p.appendKey(b, "date."+style+"."+d.precision(), values{pairs: []any{
		"date", d, "year", d.Year, "month", d.Month, "day", d.Day, "month_of", monthOf, "after", lastSound(b),
	}})
}

// lastSound says what the last word of b ends with, as far as a word follows it
// without a stop: "vowel", "consonant" or "other".
func lastSound(b []byte) string {
	r, _ := utf8.DecodeLastRune(bytes.TrimSuffix(b, []byte(" ")))
	switch {
	case strings.ContainsRune("aeiouyąęóėįųūäöüéèàаеёиоуыэюяіїє", unicode.ToLower(r)):
		return "vowel"
	case unicode.IsLetter(r):
		return "consonant"
	}
	return "other"
}
