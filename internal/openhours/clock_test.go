package openhours

import (
	"testing"
	"time"
)

// Nights on which the clocks change: what a person with a watch would say.
func TestNightsOfClockChanges(t *testing.T) {
	for _, c := range []struct {
		name, zone, hours, from, to string
		open                        []string // RFC 3339 in UTC: from/to
	}{
		{"spring: the hour that is left out", "Europe/Warsaw", "02:00-04:00", "2026-03-29", "2026-03-30", []string{"2026-03-29T01:00:00Z/2026-03-29T02:00:00Z"}},
		{"spring: all of it in the gap", "Europe/Warsaw", "02:10-02:50", "2026-03-29", "2026-03-30", nil},
		{"spring: a night", "Europe/Warsaw", "22:00-06:00", "2026-03-29", "2026-03-30", []string{"2026-03-28T23:00:00Z/2026-03-29T04:00:00Z", "2026-03-29T20:00:00Z/2026-03-29T22:00:00Z"}},
		{"autumn: a night lasts longer", "Europe/Warsaw", "22:00-06:00", "2026-10-25", "2026-10-26", []string{"2026-10-24T22:00:00Z/2026-10-25T05:00:00Z", "2026-10-25T21:00:00Z/2026-10-25T23:00:00Z"}},
		{"autumn: closes at the first 02:30", "Europe/Warsaw", "01:00-02:30", "2026-10-25", "2026-10-26", []string{"2026-10-24T23:00:00Z/2026-10-25T00:30:00Z"}},
		{"autumn: opens at the first 02:30", "Europe/Warsaw", "02:30-05:00", "2026-10-25", "2026-10-26", []string{"2026-10-25T00:30:00Z/2026-10-25T04:00:00Z"}},
		{"half an hour", "Australia/Lord_Howe", "01:00-03:00", "2026-04-05", "2026-04-06", []string{"2026-04-04T14:00:00Z/2026-04-04T16:30:00Z"}},
		{"a day that starts at one", "America/Santiago", "00:00-02:00", "2026-09-06", "2026-09-07", []string{"2026-09-06T04:00:00Z/2026-09-06T05:00:00Z"}},
		{"midnight comes twice", "America/Havana", "00:00-00:30", "2026-11-01", "2026-11-02", []string{"2026-11-01T04:00:00Z/2026-11-01T04:30:00Z"}},
	} {
		z := zone(t, c.zone)
		from, _ := time.ParseInLocation(time.DateOnly, c.from, z)
		to, _ := time.ParseInLocation(time.DateOnly, c.to, z)
		var got []string
		for _, i := range read(t, c.hours).Intervals(from, to, Place{Zone: z}) {
			got = append(got, i.From.UTC().Format(time.RFC3339)+"/"+i.To.UTC().Format(time.RFC3339))
		}
		if len(got) != len(c.open) {
			t.Errorf("%s: %v, want %v", c.name, got, c.open)
			continue
		}
		for i := range got {
			if got[i] != c.open[i] {
				t.Errorf("%s: %s, want %s", c.name, got[i], c.open[i])
			}
		}
	}
}

// The sun's times as the almanacs of these places print them, to the minute.
func TestTheSun(t *testing.T) {
	for _, c := range []struct {
		place, zone, date string
		lat, lon          float64
		rise, set         string
	}{
		{"Berlin, midsummer", "Europe/Berlin", "2024-06-21", 52.52, 13.405, "04:43", "21:33"},
		{"Warsaw, midwinter", "Europe/Warsaw", "2024-12-21", 52.23, 21.01, "07:42", "15:25"},
		{"Vilnius, equinox", "Europe/Vilnius", "2024-03-20", 54.69, 25.28, "06:22", "18:34"},
	} {
		z := zone(t, c.zone)
		day, _ := time.ParseInLocation(time.DateOnly, c.date, z)
		list := read(t, "sunrise-sunset").Intervals(day, day.AddDate(0, 0, 1), Place{Zone: z, Lat: c.lat, Lon: c.lon, HasPosition: true})
		rise, _ := time.ParseInLocation("2006-01-02 15:04", c.date+" "+c.rise, z)
		set, _ := time.ParseInLocation("2006-01-02 15:04", c.date+" "+c.set, z)
		if len(list) != 1 || list[0].From.Sub(rise).Abs() > 2*time.Minute || list[0].To.Sub(set).Abs() > 2*time.Minute {
			t.Errorf("%s: %v, want %s to %s", c.place, list, c.rise, c.set)
		}
	}
	z := zone(t, "Europe/Oslo")
	noon := time.Date(2024, 6, 21, 12, 0, 0, 0, z)
	if s := read(t, "sunrise-sunset").At(noon, Place{Zone: z, Lat: 69.65, Lon: 18.96, HasPosition: true}); s.Kind != Unknown || s.Missing != SunTimes {
		t.Errorf("Tromsø at midsummer: %+v; the sun does not set there", s)
	}
	if s := read(t, "05:30-dusk").At(time.Date(2024, 6, 21, 18, 29, 0, 0, z), Place{Zone: z}); s.Kind != Open {
		t.Errorf("without a position dusk is at 18:30: %+v", s)
	}
}

// What cannot be known is said.
func TestUnknownIsNeverGuessed(t *testing.T) {
	monday := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		hours   string
		place   Place
		kind    Kind
		missing Missing
	}{
		{"Mo-Fr 08:00-16:00; PH off", Place{}, Unknown, PublicHolidays},
		{"Mo-Fr 08:00-16:00; PH off", Place{Holidays: feast{}}, Open, 0},
		{"Tu-Fr 08:00-16:00; PH off", Place{}, Closed, 0}, // closed in any case
		{"Mo-Fr 08:00-16:00; SH off", Place{Holidays: feast{}}, Open, 0},
		{"Mo-Fr 08:00-16:00; PH,SH 09:00-12:00", Place{}, Open, 0}, // open in any case
		{"PH,SH off; 08:00-16:00", Place{}, Open, 0},               // a later rule decides
		{"09:00+", Place{}, Unknown, 0},
		{`"ask"`, Place{}, Unknown, 0},
	} {
		if s := read(t, c.hours).At(monday, c.place); s.Kind != c.kind || s.Missing != c.missing {
			t.Errorf("%q: %+v, want %v, missing %b", c.hours, s, c.kind, c.missing)
		}
	}
}

func TestSchemaOrg(t *testing.T) {
	at := time.Date(2026, 11, 25, 10, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		hours string
		want  []Specification
	}{
		{"Mo-We 08:00-16:00; Fr 20:00-02:00; PH off", []Specification{
			{Days: []string{"Monday", "Tuesday", "Wednesday"}, Opens: "08:00", Closes: "16:00"},
			{Days: []string{"Friday"}, Opens: "20:00", Closes: "02:00"},
			{Days: []string{"PublicHolidays"}, Opens: "00:00", Closes: "00:00"},
		}},
		{"Oct-Nov Sa 10:00-12:00; Dec-Sep Su 10:00-12:00", []Specification{
			{Days: []string{"Saturday"}, Opens: "10:00", Closes: "12:00", ValidFrom: "2026-11-23", ValidThrough: "2026-11-29"},
			{Days: []string{"Sunday"}, Opens: "10:00", Closes: "12:00", ValidFrom: "2026-11-30", ValidThrough: "2027-01-17"},
		}},
	} {
		got := read(t, c.hours).Specifications(at, Place{})
		if len(got) != len(c.want) {
			t.Errorf("%q: %+v", c.hours, got)
			continue
		}
		for i := range got {
			if got[i].Opens != c.want[i].Opens || got[i].Closes != c.want[i].Closes || got[i].ValidFrom != c.want[i].ValidFrom || got[i].ValidThrough != c.want[i].ValidThrough || len(got[i].Days) != len(c.want[i].Days) {
				t.Errorf("%q: %+v, want %+v", c.hours, got[i], c.want[i])
			}
		}
	}
}

func TestWhatIsOverIsTold(t *testing.T) {
	now := time.Date(2026, 11, 25, 10, 0, 0, 0, time.UTC)
	for text, want := range map[string]Code{
		"2024 10:00-12:00":                  YearPast,
		"2026 Nov 24 10:00-12:00":           DatePast,
		"2026 Nov 20-24 10:00-12:00":        DateRangePast,
		"2026 Nov 25 10:00-12:00":           "",
		"2026 Dec 20-2027 Jan 03 off; open": "",
		"Mo-Fr 10:00-12:00":                 HolidaysUnset,
		"Mo-Fr 10:00-12:00; PH off":         "",
	} {
		got := Code("")
		for _, w := range read(t, text).Check(now, Place{Holidays: feast{}}) {
			got = w.Code
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"Mo 08:00-15:00; Mo 09:00-16:00":                       "Mo 08:00-15:00",
		"Mo-Fr 08:00-15:00; We off; We 10:00-12:00; PH off":    "We off",
		"We 10:00-12:00; Mo-Fr 08:00-15:00; PH off":            "We 10:00-12:00",
		"Mo-Fr 08:00-15:00; We 10:00-12:00; PH off":            "",
		"Mo-Fr 08:00-16:00; Mo-Fr off 12:00-13:00; PH off":     "",
		"Mo-Fr 08:00-16:00, We 18:00-20:00; Su off; PH off":    "",
		"Mo-Fr 08:00-15:00; Jul-Aug Mo-Fr 08:00-13:00; PH off": "",
		"We[1] 10:00-12:00; We 08:00-15:00; PH off":            "",
		"Fr 20:00-04:00; Sa 22:00-04:00; PH off":               "",
		"24/7; PH off":                                         "",
		"Mo-Fr 08:00-15:00 || \"by appointment\"; PH off":      "",
	} {
		got := ""
		for _, w := range read(t, text).Check(now, Place{}) {
			if w.Code == Overwritten {
				got = w.Found
			}
		}
		if got != want {
			t.Errorf("%q: %q has no effect, want %q", text, got, want)
		}
	}
	school := read(t, "PH off; SH Mo-Fr 10:00-12:00")
	if list := school.Check(now, Place{}); len(list) != 1 || list[0].Code != SchoolUnknown || list[0].Found != "SH Mo-Fr 10:00-12:00" {
		t.Errorf("school holidays that nobody knows: %+v", list)
	}
	if list := school.Check(now, Place{Holidays: feast{}}); len(list) != 0 {
		t.Errorf("school holidays that are known: %+v", list)
	}
}
