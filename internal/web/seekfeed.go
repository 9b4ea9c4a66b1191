package web

import (
	"encoding/xml"
	"net/http"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/seek"
	"twintown/internal/topic"
)

// requestFeed tells the requests that answer the question in the address, as Atom: who
// seeks something follows it without an account.
func (s *Site) requestFeed(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Requests == nil {
		return errNoPage
	}
	all, err := s.rooms.Requests.Public(r.Context(), s.dayNow())
	if err != nil {
		return err
	}
	asked := seek.AskedOf(r.URL.Query())
	all = s.fitting(all, asked)
	p := s.newPage(r, code, "")
	list := s.options.BaseURL + asking("/"+code+"/seek", asked.Values(), "", "")
	f := atomFeed{
		Lang: code, ID: list, Title: p.t("seek.title") + " · " + p.Face.Name, Author: atomAuthor{p.Face.Name},
		Links: []atomLink{
			{Rel: "self", Href: s.options.BaseURL + asking("/"+code+"/seek.atom", asked.Values(), "", ""), Type: "application/atom+xml"},
			{Rel: "alternate", Href: list, Type: "text/html", Lang: code},
		},
	}
	return s.sendRequests(w, r, &p, f, all)
}

// sendRequests writes a feed with requests in it.
func (s *Site) sendRequests(w http.ResponseWriter, r *http.Request, p *page, f atomFeed, all []seek.Request) error {
	newest := time.Unix(0, 0).UTC() // a feed without entries has not been updated
	for _, x := range all[:min(len(all), mostEntries)] {
		if x.Changed.After(newest) {
			newest = x.Changed
		}
		f.Entries = append(f.Entries, s.requestEntry(r, p, x))
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

// requestEntry tells one request: its town, until when it takes answers, what it seeks.
func (s *Site) requestEntry(r *http.Request, p *page, x seek.Request) atomEntry {
	v := s.requestView(r, p, x)
	_, code, _ := x.In(p.Lang, s.languages)
	e := atomEntry{
		ID: "urn:uuid:" + db.IDFor(x.ID, p.Lang), Title: v.Title, Published: x.Published.Format(time.RFC3339), Updated: x.Changed.Format(time.RFC3339),
		Links:   []atomLink{{Rel: "alternate", Href: s.options.BaseURL + v.URL, Type: "text/html", Lang: code}},
		Summary: &atomText{"text", p.townNames(v) + ". " + v.Says + " " + v.Lead},
	}
	for _, t := range x.Topics {
		e.Categories = append(e.Categories, atomTerm{p.p.Message(topic.Label(t))})
	}
	return e
}

// townNames are the towns of a request in a line.
func (p *page) townNames(v requestView) string {
	var names []string
	for _, t := range v.Towns {
		names = append(names, t.Name)
	}
	return p.p.List(names)
}
