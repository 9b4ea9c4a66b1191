package web

import (
	"twintown/internal/platform/lang"
	"twintown/internal/seek/relay"
)

// emptyRelay are the pages of conversations with nothing in them.
func emptyRelay(s *Site, code string) map[string]rendered {
	base := func(path string) page { return s.newPage(nil, code, path) }
	write := func(p *page) *composer { return &composer{Form: newForm(p, nil), p: p} }
	thread := &conversationPage{page: base("/desk/conversations/1")}
	thread.Write = write(&thread.page)
	fresh := &newConversationPage{page: base("/desk/conversations/new")}
	fresh.Write = write(&fresh.page)
	told := &reportPage{conversationPage: &conversationPage{page: base("/desk/conversations/1/report")}}
	told.Form = newForm(&told.page, nil)
	told.fill()
	decided := &townReportPage{page: base("/desk/reports/1")}
	decided.Form = newForm(&decided.page, nil)
	decided.fill()
	return map[string]rendered{
		"conversations": &conversationsPage{page: base("/desk/conversations"), List: &listView{}}, "conversation": thread, "conversation-new": fresh,
		"conversation-report": told, "town-report": decided, "conversation-stop": &stopPage{page: base("/conversations/stop")},
	}
}

// fillSampleRelay puts something into each of their fields.
func fillSampleRelay(s *Site, pages map[string]rendered) {
	here, there := placeView{Name: "Sokółka", Where: "…", URL: "/"}, placeView{Name: "Alytus", Where: "…", URL: "/", Endonym: "Alytus", EndonymLang: "lt"}
	letters := []letterView{
		{ID: "1", Number: "1", Fresh: true, Who: "…", When: "…", ISO: "2026-11-23T12:00:00Z", Before: []string{"…"}, After: []string{"…"}, Text: "…", Lang: "pl", Engine: "…", Original: "…", OriginalLang: "lt"},
		{ID: "2", Number: "2", Mine: true, Who: "…", When: "…", ISO: "2026-11-23T12:00:00Z", Text: "…", Lang: "pl", Pending: "…", Ask: "/", Live: "/", Files: []documentView{
			{ID: "1", Title: "…", About: "…", URL: "/", Image: &imageView{"/", 3, 2}, Warnings: []string{"…"}}, {ID: "2", Title: "…", About: "…", URL: "/"},
		}},
		{ID: "3", Number: "3", Event: "…", Words: "…", When: "…", ISO: "2026-11-23T12:00:00Z"},
	}
	fill := func(c *composer) {
		c.Form.values["phrase"] = []string{"sir", "areas", "people", "days", "languages"}
		c.Form.fail("phrase.areas", lang.Msg("error.phrase.topics"))
		c.Name, c.Mine, c.Theirs, c.TheirLang, c.Engine = "…", &letters[1], &letters[0], "…", true
		s.fillComposer(c)
		c.Upload = &uploadView{Accepted: "…", Fault: "…", Waiting: []waitingView{{ID: "1", Name: "…", About: "…"}}}
	}
	list := pages["conversations"].(*conversationsPage)
	list.Title, list.Own, list.List, list.Met = "…", true, &listView{Empty: "…"}, []metTown{{"…", "…", "/"}}
	for _, v := range []*conversationPage{pages["conversation"].(*conversationPage), pages["conversation-report"].(*reportPage).conversationPage} {
		v.Title, v.Base, v.Here, v.There, v.About, v.AboutOff, v.Letters = "…", "/", here, there, &link{"…", "/"}, "…", letters
		v.Steps = []link{{"…", "/"}, {"…", "/"}}
		v.Readers = "…"
		v.Older, v.Seen, v.Mute, v.State, v.Last = "/", "…", "…", relay.Open, 3
		if v.Write != nil {
			fill(v.Write)
		}
	}
	pages["conversation-report"].(*reportPage).Form.fail("quote", lang.Msg("error.relay.quotes", "max", 20))
	fresh := pages["conversation-new"].(*newConversationPage)
	fresh.Title, fresh.Action, fresh.Here, fresh.There, fresh.About, fresh.Others = "…", "/", here, there, &link{"…", "/"}, []link{{"…", "/"}, {"…", "/"}}
	fresh.Readers = "…"
	fill(fresh.Write)
	decided := pages["town-report"].(*townReportPage)
	decided.Title, decided.Base, decided.Facts, decided.Why, decided.Quotes, decided.Waits, decided.Reopen = "…", "/", []fact{{"…", "…"}}, "…", letters[:2], true, true
	decided.Decisions = []option{{Value: "nothing", Name: "…"}, {Value: "shut", Name: "…"}}
	decided.Form.fail("decision", lang.Msg("error.relay.decision"))
	pages["conversation-stop"].(*stopPage).Title = "…"
}
