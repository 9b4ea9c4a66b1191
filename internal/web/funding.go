package web

import (
	"net/http"
	"slices"
	"time"

	"twintown/internal/funding"
	"twintown/internal/funding/rule"
	"twintown/internal/match"
	"twintown/internal/platform/lang"
	"twintown/internal/topic"
)

// callView is a call as lists and its programme's page show it.
type callView struct {
	Key, Name, NameLang string // NameLang is "" where the name is in the page's language
	URL                 string // of its part of the programme's page
	Programme           link
	State               funding.State
	Status              statusView
	Deadline            string // in the reader's words and the site's zone
	OwnClock            string // the same in the call's zone; "" where both are one
	Left                string // how many days are left; "" where there is no deadline to come
	Grant               string
	About, AboutLang    string   // who it is for and what it pays; its language where that is not the page's
	Table               []string // of lump sums
	Facts               []fact
	Rule                funding.Sentence
	Sources             []sourceView
}

// catalogue is what is known of programmes now.
func (s *Site) catalogue(r *http.Request) (*funding.Catalogue, error) {
	if s.rooms.Programmes == nil {
		return nil, errNoPage
	}
	return s.rooms.Programmes.Catalogue(r.Context(), s.rooms.World().Places)
}

// notices are the caveats that may concern a programme.
func (s *Site) notices(r *http.Request) ([]match.Notice, error) {
	if s.rooms.Notices == nil {
		return nil, nil
	}
	return s.rooms.Notices.All(r.Context())
}

// nameOf is a programme's or a call's name, and its language where that is not the page's.
func (p *page) nameOf(n funding.Names) (name, other string) {
	name, of := n.In(p.Lang)
	if of == p.Lang {
		of = ""
	}
	return name, of
}

// money prints an amount: whole cents only where there are some.
func (p *page) money(m funding.Money) string {
	if m.IsZero() {
		return ""
	}
	if m.Cents%100 == 0 {
		return p.p.Number(m.Cents/100) + "\u00a0" + m.Currency
	}
	return p.p.Fixed(float64(m.Cents)/100, 2) + "\u00a0" + m.Currency
}

// stateGroups are the colours and shapes of a call's states.
var stateGroups = map[funding.State][2]string{
	funding.Open: {"in-force", "whole"}, funding.Forthcoming: {"started", "wish"}, funding.Undated: {"paused", "open"}, funding.Over: {"ended", "none"},
}

func (p *page) callStatus(state funding.State) statusView {
	look := stateGroups[state]
	return statusView{Code: string(state), Group: look[0], Glyph: look[1], Word: p.t("funding.state." + string(state))}
}

// answerStatus is an answer of a rule as a status.
func (p *page) answerStatus(v rule.Value) statusView {
	look := map[rule.Value][2]string{rule.Yes: {"in-force", "whole"}, rule.Unknown: {"paused", "open"}, rule.No: {"ended", "none"}}[v]
	return statusView{Code: v.String(), Group: look[0], Glyph: look[1], Word: p.p.Message(funding.SayValue(v))}
}

// callView is what lists say of a call.
func (p *page) callView(pr *funding.Programme, c *funding.Call, now time.Time) callView {
	v := callView{Key: c.Key, URL: "/" + p.Lang + "/programmes/" + pr.Key + "#" + c.Key}
	v.Name, v.NameLang = p.nameOf(c.Names)
	name, _ := p.nameOf(pr.Names)
	v.Programme = link{name, "/" + p.Lang + "/programmes/" + pr.Key}
	state, next := c.At(now)
	if pr.Closed {
		state, next = funding.Over, time.Time{}
	}
	v.State, v.Status = state, p.callStatus(state)
	switch {
	case !next.IsZero():
		v.Deadline, v.OwnClock = p.deadline(next)
		if v.Left = p.t("funding.left.today"); daysLeft(next, now) > 0 {
			v.Left = p.t("funding.left", "n", daysLeft(next, now))
		}
	case c.Always && state == funding.Open:
		v.Deadline = p.t("funding.deadline.always")
	case len(c.Cuts) > 0:
		v.Deadline, v.OwnClock = p.deadline(c.Last())
	}
	v.Grant = p.grant(&c.Amount)
	v.About, v.AboutLang = p.nameOf(pr.About)
	return v
}

// daysLeft is how many midnights of the call's zone lie before a deadline.
func daysLeft(next, now time.Time) int {
	y, m, d := now.In(next.Location()).Date()
	return int(time.Date(next.Year(), next.Month(), next.Day(), 0, 0, 0, 0, time.UTC).Sub(time.Date(y, m, d, 0, 0, 0, 0, time.UTC)).Hours() / 24)
}

// deadline prints a deadline in the site's zone, and as the call counts it where that is another clock.
func (p *page) deadline(at time.Time) (here, own string) {
	here = p.moment(at)
	zone := time.UTC
	if p.zone != nil {
		zone = p.zone()
	}
	if at.In(zone).Format("15:04") != at.Format("15:04") {
		own = p.t("funding.deadline.own", "clock", at.Format("15:04"), "zone", at.Location().String())
	}
	return here, own
}

// grant says in one line what a call pays.
func (p *page) grant(a *funding.Amount) string {
	var all []string
	add := func(s string) {
		if s != "" {
			all = append(all, s)
		}
	}
	switch a.Model {
	case funding.Lump:
		add(p.t("funding.grant.lump"))
	case funding.Rate:
		add(p.t("funding.grant.rate", "share", float64(a.Rate)/100_00))
	case funding.Flat:
		add(p.t("funding.grant.flat"))
	case funding.Menu:
		var sums []string
		for _, m := range a.Choices {
			sums = append(sums, p.money(m))
		}
		add(p.orList(sums))
	}
	switch {
	case !a.Min.IsZero() && !a.Max.IsZero():
		add(p.t("funding.grant.between", "min", p.money(a.Min), "max", p.money(a.Max)))
	case !a.Min.IsZero():
		add(p.t("funding.grant.min", "min", p.money(a.Min)))
	case !a.Max.IsZero():
		add(p.t("funding.grant.max", "max", p.money(a.Max)))
	}
	if a.Model == funding.Lump && len(a.Steps) == 0 {
		add(p.t("funding.grant.table_unknown"))
	}
	return joinParts(all)
}

// orList joins choices with "or".
func (p *page) orList(all []string) string {
	text := ""
	for i, s := range all {
		if i > 0 {
			text += " " + p.t("funding.pair.or") + " "
		}
		text += s
	}
	return text
}

func joinParts(all []string) string {
	text := ""
	for i, s := range all {
		if i > 0 {
			text += ", "
		}
		text += s
	}
	return text
}

// wholeCall is what the programme's page says of a call.
func (p *page) wholeCall(b *funding.Book, pr *funding.Programme, c *funding.Call, now time.Time) callView {
	v := p.callView(pr, c, now)
	add := func(key, value string) {
		if value != "" {
			v.Facts = append(v.Facts, fact{p.t(key), value})
		}
	}
	if !c.Opens.IsZero() {
		add("funding.opens", p.p.Date(c.Opens))
	}
	add("funding.deadline", v.Deadline)
	add("funding.grant", v.Grant)
	add("funding.budget", p.money(c.Budget))
	if c.Own > 0 {
		add("funding.own", p.p.Percent(float64(c.Own)/100_00))
	}
	if c.Overhead > 0 {
		add("funding.overhead", p.t("funding.upto", "share", float64(c.Overhead)/100_00))
	}
	var topics, languages, documents []string
	for _, t := range c.Topics {
		topics = append(topics, p.p.Message(topic.Label(t)))
	}
	for _, l := range c.Languages {
		languages = append(languages, p.p.LanguageName(l))
	}
	for _, d := range c.Documents {
		documents = append(documents, p.t("funding.document."+string(d)))
	}
	add("funding.topics", joinParts(topics))
	add("funding.languages", p.p.List(languages))
	add("funding.documents", p.p.List(documents))
	for _, step := range c.Amount.Steps {
		v.Table = append(v.Table, p.t("funding.grant.step", "what", lang.Msg("funding.what."+c.Amount.By), "n", step.From, "sum", p.money(step.Pays)))
	}
	v.Rule = b.In(p.Lang).SayRule(c.Rule)
	v.Sources = p.fundingSources(c.Sources)
	return v
}

func (p *page) fundingSources(all []funding.Source) (views []sourceView) {
	for _, s := range all {
		views = append(views, sourceView{Title: s.Title, Publisher: s.Publisher, URL: s.URL, Retrieved: p.t("source.retrieved", "date", s.Read)})
	}
	return views
}

// conditionView is a condition with the page that prints it.
type conditionView struct {
	Page *rulePrinter
	Of   funding.Sentence
}

// rulePrinter prints conditions for templates.
type rulePrinter struct {
	p      *page
	Judged bool // the conditions were asked of somebody
}

// Say prints a message.
func (r *rulePrinter) Say(m lang.Message) string { return r.p.p.Message(m) }

// RuleOf is a condition within another one.
func (r *rulePrinter) RuleOf(s funding.Sentence) conditionView { return conditionView{r, s} }

// AnswerOf is what a condition says of those who were asked.
func (r *rulePrinter) AnswerOf(s funding.Sentence) statusView { return r.p.answerStatus(s.Value) }

// RuleOf is a rule for the template.
func (v *fundPage) RuleOf(s funding.Sentence) conditionView {
	return conditionView{&rulePrinter{p: &v.page}, s}
}

// inArea says whether a programme is for a country: by itself, or by a group that holds it today.
func inArea(b *funding.Book, pr *funding.Programme, country string, today rule.Day) bool {
	return slices.ContainsFunc(pr.Area, func(code string) bool {
		if code == country {
			return true
		}
		m := b.Rules().Groups[code].On(today)
		return m.Sure.Has(rule.CountryOf(country)) || m.Maybe.Has(rule.CountryOf(country))
	})
}
