package openhours

// cell is a stretch of a day's strip with one state.
type cell struct {
	from, to int // minutes
	kind     Kind
	openEnd  bool
	missing  Missing
	rule     int
	holiday  string
	shift    int
}

// same says that two cells tell people the same.
func (c *cell) same(o *cell) bool {
	return c.kind == o.kind && c.rule == o.rule && c.openEnd == o.openEnd && c.missing == o.missing && c.holiday == o.holiday && c.shift == o.shift
}

// cells is how many cells of a day need no memory from the heap.
const cells = 24

// strip is one day, painted. It is filled by rules and holds cells in order,
// without gaps. It lives on the stack, so it never points into itself.
type strip struct {
	room    [2][cells]cell
	current int
	n       int
	many    []cell  // instead of room, once a day has more cells than that
	others  []cell  // spare room then
	missed  Missing // data that some rule asked for and that nobody has
}

func (s *strip) list() []cell {
	if s.many != nil {
		return s.many
	}
	return s.room[s.current][:s.n]
}

// spare returns room for what list shall be next, which keep takes over.
func (s *strip) spare() []cell {
	if s.many != nil {
		return s.others[:0]
	}
	return s.room[1-s.current][:0]
}

func (s *strip) keep(list []cell) {
	if s.many != nil || len(list) > cells {
		// Copied, not kept: a list in room must not be pointed at from here.
		if s.many == nil {
			s.others = make([]cell, 0, 4*cells)
		}
		s.many = append(s.many[:0], list...)
		return
	}
	s.current, s.n = 1-s.current, len(list)
}

func (s *strip) clear() {
	s.many, s.n = nil, 1
	s.room[s.current][0] = cell{from: 0, to: dayMinutes, rule: -1}
}

// paint lays a cell over the strip; with filling only where it is closed.
func (s *strip) paint(c cell, filling bool) {
	c.from, c.to = max(c.from, 0), min(c.to, dayMinutes)
	if c.from >= c.to {
		return
	}
	out := s.spare()
	for _, old := range s.list() {
		if old.to <= c.from || old.from >= c.to || filling && old.kind != Closed {
			out = append(out, old)
			continue
		}
		if old.from < c.from {
			left := old
			left.to = c.from
			out = append(out, left)
		}
		middle := c
		middle.from, middle.to = max(old.from, c.from), min(old.to, c.to)
		if n := len(out); n > 0 && out[n-1].to == middle.from && out[n-1].same(&middle) {
			out[n-1].to = middle.to
		} else {
			out = append(out, middle)
		}
		if old.to > c.to {
			right := old
			right.from = c.to
			out = append(out, right)
		}
	}
	s.keep(out)
}

// find returns the cell of a minute.
func (s *strip) find(minute int) *cell {
	list := s.list()
	for i := range list {
		if minute < list[i].to {
			return &list[i]
		}
	}
	return &list[len(list)-1]
}

// painter paints the days of one place.
type painter struct {
	hours *Hours
	place *Place
	zone  dayClock // of the day that is painted; the sun needs it
	today facts
	// yesterday counts for the hours after midnight.
	yesterday facts
}

// day paints a day. Where data are missing it paints both what would be with
// and without a holiday, and where these differ the state is unknown.
func (p *painter) day(clock dayClock, s *strip) {
	p.zone = clock
	p.today, p.yesterday = factsOf(clock.day), factsOf(clock.day-1)
	p.paint(s, 0)
	if missed := s.missed; missed != 0 {
		p.doubt(s, missed)
	}
}

func (p *painter) doubt(s *strip, missed Missing) {
	for assumed := Missing(1); assumed <= PublicHolidays|SchoolHolidays; assumed++ {
		if assumed&missed != assumed {
			continue
		}
		var other strip
		p.paint(&other, assumed)
		s.compare(&other, assumed)
	}
}

// compare makes unknown what another strip says otherwise.
func (s *strip) compare(other *strip, why Missing) {
	out, others := s.spare(), other.list()
	j := 0
	for _, c := range s.list() {
		for at := c.from; at < c.to; {
			for others[j].to <= at {
				j++
			}
			part := c
			part.from, part.to = at, min(c.to, others[j].to)
			if part.kind != others[j].kind {
				if part.kind == Closed {
					part.rule = others[j].rule
				}
				part.kind, part.missing = Unknown, part.missing|why
				part.holiday, part.shift = "", 0
			}
			if n := len(out); n > 0 && out[n-1].same(&part) {
				out[n-1].to = part.to
			} else {
				out = append(out, part)
			}
			at = part.to
		}
	}
	s.keep(out)
}

// paint lets the rules paint in their order. assumed are missing data that are
// taken to say "a holiday".
func (p *painter) paint(s *strip, assumed Missing) {
	s.missed = 0
	s.clear()
	for i := range p.hours.rules {
		r := &p.hours.rules[i]
		var c cell
		if p.matches(r, &p.today, &c, s, assumed) {
			if r.join == replaces && r.kind != Closed {
				s.clear()
			}
			c.rule, c.kind = i, r.kind
			p.rule(r, &p.today, c, s, 0)
		}
		if r.spills {
			c = cell{}
			if p.matches(r, &p.yesterday, &c, s, assumed) {
				c.rule, c.kind = i, r.kind
				p.rule(r, &p.yesterday, c, s, dayMinutes)
			}
		}
	}
}

// matches says whether a rule names a date. It leaves the holiday that decided
// in c.
func (p *painter) matches(r *rule, f *facts, c *cell, s *strip, assumed Missing) bool {
	if !anyYear(r.years, f.year) || !anyWeek(r.weeks, f.week) {
		return false
	}
	for _, group := range r.dates {
		if !anyDate(group, f) {
			return false
		}
	}
	for _, group := range r.days {
		if !p.anyDay(group, f, c, s, assumed) {
			return false
		}
	}
	return true
}

func anyYear(list []yearRange, year int) bool {
	for _, y := range list {
		if y.holds(year) {
			return true
		}
	}
	return len(list) == 0
}

func anyWeek(list []weekRange, week int) bool {
	for _, w := range list {
		if w.holds(week) {
			return true
		}
	}
	return len(list) == 0
}

func anyDate(list []dateRange, f *facts) bool {
	for i := range list {
		if list[i].holds(f) {
			return true
		}
	}
	return false
}

// anyDay looks at days of the week and holidays. The last that names the day
// says what day it is: in "Mo-Su,PH" a holiday is a holiday, in "PH,Mo-Su" it is
// a day of the week.
func (p *painter) anyDay(list []daySel, f *facts, c *cell, s *strip, assumed Missing) (any bool) {
	holiday, shift := "", 0
	for _, d := range list {
		if d.kind == weekdays {
			if d.holds(f) {
				any, holiday, shift = true, "", 0
			}
			continue
		}
		name, known := p.holiday(d.kind, f.day-Day(d.shift))
		switch {
		case !known:
			s.missed |= d.needs()
			any = any || assumed&d.needs() != 0
		case name != "":
			any, holiday, shift = true, name, d.shift
		}
	}
	if holiday != "" {
		c.holiday, c.shift = holiday, shift
	}
	return any
}

func (p *painter) holiday(kind dayKind, d Day) (string, bool) {
	switch {
	case p.place.Holidays == nil:
		return "", false
	case kind == publicHoliday:
		return p.place.Holidays.Public(d)
	}
	return p.place.Holidays.School(d)
}

// holds says whether a selector of days of the week names a date.
func (d daySel) holds(f *facts) bool {
	if d.nth == 0 {
		return d.hasWeekday(f.weekday)
	}
	if d.shift != 0 {
		shifted := factsOf(f.day - Day(d.shift))
		f = &shifted
	}
	if !d.hasWeekday(f.weekday) {
		return false
	}
	fromStart, fromEnd := (f.dayOf-1)/7+1, (f.length-f.dayOf)/7+1
	return d.nth>>fromStart&1 == 1 || d.nth>>(5+fromEnd)&1 == 1
}

// rule paints the times of one rule that matched. back is 0 for the day itself;
// dayMinutes for the rest, after midnight, of the day before.
func (p *painter) rule(r *rule, f *facts, c cell, s *strip, back int) {
	if len(r.times) == 0 {
		if back == 0 {
			c.to = dayMinutes
			s.paint(c, r.join == fills)
		}
		return
	}
	for i := range r.times { // open ends first: other times of the rule lie over them
		if t := &r.times[i]; t.openEnd {
			p.openEnd(t, r, f, c, s, back)
		}
	}
	for i := range r.times {
		if t := &r.times[i]; !(t.point && t.openEnd) && (back == 0 || t.spills()) {
			p.span(t, r, f, c, s, back)
		}
	}
}

// openEnd paints from where a range's end is open to where that is guessed.
func (p *painter) openEnd(t *span, r *rule, f *facts, c cell, s *strip, back int) {
	if t.point {
		c.from = p.minute(t.from, f, &c, back)
	} else {
		c.from = p.end(t, f, &c, back)
	}
	c.to = t.guess - back
	if c.kind == Open {
		c.kind, c.openEnd = Unknown, true
	}
	s.paint(c, r.join == fills)
}

func (p *painter) span(t *span, r *rule, f *facts, c cell, s *strip, back int) {
	c.from = p.minute(t.from, f, &c, back)
	switch {
	case t.every > 0:
		last := p.end(t, f, &c, back)
		for at := c.from; at <= last && at < dayMinutes; at += t.every {
			c.from, c.to = at, at+1
			s.paint(c, r.join == fills)
		}
		return
	case t.point:
		c.to = c.from + 1
	default:
		c.to = p.end(t, f, &c, back)
	}
	s.paint(c, r.join == fills)
}

// end returns the minute at which a range ends.
func (p *painter) end(t *span, f *facts, c *cell, back int) int {
	if !t.wraps {
		return p.minute(t.to, f, c, back)
	}
	next := p.today
	if back == 0 {
		next = factsOf(f.day + 1)
	}
	return p.minute(t.to, &next, c, back) + dayMinutes
}

// spills says that a range passes midnight.
func (t *span) spills() bool {
	return t.wraps || t.guess > dayMinutes || t.to.usual() > dayMinutes
}

// minute returns the minute of a clock on a day. Where the sun gives none, c
// becomes unknown.
func (p *painter) minute(k clock, f *facts, c *cell, back int) int {
	if k.event == noEvent {
		return k.minute - back
	}
	clock := p.zone
	if f.day != clock.day && p.place.HasPosition {
		clock = clockOf(f.day, p.place.zone())
	}
	m, ok := sunMinute(k.event, f.day, p.place, &clock)
	if !ok && c.kind != Closed {
		c.kind, c.missing = Unknown, c.missing|SunTimes
	}
	return m + k.minute - back
}
