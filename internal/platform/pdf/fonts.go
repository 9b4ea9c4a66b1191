package pdf

import (
	"embed"
	"fmt"
	"strings"
	"sync"
	"unicode"

	"github.com/mozillazg/go-unidecode"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

// Face is one of the faces that papers are set in.
type Face uint8

// The faces.
const (
	Serif       Face = iota // running text
	SerifStrong             // names and headings
	Sans                    // labels, tables
	SansStrong

	faces = iota
)

// String is the name of the face's file.
func (f Face) String() string { return [...]string{"serif", "serif-strong", "sans", "sans-strong"}[f] }

//go:embed fonts/*.ttf
var files embed.FS

// Fonts are the faces, read once. They can be used by any number of documents at a time.
type Fonts struct{ of [faces]*face }

// face is one font with what was measured of it. All measures are thousandths of the size.
type face struct {
	file     []byte
	glyphs   map[rune]sfnt.GlyphIndex
	advances map[rune]float64
	font     *sfnt.Font
	kerns    sync.Map // [2]rune → float64
}

// highest is the last letter that is looked for: fpdf writes letters of the basic plane only.
const highest = 0x2800

// Load reads the embedded faces.
func Load() (*Fonts, error) {
	all := &Fonts{}
	for i := range all.of {
		name := "fonts/" + Face(i).String() + ".ttf"
		file, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read a face: %w", err)
		}
		if all.of[i], err = readFace(file); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return all, nil
}

func readFace(file []byte) (*face, error) {
	parsed, err := sfnt.Parse(file)
	if err != nil {
		return nil, err
	}
	f := &face{file: file, font: parsed, glyphs: map[rune]sfnt.GlyphIndex{}, advances: map[rune]float64{}}
	var b sfnt.Buffer
	for r := rune(' '); r < highest; r++ {
		glyph, err := parsed.GlyphIndex(&b, r)
		if err != nil || glyph == 0 {
			continue
		}
		advance, err := parsed.GlyphAdvance(&b, glyph, thousand, font.HintingNone)
		if err != nil {
			return nil, err
		}
		f.glyphs[r], f.advances[r] = glyph, float64(advance)/64
	}
	return f, nil
}

// thousand is the size at which a face is measured.
const thousand = fixed.Int26_6(1000 * 64)

// kern is by how much b stands nearer to a (less than zero) or further away.
func (f *face) kern(a, b rune) float64 {
	if known, ok := f.kerns.Load([2]rune{a, b}); ok {
		return known.(float64)
	}
	var buffer sfnt.Buffer
	k, err := f.font.Kern(&buffer, f.glyphs[a], f.glyphs[b], thousand, font.HintingNone)
	if err != nil {
		k = 0 // the face says nothing of this pair
	}
	f.kerns.Store([2]rune{a, b}, float64(k)/64)
	return float64(k) / 64
}

// Has says whether all faces have a letter.
func (f *Fonts) Has(r rune) bool {
	for _, face := range f.of {
		if _, ok := face.glyphs[r]; !ok {
			return false
		}
	}
	return true
}

// Spell writes a text with the letters that there are: a letter with its marks composed, else
// without marks that no face has, else transcribed, else a question mark. What cannot be
// seen (controls, marks of direction) goes.
func (f *Fonts) Spell(text string) string {
	plain := true
	for _, r := range text {
		plain = plain && f.Has(r)
	}
	if plain {
		return text
	}
	var b strings.Builder
	for _, r := range norm.NFC.String(text) {
		b.WriteString(f.spell(r))
	}
	return b.String()
}

func (f *Fonts) spell(r rune) string {
	switch {
	case f.Has(r):
		return string(r)
	case r == '\t' || r == '\n' || r == '\r':
		return " "
	case r == '\u2011': // a hyphen that does not break
		return "-"
	case unicode.IsSpace(r):
		return "\u00a0"
	case unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Mn, unicode.Variation_Selector):
		return ""
	}
	if base := []rune(norm.NFD.String(string(r))); len(base) > 1 && f.Has(base[0]) {
		return string(base[0])
	}
	if near := strings.Map(f.orNothing, unidecode.Unidecode(string(r))); near != "" {
		return near
	}
	return "?"
}

func (f *Fonts) orNothing(r rune) rune {
	if f.Has(r) {
		return r
	}
	return -1
}

// width is the width of a spelt text.
func (f *Fonts) width(in Face, text string) (w float64) {
	face, before := f.of[in], rune(0)
	for _, r := range text {
		if before != 0 {
			w += face.kern(before, r)
		}
		w += face.advances[r]
		before = r
	}
	return w
}

// runs gives the parts of a spelt text between which letters are kerned, each with where it begins.
func (f *Fonts) runs(in Face, text string, run func(at float64, part string)) {
	face, before, start, at, from := f.of[in], rune(0), 0, 0.0, 0.0
	for i, r := range text {
		if before != 0 {
			if k := face.kern(before, r); k != 0 {
				run(from, text[start:i])
				at += k
				start, from = i, at
			}
		}
		at += face.advances[r]
		before = r
	}
	run(from, text[start:])
}
