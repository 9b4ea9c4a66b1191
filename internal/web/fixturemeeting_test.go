package web

import (
	"net/url"

	"twintown/internal/platform/lang"
	"twintown/internal/press"
)

// fillSampleMeeting puts something into each field of the pages about meetings.
func fillSampleMeeting(pages map[string]rendered) {
	choices := []option{{Value: "a", Name: "…", Chosen: true}, {Value: "b", Name: "…"}}
	head := func(p page) pressHead {
		p.Title = "Konferencja"
		return pressHead{page: p, Kind: "…", Base: "/pl/desk/press/1", OwnURL: "/pl/desk/meetings/1", Write: true, Rule: true, Public: true, OwnClass: "changed", OwnName: "…", Tabs: []pressTab{{"pl", "polski", "/", "…", "public", true}}, Waiting: &unseenView{[]link{{"…", "/"}, {"…", "/"}}, "…", 7, "/"}}
	}
	changed := []revisionView{{Version: 2, When: "…", Time: "12:00", Who: "…", What: "…", Note: "…", Fields: []differenceView{{Field: "…", Old: "a", New: "b"}}, Restorable: true}}
	faulty := func(p *page, fields ...string) *form {
		f := newForm(p, url.Values{"programme": {"9:30 Otwarcie"}, "off": {"1"}})
		for _, name := range fields {
			f.faults = append(f.faults, fault{name, "…"})
		}
		return f
	}
	begin := pages["meeting-new"].(*newMeetingPage)
	begin.Kinds, begin.Languages, begin.Form = choices, choices, faulty(&begin.page, "title")
	facts := pages["meeting-facts"].(*meetingFactsPage)
	facts.pressHead = head(facts.page)
	f := faulty(&facts.page, "patron", "guests", "to", "credit")
	facts.Form, facts.Changed, facts.Kinds, facts.Inferred, facts.Topics, facts.Partnerships = f, changed, choices, choices, choices, choices
	facts.Days = map[string]dayView{"from": {fieldView: f.Field("from", "text", "meeting.fact.from", "", "off"), Day: "2013-09-27", Read: "…"}, "to": {fieldView: f.Field("to", "text", "meeting.fact.to", "meeting.fact.to.hint", "off")}}
	place := func(name string) placeField {
		return placeField{f.Field(name, "text", "meeting.town", "", "off"), "1", []placeView{{ID: 1, Name: "Grodno", Endonym: "Hrodna", Where: "…", Population: 5}}}
	}
	facts.Place = place("place")
	facts.Patrons = []patronRow{{"0", "0", "Wojewoda", "", choices, choices}, {N: "1", Ways: choices, States: choices}}
	facts.Guests = []guestRow{{Place: place("guest.0.place"), Countries: choices, Country: "guest.0.country", People: f.Field("guest.0.people", "number", "meeting.people", "", "off")}}
	facts.Reports, facts.Galleries = choices, choices
	facts.Materials = []materialRow{{N: 0, Document: "d", Title: "…", About: "PDF", URL: "/", Lang: "pl"}}
	facts.MayFile, facts.Upload = true, &uploadView{Accept: ".pdf", Accepted: "…", Fault: "…"}
	facts.LogoForm, facts.Logo = faulty(&facts.page, "logo", "shows"), &logoView{imageView{"/", 10, 10}, "…"}
	facts.Words = []wordsLink{{"polski", "/", 0}, {"niemiecki", "/", 2}}
	words := pages["meeting-words"].(*meetingWordsPage)
	words.pressHead, words.Name, words.Changed = head(words.page), "polski", changed
	words.Form, words.Rows = faulty(&words.page, ""), []wordRow{{"Program", "Otwarcie", "pl", "word.programme.0", "…"}}
	parts := []comparedPart{{"…", press.Differences("a b c", "a x c")}}
	history := pages["own-history"].(*ownHistoryPage)
	history.pressHead, history.Changes, history.Version = head(history.page), []ownState{{changed[0], parts, true}}, 3
	unseen := pages["press-unseen"].(*unseenPage)
	unseen.pressHead, unseen.Hints, unseen.Zone = head(unseen.page), []string{"…"}, "Europe/Warsaw"
	unseen.Form, unseen.Changes = faulty(&unseen.page, "at", ""), []unseenPart{{"…", "/", "pl", parts}}
	rows := []meetingTeaser{{URL: "/", Title: "…", Lead: "…", Kind: "…", When: "…", Where: "…", Off: true}, {URL: "/", Title: "…"}}
	list := pages["meetings"].(*meetingsPage)
	list.Title, list.Coming, list.Years = "Spotkania", rows, []meetingYear{{"2013", rows}}
	list.ICS, list.Feed, list.Choices = "/pl/meetings.ics", "/pl/meetings.atom", []pressChoice{{"…", []link{{"…", ""}, {"2013", "/"}}}}
	pages["town"].(*townPage).Meetings, pages["partnership"].(*partnershipPage).Meetings = rows, rows
	fillSampleMeetingPage(pages["meeting"].(*meetingPage))
}

func fillSampleMeetingPage(v *meetingPage) {
	v.Agenda = "/"
	v.Title, v.Kicker, v.Crumbs, v.Draft, v.Off = "Konferencja", "…", []link{{"…", "/"}}, "…", true
	v.Coming, v.Days, v.Weekday, v.Hours, v.Inferred = "…", "27 września 2013", "piątek", "9:30–15:00", "…"
	foreign := worded{"Office", "en"}
	place := placeView{ID: 1, Name: "Grodno", Endonym: "Гродна", EndonymLang: "be", URL: "/", Where: "…"}
	v.Venue, v.Address, v.Place, v.MapURL = foreign, "…", &place, "https://www.openstreetmap.org/"
	v.Organisers, v.Credit = []string{"…"}, sampleCredit()
	v.Patrons = []patronGroup{{"…", []patronView{{foreign, "…", &imageView{"/", 9, 9}}, {Office: worded{"…", ""}}}}}
	v.Guests = []guestGroup{{"Litwa", []guestView{{place, "…"}}, "…"}, {Country: "Białoruś", Count: "…"}}
	v.GuestsSum, v.Programme = "…", []programmeDay{{"…", true, []slotView{{"9:30–10:00", "9:30", foreign, "/", true}}}, {"", false, []slotView{{Title: foreign}}}}
	v.Article = &articleView{Title: "…", Lead: "…", Body: "<p>a</p>"}
	v.Origin, v.Source, v.Stale = "…", &link{"…", "/"}, true
	v.Report, v.Gallery, v.Pictures = &teaserView{URL: "/", Title: "…", Lead: "…", When: "…"}, &link{"…", "/"}, []photoView{{ID: "1", Number: 1, URL: "/", Src: "/a.jpg", Width: 3, Height: 2, Alt: "…", Sets: []pictureSet{{"image/webp", "/a.webp 3w"}}, Sizes: "100vw"}}
	v.Materials, v.ZIP = []materialView{{Title: foreign, URL: "/", About: "PDF", Language: "…", Page: "/", Edit: "/", First: &firstPageView{"/a.webp", "/a.jpg", 3, 4, "…"}}}, "/"
	v.Register, v.Delegations = "/", []comingView{{&place, "", "…", []string{"…"}}, {Name: "…", Count: "…"}}
	v.Pairs, v.Topics, v.ICS, v.EditURL = []link{{"…", "/"}}, []link{{"…", "/"}}, "/", "/"
	v.Today = lang.Date{Year: 2026, Month: 11, Day: 23}
}
