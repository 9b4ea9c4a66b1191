// Package sheet sets reports: titles, sentences, figures and tables, as a PDF to print, as a
// DOCX to go on editing, and as blocks that a page of the site shows.
//
// The idea: what an office prints of its own data is a [Report], a list of [Block]s that says
// what things are (a heading, a sentence, a table with its caption) and not how they look. It
// is made once, by whoever knows the matter, and set in three ways, so that the paper, the
// file and the page never say different things.
//
//	r := sheet.Report{Title: "Action plan", Language: "en", Made: day}
//	r.Add(sheet.Block{Kind: sheet.Heading, Text: "2027"}, sheet.Block{Kind: sheet.Grid, Table: table})
//	file, err := r.PDF(fonts)
//
// # Two languages side by side
//
// A [Cell] says its language, and a [Table] can be aligned: line n of each cell of a row then
// begins at one height, so that a sentence and its translation stand side by side.
//
// # Tables
//
// The PDF is tagged: headings, lists, tables and the heads of their columns are known as such to
// programs that read aloud, and the language of each part.
//
// Columns have shares of the width. The head is repeated on each page; a row that is lower
// than a third of a page is not parted. Numbers stand at the right. The same report gives the
// same bytes: no clock is asked.
package sheet

import (
	"time"

	"twintown/internal/platform/docx"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/pdf"
)

// Kind is what a block is.
type Kind string

// The kinds of blocks.
const (
	Heading  Kind = "heading"  // of a part of the report
	Part     Kind = "part"     // below a heading
	Sentence Kind = "sentence" // running text
	Item     Kind = "item"     // of a list
	Note     Kind = "note"     // small: what is said about the text
	Numbers  Kind = "numbers"  // the figures at a glance
	Grid     Kind = "grid"     // a table
)

// Block is a part of a report.
type Block struct {
	Kind    Kind
	Text    string
	Lang    string // "": that of the report
	Figures []Figure
	Table   Table
}

// Figure is a number with what it counts.
type Figure struct {
	Value string
	Label string
	Soft  bool // it is no number: nobody counted
}

// Table is a table.
type Table struct {
	Caption string // what it holds, for those who do not see it
	Head    []Cell // repeated on each page; nil: none
	Columns []Column
	Rows    []Row
	Aligned bool // line n of each cell begins at one height
}

// Column is how a column is set.
type Column struct {
	Share float64 // of the width, against the other columns; 0 counts as 1
	Right bool    // at the right: numbers
}

// Row is a row of a table.
type Row struct {
	Cells  []Cell
	Strong bool // a sum
}

// Cell is a cell of a table.
type Cell struct {
	Lines []Line
	Lang  string // "": that of the report
}

// Tone is how a line is set off.
type Tone string

// The tones.
const (
	Plain  Tone = ""
	Strong Tone = "strong"
	Soft   Tone = "soft" // beside the point, or not known
)

// Line is a line of a cell; it breaks where it is wider than its column.
type Line struct {
	Text string
	Tone Tone
}

// Say is a cell of plain lines.
func Say(texts ...string) (c Cell) {
	for _, t := range texts {
		c.Lines = append(c.Lines, Line{Text: t})
	}
	return c
}

// In is the cell in a language.
func (c Cell) In(language string) Cell { c.Lang = language; return c }

// With is the cell with one more line, unless that is empty.
func (c Cell) With(tone Tone, text string) Cell {
	if text != "" {
		c.Lines = append(c.Lines[:len(c.Lines):len(c.Lines)], Line{text, tone})
	}
	return c
}

// Report is a text to be set.
type Report struct {
	Title    string
	Above    string // a small line above the title: whose report it is
	Lead     string // below the title
	Language string
	Author   string    // who issues it; stands at the head of each page
	Foot     string    // stands at the foot of each page
	Made     lang.Date // the day that the file bears; zero: none
	Wide     bool      // on A4 laid down
	Accent   pdf.Ink   // colour of the house; zero: the program's own
	Logo     Logo      // stands beside the title of a PDF; zero: none
	Blocks   []Block
}

// Logo is the picture of who issues a report.
type Logo struct {
	PNG           []byte
	Width, Height int    // its shape
	Alt           string // what it says, for those who do not see it
}

// Add adds blocks.
func (r *Report) Add(all ...Block) { r.Blocks = append(r.Blocks, all...) }

// moment is the day that the file bears.
func (r Report) moment() time.Time {
	if r.Made.IsZero() {
		return time.Time{}
	}
	return time.Date(r.Made.Year, time.Month(max(r.Made.Month, 1)), max(r.Made.Day, 1), 0, 0, 0, 0, time.UTC)
}

// DOCX writes the report as a document to go on editing.
func (r Report) DOCX() ([]byte, error) {
	d := docx.New(docx.Meta{Title: r.Title, Language: r.Language, Author: r.Author, Made: r.moment()})
	d.Head(docx.Say(docx.Label, r.Language, r.Author))
	if r.Foot != "" {
		d.Foot(docx.Say(docx.Label, r.Language, r.Foot))
	}
	if r.Above != "" {
		d.Add(docx.Say(docx.Label, r.Language, r.Above))
	}
	d.Add(docx.Say(docx.Title, r.Language, r.Title))
	if r.Lead != "" {
		d.Add(docx.Say(docx.Lead, r.Language, r.Lead))
	}
	for _, b := range r.Blocks {
		r.write(d, b)
	}
	return d.Bytes()
}

var styles = map[Kind]docx.Style{Heading: docx.Heading, Part: docx.Part, Sentence: docx.Body, Item: docx.Item, Note: docx.Note}

func (r Report) write(d *docx.Doc, b Block) {
	language := b.Lang
	if language == "" {
		language = r.Language
	}
	switch b.Kind {
	case Numbers:
		var rows [][]docx.Cell
		for _, f := range b.Figures {
			rows = append(rows, []docx.Cell{{docx.Say("", language, f.Label)}, {{Language: language, Runs: []docx.Run{{Text: f.Value, Strong: !f.Soft}}}}})
		}
		d.Table(docx.Table{Rows: rows, Plain: true, Caption: b.Text})
	case Grid:
		t := docx.Table{Caption: b.Table.Caption}
		for _, c := range b.Table.Head {
			t.Head = append(t.Head, r.cell(c, docx.Label, false))
		}
		for _, row := range b.Table.Rows {
			var cells []docx.Cell
			for _, c := range row.Cells {
				cells = append(cells, r.cell(c, docx.Body, row.Strong))
			}
			t.Rows = append(t.Rows, cells)
		}
		d.Table(t)
	default:
		p := docx.Say(styles[b.Kind], language, b.Text)
		p.Keep = b.Kind == Heading || b.Kind == Part
		d.Add(p)
	}
}

func (r Report) cell(c Cell, style docx.Style, strong bool) (out docx.Cell) {
	language := c.Lang
	if language == "" {
		language = r.Language
	}
	for _, l := range c.Lines {
		s := style
		if l.Tone == Soft {
			s = docx.Label
		}
		out = append(out, docx.Paragraph{Style: s, Language: language, Runs: []docx.Run{{Text: l.Text, Strong: strong || l.Tone == Strong}}})
	}
	return out
}

// AtRight says whether a column stands at the right.
func (t Table) AtRight(column int) bool { return column < len(t.Columns) && t.Columns[column].Right }
