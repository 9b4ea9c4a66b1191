package web

import (
	"log/slog"
	"maps"
	"testing"
	"time"

	"twintown/internal/doctor"
	"twintown/internal/exchange/moving"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/geo"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/platform/mail"
	"twintown/internal/web/draw"
)

// today is the day on which the tests take place.
var today = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func newTestSite(t *testing.T) *Site {
	t.Helper()
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	s, err := newSiteOf(Rooms{Catalog: catalog, Clock: clock.Fixed(today), Log: slog.New(slog.DiscardHandler)}, Options{BaseURL: "https://twintown.example"})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// emptyPages is every page with nothing in it but its language.
func emptyPages(s *Site, code string) map[string]rendered {
	base := func(path string) page { return s.newPage(nil, code, path) }
	pages := map[string]rendered{
		"after":             &afterPage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/after")}},
		"after-thanks":      &thanksPage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/after/thanks")}, Mail: mail.Preview{Row: mail.Row{Language: "lt"}}},
		"guest-survey":      &guestSurveyPage{guestHead: guestHead{page: base("/guest/x/survey")}},
		"checkin":           &checkInPage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/checkin")}},
		"scan":              &scanView{page: base("/door/x")},
		"patrons":           &patronsPage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/patrons")}},
		"patron":            &patronPage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/patrons/1")}, Form: newForm(&page{p: s.catalog.Printer(code)}, nil), LogoForm: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"programme":         &programmePage{page: base("/meetings/a/programme")},
		"session":           &sessionPage{page: base("/meetings/a/programme/1")},
		"agenda":            &agendaPage{agendaHead: emptyAgenda(base("/desk/meetings/1/agenda")), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"agenda-session":    &agendaSessionPage{agendaHead: emptyAgenda(base("/desk/meetings/1/agenda/sessions/1")), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"agenda-room":       &agendaRoomPage{agendaHead: emptyAgenda(base("/desk/meetings/1/agenda/rooms/1")), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"agenda-speaker":    &agendaSpeakerPage{agendaHead: emptyAgenda(base("/desk/meetings/1/agenda/speakers/1")), Form: newForm(&page{p: s.catalog.Printer(code)}, nil), PhotoForm: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"agenda-tongue":     &agendaWordsPage{agendaHead: emptyAgenda(base("/desk/meetings/1/agenda/words/lt")), Form: newForm(&page{p: s.catalog.Printer(code)}, nil), Language: "lt", Of: "pl"},
		"agenda-release":    &releasePage{agendaHead: emptyAgenda(base("/desk/meetings/1/agenda/release")), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"interpretation":    &interpretationPage{agendaHead: emptyAgenda(base("/desk/meetings/1/agenda/interpretation"))},
		"hosts":             &hostsPage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/hosts")}},
		"hosts-print":       &hostsPage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/hosts")}},
		"host-family":       &hostFamilyPage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/hosts")}, Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"host-guest":        &hostGuestPage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/hosts")}, Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"papers":            &papersPage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/papers")}, Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"paper-settings":    &paperSettingsPage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/papers/settings")}, Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"paper-text":        &paperTextPage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/papers/visa/text")}, Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"guest-programme":   &guestProgrammePage{guestHead: guestHead{page: base("/guest/x/programme")}},
		"guest-papers":      &guestPapersPage{guestHead: guestHead{page: base("/guest/x/papers")}},
		"guest":             &guestPage{guestHead: guestHead{page: base("/guest/x")}},
		"guest-members":     &guestMembersPage{guestHead: guestHead{page: base("/guest/x/members")}},
		"guest-member":      &guestMemberPage{guestHead: guestHead{page: base("/guest/x/members/1")}},
		"register":          &registerPage{page: base("/meetings/a/register")},
		"forum":             &forumPage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/forum")}, Form: newForm(&page{p: s.catalog.Printer(code)}, nil), HandForm: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"forum-talk":        &forumTalkPage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/forum/talks/2")}},
		"forum-lists":       &forumListsPage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/forum/lists")}},
		"forum-contacts":    &forumContactsPage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/forum/contacts")}},
		"guest-forum":       &guestForumPage{guestHead: guestHead{page: base("/guest/x/forum")}, Form: newForm(&page{p: s.catalog.Printer(code)}, nil), WordErr: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"home":              &homePage{page: base("/"), Search: &searchField{Lang: code}},
		"places":            &placesPage{page: base("/places"), Search: &searchField{Lang: code}},
		"town":              &townPage{page: base("/places/1")},
		"finder":            &finderPage{page: base("/places/1/partners")},
		"compare":           &comparePage{page: base("/places/1/compare/2")},
		"choose":            &choosePage{page: base("/places/1/compare")},
		"partnership":       &partnershipPage{page: base("/partnerships/1")},
		"region":            &regionPage{page: base("/regions/PL.81")},
		"data":              &dataPage{page: base("/data")},
		"translations":      &translationsPage{page: base("/translations")},
		"accessibility":     &accessibilityPage{page: base("/accessibility")},
		"imprint":           &imprintPage{page: base("/imprint")},
		"setup":             &setupPage{page: base("/desk/setup/organisation"), Step: "organisation", Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"privacy":           &privacyPage{page: base("/privacy")},
		"error":             s.newErrorPage(nil, code, 404),
		"second":            &secondPage{page: base("/sign-in/second"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"resume":            &resumePage{page: base("/sign-in")},
		"door":              &doorPage{page: base("/register"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"link":              &linkPage{page: base("/welcome"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"account":           &accountPage{page: base("/account"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil), EmailForm: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"own-password":      &passwordPage{page: base("/account/password"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"factors":           &factorsPage{page: base("/account/second"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"codes":             &codesPage{page: base("/account/second/codes"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"recovery":          &recoveryPage{page: base("/account/second")},
		"claim":             &claimPage{page: base("/account/claim"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"claims":            &claimsPage{page: base("/desk/claims"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"person":            &personPage{page: base("/desk/people/1"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"invite":            &invitePage{page: base("/desk/invite"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"organisation":      &organisationPage{page: base("/desk/organisations/new"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil), Member: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"changes":           &changesPage{page: base("/desk/changes"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"service":           &servicePage{page: base("/account/service")},
		"signin":            &signInPage{page: base("/sign-in"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"first":             &firstPage{page: base("/first"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"desk":              &deskPage{page: base("/desk")},
		"desk-list":         &deskListPage{page: base("/desk/partnerships"), List: &listView{}},
		"moving":            &movingPage{page: base("/desk/moving-in"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"moving-work":       &movingWorkPage{page: base("/desk/moving-in/1")},
		"moving-list":       &movingListPage{page: base("/desk/moving-in/1")},
		"dates":             &datesPage{page: base("/desk/dates")},
		"place-edit":        emptyPlaceEdit(s, code),
		"press-new":         &newPressPage{page: base("/desk/press/new"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"press-item":        &pressItemPage{pressHead: pressHead{page: base("/desk/press/1")}, Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"press-text":        &pressTextPage{pressHead: pressHead{page: base("/desk/press/1/pl")}, Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"press-history":     &pressHistoryPage{pressHead: pressHead{page: base("/desk/press/1/pl/history")}},
		"article":           &articlePage{page: base("/news/a")},
		"article-elsewhere": &elsewherePage{page: base("")},
		"find":              &findPage{page: base("/search")},
		"press-list":        &pressListPage{page: base("/news")},
		"front":             &frontPage{page: base("/desk/front"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"press-beside":      &besidePage{pressHead: pressHead{page: base("/desk/press/1/de/side-by-side")}, Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"press-pictures":    &picturesPage{pressHead: pressHead{page: base("/desk/press/1/pictures")}, Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"press-picture":     &describePage{pressHead: pressHead{page: base("/desk/press/1/pictures/2")}, Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"gallery":           &galleryPage{articlePage: articlePage{page: base("/galleries/a")}},
		"gallery-picture":   &galleryPage{articlePage: articlePage{page: base("/galleries/a/1")}},
		"galleries":         &galleriesPage{page: base("/galleries")},
		"meeting-new":       &newMeetingPage{page: base("/desk/meetings/new"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"meeting-facts":     &meetingFactsPage{pressHead: pressHead{page: base("/desk/meetings/1")}, Form: newForm(&page{p: s.catalog.Printer(code)}, nil), MaterialForm: newForm(&page{p: s.catalog.Printer(code)}, nil), LogoForm: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"meeting-words":     &meetingWordsPage{pressHead: pressHead{page: base("/desk/meetings/1/words/pl")}, Language: "pl", Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"own-history":       &ownHistoryPage{pressHead: pressHead{page: base("/desk/press/1/history"), OwnClass: "draft"}},
		"press-unseen":      &unseenPage{pressHead: pressHead{page: base("/desk/press/1/changes"), OwnClass: "draft"}, Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"meeting":           &meetingPage{page: base("/meetings/a")},
		"meetings":          &meetingsPage{page: base("/meetings")},
		"place-merge":       &mergePage{page: base("/desk/places/1/merge"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"alive-ask":         &alivePage{page: base("/desk/partnerships/1/alive"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"alive":             &answerPage{page: base("/alive"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"stop":              &stopPage{page: base("/digest/stop")},
		"propose":           &proposePage{page: base("/propose")},
		"begin":             &beginPage{page: base("/desk/partnerships/new"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"work":              &workPage{partnershipPage: partnershipPage{page: base("/desk/partnerships/1")}},
		"bulk":              &bulkPage{page: base("/desk/partnerships"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"mail-one":          &mailPage{page: base("/desk/mail/1"), TextLang: code},
		"mail-setup":        &mailSetupPage{page: base("/desk/mail/setup"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"job-list":          &jobListPage{page: base("/desk/jobs")},
		"handover":          &handoverPage{page: base("/desk/hand-over/1")},
		"owndata":           &ownDataPage{page: base("/account/data"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"health":            &healthPage{page: base("/desk/health")},
		"privacydesk":       &privacyDeskPage{page: base("/desk/privacy"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
	}
	maps.Copy(pages, emptyDelegations(s, code, base))
	pages["document"] = &documentPage{page: base("/documents/1")}
	pages["document-desk"] = &deskDocumentPage{page: base("/desk/documents/1"), Form: newForm(&page{p: s.catalog.Printer(code)}, nil), ReplaceForm: newForm(&page{p: s.catalog.Printer(code)}, nil)}
	maps.Copy(pages, emptyHelp(s, code))
	maps.Copy(pages, emptyRelay(s, code))
	maps.Copy(pages, emptyRequests(s, code))
	maps.Copy(pages, emptyFits(s, code))
	maps.Copy(pages, emptyFunding(s, code))
	maps.Copy(pages, emptyProjects(s, code))
	maps.Copy(pages, emptyObservatory(s, code))
	return pages
}

// fullPages is every page with something in each of its fields.
func fullPages(s *Site, code string) map[string]rendered {
	pages := emptyPages(s, code)
	desk := pages["desk"].(*deskPage)
	desk.Waits = []overviewItem{{"…", "/", []link{{"…", "/"}}}, {Text: "…", URL: "/"}}
	desk.Places = []deskPlace{{"Białystok", "podlaskie, Polska", "/", "/", "/"}}
	handed := pages["handover"].(*handoverPage)
	handed.Talks = []handedTalk{{"…", "…", "…", "…", "…", "/"}}
	handed.Work = []handedTalk{{"…", "…", "…", "…", "…", "/"}}
	pages["privacy"].(*privacyPage).Rules = []ruleView{{"…", "…", 0}}
	handed.Duties = []dutyView{{Day: "1 May 2027", Text: "The term ends", Pair: link{"A – B", "/"}}}
	handed.Partnerships = []handedView{{Name: "Kaunas", URL: "/", Where: "Lithuania", Since: "2001", TermEnd: "–", LastNotice: "–", LastSign: "2024", Status: handed.statusOf("active"), Documents: 2}}
	handed.Files, handed.FilesSize = 2, "1.2 MB"
	handed.Officers = []roleView{{"Officer", "Officer of Sokółka", "1 May 2020"}}
	fillSampleMail(pages)
	fillSampleDocuments(pages)
	own := pages["owndata"].(*ownDataPage)
	own.Consents = []consentView{{ID: "1", Purpose: "photos", Text: "text", Given: "3 March 2022"}, {ID: "2", Purpose: "photos", Text: "text", Given: "3 March 2022", Withdrawn: "4 March 2022"}}
	own.Rules = []ruleView{{Text: "accounts", After: "30 days"}}
	own.Form.fail("word", lang.Msg("owndata.erase.wrong", "word", "x"))
	health := pages["health"].(*healthPage)
	health.Findings = []doctor.Finding{{Check: "disk", Text: "full"}, {Check: "clock", Well: true, Text: "right"}}
	pages["invite"].(*invitePage).Waiting = []invitedView{{"k", "a@example.org", "…", "…", "…"}}
	health.Backups = []backupView{{Taken: "3 March 2022", Occasion: "night", Place: "b.twintown", Size: "6 MB", Rehearsed: "4 March 2022"}, {Taken: "2 March 2022", Failure: "full"}}
	retention := pages["privacydesk"].(*privacyDeskPage)
	retention.Rules, retention.Due = []ruleView{{Text: "accounts", After: "30 days", Count: 3}}, 3
	propose := pages["propose"].(*proposePage)
	propose.Form, propose.About = newForm(&propose.page, nil), "Białystok – Grodno"
	propose.Form.fail("wrong", lang.Msg("error.proposal.short"))
	propose.Acts, propose.Types, propose.Privacy = []option{{Value: "", Name: "…"}, {Value: "1", Name: "umowa, 2018"}}, propose.typeOptions(""), "/"
	fillWork(s, pages["work"].(*workPage), pages["begin"].(*beginPage))
	fillSamplePeople(s, pages)
	fillSampleMeeting(pages)
	fillSamplePress(pages)
	fillSampleHelp(s, pages)
	fillSampleRelay(s, pages)
	fillSampleRequests(pages)
	fillSampleFits(pages)
	fillSampleFunding(pages)
	fillSampleProjects(s, pages)
	fillSampleObservatory(pages)
	fillSampleFind(pages)
	home := pages["home"].(*homePage)
	p := &home.page
	home.IsHome, home.HeaderSearch = true, nil
	home.Title, home.Description = p.t("home.title", "site", p.Face.Brand), p.t("home.description")
	home.Search = &searchField{ID: "find", Lang: code, Large: true}
	home.Examples = []link{{"Białystok", "/pl/places/776069"}, {"Hrodna", "/"}, {"Gołdap", "/"}, {"Ужгород", "/"}}
	home.Known, home.InForce = 14, 6
	home.Map = sampleMap(p)
	home.Stories = sampleLinks(p)[:3]
	home.Listed = sampleLinks(p)

	desk.Steps = []deskStep{{link{"…", "/"}, true}}
	desk.Desk = append(desk.Desk, deskEntry{"…", "/", true, "o", false})
	fillSampleList(pages["desk-list"].(*deskListPage))
	fillSampleGuests(pages)
	fillSampleCheckIn(s, pages)
	fillSampleAfter(pages)
	fillSampleAgenda(pages)
	fillSampleForum(pages)
	fillSampleMoving(pages["moving"].(*movingPage), pages["moving-list"].(*movingListPage), pages["moving-work"].(*movingWorkPage))
	edit := pages["place-edit"].(*placeEditPage)
	edit.Title, edit.CanMerge, edit.Warning, edit.Contacts = "Białystok", true, "…", []link{{"…", "/"}}
	edit.Names = []placeNameRow{{nameView: nameView{Lang: "be", Value: "Беласток", Language: "…", Kind: "…"}, LangCode: "be", KindCode: "exonym", Period: "1945–", Source: "…"}}
	edit.Identifiers = []placeIDRow{{"1", "TERYT", "2061011", "1999–", "…"}}
	edit.Changes = []unitChangeRow{{becameView{"…", []placeView{{Name: "Białystok", URL: "/"}}, "Dz. U."}, "/"}}
	merge := pages["place-merge"].(*mergePage)
	merge.Form.fail("into", lang.Msg("error.place.units"))
	merge.dressUnits()
	merge.Heirs[0].Offers = []placeView{{ID: 3, Name: "Leszno", Where: "…", Population: 63565}}
	heir := merge.Form.Choice("heir-1", "place.merge.heir", "", []option{{Value: "1", Name: "…"}})
	merge.Title, merge.Preview, merge.Stays, merge.After = "…", true, 1, []placeView{{Name: "Zielona Góra"}}
	merge.Moves = []moveRow{{"1", link{"…", "/"}, merge.statusOf("active"), "Zielona Góra", nil}, {"2", link{"…", "/"}, merge.statusOf("active"), "", &heir}}
	ask := pages["alive-ask"].(*alivePage)
	ask.Pair, ask.Asked = link{"Białystok – Kowno", "/"}, true
	for n, name := range []string{"Białystok", "Kowno"} {
		ask.Sides = append(ask.Sides, aliveSide{
			Name: name, Number: int64(n), Officers: n, Tick: n > 0,
			Contact:  ask.Form.Field(sideField("email", int64(n)), "email", "alive.contact", "alive.contact.hint", "off"),
			Language: ask.Form.Choice(sideField("language", int64(n)), "alive.language", "", []option{{Value: "lt", Name: "lietuvių"}}),
			Answers:  []aliveAnswer{{State: "answered", When: "…", Text: "…", Note: "…", Undo: "/"}, {State: "open", When: "…", Text: "…"}},
		})
	}
	say := pages["alive"].(*answerPage)
	say.Title, say.Pair, say.Side, say.Asker, say.Status, say.Sentence = "…", link{"Białystok – Kowno", "/"}, "Kowno", "Białystok", say.statusOf("active"), "…"
	say.SignIn = "/"
	dates := pages["dates"].(*datesPage)
	dates.HasPlace, dates.Rhythms = true, []option{{Value: "month", Name: "…", Chosen: true}}
	dates.Groups = []dutyGroup{{"…", []dutyView{{Day: "31 grudnia 2026", Text: "…", Kind: "term", Pair: link{"Białystok – Kowno", "/"}, Step: link{"…", "/"}}, {Text: "…", Kind: "silence"}}}}
	dates.Places = []placeDates{{Name: "Białystok", Number: 776069, Feed: true, Fresh: "https://x.example/calendar/y.ics", Public: "/", Form: newForm(&page{p: s.catalog.Printer(code)}, nil)}}
	bulk := pages["bulk"].(*bulkPage)
	bulk.Title, bulk.Text, bulk.Go, bulk.Do = bulk.t("bulk.topic"), bulk.t("bulk.topic.text", "n", 3), bulk.t("bulk.topic.go"), "topic"
	bulk.IDs, bulk.Names, bulk.More, bulk.All = []string{"1", "2"}, []string{"Białystok – Grodno"}, 2, true
	bulk.Fields = []fieldView{bulk.Form.Choice("topic", "desk.partnerships.topic", "", []option{{Value: "sport", Name: "sport"}})}

	places := pages["places"].(*placesPage)
	places.Title, places.Query, places.Asked, places.Towns = p.t("places.title"), "Hrodna", true, 135233
	places.Search = &searchField{ID: "find-large", Lang: code, Large: true, Query: "Hrodna"}
	places.Results = []resultView{
		{placeView: placeView{Name: "Grodno", URL: "/", Endonym: "Гродна", EndonymLang: "be", Where: "Grodno, Białoruś", Population: 373547}, Matched: "Hrodna"},
		{placeView: placeView{Name: "Brodno", URL: "/", Where: "Słowacja"}},
	}

	town := pages["town"].(*townPage)
	town.Title = "Białystok"
	town.Place = placeView{ID: 776069, Name: "Białystok", Endonyms: []nameView{{Lang: "be", Value: "Беласток"}, {Lang: "lt", Value: "Balstogė"}}, Where: "podlaskie, Polska"}
	town.Crumbs = []link{{"Polska", ""}, {"podlaskie", "/pl/regions/PL.81"}}
	town.Finding = p.t("town.finding", "n", 7, "active", 2)
	town.Facts = []fact{{p.t("town.fact.population"), "291 855"}, {p.t("town.fact.region"), "podlaskie"}, {p.t("town.fact.zone"), "Europe/Warsaw"}}
	town.FinderURL = "/" + code + "/places/776069-bialystok/partners"
	town.Map = sampleMap(p)
	town.Partners = sampleLinks(p)
	town.Ticks = sampleAxis.Ticks(8)
	town.Best = sampleCandidates(p)[:2]
	town.Known = []fact{{p.t("town.fact.number"), "776069"}, {p.t("town.fact.position"), "53,13° N, 23,16° E"}}
	town.Unknown = []string{p.t("town.unknown.contact"), p.t("town.unknown.seeks")}
	town.Names = []nameView{{"pl", "Białystok", "polski", "nazwa własna"}, {"be", "Беласток", "białoruski", "egzonim"}}

	finder := pages["finder"].(*finderPage)
	finder.Title = p.t("finder.title", "name", "Białystok")
	finder.Place, finder.Crumbs = town.Place, town.Crumbs
	finder.Finding = p.t("finder.finding", "name", "Alytus", "reason", "…")
	finder.Action, finder.FiltersOpen = town.FinderURL, true
	finder.Countries = []option{{Value: "LT", Name: "Litwa", Chosen: true, Count: 40}, {Value: "DE", Name: "Niemcy"}}
	finder.ChosenCountries = "Litwa"
	finder.Others, finder.Counted = []option{{Value: "UA", Name: "Ukraina"}}, 200
	finder.Languages = []option{{Value: "de", Name: "niemiecki"}}
	finder.Regions = []optionGroup{{"Litwa", []option{{Value: "LT.57", Name: "okręg kowieński", Chosen: true}}}}
	finder.Modes = []option{{Value: "any", Name: p.t("finder.mode.any"), Chosen: true}, {Value: "similar", Name: p.t("finder.mode.similar")}, {Value: "complementary", Name: p.t("finder.mode.complementary")}}
	finder.Map, finder.Items, finder.Folded = sampleMap(p), sampleCandidates(p), sampleCandidates(p)[2:]
	finder.Error = p.t("finder.error.number", "field", p.t("finder.filter.size"))
	finder.Known, finder.Places, finder.ImportCommand = 28484, 135233, "twintown import csv --partnerships pairs.tsv"

	compare := pages["compare"].(*comparePage)
	compare.Title = p.t("compare.title", "here", "Białystok", "there", "Alytus")
	compare.Here, compare.There = placeView{Name: "Białystok"}, placeView{Name: "Alytus"}
	compare.Finding = p.t("compare.finding", "rank", 3, "places", 135233, "score", "5,12")
	compare.Sides = []sideView{{placeView{Name: "Białystok", URL: "/"}, town.Facts}, {placeView{Name: "Olita", Endonym: "Alytus", URL: "/"}, town.Facts}}
	c := sampleCandidates(p)[0]
	compare.Caveats, compare.Bar, compare.Sum = sampleCandidates(p)[2].Caveats, c.Bar, c.Sum
	compare.Linked = &sampleLinks(p)[0]

	choose := pages["choose"].(*choosePage)
	choose.Title, choose.Name = p.t("compare.choose", "name", "Brest"), "Brest"
	choose.Offers = []placeView{{Name: "Brześć", Endonym: "Брэст", URL: "/", Where: "Białoruś", Population: 340723}, {Name: "Brest", URL: "/", Where: "Francja"}}

	partnership := pages["partnership"].(*partnershipPage)
	fillSamplePartnership(partnership)

	region := pages["region"].(*regionPage)
	region.Name, region.Title = "podlaskie", p.t("region.title", "name", "podlaskie")
	region.ChartTitle = p.p.Message(lang.Msg("growth.answer", "trend", "shrinks", "now", 9, "before", 14, "year", 2016))
	region.Method = []string{"…"}
	region.Finding = p.t("region.finding", "year", 2026, "n", 9, "peak_year", 2019, "peak", 14)
	for year, n := 1992, 0; year <= 2026; year++ {
		begun, ended := (year*7)%3, 0
		if year > 2019 {
			begun, ended = year%2, (year%3)*2
		}
		n += begun - ended
		region.Rows = append(region.Rows, draw.YearCount{Year: year, Begun: begun, Ended: ended, InForce: max(n, 0)})
	}
	region.Chart = draw.NewGrowth(region.Rows, growthWords(&region.page, 9)...)
	region.ChartLabels = growthLabels(&region.page, region.Chart)
	region.Partnerships = sampleLinks(p)

	data := pages["data"].(*dataPage)
	data.Title = p.t("data.title")
	data.Counts = []fact{{p.t("data.count.places"), "135 233"}}
	data.Sources = []dataSource{{"GeoNames", "https://www.geonames.org/", p.t("data.use.places"), "CC BY 4.0"}}
	pages["translations"].(*translationsPage).Rows = []coverageRow{{"pl", "polski", 420, 1, 0.5}, {"lt", "lietuvių", 420, 1, 0}}
	return pages
}

var sampleAxis = draw.NewAxis(1992, 2027)

func sampleBraid(spans []draw.Span, here, there draw.End) draw.Braid {
	spans[len(spans)-1].Ends = draw.Two[draw.End]{Here: here, There: there}
	return draw.NewBraid(sampleAxis, 28, spans)
}

func sampleLinks(p *page) []linkView {
	whole := func(from, to float64) draw.Span {
		return draw.Span{From: from, To: to, Here: draw.Whole, There: draw.Whole}
	}
	rest := func(from, to float64) draw.Span {
		return draw.Span{From: from, To: to, Here: draw.Rest, There: draw.Rest}
	}
	wish := func(from, to float64) draw.Span {
		return draw.Span{From: from, To: to, Here: draw.Wish, There: draw.Wish}
	}
	links := []linkView{
		{Here: "Gołdap", There: "Szaki", Name: "Szaki", Where: "Litwa", Since: "18.02.1995", Status: p.statusOf("active"), Sentence: "Obowiązuje od 18 lutego 1995.", Story: "Protokół z 1995 roku i wspólny projekt Interreg z 2019 roku.", Braid: sampleBraid([]draw.Span{whole(1995.1, 2026.9)}, draw.GoesOn, draw.GoesOn)},
		{Here: "Białystok", There: "Grodno", Name: "Grodno", Where: "Białoruś", Since: "2018", Status: p.statusOf("terminated"), Sentence: "Rozwiązane 3 marca 2022 jednomyślną uchwałą.", Braid: sampleBraid([]draw.Span{whole(2001, 2020.6), rest(2020.6, 2022.2)}, draw.Ring, draw.Loose)},
		{Here: "Powiat Białostocki", There: "Użhorod", Name: "Użhorod", Where: "Ukraina", Since: "–", Status: p.statusOf("conditional"), Sentence: "Uchwalone 28 września 2023 pod warunkiem.", Braid: sampleBraid([]draw.Span{wish(2023.7, 2026.9)}, draw.GoesOn, draw.GoesOn)},
		{Here: "Białystok", There: "Psków", Name: "Psków", Where: "Rosja", Since: "2000", Status: p.statusOf("expired"), Sentence: "Wygasłe.", Braid: sampleBraid([]draw.Span{whole(2000, 2005)}, draw.Knot, draw.Knot)},
		{Here: "Białystok", There: "Irkuck", Name: "Irkuck", Where: "Rosja", Since: "–", Status: p.statusOf("denounced"), Sentence: "List intencyjny wypowiedziany jednostronnie.", Braid: sampleBraid([]draw.Span{wish(2014, 2022.2)}, draw.Ring, draw.Loose)},
	}
	for i := range links {
		links[i].URL, links[i].Ticks = "/"+p.Lang+"/partnerships/1", sampleAxis.Ticks(4)
	}
	return links
}

func sampleCandidates(p *page) []candidateView {
	names := [][3]string{{"Olita", "Alytus", "Litwa"}, {"Dyneburg", "Daugavpils", "Łotwa"}, {"Brześć", "Брэст", "Białoruś"}}
	parts := [][]draw.Part{
		{{Points: 1.4}, {Points: 0.8}, {Points: 0.5}, {Points: 1.1, Tie: true}, {Points: 0.9, Tie: true}, {Points: -0.3}},
		{{Points: 1.0}, {Points: 0.7}, {Points: 1.4, Tie: true}},
		{{Points: 1.2}, {Points: 0.3}, {Points: 0.4, Tie: true}},
	}
	most := draw.Most(parts...)
	var list []candidateView
	for i, n := range names {
		c := candidateView{
			Rank: i + 1, Place: placeView{Name: n[0], Endonym: n[1], EndonymLang: "lt", URL: "/", Where: n[2]}, Km: 153 + 60*float64(i), Population: 51534,
			Score: "4,40", Tie: "Wspólne partnerstwa", Likeness: "Podobna wielkość: 291 855 i 51 534 mieszkańców; 4 miejscowości w okolicy mają partnerów po drugiej stronie.", Bar: draw.NewBar(parts[i], most), CompareURL: "/",
		}
		for _, part := range parts[i] {
			c.Sum.Lines = append(c.Sum.Lines, sumLine{Text: "Odległość 153 km, blisko odległości typowej dla prawdziwych par", Points: "+1,4", Drawn: draw.NewSingle(part, 1.5)})
		}
		c.Sum.Total = "4,40"
		list = append(list, c)
	}
	list[2].Caveats = []caveatView{{Text: "Białystok rozwiązał partnerstwo z miastem Grodno.", Date: "3 marca 2022", Source: &sourceView{Title: "grodno360.by", URL: "https://grodno360.by/"}}}
	return list
}

func fillSamplePartnership(v *partnershipPage) {
	p := &v.page
	v.Title = p.t("partnership.title", "here", "Białystok", "there", "Grodno")
	v.Sides = []placeView{{Name: "Białystok", URL: "/", Where: "podlaskie, Polska"}, {Name: "Grodno", URL: "/", Endonym: "Гродна", Where: "Białoruś"}}
	v.Join = joinBraid("terminated")
	v.Status, v.Sentence = p.statusOf("terminated"), "Rozwiązane 3 marca 2022. Głosowanie było jednomyślne."
	v.Kind, v.OriginalTerm = p.t("partnership.kind.partnership"), "umowa o współpracy"
	v.Story = "…"
	v.Differ = true
	v.SideStates = []sideState{{"Białystok", p.statusOf("terminated")}, {"Grodno", p.statusOf("frozen")}}
	axis := draw.NewAxis(2008, 2027)
	spans := []draw.Span{{From: 2008.5, To: 2020.6, Here: draw.Whole, There: draw.Whole}, {From: 2020.6, To: 2021.5, Here: draw.Whole, There: draw.Rest}, {From: 2021.5, To: 2022.2, Here: draw.Rest, There: draw.Rest, Ends: draw.Two[draw.End]{Here: draw.Ring, There: draw.Loose}}}
	setBraid(v, axis, draw.NewBraid(axis, braidBand, spans), []timelineAct{
		{Year: 2008.5, Text: "umowa, 2008"},
		{Year: 2018.2, Text: "umowa, 16 marca 2018"},
		{Year: 2020.6, Text: "przerwanie kontaktów, 2020"},
		{Year: 2021.5, Text: "zawieszenie, 2021"},
		{Year: 2022.17, Text: "rozwiązanie, 3 marca 2022"},
	})
	source := sourceView{Title: "Białystok zrywa współpracę", Publisher: "grodno360.by", URL: "https://grodno360.by/2022/03/04/", Language: "ru", Retrieved: p.t("source.retrieved", "date", lang.Date{Year: 2026, Month: 10, Day: 1})}
	v.Acts = []actView{
		{
			ID: "1", When: "16 marca 2018", Type: "umowa", Sources: []sourceView{source}, Details: []string{"Podpisana w Grodnie."}, Text: "Na pięć lat.",
			Documents: []documentView{
				{ID: "d1", Title: "Umowa o współpracy", URL: "/pl/documents/d1/umowa.pdf?save", About: "PDF, 3 strony, 1,2 MB", Warnings: []string{"…"}, Remove: "/pl/desk/documents/d1/remove"},
				{ID: "d2", Title: "Падпісанне", Lang: "be", URL: "/pl/documents/d2/a.jpg", About: "JPEG, 310 kB", Image: &imageView{"/pl/documents/d2/a.jpg", 800, 600}, Restricted: true, Original: "/pl/documents/d2/original/a.jpg"},
			},
		},
		{ID: "2", When: "3 marca 2022", Precision: "…", Type: "rozwiązanie", By: &actBy{"here", "Strona: Białystok"}, Sources: []sourceView{source, {Title: "bez adresu"}}},
	}
	v.Contradictions = []contradictionView{{Field: p.t("claim.field.start"), Claims: []claimView{{"2018", "dokładniejsze", true, source}, {"1960", "", false, source}}}}
	v.Facts = []fact{{p.t("partnership.fact.kind"), "partnerstwo"}}
	v.AsOf, v.KnownAt, v.APIURL = "2022-03-04", "", "/api/v1/partnerships/1"
}

// sampleMap needs no shapes: what is drawn is the cartographer's matter.
func sampleMap(p *page) *mapView {
	label := geo.Label{ID: "1", Class: "here", Text: "Białystok", X: 300, Y: 200, Anchor: geo.Start}
	area := geo.AreaShape{Key: "PL", Class: "own", Path: "M80 60L400 40L460 200L380 420L120 400Z"}
	return &mapView{
		Label: p.t("home.map.label"), urls: map[string]string{"2": "/pl/places/2"},
		Map: &geo.Map{
			Width: 520, Height: 400, Land: area.Path, Borders: "M420 20L480 220", Disputed: "M500 250h40", Outline: "M0 0h9",
			Areas: []geo.AreaShape{area}, Hatched: []geo.AreaShape{area},
			Arcs:   []geo.Arc{{ID: "0", Class: "here", Path: "M300 200Q350 130 400 130"}, {ID: "0", Class: "there", Path: "M400 130Q450 130 500 160"}},
			Dots:   []geo.Dot{{ID: "1", Class: "here", X: 300, Y: 200, R: 5, Text: "Białystok"}, {ID: "2", Class: "there", X: 500, Y: 160, R: 3, Text: "Grodno"}},
			Labels: []geo.Label{label}, Countries: []geo.Label{label},
		},
	}
}

func fillSampleList(v *deskListPage) {
	p := &v.page
	v.Title, v.Lead, v.Actions = p.t("desk.partnerships.title"), "…", []link{{"…", "/"}}
	status, state := p.statusOf("active"), p.stateView("mail.state.", "failed")
	v.Notice = &mailNotice{Text: "…", Answer: "535 5.7.8 authentication failed", Waiting: "…", URL: "/"}
	v.List = &listView{
		Action: "/", Caption: "…", Searches: true, Query: "x", Total: 120, Found: 110, From: 1, To: 50, BulkURL: "/", Question: "q=x", Clear: "/",
		Filters: []filterView{{"status", "…", []option{{Name: "…"}, {Value: "active", Name: "…", Chosen: true}}}},
		Carried: []pair{{"sort", "-since"}}, Active: []link{{"…", "/"}}, Bulk: []option{{Value: "topic", Name: "…"}},
		Columns:  []columnView{{"…", "/", "ascending", ""}, {"…", "", "", "right"}, {"…", "", "", "long"}},
		Rows:     []rowView{{"1", "Białystok – Grodno", []cellView{{listCell{Text: "Białystok – Grodno", URL: "/", Note: "…", More: []link{{"…", "/"}, {"…", ""}}}, "…", ""}, {listCell{Status: &status}, "…", "right"}, {listCell{State: &state}, "…", "long"}}}},
		Previous: "/", Next: "/", Sizes: []link{{"50", ""}, {"100", "/"}}, Exports: []link{{"XLSX", "/"}},
	}
}

// fillSampleMoving fills the pages of a list that moves in.
func fillSampleMoving(home *movingPage, list *movingListPage, work *movingWorkPage) {
	home.Title, home.Action, home.Rows = home.t("moving.page.title"), "/en/desk/moving-in", moving.MostRows
	home.Places, home.Templates = []option{{Value: "776069", Name: "Białystok"}}, []link{{"XLSX", "/"}, {"CSV", "/"}}
	home.Drafts = []movingLine{{File: "partnerzy.xlsx", URL: "/en/desk/moving-in/1", State: home.t("moving.page.state.waiting"), Until: home.Today}}
	list.Title, list.File, list.Action, list.Until = list.t("moving.page.title"), "partnerzy.csv", "/en/desk/moving-in/1", list.Today
	list.readAs(&moving.Table{Format: moving.CSV, Encoding: "windows-1250", Why: lang.Msg("moving.encoding.letters", "letters", "ą ę")}, 30)
	list.Failure = list.t("error.internal")
	work.Title, work.File, work.Action, work.Until = list.Title, list.File, list.Action, list.Until
	work.State, work.Progress, work.Now, work.All = list.t("moving.work.state.read"), list.t("moving.work.progress", "now", 100, "all", 5000), 100, 5000
	list.Columns = []movingColumn{list.column(moving.Column{Title: "Miasto", Role: moving.Partner, Samples: []string{"Grodno", "Kowno"}})}
	list.Questions = []movingQuestion{{ID: "q0", Key: "place:brest||", Text: list.t("moving.ask.place", "name", "Brest"), Lines: "5, 7", Place: true, Other: "x", Choices: []option{{Value: "629634", Name: "Brest", Chosen: true}}}}
	list.MoreQuestions, list.More = 2, 3
	list.Count = moving.Count{Rows: 30, Fit: 27, Rejected: 3, New: 20, More: 4, Known: 3}
	list.Fit = []movingRow{{Line: 5, Parts: []string{"Grodno (Białoruś)"}, Notes: []string{list.t("moving.note.topics", "text", "szachy")}}}
	list.Refused = []movingRow{{Line: 6, Text: list.t("moving.reason.date", "column", "D", "value", "31.02.2001"), Parts: []string{"Grodno"}}}
	list.Left = []movingRow{{Line: 9, Text: list.t("moving.left.total")}}
	list.Foreign = list.t("moving.page.foreign", "names", []string{"Gołdap"})
}

func emptyPlaceEdit(s *Site, code string) *placeEditPage {
	form := newForm(&page{p: s.catalog.Printer(code)}, nil)
	return &placeEditPage{page: s.newPage(nil, code, "/desk/places/1"), Facts: form, NameForm: form, IDForm: form}
}
