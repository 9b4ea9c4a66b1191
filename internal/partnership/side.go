package partnership

// side is how one side stands while the acts are replayed. Beside its status it
// knows what lies underneath a stop, and the days on which the status changes by
// itself; dusk means that there is no such day.
type side struct {
	code   Code
	base   Code // what a stop (dormant, frozen, suspended, notice) stops
	signed bool // has signed an agreement that has not ended

	effect day // the signed agreement takes effect
	resume day // the suspension has run out
	ending day // the term of notice is over
	lapse  day // the first day after the agreed term

	notice Duration         // the agreed term of notice
	sprang [timers]*Counted // the act that set each of the four days
}

// The days on which a side's status changes by itself, in the order in which they
// are looked at when they coincide.
const (
	atEffect = iota
	atResume
	atEnding
	atLapse
	timers
)

func newSide() side {
	return side{effect: dusk, resume: dusk, ending: dusk, lapse: dusk}
}

func (s *side) timer(which int) *day {
	return [...]*day{&s.effect, &s.resume, &s.ending, &s.lapse}[which]
}

// set sets such a day. One that is over when the act counts comes with the act, so that
// the past never changes late; one reckoned from an unknown day never comes.
func (s *side) set(which int, on day, by *Counted) {
	if on == dawn {
		return
	}
	*s.timer(which), s.sprang[which] = max(on, by.on), by
}

// next is the earliest day on which the status changes by itself, dusk for none.
func (s *side) next() (which int, on day) {
	on = dusk
	for w := range timers {
		if d := *s.timer(w); d < on {
			which, on = w, d
		}
	}
	return which, on
}

// fire lets the status change by itself.
func (s *side) fire(which int) {
	*s.timer(which) = dusk
	switch which {
	case atEffect:
		s.enter()
	case atResume:
		s.code = s.base
	case atEnding:
		s.end(Terminated)
	case atLapse:
		s.end(Expired)
	}
}

// enter brings the agreement into force.
func (s *side) enter() {
	s.code, s.base = Active, Active
	s.effect, s.resume, s.ending = dusk, dusk, dusk
}

// end ends the link for this side. What ended by a lapse can still be ended by a
// decision; nothing that ended becomes less ended by another end. What stood stays
// as the base, for the case that the link is resumed.
func (s *side) end(c Code) {
	if s.code.Ended() && codes[c].distance <= codes[s.code].distance {
		return
	}
	s.presume()
	base, notice := s.base, s.notice
	*s = newSide()
	s.code, s.base, s.notice = c, base, notice
}

// form records a step on the way to an agreement. It has no effect on one that
// stands; after an end it begins anew.
func (s *side) form(c Code) {
	if s.code.Alive() {
		return
	}
	s.code, s.base = c, c
}

// presume takes an agreement for granted that nobody recorded, because an act says so
// that cannot be without one.
func (s *side) presume() {
	if s.code == None || s.code == Contact {
		s.code, s.base, s.signed = Active, Active, true
	}
}

// stop lays a stop over what stands. It has no effect after an end.
func (s *side) stop(c Code) {
	if s.presume(); !s.code.Ended() {
		s.code = c
	}
}

// wake ends a dormancy or a freeze: something was done together.
func (s *side) wake() {
	switch s.code {
	case None:
		s.form(Contact)
	case Dormant, Frozen:
		s.code = s.base
	}
}

// goOn ends every stop, and an end: the link goes on as what it was.
func (s *side) goOn() {
	s.presume()
	s.code, s.signed = s.base, s.base == Active
	s.resume, s.ending = dusk, dusk
}

// apply lets one act change how the side stands. Signing is not here, since it needs
// the other sides: see replay.
func (s *side) apply(a *Counted) {
	switch a.Type {
	case ActContact, ActVisit, ActActivity, ActReview:
		s.wake()
	case ActLetter:
		s.letter(a)
	case ActResolution:
		if a.Condition.IsZero() {
			s.form(Intended)
		} else {
			s.form(Conditional)
		}
	case ActAnnex:
		s.presume()
		s.wake()
		s.term(a)
	case ActRenewal:
		s.renew(a)
	case ActDormancy:
		if s.presume(); s.code == Active {
			s.stop(Dormant)
		}
	case ActInterruption:
		if s.presume(); s.code == Active || s.code == Dormant {
			s.stop(Frozen)
		}
	case ActSuspension:
		s.stop(Suspended)
		s.until(atResume, a.InForceTo, a)
	case ActResumption:
		s.goOn()
		s.term(a)
	case ActNotice:
		s.giveNotice(a, dusk)
	case ActDenunciation:
		s.end(Denounced)
	case ActTermination:
		s.terminate(a)
	case ActExpiry:
		s.end(Expired)
	}
}

// letter records a letter of intent, which may have a term of its own. A council that
// has decided on a condition is further than a letter.
func (s *side) letter(a *Counted) {
	if s.code.Alive() || s.code == Conditional {
		return
	}
	s.form(Intended)
	s.term(a)
}

// renew carries the agreement on. It takes back a notice and mends an end, and
// leaves a suspension as it is.
func (s *side) renew(a *Counted) {
	from := a.on
	if s.lapse != dusk {
		from = max(from, s.lapse)
	}
	s.lapse, s.ending, s.signed = dusk, dusk, true
	if s.code != Suspended {
		s.enter()
	}
	s.termFrom(a, from)
}

// term notes the agreed term and term of notice of an act, where it names them.
func (s *side) term(a *Counted) {
	from := a.on
	if !a.InForceFrom.IsZero() {
		_, from = a.InForceFrom.possible()
	}
	s.termFrom(a, from)
}

func (s *side) termFrom(a *Counted, from day) {
	if a.Notice != "" {
		s.notice = a.Notice
	}
	s.until(atLapse, a.InForceTo, a)
	if length, err := a.Term.span(); a.InForceTo.IsZero() && err == nil && length != (span{}) {
		s.set(atLapse, length.after(from), a)
	}
}

// until sets a day after a last day, where one is named.
func (s *side) until(which int, lastDay Date, by *Counted) {
	if _, to := lastDay.possible(); !lastDay.IsZero() && to != dusk {
		s.set(which, to+1, by)
	}
}

// giveNotice starts the term of notice: until the day given, or the last day that
// the act names, or its own term of notice, or the agreed one. Without any of these
// the notice stands until another act ends the link. A suspension stays visible
// while the notice runs.
func (s *side) giveNotice(a *Counted, on day) {
	if s.code.Ended() {
		return
	}
	if s.code != Suspended {
		s.stop(NoticeGiven)
	}
	s.set(atEnding, on, a)
	if on != dusk {
		return
	}
	if s.until(atEnding, a.InForceTo, a); s.ending != dusk {
		return
	}
	length := a.Notice
	if length == "" {
		length = s.notice
	}
	if n, err := length.span(); err == nil && n != (span{}) {
		s.set(atEnding, n.after(a.on), a)
	}
}

// terminate ends the link: at once, or, where the act names a later day or a term of
// notice, then.
func (s *side) terminate(a *Counted) {
	if _, from := a.InForceFrom.possible(); !a.InForceFrom.IsZero() && from > a.on && from != dusk {
		s.giveNotice(a, from)
		return
	}
	if a.Notice != "" {
		s.giveNotice(a, dusk)
		return
	}
	s.end(Terminated)
}
