package web

import (
	"strings"
	"time"

	"twintown/internal/helppoint"
	"twintown/internal/helppoint/week"
	"twintown/internal/openhours"
	"twintown/internal/platform/lang"
)

// weekdays are the days in the order of all eight languages: CLDR begins the week on Monday
// in each of their countries.
var weekdays = [7]time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

// helpDay is one line of a week: a day, or some that follow one another and are alike.
type helpDay struct {
	Name, Date, Text, Note string
	Today, Shut            bool
}

// usualWeek are the hours of a usual week, day by day.
func (p *page) usualWeek(h helppoint.Point, now time.Time) (all []helpDay, steady bool) {
	usual, steady := h.Usual(now)
	for _, d := range usual {
		all = append(all, p.helpDay(d, now, false))
	}
	return all, steady
}

// briefWeek are the hours of a usual week for a card: "Tue–Fri 08:00–15:00". The line of
// today is marked where the hours were checked and today is a day as usual.
func (p *page) briefWeek(h helppoint.Point, coming []helppoint.Day, now time.Time) (all []helpDay, steady bool) {
	usual, steady := h.Usual(now)
	asUsual := h.Dials() && len(coming) > 0 && !coming[0].Special()
	for from := 0; from < len(usual); {
		line := helpDay{Name: p.p.BriefWeekday(usual[from].Weekday), Text: p.spells(usual[from].Spells), Shut: len(usual[from].Spells) == 0}
		to := from
		for to+1 < len(usual) && p.spells(usual[to+1].Spells) == line.Text {
			to++
		}
		switch last := p.p.BriefWeekday(usual[to].Weekday); {
		case to == from+1:
			line.Name += ", " + last
		case to > from:
			line.Name += "–" + last
		}
		for _, d := range usual[from : to+1] {
			line.Today = line.Today || asUsual && d.Weekday == coming[0].Weekday
		}
		all = append(all, line)
		from = to + 1
	}
	return all, steady
}

// soonOther are the days of the coming week that are not as usual, in sentences.
func (p *page) soonOther(h helppoint.Point, coming []helppoint.Day) (all []string) {
	if len(coming) == 0 {
		return nil
	}
	first, last := coming[0].Date.String(), coming[len(coming)-1].Date.String()
	for _, e := range h.Exceptions {
		if e.From <= last && first <= e.To {
			all = append(all, p.exceptionText(e))
		}
	}
	for _, d := range coming {
		if d.Holiday != "" && len(d.Spells) > 0 && !d.Away {
			all = append(all, p.p.Date(d.Date)+": "+p.t("help.day.unknown")+" ("+p.t("help.day.holiday", "name", d.Holiday)+")")
		}
	}
	return all
}

// helpDay dresses one day; dated ones say which day they are.
func (p *page) helpDay(d helppoint.Day, now time.Time, dated bool) helpDay {
	v := helpDay{Name: p.p.Weekday(d.Weekday), Text: p.spells(d.Spells), Shut: len(d.Spells) == 0}
	if !dated {
		return v
	}
	v.Date, v.Today = p.p.DayMonth(d.Date), d.Date == lang.DateOf(time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC))
	switch {
	case d.Away:
		v.Note = p.t("help.day.away")
	case d.Exception != nil && d.Exception.Reason != "":
		v.Note = p.t("help.day.exception") + " (" + p.t("help.reason."+d.Exception.Reason) + ")"
	case d.Exception != nil:
		v.Note = p.t("help.day.exception")
	case d.Holiday != "" && len(d.Spells) > 0:
		v.Text, v.Note = p.t("help.day.unknown"), p.t("help.day.holiday", "name", d.Holiday)
	}
	return v
}

// spells are the times of a day in words.
func (p *page) spells(all []helppoint.Spell) string {
	var parts []string
	for _, x := range all {
		text := p.p.Clock(x.From) + "–" + p.p.Clock(x.To)
		if x.To.Hour() == 0 && x.To.Minute() == 0 {
			text = p.p.Clock(x.From) + "–24:00"
		}
		if whole(x) {
			text = ""
		}
		switch {
		case x.Comment == week.Appointment:
			text = strings.TrimSpace(text + " " + p.t("help.day.appointment"))
		case x.Comment != "":
			text = strings.TrimSpace(text + " (" + x.Comment + ")")
		case x.Kind == openhours.Unknown:
			text = strings.TrimSpace(text + " (" + p.t("help.day.unknown") + ")")
		case text == "":
			text = p.t("help.day.always")
		}
		parts = append(parts, text)
	}
	if len(parts) == 0 {
		return p.t("help.day.closed")
	}
	return strings.Join(parts, ", ")
}

// whole says whether a spell lasts from midnight to midnight, be the day of 23 hours or 25.
func whole(x helppoint.Spell) bool {
	midnight := func(t time.Time) bool { return t.Hour() == 0 && t.Minute() == 0 }
	return midnight(x.From) && midnight(x.To)
}

// exceptionText is an exception in words: "24–26 December 2026: closed (public holiday)".
func (p *page) exceptionText(e helppoint.Exception) string {
	from, _ := lang.ParseDate(e.From)
	to, _ := lang.ParseDate(e.To)
	text := p.p.DateRange(from, to) + ": " + p.t("help.day.closed")
	if e.Hours != "" {
		text = p.p.DateRange(from, to) + ": " + strings.NewReplacer("-", "–", ",", ", ").Replace(e.Hours)
	}
	if e.Reason != "" {
		text += " (" + p.t("help.reason."+e.Reason) + ")"
	}
	return text
}

// exceptionsToCome are the other hours that were told of days to come.
func (p *page) exceptionsToCome(h helppoint.Point, now time.Time) (all []string) {
	today := lang.DateOf(h.Local(now)).String()
	for _, e := range h.Exceptions {
		if e.To >= today {
			all = append(all, p.exceptionText(e))
		}
	}
	return all
}
