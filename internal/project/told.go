package project

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
)

// tidy drops what says nothing, gives rows without an identifier one, and counts which texts
// say something else than before.
func (p *Project) tidy(was Project, now time.Time) {
	slices.Sort(p.Partnerships)
	p.Partnerships = slices.Compact(p.Partnerships)
	for code, t := range p.Texts {
		t.Title, t.About, t.Results = strings.TrimSpace(t.Title), strings.TrimSpace(t.About), strings.TrimSpace(t.Results)
		if t.Title+t.About+t.Results == "" {
			delete(p.Texts, code)
			continue
		}
		old := was.Texts[code]
		t.Provenance = t.Next(old.Provenance, code, t.Title != old.Title || t.About != old.About || t.Results != old.Results, now)
		p.Texts[code] = t
	}
	identify(p.Partners, func(q *Partner) *string { return &q.ID })
	identify(p.Budget.Lines, func(l *Line) *string { return &l.ID })
	identify(p.Budget.Shares, func(s *Share) *string { return &s.ID })
	identify(p.Budget.Payments, func(y *Payment) *string { return &y.ID })
	identify(p.Milestones, func(m *Milestone) *string { return &m.ID })
	identify(p.Activities, func(a *Activity) *string { return &a.ID })
	identify(p.Outputs, func(o *Output) *string { return &o.ID })
}

func identify[T any](rows []T, id func(*T) *string) {
	for i := range rows {
		if at := id(&rows[i]); *at == "" {
			*at = db.NewID()
		}
	}
}

// entry tells the record of changes what is different, field by field.
func entry(was, now Project) people.Entry {
	e := people.Entry{Action: people.WriteProject, Kind: Kind, ID: now.ID, Places: now.Places(), Fields: people.Differences(was.fields(), now.fields())}
	if len(e.Fields) == 0 {
		e.Note = "unchanged"
	}
	return e
}

// fields are what a project holds, as text; what is empty is left out. Lists of rows are
// told as a whole.
func (p Project) fields() map[string]string {
	all := map[string]string{
		"state": string(p.State), "call": p.Call, "acronym": p.Acronym, "number": p.Number, "funder": p.Funder, "from": p.From.String(), "to": p.To.String(),
		"topics": strings.Join(p.Topics, ", "), "link": p.Link, "keep": p.Keep, "meeting": p.Meeting, "logo": p.Credit.Logo,
		"partnerships": strings.Join(p.Partnerships, ", "), "practices": strings.Join(p.Practices, ", "),
		"total": p.Budget.Total.String(), "granted": p.Budget.Grant.String(),
	}
	if !p.Shown.IsZero() {
		all["shown"] = p.Shown.UTC().Format(time.DateOnly)
	}
	for name, rows := range map[string]any{"partners": p.Partners, "rates": p.Budget.Rates, "lines": p.Budget.Lines, "shares": p.Budget.Shares, "payments": p.Budget.Payments, "milestones": p.Milestones, "activities": p.Activities, "outputs": p.Outputs, "moves": p.Moves, "documents": p.Papers, "answers": p.Answers} {
		if text := asText(rows); text != "null" && text != "[]" {
			all[name] = text
		}
	}
	for code, t := range p.Texts {
		all["title."+code], all["about."+code], all["results."+code] = t.Title, t.About, t.Results
	}
	for code, line := range p.Credit.Line {
		all["credit."+code] = line
	}
	for code, text := range p.Credit.Shows {
		all["shows."+code] = text
	}
	maps.DeleteFunc(all, func(_, v string) bool { return v == "" })
	return all
}

func asText(rows any) string {
	b, err := json.Marshal(rows)
	if err != nil {
		return fmt.Sprint(rows)
	}
	return string(b)
}
