package moving

import (
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"twintown/internal/exchange/sheet"
	"twintown/internal/names"
	"twintown/internal/partnership"
	"twintown/internal/platform/lang"
	"twintown/internal/topic"
)

// exampleKey is the word before the partner of an example: "Example: Alytus". Such a row
// is passed over in any language, so that who fills a template in may leave it there.
const exampleKey = "moving.template.example"

// templateRoles are the columns of a template, in their order.
var templateRoles = []Role{Partner, Country, Region, Date, Until, Kind, Status, Topics, Notes}

// WriteTemplate writes an empty list for an office that has none: headers in the reader's
// language, two rows of examples, and, in XLSX, a sheet of hints for each column.
func WriteTemplate(w io.Writer, f sheet.Format, p *lang.Printer) error {
	t := sheet.Table{Name: p.T("moving.template.sheet"), Language: p.Lang()}
	hints := sheet.Table{Name: p.T("moving.template.hints"), Language: p.Lang(), Columns: []sheet.Column{
		{Title: p.T("moving.page.column")}, {Title: p.T("moving.template.hints")},
	}}
	for _, role := range templateRoles {
		title := capital(p.T("moving.role." + string(role)))
		t.Columns = append(t.Columns, sheet.Column{Title: title})
		hints.Rows = append(hints.Rows, sheet.Row{title, p.T("moving.template.hint." + string(role))})
	}
	hints.Rows = append(hints.Rows, sheet.Row{p.T(exampleKey), p.T("moving.template.hint.examples")})
	t.Rows, t.Also = templateExamples(p), []sheet.Table{hints}
	return sheet.Write(w, f, t)
}

// templateExamples are two partnerships as a list may tell of them, one known to the day,
// one hardly.
func templateExamples(p *lang.Printer) []sheet.Row {
	example := p.T(exampleKey) + ": "
	return []sheet.Row{
		{
			example + "Alytus", p.CountryName("LT"), nil,
			lang.Date{Year: 2003, Month: 5, Day: 16},
			lang.Date{Year: 2028, Month: 5, Day: 15},
			p.T("partnership.kind." + string(partnership.KindPartnership)), p.Message(partnership.Active.Label()),
			p.Message(topic.Label("culture")) + ", " + p.Message(topic.Label("youth")), p.T("moving.template.note"),
		},
		{example + "Hrodna", p.CountryName("BY"), nil, "1998?", nil, nil, p.Message(partnership.Suspended.Label()), nil, nil},
	}
}

// TemplateName is what a template is called when it is saved.
func TemplateName(f sheet.Format, p *lang.Printer) string {
	return p.T("moving.template.file") + "." + f.Extension()
}

// isExample says whether a cell names the partner of a template's example.
func (l *Lexicon) isExample(text string) bool {
	word, _, found := strings.Cut(text, ":")
	return found && l.examples[names.Fold(word)]
}

// capital is a text with a capital at its beginning.
func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
