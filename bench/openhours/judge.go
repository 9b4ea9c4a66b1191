package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"twintown/internal/openhours"
)

// today is when the corpus's warnings about dates were written.
var today = time.Date(2025, 5, 23, 10, 0, 0, 0, time.UTC)

// judge says whether a case comes out as the corpus has it, and if not, how.
func judge(c *oneCase) (why string) {
	mode, ok := c.mode()
	if !ok {
		return "options that we do not have"
	}
	h, warnings, err := openhours.ParseWith(string(c.Value), openhours.Options{Mode: mode})
	if c.Kind == "should_fail" {
		if err == nil {
			return "it is read"
		}
		return ""
	}
	if err != nil {
		return err.Error()
	}
	switch c.Kind {
	case "intervals":
		return c.intervals(h)
	case "should_warn":
		if c.Ignored == "" && len(warnings)+len(h.Check(today, c.place())) == 0 {
			return "no warning"
		}
	case "structured_warnings":
		return c.types(h, warnings)
	case "prettify":
		return differ(h.String(), text(c.Expected))
	case "matching_rule":
		return differ(h.Rule(h.At(c.At, c.place()).Rule), c.Rule)
	case "equal_to":
		return c.equal(h)
	case "next_change":
		return c.nextChange(h)
	}
	return ""
}

func differ(got, want string) string {
	if got == want {
		return ""
	}
	return fmt.Sprintf("%q, not %q", got, want)
}

func text(raw json.RawMessage) (s string) {
	if json.Unmarshal(raw, &s) != nil {
		return string(raw)
	}
	return s
}

func (c *oneCase) intervals(h *openhours.Hours) string {
	line := func(from, to time.Time, unknown bool, comment string) string {
		return fmt.Sprintf("%s~%s %t %q", from.UTC().Format("2006-01-02T15:04"), to.UTC().Format("2006-01-02T15:04"), unknown, comment)
	}
	var got, want []string
	for _, i := range h.Intervals(c.From, c.To, c.place()) {
		got = append(got, line(i.From, i.To, i.State.Kind == openhours.Unknown, i.State.Remark()))
	}
	for _, i := range c.Intervals {
		comment := ""
		if i.Comment != nil {
			comment = *i.Comment
		}
		want = append(want, line(i.From, i.To, i.Unknown, comment))
	}
	for i := range max(len(got), len(want)) {
		if i >= len(got) {
			return "missing " + want[i]
		}
		if i >= len(want) {
			return "too many: " + got[i]
		}
		if got[i] != want[i] {
			return got[i] + ", not " + want[i]
		}
	}
	return ""
}

// types compares the kinds of warnings, in any order.
func (c *oneCase) types(h *openhours.Hours, warnings []openhours.Warning) string {
	now := today
	if c.Date != nil {
		now = *c.Date
	}
	var got []string
	for _, w := range append(warnings, h.Check(now, c.place())...) {
		// Whether the holidays are mentioned is told only where that was asked for.
		if w.Code == openhours.HolidaysUnset && !strings.Contains(string(c.Mode), `"warnings_severity": 7`) {
			continue
		}
		got = append(got, string(w.Code))
	}
	slices.Sort(got)
	want := slices.Sorted(slices.Values(c.Types))
	return differ(strings.Join(got, " "), strings.Join(want, " "))
}

func (c *oneCase) equal(h *openhours.Hours) string {
	other, _, err := openhours.Parse(c.Other)
	if err != nil {
		return err.Error()
	}
	var expected []any
	if err := json.Unmarshal(c.Expected, &expected); err != nil || len(expected) == 0 {
		return "the case cannot be read"
	}
	if got := h.Equal(other, c.place()); got != expected[0] {
		return fmt.Sprint(got)
	}
	return ""
}

func (c *oneCase) nextChange(h *openhours.Hours) string {
	got := ""
	if at, _, ok := h.NextChange(c.From, c.place()); ok {
		got = at.UTC().Format("2006-01-02T15:04:05.000Z")
	}
	want := text(c.Expected)
	if want == "null" {
		want = ""
	}
	return differ(got, want)
}
