package web

import "net/url"

// fillSampleDocuments puts something into each field of the pages about documents.
func fillSampleDocuments(pages map[string]rendered) {
	view := documentView{
		ID: "1", Title: "Umowa", Lang: "de", URL: "/a.pdf?save", About: "PDF, 2 strony, 37 kB", Language: "…", Page: "/pl/documents/1",
		First: &firstPageView{"/a.webp", "/a.jpg", 480, 679, "…"}, Warnings: []string{"…"}, Restricted: true, Original: "/", Edit: "/", Remove: "/pl/desk/documents/1/remove",
	}
	pages["press-text"].(*pressTextPage).Papers = []documentView{view}
	one := pages["document"].(*documentPage)
	one.Title, one.TitleLang, one.Crumbs, one.Document = "Umowa", "de", []link{{"…", "/"}}, view
	one.About, one.Facts, one.Home = worded{"…", "de"}, []fact{{"…", "PDF"}, {"…", "2"}}, &link{"…", "/"}
	one.VersionURL, one.Unread, one.NotYet = "/", "…", "…"
	desk := pages["document-desk"].(*deskDocumentPage)
	desk.Title, desk.Document, desk.Base, desk.Unread = "Umowa", view, "/pl/desk/documents/1", "…"
	desk.Form = newForm(&desk.page, url.Values{"title.pl": {"Umowa"}})
	desk.Form.faults = append(desk.Form.faults, fault{"title.pl", "…"})
	desk.ReplaceForm = newForm(&desk.page, url.Values{})
	desk.ReplaceForm.faults = append(desk.ReplaceForm.faults, fault{"note", "…"})
	desk.Upload = &uploadView{Accept: ".pdf", Accepted: "…", Fault: "…"}
	desk.Texts = []documentTexts{{"pl", "polski", desk.Form.Field("title.pl", "text", "document.field.title", "", "off"), desk.Form.Area("about.pl", "document.field.about", "", 3)}}
	desk.Languages = []option{{Value: "", Name: "…", Chosen: true}, {Value: "pl", Name: "polski"}}
	desk.Present = versionView{Number: 2, Name: "umowa.pdf", URL: "/", About: "PDF", When: "…", Who: "…"}
	desk.Versions = []versionView{{Number: 1, Name: "umowa-1.pdf", URL: "/", About: "PDF", When: "…", Who: "…", Note: "…", ReplacedOn: "…"}}
	pages["partnership"].(*partnershipPage).Acts = append(pages["partnership"].(*partnershipPage).Acts, actView{ID: "papers", Type: "…", When: "…", Documents: []documentView{view}})
}
