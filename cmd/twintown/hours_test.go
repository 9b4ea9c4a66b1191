package main

import (
	"testing"
	"time"
)

func TestTheOnlyZoneOfACountryIsOne(t *testing.T) {
	for country, zone := range onlyZone {
		if _, err := time.LoadLocation(zone); err != nil {
			t.Errorf("%s: %v", country, err)
		}
	}
}

// A line of a batch may hold anything; it gets an answer, and nothing breaks.
func FuzzHoursLine(f *testing.F) {
	f.Add(`{"value":"Mo-Fr 08:00-16:00; PH off","from":"2026-11-10T00:00:00+01:00","to":"2026-11-13T00:00:00+01:00","zone":"Europe/Warsaw","country":"PL"}`)
	f.Add(`{"value":null,"lat":1e99}`)
	f.Add(`{"value":"sunrise-sunset","from":"0001-01-01T00:00:00Z","to":"0001-03-01T00:00:00Z","zone":"Pacific/Apia","lat":90,"lon":-180}`)
	f.Fuzz(func(t *testing.T, line string) {
		if len(line) > 2000 {
			return
		}
		switch answerLine([]byte(line)).(type) {
		case *hoursAnswer, hoursFailure:
		default:
			t.Errorf("%q is not answered", line)
		}
	})
}
