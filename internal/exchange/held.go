package exchange

import (
	"twintown/internal/match"
	"twintown/internal/platform/lang"
)

// HeldPairs reads a table of pairs that an evaluation holds out: columns a and b,
// and query where a row has one: then all pairs of that town are held out, and only
// it asks (cold); without it each of the two asks for the other (warm). Only rows
// with the values of only are taken. The report tells which lines cannot be used.
func HeldPairs(path string, only map[string]string) (held []match.Held, report FileReport, err error) {
	t, err := openTable(path, nil, pairSchema)
	if err != nil {
		return nil, report, err
	}
	defer t.close()
	report.File = path
	for {
		ok, bad, err := t.next()
		if err != nil || !ok {
			return held, report, err
		}
		if bad == nil && !where(only).holds(t) {
			continue
		}
		report.Rows++
		var h match.Held
		if bad == nil {
			h, bad = judgeHeld(t)
		}
		if bad != nil {
			report.reject(t.n, *bad)
			continue
		}
		held = append(held, h)
	}
}

func judgeHeld(t *table) (h match.Held, bad *lang.Message) {
	if h.A, bad = number(t, "a", 1); bad != nil {
		return h, bad
	}
	if h.B, bad = number(t, "b", 1); bad == nil && t.get("query") != "" {
		h.Query, bad = number(t, "query", 1)
	}
	return h, bad
}
