package lang

import (
	"strconv"
	"strings"
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
