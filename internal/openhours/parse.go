package openhours

import "slices"

// Mode says what a value is for.
type Mode uint8

// Hours are ranges: open from, to. Collection times and departures are points.
const (
	Ranges Mode = iota
	Points
	RangesAndPoints
)

// Options help to understand what people write.
type Options struct {
	Langs []string // ISO 639-1 codes of languages that are likely, for words that mean different things
	Mode  Mode
}

// Parse reads a value. Warnings say what was corrected or is doubtful; an error
// is a *SyntaxError.
func Parse(text string) (*Hours, []Warning, error) { return ParseWith(text, Options{}) }

// ParseWith reads a value with more knowledge of where it comes from.
func ParseWith(text string, o Options) (*Hours, []Warning, error) {
	if len(text) > maxText {
		return nil, nil, &SyntaxError{TooLong, Span{0, len(text)}, text[:40]}
	}
	tokens, warnings, err := resolve(text, o.Langs)
	if err != nil {
		return nil, nil, err
	}
	p := parser{text: text, tokens: tokens, mode: o.Mode, warnings: warnings}
	if err := p.value(); err != nil {
		return nil, nil, err
	}
	h := &Hours{rules: p.rules, text: text}
	h.finish()
	p.nights(h)
	slices.SortStableFunc(p.warnings, func(a, b Warning) int { return a.At.From - b.At.From })
	return h, p.warnings, nil
}

// finish works out what evaluation asks of every value again and again.
func (h *Hours) finish() {
	h.steady = true
	for i := range h.rules {
		r := &h.rules[i]
		for j := range r.dates {
			for k := range r.dates[j] {
				r.dates[j][k].settle()
			}
		}
		for j := range r.times {
			r.spills = r.spills || r.times[j].spills()
			if r.times[j].from.event != noEvent || r.times[j].to.event != noEvent {
				h.steady = false
			}
		}
		if len(r.years)+len(r.dates)+len(r.weeks) > 0 {
			h.steady = false
		}
		for _, group := range r.days {
			for _, d := range group {
				if d.kind != weekdays || d.nth != 0 {
					h.steady = false
				}
			}
		}
	}
}

// parser reads tokens into rules.
type parser struct {
	text     string
	tokens   []token
	pos      int
	mode     Mode
	rules    []rule
	warnings []Warning
	// of the rule that is read:
	rule  rule
	parts []part
}

// part is a selector of the rule that is read, in the order of the text.
type part struct {
	rank int // its place in the language's order
	at   Span
}

// The language's order of a rule's parts.
const (
	rankYear = iota
	rankDate
	rankWeek
	rankDay
	rankTime
	rankState
)

func (p *parser) peek() *token { return &p.tokens[p.pos] }

// ahead returns a later token; the end where there is none.
func (p *parser) ahead(n int) *token { return &p.tokens[min(p.pos+n, len(p.tokens)-1)] }

func (p *parser) next() *token {
	t := p.peek()
	if t.sort != end {
		p.pos++
	}
	return t
}

// is says that the next token is a sign.
func (p *parser) is(s sort) bool { return p.peek().sort == s }

// take steps over a sign if it comes next.
func (p *parser) take(s sort) bool {
	if p.is(s) {
		p.pos++
		return true
	}
	return false
}

func (t *token) isWord(w string) bool { return t.sort == word && t.text == w }

func (p *parser) warn(code Code, at Span, want string) {
	p.warnings = append(p.warnings, Warning{code, at, p.text[at.From:at.To], want})
}

func (p *parser) fail(code Code, t *token) error {
	if t.sort == end {
		return &SyntaxError{Incomplete, t.at, ""}
	}
	return &SyntaxError{code, t.at, p.text[t.at.From:t.at.To]}
}

// since returns the text from a token to the one before the next.
func (p *parser) since(first int) Span {
	return Span{p.tokens[first].at.From, p.tokens[max(first, p.pos-1)].at.To}
}

// value reads rules to the end.
func (p *parser) value() error {
	for how, first := replaces, true; ; first = false {
		start := p.peek().at.From
		empty, err := p.readRule(how)
		if err != nil {
			return err
		}
		t := p.next()
		if !empty {
			p.rule.at = Span{start, p.tokens[p.pos-2+int(boolInt(t.sort == end))].at.To}
			p.rules = append(p.rules, p.rule)
		} else if !first || t.sort != end {
			p.warn(EmptyRule, t.at, "")
		}
		if len(p.rules) > maxRules {
			return p.fail(TooMany, t)
		}
		if t.sort == end {
			if len(p.rules) == 0 {
				return &SyntaxError{Empty, t.at, ""}
			}
			return nil
		}
		if how, err = p.joint(t, empty); err != nil {
			return err
		}
	}
}

// joint says how the next rule follows, by the sign between them.
func (p *parser) joint(t *token, empty bool) (join, error) {
	switch t.sort {
	case ';':
		return replaces, nil
	case fillOr:
		if len(p.rules) == 0 {
			return 0, p.fail(NothingToFill, t)
		}
		return fills, nil
	case ',':
		if !empty && !p.rule.complete() && p.peek().sort != end && p.peek().sort != ';' {
			return 0, p.fail(Misplaced, t)
		}
		return adds, nil
	}
	p.pos-- // a rule ended without a sign: what follows is another
	p.warn(NoSeparator, t.at, ", ")
	return adds, nil
}

// complete says that a rule says when or what, so that a comma may end it.
func (r *rule) complete() bool { return len(r.times) > 0 || r.stated || r.noted || r.always }

// readRule reads the parts of one rule.
func (p *parser) readRule(how join) (empty bool, err error) {
	p.rule, p.parts = rule{join: how, kind: Open}, p.parts[:0]
	for {
		first := p.pos
		t := p.peek()
		rank, done := 0, false
		switch {
		case t.sort == ',' && len(p.parts) > 0 && !p.rule.complete() && p.timeStarts(1):
			p.next() // "Mo, 10-12": the comma is one for the eye
			p.warn(WordCorrected, t.at, " ")
			continue
		case t.sort == end || t.sort == ';' || t.sort == fillOr || t.sort == ',':
			done = true
		case t.sort == comment:
			p.comment()
			continue
		case t.sort == ':':
			if err := p.colon(); err != nil {
				return false, err
			}
			continue
		default:
			if p.anew(t) {
				done = true
				break
			}
			rank, err = p.part(t)
		}
		if err != nil {
			return false, err
		}
		if done {
			return p.close()
		}
		p.parts = append(p.parts, part{rank, p.since(first)})
	}
}

// anew says that a token starts another rule though no sign parts them: days or
// dates after times, where such were named before.
func (p *parser) anew(t *token) bool {
	if t.sort != word || len(p.rule.times) == 0 || p.parts[len(p.parts)-1].rank < rankTime {
		return false
	}
	isDay := weekdayOf(t.text) >= 0 || t.text == "PH" || t.text == "SH"
	return isDay && len(p.rule.days) > 0 || monthOf(t.text) > 0 && len(p.rule.dates) > 0
}

// part reads one selector, or the state.
func (p *parser) part(t *token) (rank int, err error) {
	switch {
	case t.sort == word && weekdayOf(t.text) >= 0, t.isWord("PH"), t.isWord("SH"):
		return rankDay, p.days()
	case t.isWord("week"):
		return rankWeek, p.weeks()
	case t.sort == word && (monthOf(t.text) > 0 || t.text == "easter"), p.dayBeforeMonth(0), p.isoDate(0):
		return rankDate, p.dates()
	case p.always():
		return rankTime, nil
	case t.sort == number && p.looksLikeYear(0):
		return p.years()
	case t.sort == number, t.sort == '(', t.sort == word && eventOf(t.text) != noEvent:
		return rankTime, p.times()
	case t.sort == word && stateOf(t.text) >= 0:
		p.next()
		if p.rule.stated && Kind(stateOf(t.text)) != p.rule.kind {
			return 0, p.fail(Misplaced, t)
		}
		p.rule.kind, p.rule.stated = Kind(stateOf(t.text)), true
		return rankState, nil
	}
	return 0, p.fail(Misplaced, t)
}

func stateOf(w string) int {
	switch w {
	case "open":
		return int(Open)
	case "off", "closed":
		return int(Closed)
	case "unknown":
		return int(Unknown)
	}
	return -1
}

func (p *parser) comment() {
	t := p.next()
	if p.rule.comment != "" && t.text != "" {
		t.text = p.rule.comment + ", " + t.text
	}
	p.rule.comment, p.rule.noted = t.text, true
}

// colon steps over the colon that may stand after days, for the eye. After a
// state or "24/7" people put one too.
func (p *parser) colon() error {
	t := p.next()
	if len(p.parts) == 0 || p.ahead(0).sort == ':' {
		return p.fail(Misplaced, t)
	}
	last := p.parts[len(p.parts)-1].rank
	after := p.peek()
	switch {
	case last < rankTime && after.sort != end && after.sort != ';':
		return nil
	case after.sort == comment, after.sort == word && stateOf(after.text) >= 0:
		p.warn(WordCorrected, t.at, "")
		return nil
	}
	return p.fail(Misplaced, t)
}

// always reads "24/7".
func (p *parser) always() bool {
	a, b, c := p.ahead(0), p.ahead(1), p.ahead(2)
	if a.sort != number || a.value != 24 || b.sort != '/' || c.sort != number || c.value != 7 {
		return false
	}
	p.pos += 3
	p.rule.always = true
	return true
}

// close ends a rule: what it lacks is filled in, what is odd is told.
func (p *parser) close() (empty bool, err error) {
	r := &p.rule
	if len(p.parts) == 0 && !r.noted {
		return true, nil
	}
	if !r.stated && (r.comment != "" || len(p.parts) == 0) {
		r.kind = Unknown
	}
	if r.always && len(r.times) > 0 {
		return false, p.fail(Misplaced, p.peek())
	}
	if len(p.parts) > 0 && !r.always && !r.stated && !r.noted && len(r.times) == 0 {
		p.warn(Vague, Span{p.parts[0].at.From, p.parts[len(p.parts)-1].at.To}, "00:00-24:00")
	}
	if len(r.dates) > 0 && len(r.weeks) > 0 {
		p.warn(MonthAndWeek, Span{p.parts[0].at.From, p.parts[len(p.parts)-1].at.To}, "")
	}
	p.order()
	p.openEnds()
	return false, nil
}

// order tells of parts that do not stand where the language has them.
func (p *parser) order() {
	sorted := make([]part, len(p.parts))
	copy(sorted, p.parts)
	for i := 1; i < len(sorted); i++ { // few: insertion keeps equals in order
		for j := i; j > 0 && sorted[j].rank < sorted[j-1].rank; j-- {
			sorted[j], sorted[j-1] = sorted[j-1], sorted[j]
		}
	}
	for i := range sorted {
		if sorted[i] != p.parts[i] {
			p.warn(Switched, p.parts[i].at, "")
		}
	}
}

// nights tells of hours after midnight that a later rule takes away by naming
// the next day: "Fr 22:00-04:00; Sa 21:00-04:00" closes on Saturday at 00:00.
func (p *parser) nights(h *Hours) {
	for i := range h.rules {
		for j := i + 1; j < len(h.rules); j++ {
			a, b := &h.rules[i], &h.rules[j]
			if a.spills && b.join == replaces && b.kind != Closed && a.kind == Open && len(b.days) > 0 && mayFollow(a, b) {
				p.warn(NightOverwritten, b.at, "")
				break
			}
		}
	}
}

// mayFollow says that some day that b names follows a day that a names, by their
// days of the week.
func mayFollow(a, b *rule) bool {
	for w := range 7 {
		if a.mayName(w) && b.mayName((w+1)%7) {
			return true
		}
	}
	return false
}

func (r *rule) mayName(w int) bool {
	for _, group := range r.days {
		any := false
		for _, d := range group {
			any = any || d.kind != weekdays || d.shift != 0 || d.hasWeekday(w)
		}
		if !any {
			return false
		}
	}
	return true
}
