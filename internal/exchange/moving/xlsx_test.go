package moving

import (
	"archive/zip"
	"bytes"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"twintown/internal/platform/errs"
)

// officeBook is a workbook as an office keeps it: a hidden sheet, a title over merged
// cells, merged countries, dates in the formats in which they were typed, a total.
func officeBook(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(f.SetSheetName("Sheet1", "Słownik"))
	check(f.SetCellValue("Słownik", "A1", "partner"))
	check(f.SetCellValue("Słownik", "A2", "x"))
	_, err := f.NewSheet("Partnerzy")
	check(err)
	f.SetActiveSheet(1)
	check(f.SetSheetVisible("Słownik", false))
	set := func(cell string, value any) { t.Helper(); check(f.SetCellValue("Partnerzy", cell, value)) }
	style := func(cell string, s excelize.Style) {
		t.Helper()
		id, err := f.NewStyle(&s)
		check(err)
		check(f.SetCellStyle("Partnerzy", cell, cell, id))
	}
	format := func(code string) excelize.Style { return excelize.Style{CustomNumFmt: &code} }
	set("A1", "Miasta partnerskie")
	check(f.MergeCell("Partnerzy", "A1", "D1"))
	for i, title := range []string{"Miasto", "Państwo", "Data podpisania umowy", "Liczba wizyt"} {
		cell, _ := excelize.CoordinatesToCellName(i+1, 3)
		set(cell, title)
	}
	for row, town := range map[int]string{4: "Słubice", 5: "Celle", 6: "Grodno", 7: "Kowno", 8: "Dubno"} {
		set(fmt.Sprintf("A%d", row), town)
		set(fmt.Sprintf("D%d", row), row)
	}
	set("B5", "Niemcy")
	set("B4", "Polska")
	set("B6", "Białoruś")
	set("B7", "Litwa")
	set("B8", "Ukraina")
	set("C4", time.Date(1995, 3, 12, 0, 0, 0, 0, time.UTC))
	style("C4", format(`[$-415]d mmmm yyyy;@`))
	set("C5", time.Date(2004, 3, 1, 0, 0, 0, 0, time.UTC))
	style("C5", excelize.Style{NumFmt: 17}) // typed as "03.2004"
	set("C6", time.Date(1988, 1, 1, 0, 0, 0, 0, time.UTC))
	style("C6", format("yyyy"))
	set("C7", 1998)
	set("C8", time.Date(1999, 3, 12, 0, 0, 0, 0, time.UTC))
	style("C8", excelize.Style{NumFmt: 14})
	set("A9", "Hamm")
	set("A10", "Schwerte")
	set("B9", "Niemcy")
	check(f.MergeCell("Partnerzy", "B9", "B10"))
	set("C9", "#N/A")
	check(f.SetCellFormula("Partnerzy", "C10", "=1/0"))
	check(f.SetCellRichText("Partnerzy", "A12", []excelize.RichTextRun{{Text: "Raz"}, {Text: "em"}}))
	set("D12", 30)
	var buf bytes.Buffer
	_, err = f.WriteTo(&buf)
	check(err)
	return buf.Bytes()
}

// A cell means what its format shows: a month typed into a spreadsheet stays a month.
func TestOfficeBook(t *testing.T) {
	table := readTable(t, "partnerzy.xlsx", officeBook(t))
	if table.Sheet != "Partnerzy" || !slices.Equal(table.Sheets, []string{"Partnerzy"}) {
		t.Errorf("sheet %q of %q", table.Sheet, table.Sheets)
	}
	var dates []string
	for _, r := range table.Rows[2:7] {
		dates = append(dates, r.cell(2))
	}
	if want := []string{"1995-03-12", "2004-03", "1988", "1998", "1999-03-12"}; !slices.Equal(dates, want) {
		t.Errorf("dates %q, want %q", dates, want)
	}
	plan := Make(table, nobody(), Options{Lexicon: words(), Own: town(t, "Gorzów Wielkopolski"), Today: today, Language: "pl"})
	var got []string
	for _, r := range plan.Rows {
		got = append(got, fmt.Sprintf("%d %s", r.Line, r.Outcome))
	}
	want := []string{"4 asked", "5 fits", "6 fits", "7 fits", "8 fits", "9 fits", "10 fits", "12 left_out"}
	if !slices.Equal(got, want) {
		t.Errorf("rows %q, want %q", got, want)
	}
	if c := table.Rows[8].cell(1); c != "Niemcy" {
		t.Errorf("the country merged over two rows is %q in the second", c)
	}
}

// The stream reader and the library that most programs use see the same texts.
func TestReadsWhatExcelizeReads(t *testing.T) {
	data := officeBook(t)
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Partnerzy")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range readTable(t, "x.xlsx", data).Rows {
		for i, c := range r.Cells {
			if i == 2 || r.Line == 10 { // dates, and what merging filled
				continue
			}
			if r.Line > len(rows) || i >= len(rows[r.Line-1]) || rows[r.Line-1][i] != c {
				t.Errorf("line %d, column %d: %q", r.Line, i, c)
			}
		}
	}
}

// parts makes an archive of texts.
func parts(t testing.TB, all map[string]string) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for name, text := range all {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

const (
	bookXML = `<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`
	relsXML = `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`
)

// book is a workbook of one sheet with what stands between its sheetData tags.
func book(t testing.TB, rows string, more ...string) []byte {
	t.Helper()
	all := map[string]string{
		"xl/workbook.xml": bookXML, "xl/_rels/workbook.xml.rels": relsXML,
		"xl/worksheets/sheet1.xml": `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`,
	}
	for i := 0; i+1 < len(more); i += 2 {
		all[more[i]] = more[i+1]
	}
	return parts(t, all)
}

// Hostile workbooks are refused with a sentence, within the memory that a file may cost.
func TestHostileBooks(t *testing.T) {
	row := `<row><c t="inlineStr"><is><t>x</t></is></c></row>`
	entity := `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>`
	for _, c := range []struct {
		name string
		data func() []byte
		kind errs.Kind
		key  string
	}{
		{"an external entity", func() []byte {
			return parts(t, map[string]string{"xl/workbook.xml": bookXML, "xl/_rels/workbook.xml.rels": relsXML, "xl/worksheets/sheet1.xml": entity + `<worksheet><sheetData>` + row + `</sheetData></worksheet>`})
		}, errs.Invalid, "moving.file.doctype"},
		{"a billion laughs", func() []byte {
			return book(t, row, "xl/sharedStrings.xml", `<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>`)
		}, errs.Invalid, "moving.file.doctype"},
		{"an unknown entity", func() []byte {
			return book(t, `<row><c t="inlineStr"><is><t>&e;</t></is></c></row>`)
		}, errs.Invalid, "moving.file.damaged"},
		{"a sheet that unpacks to 300 MB", func() []byte {
			return book(t, strings.Repeat(" ", 300<<20))
		}, errs.TooLarge, "moving.file.too_large.unpacked"},
		{"texts that unpack to 60 MB", func() []byte {
			return book(t, row, "xl/sharedStrings.xml", "<sst>"+strings.Repeat("<si><t>"+strings.Repeat("x", 200)+"</t></si>", 280_000)+"</sst>")
		}, errs.TooLarge, "moving.file.too_large.text"},
		{"a million shared texts", func() []byte {
			return book(t, row, "xl/sharedStrings.xml", "<sst>"+strings.Repeat("<si><t/></si>", 1_000_000)+"</sst>")
		}, errs.TooLarge, "moving.file.too_large.text"},
		{"a million rows", func() []byte { return book(t, strings.Repeat(row, 1_000_000)) }, errs.TooLarge, "moving.file.too_large.rows"},
		{"16 k columns", func() []byte {
			return book(t, `<row><c r="XFD1" t="inlineStr"><is><t>x</t></is></c></row>`)
		}, errs.TooLarge, "moving.file.too_large.columns"},
		{"a cell of a megabyte", func() []byte {
			return book(t, `<row><c t="inlineStr"><is><t>`+strings.Repeat("x", 1<<20)+`</t></is></c></row>`)
		}, errs.TooLarge, "moving.file.too_large.text"},
		{"5,000 files", func() []byte {
			all := map[string]string{}
			for i := range 5_000 {
				all[fmt.Sprintf("x%d", i)] = ""
			}
			return parts(t, all)
		}, errs.TooLarge, "moving.file.too_large.unpacked"},
		{"no workbook inside", func() []byte {
			return parts(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})
		}, errs.Invalid, "moving.file.no_workbook"},
		{"no rows", func() []byte { return book(t, strings.Repeat("<row/>", 1000)) }, errs.Invalid, "moving.file.empty"},
		{"XML that ends early", func() []byte {
			return parts(t, map[string]string{"xl/workbook.xml": `<workbook><sheets`})
		}, errs.Invalid, "moving.file.damaged"},
		{"elements that close out of order", func() []byte { return book(t, `<row><v>0</c ></row>`) }, errs.Invalid, "moving.file.damaged"},
		{"a million nested elements", func() []byte { return book(t, strings.Repeat("<row>", 1_000_000)) }, errs.Invalid, "moving.file.damaged"},
		{"another alphabet of XML", func() []byte {
			return parts(t, map[string]string{"xl/workbook.xml": `<?xml version="1.0" encoding="utf-7"?><workbook/>`})
		}, errs.Invalid, "moving.file.damaged"},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := c.data()
			before := allocated()
			table, err := Read("x.xlsx", data, ReadOptions{Lexicon: words()})
			if table != nil || errs.KindOf(err) != c.kind || errs.PublicOf(err).Key != c.key {
				t.Errorf("%v, %v", errs.PublicOf(err), err)
			}
			// what was ever allocated is more than was ever held at once
			const most = 2 << 30
			if got := allocated() - before; got > most {
				t.Errorf("%d MB were allocated", got>>20)
			}
		})
	}
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

// A size that the archive declares too small, and cells out of order, harm nobody.
func TestOddBooks(t *testing.T) {
	table := readTable(t, "x.xlsx", book(t, `<row r="9"><c r="C9" t="inlineStr"><is><t>c</t></is></c><c r="A9" t="inlineStr"><is><t>late</t></is></c></row><row r="2"><c><v>1.0</v></c></row>`))
	if got := table.Rows[0]; got.Line != 9 || got.cell(2) != "c" || got.cell(3) != "late" {
		t.Errorf("row %+v", got)
	}
	if got := table.Rows[1]; got.Line != 10 || got.cell(0) != "1" {
		t.Errorf("row %+v", got)
	}
	many := book(t, strings.Repeat("<row/>", 1_000_000)+`<row r="1048576"><c><v>7</v></c></row>`)
	if got := readTable(t, "x.xlsx", many).Rows; len(got) != 1 || got[0].Line != 1_048_576 {
		t.Errorf("rows %+v", got)
	}
}

func TestFormatsOfDates(t *testing.T) {
	for code, want := range map[string]precision{
		"dd.mm.yyyy": byDay, `[$-415]d mmmm yyyy;@`: byDay, "yyyy-mm-dd hh:mm": byDay, "mmm yyyy": byMonth, `mm\/yy`: byMonth, "yyyy": byYear, `yyyy" r."`: byYear,
		"0.00": noDate, "General": noDate, "hh:mm:ss": noDate, "@": noDate, `#,##0 "dny"`: noDate, "d mmm": byDay,
	} {
		if got := precisionOf(code); got != want {
			t.Errorf("%q shows %d, want %d", code, got, want)
		}
	}
}

func FuzzSheet(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`)
	f.Add(`<row><c t="inlineStr"><is><t>x</t><rPh><t>y</t></rPh></is></c></row><mergeCell ref="A1:B2"/>`)
	f.Add(`<row><c><row><c><v>1</v></c></row></c></row>`)
	f.Add(`<c r="ZZZZ9"/><row r="-1"/><v>1e400</v>`)
	f.Fuzz(func(t *testing.T, rows string) {
		if len(rows) > 1<<16 {
			return
		}
		data := book(t, rows, "xl/sharedStrings.xml", `<sst><si><t>a</t></si></sst>`, "xl/styles.xml", `<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>`)
		_, err := Read("x.xlsx", data, ReadOptions{Lexicon: words()})
		if err != nil && errs.KindOf(err) != errs.Invalid && errs.KindOf(err) != errs.TooLarge {
			t.Fatal(err)
		}
	})
}
