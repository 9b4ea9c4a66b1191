package docx

import "strings"

// look is a style of paragraphs. Sizes are half points, spaces are twips.
type look struct {
	id, name  string
	paragraph string // its properties in the order of the schema
	run       string
	next      string
}

// looks are the styles. The faces are the two that every office program has, or has a
// cousin of with the same widths and all letters of Europe.
var looks = []look{
	{id: "BodyText", name: "Body Text", paragraph: `<w:spacing w:after="100" w:line="264" w:lineRule="auto"/>`},
	{id: "Title", name: "Title", paragraph: `<w:keepNext/><w:spacing w:before="120" w:after="60"/>`, run: `<w:b/><w:color w:val="1F283A"/><w:sz w:val="36"/>`, next: "Subtitle"},
	{id: "Subtitle", name: "Subtitle", paragraph: `<w:spacing w:after="200"/>`, run: `<w:color w:val="4A5466"/><w:sz w:val="22"/>`, next: "BodyText"},
	{id: "Heading1", name: "heading 1", paragraph: `<w:keepNext/><w:spacing w:before="280" w:after="80"/><w:outlineLvl w:val="0"/>`, run: `<w:b/><w:color w:val="1F283A"/><w:sz w:val="26"/>`, next: "BodyText"},
	{id: "Heading2", name: "heading 2", paragraph: `<w:keepNext/><w:spacing w:before="120" w:after="40"/><w:outlineLvl w:val="1"/>`, run: `<w:b/><w:color w:val="1F283A"/><w:sz w:val="22"/>`, next: "BodyText"},
	{id: "ListBullet", name: "List Bullet", paragraph: `<w:numPr><w:numId w:val="1"/></w:numPr><w:spacing w:after="40"/><w:ind w:left="284" w:hanging="284"/>`},
	{id: "Spoken", name: "Spoken", paragraph: `<w:spacing w:after="120" w:line="288" w:lineRule="auto"/>`, run: `<w:sz w:val="26"/>`},
	{id: "Label", name: "Label", paragraph: `<w:spacing w:before="40" w:after="40"/>`, run: sans + `<w:color w:val="4A5466"/><w:sz w:val="17"/>`},
	{id: "Note", name: "Note", paragraph: `<w:spacing w:before="60" w:after="60"/>`, run: sans + `<w:color w:val="4A5466"/><w:sz w:val="17"/>`},
	{id: "Line", name: "Line", paragraph: `<w:spacing w:before="320" w:after="40"/>`, run: sans + `<w:color w:val="4A5466"/><w:sz w:val="17"/>`},
	{id: "PageNumber", name: "Page Number", paragraph: `<w:jc w:val="right"/>`, run: sans + `<w:color w:val="4A5466"/><w:sz w:val="17"/>`},
	{id: "Gap", name: "Gap", paragraph: `<w:spacing w:after="0" w:line="120" w:lineRule="exact"/>`, run: `<w:sz w:val="8"/>`},
}

const sans = `<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>`

// rules are the lines of the table that sets two languages side by side.
const rules = `<w:tblBorders><w:top w:val="single" w:sz="6" w:space="0" w:color="8A93A3"/><w:bottom w:val="single" w:sz="6" w:space="0" w:color="8A93A3"/></w:tblBorders>`

// cells keep text off the edge of its column.
const cells = `<w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="113" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/><w:right w:w="113" w:type="dxa"/></w:tblCellMar>`

func (d *Doc) styles() string {
	var b strings.Builder
	b.WriteString(declared + `<w:styles xmlns:w="` + main + `"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="` + tag(d.meta.Language) + `"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>`)
	for _, l := range looks {
		b.WriteString(`<w:style w:type="paragraph" w:styleId="` + l.id + `"><w:name w:val="` + l.name + `"/><w:basedOn w:val="Normal"/>`)
		if l.next != "" {
			b.WriteString(`<w:next w:val="` + l.next + `"/>`)
		}
		b.WriteString(`<w:qFormat/><w:pPr>` + l.paragraph + `</w:pPr><w:rPr>` + l.run + `</w:rPr></w:style>`)
	}
	b.WriteString(`<w:style w:type="table" w:default="1" w:styleId="PlainTable"><w:name w:val="Normal Table"/><w:tblPr>` + cells + `</w:tblPr></w:style>`)
	b.WriteString(`<w:style w:type="table" w:styleId="Sides"><w:name w:val="Sides"/><w:basedOn w:val="PlainTable"/><w:tblPr>` + rules + cells + `</w:tblPr></w:style></w:styles>`)
	return b.String()
}
