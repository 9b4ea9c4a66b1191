package web

import (
	"encoding/xml"
	"net/http"
	"slices"

	"twintown/internal/press"
)

// The parts of a sitemap (sitemaps.org), with the same page in other languages as search
// engines want it told.
type siteMap struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	XHTML   string       `xml:"xmlns:xhtml,attr"`
	URLs    []siteMapURL `xml:"url"`
}

type siteMapURL struct {
	Loc     string           `xml:"loc"`
	LastMod string           `xml:"lastmod,omitempty"`
	Links   []siteMapVersion `xml:"xhtml:link"`
}

type siteMapVersion struct {
	Rel      string `xml:"rel,attr"`
	Language string `xml:"hreflang,attr"`
	Href     string `xml:"href,attr"`
}

// mostURLs is the most that a sitemap may name.
const mostURLs = 50_000

// lasting are the pages that are there in every language.
var lasting = []string{"/", "/places", "/news", "/practices", "/galleries", "/meetings", "/help", "/data", "/translations", "/accessibility"}

// sitemap names the pages that are worth finding, each with its other languages: what is
// published, the partnerships that are told and their towns. What is computed for one
// reader's question is not among them.
func (s *Site) sitemap(w http.ResponseWriter, r *http.Request, _ string) error {
	m := siteMap{XHTML: "http://www.w3.org/1999/xhtml"}
	everywhere := func(path func(code string) string, changed string) {
		all := s.alternates("", path)
		all = slices.DeleteFunc(all, func(a alternate) bool { return a.Code == "" })
		m.add(all, changed)
	}
	same := func(path string) func(string) string { return func(string) string { return path } }
	for _, path := range lasting {
		everywhere(same(path), "")
	}
	if err := s.mapPress(r, &m); err != nil {
		return err
	}
	now := s.rooms.World()
	told, err := s.toldOnes(r.Context(), now)
	if err != nil {
		return err
	}
	seen := map[int64]bool{}
	for _, p := range told {
		everywhere(same("/partnerships/"+p.ID), "")
		for _, id := range p.Sides() {
			if _, ok := now.Places.Get(id); ok && !seen[id] {
				seen[id] = true
				everywhere(func(code string) string { return placeAddress(now, id, code) }, "")
			}
		}
	}
	m.URLs = m.URLs[:min(len(m.URLs), mostURLs)]
	body, err := xml.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	_, _ = w.Write(append([]byte(xml.Header), body...)) // the reader went away; there is nobody to tell
	return nil
}

// add names a page in each of its languages.
func (m *siteMap) add(all []alternate, changed string) {
	var versions []siteMapVersion
	for _, a := range all {
		versions = append(versions, siteMapVersion{"alternate", a.Lang, a.Absolute})
	}
	for _, a := range all {
		m.URLs = append(m.URLs, siteMapURL{a.Absolute, changed, versions})
	}
}

// mapPress names what is published, once for each item.
func (s *Site) mapPress(r *http.Request, m *siteMap) error {
	if s.rooms.Press == nil {
		return nil
	}
	seen := map[string]bool{}
	for _, code := range s.face().Offered() {
		for x, err := range s.rooms.Press.Public(r.Context(), code) {
			if err != nil {
				return err
			}
			if !seen[x.ID] {
				seen[x.ID] = true
				m.add(s.versions(x.Kind, x.Languages, ""), x.Changed.Format("2006-01-02"))
			}
		}
	}
	return nil
}

// cardPath begins the addresses of pictures that stand for a page elsewhere.
const cardPath = "/cards/"

// card draws the picture by which other sites show a link to an item: its title, the name of
// the site, and the line between two places.
func (s *Site) card(w http.ResponseWriter, r *http.Request, _ string) error {
	if s.rooms.Press == nil {
		return errNoPage
	}
	shown, ok, err := s.rooms.Press.ShownIn(r.Context(), r.PathValue("item"), r.PathValue("language"))
	if err != nil {
		return err
	}
	if !ok || shown.Kind == press.Gallery {
		return errNoPage
	}
	p := s.newPage(nil, s.languageOr(shown.Language), "")
	kicker := p.Face.Name
	picture, err := drawCard(shown.Title, kicker)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/png")
	_, _ = w.Write(picture) // the reader went away; there is nobody to tell
	return nil
}

// languageOr is the language itself, or the first of the site where it is none of its.
func (s *Site) languageOr(code string) string {
	if slices.Contains(s.languages, code) {
		return code
	}
	return s.languages[0]
}
