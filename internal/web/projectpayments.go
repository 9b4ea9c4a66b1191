package web

import (
	"net/http"
	"strings"

	"twintown/internal/platform/lang"
	"twintown/internal/project"
)

// projectPaymentsPage is what came in and went out.
type projectPaymentsPage struct {
	projectHead
	Rows       rowList
	Any        bool
	Got, Spent string

	Receipts      []receiptRow // payments that are kept, each with its paper
	ReceiptForm   *form
	ReceiptUpload *uploadView // nil: no documents are kept here
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
	v.ReceiptForm = newForm(&v.page, nil)
	return v, nil
}

func (s *Site) projectPayments(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProjectPayments(w, r, code)
	if err != nil {
		return err
	}
	v.fill()
	v.dress(s)
	if err := s.fillReceipts(r, v, nil); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "project-payments", v)
}

// fill puts the payments that are kept into the form.
func (v *projectPaymentsPage) fill() {
	f := newForm(&v.page, nil)
	v.Form = f
	for i, y := range v.Project.Budget.Payments {
		kind := string(project.In) + "." + string(y.Origin)
		if y.Way == project.Out {
			kind = string(project.Out) + "." + string(y.Heading)
		}
		f.setRow("payment", i, "partner", y.Partner, "kind", kind, "day", y.Day, "what", y.What, "amount", v.plainAmount(y.Amount), "currency", y.Amount.Currency, "id", y.ID)
	}
}

// dress makes the rows. What a payment is for is one choice: an origin of money that came in,
// or a heading of money that went out.
func (v *projectPaymentsPage) dress(s *Site) {
	f, b := v.Form, v.Project.Budget
	partners, currencies := v.partnerOptions(s), v.currencyOptions()
	var kinds []option
	for _, h := range project.Headings() {
		kinds = append(kinds, v.paymentKind(project.Out, "project.heading.", string(h)))
	}
	for _, o := range project.Origins() {
		kinds = append(kinds, v.paymentKind(project.In, "project.origin.", string(o)))
	}
	v.Any = len(b.Payments) > 0
	v.Rows = f.rowList("payment", "project.add.payment", f.rows("payment", "partner", mostRowsRead)+emptyRows, append([]string{"way", "origin", "heading"}, paymentFields...), func(m *rowMaker, n int) {
		m.choose("partner", "project.partner", partners)
		m.choose("kind", "project.payment.kind", kinds)
		m.put("day", "date", "project.day")
		m.put("what", "text", "project.what")
		m.put("amount", "money", "project.amount")
		m.choose("currency", "project.currency", currencies)
		if n >= 0 && n < len(b.Payments) && m.ID == b.Payments[n].ID && b.Payments[n].Amount.Currency != project.Euro {
			m.Note = v.euros(b.Euros(b.Payments[n].Amount))
		}
	})
}

func (v *projectPaymentsPage) paymentKind(way project.Way, prefix, code string) option {
	return option{Value: string(way) + "." + code, Name: v.t("project.way."+string(way)) + v.colon() + v.t(prefix+code)}
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
	if v.Form.asksForRows(map[string]string{"payment": "partner"}) {
		v.dress(s)
		return s.write(w, http.StatusOK, "project-payments", v)
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
	}, f.wrong(), func() error { v.dress(s); return s.fillReceipts(r, v, nil) })
}
