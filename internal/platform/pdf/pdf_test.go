package pdf_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"

	"twintown/internal/platform/pdf"
)

// alphabets are the letters of the eight languages with the signs that their texts use.
var alphabets = map[string]string{
	"pl": "aąbcćdeęfghijklłmnńoóprsśtuwyzźż „” – … ’",
	"en": "abcdefghijklmnopqrstuvwxyz “” ‘’ – …",
	"de": "aäbcdefghijklmnoöpqrsßtuüvwxyz „“ – …",
	"fr": "aàâæbcçdeéèêëfghiîïjklmnoôœpqrstuùûüvwxyÿz « » ’ – …",
	"lt": "aąbcčdeęėfghiįyjklmnoprsštuųūvzž „“ – …",
	"ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя «» – № …",
	"be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя «» ’ – № …",
	"uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя «» ’ – № …",
}

var serif = pdf.Style{Face: pdf.Serif, Size: 11}

func fonts(t testing.TB) *pdf.Fonts {
	t.Helper()
	f, err := pdf.Load()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// poppler runs one of poppler's programs and returns what it prints.
func poppler(t testing.TB, program string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v: %s", program, err, out)
	}
	return string(out)
}

func save(t testing.TB, d *pdf.Doc) string {
	t.Helper()
	file, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestEveryLetterIsReadBackInEachFace(t *testing.T) {
	all := fonts(t)
	for language, letters := range alphabets {
		d := pdf.New(all, pdf.Meta{Title: "Žvėrys, łąka, ўсё", Language: language})
		d.Page(pdf.A4)
		want := letters + " " + strings.ToUpper(strings.ReplaceAll(letters, "ß", "ẞ")) + " 0123456789 € @"
		for i, face := range []pdf.Face{pdf.Serif, pdf.SerifStrong, pdf.Sans, pdf.SansStrong} {
			for j, word := range strings.Fields(want) {
				d.Text(pdf.Style{Face: face, Size: 9}, 10, float64(10+i*65+j*6), pdf.Left, word)
			}
		}
		name := save(t, d)
		got := strings.Join(strings.Fields(poppler(t, "pdftotext", "-raw", name, "-")), " ")
		want = strings.Join(strings.Fields(want), " ")
		if want = strings.Repeat(want+" ", 4); got+" " != want {
			t.Errorf("%s: read back\n%s\nwant\n%s", language, got, want)
		}
		for _, line := range strings.Split(strings.TrimSpace(poppler(t, "pdffonts", name)), "\n")[2:] {
			if f := strings.Fields(line); f[len(f)-5] != "yes" || f[len(f)-3] != "yes" {
				t.Errorf("%s: not embedded, or without its letters: %s", language, line)
			}
		}
		if info := poppler(t, "pdfinfo", name); !strings.Contains(info, "Žvėrys, łąka, ўсё") {
			t.Errorf("%s: the title is lost: %s", language, info)
		}
	}
}

// A text of the program that the faces cannot write would be noticed here and not in print.
func TestEveryMessageCanBeSet(t *testing.T) {
	texts, err := filepath.Glob("../lang/messages/??.json")
	if err != nil || len(texts) != len(alphabets) {
		t.Fatalf("%d files of messages, %v", len(texts), err)
	}
	all := fonts(t)
	for _, name := range texts {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range string(text) + "\u202f" {
			if r != '\n' && r != '✗' && !all.Has(r) { // ✗ marks lines of a terminal
				t.Errorf("%s: no face has %q", filepath.Base(name), r)
			}
		}
	}
}

func TestLettersThatNoFaceHas(t *testing.T) {
	all := fonts(t)
	for text, want := range map[string]string{
		"Zażółć gęślą jaźń":   "Zażółć gęślą jaźń",
		"e\u0308":             "ë", // composed
		"თბილისი":             "t`bilisi",
		"Գյումրի":             "Gyowmri",
		"北京":                  "Bei Jing ",
		"a\u200bb\u202ec\x00": "abc", // what cannot be seen goes
		"one\ttwo\nthree":     "one two three",
		"x\u2009y":            "x\u00a0y",
		"Ph\u1ea1m":           "Pham",
		"\U0001f600":          "?",
	} {
		if got := all.Spell(text); got != want {
			t.Errorf("Spell(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestTheSameBytesEachTime(t *testing.T) {
	all, made := fonts(t), time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
	draw := func() []byte {
		d := pdf.New(all, pdf.Meta{Title: "A letter", Language: "en", Author: "An office", Made: made})
		d.Page(pdf.A4)
		d.Paragraph(serif, 20, 40, 100, "Towns and their partner towns. "+alphabets["lt"]+alphabets["uk"])
		d.Text(pdf.Style{Face: pdf.SansStrong, Size: 9}, 20, 20, pdf.Left, "AVAT")
		d.QR("https://example.org/a", 100, 100, 30)
		file, err := d.Bytes()
		if err != nil {
			t.Error(err)
		}
		return file
	}
	first := draw()
	var w sync.WaitGroup
	for range 4 {
		w.Go(func() {
			if !bytes.Equal(draw(), first) {
				t.Error("the same paper has other bytes")
			}
		})
	}
	w.Wait()
}

func TestLinesBreakWherePeopleBreakThem(t *testing.T) {
	d := pdf.New(fonts(t), pdf.Meta{})
	for _, c := range []struct {
		name, text string
		width      float64
		want       []string
	}{
		{"fits", "Kaunas", 40, []string{"Kaunas"}},
		{"empty line kept", "a b\n\nc", 40, []string{"a\u00a0b", "", "c"}},
		{"a word of one letter stays with the next", "idziemy w góry", 22, []string{"idziemy", "w\u00a0góry"}},
		{"a dash stays with the word before", "Białystok – miasto", 22, []string{"Białystok\u00a0–", "miasto"}},
		{"a no-break space holds", "3\u00a0000 euro", 20, []string{"3\u00a0000 euro"}},
		{"figures are no word of one letter", "sala 5 jest", 13, []string{"sala 5", "jest"}},
	} {
		got := d.Wrap(serif, c.text, c.width)
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// Whatever somebody typed: no line is wider than it may be, and no letter is lost.
func TestWrapKeepsEverything(t *testing.T) {
	d := pdf.New(fonts(t), pdf.Meta{})
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("abcwzążїўß –-.\n\u00a0WM")), 0, 200, -1).Draw(t, "text")
		width := rapid.Float64Range(12, 120).Draw(t, "width")
		lines := d.Wrap(serif, text, width)
		for _, line := range lines {
			if w := d.Width(serif, line); w > width+0.2 { // kerning between the pieces of a broken word
				t.Errorf("%q is %.2f wide, %.2f were given", line, w, width)
			}
		}
		squeeze := func(s string) string { return strings.Join(strings.FieldsFunc(s, unicode.IsSpace), "") }
		if got := squeeze(strings.Join(lines, " ")); got != squeeze(text) {
			t.Errorf("%q became %q", text, got)
		}
	})
}

func TestFitMakesSmallerOnlyWhatIsTooWide(t *testing.T) {
	d := pdf.New(fonts(t), pdf.Meta{})
	big := pdf.Style{Face: pdf.SerifStrong, Size: 30}
	if got := d.Fit(big, 90, 12, "Ona"); got.Size != 30 {
		t.Errorf("a short name became %v points", got.Size)
	}
	long := "Konstantinopolitańczykiewiczówna-Wierzbowska"
	if got := d.Fit(big, 90, 12, long); got.Size >= 30 || d.Width(got, long) > 90 && got.Size > 12 {
		t.Errorf("a long name has %v points and is %.1f wide", got.Size, d.Width(got, long))
	}
}

func TestQRIsReadByAScanner(t *testing.T) {
	d := pdf.New(fonts(t), pdf.Meta{})
	d.Page(pdf.A6)
	const address = "https://spotkanie.example/lt/guest/VqMxQ0pJt2Qyq7kWc0nYtQ"
	d.QR(address, 20, 20, 24)
	base := filepath.Join(t.TempDir(), "page")
	poppler(t, "pdftoppm", "-r", "200", "-png", "-singlefile", save(t, d), base)
	out, err := exec.CommandContext(t.Context(), "zbarimg", "-q", "--raw", base+".png").Output()
	if err != nil || strings.TrimSpace(string(out)) != address {
		t.Errorf("scanned %q, %v", out, err)
	}
}

func TestTooMuchForAQRCodeIsAnError(t *testing.T) {
	d := pdf.New(fonts(t), pdf.Meta{})
	d.Page(pdf.A6)
	d.QR(strings.Repeat("x", 3000), 20, 20, 24)
	if _, err := d.Bytes(); err == nil {
		t.Error("a code that holds a part of its text was written")
	}
}

func FuzzSpell(f *testing.F) {
	for _, s := range []string{"", "ą", "\xff\xfe", "e\u0308\u0301", "\u202e", "𝔘"} {
		f.Add(s)
	}
	all := fonts(f)
	f.Fuzz(func(t *testing.T, text string) {
		for _, r := range all.Spell(text) {
			if !all.Has(r) {
				t.Fatalf("%q has a letter that cannot be set: %q", text, r)
			}
		}
	})
}
