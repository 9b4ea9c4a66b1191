package sheet_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"twintown/internal/platform/pdf"
	"twintown/internal/platform/sheet"
)

// printed are the pages of a report as poppler reads them.
func printed(t *testing.T, r sheet.Report) (pages []string) {
	t.Helper()
	fonts, err := pdf.Load()
	if err != nil {
		t.Fatal(err)
	}
	file, err := r.PDF(fonts)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "pdftotext", "-raw", path, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
}

// A table goes over pages with its head on each; no row is lost, and a row that is higher than
// a page is parted.
func TestTablesGoOverPages(t *testing.T) {
	long := sheet.Cell{}
	for n := range 120 {
		long = long.With(sheet.Plain, fmt.Sprint("line-", n, "."))
	}
	table := sheet.Table{Caption: "Rows", Head: []sheet.Cell{sheet.Say("Headword"), sheet.Say("Number")}, Columns: []sheet.Column{{Share: 3}, {Share: 1, Right: true}}}
	for n := range 90 {
		table.Rows = append(table.Rows, sheet.Row{Cells: []sheet.Cell{sheet.Say(fmt.Sprint("row-", n, ".")), sheet.Say("1")}})
	}
	table.Rows = append(table.Rows, sheet.Row{Cells: []sheet.Cell{long, {}}})
	pages := printed(t, sheet.Report{Title: "Report", Language: "en", Blocks: []sheet.Block{{Kind: sheet.Heading, Text: "Part"}, {Kind: sheet.Grid, Table: table}}})
	if len(pages) < 4 {
		t.Fatalf("%d pages", len(pages))
	}
	for n, page := range pages {
		if !strings.Contains(page, "Headword") || !strings.Contains(page, fmt.Sprintf("%d / %d", n+1, len(pages))) {
			t.Errorf("page %d has no head of the table, or no number", n+1)
		}
	}
	whole := strings.Join(pages, "\n")
	for n := range 90 {
		if strings.Count(whole, fmt.Sprint("row-", n, ".")) != 1 {
			t.Errorf("row %d is lost or there twice", n)
		}
	}
	for n := range 120 {
		if strings.Count(whole, fmt.Sprint("line-", n, ".")) != 1 {
			t.Errorf("line %d is lost or there twice", n)
		}
	}
}

// A heading does not stand alone at the foot of a page, and cells are read one after the other.
func TestHeadingsAndCells(t *testing.T) {
	var r sheet.Report
	r.Title, r.Language = "Report", "en"
	for n := range 40 {
		r.Add(sheet.Block{Kind: sheet.Heading, Text: fmt.Sprint("Head-", n, ".")}, sheet.Block{Kind: sheet.Grid, Table: sheet.Table{Rows: []sheet.Row{{Cells: []sheet.Cell{sheet.Say("left one", "left two"), sheet.Say("right one", "right two")}}}}})
	}
	for n, page := range printed(t, r) {
		lines := strings.Split(strings.TrimSpace(page), "\n")
		if last := lines[max(len(lines)-2, 0)]; strings.HasPrefix(last, "Head-") {
			t.Errorf("page %d ends with a heading: %q", n+1, last)
		}
		if i, j := strings.Index(page, "left two"), strings.Index(page, "right one"); i < 0 || j < i {
			t.Errorf("page %d is not read cell after cell:\n%s", n+1, page)
		}
	}
}

// The report as a file to edit says what the printed one says.
func TestTheFileToEdit(t *testing.T) {
	r := sheet.Report{Title: "Report", Language: "pl", Above: "Sokółka", Lead: "W skrócie", Blocks: []sheet.Block{{Kind: sheet.Numbers, Figures: []sheet.Figure{{Value: "7", Label: "spotkania"}}}, {Kind: sheet.Item, Text: "punkt"}}}
	file, err := r.DOCX()
	if err != nil || !bytes.HasPrefix(file, []byte("PK")) {
		t.Fatalf("%v", err)
	}
	if again, _ := r.DOCX(); !bytes.Equal(file, again) {
		t.Error("the same report gives another file")
	}
}

// Programs that read aloud find headings, lists, tables with their heads, languages and the logo.
func TestTheReportCanBeReadAloud(t *testing.T) {
	var logo bytes.Buffer
	if err := png.Encode(&logo, image.NewNRGBA(image.Rect(0, 0, 40, 20))); err != nil {
		t.Fatal(err)
	}
	long := make([]sheet.Row, 60) // over two pages
	for n := range long {
		long[n].Cells = []sheet.Cell{sheet.Say("eilutė").In("lt"), sheet.Say("1")}
	}
	r := sheet.Report{Title: "Report", Language: "en", Logo: sheet.Logo{PNG: logo.Bytes(), Width: 40, Height: 20, Alt: "Association"}, Blocks: []sheet.Block{
		{Kind: sheet.Heading, Text: "Part one"},
		{Kind: sheet.Item, Text: "first"},
		{Kind: sheet.Item, Text: "second"},
		{Kind: sheet.Grid, Table: sheet.Table{Caption: "Rows", Head: []sheet.Cell{sheet.Say("Name"), sheet.Say("Number")}, Rows: long}},
	}}
	fonts, err := pdf.Load()
	if err != nil {
		t.Fatal(err)
	}
	file, err := r.PDF(fonts)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "pdfinfo", "-struct-text", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	text := string(out)
	for want, times := range map[string]int{"Figure": 1, "H1 ": 1, "H2 ": 1, "  L ": 1, "    LI": 2, "Table": 1, "TH": 2, "\"Name\"": 1, "    TR": 61, "\"eilutė\"": 60} {
		if got := strings.Count(text, want); got != times {
			t.Errorf("%d times %q, want %d", got, want, times)
		}
	}
	if !strings.Contains(text, "\"Report\"") || strings.Contains(text, "1 / 2") {
		t.Errorf("the title is not read, or numbers of pages are:\n%.600s", text)
	}
}
