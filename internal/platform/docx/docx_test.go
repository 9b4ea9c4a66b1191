package docx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"twintown/internal/platform/docx"
	"twintown/internal/platform/docx/docxtest"
)

// sample is a document with everything that there is.
func sample() *docx.Doc {
	d := docx.New(docx.Meta{Title: "Ketinimų protokolas <1>", Language: "lt", Author: "Gmina & Savivaldybė", Made: time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)})
	d.Head(docx.Say(docx.Label, "lt", "Sokółka · Šiauliai"))
	d.Foot(docx.Say(docx.Note, "be", "Снежань, ўсё"))
	d.Add(docx.Say(docx.Title, "lt", "Ketinimų protokolas"), docx.Say(docx.Heading, "uk", "Цілі її ґанку"))
	d.Table(docx.Table{
		Caption: "polski, lietuvių", Head: []docx.Cell{{docx.Say(docx.Label, "pl", "polski")}, {docx.Say(docx.Label, "lt", "lietuvių")}},
		Rows: [][]docx.Cell{
			{{docx.Say(docx.Part, "pl", "Zażółć gęślą jaźń")}, {docx.Say(docx.Part, "lt", "Įlinkdama fechtuotojo špaga")}},
			{{{Language: "de", Runs: []docx.Run{{Text: "Straße "}, {Text: "[auszufüllen]", Marked: true}, {Text: " fest", Strong: true}}}}},
		},
	})
	d.Table(docx.Table{Plain: true, Rows: [][]docx.Cell{{{{Style: docx.Line, Line: true, Runs: []docx.Run{{Text: "Podpis:"}}}}, {docx.Say(docx.Item, "fr", "première ligne\nseconde ligne")}}}})
	return d
}

func bytesOf(t testing.TB, d *docx.Doc) []byte {
	t.Helper()
	file, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// parts are the parts of a document by name; each is well-formed XML.
func parts(t testing.TB, file []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = string(text)
		d := xml.NewDecoder(bytes.NewReader(text))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s is not well-formed: %v\n%s", f.Name, err, text)
			}
		}
	}
	return all
}

func TestADocumentHasItsPartsAndSaysWhatItIs(t *testing.T) {
	all := parts(t, bytesOf(t, sample()))
	for part, wants := range map[string][]string{
		"docProps/core.xml":  {"<dc:title>Ketinimų protokolas &lt;1&gt;</dc:title>", "<dc:language>lt-LT</dc:language>", "2026-11-26T00:00:00Z", "Gmina &amp; Savivaldybė"},
		"word/document.xml":  {`<w:lang w:val="pl-PL"/>`, `<w:lang w:val="uk-UA"/>`, `<w:lang w:val="de-DE"/>`, "<w:tblHeader/>", `<w:tblCaption w:val="polski, lietuvių"/>`, `<w:highlight w:val="yellow"/>`, "<w:br/>", `w:w="11906" w:h="16838"`},
		"word/footer1.xml":   {"PAGE", "NUMPAGES", `<w:lang w:val="be-BY"/>`},
		"word/header1.xml":   {"Sokółka · Šiauliai"},
		"word/settings.xml":  {`"lt-LT"`},
		"word/styles.xml":    {`w:styleId="Heading1"`, `w:styleId="ListBullet"`},
		"word/numbering.xml": {`w:val="bullet"`},
	} {
		for _, want := range wants {
			if !strings.Contains(all[part], want) {
				t.Errorf("%s has no %s", part, want)
			}
		}
	}
	for _, target := range regexp.MustCompile(`PartName="/([^"]+)"`).FindAllStringSubmatch(all["[Content_Types].xml"], -1) {
		if _, ok := all[target[1]]; !ok {
			t.Errorf("%s is named and not there", target[1])
		}
	}
}

// orders are the orders of properties that the schema of WordprocessingML demands, as far as we
// write them. Word calls a file damaged in which they are mixed; LibreOffice does not mind.
var orders = map[string][]string{
	"pPr":         {"pStyle", "keepNext", "numPr", "tabs", "spacing", "ind", "jc", "outlineLvl"},
	"rPr":         {"rFonts", "b", "color", "sz", "szCs", "highlight", "lang"},
	"tblPr":       {"tblStyle", "tblW", "tblBorders", "tblLayout", "tblCellMar", "tblLook", "tblCaption"},
	"trPr":        {"cantSplit", "tblHeader"},
	"tblBorders":  {"top", "bottom"},
	"tblCellMar":  {"top", "left", "bottom", "right"},
	"sectPr":      {"headerReference", "footerReference", "pgSz", "pgMar"},
	"style":       {"name", "basedOn", "next", "qFormat", "pPr", "rPr", "tblPr"},
	"settings":    {"defaultTabStop", "compat", "themeFontLang"},
	"lvl":         {"start", "numFmt", "lvlText", "lvlJc", "pPr"},
	"abstractNum": {"multiLevelType", "lvl"},
	"p":           {"pPr", "r"},
	"tbl":         {"tblPr", "tblGrid", "tr"},
	"tc":          {"tcPr", "p"},
	"tr":          {"trPr", "tc"},
}

func TestPropertiesStandInTheOrderOfTheSchema(t *testing.T) {
	for name, text := range parts(t, bytesOf(t, sample())) {
		var open []string // elements that are open
		var last []int    // the place in its order of the last child of each
		d := xml.NewDecoder(strings.NewReader(text))
		for {
			token, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			switch token := token.(type) {
			case xml.StartElement:
				if n := len(open); n > 0 && orders[open[n-1]] != nil && strings.HasPrefix(name, "word/") && !strings.HasSuffix(name, ".rels") {
					at := slices.Index(orders[open[n-1]], token.Name.Local)
					if token.Name.Local == "fldSimple" {
						at = last[n-1] // stands where runs stand
					}
					if at < last[n-1] {
						t.Errorf("%s: %s stands in %s where it must not", name, token.Name.Local, open[n-1])
					}
					last[n-1] = at
				}
				open, last = append(open, token.Name.Local), append(last, 0)
			case xml.EndElement:
				open, last = open[:len(open)-1], last[:len(last)-1]
			}
		}
	}
}

// Each style that a paragraph may have is one that the document defines.
func TestEveryStyleIsDefined(t *testing.T) {
	styles := parts(t, bytesOf(t, docx.New(docx.Meta{})))["word/styles.xml"]
	for _, s := range []docx.Style{docx.Body, docx.Title, docx.Lead, docx.Heading, docx.Part, docx.Item, docx.Spoken, docx.Label, docx.Line, docx.Note, "Gap", "PageNumber", "Sides", "PlainTable"} {
		if !strings.Contains(styles, `w:styleId="`+string(s)+`"`) {
			t.Errorf("no style %s", s)
		}
	}
}

func TestEnglishIsBritishAndOthersHaveTheirCountry(t *testing.T) {
	for code, want := range map[string]string{"en": "en-GB", "pl": "pl-PL", "be": "be-BY", "fr": "fr-FR", "ru": "ru-RU", "not a language": ""} {
		core := parts(t, bytesOf(t, docx.New(docx.Meta{Language: code})))["docProps/core.xml"]
		if !strings.Contains(core, "<dc:language>"+want+"</dc:language>") {
			t.Errorf("%s: %s", code, core)
		}
	}
}

func TestTheSameBytesEachTime(t *testing.T) {
	if !bytes.Equal(bytesOf(t, sample()), bytesOf(t, sample())) {
		t.Error("the same document has other bytes")
	}
}

func TestLibreOfficeOpensIt(t *testing.T) {
	text := docxtest.Printed(t, map[string][]byte{"sample": bytesOf(t, sample())})["sample"]
	for _, want := range []string{"Sokółka · Šiauliai", "Ketinimų protokolas", "Цілі її ґанку", "Zażółć gęślą jaźń", "Įlinkdama fechtuotojo špaga", "Straße [auszufüllen] fest", "Снежань, ўсё", "1/1", "Podpis:", "•"} {
		if !strings.Contains(text, want) {
			t.Errorf("LibreOffice shows no %q in\n%s", want, text)
		}
	}
}

// Whatever people write: the document stays well-formed, and no letter of theirs is lost.
func TestAnyTextStaysWellFormed(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.String().Draw(r, "text")
		d := docx.New(docx.Meta{Title: text, Author: text, Language: text})
		d.Add(docx.Say(docx.Body, "pl", text))
		d.Table(docx.Table{Caption: text, Rows: [][]docx.Cell{{{docx.Say("", "", text)}, {}}, {}}})
		file, err := d.Bytes()
		if err != nil {
			r.Fatal(err)
		}
		parts(t, file)
	})
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"", "ą\x00\x0b", "\xff\xfe", "]]>&<\"'", "\u202e\ufffe\U0010ffff", "a\r\nb\tc\u2028d", "<w:p/>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := docx.New(docx.Meta{Title: text})
		d.Add(docx.Say(docx.Body, "pl", text))
		document := parts(t, bytesOf(t, d))["word/document.xml"]
		if strings.ContainsAny(document, "\x00\x0b\u202e\ufffe") {
			t.Errorf("a sign that nobody sees is in %q", document)
		}
	})
}
