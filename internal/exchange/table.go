package exchange

import (
	"bufio"
	"encoding/csv"
	"io"
	"os"
	"slices"
	"strings"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// schema is what a table of ours may have: the columns that must be there and
// those that may.
type schema struct{ required, optional []string }

func (s schema) has(column string) bool {
	return slices.Contains(s.required, column) || slices.Contains(s.optional, column)
}

// table reads a file of lines with a header: separated by tabs, semicolons or
// commas, UTF-8, with or without a byte order mark. A field in quotation marks
// may hold the separator, but no line break.
type table struct {
	*lines
	file    io.Closer
	comma   byte
	columns map[string]int
	fields  []string
}

// openTable opens a file and reads its header. rename maps our column names to
// the file's. Anything that is no such table is refused (errs.Invalid) before a
// row is read.
func openTable(path string, rename map[string]string, want schema) (*table, error) {
	f, err := openFile(path)
	if err != nil {
		return nil, err
	}
	t, err := readTable(path, f, rename, want)
	if err != nil {
		f.Close()
		return nil, err
	}
	t.file = f
	return t, nil
}

// openFile opens a file that a person named.
func openFile(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, errs.New(errs.NotFound, lang.Msg("error.file", "file", path), err)
	}
	if info, err := f.Stat(); err != nil || info.IsDir() {
		f.Close()
		return nil, errs.New(errs.NotFound, lang.Msg("error.file", "file", path), err)
	}
	return f, nil
}

func readTable(name string, r io.Reader, rename map[string]string, want schema) (*table, error) {
	buffered := bufio.NewReaderSize(r, sniffed)
	start, err := head(buffered)
	if err != nil {
		return nil, err
	}
	if !isText(start) {
		return nil, noTable(name, nil)
	}
	t := &table{lines: newLines(name, buffered), columns: map[string]int{}}
	header, ok, bad, err := t.lines.next()
	if err != nil || !ok || bad != nil {
		return nil, noTable(name, err)
	}
	return t, t.readHeader(header, rename, want)
}

func noTable(name string, cause error) error {
	return errs.New(errs.Invalid, lang.Msg("error.import.not_a_table", "file", name), cause)
}

// readHeader takes the separator that stands most often in the header, and
// finds the columns.
func (t *table) readHeader(header string, rename map[string]string, want schema) error {
	t.comma = '\t'
	for _, c := range []byte(";,") {
		if strings.Count(header, string(c)) > strings.Count(header, string(t.comma)) {
			t.comma = c
		}
	}
	names, err := t.split(header)
	if err != nil {
		return noTable(t.name, err)
	}
	inFile := map[string]int{}
	for i, name := range names {
		inFile[strings.ToLower(strings.TrimSpace(name))] = i
	}
	for column, i := range inFile {
		t.columns[column] = i
	}
	for ours, theirs := range rename {
		i, found := inFile[strings.ToLower(theirs)]
		if found {
			t.columns[ours] = i
		} else if slices.Contains(want.required, ours) {
			return t.lacks(theirs)
		}
	}
	for _, name := range want.required {
		if !t.has(name) {
			return t.lacks(name)
		}
	}
	return nil
}

func (t *table) lacks(column string) error {
	return errs.New(errs.Invalid, lang.Msg("error.import.no_column", "file", t.name, "column", column), nil)
}

// has says whether the file has a column.
func (t *table) has(column string) bool { _, found := t.columns[column]; return found }

// get returns a field of the present row; "" where the row or the file ends
// before it.
func (t *table) get(column string) string {
	i, found := t.columns[column]
	if !found || i >= len(t.fields) {
		return ""
	}
	return strings.TrimSpace(t.fields[i])
}

// next moves to the next line that is not empty. ok is false at the end. bad
// holds what is wrong with a line that cannot be read; the lines after it can.
func (t *table) next() (ok bool, bad *lang.Message, err error) {
	text, ok, bad, err := t.lines.next()
	if !ok || bad != nil || err != nil {
		return ok, bad, err
	}
	if t.fields, err = t.split(text); err != nil {
		return true, reason("quotes"), nil
	}
	return true, nil, nil
}

// split cuts a line. Tabs never stand inside quotes; the other separators may.
func (t *table) split(line string) ([]string, error) {
	if t.comma == '\t' || !strings.Contains(line, `"`) {
		return splitAt(t.fields, line, t.comma), nil
	}
	r := csv.NewReader(strings.NewReader(line))
	r.Comma, r.FieldsPerRecord = rune(t.comma), -1
	return r.Read()
}

func (t *table) close() error { return t.file.Close() }

// where is a condition on rows, by column.
type where map[string]string

// on is the part of the condition that concerns a file's columns.
func (w where) on(t *table) where {
	mine := where{}
	for column, value := range w {
		if t.has(strings.ToLower(column)) {
			mine[strings.ToLower(column)] = value
		}
	}
	return mine
}

// holds says whether the present row has the values that the condition asks for.
func (w where) holds(t *table) bool {
	for column, value := range w {
		if t.get(column) != value {
			return false
		}
	}
	return true
}
