package forum

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/forum/planner"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Setup is when and where a forum's talks take place.
type Setup struct {
	Hours   []string  `json:"hours"`   // of each day of the meeting as typed: "10:00–12:30, 13:30–16:00"
	Minutes int       `json:"minutes"` // of a talk
	Between int       `json:"between"` // minutes to change tables
	Map     string    `json:"map"`     // as typed: a row on each line, names of tables, "." for none
	Closes  time.Time `json:"closes,omitzero"`
	Suggest bool      `json:"suggest"` // free slots are filled with talks that the ranking proposes

	// What the store makes of it.
	Slots  []Slot  `json:"slots"`
	Tables []Table `json:"tables"`
}

// Slot is one round of talks.
type Slot struct {
	ID    int    `json:"id"`   // stays when the hours move
	Day   int    `json:"day"`  // 0 is the meeting's first
	From  string `json:"from"` // "10:00", in the meeting's zone
	Until string `json:"until"`
}

// Table is where two delegations sit.
type Table struct {
	Name   string `json:"name"`
	Row    int    `json:"row"` // from 0
	Column int    `json:"column"`
}

// Limits: what fits a hall and a page. A talk of less than five minutes is a greeting.
const (
	mostTables   = 500
	mostColumns  = 40
	mostRows     = 60
	longestTable = 12
	shortestTalk = 5
	longestTalk  = 120
	mostBetween  = 60
	mostDays     = 14
	mostHours    = 200 // characters of a day's hours
)

// Defaults of a new forum: three talks an hour with time to walk.
const (
	usualMinutes = 15
	usualBetween = 5
)

// NewSetup is what a form begins with: two hours on the first day and as many tables as a
// number of delegations needs.
func NewSetup(sides int) Setup {
	return Setup{Hours: []string{"10:00–12:00"}, Minutes: usualMinutes, Between: usualBetween, Map: DrawMap(max(sides/2, 4), 6), Suggest: true}
}

// DrawMap writes a map of numbered tables, so many in a row.
func DrawMap(tables, columns int) string {
	var b strings.Builder
	for i := range tables {
		switch {
		case i == 0:
		case i%columns == 0:
			b.WriteString("\n")
		default:
			b.WriteString(", ")
		}
		b.WriteString(strconv.Itoa(i + 1))
	}
	return b.String()
}

// ReadMap reads where tables stand: one row on each line, names with commas between them,
// "." or nothing where no table stands.
func ReadMap(text string) (all []Table, err error) {
	row := 0
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		cells := strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == ';' || r == '\t' || r == '|' })
		if len(cells) > mostColumns || row >= mostRows {
			return nil, errs.In("map", lang.Msg("error.forum.map_large", "columns", mostColumns, "rows", mostRows))
		}
		for column, cell := range cells {
			name := strings.Join(strings.Fields(cell), " ")
			switch {
			case name == "" || name == ".":
				continue
			case len([]rune(name)) > longestTable:
				return nil, errs.In("map", lang.Msg("error.forum.table_long", "name", name, "most", longestTable))
			case slices.ContainsFunc(all, func(t Table) bool { return t.Name == name }):
				return nil, errs.In("map", lang.Msg("error.forum.table_twice", "name", name))
			}
			all = append(all, Table{Name: name, Row: row, Column: column})
		}
		row++
	}
	switch {
	case len(all) == 0:
		return nil, errs.In("map", lang.Msg("error.forum.no_table"))
	case len(all) > mostTables:
		return nil, errs.In("map", lang.Msg("error.forum.tables_many", "most", mostTables))
	}
	return all, nil
}

// period is some hours without a break.
type period struct{ from, until int } // minutes of the day

var hoursForm = regexp.MustCompile(`^(\d{1,2})[:.](\d{2})\s*[-–—]\s*(\d{1,2})[:.](\d{2})$`)

// readHours reads the hours of a day. What lies between two periods is a break.
func readHours(text string) (all []period, err error) {
	refuse := func(key, part string) error { return errs.In("hours", lang.Msg(key, "text", part)) }
	if len(text) > mostHours {
		return nil, refuse("error.forum.hours", text[:20]+"…")
	}
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		m := hoursForm.FindStringSubmatch(part)
		if m == nil {
			return nil, refuse("error.forum.hours", part)
		}
		p := period{minute(m[1], m[2]), minute(m[3], m[4])}
		switch {
		case p.from < 0 || p.until < 0:
			return nil, refuse("error.forum.hours", part)
		case p.until <= p.from:
			return nil, refuse("error.forum.order", part)
		case slices.ContainsFunc(all, func(q period) bool { return p.from < q.until && q.from < p.until }):
			return nil, refuse("error.forum.overlap", part)
		}
		all = append(all, p)
	}
	slices.SortFunc(all, func(p, q period) int { return p.from - q.from })
	return all, nil
}

// minute is a time of day in minutes, -1 for none; 24:00 is the end of a day.
func minute(hour, m string) int {
	h, _ := strconv.Atoi(hour)
	n, _ := strconv.Atoi(m)
	if n > 59 || h*60+n > 24*60 {
		return -1
	}
	return h*60 + n
}

func clockText(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// settle makes slots and tables of what was typed, for a meeting whose facts are known, and
// refuses what cannot be. before is the set-up that it replaces.
func (u Setup) settle(f meeting.Facts, before Setup) (Setup, error) {
	switch {
	case u.Minutes < shortestTalk || u.Minutes > longestTalk:
		return u, errs.In("minutes", lang.Msg("error.forum.minutes", "least", shortestTalk, "most", longestTalk))
	case u.Between < 0 || u.Between > mostBetween:
		return u, errs.In("between", lang.Msg("error.forum.between", "most", mostBetween))
	case !f.Exact():
		return u, errs.New(errs.Conflict, lang.Msg("error.forum.no_days"), nil)
	case len(u.Hours) > Days(f):
		return u, errs.In("hours", lang.Msg("error.forum.outside", "text", u.Hours[len(u.Hours)-1]))
	}
	tables, err := ReadMap(u.Map)
	if err != nil {
		return u, err
	}
	u.Tables, u.Slots = tables, nil
	for day, text := range u.Hours {
		periods, err := readHours(text)
		if err != nil {
			return u, err
		}
		for _, p := range periods {
			if outside(f, day, p) {
				return u, errs.In("hours", lang.Msg("error.forum.outside", "text", clockText(p.from)+"–"+clockText(p.until)))
			}
			for at := p.from; at+u.Minutes <= p.until; at += u.Minutes + u.Between {
				u.Slots = append(u.Slots, Slot{Day: day, From: clockText(at), Until: clockText(at + u.Minutes)})
			}
		}
	}
	switch {
	case len(u.Slots) == 0:
		return u, errs.In("hours", lang.Msg("error.forum.no_slot"))
	case len(u.Slots) > planner.MaxSlots:
		return u, errs.In("hours", lang.Msg("error.forum.slots_many", "most", planner.MaxSlots, "n", len(u.Slots)))
	}
	u.number(before)
	return u, nil
}

// Days is on how many days a meeting takes place; one whose days are not known has none.
func Days(f meeting.Facts) int {
	if !f.Exact() {
		return 0
	}
	n := int(dayOf(f.Last().Calendar()).Sub(dayOf(f.From.Calendar())).Hours()/24) + 1
	return min(n, mostDays)
}

func dayOf(d lang.Date) time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

// outside says whether hours of a day lie before the meeting begins or after it ends.
func outside(f meeting.Facts, day int, p period) bool {
	return day == 0 && f.Begins != "" && clockText(p.from) < f.Begins ||
		day == Days(f)-1 && f.Ends != "" && clockText(p.until) > f.Ends
}

// number gives slots the identifiers that they had: where there are as many as before, each
// only moved; else those that begin as before are the same.
func (u *Setup) number(before Setup) {
	next := 1
	for _, s := range before.Slots {
		next = max(next, s.ID+1)
	}
	for i := range u.Slots {
		s := &u.Slots[i]
		if len(u.Slots) == len(before.Slots) {
			s.ID = before.Slots[i].ID
			continue
		}
		if k := slices.IndexFunc(before.Slots, func(b Slot) bool { return b.Day == s.Day && b.From == s.From }); k >= 0 {
			s.ID = before.Slots[k].ID
			continue
		}
		s.ID, next = next, next+1
	}
}

// At is when a slot begins and ends.
func (s Slot) At(f meeting.Facts) (begin, end time.Time) {
	on := func(text string) time.Time {
		h, m, _ := strings.Cut(text, ":")
		first := f.From.Calendar()
		n := minute(h, m)
		return time.Date(first.Year, time.Month(first.Month), first.Day+s.Day, n/60, n%60, 0, 0, f.Location())
	}
	return on(s.From), on(s.Until)
}

// Slot is the slot of an identifier; false where there is none.
func (u Setup) Slot(id int) (Slot, bool) {
	i := slices.IndexFunc(u.Slots, func(s Slot) bool { return s.ID == id })
	if i < 0 || id == 0 {
		return Slot{}, false
	}
	return u.Slots[i], true
}

// Has says whether there is a table of a name.
func (u Setup) Has(table string) bool {
	return slices.ContainsFunc(u.Tables, func(t Table) bool { return t.Name == table })
}

// Grid is the size of the map.
func (u Setup) Grid() (rows, columns int) {
	for _, t := range u.Tables {
		rows, columns = max(rows, t.Row+1), max(columns, t.Column+1)
	}
	return rows, columns
}
