package sheet_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"twintown/internal/exchange/sheet"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// What a spreadsheet would run is marked; what it would not stays as it is.
func TestGuard(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"=1+1", "'=1+1"},
		{"+48 85 711 00 00", "'+48 85 711 00 00"},
		{"-", "'-"},
		{"@SUM(A1)", "'@SUM(A1)"},
		{"\t=1", "'\t=1"},
		{"\r\n=1", "'\r\n=1"},
		{"  =cmd|' /C calc'!A0", "'  =cmd|' /C calc'!A0"},
		{"\u00a0\u200b=1", "'\u00a0\u200b=1"},
		{"＝1+1", "'＝1+1"},
		{"＠x", "'＠x"},
		{"﹣1", "'﹣1"},
		{"−5", "'−5"},
		{"'=1", "''=1"},
		{"Giżycko", "Giżycko"},
		{"'s-Hertogenbosch", "'s-Hertogenbosch"},
		{"– od 1992", "– od 1992"},
		{"a=b", "a=b"},
		{"", ""},
	} {
		if got := sheet.Guard(c.in); got != c.want {
			t.Errorf("Guard(%q) = %q, want %q", c.in, got, c.want)
		}
		if back := sheet.Unguard(sheet.Guard(c.in)); back != c.in {
			t.Errorf("Unguard(Guard(%q)) = %q", c.in, back)
		}
	}
}

// texts are cells as people write them, and as those do who mean harm.
func texts() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.StringOfN(rapid.RuneFrom([]rune("=+-@'\t\n ;,\"aŻя＝\u00a0\u200b0|!")), 0, 12, -1),
		rapid.SampledFrom([]string{"_x0041_", "1995", "007", "Białystok", "1/2", "TRUE", `"`, "=HYPERLINK(\"http://x\")"}),
	)
}

// Whatever text goes in comes out again, in each format, and no cell is a formula.
func TestWrittenTextsReadBackTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(1, 4).Draw(t, "width")
		table := sheet.Table{Language: rapid.SampledFrom([]string{"", "en", "pl"}).Draw(t, "language")}
		for range width {
			table.Columns = append(table.Columns, sheet.Column{Title: "x" + texts().Draw(t, "title")})
		}
		for range rapid.IntRange(0, 5).Draw(t, "rows") {
			row := sheet.Row{}
			for range width {
				row = append(row, "x"+texts().Draw(t, "end"), texts().Draw(t, "text"))
			}
			table.Rows = append(table.Rows, row)
		}
		for _, f := range sheet.Formats() {
			got, formulas := read(t, f, table)
			if formulas != 0 {
				t.Fatalf("%s: %d formulas", f, formulas)
			}
			for i, row := range table.Rows {
				for j, want := range row {
					if have := at(got, i+1, j); sheet.Unguard(have) != want {
						t.Fatalf("%s: row %d, column %d: %q, want %q", f, i, j, have, want)
					}
				}
			}
		}
	})
}

func at(rows [][]string, i, j int) string {
	if i < len(rows) && j < len(rows[i]) {
		return rows[i][j]
	}
	return ""
}

type fataler interface{ Fatalf(string, ...any) }

// read writes a table and reads it with another reader; formulas counts the cells that
// a spreadsheet would compute.
func read(t fataler, f sheet.Format, table sheet.Table) (rows [][]string, formulas int) {
	var buf bytes.Buffer
	if err := sheet.Write(&buf, f, table); err != nil {
		t.Fatalf("Write: %v", err)
	}
	if f != sheet.XLSX {
		text := strings.TrimPrefix(buf.String(), "\ufeff")
		if (text != buf.String()) != (f == sheet.CSV) {
			t.Fatalf("%s: byte order mark", f)
		}
		r := csv.NewReader(strings.NewReader(text))
		r.FieldsPerRecord = -1
		if table.Language == "pl" {
			r.Comma = ';'
		}
		rows, err := r.ReadAll()
		if err != nil {
			t.Fatalf("ReadAll: %v", err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
					formulas++
				}
			}
		}
		return rows, formulas
	}
	x, err := excelize.OpenReader(&buf)
	if err != nil {
		t.Fatalf("OpenReader: %v", err)
	}
	defer x.Close()
	name := x.GetSheetName(0)
	if rows, err = x.GetRows(name); err != nil {
		t.Fatalf("GetRows: %v", err)
	}
	for i, row := range rows {
		for j := range row {
			cell, _ := excelize.CoordinatesToCellName(j+1, i+1)
			if formula, _ := x.GetCellFormula(name, cell); formula != "" {
				formulas++
			}
		}
	}
	return rows, formulas
}

// Numbers and days are real ones in XLSX, and as programs read them in CSV.
func TestNumbersAndDates(t *testing.T) {
	table := sheet.Table{
		Name:    "Partnerstwa [2026]: gmina/miasto, nazwa dłuższa niż wolno",
		Columns: []sheet.Column{{Title: "n"}, {Title: "d", Width: 12}},
		Rows: []sheet.Row{
			{5, lang.Date{Year: 1995, Month: 3, Day: 12}},
			{int64(-7), lang.Date{Year: 2004, Month: 3}},
			{1.5, lang.Date{Year: 1988}},
			{nil, lang.Date{Year: 1871, Month: 5, Day: 10}},
			{"1995", lang.Date{}},
		},
	}
	var buf bytes.Buffer
	if err := sheet.Write(&buf, sheet.CSVPlain, table); err != nil {
		t.Fatal(err)
	}
	const want = "n,d\r\n5,1995-03-12\r\n-7,2004-03\r\n1.5,1988\r\n,1871-05-10\r\n1995,\r\n"
	if buf.String() != want {
		t.Errorf("CSV is %q, want %q", buf.String(), want)
	}
	buf.Reset()
	if err := sheet.Write(&buf, sheet.XLSX, table); err != nil {
		t.Fatal(err)
	}
	x, err := excelize.OpenReader(&buf)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	name := x.GetSheetName(0)
	for cell, want := range map[string]string{
		"A2": "5", "B2": "34770", "A3": "-7", "B3": "38047", "A4": "1.5", "B4": "1988", "B5": "1871-05-10", "A6": "1995",
	} {
		if got, _ := x.GetCellValue(name, cell, excelize.Options{RawCellValue: true}); got != want {
			t.Errorf("%s is %q, want %q", cell, got, want)
		}
	}
	for cell, want := range map[string]excelize.CellType{"A2": excelize.CellTypeUnset, "B2": excelize.CellTypeUnset, "A6": excelize.CellTypeInlineString} {
		if got, _ := x.GetCellType(name, cell); got != want {
			t.Errorf("%s is of type %v, want %v", cell, got, want)
		}
	}
	if got, _ := x.GetCellValue(name, "B3"); got != "2004-03" {
		t.Errorf("a month shows as %q", got)
	}
	if panes, _ := x.GetPanes(name); !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the header is not frozen: %+v", panes)
	}
	if width, _ := x.GetColWidth(name, "B"); width != 12 {
		t.Errorf("column B is %v wide", width)
	}
}

// What no spreadsheet could open is refused; so is what a list cannot hold.
func TestRefused(t *testing.T) {
	many := sheet.Table{Columns: make([]sheet.Column, 16_385)}
	if err := sheet.Write(&bytes.Buffer{}, sheet.XLSX, many); errs.KindOf(err) != errs.TooLarge {
		t.Errorf("too many columns: %v", err)
	}
	for _, f := range append(sheet.Formats(), "ods") {
		if err := sheet.Write(&bytes.Buffer{}, f, sheet.Table{Rows: []sheet.Row{{struct{}{}}}}); err == nil {
			t.Errorf("%s: a struct was written", f)
		}
	}
	long := sheet.Table{Columns: []sheet.Column{{Title: "x"}}, Rows: []sheet.Row{{strings.Repeat("𐍈", 40_000) + "\x00"}}}
	for _, f := range sheet.Formats() {
		if rows, _ := read(t, f, long); len(rows[1][0]) < 32_000 || strings.Contains(rows[1][0], "\x00") {
			t.Errorf("%s: a long text came back with %d bytes", f, len(rows[1][0]))
		}
	}
}

func ExampleGuard() {
	fmt.Println(sheet.Guard("=1+1"), sheet.Guard("Giżycko"))
	// Output: '=1+1 Giżycko
}
