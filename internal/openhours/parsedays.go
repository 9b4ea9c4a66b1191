package openhours

// looksLikeYear says that a token is a year and not a time without its colon.
func (p *parser) looksLikeYear(n int) bool {
	t := p.ahead(n)
	if !isYear(t) || p.ahead(n+1).sort == ':' && p.ahead(n+2).sort == number && p.ahead(n+2).glued {
		return false
	}
	if p.ahead(n+1).sort == '-' && p.ahead(n+2).sort == number && p.ahead(n+2).digits == 4 {
		return isYear(p.ahead(n + 2))
	}
	return true
}

// Years before and after these are times: "1700-2200".
func isYear(t *token) bool {
	return t.sort == number && t.digits == 4 && t.value >= 1900 && t.value < 2200
}

// dateWord says that a token starts a date.
func (p *parser) dateWord(n int) bool {
	t := p.ahead(n)
	return t.sort == word && (monthOf(t.text) > 0 || t.text == "easter")
}

// dayBeforeMonth recognises "24 Dec" and "24. Dec".
func (p *parser) dayBeforeMonth(n int) bool {
	if t := p.ahead(n); t.sort != number || t.digits > 2 {
		return false
	}
	if p.ahead(n+1).sort == '.' {
		n++
	}
	t := p.ahead(n + 1)
	return t.sort == word && monthOf(t.text) > 0
}

// isoDate recognises "2024-12-24".
func (p *parser) isoDate(n int) bool {
	y, m, d := p.ahead(n), p.ahead(n+2), p.ahead(n+4)
	return isYear(y) && p.ahead(n+1).sort == '-' && p.ahead(n+3).sort == '-' && m.sort == number && m.digits == 2 &&
		m.value >= 1 && m.value <= 12 && m.glued && d.sort == number && d.digits == 2 && d.glued
}

// years reads a list of years; a single year right before a month belongs to
// the date.
func (p *parser) years() (rank int, err error) {
	if p.isoDate(0) || p.dateWord(1) {
		return rankDate, p.dates()
	}
	for {
		t := p.next()
		r := yearRange{t.value, t.value, 1}
		switch {
		case p.is('-') && isYear(p.ahead(1)):
			p.next()
			r.to = p.next().value
		case p.take('+'), p.is('/'):
			r.to = lastYear
		}
		if r.to < r.from {
			return 0, p.fail(BadYears, t)
		}
		if r.step, err = p.step(); err != nil {
			return 0, err
		}
		if r.to == r.from {
			r.step = 1 // a step needs more than one year
		}
		p.rule.years = append(p.rule.years, r)
		if !p.is(',') || !p.looksLikeYear(1) || len(p.rule.years) >= maxItems {
			return rankYear, nil
		}
		p.next()
	}
}

// step reads "/2"; without it, the step is 1.
func (p *parser) step() (int, error) {
	t := p.peek()
	if !p.take('/') {
		return 1, nil
	}
	n := p.next()
	if n.sort != number || n.value < 1 || n.digits > 4 {
		return 0, p.fail(BadNumber, n)
	}
	if n.value == 1 {
		p.warn(StepOfOne, Span{t.at.From, n.at.To}, "")
	}
	return n.value, nil
}

// dates reads a list of dates and ranges of dates.
func (p *parser) dates() error {
	var list []dateRange
	for {
		var before *datePoint
		if n := len(list); n > 0 {
			before = &list[n-1].from
		}
		r, err := p.dateRange(before)
		if err != nil {
			return err
		}
		list = append(list, r)
		if !p.is(',') || !p.dateFollows(1, &r.from) || len(list) >= maxItems {
			break
		}
		p.next()
	}
	p.rule.dates = append(p.rule.dates, list)
	return nil
}

// dateFollows says that a list of dates goes on.
func (p *parser) dateFollows(n int, before *datePoint) bool {
	switch {
	case p.dateWord(n), p.dayBeforeMonth(n), p.isoDate(n):
		return true
	case isYear(p.ahead(n)):
		return p.dateWord(n + 1)
	}
	return before.kind == dayOfMonth && p.dayNumber(n)
}

// dayNumber says that a token is a day of the month and not a time.
func (p *parser) dayNumber(n int) bool {
	t := p.ahead(n)
	return t.sort == number && t.digits <= 2 && !p.timeLike(n)
}

// timeLike says that a number has minutes or half a day after it.
func (p *parser) timeLike(n int) bool {
	a, b, c := p.ahead(n+1), p.ahead(n+2), p.ahead(n+3)
	if p.ahead(n).digits > 2 {
		return true
	}
	minutes := b.sort == number && b.digits == 2 && a.glued && b.glued
	return a.sort == ':' && minutes && c.sort != ':' || a.sort == '.' && minutes || a.isWord("am") || a.isWord("pm")
}

func (p *parser) dateRange(before *datePoint) (r dateRange, err error) {
	first := p.pos
	if r.from, err = p.datePoint(before); err != nil {
		return r, err
	}
	r.to, r.single = r.from, r.from.kind != wholeMonth
	switch {
	case p.take('+'):
		r.open, r.single = true, true
	case p.is('-') && r.from.kind == dayOfMonth && p.dayNumber(1) && !p.dayBeforeMonth(1):
		p.next()
		if r.to, r.single, err = p.sameMonth(r.from), false, nil; r.to.day < r.from.day {
			return r, p.fail(BadDate, p.ahead(-1))
		}
		if err = p.validDay(&r.to); err != nil {
			return r, err
		}
	case p.is('-') && (p.dateWord(1) || p.dayBeforeMonth(1) || p.isoDate(1) || isYear(p.ahead(1)) && p.dateWord(2)):
		p.next()
		if r.to, err = p.datePoint(nil); err != nil {
			return r, err
		}
		r.single = false
	}
	if r.to.year != 0 && (r.from.year == 0 || r.to.year < r.from.year) {
		return r, &SyntaxError{BadDate, p.since(first), p.text[p.tokens[first].at.From:p.tokens[p.pos-1].at.To]}
	}
	if r.from.kind == wholeMonth && r.to.kind != wholeMonth {
		r.from.kind, r.from.day = dayOfMonth, 1
	}
	r.step, err = p.step()
	return r, err
}

// sameMonth reads the second day of "Dec 24-26".
func (p *parser) sameMonth(from datePoint) datePoint {
	from.day, from.shift, from.toward = p.next().value, 0, 0
	p.ordinal()
	p.offsets(&from)
	return from
}

// ordinal steps over the full stop of "24.".
func (p *parser) ordinal() {
	if p.is('.') {
		p.next()
	}
}

// datePoint reads one date. before lends its month to a bare day.
func (p *parser) datePoint(before *datePoint) (d datePoint, err error) {
	switch {
	case p.isoDate(0):
		y, m, day := p.ahead(0), p.ahead(2), p.ahead(4)
		p.warn(WordCorrected, Span{y.at.From, day.at.To}, itoa(y.value)+" "+monthName(m.value)+" "+two(day.value))
		d = datePoint{kind: dayOfMonth, year: y.value, month: m.value, day: day.value}
		p.pos += 5
		return d, p.validDay(&d)
	case p.dayBeforeMonth(0):
		first := p.pos
		d.kind, d.day = dayOfMonth, p.next().value
		p.ordinal()
		d.month = monthOf(p.next().text)
		p.warn(Switched, p.since(first), monthName(d.month)+" "+two(d.day))
		p.yearAfter(&d)
	case before != nil && p.is(number) && !isYear(p.peek()):
		d = datePoint{kind: dayOfMonth, year: before.year, month: before.month, day: p.next().value}
		p.ordinal()
	default:
		if isYear(p.peek()) {
			d.year = p.next().value
		}
		t := p.next()
		if t.sort != word || !t.isWord("easter") && monthOf(t.text) == 0 {
			return d, p.fail(Misplaced, t)
		}
		if d.month = monthOf(t.text); d.month == 0 {
			d.kind = easterDay
		} else {
			p.within(&d)
		}
	}
	if err = p.validDay(&d); err == nil {
		p.offsets(&d)
	}
	return d, err
}

// within reads what follows a month: a day, or the nth of a day of the week.
func (p *parser) within(d *datePoint) {
	t := p.peek()
	switch {
	case p.dayNumber(0) && !p.dayBeforeMonth(0):
		d.kind, d.day = dayOfMonth, p.next().value
		p.ordinal()
		p.yearAfter(d)
	case t.sort == word && weekdayOf(t.text) >= 0 && p.ahead(1).sort == '[':
		start := p.pos
		sel, err := p.weekday()
		nth := single(sel.nth)
		if err != nil || nth == 0 || p.is(',') && p.ahead(1).sort == word && weekdayOf(p.ahead(1).text) >= 0 {
			p.pos = start // a list: days of the week for themselves
			return
		}
		d.kind, d.weekday, d.nth, d.shift = nthWeekday, sel.from, nth, sel.shift
	}
}

// single returns the only nth in a set, 0 when there are more.
func single(bits uint16) int {
	if bits == 0 || bits&(bits-1) != 0 {
		return 0
	}
	for n := 1; n <= 5; n++ {
		switch {
		case bits == 1<<n:
			return n
		case bits == 1<<(5+n):
			return -n
		}
	}
	return 0
}

// yearAfter reads the year of "24 Dec 2024".
func (p *parser) yearAfter(d *datePoint) {
	if d.year == 0 && p.looksLikeYear(0) && isYear(p.peek()) && !p.dateWord(1) && p.ahead(1).sort != '-' && p.ahead(1).sort != '/' {
		p.warn(Switched, p.peek().at, "")
		d.year = p.next().value
	}
}

// validDay refuses days that no year has.
func (p *parser) validDay(d *datePoint) error {
	if d.kind == dayOfMonth && (d.day < 1 || d.day > daysIn(2000, d.month)) { // 2000 was a leap year
		return p.fail(BadDate, p.ahead(-1))
	}
	return nil
}

// offsets reads "+Sa", "-Su" and "+3 days".
func (p *parser) offsets(d *datePoint) {
	for p.is('+') || p.is('-') {
		sign := 1
		if p.is('-') {
			sign = -1
		}
		t := p.ahead(1)
		switch {
		case t.sort == word && weekdayOf(t.text) >= 0 && d.kind != wholeMonth && d.toward == 0:
			d.toward = sign * (weekdayOf(t.text) + 1)
			p.pos += 2
		case p.daysAfterSign():
			d.shift += sign * min(t.value, 999)
			p.pos += 3
		default:
			return
		}
	}
}

// daysAfterSign recognises "+3 days" at a sign.
func (p *parser) daysAfterSign() bool {
	return (p.is('+') || p.is('-')) && p.ahead(1).sort == number && p.ahead(1).digits <= 3 && (p.ahead(2).isWord("days") || p.ahead(2).isWord("day"))
}

// weeks reads "week 01,03-52/2".
func (p *parser) weeks() error {
	for {
		if p.peek().isWord("week") {
			p.next()
		}
		t := p.next()
		if t.sort != number {
			return p.fail(Misplaced, t)
		}
		r := weekRange{t.value, t.value, 1}
		if p.is('-') && p.ahead(1).sort == number {
			p.next()
			r.to = p.next().value
		}
		if r.from < 1 || r.to > 53 || r.to < r.from {
			return p.fail(BadWeek, t)
		}
		if p.is('/') {
			slash, err := p.peek(), error(nil)
			if r.step, err = p.step(); err != nil {
				return err
			}
			if r.step == 1 {
				return p.fail(BadNumber, slash)
			}
		}
		p.rule.weeks = append(p.rule.weeks, r)
		more := p.is(',') && (p.dayNumber(1) && !p.dayBeforeMonth(1) || p.ahead(1).isWord("week"))
		if !more || len(p.rule.weeks) >= maxItems {
			return nil
		}
		p.next()
	}
}

// days reads days of the week and holidays. Those that a comma joins may hold
// either; "SH Mo-Fr" must hold both.
func (p *parser) days() error {
	for {
		var list []daySel
		for {
			d, err := p.daySel()
			if err != nil {
				return err
			}
			list = append(list, d)
			next := p.peek()
			if p.is(',') && p.dayWord(1) {
				p.next()
			} else if !p.dayWord(0) || (weekdayOf(next.text) >= 0) != (d.kind == weekdays) {
				break
			} else {
				p.warn(NoSeparator, next.at, ",")
			}
			if len(list) >= maxItems {
				return p.fail(TooMany, next)
			}
		}
		p.repeated(list)
		p.rule.days = append(p.rule.days, list)
		if !p.dayWord(0) {
			return nil
		}
	}
}

func (p *parser) dayWord(n int) bool {
	t := p.ahead(n)
	return t.sort == word && (weekdayOf(t.text) >= 0 || t.text == "PH" || t.text == "SH")
}

// repeated tells of a day that a list names twice.
func (p *parser) repeated(list []daySel) {
	for i := range list {
		for j := range i {
			if list[i] == list[j] {
				p.warn(Repeated, p.ahead(-1).at, "")
				return
			}
		}
	}
}

func (p *parser) daySel() (d daySel, err error) {
	switch t := p.peek(); t.text {
	case "PH", "SH":
		p.next()
		if d.kind = publicHoliday; t.text == "SH" {
			d.kind = schoolHoliday
		}
		d.shift = p.dayShift()
		return d, nil
	}
	return p.weekday()
}

// weekday reads "Mo", "Mo-Fr" or "Mo[1,-1] +2 days".
func (p *parser) weekday() (d daySel, err error) {
	d.from = weekdayOf(p.next().text)
	d.to = d.from
	if p.is('[') {
		if d.nth, err = p.nth(); err != nil {
			return d, err
		}
		d.shift = p.dayShift()
		return d, nil
	}
	if t := p.ahead(1); p.is('-') && t.sort == word && weekdayOf(t.text) >= 0 {
		p.next()
		d.to = weekdayOf(p.next().text)
	}
	return d, nil
}

func (p *parser) dayShift() (shift int) {
	if p.daysAfterSign() {
		shift = p.ahead(1).value
		if p.is('-') {
			shift = -shift
		}
		p.pos += 3
	}
	return shift
}

// nth reads "[1,3-5,-1]".
func (p *parser) nth() (bits uint16, err error) {
	p.next()
	for {
		back := p.take('-')
		t := p.next()
		if t.sort != number || t.value < 1 || t.value > 5 {
			return 0, p.fail(BadNumber, t)
		}
		last := t.value
		if !back && p.take('-') {
			if u := p.next(); u.sort != number || u.value < t.value || u.value > 5 {
				return 0, p.fail(BadNumber, u)
			} else {
				last = u.value
			}
		}
		for n := t.value; n <= last; n++ {
			if back {
				bits |= 1 << (5 + n)
			} else {
				bits |= 1 << n
			}
		}
		switch t := p.next(); t.sort {
		case ']':
			return bits, nil
		case ',':
		default:
			return 0, p.fail(BracketExpected, t)
		}
	}
}

func two(n int) string {
	if n < 10 {
		return "0" + itoa(n)
	}
	return itoa(n)
}
