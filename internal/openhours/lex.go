package openhours

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sort is what a token is. Signs are tokens of their own character.
type sort rune

const (
	number  sort = 'n'
	word    sort = 'w'
	comment sort = 'c'
	fillOr  sort = 'o' // "||"
	end     sort = 0
)

// token is a piece of the text. After resolve, words are those of the language.
type token struct {
	sort   sort
	text   string // of words, in small letters unless canonical; of comments, without quotation marks
	value  int    // of numbers
	digits int
	at     Span
	glued  bool // no space before it
	exact  bool // written just as the language has it
	plain  bool // a sign or number that was written as the language has it
}

// signs maps what people write to the signs of the language.
var signs = map[rune]rune{
	'-': '-', '‐': '-', '‑': '-', '‒': '-', '–': '-', '—': '-', '―': '-', '−': '-', '→': '-', '~': '-', '～': '-', '〜': '-', '－': '-',
	';': ';', '；': ';', '\n': ';', ',': ',', '，': ',', '、': ',', '&': ',', ':': ':', '：': ':', '∶': ':', '.': '.', '/': '/', '+': '+',
	'(': '(', ')': ')', '[': '[', ']': ']', '=': '=', '*': '*',
}

// quotes maps an opening quotation mark to those that may close it.
var quotes = map[rune]string{
	'"': `"`, '“': "”“", '”': "”", '„': "“”", '«': "»", '»': "«", '『': "』", '「': "」", '‘': "’‘", '’': "’‘", '\'': "'",
}

// lexer cuts a text into tokens.
type lexer struct {
	text     string
	pos      int
	tokens   []token
	warnings []Warning
}

func (l *lexer) warn(code Code, from, to int, want string) {
	l.warnings = append(l.warnings, Warning{code, Span{from, to}, l.text[from:to], want})
}

func (l *lexer) fail(code Code, from, to int) error {
	return &SyntaxError{code, Span{from, to}, l.text[from:to]}
}

func (l *lexer) run() error {
	glued := false
	for l.pos < len(l.text) {
		r, size := utf8.DecodeRuneInString(l.text[l.pos:])
		if r != '\n' && (unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff') {
			l.pos += size
			glued = false
			continue
		}
		from, before := l.pos, len(l.tokens)
		if err := l.next(r, size); err != nil {
			return err
		}
		if l.pos == from { // no sign may hold the reader up for ever
			return l.fail(BadCharacter, from, from+size)
		}
		for i := before; i < len(l.tokens); i++ {
			l.tokens[i].glued = glued || i > before
			if l.tokens[i].at == (Span{}) {
				l.tokens[i].at = Span{from, l.pos}
			}
		}
		glued = true
	}
	return nil
}

// next reads one token that starts with r.
func (l *lexer) next(r rune, size int) error {
	from := l.pos
	_, isDigit := digit(r)
	closing, isQuote := quotes[r]
	switch {
	case isDigit:
		l.number()
	case unicode.IsLetter(r) || r == '_':
		l.word()
	case isQuote:
		return l.comment(r, size, closing)
	case strings.HasPrefix(l.text[from:], "||"):
		l.pos += 2
		l.tokens = append(l.tokens, token{sort: fillOr, plain: true})
	default:
		sign, ok := signs[r]
		if !ok {
			return l.fail(BadCharacter, from, from+size)
		}
		l.pos += size
		l.tokens = append(l.tokens, token{sort: sort(sign), plain: r == sign})
		if r != sign && r != '\n' {
			l.warn(WordCorrected, from, l.pos, string(sign))
		}
	}
	return nil
}

// digit returns the value of a digit: plain, raised or lowered. A degree sign
// stands for a raised zero, as keyboards have it.
func digit(r rune) (value int, ok bool) {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0'), true
	case r == '°' || r == 'º':
		return 0, true
	case r == '¹':
		return 1, true
	case r == '²' || r == '³':
		return int(r-'²') + 2, true
	case r >= '⁰' && r <= '⁹' && r != '\u2071':
		return int(r - '⁰'), true
	case r >= '₀' && r <= '₉':
		return int(r - '₀'), true
	case r >= '０' && r <= '９':
		return int(r - '０'), true
	}
	return 0, false
}

// style tells plain, raised and lowered digits apart.
func style(r rune) int {
	switch {
	case r >= '₀' && r <= '₉':
		return 2
	case r < 0x80, r >= '０' && r <= '９':
		return 0
	}
	return 1
}

// number reads digits. Where their style changes, as in 8⁰⁰, a colon is meant.
func (l *lexer) number() {
	from := l.pos
	t, first := token{sort: number, plain: true}, -1
	changed := false
	for l.pos < len(l.text) {
		r, size := utf8.DecodeRuneInString(l.text[l.pos:])
		v, ok := digit(r)
		if !ok {
			break
		}
		if first < 0 {
			first = style(r)
		}
		if style(r) != first {
			changed = true
			break
		}
		t.plain = t.plain && r < 0x80
		if t.digits++; t.digits <= 6 {
			t.value = t.value*10 + v
		}
		l.pos += size
	}
	t.at = Span{from, l.pos}
	if !t.plain {
		l.warn(WordCorrected, from, l.pos, "")
	}
	l.tokens = append(l.tokens, t)
	if changed {
		l.tokens = append(l.tokens, token{sort: ':', at: Span{l.pos, l.pos}})
		l.number()
	}
}

// word reads letters, with apostrophes between them and a full stop after them.
func (l *lexer) word() {
	from := l.pos
	if half, n := halfDay(l.text[from:]); n > 0 && len(l.tokens) > 0 && l.tokens[len(l.tokens)-1].sort == number {
		l.pos += n
		l.tokens = append(l.tokens, token{sort: word, text: half, exact: true})
		l.warn(WordCorrected, from, l.pos, "")
		return
	}
	for l.pos < len(l.text) {
		r, size := utf8.DecodeRuneInString(l.text[l.pos:])
		if r == '\'' || r == '’' || r == 'ʼ' {
			after, _ := utf8.DecodeRuneInString(l.text[l.pos+size:])
			if !unicode.IsLetter(after) {
				break
			}
		} else if !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '_' {
			break
		}
		l.pos += size
	}
	written := l.text[from:l.pos]
	if strings.HasPrefix(l.text[l.pos:], ".") {
		l.pos++
	}
	t := token{sort: word, text: foldWord(written)}
	if canonical(written) && written == l.text[from:l.pos] {
		t.text, t.exact = written, true
	}
	l.tokens = append(l.tokens, t)
}

// halfDay reads "am", "p.m." and the like.
func halfDay(s string) (half string, length int) {
	if s == "" || strings.IndexByte("aApP", s[0]) < 0 {
		return "", 0
	}
	n := 1
	for n < len(s) && (s[n] == '.' || s[n] == ' ') {
		n++
	}
	if n >= len(s) || s[n] != 'm' && s[n] != 'M' {
		return "", 0
	}
	if n++; n < len(s) && s[n] == '.' {
		n++
	}
	if r, _ := utf8.DecodeRuneInString(s[n:]); n < len(s) && unicode.IsLetter(r) {
		return "", 0
	}
	return string(s[0]|0x20) + "m", n
}

func (l *lexer) comment(r rune, size int, closing string) error {
	from := l.pos
	rest := l.text[from+size:]
	n := strings.IndexAny(rest, closing)
	if n < 0 {
		return l.fail(OpenComment, from, len(l.text))
	}
	_, last := utf8.DecodeRuneInString(rest[n:])
	l.pos += size + n + last
	text := strings.Join(strings.Fields(strings.ReplaceAll(rest[:n], `"`, "'")), " ")
	l.tokens = append(l.tokens, token{sort: comment, text: text, plain: true})
	if r != '"' {
		l.warn(Quotes, from, l.pos, `"`+text+`"`)
	}
	if text == "" {
		l.warn(EmptyComment, from, l.pos, "")
	}
	return nil
}

// foldWord brings a word into the form in which the table of words has it.
func foldWord(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(s), "'", "’"), "ʼ", "’")
}
