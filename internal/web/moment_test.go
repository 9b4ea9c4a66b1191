package web

import (
	"testing"
	"time"
	_ "time/tzdata"

	"twintown/internal/operator"
)

// Moments are those of the operator's home town, and say so, also across the change of
// the clocks and the day.
func TestMomentsAreTheSites(t *testing.T) {
	s := newTestSite(t)
	p := s.newPage(nil, "en", "/")
	zone := func(name string) func() *time.Location {
		l, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		return func() *time.Location { return l }
	}
	for _, c := range []struct{ zone, at, want string }{
		{"Europe/Warsaw", "2026-11-25T23:30:00Z", "26 November 2026, 00:30 CET"},
		{"Europe/Warsaw", "2026-07-01T12:00:00Z", "1 July 2026, 14:00 CEST"},
		{"Europe/Vilnius", "2026-11-25T12:00:00Z", "25 November 2026, 14:00 EET"},
		{"Europe/Minsk", "2026-11-25T12:00:00Z", "25 November 2026, 15:00 UTC+3"},
		{"Asia/Kathmandu", "2026-11-25T12:00:00Z", "25 November 2026, 17:45 UTC+5:45"},
		{"America/Sao_Paulo", "2026-11-25T12:00:00Z", "25 November 2026, 09:00 UTC−3"},
		{"UTC", "2026-11-25T12:00:00Z", "25 November 2026, 12:00 UTC"},
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if p.zone = zone(c.zone); p.moment(at) != c.want {
			t.Errorf("%s: %s, want %s", c.zone, p.moment(at), c.want)
		}
	}
}

func TestTheSitesZone(t *testing.T) {
	s, _ := deskSite(t)
	if s.zone() != time.Local {
		t.Errorf("without a home town: %s", s.zone())
	}
	s.rooms.Operator = func() *operator.Face {
		return (&operator.Face{HomePlace: placeBialystok}).For(s.languages)
	}
	if got := s.zone().String(); got != "Europe/Warsaw" {
		t.Errorf("in Białystok: %s", got)
	}
}
