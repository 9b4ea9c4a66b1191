package openhours

import (
	"testing"
	"time"
)

// values are hours as they stand on doors and on the map: what the properties are
// tried on.
var values = []string{
	"24/7", "off", "open", `"by appointment"`, "unknown", "10:00-12:00", "Mo-Fr 08:00-16:00",
	"Mo 13:00-20:00; Tu-Fr 08:00-15:00; Sa 09:00-14:00",
	"Mo-Fr 08:00-12:00, We 14:00-18:00", "Mo-Fr 08:00-12:00; We 14:00-18:00; PH off",
	"Mo-Su 22:00-04:00", "Fr,Sa 20:00-05:00; PH 10:00-12:00", "22:00-02:00; Tu 12:00-14:00", "Sa-Su 23:30-00:30",
	"02:30-03:30", "Su 01:00-02:30", "00:00-24:00; Su 02:00-03:00 off", "23:00-23:00",
	"Nov-Feb 10:00-14:00; Mar-Oct 09:00-18:00", "Dec 24-26 off", "10:00-12:00; Dec 24-Jan 02 off", "2026 Dec 24-2027 Jan 06 10:00-12:00",
	"Feb 29 10:00-12:00", "Feb 29-Mar 01", "easter -2 days-easter +1 day off; 10:00-16:00", "Jan 31-Feb 01/2", "Oct Su[-1]-Mar Su[-1] -1 day 17:00-20:00",
	"Dec 20-Dec Su[-1] +4 days", "Dec 25-Su-28 days", "Sep 15+Sa-Oct Su[1] 10:00-11:00", "Nov 30+", "2027+ Mo", "2026-2032/2 Jan 01", "2030 Jan 01 12:00-13:00",
	"week 01-53/2 Mo 10:00-12:00", "week 53", "Jan week 01", "We[1,-1] 09:00-12:00", "Sa[-1] +3 days 10:00-12:00", "Fr[5]",
	"sunrise-sunset", "(sunset-01:30)-(sunrise+00:30)", "dawn-08:00", "17:00-dusk", "sunset-02:00",
	"18:00+", "Mo-Fr 16:00-20:00+", "22:00-03:00+", "07:00+,12:00-16:00", "14:00-sunset+",
	"PH", "PH off", "PH +1 day 10:00-12:00", "PH -1 day Mo-Fr 08:00-12:00", "Mo-Su,PH 10:00-12:00", "SH Mo-Fr 10:00-12:00", "Mo-Fr 08:00-16:00; SH 10:00-12:00", "SH,PH off; 10:00-12:00",
	`Mo-Fr 09:00-15:00 open "ring the bell"`, `Mo-Fr 09:00-12:00 || "by appointment"`, `Mo 08:00-12:00 || Tu 10:00-11:00 open "x" || unknown`,
	`Mo-Fr 10:00-20:00 unknown "maybe"; We "call us" 10:00-16:00`, `Apr-Oct Mo-Fr 08:00-18:00; Nov-Mar Mo-Fr 08:00-16:00; Sa 09:00-13:00; PH off; Dec 24,Dec 31 08:00-12:00`,
}

// zones have summer time of an hour, of half an hour, at midnight, or none.
var zones = []string{"Europe/Warsaw", "UTC", "Europe/London", "America/New_York", "Australia/Lord_Howe", "America/Havana", "America/Santiago", "Asia/Kathmandu", "Africa/Cairo"}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func read(t testing.TB, text string) *Hours {
	t.Helper()
	h, _, err := Parse(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return h
}

// feast has one holiday a month, and schools closed in July.
type feast struct{}

func (feast) Public(d Day) (string, bool) {
	if y, m, day := d.Date(); y > 2040 {
		return "", false
	} else if day == int(m)+4 {
		return "Feast", true
	}
	return "", true
}

func (feast) School(d Day) (string, bool) {
	if _, m, _ := d.Date(); m == time.July {
		return "Summer", true
	}
	return "", true
}

// places are those at which every property is tried.
func places(t testing.TB) (list []Place) {
	for i, name := range zones {
		p := Place{Zone: zone(t, name)}
		if i%2 == 0 {
			p.Holidays = feast{}
		}
		if i%3 == 0 {
			p.Lat, p.Lon, p.HasPosition = 54.1, 22.9, true
		}
		list = append(list, p)
	}
	arctic := Place{Zone: zone(t, "Europe/Oslo"), Lat: 69.6, Lon: 18.9, HasPosition: true, Holidays: feast{}}
	return append(list, arctic)
}
