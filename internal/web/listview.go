package web

import (
	"bytes"
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"twintown/internal/exchange/sheet"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// listView is a list as its template sees it.
type listView struct {
	Action       string // of the search form: the list's address
	Caption      string
	Searches     bool
	Query        string
	Filters      []filterView
	Carried      []pair // what a new search keeps: order and size of the page
	Active       []link // filters that are set, with the address without each
	Empty        string // said where there is nothing
	Total, Found int    // rows in all; rows that fit
	From, To     int    // of these the page's own
	Columns      []columnView
	Rows         []rowView
	Bulk         []option
	BulkURL      string
	Question     string // the present question, for the form that acts on the rows
	Previous     string // addresses; "" where there is none
	Next         string
	Sizes        []link // Name is the number; URL is "" for the present one
	Exports      []link
	Clear        string // the list's address without any question
}

type pair struct{ Name, Value string }

type filterView struct {
	Name, Label string
	Options     []option
}

type columnView struct {
	Label string
	URL   string // sorts by it; "" where the list cannot
	Sort  string // "ascending", "descending" or ""
	Class string
}

type rowView struct {
	ID, Name string
	Cells    []cellView
}

type cellView struct {
	listCell
	Label string // the column's, which phones show beside it
	Class string
}

// class is how a column's cells stand.
func (c listColumn[T]) class() string {
	switch {
	case c.Right:
		return "right"
	case c.Tight:
		return "day"
	case c.Long:
		return "long"
	}
	return ""
}

// view dresses the page's rows.
func (l *arranged[T]) view(p *page) *listView {
	code := p.Lang
	v := &listView{
		Action: "/" + code + l.spec.Path, Caption: p.t(l.spec.Caption), Searches: l.spec.Find != nil, Query: l.ask.Get("q"),
		Empty: p.t(cmp.Or(l.spec.Empty, "list.empty")), Total: max(l.spec.Total, len(l.spec.Rows)), Found: len(l.Rows), Bulk: l.spec.Bulk, Question: l.ask.Encode(),
		BulkURL: "/" + code + l.spec.Path + "/bulk", Clear: "/" + code + l.spec.Path,
	}
	v.From = (l.number-1)*l.size + min(len(l.Page), 1)
	v.To = (l.number-1)*l.size + len(l.Page)
	l.viewFilters(p, v)
	shown := slices.DeleteFunc(slices.Clone(l.spec.Columns), func(c listColumn[T]) bool { return c.Cell == nil })
	for _, c := range shown {
		v.Columns = append(v.Columns, l.viewColumn(p, c))
	}
	for _, row := range l.Page {
		r := rowView{ID: l.spec.ID(row), Name: l.spec.Name(row)}
		for _, c := range shown {
			r.Cells = append(r.Cells, cellView{c.Cell(row), p.t(c.Label), c.class()})
		}
		v.Rows = append(v.Rows, r)
	}
	l.viewPages(p, v)
	return v
}

func (l *arranged[T]) viewFilters(p *page, v *listView) {
	for _, f := range l.spec.Filters {
		value := l.ask.Get(f.Key)
		shown := filterView{Name: f.Key, Label: p.t(f.Label)}
		for _, o := range f.Options {
			o.Chosen = o.Value == value
			shown.Options = append(shown.Options, o)
			if o.Chosen && value != "" && !f.Always {
				v.Active = append(v.Active, link{shown.Label + ": " + o.Name, l.address(p.Lang, f.Key, "")})
			}
		}
		v.Filters = append(v.Filters, shown)
	}
	for _, key := range []string{"sort", "size"} {
		if value := l.ask.Get(key); value != "" {
			v.Carried = append(v.Carried, pair{key, value})
		}
	}
}

func (l *arranged[T]) viewColumn(p *page, c listColumn[T]) columnView {
	v := columnView{Label: p.t(c.Label), Class: c.class()}
	if c.Compare == nil {
		return v
	}
	next := c.Key
	switch l.sort {
	case c.Key:
		v.Sort, next = "ascending", "-"+c.Key
	case "-" + c.Key:
		v.Sort = "descending"
	}
	v.URL = l.address(p.Lang, "sort", next)
	return v
}

func (l *arranged[T]) viewPages(p *page, v *listView) {
	page := func(n int) string { return l.address(p.Lang, "page", strconv.Itoa(n)) }
	if l.number > 1 {
		v.Previous = page(l.number - 1)
	}
	if v.To < len(l.Rows) {
		v.Next = page(l.number + 1)
	}
	for _, n := range listSizes {
		if len(l.Rows) <= listSizes[0] {
			break
		}
		size := link{Name: p.p.Number(n)}
		if n != l.size {
			size.URL = l.address(p.Lang, "size", strconv.Itoa(n))
		}
		v.Sizes = append(v.Sizes, size)
	}
	if !l.spec.Export || len(l.Rows) == 0 {
		return
	}
	for _, f := range []sheet.Format{sheet.XLSX, sheet.CSV} {
		ask := url.Values{}
		for k, values := range l.ask {
			ask[k] = values
		}
		ask.Set("as", string(f))
		v.Exports = append(v.Exports, link{p.t("list.export." + string(f)), v.Action + "/export?" + ask.Encode()})
	}
}

// send writes what is filtered as a spreadsheet.
func (l *arranged[T]) send(w http.ResponseWriter, p *page, format, name string, now time.Time) error {
	f := sheet.XLSX
	if format == string(sheet.CSV) {
		f = sheet.CSV
	}
	t := sheet.Table{Name: p.t(l.spec.Caption), Language: p.Lang}
	var columns []listColumn[T]
	for _, c := range l.spec.Columns {
		if c.Export != nil {
			columns = append(columns, c)
			t.Columns = append(t.Columns, sheet.Column{Title: p.t(c.Label)})
		}
	}
	for _, row := range l.Rows {
		cells := make(sheet.Row, len(columns))
		for i, c := range columns {
			cells[i] = c.Export(row)
		}
		t.Rows = append(t.Rows, cells)
	}
	var buf bytes.Buffer
	if err := sheet.Write(&buf, f, t); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", f.MediaType())
	h.Set("Content-Disposition", `attachment; filename="`+name+"-"+now.Format("2006-01-02")+"."+f.Extension()+`"`)
	_, _ = buf.WriteTo(w) // the reader went away; there is nobody to tell
	return nil
}

// mostBulk bounds what one form may change: a person can look through so many rows.
const mostBulk = 500

// errTooMany says that more rows are chosen than one change may take.
func errTooMany(n int) error {
	return errs.New(errs.TooLarge, lang.Msg("error.list.many", "n", n, "most", mostBulk), nil)
}
