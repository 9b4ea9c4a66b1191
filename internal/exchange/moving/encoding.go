package moving

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	utf16 "golang.org/x/text/encoding/unicode"

	"twintown/internal/platform/lang"
)

// utf8Mark is the byte order mark of UTF-8.
const utf8Mark = "\ufeff"

// Sample is how a file begins to read in an encoding: what a person can choose by.
type Sample struct{ Encoding, Text string }

// codePage is an encoding of one byte a letter, and the alphabets that people write in it.
type codePage struct {
	name     string
	table    *charmap.Charmap
	cyrillic bool
	letters  []alphabet
}

// alphabet is the letters of a language beyond ASCII, in small; one of the languages of
// the site counts fully, a neighbour's less, since fewer such files will come.
type alphabet struct {
	letters string
	weight  float64
}

const neighbour = 0.6

var codePages = []codePage{
	{"windows-1250", charmap.Windows1250, false, []alphabet{
		{"ąćęłńóśźż", 1},
		{"äöüß", 1},
		{"áčďéěíňóřšťúůýž", neighbour},
		{"áéíóöőúüű", neighbour},
	}},
	{"windows-1252", charmap.Windows1252, false, []alphabet{
		{"àâæçéèêëîïôœùûüÿ", 1},
		{"äöüß", 1},
		{"åäöæø", neighbour},
		{"áéíóúñü", neighbour},
	}},
	{"windows-1257", charmap.Windows1257, false, []alphabet{
		{"ąčęėįšųūž", 1},
		{"äöüß", 1},
		{"āčēģīķļņšūž", neighbour},
		{"äõöüšž", neighbour},
	}},
	{"windows-1251", charmap.Windows1251, true, []alphabet{
		{"абвгдеёжзийклмнопрстуфхцчшщъыьэюя", 1},
		{"абвгдеёжзійклмнопрстуўфхцчшыьэюя", 1},
		{"абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", 1},
	}},
	{"iso-8859-2", charmap.ISO8859_2, false, []alphabet{
		{"ąćęłńóśźż", 0.95}, // an old habit: where both read alike, the other is meant
	}},
}

// Encodings are the names of all encodings that Read takes.
func Encodings() []string {
	names := []string{"utf-8", "utf-16le", "utf-16be"}
	for _, p := range codePages {
		names = append(names, p.name)
	}
	return names
}

// decode returns the text of a file, how it was encoded and why, and the encodings that
// fit alike when that is unclear.
func decode(data []byte, want string, lexicon *Lexicon) (text, name string, why lang.Message, unclear []Sample, err error) {
	if want != "" {
		text, ok := decodeAs(data, want)
		if !ok {
			return "", "", why, nil, refused("encoding", nil, "encoding", want)
		}
		return text, want, lang.Msg("moving.encoding.told"), nil, nil
	}
	if name, why := marked(data); name != "" {
		text, ok := decodeAs(data, name)
		if !ok {
			return "", "", why, nil, refused("encoding", nil, "encoding", name)
		}
		return text, name, why, nil, nil
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return "", "", why, nil, refused("no_table", nil)
	}
	if utf8.Valid(data) {
		return string(data), "utf-8", lang.Msg("moving.encoding.valid"), nil, nil
	}
	text, name, unclear = weigh(data, lexicon)
	return text, name, lang.Msg("moving.encoding.letters", "letters", unusual(text)), unclear, nil
}

// marked tells UTF by its mark, or by the zeros that stand in every second byte of a
// text in UTF-16 without one.
func marked(data []byte) (name string, why lang.Message) {
	switch {
	case bytes.HasPrefix(data, []byte(utf8Mark)):
		return "utf-8", lang.Msg("moving.encoding.mark")
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return "utf-16le", lang.Msg("moving.encoding.mark")
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return "utf-16be", lang.Msg("moving.encoding.mark")
	}
	var zeros [2]int
	start := data[:min(len(data), 4096)&^1]
	for i, b := range start {
		if b == 0 {
			zeros[i%2]++
		}
	}
	const some = 10 // of a hundred pairs: separators and line breaks alone are as many
	switch pairs := len(start) / 2; {
	case zeros[0] == 0 && zeros[1]*100 > pairs*some:
		return "utf-16le", lang.Msg("moving.encoding.zeros")
	case zeros[1] == 0 && zeros[0]*100 > pairs*some:
		return "utf-16be", lang.Msg("moving.encoding.zeros")
	}
	return "", lang.Message{}
}

// decodeAs decodes; ok is false when the bytes cannot be in that encoding.
func decodeAs(data []byte, name string) (string, bool) {
	var from encoding.Encoding
	switch name {
	case "utf-8":
		text := strings.TrimPrefix(string(data), utf8Mark)
		return text, utf8.ValidString(text)
	case "utf-16le":
		from = utf16.UTF16(utf16.LittleEndian, utf16.UseBOM)
	case "utf-16be":
		from = utf16.UTF16(utf16.BigEndian, utf16.UseBOM)
	default:
		i := slices.IndexFunc(codePages, func(p codePage) bool { return p.name == name })
		if i < 0 {
			return "", false
		}
		from = codePages[i].table
	}
	text, err := from.NewDecoder().Bytes(data)
	return string(text), err == nil && !bytes.ContainsRune(text, utf8.RuneError)
}

// What one letter, word or sign says for an encoding.
const (
	knownWord = 3.0  // a word of the lexicon that has such letters
	strange   = -1.0 // a letter that the language does not have, a sign that nobody types
	misplaced = -1.5 // another alphabet or a capital inside a word
	undefined = -5.0 // a byte that stands for nothing
	// clearLead is by how much the best must lead, as a share of the letters that are
	// not ASCII, and at least one.
	clearLead = 0.1
)

// weigh decodes by every code page and returns the likeliest; those that fit about as
// well and read otherwise are unclear.
func weigh(data []byte, lexicon *Lexicon) (text, name string, unclear []Sample) {
	const enough = 256 << 10 // bytes by which a file shows its language
	start := data[:min(len(data), enough)]
	type read struct {
		name, text string
		score      float64
	}
	var all []read
	for _, p := range codePages {
		decoded, err := p.table.NewDecoder().Bytes(start)
		if err == nil {
			all = append(all, read{p.name, string(decoded), p.score(string(decoded), lexicon)})
		}
	}
	slices.SortStableFunc(all, func(a, b read) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return 0
	})
	best := all[0]
	foreign := 0
	for _, b := range start {
		if b >= utf8.RuneSelf {
			foreign++
		}
	}
	lead := max(1, clearLead*float64(foreign))
	for _, other := range all[1:] {
		if other.text != best.text && (best.score-other.score < lead || best.score <= 0 && other.score > undefined*float64(foreign)) {
			unclear = append(unclear, Sample{other.name, sample(other.text)})
		}
	}
	if len(unclear) > 0 {
		unclear = append([]Sample{{best.name, sample(best.text)}}, unclear...)
	}
	whole, _ := codePages[slices.IndexFunc(codePages, func(p codePage) bool { return p.name == best.name })].table.NewDecoder().Bytes(data)
	return string(whole), best.name, unclear
}

// score says how well a text reads in the page's best alphabet.
func (p codePage) score(text string, lexicon *Lexicon) float64 {
	best := 0.0
	for i, a := range p.letters {
		if s := p.scoreIn(a, text); i == 0 || s > best {
			best = s
		}
	}
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if strings.ContainsFunc(w, foreign) && lexicon.isWord(w) {
			best += knownWord
		}
	}
	return best
}

func foreign(r rune) bool { return r >= utf8.RuneSelf }

func (p codePage) scoreIn(a alphabet, text string) (score float64) {
	runes := []rune(text)
	for i, r := range runes {
		if r < utf8.RuneSelf {
			continue
		}
		switch {
		case r == utf8.RuneError || unicode.IsControl(r):
			score += undefined
		case !unicode.IsLetter(r):
			if !strings.ContainsRune("„”“‚‘’«»–—…№§°\u00a0\u00ad€·•", r) {
				score += strange
			}
		default:
			score += p.letter(a, runes, i)
		}
	}
	return score
}

// letter judges one letter beyond ASCII, by its neighbours too.
func (p codePage) letter(a alphabet, runes []rune, i int) float64 {
	r := runes[i]
	var before, after rune
	if i > 0 && unicode.IsLetter(runes[i-1]) {
		before = runes[i-1]
	}
	if i+1 < len(runes) && unicode.IsLetter(runes[i+1]) {
		after = runes[i+1]
	}
	switch {
	case unicode.IsLower(before) && unicode.IsUpper(r):
		return misplaced
	case p.cyrillic && (before != 0 && before < utf8.RuneSelf || after != 0 && after < utf8.RuneSelf):
		return misplaced
	case !p.cyrillic && before >= utf8.RuneSelf && after >= utf8.RuneSelf:
		return misplaced
	case strings.ContainsRune(a.letters, unicode.ToLower(r)):
		return a.weight
	}
	return strange
}

// sample is the first line with letters beyond ASCII, short enough to choose by.
func sample(text string) string {
	const enough = 120 // letters
	for line := range strings.Lines(text) {
		if strings.ContainsFunc(line, foreign) {
			runes := []rune(tidy(line))
			return string(runes[:min(len(runes), enough)])
		}
	}
	return ""
}

// unusual are the first few letters beyond ASCII, each once.
func unusual(text string) string {
	const few = 8
	var seen []string
	for _, r := range text {
		if s := string(unicode.ToLower(r)); foreign(r) && unicode.IsLetter(r) && !slices.Contains(seen, s) {
			if seen = append(seen, s); len(seen) == few {
				break
			}
		}
	}
	return strings.Join(seen, " ")
}
