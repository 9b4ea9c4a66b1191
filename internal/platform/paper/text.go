package paper

import (
	"strings"
	"unicode"
)

// lines collects text up to MostText bytes. Blanks in a row become one, and lines without a
// letter are left out.
type lines struct {
	b    strings.Builder
	line strings.Builder
	cut  bool
}

// add puts text to the end of the present line; its own line breaks end lines.
func (l *lines) add(text string) {
	for i, part := range strings.Split(text, "\n") {
		if i > 0 {
			l.end()
		}
		if l.b.Len()+l.line.Len()+len(part) > 2*MostText {
			l.cut = true
			return
		}
		l.line.WriteString(part)
	}
}

// end ends the line.
func (l *lines) end() {
	clean := strings.Join(strings.Fields(strings.Map(plain, strings.ToValidUTF8(l.line.String(), " "))), " ")
	l.line.Reset()
	switch {
	case clean == "":
	case l.b.Len()+len(clean)+1 > MostText:
		l.cut = true
	default:
		if l.b.Len() > 0 {
			l.b.WriteByte('\n')
		}
		l.b.WriteString(clean)
	}
}

// full says that more text would be left out.
func (l *lines) full() bool { return l.cut }

// text ends the last line and returns all.
func (l *lines) text() string {
	l.end()
	return l.b.String()
}

// plain makes blanks of control characters, and takes away those that nobody sees: a soft
// hyphen would part a word that is looked for.
func plain(r rune) rune {
	switch {
	case r == '\u00ad' || r == '\ufeff' || r == '\ufffe' || r >= '\u200b' && r <= '\u200f':
		return -1
	case unicode.IsControl(r), r == '\ufffd':
		return ' '
	}
	return r
}
