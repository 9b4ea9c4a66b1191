package web

import (
	"bytes"
	"net/http"
	"slices"

	"twintown/internal/exchange/sheet"
	"twintown/internal/funding"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
)

// projectBudgetPage plans what a project costs and who pays it.
type projectBudgetPage struct {
	projectHead
	Budget               budgetView
	Rates, Lines, Shares rowList
	TotalIn, GrantIn     []option
	Total, Grant         fieldView
	Exports              []link
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
		f.setRow("rate", i, "currency", r.Currency, "rate", v.plainRate(r), "day", r.Day, "source", r.Source)
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
	f := v.Form
	v.dressRates()
	partners, currencies := v.partnerOptions(s), v.currencyOptions()
	v.Lines, v.Shares = v.dressLines(partners, currencies), v.dressShares(partners, currencies)
	v.Total, v.Grant = f.Field("total", "text", "project.total.told", "project.total.hint", "off"), f.Field("grant", "text", "project.granted", "project.granted.hint", "off")
	v.TotalIn, v.GrantIn = chosenOf(currencies, f.text("total_in")), chosenOf(currencies, f.text("grant_in"))
}

// dressRates makes a row for each rate, and for each currency that lacks one.
func (v *projectBudgetPage) dressRates() {
	f := v.Form
	rates := f.rows("rate", "currency", mostRowsRead)
	missing := v.rateless(rates)
	for i, c := range missing {
		f.setRow("rate", rates+i, "currency", c)
	}
	currencies := []option{{Name: "–"}}
	for _, c := range project.Currencies()[1:] {
		currencies = append(currencies, option{Value: c, Name: c})
	}
	v.Rates = f.rowList("rate", "project.add.rate", rates+max(1, len(missing)), rateFields, func(m *rowMaker, _ int) {
		m.choose("currency", "project.currency", currencies)
		m.put("rate", "money", "project.rate")
		m.put("day", "date", "project.rate.day")
		m.put("source", "text", "project.rate.source")
	})
}

func (v *projectBudgetPage) dressLines(partners, currencies []option) rowList {
	f, b := v.Form, v.Project.Budget
	filled, headings := f.rows("line", "partner", mostRowsRead), coded(&v.page, "project.heading.", project.Headings())
	return f.rowList("line", "project.add.line", filled+v.spare(filled), lineFields, func(m *rowMaker, n int) {
		m.choose("partner", "project.partner", partners)
		m.choose("heading", "project.heading", headings)
		m.put("what", "text", "project.what")
		m.put("amount", "money", "project.amount")
		m.choose("currency", "project.currency", currencies)
		if n >= 0 && n < len(b.Lines) && m.ID == b.Lines[n].ID && b.Lines[n].Amount.Currency != project.Euro {
			m.Note = v.euros(b.Euros(b.Lines[n].Amount))
		}
	})
}

func (v *projectBudgetPage) dressShares(partners, currencies []option) rowList {
	f, b := v.Form, v.Project.Budget
	sums, filled, origins := b.Sums(), f.rows("share", "partner", mostRowsRead), coded(&v.page, "project.origin.", project.Origins())
	return f.rowList("share", "project.add.share", filled+v.spare(filled), shareFields, func(m *rowMaker, n int) {
		m.choose("partner", "project.partner", partners)
		m.choose("origin", "project.origin", origins)
		m.put("who", "text", "project.who")
		m.put("amount", "money", "project.amount")
		m.choose("currency", "project.currency", currencies)
		m.tick("rest", "project.rest")
		if n >= 0 && n < len(b.Shares) && m.ID == b.Shares[n].ID && (b.Shares[n].Rest || b.Shares[n].Amount.Currency != project.Euro) {
			m.Note = v.euros(sums.Shares[m.ID], true)
		}
	})
}

// euros is what an amount is in euro; "" where no rate is known.
func (p *page) euros(cents int64, known bool) string {
	if !known {
		return ""
	}
	return "= " + p.cents(cents, project.Euro)
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

// partnerOptions are the partners of whom a row can be.
func (v *projectHead) partnerOptions(s *Site) []option {
	list := []option{{Name: "–"}}
	for _, q := range v.Project.Leading() {
		list = append(list, option{Value: q.ID, Name: s.partnerName(&v.page, q)})
	}
	return list
}

func (v *projectHead) currencyOptions() (list []option) {
	for _, c := range currenciesOf(v.Project) {
		list = append(list, option{Value: c, Name: c})
	}
	return list
}

// chosenOf are options of which one is chosen.
func chosenOf(options []option, value string) []option {
	list := slices.Clone(options)
	for i := range list {
		list[i].Chosen = list[i].Value == value
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
	if v.Form.asksForRows(map[string]string{"rate": "currency", "line": "partner", "share": "partner"}) {
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
