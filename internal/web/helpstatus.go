package web

import (
	"time"

	"twintown/internal/helppoint"
	"twintown/internal/openhours"
	"twintown/internal/platform/lang"
)

// helpStatus says whether a point is open, in the reader's language, in the point's time.
func (p *page) helpStatus(h helppoint.Point, now time.Time, holidays openhours.Holidays) helpStatus {
	s := h.At(now, holidays)
	v := helpStatus{Code: string(s.Code), Word: p.t("help.status." + string(s.Code)), Note: s.Comment}
	if !s.Until.IsZero() {
		v.Until = s.Until.UTC().Format(time.RFC3339)
		v.Then = p.helpThen(s, h.Local(now))
	}
	switch {
	case s.Code == helppoint.Unknown && s.Why == helppoint.OnHoliday:
		v.Note = p.t("help.why.holiday", "name", s.Holiday)
	case s.Code == helppoint.Unknown && v.Note == "":
		v.Note = p.t("help.why." + string(s.Why))
	case s.Reason != "":
		v.Note = p.t("help.reason." + s.Reason)
	}
	return v
}

// helpThen says when the state changes: "until 20:00", "opens tomorrow, 8:00".
func (p *page) helpThen(s helppoint.Status, now time.Time) string {
	day := lang.DateOf(s.Until)
	days := int(time.Date(s.Until.Year(), s.Until.Month(), s.Until.Day(), 12, 0, 0, 0, time.UTC).Sub(time.Date(now.Year(), now.Month(), now.Day(), 12, 0, 0, 0, time.UTC)).Hours() / 24)
	at := p.p.Clock(s.Until)
	switch {
	case s.Code == helppoint.Away:
		return p.t("help.away.until", "day", day)
	case s.Code == helppoint.Open && (days == 0 || days == 1 && s.Until.Hour() < earlyMorning):
		return p.t("help.open.until", "time", at)
	case s.Code == helppoint.Open:
		return p.t("help.open.until.day", "day", day, "time", at)
	case days == 0:
		return p.t("help.opens.today", "time", at)
	case days == 1:
		return p.t("help.opens.tomorrow", "time", at)
	case days < 7:
		return p.t("help.opens.weekday", "weekday", p.p.Weekday(s.Until.Weekday()), "time", at)
	}
	return p.t("help.opens.day", "day", day, "time", at)
}

// earlyMorning is until which hour a night still belongs to the evening before.
const earlyMorning = 5

// closureText tells of a closure that is or comes.
func (p *page) closureText(h helppoint.Point, now time.Time) string {
	c := h.Closure
	if c.From == "" || c.To != "" && c.To < lang.DateOf(h.Local(now)).String() {
		return ""
	}
	from, _ := lang.ParseDate(c.From)
	to, _ := lang.ParseDate(c.To)
	text := p.t("help.closed.from", "from", from)
	if c.To != "" {
		text = p.t("help.closed.period", "days", p.p.DateRange(from, to))
	}
	if c.Reason != "" {
		text += " (" + p.t("help.reason."+c.Reason) + ")"
	}
	return text
}
