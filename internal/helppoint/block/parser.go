package block

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"twintown/internal/helppoint/week"
)

// parser walks the lines.
type parser struct {
	Result
	words   *lexicon
	last    int   // the present point; noPoint: none yet
	before  []int // days of the last hours, or that a line named without hours
	pending bool  // it named them without hours
}

// point is the present point; one is begun where there is none.
func (p *parser) point() *Point {
	if p.last == noPoint {
		p.begin("")
	}
	return &p.Points[p.last]
}

// begin begins a point. Beyond the most that a block can hold, all goes to the last one.
func (p *parser) begin(name string) {
	if len(p.Points) < mostPoints {
		p.Points = append(p.Points, Point{Name: name})
	}
	p.last, p.before, p.pending = len(p.Points)-1, nil, false
}

// line takes one line.
func (p *parser) line(no int, text string) {
	l := Line{No: no, Text: text, Point: noPoint}
	if utf8.RuneCountInString(text) > longLine {
		l.Use, l.Part = Unused, true
		p.Lines = append(p.Lines, l)
		return
	}
	found, rest := contactsIn(text)
	rest = p.words.withoutHeading(rest)
	switch {
	case found.some():
		p.takeContacts(found)
		l.Use = Contact
		if rest != "" {
			p.rest(&l, rest)
			l.Use = Contact
		}
	case rest == "":
		l.Use = Heading
	default:
		p.rest(&l, rest)
	}
	if l.Use != Unused && l.Use != Heading {
		l.Point = p.last
	}
	p.Lines = append(p.Lines, l)
}

// rest reads what stands beside contacts as hours, an address or a name.
func (p *parser) rest(l *Line, text string) {
	found, ok := p.hours(text)
	beside := l.Use == Contact
	switch {
	case ok:
		l.Use, l.Part = Hours, found.unknown > 0
		p.takeHours(l, found)
	case isAddress(text):
		l.Use = Address
		at := p.point()
		at.Address = append(at.Address, text)
	case beside:
		p.nameBeside(l, text)
	case p.last != noPoint && p.dayNotRead(l, text):
	case isName(text):
		p.takeName(l, text)
	default:
		l.Use, l.Part = Unused, true
	}
}

// dayNotRead tells of a line that says something of a day which is not understood, "Tue:
// if somebody is there". Without the sign after the day it may be a name: Środa and Piątek
// are towns.
func (p *parser) dayNotRead(l *Line, text string) bool {
	at := strings.IndexAny(text, ":–—-")
	if at < 0 {
		return false
	}
	_, size := utf8.DecodeRuneInString(text[at:])
	told := strings.Trim(text[at+size:], " .")
	label := p.words.read(lex(text[:at], p.words))
	if told == "" || label.unknown > 0 || !label.days() {
		return false
	}
	l.Use, l.Part = Hours, true
	p.Faults = append(p.Faults, Fault{l.No, NotRead, label.clauses[0].days[0], told, p.last})
	return true
}

// nameBeside takes words beside a phone: a name where the point has none yet, "Punkt
// Lokalny, tel. …".
func (p *parser) nameBeside(l *Line, text string) {
	text = strings.TrimRight(text, " ,:;-–—")
	if isName(text) && p.point().Name == "" {
		p.point().Name = text
		return
	}
	l.Part = true
}

// takeName begins the next point. A name that nothing follows but another name was a
// heading of the block, or the first line of a longer name: it is shown back.
func (p *parser) takeName(l *Line, text string) {
	l.Use = Name
	if p.last != noPoint && !p.Points[p.last].filled() && p.Points[p.last].Name == "" {
		p.Points[p.last].Name = text
		return
	}
	if p.last == noPoint || p.Points[p.last].filled() {
		p.begin(text)
		return
	}
	p.giveBack(p.last)
	p.Points[p.last].Name = text
}

// giveBack marks the line that named a point as not used.
func (p *parser) giveBack(point int) {
	for i := range p.Lines {
		if p.Lines[i].Point == point && p.Lines[i].Use == Name {
			p.Lines[i].Use, p.Lines[i].Part, p.Lines[i].Point = Unused, true, noPoint
		}
	}
}

func (p *parser) takeContacts(c contacts) {
	at := p.point()
	at.Phones = append(at.Phones, c.phones...)
	at.Mails = append(at.Mails, c.mails...)
	at.Webs = append(at.Webs, c.webs...)
}

// hours reads a line as hours. It is one where a day or a whole span stands in it and
// few words are not known.
func (p *parser) hours(text string) (reading, bool) {
	best := p.words.read(lex(text, p.words))
	if best.unknown > 0 || !best.some() {
		for _, code := range languages { // blocks in two languages
			if other := lexicons()[code].read(lex(text, lexicons()[code])); other.some() && (other.unknown < best.unknown || !best.some()) {
				best = other
			}
		}
	}
	return best, best.enough()
}

// takeHours puts what a line says into the present point.
func (p *parser) takeHours(l *Line, found reading) {
	at := p.point()
	for _, c := range found.clauses {
		days := c.days
		if len(days) == 0 && (len(c.spans) > 0 || p.pending) {
			days = p.before
		}
		switch {
		case !c.content():
			p.before, p.pending = days, true
		case c.pause:
			at.pause(days, c)
		case len(days) == 0 && c.appointment && len(c.spans) == 0:
			at.Appointment = true
		case len(days) == 0:
			l.Part = true
			p.Faults = append(p.Faults, Fault{l.No, NoDay, noDay, c.text(), p.last})
		default:
			p.before, p.pending = days, false
			for _, day := range days {
				p.takeDay(l, at, day, c)
			}
		}
	}
}

// pause takes a break out of some days, out of all where none is named.
func (at *Point) pause(days []int, c clause) {
	for day := range at.Week {
		if len(days) > 0 && !slices.Contains(days, day) {
			continue
		}
		for _, s := range c.spans {
			at.Week[day].Without(s.Span)
		}
	}
}

// takeDay gives one day what a clause says of it. What contradicts an earlier line is
// named and not taken.
func (p *parser) takeDay(l *Line, at *Point, day int, c clause) {
	fault := func(code FaultCode, text string) {
		l.Part = true
		p.Faults = append(p.Faults, Fault{l.No, code, day, text, p.last})
	}
	d := &at.Week[day]
	if c.closed && len(d.Spans) > 0 || d.Closed && len(c.spans) > 0 {
		fault(Twice, c.text())
		return
	}
	d.Closed = d.Closed || c.closed
	d.Appointment = d.Appointment || c.appointment
	for _, s := range c.spans {
		if code := s.fault(); code != "" {
			fault(code, s.raw)
		} else if !slices.Contains(d.Spans, s.Span) && !d.Add(s.Span) {
			fault(Twice, s.raw)
		}
	}
}

// fault says what is wrong with a span by itself, "" for nothing.
func (s span) fault() FaultCode {
	switch {
	case s.bad || s.From >= week.Midnight || s.To > week.Midnight:
		return Impossible
	case s.To <= s.From:
		return Backwards
	}
	return ""
}

// isName says whether words can be the name of an office: some words, no sentence.
func isName(text string) bool {
	letters := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters >= 3 && utf8.RuneCountInString(text) <= longName && len(strings.Fields(text)) <= mostWords && !strings.HasSuffix(text, ".")
}

// clean drops what nobody sees.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || unicode.Is(unicode.Zs, r):
			return ' '
		case r < ' ' || r == utf8.RuneError || unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, s)
}
