package lang

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// minus is the typographic sign; a hyphen is too short beside figures.
const minus = "\u2212"

// Number prints any kind of number with the language's separators; a float
// with at most one decimal, and none where it would be zero. Anything else prints as
// fmt would print it.
func (p *Printer) Number(v any) string { return string(p.appendNumber(nil, v)) }

func (p *Printer) appendNumber(b []byte, v any) []byte {
	q, ok := quantityOf(v)
	if !ok {
		return fmt.Append(b, v)
	}
	if negative(v) && (q.whole != 0 || q.decimal != 0) {
		b = append(b, minus...)
	}
	b = p.appendGrouped(b, q.whole)
	if q.decimal != 0 {
		b = append(b, p.locale.Decimal...)
		b = append(b, '0'+byte(q.decimal))
	}
	return b
}

func negative(v any) bool {
	switch v := plainNumber(v).(type) {
	case int64:
		return v < 0
	case float64:
		return v < 0
	}
	return false
}

// Fixed prints v with exactly that many decimals, 0 to 9, as columns of figures need
// it. What rounds to zero has no sign.
func (p *Printer) Fixed(v float64, decimals int) string {
	text := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	whole, fraction, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return fmt.Sprint(v) // no number, or one that nobody can read
	}
	var b []byte
	if v < 0 && strings.Trim(text, "0.") != "" {
		b = append(b, minus...)
	}
	b = p.appendGrouped(b, n)
	if fraction != "" {
		b = append(append(b, p.locale.Decimal...), fraction...)
	}
	return string(b)
}

// Signed is Fixed with a plus before what is greater than zero, for the parts of a sum.
func (p *Printer) Signed(v float64, decimals int) string {
	text := p.Fixed(v, decimals)
	if v > 0 && text != p.Fixed(0, decimals) {
		return "+" + text
	}
	return text
}

// appendGrouped prints n ≥ 0 in groups of three. CLDR's minimum says how many
// digits must stand before the first separator: two in Polish, so 1234 stays whole.
func (p *Printer) appendGrouped(b []byte, n int64) []byte {
	var digits [20]byte
	s := strconv.AppendInt(digits[:0], n, 10)
	group := len(s) >= 3+p.locale.minGroup
	for i, d := range s {
		if i > 0 && group && (len(s)-i)%3 == 0 {
			b = append(b, p.locale.Group...)
		}
		b = append(b, d)
	}
	return b
}

// Colon is what stands between a label and what it names. French sets a space before it that does not break.
func (p *Printer) Colon() string {
	if p.lang == "fr" {
		return "\u00a0: "
	}
	return ": "
}

// Percent prints a share, 0.37, as the language writes "37 %". Below ten per cent
// one decimal is shown, so that small shares differ.
func (p *Printer) Percent(share float64) string { return string(p.appendPercent(nil, share)) }

func (p *Printer) appendPercent(b []byte, share float64) []byte {
	v := share * 100
	if math.Abs(v) >= 9.95 { // prints as 10 either way
		v = math.Round(v)
	}
	return p.appendInto(b, p.locale.Percent, v)
}

// Distance prints kilometres as precisely as a reader needs: one decimal below ten,
// whole ones below a thousand, tens above.
func (p *Printer) Distance(km float64) string { return string(p.appendDistance(nil, km)) }

func (p *Printer) appendDistance(b []byte, km float64) []byte {
	switch {
	case km >= 999.5:
		km = math.Round(km/10) * 10
	case km >= 9.95:
		km = math.Round(km)
	}
	pattern := p.locale.Kilometre["other"]
	if q, ok := quantityOf(km); ok {
		if own, ok := p.locale.Kilometre[p.locale.cardinal.category(q)]; ok {
			pattern = own
		}
	}
	return p.appendInto(b, pattern, km)
}

// appendInto prints v at the {0} of a CLDR pattern.
func (p *Printer) appendInto(b []byte, pattern string, v float64) []byte {
	before, after, _ := strings.Cut(pattern, "{0}")
	b = append(b, before...)
	b = p.appendNumber(b, v)
	return append(b, after...)
}
