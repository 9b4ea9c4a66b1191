package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"

	"twintown/internal/platform/lang"
)

//go:embed templates
var templateFiles embed.FS

// pageNames are the templates that are pages, and so what a test must execute. A page
// that is not named here cannot be rendered.
var pageNames = []string{
	"second", "resume", "door", "link", "account", "own-password", "factors", "codes", "recovery", "claim",
	"person", "invite", "claims", "organisation", "changes", "service",
	"home", "places", "find", "town", "finder", "compare", "choose", "partnership", "region",
	"data", "translations", "accessibility", "imprint", "privacy", "setup", "error",
	"signin", "first", "desk", "desk-list", "bulk", "moving", "moving-list", "moving-work",
	"owndata", "privacydesk", "handover", "health",
	"mail-one", "mail-setup", "job-list",
	"begin", "work", "propose",
	"help", "help-point", "help-card", "help-new", "help-edit", "help-ask", "answer-read", "enquiry", "enquiry-call", "enquiry-figures",
	"requests", "request", "request-new", "request-edit", "request-beside", "request-review", "still",
	"dates", "stop", "alive-ask", "alive", "place-edit", "place-merge",
	"press-new", "press-item", "press-text", "press-history", "press-unseen", "own-history", "article", "article-elsewhere", "press-list",
	"front", "press-beside", "press-pictures", "press-picture", "gallery", "gallery-picture", "galleries",
	"forum", "forum-talk", "forum-lists", "forum-contacts", "guest-forum",
	"meeting-new", "meeting-facts", "meeting-words", "meeting", "meetings",
	"project-new", "project-desk", "project-partners", "project-budget", "project-payments", "project-work", "project-texts", "projects", "project",
	"checkin", "scan", "after", "after-thanks", "guest-survey",
	"results", "cohorts",
	"programme", "session", "agenda", "agenda-session", "agenda-room", "agenda-speaker", "agenda-release", "agenda-tongue", "interpretation", "patrons", "patron",
}

// templates holds the pages of each language. Functions are bound to the language when
// the set is made, so that no request can print in another one's language.
type templates map[string]*template.Template

// parseTemplates reads all templates once and clones them for each language.
func parseTemplates(c *lang.Catalog) (templates, error) {
	root, err := template.New("").Funcs(functions(c.Printer("en"))).ParseFS(templateFiles, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("parse the templates: %w", err)
	}
	for _, name := range pageNames {
		if root.Lookup(name) == nil {
			return nil, fmt.Errorf("no template defines the page %q", name)
		}
	}
	sets := templates{}
	for _, code := range c.Languages() {
		set, err := root.Clone()
		if err != nil {
			return nil, fmt.Errorf("clone the templates for %s: %w", code, err)
		}
		sets[code] = set.Funcs(functions(c.Printer(code)))
	}
	return sets, nil
}

// functions are what a template may call: only printing in the page's language.
func functions(p *lang.Printer) template.FuncMap {
	return template.FuncMap{
		"t":     p.T,
		"n":     p.Number,
		"pct":   p.Percent,
		"km":    p.Distance,
		"date":  p.Date,
		"colon": p.Colon,
	}
}

// render executes the named page into a buffer, so that a page is sent whole or not at all.
func (s *Site) render(name string, data rendered) (*bytes.Buffer, error) {
	set, ok := s.templates[data.base().Lang]
	if !ok {
		return nil, fmt.Errorf("no templates for the language %q", data.base().Lang)
	}
	var buf bytes.Buffer
	if err := set.ExecuteTemplate(&buf, name, data); err != nil {
		return nil, fmt.Errorf("render the page %s in %s: %w", name, data.base().Lang, err)
	}
	return &buf, nil
}

// write renders the page and sends it with the status.
func (s *Site) write(w http.ResponseWriter, status int, name string, data rendered) error {
	buf, err := s.render(name, data)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", data.base().Lang)
	if etag := w.Header().Get("ETag"); etag != "" && status == http.StatusOK && data.base().keep {
		s.kept.put(etag, data.base().Lang, buf.Bytes())
	}
	w.WriteHeader(status)
	_, _ = buf.WriteTo(w) // the reader went away; there is nobody to tell
	return nil
}
