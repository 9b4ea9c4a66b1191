package moving

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
)

// Limits of what is unpacked. A workbook is read as a stream; what is held in memory is
// the texts that cells share, and the table.
const (
	mostParts    = 2_000     // files in the archive
	mostUnpacked = 64 << 20  // bytes of one part; the sheet of a large office has two million
	mostShared   = 16 << 20  // bytes of texts that cells share
	mostStrings  = 400_000   // of them
	mostMerges   = 5_000     // merged ranges
	mostStyles   = 65_000    // Excel's own limit
	mostEmpty    = 1_100_000 // rows that say nothing: a formatted column has all of Excel's
)

// errDoctype is a document that declares entities, as no spreadsheet does.
var errDoctype = errors.New("a document type declaration")

// errUnpacked is a part that unpacks to more than it may.
var errUnpacked = errors.New("unpacks to too much")

// workbook is an XLSX file that is being read. The sheets are read as streams with the
// standard decoder, which knows no external entities: a library that holds whole sheets
// could not keep within the memory that a stranger's file may cost.
type workbook struct {
	parts   map[string]*zip.File
	sheets  []sheetPart
	shared  []string
	styles  []precision
	epoch04 bool // days count from 1904, as on old Macs
}

type sheetPart struct{ name, part string }

func readXLSX(data []byte, opt ReadOptions) (*Table, error) {
	w, err := openWorkbook(data)
	if err != nil {
		return nil, explained(err)
	}
	t := &Table{Format: XLSX}
	for _, s := range w.sheets {
		t.Sheets = append(t.Sheets, s.name)
	}
	if opt.Sheet != "" {
		i := slices.Index(t.Sheets, opt.Sheet)
		if i < 0 {
			return nil, refused("no_sheet", nil, "name", opt.Sheet)
		}
		return t, w.read(t, w.sheets[i], opt)
	}
	for _, s := range w.sheets {
		if err := w.read(t, s, opt); err != nil {
			return nil, err
		}
		if len(t.Rows) > 1 {
			break
		}
	}
	return t, nil
}

// explained turns what went wrong into a sentence.
func explained(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errDoctype):
		return refused("doctype", err)
	case errors.Is(err, errUnpacked):
		return tooLarge("unpacked", mostUnpacked>>20)
	}
	if _, ok := errors.AsType[interface {
		error
		Unwrap() error
	}](err); ok && isRefusal(err) {
		return err
	}
	return refused("damaged", err)
}

func openWorkbook(data []byte) (*workbook, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	if len(z.File) > mostParts {
		return nil, errUnpacked
	}
	w := &workbook{parts: map[string]*zip.File{}}
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimPrefix(path.Clean(strings.ReplaceAll(f.Name, `\`, "/")), "/"))
		if w.parts[name] == nil {
			w.parts[name] = f
		}
	}
	if w.parts["xl/workbook.xml"] == nil {
		return nil, refused("no_workbook", nil)
	}
	for _, step := range []func() error{w.readSheets, w.readStrings, w.readStyles} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// each calls see for every token of a part. A part that is not there has none.
func (w *workbook) each(part string, see func(xml.Token) error) error {
	f := w.parts[strings.ToLower(part)]
	if f == nil {
		return nil
	}
	if f.UncompressedSize64 > mostUnpacked {
		return errUnpacked
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	limited := &io.LimitedReader{R: r, N: mostUnpacked} // the size that a file declares may be a lie
	d := xml.NewDecoder(limited)
	var open nesting
	for {
		token, err := d.RawToken()
		switch {
		case err == io.EOF:
			return open.end()
		case limited.N <= 0:
			return errUnpacked
		case err != nil:
			return err
		}
		if directive, ok := token.(xml.Directive); ok {
			if bytes.HasPrefix(bytes.ToUpper(directive), []byte("DOCTYPE")) {
				return errDoctype
			}
			continue
		}
		if err := open.follow(token); err != nil {
			return err
		}
		if err := see(token); err != nil {
			return err
		}
	}
}

// nesting checks that elements close in order, which the raw tokens do not. What a
// spreadsheet nests is ten deep at most.
type nesting []string

const deepest = 64

// errNesting is XML that is not well-formed.
var errNesting = errors.New("elements that do not close in order")

func (n *nesting) follow(token xml.Token) error {
	switch e := token.(type) {
	case xml.StartElement:
		if len(*n) == deepest {
			return errNesting
		}
		*n = append(*n, e.Name.Local)
	case xml.EndElement:
		last := len(*n) - 1
		if last < 0 || (*n)[last] != e.Name.Local {
			return errNesting
		}
		*n = (*n)[:last]
	}
	return nil
}

func (n *nesting) end() error {
	if len(*n) > 0 {
		return errNesting
	}
	return nil
}

// attribute returns the attribute of that local name.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// readSheets finds the sheets that can be seen, in their order.
func (w *workbook) readSheets() error {
	type entry struct{ name, id string }
	var entries []entry
	err := w.each("xl/workbook.xml", func(token xml.Token) error {
		e, ok := token.(xml.StartElement)
		switch {
		case !ok:
		case e.Name.Local == "workbookPr":
			w.epoch04 = attribute(e, "date1904") == "1" || attribute(e, "date1904") == "true"
		case e.Name.Local == "sheet" && len(entries) < mostParts && (attribute(e, "state") == "" || attribute(e, "state") == "visible"):
			entries = append(entries, entry{attribute(e, "name"), attribute(e, "id")})
		}
		return nil
	})
	if err != nil {
		return err
	}
	targets := map[string]string{}
	err = w.each("xl/_rels/workbook.xml.rels", func(token xml.Token) error {
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "Relationship" {
			targets[attribute(e, "Id")] = attribute(e, "Target")
		}
		return nil
	})
	for _, s := range entries {
		part := targets[s.id]
		if !strings.HasPrefix(part, "/") {
			part = path.Join("xl", part)
		}
		part = strings.TrimPrefix(part, "/")
		if w.parts[strings.ToLower(part)] != nil {
			w.sheets = append(w.sheets, sheetPart{s.name, part})
		}
	}
	return err
}

// readStrings reads the texts that cells share; phonetic readings are left out.
func (w *workbook) readStrings() error {
	var text strings.Builder
	size, in, phonetic := 0, false, false
	return w.each("xl/sharedStrings.xml", func(token xml.Token) error {
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "si":
				text.Reset()
			case "t":
				in = !phonetic
			case "rPh":
				phonetic = true
			}
		case xml.CharData:
			if in {
				if size += len(e); size > mostShared {
					return tooLarge("text", mostText)
				}
				text.Write(e)
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "si":
				if len(w.shared) == mostStrings {
					return tooLarge("text", mostText)
				}
				w.shared = append(w.shared, text.String())
			case "t":
				in = false
			case "rPh":
				phonetic = false
			}
		}
		return nil
	})
}
