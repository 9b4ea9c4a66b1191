package web

import (
	"encoding/xml"
	"html/template"
	"net/http"
	"regexp"
	"strings"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/press"
)

// The parts of an Atom feed (RFC 4287).
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  atomAuthor  `xml:"author"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
	Type string `xml:"type,attr,omitempty"`
	Lang string `xml:"hreflang,attr,omitempty"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

type atomTerm struct {
	Term string `xml:"term,attr"`
}

type atomEntry struct {
	ID         string     `xml:"id"`
	Title      string     `xml:"title"`
	Published  string     `xml:"published"`
	Updated    string     `xml:"updated"`
	Links      []atomLink `xml:"link"`
	Categories []atomTerm `xml:"category"`
	Summary    *atomText  `xml:"summary"`
	Content    *atomText  `xml:"content"`
}

// mostEntries is how many a feed tells: what is older, its readers have seen.
const mostEntries = 30

// feed tells what is new in a section, as Atom.
func (s *Site) feed(kind press.Kind) handler {
	return func(w http.ResponseWriter, r *http.Request, code string) error {
		if s.rooms.Press == nil {
			return errNoPage
		}
		all, err := s.rooms.Press.List(r.Context(), press.Asked{Kind: kind, Language: code, Most: mostEntries})
		if err != nil {
			return err
		}
		p := s.newPage(r, code, "")
		list := s.options.BaseURL + "/" + code + "/" + kind.Section()
		f := atomFeed{
			Lang: code, ID: list, Title: p.t("press.section."+string(kind)) + " · " + p.Face.Name, Author: atomAuthor{p.Face.Name},
			Links: []atomLink{{Rel: "self", Href: list + ".atom", Type: "application/atom+xml"}, {Rel: "alternate", Href: list, Type: "text/html", Lang: code}},
		}
		newest := time.Unix(0, 0).UTC() // a feed without entries has not been updated
		for _, x := range all {
			if x.Changed.After(newest) {
				newest = x.Changed
			}
			e, err := s.atomEntry(r, &p, x)
			if err != nil {
				return err
			}
			f.Entries = append(f.Entries, e)
		}
		f.Updated = newest.Format(time.RFC3339)
		body, err := xml.MarshalIndent(f, "", " ")
		if err != nil {
			return err
		}
		w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
		_, _ = w.Write(append([]byte(xml.Header), body...)) // the reader went away; there is nobody to tell
		return nil
	}
}

// atomEntry tells one item. Its identifier does not depend on its address.
func (s *Site) atomEntry(r *http.Request, p *page, x press.Shown) (atomEntry, error) {
	e := atomEntry{
		ID: "urn:uuid:" + db.IDFor("press", x.ID+" "+x.Language), Title: x.Title, Published: x.Since.Format(time.RFC3339), Updated: x.Changed.Format(time.RFC3339),
		Links: []atomLink{{Rel: "alternate", Href: s.options.BaseURL + "/" + x.Language + x.Path(), Type: "text/html", Lang: x.Language}},
	}
	for _, t := range x.Tags {
		e.Categories = append(e.Categories, atomTerm{t})
	}
	if x.Lead != "" {
		e.Summary = &atomText{"text", x.Lead}
	}
	v, err := s.articleView(r, p, x.Language, x.Kind, x.Content, x.Own)
	if err != nil {
		return e, err
	}
	html := string(v.Body)
	for _, part := range v.Parts {
		html += "<h2>" + template.HTMLEscapeString(part.Title) + "</h2>" + string(part.Body)
	}
	if html != "" {
		e.Content = &atomText{"html", absolute(html, s.options.BaseURL)}
	}
	return e, nil
}

// absolute gives the links and pictures of this site the address of the site: readers of
// feeds show them elsewhere.
func absolute(html, base string) string {
	html = choices.ReplaceAllString(html, "")
	return strings.NewReplacer(`href="/`, `href="`+base+`/`, `src="/`, `src="`+base+`/`).Replace(html)
}

// choices are what a browser chooses of a picture's sizes by, and what it shows until one
// comes. Readers of feeds take the one size that is named last.
var choices = regexp.MustCompile(`<source [^>]*>|<svg class="tone".*?</svg>|</?picture>`)
