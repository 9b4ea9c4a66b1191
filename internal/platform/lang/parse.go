package lang

import (
	"errors"
	"fmt"
	"strings"
)

// maxDepth bounds how deep choices may nest, so that a hostile or broken file
// cannot exhaust the stack. The deepest message that a person can still read has three.
const maxDepth = 8

// segment is a piece of a parsed message: literal text (arg == "" and no hash), the
// number of the plural around it (hash), or a placeholder.
type segment struct {
	text   string // literal text
	arg    string // placeholder name
	format format // how the placeholder prints
	style  string // what follows the format, for dates
	hash   bool   // the # of a plural
	cases  []choice
	other  []segment
}

// choice is one branch of a plural or a select.
type choice struct {
	when string // a plural category, "=3", or a select's word
	body []segment
}

// format says how a placeholder prints its value.
type format uint8

const (
	plain format = iota
	asNumber
	asPercent
	asDistance
	asDate
	asCountry
	asLanguage
	asList
	asMessage
	byPlural
	byOrdinal
	bySelect
)

// formats are the words that may stand after a placeholder's name.
var formats = map[string]format{
	"number": asNumber, "percent": asPercent, "distance": asDistance, "date": asDate,
	"country": asCountry, "language": asLanguage, "list": asList, "message": asMessage,
	"plural": byPlural, "selectordinal": byOrdinal, "select": bySelect,
}

// parse reads one message. The error names the byte at which the text went wrong.
func parse(text string) ([]segment, error) {
	p := parser{text: text}
	body, err := p.body(0, false)
	if err != nil {
		return nil, fmt.Errorf("at byte %d: %w", p.at, err)
	}
	if p.at < len(text) {
		return nil, fmt.Errorf("at byte %d: a closing brace without its opening one", p.at)
	}
	return body, nil
}

type parser struct {
	text string
	at   int
}

// body reads segments up to the closing brace of the choice around it, which it
// leaves to the caller, or to the end. Inside a plural, # is the number.
func (p *parser) body(depth int, plural bool) ([]segment, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("choices nest deeper than %d", maxDepth)
	}
	stops := "{}"
	if plural {
		stops = "{}#"
	}
	var out []segment
	for p.at < len(p.text) {
		n := strings.IndexAny(p.text[p.at:], stops)
		if n < 0 {
			n = len(p.text) - p.at
		}
		if n > 0 {
			out = append(out, segment{text: p.text[p.at : p.at+n]})
			p.at += n
			continue
		}
		switch p.text[p.at] {
		case '}':
			return out, nil
		case '#':
			p.at++
			out = append(out, segment{hash: true})
		default:
			s, err := p.placeholder(depth, plural)
			if err != nil {
				return nil, err
			}
			out = append(out, s)
		}
	}
	return out, nil
}

// placeholder reads {name}, {name, format}, {name, format, style} or a choice.
func (p *parser) placeholder(depth int, plural bool) (segment, error) {
	p.at++ // the opening brace
	s := segment{arg: p.word()}
	if s.arg == "" {
		return s, errors.New("a placeholder without a name")
	}
	if p.eat('}') {
		return s, nil
	}
	if !p.eat(',') {
		return s, fmt.Errorf("{%s is followed by neither a comma nor a closing brace", s.arg)
	}
	name := p.word()
	known := false
	if s.format, known = formats[name]; !known {
		return s, fmt.Errorf("{%s, %s: no such format", s.arg, name)
	}
	if s.format >= byPlural {
		return s, p.choices(&s, depth, plural || s.format != bySelect)
	}
	if p.eat(',') {
		if s.style = p.word(); s.style == "" || s.format != asDate {
			return s, fmt.Errorf("{%s, %s takes no such style", s.arg, name)
		}
	}
	if !p.eat('}') {
		return s, fmt.Errorf("{%s, %s is not closed", s.arg, name)
	}
	return s, nil
}

// choices reads ", word{body} word{body} … }" into s.
func (p *parser) choices(s *segment, depth int, plural bool) error {
	if !p.eat(',') {
		return fmt.Errorf("{%s: a choice without branches", s.arg)
	}
	seenOther := false
	for !p.eat('}') {
		when := p.word()
		if when == "" || !p.eat('{') {
			return fmt.Errorf("{%s: a branch is word{text}", s.arg)
		}
		if err := checkBranch(s, when, seenOther); err != nil {
			return err
		}
		body, err := p.body(depth+1, plural)
		if err != nil {
			return err
		}
		if p.at >= len(p.text) {
			return fmt.Errorf("{%s: branch %s is not closed", s.arg, when)
		}
		p.at++ // the closing brace that body stopped at
		if when == "other" {
			seenOther, s.other = true, body
		} else {
			s.cases = append(s.cases, choice{when, body})
		}
	}
	if !seenOther {
		return fmt.Errorf("{%s: a choice needs a branch called other", s.arg)
	}
	return nil
}

// checkBranch refuses a branch that can never be chosen.
func checkBranch(s *segment, when string, seenOther bool) error {
	if when == "other" && seenOther {
		return fmt.Errorf("{%s: branch other stands twice", s.arg)
	}
	for _, c := range s.cases {
		if c.when == when {
			return fmt.Errorf("{%s: branch %s stands twice", s.arg, when)
		}
	}
	if s.format == bySelect || when == "other" {
		return nil
	}
	if isCategory(when) || len(when) > 1 && when[0] == '=' && digitsOnly(when[1:]) {
		return nil
	}
	return fmt.Errorf("{%s: %s is no plural category", s.arg, when)
}

func isCategory(word string) bool {
	switch word {
	case "zero", "one", "two", "few", "many", "other":
		return true
	}
	return false
}

func digitsOnly(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}

// word reads a name, a format or a branch, with the spaces around it.
func (p *parser) word() string {
	p.spaces()
	start := p.at
	for p.at < len(p.text) && isWordByte(p.text[p.at]) {
		p.at++
	}
	w := p.text[start:p.at]
	p.spaces()
	return w
}

func isWordByte(b byte) bool {
	return b == '_' || b == '=' || b == '-' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}

func (p *parser) eat(b byte) bool {
	if p.at < len(p.text) && p.text[p.at] == b {
		p.at++
		return true
	}
	return false
}

func (p *parser) spaces() {
	for p.at < len(p.text) && (p.text[p.at] == ' ' || p.text[p.at] == '\n') {
		p.at++
	}
}
