// Package leaf prints action plans and yearly reviews, in the languages of the towns side by
// side.
//
// The idea: a plan lies on the table at the yearly meeting, and each reads her own column; line
// n of one language stands beside line n of the other. What nobody has written in a language
// is a blank there, never a guess. In a review the columns are the sides, and each speaks its
// own language.
//
//	r := leaf.Plan(facts, it, plan.Horizon(today), words) // words: one printer per column
//	file, err := r.PDF(fonts)
//
// Both functions are pure. Names of places come from the caller and never stand where a
// language would decline them.
package leaf

import (
	"strconv"
	"strings"

	"twintown/internal/funding"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/sheet"
	"twintown/internal/project/plan"
)

// Facts are what is known of the partnership.
type Facts struct {
	Sides  []int64
	Name   func(place int64, language string) string
	Author string    // whose site prints it
	Made   lang.Date // the day
}

// names are the names of the sides in a language.
func (f Facts) names(language string) string {
	var all []string
	for _, n := range f.Sides {
		all = append(all, f.Name(n, language))
	}
	return strings.Join(all, " – ")
}

// each says something in each language, once where they say the same.
func each(words []*lang.Printer, say func(p *lang.Printer) string) string {
	var all []string
	for _, p := range words {
		if text := say(p); len(all) == 0 || text != all[len(all)-1] {
			all = append(all, text)
		}
	}
	return strings.Join(all, " / ")
}

// Amount is an amount of money as a language writes it: "1 200,50 PLN".
func Amount(p *lang.Printer, m funding.Money) string {
	if m.Cents%100 == 0 {
		return p.Fixed(float64(m.Cents/100), 0) + "\u00a0" + m.Currency
	}
	return p.Fixed(float64(m.Cents)/100, 2) + "\u00a0" + m.Currency
}

// Plan sets the plan of some years in one language, or in two side by side.
func Plan(f Facts, it plan.Plan, years []int, words []*lang.Printer) sheet.Report {
	first := words[0]
	r := sheet.Report{
		Above: each(words, func(p *lang.Printer) string { return f.names(p.Lang()) }), Language: first.Lang(), Author: f.Author, Made: f.Made, Wide: len(words) > 1,
		Title: each(words, func(p *lang.Printer) string {
			return p.T("plan.paper.title", "from", strconv.Itoa(years[0]), "to", strconv.Itoa(years[len(years)-1]))
		}),
	}
	r.Foot = first.Date(f.Made)
	if left := it.Left(years[0]); len(left) > 0 {
		r.Add(sheet.Block{Kind: sheet.Heading, Text: each(words, func(p *lang.Printer) string { return p.T("plan.left") })}, grid(f, left, words, true))
	}
	for n, year := range years {
		r.Add(sheet.Block{Kind: sheet.Heading, Text: strconv.Itoa(year) + " · " + each(words, func(p *lang.Printer) string { return p.T("plan.phase." + strconv.Itoa(min(n, 2))) })})
		items := it.Of(year)
		if len(items) == 0 {
			r.Add(sheet.Block{Kind: sheet.Sentence, Text: each(words, func(p *lang.Printer) string { return p.T("plan.none") })})
			continue
		}
		r.Add(grid(f, items, words, false))
		if sums := plan.Expected(items, f.Sides); len(sums) > 0 {
			r.Add(sheet.Block{Kind: sheet.Note, Text: each(words, func(p *lang.Printer) string { return p.T("plan.expected") + ": " + f.money(p, sums) })})
		}
	}
	return r
}

// grid is the table of some items.
func grid(f Facts, items []plan.Item, words []*lang.Printer, dated bool) sheet.Block {
	t := sheet.Table{Aligned: true, Caption: words[0].T("plan.title")}
	for _, p := range words {
		if len(words) > 1 {
			t.Head = append(t.Head, sheet.Say(p.LanguageName(p.Lang())).In(p.Lang()))
		}
	}
	for _, i := range items {
		var row sheet.Row
		for _, p := range words {
			row.Cells = append(row.Cells, f.item(i, p, dated))
		}
		t.Rows = append(t.Rows, row)
	}
	return sheet.Block{Kind: sheet.Grid, Table: t}
}

// item is an item in a language. Each language has the same lines.
func (f Facts) item(i plan.Item, p *lang.Printer, dated bool) sheet.Cell {
	t := i.Texts[p.Lang()]
	c := sheet.Cell{Lang: p.Lang()}
	if c = c.With(sheet.Strong, t.What); t.What == "" {
		c = c.With(sheet.Soft, p.T("plan.blank"))
	}
	line := func(label, value string, any func(plan.Text) string) {
		switch {
		case value != "":
			c = c.With(sheet.Plain, p.T("plan.line", "label", p.T(label), "value", value))
		case any != nil && written(i, any):
			c = c.With(sheet.Soft, p.T("plan.line", "label", p.T(label), "value", p.T("plan.blank")))
		}
	}
	line("plan.field.aim", t.Aim, func(t plan.Text) string { return t.Aim })
	who := p.T("plan.side.all")
	if i.Side != 0 {
		who = f.Name(i.Side, p.Lang())
	}
	if t.Office != "" {
		who += ", " + t.Office
	}
	line("plan.field.who", who, nil)
	line("plan.field.state", State(i, p, dated), nil)
	line("plan.field.money", f.money(p, i.Money), nil)
	line("plan.field.result", t.Result, func(t plan.Text) string { return t.Result })
	return c
}

// State says how far an item is; dated: also of which year it is.
func State(i plan.Item, p *lang.Printer, dated bool) string {
	text := p.T("plan.state." + string(i.State))
	switch {
	case i.State == plan.Moved:
		text = p.T("plan.moved_to", "year", strconv.Itoa(i.To))
	case dated:
		text += " (" + strconv.Itoa(i.Year) + ")"
	}
	return text
}

// written says whether a text is there in any language.
func written(i plan.Item, of func(plan.Text) string) bool {
	for _, t := range i.Texts {
		if of(t) != "" {
			return true
		}
	}
	return false
}

// money says amounts with who pays them.
func (f Facts) money(p *lang.Printer, all []plan.Money) string {
	var texts []string
	for _, m := range all {
		who := p.T("plan.side.others")
		if m.Side != 0 {
			who = f.Name(m.Side, p.Lang())
		}
		texts = append(texts, who+" "+Amount(p, m.Amount))
	}
	return strings.Join(texts, "; ")
}

// Review sets a review: each side's answers in its own language, side by side. printer is the
// printer of a language; done are what is known of the year, the same lines in each language of
// words.
func Review(f Facts, r plan.Review, printer func(language string) *lang.Printer, words []*lang.Printer, done [][]string) sheet.Report {
	first := words[0]
	out := sheet.Report{
		Above: each(words, func(p *lang.Printer) string { return f.names(p.Lang()) }), Language: first.Lang(), Author: f.Author, Made: f.Made, Wide: len(r.Answers) > 1,
		Title: each(words, func(p *lang.Printer) string { return p.T("plan.review.title", "year", strconv.Itoa(r.Year)) }),
		Lead:  each(words, func(p *lang.Printer) string { return Standing(r, p) }), Foot: first.Date(f.Made),
	}
	known(&out, words, done)
	t := sheet.Table{Aligned: true, Caption: first.T("plan.review.answers")}
	var columns []*lang.Printer
	for n, a := range r.Answers {
		p := words[min(n, len(words)-1)]
		if a.Language != "" {
			p = printer(a.Language)
		}
		columns = append(columns, p)
		t.Head = append(t.Head, sheet.Say(f.Name(a.Side, p.Lang())).In(p.Lang()))
	}
	for _, q := range plan.Questions() {
		var row sheet.Row
		for n, a := range r.Answers {
			row.Cells = append(row.Cells, said(columns[n], q, a.Said[q]))
		}
		t.Rows = append(t.Rows, row)
	}
	out.Add(sheet.Block{Kind: sheet.Heading, Text: each(words, func(p *lang.Printer) string { return p.T("plan.review.answers") })}, sheet.Block{Kind: sheet.Grid, Table: t})
	return out
}

// known sets what is known of the year: a list in one language, line by line in two.
func known(r *sheet.Report, words []*lang.Printer, done [][]string) {
	if len(done) == 0 || len(done[0]) == 0 {
		return
	}
	title := each(words, func(p *lang.Printer) string { return p.T("plan.review.known") })
	r.Add(sheet.Block{Kind: sheet.Heading, Text: title})
	if len(done) == 1 {
		for _, text := range done[0] {
			r.Add(sheet.Block{Kind: sheet.Item, Text: text})
		}
		return
	}
	t := sheet.Table{Aligned: true, Caption: title}
	for _, p := range words {
		t.Head = append(t.Head, sheet.Say(p.LanguageName(p.Lang())).In(p.Lang()))
	}
	for n := range done[0] {
		var row sheet.Row
		for i, p := range words {
			row.Cells = append(row.Cells, sheet.Say(done[i][n]).In(p.Lang()))
		}
		t.Rows = append(t.Rows, row)
	}
	r.Add(sheet.Block{Kind: sheet.Grid, Table: t})
}

// said is a question with what a side says to it.
func said(p *lang.Printer, q plan.Question, s plan.Said) sheet.Cell {
	c := sheet.Cell{Lang: p.Lang()}.With(sheet.Strong, p.T("plan.ask."+string(q)))
	switch {
	case s.IsZero():
		return c.With(sheet.Soft, p.T("plan.unanswered"))
	case s.Verdict != "":
		c = c.With(sheet.Plain, p.T("plan.say."+string(s.Verdict)))
	}
	return c.With(sheet.Plain, s.Words)
}

// Standing says how far a review is.
func Standing(r plan.Review, p *lang.Printer) string {
	switch {
	case r.Closed() && !r.Day.IsZero():
		return p.T("plan.review.closed_on", "day", p.Date(r.Day.Calendar()))
	case r.Closed():
		return p.T("plan.review.closed")
	case !r.Begun():
		return p.T("plan.review.not_begun")
	}
	return p.T("plan.review.waiting", "n", len(r.Waiting()))
}
