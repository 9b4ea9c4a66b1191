package web

// sampleCredit has something in each of its fields.
func sampleCredit() *creditView {
	return &creditView{"…", "…", "lt", "/", []string{"…"}, "lt", &imageView{"/", 10, 10}, worded{"…", "lt"}}
}

// fillSampleJointPapers puts something into each field of the pages of a project that show papers,
// meetings and articles.
func fillSampleJointPapers(pages map[string]rendered, head func(*projectHead)) {
	paper := documentView{ID: "a", Title: "…", Lang: "lt", URL: "/", About: "PDF", Language: "…", Page: "/", Warnings: []string{"…"}, Restricted: true, Original: "/", Edit: "/", Remove: "/"}
	written := writtenView{ID: "b", URL: "/", Title: "…", Lang: "lt", About: "…"}
	v := pages["project-papers"].(*projectPapersPage)
	head(&v.projectHead)
	v.MayFile = true
	row := jointPaper{documentView: paper, Row: "paper.0", Order: "1", Kinds: v.paperKinds("report"), Open: true}
	v.Papers, v.Gone, v.Loose = []jointPaper{row}, []gonePaper{{"…", "/"}}, []jointPaper{{documentView: paper}}
	v.Receipts, v.Kinds, v.Languages = []receiptRow{{"p", "…", &paper}}, row.Kinds, v.any()
	v.Upload = &uploadView{Accept: ".pdf", Accepted: "…", Fault: "…", Waiting: []waitingView{{"w", "…", "…", []string{"…"}}}}
	list := []writtenView{written}
	v.Links = projectLinked{&written, list, list, list, list, true}
	v.PaperForm.faults, v.Form.faults = []fault{{fileField, "…"}}, []fault{{"find", "…"}}
	payments := pages["project-payments"].(*projectPaymentsPage)
	payments.Receipts, payments.ReceiptUpload = []receiptRow{{"p", "…", &paper}, {ID: "q", Name: "…"}}, v.Upload
	payments.ReceiptForm.faults = []fault{{"payment", "…"}}
	texts := pages["project-texts"].(*projectTextsPage)
	texts.Logo = projectLogo{Action: "/", Now: &logoView{imageView{"/", 3, 4}, "…"}, Form: newForm(&texts.page, nil)}
	texts.Logo.Shows = []fieldView{texts.Logo.Form.Field("shows.pl", "text", "meeting.fact.shows", "", "off")}
	texts.Logo.Others = []fieldView{texts.Logo.Form.Field("shows.lt", "text", "meeting.fact.shows", "", "off")}
	texts.Logo.Form.faults = []fault{{"logo", "…"}, {"shows", "…"}}
	shown := pages["project"].(*projectPublicPage)
	shown.Papers, shown.Met, shown.Written, shown.Meetings = []documentView{paper}, &written, list, []meetingTeaser{{URL: "/", Title: "…", Kind: "…", When: "…", Where: "…", Lead: "…"}}
	pages["article"].(*articlePage).Credit = sampleCredit()
	pages["gallery"].(*galleryPage).Credit = sampleCredit()
	pages["meeting-facts"].(*meetingFactsPage).Joints = v.any()
	pages["press-item"].(*pressItemPage).Joints = v.any()
}
