package web

import (
	"twintown/internal/funding"
	"twintown/internal/funding/rule"
	"twintown/internal/platform/lang"
)

// emptyFunding are the pages of programmes with nothing in them.
func emptyFunding(s *Site, code string) map[string]rendered {
	base := func(path string) page { return s.newPage(nil, code, path) }
	form := func() *form { return newForm(&page{p: s.catalog.Printer(code)}, nil) }
	return map[string]rendered{
		"programmes":        &programmesPage{page: base("/programmes"), Form: form()},
		"programme-funding": &fundPage{page: base("/programmes/a")},
		"pair-calls":        &pairCallsPage{page: base("/partnerships/a/calls")},
		"programme-fit":     &fitPage{page: base("/programmes/fit"), Action: "/"},
		"programme-gap":     &gapPage{page: base("/programmes/fit/partners")},
		"desk-calls":        &deskCallsPage{page: base("/desk/calls")},
		"desk-programmes":   &deskProgrammesPage{page: base("/desk/programmes")},
		"programme-edit":    &programmeEditPage{page: base("/desk/programmes/a"), Form: form(), Action: "/"},
	}
}

// fillSampleFunding puts something into each field of the pages of programmes.
func fillSampleFunding(pages map[string]rendered) {
	list := pages["programmes"].(*programmesPage)
	leaf := funding.Sentence{Text: lang.Msg("funding.what.each"), Value: rule.Unknown, Have: lang.Msg("funding.have", "n", 2)}
	call := callView{
		Key: "CALL-1", Name: "Ieškome partnerio", NameLang: "lt", URL: "/", Programme: link{"…", "/"}, State: funding.Open, Status: list.callStatus(funding.Open), Deadline: "…", Left: "…", About: "…", AboutLang: "lt", Table: []string{"…", "…"}, OwnClock: "…", Grant: "…",
		Facts: []fact{{"…", "…"}}, Rule: funding.Sentence{Text: lang.Msg("funding.rule.all"), Kids: []funding.Sentence{leaf, leaf}}, Sources: []sourceView{{Title: "…", URL: "https://example.org/"}},
	}
	other := call
	other.Key = "CALL-2"
	list.Title, list.Asked, list.Clear, list.EditURL, list.Feed, list.ICS = "…", true, "/", "/", "/a.atom", "/a.ics"
	list.Choices = []fieldView{list.Form.Choice("country", "funding.filter.country", "", list.any())}
	list.Sections = []callSection{{"…", funding.Open, []callView{call, other}, false}, {"…", funding.Over, []callView{call}, true}}
	one := pages["programme-funding"].(*fundPage)
	one.Title, one.NameLang, one.EditURL, one.About, one.AboutIn, one.Site, one.Contact = "Ieškome partnerio", "lt", "/", "…", "lt", "https://example.org/", "https://example.org/"
	one.Crumbs, one.Facts, one.Before, one.After, one.Calls, one.Sources = []link{{"…", "/"}}, call.Facts, []link{{"…", "/"}, {"…", "/"}}, []link{{"…", "/"}}, []callView{call, other}, call.Sources
	one.ICS = "/a.ics"
	pair := pages["pair-calls"].(*pairCallsPage)
	pair.Title, pair.Lead, pair.Crumbs, pair.PlanURL, pair.Tally, pair.Towns = "…", "…", []link{{"…", "/"}}, "/", "…", []placeView{{Name: "Sokółka", URL: "/", Where: "…"}, {Name: "Kaunas"}}
	pair.Became = []standingView{{"…", []link{{"…", "/"}, {"…", "/"}}}, {"…", nil}}
	judged := conditionView{&rulePrinter{p: &pair.page, Judged: true}, call.Rule}
	pair.Verdicts = []verdictView{
		{
			Call: call, Answer: pair.answerStatus(rule.No), With: []link{{"…", "/"}}, Nearest: "…", Because: []whyView{{"…", []string{"…", "…"}}, {"…", nil}}, Lacks: []string{"…"},
			Ways: [][]gapStep{{{"…", "/"}, {"…", ""}}, {{"…", ""}}}, Rule: judged, Caveats: []caveatView{{Text: "…", Date: "…"}}, Leaving: []string{"…"},
		},
		{Call: other, Answer: pair.answerStatus(rule.No), Nothing: true, Rule: judged},
	}
	fillSampleConsortium(pages, pair)
	desk := pages["desk-programmes"].(*deskProgrammesPage)
	desk.Title, desk.Rows = "…", []deskProgramme{{"…", "/", 2, "…"}}
	edit := pages["programme-edit"].(*programmeEditPage)
	edit.Title, edit.Remove, edit.ViewURL, edit.Version = "…", "/", "/", 2
	edit.New, edit.Wrong = true, []wrongLine{{3, "…", "…"}}
	edit.Form.faults = []fault{{"text", "…"}}
	pages["partnership"].(*partnershipPage).CallsURL = "/"
}

// fillSampleConsortium puts something into the pages of a forming consortium.
func fillSampleConsortium(pages map[string]rendered, pair *pairCallsPage) {
	fit := pages["programme-fit"].(*fitPage)
	f := newForm(&fit.page, nil)
	fit.Title, fit.Became, fit.Tally, fit.Verdicts, fit.Own = "…", pair.Became, "…", pair.Verdicts, []link{{"…", "/"}, {"…", "/"}}
	fit.Towns, fit.Kept, fit.PlanShown = []fitTown{{pair.Towns[0], "/"}}, []option{{Name: "with", Value: "1"}}, true
	fit.Add = placeField{f.Field("add", "search", "funding.fit.add", "desk.begin.other.hint", "off"), "1", []placeView{{ID: 1, Name: "Grodno", Endonym: "Hrodna", Where: "…", Population: 5}}}
	fit.ICS = "/a.ics"
	fit.Plan = []fieldView{f.Field("months", "number", "funding.what.months", "", "off")}
	fit.Held = helpChecks{Name: "held", Legend: "…", Options: []option{{Value: "PL", Name: "…", Chosen: true}, {Value: "LT", Name: "…"}}}
	fit.Roles = []fieldView{f.Choice("lead", "funding.what.lead", "", fit.Held.Options), f.Choice("type", "funding.fit.type", "funding.fit.type.hint", fit.Held.Options)}
	gap := pages["programme-gap"].(*gapPage)
	town := gapTown{townFitView: townFitView{candidateView: candidateView{Rank: 1, Place: pair.Towns[0], Km: 12, Population: 5, Score: "1", CompareURL: "/"}, Unknown: []string{"…"}, Seeks: link{"…", "/"}}, AddURL: "/", WriteURL: "/"}
	partner := town
	partner.Since, partner.Partner = "…", "/"
	gap.Title, gap.Crumbs, gap.Towns, gap.Became, gap.Call, gap.Answer, gap.FitURL, gap.Missing = "…", pair.Crumbs, pair.Towns[:1], pair.Became, pair.Verdicts[0].Call, pair.Verdicts[0].Answer, "/", "…"
	gap.Others, gap.Partners, gap.Items, gap.Folded, gap.Known = []link{{"…", "/"}, {"…", ""}}, []gapTown{partner}, []gapTown{town}, []gapTown{town}, 5
	gap.Asks, gap.SignIn, gap.Claim = []gapAsk{{"Sokółka", "/"}}, "/", "/"
	calls := pages["desk-calls"].(*deskCallsPage)
	calls.Title, calls.Towns = "…", []deskCallsTown{{link{"Sokółka", "/"}, "…", "/", []deskCallsPair{{link{"Kaunas", "/"}, "…"}}}}
	pages["town"].(*townPage).CallsURL = "/"
}
