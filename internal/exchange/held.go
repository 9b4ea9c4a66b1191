package exchange

import (
	"strconv"

	"twintown/internal/match"
	"twintown/internal/platform/lang"
)

// HeldPairs reads a table of pairs that an evaluation holds out: columns a and b,
// and query where a row has one: then all pairs of that town are held out, and only
// it asks (cold); without it each of the two asks for the other (warm). Only rows
// with the values of where are taken. The report tells which lines cannot be used.
func HeldPairs(path string, where map[string]string) (held []match.Held, report FileReport, err error) {
	t, err := openTable(path, nil, pairColumns)
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
		if bad == nil && !t.matches(where) {
			continue
		}
		report.Rows++
		var h match.Held
		if bad == nil {
			h, bad = judgeHeld(t)
		}
		if bad != nil {
			report.reject(t.line, *bad)
			continue
		}
		held = append(held, h)
	}
}

func judgeHeld(t *table) (h match.Held, bad *lang.Message) {
	for _, column := range []struct {
		name string
		into *int64
	}{{"a", &h.A}, {"b", &h.B}, {"query", &h.Query}} {
		text := t.get(column.name)
		if text == "" && column.name == "query" {
			continue
		}
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			m := lang.Msg("import.reason.number", "column", column.name, "value", text)
			return h, &m
		}
		*column.into = n
	}
	return h, nil
}
