package web

import (
	"slices"
	"strings"

	"twintown/internal/funding"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
)

// cents prints an amount with its cents, always: columns of budgets are compared digit by
// digit.
func (p *page) cents(n int64, currency string) string {
	return p.amount(n) + "\u00a0" + currency
}

// amount prints an amount without its currency. It stays whole numbers throughout: a float
// is exact only up to nine thousand billion.
func (p *page) amount(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "−", -n
	}
	part := p.p.Fixed(float64(n%100)/100, 2) // "0,05"
	return sign + p.p.Number(n/100) + strings.TrimPrefix(part, "0")
}

// plainAmount is an amount as it stands in a field: readable, and read back the same.
func (p *page) plainAmount(m funding.Money) string {
	if m.IsZero() {
		return ""
	}
	return p.amount(m.Cents)
}

// inCurrency prints a sum of euros with the same in another currency, "" where that is the
// euro or no rate is known.
func (p *page) inCurrency(b project.Budget, euros int64, currency string) string {
	if currency == "" || currency == project.Euro {
		return ""
	}
	m, ok := b.Converted(euros, currency)
	if !ok {
		return ""
	}
	return p.cents(m.Cents, m.Currency)
}

// partBudget is what one partner plans.
type partBudget struct {
	Name, Role  string
	Left        string // when it left; "": it is there
	Lines       []budgetLine
	Shares      []budgetLine
	Total, Pays string
	Own         string // the total in the partner's own currency
	Faults      []string
	Balanced    bool
}

// budgetLine is a line or a share as readers see it.
type budgetLine struct{ Name, Note, Typed, Euros, Share string }

// budgetView is a whole budget as readers see it.
type budgetView struct {
	Parts     []partBudget
	Total     string
	Own       []string // in the other currencies
	Headings  []fact
	Origins   []budgetLine
	Rates     []string
	Faults    []string // of the whole
	Amiss     int
	Granted   string
	Told      string
	Got       string
	Spent     string
	Any       bool
	ByPartner []budgetLine // totals of partners, for readers who see no lines
}

// budgetView dresses a budget.
func (s *Site) budgetView(p *page, x project.Project, limit funding.Share) budgetView {
	b, sums := x.Budget, x.Budget.Sums()
	v := budgetView{Any: !b.IsZero(), Total: p.cents(sums.Total, project.Euro), Granted: p.money(b.Grant), Told: p.money(b.Total)}
	faults := x.Faults(limit)
	v.Amiss = len(faults)
	byPartner := map[string][]string{}
	for _, f := range faults {
		text := p.faultText(s, x, f)
		if f.Partner == "" {
			v.Faults = append(v.Faults, text)
			continue
		}
		byPartner[f.Partner] = append(byPartner[f.Partner], text)
	}
	for _, q := range x.Leading() {
		part := s.partBudget(p, x, q, sums)
		part.Faults = byPartner[q.ID]
		part.Balanced = len(part.Faults) == 0
		v.Parts = append(v.Parts, part)
		v.ByPartner = append(v.ByPartner, budgetLine{Name: part.Name, Note: part.Role, Euros: part.Total, Share: p.shareOf(sums.ByPartner[q.ID], sums.Total)})
	}
	for _, h := range project.Headings() {
		if n := sums.ByHeading[h]; n > 0 {
			v.Headings = append(v.Headings, fact{p.t("project.heading." + string(h)), p.cents(n, project.Euro)})
		}
	}
	for _, o := range project.Origins() {
		if n := sums.ByOrigin[o]; n > 0 {
			v.Origins = append(v.Origins, budgetLine{Name: p.t("project.origin." + string(o)), Euros: p.cents(n, project.Euro), Share: p.shareOf(n, sums.Total)})
		}
	}
	for _, r := range b.Rates {
		v.Rates = append(v.Rates, p.rateText(r))
		v.Own = append(v.Own, p.inCurrency(b, sums.Total, r.Currency))
	}
	if len(b.Payments) > 0 {
		v.Got, v.Spent = p.cents(sums.Got, project.Euro), p.cents(sums.Spent, project.Euro)
	}
	return v
}

func (s *Site) partBudget(p *page, x project.Project, q project.Partner, sums project.Sums) partBudget {
	b := x.Budget
	part := partBudget{Name: s.partnerName(p, q), Role: p.t("project.role." + string(q.Role)), Total: p.cents(sums.ByPartner[q.ID], project.Euro), Own: p.inCurrency(b, sums.ByPartner[q.ID], q.Currency)}
	if !q.There() {
		part.Left = p.t("project.left.on", "day", dayOf(q.Left))
	}
	for _, l := range b.Lines {
		if l.Partner != q.ID {
			continue
		}
		line := budgetLine{Name: p.t("project.heading." + string(l.Heading)), Note: l.What, Euros: "–"}
		if n, ok := b.Euros(l.Amount); ok {
			line.Euros = p.cents(n, project.Euro)
		}
		if l.Amount.Currency != project.Euro {
			line.Typed = p.cents(l.Amount.Cents, l.Amount.Currency)
		}
		part.Lines = append(part.Lines, line)
	}
	var pays int64
	for _, sh := range b.Shares {
		if sh.Partner != q.ID {
			continue
		}
		n := sums.Shares[sh.ID]
		pays += n
		line := budgetLine{Name: p.t("project.origin." + string(sh.Origin)), Note: sh.Who, Euros: p.cents(n, project.Euro), Share: p.shareOf(n, sums.ByPartner[q.ID])}
		if sh.Rest {
			line.Typed = p.t("project.rest")
		} else if sh.Amount.Currency != project.Euro {
			line.Typed = p.cents(sh.Amount.Cents, sh.Amount.Currency)
		}
		part.Shares = append(part.Shares, line)
	}
	part.Pays = p.cents(pays, project.Euro)
	return part
}

// shareOf prints a part of a whole in percent; "" where there is no whole.
func (p *page) shareOf(n, of int64) string {
	if of <= 0 {
		return ""
	}
	return p.p.Percent(float64(n) / float64(of))
}

func (p *page) rateText(r project.Rate) string {
	text := p.t("project.rate.is", "rate", p.plainRate(r), "currency", r.Currency, "day", dayOf(r.Day))
	if r.Source != "" {
		text += " (" + r.Source + ")"
	}
	return text
}

// plainRate is a rate as people write it: in a sentence, and in the field that reads it back.
func (p *page) plainRate(r project.Rate) string {
	return strings.Replace(r.Text(), ".", strings.Trim(p.p.Fixed(0.1, 1), "01"), 1)
}

// dayOf is a day of a project as a date; it was checked when it was kept.
func dayOf(day string) lang.Date {
	d, _ := lang.ParseDate(day)
	return d
}

// faultText says in a sentence what does not add up.
func (p *page) faultText(s *Site, x project.Project, f project.Fault) string {
	q, _ := x.Partner(f.Partner)
	return p.t("project.fault."+string(f.Amiss), "partner", s.partnerName(p, q), "by", p.cents(f.By, project.Euro), "currency", f.Currency)
}

// currenciesOf are the currencies of a project: the euro, those of its partners, and those of
// which it states a rate.
func currenciesOf(x project.Project) []string {
	all := []string{project.Euro}
	add := func(c string) {
		if c != "" && !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	for _, q := range x.Partners {
		add(q.Currency)
	}
	for _, r := range x.Budget.Rates {
		add(r.Currency)
	}
	for _, l := range x.Budget.Lines {
		add(l.Amount.Currency)
	}
	return all
}
