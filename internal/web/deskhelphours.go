package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/helppoint"
	"twintown/internal/helppoint/block"
	"twintown/internal/helppoint/week"
	"twintown/internal/openhours"
	"twintown/internal/openhours/say"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// weekdays are the days in the order of all eight languages: CLDR begins the week on Monday
// in each of their countries.
var weekdays = [7]time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

// takeHelpHours takes hours as a grid, as OSM text, or reads a pasted block into the grid.
func (s *Site) takeHelpHours(w http.ResponseWriter, r *http.Request, code string) error {
	return s.changeHelp(w, r, code, "desk.help.hours.saved", func(v *helpEditPage, f *form, _ helppoint.Point) (func(*helppoint.Point) error, error) {
		if f.raw("from") == "block" {
			return nil, s.readBlock(v, f)
		}
		text, err := "", error(nil)
		if f.raw("from") == "osm" {
			text, err = s.osmFrom(v, f)
		} else {
			text, err = gridFrom(v, f)
		}
		if err != nil {
			return nil, err
		}
		role, checked := s.checkedBy(r, f)
		return func(p *helppoint.Point) error {
			p.Hours = text
			if f.raw("from") == "grid" {
				p.Holidays = helppoint.Holidays(f.text("holidays"))
			}
			s.markChecked(p, role, checked)
			return nil
		}, nil
	})
}

// gridFrom reads the seven days. What is wrong is said at its day.
func gridFrom(v *helpEditPage, f *form) (string, error) {
	var grid week.Week
	var first error
	for i := range grid {
		name := "day" + strconv.Itoa(i)
		day, faults, ok := block.Day(f.text(name), v.Lang)
		switch {
		case !ok:
			f.fail(name, lang.Msg("error.help.day"))
		case len(faults) > 0:
			f.fail(name, lang.Msg("help.fault."+string(faults[0].Code), "text", faults[0].Text))
		}
		if !f.ok() && first == nil {
			first = errGrid
		}
		grid[i] = day
	}
	return grid.OSM(), first
}

// errGrid says that some day of the grid is wrong; the faults stand at the days.
var errGrid = errs.In("hours", lang.Msg("error.help.grid"))

// osmFrom reads hours in the OSM language. Where they hold something doubtful, the person
// is told in words and asked once more.
func (s *Site) osmFrom(v *helpEditPage, f *form) (string, error) {
	text := f.text("osm")
	if text == "" {
		return "", nil
	}
	h, warnings, err := openhours.ParseWith(text, openhours.Options{Langs: []string{v.Lang}})
	if err != nil {
		v.Left = append(v.Left, v.hoursFault(err))
		return "", errs.In("osm", lang.Msg("error.help.hours"))
	}
	if len(warnings) > 0 && !f.checked("sure") {
		for _, x := range warnings {
			v.Left = append(v.Left, v.hoursWarning(x))
		}
		v.Better = h.String()
		return "", errs.In("osm", lang.Msg("desk.help.osm.look"))
	}
	return h.String(), nil
}

// hoursFault says why a text is no opening hours.
func (p *page) hoursFault(err error) string { return p.p.Message(errs.PublicOf(say.Error(err))) }

// hoursWarning says what was read otherwise than it stands there, or is doubtful.
func (p *page) hoursWarning(x openhours.Warning) string { return p.p.Message(say.Warning(x)) }

// readBlock reads what was pasted into the grid and says what was not understood. It saves
// nothing: a person looks first.
func (s *Site) readBlock(v *helpEditPage, f *form) error {
	found := block.Parse(f.text("block"), v.Lang)
	at := slices.IndexFunc(found.Points, func(p block.Point) bool { return !p.Week.Empty() })
	v.Left = append(v.Left, v.faultsOf(found.Faults)...)
	v.Left = append(v.Left, v.leftOf(found)...)
	if at < 0 {
		return errs.In("block", lang.Msg("error.help.block"))
	}
	for i := range 7 {
		f.values.Set("day"+strconv.Itoa(i), v.gridText(found.Points[at].Week[i]))
	}
	return errs.In("hours", lang.Msg("desk.help.block.look"))
}

// gridText is a day as the grid's field has it.
func (p *page) gridText(d week.Day) string {
	var parts []string
	for _, x := range d.Spans {
		parts = append(parts, week.Clock(x.From)+"–"+week.Clock(x.To))
	}
	text := strings.Join(parts, ", ")
	if d.Appointment {
		text = strings.TrimSpace(text + " " + p.t("help.day.appointment"))
	} else if d.Closed && text == "" {
		text = p.t("help.day.closed")
	}
	return text
}

// leftOf are the lines of which something was not understood.
func (p *page) leftOf(found block.Result) (said []string) {
	faulty := map[int]bool{}
	for _, x := range found.Faults {
		faulty[x.Line] = true
	}
	for _, l := range found.Left() {
		switch {
		case faulty[l.No]:
		case l.Use == block.Unused:
			said = append(said, p.t("help.left.unused", "n", l.No, "text", l.Text))
		default:
			said = append(said, p.t("help.left.part", "n", l.No, "text", l.Text))
		}
	}
	return said
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

// takeHelpTexts saves the texts of one language.
func (s *Site) takeHelpTexts(w http.ResponseWriter, r *http.Request, code string) error {
	return s.changeHelp(w, r, code, "desk.help.saved", func(_ *helpEditPage, f *form, _ helppoint.Point) (func(*helppoint.Point) error, error) {
		in := f.raw("in")
		if !slices.Contains(s.languages, in) {
			return nil, errs.In("name", lang.Msg("error.help.code"))
		}
		return func(p *helppoint.Point) error {
			t := p.Texts[in]
			t.Name, t.Summary, t.Way = f.text("name."+in), f.text("summary."+in), f.text("way."+in)
			t.Origin, t.Source, t.OfVersion = helppoint.Written, "", 0
			if origin := helppoint.Origin(f.raw("origin." + in)); origin == helppoint.Translated || origin == helppoint.Machine {
				t.Origin, t.Source = origin, f.raw("source."+in)
				t.OfVersion = p.Texts[t.Source].Version
			}
			p.Texts[in] = t
			return nil
		}, nil
	})
}

// takeHelpStage publishes a point, withdraws it, or notes that hours and phones were
// checked and are right.
func (s *Site) takeHelpStage(w http.ResponseWriter, r *http.Request, code string) error {
	return s.changeHelp(w, r, code, "desk.help.saved", func(_ *helpEditPage, f *form, _ helppoint.Point) (func(*helppoint.Point) error, error) {
		do := f.raw("do")
		role, checked := s.checkedBy(r, f)
		return func(p *helppoint.Point) error {
			switch do {
			case "publish":
				p.Stage = helppoint.Public
			case "withdraw":
				p.Stage = helppoint.Withdrawn
			case "draft":
				p.Stage = helppoint.Draft
			}
			s.markChecked(p, role, checked)
			return nil
		}, nil
	})
}
