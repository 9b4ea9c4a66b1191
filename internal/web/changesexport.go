package web

import (
	"bytes"
	"net/http"
	"strings"
	"time"

	"twintown/internal/exchange/sheet"
	"twintown/internal/people"
)

// mostExported is how many rows of the record one file holds: years of a small office.
const mostExported = 50_000

// exportColumns are the columns of the record as a file: what it keeps, as it keeps it, and
// beside that what the page says.
var exportColumns = []string{
	"number", "moment", "account", "who", "action", "kind", "object", "places", "field", "old", "new", "field_words", "old_words", "new_words", "note",
}

// exportChanges gives the record of changes as a spreadsheet, a line for each field. Codes
// and numbers stand as the record holds them, so that a program can compare them.
func (s *Site) exportChanges(w http.ResponseWriter, r *http.Request, code string) error {
	p := s.newPage(r, code, "/desk/changes")
	q := r.URL.Query()
	records, err := s.rooms.People.Log().Read(r.Context(), people.Query{Kind: q.Get("kind"), ID: q.Get("id"), Actor: q.Get("actor"), Limit: mostExported})
	if err != nil {
		return err
	}
	words, err := s.wordsFor(r, &p, records)
	if err == nil {
		err = s.tellExport(r, people.ReadAuditAll, "site", len(records))
	}
	if err != nil {
		return err
	}
	t := sheet.Table{Name: p.t("changes.title"), Language: p.Lang}
	for _, name := range exportColumns {
		t.Columns = append(t.Columns, sheet.Column{Title: p.t("changes.col." + name)})
	}
	for _, rec := range records {
		t.Rows = append(t.Rows, s.changeRows(&p, rec, words)...)
	}
	f := sheet.XLSX
	if q.Get("as") == string(sheet.CSV) {
		f = sheet.CSV
	}
	var buf bytes.Buffer
	if err := sheet.Write(&buf, f, t); err != nil {
		return err
	}
	w.Header().Set("Content-Type", f.MediaType())
	w.Header().Set("Content-Disposition", `attachment; filename="changes-`+s.clock.Now().Format("2006-01-02")+"."+f.Extension()+`"`)
	_, _ = buf.WriteTo(w) // the reader went away; there is nobody to tell
	return nil
}

// changeRows are the lines of one row of the record: one for each field, or one alone.
func (s *Site) changeRows(p *page, rec people.Record, words *changeWords) (rows []sheet.Row) {
	v := s.changeView(p, rec, words)
	head := sheet.Row{
		int(rec.Seq), rec.At.UTC().Format(time.RFC3339), rec.Actor, v.Who, string(rec.Action), rec.Kind, rec.ID, placesText(rec.Places),
	}
	line := func(f people.FieldChange, said fieldChange) {
		rows = append(rows, append(append(sheet.Row{}, head...), f.Name, f.Old, f.New, said.Name, said.Old, said.New, rec.Note))
	}
	for _, f := range rec.Fields {
		line(f, words.field(rec, f)) // the page says some rows in one sentence; a file keeps each field
	}
	if len(rec.Fields) == 0 {
		line(people.FieldChange{}, fieldChange{})
	}
	return rows
}

// placesText are numbers of places in one cell.
func placesText(places []int64) string {
	var all []string
	for _, n := range places {
		all = append(all, numbered(n, ""))
	}
	return strings.Join(all, " ")
}
