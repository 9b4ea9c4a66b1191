package paper_test

import (
	"bytes"
	"fmt"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/webp"

	"twintown/internal/platform/media"
	"twintown/internal/platform/media/mediatest"
	"twintown/internal/platform/paper"
	"twintown/internal/platform/paper/papertest"
)

func temp(t testing.TB, content []byte) *os.File {
	t.Helper()
	f, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	if _, err := f.Write(content); err != nil {
		t.Fatal(err)
	}
	return f
}

// readBytes reads a file and returns the sizes of its pictures.
func readBytes(t testing.TB, r paper.Reader, b []byte, kind media.Kind) (c paper.Content, pictures paper.Pictures) {
	t.Helper()
	pictures = paper.Pictures{JPEG: temp(t, nil), WebP: temp(t, nil)}
	c, err := r.Read(t.Context(), temp(t, b), kind, pictures)
	if err != nil {
		t.Fatal(err)
	}
	return c, pictures
}

// poppler runs one of its programs. Without it the test says so.
func poppler(t *testing.T, program string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("NOT TESTED: %s is missing (Debian: poppler-utils)", program)
		}
		t.Skipf("NOT TESTED: %s is missing (Debian: poppler-utils)", program)
	}
	out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
	return string(out)
}

// words are the words of a text, whatever stands between them.
func words(text string) map[string]int {
	all := map[string]int{}
	for _, w := range strings.Fields(text) {
		all[w]++
	}
	return all
}

// The papers of the demonstration are read as poppler reads them: as many pages, the same
// words, in all eight languages.
func TestPapersAreReadAsAnotherReaderReadsThem(t *testing.T) {
	r := papertest.Process(t)
	files, err := filepath.Glob("../../../starter/demo/files/*.pdf")
	if err != nil || len(files) != 4 {
		t.Fatalf("%d papers, %v", len(files), err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		c, pictures := readBytes(t, r, b, media.PDF)
		if c.Fault != nil || c.Cut {
			t.Errorf("%s: %+v", name, c.Fault)
		}
		if want := fmt.Sprintf("Pages:           %d\n", c.Pages); !strings.Contains(poppler(t, "pdfinfo", name), want) {
			t.Errorf("%s: we count %d pages, poppler does not", name, c.Pages)
		}
		got, want := words(c.Text), words(poppler(t, "pdftotext", name, "-"))
		for w, n := range want {
			if got[w] != n {
				t.Errorf("%s: %q stands there %d times, we read it %d times", name, w, n, got[w])
			}
		}
		for _, letter := range []string{"ą", "ę", "ė", "ų", "š", "ў", "і", "ї", "є", "ы", "ß", "é"} {
			if !strings.Contains(strings.ToLower(poppler(t, "pdftotext", name, "-")), letter) {
				continue // not in this paper
			}
			if !strings.Contains(strings.ToLower(c.Text), letter) {
				t.Errorf("%s: %q did not come out", name, letter)
			}
		}
		checkPicture(t, c, pictures)
	}
	if peak := r.Peak(); peak <= 0 || peak > 256<<20 {
		t.Errorf("reading took %d MiB", peak>>20)
	} else {
		t.Logf("reading took %d MiB", peak>>20)
	}
}

// checkPicture reads the picture back as browsers do.
func checkPicture(t *testing.T, c paper.Content, p paper.Pictures) {
	t.Helper()
	for _, f := range []*os.File{p.JPEG, p.WebP} {
		if _, err := f.Seek(0, 0); err != nil {
			t.Fatal(err)
		}
	}
	j, jerr := jpeg.Decode(p.JPEG)
	w, werr := webp.Decode(p.WebP)
	if jerr != nil || werr != nil {
		t.Fatalf("pictures: %v, %v", jerr, werr)
	}
	if j.Bounds() != w.Bounds() || j.Bounds().Dx() != c.Width || j.Bounds().Dy() != c.Height || c.Width < 100 || c.Width > paper.PictureWidth || c.Height > paper.PictureHeight {
		t.Errorf("pictures %v, %v; said %d × %d", j.Bounds(), w.Bounds(), c.Width, c.Height)
	}
	dark, all := 0, 0
	for y := range c.Height {
		for x := range c.Width {
			if g, _, _, _ := w.At(x, y).RGBA(); g < 0x8000 {
				dark++
			}
			all++
		}
	}
	if dark == 0 || dark > all/2 {
		t.Errorf("%d of %d points are dark: no page of letters", dark, all)
	}
}

const (
	docxText = `<?xml version="1.0"?><w:document xmlns:w="x"><w:body><w:p><w:r><w:t>Umowa o współ</w:t></w:r><w:r><w:t>pracy</w:t></w:r></w:p>` +
		`<w:p><w:r><w:t>Šakių ė</w:t><w:tab/><w:t>ў ї</w:t><w:instrText>PAGE</w:instrText></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p></w:body></w:document>`
	odtText = `<office:document-content xmlns:office="o" xmlns:text="t"><office:body><office:text><text:tracked-changes><text:p>gone</text:p></text:tracked-changes>` +
		`<text:h>Tytuł</text:h><text:p>Jeden<text:s/>dwa <text:span>trzy</text:span><office:annotation><text:p>remark</text:p></office:annotation></text:p></office:text></office:body></office:document-content>`
	xlsxBook = `<workbook><sheets><sheet name="Budżet"/><sheet name="Goście"/></sheets></workbook>`
	odsText  = `<office:document-content><office:spreadsheet><table:table table:name="Arkusz"><table:table-cell><text:p>Kwota ė</text:p></table:table-cell></table:table><table:table table:name="B"/></office:spreadsheet></office:document-content>`
	slide    = `<p:sld><a:p><a:r><a:t>Slajd %d</a:t></a:r></a:p></p:sld>`
	odpText  = `<office:document-content><draw:page><text:p>Pierwszy</text:p></draw:page><draw:page><text:p>Drugi</text:p></draw:page></office:document-content>`
)

func TestOfficeFilesAreRead(t *testing.T) {
	r := paper.Here(t.TempDir())
	for name, c := range map[string]struct {
		kind  media.Kind
		parts []string
		pages int
		text  string
	}{
		"text":                  {media.DOCX, []string{"word/document.xml", docxText, "docProps/app.xml", `<Properties><Pages>3</Pages></Properties>`}, 3, "Umowa o współpracy\nŠakių ė ў ї"},
		"text, pages not said":  {media.DOCX, []string{"word/document.xml", docxText}, 0, "Umowa o współpracy\nŠakių ė ў ї"},
		"open text":             {media.ODT, []string{"content.xml", odtText, "meta.xml", `<office:meta><meta:document-statistic meta:page-count="12"/></office:meta>`}, 12, "Tytuł\nJeden dwa trzy"},
		"table":                 {media.XLSX, []string{"xl/workbook.xml", xlsxBook, "xl/sharedStrings.xml", `<sst><si><t>Razem</t></si><si><r><t>a</t></r><r><t>b</t></r></si></sst>`}, 2, "Budżet\nGoście\nRazem\nab"},
		"table, words in cells": {media.XLSX, []string{"xl/workbook.xml", xlsxBook, "xl/worksheets/sheet1.xml", `<c t="inlineStr"><is><t>W komórce</t></is></c><c><v>12</v></c>`}, 2, "Budżet\nGoście\nW komórce"},
		"open table":            {media.ODS, []string{"content.xml", odsText}, 2, "Arkusz\nKwota ė\nB"},
		"slides": {media.PPTX, []string{
			"ppt/slides/slide10.xml", fmt.Sprintf(slide, 10), "ppt/slides/slide2.xml", fmt.Sprintf(slide, 2), "ppt/slides/slide1.xml", fmt.Sprintf(slide, 1), "ppt/slides/_rels/slide1.xml.rels", "<x/>",
		}, 3, "Slajd 1\nSlajd 2\nSlajd 10"},
		"open slides": {media.ODP, []string{"content.xml", odpText}, 2, "Pierwszy\nDrugi"},
	} {
		got, _ := readBytes(t, r, papertest.Archive(t, c.parts...), c.kind)
		if got.Pages != c.pages || got.Text != c.text || got.Fault != nil || got.Width != 0 {
			t.Errorf("%s: %+v; want %d pages, %q", name, got, c.pages, c.text)
		}
	}
}

// What a hostile or broken file costs, and what is said of it.
func TestFilesThatCannotBeRead(t *testing.T) {
	r := papertest.Process(t)
	deep := strings.Repeat("<a>", 100_000)
	long := `<w:document><w:p><w:r><w:t>` + strings.Repeat("ąę ", MostText/2) + `</w:t></w:r></w:p><w:p><w:r><w:t>więcej</w:t></w:r></w:p></w:document>`
	for name, c := range map[string]struct {
		kind media.Kind
		file []byte
		want string // key of the fault
		cut  bool
	}{
		"no PDF":                      {media.PDF, []byte("%PDF-1.4\nnothing\n%%EOF"), "paper.damaged", false},
		"a PDF cut off":               {media.PDF, mediatest.PDF(3)[:300], "paper.damaged", false},
		"no archive":                  {media.DOCX, []byte("PK\x03\x04"), "paper.damaged", false},
		"an archive without its text": {media.DOCX, papertest.Archive(t, "a.xml", "<a/>"), "paper.damaged", false},
		"a declaration":               {media.DOCX, papertest.Archive(t, "word/document.xml", `<!DOCTYPE x [<!ENTITY a "b">]><w:p><w:t>&a;</w:t></w:p>`), "paper.damaged", false},
		"an entity":                   {media.DOCX, papertest.Archive(t, "word/document.xml", `<w:p><w:t>&a;</w:t></w:p>`), "paper.damaged", false},
		"elements without end":        {media.ODT, papertest.Archive(t, "content.xml", deep), "paper.damaged", false},
		"more text than is kept":      {media.DOCX, papertest.Archive(t, "word/document.xml", long), "", true},
		"a part of 66 MB":             {media.ODS, papertest.Archive(t, "content.xml", "<a>"+strings.Repeat("<b>"+strings.Repeat(" ", 1<<20)+"</b>", 66)), "paper.damaged", false},
	} {
		got, _ := readBytes(t, r, c.file, c.kind)
		key := ""
		if got.Fault != nil {
			key = got.Fault.Key
			mediatest.Speaks(t, *got.Fault)
		}
		if key != c.want || got.Cut != c.cut || len(got.Text) > paper.MostText || got.Width != 0 {
			t.Errorf("%s: fault %q, cut %v, %d bytes, picture %d; want %q, %v", name, key, got.Cut, len(got.Text), got.Width, c.want, c.cut)
		}
	}
	t.Logf("at most %d MiB", r.Peak()>>20)
}

// MostText is paper.MostText, as characters of two bytes fill it.
const MostText = paper.MostText

// The files of the corpus that uploads take, hostile ones too, are read within the limits.
func TestWhatWasTakenIsReadWithinTheLimits(t *testing.T) {
	r := papertest.Process(t)
	for _, c := range mediatest.Corpus() {
		kind := media.Kind(strings.TrimPrefix(filepath.Ext(c.File), "."))
		if c.Want != "" || !paper.Readable(kind) {
			continue
		}
		got, _ := readBytes(t, r, c.Make(), kind)
		if len(got.Text) > paper.MostText || got.Pages > paper.MostPages {
			t.Errorf("%s: %d bytes, %d pages", c.Name, len(got.Text), got.Pages)
		}
		if got.Fault != nil {
			t.Logf("%s: %d pages, %s", c.Name, got.Pages, got.Fault.Key)
		}
	}
	if r.Peak() > 256<<20 {
		t.Errorf("reading took %d MiB", r.Peak()>>20)
	}
}

// A process that dies, lies or talks without end leaves what it said before.
func TestAProcessThatDiesLeavesWhatItFound(t *testing.T) {
	line := `{"Content":{"Pages":7,"Text":"","Width":9,"Height":9}}`
	for script, pages := range map[string]int{
		"echo '" + line + "'; kill -9 $$":    7,
		"echo '" + line + "'; echo '{'":      0,
		"exit 1":                             0,
		"head -c 9000000 /dev/zero":          0,
		"echo '" + line + "'; cat /dev/zero": 7,
		"echo '" + line + "'; echo; exit 0":  0,
	} {
		p, err := paper.NewProcess("/bin/sh", t.TempDir(), "-c", script)
		if err != nil {
			t.Fatal(err)
		}
		c, _ := readBytes(t, p, []byte("x"), media.DOCX)
		if c.Pages != pages || c.Fault == nil || c.Width != 0 {
			t.Errorf("%s: %+v", script, c)
		}
	}
	p, err := paper.NewProcess("/no/such/program", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if c, err := p.Read(t.Context(), temp(t, nil), media.DOCX, paper.Pictures{}); err == nil {
		t.Errorf("no such program, and %+v", c)
	}
}

func FuzzOffice(f *testing.F) {
	r := paper.Here(f.TempDir())
	for _, kind := range []media.Kind{media.DOCX, media.ODT, media.XLSX, media.ODS, media.PPTX, media.ODP} {
		for _, part := range []string{docxText, odtText, xlsxBook, odsText, odpText, "<!DOCTYPE a>", "<a", "</a></a>", "&#0;", "<a b='"} {
			f.Add(string(kind), []byte(part))
		}
	}
	names := map[media.Kind]string{media.DOCX: "word/document.xml", media.XLSX: "xl/workbook.xml", media.PPTX: "ppt/slides/slide1.xml"}
	f.Fuzz(func(t *testing.T, kind string, part []byte) {
		k := media.Kind(kind)
		if !paper.Readable(k) || k == media.PDF {
			return
		}
		name := names[k]
		if name == "" {
			name = "content.xml"
		}
		c, _ := readBytes(t, r, papertest.Archive(t, name, string(part)), k)
		if len(c.Text) > paper.MostText || c.Pages < 0 || !bytes.Equal([]byte(c.Text), bytes.ToValidUTF8([]byte(c.Text), nil)) {
			t.Errorf("%d bytes, %d pages", len(c.Text), c.Pages)
		}
	})
}
