package media

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// Limits of looking into a PDF.
const (
	objectsSize  = 16 << 20 // one stream of objects, unpacked
	allObjects   = 64 << 20 // all of them together
	tailSize     = 4 << 10  // where the end is looked for: some programs add a line or two
	mostOpened   = 20       // versions of one file, each of which says with which page it opens
	mostTrees    = 2000     // nodes of the tree of pages that are asked for their count
	nearby       = 64 << 10 // how far the ends of a dictionary are looked for
	longestName  = 64
	mostPagesEnd = 1_000_000
)

// errTrailer is why a PDF that was cut off is refused.
var errTrailer = errors.New("no %%EOF at the end")

// pdf looks for what acts by itself, and counts the pages. It follows no reference:
// it searches all bytes, also those that no reader would come to, and unpacks the
// streams in which newer files keep their objects.
func (f *Finding) pdf(ctx context.Context, file io.ReaderAt, size int64) error {
	data := make([]byte, size)
	if _, err := file.ReadAt(data, 0); err != nil && err != io.EOF {
		return err
	}
	if !bytes.Contains(data[max(len(data)-tailSize, 0):], []byte("%%EOF")) {
		return f.damaged(errTrailer)
	}
	look := &pdfLook{}
	look.search(data)
	if look.has[Encrypted] {
		look.packed = nil // cannot be unpacked, and needs not: the flag says it
	}
	left := int64(allObjects)
	for _, at := range look.packed {
		if err := ctx.Err(); err != nil {
			return err
		}
		objects, ok := unpack(data, at, min(left, objectsSize))
		left -= int64(len(objects))
		if !ok {
			look.mark(Unread)
		}
		look.search(objects)
	}
	for flag := range look.has {
		f.Flags = append(f.Flags, flag)
	}
	f.Pages = look.pages()
	return nil
}

// pdfLook is what a search of a PDF's bytes found.
type pdfLook struct {
	has    map[Flag]bool
	packed []int // where streams of objects are announced
	single int   // pages found one by one
	counts int   // the largest count of a tree of pages
	trees  int
	opened int // how often something is done at opening
}

func (l *pdfLook) mark(f Flag) {
	if l.has == nil {
		l.has = map[Flag]bool{}
	}
	l.has[f] = true
}

// acting are names that stand for something that acts, or for files inside.
var acting = map[string]Flag{
	"JavaScript": Script, "XFA": Script, "SubmitForm": Script, "ImportData": Script, "Launch": Launch,
	"EmbeddedFile": Attachments, "EmbeddedFiles": Attachments, "RichMedia": Attachments, "Encrypt": Encrypted,
}

// search goes through all names in a piece of PDF.
func (l *pdfLook) search(data []byte) {
	for at := 0; ; {
		i := bytes.IndexByte(data[at:], '/')
		if i < 0 {
			return
		}
		at += i + 1
		name, end := pdfName(data, at)
		switch {
		case name == "EmbeddedFiles" && noFiles.Match(data[end:min(end+nearby, len(data))]):
		case acting[name] != "":
			l.mark(acting[name])
		case name == "OpenAction":
			if l.opened++; l.opened > mostOpened || !turnsPage(data, end) {
				l.mark(Opens)
			}
		case name == "ObjStm" && len(l.packed) < mostEntries:
			l.packed = append(l.packed, end)
		case name == "ObjStm":
			l.mark(Unread)
		case name == "Type":
			l.typed(data, end)
		}
	}
}

// noFiles is a list of files that has none, as some programs write into each PDF.
var noFiles = regexp.MustCompile(`^[\x00\t\n\f\r ]*<<[\x00\t\n\f\r ]*/Names[\x00\t\n\f\r ]*\[[\x00\t\n\f\r ]*\][\x00\t\n\f\r ]*>>`)

// reference is "12 0 R".
var reference = regexp.MustCompile(`^(\d{1,10})[\x00\t\n\f\r ]+(\d{1,5})[\x00\t\n\f\r ]+R`)

// turnsPage says whether what stands behind a name only says which page comes first,
// as most programs write it: a destination in brackets, or an action that goes there.
func turnsPage(data []byte, at int) bool {
	value := data[at+blank(data[at:]):]
	if m := reference.FindSubmatch(value); m != nil {
		object := append(append([]byte("\n"), m[1]...), " "+string(m[2])+" obj"...)
		i := bytes.LastIndex(data, object)
		if i < 0 {
			return false // inside of a stream, or nowhere
		}
		i += len(object)
		value = data[i+blank(data[i:]):]
	}
	if bytes.HasPrefix(value, []byte("[")) {
		return true
	}
	value = value[:min(len(value), 512)] // an action is short
	return bytes.Contains(value, []byte("/GoTo")) && !bytes.Contains(value, []byte("/GoToR")) && !bytes.Contains(value, []byte("/GoToE"))
}

// typed counts pages and asks trees of pages for their count.
func (l *pdfLook) typed(data []byte, at int) {
	start := at + blank(data[at:])
	if start == len(data) || data[start] != '/' {
		return
	}
	switch name, end := pdfName(data, start+1); name {
	case "Page":
		l.single++
	case "Pages":
		if l.trees++; l.trees <= mostTrees {
			l.counts = max(l.counts, pageCount(data, start, end))
		}
	}
}

// pages returns the number of pages: what the root of their tree says, or as many as
// were found. 0: not known, as in a file whose objects are locked.
func (l *pdfLook) pages() int {
	if l.counts > 0 {
		return l.counts
	}
	return l.single
}

// pdfName reads a name from behind its slash, and returns where it ends. Any letter
// may be written as # and two digits, which hides a name from those who do not look.
func pdfName(data []byte, at int) (string, int) {
	var b [longestName]byte
	n := 0
	for at < len(data) && n < len(b) && !strings.ContainsRune("\x00\t\n\f\r ()<>[]{}/%", rune(data[at])) {
		c := data[at]
		if c == '#' && at+2 < len(data) {
			if v, err := strconv.ParseUint(string(data[at+1:at+3]), 16, 8); err == nil {
				c, at = byte(v), at+2
			}
		}
		b[n], n, at = c, n+1, at+1
	}
	return string(b[:n]), at
}

// blank returns how many blank bytes b begins with.
func blank(b []byte) (n int) {
	for n < len(b) && strings.IndexByte("\x00\t\n\f\r ", b[n]) >= 0 {
		n++
	}
	return n
}

// pageCount returns the number behind /Count in the dictionary around a place in it.
func pageCount(data []byte, from, to int) int {
	start := max(from-nearby, 0)
	if i := dictBegin(data[start:from]); i >= 0 {
		start += i
	}
	stop := min(to+nearby, len(data))
	if i := dictEnd(data[to:stop]); i >= 0 {
		stop = to + i
	}
	dict := data[start:stop]
	i := bytes.Index(dict, []byte("/Count"))
	if i < 0 {
		return 0
	}
	digits := dict[i+len("/Count"):]
	n := 0
	for _, c := range digits[blank(digits):] {
		if c < '0' || c > '9' || n > mostPagesEnd {
			break
		}
		n = n*10 + int(c-'0')
	}
	return min(n, mostPagesEnd)
}

// dictBegin returns where the dictionary begins that is open at the end of b, -1 if none.
func dictBegin(b []byte) int {
	depth := 0
	for i := len(b) - 2; i >= 0; i-- {
		switch string(b[i : i+2]) {
		case ">>":
			depth++
			i--
		case "<<":
			if depth == 0 {
				return i
			}
			depth--
			i--
		}
	}
	return -1
}

// dictEnd returns where the dictionary ends that is open at the beginning of b, -1 if none.
func dictEnd(b []byte) int {
	depth := 0
	for i := 0; i+1 < len(b); i++ {
		switch string(b[i : i+2]) {
		case "<<":
			depth++
			i++
		case ">>":
			if depth == 0 {
				return i
			}
			depth--
			i++
		}
	}
	return -1
}

// unpack unpacks the stream of objects whose dictionary has a place at, at most limit
// bytes. It says false where that fails or something is left.
func unpack(data []byte, at int, limit int64) ([]byte, bool) {
	window := data[at:min(at+nearby, len(data))]
	i := bytes.Index(window, []byte("stream"))
	if i < 0 {
		return nil, true // a name in a text
	}
	body := data[at+i+len("stream"):]
	body = bytes.TrimPrefix(bytes.TrimPrefix(body, []byte("\r")), []byte("\n"))
	z, err := zlib.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, false // another filter than the usual one, or none
	}
	objects, err := io.ReadAll(io.LimitReader(z, limit+1))
	if int64(len(objects)) > limit {
		return objects[:limit], false
	}
	return objects, err == nil
}
