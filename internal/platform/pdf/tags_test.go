package pdf_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"twintown/internal/platform/pdf"
)

// tree is the structure of a file as poppler reads it, without its attributes.
func tree(t *testing.T, name string) string {
	t.Helper()
	var all []string
	for _, line := range strings.Split(poppler(t, "pdfinfo", "-struct-text", name), "\n") {
		if line = strings.TrimRight(line, " "); line != "" {
			all = append(all, line)
		}
	}
	return strings.Join(all, "\n")
}

// A tagged document says what its parts are, in which order and language, over pages; what is
// repeated or drawn beside them is not read.
func TestATaggedDocument(t *testing.T) {
	make := func() *pdf.Doc {
		d := pdf.New(fonts(t), pdf.Meta{Title: "Report (łąka)", Language: "en", Made: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)})
		root := d.Tree()
		d.Page(pdf.A4)
		d.Say(root.Add(pdf.Title), func() { d.Paragraph(serif, 20, 30, 170, "The report") })
		table := root.Add(pdf.Table).Means("Partners (łąka)")
		head := table.Add(pdf.Row).Add(pdf.HeadCell)
		d.Say(head, func() { d.Text(serif, 20, 40, pdf.Left, "Partner") })
		cell := table.Add(pdf.Row).Add(pdf.Cell).In("lt")
		d.Say(cell, func() { d.Text(serif, 20, 50, pdf.Left, "Alytus, ") })
		d.Line(pdf.Ink{}, 0.2, 20, 52, 190, 52)
		d.Page(pdf.A4)
		d.Text(serif, 20, 20, pdf.Left, "head of page two")
		d.Say(cell, func() { d.Text(serif, 20, 50, pdf.Left, "Dzūkija") })
		last := root.Add(pdf.Passage)
		d.Back(1)
		d.Say(last, func() { d.Text(serif, 20, 60, pdf.Left, "the end") })
		return d
	}
	name := save(t, make())
	want := `Document
  H1 (block)
    "The report"
  Table (block):
    TR
      TH:
        "Partner"
    TR
      TD
        "Alytus, "
        "Dzūkija"
  P (block)
    "the end"`
	var got []string
	for _, line := range strings.Split(tree(t, name), "\n") {
		if !strings.HasPrefix(strings.TrimSpace(line), "/") {
			got = append(got, line)
		}
	}
	if text := strings.Join(got, "\n"); text != want {
		t.Errorf("poppler reads\n%q\nwant\n%q", text, want)
	}
	if info := poppler(t, "pdfinfo", name); !strings.Contains(info, "Tagged:          yes") {
		t.Errorf("not tagged:\n%s", info)
	}
	if text := poppler(t, "pdftotext", "-raw", name, "-"); !strings.Contains(text, "head of page two") {
		t.Errorf("decoration is not there:\n%s", text)
	}
	first, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := make().Bytes(); err != nil || !bytes.Equal(first, again) {
		t.Errorf("the same calls give another file: %v", err)
	}
}

// A document without a tree is as it was, and a tree without a word is a file all the same.
func TestTagsAreNotNeeded(t *testing.T) {
	d := pdf.New(fonts(t), pdf.Meta{Title: "Plain", Language: "en"})
	d.Page(pdf.A4)
	d.Say(nil, func() { d.Text(serif, 20, 20, pdf.Left, "plain") })
	name := save(t, d)
	if info := poppler(t, "pdfinfo", name); !strings.Contains(info, "Tagged:          no") {
		t.Errorf("%s", info)
	}
	d = pdf.New(fonts(t), pdf.Meta{Title: "Empty", Language: "en"})
	d.Tree()
	d.Page(pdf.A4)
	if got := tree(t, save(t, d)); got != "Document" {
		t.Errorf("%q", got)
	}
}
