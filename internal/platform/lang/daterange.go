package lang

// DateRange prints the days, months or years from one date to another without
// saying twice what they share: "3–5 marca 2022", "1995–2022". Where one is known
// less precisely, both are printed as precisely as that one. Equal dates print once,
// and so does the only one that is known.
func (p *Printer) DateRange(from, to Date) string {
	if from.IsZero() {
		return p.Date(to)
	}
	if to.IsZero() {
		return p.Date(from)
	}
	from, to = alike(from, to)
	if from == to {
		return p.Date(from)
	}
	pattern := p.locale.ranges[from.precision()+"_"+difference(from, to)]
	split := secondDate(pattern)
	b := p.appendPattern(nil, pattern[:split], from)
	return string(p.appendPattern(b, pattern[split:], to))
}

// difference is the greatest field in which two dates differ, as CLDR names it.
func difference(a, b Date) string {
	switch {
	case a.Year != b.Year:
		return "y"
	case a.Month != b.Month:
		return "m"
	}
	return "d"
}

// alike makes two dates equally precise.
func alike(a, b Date) (Date, Date) {
	if a.precision() == "year" || b.precision() == "year" {
		a, b = Date{Year: a.Year}, Date{Year: b.Year}
	}
	if a.precision() == "month" || b.precision() == "month" {
		a.Day, b.Day = 0, 0
	}
	return a, b
}

// secondDate is where an interval's second date begins: at the first field that
// stands there for the second time.
func secondDate(pattern []dateField) int {
	seen := map[byte]bool{}
	for i, f := range pattern {
		letter := f.letter
		if letter == 'L' {
			letter = 'M'
		}
		if letter != 0 && seen[letter] {
			return i
		}
		seen[letter] = true
	}
	return len(pattern)
}
