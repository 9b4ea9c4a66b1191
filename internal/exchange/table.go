package exchange

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Limits of what a table may be. The longest line of GeoNames' own files is a
// city with some thousand spellings, about 20 kB.
const (
	sniffed     = 64 << 10
	longestLine = 1 << 20
)

// table reads a file of lines with a header: separated by tabs, semicolons or
// commas, UTF-8, with or without a byte order mark.
type table struct {
	name    string
	file    io.Closer
	lines   *bufio.Scanner
	comma   rune
	columns map[string]int
	line    int // number of the present line, the header being 1
	fields  []string
}

// openTable opens a file and reads its header. rename maps our column names to
// the file's; required are ours that must be there. Anything that is no such
// table is refused (errs.Invalid) before a row is read.
func openTable(path string, rename map[string]string, required []string) (*table, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, errs.New(errs.NotFound, lang.Msg("error.file", "file", path), err)
	}
	t, err := readTable(path, f, rename, required)
	if err != nil {
		f.Close()
		return nil, err
	}
	t.file = f
	return t, nil
}

func readTable(name string, r io.Reader, rename map[string]string, required []string) (*table, error) {
	buffered := bufio.NewReaderSize(r, sniffed)
	head, err := buffered.Peek(sniffed)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if !isText(head) {
		return nil, errs.New(errs.Invalid, lang.Msg("error.import.not_a_table", "file", name), nil)
	}
	if bytes.HasPrefix(head, []byte("\ufeff")) {
		buffered.Discard(len("\ufeff"))
	}
	t := &table{name: name, lines: bufio.NewScanner(buffered), columns: map[string]int{}}
	t.lines.Buffer(make([]byte, 0, sniffed), longestLine)
	header, _, err := t.next()
	if err != nil || !header {
		return nil, errs.New(errs.Invalid, lang.Msg("error.import.not_a_table", "file", name), err)
	}
	return t, t.readHeader(rename, required)
}

// isText says whether the beginning of a file can be a table: valid UTF-8 (up
// to a character cut at the end), no NUL, no mark of a well-known other kind.
func isText(head []byte) bool {
	for cut := 0; cut < utf8.UTFMax && len(head) == sniffed && !utf8.Valid(head); cut++ {
		head = head[:len(head)-1]
	}
	trimmed := bytes.ToLower(bytes.TrimSpace(head[:min(len(head), 64)]))
	for _, other := range []string{"%pdf", "pk\x03\x04", "<!doctype", "<html", "<?xml", "{", "["} {
		if bytes.HasPrefix(trimmed, []byte(other)) {
			return false
		}
	}
	return utf8.Valid(head) && !bytes.ContainsRune(head, 0)
}

// readHeader takes the separator that stands most often in the header, and
// finds the columns.
func (t *table) readHeader(rename map[string]string, required []string) error {
	header := t.lines.Text()
	t.comma = '\t'
	for _, c := range ";," {
		if strings.Count(header, string(c)) > strings.Count(header, string(t.comma)) {
			t.comma = c
		}
	}
	names, err := t.split(header)
	if err != nil {
		return errs.New(errs.Invalid, lang.Msg("error.import.not_a_table", "file", t.name), err)
	}
	for i, name := range names {
		t.columns[strings.ToLower(strings.TrimSpace(name))] = i
	}
	for ours, theirs := range rename {
		i, found := t.columns[strings.ToLower(theirs)]
		if !found {
			return errs.New(errs.Invalid, lang.Msg("error.import.no_column", "file", t.name, "column", theirs), nil)
		}
		t.columns[ours] = i
	}
	for _, name := range required {
		if _, found := t.columns[name]; !found {
			return errs.New(errs.Invalid, lang.Msg("error.import.no_column", "file", t.name, "column", name), nil)
		}
	}
	return nil
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
	for t.lines.Scan() {
		t.line++
		text := t.lines.Text()
		if strings.TrimSpace(text) == "" {
			continue
		}
		if !utf8.ValidString(text) {
			m := lang.Msg("import.reason.not_utf8")
			return true, &m, nil
		}
		if t.fields, err = t.split(text); err != nil {
			m := lang.Msg("import.reason.quotes")
			return true, &m, nil
		}
		return true, nil, nil
	}
	if errors.Is(t.lines.Err(), bufio.ErrTooLong) {
		return false, nil, errs.New(errs.Invalid, lang.Msg("error.import.long_line", "file", t.name, "line", t.line+1), t.lines.Err())
	}
	return false, nil, t.lines.Err()
}

// split cuts a line. Tabs never stand inside quotes; the other separators may.
func (t *table) split(line string) ([]string, error) {
	line = strings.TrimSuffix(line, "\r")
	if t.comma == '\t' || t.comma == 0 || !strings.Contains(line, `"`) {
		return append(t.fields[:0], slices.Collect(strings.SplitSeq(line, string(t.comma)))...), nil
	}
	r := csv.NewReader(strings.NewReader(line))
	r.Comma, r.FieldsPerRecord = t.comma, -1
	return r.Read()
}

func (t *table) close() error {
	if t.file == nil {
		return nil
	}
	return t.file.Close()
}

// matches says whether the present row has the values that where asks for.
func (t *table) matches(where map[string]string) bool {
	for column, value := range where {
		if t.get(column) != value {
			return false
		}
	}
	return true
}
