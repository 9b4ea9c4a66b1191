package web

import (
	"twintown/internal/meeting/delegation"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
)

// sampleFault is what is wrong in each form.
var sampleFault = lang.Msg("error.guests.number")

// fillSampleDelegations puts something into each field of the organiser's pages of a
// conference. head fills what stands above.
func fillSampleDelegations(pages map[string]rendered, head func(*conferenceHead)) {
	list := pages["delegations"].(*delegationsPage)
	head(&list.conferenceHead)
	some := &deskListPage{page: list.page}
	fillSampleList(some)
	list.List, list.Notice = some.List, &mailNotice{Text: "…", Waiting: "…", URL: "/"}
	list.Bulk = &bulkView{State: "…", Progress: "…", Now: 20, All: 70, Look: "/"}
	list.Figures, list.Lines = []figureView{{"84", "…", "/"}, {"3", "…", "/"}}, []string{"…"}
	list.Sources = []link{{"…", "/"}}

	kinds := []option{{Value: "town", Name: "…", Chosen: true}, {Value: "organisation", Name: "…"}}
	fields := func(f *form, v *conferenceHead) delegationFields {
		f.fail("place", sampleFault)
		return delegationFields{
			kinds,
			placeField{f.Field("place", "text", "guests.place", "guests.place.hint", "off"), "1", []placeView{{ID: 1, Name: "Grodno", Endonym: "Hrodna", Where: "…", Population: 5}}},
			[]option{{Value: "lt", Name: "…"}},
			dayView{fieldView: f.Field("deadline", "text", "guests.deadline", "guests.deadline.hint", "off"), Day: "2027-05-01", Read: "…"},
		}
	}
	add := pages["delegation-new"].(*delegationFormPage)
	head(&add.conferenceHead)
	add.delegationFields, add.Sources = fields(add.Form, &add.conferenceHead), []link{{"…", "/"}}

	many := pages["delegation-many"].(*delegationManyPage)
	head(&many.conferenceHead)
	many.Form.fail("list", sampleFault)
	many.Languages, many.Fit, many.Left = []option{{Value: "lt", Name: "…"}}, 1, 1
	many.Rows = []listedRow{{Line: 1, Name: "Kaunas", Means: "…", Details: "…"}, {Line: 2, Name: "Brest", Details: "…", Fault: "…", Field: "means.2", Choices: []option{{Value: "1", Name: "…", Chosen: true}}}}

	towns := pages["delegation-towns"].(*delegationTownsPage)
	head(&towns.conferenceHead)
	towns.Form.fail("", sampleFault)
	towns.Heading, towns.Lead, towns.Free = "…", "…", 1
	towns.Towns = []offeredTown{{ID: "1", Name: "Grodno", Where: "…", Note: "…", Chosen: true}, {ID: "2", Name: "Kaunas", Where: "…", There: true}}

	one := pages["delegation"].(*delegationPage)
	head(&one.conferenceHead)
	one.Name, one.Says, one.OwnURL, one.Link, one.PreviewURL, one.Room = "Kaunas", []string{"…"}, "/", "http://localhost/lt/guest/x", "", 2
	one.State = one.delegationState(delegation.Accepted)
	one.delegationFields = fields(one.Form, &one.conferenceHead)
	one.Ways, one.Answers = []option{{Value: "letter", Name: "…"}}, []option{{Value: "accepted", Name: "…"}}
	one.Delegation.Contact = delegation.Contact{Name: "…", Email: "office@example.org", Note: "…"}
	one.Registered, one.Members = []pair{{"…", "…"}}, []memberRow{{"/", "…", "…", "…", "…", "…", "…", true}}
	one.Mail = &delegationMail{"…", "…", "550", "/", one.stateView("mail.state.", "bounced"), true, "…"}
	one.History = []historyLine{{"…", "…", "…"}}
	one.CanInvite, one.CanRemind, one.CanWithdraw, one.CanDecide, one.CanAnswer, one.CanDrop, one.CanList = true, true, true, true, true, true, true

	letter := pages["delegation-mail"].(*delegationMailPage)
	head(&letter.conferenceHead)
	letter.Name, letter.Back, letter.Language = "Kaunas", "/", "…"
	letter.Mail = mail.Preview{Row: mail.Row{Language: "lt", To: "office@example.org", Subject: "…"}, Text: "…"}

	member := pages["delegation-member"].(*delegationMemberPage)
	head(&member.conferenceHead)
	member.Form.fail("name", sampleFault)
	member.Name, member.Roles, member.Lodgings, member.Languages, member.Countries = "Kaunas", kinds, kinds, kinds, kinds
	fillSampleSettings(pages, head)
}

func fillSampleSettings(pages map[string]rendered, head func(*conferenceHead)) {
	settings := pages["conference-settings"].(*conferenceSettingsPage)
	head(&settings.conferenceHead)
	f := settings.Form
	f.fail("seats", sampleFault)
	settings.Conference.Version, settings.Ends = 1, "…"
	day := dayView{fieldView: f.Field("deadline", "text", "conference.deadline", "conference.deadline.hint", "off")}
	until := dayView{fieldView: f.Field("until", "text", "conference.until", "conference.until.hint", "off")}
	settings.Days = map[string]dayView{"deadline": day, "until": until}
	settings.Texts = []settingsTexts{{"…", true, f.Area("notice.pl", "conference.notice", "conference.notice.hint", 4), f.Area("costs.pl", "conference.costs", "conference.costs.hint", 2)}}
	settings.Questions = []questionRow{{"/", "…", "…", "…", true}}

	question := pages["conference-question"].(*conferenceQuestionPage)
	head(&question.conferenceHead)
	q := question.Form
	q.fail("label.pl", sampleFault)
	choices := []option{{Value: "0", Name: "…"}}
	question.Number, question.Sorts, question.Conditions, question.Positions = 1, choices, choices, choices
	question.Labels, question.Options = []fieldView{q.Field("label.pl", "text", "conference.question.label", "", "off")}, []fieldView{q.Area("options.pl", "conference.question.options", "", 4)}

	day2 := pages["conference-day"].(*conferenceDayPage)
	head(&day2.conferenceHead)
	groups := []dayGroup{{"…", 3, []dayLine{{"18:40", "Kaunas", "/", 3}}}}
	day2.Arrivals, day2.Departures, day2.Counts, day2.CareURL = groups, groups, []countGroup{{"…", []countLine{{"…", 2}}}}, "/"

	care := pages["conference-care"].(*conferenceCarePage)
	head(&care.conferenceHead)
	care.Rows, care.Visas, care.Back = []careRow{{"…", "Kaunas", "/", "…", "…"}}, []visaRow{{"…", "Kaunas", "/", []string{"…"}}}, "/"
}

// emptyDelegations are the organiser's pages of a conference before anything is entered.
func emptyDelegations(s *Site, code string, base func(string) page) map[string]rendered {
	return map[string]rendered{
		"delegation-mail":     &delegationMailPage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/delegations/1/mail")}, Mail: mail.Preview{Row: mail.Row{Language: "lt"}}},
		"delegations":         &delegationsPage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/delegations")}, List: &listView{}},
		"delegation":          &delegationPage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/delegations/1")}, Form: newForm(&page{p: s.catalog.Printer(code)}, nil), Answer: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"delegation-new":      &delegationFormPage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/delegations/new")}, Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"delegation-many":     &delegationManyPage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/delegations/many")}, Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"delegation-towns":    &delegationTownsPage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/delegations/towns")}, Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"delegation-member":   &delegationMemberPage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/delegations/1/members/new")}, memberChoices: memberChoices{Form: newForm(&page{p: s.catalog.Printer(code)}, nil)}},
		"conference-settings": &conferenceSettingsPage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/settings")}, Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"conference-question": &conferenceQuestionPage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/settings/questions/new")}, Form: newForm(&page{p: s.catalog.Printer(code)}, nil)},
		"conference-day":      &conferenceDayPage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/day")}},
		"conference-care":     &conferenceCarePage{conferenceHead: conferenceHead{page: base("/desk/meetings/1/day/care")}},
	}
}
