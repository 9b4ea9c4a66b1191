package web

import "strconv"

// rowList is a list of rows in a form, each with the same fields, such as the lines of a
// budget. Below the filled rows stand empty ones, and a button that asks for more of them;
// where a script runs it adds them at once, from Blank.
type rowList struct {
	Part  string // the first word of the names of its fields: "line" in "line.3.amount"
	Add   string // what the button says
	Rows  []formRow
	Blank formRow
}

// formRow is a row.
type formRow struct {
	Prefix string // of the names of its fields: "line.3"
	ID     string // of what is stored, "" for a row that is new
	N      int    // from 1; 0: the blank one
	Cells  []rowCell
	Note   string // what the server makes of it
	Fault  string
}

// rowCell is a field of a row.
type rowCell struct {
	fieldView
	Short  string // its name within the row
	Mode   string // which keys a phone offers
	Ticked bool   // of a box
}

// blankRow stands for the number in the names of the blank row's fields.
const blankRow = "#"

// rowMaker makes one row from what a form holds.
type rowMaker struct {
	f *form
	formRow
}

// newRow begins the row n of a part, from 0; -1: the blank one.
func (f *form) newRow(part string, n int) *rowMaker {
	m := &rowMaker{f: f, formRow: formRow{Prefix: part + "." + blankRow}}
	if n >= 0 {
		m.Prefix, m.N = part+"."+strconv.Itoa(n), n+1
	}
	m.ID = m.text("id")
	return m
}

// text is what a field of the row holds.
func (m *rowMaker) text(name string) string { return m.f.text(m.Prefix + "." + name) }

// put adds an input; kind is as in [form.Field], or "money".
func (m *rowMaker) put(name, kind, label string) {
	c := rowCell{Short: name}
	if kind == "money" {
		kind, c.Mode = "text", "decimal"
	}
	c.fieldView = m.f.Field(m.Prefix+"."+name, kind, label, "", "off")
	if c.Mode != "" {
		c.Max = longestAmount
	}
	m.Cells = append(m.Cells, c)
}

// longestAmount holds the largest amount that a project may name, with spaces.
const longestAmount = 30

// choose adds a choice.
func (m *rowMaker) choose(name, label string, options []option) {
	m.Cells = append(m.Cells, rowCell{Short: name, fieldView: m.f.Choice(m.Prefix+"."+name, label, "", options)})
}

// tick adds a box.
func (m *rowMaker) tick(name, label string) {
	m.Cells = append(m.Cells, rowCell{Short: name, fieldView: m.f.Field(m.Prefix+"."+name, "checkbox", label, "", ""), Ticked: m.text(name) != ""})
}

// rowList makes so many rows, and the blank one. fill adds the fields of a row, and says what
// else is known of it; n is -1 for the blank one.
func (f *form) rowList(part, add string, rows int, fields []string, fill func(m *rowMaker, n int)) rowList {
	list := rowList{Part: part, Add: f.p.T(add)}
	for n := range rows {
		m := f.newRow(part, n)
		m.Fault = f.rowFaults(part, n, fields)
		fill(m, n)
		list.Rows = append(list.Rows, m.formRow)
	}
	blank := f.newRow(part, -1)
	fill(blank, -1)
	list.Blank = blank.formRow
	return list
}

// rowFaults are the sentences about the fields of a row that is shown as one.
func (f *form) rowFaults(part string, n int, fields []string) (text string) {
	for _, name := range fields {
		if said := f.FaultOf(rowField(part, n, name)); said != "" {
			return said
		}
	}
	return ""
}

// moreRows is how many rows are added at once.
const moreRows = 5

// asksForRows adds empty rows where the form asks for them: they then stand as rows, so that
// further ones follow. first is the field that each row of a part has, by part.
func (f *form) asksForRows(first map[string]string) bool {
	part := f.raw("more")
	name, known := first[part]
	if !known {
		return false
	}
	n := f.rows(part, name, mostRowsRead)
	for i := n; i < n+moreRows; i++ {
		f.setRow(part, i, name, "")
	}
	return true
}

// compact takes rows out of a form that are empty or ticked as gone, and numbers those that
// stay from 0, so that the room's numbers are the form's. fields are the fields of a row.
func (f *form) compact(part string, fields []string, empty func(n int) bool) (rows int) {
	at, n := 0, 0
	for ; n < mostRowsRead && f.values.Has(rowField(part, n, fields[0])); n++ {
		if f.checked(rowField(part, n, "gone")) || empty(n) {
			continue
		}
		for _, name := range fields {
			f.values[rowField(part, at, name)] = f.values[rowField(part, n, name)]
		}
		at++
	}
	for i := at; i < n; i++ {
		for _, name := range fields {
			f.values.Del(rowField(part, i, name))
		}
	}
	for i := range n {
		f.values.Del(rowField(part, i, "gone"))
	}
	return at
}

// mostRowsRead is more rows than any list of a project may have: its room refuses those, and
// says so.
const mostRowsRead = 1100

// rowText is a field of a row.
func (f *form) rowText(part string, n int, name string) string {
	return f.text(rowField(part, n, name))
}

// coded are options of codes, each called by the message prefix+code.
func coded[T ~string](p *page, prefix string, codes []T) (list []option) {
	for _, c := range codes {
		list = append(list, option{Value: string(c), Name: p.t(prefix + string(c))})
	}
	return list
}
