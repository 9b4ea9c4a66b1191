package openhours

import "time"

// Kind is what is the case at a place at a moment.
type Kind uint8

// The three states. Unknown is an answer: it is not known, or depends.
const (
	Closed Kind = iota
	Open
	Unknown
)

// String returns the language's own word: "off", "open", "unknown".
func (k Kind) String() string {
	return [...]string{Closed: "off", Open: "open", Unknown: "unknown"}[k]
}

// Missing names data that would be needed to know more.
type Missing uint8

// What may be missing.
const (
	PublicHolidays Missing = 1 << iota // which days are public holidays at the place
	SchoolHolidays                     // when schools are closed
	SunTimes                           // the sun neither rises nor sets there that day
)

// State is what the hours say of one moment.
type State struct {
	Kind    Kind
	Comment string  // what the author wrote beside it
	Holiday string  // the holiday that decided, where one did and the author wrote nothing
	Shift   int     // days from that holiday: -1 is the day before it
	OpenEnd bool    // Unknown because nobody said when it closes
	Missing Missing // Unknown because of these
	Rule    int     // the rule that decided; -1 when none names the moment
}

// Place is where the hours hold: its zone, its position for the sun, its holidays.
type Place struct {
	Zone        *time.Location // UTC when nil
	Lat, Lon    float64        // degrees
	HasPosition bool           // without a position the sun keeps the usual times: 05:30, 06:00, 18:00, 18:30
	Holidays    Holidays       // without it, what depends on holidays is unknown
}

// Holidays knows the holidays of one place.
type Holidays interface {
	// Public returns the name of the public holiday on a day, "" when it is none.
	// known is false when there are no data for that day.
	Public(Day) (name string, known bool)
	// School returns the same of school holidays.
	School(Day) (name string, known bool)
}

// Hours is a parsed value. It never changes and may be used by many at once.
// The zero Hours has no rules: always closed.
type Hours struct {
	rules  []rule
	text   string
	steady bool // each week is like the other, whatever the place
}

// Text returns the text that was parsed, as it was written.
func (h *Hours) Text() string { return h.text }

// Rules returns the number of rules.
func (h *Hours) Rules() int { return len(h.rules) }

// Steady says that every week is like any other, at any place: only days of the
// week and times of the clock decide.
func (h *Hours) Steady() bool { return h.steady }

// Uses returns the data that the value needs to be known everywhere.
func (h *Hours) Uses() (m Missing) {
	for i := range h.rules {
		for _, group := range h.rules[i].days {
			for _, d := range group {
				m |= d.needs()
			}
		}
		for _, s := range h.rules[i].times {
			if s.from.event != noEvent || s.to.event != noEvent {
				m |= SunTimes
			}
		}
	}
	return m
}

// join is how a rule follows those before it.
type join uint8

const (
	replaces join = iota // ";"
	adds                 // ","
	fills                // "||"
)

// rule is one rule. A date matches when each selector that is there matches it;
// days and dates may have several groups, which must all match.
type rule struct {
	join    join
	years   []yearRange
	dates   [][]dateRange
	weeks   []weekRange
	days    [][]daySel
	times   []span
	always  bool // "24/7" was written
	kind    Kind
	stated  bool // the state was written
	comment string
	noted   bool // a comment was written, maybe an empty one
	spills  bool // some time passes midnight
	at      Span // bytes of the text
}

// yearRange holds for from, from+step … to.
type yearRange struct{ from, to, step int }

// lastYear stands for an open end of a range of years.
const lastYear = 1 << 20

func (r yearRange) holds(y int) bool {
	return y >= r.from && y <= r.to && (y-r.from)%r.step == 0
}

// weekRange holds for weeks from, from+step … to of a year.
type weekRange struct{ from, to, step int }

func (r weekRange) holds(w int) bool {
	return w >= r.from && w <= r.to && (w-r.from)%r.step == 0
}

// dayKind is what a selector of days names.
type dayKind uint8

const (
	weekdays dayKind = iota
	publicHoliday
	schoolHoliday
)

// daySel selects days of the week, or holidays.
type daySel struct {
	kind     dayKind
	from, to int    // days of the week; from > to passes Sunday
	nth      uint16 // bits 1…5: that one of the month; bits 6…10: the last, last but one …
	shift    int    // days after what the rest names
}

func (d daySel) needs() Missing {
	switch d.kind {
	case publicHoliday:
		return PublicHolidays
	case schoolHoliday:
		return SchoolHolidays
	}
	return 0
}

// hasWeekday says whether a day of the week is named.
func (d daySel) hasWeekday(w int) bool {
	if d.from <= d.to {
		return w >= d.from && w <= d.to
	}
	return w >= d.from || w <= d.to
}

// clock is a time of the day: a minute, or an event of the sun and minutes after it.
type clock struct {
	event  event
	minute int
}

// usual returns the minute, the sun keeping its usual times.
func (c clock) usual() int {
	if c.event == noEvent {
		return c.minute
	}
	return usual[c.event] + c.minute
}

// span is a range of times. Its end may lie beyond midnight, up to 48:00.
type span struct {
	from, to clock
	point    bool // a moment, not a range
	wraps    bool // the end is a time of the sun on the next day
	openEnd  bool
	guess    int // minute to which an open end is unknown
	every    int // minutes between points; 0: none
}

// Limits of what is read. OpenStreetMap allows 255 characters.
const (
	maxText  = 1024
	maxRules = 64
	maxItems = 64 // of one selector
	minEvery = 5  // minutes between points: a strip has few hundred cells at most
)

// dayMinutes is the length of a day's strip.
const dayMinutes = 24 * 60
