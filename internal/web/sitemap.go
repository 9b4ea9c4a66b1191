package web

import (
	"context"
	"encoding/xml"
	"errors"
	"net/http"
	"slices"

	"twintown/internal/document"
	"twintown/internal/helppoint"
	"twintown/internal/partnership"
	"twintown/internal/press"
	"twintown/internal/project"
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
var lasting = []string{"/", "/places", "/news", "/practices", "/galleries", "/meetings", "/help", "/seek", "/programmes", "/projects", "/data", "/translations", "/accessibility"}

// sitemap names the pages that are worth finding, each with its other languages: what is
// published, documents that it shows, help points, the partnerships that are told and their
// towns. What is computed for one
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
	if err := errors.Join(s.mapPress(r, &m), s.mapDocuments(r, &m), s.mapRequests(r, &m), s.mapProgrammes(r, &m), s.mapProjects(r, &m)); err != nil {
		return err
	}
	points, err := s.publicPoints(r.Context())
	if err != nil {
		return err
	}
	for _, h := range points {
		everywhere(same("/help/"+h.Handle), "")
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

// mapDocuments names the pages of documents, each in the languages in which something public
// shows the document.
func (s *Site) mapDocuments(r *http.Request, m *siteMap) error {
	if s.rooms.Documents == nil {
		return nil
	}
	shows := []document.Shows{s.actPapers}
	if s.rooms.Press != nil {
		shows = append(shows, s.rooms.Press.Papers)
	}
	if s.rooms.Meetings != nil {
		shows = append(shows, s.rooms.Meetings.Papers)
	}
	if s.rooms.Projects != nil {
		shows = append(shows, s.shownPapers)
	}
	all, err := s.rooms.Documents.Told(r.Context(), shows...)
	for _, d := range all {
		versions := s.alternates("", func(string) string { return "/documents/" + d.ID })
		versions = slices.DeleteFunc(versions, func(a alternate) bool { return !slices.Contains(d.Languages, a.Code) })
		m.add(versions, d.Changed.Format("2006-01-02"))
	}
	return err
}

// shownPapers are the documents of the projects that readers see, in the languages of their
// texts.
func (s *Site) shownPapers(ctx context.Context, add func(document.Use) error) error {
	return s.rooms.Projects.EachPaper(ctx, func(p project.Project, id string) error {
		for code := range p.Texts {
			if err := add(document.Use{Document: id, Language: code}); err != nil {
				return err
			}
		}
		return nil
	})
}

// mapRequests names the requests that take answers, each in the languages of its text.
func (s *Site) mapRequests(r *http.Request, m *siteMap) error {
	if s.rooms.Requests == nil {
		return nil
	}
	all, err := s.rooms.Requests.Public(r.Context(), s.dayNow())
	for _, x := range all {
		versions := s.alternates("", func(string) string { return "/seek/" + x.Handle })
		versions = slices.DeleteFunc(versions, func(a alternate) bool { return x.Texts[a.Code].Title == "" })
		m.add(versions, x.Changed.Format("2006-01-02"))
	}
	return err
}

// actPapers are the documents of acts, which a partnership's page shows in every language.
func (s *Site) actPapers(ctx context.Context, add func(document.Use) error) error {
	return s.rooms.Partnerships.Papers(ctx, func(_ partnership.Partnership, id string) error {
		for _, code := range s.face().Offered() {
			if err := add(document.Use{Document: id, Language: code}); err != nil {
				return err
			}
		}
		return nil
	})
}

// publicPoints are the help points that the public sees.
func (s *Site) publicPoints(ctx context.Context) ([]helppoint.Point, error) {
	if s.rooms.Help == nil {
		return nil, nil
	}
	return s.rooms.Help.Public(ctx)
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
