// Package say puts into messages what package openhours says in codes: whether a
// place is open, until when, why that is not known, what was odd in a value and
// why one could not be read. Pages and the command line print them in the
// reader's language.
//
// Keys begin with "hours." and end with the code. Days and times stand after a
// colon or a comma, so that no language has to decline them.
package say

import (
	"time"

	"twintown/internal/openhours"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Now says whether it is open at the moment: "Open now".
func Now(s openhours.State) lang.Message { return lang.Msg("hours.now." + word(s.Kind)) }

// word names a kind in a key.
func word(k openhours.Kind) string {
	switch k {
	case openhours.Open:
		return "open"
	case openhours.Closed:
		return "closed"
	}
	return "unknown"
}

// Next says what comes after and when, seen from a moment: "Opens: Monday, 13:00".
// changes is false when nothing ever does. Both times are told in the zone of the
// change.
func Next(p *lang.Printer, now, change time.Time, then openhours.State, changes bool) lang.Message {
	if !changes {
		return lang.Msg("hours.next.never")
	}
	return lang.Msg("hours.next."+word(then.Kind), "when", When(p, now, change))
}

// When names a moment as people do: "today, 15:00", "tomorrow, 08:00", "Monday,
// 13:00", and with the date when it is a week away or more.
func When(p *lang.Printer, now, at time.Time) lang.Message {
	clock := p.Clock(at)
	switch days := daysBetween(now.In(at.Location()), at); {
	case days == 0:
		return lang.Msg("hours.when.today", "time", clock)
	case days == 1:
		return lang.Msg("hours.when.tomorrow", "time", clock)
	case days < 7:
		return lang.Msg("hours.when.weekday", "weekday", p.Weekday(at.Weekday()), "time", clock)
	}
	return lang.Msg("hours.when.date", "weekday", p.Weekday(at.Weekday()), "day", lang.DateOf(at), "time", clock)
}

// daysBetween counts midnights.
func daysBetween(a, b time.Time) int {
	day := func(t time.Time) openhours.Day { return openhours.DayOf(t.Date()) }
	return int(day(b) - day(a))
}

// Why says why it is open, closed or not known: the author's comment is not among
// these, it stands for itself in State.Comment. There may be none.
func Why(s openhours.State) (list []lang.Message) {
	switch {
	case s.Holiday != "" && s.Shift == 0:
		list = append(list, lang.Msg("hours.why.holiday", "name", s.Holiday))
	case s.Holiday != "" && s.Shift < 0:
		list = append(list, lang.Msg("hours.why.before_holiday", "name", s.Holiday))
	case s.Holiday != "":
		list = append(list, lang.Msg("hours.why.after_holiday", "name", s.Holiday))
	}
	if s.OpenEnd {
		list = append(list, lang.Msg("hours.why.open_end"))
	}
	for _, m := range []struct {
		missing openhours.Missing
		key     string
	}{
		{openhours.PublicHolidays, "hours.why.no_public_holidays"},
		{openhours.SchoolHolidays, "hours.why.no_school_holidays"},
		{openhours.SunTimes, "hours.why.no_sun"},
	} {
		if s.Missing&m.missing != 0 {
			list = append(list, lang.Msg(m.key))
		}
	}
	return list
}

// Warning says what was odd in a value, and how it was taken.
func Warning(w openhours.Warning) lang.Message {
	key := "hours.warning." + string(w.Code)
	if w.Code == openhours.WordCorrected && w.Want == "" {
		key = "hours.warning.sign_left_out"
	}
	return lang.Msg(key, "found", w.Found, "want", w.Want)
}

// Error says why a value cannot be read, as an error for people.
func Error(err error) error {
	e, ok := err.(*openhours.SyntaxError)
	if !ok {
		return err
	}
	return errs.New(errs.Invalid, lang.Msg("hours.error."+string(e.Code), "found", e.Found), err)
}
