package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// A list of the desk is a listSpec: its rows, what each column says of a row, what can be
// searched and filtered. arrangeList applies the address (?q=…&status=…&sort=-since&page=2)
// and gives the rows that fit, all of them in order for an export and the page's own for
// the view; listView makes of those what {{template "list" .List}} writes. So a new list
// is a spec, a handler of ten lines and no template. Rows are values of any type; texts
// are made only for the rows of the page.
//
//	spec := listSpec[person]{Path: "/desk/people", Rows: all, ID: …, Columns: []listColumn[person]{
//		{Key: "name", Label: "people.name", Compare: …, Cell: …, Export: …},
//	}}
//	found := arrangeList(r.URL.Query(), spec)
//	v.List = found.view(&v.page)

// listSpec describes a list whose rows are of type T.
type listSpec[T any] struct {
	Path    string // the list's address without the language
	Caption string // message key: what the table holds, for those who hear it
	Empty   string // message key: what stands in its place where there is nothing; "": that there is nothing yet
	Rows    []T
	Total   int                             // how many there are, where Rows are not all
	ID      func(T) string                  // stands in the boxes by which rows are chosen
	Name    func(T) string                  // names the row for those who hear the box
	Find    func(q string) func(row T) bool // what the search keeps; nil: there is no search field
	Filters []listFilter[T]                 //
	Columns []listColumn[T]                 //
	Sort    string                          // the column by which it is sorted at first, "-since": downwards
	Bulk    []option                        // what can be done with the chosen rows; none: no boxes
	Export  bool                            // Path+"/export" gives what is filtered as a spreadsheet
	Tie     func(a, b T) int                // orders rows that are alike; needed for pages that stay
}

// listColumn is one column.
type listColumn[T any] struct {
	Key     string           // in the address
	Label   string           // message key of the header
	Compare func(a, b T) int // nil: the list cannot be sorted by it
	Cell    func(T) listCell // what the page shows; nil: it stands in spreadsheets alone
	Export  func(T) any      // what a spreadsheet gets: text, number, lang.Date; nil: nothing
	Right   bool             // numbers stand at the right
	Tight   bool             // dates are not broken into lines
	Long    bool             // sentences: the column takes the room that is left
}

// listFilter is a choice above the list.
type listFilter[T any] struct {
	Key     string // in the address
	Label   string // message key
	Options []option
	Keep    func(row T, value string) bool
	Always  bool // it always has a value: the first option has one too
}

// listCell is what stands in one cell.
type listCell struct {
	Text   string
	URL    string // where the text leads; "" for nowhere
	Note   string // smaller, below it
	More   []link // below that
	Status *statusView
	State  *stateView
	Lang   string // of the text, where it is not the page's
}

// Sizes of a page: one screen, a long scroll, and what a browser still draws at once.
var listSizes = []int{50, 100, 250}

// mostQuery bounds what is searched for; the longest name of a place has 85 letters.
const mostQuery = 100

// arranged is a list as the address asks for it.
type arranged[T any] struct {
	spec   listSpec[T]
	ask    url.Values // what of the address the list understood
	Rows   []T        // that fit, in order
	Page   []T        // of these the page's own
	number int        // of the page, from 1
	size   int
	sort   string
}

// arrangeList searches, filters, sorts and cuts. What it does not understand in the
// address it leaves out: an old address still shows a list.
func arrangeList[T any](q url.Values, spec listSpec[T]) arranged[T] {
	l := arranged[T]{spec: spec, ask: url.Values{}}
	keeps := l.keeps(q)
	for _, row := range spec.Rows {
		if !slices.ContainsFunc(keeps, func(keep func(T) bool) bool { return !keep(row) }) {
			l.Rows = append(l.Rows, row)
		}
	}
	l.order(q.Get("sort"))
	l.cut(q)
	return l
}

// keeps are the conditions that the address sets.
func (l *arranged[T]) keeps(q url.Values) (keeps []func(T) bool) {
	for _, f := range l.spec.Filters {
		value := q.Get(f.Key)
		known := slices.ContainsFunc(f.Options, func(o option) bool { return o.Value == value })
		if f.Always && !known && len(f.Options) > 0 {
			value, known = f.Options[0].Value, true
		}
		if value == "" || !known {
			continue
		}
		l.ask.Set(f.Key, value)
		keeps = append(keeps, func(row T) bool { return f.Keep(row, value) })
	}
	if text := strings.TrimSpace(q.Get("q")); text != "" && len(text) <= mostQuery && l.spec.Find != nil {
		l.ask.Set("q", text)
		keeps = append(keeps, l.spec.Find(text))
	}
	return keeps
}

// order sorts by the column that the address names, else by the spec's.
func (l *arranged[T]) order(wanted string) {
	for _, l.sort = range []string{wanted, l.spec.Sort} {
		key, down := strings.CutPrefix(l.sort, "-")
		at := slices.IndexFunc(l.spec.Columns, func(c listColumn[T]) bool { return c.Key == key && c.Compare != nil })
		if at < 0 {
			continue
		}
		if l.sort != l.spec.Sort {
			l.ask.Set("sort", l.sort)
		}
		compare, sign := l.spec.Columns[at].Compare, 1
		if down {
			sign = -1
		}
		l.sortBy(func(a, b T) int { return sign * compare(a, b) })
		return
	}
}

// sortBy sorts; rows that are alike stand by Tie, else as they came. A stable sort would
// take several times as long for the 28,000 rows of a large list.
func (l *arranged[T]) sortBy(compare func(a, b T) int) {
	type placed struct {
		row T
		at  int
	}
	rows := make([]placed, len(l.Rows))
	for i, row := range l.Rows {
		rows[i] = placed{row, i}
	}
	slices.SortFunc(rows, func(a, b placed) int {
		c := compare(a.row, b.row)
		if c == 0 && l.spec.Tie != nil {
			c = l.spec.Tie(a.row, b.row)
		}
		if c == 0 {
			c = a.at - b.at
		}
		return c
	})
	for i := range rows {
		l.Rows[i] = rows[i].row
	}
}

// cut takes the page's rows.
func (l *arranged[T]) cut(q url.Values) {
	l.size = listSizes[0]
	if n, err := strconv.Atoi(q.Get("size")); err == nil && slices.Contains(listSizes, n) && n != l.size {
		l.size = n
		l.ask.Set("size", strconv.Itoa(n))
	}
	last := max((len(l.Rows)+l.size-1)/l.size, 1)
	l.number, _ = strconv.Atoi(q.Get("page"))
	l.number = min(max(l.number, 1), last)
	from := (l.number - 1) * l.size
	l.Page = l.Rows[from:min(from+l.size, len(l.Rows))]
}

// address is the list's own address with one value of the question changed; "" takes it
// away. Another question begins on the first page.
func (l *arranged[T]) address(code, key, value string) string {
	ask := url.Values{}
	for k, v := range l.ask {
		ask[k] = v
	}
	ask.Set(key, value)
	if value == "" {
		ask.Del(key)
	}
	address := "/" + code + l.spec.Path
	if len(ask) > 0 {
		address += "?" + ask.Encode()
	}
	return address
}

// chosen are the rows that a form names: by their boxes, or all that fit.
func (l *arranged[T]) chosen(ids []string, all bool) (rows []T) {
	if all {
		return l.Rows
	}
	wanted := make(map[string]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
	}
	for _, row := range l.Rows {
		if wanted[l.spec.ID(row)] {
			rows = append(rows, row)
		}
	}
	return rows
}
