package web

import (
	"net/http"
	"strconv"
	"strings"

	"twintown/internal/platform/lang"
	"twintown/internal/project"
)

// projectPaymentsPage is what came in and went out.
type projectPaymentsPage struct {
	projectHead
	Rows       []paymentRow
	Got, Spent string
}

// paymentRow is a payment in the form. What it is for is one choice: an origin of money that
// came in, or a heading of money that went out.
type paymentRow struct {
	Row, ID                     string
	N                           int
	Partners, Kinds, Currencies []option
	Outs                        []option
	Day, What, Amount           fieldView
	Euros, Fault                string
}

var paymentFields = []string{"partner", "kind", "day", "what", "amount", "currency", "id"}

func (s *Site) newProjectPayments(w http.ResponseWriter, r *http.Request, code string) (*projectPaymentsPage, error) {
	head, err := s.newProjectHead(w, r, code, "/payments", project.OfBudget)
	if err != nil {
		return nil, err
	}
	v := &projectPaymentsPage{projectHead: head}
	sums := v.Project.Budget.Sums()
	v.Got, v.Spent = v.cents(sums.Got, project.Euro), v.cents(sums.Spent, project.Euro)
	return v, nil
}

func (s *Site) projectPayments(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProjectPayments(w, r, code)
	if err != nil {
		return err
	}
	f := newForm(&v.page, nil)
	v.Form = f
	for i, y := range v.Project.Budget.Payments {
		kind := string(project.In) + "." + string(y.Origin)
		if y.Way == project.Out {
			kind = string(project.Out) + "." + string(y.Heading)
		}
		f.setRow("payment", i, "partner", y.Partner, "kind", kind, "day", y.Day, "what", y.What, "amount", v.plainAmount(y.Amount), "currency", y.Amount.Currency, "id", y.ID)
	}
	v.dress(s)
	return s.write(w, http.StatusOK, "project-payments", v)
}

func (v *projectPaymentsPage) dress(s *Site) {
	f, b := v.Form, v.Project.Budget
	v.Rows = nil
	for n := range f.rows("payment", "partner", mostRowsRead) + emptyRows {
		row := paymentRow{Row: "payment." + strconv.Itoa(n), ID: f.rowText("payment", n, "id"), N: n + 1}
		row.Fault = f.rowFaults("payment", n, append([]string{"way", "origin", "heading"}, paymentFields...))
		row.Partners, row.Currencies = v.partnerOptions(s, f.rowText("payment", n, "partner")), v.currencyOptions(f.rowText("payment", n, "currency"))
		kind := f.rowText("payment", n, "kind")
		for _, h := range project.Headings() {
			row.Outs = append(row.Outs, v.paymentKind(project.Out, "project.heading.", string(h), kind))
		}
		for _, o := range project.Origins() {
			row.Kinds = append(row.Kinds, v.paymentKind(project.In, "project.origin.", string(o), kind))
		}
		row.Day, row.What, row.Amount = v.cell("payment", n, "day", "date", "project.day"), v.cell("payment", n, "what", "text", "project.what"), v.cell("payment", n, "amount", "text", "project.amount")
		if n < len(b.Payments) && row.ID == b.Payments[n].ID && b.Payments[n].Amount.Currency != project.Euro {
			if cents, ok := b.Euros(b.Payments[n].Amount); ok {
				row.Euros = v.cents(cents, project.Euro)
			}
		}
		v.Rows = append(v.Rows, row)
	}
}

func (v *projectPaymentsPage) paymentKind(way project.Way, prefix, code, chosen string) option {
	value := string(way) + "." + code
	return option{Value: value, Name: v.t("project.way."+string(way)) + ": " + v.t(prefix+code), Chosen: value == chosen}
}

// takeProjectPayments keeps the payments; a payment keeps the document that belongs to it.
func (s *Site) takeProjectPayments(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProjectPayments(w, r, code)
	if err != nil {
		return err
	}
	if v.Form, err = readForm(r, &v.page); err != nil {
		return err
	}
	f := v.Form
	var all []project.Payment
	for n := range f.compact("payment", paymentFields, func(n int) bool { return f.rowText("payment", n, "amount")+f.rowText("payment", n, "what") == "" }) {
		y := project.Payment{ID: f.rowText("payment", n, "id"), Partner: f.rowText("payment", n, "partner"), Day: f.rowText("payment", n, "day"), What: f.rowText("payment", n, "what")}
		y.Amount = f.money(rowField("payment", n, "amount"), f.rowText("payment", n, "currency"))
		way, code, _ := strings.Cut(f.rowText("payment", n, "kind"), ".")
		if y.Way = project.Way(way); y.Way == project.In {
			y.Origin = project.Origin(code)
		} else {
			y.Heading = project.Heading(code)
		}
		for _, old := range v.Project.Budget.Payments {
			if old.ID == y.ID {
				y.Document = old.Document
			}
		}
		all = append(all, y)
	}
	return s.changeProject(w, r, "project-payments", v, project.OfBudget, v.Base+"/payments", lang.Msg("project.saved"), func(p *project.Project) error {
		p.Budget.Payments = all
		return nil
	}, f.wrong(), func() error { v.dress(s); return nil })
}
