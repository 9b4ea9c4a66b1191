package web

import (
	"twintown/internal/openhours"
	"twintown/internal/openhours/holidays"
	"twintown/internal/platform/lang"
)

// publicHolidays are those of the table, as the program has them.
func publicHolidays(country, region string) openhours.Holidays {
	h, ok := holidays.Of(country, region)
	if !ok {
		return nil
	}
	return h
}

// sampleHelp is a point with something in each of its fields.
func sampleHelp(code string) helpView {
	return helpView{
		ID: "1", URL: "/", CardURL: "/", AskURL: "/", EditURL: "/", Name: "Punkt Lokalny", Summary: "…", Way: "…", TextLang: "pl", TextNote: "…",
		Purposes: []string{"…", "…"}, Town: placeView{Name: "Białystok", URL: "/", Endonym: "Białystok", EndonymLang: "pl"}, Address: "ul. Lipowa 1",
		Lat: "53.13249", Lon: "23.16884", Km: 12, Far: true, Status: helpStatus{"open", "…", "…", "…", "2026-11-23T19:00:00Z"},
		Phones: []phoneView{{"85 000 00 01", "+48850000001", "…", false}, {"85 000 00 02", "", "", true}}, Mails: []string{"punkt@example.org"},
		Web: "https://example.org", Languages: "…", Access: []string{"…"}, Appointment: "…", Checked: "…", Verified: true, Soon: []string{"…"},
		Week: []helpDay{{Name: "…", Text: "08:00–15:00", Today: true}, {Name: "…", Text: "…", Shut: true}}, Notice: "…", Zone: "Europe/Warsaw", Confidential: true,
	}
}

// emptyHelp are the pages of help points with nothing in them.
func emptyHelp(s *Site, code string) map[string]rendered {
	base := func(path string) page { return s.newPage(nil, code, path) }
	return map[string]rendered{
		"help":       &helpPage{page: base("/help"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"help-point": &helpPointPage{page: base("/help/x")},
		"help-card":  &helpCardPage{helpPointPage: helpPointPage{page: base("/help/x/card")}, Copies: make([]struct{}, 1)},
		"help-new":   &newHelpPage{page: base("/desk/help/new"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"help-edit":  emptyHelpEdit(s, code),

		"help-ask":        &askPage{page: base("/help/x/ask"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"answer-read":     &answerReadPage{page: base(""), TextLang: code},
		"enquiry":         emptyEnquiry(s, code),
		"enquiry-call":    &callPage{page: base("/desk/enquiries/new"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"enquiry-figures": &figuresPage{page: base("/desk/enquiries/figures")},
	}
}

func emptyEnquiry(s *Site, code string) *enquiryPage {
	v := &enquiryPage{page: s.newPage(nil, code, "/desk/enquiries/1"), Base: "/", Open: true}
	v.Form, v.Enquiry.Language = newForm(&v.page, nil), code
	return v
}

// fillSampleEnquiries fills the pages of enquiries.
func fillSampleEnquiries(pages map[string]rendered) {
	ask := pages["help-ask"].(*askPage)
	ask.Title, ask.Point, ask.Privacy, ask.Sealed, ask.Topics = "…", sampleHelp(ask.Lang), "/", "…", []option{{Name: "…"}, {Value: "legal", Name: "…"}}
	ask.Form.fail("question", lang.Msg("error.help.question"))
	read := pages["answer-read"].(*answerReadPage)
	read.Title, read.Question, read.Answer, read.Until = "…", "…", "…", "…"
	one := pages["enquiry"].(*enquiryPage)
	one.Title, one.Facts, one.Addressed = "…", []fact{{"…", "…"}}, true
	call := pages["enquiry-call"].(*callPage)
	call.Title, call.Points, call.Topics, call.Languages = "…", []option{{Name: "…"}}, []option{{Name: "…"}}, []option{{Name: "…"}}
	figures := pages["enquiry-figures"].(*figuresPage)
	figures.Title, figures.Few, figures.Rows = "…", 10, []figureRow{{"listopad 2026", "…", "…", 12}}
}

// emptyHelpEdit is the desk's page of a point without anything.
func emptyHelpEdit(s *Site, code string) *helpEditPage {
	v := &helpEditPage{page: s.newPage(nil, code, "/desk/help/x")}
	v.Form = newForm(&v.page, nil)
	v.OSM, v.Block = v.Form.Field("osm", "text", "desk.help.osm", "desk.help.osm.hint", "off"), v.Form.Area("block", "desk.help.block", "desk.help.block.hint", 7)
	return v
}

// fillSampleHelp fills the pages of help points.
func fillSampleHelp(s *Site, pages map[string]rendered) {
	list := pages["help"].(*helpPage)
	code := list.Lang
	list.Title, list.Total, list.Near, list.Zones, list.AddURL = "…", 2, "Białystok", true, "/"
	list.Points = []helpView{sampleHelp(code), {Name: "…", URL: "/", Status: helpStatus{Code: "unknown", Word: "…"}}}
	for _, state := range []string{"closed", "away", "appointment"} {
		list.Points = append(list.Points, helpView{Name: "…", URL: "/", Status: helpStatus{Code: state, Word: "…"}})
	}
	list.Purposes = []option{{Name: "…"}, {Value: "legal", Name: "…"}, {Value: "civic", Name: "…"}}
	list.Languages, list.Map = []option{{Name: "…"}, {Value: "pl", Name: "…"}, {Value: "lt", Name: "…"}}, sampleMap(&list.page)
	card := pages["help-card"].(*helpCardPage)
	card.Copies, card.Other, card.Address = make([]struct{}, onSheet), link{"…", "/"}, "https://example.org"
	card.QR, _ = drawQR(card.Address)
	for _, one := range []*helpPointPage{pages["help-point"].(*helpPointPage), &card.helpPointPage} {
		one.Title, one.Point, one.Crumbs, one.Draft, one.Map = "…", sampleHelp(code), []link{{"…", "/"}}, true, sampleMap(&one.page)
		one.Coming = []helpDay{{Name: "…", Date: "…", Text: "08:00–15:00", Note: "…", Today: true}, {Name: "…", Text: "…", Shut: true}}
		one.Usual, one.Others = one.Coming[1:], []string{"…"}
	}
	fresh := pages["help-new"].(*newHelpPage)
	fresh.Title, fresh.Read, fresh.Left = "…", true, []string{"…"}
	fresh.Countries = []option{{Value: "PL", Name: "…", Chosen: true}}
	fresh.Found = []foundPoint{{Name: "…", Place: fresh.Form.Field("place0", "text", "help.place", "desk.help.place.guess", "off"), Facts: []fact{{"…", "…"}}, Unusable: []string{"12"}}}
	fresh.Form.fail("block", lang.Msg("error.help.block"))
	fillSampleHelpEdit(s, pages["help-edit"].(*helpEditPage))
	fillSampleEnquiries(pages)
}

func fillSampleHelpEdit(s *Site, v *helpEditPage) {
	v.Title, v.Base, v.Public, v.Version, v.Stage, v.StageWord = "…", "/", "/", 2, "draft", "…"
	v.View, v.Left, v.Better, v.Invite, v.MayAll = sampleHelp(v.Lang), []string{"…"}, "Mo 08:00-15:00", "/", true
	v.Checks = []helpChecks{{"purposes", "…", []option{{Value: "legal", Name: "…", Chosen: true}}}}
	v.Grid = []fieldView{v.Form.Field("day0", "text", "help.hours", "", "off")}
	v.Days, v.Reasons, v.Orgs = []helpExceptionRow{{0, "…"}}, []option{{Name: "…"}}, []option{{Name: "…"}}
	v.Texts = []helpTextForm{{
		Code: v.Lang, Language: "…", Mark: "…", Open: true,
		Name: v.Form.Field("name.x", "text", "help.name", "", "off"), Sum: v.Form.Area("summary.x", "desk.help.summary", "", 3), Way: v.Form.Area("way.x", "desk.help.way", "", 2),
		Origin: v.Form.Choice("origin.x", "help.origin", "", []option{{Name: "…"}}), Source: v.Form.Choice("source.x", "help.origin.from", "", []option{{Name: "…"}}),
	}}
}
