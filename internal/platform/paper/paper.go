// Package paper reads documents: how many pages they have, what stands on them, and how
// the first page looks.
//
//	reader, err := paper.NewProcess("", filepath.Join(dataFolder, "cache"))
//	content, err := reader.Read(ctx, file, media.PDF, paper.Pictures{JPEG: a, WebP: b})
//
// A file that comes here was examined (package media), and is foreign all the same. It is
// read in a process of its own that sees the file, two files for the picture and a folder
// of compiled code, and nothing else: 400 MB, twenty seconds of a core, no network, no
// database ([media.Worker]). The process says what it found as it goes on, so that a file
// whose third page costs too much still has its number of pages.
//
//   - A PDF is read by PDFium, which runs as WebAssembly: what goes wrong in it stays in a
//     memory of its own, without files. Compiling it takes half a minute the first time; the
//     machine code is kept in a folder and made anew by another release or another kind of
//     machine.
//   - An office file is a ZIP archive of XML, of which only the parts with text are
//     unpacked. It has no picture: that would take an office program.
//
// What cannot be read is no failure: the content says so ([Content.Fault]) and holds
// what is known. Only where the machine is at fault does reading fail, and can be tried
// again.
package paper

import (
	"context"
	"os"
	"slices"

	"twintown/internal/platform/lang"
	"twintown/internal/platform/media"
)

// Way is the way of reading of this release. A way that finds more has a higher number, so
// that what an older one read is read again.
const Way = 1

// Limits of what is found.
const (
	// MostText is the most bytes of text that are kept: a book of eighty pages.
	MostText = 200_000
	// MostPages bounds a number of pages that somebody could believe.
	MostPages = 100_000
	// PictureWidth and PictureHeight bound the picture of the first page, in points: a
	// page of A4 is 480 wide.
	PictureWidth, PictureHeight = 480, 720
)

// Content is what was read.
type Content struct {
	Pages  int    // pages, slides or sheets; 0: not known
	Text   string // lines, of which each may be a paragraph
	Cut    bool   // there is more text than is kept
	Width  int    // of the picture of the first page, in points; 0: there is none
	Height int
	Fault  *lang.Message // why not all could be read; nil: all was
}

// Pictures are the files into which the first page is drawn, as JPEG and as WebP. They are
// empty, and stay so where there is no picture.
type Pictures struct{ JPEG, WebP *os.File }

// Reader reads documents. Implementations are safe for concurrent use and let few files
// through at a time.
type Reader interface {
	// Read reads a file of a kind that [Readable] says. It fails where the file is not at
	// fault; then it may be tried again.
	Read(ctx context.Context, file *os.File, kind media.Kind, into Pictures) (Content, error)
}

// Readable says whether files of a kind hold text on pages.
func Readable(kind media.Kind) bool { return slices.Contains(readable, kind) }

var readable = []media.Kind{media.PDF, media.DOCX, media.ODT, media.XLSX, media.ODS, media.PPTX, media.ODP}

// Unit is what Pages counts in a kind of file: "pages", "slides", "sheets".
func Unit(kind media.Kind) string {
	switch kind {
	case media.PPTX, media.ODP:
		return "slides"
	case media.XLSX, media.ODS:
		return "sheets"
	}
	return "pages"
}
