package web

import (
	"net/http"
	"strings"

	"twintown/internal/document"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
)

// receiptRow is a payment with its paper.
type receiptRow struct {
	ID, Name string
	Document *documentView // nil: there is none
}

// paymentWords say a payment in a line.
func (p *page) paymentWords(y project.Payment) string {
	what := p.t("project.way." + string(y.Way))
	if y.Way == project.Out {
		what += ": " + p.t("project.heading."+string(y.Heading))
	} else {
		what += ": " + p.t("project.origin."+string(y.Origin))
	}
	parts := []string{p.dayWords(y.Day), what, y.What, p.cents(y.Amount.Cents, y.Amount.Currency)}
	var all []string
	for _, part := range parts {
		if part != "" {
			all = append(all, part)
		}
	}
	return strings.Join(all, " · ")
}

// fillReceipts fills the payments that are kept, each with its paper.
func (s *Site) fillReceipts(r *http.Request, v *projectPaymentsPage, intakes []document.Intake) error {
	v.Receipts = nil
	if s.rooms.Documents == nil {
		return nil
	}
	v.ReceiptUpload = s.uploadView(v.ReceiptForm, &v.page, intakes)
	v.ReceiptUpload.Label = v.t("project.receipt.file")
	for _, y := range v.Project.Budget.Payments {
		row := receiptRow{ID: y.ID, Name: v.paymentWords(y)}
		if y.Document != "" {
			docs, err := s.rooms.Documents.OfIDs(r.Context(), []string{y.Document})
			if err != nil {
				return err
			}
			for _, d := range docs {
				view := s.documentView(r, &v.page, d, s.paperObject(r, v.Project, d.ID))
				row.Document = &view
			}
		}
		v.Receipts = append(v.Receipts, row)
	}
	return nil
}

// ReceiptOptions are the payments of which a paper can be sent.
func (v *projectPaymentsPage) ReceiptOptions() (list []option) {
	list = []option{{Name: v.t("project.receipt.choose")}}
	for _, x := range v.Receipts {
		list = append(list, option{Value: x.ID, Name: x.Name})
	}
	return list
}

// takeReceipt gives a payment the paper that was sent, or takes its paper away ("do" is
// "drop:" and the payment). A receipt is for the offices of the partners alone, always.
func (s *Site) takeReceipt(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProjectPayments(w, r, code)
	if err != nil {
		return err
	}
	f, intakes, err := s.readActForm(r, &v.page)
	if err != nil {
		return err
	}
	v.ReceiptForm = f
	payment, drop := strings.CutPrefix(f.raw("do"), "drop:")
	if !drop {
		payment = f.text("payment")
	}
	if err = f.wrong(); err == nil && !drop && len(intakes) != 1 {
		err = errs.In(fileField, lang.Msg("error.project.one_receipt"))
	}
	if err == nil {
		err = s.changeWithPapers(r, v.Project.ID, project.OfBudget, project.AnyVersion, func(tx *db.Tx, note func(people.Entry), p *project.Project) error {
			return s.setReceipt(r, tx, note, p, payment, intakes, code)
		})
	}
	if err == nil {
		return s.done(w, r, code, v.Base+"/payments#receipts", lang.Msg("project.saved"), "")
	}
	status, shown := s.refused(f, err)
	if !shown {
		return err
	}
	v.fill()
	v.dress(s)
	if err := s.fillReceipts(r, v, intakes); err != nil {
		return err
	}
	return s.write(w, status, "project-payments", v)
}

func (s *Site) setReceipt(r *http.Request, tx *db.Tx, note func(people.Entry), p *project.Project, payment string, intakes []document.Intake, code string) error {
	id := ""
	for _, in := range intakes {
		d, err := s.addPaper(r, tx, note, *p, document.New{Intake: in.ID, Title: map[string]string{code: nameWithout(in.Name)}, Visibility: document.Restricted})
		if err != nil {
			return err
		}
		id = d.ID
	}
	was, err := p.SetReceipt(payment, id)
	if err != nil {
		return err
	}
	return s.dropPaper(r, tx, note, *p, was)
}
