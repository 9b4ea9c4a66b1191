package web

import (
	"twintown/internal/meeting/forum"
	"twintown/internal/platform/lang"
)

// fillSampleForum puts something into each field of the pages of a forum.
func fillSampleForum(pages map[string]rendered) {
	parts := []conferencePart{{"…", "/", true}, {"…", "/", false}}
	head := func(v *conferenceHead) { v.Title, v.Kind, v.When, v.Parts = "Konferencja", "…", "…", parts }
	desk := pages["forum"].(*forumPage)
	head(&desk.conferenceHead)
	desk.Version, desk.State, desk.Closes, desk.Open, desk.Planned = 3, "…", "…", true, "…"
	desk.Missing, desk.Wished, desk.Lost, desk.Talks, desk.Pending, desk.Silent, desk.Contacts = []string{"Kaunas", "Hrodna"}, 1, 1, 1, 2, 1, 3
	desk.Sum = forumSum{Sum: 90, Most: 100, Share: 0.9}
	desk.Sides = []forumSide{{ID: "a", Name: "Kaunas", Country: "…", Wished: true, Talks: 1, Wishes: 2, ListURL: "/"}, {ID: "b", Name: "Hrodna", Gone: true}}
	desk.Tables = []string{"1", "2"}
	desk.Rounds = []forumRound{
		{When: "10:00–10:15", Cells: []forumCell{{Pick: "a.b", Label: "…", Names: []string{"Kaunas", "Hrodna"}, Marks: []string{"…", "…"}, Class: "both", WhyURL: "/"}, {Pick: "@1@2", Label: "…", Class: "free"}}},
		{When: "11:00–11:15", Break: "10:15–11:00", Cells: []forumCell{{Pick: "@2@1", Label: "…", Class: "free"}, {Pick: "@2@2", Label: "…", Class: "free"}}},
	}
	desk.Unplaced = []forumUnplaced{{Names: "…", Mark: "…", Why: "…", Spot: "@1@2", Pick: "a.b"}, {Names: "…", Mark: "…", Why: "…"}}
	desk.Barred = []forumBarred{{"…", "a.b"}}
	desk.Choices = []option{{Value: "a", Name: "Kaunas"}, {Value: "b", Name: "Hrodna"}}
	desk.Spots = []optionGroup{{"10:00–10:15", []option{{Value: "@1@2", Name: "2"}}}}
	desk.DayNames = []string{"…", "…"}
	desk.HandForm.fail("", lang.Msg("error.forum.pick_two"))
	desk.Form.fail("hours.0", lang.Msg("error.forum.no_slot"))

	talk := pages["forum-talk"].(*forumTalkPage)
	head(&talk.conferenceHead)
	talk.Names, talk.When, talk.Hand, talk.Reasons, talk.Worth, talk.Spots = "Kaunas – Hrodna", "…", true, []string{"…", "…"}, 1040, desk.Spots
	talk.Points, talk.Total = []sumLine{{Text: "…", Points: "+1.20"}}, "1.20"
	talk.Caveats = []caveatView{{Text: "…", Date: "…"}}
	lists := pages["forum-lists"].(*forumListsPage)
	head(&lists.conferenceHead)
	lists.Lists = []forumList{{ID: "a", Name: "Kaunas", Talks: []forumLine{{"…", "1", "Hrodna", "…", "…", "/"}}}, {ID: "b", Name: "Hrodna"}}
	contacts := pages["forum-contacts"].(*forumContactsPage)
	head(&contacts.conferenceHead)
	contacts.Contacts, contacts.Letters = []forumContact{{"Kaunas – Hrodna", "…", "…", "…", true, "/", "/"}}, 1

	own := pages["guest-forum"].(*guestForumPage)
	own.Title, own.Name, own.What, own.When, own.Parts = "…", "Kaunas", worded{Text: "Konferencja"}, "…", parts
	own.Ready, own.Comes, own.Open, own.Closes, own.Shown, own.Most = true, true, true, "…", true, 30
	wants := []option{{Value: "nothing", Name: "…"}, {Value: "touch", Name: "…", Chosen: true}}
	own.Own = []ownTalk{{ID: "b", When: "…", Table: "1", With: "Hrodna", Country: "…", Topics: []string{"…"}, Line: "…", Begun: true, Note: "…", Wants: wants}, {ID: "c", When: "…", Table: "2", With: "Uzhhorod"}}
	own.Days = []forumDay{{"…", own.Own}}
	own.Map = newTableMap(forum.Setup{Tables: []forum.Table{{Name: "1"}, {Name: "2", Column: 1}}}, map[string]bool{"1": true})
	other := func(id, value string) forumOther {
		return forumOther{ID: id, Name: "Hrodna", Country: "…", Topics: []string{"…"}, Line: "…", Reason: "…", Value: value, Order: "1", Why: "…"}
	}
	own.Wishes, own.Refused = []forumOther{other("d", "1"), other("e", "1")}, []forumOther{other("f", "0")}
	own.Wishes[0].First, own.Wishes[1].Last = true, true
	own.Best, own.Others = []forumOther{other("g", "")}, []forumCountry{{"…", []forumOther{other("h", "")}}, {"", []forumOther{other("i", "")}}}
	own.Topics, own.Times = []option{{Value: "culture", Name: "…", Chosen: true}}, []option{{Value: "1", Name: "…", Chosen: true}}
	own.Got = []askView{{ID: "b", With: "Hrodna", Country: "…", When: "…", Topics: []string{"…"}, Line: "…", Open: true}}
	own.Sent = []askView{{ID: "c", With: "Uzhhorod", When: "…", State: "…", Open: true}, {ID: "d", With: "Kaunas", When: "…", State: "…"}}
	own.Free = []freeView{{ID: "2", When: "…", Groups: []optionGroup{{"…", []option{{Value: "d", Name: "Hrodna"}}}}}}
	own.Form.fail("wishes", lang.Msg("error.forum.itself"))
	own.WordErr.fail("want", lang.Msg("error.forum.want"))
}
