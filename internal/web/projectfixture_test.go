package web

import (
	"twintown/internal/funding"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
)

// emptyProjects are the pages of projects with nothing in them.
func emptyProjects(s *Site, code string) map[string]rendered {
	head := func(tab string) projectHead {
		v := projectHead{page: s.newPage(nil, code, "/desk/projects/a"+tab), Base: "/" + code + "/desk/projects/a"}
		v.Title, v.Form, v.Status = "…", newForm(&v.page, nil), v.projectStatus(project.Idea)
		return v
	}
	form := func() *form { return newForm(&page{p: s.catalog.Printer(code)}, nil) }
	overview := &projectOverview{projectHead: head("")}
	overview.From, overview.To = s.dayField(overview.Form, &overview.page, "from", "project.from", ""), s.dayField(overview.Form, &overview.page, "to", "project.to", "")
	budget := &projectBudgetPage{projectHead: head("/budget")}
	budget.dress(s)
	payments, work := &projectPaymentsPage{projectHead: head("/payments"), ReceiptForm: form()}, &projectWorkPage{projectHead: head("/work")}
	payments.dress(s)
	work.dress(nil)
	answer := &projectAnswerPage{page: s.newPage(nil, code, "/desk/projects/a/answer"), Action: "/"}
	answer.Title, answer.Status = "…", answer.projectStatus(project.Idea)
	public := &projectPublicPage{page: s.newPage(nil, code, "/projects/a")}
	public.Title, public.Status = "…", public.projectStatus(project.Idea)
	return map[string]rendered{
		"project-new": &projectNewPage{page: s.newPage(nil, code, "/desk/projects/new"), Form: form(), Action: "/"}, "project-desk": overview,
		"project-partners": &projectPartnersPage{projectHead: head("/partners")}, "project-budget": budget,
		"project-payments": payments, "project-work": work,
		"project-papers": &projectPapersPage{projectHead: head("/papers"), PaperForm: form()},
		"project-texts":  &projectTextsPage{projectHead: head("/texts")}, "project-answer": answer, "projects": &projectsPage{page: s.newPage(nil, code, "/projects"), Form: form(), Clear: "/"}, "project": public,
	}
}

// sampleProject has something in each of its parts.
func sampleProject() project.Project {
	euro := func(cents int64) funding.Money { return funding.Money{Cents: cents, Currency: "EUR"} }
	return project.Project{State: project.Running, Handle: "a", Body: project.Body{
		Facts:    project.Facts{Acronym: "…", Funder: "…", Number: "…", Keep: "…", Link: "https://example.org/", Topics: []string{"culture"}, Credit: project.Credit{Line: map[string]string{"lt": "…"}}},
		Texts:    map[string]project.Text{"lt": {Title: "Bendra dainų knyga", About: "…", Results: "…"}, "en": {Title: "…", Provenance: lang.Provenance{Origin: lang.Translated, Source: "lt"}}},
		Partners: []project.Partner{{ID: "a", Organisation: "Sokółka", Role: project.Lead, Currency: "PLN"}, {ID: "b", Organisation: "…", Role: project.Full, Left: "2026-11-01", Why: "…"}},
		Budget: project.Budget{
			Rates:    []project.Rate{{Currency: "PLN", PerEuro: 4_231_500, Day: "2026-11-02", Source: "…"}},
			Lines:    []project.Line{{ID: "1", Partner: "a", Heading: project.Travel, What: "…", Amount: funding.Money{Cents: 100, Currency: "PLN"}}, {ID: "2", Partner: "b", Heading: project.Staff, Amount: euro(5)}},
			Shares:   []project.Share{{ID: "s", Partner: "a", Origin: project.OfGrant, Who: "…", Amount: euro(7)}, {ID: "r", Partner: "a", Origin: project.OfPartner, Rest: true}},
			Payments: []project.Payment{{ID: "p", Partner: "a", Way: project.In, Origin: project.OfGrant, Day: "2026-11-02", Amount: funding.Money{Cents: 100, Currency: "PLN"}}},
		},
		Milestones: []project.Milestone{{ID: "m", Title: map[string]string{"en": "…"}, Due: "2026-12-01", Done: "2026-12-01"}},
		Activities: []project.Activity{{ID: "v", Kind: project.Camp, Title: map[string]string{"en": "…"}, People: map[project.Band]int{project.Young: 3}, Abroad: 1}},
		Outputs:    []project.Output{{ID: "o", Title: map[string]string{"en": "…"}, Target: 3, Reached: 4}},
		Moves:      []project.Move{{To: project.Running, Day: "2026-11-01", Note: "…"}},
	}}
}

// fillSampleProjects puts something into each field of the pages of projects.
func fillSampleProjects(s *Site, pages map[string]rendered) {
	x := sampleProject()
	head := func(v *projectHead) {
		v.Project, v.TextLang, v.Partners, v.PublicURL = x, "lt", "…", "/"
		v.Asked = "/"
		v.Tabs, v.Changed = []deskEntry{{Name: "…", URL: "/", Current: true}}, []changeView{{What: "…"}}
		v.Form.faults = []fault{{"", "…"}}
	}
	begin := pages["project-new"].(*projectNewPage)
	begin.Title, begin.Known, begin.Calls = "…", []string{"…", "…"}, begin.any()
	begin.Sides, begin.Offers = []projectSide{{placeView{ID: 1, Name: "…", Where: "…"}, true}}, []placeView{{ID: 2, Name: "…"}}
	one := pages["project-desk"].(*projectOverview)
	head(&one.projectHead)
	one.Next, one.Back, one.Moves, one.Amiss = []option{{Value: "closed", Name: "…"}, {Value: "x", Name: "…"}}, "…", []moveView{{"…", "…", "…"}}, []string{"…"}
	one.Short, one.Calls, one.Topics, one.Grown = []budgetLine{{Name: "…", Note: "…", Euros: "…"}}, one.any(), []option{{Value: "culture", Name: "…", Chosen: true}}, []link{{"…", "/"}, {"…", "/"}}
	one.Call = &callView{Name: "…", NameLang: "lt", URL: "/", Programme: link{"…", "/"}, Status: one.callStatus(funding.Open), Grant: "…"}
	one.Fits = &projectFit{one.callStatus(funding.Open), []string{"…"}, []string{"…"}, []string{"…"}, [][]string{{"…", "…"}}}
	one.Changes = []changeView{{What: "…"}}
	partners := pages["project-partners"].(*projectPartnersPage)
	head(&partners.projectHead)
	for i, left := range []string{"", "…", "…"} {
		row := partnerRow{ID: "a", Name: "…", Where: "…", URL: "/", Left: left, Why: "…", Became: &becameView{Text: "…", Places: []placeView{{Name: "…", URL: "/"}, {Name: "…", URL: "/"}}, Source: "…"}, Row: rowField("partner", i, "x"), Roles: partners.any(), Currencies: partners.any(), Fault: "…", Total: "…", Mark: "…", Declined: i == 2}
		row.Organisation = partners.cell("partner", i, "organisation", "text", "project.organisation")
		partners.Rows = append(partners.Rows, row)
	}
	budget := pages["project-budget"].(*projectBudgetPage)
	head(&budget.projectHead)
	budget.Budget, budget.Exports = s.budgetView(&budget.page, x, funding.NoShare), []link{{"…", "/"}}
	budget.fill()
	budget.Form.faults = []fault{{"line.0.amount", "…"}, {"share.0.amount", "…"}, {"rate.0.rate", "…"}}
	budget.dress(s)
	payments := pages["project-payments"].(*projectPaymentsPage)
	head(&payments.projectHead)
	payments.Form.setRow("payment", 0, "partner", "a", "id", "p")
	payments.Form.faults = []fault{{"payment.0.amount", "…"}}
	payments.dress(s)
	work := pages["project-work"].(*projectWorkPage)
	head(&work.projectHead)
	work.fill(s)
	work.Form.faults = []fault{{"activity.0.abroad", "…"}, {"milestone.0.due", "…"}, {"output.0.target", "…"}}
	work.dress(map[string][]placeView{"activity.0.place": {{ID: 3, Name: "…", Where: "…"}}})
	texts := pages["project-texts"].(*projectTextsPage)
	head(&texts.projectHead)
	s.dressProjectTexts(texts)
	answer := pages["project-answer"].(*projectAnswerPage)
	answer.TextLang, answer.About, answer.Open, answer.Facts = "lt", []string{"…"}, "/", []fact{{"…", "…"}}
	answer.Towns = []answerTown{{placeView: placeView{ID: 1, Name: "…"}, Said: "…", Yes: true, No: true, HasCosts: "…"}, {placeView: placeView{ID: 2, Name: "…"}}}
	list := pages["projects"].(*projectsPage)
	row := projectRow{"/", "…", "lt", list.projectStatus(project.Running), "…", "…", "…"}
	list.Title, list.Rows, list.Total, list.Asked, list.Feed = "…", []projectRow{row}, 2, true, "/"
	list.Choices = []fieldView{list.Form.Choice("state", "project.state", "", list.any())}
	shown := pages["project"].(*projectPublicPage)
	shown.TextLang, shown.Preview, shown.EditURL, shown.Site, shown.Crumbs = "lt", true, "/", "https://example.org/", []link{{"…", "/"}}
	shown.About, shown.Results, shown.Credit, shown.Topics = []string{"…"}, []string{"…"}, sampleCredit(), []string{"…", "…"}
	shown.APIURL = "/"
	shown.Partners, shown.Facts, shown.Grown, shown.Moves = []projectPartnerView{{"…", "/", "…", "…", "…", &becameView{Text: "…", Source: "…"}}, {Name: "…"}}, []fact{{"…", "…"}}, []link{{"…", "/"}}, []moveView{{"…", "…", "…"}}
	shown.Budget = budget.Budget
	s.fillDone(shown, x)
	fillSampleJointPapers(pages, head)
	pages["partnership"].(*partnershipPage).Projects, pages["partnership"].(*partnershipPage).ProjectURL = []projectRow{row}, "/"
	pages["town"].(*townPage).Projects = []projectRow{row}
}
