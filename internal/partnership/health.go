package partnership

import (
	"time"

	"twintown/internal/platform/lang"
)

// Health is what somebody who looks after a partnership should know of its dates.
// None of it changes the status: that no activity is recorded proves nothing about
// what happened, so silence is a hint, and dormant is only what an act says.
type Health struct {
	TermEnd     lang.Date // the last day of the agreed term; zero: none
	LastNotice  lang.Date // the last day on which a notice still takes effect by TermEnd; zero: none agreed
	Ending      lang.Date // the day on which a notice that was given ends it; zero: none runs
	Anniversary lang.Date // the next one; only a year where no more is known; zero: start unknown
	Years       int       // that it will then have been in force
	LastSign    Date      // the last known sign of life: a meeting, project, review, renewal; zero: none
	Silent      int       // full years since then; 0 also where no sign is known
	LastReview  lang.Date // the last joint look back; zero: none
	Lapsed      lang.Date // the day on which the term ran out and nobody renewed it; zero: it did not
	Hints       []lang.Message
}

// Limits of the hints. A council needs a year to prepare a renewal or a jubilee; three
// years is the span that the guides plan ahead, so five without a sign exceed any plan.
const (
	soonMonths  = 12
	silentYears = 5
	jubilee     = 5 // anniversaries by fives are kept
)

// HealthOf computes the health of a partnership on a day. One that has ended, or has
// not begun, has none but its last sign of life.
func HealthOf(p Partnership, asOf lang.Date, knownAt time.Time) Health {
	today := asOfDay(asOf)
	t := replay(p, today, knownAt)
	var h Health
	if t.last != nil && !p.Listed() {
		h.LastSign = t.last.Date
		h.Silent = fullYears(t.last.on, today)
	}
	h.Lapsed = t.lapsed()
	if !t.code().Alive() {
		return h
	}
	h.LastReview = t.lastReview()
	h.TermEnd = t.termEnd().Calendar()
	h.LastNotice = t.lastNotice()
	for i := range t.now {
		if e := t.now[i].ending; e != dusk {
			h.Ending = e.calendar()
		}
	}
	if start := t.life.start; !start.IsZero() && start.Qualifier == Exactly && !p.Listed() {
		h.Anniversary, h.Years = anniversary(start.Calendar(), today)
	}
	h.Hints = h.hints(today)
	return h
}

// lastNotice is the earliest of the sides' last days of notice.
func (t *trail) lastNotice() lang.Date {
	earliest := dusk
	for i := range t.now {
		s := &t.now[i]
		length, err := s.notice.span()
		if s.lapse != dusk && err == nil && length != (span{}) {
			earliest = min(earliest, length.before(s.lapse-1))
		}
	}
	return earliest.calendar()
}

// lastReview is the day of the latest review that counts.
func (t *trail) lastReview() (on lang.Date) {
	for i := range t.acts {
		if t.acts[i].Type == ActReview {
			on = t.acts[i].on.calendar()
		}
	}
	return on
}

// lapsed is the day after the term, where it ran out and that is how the link stands.
func (t *trail) lapsed() lang.Date {
	if n := len(t.turns); n > 0 && t.code() == Expired {
		return t.turns[n-1].on.calendar()
	}
	return lang.Date{}
}

// anniversary is the first one on or after a day.
func anniversary(start lang.Date, today day) (lang.Date, int) {
	now := today.calendar()
	years := max(now.Year-start.Year, 1)
	next := shiftMonths(start, 12*years)
	if last(next) < today {
		years++
		next = shiftMonths(start, 12*years)
	}
	return next, years
}

func fullYears(from, to day) int {
	if from == dawn || to < from {
		return 0
	}
	a, b := from.calendar(), to.calendar()
	years := b.Year - a.Year
	if b.Month < a.Month || b.Month == a.Month && b.Day < a.Day {
		years--
	}
	return years
}

// hints are the sentences that a page shows, the most pressing first.
func (h Health) hints(today day) []lang.Message {
	soon := first(shiftMonths(today.calendar(), soonMonths))
	near := func(d lang.Date) bool { return !d.IsZero() && last(d) >= today && first(d) <= soon }
	var out []lang.Message
	if near(h.Ending) {
		out = append(out, lang.Msg("health.ending", "date", h.Ending))
	}
	if near(h.TermEnd) {
		out = append(out, lang.Msg("health.term", "date", h.TermEnd))
	}
	if near(h.LastNotice) {
		out = append(out, lang.Msg("health.notice", "date", h.LastNotice))
	}
	if h.Silent >= silentYears {
		out = append(out, lang.Msg("health.silent", "years", h.Silent, "since", When("in", h.LastSign)))
	}
	if near(h.Anniversary) && h.Years%jubilee == 0 {
		out = append(out, lang.Msg("health.jubilee", "years", h.Years, "date", h.Anniversary))
	}
	return out
}
