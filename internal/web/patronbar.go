package web

import (
	"time"

	"twintown/internal/meeting"
	"twintown/internal/platform/lang"
)

// patronBar draws on one line when an office takes applications, where today is, and the
// first day of the meeting, from which all is counted back. All bars of a page have the same
// scale, so that the eye compares them.
type patronBar struct {
	From, Width float64 // of the time for applications
	Today       float64
	Late        bool
}

// The bar's measures in the units of its drawing: the last months before the meeting, with
// room for the mark of the first day.
const (
	barMonths = 8
	barWide   = 300
)

// barOf is nil where there is nothing to draw: no rule, or no first day.
func barOf(f meeting.Facts, plan meeting.Plan, today lang.Date) *patronBar {
	if plan.By.IsZero() {
		return nil
	}
	last := midnight(f.From.Calendar())
	begin := last.AddDate(0, -barMonths, 0)
	at := func(day time.Time) float64 {
		share := day.Sub(begin).Hours() / last.Sub(begin).Hours()
		return barWide * max(0, min(1, share))
	}
	b := &patronBar{Today: at(midnight(today)), Late: today.String() > plan.By.String()}
	if !plan.From.IsZero() {
		b.From = at(midnight(plan.From))
	}
	b.Width = at(midnight(plan.By)) - b.From
	return b
}

func midnight(d lang.Date) time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}
