package lang

import (
	"fmt"
	"strconv"
	"time"
)

// Printer prints messages, numbers, dates, lists and names in one language. It is
// immutable and safe for any number of goroutines.
type Printer struct {
	lang     string
	locale   *locale
	messages map[string][]segment
	reviewed int // how many of messages a native speaker approved as they stand
	catalog  *Catalog
	collate  collation
}

// Lang is the code of the printer's language, as in addresses and in lang="…".
func (p *Printer) Lang() string { return p.lang }

// Has says whether the catalogue has a message of that key.
func (p *Printer) Has(key string) bool { return p.messages[key] != nil }

// T prints the message of a key with pairs of placeholder name and value.
func (p *Printer) T(key string, kv ...any) string {
	return string(p.appendKey(make([]byte, 0, 96), key, values{pairs: kv})) // 96: most messages are shorter
}

// Message prints a message with all that its arguments hold.
func (p *Printer) Message(m Message) string {
	return string(p.appendMessage(make([]byte, 0, 96), m))
}

func (p *Printer) appendMessage(b []byte, m Message) []byte {
	if m.IsZero() {
		return b
	}
	return p.appendKey(b, m.Key, values{args: m.Args})
}

// values are a message's arguments, as pairs or as a map: T needs no map.
type values struct {
	pairs []any
	args  Args
}

func (v values) get(name string) (any, bool) {
	for i := 0; i+1 < len(v.pairs); i += 2 {
		if v.pairs[i] == name {
			return v.pairs[i+1], true
		}
	}
	value, ok := v.args[name]
	return value, ok
}

func (p *Printer) appendKey(b []byte, key string, v values) []byte {
	body, ok := p.messages[key]
	if !ok {
		return p.appendMissing(b, key, "")
	}
	return p.appendBody(b, body, call{key: key, values: v, after: lastSound(b)})
}

// call is one printing of one message.
type call struct {
	key    string
	values values
	number any    // what # prints, nil outside plurals
	after  string // what {after} is: how the text before the message ends, see lastSound
}

func (p *Printer) appendBody(b []byte, body []segment, c call) []byte {
	for i := range body {
		switch s := &body[i]; {
		case s.hash:
			b = p.appendNumber(b, c.number)
		case s.arg == "":
			b = appendText(b, s.text)
		default:
			b = p.appendPlaceholder(b, s, c)
		}
	}
	return b
}

// appendText writes literal text. A sentence that ends with an abbreviation's full
// stop, "w 2022 r.", takes no second one.
func appendText(b []byte, text string) []byte {
	if text[0] == '.' && len(b) > 0 && b[len(b)-1] == '.' {
		text = text[1:]
	}
	return append(b, text...)
}

func (p *Printer) appendPlaceholder(b []byte, s *segment, c call) []byte {
	v, ok := c.values.get(s.arg)
	if !ok && s.arg == "after" {
		v, ok = c.after, true
	}
	if !ok {
		return p.appendMissing(b, c.key, s.arg)
	}
	switch s.format {
	case byPlural, byOrdinal:
		c.number = v
		return p.appendBody(b, p.pluralBranch(s, v), c)
	case bySelect:
		return p.appendBody(b, s.branch(word(v)), c)
	case asNumber:
		return p.appendNumber(b, v)
	case asPercent, asDistance:
		return p.appendMeasure(b, s.format, v)
	case asDate:
		return p.appendDateValue(b, v, s.style)
	case asCountry:
		return append(b, p.CountryName(fmt.Sprint(v))...)
	case asLanguage:
		return append(b, p.LanguageName(fmt.Sprint(v))...)
	}
	return p.appendPlain(b, v)
}

// word is a value as the branches of a select name it.
func word(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int: // below 100 without an allocation: months and days
		return strconv.Itoa(v)
	}
	return fmt.Sprint(v)
}

// pluralBranch chooses =3 before the category, and other where the language's
// category has no branch or the value is no number.
func (p *Printer) pluralBranch(s *segment, v any) []segment {
	q, ok := quantityOf(v)
	if !ok {
		return s.other
	}
	if q.decimal == 0 && !negative(v) {
		var exact [24]byte
		key := strconv.AppendInt(append(exact[:0], '='), q.whole, 10)
		for i := range s.cases {
			if s.cases[i].when == string(key) {
				return s.cases[i].body
			}
		}
	}
	rules := p.locale.cardinal
	if s.format == byOrdinal {
		rules = p.locale.ordinal
	}
	return s.branch(rules.category(q))
}

func (s *segment) branch(when string) []segment {
	for i := range s.cases {
		if s.cases[i].when == when {
			return s.cases[i].body
		}
	}
	return s.other
}

// appendPlain prints a value without a format, or as list or message.
func (p *Printer) appendPlain(b []byte, v any) []byte {
	switch v := v.(type) {
	case string:
		return append(b, v...)
	case int: // without separators: a year, a number of a resolution
		return strconv.AppendInt(b, int64(v), 10)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case float64:
		return p.appendNumber(b, v)
	case Message:
		return p.appendMessage(b, v)
	case []Message:
		return p.appendList(b, len(v), func(b []byte, i int) []byte { return p.appendMessage(b, v[i]) })
	case []string:
		return p.appendList(b, len(v), func(b []byte, i int) []byte { return append(b, v[i]...) })
	case Date, time.Time:
		return p.appendDateValue(b, v, "")
	}
	return fmt.Append(b, v)
}

func (p *Printer) appendMeasure(b []byte, f format, v any) []byte {
	var x float64
	switch v := plainNumber(v).(type) {
	case float64:
		x = v
	case int64:
		x = float64(v)
	default:
		return fmt.Append(b, v)
	}
	if f == asPercent {
		return p.appendPercent(b, x)
	}
	return p.appendDistance(b, x)
}

// appendMissing prints what is not there so that nobody overlooks it, and remembers it.
func (p *Printer) appendMissing(b []byte, key, arg string) []byte {
	if arg != "" {
		key += "{" + arg + "}"
	}
	if p.catalog != nil {
		p.catalog.missing.Store(key, true)
	}
	b = append(b, "⟦"...)
	b = append(b, key...)
	return append(b, "⟧"...)
}
