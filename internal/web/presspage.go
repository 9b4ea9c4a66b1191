package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/markup"
	"twintown/internal/press"
	"twintown/internal/topic"
)

// articlePage is what readers see of an item.
type articlePage struct {
	page
	Crumbs  []link
	Kicker  string
	Article *articleView
	Origin  string // where the words come from, if they were translated
	Source  *link  // the text that it was translated from, if that is public
	Stale   bool   // which was changed since
	Draft   string // this is a draft, and until when the link leads here
	Towns   []placeView
	With    []placeView // the other side of a good practice
	Pairs   []link
	Shown   []galleryTeaser // galleries that belong to it
	Tags    []link
	Topics  []link
	EditURL string // for those who may
}

// elsewherePage offers a text in the languages in which it is, to who asks for another.
type elsewherePage struct {
	page
	Offers []alternate
}

// published serves items of a kind at their addresses.
func (s *Site) published(kind press.Kind) handler {
	return func(w http.ResponseWriter, r *http.Request, code string) error {
		if s.rooms.Press == nil {
			return errNoPage
		}
		slug := r.PathValue("slug")
		shown, others, ok, err := s.rooms.Press.At(r.Context(), kind, code, slug)
		if err != nil {
			return err
		}
		if !ok {
			return s.notInThisLanguage(w, r, code, kind, slug, others)
		}
		if moved(w, r, "/"+code+shown.Path()) {
			return nil
		}
		if kind == press.Gallery {
			return s.gallery(w, r, code, shown)
		}
		v, err := s.newArticle(r, code, shown)
		if err != nil {
			return err
		}
		return s.write(w, http.StatusOK, "article", v)
	}
}

// notInThisLanguage offers the languages in which an item is public whose slug somebody
// asked for in another: by a link that she put together, or after a withdrawal.
func (s *Site) notInThisLanguage(w http.ResponseWriter, r *http.Request, code string, kind press.Kind, slug string, others []press.Version) error {
	if len(others) == 0 {
		for _, c := range s.face().Offered() {
			shown, _, ok, err := s.rooms.Press.At(r.Context(), kind, c, slug)
			if err != nil {
				return err
			}
			if ok {
				others = shown.Languages
				break
			}
		}
	}
	v := &elsewherePage{page: s.newPage(r, code, "")}
	v.NoIndex, v.keep, v.Canonical = true, false, ""
	v.Offers = s.versions(kind, others, "")
	if len(v.Offers) == 0 {
		return errNoPage
	}
	v.Title = v.t("press.elsewhere")
	v.Alternates = v.Offers
	uncached(w.Header())
	return s.write(w, http.StatusNotFound, "article-elsewhere", v)
}

// versions are the addresses of an item in the languages that the site offers.
func (s *Site) versions(kind press.Kind, all []press.Version, current string) (list []alternate) {
	for _, code := range s.face().Offered() {
		i := slices.IndexFunc(all, func(v press.Version) bool { return v.Language == code })
		if i < 0 {
			continue
		}
		address := "/" + code + "/" + kind.Section() + "/" + all[i].Slug
		list = append(list, alternate{Lang: code, Code: code, Name: s.catalog.Printer(code).OwnName(), URL: address, Absolute: s.options.BaseURL + address, Current: code == current})
	}
	return list
}

// newArticle makes the page of what is shown.
func (s *Site) newArticle(r *http.Request, code string, shown press.Shown) (*articlePage, error) {
	v := &articlePage{page: s.newPage(r, code, shown.Path())}
	v.Alternates = s.versions(shown.Kind, shown.Languages, code)
	v.Kicker = v.p.Date(lang.DateOf(shown.Since.In(s.homeZone())))
	if shown.Kind == press.Page {
		v.Kicker = ""
	}
	if err := s.fillArticle(r, v, shown); err != nil {
		return nil, err
	}
	v.Stale = shown.Stale
	v.Card = s.options.BaseURL + cardPath + shown.ID + "/" + code
	if shown.Kind != press.Page && shown.Kind != press.Gallery {
		v.Feed, v.page.Since = "/"+code+"/"+shown.Kind.Section()+".atom", shown.Since.Format(time.RFC3339)
	}
	if address, ok := shown.In(shown.Of); ok && shown.Translation() {
		v.Source = &link{v.p.LanguageName(shown.Of), "/" + shown.Of + address}
	}
	if s.may(r, people.TranslatePress, people.Object{Kind: press.Feed, ID: shown.ID, Organisation: shown.Organisation}) {
		v.EditURL = "/" + code + "/desk/press/" + shown.ID + "/" + code
	}
	v.JSONLD = s.articleData(v, shown)
	return v, nil
}

// mostDescription is what search engines show of a page, in characters.
const mostDescription = 160

// fillArticle fills what a draft shows too.
func (s *Site) fillArticle(r *http.Request, v *articlePage, shown press.Shown) (err error) {
	v.Section = shown.Kind.Section()
	if v.Article, err = s.articleView(r, &v.page, v.Lang, shown.Kind, shown.Content, shown.Own); err != nil {
		return err
	}
	v.Article.Lang = "" // the page's own
	v.Title, v.Description = shown.Title, shown.Lead
	if v.Description == "" {
		v.Description = markup.Beginning(shown.Body, mostDescription)
	}
	if shown.Kind != press.Page {
		v.Crumbs = []link{{v.t("press.section." + string(shown.Kind)), "/" + v.Lang + "/" + shown.Kind.Section()}}
	}
	if shown.Translation() {
		v.Origin = v.t("press.origin."+string(shown.Origin)+".told", "language", shown.Of)
	}
	now := s.rooms.World()
	for _, l := range shown.Links {
		switch l.Kind {
		case press.OfPlace:
			n, _ := strconv.ParseInt(l.Target, 10, 64) // one that is none is in no atlas
			if _, ok := now.Places.Get(n); !ok {
				continue
			}
			if place := v.placeView(now, n); l.Role == press.With {
				v.With = append(v.With, place)
			} else {
				v.Towns = append(v.Towns, place)
			}
		case press.OfPress:
			x, ok, err := s.rooms.Press.ShownIn(r.Context(), l.Target, v.Lang)
			if err != nil {
				return err
			}
			if ok && x.Kind == press.Gallery {
				t, err := s.galleryTeaser(r, &v.page, x)
				if err != nil {
					return err
				}
				v.Shown = append(v.Shown, t)
			}
		case press.OfPartnership:
			p, err := s.rooms.Partnerships.ByID(r.Context(), l.Target)
			if err == nil { // one that is listed no longer is not named
				v.Pairs = append(v.Pairs, link{v.pairName(now, p.Sides()), "/" + v.Lang + "/partnerships/" + p.ID})
			}
		}
	}
	list := "/" + v.Lang + "/" + shown.Kind.Section()
	if shown.Kind == press.Page {
		list = "/" + v.Lang + "/" + press.Article.Section()
	}
	for _, t := range shown.Tags {
		v.Tags = append(v.Tags, link{t, list + "?tag=" + url.QueryEscape(t)})
	}
	for _, code := range shown.Topics {
		v.Topics = append(v.Topics, link{v.p.Message(topic.Label(code)), "/" + v.Lang + "/practices?topic=" + url.QueryEscape(code)})
	}
	return nil
}

// articleData describes the page to machines.
func (s *Site) articleData(v *articlePage, shown press.Shown) ld {
	kind := "NewsArticle"
	switch shown.Kind {
	case press.Page:
		kind = "WebPage"
	case press.Practice:
		kind = "Article"
	}
	node := ld{
		"@context": "https://schema.org", "@type": kind, "@id": v.Canonical, "url": v.Canonical, "headline": shown.Title, "inLanguage": v.Lang,
		"datePublished": shown.Since.Format(time.RFC3339), "dateModified": shown.Changed.Format(time.RFC3339),
		"publisher": ld{"@type": "Organization", "name": v.Face.Name, "url": s.options.BaseURL + "/"},
	}
	if kind == "WebPage" {
		node["name"] = shown.Title
		delete(node, "headline")
	}
	if v.Description != "" {
		node["description"] = v.Description
	}
	if len(shown.Tags) > 0 {
		node["keywords"] = shown.Tags
	}
	var about []ld
	for _, p := range append(slices.Clone(v.Towns), v.With...) {
		about = append(about, ld{"@type": "Place", "@id": s.options.BaseURL + "/places/" + filled(p.ID), "name": p.Name})
	}
	if len(about) > 0 {
		node["about"] = about
	}
	if v.Card != "" {
		node["image"] = v.Card
	}
	if address, ok := shown.In(shown.Of); ok && shown.Translation() {
		node["translationOfWork"] = ld{"@type": kind, "@id": s.options.BaseURL + "/" + shown.Of + address, "inLanguage": shown.Of}
	}
	return node
}

// preview shows a draft to whoever has the link. Nobody may keep it.
func (s *Site) preview(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Press == nil {
		return errNoPage
	}
	i, language, until, err := s.rooms.Press.Previewed(r.Context(), r.PathValue("key"))
	if err != nil {
		return err
	}
	t, ok := i.Text(language)
	if !ok || language != code {
		return errNoPage
	}
	v := &articlePage{page: s.newPage(r, code, "")}
	v.NoIndex, v.keep, v.Canonical, v.Alternates = true, false, "", nil
	v.Draft = v.t("press.preview.told", "until", v.momentIn(until, s.homeZone()))
	shown := press.Shown{ID: i.ID, Kind: i.Kind, Organisation: i.Organisation, Own: i.Own, Language: language, Content: t.Content, Since: s.clock.Now(), Changed: t.Edited}
	if shown.Kind == press.Meeting {
		previewHeaders(w)
		return s.previewMeeting(w, r, code, v.Draft, shown)
	}
	if err := s.fillArticle(r, v, shown); err != nil {
		return err
	}
	previewHeaders(w)
	return s.write(w, http.StatusOK, "article", v)
}

// previewHeaders keep a link to a draft from indexes and from the sites that the draft names.
func previewHeaders(w http.ResponseWriter) {
	w.Header().Set("X-Robots-Tag", "noindex")
	w.Header().Set("Referrer-Policy", "no-referrer") // the address is the secret
}
