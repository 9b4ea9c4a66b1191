package sheet

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// mark is put before a text that a spreadsheet would take for a formula: the sign by
// which people at a spreadsheet say "this is text".
const mark = "'"

// Guard returns the text with an apostrophe in front when a spreadsheet would run it.
// [Unguard] is its inverse.
func Guard(s string) string {
	if runs(strings.TrimLeft(s, mark)) {
		return mark + s
	}
	return s
}

// Unguard takes off what Guard put on; any other text stays.
func Unguard(s string) string {
	if rest, ok := strings.CutPrefix(s, mark); ok && runs(strings.TrimLeft(rest, mark)) {
		return rest
	}
	return s
}

// runs says whether a spreadsheet may take the text for a formula: it begins with a
// tab or a line break, or, after what cannot be seen, with one of = + - @ in any width.
func runs(s string) bool {
	if s == "" {
		return false
	}
	if s[0] == '\t' || s[0] == '\r' || s[0] == '\n' {
		return true
	}
	s = strings.TrimLeftFunc(s, unseen)
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return false
	}
	switch norm.NFKC.String(string(r)) {
	case "=", "+", "-", "@":
		return true
	}
	return r == '−' // the minus sign, which some programs read as one
}

// unseen are characters that leave no trace before a formula.
func unseen(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zs, r)
}
