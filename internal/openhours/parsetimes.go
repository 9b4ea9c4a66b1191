package openhours

func eventOf(w string) event {
	switch w {
	case "dawn":
		return dawn
	case "sunrise":
		return sunrise
	case "sunset":
		return sunset
	case "dusk":
		return dusk
	}
	return noEvent
}

// timeStarts says that a token starts a time.
func (p *parser) timeStarts(n int) bool {
	t := p.ahead(n)
	switch {
	case t.sort == '(', t.sort == word && eventOf(t.text) != noEvent:
		return true
	case t.sort != number, p.dayBeforeMonth(n), p.isoDate(n):
		return false
	case t.value == 24 && p.ahead(n+1).sort == '/' && p.ahead(n+2).value == 7:
		return false
	}
	return !p.looksLikeYear(n)
}

// times reads a list of times.
func (p *parser) times() error {
	for {
		s, err := p.span()
		if err != nil {
			return err
		}
		if p.rule.times = append(p.rule.times, s); len(p.rule.times) > maxItems {
			return p.fail(TooMany, p.peek())
		}
		switch {
		case p.is(',') && p.timeStarts(1):
			p.next()
		case p.timeStarts(0):
			p.warn(NoSeparator, p.peek().at, ",")
		default:
			return nil
		}
	}
}

// written is how a time was written.
type written struct {
	clock
	digits  int  // of the hour
	minutes bool // it had minutes
	half    byte // 'a' or 'p' of am and pm
	hour    int
	at      Span
}

// span reads a range, a point, or an open end.
func (p *parser) span() (s span, err error) {
	first := p.pos
	from, err := p.clock()
	if err != nil {
		return s, err
	}
	s.from, s.to = from.clock, from.clock
	if !p.take('-') {
		s.point, s.openEnd = true, p.take('+')
		if !s.openEnd && p.mode == Ranges {
			return s, p.fail(PointInTime, &p.tokens[first])
		}
	} else if err := p.to(&s, from, first); err != nil {
		return s, err
	}
	if s.from.event == noEvent && s.from.minute >= dayMinutes {
		return s, p.fail(BeyondTheDay, &p.tokens[first])
	}
	s.guess = guessEnd(s.to.usual())
	if !s.openEnd {
		s.guess = 0
	}
	return s, nil
}

// to reads the end of a range.
func (p *parser) to(s *span, from written, first int) error {
	to, err := p.clock()
	if err != nil {
		return err
	}
	if from.half == 0 && to.half == 'p' && from.minute+12*60 < to.minute && from.event == noEvent {
		s.from.minute += 12 * 60 // "1-5pm"
		from.half = 'p'
	}
	s.to = to.clock
	p.doubts(from, to, first)
	if s.to.usual() <= s.from.usual() {
		if s.to.event != noEvent {
			s.wraps = true
		} else {
			s.to.minute += dayMinutes
		}
	}
	s.openEnd = p.take('+')
	if t := p.peek(); p.take('/') {
		if s.every, err = p.interval(); err != nil {
			return err
		}
		if p.mode == Ranges {
			return p.fail(RangeNotPoint, t)
		}
	} else if p.mode == Points {
		return p.fail(RangeNotPoint, &p.tokens[first])
	}
	return nil
}

// doubts tells of hours that may be meant otherwise.
func (p *parser) doubts(from, to written, first int) {
	bare := func(w written) bool { return w.event == noEvent && w.digits == 1 && w.half == 0 }
	if bare(to) && (bare(from) || from.event == noEvent && to.minute <= from.minute) {
		p.warn(AmbiguousHour, to.at, "")
	}
	if bare(from) && bare(to) {
		p.warn(AmbiguousHour, from.at, "")
	}
	if from.event == noEvent && !from.minutes && from.half == 0 || to.event == noEvent && !to.minutes && to.half == 0 {
		p.warn(NoMinutes, p.since(first), "")
	}
}

// interval reads how often points return: "02:00", or minutes.
func (p *parser) interval() (minutes int, err error) {
	t := p.next()
	if t.sort != number || t.digits > 4 {
		return 0, p.fail(BadTime, t)
	}
	minutes = t.value
	if p.take(':') {
		m := p.next()
		if m.sort != number || m.digits != 2 || m.value > 59 {
			return 0, p.fail(BadTime, m)
		}
		minutes = t.value*60 + m.value
	}
	if minutes < minEvery || minutes > dayMinutes {
		return 0, p.fail(BadNumber, t)
	}
	return minutes, nil
}

// clock reads one time.
func (p *parser) clock() (w written, err error) {
	t := p.next()
	w.at = t.at
	switch {
	case t.sort == '(':
		return p.relative()
	case t.sort == word && eventOf(t.text) != noEvent:
		w.event, w.minutes = eventOf(t.text), true
		return w, nil
	case t.sort != number || t.digits > 4:
		return w, p.fail(BadTime, t)
	}
	w.hour, w.digits = t.value, t.digits
	minute := 0
	a, b := p.ahead(0), p.ahead(1)
	switch {
	case t.digits > 2:
		w.hour, minute, w.minutes = t.value/100, t.value%100, true
		p.warn(WordCorrected, t.at, two(w.hour)+":"+two(minute))
	case a.sort == ':' || a.sort == '.' && a.glued && b.sort == number && b.glued:
		p.next()
		m := p.next()
		if m.sort != number || m.digits != 2 || p.is(':') && p.ahead(1).sort == number && p.ahead(1).glued {
			return w, p.fail(BadTime, m)
		}
		if minute, w.minutes = m.value, true; a.sort == '.' {
			p.warn(WordCorrected, Span{t.at.From, m.at.To}, two(w.hour)+":"+two(minute))
		}
	}
	return p.half(w, minute, t)
}

// half reads "am" and "pm", and checks the time.
func (p *parser) half(w written, minute int, t *token) (written, error) {
	if h := p.peek(); h.isWord("am") || h.isWord("pm") {
		p.next()
		if w.half = h.text[0]; w.hour > 12 {
			return w, p.fail(BadTime, t)
		}
		if w.hour %= 12; w.half == 'p' {
			w.hour += 12
		}
	}
	w.minute = w.hour*60 + minute
	if minute > 59 || w.minute > 2*dayMinutes {
		return w, p.fail(BadTime, t)
	}
	return w, nil
}

// relative reads "(sunset-01:30)"; the bracket is read.
func (p *parser) relative() (w written, err error) {
	first := p.pos - 1
	t := p.next()
	if t.sort != word || eventOf(t.text) == noEvent {
		return w, p.fail(BadTime, t)
	}
	w.event, w.minutes = eventOf(t.text), true
	sign := p.next()
	if sign.sort != '+' && sign.sort != '-' {
		return w, p.fail(BadTime, sign)
	}
	h, colon, m := p.next(), p.next(), p.next()
	switch {
	case h.sort != number || h.digits > 2 || h.value > 23:
		return w, p.fail(BadTime, h)
	case colon.sort != ':':
		return w, p.fail(BadTime, colon)
	case m.sort != number || m.digits != 2 || m.value > 59:
		return w, p.fail(BadTime, m)
	}
	if close := p.next(); close.sort != ')' {
		return w, p.fail(BracketExpected, close)
	}
	if w.minute = h.value*60 + m.value; sign.sort == '-' {
		w.minute = -w.minute
	}
	w.at = p.since(first)
	if w.minute == 0 {
		p.warn(ZeroOffset, w.at, t.text)
	}
	return w, nil
}

// Where nobody says when it closes, it may be open until the end of the day; if
// it is evening, until well into the night. So the language's users have agreed.
func guessEnd(from int) int {
	switch {
	case from >= 22*60:
		return min(from+8*60, 2*dayMinutes)
	case from >= 17*60:
		return from + 10*60
	}
	return dayMinutes
}

// openEnds cuts what is guessed where the rule itself goes on.
func (p *parser) openEnds() {
	times := p.rule.times
	for i := range times {
		if !times[i].openEnd {
			continue
		}
		for j := range times {
			if from := times[j].from.usual(); from > times[i].to.usual() && from < times[i].guess {
				times[i].guess = from
			}
		}
	}
}
