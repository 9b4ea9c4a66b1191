package web

import (
	"twintown/internal/platform/lang"
	"twintown/internal/web/draw"
)

// emptyFits are the pages of the rankings with nothing in them.
func emptyFits(s *Site, code string) map[string]rendered {
	base := func(path string) page { return s.newPage(nil, code, path) }
	desk := base("/desk/requests/a/towns")
	desk.Section = "desk"
	return map[string]rendered{
		"town-requests":      &fitsPage{page: base("/places/1/requests"), HasPlace: true},
		"seeking":            &fitsPage{page: base("/desk/seeking")},
		"request-towns-page": &townsPage{page: base("/seek/a/towns")},
		"desk-request-towns": &townsPage{page: desk},
		"searches":           &searchesPage{page: base("/account/searches"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"searches-stop":      &stopPage{page: base("/searches/stop")},
	}
}

// fillSampleFits fills them.
func fillSampleFits(pages map[string]rendered) {
	candidate := candidateView{
		Rank: 1, Place: placeView{ID: 1, Name: "Kaunas", URL: "/", Endonym: "Kaunas", EndonymLang: "lt", Where: "…"}, Km: 160, Population: 300_000,
		Score: "12.34", Likeness: "…", Tie: "…", Bar: draw.NewBar([]draw.Part{{Points: 2}, {Points: 1, Tie: true}}, 4), Sum: sumView{Total: "12.34"}, CompareURL: "/",
		Caveats: []caveatView{{Text: "…", Date: "…"}},
	}
	row := fitView{candidateView: candidate, URL: "/", Title: "…", TextLang: "lt", TextNote: "…", Also: []placeView{{Name: "…", URL: "/"}}, ReplyBy: "…", Topics: "…", Partner: link{"…", "/"}, Unknown: []string{"…"}}
	missed := row
	missed.Missed = []string{"…"}
	for _, name := range []string{"town-requests", "seeking"} {
		v := pages[name].(*fitsPage)
		v.Title, v.HasPlace, v.Total, v.Own, v.Asked, v.Action = "…", true, 3, 1, true, "/"
		v.Place = placeView{Name: "…", URL: "/"}
		v.Towns = []option{{Value: "1", Name: "…", Chosen: true}, {Value: "2", Name: "…"}}
		v.Form = newForm(&v.page, nil)
		v.Choices = []fieldView{v.Form.Choice("topic", "fit.filter.topic", "", v.Towns)}
		v.Items, v.Missed, v.Folded = []fitView{row}, []fitView{missed}, []fitView{row}
	}
	searches := pages["searches"].(*searchesPage)
	searches.Title, searches.Quiet = "…", true
	rhythms := []option{{Value: "week", Name: "…", Chosen: true}, {Value: "day", Name: "…"}}
	searches.Towns = []searchView{{ID: "town-1", Name: "…", URL: "/", Rhythms: rhythms, Base: "/"}}
	searches.Saved = []searchView{{ID: "1", Name: "…", Says: "…", URL: "/", Rhythms: rhythms, Feed: true, Fresh: "https://…", Base: "/"}}
	searches.Form.fail("name", lang.Msg("error.follow.name"))
	list := pages["requests"].(*requestsPage)
	list.Following, list.AskedOf = rhythms, []hiddenField{{"asked_topic", "culture"}}
	best := pages["request"].(*requestPage)
	best.Best = &fitTowns{Title: "…", Items: []townFitView{{candidateView: candidate}}, MoreURL: "/"}
	for _, name := range []string{"request-towns-page", "desk-request-towns"} {
		v := pages[name].(*townsPage)
		v.Title, v.Crumbs = "…", []link{{"…", "/"}}
		town := townFitView{candidateView: candidate, Unknown: []string{"…"}, Seeks: link{"…", "/"}}
		v.Towns = fitTowns{Title: "…", Items: []townFitView{town}, Folded: []townFitView{town}, Partners: []partnerView{{link{"…", "/"}, "…"}}, Known: 3, MoreURL: "/"}
	}
}
