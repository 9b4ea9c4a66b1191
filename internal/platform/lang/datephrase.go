package lang

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// phrase prints a date as part of a sentence: "since 3 March 2022", "od marca 2022",
// "nuo 2022 m.". Prepositions, cases and articles differ by language and by how
// precise the date is, so each phrase is three messages, date.STYLE.day, .month and
// .year, to which the date comes ready and in parts: {date} as printed by itself,
// {month_of} the month's name as it stands in a date (a genitive where there is
// one), {month} its number for a select, {day}, {year}, and {dd} and {mm} in two digits.
// The style "table" is the short form that columns of dates have.
func (p *Printer) phrase(b []byte, d Date, style string) []byte {
	monthOf := ""
	if d.precision() != "year" {
		monthOf = p.locale.Months[d.Month-1]
	}
	return p.appendKey(b, "date."+style+"."+d.precision(), values{pairs: []any{
		"date", d, "year", d.Year, "month", d.Month, "day", d.Day, "month_of", monthOf, "dd", twoDigits(d.Day), "mm", twoDigits(d.Month),
	}})
}

// twoDigits is a day or month as tables have it: 03.
func twoDigits(n int) string {
	if n < 0 || n > 99 {
		return strconv.Itoa(n)
	}
	return string([]byte{'0' + byte(n/10), '0' + byte(n%10)})
}

// lastSound says what the text before a message ends with, as far as the message
// follows without a stop: "vowel", "consonant" or "other". Every message can select on
// it as {after}, because Belarusian writes "у 2022 г." but "спынена ў 2022 г.".
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
