package moving

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"
	"time"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// isRefusal says whether an error has its sentence already.
func isRefusal(err error) bool {
	kind := errs.KindOf(err)
	return kind == errs.Invalid || kind == errs.TooLarge
}

// sheetReader reads the cells of one sheet.
type sheetReader struct {
	w      *workbook
	g      gather
	merges []cellRange

	line   int // of the present row
	column int // of the present cell, from 0
	cells  []string
	rows   int // that were seen, empty ones too
	kind   string
	style  int
	value  strings.Builder
	in     bool // inside a value
	phon   bool
}

// read reads a sheet into the table.
func (w *workbook) read(t *Table, s sheetPart, opt ReadOptions) error {
	r := &sheetReader{w: w, g: gather{limits: opt.Limits}}
	if err := w.each(s.part, r.see); err != nil {
		return explained(err)
	}
	t.Sheet, t.Rows = s.name, r.g.rows
	fillMerged(t.Rows, r.merges)
	return nil
}

func (r *sheetReader) see(token xml.Token) error {
	switch e := token.(type) {
	case xml.StartElement:
		return r.start(e)
	case xml.CharData:
		if r.in {
			if r.value.Len()+len(e) > 4*mostText {
				return tooLarge("text", mostText)
			}
			r.value.Write(e)
		}
	case xml.EndElement:
		return r.end(e.Name.Local)
	}
	return nil
}

func (r *sheetReader) start(e xml.StartElement) error {
	switch e.Name.Local {
	case "row":
		r.line++
		if n, err := strconv.Atoi(attribute(e, "r")); err == nil && n >= r.line {
			r.line = n
		}
		r.column, r.cells = -1, nil
		if r.rows++; r.rows > mostEmpty {
			return tooLarge("rows", r.g.limits.Rows)
		}
	case "c":
		r.column++
		if at, ok := columnOf(attribute(e, "r")); ok && at >= r.column {
			r.column = at
		}
		r.kind = attribute(e, "t")
		r.style, _ = strconv.Atoi(attribute(e, "s"))
		r.value.Reset()
	case "v":
		r.in = true
	case "t":
		r.in = !r.phon
	case "rPh":
		r.phon = true
	case "mergeCell":
		if m, ok := rangeOf(attribute(e, "ref")); ok && len(r.merges) < mostMerges {
			r.merges = append(r.merges, m)
		}
	}
	return nil
}

func (r *sheetReader) end(name string) error {
	switch name {
	case "v", "t":
		r.in = false
	case "rPh":
		r.phon = false
	case "c":
		text := tidy(unguard(r.text()))
		r.value.Reset()
		if text == "" || r.column < 0 { // a cell may hold a row where somebody means harm
			return nil
		}
		if r.column >= mostColumns {
			return tooLarge("columns", mostColumns)
		}
		for len(r.cells) <= r.column {
			r.cells = append(r.cells, "")
		}
		r.cells[r.column] = text
	case "row":
		cells := r.cells
		r.cells = nil
		return r.g.add(r.line, cells)
	}
	return nil
}

// text is what the present cell says.
func (r *sheetReader) text() string {
	raw := r.value.String()
	switch r.kind {
	case "s":
		if i, err := strconv.Atoi(strings.TrimSpace(raw)); err == nil && i >= 0 && i < len(r.w.shared) {
			return r.w.shared[i]
		}
		return ""
	case "inlineStr", "str":
		return raw
	case "e": // #REF!, #N/A: the cell says nothing
		return ""
	case "d":
		day, _, _ := strings.Cut(raw, "T")
		return day
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(raw), 64)
	if err != nil {
		return raw
	}
	if r.style >= 0 && r.style < len(r.w.styles) {
		if day, ok := dateOfSerial(n, r.w.epoch04); ok {
			switch r.w.styles[r.style] {
			case byDay:
				return day.String()
			case byMonth:
				return lang.Date{Year: day.Year, Month: day.Month}.String()
			case byYear:
				return lang.Date{Year: day.Year}.String()
			}
		}
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// dateOfSerial is the day of a spreadsheet's number. Those before March 1900 are left
// alone: spreadsheets disagree about them.
func dateOfSerial(n float64, epoch04 bool) (lang.Date, bool) {
	const first, last = 61, 2_958_465 // 1 March 1900 and 31 December 9999
	if epoch04 {
		n += 1462
	}
	if !(n >= first && n <= last) {
		return lang.Date{}, false
	}
	return lang.DateOf(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(math.Floor(n)))), true
}

// columnOf is the column of "AB12", from 0.
func columnOf(ref string) (column int, ok bool) {
	n := 0
	for i := 0; i < len(ref); i++ {
		c := ref[i] | 0x20
		if c < 'a' || c > 'z' {
			return n - 1, i > 0
		}
		if n = n*26 + int(c-'a') + 1; n > 16_384 {
			return 0, false
		}
	}
	return n - 1, n > 0
}

// cellRange is a merged range: columns from 0, lines from 1.
type cellRange struct{ column, line, lastLine int }

func rangeOf(ref string) (m cellRange, ok bool) {
	from, to, found := strings.Cut(ref, ":")
	if !found {
		return m, false
	}
	lineOf := func(s string) (int, error) {
		return strconv.Atoi(strings.TrimLeft(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz$"))
	}
	column, ok := columnOf(from)
	first, err := lineOf(from)
	last, err2 := lineOf(to)
	return cellRange{column, first, last}, ok && err == nil && err2 == nil
}

// fillMerged repeats what a cell says that was merged over several rows, as people read
// it: one country beside three towns.
func fillMerged(rows []Row, merges []cellRange) {
	for _, m := range merges {
		value := ""
		for i := range rows {
			r := &rows[i]
			switch {
			case r.Line == m.line:
				value = r.cell(m.column)
			case value != "" && r.Line > m.line && r.Line <= m.lastLine:
				for len(r.Cells) <= m.column && m.column < mostColumns {
					r.Cells = append(r.Cells, "")
				}
				if r.Cells[m.column] == "" {
					r.Cells[m.column] = value
				}
			}
		}
	}
}
