package web

import (
	"strconv"

	"twintown/internal/partnership"
)

// durationUnits are the units of ISO 8601 durations and the messages that count them.
var durationUnits = map[rune]string{'Y': "duration.years", 'M': "duration.months", 'W': "duration.weeks", 'D': "duration.days"}

// duration prints a term in words: "1 year and 6 months".
func (p *page) duration(d partnership.Duration) string {
	var parts []string
	n := 0
	for _, r := range d {
		if digit, err := strconv.Atoi(string(r)); err == nil {
			n = n*10 + digit
			continue
		}
		if key, ok := durationUnits[r]; ok {
			parts = append(parts, p.t(key, "n", n))
			n = 0
		}
	}
	return p.p.List(parts)
}
