package lang

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// locale is what cldr/<lang>.json says of a language; gen writes it.
type locale struct {
	Self      string            `json:"self"`     // its own name
	Cardinal  map[string]string `json:"cardinal"` // CLDR plural rules by category
	Ordinal   map[string]string `json:"ordinal"`
	Decimal   string            `json:"decimal"`
	Group     string            `json:"group"`
	MinGroup  string            `json:"min_group"` // "2": 1234 stays, 12 345 is grouped
	Percent   string            `json:"percent"`
	Kilometre map[string]string `json:"kilometre"`
	Months    []string          `json:"months"`       // as in a date: marca
	Alone     []string          `json:"months_alone"` // by themselves: marzec
	Weekdays  []string          `json:"weekdays"`     // from Sunday, by themselves
	Brief     []string          `json:"weekdays_brief"`
	FirstDay  string            `json:"first_day"` // how the first of a month is written, "" = 1
	Dates     map[string]string `json:"dates"`
	Ranges    map[string]string `json:"ranges"`
	List      map[string]string `json:"list"`
	Countries map[string]string `json:"countries"`
	Languages map[string]string `json:"languages"`
	Scripts   map[string]string `json:"scripts"` // only those that tell two ways of writing a language apart

	minGroup int
	cardinal plurals
	ordinal  plurals
	dates    map[string][]dateField
	ranges   map[string][]dateField
}

func readLocale(files fs.FS, code string) (*locale, error) {
	l := &locale{}
	if err := readJSON(files, "cldr/"+code+".json", l); err != nil {
		return nil, err
	}
	if err := l.check(); err != nil {
		return nil, fmt.Errorf("cldr/%s.json: %w", code, err)
	}
	var err error
	if l.cardinal, err = parsePlurals(l.Cardinal); err != nil {
		return nil, fmt.Errorf("cldr/%s.json: cardinal: %w", code, err)
	}
	if l.ordinal, err = parsePlurals(l.Ordinal); err != nil {
		return nil, fmt.Errorf("cldr/%s.json: ordinal: %w", code, err)
	}
	l.minGroup, err = strconv.Atoi(l.MinGroup)
	l.dates, l.ranges = datePatterns(l.Dates), datePatterns(l.Ranges)
	return l, err
}

// check refuses a file that a printer could not work with.
func (l *locale) check() error {
	if len(l.Months) != 12 || len(l.Alone) != 12 || len(l.Weekdays) != 7 || len(l.Brief) != 7 {
		return fmt.Errorf("%d and %d months, %d weekdays", len(l.Months), len(l.Alone), len(l.Weekdays))
	}
	for _, name := range []string{"day", "month", "year", "day_month", "time"} {
		if l.Dates[name] == "" {
			return fmt.Errorf("no date pattern %s", name)
		}
	}
	for _, name := range []string{"2", "start", "middle", "end"} {
		if !strings.Contains(l.List[name], "{0}") || !strings.Contains(l.List[name], "{1}") {
			return fmt.Errorf("no list pattern %s", name)
		}
	}
	if !strings.Contains(l.Percent, "{0}") || !strings.Contains(l.Kilometre["other"], "{0}") {
		return fmt.Errorf("no pattern for percent or kilometres")
	}
	return nil
}
