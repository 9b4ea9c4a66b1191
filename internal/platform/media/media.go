// Package media finds out what a foreign file is, and makes of it what can be shown.
//
// A file that somebody sends is not what its name says. [Examine] looks at its
// bytes, compares them with the ending of its name, and takes few kinds: PDF, four
// kinds of images, six kinds of office files. Everything else is refused with a
// sentence that says what was wrong ([Refused]); so is a file of a kind that we take
// when it is damaged, larger unpacked than anybody needs, or able to do something
// by itself that we would not want done at an office.
//
//   - An image is decoded and drawn anew, upright and at most [DisplayEdge] points
//     wide, so that nothing of the original's bytes is left in what is shown: no
//     place where a photo was taken, no second file behind the first.
//   - An office file is a ZIP archive of XML. It is unpacked to nowhere, counted, and
//     searched for macros, entities, and paths that lead out.
//   - A PDF is searched for what acts by itself. That is no ground to refuse it, but
//     it is told ([Flag]), and the file is not opened inside of a page.
//
// All work is bounded before it begins: pixels by the header, archives by their
// directory. The decoders run in a process of their own that may use a quarter of a
// gigabyte and ten seconds ([Process]), which the program starts as itself; tests and
// small tools call [Examine] where they stand ([Here]).
//
// The package reads bytes alone: it knows no database, no accounts, no network.
package media

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Kind is a kind of file that is taken.
type Kind string

// The kinds.
const (
	PDF  Kind = "pdf"
	JPEG Kind = "jpeg"
	PNG  Kind = "png"
	WebP Kind = "webp"
	GIF  Kind = "gif"
	DOCX Kind = "docx"
	ODT  Kind = "odt"
	XLSX Kind = "xlsx"
	ODS  Kind = "ods"
	PPTX Kind = "pptx"
	ODP  Kind = "odp"
)

type properties struct {
	mediaType string
	endings   []string // of file names; the usual one first
	shown     string   // as people write it
}

var kinds = map[Kind]properties{
	PDF:  {"application/pdf", []string{"pdf"}, "PDF"},
	JPEG: {"image/jpeg", []string{"jpg", "jpeg", "jpe", "jfif"}, "JPEG"},
	PNG:  {"image/png", []string{"png"}, "PNG"},
	WebP: {"image/webp", []string{"webp"}, "WebP"},
	GIF:  {"image/gif", []string{"gif"}, "GIF"},
	DOCX: {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", []string{"docx"}, "DOCX"},
	ODT:  {"application/vnd.oasis.opendocument.text", []string{"odt"}, "ODT"},
	XLSX: {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", []string{"xlsx"}, "XLSX"},
	ODS:  {"application/vnd.oasis.opendocument.spreadsheet", []string{"ods"}, "ODS"},
	PPTX: {"application/vnd.openxmlformats-officedocument.presentationml.presentation", []string{"pptx"}, "PPTX"},
	ODP:  {"application/vnd.oasis.opendocument.presentation", []string{"odp"}, "ODP"},
}

// Kinds returns all kinds in the order in which people are told of them.
func Kinds() []Kind { return []Kind{PDF, JPEG, PNG, WebP, GIF, DOCX, ODT, XLSX, ODS, PPTX, ODP} }

// Type returns the media type that a browser is told; "application/octet-stream" for
// a kind that is none.
func (k Kind) Type() string {
	if p, ok := kinds[k]; ok {
		return p.mediaType
	}
	return "application/octet-stream"
}

// Ending returns how names of such files usually end, without the point.
func (k Kind) Ending() string {
	if p, ok := kinds[k]; ok {
		return p.endings[0]
	}
	return "bin"
}

// String returns the kind as people write it.
func (k Kind) String() string { return kinds[k].shown }

// Image says whether the kind is drawn anew for display.
func (k Kind) Image() bool { return slices.Contains([]Kind{JPEG, PNG, WebP, GIF}, k) }

// OfType returns the kind whose media type t is, "" where there is none.
func OfType(t string) Kind {
	for k, p := range kinds {
		if p.mediaType == t {
			return k
		}
	}
	return ""
}

// Accept returns the kinds as the accept attribute of a form's file field wants them.
func Accept() string {
	var all []string
	for _, k := range Kinds() {
		for _, e := range kinds[k].endings {
			all = append(all, "."+e)
		}
	}
	return strings.Join(all, ",")
}

// Flag is something about a file that its readers are told.
type Flag string

// The flags.
const (
	Script      Flag = "script"      // a PDF with programs in it
	Opens       Flag = "opens"       // a PDF that does something when it is opened
	Launch      Flag = "launch"      // a PDF that starts other programs
	Attachments Flag = "attachments" // files inside of the file
	Encrypted   Flag = "encrypted"   // needs a password, or forbids printing
	Unread      Flag = "unread"      // parts of it could not be looked into
	Links       Flag = "links"       // an office file that loads parts from elsewhere
)

// Finding is what an examination found.
type Finding struct {
	Kind    Kind
	Width   int // of an image, upright
	Height  int
	Pages   int    // of a PDF; 0: not known
	Flags   []Flag // in a fixed order, each once
	Display Display
}

// Display is an image drawn anew. The zero Display: there is none.
type Display struct {
	Kind   Kind
	Width  int
	Height int
	Size   int64
}

// Harmless says whether the file can be opened inside of a page: an image drawn
// anew, or a PDF in which nothing acts by itself.
func (f Finding) Harmless() bool {
	return f.Kind.Image() || f.Kind == PDF && len(f.Flags) == 0
}

// Examine looks at a file of size bytes whose name ends as name does, and writes an
// image drawn anew to display. A file that is not taken is [Refused]; then display
// may hold part of an image. It never panics and never reads past size.
func Examine(ctx context.Context, file io.ReaderAt, size int64, name string, display io.Writer) (f Finding, err error) {
	defer func() {
		if v := recover(); v != nil {
			f, err = Finding{}, refuse("media.damaged", fmt.Errorf("panic: %v", v), "kind", f.Kind.String())
		}
	}()
	kind, err := sniff(file, size)
	if err != nil {
		return Finding{}, err
	}
	if err := agree(kind, name); err != nil {
		return Finding{}, err
	}
	f.Kind = kind
	out := &counted{to: display}
	switch {
	case kind.Image():
		err = f.image(ctx, io.NewSectionReader(file, 0, size), out)
		f.Display.Size = out.n
	case kind == PDF:
		err = f.pdf(ctx, file, size)
	default:
		err = f.archive(ctx, file, size)
	}
	if err != nil {
		return Finding{}, err
	}
	slices.Sort(f.Flags)
	f.Flags = slices.Compact(f.Flags)
	return f, nil
}

// counted counts what is written.
type counted struct {
	to io.Writer
	n  int64
}

func (c *counted) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.n += int64(n)
	return n, err
}

// refuse returns the refusal of a file: why, as a message that stands behind the
// file's name, and the cause for the log.
func refuse(key string, cause error, kv ...any) error {
	return errs.New(errs.Invalid, lang.Msg(key, kv...), cause)
}

// Refused says whether err is a file's own fault, and why.
func Refused(err error) (lang.Message, bool) {
	if errs.KindOf(err) != errs.Invalid {
		return lang.Message{}, false
	}
	return errs.PublicOf(err), true
}
