package openhours

import (
	"strconv"
	"strings"
)

func itoa(n int) string { return strconv.Itoa(n) }

// item is a token, or a phrase of the lexicon with what it may mean.
type item struct {
	token
	meanings []meaning
	length   int // tokens
}

// resolver turns the words that people write into those of the language.
type resolver struct {
	lexer
	items []item
	langs uint64 // languages that all words so far allow
}

// resolve returns the tokens of the language, the warnings, or why a word is not
// understood.
func resolve(text string, hints []string) ([]token, []Warning, error) {
	r := resolver{lexer: lexer{text: text}, langs: everyLanguage}
	if err := r.run(); err != nil {
		return nil, nil, err
	}
	if err := r.gather(); err != nil {
		return nil, nil, err
	}
	r.hint(hints)
	tokens := make([]token, 0, len(r.items)+1)
	for i := range r.items {
		it := &r.items[i]
		if it.meanings == nil {
			tokens = append(tokens, it.token)
			continue
		}
		m, err := r.choose(i)
		if err != nil {
			return nil, nil, err
		}
		tokens = append(tokens, r.expand(it, m)...)
	}
	tokens = hours(tokens)
	return append(tokens, token{sort: end, at: Span{len(text), len(text)}}), r.warnings, nil
}

// gather finds the longest phrases, and the languages that have them all.
func (r *resolver) gather() error {
	x := words()
	for i := 0; i < len(r.tokens); {
		it := r.phrase(x, i)
		if it.meanings == nil && it.sort == word && !it.exact {
			return r.fail(UnknownWord, it.at.From, it.at.To)
		}
		var langs uint64
		for _, m := range it.meanings {
			langs |= m.langs
		}
		if langs&r.langs != 0 {
			r.langs &= langs
		}
		r.items = append(r.items, it)
		i += it.length
	}
	return nil
}

func (r *resolver) phrase(x *lexicon, i int) item {
	best := item{token: r.tokens[i], length: 1}
	var key strings.Builder
	hasWord := false
	for n := 1; n <= x.longest && i+n <= len(r.tokens); n++ {
		t := &r.tokens[i+n-1]
		if t.sort == comment || t.sort == fillOr || t.sort == ';' {
			break
		}
		if n > 1 {
			key.WriteByte(' ')
		}
		key.WriteString(t.key())
		hasWord = hasWord || t.sort == word && !t.exact
		list, ok := x.phrases[key.String()]
		if !ok {
			list, ok = x.phrases[unaccented.Replace(key.String())]
		}
		if ok && (hasWord || n > 1) {
			best.meanings, best.length = list, n
			best.at.To = t.at.To
		}
	}
	if best.length == 1 && best.exact && !r.doubtful(i) {
		best.meanings = nil
	}
	return best
}

// doubtful says that a word of the language may be another language's: "Mar"
// after "Lun-" is a Tuesday.
func (r *resolver) doubtful(i int) bool {
	return r.tokens[i].text == "Mar" && i > 1 && r.tokens[i-2].sort == word && !r.tokens[i-2].exact
}

// hint narrows the languages to those that the caller expects, if the words
// allow any of them.
func (r *resolver) hint(hints []string) {
	x := words()
	var bits uint64
	for _, h := range hints {
		if b := x.bit(h, false); b < 63 {
			bits |= 1 << b
		}
	}
	if bits&r.langs != 0 {
		r.langs &= bits
	}
}

// choose settles what a phrase means: by its neighbours, then by language, then
// by English, which is the language's own.
func (r *resolver) choose(i int) (string, error) {
	it := &r.items[i]
	list := keep(it.meanings, func(m meaning) bool { return m.langs&r.langs != 0 })
	if len(list) == 0 {
		list = it.meanings
	}
	list = r.fitting(i, list)
	if len(list) > 1 {
		english := uint64(1) << words().bit("en", false)
		if own := keep(list, func(m meaning) bool { return m.langs == everyLanguage || m.langs&english&r.langs != 0 }); len(own) == 1 {
			list = own
		}
	}
	if len(list) != 1 {
		return "", r.fail(AmbiguousWord, it.at.From, it.at.To)
	}
	switch list[0].text {
	case isSeason:
		return "", r.fail(SeasonWord, it.at.From, it.at.To)
	case isVague:
		return "", r.fail(AmbiguousWord, it.at.From, it.at.To)
	}
	return list[0].text, nil
}

func keep(list []meaning, wanted func(meaning) bool) (out []meaning) {
	for _, m := range list {
		if wanted(m) {
			out = append(out, m)
		}
	}
	return out
}

// fitting leaves out what cannot stand where the phrase stands: a range between
// two things of different kinds, a month after "Tuesday to".
func (r *resolver) fitting(i int, all []meaning) []meaning {
	it := &r.items[i]
	before, after := r.class(i-1), r.class(i+1)
	joins := before != 0 && before == after && !(before == 'd' && it.at.To-it.at.From == 2 && r.text[it.at.From] == 'D')
	list := keep(all, func(m meaning) bool { return (m.text == isRange) == joins })
	if len(list) == 0 {
		list = all
	}
	if i > 1 && (r.items[i-1].sort == '-' || r.items[i-1].sort == ',') {
		if c := r.class(i - 2); c == 'd' || c == 'm' {
			if same := keep(list, func(m meaning) bool { return classOf(m.text) == c }); len(same) > 0 {
				list = same
			}
		}
	}
	return list
}

// class tells what an item is: 'd' a day, 'm' a month, 't' a time; 0 for others.
func (r *resolver) class(i int) byte {
	if i < 0 || i >= len(r.items) {
		return 0
	}
	it := &r.items[i]
	switch {
	case it.sort == number, it.sort == ')', it.sort == '(':
		return 't'
	case it.meanings != nil:
		best := byte(0)
		for _, m := range it.meanings {
			if c := classOf(m.text); c != 0 && best == 0 {
				best = c
			}
		}
		return best
	}
	return classOf(it.text)
}

func classOf(text string) byte {
	first, _, _ := strings.Cut(text, ",")
	first, _, _ = strings.Cut(first, "-")
	switch {
	case weekdayOf(first) >= 0, text == "PH", text == "SH":
		return 'd'
	case monthOf(text) > 0:
		return 'm'
	case text == "sunrise", text == "sunset", text == "dawn", text == "dusk", text == isHour, text == "12:00", text == "24:00", text == "am", text == "pm":
		return 't'
	}
	return 0
}

// expand returns the tokens of what a phrase means, at the phrase's place.
func (r *resolver) expand(it *item, text string) []token {
	switch text {
	case isHour:
		return []token{{sort: word, text: isHour, at: it.at, glued: it.glued}}
	case isNoise:
		return nil
	}
	l := lexer{text: text}
	if l.run() != nil {
		return nil
	}
	for i := range l.tokens {
		l.tokens[i].at = it.at
		l.tokens[i].glued = i > 0 || it.glued
	}
	r.warn(WordCorrected, it.at.From, it.at.To, text)
	return l.tokens
}

// hours makes a colon of the sign for hours in "8h30" and drops it in "8 h".
func hours(in []token) []token {
	out := in[:0]
	for i, t := range in {
		if t.sort != word || t.text != isHour {
			out = append(out, t)
			continue
		}
		if i > 0 && i+1 < len(in) && in[i-1].sort == number && in[i+1].sort == number && in[i+1].digits == 2 && in[i+1].glued {
			out = append(out, token{sort: ':', at: t.at, glued: true})
		}
	}
	return out
}
