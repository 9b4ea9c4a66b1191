package sheet

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"twintown/internal/platform/lang"
)

// Widths of columns in letters: a number is readable, a remark does not push the
// rest off the screen.
const (
	narrowest = 8
	widest    = 60
	looked    = 200 // rows whose texts decide the width
)

// styles are the looks of cells that are not plain.
type styles struct{ header, day, month int }

func writeXLSX(w io.Writer, t Table) (err error) {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName(f.GetSheetName(0), sheetName(t.Name)); err != nil {
		return err
	}
	look, err := newStyles(f)
	if err != nil {
		return err
	}
	if err := look.sheet(f, t); err != nil {
		return err
	}
	for _, also := range t.Also {
		if _, err := f.NewSheet(sheetName(also.Name)); err != nil {
			return err
		}
		if err := look.sheet(f, also); err != nil {
			return err
		}
	}
	_, err = f.WriteTo(w)
	return err
}

// sheet writes one sheet, which is there already.
func (s styles) sheet(f *excelize.File, t Table) error {
	out, err := f.NewStreamWriter(sheetName(t.Name))
	if err != nil {
		return err
	}
	if err := prepare(out, t); err != nil {
		return err
	}
	header := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		header[i] = excelize.Cell{StyleID: s.header, Value: Guard(clean(c.Title))}
	}
	if err := out.SetRow("A1", header); err != nil {
		return err
	}
	for n, row := range t.Rows {
		cells, err := s.cells(row)
		if err != nil {
			return err
		}
		if err := out.SetRow(fmt.Sprintf("A%d", n+2), cells); err != nil {
			return err
		}
	}
	return out.Flush()
}

func newStyles(f *excelize.File) (s styles, err error) {
	if s.header, err = f.NewStyle(&excelize.Style{
		Font:      &excelize.Font{Bold: true},
		Alignment: &excelize.Alignment{Vertical: "top", WrapText: true},
	}); err != nil {
		return s, err
	}
	const shortDate = 14 // the format that shows a day as the reader's system writes it
	if s.day, err = f.NewStyle(&excelize.Style{NumFmt: shortDate}); err != nil {
		return s, err
	}
	month := "yyyy\\-mm"
	s.month, err = f.NewStyle(&excelize.Style{CustomNumFmt: &month})
	return s, err
}

// prepare sets what must stand before the rows: widths and the frozen header.
func prepare(out *excelize.StreamWriter, t Table) error {
	for i, c := range t.Columns {
		if err := out.SetColWidth(i+1, i+1, t.width(i, c)); err != nil {
			return err
		}
	}
	return out.SetPanes(&excelize.Panes{
		Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft",
	})
}

// width is a column's own width, or that of its longest line among the first rows.
func (t Table) width(column int, c Column) float64 {
	if c.Width > 0 {
		return min(c.Width, 255) // Excel's limit
	}
	longest := narrowest
	measure := func(s string) {
		for line := range strings.SplitSeq(s, "\n") {
			longest = max(longest, utf8.RuneCountInString(line)+2)
		}
	}
	measure(c.Title)
	for _, row := range t.Rows[:min(len(t.Rows), looked)] {
		if column < len(row) {
			s, _ := text(row[column])
			measure(s)
		}
	}
	return float64(min(longest, widest))
}

func (s styles) cells(row Row) ([]any, error) {
	cells := make([]any, len(row))
	for i, v := range row {
		switch v := v.(type) {
		case nil:
		case string:
			cells[i] = Guard(clean(v))
		case int, int64, float64:
			cells[i] = v
		case lang.Date:
			cells[i] = s.date(v)
		default:
			return nil, fmt.Errorf("a list holds no %T", v)
		}
	}
	return cells, nil
}

// firstDay is the first day that all spreadsheets count alike: some believe that
// 29 February 1900 was one.
var firstDay = lang.Date{Year: 1900, Month: 3, Day: 1}

// date is a real date as far as a spreadsheet knows it.
func (s styles) date(d lang.Date) any {
	switch {
	case d.IsZero():
		return nil
	case d.Month == 0:
		return d.Year
	case d.Compare(firstDay) < 0 || d.Year > 9999:
		return d.String()
	}
	look := s.day
	if d.Day == 0 {
		look = s.month
	}
	return excelize.Cell{StyleID: look, Value: time.Date(d.Year, time.Month(d.Month), max(d.Day, 1), 0, 0, 0, 0, time.UTC)}
}

// sheetName makes a name that Excel accepts.
func sheetName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`[]:*?/\'`, r) {
			return ' '
		}
		return r
	}, name)
	const longest = 31
	if runes := []rune(strings.TrimSpace(name)); len(runes) > longest {
		name = string(runes[:longest])
	}
	if name = strings.TrimSpace(name); name == "" {
		return "1"
	}
	return name
}
