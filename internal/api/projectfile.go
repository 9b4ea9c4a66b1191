package api

import (
	"bytes"
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"twintown/internal/exchange/sheet"
	"twintown/internal/platform/errs"
)

// mostLines is how many projects a file holds at most.
const mostLines = 100_000

// projectsCSV answers the projects that the address asks for as a table. What it cannot read of
// the question it leaves out.
func (s *server) projectsCSV(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	p := s.printer(Reader{Lang: s.known(q.Get("lang")), Accept: r.Header.Get("Accept-Language")})
	year, _ := strconv.Atoi(q.Get("year"))               // unreadable: any
	place, _ := strconv.ParseInt(q.Get("place"), 10, 64) // unreadable: any
	in := projectsAsked{Window: Window{Limit: mostLines}, Year: year, Country: q.Get("country"), State: q.Get("state"), Programme: q.Get("programme"), Call: q.Get("call"), Place: place, Partnership: q.Get("partnership")}
	found, err := s.projectPage(r.Context(), p, &in)
	var body []byte
	if err == nil {
		body, err = projectTable(found.Items)
	}
	if err != nil {
		http.Error(w, p.Message(errs.PublicOf(err)), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Language", p.Lang())
	_, _ = w.Write(body) // the reader went away; there is nobody to tell
}

func projectTable(items []ProjectItem) ([]byte, error) {
	t := sheet.Table{Name: "projects", Comma: ','}
	for _, title := range []string{"id", "title", "language", "acronym", "state", "programme", "call", "funder", "number", "from", "to", "partners", "countries", "topics", "total_eur", "granted_eur", "url"} {
		t.Columns = append(t.Columns, sheet.Column{Title: title})
	}
	euro := func(m *moneyItem) any {
		if m == nil {
			return nil
		}
		return m.Amount
	}
	for _, x := range items {
		var partners, countries []string
		for _, q := range x.Partners {
			name := cmp.Or(q.Name, q.Organisation)
			if q.Name != "" && q.Organisation != "" {
				name += " (" + q.Organisation + ")"
			}
			partners = append(partners, name)
			countries = append(countries, q.Country)
		}
		t.Rows = append(t.Rows, sheet.Row{
			x.ID, x.Title, x.Language, x.Acronym, x.State, x.Programme, x.Call, x.Funder, x.Number, x.From, x.To, strings.Join(partners, "; "), strings.Join(countries, "; "),
			strings.Join(x.Topics, "; "), euro(x.Total), euro(x.Granted), x.URL,
		})
	}
	var b bytes.Buffer
	err := sheet.Write(&b, sheet.CSV, t)
	return b.Bytes(), err
}
