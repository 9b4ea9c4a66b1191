package block

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// kind is what a token means.
type kind uint8

const (
	unknown     kind = iota
	dayName          // days
	clockTime        // minute
	dash             // also "to"
	separator        // a comma, "and"
	noise            // from, at, o'clock
	closed           //
	appointment      //
	pause            // a break
)

// token is a word, a time or a sign of a line.
type token struct {
	kind   kind
	raw    string
	key    string // of a word: folded
	days   []int
	minute int
	bad    bool // no such time
}

// fold makes a word comparable: lower case, no marks, no apostrophes.
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		switch {
		case unicode.Is(unicode.Mn, r), strings.ContainsRune("'’`ʼ", r):
		case r == 'ł':
			b.WriteByte('l')
		case r == 'ß':
			b.WriteString("ss")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

const dashes = "-–—−‑‒‐~"

// lexer reads one line for one language.
type lexer struct {
	in   []rune
	at   int
	pm   bool // am and pm are times
	out  []token
	word *lexicon
}

// lex turns a line into tokens, and joins those that are one phrase.
func lex(text string, words *lexicon) []token {
	x := &lexer{in: []rune(text), word: words, pm: words.twelve}
	for x.at < len(x.in) {
		r := x.in[x.at]
		switch {
		case unicode.IsLetter(r):
			x.letters()
		case unicode.IsDigit(r):
			x.number()
		case strings.ContainsRune(dashes, r):
			x.add(token{kind: dash, raw: "-", key: "-"})
		case strings.ContainsRune(",;/&+|", r):
			x.add(token{kind: separator, raw: string(r)})
		default:
			x.at++
		}
	}
	return words.phrases(x.out)
}

func (x *lexer) add(t token) {
	x.out = append(x.out, t)
	x.at++
}

func (x *lexer) letters() {
	from := x.at
	for x.at < len(x.in) && (unicode.IsLetter(x.in[x.at]) || unicode.Is(unicode.Mn, x.in[x.at]) || strings.ContainsRune("'’`ʼ", x.in[x.at])) {
		x.at++
	}
	raw := string(x.in[from:x.at])
	x.out = append(x.out, token{raw: raw, key: fold(raw)})
}

// digits reads a run of digits.
func (x *lexer) digits(at int) (text string, next int) {
	for next = at; next < len(x.in) && x.in[next] >= '0' && x.in[next] <= '9'; next++ {
	}
	return string(x.in[at:next]), next
}

// number reads 8, 8:00, 8.00, 8h, 8h30, 8 h 30, 8⁰⁰, 8 pm. Anything else with digits is
// not understood: a date, a room.
func (x *lexer) number() {
	from := x.at
	hour, next := x.digits(x.at)
	if hour == "" || len(hour) > 2 { // a digit of another script, or a long number
		x.at = max(next, from+1)
		x.out = append(x.out, token{raw: string(x.in[from:x.at])})
		return
	}
	t := token{kind: clockTime, minute: number(hour) * 60}
	minutes, end := x.minutes(next)
	if minutes != "" {
		t.minute += number(minutes)
		t.bad = number(minutes) > 59
		next = end
	} else if h := x.hourSign(next); h > 0 {
		next = h
	}
	if next+1 < len(x.in) && x.in[next] == '.' && unicode.IsDigit(x.in[next+1]) { // 24.12.2026
		for next < len(x.in) && (unicode.IsDigit(x.in[next]) || x.in[next] == '.') {
			next++
		}
		t = token{}
	}
	if next < len(x.in) && unicode.IsDigit(x.in[next]) {
		t = token{}
		_, next = x.digits(next)
	}
	x.at = max(next, from+1)
	if t.kind == clockTime && x.pm {
		x.half(&t)
	}
	t.raw = strings.TrimSpace(string(x.in[from:x.at]))
	x.out = append(x.out, t)
}

// minutes reads what follows the hour: ":00", ".00", "h30", " h 30", "⁰⁰".
func (x *lexer) minutes(at int) (text string, next int) {
	if at+1 < len(x.in) && superscript(x.in[at]) >= 0 && superscript(x.in[at+1]) >= 0 {
		return string([]rune{'0' + superscript(x.in[at]), '0' + superscript(x.in[at+1])}), at + 2
	}
	begin := -1
	if at < len(x.in) && (x.in[at] == ':' || x.in[at] == '.') {
		begin = at + 1
	} else if h := x.hourSign(at); h > 0 {
		begin = h
		for begin < len(x.in) && x.in[begin] == ' ' {
			begin++
		}
	}
	if begin < 0 {
		return "", at
	}
	if text, next = x.digits(begin); len(text) == 2 {
		return text, next
	}
	return "", at
}

// hourSign returns where an "h" after the hour ends, 0 where there is none.
func (x *lexer) hourSign(at int) int {
	for at < len(x.in) && x.in[at] == ' ' {
		at++
	}
	if at >= len(x.in) || x.in[at] != 'h' && x.in[at] != 'H' {
		return 0
	}
	if at+1 < len(x.in) && unicode.IsLetter(x.in[at+1]) {
		return 0
	}
	return at + 1
}

// half reads am and pm.
func (x *lexer) half(t *token) {
	at := x.at
	for at < len(x.in) && x.in[at] == ' ' {
		at++
	}
	text := strings.ToLower(string(x.in[at:min(at+4, len(x.in))]))
	for _, sign := range []string{"a.m.", "p.m.", "am", "pm"} {
		if !strings.HasPrefix(text, sign) || at+len(sign) < len(x.in) && unicode.IsLetter(x.in[at+len(sign)]) {
			continue
		}
		if t.minute >= 12*60 && t.minute < 13*60 {
			t.minute -= 12 * 60
		}
		if sign[0] == 'p' {
			t.minute += 12 * 60
		}
		x.at = at + len(sign)
		return
	}
}

// superscript is the digit of a small raised one, -1 for anything else.
func superscript(r rune) rune { return rune(slices.Index([]rune("⁰¹²³⁴⁵⁶⁷⁸⁹"), r)) }

func number(digits string) (n int) {
	for _, r := range digits {
		n = n*10 + int(r-'0')
	}
	return n
}
