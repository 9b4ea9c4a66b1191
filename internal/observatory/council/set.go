package council

import (
	"slices"
	"strconv"
	"strings"

	"twintown/internal/funding"
	"twintown/internal/partnership"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/pdf"
	"twintown/internal/platform/sheet"
	"twintown/internal/project"
	"twintown/internal/project/plan/leaf"
	"twintown/internal/source"
)

// Words are how a report speaks.
type Words struct {
	P       *lang.Printer
	Name    func(place int64) string // of a place
	Country func(place int64) string // the name of its country
	Call    func(key string) string  // the title of a call; "": unknown
	Date    func(partnership.Date) string
	Site    string  // whose site it is
	Address string  // where the site tells of the place; "": nowhere
	Accent  pdf.Ink // its colour; zero: the program's own
}

// t is a message.
func (w Words) t(key string, args ...any) string { return w.P.T("council."+key, args...) }

// Set sets a report: the same facts and words give the same report.
func Set(f Facts, w Words) sheet.Report {
	year := strconv.Itoa(f.Year)
	r := sheet.Report{
		Above: w.Name(f.Place), Title: w.t("title", "year", year), Language: w.P.Lang(), Author: w.Site, Foot: w.t("foot", "name", w.Name(f.Place), "year", year), Made: f.Day, Accent: w.Accent,
		Lead: w.t("lead", "day", w.P.Date(f.Day)),
	}
	if !f.Over {
		r.Lead = w.t("lead.open", "day", w.P.Date(f.Day))
	}
	r.Add(sheet.Block{Kind: sheet.Note, Text: joined(w.t("known", "day", w.P.Date(f.Known), "site", w.Site), w.Address)})
	if f.Empty() {
		say(&r, w.t("empty"))
		if f.Gone > 0 {
			r.Add(sheet.Block{Kind: sheet.Note, Text: w.t("links.gone", "n", f.Gone)})
		}
		return r
	}
	r.Add(w.numbers(f))
	w.links(&r, f)
	w.meetings(&r, f)
	w.projects(&r, f)
	w.money(&r, f)
	w.people(&r, f)
	w.outcome(&r, f)
	w.sought(&r, f)
	w.unknown(&r, f)
	w.sources(&r, f)
	return r
}

// joined are those of some texts that say something, a line for each.
func joined(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(t string) bool { return t == "" }), "\n")
}

// number is a count as text; soft where it is no whole count.
func (w Words) number(c Count) (text string, soft bool) {
	switch {
	case c.None:
		return w.t("uncounted"), true
	case c.Missing > 0:
		return w.t("incomplete", "n", c.N), true
	}
	return w.P.Number(c.N), false
}

// cell is a count as a cell.
func (w Words) cell(c Count) sheet.Cell {
	text, soft := w.number(c)
	if soft {
		return sheet.Cell{}.With(sheet.Soft, text)
	}
	return sheet.Say(text)
}

// euros is an amount in cents of the euro.
func (w Words) euros(cents int64) string {
	return leaf.Amount(w.P, funding.Money{Cents: cents, Currency: project.Euro})
}

// numbers are the figures at a glance.
func (w Words) numbers(f Facts) sheet.Block {
	b := sheet.Block{Kind: sheet.Numbers, Text: w.t("numbers")}
	add := func(key, value string, soft bool) {
		b.Figures = append(b.Figures, sheet.Figure{Value: value, Label: w.t("figure." + key), Soft: soft})
	}
	for _, x := range []struct {
		key string
		n   int
	}{{"links", f.InForce()}, {"meetings", len(f.Met)}, {"projects", len(f.Work)}} {
		text := w.P.Number(x.n)
		if x.n == 0 {
			text = w.t("noneknown") // what nobody noted here may have been all the same
		}
		add(x.key, text, x.n == 0)
	}
	people, soft := w.number(f.People)
	add("people", people, soft)
	if len(f.Work) > 0 {
		in, out := f.In(), f.Out()
		add("in", w.noted(in), !in.Noted || in.Part)
		add("out", w.noted(out), !out.Noted || out.Part)
	}
	return b
}

// noted is a sum of payments, that it is not whole, or that none are noted.
func (w Words) noted(s Sum) string {
	switch {
	case !s.Noted:
		return w.t("unnoted")
	case s.Part:
		return w.t("incomplete", "n", w.euros(s.Cents))
	}
	return w.euros(s.Cents)
}

// head is the head of a table.
func (w Words) head(keys ...string) (cells []sheet.Cell) {
	for _, key := range keys {
		cells = append(cells, sheet.Say(w.t("head."+key)))
	}
	return cells
}

func (w Words) heading(r *sheet.Report, key string) {
	r.Add(sheet.Block{Kind: sheet.Heading, Text: w.t("part." + key)})
}

func say(r *sheet.Report, text string) { r.Add(sheet.Block{Kind: sheet.Sentence, Text: text}) }

// others are the names of the other sides.
func (w Words) others(all []int64) string {
	var names []string
	for _, n := range all {
		names = append(names, w.Name(n))
	}
	return w.P.List(names)
}

func (w Words) links(r *sheet.Report, f Facts) {
	w.heading(r, "links")
	if len(f.Links) == 0 {
		say(r, w.t("links.none"))
	} else {
		t := sheet.Table{Caption: w.t("part.links"), Head: w.head("partner", "kind", "standing", "year"), Columns: []sheet.Column{{Share: 3}, {Share: 2}, {Share: 4}, {Share: 2}}}
		for _, l := range f.Links {
			c := sheet.Cell{}.With(sheet.Strong, w.others(l.Others))
			if len(l.Others) == 1 {
				c = c.With(sheet.Soft, w.Country(l.Others[0]))
			}
			happened := sheet.Cell{}
			if l.Turn != Kept {
				happened = happened.With(sheet.Strong, w.t("turn."+string(l.Turn)))
			}
			happened = happened.With(sheet.Plain, w.t("acts", "n", l.Signs))
			if l.Review {
				happened = happened.With(sheet.Plain, w.t("reviewed"))
			}
			t.Rows = append(t.Rows, sheet.Row{Cells: []sheet.Cell{c, sheet.Say(w.kind(l)), w.standing(l), happened}})
		}
		r.Add(sheet.Block{Kind: sheet.Grid, Table: t})
	}
	if f.Gone > 0 {
		r.Add(sheet.Block{Kind: sheet.Note, Text: w.t("links.gone", "n", f.Gone)})
	}
}

// kind is what sort of partnership it is. Where nobody told the sort, the paper that it rests
// on says more than that there is a contact.
func (w Words) kind(l Link) string {
	if l.Kind == partnership.KindContact || l.Kind == partnership.KindUnstated {
		switch l.Basis {
		case partnership.ActAgreement, partnership.ActCharter:
			return w.t("kind.agreement")
		case partnership.ActLetter:
			return w.t("kind.letter")
		}
	}
	return w.P.T("partnership.kind." + string(l.Kind))
}

// standing is how a partnership stands: its status, since when, and what belongs to it.
func (w Words) standing(l Link) sheet.Cell {
	c := sheet.Cell{}.With(sheet.Strong, w.P.Message(l.Status.Code.Label())).With(sheet.Plain, w.P.Message(l.Status.Sentence))
	for _, note := range l.Status.Notes {
		c = c.With(sheet.Soft, w.P.Message(note))
	}
	return c
}

func (w Words) meetings(r *sheet.Report, f Facts) {
	w.heading(r, "meetings")
	if len(f.Met) == 0 {
		say(r, w.t("meetings.none"))
		return
	}
	t := sheet.Table{Caption: w.t("part.meetings"), Head: w.head("when", "meeting", "own", "all", "abroad"), Columns: []sheet.Column{{Share: 2.2}, {Share: 5}, {Share: 1.4, Right: true}, {Share: 1.4, Right: true}, {Share: 1.4, Right: true}}}
	for _, m := range f.Met {
		what := sheet.Cell{Lang: m.Lang}.With(sheet.Strong, m.Title)
		below := w.P.T("meeting.kind." + string(m.Kind))
		if m.Place != 0 {
			below += ", " + w.Name(m.Place)
		}
		t.Rows = append(t.Rows, sheet.Row{Cells: []sheet.Cell{sheet.Say(w.days(m.From, m.To)), what.With(sheet.Soft, below), w.own(m), w.cell(m.All), w.cell(m.Abroad)}})
	}
	r.Add(sheet.Block{Kind: sheet.Grid, Table: t})
}

// own is how many people of the town came; where nobody counted them, what was announced.
func (w Words) own(m Met) sheet.Cell {
	c := w.cell(m.Own)
	if m.Own.None && m.Announced > 0 {
		c = c.With(sheet.Soft, w.t("announced", "n", m.Announced))
	}
	return c
}

// days is from when to when.
func (w Words) days(from, to partnership.Date) string {
	if to.IsZero() || to == from {
		return w.Date(from)
	}
	return w.Date(from) + " – " + w.Date(to)
}

func (w Words) projects(r *sheet.Report, f Facts) {
	w.heading(r, "projects")
	if len(f.Work) == 0 {
		say(r, w.t("projects.none"))
		return
	}
	t := sheet.Table{Caption: w.t("part.projects"), Head: w.head("project", "partners", "state", "budget"), Columns: []sheet.Column{{Share: 4}, {Share: 4}, {Share: 2}, {Share: 2.4, Right: true}}}
	for _, x := range f.Work {
		what := sheet.Cell{Lang: x.Lang}.With(sheet.Strong, x.Title)
		if call := w.Call(x.Call); call != "" {
			what = what.With(sheet.Soft, call)
		} else {
			what = what.With(sheet.Soft, x.Funder)
		}
		what = what.With(sheet.Soft, x.Number)
		budget := sheet.Cell{}.With(sheet.Soft, w.t("unplanned"))
		if !x.NoBudget {
			budget = sheet.Say(w.euros(x.Planned)).With(sheet.Soft, w.t("ours", "amount", w.euros(x.Own)))
		}
		t.Rows = append(t.Rows, sheet.Row{Cells: []sheet.Cell{what, w.partners(x), w.state(x), budget}})
	}
	r.Add(sheet.Block{Kind: sheet.Grid, Table: t})
}

func (w Words) state(x Work) sheet.Cell {
	c := sheet.Say(w.t("state." + string(x.State)))
	if !x.FromDay.IsZero() {
		c = c.With(sheet.Soft, w.days(x.FromDay, x.ToDay))
	}
	if x.Left {
		c = c.With(sheet.Soft, w.t("left"))
	}
	return c
}

// partners are the names of a project's partners with their roles.
func (w Words) partners(x Work) (c sheet.Cell) {
	for _, p := range x.Partners {
		name := p.Organisation
		if p.Place != 0 {
			if name != "" {
				name += ", "
			}
			name += w.Name(p.Place)
		}
		tone := sheet.Plain
		if !p.There() {
			tone = sheet.Soft
		}
		if p.Role != project.Full {
			name += " (" + w.t("role."+string(p.Role)) + ")"
		}
		c = c.With(tone, name)
	}
	return c
}

func (w Words) money(r *sheet.Report, f Facts) {
	if len(f.Work) == 0 {
		return
	}
	w.heading(r, "money")
	t := sheet.Table{Caption: w.t("part.money"), Head: w.head("project", "in", "out"), Columns: []sheet.Column{{Share: 3}, {Share: 2, Right: true}, {Share: 2, Right: true}}}
	var rates []string
	for _, x := range f.Work {
		t.Rows = append(t.Rows, sheet.Row{Cells: []sheet.Cell{sheet.Say(x.Title).In(x.Lang), w.paid(Sum{x.Money.In, x.Money.Got, x.Money.InPart}, x.Money.Own), w.paid(Sum{x.Money.Out, x.Money.Paid, x.Money.OutPart}, x.Money.Spent)}})
		for _, rate := range x.Rates {
			if w.used(x.Money, rate.Currency) {
				rates = append(rates, w.rate(x, rate))
			}
		}
		for _, currency := range x.Money.WithoutRate {
			rates = append(rates, w.t("norate", "currency", currency, "title", x.Title))
		}
	}
	home, national := f.Home()
	if in, out := f.In(), f.Out(); len(f.Work) > 1 || national {
		sums := []sheet.Cell{sheet.Say(w.noted(in)), sheet.Say(w.noted(out))}
		if national {
			for i, cents := range []int64{home.In, home.Out} {
				if []bool{in.Noted, out.Noted}[i] {
					sums[i] = sums[i].With(sheet.Plain, leaf.Amount(w.P, funding.Money{Cents: cents, Currency: home.Currency}))
				}
			}
		}
		t.Rows = append(t.Rows, sheet.Row{Strong: true, Cells: append([]sheet.Cell{sheet.Say(w.t("sum"))}, sums...)})
	}
	r.Add(sheet.Block{Kind: sheet.Grid, Table: t})
	for _, text := range append(rates, w.t("money.only")) {
		r.Add(sheet.Block{Kind: sheet.Note, Text: text})
	}
}

// used says whether a currency's rate stands behind a number of the report.
func (w Words) used(m Money, currency string) bool {
	is := func(x funding.Money) bool { return x.Currency == currency }
	return slices.ContainsFunc(m.Own, is) || slices.ContainsFunc(m.Spent, is) || (m.Got || m.Paid) && m.Home.Currency == currency
}

// rate says what a euro was worth, when, and who says so.
func (w Words) rate(x Work, rate project.Rate) string {
	day := rate.Day
	if d, err := lang.ParseDate(rate.Day); err == nil {
		day = w.P.Date(d)
	}
	value := strings.TrimRight(w.P.Fixed(float64(rate.PerEuro)/1_000_000, 6), "0")
	text := w.t("rate", "title", x.Title, "value", value, "currency", rate.Currency, "day", day)
	if rate.Source != "" {
		text += " (" + rate.Source + ")"
	}
	return text
}

// paid is a sum in euro, and below it what was paid in other currencies.
func (w Words) paid(s Sum, as []funding.Money) sheet.Cell {
	if !s.Noted {
		return sheet.Cell{}.With(sheet.Soft, w.t("unnoted"))
	}
	c := sheet.Say(w.noted(s))
	for _, m := range as {
		if m.Currency != project.Euro {
			c = c.With(sheet.Soft, leaf.Amount(w.P, m))
		}
	}
	return c
}

func (w Words) people(r *sheet.Report, f Facts) {
	w.heading(r, "people")
	t := sheet.Table{Caption: w.t("part.people"), Head: w.head("when", "activity", "people", "abroad"), Columns: []sheet.Column{{Share: 2}, {Share: 5}, {Share: 1.5, Right: true}, {Share: 1.5, Right: true}}}
	for _, x := range f.Work {
		for _, a := range x.Activities {
			what := sheet.Cell{Lang: a.Lang}.With(sheet.Strong, a.Title).With(sheet.Soft, x.Title)
			t.Rows = append(t.Rows, sheet.Row{Cells: []sheet.Cell{sheet.Say(w.Date(a.From)), what, w.cell(a.People), w.cell(a.Abroad)}})
		}
	}
	if len(t.Rows) == 0 {
		say(r, w.t("people.none"))
		return
	}
	t.Rows = append(t.Rows, sheet.Row{Strong: true, Cells: []sheet.Cell{{}, sheet.Say(w.t("sum")), w.cell(f.People), w.cell(f.Abroad)}})
	r.Add(sheet.Block{Kind: sheet.Grid, Table: t})
	if f.People.None {
		return
	}
	ages := sheet.Table{Caption: w.t("ages"), Head: w.head("age", "people"), Columns: []sheet.Column{{Share: 3}, {Share: 1, Right: true}}}
	for _, band := range project.Bands() {
		if n, counted := f.Bands[band]; counted {
			ages.Rows = append(ages.Rows, sheet.Row{Cells: []sheet.Cell{sheet.Say(w.t("band." + string(band))), sheet.Say(w.P.Number(n))}})
		}
	}
	r.Add(sheet.Block{Kind: sheet.Part, Text: w.t("ages")}, sheet.Block{Kind: sheet.Grid, Table: ages})
}

func (w Words) outcome(r *sheet.Report, f Facts) {
	t := sheet.Table{Caption: w.t("part.outcome"), Head: w.head("output", "target", "reached"), Columns: []sheet.Column{{Share: 6}, {Share: 1.5, Right: true}, {Share: 1.5, Right: true}}}
	var results []sheet.Block
	for _, x := range f.Work {
		for _, o := range x.Outputs {
			reached := sheet.Cell{}.With(sheet.Soft, w.t("uncounted"))
			if o.Reached != project.Uncounted {
				reached = sheet.Say(w.P.Number(o.Reached))
			}
			target := sheet.Cell{}
			if o.Target > 0 {
				target = sheet.Say(w.P.Number(o.Target))
			}
			t.Rows = append(t.Rows, sheet.Row{Cells: []sheet.Cell{sheet.Cell{Lang: o.Lang}.With(sheet.Strong, o.Title).With(sheet.Soft, x.Title), target, reached}})
		}
		if x.Results != "" {
			results = append(results, sheet.Block{Kind: sheet.Part, Text: x.Title, Lang: x.Lang}, sheet.Block{Kind: sheet.Sentence, Text: x.Results, Lang: x.Lang})
		}
	}
	if len(t.Rows)+len(results) == 0 {
		return
	}
	w.heading(r, "outcome")
	if len(t.Rows) > 0 {
		r.Add(sheet.Block{Kind: sheet.Grid, Table: t})
	}
	r.Add(results...)
}

func (w Words) sought(r *sheet.Report, f Facts) {
	if !f.Asked {
		return
	}
	w.heading(r, "sought")
	for _, x := range []struct {
		key string
		n   int
	}{{"published", f.Sought.Published}, {"matched", f.Sought.Matched}, {"talks", f.Sought.Talks}, {"contacts", f.Sought.Contacts}, {"letters", f.Sought.Letters}} {
		r.Add(sheet.Block{Kind: sheet.Item, Text: w.t("sought."+x.key, "n", x.n)})
	}
}

// unknown says what nobody counted or noted.
func (w Words) unknown(r *sheet.Report, f Facts) {
	all := f.Gaps()
	if f.Undone == 0 && len(all) == 0 {
		return
	}
	w.heading(r, "unknown")
	by := map[Lack][]string{}
	var lacks []Lack
	for _, g := range all {
		if !slices.Contains(lacks, g.Lack) {
			lacks = append(lacks, g.Lack)
		}
		by[g.Lack] = append(by[g.Lack], w.GapName(g))
	}
	for _, lack := range lacks {
		r.Add(sheet.Block{Kind: sheet.Item, Text: w.t("gap."+string(lack)) + " " + strings.Join(by[lack], "; ")})
	}
	if f.Undone > 0 {
		r.Add(sheet.Block{Kind: sheet.Item, Text: w.t("gap.dates", "n", f.Undone)})
	}
}

// GapName is what a gap is about.
func (w Words) GapName(g Gap) string {
	names := slices.Clone(g.Names)
	for _, l := range g.Links {
		names = append(names, w.others(l.Others))
	}
	return strings.Join(names, ", ")
}

// mostSources bounds the list at the end: what is more stands on the site.
const mostSources = 60

func (w Words) sources(r *sheet.Report, f Facts) {
	w.heading(r, "sources")
	for _, s := range f.Used[:min(len(f.Used), mostSources)] {
		r.Add(sheet.Block{Kind: sheet.Note, Text: w.source(s), Lang: s.Language})
	}
	if more := len(f.Used) - mostSources; more > 0 {
		r.Add(sheet.Block{Kind: sheet.Note, Text: w.t("sources.more", "n", more)})
	}
	r.Add(sheet.Block{Kind: sheet.Note, Text: w.t("sources.rest", "site", w.Site)})
}

func (w Words) source(s source.Source) string {
	text := s.Title
	for _, more := range []string{s.Publisher, s.URL} {
		if more != "" {
			text += ". " + more
		}
	}
	if !s.Retrieved.IsZero() {
		text += " (" + w.t("read", "day", w.P.Date(s.Retrieved)) + ")"
	}
	return text
}
