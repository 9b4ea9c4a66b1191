package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Namespaces of the parts.
const (
	main     = `http://schemas.openxmlformats.org/wordprocessingml/2006/main`
	relation = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	packages = `http://schemas.openxmlformats.org/package/2006`
	declared = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	kinds    = `application/vnd.openxmlformats-officedocument.wordprocessingml.`
)

// part is a file of the archive.
type part struct{ name, text string }

// Bytes ends the document and returns its file.
func (d *Doc) Bytes() ([]byte, error) {
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	for _, p := range d.parts() {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: d.meta.Made})
		if err != nil {
			return nil, fmt.Errorf("write %s: %w", p.name, err)
		}
		if _, err := f.Write([]byte(p.text)); err != nil {
			return nil, fmt.Errorf("write %s: %w", p.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("end a document: %w", err)
	}
	return file.Bytes(), nil
}

// parts are all files in the order in which programs look for them.
func (d *Doc) parts() []part {
	return []part{
		{"[Content_Types].xml", contentTypes()},
		{"_rels/.rels", relations("package", `metadata/core-properties`, "docProps/core.xml", `extended-properties`, "docProps/app.xml", `officeDocument`, "word/document.xml")},
		{"docProps/core.xml", d.core()},
		{"docProps/app.xml", declared + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Twintown</Application></Properties>`},
		{"word/document.xml", d.document()},
		{"word/_rels/document.xml.rels", relations("", `styles`, "styles.xml", `settings`, "settings.xml", `numbering`, "numbering.xml", `header`, "header1.xml", `footer`, "footer1.xml")},
		{"word/styles.xml", d.styles()},
		{"word/settings.xml", d.settings()},
		{"word/numbering.xml", numbering},
		{"word/header1.xml", d.edge("hdr", d.head, false)},
		{"word/footer1.xml", d.edge("ftr", d.foot, true)},
	}
}

func contentTypes() string {
	var b strings.Builder
	b.WriteString(declared + `<Types xmlns="` + packages + `/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`)
	for _, p := range [][2]string{
		{"/word/document.xml", kinds + "document.main+xml"},
		{"/word/styles.xml", kinds + "styles+xml"},
		{"/word/settings.xml", kinds + "settings+xml"},
		{"/word/numbering.xml", kinds + "numbering+xml"},
		{"/word/header1.xml", kinds + "header+xml"},
		{"/word/footer1.xml", kinds + "footer+xml"},
		{"/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"},
		{"/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"},
	} {
		fmt.Fprintf(&b, `<Override PartName="%s" ContentType="%s"/>`, p[0], p[1])
	}
	b.WriteString(`</Types>`)
	return b.String()
}

// relations lists parts by pairs of kind and name; they are numbered rId1, rId2… in that order.
func relations(of string, pairs ...string) string {
	var b strings.Builder
	b.WriteString(declared + `<Relationships xmlns="` + packages + `/relationships">`)
	for i := 0; i+1 < len(pairs); i += 2 {
		kind := relation + "/" + pairs[i]
		if of == "package" && strings.HasPrefix(pairs[i], "metadata/") {
			kind = packages + "/relationships/" + pairs[i]
		}
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s" Target="%s"/>`, i/2+1, kind, pairs[i+1])
	}
	b.WriteString(`</Relationships>`)
	return b.String()
}

// core says the title, the language and the day.
func (d *Doc) core() string {
	var b builder
	b.raw(declared, `<cp:coreProperties xmlns:cp="`, packages, `/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>`)
	b.text(d.meta.Title)
	b.raw(`</dc:title><dc:creator>`)
	b.text(d.meta.Author)
	b.raw(`</dc:creator><dc:language>`)
	b.text(tag(d.meta.Language))
	moment := d.meta.Made.Format(time.RFC3339)
	b.raw(`</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">`, moment, `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">`, moment, `</dcterms:modified></cp:coreProperties>`)
	return b.String()
}

func (d *Doc) document() string {
	size := strconv.Itoa
	return declared + `<w:document xmlns:w="` + main + `" xmlns:r="` + relation + `"><w:body>` + d.body.String() +
		`<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/><w:pgSz w:w="` + size(pageWidth) + `" w:h="` + size(pageHeight) +
		`"/><w:pgMar w:top="1418" w:right="` + size(margin) + `" w:bottom="1304" w:left="` + size(margin) + `" w:header="680" w:footer="624" w:gutter="0"/></w:sectPr></w:body></w:document>`
}

// edge is the head or the foot of pages; the foot counts them.
func (d *Doc) edge(element string, all []Paragraph, numbered bool) string {
	var b builder
	b.raw(declared, `<w:`, element, ` xmlns:w="`, main, `">`)
	for _, p := range all {
		b.paragraph(p, textWidth)
	}
	switch {
	case numbered:
		b.raw(`<w:p><w:pPr><w:pStyle w:val="PageNumber"/></w:pPr>`)
		b.field("PAGE")
		b.raw(`<w:r><w:t xml:space="preserve"> / </w:t></w:r>`)
		b.field("NUMPAGES")
		b.raw(`</w:p>`)
	case len(all) == 0:
		b.raw(`<w:p/>`)
	}
	b.raw(`</w:`, element, `>`)
	return b.String()
}

// field is a number that the program counts which shows the text.
func (b *builder) field(name string) {
	b.raw(`<w:fldSimple w:instr="`, name, `"><w:r><w:t>1</w:t></w:r></w:fldSimple>`)
}

func (d *Doc) settings() string {
	return declared + `<w:settings xmlns:w="` + main + `"><w:defaultTabStop w:val="708"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="` + tag(d.meta.Language) + `"/></w:settings>`
}

// numbering has the one list that there is: a bullet.
const numbering = declared + `<w:numbering xmlns:w="` + main + `"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="284" w:hanging="284"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`
