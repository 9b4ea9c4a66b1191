package paper

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/platform/media"
)

// Limits of reading an office file, below those of examining one.
const (
	mostPart  = 64 << 20 // bytes of one part, unpacked
	mostParts = 96 << 20 // of all that are read
	mostDeep  = 256      // elements in one another; office programs write some thirty
	mostFiles = 3000     // parts of an archive
)

var errOffice = errors.New("the office file is not as its kind should be")

// archive is an office file while it is read.
type archive struct {
	parts map[string]*zip.File
	left  int64 // bytes that may still be unpacked
}

// office reads an office file.
func office(file io.ReaderAt, size int64, kind media.Kind) (Content, error) {
	z, err := zip.NewReader(file, size)
	if err != nil {
		return Content{}, err
	}
	if len(z.File) > mostFiles {
		return Content{}, fmt.Errorf("%w: %d parts", errOffice, len(z.File))
	}
	a := &archive{parts: map[string]*zip.File{}, left: mostParts}
	for _, f := range z.File {
		a.parts[f.Name] = f
	}
	var c Content
	l := &lines{}
	switch kind {
	case media.DOCX:
		err = a.docx(&c, l)
	case media.PPTX:
		err = a.pptx(&c, l)
	case media.XLSX:
		err = a.xlsx(&c, l)
	default:
		err = a.openDocument(&c, l, kind)
	}
	c.Text, c.Cut = l.text(), l.cut
	if c.Pages < 0 || c.Pages > MostPages {
		c.Pages = 0
	}
	return c, err
}

// walk goes through the elements of a part. visit gets each start and each end (open false)
// and text between; it may say that what is inside of an element is to be passed over.
func (a *archive) walk(name string, visit func(t xml.Token) (pass bool)) error {
	f := a.parts[name]
	if f == nil {
		return fmt.Errorf("%w: no %s", errOffice, name)
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	part := &io.LimitedReader{R: r, N: min(a.left, mostPart)}
	before := part.N
	defer func() { a.left -= before - part.N }()
	d := xml.NewDecoder(part)
	d.Entity = nil // its own entities are none of ours, and no program writes any
	for deep, passed := 0, 0; ; {
		t, err := d.RawToken()
		if err == io.EOF {
			if part.N == 0 {
				return fmt.Errorf("%w: %s is too large", errOffice, name)
			}
			return nil
		}
		if err != nil {
			return err
		}
		switch t.(type) {
		case xml.Directive:
			return fmt.Errorf("%w: a declaration in %s", errOffice, name)
		case xml.StartElement:
			if deep++; deep > mostDeep {
				return fmt.Errorf("%w: %d elements in one another", errOffice, deep)
			}
			if passed == 0 && visit(t) {
				passed = deep
			}
		case xml.EndElement:
			if passed == 0 {
				visit(t)
			}
			if passed == deep {
				passed = 0
			}
			deep--
		case xml.CharData:
			if passed == 0 {
				visit(t)
			}
		}
	}
}

// docx reads a text. Its pages are those that the program counted that saved it.
func (a *archive) docx(c *Content, l *lines) error {
	c.Pages = a.property("docProps/app.xml", "Pages")
	if a.parts["word/document.xml"] == nil {
		return fmt.Errorf("%w: no text", errOffice)
	}
	for _, name := range a.named(regexp.MustCompile(`^word/(document|footnotes|endnotes)\.xml$`)) {
		if err := a.paragraphs(name, l, "t", "p", "tab", "br"); err != nil {
			return err
		}
	}
	return nil
}

// pptx reads a presentation, slide by slide.
func (a *archive) pptx(c *Content, l *lines) error {
	slides := a.named(regexp.MustCompile(`^ppt/slides/slide\d+\.xml$`))
	if c.Pages = len(slides); c.Pages == 0 {
		return fmt.Errorf("%w: no slide", errOffice)
	}
	for _, name := range slides {
		if err := a.paragraphs(name, l, "t", "p", "tab", "br"); err != nil {
			return err
		}
	}
	return nil
}

// xlsx reads the texts of a table: its cells name them by number, in no order that matters
// for finding them.
func (a *archive) xlsx(c *Content, l *lines) error {
	err := a.walk("xl/workbook.xml", func(t xml.Token) bool {
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == "sheet" {
			c.Pages++
			l.add(attribute(e, "name"))
			l.end()
		}
		return false
	})
	if err != nil {
		return err
	}
	if a.parts["xl/sharedStrings.xml"] != nil {
		if err := a.paragraphs("xl/sharedStrings.xml", l, "t", "si", "", ""); err != nil {
			return err
		}
	}
	for _, name := range a.named(regexp.MustCompile(`^xl/worksheets/sheet\d+\.xml$`)) {
		if err := a.paragraphs(name, l, "t", "is", "", ""); err != nil {
			return err
		}
	}
	return nil
}

// paragraphs reads the text elements of a part; end ends a line, tab and line break part
// words.
func (a *archive) paragraphs(name string, l *lines, text, end, tab, br string) error {
	inside := false
	return a.walk(name, func(t xml.Token) bool {
		switch t := t.(type) {
		case xml.StartElement:
			inside = t.Name.Local == text
			switch t.Name.Local {
			case tab, br:
				l.add(" ")
			case "rPh": // how Asian words are read aloud
				return true
			}
		case xml.EndElement:
			inside = false
			if t.Name.Local == end {
				l.end()
			}
		case xml.CharData:
			if inside {
				l.add(strings.ReplaceAll(string(t), "\n", " "))
			}
		}
		return l.full()
	})
}

// openDocument reads a file of OpenDocument: all its kinds keep their text in one part.
func (a *archive) openDocument(c *Content, l *lines, kind media.Kind) error {
	if kind == media.ODT {
		c.Pages = a.statistic()
	}
	lineEnds := []string{"p", "h"}
	unseen := []string{"annotation", "tracked-changes", "forms", "automatic-styles", "settings"}
	in := 0 // paragraphs in one another
	return a.walk("content.xml", func(t xml.Token) bool {
		switch t := t.(type) {
		case xml.StartElement:
			switch name := t.Name.Local; {
			case slices.Contains(unseen, name):
				return true
			case name == "page" && t.Name.Space == "draw" && kind == media.ODP:
				c.Pages++
			case name == "table" && t.Name.Space == "table" && kind == media.ODS:
				c.Pages++
				l.add(attribute(t, "name"))
				l.end()
			case slices.Contains(lineEnds, name) && t.Name.Space == "text":
				in++
			case name == "s" || name == "tab" || name == "line-break":
				l.add(" ")
			}
		case xml.EndElement:
			if slices.Contains(lineEnds, t.Name.Local) && t.Name.Space == "text" {
				in--
				l.end()
			}
		case xml.CharData:
			if in > 0 {
				l.add(strings.ReplaceAll(string(t), "\n", " "))
			}
		}
		return l.full() && kind == media.ODT // the pages of others are counted to the end
	})
}

// statistic is the number of pages that the program counted that saved an OpenDocument
// text.
func (a *archive) statistic() (n int) {
	_ = a.walk("meta.xml", func(t xml.Token) bool { // without it the number is not known
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == "document-statistic" {
			n, _ = strconv.Atoi(attribute(e, "page-count")) // unreadable: not known
		}
		return false
	})
	return n
}

// property is a number in a part of properties; 0 where there is none.
func (a *archive) property(part, name string) (n int) {
	inside := false
	_ = a.walk(part, func(t xml.Token) bool { // without it the number is not known
		switch t := t.(type) {
		case xml.StartElement:
			inside = t.Name.Local == name
		case xml.EndElement:
			inside = false
		case xml.CharData:
			if inside {
				n, _ = strconv.Atoi(strings.TrimSpace(string(t))) // unreadable: not known
			}
		}
		return false
	})
	return n
}

// named are the parts whose names fit, by the numbers in them.
func (a *archive) named(fits *regexp.Regexp) (all []string) {
	for name := range a.parts {
		if fits.MatchString(name) {
			all = append(all, name)
		}
	}
	slices.SortFunc(all, func(x, y string) int {
		if d := number(x) - number(y); d != 0 {
			return d
		}
		return strings.Compare(x, y)
	})
	return all
}

// number is the one at the end of a part's name, before its ending.
func number(name string) int {
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	n, _ := strconv.Atoi(strings.TrimLeft(base, "abcdefghijklmnopqrstuvwxyz")) // none: 0
	return n
}

func attribute(e xml.StartElement, name string) string {
	for _, x := range e.Attr {
		if x.Name.Local == name {
			return x.Value
		}
	}
	return ""
}
