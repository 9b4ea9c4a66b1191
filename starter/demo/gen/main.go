// Command gen makes the files of the demonstration's conference: four papers as PDF and
// eleven drawings as PNG, from the texts of conference.json. It is run when those change:
//
//	go run ./starter/demo/gen
//
// The same texts give the same bytes.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
)

// languages are those of the papers, in the order in which they stand on the page.
var languages = []string{"pl", "en", "de", "fr", "lt", "ru", "be", "uk"}

type paper struct {
	File  string            `json:"file"`
	Title map[string]string `json:"title"`
	Text  map[string]string `json:"text"`
}

func main() {
	log.SetFlags(0)
	folder := filepath.Join("starter", "demo")
	body, err := os.ReadFile(filepath.Join(folder, "conference.json"))
	if err != nil {
		log.Fatal(err)
	}
	var content struct {
		Materials []paper             `json:"materials"`
		Pictures  []map[string]string `json:"pictures"`
	}
	if err := json.Unmarshal(body, &content); err != nil {
		log.Fatal(err)
	}
	for _, p := range content.Materials {
		if err := write(filepath.Join(folder, "files", p.File), p); err != nil {
			log.Fatal(err)
		}
	}
	if err := drawAll(filepath.Join(folder, "files"), len(content.Pictures)); err != nil {
		log.Fatal(err)
	}
}

// fixed is when the papers say that they were made, so that they stay the same bytes.
var fixed = time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)

// write sets a paper on one or two pages, a part for each language.
func write(path string, p paper) error {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetCreationDate(fixed)
	pdf.SetModificationDate(fixed)
	pdf.SetCatalogSort(true)
	pdf.SetTitle(p.Title["pl"], true)
	pdf.SetLang("pl")
	pdf.AddUTF8FontFromBytes("go", "", goregular.TTF)
	pdf.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	pdf.SetMargins(25, 22, 25)
	pdf.SetAutoPageBreak(true, 20)
	pdf.SetFooterFunc(func() {
		pdf.SetY(-14)
		pdf.SetFont("go", "", 8)
		pdf.CellFormat(0, 6, fmt.Sprint(pdf.PageNo()), "", 0, "R", false, 0, "")
	})
	pdf.AddPage()
	pdf.SetFont("go", "B", 20)
	pdf.MultiCell(0, 9, p.Title["pl"], "", "L", false)
	pdf.Ln(2)
	line(pdf)
	for _, l := range languages {
		pdf.SetFont("go", "B", 11)
		pdf.MultiCell(0, 6, strings.ToUpper(l)+"  "+p.Title[l], "", "L", false)
		pdf.SetFont("go", "", 10)
		pdf.MultiCell(0, 5, strings.ReplaceAll(p.Text[l], "\u00a0", " "), "", "L", false)
		pdf.Ln(4)
	}
	return pdf.OutputFileAndClose(path)
}

// line is the sign of the program: two strands that cross.
func line(pdf *fpdf.Fpdf) {
	y := pdf.GetY() + 3
	pdf.SetLineWidth(0.9)
	pdf.SetDrawColor(10, 90, 74)
	pdf.Curve(25, y-2, 45, y+5, 65, y-2, "D")
	pdf.SetDrawColor(162, 58, 107)
	pdf.Curve(25, y+2, 45, y-5, 65, y+2, "D")
	pdf.SetY(y + 8)
}
