package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
	"twintown/internal/topic"
	"twintown/internal/world"
)

// findLinesBy is the list of partnerships that a question asks for.
func (s *Site) findLinesBy(r *http.Request, p *page, q url.Values) (arranged[lineRow], *latestChanges, error) {
	now, actor := s.rooms.World(), actorOf(r)
	rows, err := s.lineRows(r, p.Lang)
	if err != nil {
		return arranged[lineRow]{}, nil, err
	}
	latest := &latestChanges{}
	spec := listSpec[lineRow]{
		Path: "/desk/partnerships", Caption: "desk.partnerships.title", Rows: rows, Sort: "pair",
		ID: func(l lineRow) string { return l.ID },
		Name: func(l lineRow) string {
			return now.Places.DisplayName(l.here, p.Lang) + " – " + now.Places.DisplayName(l.there, p.Lang)
		},
		Tie: func(a, b lineRow) int { return cmp.Compare(a.ID, b.ID) },
		Find: func(text string) func(lineRow) bool {
			named := placesNamed(now, text)
			return func(l lineRow) bool { return slices.ContainsFunc(l.Sides, func(n int64) bool { return named[n] }) }
		},
		Filters: s.lineFilters(p, actor, now),
		Columns: s.lineColumns(p, now, latest),
		Export:  people.Allows(actor, people.ExportList, people.Object{}),
	}
	if mayBulk(actor) {
		spec.Bulk = p.lineBulk()
	}
	return arrangeList(q, spec), latest, nil
}

// mayBulk says whether the person can change partnerships at all; each row is asked for
// itself when it comes to that.
func mayBulk(a people.Actor) bool {
	return a.Strong && (a.Holds(people.Officer) || a.Holds(people.Steward) || a.Holds(people.Administrator))
}

// lineFilters are the choices above the list.
func (s *Site) lineFilters(p *page, a people.Actor, w *world.World) []listFilter[lineRow] {
	return []listFilter[lineRow]{
		scopeFilter(s, p, a, func(l lineRow) []int64 { return l.Sides }),
		{
			Key: "status", Label: "desk.partnerships.status", Options: p.statusOptions(),
			Keep: func(l lineRow, value string) bool { return l.Status.String() == value },
		},
		{
			Key: "country", Label: "desk.partnerships.country", Options: p.countryOptions(w),
			Keep: func(l lineRow, value string) bool { return slices.ContainsFunc(l.Sides, inCountry(w, value)) },
		},
		{
			Key: "topic", Label: "desk.partnerships.topic", Options: append(p.any(), p.topicOptions()...),
			Keep: func(l lineRow, value string) bool {
				return slices.ContainsFunc(l.Topics, func(t string) bool { return topic.Within(t, value) })
			},
		},
		{
			Key: "what", Label: "list.what", Options: p.lineQuestions(),
			Keep: func(l lineRow, value string) bool { return lineQuestions[value](*l.Line, s.today()) },
		},
	}
}

func inCountry(w *world.World, country string) func(int64) bool {
	return func(n int64) bool {
		found, _ := w.Places.Get(n)
		return found.Country == country
	}
}

// lineQuestions are what somebody who tends a registry looks for.
var lineQuestions = map[string]func(partnership.Line, lang.Date) bool{
	"unconfirmed": func(l partnership.Line, _ lang.Date) bool { return len(l.Confirmed) == 0 },
	"listed":      func(l partnership.Line, _ lang.Date) bool { return l.Listed },
	"differ":      func(l partnership.Line, _ lang.Date) bool { return l.Differ },
	"term": func(l partnership.Line, today lang.Date) bool {
		next := lang.Date{Year: today.Year + 1, Month: today.Month, Day: today.Day}
		return !l.TermEnd.IsZero() && l.TermEnd.Compare(today) >= 0 && l.TermEnd.Compare(next) <= 0
	},
	"import": func(l partnership.Line, _ lang.Date) bool { return l.Origin != "" && l.Edited.IsZero() },
}

func (p *page) lineQuestions() []option {
	list := p.any()
	for _, key := range []string{"term", "unconfirmed", "differ", "listed", "import"} {
		list = append(list, option{Value: key, Name: p.t("desk.partnerships.what." + key)})
	}
	return list
}

// any is the option of a filter that is not set.
func (p *page) any() []option { return []option{{Name: p.t("list.any")}} }

func (p *page) statusOptions() []option {
	list := p.any()
	for _, c := range partnership.Codes() {
		list = append(list, option{Value: c.String(), Name: p.t("status." + c.String() + ".label")})
	}
	return list
}

func (p *page) topicOptions() (list []option) {
	for _, t := range topic.All() {
		list = append(list, option{Value: t.Code, Name: p.p.Message(topic.Label(t.Code))})
	}
	return list
}

// countryOptions are the countries in which a place has a partner.
func (p *page) countryOptions(w *world.World) []option {
	seen := map[string]bool{}
	var codes []string
	for _, n := range w.Graph.Places() {
		if found, ok := w.Places.Get(n); ok && found.Country != "" && !seen[found.Country] {
			seen[found.Country] = true
			codes = append(codes, found.Country)
		}
	}
	list := make([]option, 0, len(codes))
	for _, c := range codes {
		list = append(list, option{Value: c, Name: p.p.CountryName(c)})
	}
	lang.SortFunc(p.p, list, func(o option) string { return o.Name })
	return append(p.any(), list...)
}

// lineBulk is what can be done with the chosen partnerships.
func (p *page) lineBulk() []option {
	var list []option
	for _, do := range []string{"ask", "topic", "hide"} {
		list = append(list, option{Value: do, Name: p.t("bulk." + do)})
	}
	return list
}
