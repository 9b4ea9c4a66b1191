package web

import (
	"fmt"
	"strings"
	"time"

	"twintown/internal/platform/lang"
)

// moment prints a moment with the time of day in the site's zone, which it names: readers
// are in several.
func (p *page) moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	zone := time.UTC
	if p.zone != nil {
		zone = p.zone()
	}
	t = t.In(zone)
	return p.p.Date(lang.DateOf(t)) + ", " + t.Format("15:04") + " " + zoneName(t)
}

// tableMoment is a moment in a list: the day, and the time below it, in the site's zone.
func (p *page) tableMoment(t time.Time) listCell {
	zone := time.UTC
	if p.zone != nil {
		zone = p.zone()
	}
	t = t.In(zone)
	return listCell{Text: p.tableDate(lang.DateOf(t)), Note: t.Format("15:04") + " " + zoneName(t)}
}

// zoneName is what a zone is called in the season of a moment: "CET". Where it has no name
// that people use, it says how far it is from the world's time: "UTC+3".
func zoneName(t time.Time) string {
	name, seconds := t.Zone()
	if strings.ContainsAny(name, "+-0123456789") || name == "" {
		sign := '+'
		if seconds < 0 {
			sign, seconds = '−', -seconds
		}
		name = fmt.Sprintf("UTC%c%d", sign, seconds/3600)
		if minutes := seconds / 60 % 60; minutes != 0 {
			name += fmt.Sprintf(":%02d", minutes)
		}
	}
	return name
}

// zone is the site's time zone: that of the operator's home town, else the machine's.
func (s *Site) zone() *time.Location {
	home := s.face().HomePlace
	if home == 0 || s.rooms.World == nil {
		return time.Local
	}
	p, ok := s.rooms.World().Places.Get(home)
	if !ok || p.Zone == "" {
		return time.Local
	}
	if zone, err := time.LoadLocation(p.Zone); err == nil {
		return zone
	}
	return time.Local
}
