package ical

import (
	"cmp"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"twintown/internal/platform/lang"
)

// hours is an event in a zone.
func hours(t *testing.T, zone, begin, end string) Event {
	t.Helper()
	at, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	read := func(text string) time.Time {
		m, err := time.ParseInLocation("2006-01-02 15:04", text, at)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	e := Event{UID: zone + begin, Stamp: stamp, Begin: read(begin), End: read(end), Summary: "Konferencja", Busy: true, Location: "Sala; 1 piętro", Lat: 53.13, Lon: 23.16, Organizer: `Towarzystwo "A"`}
	e.Day = lang.DateOf(e.Begin)
	return e
}

// A reader that others wrote understands hours by the rules that the calendar carries: on
// both sides of a change of the clock, in a zone without one, and over days.
func TestHoursComeBackInTheirZone(t *testing.T) {
	const script = `
import sys, json, icalendar
c = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())
zones = {str(z['TZID']): z.to_tz() for z in c.walk('VTIMEZONE')}
def utc(p):
    d = p.dt
    if not hasattr(d, 'hour'): return d.isoformat()
    z = zones.get(p.params.get('TZID'))
    if z is not None:
        d = d.replace(tzinfo=None)
        d = z.localize(d) if hasattr(z, 'localize') else d.replace(tzinfo=z)
    return d.astimezone(__import__('datetime').timezone.utc).isoformat()
print(json.dumps([{'begin': utc(e['DTSTART']), 'end': utc(e['DTEND']) if 'DTEND' in e else '', 'where': str(e.get('LOCATION', '')), 'status': str(e.get('STATUS', ''))} for e in c.walk('VEVENT')]))`
	python := cmp.Or(os.Getenv("TWINTOWN_PYTHON"), "python3")
	if err := exec.Command(python, "-c", "import icalendar").Run(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("TWINTOWN_PYTHON names no Python with icalendar: the check command sets it")
		}
		t.Skip("Python with icalendar left out: TWINTOWN_PYTHON does not name one")
	}
	off := hours(t, "Europe/Minsk", "2027-07-01 10:00", "2027-07-01 12:00")
	off.Off = true
	days := Event{UID: "days", Stamp: stamp, Day: lang.Date{Year: 2027, Month: 5, Day: 14}, Last: lang.Date{Year: 2027, Month: 5, Day: 16}, Summary: "Wizyta"}
	c := Calendar{Name: "A", Events: []Event{
		hours(t, "Europe/Warsaw", "2027-03-27 23:30", "2027-03-28 04:00"), hours(t, "Europe/Warsaw", "2013-09-27 09:30", "2013-09-27 09:30"), off, days,
	}}
	path := filepath.Join(t.TempDir(), "c.ics")
	if err := os.WriteFile(path, c.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), python, "-c", script, path).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, out, c.Bytes())
	}
	type read struct{ Begin, End, Where, Status string }
	var got []read
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	for i, want := range []read{
		{"2027-03-27T22:30:00+00:00", "2027-03-28T02:00:00+00:00", "Sala; 1 piętro", ""},
		{"2013-09-27T07:30:00+00:00", "", "Sala; 1 piętro", ""},
		{"2027-07-01T07:00:00+00:00", "2027-07-01T09:00:00+00:00", "Sala; 1 piętro", "CANCELLED"},
		{"2027-05-14", "2027-05-17", "", ""},
	} {
		if i >= len(got) || got[i] != want {
			t.Errorf("event %d: %+v, want %+v", i, got, want)
		}
	}
	if text := string(c.Bytes()); strings.Count(text, "BEGIN:VTIMEZONE") != 2 {
		t.Errorf("the zones:\n%s", text)
	}
}
