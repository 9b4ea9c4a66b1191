package web

import (
	"net/url"

	"twintown/internal/operator"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
)

// fillSamplePress puts something into each field of the pages about what is published.
func fillSamplePress(pages map[string]rendered) {
	choices := []option{{Value: "a", Name: "…", Chosen: true}, {Value: "b", Name: "…"}}
	head := func(p page) pressHead {
		p.Title = "Konferencja"
		return pressHead{page: p, Kind: "…", Base: "/pl/desk/press/1", Write: true, Rule: true, Others: []string{"Office"}, Tabs: []pressTab{
			{"pl", "polski", "/", "…", "public", true}, {"de", "niemiecki", "/", "…", "stale", false}, {"fr", "francuski", "/", "", "none", false},
		}}
	}
	faulty := func(p *page, fields ...string) *form {
		f := newForm(p, url.Values{"title": {"a"}})
		for _, name := range fields {
			f.faults = append(f.faults, fault{name, "…"})
		}
		return f
	}
	changed := []revisionView{{Version: 2, When: "…", Time: "12:00", Who: "…", What: "…", Note: "…", Fields: []differenceView{{Field: "…", Old: "a", New: "b"}}, Restorable: true}}
	begin := pages["press-new"].(*newPressPage)
	begin.Kinds, begin.Languages, begin.Form = choices, choices, faulty(&begin.page, "title")
	item := pages["press-item"].(*pressItemPage)
	item.pressHead = head(item.page)
	item.AtItem, item.Practice, item.Changed = true, true, changed
	item.Form = faulty(&item.page, "other", "cost")
	item.Sides, item.Offers = []placeView{{ID: 1, Name: "Białystok", Where: "…"}}, []placeView{{ID: 2, Name: "Grodno", Where: "…"}}
	item.Partnerships, item.Topics, item.Currencies = choices, choices, choices
	text := pages["press-text"].(*pressTextPage)
	text.pressHead = head(text.page)
	text.Form, text.Schedule = faulty(&text.page, "title", "body", "slug", "contact"), faulty(&text.page, "at")
	text.Language, text.Exists, text.Practice, text.Stale, text.StaleURL, text.Changed = "pl", true, true, true, "/", changed
	text.Upload = &uploadView{Accept: ".jpg", Accepted: "…", Fault: "…"}
	text.Origins, text.Sources = choices, choices
	text.Preview = &articleView{
		Lang: "pl", Title: "…", Lead: "…", Body: "<p>a</p>", Parts: []articlePart{{"…", "<p>b</p>"}}, Facts: []fact{{"…", "2011–2013"}}, Contact: "…", Mail: "office@example.org",
	}
	text.State, text.PublicURL, text.Shown, text.NextAt, text.Zone = statusWord{"changed", "…"}, "/", lang.Date{Year: 2026, Month: 11, Day: 3}, "…", "Europe/Warsaw"
	text.Links, text.LinkURL, text.Hints = 2, "https://x.example/pl/preview/y", []string{"…"}
	history := pages["press-history"].(*pressHistoryPage)
	history.pressHead = head(history.page)
	history.Language, history.Name, history.Changes = "pl", "polski", changed
	history.Older = &pressCompare{When: "…", Version: 2, CanTake: true, Parts: []comparedPart{{"…", press.Differences("a b c", "a x c")}}}
	article := pages["article"].(*articlePage)
	article.Crumbs, article.Kicker, article.Article = []link{{"…", "/"}}, "…", &articleView{Lead: "…", Body: "<p>a</p>"}
	article.Origin, article.Source, article.Stale, article.Draft = "…", &link{"polski", "/"}, true, "…"
	places := []placeView{{ID: 1, Name: "Białystok", URL: "/"}}
	article.Towns, article.With, article.Pairs, article.Tags, article.Topics, article.EditURL = places, places, []link{{"a – b", "/"}}, []link{{"…", "/"}}, []link{{"…", "/"}}, "/"
	article.Feed, article.page.Since = "/pl/news.atom", "2026-11-23T12:00:00Z"
	elsewhere := pages["article-elsewhere"].(*elsewherePage)
	elsewhere.Title, elsewhere.Offers = "…", []alternate{{Lang: "pl", Code: "pl", Name: "polski", URL: "/pl/news/a"}}
	list := pages["press-list"].(*pressListPage)
	list.Title, list.Lead, list.Feed, list.Newer, list.Older = "…", "…", "/", "/", "/"
	list.Groups = []pressGroup{{"…", []teaserView{{"/", "…", "…", "…", "…"}}}, {Items: []teaserView{{URL: "/", Title: "…"}}}}
	list.Choices = []pressChoice{{"…", []link{{"…", ""}, {"2025", "/"}}}}
	photo := photoView{
		ID: "1", Number: 1, URL: "/", Src: "/photos/1/640.jpg", Width: 640, Height: 427, Sizes: asThumb, Tone: "#8a7f70", Alt: "…", Caption: "…", CaptionLang: "en", Credit: "…", Lazy: true,
		Sets: []pictureSet{{"image/webp", "/photos/1/640.webp 640w"}, {"image/jpeg", "/photos/1/640.jpg 640w"}},
	}
	teaser := galleryTeaser{teaserView{URL: "/", Title: "…", When: "…"}, &photo, 2}
	item.Gallery, item.Galleries = true, choices
	article.Shown = []galleryTeaser{teaser}
	pictures := pages["press-pictures"].(*picturesPage)
	pictures.pressHead = head(pictures.page)
	pictures.Gallery, pictures.AtPictures, pictures.Unsaid, pictures.Upload, pictures.Form = true, true, 2, text.Upload, faulty(&pictures.page, "file")
	pictures.Many, pictures.People = faulty(&pictures.page, "people", "consent_by"), choices
	pictures.Pictures = []deskPicture{{photoView: photo, Ready: true, State: "…", NoAlt: true, Describe: "/", First: true}, {photoView: photoView{ID: "2", Number: 2}, Describe: "/", Last: true}}
	describe := pages["press-picture"].(*describePage)
	describe.pressHead, describe.Picture, describe.Action, describe.Next, describe.People = head(describe.page), pictures.Pictures[0], "/", "/", choices
	describe.Form = faulty(&describe.page, "consent_by")
	describe.Languages = []describeLanguage{{"pl", "polski", describe.Form.Field("caption.pl", "text", "press.picture.caption", "", ""), describe.Form.Field("alt.pl", "text", "press.picture.alt", "press.picture.alt.hint", "")}}
	gallery, one := pages["gallery"].(*galleryPage), pages["gallery-picture"].(*galleryPage)
	gallery.Title, gallery.Article, gallery.Pictures, gallery.Count, gallery.Download = "…", article.Article, []photoView{photo}, 1, "/"
	gallery.Towns, gallery.Pairs, gallery.Origin, gallery.EditURL = places, []link{{"a – b", "/"}}, "…", "/"
	one.One, one.Count, one.Base, one.Previous, one.Next = &photo, 3, "/", "/", "/"
	pages["galleries"].(*galleriesPage).Items = []galleryTeaser{teaser, {teaserView: teaserView{URL: "/", Title: "…"}}}
	front := pages["front"].(*frontPage)
	front.Title, front.Form, front.Blocks, front.Entries = "…", faulty(&front.page, "menu_url", "label"), []frontRow{{"block.find", "…", "", "1", true, false, true}}, []frontRow{{"entry.section:news", "…", "…", "2", false, true, false}}
	front.Labels = []languageField{{front.Form.Field("label.pl", "text", "front.label", "", "off"), "pl", "polski"}}
	home := pages["home"].(*homePage)
	home.Meetings = []meetingTeaser{{URL: "/", Title: "…", Lead: "…", Kind: "…", When: "…", Where: "…"}}
	home.Blocks, home.News, home.Practices, home.Galleries = operator.Blocks(), list.Groups[0].Items, list.Groups[0].Items, []galleryTeaser{teaser}
	beside := pages["press-beside"].(*besidePage)
	beside.pressHead, beside.Form = head(beside.page), faulty(&beside.page, "")
	beside.Language, beside.Name, beside.Of, beside.OfName, beside.Action, beside.Stale, beside.Sources, beside.Changed = "de", "…", "pl", "…", "/", true, []link{{"…", "/"}}, changed
	beside.dress(press.Content{Body: "a\n\nb\n\nc"}, press.Content{Title: "t", Body: "a\n\nb2\n\nd\n\ne"}, press.Content{Title: "T", Body: "A\n\nB\n\nC"})
	teasers := list.Groups[0].Items
	pages["town"].(*townPage).Press, pages["partnership"].(*partnershipPage).Press = teasers, teasers
}
