package observatory

import (
	"cmp"
	"slices"
	"time"

	"twintown/internal/platform/lang"
)

// first is when a contact first came to a step.
type first struct {
	by    lang.Date // by which it had certainly happened; zero: nobody knows
	exact bool
	known Known
}

// Span is the time that passed between two steps, contact by contact.
type Span struct {
	From, To Step
	Days     []int // where both days are known, the shortest first
	Unknown  int   // contacts that came to both steps, of which a day is not known
}

// Median is the middle of the times; ok is false where there are less than a handful, which
// are told one by one.
func (s Span) Median() (days int, ok bool) {
	n := len(s.Days)
	if n < Handful {
		return 0, false
	}
	return (s.Days[(n-1)/2] + s.Days[n/2] + 1) / 2, true
}

// reckon finds for each contact when it came to each step, and the times between them.
func (c *Chain) reckon() {
	c.firsts = map[string]map[Step]first{}
	for _, s := range c.Stages {
		for _, t := range s.Things {
			for _, l := range t.Links {
				c.come(l, t)
			}
		}
	}
	steps := Steps()
	for i, to := range steps[1:] {
		if i > 0 {
			c.Spans = append(c.Spans, c.span(Contact, to))
		}
		c.Spans = append(c.Spans, c.span(steps[i], to))
	}
}

func (c *Chain) come(l Link, t Thing) {
	of := c.firsts[l.Contact]
	if of == nil {
		of = map[Step]first{}
		c.firsts[l.Contact] = of
	}
	now := first{by: t.By, exact: t.Exact(), known: l.Known}
	was, there := of[t.Step]
	switch {
	case !there,
		was.known != Traced && now.known == Traced,
		was.known == now.known && !now.by.IsZero() && (was.by.IsZero() || now.by.Compare(was.by) < 0):
		of[t.Step] = now
	}
}

func (c *Chain) span(from, to Step) Span {
	s := Span{From: from, To: to}
	for _, x := range c.Contacts {
		a, began := c.firsts[x.ID][from]
		b, came := c.firsts[x.ID][to]
		switch {
		case !began || !came:
		case !a.exact || !b.exact:
			s.Unknown++
		default:
			if days := between(a.by, b.by); days >= 0 { // an agreement can come before the letter that is written about it
				s.Days = append(s.Days, days)
			} else {
				s.Unknown++
			}
		}
	}
	slices.SortFunc(s.Days, cmp.Compare)
	return s
}

// between are the days from one day to another.
func between(a, b lang.Date) int { return int(at(b).Sub(at(a)) / (24 * time.Hour)) }
