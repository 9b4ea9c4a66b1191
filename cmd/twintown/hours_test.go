package main

import (
	"os"
	"path/filepath"
	"strings"
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

// A batch is answered line by line, in order; a line that cannot be answered says why and
// stops nothing.
func TestHoursBatch(t *testing.T) {
	const week = `"from":"2026-11-09T00:00:00+01:00","to":"2026-11-16T00:00:00+01:00","zone":"Europe/Warsaw"`
	lines := []struct{ name, line, want string }{
		{"hours", "\ufeff" + `{"value":"Mo 13:00-20:00",` + week + `}`, `{"intervals":[{"from":"2026-11-09T13:00:00+01:00","to":"2026-11-09T20:00:00+01:00","unknown":false,"comment":null}],"canonical":"Mo 13:00-20:00","warnings":[]}`},
		{"keys that are not known, of any kind", `{"value":"Mo 13:00-14:00",` + week + `,"mode":"x","Value":7,"ZONE":[],"loc":{"zone":1},"level":null}`, `{"intervals":[{"from":"2026-11-09T13:00:00+01:00","to":"2026-11-09T14:00:00+01:00","unknown":false,"comment":null}],"canonical":"Mo 13:00-14:00","warnings":[]}`},
		{"a holiday of a region", `{"value":"We 10:00-11:00; PH off","from":"2026-01-06T00:00:00+01:00","to":"2026-01-08T00:00:00+01:00","country":"DE","region":"bw"}`, `{"intervals":[{"from":"2026-01-07T10:00:00+01:00","to":"2026-01-07T11:00:00+01:00","unknown":false,"comment":null}],"canonical":"We 10:00-11:00; PH off","warnings":[]}`},
		{"a position", `{"value":"sunrise-08:00 \"early\"","from":"2026-11-09T00:00:00+01:00","to":"2026-11-10T00:00:00+01:00","zone":"Europe/Warsaw","lat":53.13,"lon":23.16}`, `{"intervals":[{"from":"2026-11-09T06:40:00+01:00","to":"2026-11-09T08:00:00+01:00","unknown":true,"comment":"early"}],"canonical":"sunrise-08:00 \"early\"","warnings":[]}`},
		{"school holidays", `{"value":"SH 10:00-11:00","from":"2026-11-09T00:00:00+01:00","to":"2026-11-10T00:00:00+01:00","zone":"Europe/Berlin","country":"DE"}`, `{"intervals":[{"from":"2026-11-09T10:00:00+01:00","to":"2026-11-09T11:00:00+01:00","unknown":true,"comment":null}],"canonical":"SH 10:00-11:00","warnings":[{"code":"school_holiday","from":0,"to":14,"found":"SH 10:00-11:00"}]}`},
		{"no hours", `{"value":"whenever",` + week + `}`, `{"error":`},
		{"no value", `{` + week + `}`, `{"error":"value is missing"}`},
		{"half a position", `{"value":"24/7",` + week + `,"lat":1}`, `{"error":"lat and lon: both or none, in degrees"}`},
		{"no time", `{"value":"24/7","from":"tomorrow","to":"2026-11-16T00:00:00+01:00"}`, `{"error":`},
		{"another kind", `{"value":7,` + week + `}`, `{"error":"value: `},
		{"no JSON", `Mo 13:00-20:00`, `{"error":`},
		{"nothing", ``, `{"error":`},
		{"a line that does not end", strings.Repeat("x", 2*longestQuestion), `{"error":"the line is longer`},
		{"the last one", `{"value":"24/7","from":"2026-11-09T00:00:00Z","to":"2026-11-09T01:00:00Z"}`, `{"intervals":[{"from":"2026-11-09T00:00:00Z","to":"2026-11-09T01:00:00Z","unknown":false,"comment":null}],"canonical":"24/7","warnings":[]}`},
	}
	var in strings.Builder
	for _, c := range lines {
		in.WriteString(c.line + "\n")
	}
	file := filepath.Join(t.TempDir(), "questions.jsonl")
	if err := os.WriteFile(file, []byte(in.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	exit, out, said := called("en_GB.UTF-8", "hours", "--batch", file, "--json")
	got := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	if exit != exitOK || len(got) != len(lines) {
		t.Fatalf("exit %d, %d answers to %d lines: %s %s", exit, len(got), len(lines), said, out)
	}
	for i, c := range lines {
		if !strings.HasPrefix(got[i], c.want) {
			t.Errorf("%s: %s, want %s", c.name, got[i], c.want)
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
