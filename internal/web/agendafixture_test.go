package web

import (
	"net/url"

	"twintown/internal/platform/lang"
	"twintown/internal/press"
)

// emptyAgenda is the head of a programme's page at the desk with nothing in it.
func emptyAgenda(p page) agendaHead { return agendaHead{conferenceHead: conferenceHead{page: p}} }

// fillSampleAgenda puts something into each field of the pages about programmes.
func fillSampleAgenda(pages map[string]rendered) {
	foreign := worded{"Opening", "en"}
	photo := &imageView{"/photo", 30, 40}
	item := agendaItem{
		Number: 1, URL: "/s/1", Kind: "…", Class: "talk", Title: foreign, About: foreign, Day: "…", Hours: "09:00–10:00", Room: foreign, Spoken: "…", Interpreted: "…", Off: true, ICS: "/",
		Speakers: []speakerView{{ID: "a", Name: "…", Office: foreign, About: foreign, Photo: photo}, {ID: "b", Name: "…"}},
	}
	plain := agendaItem{Number: 2, URL: "/s/2", Class: "plenary", Title: worded{"…", ""}}
	grid := &gridView{"…", []worded{foreign, {}}, []gridRow{{"09:00", 4, []gridCell{{[]agendaItem{item}, 2, 1}, {nil, 1, 1}}}, {"10:00", 1, []gridCell{{[]agendaItem{plain}, 1, 2}}}}}
	days := []agendaDay{{"2027-05-14", "…", "/ics", []agendaItem{item, plain}, grid}, {"2027-05-15", "…", "", nil, nil}}
	speakers := []speakerView{{Name: "…", Office: foreign, Photo: photo, Sessions: []agendaItem{item}}, {Name: "…"}}
	programme := pages["programme"].(*programmePage)
	programme.Title, programme.Crumbs, programme.Days, programme.Speakers = "…", []link{{"…", "/"}}, days, speakers
	programme.When, programme.Where, programme.Off, programme.Release, programme.Zone, programme.ICS, programme.Webcal, programme.EditURL = "…", foreign, true, "…", "Europe/Warsaw", "/", "webcal://a/b", "/"
	programme.Feed = "/feed"
	session := pages["session"].(*sessionPage)
	session.Title, session.Crumbs, session.Session, session.Weekday, session.Zone, session.Where, session.Off = "…", []link{{"…", "/"}}, item, "…", "…", foreign, true
	session.Parallel, session.Previous, session.Next, session.Back = []agendaItem{item}, &item, &plain, "/"
	fillSampleAgendaDesk(pages, item, plain, days)
}

func fillSampleAgendaDesk(pages map[string]rendered, item, plain agendaItem, days []agendaDay) {
	parts, choices := []conferencePart{{"…", "/", true}}, []option{{Value: "a", Name: "…", Chosen: true}, {Value: "b", Name: "…"}}
	head := func(v *agendaHead) {
		v.Title, v.Kind, v.When, v.Parts, v.Agenda, v.Others = "Konferencja", "…", "…", parts, "/pl/desk/meetings/1/agenda", []string{"…"}
	}
	faulty := func(p *page, fields ...string) *form {
		f := newForm(p, url.Values{"off": {"1"}, "version": {"2"}})
		for _, name := range fields {
			f.faults = append(f.faults, fault{name, "…"})
		}
		return f
	}
	words := func(f *form, part string) []agendaWords {
		return []agendaWords{{"pl", "polski", true, []fieldView{f.Field(part+".pl", "text", "agenda.session.title", "", "off")}}}
	}
	conflicts := []conflictView{{"…", true, []link{{"…", "/"}, {"…", "/"}}}, {"…", false, nil}}
	whole := pages["agenda"].(*agendaPage)
	head(&whole.agendaHead)
	whole.Form, whole.Days, whole.Loose, whole.Conflicts = faulty(&whole.page, ""), days, []agendaItem{{Number: 3, URL: "/s/3", Title: plain.Title}}, conflicts
	whole.Rooms = []agendaRoomRow{{"/", "…", "…", "en", []string{"…"}, 2}, {URL: "/", Name: "…"}}
	whole.Speakers = []agendaSpeakerRow{{"/", "…", worded{"…", ""}, "…", "public", true, 1}, {URL: "/", Name: "…", State: "…", Class: "draft"}}
	whole.Released, whole.Public, whole.Waits, whole.Begin, whole.NoDays, whole.Shift, whole.ShiftTo, whole.Off, whole.OffTold = "…", "/", 2, 5, true, 1, "…", true, "…"
	whole.Tongues = []link{{"…", "/"}}
	whole.OffLeft, whole.OffSilent = []string{"…"}, []string{"…", "…"}
	one := pages["agenda-session"].(*agendaSessionPage)
	head(&one.agendaHead)
	one.Form, one.Action, one.Heading, one.Kinds, one.Days, one.Rooms, one.Spoken, one.Interpreted, one.Speakers, one.Delegations = faulty(&one.page, "title", "until", "room", "spoken", "speakers", "expected"), "/", "…", choices, choices, choices, choices, choices, choices, choices
	one.Words, one.Conflicts, one.Now = words(one.Form, "title"), conflicts, []differenceView{{Field: "…", Old: "a", New: "b"}}
	room := pages["agenda-room"].(*agendaRoomPage)
	head(&room.agendaHead)
	room.Form, room.Action, room.Heading, room.Access = faulty(&room.page, "name", "room"), "/", "…", choices
	room.Words = words(room.Form, "name")
	who := pages["agenda-speaker"].(*agendaSpeakerPage)
	head(&who.agendaHead)
	who.Form, who.PhotoForm, who.Action, who.Heading, who.Languages = faulty(&who.page), faulty(&who.page, "photo", "agreed"), "/", "…", choices
	who.State, who.Class, who.Public, who.Photo, who.MayFile, who.Sessions, who.Words = "…", "public", true, &imageView{"/", 3, 4}, true, []agendaItem{item}, words(who.Form, "office")
	wordsPage := pages["agenda-tongue"].(*agendaWordsPage)
	wordsPage.Name, wordsPage.OfName, wordsPage.Action, wordsPage.Missing, wordsPage.Stale = "…", "…", "/", 1, 2
	wordsPage.Days, wordsPage.Sources = []conferencePart{{"…", "/", true}, {"…", "/", false}}, []link{{"…", "/"}}
	wordsPage.Parts = []agendaWordsPart{{"09:30–10:00 …", []agendaWordRow{
		{Name: "title.a", Label: "…", Origin: []press.Piece{{Change: press.Gone, Text: "…"}, {Change: press.Added, Text: "…"}}, Class: "changed", Value: "…", Seen: "1", Rows: 2, Mark: "…", Ask: "…", Fits: true},
		{Name: "about.a", Label: "…, …", Origin: []press.Piece{{Change: press.Same, Text: "…"}}, Seen: "1", Rows: 1},
	}}}
	wordsPage.Form.fail("", lang.Msg("error.agenda.words_overtaken"))
	release := pages["agenda-release"].(*releasePage)
	head(&release.agendaHead)
	release.Form, release.Changes, release.Rooms, release.Conflicts, release.Released = faulty(&release.page, "anyway"), []sessionChange{{Title: worded{"…", "en"}, URL: "/", What: "…"}, {What: "…"}}, true, conflicts, true
	release.Told, release.Untold, release.Earlier = []tellView{{"…", "…", 2}}, []tellView{{"…", "…", 1}}, []releaseView{{"…", "…"}}
	matrix := pages["interpretation"].(*interpretationPage)
	head(&matrix.agendaHead)
	matrix.Columns, matrix.People, matrix.Unknown, matrix.Missing, matrix.Unsaid = []interpretationColumn{{"lt", "…"}}, 10, 2, 1, 1
	matrix.Days = []interpretationDay{{"…", []interpretationRow{{"/", "09:00", worded{"…", "en"}, []interpretationCell{{"missing", "…", 4, 2}, {"none", "", 0, 0}}, 3, true, 2}}}}
	patrons := pages["patrons"].(*patronsPage)
	patrons.Title, patrons.Kind, patrons.When, patrons.Parts, patrons.Base = "…", "…", "…", parts, "/pl/desk/meetings/1"
	plan := patronPlan{URL: "/", Office: worded{"…", "en"}, Way: "…", State: "…", Class: "draft", Task: "…", Due: true, Window: "…", Source: "https://example.org/"}
	patrons.Rows = []patronPlan{plan, {Office: worded{"…", ""}}}
	patron := pages["patron"].(*patronPage)
	patron.Title, patron.Parts, patron.Action, patron.List, patron.Heading, patron.Plan = "…", parts, "/", "/", "…", plan
	patron.Form, patron.LogoForm = faulty(&patron.page, "office", "rule", "logo_until", "obligations"), faulty(&patron.page, "logo")
	patron.Ways, patron.States, patron.Rules, patron.Logo, patron.LogoShown, patron.MayFile = choices, choices, choices, &imageView{"/", 9, 9}, true, true
}
