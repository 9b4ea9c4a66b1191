package project

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"twintown/internal/funding"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/topic"
)

// Limits of one project. The largest consortia of the programmes that Twintown knows have
// some twenty partners.
const (
	mostPartners     = 40
	mostPartnerships = 40
	mostAnswers      = 10 * mostPartners // towns come and go
	mostLines        = 400
	mostRates        = 20
	mostPayments     = 1000
	mostWork         = 200 // milestones, activities, outputs: each
	mostTopics       = 12
	mostLinked       = 100 // documents, practices: each
	mostPeople       = 1_000_000
	longestTitle     = 200
	longestText      = 8000
	longestLine      = 300 // of letters, wherever one line is typed
)

var currencies = regexp.MustCompile(`^[A-Z]{3}$`)

// check returns what is wrong with a project, by field. Fields of rows are named with their
// number from 0: "line.3.amount".
func (p *Project) check() error {
	return errs.First(p.checkFacts(), p.checkTexts(), p.checkPartners(), p.checkBudget(), p.checkWork())
}

func (p *Project) checkFacts() error {
	if err := errs.First(
		errs.TooMany("partnerships", len(p.Partnerships), mostPartnerships), errs.TooMany("topics", len(p.Topics), mostTopics),
		p.checkPapers(), errs.TooMany("practices", len(p.Practices), mostLinked),
		errs.TooLong("acronym", p.Acronym, longestLine), errs.TooLong("number", p.Number, longestLine), errs.TooLong("funder", p.Funder, longestLine),
		errs.TooLong("keep", p.Keep, longestLine), checkLink(p.Link), checkWords("credit", p.Credit.Line, longestText), checkWords("shows", p.Credit.Shows, longestLine),
	); err != nil {
		return err
	}
	for _, code := range p.Topics {
		if _, ok := topic.Get(code); !ok {
			return errs.In("topics", lang.Msg("error.help.code"))
		}
	}
	if !p.From.IsZero() && !p.To.IsZero() && p.To.Calendar().Compare(p.From.Calendar()) < 0 {
		return errs.In("to", lang.Msg("error.project.ends_before"))
	}
	return nil
}

func checkLink(link string) error {
	if link == "" {
		return nil
	}
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || len(link) > 2000 {
		return errs.In("link", lang.Msg("error.project.link"))
	}
	return nil
}

func checkWords(field string, words map[string]string, most int) error {
	for code, text := range words {
		if err := errs.TooLong(field+"."+code, text, most); err != nil {
			return err
		}
	}
	return nil
}

func (p *Project) checkTexts() error {
	for code, t := range p.Texts {
		if err := errs.First(errs.TooLong("title."+code, t.Title, longestTitle), errs.TooLong("about."+code, t.About, longestText), errs.TooLong("results."+code, t.Results, longestText)); err != nil {
			return err
		}
		if t.Title == "" && t.About+t.Results != "" {
			return errs.In("title."+code, lang.Msg("error.project.untitled"))
		}
	}
	return nil
}

// checkPartners sees that there is at most one who leads, and that nobody is there twice.
func (p *Project) checkPartners() error {
	if err := errs.TooMany("partners", len(p.Partners), mostPartners); err != nil {
		return err
	}
	if err := errs.TooMany("partners", len(p.Answers), mostAnswers); err != nil {
		return err
	}
	leads, seen := 0, map[string]bool{}
	for i, q := range p.Partners {
		field := func(name string) string { return fmt.Sprintf("partner.%d.%s", i, name) }
		who := fmt.Sprint(q.Place, " ", strings.ToLower(q.Organisation))
		switch {
		case q.Place == 0 && q.Organisation == "":
			return errs.In(field("place"), lang.Msg("error.project.partner"))
		case !slices.Contains(Roles(), q.Role):
			return errs.In(field("role"), lang.Msg("error.help.code"))
		case q.Currency != "" && !currencies.MatchString(q.Currency):
			return errs.In(field("currency"), lang.Msg("error.project.currency"))
		case seen[who] && q.There():
			return errs.In(field("place"), lang.Msg("error.project.twice"))
		}
		if err := errs.First(errs.TooLong(field("organisation"), q.Organisation, longestLine), errs.TooLong(field("why"), q.Why, longestText)); err != nil {
			return err
		}
		seen[who] = seen[who] || q.There()
		if q.Role == Lead && q.There() {
			if leads++; leads > 1 {
				return errs.In(field("role"), lang.Msg("error.project.two_lead"))
			}
		}
	}
	return nil
}

func (p *Project) checkBudget() error {
	b := p.Budget
	if err := errs.First(errs.TooMany("lines", len(b.Lines), mostLines), errs.TooMany("shares", len(b.Shares), mostLines), errs.TooMany("rates", len(b.Rates), mostRates),
		errs.TooMany("payments", len(b.Payments), mostPayments), checkMoney("total", b.Total, false), checkMoney("grant", b.Grant, false)); err != nil {
		return err
	}
	for i, r := range b.Rates {
		field := fmt.Sprintf("rate.%d.", i)
		switch {
		case !currencies.MatchString(r.Currency) || r.Currency == Euro || slices.IndexFunc(b.Rates, func(o Rate) bool { return o.Currency == r.Currency }) < i:
			return errs.In(field+"currency", lang.Msg("error.project.currency"))
		case r.PerEuro <= 0:
			return errs.In(field+"rate", lang.Msg("error.project.rate"))
		}
		if err := errs.First(checkDay(field+"day", r.Day), errs.TooLong(field+"source", r.Source, longestLine)); err != nil {
			return err
		}
	}
	return errs.First(p.checkLines(), p.checkShares(), p.checkPayments())
}

func (p *Project) checkLines() error {
	for i, l := range p.Budget.Lines {
		field := fmt.Sprintf("line.%d.", i)
		if !slices.Contains(Headings(), l.Heading) {
			return errs.In(field+"heading", lang.Msg("error.help.code"))
		}
		if err := errs.First(p.known(field, l.Partner), errs.TooLong(field+"what", l.What, longestLine), checkMoney(field+"amount", l.Amount, true)); err != nil {
			return err
		}
	}
	return nil
}

// checkShares sees that at most one share of a partner is the rest.
func (p *Project) checkShares() error {
	rest := map[string]bool{}
	for i, s := range p.Budget.Shares {
		field := fmt.Sprintf("share.%d.", i)
		if !slices.Contains(Origins(), s.Origin) {
			return errs.In(field+"origin", lang.Msg("error.help.code"))
		}
		if s.Rest && rest[s.Partner] {
			return errs.In(field+"rest", lang.Msg("error.project.two_rests"))
		}
		rest[s.Partner] = rest[s.Partner] || s.Rest
		if err := errs.First(p.known(field, s.Partner), errs.TooLong(field+"who", s.Who, longestLine), checkMoney(field+"amount", s.Amount, !s.Rest)); err != nil {
			return err
		}
	}
	return nil
}

func (p *Project) checkPayments() error {
	for i, y := range p.Budget.Payments {
		field := fmt.Sprintf("payment.%d.", i)
		switch {
		case y.Way == In && !slices.Contains(Origins(), y.Origin):
			return errs.In(field+"origin", lang.Msg("error.help.code"))
		case y.Way == Out && !slices.Contains(Headings(), y.Heading):
			return errs.In(field+"heading", lang.Msg("error.help.code"))
		case y.Way != In && y.Way != Out:
			return errs.In(field+"way", lang.Msg("error.help.code"))
		}
		if err := errs.First(p.known(field, y.Partner), errs.TooLong(field+"what", y.What, longestLine), checkDay(field+"day", y.Day), checkMoney(field+"amount", y.Amount, true)); err != nil {
			return err
		}
	}
	return nil
}

func (p *Project) known(field, partner string) error {
	if _, ok := p.Partner(partner); !ok {
		return errs.In(field+"partner", lang.Msg("error.project.partner"))
	}
	return nil
}

func checkMoney(field string, m funding.Money, must bool) error {
	if m.IsZero() && !must {
		return nil
	}
	if !currencies.MatchString(m.Currency) || m.Cents < 0 || m.Cents > mostCents/1000 {
		return errs.In(field, lang.Msg("error.project.money"))
	}
	return nil
}

func checkDay(field, day string) error {
	if t, err := time.Parse(time.DateOnly, day); err != nil || t.Year() < 1900 || t.Year() > 2200 {
		return errs.In(field, lang.Msg("error.project.day"))
	}
	return nil
}

func (p *Project) checkWork() error {
	if err := errs.First(errs.TooMany("milestones", len(p.Milestones), mostWork), errs.TooMany("activities", len(p.Activities), mostWork), errs.TooMany("outputs", len(p.Outputs), mostWork)); err != nil {
		return err
	}
	for i, m := range p.Milestones {
		field := fmt.Sprintf("milestone.%d.", i)
		if err := errs.First(checkTitle(field, m.Title), mayDay(field+"due", m.Due), mayDay(field+"done", m.Done)); err != nil {
			return err
		}
	}
	for i, a := range p.Activities {
		field := fmt.Sprintf("activity.%d.", i)
		if !slices.Contains(Doings(), a.Kind) {
			return errs.In(field+"kind", lang.Msg("error.help.code"))
		}
		if err := errs.First(checkTitle(field, a.Title), a.checkPeople(field)); err != nil {
			return err
		}
	}
	for i, o := range p.Outputs {
		if err := checkTitle(fmt.Sprintf("output.%d.", i), o.Title); err != nil {
			return err
		}
		if o.Target < 0 || o.Reached < Uncounted || max(o.Target, o.Reached) > mostCents {
			return errs.In(fmt.Sprintf("output.%d.reached", i), lang.Msg("error.project.count"))
		}
	}
	return nil
}

func checkTitle(field string, title map[string]string) error {
	if len(title) == 0 {
		return errs.In(field+"title", lang.Msg("error.project.untitled"))
	}
	return checkWords(field+"title", title, longestLine)
}

func mayDay(field, day string) error {
	if day == "" {
		return nil
	}
	return checkDay(field, day)
}

// checkPeople sees that no more came from abroad than came at all.
func (a Activity) checkPeople(field string) error {
	for band, n := range a.People {
		if !slices.Contains(Bands(), band) || n < 0 || n > mostPeople {
			return errs.In(field+string(band), lang.Msg("error.project.count"))
		}
	}
	n, counted := a.Came()
	if a.Abroad < Uncounted || a.Abroad > mostPeople || counted && a.Abroad > n {
		return errs.In(field+"abroad", lang.Msg("error.project.abroad"))
	}
	if !a.From.IsZero() && !a.To.IsZero() && a.To.Calendar().Compare(a.From.Calendar()) < 0 {
		return errs.In(field+"to", lang.Msg("error.project.ends_before"))
	}
	return nil
}
