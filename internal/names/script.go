package names

// The tables of this file write other scripts in Latin letters, the way that
// gazetteers do: Arabic and Hebrew without the vowels that are not written,
// Korean and the scripts of India letter by letter.

// latinTable holds single letters. Accented ones fall back to their base.
var latinTable = map[rune]string{
	// Cyrillic: Russian, Ukrainian, Belarusian, then the others.
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'ґ': "g", 'д': "d", 'е': "e", 'ё': "yo", 'є': "ye", 'ж': "zh", 'з': "z",
	'и': "i", 'і': "i", 'ї': "yi", 'й': "y", 'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r",
	'с': "s", 'т': "t", 'у': "u", 'ў': "u", 'ф': "f", 'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "shch",
	'ъ': "", 'ы': "y", 'ь': "", 'э': "e", 'ю': "yu", 'я': "ya", 'ѣ': "e",
	'ј': "y", 'љ': "l", 'њ': "n", 'ћ': "ch", 'ђ': "dj", 'џ': "dzh", 'ѕ': "dz", 'ѓ': "g", 'ќ': "k",
	'ә': "a", 'ғ': "g", 'қ': "k", 'ң': "n", 'ө': "o", 'ұ': "u", 'ү': "u", 'һ': "h", 'җ': "j", 'ӏ': "", 'ҳ': "h", 'ҷ': "j", 'ҫ': "s", 'ҙ': "z",
	// Greek.
	'α': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'ζ': "z", 'η': "i", 'θ': "th", 'ι': "i", 'κ': "k", 'λ': "l", 'μ': "m",
	'ν': "n", 'ξ': "x", 'ο': "o", 'π': "p", 'ρ': "r", 'σ': "s", 'τ': "t", 'υ': "y", 'φ': "f", 'χ': "ch", 'ψ': "ps", 'ω': "o",
	// Hebrew.
	'א': "", 'ב': "b", 'ג': "g", 'ד': "d", 'ה': "h", 'ו': "w", 'ז': "z", 'ח': "ch", 'ט': "t", 'י': "y", 'כ': "k", 'ל': "l",
	'מ': "m", 'נ': "n", 'ס': "s", 'ע': "", 'פ': "p", 'צ': "ts", 'ק': "q", 'ר': "r", 'ש': "s", 'ת': "t",
	// Arabic, Persian, Urdu.
	'ا': "a", 'ب': "b", 'پ': "p", 'ت': "t", 'ث': "th", 'ج': "j", 'چ': "ch", 'ح': "h", 'خ': "kh", 'د': "d", 'ذ': "dh",
	'ر': "r", 'ز': "z", 'ژ': "zh", 'س': "s", 'ش': "sh", 'ص': "s", 'ض': "d", 'ط': "t", 'ظ': "z", 'ع': "", 'غ': "gh",
	'ف': "f", 'ق': "q", 'ک': "k", 'گ': "g", 'ل': "l", 'م': "m", 'ن': "n", 'و': "w", 'ه': "h", 'ی': "y",
	'ٹ': "t", 'ڈ': "d", 'ڑ': "r", 'ں': "n", 'ے': "y", 'ڤ': "v", 'ۋ': "w", 'ئ': "y", 'ؤ': "w", 'ة': "t", 'ې': "e", 'ۇ': "u", 'ۆ': "o",
	'ڭ': "ng", 'ښ': "sh", 'ږ': "zh", 'ځ': "dz", 'څ': "ts", 'ډ': "d", 'ړ': "r", 'ټ': "t", 'ڼ': "n",
}

// latinPairs holds pairs of letters that write one sound.
var latinPairs = map[string]string{
	"μπ": "b", "ντ": "d", "γκ": "g", "ου": "u", "ού": "u", "γγ": "ng", "αυ": "av", "ευ": "ev",
	"сх": "skh", "кс": "ks",
	"きゃ": "kya", "きゅ": "kyu", "きょ": "kyo", "しゃ": "sha", "しゅ": "shu", "しょ": "sho", "ちゃ": "cha", "ちゅ": "chu", "ちょ": "cho",
	"にゃ": "nya", "にゅ": "nyu", "にょ": "nyo", "ひゃ": "hya", "ひゅ": "hyu", "ひょ": "hyo", "みゃ": "mya", "みゅ": "myu", "みょ": "myo",
	"りゃ": "rya", "りゅ": "ryu", "りょ": "ryo", "ぎゃ": "gya", "ぎゅ": "gyu", "ぎょ": "gyo", "じゃ": "ja", "じゅ": "ju", "じょ": "jo",
	"びゃ": "bya", "びゅ": "byu", "びょ": "byo", "ぴゃ": "pya", "ぴゅ": "pyu", "ぴょ": "pyo",
	"キャ": "kya", "キュ": "kyu", "キョ": "kyo", "シャ": "sha", "シュ": "shu", "ショ": "sho", "チャ": "cha", "チュ": "chu", "チョ": "cho",
	"ニャ": "nya", "ニュ": "nyu", "ニョ": "nyo", "ヒャ": "hya", "ヒュ": "hyu", "ヒョ": "hyo", "ミャ": "mya", "ミュ": "myu", "ミョ": "myo",
	"リャ": "rya", "リュ": "ryu", "リョ": "ryo", "ギャ": "gya", "ギュ": "gyu", "ギョ": "gyo", "ジャ": "ja", "ジュ": "ju", "ジョ": "jo",
	"ビャ": "bya", "ビュ": "byu", "ビョ": "byo", "ピャ": "pya", "ピュ": "pyu", "ピョ": "pyo", "シェ": "she", "ジェ": "je", "チェ": "che",
	"ファ": "fa", "フィ": "fi", "フェ": "fe", "フォ": "fo", "フュ": "fyu", "ティ": "ti", "ディ": "di", "トゥ": "tu", "ドゥ": "du", "デュ": "dyu", "テュ": "tyu",
	"ウィ": "wi", "ウェ": "we", "ウォ": "wo", "ヴァ": "va", "ヴィ": "vi", "ヴェ": "ve", "ヴォ": "vo", "ツァ": "tsa", "ツィ": "tsi", "ツェ": "tse", "ツォ": "tso", "クァ": "kwa",
}

// kana lists the syllables of hiragana from U+3041 on, small letters included;
// katakana stands 0x60 higher in the same order.
var kana = [...]string{
	"a", "a", "i", "i", "u", "u", "e", "e", "o", "o",
	"ka", "ga", "ki", "gi", "ku", "gu", "ke", "ge", "ko", "go",
	"sa", "za", "shi", "ji", "su", "zu", "se", "ze", "so", "zo",
	"ta", "da", "chi", "ji", "", "tsu", "zu", "te", "de", "to", "do",
	"na", "ni", "nu", "ne", "no",
	"ha", "ba", "pa", "hi", "bi", "pi", "fu", "bu", "pu", "he", "be", "pe", "ho", "bo", "po",
	"ma", "mi", "mu", "me", "mo", "ya", "ya", "yu", "yu", "yo", "yo",
	"ra", "ri", "ru", "re", "ro", "wa", "wa", "wi", "we", "wo", "n", "vu", "ka", "ke",
}

// appendKana writes one Japanese syllable. The mark of a long vowel and the
// small tsu, which doubles a consonant, are left out: spellings vary in both.
func appendKana(out []byte, r rune) []byte {
	if r >= 0x30a1 && r <= 0x30f6 {
		r -= 0x60
	}
	if i := int(r - 0x3041); i >= 0 && i < len(kana) {
		return append(out, kana[i]...)
	}
	if r == 'ー' || r == 0x3099 || r == 0x309a {
		return out
	}
	return appendSpace(out)
}

// Korean syllables are a number: initial × 588 + vowel × 28 + final.
var (
	hangulInitial = [...]string{"g", "kk", "n", "d", "tt", "l", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"}
	hangulVowel   = [...]string{"a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu", "ui", "i"}
	hangulFinal   = [...]string{
		"", "g", "kk", "gs", "n", "nj", "nh", "d", "l", "lg", "lm", "lb", "ls", "lt", "lp", "lh", "m", "b", "bs", "s", "ss", "ng", "j", "ch", "k", "t", "p", "h",
	}
)

func appendHangul(out []byte, r rune) []byte {
	n := int(r - 0xac00)
	out = append(out, hangulInitial[n/588]...)
	out = append(out, hangulVowel[n%588/28]...)
	return append(out, hangulFinal[n%28]...)
}

// indic holds the signs that the scripts of India share: Unicode gives each of
// them a block of 128 in the same order, from Devanagari at U+0900 to Malayalam.
var indic = [0x50]string{
	0x01: "n", 0x02: "m", 0x03: "h",
	0x05: "a", 0x06: "a", 0x07: "i", 0x08: "i", 0x09: "u", 0x0a: "u", 0x0b: "r", 0x0c: "l",
	0x0d: "e", 0x0e: "e", 0x0f: "e", 0x10: "ai", 0x11: "o", 0x12: "o", 0x13: "o", 0x14: "au",
	0x15: "k", 0x16: "kh", 0x17: "g", 0x18: "gh", 0x19: "ng", 0x1a: "ch", 0x1b: "chh", 0x1c: "j", 0x1d: "jh", 0x1e: "ny",
	0x1f: "t", 0x20: "th", 0x21: "d", 0x22: "dh", 0x23: "n", 0x24: "t", 0x25: "th", 0x26: "d", 0x27: "dh", 0x28: "n", 0x29: "n",
	0x2a: "p", 0x2b: "ph", 0x2c: "b", 0x2d: "bh", 0x2e: "m", 0x2f: "y", 0x30: "r", 0x31: "r", 0x32: "l", 0x33: "l", 0x34: "l",
	0x35: "v", 0x36: "sh", 0x37: "sh", 0x38: "s", 0x39: "h",
	0x3e: "a", 0x3f: "i", 0x40: "i", 0x41: "u", 0x42: "u", 0x43: "r", 0x44: "r", 0x45: "e", 0x46: "e", 0x47: "e", 0x48: "ai",
	0x49: "o", 0x4a: "o", 0x4b: "o", 0x4c: "au",
}

// appendIndic writes one sign; a consonant without a vowel sign carries an a,
// unless it ends the word.
func appendIndic(out []byte, r rune, rest string) []byte {
	at := int(r-0x900) % 0x80
	if at >= len(indic) {
		return append(out, keepASCII(Fold(string(r)))...)
	}
	out = append(out, indic[at]...)
	if at < 0x15 || at > 0x39 {
		return out
	}
	next := firstRune(rest)
	if next < 0x900 || next > 0xd7f {
		return out // the word ends here
	}
	if n := int(next-0x900) % 0x80; n >= 0x3c && n <= 0x4d {
		return out // a vowel sign follows, or the mark of no vowel
	}
	return append(out, 'a')
}
