package media

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"twintown/internal/platform/errs"
)

// officeTypes are what office files say of themselves: OpenDocument in its entry
// "mimetype", Office Open XML in its list of content types.
var (
	openDocument = map[string]Kind{kinds[ODT].mediaType: ODT, kinds[ODS].mediaType: ODS, kinds[ODP].mediaType: ODP}
	openXML      = map[string]Kind{
		`application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml`:   DOCX,
		`application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml`:         XLSX,
		`application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml`: PPTX,
	}
)

// typeListSize is the most that an archive's word about itself may have: a report
// with a thousand photos lists them in 200 kB.
const typeListSize = 1 << 20

// officeKind tells the kind of an archive by what it says of itself.
func officeKind(file io.ReaderAt, size int64) (Kind, error) {
	z, err := openArchive(file, size)
	if err != nil {
		return "", archiveError(err)
	}
	var found []Kind
	for _, e := range z.File {
		if e.Name != "mimetype" && e.Name != "[Content_Types].xml" {
			continue
		}
		text, err := readEntry(e, typeListSize)
		if err != nil {
			return "", archiveError(err)
		}
		if k := openDocument[string(bytes.TrimSpace(text))]; e.Name == "mimetype" && k != "" {
			found = append(found, k)
		}
		if e.Name == "mimetype" {
			continue
		}
		if bytes.Contains(bytes.ToLower(text), []byte("macroenabled")) {
			return "", refuse("media.macros", nil)
		}
		for t, k := range openXML {
			if bytes.Contains(text, []byte(`"`+t+`"`)) {
				found = append(found, k)
			}
		}
	}
	switch len(found) {
	case 0:
		return "", refuse("media.packed", nil)
	case 1:
		return found[0], nil
	}
	return "", refuse("media.misleading", fmt.Errorf("%w: it claims to be %v at once", errArchive, found))
}

// archiveError leaves refusals as they are and calls everything else damaged.
func archiveError(err error) error {
	if err == nil || errs.KindOf(err) == errs.Invalid || errors.Is(err, context.Canceled) {
		return err
	}
	return refuse("media.archive_damaged", err)
}

func readEntry(e *zip.File, limit int64) ([]byte, error) {
	r, err := e.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(b)) > limit {
		err = refuse("media.unpacks", errArchive, "mb", mostUnpacked>>20)
	}
	return b, err
}

// archive unpacks an office file to nowhere and looks at what comes out.
func (f *Finding) archive(ctx context.Context, file io.ReaderAt, size int64) error {
	flags, err := inside(ctx, file, size, &budget{left: mostUnpacked}, false)
	f.Flags = append(f.Flags, flags...)
	return archiveError(err)
}

// inside looks through one archive. nested says that it stands inside of another.
func inside(ctx context.Context, file io.ReaderAt, size int64, b *budget, nested bool) (flags []Flag, err error) {
	z, err := openArchive(file, size)
	if err != nil {
		return nil, err
	}
	if err := checkEntries(z.File); err != nil {
		return nil, err
	}
	b.packed += size
	for _, e := range z.File {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if isMacro(e.Name) {
			return nil, refuse("media.macros", nil)
		}
		found, err := entry(ctx, e, b, nested)
		if err != nil {
			return nil, err
		}
		flags = append(flags, found...)
	}
	return flags, nil
}

// isMacro knows where programs lie in office files.
func isMacro(name string) bool {
	name = strings.ToLower(name)
	base := path.Base(name)
	first, _, _ := strings.Cut(name, "/")
	return base == "vbaproject.bin" || base == "vbadata.xml" || first == "basic" || first == "scripts" ||
		strings.Contains(name, "/activex/") || strings.Contains(name, "/macrosheets/")
}

// parcel is an entry that is an archive itself: the table behind a diagram.
const parcelSize = 16 << 20

// entry unpacks one entry and looks at it.
func entry(ctx context.Context, e *zip.File, b *budget, nested bool) ([]Flag, error) {
	r, err := e.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	head := make([]byte, 8)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	rest := io.MultiReader(bytes.NewReader(head[:n]), r)
	switch text := string(head[:n]); {
	case strings.HasPrefix(text, "PK\x03\x04"):
		return parcel(ctx, e.Name, rest, b, nested)
	case strings.HasPrefix(text, "PK"), strings.HasPrefix(text, "Rar!"), strings.HasPrefix(text, "7z\xbc\xaf"), strings.HasPrefix(text, "\x1f\x8b"):
		return nil, refuse("media.nested", errArchive)
	case strings.HasPrefix(text, "MZ"), strings.HasPrefix(text, "\x7fELF"):
		return nil, refuse("media.macros", fmt.Errorf("a program: %s", e.Name))
	}
	w := &watcher{budget: b, xml: isXML(e.Name, head[:n]), relations: strings.HasSuffix(strings.ToLower(e.Name), ".rels")}
	if _, err := io.Copy(w, rest); err != nil {
		return nil, err
	}
	flags := w.flags
	if strings.HasPrefix(path.Base(strings.ToLower(e.Name)), "oleobject") {
		flags = append(flags, Attachments)
	}
	return flags, nil
}

// parcel looks into an archive inside of an archive: an office file without archives
// of its own, or nothing.
func parcel(ctx context.Context, name string, r io.Reader, b *budget, nested bool) ([]Flag, error) {
	if nested {
		return nil, refuse("media.nested", errArchive)
	}
	raw, err := io.ReadAll(io.LimitReader(r, parcelSize+1))
	if err != nil {
		return nil, err
	}
	if err := b.spend(int64(len(raw))); err != nil {
		return nil, err
	}
	if len(raw) > parcelSize {
		return nil, refuse("media.nested", errArchive)
	}
	file := bytes.NewReader(raw)
	kind, err := officeKind(file, file.Size())
	if err != nil || !slices.Contains(kinds[kind].endings, ending(name)) {
		return nil, refuse("media.nested", err)
	}
	return inside(ctx, file, file.Size(), b, true)
}

// isXML says whether an entry is XML, by its name or by its beginning in any encoding.
func isXML(name string, head []byte) bool {
	name = strings.ToLower(name)
	text := string(bytes.TrimLeft(bytes.ReplaceAll(head, []byte{0}, nil), "\xef\xbb\xbf\xfe\xff \t\r\n"))
	return strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") || strings.HasSuffix(name, ".rdf") || strings.HasPrefix(text, "<")
}

// watcher looks at an entry's bytes as they come out.
type watcher struct {
	*budget
	xml, relations bool
	flags          []Flag
	last           []byte // the end of what came before, where a word may have begun
}

// overlap is longer than every word that is looked for.
const overlap = 32

// Write counts the bytes and searches them. Zero bytes are passed over, so that a word
// in UTF-16 is found too.
func (w *watcher) Write(p []byte) (int, error) {
	if err := w.spend(int64(len(p))); err != nil {
		return 0, err
	}
	if !w.xml {
		return len(p), nil
	}
	text := append(w.last, bytes.ReplaceAll(p, []byte{0}, nil)...)
	if bytes.Contains(text, []byte("<!DOCTYPE")) || bytes.Contains(text, []byte("<!ENTITY")) {
		return 0, refuse("media.entities", errArchive)
	}
	if w.relations && loads(text) {
		w.flags = append(w.flags, Links)
		w.relations = false // told once
	}
	w.last = append([]byte(nil), text[max(len(text)-overlap, 0):]...)
	return len(p), nil
}

// relationTypes are relations of an office file by which parts are loaded from
// elsewhere as it is opened; a link that a person follows is none of them.
var relationTypes = []string{"/attachedTemplate", "/oleObject", "/externalLinkPath", "/frame", "/subDocument"}

func loads(text []byte) bool {
	return bytes.Contains(text, []byte(`TargetMode="External"`)) &&
		slices.ContainsFunc(relationTypes, func(t string) bool { return bytes.Contains(text, []byte(t+`"`)) })
}
