package web

import (
	"net/http"
	"strconv"
	"strings"

	"twintown/internal/helppoint"
	"twintown/internal/helppoint/block"
	"twintown/internal/helppoint/week"
	"twintown/internal/openhours"
	"twintown/internal/openhours/say"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// takeHelpHours takes hours as a grid, as OSM text, or reads a pasted block into the grid.
func (s *Site) takeHelpHours(w http.ResponseWriter, r *http.Request, code string) error {
	return s.changeHelp(w, r, code, "desk.help.hours.saved", func(v *helpEditPage, f *form, h helppoint.Point) (func(*helppoint.Point) error, error) {
		if f.raw("from") == "block" {
			return nil, s.readBlock(v, f)
		}
		text, err := "", error(nil)
		if f.raw("from") == "osm" {
			text, err = s.osmFrom(v, f, h)
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

// gridFields are the seven days: what the form has, else what the hours say.
func (s *Site) gridFields(v *helpEditPage, h helppoint.Point) (all []fieldView) {
	usual, steady := h.Usual(s.clock.Now())
	for i := range 7 {
		name := "day" + strconv.Itoa(i)
		if _, typed := v.Form.values[name]; !typed && steady && len(usual) == 7 && len(usual[i].Spells) > 0 {
			v.Form.values.Set(name, v.spells(usual[i].Spells))
		}
		field := v.Form.Field(name, "text", "help.hours", "", "off")
		field.Label = v.p.Weekday(weekdays[i])
		all = append(all, field)
	}
	return all
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
func (s *Site) osmFrom(v *helpEditPage, f *form, of helppoint.Point) (string, error) {
	text := f.text("osm")
	if text == "" {
		return "", nil
	}
	h, warnings, err := openhours.ParseWith(text, openhours.Options{Langs: []string{v.Lang}})
	if err != nil {
		v.Left = append(v.Left, v.hoursFault(err))
		return "", errs.In("osm", lang.Msg("error.help.hours"))
	}
	now := of.Local(s.clock.Now())
	for _, x := range h.Check(now, openhours.Place{Zone: now.Location(), Holidays: s.holidaysOf(of)}) {
		if x.Code != openhours.HolidaysUnset { // the point itself says what holds then
			warnings = append(warnings, x)
		}
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
