package web

import "twintown/internal/platform/lang"

// fillSamplePapers puts something into each field of the pages of a meeting's papers.
func fillSamplePapers(pages map[string]rendered, head func(*conferenceHead), guest func(*guestHead)) {
	list := pages["papers"].(*papersPage)
	list.Lacking, list.LackURL = 2, "/"
	head(&list.conferenceHead)
	list.Form.fail("", lang.Msg("letter.error.nobody"))
	list.Papers = []paperRow{{"invitation", "…", "…", true, "/"}, {"badge", "…", "…", false, ""}}
	list.Groups = []paperGroup{{"a", "Kaunas", "…", "accepted", 2, true}, {"b", "Hrodna", "…", "declined", 0, false}}
	list.Languages, list.Own, list.Shows, list.Protected = []option{{Name: "…", Chosen: true}, {Value: "lt", Name: "…"}}, "/", "…", true
	set := pages["paper-settings"].(*paperSettingsPage)
	head(&set.conferenceHead)
	set.Form.fail("name", lang.Msg("error.partnership.long", "max", 200))
	set.Own, set.Shows, set.Payers, set.Host.Name = "/", []option{{Name: "…"}}, []option{{Name: "…"}}, "…"
	text := pages["paper-text"].(*paperTextPage)
	head(&text.conferenceHead)
	text.Form.fail("text", lang.Msg("letter.error.where", "line", 2))
	text.Own, text.Paper, text.Language, text.Worded = "/", "…", "lt", true
	text.Languages, text.Names = []option{{Value: "lt", Name: "…", Chosen: true, Count: 1}}, []paperName{{"{dates}", "…"}}
	own := pages["guest-papers"].(*guestPapersPage)
	own.Lacks = []lackingLetter{{"…", []string{"…", "…"}}}
	guest(&own.guestHead)
	own.Papers = []link{{"…", "/"}}
}
