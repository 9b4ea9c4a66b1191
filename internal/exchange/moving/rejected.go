package moving

import (
	"io"
	"path"
	"slices"
	"strings"

	"twintown/internal/exchange/sheet"
	"twintown/internal/platform/lang"
)

// RejectedName is the name of the file that Rejected writes: the file's own with a word
// of the reader's language.
func RejectedName(p Plan, reader *lang.Printer) string {
	ext := path.Ext(p.Table.File)
	return strings.TrimSuffix(p.Table.File, ext) + "-" + reader.T("moving.rejected.file") + "." + p.format().Extension()
}

// RejectedType is the media type of the file that Rejected writes.
func RejectedType(p Plan) string { return p.format().MediaType() }

// format is that of the file that was uploaded.
func (p Plan) format() sheet.Format {
	if p.Table.Format == XLSX {
		return sheet.XLSX
	}
	return sheet.CSV
}

// Rejected writes the rows that were not used, with the reason in the reader's language
// in a column of its own: in the format of the file, with its columns, so that it can be
// corrected and uploaded again. Rows whose question is open are among them. A file without
// a header gets one that says what its columns were taken for.
func Rejected(w io.Writer, p Plan, reader *lang.Printer) error {
	t := sheet.Table{Name: reader.T("moving.rejected.file"), Language: reader.Lang()}
	if p.Table.Separator != "" {
		t.Comma = rune(p.Table.Separator[0])
	}
	for _, c := range p.Columns {
		title := c.Title
		if p.Header < 0 {
			title = reader.T("moving.role." + string(c.Role))
		}
		t.Columns = append(t.Columns, sheet.Column{Title: title})
	}
	t.Columns = append(t.Columns, sheet.Column{Title: reader.T("moving.rejected.reason")})
	group := -1
	for _, r := range p.Rows {
		if r.Reason.Key == groupKey {
			group = r.Index
		}
		if r.Outcome != Refused && r.Outcome != Asked {
			continue
		}
		if group >= 0 { // the country that stood above the row
			t.Rows = append(t.Rows, p.cells(group))
			group = -1
		}
		reason := r.Reason
		if r.Outcome == Asked {
			reason = lang.Msg("moving.reason.open")
		}
		t.Rows = append(t.Rows, append(p.cells(r.Index), reader.Message(reason)))
	}
	return sheet.Write(w, p.format(), t)
}

// groupKey marks a row that names a country for those below it.
const groupKey = "moving.left.group"

// cells are a row's cells, as many as there are columns, days as days.
func (p Plan) cells(row int) sheet.Row {
	cells := make(sheet.Row, len(p.Columns))
	for i := range cells {
		text := p.Table.Rows[row].cell(i)
		cells[i] = text
		if day, err := lang.ParseDate(text); err == nil && day.Day != 0 && p.Table.Format == XLSX {
			cells[i] = day
		}
		if text == "" {
			cells[i] = nil
		}
	}
	return cells
}

// Skipped are the rows of the plan that are no partners, with why.
func (p Plan) Skipped() []RowPlan {
	return slices.DeleteFunc(slices.Clone(p.Rows), func(r RowPlan) bool { return r.Outcome != LeftOut })
}
