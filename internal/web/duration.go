package web

import (
	"strconv"

	"twintown/internal/partnership"
	"twintown/internal/platform/lang"
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

// vote says how a council decided.
func vote(v partnership.Vote) lang.Message {
	switch {
	case v.IsZero():
		return lang.Message{}
	case v.Unanimous:
		return lang.Msg("status.note.vote.unanimous")
	case v.Present > 0:
		return lang.Msg("status.note.vote.of", "for", v.For, "present", v.Present)
	}
	return lang.Msg("status.note.vote", "for", v.For, "against", v.Against, "abstained", v.Abstained)
}
