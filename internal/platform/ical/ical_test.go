package ical

import (
	"bytes"
	"cmp"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"twintown/internal/platform/lang"
)

var stamp = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func sample() Calendar {
	return Calendar{
		Name: "Partnerstwa: Białystok", Language: "pl", URL: "https://partners.example.org/pl/places/776069", Refresh: 12 * time.Hour,
		Events: []Event{
			{
				UID: "a-term@partners.example.org", Sequence: 2, Stamp: stamp, Day: lang.Date{Year: 2027, Month: 12, Day: 31},
				Summary: "Koniec okresu; Białystok – Гродна, \\ i „inne”", Description: "Pierwszy wiersz\nDrugi, dłuższy: " + strings.Repeat("żółć ", 30),
				URL: "https://partners.example.org/pl/partnerships/a", Categories: []string{"Terminy, ważne"}, Alarms: []Alarm{{Days: 30}, {Days: 1, Text: "Jutro"}, {}},
			},
			{UID: "b-anniversary-30@partners.example.org", Stamp: stamp, Day: lang.Date{Year: 2028, Month: 2, Day: 29}, Summary: "30 lat"},
			{UID: "c", Stamp: stamp, Day: lang.Date{Year: 2028, Month: 2}, Summary: "only a month is known"},
		},
	}
}

func TestLinesAreFoldedWithinTheLimit(t *testing.T) {
	out := string(sample().Bytes())
	if !strings.HasSuffix(out, "END:VCALENDAR\r\n") || strings.Contains(strings.ReplaceAll(out, "\r\n", ""), "\n") {
		t.Error("lines do not end with CR LF alone")
	}
	for line := range strings.SplitSeq(out, "\r\n") {
		if len(line) > limit || !utf8.ValidString(line) {
			t.Errorf("%d octets: %q", len(line), line)
		}
	}
	if n := strings.Count(out, "BEGIN:VEVENT"); n != 2 {
		t.Errorf("%d events, want the two that have a day", n)
	}
	if !bytes.Equal(sample().Bytes(), []byte(out)) {
		t.Error("the same calendar gives other bytes")
	}
}

// reader is the least that a program does: unfold, split, unescape.
func property(out, name string) (values []string) {
	for line := range strings.SplitSeq(strings.ReplaceAll(out, "\r\n ", ""), "\r\n") {
		key, value, _ := strings.Cut(line, ":")
		key, _, _ = strings.Cut(key, ";")
		if key == name {
			values = append(values, strings.NewReplacer(`\\`, `\`, `\;`, ";", `\,`, ",", `\n`, "\n").Replace(value))
		}
	}
	return values
}

func FuzzTextsComeBack(f *testing.F) {
	f.Add("Białystok – Гродна", "one; two, three\\four\nfive")
	f.Add("END:VEVENT\r\nBEGIN:VEVENT", "\x00\x1b\u2028")
	f.Add("\\n", strings.Repeat("😀", 40))
	f.Fuzz(func(t *testing.T, summary, description string) {
		c := Calendar{Name: summary, Events: []Event{{UID: "u", Stamp: stamp, Day: lang.Date{Year: 2027, Month: 1, Day: 1}, Summary: summary, Description: description, URL: description}}}
		out := string(c.Bytes())
		if strings.Count(out, "\r\nBEGIN:VEVENT\r\n") != 1 || strings.Count(out, "\r\nEND:VEVENT\r\n") != 1 {
			t.Fatalf("a text made or closed an event: %q", out)
		}
		for line := range strings.SplitSeq(out, "\r\n") {
			if len(line) > limit || !utf8.ValidString(line) {
				t.Fatalf("%d octets: %q", len(line), line)
			}
		}
		want := kept(summary)
		if got := property(out, "SUMMARY"); len(got) != 1 || got[0] != want {
			t.Fatalf("%q came back as %q, want %q", summary, got, want)
		}
	})
}

// kept is a text without what a calendar cannot hold.
func kept(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case r == '\n':
			return r
		case r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0x2028 || r == 0x2029:
			return -1
		}
		return r
	}, strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n"))
}

// A reader that others wrote finds in a calendar what was put into it.
func TestAnotherProgramReadsIt(t *testing.T) {
	const script = `
import sys, json, icalendar
c = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())
print(json.dumps({'name': str(c['X-WR-CALNAME']), 'events': [{
    'uid': str(e['UID']), 'sequence': int(e['SEQUENCE']), 'day': e.decoded('DTSTART').isoformat(), 'end': e.decoded('DTEND').isoformat(),
    'summary': str(e['SUMMARY']), 'description': str(e.get('DESCRIPTION', '')), 'url': str(e.get('URL', '')),
    'alarms': [str(a.decoded('TRIGGER').total_seconds()) for a in e.walk('VALARM')]} for e in c.walk('VEVENT')]}))`
	python := cmp.Or(os.Getenv("TWINTOWN_PYTHON"), "python3")
	if err := exec.Command(python, "-c", "import icalendar").Run(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("TWINTOWN_PYTHON names no Python with icalendar: the check command sets it")
		}
		t.Skip("Python with icalendar left out: TWINTOWN_PYTHON does not name one")
	}
	path := filepath.Join(t.TempDir(), "c.ics")
	if err := os.WriteFile(path, sample().Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), python, "-c", script, path).Output()
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Name   string
		Events []struct {
			UID, Day, End, Summary, Description, URL string
			Sequence                                 int
			Alarms                                   []string
		}
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	want := sample()
	if got.Name != want.Name || len(got.Events) != 2 {
		t.Fatalf("read %+v", got)
	}
	e := got.Events[0]
	if e.UID != want.Events[0].UID || e.Sequence != 2 || e.Day != "2027-12-31" || e.End != "2028-01-01" ||
		e.Summary != want.Events[0].Summary || e.Description != want.Events[0].Description || e.URL != want.Events[0].URL {
		t.Errorf("read %+v", e)
	}
	if strings.Join(e.Alarms, " ") != "-2559600.0 -54000.0 32400.0" { // nine in the morning, 30 days, one day, none before
		t.Errorf("alarms %v", e.Alarms)
	}
}

// A deadline at noon is told at nine in the morning of its own zone, some days before.
func TestAlarmOfHours(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Bratislava")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2027, 4, 1, 12, 0, 0, 0, zone)
	got := string(Calendar{Events: []Event{{UID: "1", Day: lang.DateOf(at), Begin: at, End: at, Summary: "Deadline", Alarms: []Alarm{{Days: 7}, {}}}}}.Bytes())
	// between them the clocks go forward: an hour less
	for _, want := range []string{"TRIGGER:-PT10200M\r\n", "TRIGGER:-PT180M\r\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
}
