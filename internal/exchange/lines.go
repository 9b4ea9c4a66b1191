package exchange

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Limits of what a text may be. The longest line of GeoNames' own files is a
// city with some thousand spellings, about 20 kB.
const (
	sniffed     = 64 << 10
	longestLine = 1 << 20
)

// lines reads a text line by line. Empty lines are passed over, but counted.
type lines struct {
	name string
	scan *bufio.Scanner
	n    int // number of the present line, from 1
}

// head looks at the beginning of a file without taking it.
func head(r *bufio.Reader) ([]byte, error) {
	start, err := r.Peek(sniffed)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return start, err
}

func newLines(name string, r *bufio.Reader) *lines {
	if start, _ := r.Peek(len(byteOrderMark)); string(start) == byteOrderMark {
		r.Discard(len(byteOrderMark))
	}
	l := &lines{name: name, scan: bufio.NewScanner(r)}
	l.scan.Buffer(make([]byte, 0, sniffed), longestLine)
	return l
}

const byteOrderMark = "\ufeff"

// next moves to the next line that is not empty. ok is false at the end. bad says
// what is wrong with a line that cannot be read; the lines after it can.
func (l *lines) next() (text string, ok bool, bad *lang.Message, err error) {
	for l.scan.Scan() {
		l.n++
		line := l.scan.Bytes()
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if !utf8.Valid(line) {
			return "", true, reason("not_utf8"), nil
		}
		return strings.TrimSuffix(string(line), "\r"), true, nil, nil
	}
	return "", false, nil, l.failure(l.scan.Err())
}

// failure explains why a file ended before its end.
func (l *lines) failure(err error) error {
	if err == nil {
		return nil
	}
	if _, known := errors.AsType[*errs.Error](err); known {
		return err
	}
	key := "error.import.damaged"
	if errors.Is(err, bufio.ErrTooLong) {
		key = "error.import.long_line"
	}
	return errs.New(errs.Invalid, lang.Msg(key, "file", l.name, "line", l.n+1), err)
}

// otherKinds are the first bytes of well-known files that are no tables, in lower
// case.
var otherKinds = []string{"%pdf", "pk\x03\x04", "\x1f\x8b", "<!doctype", "<html", "<?xml", "{", "["}

// isText says whether the beginning of a file can be a table: valid UTF-8 (up
// to a character cut at the end), no NUL, no mark of a well-known other kind.
func isText(start []byte) bool {
	for cut := 0; cut < utf8.UTFMax && len(start) == sniffed && !utf8.Valid(start); cut++ {
		start = start[:len(start)-1]
	}
	trimmed := bytes.ToLower(bytes.TrimSpace(start[:min(len(start), 64)]))
	for _, other := range otherKinds {
		if bytes.HasPrefix(trimmed, []byte(other)) {
			return false
		}
	}
	return utf8.Valid(start) && !bytes.ContainsRune(start, 0)
}

// reason is why a line was left out.
func reason(key string, kv ...any) *lang.Message {
	m := lang.Msg("import.reason."+key, kv...)
	return &m
}

// splitTabs cuts a line into fields, in the memory of into.
func splitTabs(into []string, line string) []string { return splitAt(into, line, '\t') }

func splitAt(into []string, line string, separator byte) []string {
	into = into[:0]
	for {
		i := strings.IndexByte(line, separator)
		if i < 0 {
			return append(into, line)
		}
		into, line = append(into, line[:i]), line[i+1:]
	}
}
