package docx

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"
	"unicode"
)

// Measures in twips, twentieths of a point: A4 with margins of 2.2 cm.
const (
	pageWidth  = 11906
	pageHeight = 16838
	margin     = 1247
	textWidth  = pageWidth - 2*margin
	padding    = 113 // of a cell on each side: 2 mm
)

// builder writes the XML of a part.
type builder struct {
	bytes.Buffer
	tags map[string]string // of languages: a document has few of them, and thousands of runs
}

// tag is a language as office programs know it.
func (b *builder) tag(code string) string {
	t, ok := b.tags[code]
	if !ok {
		t = tag(code)
		if b.tags == nil {
			b.tags = map[string]string{}
		}
		b.tags[code] = t
	}
	return t
}

// raw writes markup.
func (b *builder) raw(parts ...string) {
	for _, p := range parts {
		b.WriteString(p)
	}
}

// text writes what people wrote.
func (b *builder) text(s string) {
	_ = xml.EscapeText(&b.Buffer, []byte(clean(s))) // a buffer takes everything
}

// attribute writes a value of an attribute with its quotes.
func (b *builder) attribute(s string) {
	b.raw(`"`)
	b.text(s)
	b.raw(`"`)
}

// clean leaves out what cannot be seen or may not stand in XML. Line breaks and tabs stay.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "�"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r' || r == '\u2028' || r == '\u2029':
			return '\n'
		case r >= ' ' && r < 0x600 && (r < 0x7f || r > 0xad): // most letters, looked at quickly
			return r
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r) || r == '\ufffe' || r == '\uffff':
			return -1
		}
		return r
	}, s)
}

// paragraph writes a paragraph in a column of a width.
func (b *builder) paragraph(p Paragraph, width int) {
	style := p.Style
	if style == "" {
		style = Body
	}
	b.raw(`<w:p><w:pPr><w:pStyle w:val="`, string(style), `"/>`)
	if p.Keep {
		b.raw(`<w:keepNext/>`)
	}
	if p.Line {
		b.raw(`<w:tabs><w:tab w:val="right" w:leader="underscore" w:pos="`, strconv.Itoa(width), `"/></w:tabs>`)
	}
	b.raw(`</w:pPr>`)
	for _, r := range p.Runs {
		b.run(r, p.Language)
	}
	if p.Line {
		b.raw(`<w:r><w:tab/></w:r>`)
	}
	b.raw(`</w:p>`)
}

// run writes a run; the order of its properties is that of the schema.
func (b *builder) run(r Run, language string) {
	if r.Text == "" {
		return
	}
	b.raw(`<w:r><w:rPr>`)
	if r.Strong {
		b.raw(`<w:b/>`)
	}
	if r.Marked {
		b.raw(`<w:highlight w:val="yellow"/>`)
	}
	if r.Language != "" {
		language = r.Language
	}
	if t := b.tag(language); language != "" && t != "" {
		b.raw(`<w:lang w:val="`, t, `"/>`)
	}
	b.raw(`</w:rPr>`)
	for i, line := range strings.Split(clean(r.Text), "\n") {
		if i > 0 {
			b.raw(`<w:br/>`)
		}
		for j, piece := range strings.Split(line, "\t") {
			if j > 0 {
				b.raw(`<w:tab/>`)
			}
			b.raw(`<w:t xml:space="preserve">`)
			b.text(piece)
			b.raw(`</w:t>`)
		}
	}
	b.raw(`</w:r>`)
}

// table writes a table over the width of the text, and a small paragraph after it: without
// one, two tables would become one.
func (b *builder) table(t Table) {
	columns := len(t.Head)
	for _, row := range t.Rows {
		columns = max(columns, len(row))
	}
	if columns == 0 {
		return
	}
	width := textWidth / columns
	b.raw(`<w:tbl><w:tblPr><w:tblStyle w:val="`, map[bool]string{true: "PlainTable", false: "Sides"}[t.Plain], `"/><w:tblW w:w="`, strconv.Itoa(width*columns), `" w:type="dxa"/><w:tblLayout w:type="fixed"/>`)
	if t.Head != nil {
		b.raw(`<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>`)
	}
	b.raw(`<w:tblCaption w:val=`)
	b.attribute(strings.ReplaceAll(t.Caption, "\n", " "))
	b.raw(`/></w:tblPr><w:tblGrid>`, strings.Repeat(`<w:gridCol w:w="`+strconv.Itoa(width)+`"/>`, columns), `</w:tblGrid>`)
	if t.Head != nil {
		b.row(t.Head, columns, width, true)
	}
	for _, row := range t.Rows {
		b.row(row, columns, width, false)
	}
	b.raw(`</w:tbl>`)
	b.paragraph(Paragraph{Style: "Gap", Keep: t.Keep}, textWidth)
}

func (b *builder) row(cells []Cell, columns, width int, head bool) {
	b.raw(`<w:tr><w:trPr><w:cantSplit/>`)
	if head {
		b.raw(`<w:tblHeader/>`)
	}
	b.raw(`</w:trPr>`)
	for i := range columns {
		var c Cell
		if i < len(cells) {
			c = cells[i]
		}
		if len(c) == 0 {
			c = Cell{{}}
		}
		b.raw(`<w:tc><w:tcPr><w:tcW w:w="`, strconv.Itoa(width), `" w:type="dxa"/></w:tcPr>`)
		for _, p := range c {
			b.paragraph(p, width-2*padding)
		}
		b.raw(`</w:tc>`)
	}
	b.raw(`</w:tr>`)
}
