package main

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"twintown/internal/openhours"
	"twintown/internal/openhours/holidays"
)

// oneCase is a line of the corpus. docs/figures.md says where it comes from.
type oneCase struct {
	Kind, Name, Level string
	Value             value
	From, To          time.Time
	Intervals         []interval
	Rule              string
	At                time.Time
	Types             []string
	Date              *time.Time
	Other             string
	Ignored           string
	Locale            string
	Expected          json.RawMessage
	WeekStable        *bool `json:"week_stable"`
	Loc               *location
	Mode              json.RawMessage
	Timed             bool `json:",omitempty"` // its times are taken
}

// value is a text; one case has a number instead, which is none.
type value string

func (v *value) UnmarshalJSON(raw []byte) error {
	*v = value(text(raw))
	return nil
}

type interval struct {
	From, To time.Time
	Unknown  bool
	Comment  *string
}

type location struct {
	CC, State string
	Lat, Lon  *float64
}

// regions are those of the corpus by the names that it gives them.
var regions = map[string]string{
	"Baden-Württemberg": "bw", "Bremen": "hb", "Rheinland-Pfalz": "rp", "Scotland": "sct", "Occitanie": "", "Wien": "9",
}

// place is where a case is evaluated: by the corpus's own words in Germany, in
// Baden-Württemberg where it says nothing.
func (c *oneCase) place() openhours.Place {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err) // the program carries its zones
	}
	p := openhours.Place{Zone: zone}
	country, region := "DE", "bw"
	if c.Loc != nil {
		country, region = strings.ToUpper(c.Loc.CC), regions[c.Loc.State]
		if c.Loc.Lat != nil && c.Loc.Lon != nil {
			p.Lat, p.Lon, p.HasPosition = *c.Loc.Lat, *c.Loc.Lon, true
		}
	}
	if h, ok := holidays.Of(country, region); ok {
		p.Holidays = h
	}
	return p
}

// options are those of the original call that we have.
type options struct {
	Mode     *float64 `json:"mode"`
	MapValue any      `json:"map_value"`
	Severity any      `json:"warnings_severity"`
	TagKey   any      `json:"tag_key"`
}

// mode returns the mode of the call. ok is false when the call had options that
// we do not have, or that only a language without types can get wrong.
func (c *oneCase) mode() (mode openhours.Mode, ok bool) {
	if len(c.Mode) == 0 || string(c.Mode) == "null" {
		return 0, true
	}
	var o options
	if json.Unmarshal(c.Mode, &o) != nil || o.MapValue != nil {
		return 0, false
	}
	if o.Severity != nil {
		if f, isNumber := o.Severity.(float64); !isNumber || f != float64(int(f)) || f < 0 || f > 7 {
			return 0, false
		}
	}
	if _, isText := o.TagKey.(string); o.TagKey != nil && !isText {
		return 0, false
	}
	if o.Mode == nil {
		return 0, true
	}
	if *o.Mode != 0 && *o.Mode != 1 && *o.Mode != 2 {
		return 0, false
	}
	return openhours.Mode(*o.Mode), true
}

var (
	school = regexp.MustCompile(`(?i)\bSH\b|school|schulferien`)
	public = regexp.MustCompile(`(?i)\bPH\b|public holiday`)
)

// group says which promise holds for a case.
func (c *oneCase) group() string {
	mode, ok := c.mode()
	switch {
	case !ok || mode != openhours.Ranges:
		return "modes"
	case school.MatchString(string(c.Value)):
		return "school"
	case public.MatchString(string(c.Value)) && c.Loc != nil && !strings.EqualFold(c.Loc.CC, "de") && c.Loc.CC != "":
		return "abroad"
	}
	return "promised"
}

func readCases(folder string) (list []oneCase, err error) {
	f, err := os.Open(filepath.Join(folder, "opening_hours.jsonl"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c oneCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, lines.Err()
}
