package openhours

import "strings"

// String returns the value in the language's own form: one spelling for one
// meaning of each part, rules and parts in their order. Parsing it again gives
// hours that are the same at every moment.
func (h *Hours) String() string {
	var b strings.Builder
	for i := range h.rules {
		if i > 0 {
			b.WriteString([...]string{replaces: "; ", adds: ", ", fills: " || "}[h.rules[i].join])
		}
		b.WriteString(h.rules[i].text(i+1 < len(h.rules) && h.rules[i+1].runsInto(&h.rules[i])))
	}
	return b.String()
}

// runsInto says that a rule after a comma would be read as more of the rule before
// it, unless that one says its state.
func (r *rule) runsInto(before *rule) bool {
	timesFirst := len(r.times) > 0 && len(r.years)+len(r.dates)+len(r.weeks)+len(r.days) == 0
	return r.join == adds && (len(before.times) == 0 || timesFirst)
}

// Rule returns one rule in the language's own form; "" for a rule that is not
// there, as State.Rule is where no rule decided.
func (h *Hours) Rule(i int) string {
	if i < 0 || i >= len(h.rules) {
		return ""
	}
	return h.rules[i].String()
}

// RuleSpan returns where a rule stands in the text that was parsed.
func (h *Hours) RuleSpan(i int) Span {
	if i < 0 || i >= len(h.rules) {
		return Span{}
	}
	return h.rules[i].at
}

// String returns the rule in the language's own form.
func (r *rule) String() string { return r.text(false) }

// text prints the rule; stated, with its state though that goes without saying.
func (r *rule) text(stated bool) string {
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	add(join2(r.years, ",", yearRange.String))
	if len(r.dates) > 0 && len(r.years) == 1 && r.years[0].from == r.years[0].to {
		parts[0] += ":" // else it would be the date's year
	}
	for i, group := range r.dates {
		if i > 0 {
			parts[len(parts)-1] += ":" // both must hold
		}
		add(join2(group, ",", dateRange.String))
	}
	if len(r.weeks) == 0 && r.runsOn() {
		parts[len(parts)-1] += ":"
	}
	if len(r.weeks) > 0 {
		add("week " + join2(r.weeks, ",", weekRange.String))
	}
	for i, group := range r.days {
		text := join2(group, ",", daySel.String)
		if i > 0 && len(parts) > 0 && sameSort(r.days[i-1], group) {
			parts[len(parts)-1] += ":" // both must hold
		}
		add(text)
	}
	if r.always {
		add(r.whole(len(parts) == 0))
	}
	add(join2(r.times, ",", span.String))
	r.state(add, len(parts) == 0, stated)
	return strings.Join(parts, " ")
}

// runsOn says that a day of the week after the dates would be read as a part of
// the last date.
func (r *rule) runsOn() bool {
	if len(r.dates) == 0 || len(r.days) == 0 || r.days[0][0].kind != weekdays {
		return false
	}
	group := r.dates[len(r.dates)-1]
	last := group[len(group)-1]
	return last.open || last.to.kind == wholeMonth && r.days[0][0].nth != 0
}

// sameSort says that two lists side by side would be read as one.
func sameSort(a, b []daySel) bool {
	return (a[len(a)-1].kind == weekdays) == (b[0].kind == weekdays)
}

// whole prints the whole day.
func (r *rule) whole(alone bool) string {
	switch {
	case r.kind == Closed && alone:
		return ""
	case alone:
		return "24/7"
	}
	return "00:00-24:00"
}

// state prints the state and the comment. A state that goes without saying is
// left out.
func (r *rule) state(add func(string), alone, stated bool) {
	switch {
	case r.kind == Closed:
		add("off")
	case r.kind == Unknown && r.comment == "":
		add("unknown")
	case r.kind == Open && (r.comment != "" || alone && !r.always):
		if alone && r.comment == "" {
			add("24/7")
		} else {
			add("open")
		}
	case stated && r.kind == Open && !r.always:
		add("open")
	}
	if r.comment != "" {
		add(`"` + r.comment + `"`)
	}
}

func join2[T any](list []T, sep string, text func(T) string) string {
	var b strings.Builder
	for i, x := range list {
		if i > 0 {
			b.WriteString(sep)
		}
		b.WriteString(text(x))
	}
	return b.String()
}

// String returns "2024", "2024-2030/2" or "2024+".
func (r yearRange) String() string {
	s := itoa(r.from)
	switch {
	case r.to == lastYear && r.step == 1:
		return s + "+"
	case r.to == lastYear:
	case r.to != r.from:
		s += "-" + itoa(r.to)
	}
	if r.step > 1 {
		s += "/" + itoa(r.step)
	}
	return s
}

// String returns "05" or "02-52/2".
func (r weekRange) String() string {
	s := two(r.from)
	if r.to != r.from {
		s += "-" + two(r.to)
	}
	if r.step > 1 {
		s += "/" + itoa(r.step)
	}
	return s
}

// String returns "Mo-Fr", "Su[1,-1] +1 day" or "PH -1 day".
func (d daySel) String() string {
	var s string
	switch d.kind {
	case publicHoliday:
		s = "PH"
	case schoolHoliday:
		s = "SH"
	default:
		s = weekdayName(d.from)
		if d.to != d.from {
			s += "-" + weekdayName(d.to)
		}
	}
	if d.nth != 0 {
		s += "[" + nthText(d.nth) + "]"
	}
	return s + shiftText(d.shift)
}

func nthText(bits uint16) string {
	var list []string
	for n := 1; n <= 5; n++ {
		if bits>>n&1 == 1 {
			list = append(list, itoa(n))
		}
	}
	for n := 1; n <= 5; n++ {
		if bits>>(5+n)&1 == 1 {
			list = append(list, itoa(-n))
		}
	}
	return strings.Join(list, ",")
}

func shiftText(days int) string {
	unit := " days"
	if days == 1 || days == -1 {
		unit = " day"
	}
	switch {
	case days > 0:
		return " +" + itoa(days) + unit
	case days < 0:
		return " " + itoa(days) + unit
	}
	return ""
}

// String returns "Dec 24-26", "2024 Nov-2025 Feb" or "easter -2 days-easter".
func (r dateRange) String() string {
	s := r.from.text()
	switch {
	case r.open:
		s += "+"
	case r.single, r.from == r.to:
	case r.short():
		s += "-" + two(r.to.day)
	default:
		s += "-" + r.to.text()
	}
	if r.step > 1 {
		s += "/" + itoa(r.step)
	}
	return s
}

// short says that the end needs no month: "Dec 24-26".
func (r *dateRange) short() bool {
	return r.from.kind == dayOfMonth && r.to.kind == dayOfMonth && r.from.month == r.to.month && r.from.year == r.to.year &&
		r.from.day <= r.to.day && r.to.toward == 0 && r.to.shift == 0 && r.from.toward == 0 && r.from.shift == 0
}

func (d *datePoint) text() string {
	s := ""
	if d.year != 0 {
		s = itoa(d.year) + " "
	}
	switch d.kind {
	case easterDay:
		s += "easter"
	case wholeMonth:
		s += monthName(d.month)
	case dayOfMonth:
		s += monthName(d.month) + " " + two(d.day)
	case nthWeekday:
		s += monthName(d.month) + " " + weekdayName(d.weekday) + "[" + itoa(d.nth) + "]"
	}
	switch {
	case d.toward > 0:
		s += "+" + weekdayName(d.toward-1)
	case d.toward < 0:
		s += "-" + weekdayName(-d.toward-1)
	}
	return s + shiftText(d.shift)
}

// String returns "08:00-16:00", "sunrise-(sunset-01:00)" or "18:00+".
func (s span) String() string {
	text := s.from.text(false)
	if !s.point {
		next := s.to.event == noEvent && s.to.minute > dayMinutes && s.to.minute-dayMinutes <= s.from.usual()
		text += "-" + s.to.text(next)
	}
	if s.openEnd {
		text += "+"
	}
	if s.every > 0 {
		text += "/" + two(s.every/60) + ":" + two(s.every%60)
	}
	return text
}

// text prints a time; next takes a day from one that the reader knows to be on
// the next day.
func (k clock) text(next bool) string {
	if k.event == noEvent {
		m := k.minute
		if next {
			m -= dayMinutes
		}
		return two(m/60) + ":" + two(m%60)
	}
	name := [...]string{dawn: "dawn", sunrise: "sunrise", sunset: "sunset", dusk: "dusk"}[k.event]
	switch m := k.minute; {
	case m > 0:
		return "(" + name + "+" + two(m/60) + ":" + two(m%60) + ")"
	case m < 0:
		return "(" + name + "-" + two(-m/60) + ":" + two(-m%60) + ")"
	}
	return name
}
