package names

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns the form in which spellings are compared: lower case, without
// diacritics, apostrophes and doubled spaces, with every other mark of
// punctuation as one space. The script stays: Fold("Białystok") is "bialystok",
// Fold("Бе́ласток") is "беласток", Fold("Nowy-Targ") is "nowy targ".
//
// Marks that carry a sound rather than an accent (Indic vowel signs, the voicing
// mark of kana) are kept. Fold is idempotent, and returns "" for text without a
// letter or a digit. Invalid UTF-8 is treated as punctuation.
func Fold(s string) string {
	if out, ok := foldASCII(s); ok {
		return out
	}
	out := make([]byte, 0, len(s)+8)
	kept := false
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, " ")) {
		if isAccent(r) {
			continue
		}
		kept = kept || r >= 0x300 && (unicode.IsMark(r) || isJamo(r))
		out = appendFolded(out, r)
	}
	for len(out) > 0 && out[len(out)-1] == ' ' {
		out = out[:len(out)-1]
	}
	if kept {
		return string(norm.NFC.Bytes(out))
	}
	return string(out)
}

// foldASCII is Fold for the text most names are made of; ok is false when s
// holds anything but ASCII.
func foldASCII(s string) (string, bool) {
	clean := true // nothing to change: the input itself can be returned
	for i := range len(s) {
		c := s[i]
		if c >= utf8.RuneSelf {
			return "", false
		}
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == ' ' && i > 0 && s[i-1] != ' ') {
			clean = false
		}
	}
	if clean && (s == "" || s[len(s)-1] != ' ') {
		return s, true
	}
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		out = appendFolded(out, rune(s[i]))
	}
	if n := len(out); n > 0 && out[n-1] == ' ' {
		out = out[:n-1]
	}
	return string(out), true
}

// appendFolded appends the folded form of one decomposed rune: letters in lower
// case, nothing for apostrophes, one space for a run of anything else.
func appendFolded(out []byte, r rune) []byte {
	switch {
	case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
		return append(out, byte(r))
	case r >= 'A' && r <= 'Z':
		return append(out, byte(r)+'a'-'A')
	case isApostrophe(r):
		return out
	case r < utf8.RuneSelf || r == utf8.RuneError:
		return appendSpace(out)
	}
	r = unicode.ToLower(r)
	if s, ok := foldTable[r]; ok {
		return append(out, s...)
	}
	switch {
	case unicode.IsLetter(r), unicode.IsMark(r):
		return utf8.AppendRune(out, r)
	case unicode.Is(unicode.Nd, r):
		return append(out, digitOf(r))
	case unicode.IsNumber(r):
		return utf8.AppendRune(out, r)
	}
	return appendSpace(out)
}

func appendSpace(out []byte) []byte {
	if len(out) == 0 || out[len(out)-1] == ' ' {
		return out
	}
	return append(out, ' ')
}

// digitOf gives the ASCII digit of a decimal digit of any script. Unicode lays
// each set of ten out in order, so the distance to the first one is the value.
func digitOf(r rune) byte {
	n := byte(0)
	for n < 9 && unicode.Is(unicode.Nd, r-1) {
		r--
		n++
	}
	return '0' + n
}

// isAccent tells the combining marks that Fold drops: those over Latin, Greek
// and Cyrillic letters, Hebrew points, Arabic vowels and hamza.
func isAccent(r rune) bool {
	switch {
	case r < 0x300:
		return false
	case r <= 0x36f, r >= 0x483 && r <= 0x489, r >= 0x591 && r <= 0x5c7 && r != 0x5be && r != 0x5c0 && r != 0x5c3 && r != 0x5c6:
		return true
	case r >= 0x610 && r <= 0x61a, r >= 0x64b && r <= 0x65f, r == 0x670, r >= 0x6d6 && r <= 0x6dc, r >= 0x6df && r <= 0x6e8, r >= 0x6ea && r <= 0x6ed:
		return true
	case r >= 0x1ab0 && r <= 0x1aff, r >= 0x1dc0 && r <= 0x1dff, r >= 0x20d0 && r <= 0x20ff, r >= 0xfe00 && r <= 0xfe0f, r >= 0xfe20 && r <= 0xfe2f:
		return true
	}
	return false
}

// isJamo tells the parts into which normalisation takes Korean syllables apart.
func isJamo(r rune) bool { return r >= 0x1100 && r <= 0x11ff }

// isApostrophe tells the marks that are written inside a word and left out as
// often: apostrophes, soft signs of transliteration, ʿayn and hamza, tatweel,
// zero-width joiners.
func isApostrophe(r rune) bool {
	switch r {
	case '\'', '`', '´', '"', '~', '^', '’', '‘', '‛', '“', '”', '„', '′', '″', 'ʹ', 'ʺ', 'ʻ', 'ʼ', 'ʽ', 'ʾ', 'ʿ', 'ˈ', 'ː', 'ˊ', 'ˋ', 'ʲ', 'ˀ', 'ˁ', '·',
		'ـ', 'ء', '״', '׳', 0xad, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0xfeff, 'ꞌ', 'ˮ':
		return true
	}
	return false
}

// foldTable holds the letters that do not come apart under normalisation, and
// the letters of one script that keyboards write in several ways (Arabic kaf
// and yeh). The values are folded already.
var foldTable = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i", 'ħ': "h",
	'ŋ': "n", 'ə': "e", 'ɛ': "e", 'ɔ': "o", 'ĸ': "k", 'ŧ': "t", 'ɗ': "d", 'ɓ': "b", 'ƙ': "k", 'ƴ': "y",
	'ǝ': "e", 'ƶ': "z", 'ɨ': "i", 'ɖ': "d", 'ƒ': "f", 'ʋ': "v", 'ɣ': "g", 'ɩ': "i", 'ʊ': "u", 'ꞑ': "n", 'ȷ': "j",
	'ς': "σ", 'ґ': "г", 'ѣ': "е", 'ѳ': "ф", 'ѵ': "и", 'ѕ': "з", 'ӏ': "", 'ђ': "д", 'ј': "и",
	'ي': "ی", 'ى': "ی", 'ې': "ی", 'ے': "ی", 'ك': "ک", 'ة': "ه", 'ۀ': "ه", 'ہ': "ه", 'ھ': "ه", 'ۃ': "ه", 'ە': "ه",
	'ٱ': "ا", 'ڪ': "ک", 'ۆ': "و", 'ۇ': "و", 'ۈ': "و", 'ۋ': "و",
	'ך': "כ", 'ם': "מ", 'ן': "נ", 'ף': "פ", 'ץ': "צ",
}
