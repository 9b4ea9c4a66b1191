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
		"desk-programmes":   &deskProgrammesPage{page: base("/desk/programmes")},
		"programme-edit":    &programmeEditPage{page: base("/desk/programmes/a"), Form: form(), Action: "/"},
	}
}

// fillSampleFunding puts something into each field of the pages of programmes.
func fillSampleFunding(pages map[string]rendered) {
	list := pages["programmes"].(*programmesPage)
	leaf := funding.Sentence{Text: lang.Msg("funding.what.each"), Value: rule.Unknown, Have: lang.Msg("funding.have", "n", 2)}
	call := callView{
		Key: "CALL-1", Name: "Ieškome partnerio", NameLang: "lt", URL: "/", Programme: link{"…", "/"}, State: funding.Open, Status: list.callStatus(funding.Open), Deadline: "…", OwnClock: "…", Grant: "…",
		Facts: []fact{{"…", "…"}}, Rule: funding.Sentence{Text: lang.Msg("funding.rule.all"), Kids: []funding.Sentence{leaf, leaf}}, Sources: []sourceView{{Title: "…", URL: "https://example.org/"}},
	}
	other := call
	other.Key = "CALL-2"
	list.Title, list.Asked, list.Clear, list.EditURL = "…", true, "/", "/"
	list.Choices = []fieldView{list.Form.Choice("country", "funding.filter.country", "", list.any())}
	list.Sections = []callSection{{"…", funding.Open, []callView{call, other}, false}, {"…", funding.Over, []callView{call}, true}}
	one := pages["programme-funding"].(*fundPage)
	one.Title, one.NameLang, one.EditURL, one.Site, one.Contact = "Ieškome partnerio", "lt", "/", "https://example.org/", "https://example.org/"
	one.Crumbs, one.Facts, one.Before, one.After, one.Calls, one.Sources = []link{{"…", "/"}}, call.Facts, []link{{"…", "/"}, {"…", "/"}}, []link{{"…", "/"}}, []callView{call, other}, call.Sources
	pair := pages["pair-calls"].(*pairCallsPage)
	pair.Title, pair.Crumbs, pair.Towns = "…", []link{{"…", "/"}}, []placeView{{Name: "Sokółka", URL: "/", Where: "…"}, {Name: "Kaunas"}}
	pair.Verdicts = []verdictView{
		{Call: call, Answer: pair.answerStatus(rule.No), Because: []string{"…"}, Lacks: []string{"…"}, Ways: [][]gapStep{{{"…", "/"}, {"…", ""}}, {{"…", ""}}}, Rule: call.Rule, Caveats: []caveatView{{Text: "…", Date: "…"}}, Leaving: []string{"…"}},
		{Call: other, Answer: pair.answerStatus(rule.No), Nothing: true, Rule: call.Rule},
	}
	desk := pages["desk-programmes"].(*deskProgrammesPage)
	desk.Title, desk.Rows = "…", []deskProgramme{{"…", "/", 2, "…"}}
	edit := pages["programme-edit"].(*programmeEditPage)
	edit.Title, edit.Remove, edit.ViewURL, edit.Version = "…", "/", "/", 2
	edit.Form.faults = []fault{{"text", "…"}}
	pages["partnership"].(*partnershipPage).CallsURL = "/"
}
