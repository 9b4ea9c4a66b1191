// Package pdf sets text on paper: letters, badges and lists as PDF files in which each letter
// of the program's languages comes out right, on any printer and in any reader.
//
// # A document
//
// A [Doc] is made of pages of a [Size] in millimetres, counted from the left and the top; a
// text stands on its base line. The document says its title and its language. The same calls
// give the same bytes, whenever and wherever they are made: a paper can be compared with one
// that was sent.
//
//	fonts, err := pdf.Load()
//	d := pdf.New(fonts, pdf.Meta{Title: "Invitation", Language: "lt", Made: day})
//	d.Page(pdf.A4)
//	y = d.Paragraph(pdf.Style{Face: pdf.Serif, Size: 10.5, Ink: ink}, 25, 80, 160, text)
//	d.QR("https://…", 160, 240, 28)
//	file, err := d.Bytes()
//
// # Type
//
// There are four faces, which are embedded with the letters that a document uses. Pairs of
// letters are kerned. Lines break where people break them: never after a word of one letter
// (Polish "w", Ukrainian "з"), never before a dash, never at a no-break space. A letter that no
// face has is written by its nearest relation, as [Fonts.Spell] says, so that a name from
// Tbilisi is read and not a row of boxes.
//
// # For those who have it read to them
//
// A document with a [Doc.Tree] is tagged: it says what is a heading, a list, a table and the
// head of a column, and in which language a part is. What is drawn within [Doc.Say] belongs to
// a [Part], in the order in which parts were added; everything else is decoration.
//
//	root := d.Tree()
//	d.Say(root.Add(pdf.Title), func() { y = d.Paragraph(style, 20, 30, 170, "Report") })
//
// The files are written by go-pdf/fpdf, which knows no structure; tags.go adds it.
package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"twintown/internal/platform/qrcode"
)

// Size is the size of a page in millimetres.
type Size struct{ W, H float64 }

// The sizes of ISO 216 that papers use.
var (
	A4     = Size{210, 297}
	A4Wide = Size{297, 210}
	A6     = Size{105, 148}
)

// Meta is what a document says of itself.
type Meta struct {
	Title    string
	Language string    // of its text: "lt"
	Author   string    // who issues it
	Made     time.Time // stands in the file; the day of issue, so that a second copy is the same
}

// Ink is a colour.
type Ink struct{ R, G, B uint8 }

// Style is how a text is set.
type Style struct {
	Face    Face
	Size    float64 // in points
	Ink     Ink
	Leading float64 // distance of base lines, in sizes; 0 means 1.4
}

// Sized is the style at another size.
func (s Style) Sized(points float64) Style { s.Size = points; return s }

// In is the style in another colour.
func (s Style) In(ink Ink) Style { s.Ink = ink; return s }

// Line is the distance of two base lines in millimetres.
func (s Style) Line() float64 {
	leading := s.Leading
	if leading == 0 {
		leading = 1.4
	}
	return s.Size * leading * point
}

// point is a typographic point in millimetres.
const point = 25.4 / 72

// Align is where a text stands against its position.
type Align uint8

// The alignments.
const (
	Left Align = iota
	Centre
	Right
)

// Doc is a document that is being made. It is used by one goroutine. A failure is kept and
// returned by [Doc.Bytes]; until then each call does nothing.
type Doc struct {
	fonts *Fonts
	file  *fpdf.Fpdf
	used  [faces]bool
	pages int
	now   Style // what the page was told last
	told  bool

	tree       *Part           // nil: the document is not tagged
	part       *Part           // to which belongs what is drawn now; nil: decoration
	decorating bool            // whatever the part
	marks      map[int][]*Part // by page: the parts of its marks
}

// New begins a document in the given faces.
func New(fonts *Fonts, m Meta) *Doc {
	f := fpdf.NewCustom(&fpdf.InitType{UnitStr: "mm", Size: fpdf.SizeType{Wd: A4.W, Ht: A4.H}})
	f.SetTitle(m.Title, true)
	f.SetAuthor(m.Author, true)
	f.SetProducer("Twintown", true)
	f.SetLang(m.Language)
	f.SetCreationDate(m.Made.UTC())
	f.SetModificationDate(m.Made.UTC())
	f.SetCatalogSort(true) // the same bytes each time
	f.SetAutoPageBreak(false, 0)
	f.SetMargins(0, 0, 0)
	return &Doc{fonts: fonts, file: f}
}

// Page begins a page.
func (d *Doc) Page(s Size) {
	d.file.AddPageFormat("P", fpdf.SizeType{Wd: s.W, Ht: s.H})
	d.pages++
	d.told = false
}

// Pages is how many pages there are.
func (d *Doc) Pages() int { return d.pages }

// Back continues an earlier page, the first is 1; what is said of all pages is written so.
func (d *Doc) Back(page int) {
	d.file.SetPage(page)
	d.told = false
}

// Bytes ends the document and returns its file.
func (d *Doc) Bytes() ([]byte, error) {
	var b bytes.Buffer
	if d.pages > 0 {
		d.file.SetPage(d.pages) // the library writes pages up to the present one
	}
	if err := d.file.Output(&b); err != nil {
		return nil, fmt.Errorf("write a PDF: %w", err)
	}
	if d.Tagged() {
		return d.withTree(b.Bytes())
	}
	return b.Bytes(), nil
}

// use makes a style the present one.
func (d *Doc) use(s Style) {
	if !d.used[s.Face] {
		d.used[s.Face] = true
		d.file.AddUTF8FontFromBytes(s.Face.String(), "", d.fonts.of[s.Face].file)
	}
	if !d.told || d.now.Face != s.Face || d.now.Size != s.Size {
		d.file.SetFont(s.Face.String(), "", s.Size)
	}
	if !d.told || d.now.Ink != s.Ink {
		d.file.SetTextColor(int(s.Ink.R), int(s.Ink.G), int(s.Ink.B))
	}
	d.now, d.told = s, true
}

// Width is how wide a text is in millimetres.
func (d *Doc) Width(s Style, text string) float64 {
	return d.fonts.width(s.Face, d.fonts.Spell(text)) * s.Size * point / 1000
}

// Text sets one line. It stands at x, around x, or ends at x; y is the base line.
func (d *Doc) Text(s Style, x, y float64, align Align, text string) {
	text = d.fonts.Spell(text)
	if text == "" {
		return
	}
	d.use(s)
	scale := s.Size * point / 1000
	switch align {
	case Centre:
		x -= d.fonts.width(s.Face, text) * scale / 2
	case Right:
		x -= d.fonts.width(s.Face, text) * scale
	}
	d.content(func() {
		d.fonts.runs(s.Face, text, func(at float64, run string) { d.file.Text(x+at*scale, y, run) })
	})
}

// Fit is the style no larger than that in which the widest of the lines fits into a width,
// and no smaller than a least size.
func (d *Doc) Fit(s Style, width, least float64, lines ...string) Style {
	for _, line := range lines {
		if w := d.Width(s, line); w > width {
			s.Size = math.Max(least, math.Floor(s.Size*width/w*4)/4) // by quarters of a point
		}
	}
	return s
}

// Paragraph sets a text in lines of a width, the first on the base line y, and returns the
// base line that would follow. Line breaks in the text are kept.
func (d *Doc) Paragraph(s Style, x, y, width float64, text string) float64 {
	lines := d.Wrap(s, text, width)
	for n, line := range lines {
		if d.Tagged() && n < len(lines)-1 {
			line += " " // so that no reading program joins two words
		}
		d.Text(s, x, y, Left, line)
		y += s.Line()
	}
	return y
}

// Line draws a line of a weight in millimetres.
func (d *Doc) Line(ink Ink, weight, x1, y1, x2, y2 float64) {
	d.decoration(func() {
		d.file.SetDrawColor(int(ink.R), int(ink.G), int(ink.B))
		d.file.SetLineWidth(weight)
		d.file.Line(x1, y1, x2, y2)
	})
}

// Arc draws a line between two points of a height, which rises in the middle.
func (d *Doc) Arc(ink Ink, weight, x1, x2, y, rise float64) {
	d.decoration(func() {
		d.file.SetDrawColor(int(ink.R), int(ink.G), int(ink.B))
		d.file.SetLineWidth(weight)
		d.file.Curve(x1, y, (x1+x2)/2, y-2*rise, x2, y, "D")
	})
}

// Dot fills a circle.
func (d *Doc) Dot(ink Ink, x, y, radius float64) {
	d.decoration(func() {
		d.file.SetFillColor(int(ink.R), int(ink.G), int(ink.B))
		d.file.Circle(x, y, radius, "F")
	})
}

// Box fills a rectangle.
func (d *Doc) Box(ink Ink, x, y, w, h float64) {
	d.decoration(func() {
		d.file.SetFillColor(int(ink.R), int(ink.G), int(ink.B))
		d.file.Rect(x, y, w, h, "F")
	})
}

// Dashes draws a line of short strokes, for folding.
func (d *Doc) Dashes(ink Ink, weight, x1, y1, x2, y2 float64) {
	d.file.SetDashPattern([]float64{1.5, 1.5}, 0)
	d.Line(ink, weight, x1, y1, x2, y2)
	d.file.SetDashPattern(nil, 0)
}

// Upside draws what is drawn within it turned by half a circle around a point.
func (d *Doc) Upside(x, y float64, draw func()) {
	d.file.TransformBegin()
	d.file.TransformRotate(180, x, y)
	d.told = false
	draw()
	d.file.TransformEnd()
	d.told = false
}

// Link makes a part of the page lead to an address of the web.
func (d *Doc) Link(x, y, w, h float64, address string) {
	if strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://") {
		d.file.LinkString(x, y, w, h, address)
	}
}

// QR draws a QR code whose square with its quiet margin has a side in millimetres. It is black
// on white: those who scan it want contrast, not a brand.
func (d *Doc) QR(text string, x, y, side float64) {
	code, err := qrcode.Of(text)
	if err != nil {
		d.file.SetError(err)
		return
	}
	unit := side / float64(code.Side)
	d.Box(Ink{255, 255, 255}, x, y, side, side)
	d.decoration(func() {
		d.file.SetFillColor(0, 0, 0)
		for _, run := range code.Runs {
			d.file.Rect(x+float64(run.X)*unit, y+float64(run.Y)*unit, float64(run.N)*unit, unit, "F")
		}
	})
}

// Picture draws a picture, a PNG, into a rectangle. What cannot be read fails the document.
func (d *Doc) Picture(file []byte, x, y, w, h float64) {
	sum := sha256.Sum256(file)
	name, as := hex.EncodeToString(sum[:]), fpdf.ImageOptions{ImageType: "PNG"}
	d.file.RegisterImageOptionsReader(name, as, bytes.NewReader(file))
	d.content(func() { d.file.ImageOptions(name, x, y, w, h, false, as, 0, "") })
}
