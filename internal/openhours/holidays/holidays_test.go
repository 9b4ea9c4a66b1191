package holidays

import (
	"strings"
	"testing"
	"time"

	"twintown/internal/openhours"
)

// Holidays that these countries' laws name, and days that are none.
func TestHolidaysThatLawsName(t *testing.T) {
	for _, c := range []struct {
		country, region, date, name string
	}{
		{"PL", "", "2026-11-11", "Narodowe Święto Niepodległości"},
		{"PL", "", "2024-12-24", ""}, // a holiday since 2025
		{"PL", "", "2025-12-24", "Wigilia Bożego Narodzenia"},
		{"PL", "", "2026-06-04", "Dzień Bożego Ciała"},
		{"LT", "", "2026-03-11", "Lietuvos nepriklausomybės atkūrimo diena"},
		{"BY", "", "2026-04-21", "Радунiца"},
		{"UA", "", "2026-08-24", "День Незалежності"},
		{"RU", "", "2026-06-12", "День России"},
		{"DE", "", "2026-10-03", "Tag der Deutschen Einheit"},
		{"DE", "bw", "2026-01-06", "Heilige Drei Könige"},
		{"DE", "DE-BW", "2026-01-06", "Heilige Drei Könige"},
		{"DE", "be", "2026-01-06", ""},
		{"DE", "be", "2026-03-08", "Internationaler Frauentag"},
		{"DE", "sn", "2026-11-18", "Buß- und Bettag"},
		{"DE", "nowhere", "2026-01-06", ""},
		{"FR", "", "2026-07-14", "Fête Nationale de la France"},
		{"FR", "67", "2026-04-03", "Vendredi saint"},
		{"FR", "", "2026-04-03", ""},
		{"GB", "sct", "2026-11-30", "St Andrew’s Day"},
		{"GB", "eng", "2026-05-25", "Spring bank holiday"},
	} {
		h, ok := Of(c.country, c.region)
		if !ok {
			t.Fatalf("no holidays of %s", c.country)
		}
		d, _ := time.Parse(time.DateOnly, c.date)
		if name, known := h.Public(openhours.DayOf(d.Date())); !known || name != c.name {
			t.Errorf("%s %s, %s: %q %t, want %q", c.country, c.region, c.date, name, known, c.name)
		}
	}
}

func TestEveryGermanLandHasItsOwn(t *testing.T) {
	for _, land := range strings.Fields("bb be bw by hb he hh mv ni nw rp sh sl sn st th") {
		h, _ := Of("DE", land)
		n := 0
		for d := openhours.DayOf(2026, 1, 1); d <= openhours.DayOf(2026, 12, 31); d++ {
			if name, _ := h.Public(d); name != "" {
				n++
			}
		}
		if n < 9 || n > 15 { // nine hold everywhere
			t.Errorf("%s: %d holidays in 2026", land, n)
		}
	}
}

func TestUnknownIsSaid(t *testing.T) {
	if _, ok := Of("XX", ""); ok {
		t.Error("holidays of a country that is none")
	}
	if _, ok := Of("", ""); ok {
		t.Error("holidays of no country")
	}
	h, _ := Of("PL", "")
	if _, known := h.Public(openhours.DayOf(2041, 1, 1)); known {
		t.Error("2041 is beyond the table")
	}
	if _, known := h.School(openhours.DayOf(2026, 7, 15)); known {
		t.Error("school holidays are not known")
	}
}

// Every rule of the table can be read, and every region is one of its country's.
func TestTheTableIsWhole(t *testing.T) {
	regions := map[string]string{}
	for line := range strings.Lines(table) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch {
		case strings.HasPrefix(line, "#"):
		case len(f) == 2:
			regions[f[0]] = "," + f[1] + ","
		case len(f) != 4 || f[3] == "" || len(dates(f[2])) == 0:
			t.Errorf("line %q", line)
		}
	}
	for line := range strings.Lines(table) {
		f := strings.Split(line, "\t")
		if len(f) != 4 || f[1] == "*" {
			continue
		}
		for r := range strings.SplitSeq(f[1], ",") {
			if !strings.Contains(regions[f[0]], ","+r+",") {
				t.Errorf("%s has no region %q", f[0], r)
			}
		}
	}
	for _, country := range strings.Fields("AD AL AT BA BE BG BY CH CY CZ DE DK EE ES FI FR GB GE GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SK SM TR UA VA XK") {
		if regions[country] == "" {
			t.Errorf("%s is missing", country)
		}
	}
}

func TestEasternEaster(t *testing.T) {
	for year, want := range map[int]string{2024: "05-05", 2025: "04-20", 2026: "04-12", 2027: "05-02"} {
		y, m, d := EasternEaster(year).Date()
		if got := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Format("01-02"); got != want {
			t.Errorf("%d: %s, want %s", year, got, want)
		}
	}
}
