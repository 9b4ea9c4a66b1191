package names

import (
	"strings"
	"unicode"
	"unicode/utf8"

	unidecode "github.com/mozillazg/go-unidecode"
	"golang.org/x/text/unicode/norm"
)

// Latin returns a folded spelling of s in the letters a to z: what a person
// would type who hears the name or reads it off a map. Latin("Белосток") is
// "belostok", Latin("Γρόντνο") is "grodno", Latin("北京") is "bei jing".
// For text in Latin letters it equals Fold.
//
// Cyrillic, Greek, Hebrew, Arabic, kana, Korean and the scripts of India follow
// the tables in script.go, which are close to what gazetteers print; all other
// scripts go through Unidecode, letter by letter. The result holds only a to z,
// digits and single spaces.
func Latin(s string) string {
	if isASCII(s) {
		return Fold(s)
	}
	text := strings.ToLower(norm.NFC.String(strings.ToValidUTF8(s, " ")))
	out := make([]byte, 0, len(text)+8)
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		_, next := utf8.DecodeRuneInString(text[size:])
		if pair, ok := latinPairs[text[:size+next]]; ok && next > 0 {
			out, text = append(out, pair...), text[size+next:]
			continue
		}
		text = text[size:]
		out = appendLatin(out, r, text)
	}
	if folded := Fold(string(out)); isASCII(folded) {
		return folded
	}
	return keepASCII(Fold(unidecode.Unidecode(Fold(string(out)))))
}

// appendLatin appends the Latin letters of one rune; rest is the text after it,
// for scripts in which the next sign decides about the vowel.
func appendLatin(out []byte, r rune, rest string) []byte {
	switch {
	case r < 0x370:
		return utf8.AppendRune(out, r)
	case r >= 0xac00 && r <= 0xd7a3:
		return appendHangul(out, r)
	case r >= 0x900 && r <= 0xd7f:
		return appendIndic(out, r, rest)
	case r >= 0x3041 && r <= 0x30ff:
		return appendKana(out, r)
	case unicode.Is(unicode.Han, r):
		out = append(appendSpace(out), unidecode.Unidecode(string(r))...)
		return appendSpace(out)
	}
	if s, ok := latinTable[r]; ok {
		return append(out, s...)
	}
	base, _ := utf8.DecodeRuneInString(Fold(string(r)))
	if s, ok := latinTable[base]; ok {
		return append(out, s...)
	}
	if unicode.IsLetter(r) {
		return append(out, unidecode.Unidecode(string(r))...)
	}
	return utf8.AppendRune(out, r)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// keepASCII drops what no table could write in Latin letters.
func keepASCII(s string) string {
	if isASCII(s) {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		if s[i] < utf8.RuneSelf {
			out = append(out, s[i])
		}
	}
	return Fold(string(out))
}
