package exchange

import (
	"archive/zip"
	"bufio"
	"cmp"
	"errors"
	"io"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// geoKind is which of GeoNames' files a file is. The order is that in which they
// come in: names need places, places need regions.
type geoKind int

const (
	geoUnknown   geoKind = iota
	geoCountries         // countryInfo.txt
	geoRegions           // admin1CodesASCII.txt
	geoPlaces            // cities500.txt, allCountries.txt, PL.txt
	geoNames             // alternateNamesV2.txt
)

// Limits of what is unpacked. The largest file that GeoNames publishes is
// allCountries.txt with 1.8 GB, packed to a fifth; an archive has two files.
const (
	mostUnpacked = 8 << 30
	mostRatio    = 50
	mostFiles    = 16
)

// geoFile is one text, alone or inside an archive.
type geoFile struct {
	name string // as a person knows it: "cities500.zip:cities500.txt"
	kind geoKind
	open func() (io.ReadCloser, error)
}

// geoFiles finds GeoNames' files behind the paths, in the order in which they come
// in. A path that holds none is refused (errs.Invalid). close ends the use of all.
func geoFiles(paths []string) (all []geoFile, closeAll func(), err error) {
	var archives []io.Closer
	closeAll = func() {
		for _, a := range archives {
			a.Close()
		}
	}
	for _, path := range paths {
		found, archive, err := geoFilesOf(path)
		if archive != nil {
			archives = append(archives, archive)
		}
		if err == nil && len(found) == 0 {
			err = errs.New(errs.Invalid, lang.Msg("error.import.not_geonames", "file", path), nil)
		}
		if err != nil {
			closeAll()
			return nil, nil, err
		}
		all = append(all, found...)
	}
	slices.SortStableFunc(all, func(a, b geoFile) int { return cmp.Compare(a.kind, b.kind) })
	return all, closeAll, nil
}

func geoFilesOf(path string) ([]geoFile, io.Closer, error) {
	f, err := openFile(path)
	if err != nil {
		return nil, nil, err
	}
	var start [4]byte
	n, _ := io.ReadFull(f, start[:])
	f.Close()
	if string(start[:n]) == "PK\x03\x04" {
		return archived(path)
	}
	alone := geoFile{name: path, open: func() (io.ReadCloser, error) { return os.Open(path) }}
	if alone.kind, err = alone.sniff(); err != nil || alone.kind == geoUnknown {
		return nil, nil, err
	}
	return []geoFile{alone}, nil, nil
}

// archived finds GeoNames' files in an archive. Others, such as a readme, are passed
// over.
func archived(path string) (found []geoFile, archive io.Closer, err error) {
	z, err := zip.OpenReader(path)
	if err != nil {
		return nil, nil, errs.New(errs.Invalid, lang.Msg("error.import.not_geonames", "file", path), err)
	}
	for _, entry := range z.File[:min(len(z.File), mostFiles)] {
		if entry.FileInfo().IsDir() {
			continue
		}
		if entry.UncompressedSize64 > mostUnpacked || entry.UncompressedSize64 > longestLine+mostRatio*entry.CompressedSize64 {
			return nil, z, errs.New(errs.Invalid, lang.Msg("error.import.unpacked", "file", path), nil)
		}
		file := geoFile{name: path + ":" + entryName(entry.Name), open: entry.Open}
		if file.kind, err = file.sniff(); err != nil {
			return nil, z, errs.New(errs.Invalid, lang.Msg("error.import.not_geonames", "file", path), err)
		}
		if file.kind == geoUnknown {
			continue
		}
		if err := file.verify(path); err != nil {
			return nil, z, err
		}
		found = append(found, file)
	}
	return found, z, nil
}

// verify unpacks an entry to its end, for the checksum that stands there: one
// damaged bit changes names and figures long before anything fails, and they would
// be in by then. GeoNames' largest file takes some seconds.
func (f geoFile) verify(path string) error {
	r, err := f.open()
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(io.Discard, &unpacked{from: r, left: mostUnpacked, name: path})
	if _, known := errors.AsType[*errs.Error](err); err == nil || known {
		return err
	}
	return errs.New(errs.Invalid, lang.Msg("error.import.archive_damaged", "file", path), err)
}

// entryName is an entry's name as it may stand in a message: without folders, and
// without what a terminal would obey.
func entryName(name string) string {
	return clip(strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, path.Base(strings.ReplaceAll(name, `\`, "/"))))
}

// sniff recognises a file by its first lines.
func (f geoFile) sniff() (geoKind, error) {
	r, err := f.open()
	if err != nil {
		return geoUnknown, err
	}
	defer r.Close()
	start, err := head(bufio.NewReaderSize(r, sniffed))
	if err != nil || !isText(start) {
		return geoUnknown, err
	}
	return geoKindOf(string(start)), nil
}

// geoKindOf recognises a text by the first of its lines that has the form of one
// of the files: a broken line among them is reported later, with its number.
func geoKindOf(start string) geoKind {
	const enough = 20 // lines; countryInfo.txt begins with 50 lines of remarks, which are not counted
	n := 0
	for line := range strings.Lines(start) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		if kind := geoLine(splitTabs(nil, strings.TrimRight(line, "\r\n"))); kind != geoUnknown {
			return kind
		}
		if n++; n == enough {
			break
		}
	}
	return geoUnknown
}

// geoLine tells a line by the number of its fields and the form of the first.
func geoLine(f []string) geoKind {
	isNumber := func(text string) bool {
		_, err := strconv.ParseUint(text, 10, 63)
		return err == nil
	}
	switch {
	case len(f) == geoPlaceFields && isNumber(f[0]) && len(f[6]) <= 1:
		return geoPlaces
	case len(f) == geoCountryFields && isCountry(f[0]) && len(f[1]) == 3:
		return geoCountries
	case (len(f) == geoNameFields || len(f) == geoNameFieldsFirst) && isNumber(f[0]) && isNumber(f[1]):
		return geoNames
	case len(f) == geoRegionFields && len(f[0]) > 3 && isCountry(f[0][:2]) && f[0][2] == '.' && isNumber(f[3]):
		return geoRegions
	}
	return geoUnknown
}

// The numbers of fields of a line in each file (the readme.txt beside them).
const (
	geoPlaceFields     = 19
	geoCountryFields   = 19
	geoRegionFields    = 4
	geoNameFields      = 10
	geoNameFieldsFirst = 8 // before "from" and "to" were added
)

// each calls fn with the fields of every line; the fields are used again for the
// next one. Remarks are passed over. fn says what is wrong with a line, and whether
// it concerns us at all.
func (f geoFile) each(report *FileReport, progress Progress, fields int, fn func(f []string) (concerns bool, bad *lang.Message, err error)) error {
	r, err := f.open()
	if err != nil {
		return err
	}
	defer r.Close()
	in := newLines(f.name, bufio.NewReaderSize(&unpacked{from: r, left: mostUnpacked, name: f.name}, sniffed))
	var split []string
	for {
		text, ok, bad, err := in.next()
		if err != nil {
			return err
		}
		if !ok {
			progress(f.name, int64(in.n))
			return nil
		}
		if in.n%progressEvery == 0 {
			progress(f.name, int64(in.n))
		}
		if strings.HasPrefix(text, "#") {
			continue
		}
		concerns := true
		if bad == nil {
			if split = splitTabs(split, text); len(split) < fields {
				bad = reason("fields", "n", len(split), "want", fields)
			} else if concerns, bad, err = fn(split); err != nil {
				return err
			}
		}
		if concerns {
			report.Rows++
		}
		if bad != nil {
			report.reject(in.n, *bad)
		}
	}
}

// unpacked reads from an archive, but not without end: what an archive says of its
// sizes may be untrue.
type unpacked struct {
	from io.Reader
	left int64
	name string
}

// Read returns an errs.Error when the archive is damaged or holds too much.
func (u *unpacked) Read(p []byte) (int, error) {
	n, err := u.from.Read(p)
	if u.left -= int64(n); u.left < 0 {
		return 0, errs.New(errs.TooLarge, lang.Msg("error.import.unpacked", "file", u.name), nil)
	}
	if errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrChecksum) {
		err = io.ErrUnexpectedEOF // lines tell where
	}
	return n, err
}
