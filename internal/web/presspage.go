package web

import (
	"net/http"
	"net/url"
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
	Crumbs   []link
	Kicker   string
	Article  *articleView
	Origin   string // where the words come from, if they were translated
	Source   *link  // the text that it was translated from, if that is public
	Stale    bool   // which was changed since
	Draft    string // this is a draft, and until when the link leads here
	Towns    []placeView
	With     []placeView // the other side of a good practice
	Pairs    []link
	Shown    []galleryTeaser // galleries that belong to it
	Meetings []meetingTeaser // that it tells of
	Tags     []link
	Topics   []link
	Credit   *creditView // what is said for the money of the project to which it belongs
	EditURL  string      // for those who may
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
	if cover, err := s.cover(r, shown); err != nil {
		return nil, err
	} else if cover != "" {
		v.Card = s.options.BaseURL + cover
	}
	if shown.Kind != press.Page {
		v.Feed, v.page.Since = "/"+code+"/"+shown.Kind.Section()+".atom", shown.Since.Format(time.RFC3339)
	}
	if address, ok := shown.In(shown.Of); ok && shown.Translation() {
		v.Source = &link{v.p.LanguageName(shown.Of), "/" + shown.Of + address}
	}
	if s.may(r, people.TranslatePress, people.Object{Kind: press.Feed, ID: shown.ID, Organisation: shown.Organisation}) {
		v.EditURL = "/" + code + "/desk/press/" + shown.ID + "/" + code
	}
	var err error
	if v.Meetings, err = s.meetingsOf(r, &v.page, press.Link{Kind: press.OfPress, Target: shown.ID}); err != nil {
		return nil, err
	}
	v.JSONLD = s.articleData(v, shown)
	return v, nil
}

// mostDescription is what search engines show of a page, in characters.
const mostDescription = 160

// fillArticle fills what a draft shows too.
func (s *Site) fillArticle(r *http.Request, v *articlePage, shown press.Shown) (err error) {
	v.Section = shown.Kind.Section()
	if v.Credit, err = s.creditOf(r, &v.page, shown.Own); err != nil {
		return err
	}
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
