package web

import (
	"net/url"

	"twintown/internal/seek"
)

// emptyRequests are the pages of requests for a partner with nothing in them.
func emptyRequests(s *Site, code string) map[string]rendered {
	base := func(path string) page { return s.newPage(nil, code, path) }
	form := func() *form { return newForm(&page{p: s.catalog.Printer(code)}, nil) }
	return map[string]rendered{
		"requests":       &requestsPage{page: base("/seek"), Form: form()},
		"request":        &requestPage{page: base("/seek/a")},
		"request-new":    &newRequestPage{page: base("/desk/requests/new"), Form: form()},
		"request-edit":   &requestEditPage{page: base("/desk/requests/a"), Form: form(), Base: "/r"},
		"request-beside": &requestBesidePage{page: base("/desk/requests/a/texts/lt"), Form: form()},
		"still":          &stillPage{page: base("/still-seeking"), Form: form()},
		"request-review": &requestReviewPage{page: base("/desk/requests/a/review"), Form: form()},
	}
}

// sampleRequest is a request with something in each of its fields.
func sampleRequest(p *page) requestView {
	town := placeView{ID: 1, Name: "Sokółka", URL: "/", Endonym: "Сокулка", EndonymLang: "be", Where: "podlaskie, Polska", Population: 17_946}
	return requestView{
		ID: "1", URL: "/seek/a", EditURL: "/", Title: "Ieškome partnerio", TextLang: "lt", TextNote: "…", About: []string{"Ieškome partnerio"}, Seeks: []string{"Ieškome partnerio", "…"}, Offers: []string{"Ieškome partnerio"}, Lead: "Ieškome partnerio",
		Towns: []placeView{town, town}, State: seek.Published, Status: p.requestStatus(seek.Published), Says: "…", Topics: []string{"…", "…"}, Wishes: []fact{{"…", "…"}},
		Call: "…", CallLink: "https://example.org", ReplyBy: "…", Expires: "…", Since: "…", Languages: []string{"lt"}, Partner: &town, Open: true, Example: true,
	}
}

// fillSampleRequests puts something into each field of the pages of requests.
func fillSampleRequests(pages map[string]rendered) {
	list := pages["requests"].(*requestsPage)
	list.Title, list.Total, list.Asked, list.Clear, list.BeginURL, list.Feed, list.Map = "…", 2, true, "/", "/", "/seek.atom", sampleMap(&list.page)
	list.Requests = []requestView{sampleRequest(&list.page), {Title: "…", URL: "/", State: seek.Matched, Status: list.requestStatus(seek.Matched)}}
	list.Choices = []fieldView{list.Form.Choice("country", "seek.filter.country", "", list.any())}
	for _, v := range []*requestPage{pages["request"].(*requestPage)} {
		v.Title, v.Preview, v.Request, v.Map, v.Crumbs = "Ieškome partnerio", true, sampleRequest(&v.page), sampleMap(&v.page), []link{{"…", "/"}}
		v.Request.Languages = []string{"pl", "lt"}
		v.Answer, v.Walk = &answerView{URL: "/", Label: "…"}, &link{"…", "/"}
		v.Facts = []requestTown{{placeView: v.Request.Towns[0], Facts: []fact{{"…", "…"}}}}
	}
	pages["town"].(*townPage).Requests, pages["town"].(*townPage).SeekURL = list.Requests[:1], "/"
	pages["home"].(*homePage).Requests = list.Requests
	still := pages["still"].(*stillPage)
	still.Title, still.Request, still.Desk, still.Key, still.Reply, still.End, still.Reasons = "…", sampleRequest(&still.page), "/", "x", still.Today, still.Today, []option{{Name: "…"}, {Value: "plans", Name: "…"}}
	still.Form.faults = []fault{{"reason", "…"}}
	rows := []requestTownRow{{"Sokółka", "…", 1, "/"}, {"Suchowola", "…", 2, "/"}}
	fresh := pages["request-new"].(*newRequestPage)
	fresh.Title, fresh.Towns, fresh.Others, fresh.Several, fresh.Action, fresh.Topics, fresh.Known, fresh.May, fresh.Grows, fresh.From = "…", rows, []link{{"…", "/"}}, []option{{Value: "1", Name: "…"}}, "/", []option{{Value: "sport", Name: "…", Chosen: true}}, []fact{{"…", "…"}}, true, []link{{"…", "/"}}, "…"
	fresh.Form.faults = []fault{{"where", "…"}, {"title", "…"}}
	fillSampleRequestEdit(pages["request-edit"].(*requestEditPage), rows)
	beside := pages["request-beside"].(*requestBesidePage)
	beside.Title, beside.Base, beside.Action, beside.Name, beside.OfName, beside.Code, beside.Of, beside.Behind, beside.Machine = "…", "/", "/", "…", "…", "lt", "pl", true, true
	beside.Sources, beside.Rows = []link{{"…", "/"}}, []requestBesideRow{{"…", []string{"…", "…"}, beside.Form.Area("seeks", "seek.seeks", "", 3)}}
	review := pages["request-review"].(*requestReviewPage)
	review.Title, review.Base, review.View, review.State, review.Asked, review.Owner, review.Apart, review.Lacks, review.EditURL = "Ieškome partnerio", "/", sampleRequest(&review.page), seek.Draft, "…", "…", []string{"Suchowola"}, []string{"…"}, "/"
	review.Edited = "…"
	review.Texts = []requestReviewText{{"lt", "…", "Ieškome partnerio", "…", []requestPart{{"…", "lt", []string{"…"}}, {"…", "lt", nil}}}}
	review.Changes = []changeView{{Number: 1, When: "…", Who: "…", What: "…"}}
	review.Form.faults = []fault{{"note", "…"}}
}

func fillSampleRequestEdit(v *requestEditPage, rows []requestTownRow) {
	v.Title, v.View, v.State, v.Asked, v.Note, v.Owner, v.Towns, v.ReviewAt = "Ieškome partnerio", sampleRequest(&v.page), seek.Draft, "…", "…", "…", rows, "/"
	v.Lacks, v.From = []fault{{"title", "…"}, {"place", "…"}, {"reply_by", "…"}, {"topics", "…"}}, &link{"…", "/"}
	v.Moves = []requestMove{{"ask", "…", true}, {"back", "…", false}}
	v.Form.values = url.Values{"topics": {"sport"}, "kind": {"project"}}
	v.Form.faults = []fault{{"reason", "…"}, {"place", "…"}}
	v.Checks = []requestBoxes{{helpChecks{"topics", "…", []option{{Value: "sport", Name: "…", Chosen: true}}}, []option{{Value: "youth", Name: "…"}}}}
	v.Reasons, v.Areas = []option{{Name: "…"}, {Value: "plans", Name: "…"}}, []areaView{{Value: "place:1", Name: "…", Where: "…", Size: 2}}
	v.Changed = []changeView{{Number: 2, When: "…", Who: "…", What: "…"}}
	v.Changes = []changeView{{Number: 1, When: "…", Who: "…", What: "…", Fields: []fieldChange{{"…", "a", "b"}}}}
	f := v.Form
	v.Texts = []requestTextForm{{
		Code: "lt", Language: "…", Mark: "…", Open: true, Beside: "/", Behind: true,
		Title: f.Field("title.lt", "text!", "seek.field.title", "", "off"), Seek: f.Area("seeks.lt", "seek.seeks", "", 3), Offers: f.Area("offers.lt", "seek.offers", "", 3), About: f.Area("about.lt", "seek.about", "", 3),
		Origin: f.Choice("origin.lt", "help.origin", "", []option{{Name: "…"}}), Source: f.Choice("source.lt", "help.origin.from", "", []option{{Name: "…"}}),
	}}
}
