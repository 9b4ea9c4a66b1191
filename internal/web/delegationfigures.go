package web

import (
	"cmp"
	"slices"

	"twintown/internal/meeting/delegation"
)

// fillFigures counts what an organiser asks first: how full the meeting is, who has not
// answered, where the guests come from and in which languages they are written to.
func (s *Site) fillFigures(v *delegationsPage, rows []delegationRow) {
	if len(rows) == 0 {
		return
	}
	t := tallyOf(rows)
	list := v.List.Action
	seats := figureView{v.p.Number(t.coming), v.t("guests.figure.coming", "n", t.coming), list + "?state=accepted"}
	if most := v.Conference.Seats; most > 0 {
		seats.Number, seats.Word = v.t("guests.of", "n", t.coming, "quota", most), v.t("guests.figure.seats", "n", max(most-t.coming, 0))
	}
	v.Figures = append(v.Figures, seats)
	for _, f := range []struct {
		n       int
		key     string
		address string
	}{
		{t.waiting, "waiting", "?state=waiting"},
		{t.states[delegation.Applied], "applied", "?state=applied"},
		{t.states[delegation.Invited], "invited", "?state=invited"},
		{t.states[delegation.Tentative], "tentative", "?state=tentative"},
		{t.late, "late", "?missing=" + missingAnswer},
		{t.lists, "lists", "?missing=" + missingList},
		{t.bounced, "bounced", "?missing=" + missingMail},
		{t.states[delegation.Draft], "draft", "?state=draft"},
	} {
		if f.n > 0 {
			v.Figures = append(v.Figures, figureView{v.p.Number(f.n), v.t("guests.figure."+f.key, "n", f.n), list + f.address})
		}
	}
	if text := v.counted(t.countries, v.p.CountryName); text != "" {
		v.Lines = append(v.Lines, v.t("guests.by_country")+" "+text)
	}
	if text := v.counted(t.languages, v.p.LanguageName); text != "" {
		v.Lines = append(v.Lines, v.t("guests.by_language")+" "+text)
	}
}

// tally counts delegations.
type tally struct {
	coming, waiting      int // people
	late, lists, bounced int
	states               map[delegation.State]int
	countries, languages map[string]int // people who come
}

func tallyOf(rows []delegationRow) tally {
	t := tally{states: map[delegation.State]int{}, countries: map[string]int{}, languages: map[string]int{}}
	for _, d := range rows {
		t.states[d.State]++
		t.coming += d.comes()
		if d.State == delegation.Waiting {
			t.waiting += d.Coming
		}
		for _, x := range []struct {
			is bool
			n  *int
		}{{d.late, &t.late}, {d.lacks(missingList), &t.lists}, {d.bounced != "", &t.bounced}} {
			if x.is {
				*x.n++
			}
		}
		if n := d.comes(); n > 0 {
			t.languages[d.Language] += n
			if d.country != "" {
				t.countries[d.country] += n
			}
		}
	}
	return t
}

// counted writes numbers by their names, the largest first: "Litwa 12, Ukraina 8".
func (p *page) counted(counts map[string]int, name func(string) string) string {
	keys := make([]string, 0, len(counts))
	for k := range counts {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	parts := ""
	for i, k := range keys {
		if i > 0 {
			parts += ", "
		}
		parts += name(k) + "\u00a0– " + p.p.Number(counts[k])
	}
	return parts
}
