package web

import (
	"net/url"

	"twintown/internal/meeting/delegation"
)

// fillSampleGuests puts something into each field of the pages of a meeting's working side
// and of its guests.
func fillSampleGuests(pages map[string]rendered) {
	parts := []conferencePart{{"…", "/", true}, {"…", "/", false}}
	head := func(v *conferenceHead) { v.Title, v.Kind, v.When, v.Parts = "Konferencja", "…", "…", parts }
	guest := func(v *guestHead) {
		v.Title, v.Name, v.What, v.When, v.Parts = "…", "Kaunas", worded{"Konferencja", "pl"}, "…", parts
	}
	fillSampleDelegations(pages, head)
	fillSamplePapers(pages, head, guest)
	fillSampleHosts(pages, head)
	fillSampleGuestPages(pages, guest)
}

func fillSampleGuestPages(pages map[string]rendered, guest func(*guestHead)) {
	programme := pages["guest-programme"].(*guestProgrammePage)
	guest(&programme.guestHead)
	programme.ICS, programme.Webcal = "/a.ics", "webcal://localhost/a.ics"
	programme.Days = []ownDay{{"piątek", []ownItem{{Hours: "9:00–10:00", Title: worded{"Otwarcie", "pl"}, URL: "/", Where: worded{"Sala", "pl"}, Own: "…", Off: true}, {Hours: "10:00", Title: worded{Text: "…"}}}}}
	choices := []option{{Value: "accepted", Name: "…", Chosen: true}, {Value: "declined", Name: "…"}}
	faulty := func(p *page, fields ...string) *form {
		f := newForm(p, url.Values{"state": {"accepted"}, "coming": {"2"}, "photo": {"1"}, "visa": {"1"}})
		for _, name := range fields {
			f.faults = append(f.faults, fault{name, "…"})
		}
		return f
	}
	foreign := worded{"Words", "en"}
	notice := noticeView{[]string{"…"}, []string{"…", "…"}, foreign, "desk@example.org", "/"}
	own := pages["guest"].(*guestPage)
	guest(&own.guestHead)
	own.Guest.Quota, own.Guest.Contact.Email = 4, "office@example.org"
	own.About = &meetingPage{}
	fillSampleMeetingPage(own.About)
	own.Costs, own.Public, own.Now, own.Class, own.Next, own.Listed, own.List, own.Answers = foreign, "/", "…", "accepted", "…", "…", true, choices
	own.Ask, own.Many, own.Until, own.Write, own.Notice = true, true, "…", "desk@example.org", notice
	own.Form, own.Address = faulty(&own.page, "state", "coming", "note", ""), faulty(&own.page, "email")
	list := pages["guest-members"].(*guestMembersPage)
	guest(&list.guestHead)
	list.Listed, list.Add, list.Rows = "…", "/", []guestMemberRow{{"…", "…", "/", "/", []string{"…", "…"}, []string{"…"}}, {Name: "…"}}
	member := pages["guest-member"].(*guestMemberPage)
	member.Company, member.Lacks = []option{{Name: "…"}, {Value: "alone", Name: "…"}}, []string{"…", "…"}
	guest(&member.guestHead)
	member.Form, member.Action, member.Roles, member.Lodgings, member.Countries = faulty(&member.page, "name", "arrives", ""), "/", choices, choices, choices
	member.Now, member.id = []fact{{"…", "…"}}, "1"
	member.dressMember()
	in := pages["register"].(*registerPage)
	in.Title, in.What, in.When, in.Back, in.Form, in.Stamp, in.Full, in.Approval, in.Notice = "…", "…", "…", "/", faulty(&in.page, "name", "q.a"), "…", true, true, notice
	in.Asks = []askedView{
		{Field: in.Form.Field("q.a", "text!", "guest.register.email", "", "off"), Lang: "en", Sort: delegation.Line},
		{Field: in.Form.Field("q.b", "text", "guest.register.email", "", "off"), Sort: delegation.Choice, Options: choices},
		{Field: in.Form.Field("q.c", "text", "guest.register.email", "", "off"), Sort: delegation.Tick, Ticked: true, Only: "…", If: "q.b", Is: "1"},
	}
}
