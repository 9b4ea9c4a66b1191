// Package sheet writes lists that people open in a spreadsheet: XLSX and CSV.
//
// It is the one writer of the house for lists that leave it (the desk's lists, the
// rejected rows of an import), so that one place answers for what a spreadsheet
// makes of them. A [Table] has columns and rows; a row is a slice of values: text
// (string), numbers (int, int64, float64), dates ([lang.Date], as precise as they
// are known) or nothing (nil).
//
//	err := sheet.Write(w, sheet.XLSX, sheet.Table{
//		Name: "Partnerships", Language: "pl",
//		Columns: []sheet.Column{{Title: "Miasto"}, {Title: "Od"}},
//		Rows:    []sheet.Row{{"Hrodna", lang.Date{Year: 1988}}},
//	})
//
// # Texts that a program would run
//
// A spreadsheet takes a text that begins with =, +, - or @ for a formula when it
// reads CSV, also after spaces and in full-width forms, and some do after a tab or a
// line break. Such a text gets an apostrophe in front ([Guard]), in both formats, for
// XLSX is saved as CSV in many offices. [Unguard] takes it off again; importers of
// the house do. A text that begins with apostrophes before such a sign gets one more,
// so that the way back is exact.
//
// # What the reader finds
//
// In XLSX numbers and days are real ones (a month or a year of a date is a date whose
// format shows no more, or a plain number), the header is frozen and bold, the
// columns are as wide as their content. In CSV dates are ISO 8601, numbers have a
// point, fields are separated by the sign that spreadsheets of the reader's language
// expect, and lines end with CR LF. Characters that XML forbids become spaces.
package sheet

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Format is how a list is written.
type Format string

// The formats.
const (
	XLSX     Format = "xlsx"
	CSV      Format = "csv"       // UTF-8 with a byte order mark, by which Excel knows it
	CSVPlain Format = "csv-plain" // UTF-8 without it, for programs
)

// Formats are all formats.
func Formats() []Format { return []Format{XLSX, CSV, CSVPlain} }

// Extension is what a file's name ends with: "xlsx" or "csv".
func (f Format) Extension() string {
	if f == XLSX {
		return "xlsx"
	}
	return "csv"
}

// MediaType is the Content-Type of a file.
func (f Format) MediaType() string {
	if f == XLSX {
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "text/csv; charset=utf-8; header=present"
}

// Column is one column of a list.
type Column struct {
	Title string  // in the reader's language
	Width float64 // in letters; 0: as wide as the content
}

// Row is one row; values past the last column are written under no title.
type Row []any

// Table is a list to be written.
type Table struct {
	Name     string // of the sheet; empty: "1"
	Language string // of the reader: decides the separator of CSV
	Comma    rune   // the separator of CSV; 0: by language
	Columns  []Column
	Rows     []Row
	Also     []Table // further sheets of XLSX, such as one of hints; CSV has none
}

// Limits of a spreadsheet. More is refused, not cut.
const (
	maxRows    = 1_048_575 // and the header
	maxColumns = 16_384
	maxText    = 32_767 // UTF-16 units of a cell
)

// Write writes the list. A value of a type that a list cannot hold, and a list that
// no spreadsheet could open, are errors.
func Write(w io.Writer, f Format, t Table) (err error) {
	defer errs.Wrap(&err, "sheet.Write(%s)", f)
	if len(t.Rows) > maxRows || len(t.Columns) > maxColumns {
		return errs.New(errs.TooLarge, lang.Msg("sheet.too_large", "rows", len(t.Rows), "most", maxRows), nil)
	}
	switch f {
	case XLSX:
		return writeXLSX(w, t)
	case CSV, CSVPlain:
		return writeCSV(w, f, t)
	}
	return fmt.Errorf("no format %q", f)
}

// separator is the sign between fields that spreadsheets of the reader's language expect.
func (t Table) separator() rune {
	switch {
	case t.Comma != 0:
		return t.Comma
	case t.Language == "" || t.Language == "en":
		return ','
	}
	return ';'
}

// text is a value as a text file holds it.
func text(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return Guard(clean(v)), nil
	case int:
		return strconv.Itoa(v), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), nil
	case lang.Date:
		return v.String(), nil
	}
	return "", fmt.Errorf("a list holds no %T", v)
}

// clean makes of a text what both formats can hold: line breaks as LF, a space for
// what XML forbids, no more than a cell takes.
func clean(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		if r == '\r' {
			return '\n'
		}
		if r < ' ' && r != '\t' && r != '\n' || r == utf8.RuneError || r == 0xfffe || r == 0xffff {
			return ' '
		}
		return r
	}, s)
	if len(s) <= maxText/2 { // never more UTF-16 units than bytes; one is left for Guard
		return s
	}
	units := 1
	for i, r := range s {
		if units++; r > 0xffff {
			units++
		}
		if units > maxText {
			return s[:i]
		}
	}
	return s
}
