package observatory

import (
	"twintown/internal/meeting/forum"
	"twintown/internal/platform/lang"
)

// Horizons are the years after which a cohort is looked at.
func Horizons() []int { return []int{1, 2, 3} }

// Cohort are contacts that are looked at together, and how many of them came to a step.
type Cohort struct {
	Step     Step
	Contacts int
	Cells    []Cell // one for each of the Horizons
}

// Cell is how a cohort stands some years after the contacts were made.
type Cell struct {
	Years   int
	Over    int // contacts for which the years are over
	Came    int // of these, how many came to the step within the years
	Guessed int // of those that came, how many only as inferred
	Running int // contacts for which the years are not over: no failures
	Early   int // of these, how many came to the step already
	Undated int // contacts that came to the step on a day that nobody knows
}

// Share is the part of those that came, in hundredths; ok is false where the years are over
// for less than a handful.
func (c Cell) Share() (percent int, ok bool) {
	if c.Over < Handful {
		return 0, false
	}
	return (200*c.Came + c.Over) / (2 * c.Over), true
}

// Tally is how many of some contacts came to a step by the day of the chain, however long ago
// they were made.
type Tally struct {
	Contacts int
	Came     int
	Guessed  int // of these, how many only as inferred
}

// Share is the part of those that came, in hundredths; ok is false where there are less than
// a handful of contacts.
func (t Tally) Share() (percent int, ok bool) { return Cell{Over: t.Contacts, Came: t.Came}.Share() }

// SoFar says how many of the contacts for which in is true came to a step until now.
func (c Chain) SoFar(step Step, in func(forum.Contact) bool) (t Tally) {
	for _, x := range c.Contacts {
		if !in(x) {
			continue
		}
		t.Contacts++
		if came, there := c.firsts[x.ID][step]; there {
			t.Came++
			if came.known == Inferred {
				t.Guessed++
			}
		}
	}
	return t
}

// Cohort says how many of the contacts for which in is true came to a step after one, two
// and three years. A day that is known by its month or year only counts as the last one that
// it can be.
func (c Chain) Cohort(step Step, in func(forum.Contact) bool) Cohort {
	h := Cohort{Step: step}
	for _, years := range Horizons() {
		h.Cells = append(h.Cells, Cell{Years: years})
	}
	for _, x := range c.Contacts {
		if !in(x) {
			continue
		}
		h.Contacts++
		came, there := c.firsts[x.ID][step]
		for i := range h.Cells {
			h.Cells[i].count(x.Day, c.AsOf, came, there)
		}
	}
	return h
}

// ByMeeting are the contacts of each meeting as a chain of their own, to be counted; its steps
// stay those of the whole chain.
func (c Chain) ByMeeting() map[string]Chain {
	all := map[string]Chain{}
	for _, x := range c.Contacts {
		of, there := all[x.Meeting]
		if !there {
			of = c
			of.Contacts = nil
		}
		of.Contacts = append(of.Contacts, x)
		all[x.Meeting] = of
	}
	return all
}

func (c *Cell) count(met, asOf lang.Date, came first, there bool) {
	end := lang.DateOf(at(met).AddDate(c.Years, 0, 0))
	over := end.Compare(asOf) <= 0
	if over {
		c.Over++
	} else {
		c.Running++
	}
	switch {
	case !there:
	case came.by.IsZero():
		c.Undated++
	case !over:
		c.Early++
	case came.by.Compare(end) <= 0:
		c.Came++
		if came.known == Inferred {
			c.Guessed++
		}
	}
}
