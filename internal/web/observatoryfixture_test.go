package web

import "twintown/internal/web/draw"

// emptyObservatory is the page of what came of something with nothing in it.
func emptyObservatory(s *Site, code string) map[string]rendered {
	return map[string]rendered{
		"results": &resultsPage{page: s.newPage(nil, code, "/meetings/a/results")},
		"cohorts": &cohortsPage{page: s.newPage(nil, code, "/results")},
	}
}

// fillSampleObservatory puts something into each of its fields.
func fillSampleObservatory(pages map[string]rendered) {
	v := pages["results"].(*resultsPage)
	things := []resultThing{{"…", "/", "", "…", "…"}, {"Projekt", "", "pl", "…", ""}}
	groups := []resultGroup{{"traced", "…", things}, {"inferred", "…", append(make([]resultThing, manyThings), things...)}}
	strips := []draw.Strip{draw.NewStrip([]int{30, 400}, -1, 400), draw.NewStrip([]int{30, 60, 90, 120, 400}, 90, 400)}
	v.Title, v.Finding, v.AsOf, v.CSV, v.JSON, v.Few = "…", "…", "2026-11-23", "?as=csv", "/", 5
	v.Crumbs, v.Links, v.Unknown = []link{{"…", "/"}}, []link{{"…", "/"}}, []string{"…"}
	v.Stages = []resultStage{{"contact", "Kontakty", "5", "", "", "", []resultGroup{{"noted", "", things}}, ""}, {"talk", "…", "2", "2", "1", "1", nil, "…"}, {"letter", "…", "–", "", "", "", groups, ""}}
	v.Funnel = draw.NewFunnel([]draw.Portion{{Sure: 5}, {Sure: 1, Inferred: 1}, {}}, []string{"Kontakty", "…", "…"}, []string{"5", "2", "–"})
	v.Narrow, v.Scale = draw.NarrowFunnel([]draw.Portion{{Sure: 5}, {Sure: 1, Inferred: 1}, {}}), "…"
	v.Spans, v.Besides, v.Unclear = []resultSpan{{"…", "…", "…", nil}, {"…", "…", "…", &strips[0]}, {"…", "…", "…", &strips[1]}}, things, things
	pages["meeting"].(*meetingPage).Results = "/"
	all := pages["cohorts"].(*cohortsPage)
	all.Title, all.AsOf, all.Few, all.CSV, all.Heads = "…", "2026-11-23", 5, "?as=csv", []string{"…", "…"}
	all.SoFar = true
	all.Steps = []option{{Value: "letter", Name: "…", Chosen: true}, {Value: "project", Name: "…"}}
	all.Rows = []cohortRow{{"…", "/", "…", 5, []cohortCell{{"2 z 5", ""}, {"", "…"}}}, {"…", "/", "…", 1, []cohortCell{{"…", "…"}, {"…", "…"}}}}
	all.Sum = &all.Rows[0]
}
