package web

import (
	"encoding/json"
	"strconv"
	"strings"

	"twintown/internal/people"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
	"twintown/internal/topic"
)

// projectLabels are the messages that name the fields of a project in the record of changes.
var projectLabels = map[string]string{
	"state": "project.state", "call": "project.call", "acronym": "project.acronym", "number": "project.number", "funder": "project.funder", "from": "project.from", "to": "project.to",
	"topics": "seek.topics", "link": "project.link", "keep": "project.keep", "meeting": "project.met", "logo": "project.logo", "partnerships": "project.grown", "documents": "project.documents",
	"practices": "project.practices", "total": "project.total.told", "granted": "project.granted", "shown": "project.shown", "partners": "project.partners", "rates": "project.rates",
	"lines": "project.costs", "shares": "project.pays", "payments": "project.payments", "milestones": "project.milestones", "activities": "project.activities", "outputs": "project.outputs",
	"moves": "project.moves", "title": "project.name", "about": "project.about", "results": "project.results", "credit": "project.credit", "shows": "meeting.fact.shows",
}

// projectLabel names a field of a project; of a text it names the language too.
func (c *changeWords) projectLabel(name string) string {
	base, language, ofText := strings.Cut(name, ".")
	label := name
	if key := projectLabels[base]; key != "" {
		label = strings.TrimSuffix(c.t(key), ":")
	}
	if ofText {
		label += " (" + c.p.LanguageName(language) + ")"
	}
	return label
}

// projectValue says a value of a field of a project. Lists of rows are kept as JSON; each row
// becomes a few words.
func (c *changeWords) projectValue(name, value string) string {
	day := func(text string) string {
		if d, err := lang.ParseDate(text); err == nil && !d.IsZero() {
			return c.p.Date(d)
		}
		return text
	}
	title := func(t map[string]string) string { return titleIn(t, c.Lang, c.s.languages) }
	switch name {
	case "state":
		return c.named("project.state.", value)
	case "from", "to", "shown":
		return day(value)
	case "topics":
		var all []string
		for _, x := range strings.Split(value, ", ") {
			all = append(all, c.p.Message(topic.Label(x)))
		}
		return c.p.List(all)
	case "partners":
		return rowsSaid(value, func(q project.Partner) string {
			said := c.s.partnerName(&c.page, q) + ": " + c.t("project.role."+string(q.Role))
			if !q.There() {
				said += ", " + c.t("project.left.on", "day", dayOf(q.Left))
			}
			return said
		})
	case "rates":
		return rowsSaid(value, c.rateText)
	case "lines":
		return rowsSaid(value, func(l project.Line) string {
			return c.t("project.heading."+string(l.Heading)) + " " + l.What + " " + c.cents(l.Amount.Cents, l.Amount.Currency)
		})
	case "shares":
		return rowsSaid(value, func(x project.Share) string {
			amount := c.t("project.rest")
			if !x.Rest {
				amount = c.cents(x.Amount.Cents, x.Amount.Currency)
			}
			return c.t("project.origin."+string(x.Origin)) + " " + x.Who + " " + amount
		})
	case "payments":
		return rowsSaid(value, func(y project.Payment) string {
			said := c.t("project.way."+string(y.Way)) + " " + day(y.Day) + " " + c.cents(y.Amount.Cents, y.Amount.Currency)
			if title := c.known[y.Document]; title != "" {
				said += " (" + title + ")"
			}
			return said
		})
	case "milestones":
		return rowsSaid(value, func(m project.Milestone) string { return title(m.Title) + " " + day(m.Due) })
	case "activities":
		return rowsSaid(value, func(a project.Activity) string {
			said := title(a.Title)
			if n, ok := a.Came(); ok {
				said += " (" + strconv.Itoa(n) + ")"
			}
			return said
		})
	case "outputs":
		return rowsSaid(value, func(o project.Output) string { return title(o.Title) })
	case "documents":
		return rowsSaid(value, func(x project.Paper) string {
			said := c.named("project.paper.", string(x.Kind))
			if x.Kind == "" {
				said = c.t("document.one")
			}
			if title := c.known[x.Document]; title != "" {
				said += " (" + title + ")"
			}
			return said
		})
	case "logo":
		return c.own.document(value)
	case "meeting", "practices":
		var all []string
		for _, id := range strings.Split(value, ", ") {
			title := c.own.known[id]
			if title == "" {
				title = c.t("press.link.gone")
			}
			all = append(all, title)
		}
		return c.p.List(all)
	case "moves":
		return rowsSaid(value, func(m project.Move) string { return c.t("project.state."+string(m.To)) + " " + day(m.Day) })
	}
	return value
}

// projectDocuments are the documents that changes of a project name.
func projectDocuments(fields []people.FieldChange) (ids []string) {
	for _, f := range fields {
		for _, value := range []string{f.Old, f.New} {
			var rows []struct{ Document string }
			if (f.Name == "documents" || f.Name == "payments") && json.Unmarshal([]byte(value), &rows) == nil {
				for _, row := range rows {
					if row.Document != "" {
						ids = append(ids, row.Document)
					}
				}
			}
		}
	}
	return ids
}

// rowsSaid says each row of a list that is kept as JSON; what is none stands as it is.
func rowsSaid[T any](value string, say func(T) string) string {
	var rows []T
	if json.Unmarshal([]byte(value), &rows) != nil {
		return value
	}
	all := make([]string, len(rows))
	for i, row := range rows {
		all[i] = strings.Join(strings.Fields(say(row)), " ")
	}
	return strings.Join(all, "; ")
}
