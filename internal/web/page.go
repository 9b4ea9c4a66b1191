package web

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/text/language"

	"twintown/internal/platform/lang"
)

// page is what every page has: the language and its printer, what stands in the head of
// the document, and the header. Each page's struct embeds it.
type page struct {
	Lang        string
	Title       string
	Description string
	Section     string // which entry of the site's navigation is current
	Canonical   string // the absolute address of this page; "" on error pages
	Alternates  []alternate
	Feed        string   // the address of what is new here, as Atom; "": none
	Since       string   // when what stands here became public; "": it is no article
	Card        string   // the absolute address of a picture that stands for the page elsewhere; "": none
	Preload     []string // font files that the first view needs
	Style       string
	Script      string
	Icon        string
	HomeRegion  string // the region whose growth the navigation leads to
	Today       lang.Date
	JSONLD      any  // nil: none
	NoIndex     bool // lists of results and suggestions are for people, not for indexes
	IsHome      bool

	HeaderSearch *searchField
	Face         faceView   // who runs the site
	Menu         []menuLink // the site's own navigation

	Reader   *readerView // who is signed in; nil: nobody
	Said     string      // what was just done, in a sentence; "" for nothing
	Undo     *undoView   // how to take it back; nil: it cannot be
	Desk     []deskEntry // the working side's own navigation; nil outside of it
	DeskHere string      // its entry for this page; "" where there is none

	keep bool // the finished page may be kept: it answers no question of one reader
	p    *lang.Printer
	zone func() *time.Location // the site's; nil: the world's
}

// alternate is the same page in another language. One without Code is x-default, which
// stands only in the head.
type alternate struct {
	Lang     string // as in hreflang
	Code     string
	Name     string // the language's own name
	URL      string
	Absolute string
	Current  bool
	Bare     bool // its text is in another language there: readers are led to it, indexes are not
}

// searchField is the look-up, large on the home page and small in the header.
type searchField struct {
	ID, Lang, Query string
	Large, Focus    bool
}

// head is implemented by every page through the embedded page.
func (p *page) base() *page { return p }

// rendered is a page that can be rendered.
type rendered interface{ base() *page }

// newPage fills what all pages share. path is the page's address without the language,
// "/places/776069-bialystok", or "" for a page that stands for no address. r may be nil
// for a page that nobody asked for.
func (s *Site) newPage(r *http.Request, code, path string) page {
	p := page{
		Lang: code, p: s.catalog.Printer(code),
		Style: s.assets.Style(), Script: s.assets.Script(), Icon: s.assets.Icon(),
		Preload: s.preload(code), Today: lang.DateOf(s.clock.Now()), HomeRegion: s.options.HomeRegion,
		HeaderSearch: &searchField{ID: "find", Lang: code}, zone: s.zone,
	}
	f := s.face()
	p.Face = s.faceView(&p, f)
	if f.HomeRegion != "" {
		p.HomeRegion = f.HomeRegion
	}
	p.Menu = s.menu(r, &p)
	p.Reader = readerOf(r)
	if path != "" {
		p.keep = p.Reader == nil
		p.Canonical = s.options.BaseURL + "/" + code + path
	}
	same := func(string) string { return path }
	p.Alternates = s.alternates(code, same)
	return p
}

// alternates lists the page in every language; path gives its address, without the
// language, in a language: a town's slug differs from one to the next.
func (s *Site) alternates(current string, path func(code string) string) []alternate {
	offered := s.face().Offered()
	list := make([]alternate, 0, len(offered)+1)
	for _, code := range offered {
		address := "/" + code + path(code)
		if path(code) == "" {
			address += "/"
		}
		list = append(list, alternate{
			Lang: code, Code: code, Name: s.catalog.Printer(code).OwnName(),
			URL: address, Absolute: s.options.BaseURL + address, Current: code == current,
		})
	}
	if path(current) == "/" {
		list = append(list, alternate{Lang: "x-default", Absolute: s.options.BaseURL + "/"})
	}
	return list
}

// keepQuery carries the question over to the other languages: who filters for Lithuania
// in Polish still does after choosing English. A value of a length that nobody means is left
// behind, because it would stand in the page once for each language.
func (p *page) keepQuery(q url.Values) {
	q = maps.Clone(q)
	for name, values := range q {
		if len(name)+len(strings.Join(values, "")) > longestQuery {
			delete(q, name)
		}
	}
	if len(q) == 0 {
		return
	}
	p.keep = false
	for i := range p.Alternates {
		if !strings.Contains(p.Alternates[i].URL, "?") {
			p.Alternates[i].URL += "?" + q.Encode()
		}
	}
}

// preload names the font files that a heading in the language needs at once; others come
// when a name asks for them.
func (s *Site) preload(code string) []string {
	switch code {
	case "ru", "be", "uk":
		return []string{s.assets.Font("cyrillic")}
	case "pl", "lt":
		return []string{s.assets.Font("latin"), s.assets.Font("latin-central")}
	}
	return []string{s.assets.Font("latin")}
}

// t prints a message of the catalogue in the page's language.
// Locale is the page's language as OpenGraph writes it, with the country in which most people
// write it: "pl_PL". English is British here.
func (p *page) Locale() string {
	tag := language.Make(p.Lang)
	if p.Lang == "en" {
		tag = language.BritishEnglish
	}
	region, sure := tag.Region()
	if sure == language.No {
		return p.Lang
	}
	return p.Lang + "_" + region.String()
}

func (p *page) t(key string, kv ...any) string { return p.p.T(key, kv...) }

// colon stands between a label and what it names.
func (p *page) colon() string { return p.p.Colon() }

// At says whether an entry of the menu is where the reader is: its section, or itself.
func (p *page) At(address string) bool {
	rest, ok := strings.CutPrefix(address, "/"+p.Lang+"/")
	if !ok {
		return false
	}
	section, _, _ := strings.Cut(rest, "/")
	if section == "pages" {
		return strings.HasSuffix(p.Canonical, address)
	}
	return section == p.Section
}
