package web

import (
	"bytes"
	"net/http"
	"strconv"

	"twintown/internal/exchange/sheet"
	"twintown/internal/funding"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
)

// projectBudgetPage plans what a project costs and who pays it.
type projectBudgetPage struct {
	projectHead
	Budget           budgetView
	Rates            []rateRow
	Lines            []budgetRow
	Shares           []shareRow
	TotalIn, GrantIn []option
	Total, Grant     fieldView
	Exports          []link
}

// rateRow, budgetRow and shareRow are rows of the form.
type rateRow struct {
	Row               string // "rate.0": the prefix of the names of its fields
	Currencies        []option
	Rate, Day, Source fieldView
	Fault             string
}

type budgetRow struct {
	Row                            string
	N                              int
	Partners, Headings, Currencies []option
	What, Amount                   fieldView
	Euros                          string
	Fault                          string
}

type shareRow struct {
	Row                           string
	N                             int
	Partners, Origins, Currencies []option
	Who, Amount                   fieldView
	Rest                          bool
	Euros                         string
	Fault                         string
}

// The fields of the rows.
var (
	rateFields  = []string{"currency", "rate", "day", "source"}
	lineFields  = []string{"partner", "heading", "what", "amount", "currency", "id"}
	shareFields = []string{"partner", "origin", "who", "amount", "currency", "rest", "id"}
)

func (s *Site) newProjectBudget(w http.ResponseWriter, r *http.Request, code string) (*projectBudgetPage, error) {
	head, err := s.newProjectHead(w, r, code, "/budget", project.OfBudget)
	if err != nil {
		return nil, err
	}
	v := &projectBudgetPage{projectHead: head}
	v.Budget = s.budgetView(&v.page, v.Project, v.Limit)
	for _, f := range []sheet.Format{sheet.XLSX, sheet.CSV} {
		v.Exports = append(v.Exports, link{v.t("list.export." + string(f)), v.Base + "/budget/export?as=" + string(f)})
	}
	return v, nil
}

// projectBudget shows the budget, and the form beneath it.
func (s *Site) projectBudget(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProjectBudget(w, r, code)
	if err != nil {
		return err
	}
	v.Form = newForm(&v.page, nil)
	v.fill()
	v.dress(s)
	return s.write(w, http.StatusOK, "project-budget", v)
}

// fill writes the stored budget into the form.
func (v *projectBudgetPage) fill() {
	f, b := v.Form, v.Project.Budget
	f.values.Set("total", v.plainAmount(b.Total))
	f.values.Set("total_in", b.Total.Currency)
	f.values.Set("grant", v.plainAmount(b.Grant))
	f.values.Set("grant_in", b.Grant.Currency)
	for i, r := range b.Rates {
		f.setRow("rate", i, "currency", r.Currency, "rate", r.Text(), "day", r.Day, "source", r.Source)
	}
	for i, l := range b.Lines {
		f.setRow("line", i, "partner", l.Partner, "heading", string(l.Heading), "what", l.What, "amount", v.plainAmount(l.Amount), "currency", l.Amount.Currency, "id", l.ID)
	}
	for i, x := range b.Shares {
		rest := ""
		if x.Rest {
			rest = "1"
		}
		f.setRow("share", i, "partner", x.Partner, "origin", string(x.Origin), "who", x.Who, "amount", v.plainAmount(x.Amount), "currency", x.Amount.Currency, "rest", rest, "id", x.ID)
	}
}

// spare is how many empty rows stand below so many filled ones: where there are none yet,
// enough for two of each partner, a share of the grant and one of its own.
func (v *projectBudgetPage) spare(filled int) int {
	if filled > 0 {
		return emptyRows
	}
	return max(emptyRows, min(2*len(v.Project.Partners), mostSpare))
}

// mostSpare keeps the first look at a large consortium's budget short.
const mostSpare = 12

// dress makes the rows from the form's values, with empty ones below them.
func (v *projectBudgetPage) dress(s *Site) {
	f, x := v.Form, v.Project
	sums := x.Budget.Sums()
	v.Rates, v.Lines, v.Shares = nil, nil, nil
	rates := f.rows("rate", "currency", mostRowsRead)
	missing := v.rateless(rates)
	for n := range rates + max(1, len(missing)) {
		row := rateRow{Row: "rate." + strconv.Itoa(n), Rate: v.cell("rate", n, "rate", "text", "project.rate"), Day: v.cell("rate", n, "day", "date", "project.rate.day"), Source: v.cell("rate", n, "source", "text", "project.rate.source")}
		chosen := f.rowText("rate", n, "currency")
		if n >= rates && n-rates < len(missing) {
			chosen = missing[n-rates]
		}
		row.Currencies = append(row.Currencies, option{Name: "–"})
		for _, c := range project.Currencies()[1:] {
			row.Currencies = append(row.Currencies, option{Value: c, Name: c, Chosen: c == chosen})
		}
		row.Fault = f.rowFaults("rate", n, rateFields)
		v.Rates = append(v.Rates, row)
	}
	lines := f.rows("line", "partner", mostRowsRead)
	for n := range lines + v.spare(lines) {
		row := budgetRow{Row: "line." + strconv.Itoa(n), N: n + 1, What: v.cell("line", n, "what", "text", "project.what"), Amount: v.cell("line", n, "amount", "text", "project.amount")}
		row.Partners = v.partnerOptions(s, f.rowText("line", n, "partner"))
		for _, h := range project.Headings() {
			row.Headings = append(row.Headings, option{Value: string(h), Name: v.t("project.heading." + string(h)), Chosen: f.rowText("line", n, "heading") == string(h)})
		}
		row.Currencies = v.currencyOptions(f.rowText("line", n, "currency"))
		if n < len(x.Budget.Lines) && f.rowText("line", n, "id") == x.Budget.Lines[n].ID {
			if cents, ok := x.Budget.Euros(x.Budget.Lines[n].Amount); ok && x.Budget.Lines[n].Amount.Currency != project.Euro {
				row.Euros = v.cents(cents, project.Euro)
			}
		}
		row.Fault = f.rowFaults("line", n, lineFields)
		v.Lines = append(v.Lines, row)
	}
	shares := f.rows("share", "partner", mostRowsRead)
	for n := range shares + v.spare(shares) {
		row := shareRow{Row: "share." + strconv.Itoa(n), N: n + 1, Who: v.cell("share", n, "who", "text", "project.who"), Amount: v.cell("share", n, "amount", "text", "project.amount"), Rest: f.rowText("share", n, "rest") != ""}
		row.Partners = v.partnerOptions(s, f.rowText("share", n, "partner"))
		for _, o := range project.Origins() {
			row.Origins = append(row.Origins, option{Value: string(o), Name: v.t("project.origin." + string(o)), Chosen: f.rowText("share", n, "origin") == string(o)})
		}
		row.Currencies = v.currencyOptions(f.rowText("share", n, "currency"))
		if n < len(x.Budget.Shares) && f.rowText("share", n, "id") == x.Budget.Shares[n].ID && (x.Budget.Shares[n].Rest || x.Budget.Shares[n].Amount.Currency != project.Euro) {
			row.Euros = v.cents(sums.Shares[x.Budget.Shares[n].ID], project.Euro)
		}
		row.Fault = f.rowFaults("share", n, shareFields)
		v.Shares = append(v.Shares, row)
	}
	v.Total, v.Grant = f.Field("total", "text", "project.total.told", "project.total.hint", "off"), f.Field("grant", "text", "project.granted", "project.granted.hint", "off")
	v.TotalIn, v.GrantIn = v.currencyOptions(f.text("total_in")), v.currencyOptions(f.text("grant_in"))
}

// cell is a field of a row.
func (v *projectHead) cell(part string, n int, name, kind, label string) fieldView {
	return v.Form.Field(rowField(part, n, name), kind, label, "", "off")
}

// rateless are the currencies of partners of which the form has no rate yet.
func (v *projectBudgetPage) rateless(rates int) (all []string) {
	has := map[string]bool{project.Euro: true}
	for n := range rates {
		has[v.Form.rowText("rate", n, "currency")] = true
	}
	for _, c := range currenciesOf(v.Project) {
		if !has[c] {
			all = append(all, c)
		}
	}
	return all
}

// rowFaults are the sentences about the fields of a row that is shown as one.
func (f *form) rowFaults(part string, n int, fields []string) (text string) {
	for _, name := range fields {
		if said := f.FaultOf(rowField(part, n, name)); said != "" {
			return said
		}
	}
	return ""
}

func (v *projectHead) partnerOptions(s *Site, chosen string) []option {
	list := []option{{Name: "–"}}
	for _, q := range v.Project.Leading() {
		list = append(list, option{Value: q.ID, Name: s.partnerName(&v.page, q), Chosen: q.ID == chosen})
	}
	return list
}

func (v *projectHead) currencyOptions(chosen string) (list []option) {
	for _, c := range currenciesOf(v.Project) {
		list = append(list, option{Value: c, Name: c, Chosen: c == chosen})
	}
	return list
}

// money reads an amount with its currency; an empty one is not known.
func (f *form) money(field, currency string) (m funding.Money) {
	text := f.text(field)
	if text == "" {
		return m
	}
	cents, ok := project.ParseAmount(text)
	if !ok {
		f.fail(field, lang.Msg("error.project.amount", "text", text))
	}
	return funding.Money{Cents: cents, Currency: currency}
}

// readBudget reads the rows of the form; payments are no part of it.
func (v *projectBudgetPage) readBudget() (b project.Budget) {
	f := v.Form
	b.Total, b.Grant = f.money("total", f.text("total_in")), f.money("grant", f.text("grant_in"))
	for n := range f.compact("rate", rateFields, func(n int) bool {
		return f.rowText("rate", n, "rate")+f.rowText("rate", n, "source") == ""
	}) {
		per, ok := project.ParseRate(f.rowText("rate", n, "rate"))
		if !ok {
			f.fail(rowField("rate", n, "rate"), lang.Msg("error.project.rate"))
		}
		b.Rates = append(b.Rates, project.Rate{Currency: f.rowText("rate", n, "currency"), PerEuro: per, Day: f.rowText("rate", n, "day"), Source: f.rowText("rate", n, "source")})
	}
	for n := range f.compact("line", lineFields, func(n int) bool {
		return f.rowText("line", n, "what")+f.rowText("line", n, "amount") == ""
	}) {
		b.Lines = append(b.Lines, project.Line{
			ID: f.rowText("line", n, "id"), Partner: f.rowText("line", n, "partner"), Heading: project.Heading(f.rowText("line", n, "heading")), What: f.rowText("line", n, "what"),
			Amount: f.money(rowField("line", n, "amount"), f.rowText("line", n, "currency")),
		})
	}
	for n := range f.compact("share", shareFields, func(n int) bool {
		return f.rowText("share", n, "who")+f.rowText("share", n, "amount")+f.rowText("share", n, "rest") == ""
	}) {
		x := project.Share{ID: f.rowText("share", n, "id"), Partner: f.rowText("share", n, "partner"), Origin: project.Origin(f.rowText("share", n, "origin")), Who: f.rowText("share", n, "who"), Rest: f.rowText("share", n, "rest") != ""}
		if !x.Rest {
			x.Amount = f.money(rowField("share", n, "amount"), f.rowText("share", n, "currency"))
		}
		b.Shares = append(b.Shares, x)
	}
	return b
}

// takeProjectBudget keeps the budget. What does not add up is kept, and says what is amiss.
func (s *Site) takeProjectBudget(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProjectBudget(w, r, code)
	if err != nil {
		return err
	}
	if v.Form, err = readForm(r, &v.page); err != nil {
		return err
	}
	if v.Form.checked("more") {
		v.addRows(v.Form.raw("more"))
		v.dress(s)
		return s.write(w, http.StatusOK, "project-budget", v)
	}
	b := v.readBudget()
	said := lang.Msg("project.saved")
	now := v.Project
	b.Payments = now.Budget.Payments
	if now.Budget = b; len(now.Faults(v.Limit)) > 0 {
		said = lang.Msg("project.saved.amiss", "n", len(now.Faults(v.Limit)))
	}
	return s.changeProject(w, r, "project-budget", v, project.OfBudget, v.Base+"/budget", said, func(p *project.Project) error {
		payments := p.Budget.Payments
		p.Budget = b
		p.Budget.Payments = payments
		return nil
	}, v.Form.wrong(), func() error { v.dress(s); return nil })
}

// addRows counts the empty rows of a part as rows, so that more of them follow.
func (v *projectBudgetPage) addRows(part string) {
	first := map[string]string{"rate": "currency", "line": "partner", "share": "partner"}[part]
	if first == "" {
		return
	}
	n := v.Form.rows(part, first, mostRowsRead)
	for i := n; i < n+moreRows; i++ {
		v.Form.setRow(part, i, first, "")
	}
}

// moreRows is how many rows are added at once.
const moreRows = 5

// exportBudget gives the budget as a spreadsheet: a line for each line and share, amounts as
// numbers.
func (s *Site) exportBudget(w http.ResponseWriter, r *http.Request, code string) error {
	x, err := s.projectOf(r)
	if err != nil {
		return err
	}
	p := s.newPage(r, code, "/desk/projects/"+x.Handle+"/budget")
	t := s.budgetTable(&p, x)
	f := sheet.XLSX
	if r.URL.Query().Get("as") == string(sheet.CSV) {
		f = sheet.CSV
	}
	var buf bytes.Buffer
	if err := sheet.Write(&buf, f, t); err != nil {
		return err
	}
	w.Header().Set("Content-Type", f.MediaType())
	w.Header().Set("Content-Disposition", `attachment; filename="`+x.Handle+"-"+s.clock.Now().Format("2006-01-02")+"."+f.Extension()+`"`)
	_, _ = buf.WriteTo(w) // the reader went away; there is nobody to tell
	return nil
}

func (s *Site) budgetTable(p *page, x project.Project) sheet.Table {
	t := sheet.Table{Name: p.t("project.budget"), Language: p.Lang}
	for _, key := range []string{"project.partner", "project.role", "project.sort", "project.heading", "project.what", "project.amount", "project.currency", "project.in_euro"} {
		t.Columns = append(t.Columns, sheet.Column{Title: p.t(key)})
	}
	sums := x.Budget.Sums()
	number := func(cents int64) float64 { return float64(cents) / 100 }
	for _, q := range x.Leading() {
		name, role := s.partnerName(p, q), p.t("project.role."+string(q.Role))
		for _, l := range x.Budget.Lines {
			if l.Partner == q.ID {
				row := sheet.Row{name, role, p.t("project.costs"), p.t("project.heading." + string(l.Heading)), l.What, number(l.Amount.Cents), l.Amount.Currency, nil}
				if n, ok := x.Budget.Euros(l.Amount); ok {
					row[7] = number(n)
				}
				t.Rows = append(t.Rows, row)
			}
		}
		for _, sh := range x.Budget.Shares {
			if sh.Partner == q.ID {
				row := sheet.Row{name, role, p.t("project.pays"), p.t("project.origin." + string(sh.Origin)), sh.Who, nil, "", number(sums.Shares[sh.ID])}
				if !sh.Rest {
					row[5], row[6] = number(sh.Amount.Cents), sh.Amount.Currency
				}
				t.Rows = append(t.Rows, row)
			}
		}
	}
	return t
}
