package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/helppoint"
	"twintown/internal/helppoint/block"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// helpExceptionRow is an exception that can be dropped.
type helpExceptionRow struct {
	At   int
	Text string
}

// allExceptions are the exceptions in the order in which they are kept.
func (p *page) allExceptions(h helppoint.Point) (all []string) {
	for _, e := range h.Exceptions {
		all = append(all, p.exceptionText(e))
	}
	return all
}

// takeHelpDays takes a closure, adds an exception or drops one.
func (s *Site) takeHelpDays(w http.ResponseWriter, r *http.Request, code string) error {
	return s.changeHelp(w, r, code, "desk.help.saved", func(v *helpEditPage, f *form, _ helppoint.Point) (func(*helppoint.Point) error, error) {
		switch f.raw("do") {
		case "close":
			c := helppoint.Closure{From: f.text("closed_from"), To: f.text("closed_to"), Reason: f.text("closed_reason")}
			return func(p *helppoint.Point) error { p.Closure = c; return nil }, nil
		case "open":
			return func(p *helppoint.Point) error { p.Closure = helppoint.Closure{}; return nil }, nil
		case "drop":
			at, err := strconv.Atoi(f.raw("at"))
			return func(p *helppoint.Point) error {
				if err != nil || at < 0 || at >= len(p.Exceptions) {
					return errs.In("exceptions", lang.Msg("error.help.period"))
				}
				p.Exceptions = slices.Delete(p.Exceptions, at, at+1)
				return nil
			}, nil
		}
		e := helppoint.Exception{From: f.text("day_from"), To: f.text("day_to"), Reason: f.text("day_reason")}
		if e.To == "" {
			e.To = e.From
		}
		day, faults, ok := block.Day(f.text("day_hours"), v.Lang)
		if !ok || len(faults) > 0 {
			return nil, errs.In("day_hours", lang.Msg("error.help.day"))
		}
		if len(day.Spans) > 0 {
			var spans []string
			for _, x := range day.Spans {
				spans = append(spans, x.String())
			}
			e.Hours = strings.Join(spans, ",")
		}
		return func(p *helppoint.Point) error { p.Exceptions = append(p.Exceptions, e); return nil }, nil
	})
}
