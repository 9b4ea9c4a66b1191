// Package docx writes texts that an office goes on editing: small, well-formed files of
// WordprocessingML (ECMA-376), which Word, LibreOffice and others open.
//
// # A document
//
// A [Doc] says its title and language, has paragraphs in a few named styles, and tables. It is
// A4 with one margin, a head and a foot on each page; the foot counts the pages.
//
//	d := docx.New(docx.Meta{Title: "Letter of intent", Language: "lt", Made: day})
//	d.Add(docx.Say(docx.Title, "lt", "Ketinimų protokolas"))
//	d.Table(docx.Table{Head: …, Rows: [][]docx.Cell{{left, right}}})
//	file, err := d.Bytes()
//
// # Two languages side by side
//
// Each paragraph says its language (w:lang), so that a spelling check reads Polish as Polish
// and the Lithuanian beside it as Lithuanian, and a screen reader changes its voice. A table has
// a head that is repeated on each page, a caption for those who cannot see it, and rows that do
// not part between two pages, so that a sentence and its translation stay side by side.
//
// The same calls give the same bytes: nothing is taken from a clock or at random. Text comes
// from people: what no XML may hold, and signs that cannot be seen, are left out; a line break
// stays one. There is no field, link, macro or embedded file beyond the numbers of pages.
package docx

import (
	"time"

	"golang.org/x/text/language"
)

// Meta is what a document says of itself.
type Meta struct {
	Title    string
	Language string    // of its text, or of the first of its texts: "lt"
	Author   string    // who issues it
	Made     time.Time // stands in the file; zero: the first day of 2000, so that no clock is asked
}

// Style is how a paragraph looks and what it is: programs list headings, and read lists as lists.
type Style string

// The styles.
const (
	Body    Style = "BodyText"
	Title   Style = "Title"
	Lead    Style = "Subtitle" // a line below the title
	Heading Style = "Heading1"
	Part    Style = "Heading2" // the heading of an article
	Item    Style = "ListBullet"
	Spoken  Style = "Spoken" // larger, to be read aloud
	Label   Style = "Label"  // small: heads of columns, what stands under a line
	Line    Style = "Line"   // small, with room above to write by hand
	Note    Style = "Note"   // small: what is said about the text
)

// Run is a piece of a paragraph.
type Run struct {
	Text     string
	Language string // "": that of the paragraph
	Strong   bool
	Marked   bool // with a marker's colour: somebody has to fill this in
}

// Paragraph is a paragraph in a language.
type Paragraph struct {
	Style    Style  // "" is Body
	Language string // "pl"; "" is that of the document
	Runs     []Run
	Line     bool // a line to write on follows, to the end of the column
	Keep     bool // stays on the page of what follows
}

// Say is a paragraph of one run.
func Say(style Style, language, text string) Paragraph {
	return Paragraph{Style: style, Language: language, Runs: []Run{{Text: text}}}
}

// Cell is a cell of a table. An empty one holds an empty paragraph, as the format wants it.
type Cell []Paragraph

// Table is a table whose columns are of one width.
type Table struct {
	Caption string // what it holds, for those who do not see it
	Head    []Cell // repeated on each page; nil: none
	Rows    [][]Cell
	Plain   bool // without rules, for signatures
	Keep    bool // its end stays on the page of what follows, as far as its last rows do
}

// Doc is a document that is being made. It is used by one goroutine.
type Doc struct {
	meta Meta
	body builder
	head []Paragraph
	foot []Paragraph
}

// New begins a document.
func New(m Meta) *Doc {
	if m.Made.IsZero() {
		m.Made = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	m.Made = m.Made.UTC()
	return &Doc{meta: m}
}

// Head sets what stands at the head of each page.
func (d *Doc) Head(p ...Paragraph) { d.head = p }

// Foot sets what stands at the foot of each page before the number of the page.
func (d *Doc) Foot(p ...Paragraph) { d.foot = p }

// Add adds paragraphs.
func (d *Doc) Add(all ...Paragraph) {
	for _, p := range all {
		d.body.paragraph(p, textWidth)
	}
}

// Table adds a table. Rows that are shorter than the widest are filled with empty cells.
func (d *Doc) Table(t Table) { d.body.table(t) }

// tag is a language as office programs know it, with a country: their spelling checks go by
// country. English is British here, as the texts of the product are.
func tag(code string) string {
	t, err := language.Parse(code)
	if err != nil {
		return ""
	}
	if base, _ := t.Base(); base.String() == "en" {
		return "en-GB"
	}
	base, _ := t.Base()
	region, _ := t.Region()
	return base.String() + "-" + region.String()
}
