package moving

import (
	"bytes"
	"path"
	"strings"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Format is what sort of file a table came from.
type Format string

// The formats.
const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
)

// Table is a file as texts: its rows that are not empty, with the lines they stand on.
type Table struct {
	File      string       `json:"file"`                // its name, without folders
	Format    Format       `json:"format"`              //
	Encoding  string       `json:"encoding,omitempty"`  // of CSV: "windows-1250"
	Why       lang.Message `json:"-"`                   // the ground for the encoding
	Unclear   []Sample     `json:"-"`                   // CSV: encodings that fit alike, with how the file reads; the question comes first
	Separator string       `json:"separator,omitempty"` // of CSV
	Sheet     string       `json:"sheet,omitempty"`     // of XLSX: the sheet that was read
	Sheets    []string     `json:"sheets,omitempty"`    // of XLSX: all that can be seen
	Rows      []Row        `json:"rows"`
}

// Row is one row: its line in the file, from 1, and its cells as texts. Dates of XLSX
// stand as ISO 8601, as precise as the cell shows them.
type Row struct {
	Line  int      `json:"line"`
	Cells []string `json:"cells"`
}

// cell is the text of a column; "" past the row's end.
func (r Row) cell(column int) string {
	if column < 0 || column >= len(r.Cells) {
		return ""
	}
	return r.Cells[column]
}

// filled are the columns that hold something.
func (r Row) filled() (columns []int) {
	for i, c := range r.Cells {
		if c != "" {
			columns = append(columns, i)
		}
	}
	return columns
}

// width is how many columns the widest row has.
func (t *Table) width() (n int) {
	for _, r := range t.Rows {
		n = max(n, len(r.Cells))
	}
	return n
}

// Limits bound what a file may cost. The zero Limits are the usual ones.
type Limits struct {
	Bytes int64 // of the file
	Rows  int   // that are not empty
}

// MostBytes is how large a file may be.
const MostBytes = 16 << 20

// MostRows is how many rows a file may have that are not empty.
const MostRows = 50_000

// The usual limits. The largest list of partner towns that a national association
// keeps has some five thousand rows and forty columns; all partnerships of Europe are
// about as many as the rows that are taken.
const (
	mostBytes   = MostBytes
	mostRows    = MostRows
	mostColumns = 100
	mostText    = 4_000    // letters of one cell: longer is no cell but a document
	mostTexts   = 16 << 20 // bytes of all cells together
)

func (l Limits) orUsual() Limits {
	if l.Bytes == 0 {
		l.Bytes = mostBytes
	}
	if l.Rows == 0 {
		l.Rows = mostRows
	}
	return l
}

// ReadOptions say how a file is read where a person said so.
type ReadOptions struct {
	Lexicon  *Lexicon
	Encoding string // "": guessed
	Sheet    string // "": the first with a table
	Limits   Limits
}

// Read reads a file. One that is no table, or is larger than the limits, is refused
// (errs.Invalid, errs.TooLarge) with a sentence; memory and time stay bounded whatever
// the bytes are. A CSV whose encoding is unclear comes back with Unclear, decoded by the
// first of them.
func Read(name string, data []byte, opt ReadOptions) (t *Table, err error) {
	name = FileName(name)
	defer errs.Wrap(&err, "moving.Read(%s, %d bytes)", name, len(data))
	opt.Limits = opt.Limits.orUsual()
	if int64(len(data)) > opt.Limits.Bytes {
		return nil, tooLarge("bytes", opt.Limits.Bytes>>20)
	}
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return nil, refused("empty", nil)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		t, err = readXLSX(data, opt)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return nil, refused("old_excel", nil) // also what a password locks
	case isOtherKind(data):
		return nil, refused("no_table", nil)
	default:
		t, err = readCSV(data, opt)
	}
	if err != nil {
		return nil, err
	}
	if len(t.Rows) == 0 {
		return nil, refused("empty", nil)
	}
	t.File = name
	return t, nil
}

// FileName is a file's name as a person uploaded it, without folders, controls and
// overlong ends.
func FileName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return -1 // what turns the direction of writing hides the true ending
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	const longest = 120 // letters
	if runes := []rune(name); len(runes) > longest {
		ext := []rune(path.Ext(name))
		name = string(runes[:longest-min(len(ext), 8)]) + string(ext[:min(len(ext), 8)])
	}
	return name
}

// otherKinds are the first bytes of well-known files that are no tables, in lower case.
var otherKinds = []string{"%pdf", "\x1f\x8b", "<!doctype", "<html", "<?xml", "{", "[", "\x89png", "\xff\xd8\xff", "gif8", "{\\rtf"}

func isOtherKind(data []byte) bool {
	start := bytes.TrimSpace(bytes.TrimPrefix(data[:min(len(data), 64)], []byte(utf8Mark)))
	for _, other := range otherKinds {
		if strings.HasPrefix(lower(start), other) {
			return true
		}
	}
	return false
}

// lower makes small letters of ASCII's capitals alone: other bytes are no letters yet.
func lower(b []byte) string {
	out := bytes.Clone(b)
	for i, c := range out {
		if c >= 'A' && c <= 'Z' {
			out[i] = c + 'a' - 'A'
		}
	}
	return string(out)
}

// refused is a file that cannot be a list.
func refused(why string, cause error, kv ...any) error {
	return errs.New(errs.Invalid, lang.Msg("moving.file."+why, kv...), cause)
}

// tooLarge is a file that exceeds a limit.
func tooLarge(what string, most any) error {
	return errs.New(errs.TooLarge, lang.Msg("moving.file.too_large."+what, "most", most), nil)
}

// gather collects the rows of a table and keeps them within the limits.
type gather struct {
	limits Limits
	rows   []Row
	bytes  int
}

// add takes a row. Empty rows are passed over.
func (g *gather) add(line int, cells []string) error {
	for len(cells) > 0 && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	if len(cells) == 0 {
		return nil
	}
	if len(cells) > mostColumns {
		return tooLarge("columns", mostColumns)
	}
	if len(g.rows) == g.limits.Rows {
		return tooLarge("rows", g.limits.Rows)
	}
	for _, c := range cells {
		if g.bytes += len(c); len(c) > 4*mostText || g.bytes > mostTexts {
			return tooLarge("text", mostText)
		}
	}
	g.rows = append(g.rows, Row{Line: line, Cells: cells})
	return nil
}

// tidy is a cell without outer space, with plain spaces and LF between lines. Line
// breaks stay: they part partners.
func tidy(s string) string {
	if s == "" {
		return s
	}
	s = strings.Map(func(r rune) rune {
		switch r {
		case '\u00a0', '\u202f', '\u2007', '\t', '\v', '\f':
			return ' '
		case '\u2028', '\u2029', '\u0085':
			return '\n'
		case '\u200b', '\ufeff', '\u00ad', '\u0000':
			return -1
		}
		return r
	}, s)
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	if !strings.Contains(s, "\n") {
		return strings.Join(strings.Fields(s), " ")
	}
	lines := strings.Split(s, "\n")
	kept := lines[:0]
	for _, l := range lines {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			kept = append(kept, l)
		}
	}
	return strings.Join(kept, "\n")
}
