package block

import (
	"strings"

	"twintown/internal/helppoint/week"
)

// span is a time as it was written.
type span struct {
	week.Span
	raw string
	bad bool
}

// clause is what a line says of some days.
type clause struct {
	days        []int
	spans       []span
	closed      bool
	appointment bool
	pause       bool
	timesFirst  bool // "8–12 on Mondays"
}

// content says whether anything is said of the days.
func (c clause) content() bool { return len(c.spans) > 0 || c.closed || c.appointment }

// text is what was written.
func (c clause) text() string {
	var all []string
	for _, s := range c.spans {
		all = append(all, s.raw)
	}
	return strings.Join(all, ", ")
}

// reading is a line as hours.
type reading struct {
	clauses []clause
	unknown int // words that are not known
}

func (r reading) some() bool { return len(r.clauses) > 0 }

// any says whether a clause is so.
func (r reading) any(is func(clause) bool) bool {
	for _, c := range r.clauses {
		if is(c) {
			return true
		}
	}
	return false
}

func (r reading) days() bool { return r.any(func(c clause) bool { return len(c.days) > 0 }) }

// mostUnknown is how many words beside hours still leave them hours: "(room 12, upstairs)".
const mostUnknown = 6

// enough says whether a line is about hours: whole by itself, or with a day, something
// about it, and a few words that are not known.
func (r reading) enough() bool {
	whole := r.some() && r.unknown == 0
	return whole || r.unknown <= mostUnknown && r.any(func(c clause) bool { return len(c.days) > 0 && c.content() })
}

// reader makes clauses of tokens.
type reader struct {
	in  []token
	at  int
	now clause
	reading
}

// read reads a line's tokens.
func (x *lexicon) read(tokens []token) reading {
	r := &reader{in: tokens}
	for r.at < len(tokens) {
		r.token()
	}
	r.flush()
	return r.reading
}

func (r *reader) flush() {
	if len(r.now.days) > 0 && !r.now.pause || r.now.content() {
		r.clauses = append(r.clauses, r.now)
	}
	r.now = clause{}
}

// token takes what begins at the present token.
func (r *reader) token() {
	t := r.in[r.at]
	switch t.kind {
	case dayName:
		if r.now.content() && len(r.now.days) > 0 && !r.now.timesFirst {
			r.flush()
		}
		r.day()
		return
	case clockTime:
		r.time()
		return
	case closed:
		r.now.closed = true
	case appointment:
		r.now.appointment = true
	case pause:
		days := r.now.days
		r.flush()
		r.now = clause{days: days, pause: true}
	case unknown:
		r.unknown++
	}
	r.at++
}

// next is the place of the next token that is not noise.
func (r *reader) next(at int) int {
	for at++; at < len(r.in) && r.in[at].kind == noise; at++ {
	}
	return at
}

func (r *reader) is(at int, k kind) bool { return at < len(r.in) && r.in[at].kind == k }

// day reads a day or a range of days.
func (r *reader) day() {
	days := r.in[r.at].days
	end := r.next(r.at)
	if to := r.next(end); len(days) == 1 && r.is(end, dash) && r.is(to, dayName) && len(r.in[to].days) == 1 {
		days = between(days[0], r.in[to].days[0])
		r.at = to
	}
	for _, d := range days {
		r.now.add(d)
	}
	r.at++
}

func (c *clause) add(day int) {
	for _, have := range c.days {
		if have == day {
			return
		}
	}
	c.days = append(c.days, day)
}

// between are the days from one to another, over the end of the week where need be.
func between(from, to int) (days []int) {
	for d := from; ; d = (d + 1) % 7 {
		days = append(days, d)
		if d == to {
			return days
		}
	}
}

// time reads a span. A time without its end is not understood.
func (r *reader) time() {
	from := r.in[r.at]
	end := r.next(r.at)
	to := r.next(end)
	if !r.is(end, dash) || !r.is(to, clockTime) {
		r.unknown++
		r.at++
		return
	}
	if r.now.timesFirst && len(r.now.days) > 0 {
		r.flush()
	}
	r.now.timesFirst = r.now.timesFirst || len(r.now.days) == 0
	last := r.in[to]
	r.now.spans = append(r.now.spans, span{week.Span{From: from.minute, To: last.minute}, from.raw + "–" + last.raw, from.bad || last.bad})
	r.at = to + 1
}
