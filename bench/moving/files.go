package main

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"twintown/internal/exchange/moving"
	"twintown/internal/exchange/sheet"
	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
	"twintown/starter"
)

// table is a list as an office has it.
func table(towns [][]string) sheet.Table {
	t := sheet.Table{Language: "pl", Columns: []sheet.Column{
		{Title: "Lp."}, {Title: "Miasto partnerskie"}, {Title: "Kraj"}, {Title: "Data podpisania"}, {Title: "Stan"}, {Title: "Uwagi"},
	}}
	for i, town := range towns {
		t.Rows = append(t.Rows, sheet.Row{i + 1, town[1], town[2], fmt.Sprintf("od %d r.", 1950+i%70), "aktywna", "wymiana młodzieży"})
	}
	return t
}

func write(path string, format sheet.Format, towns [][]string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return sheet.Write(f, format, table(towns))
}

func writeCSV(path string, towns [][]string) error { return write(path, sheet.CSV, towns) }

func writeXLSX(path string, towns [][]string) error { return write(path, sheet.XLSX, towns) }

// planned is how many rows of the list are planned: as many as the desk takes at once.
const planned = 5_000

// plan measures what follows reading: every name looked up among the world's towns.
func plan(path string, towns [][]string) error {
	catalog, err := messages.Default()
	if err != nil {
		return err
	}
	var places []place.Place
	for t := range starter.Towns() {
		places = append(places, place.Place{
			ID: t.ID, Name: t.Name, Country: t.Country, Region: t.Region, Lat: t.Lat, Lon: t.Lon, Population: t.Population, Feature: t.Feature, Kind: place.KindOf(t.Feature),
		})
	}
	atlas := place.NewAtlas(places, nil, nil).WithCountryNames(place.CatalogCountries(catalog))
	if err := writeCSV(path, towns[:planned]); err != nil {
		return err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	lexicon := moving.NewLexicon(catalog)
	list, err := moving.Read(path, data, moving.ReadOptions{Lexicon: lexicon})
	if err != nil {
		return err
	}
	known := moving.Known{Places: atlas, Between: func(a, b int64) (p partnership.Partnership, ok bool) { return p, false }}
	begin := time.Now()
	p := moving.Make(list, known, moving.Options{Lexicon: lexicon, Own: 776069, Today: lang.DateOf(time.Now())})
	took := time.Since(begin)
	c := p.Count()
	fmt.Printf("%-32s %6.2f s  %9.0f rows/s, %d of %d rows fit, %d questions\n", "planned, names looked up", took.Seconds(), planned/took.Seconds(), c.Fit, c.Rows, len(p.Questions))
	return nil
}

// hostileFile is a workbook that means harm.
type hostileFile struct {
	name  string
	write func(path string) error
}

const (
	typesXML = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`
	rootXML  = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	bookXML  = `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`
	relsXML  = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`
	oneRow   = `<row><c t="inlineStr"><is><t>Grodno</t></is></c><c><v>1992</v></c></row>`
)

func hostiles() []hostileFile {
	return []hostileFile{
		{"1 GB of spaces", book(func(w io.Writer) error { return repeat(w, strings.Repeat(" ", 1<<20), 1024) }, "")},
		{"1,048,576 rows", book(func(w io.Writer) error { return repeat(w, oneRow, 1_048_576) }, "")},
		{"10,000 rows of 100 columns", book(func(w io.Writer) error {
			return repeat(w, "<row>"+strings.Repeat(`<c t="inlineStr"><is><t>Grodno nad Niemnem</t></is></c>`, 100)+"</row>", 10_000)
		}, "")},
		{"900,000 empty rows, then 20,001", book(func(w io.Writer) error {
			if err := repeat(w, "<row/>", 900_000); err != nil {
				return err
			}
			return repeat(w, oneRow, 20_001)
		}, "")},
		{"380,000 shared texts, 16,384 columns", book(func(w io.Writer) error {
			return repeat(w, "<row>"+strings.Repeat("<c><v>1</v></c>", 16_384)+"</row>", 10)
		}, "<si><t>Grodno nad Niemnem, obwód grodzieński</t></si>")},
		{"16,384 columns", book(func(w io.Writer) error {
			return repeat(w, "<row>"+strings.Repeat("<c><v>1</v></c>", 16_384)+"</row>", 10)
		}, "")},
		{"5,000,000 shared texts", book(func(w io.Writer) error { return repeat(w, oneRow, 1) }, "<si><t>a</t></si>")},
	}
}

// book writes a workbook whose sheet holds what rows writes, and whose shared texts are
// shared, over and over.
func book(rows func(io.Writer) error, shared string) func(path string) error {
	times := 5_000_000
	if len(shared) > 20 {
		times = 380_000 // what is let in
	}
	return func(path string) error {
		f, err := os.Create(path)
		if err != nil {
			return err
		}
		defer f.Close()
		z := zip.NewWriter(f)
		part := func(name string, fill func(io.Writer) error) error {
			w, err := z.Create(name)
			if err != nil {
				return err
			}
			return fill(w)
		}
		text := func(s string) func(io.Writer) error {
			return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
		}
		for _, p := range []struct {
			name string
			fill func(io.Writer) error
		}{
			{"[Content_Types].xml", text(typesXML)},
			{"_rels/.rels", text(rootXML)},
			{"xl/workbook.xml", text(bookXML)},
			{"xl/_rels/workbook.xml.rels", text(relsXML)},
			{"xl/sharedStrings.xml", func(w io.Writer) error {
				_, _ = io.WriteString(w, `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`)
				if err := repeat(w, shared, times); err != nil {
					return err
				}
				_, err := io.WriteString(w, "</sst>")
				return err
			}},
			{"xl/worksheets/sheet1.xml", func(w io.Writer) error {
				_, _ = io.WriteString(w, `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
				if err := rows(w); err != nil {
					return err
				}
				_, err := io.WriteString(w, "</sheetData></worksheet>")
				return err
			}},
		} {
			if err := part(p.name, p.fill); err != nil {
				return err
			}
		}
		return z.Close()
	}
}

func repeat(w io.Writer, s string, times int) error {
	if s == "" {
		return nil
	}
	for range times {
		if _, err := io.WriteString(w, s); err != nil {
			return err
		}
	}
	return nil
}
