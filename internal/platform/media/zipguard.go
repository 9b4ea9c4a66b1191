package media

import (
	"archive/zip"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// Limits of archives. A report of a hundred pages with photos has two hundred entries
// and unpacks to three times its size; a table of all towns of a country unpacks to 60 MB.
const (
	mostEntries   = 3000
	directorySize = 1 << 20   // of an archive's list of entries: 350 bytes for each
	mostUnpacked  = 200 << 20 // all entries together, with those of archives inside
	mostRatio     = 150       // unpacked to packed, where much is unpacked
	ratioFrom     = 20 << 20  // below this much, blank cells may pack as well as they like
)

// errArchive is a fault of an archive that no program writes by accident.
var errArchive = errors.New("the archive is built to mislead")

// openArchive opens a ZIP archive after it has looked at its directory: the library
// would read a million entries before anybody could count them.
func openArchive(file io.ReaderAt, size int64) (*zip.Reader, error) {
	if err := directory(file, size); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(file, size)
	if err != nil {
		return nil, err
	}
	if len(z.File) > mostEntries {
		return nil, refuse("media.entries", errArchive, "most", mostEntries)
	}
	return z, nil
}

// directory reads an archive's end record and holds it to what the file has: the list
// of entries lies between the entries and the end, and nowhere else.
func directory(file io.ReaderAt, size int64) error {
	const endSize, longestComment = 22, 1<<16 - 1
	tail := make([]byte, min(size, endSize+longestComment))
	if _, err := file.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return err
	}
	at := -1
	for i := len(tail) - endSize; i >= 0; i-- {
		if string(tail[i:i+4]) == "PK\x05\x06" && int(binary.LittleEndian.Uint16(tail[i+20:])) == len(tail)-i-endSize {
			at = i
			break
		}
	}
	if at < 0 {
		return fmt.Errorf("%w: no end record", errShape)
	}
	end := tail[at:]
	entries := int64(binary.LittleEndian.Uint16(end[10:]))
	length, start := int64(binary.LittleEndian.Uint32(end[12:])), int64(binary.LittleEndian.Uint32(end[16:]))
	switch {
	case entries > mostEntries || length > directorySize:
		return refuse("media.entries", errArchive, "most", mostEntries)
	case binary.LittleEndian.Uint32(end[4:]) != 0, start+length != size-int64(len(tail)-at):
		return fmt.Errorf("%w: the list of entries is not where it should be", errShape)
	}
	return nil
}

// budget is what may still be unpacked, over an archive and those inside of it.
type budget struct{ left, packed, unpacked int64 }

// spend counts n unpacked bytes and says when it is too much.
func (b *budget) spend(n int64) error {
	b.unpacked += n
	if b.left -= n; b.left < 0 || b.unpacked > ratioFrom && b.unpacked > b.packed*mostRatio {
		return refuse("media.unpacks", errArchive, "mb", mostUnpacked>>20)
	}
	return nil
}

// checkEntries looks at what the directory says, before anything is unpacked.
func checkEntries(entries []*zip.File) error {
	seen := map[string]bool{}
	for _, e := range entries {
		if err := checkEntry(e); err != nil {
			return err
		}
		folded := strings.ToLower(e.Name)
		if seen[folded] {
			return refuse("media.misleading", fmt.Errorf("%w: two entries %q", errArchive, e.Name))
		}
		seen[folded] = true
	}
	return apart(entries)
}

func checkEntry(e *zip.File) error {
	clean := path.Clean(strings.TrimSuffix(e.Name, "/"))
	switch {
	case e.Flags&1 != 0:
		return refuse("media.locked", nil)
	case e.Name == "" || !utf8.ValidString(e.Name) || strings.ContainsAny(e.Name, "\\\x00:") || !fs.ValidPath(clean) || strings.Contains(e.Name, "../"):
		return refuse("media.misleading", fmt.Errorf("%w: an entry named %q", errArchive, e.Name))
	case e.Mode()&fs.ModeType != 0 && !e.Mode().IsDir():
		return refuse("media.misleading", fmt.Errorf("%w: %q is no file", errArchive, e.Name))
	case e.Method != zip.Store && e.Method != zip.Deflate:
		return refuse("media.misleading", fmt.Errorf("%w: packed by method %d", errArchive, e.Method))
	}
	return nil
}

// apart refuses entries whose packed bytes overlap: one kilobyte would count as a million.
func apart(entries []*zip.File) error {
	type span struct{ from, to int64 }
	spans := make([]span, 0, len(entries))
	for _, e := range entries {
		from, err := e.DataOffset()
		if err != nil {
			return err
		}
		spans = append(spans, span{from, from + int64(e.CompressedSize64)})
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	for i := 1; i < len(spans); i++ {
		if spans[i].from < spans[i-1].to {
			return refuse("media.misleading", fmt.Errorf("%w: entries overlap", errArchive))
		}
	}
	return nil
}
