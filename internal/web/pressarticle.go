package web

import (
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"twintown/internal/people"
	"twintown/internal/platform/markup"
	"twintown/internal/press"
)

// articleView is what readers see of a text.
type articleView struct {
	Lang, Title, Lead string
	Body              template.HTML
	Parts             []articlePart // the further parts of a good practice
	Facts             []fact
	Contact, Mail     string
}

// articlePart is a part of a good practice under its heading.
type articlePart struct {
	Title string
	Body  template.HTML
}

// articleView dresses a text in its own language; p is the language of what stands around.
func (s *Site) articleView(r *http.Request, p *page, language string, kind press.Kind, c press.Content, own press.Own) (*articleView, error) {
	resolve, err := s.resolver(r, language, c)
	if err != nil {
		return nil, err
	}
	html := func(text string) template.HTML { return template.HTML(markup.Render(text, resolve)) } // markup's second gate made it safe
	v := &articleView{Lang: language, Title: c.Title, Lead: c.Lead, Body: html(c.Body), Contact: c.Details.Contact, Mail: c.Details.Mail}
	if kind != press.Practice {
		return v, nil
	}
	for _, part := range [][2]string{{"partners", c.Details.Partners}, {"cost_text", c.Details.Cost}, {"result", c.Details.Result}} {
		if part[1] != "" {
			v.Parts = append(v.Parts, articlePart{p.t("press.part." + part[0]), html(part[1])})
		}
	}
	if from := own.Facts.From; from != 0 {
		years := strconv.Itoa(from)
		switch to := own.Facts.To; {
		case to == 0:
			years = p.t("date.since.year", "year", from)
		case to != from:
			years += "–" + strconv.Itoa(to)
		}
		v.Facts = append(v.Facts, fact{p.t("press.fact.years"), years})
	}
	if own.Facts.Cost > 0 {
		v.Facts = append(v.Facts, fact{p.t("press.fact.cost"), p.p.Number(own.Facts.Cost) + "\u00a0" + own.Facts.Currency})
	}
	return v, nil
}

// resolver reads the documents that a content names, and says for each where it leads in a
// language. Documents that are not public, or gone, are not there.
func (s *Site) resolver(r *http.Request, language string, c press.Content) (markup.Resolve, error) {
	names := markup.Names(strings.Join([]string{c.Body, c.Details.Partners, c.Details.Cost, c.Details.Result}, "\n\n"))
	if len(names) == 0 || s.rooms.Documents == nil {
		return markup.Nothing, nil
	}
	docs, err := s.rooms.Documents.OfIDs(r.Context(), names)
	if err != nil {
		return nil, err
	}
	drawn, err := s.rooms.Documents.SizesOf(r.Context(), names)
	if err != nil {
		return nil, err
	}
	targets := map[string]markup.Target{}
	p := &page{Lang: language, p: s.catalog.Printer(language)}
	for _, d := range docs {
		if !d.MayRead(people.Actor{}, d.Object()) {
			continue
		}
		out := d.Deliver(false)
		to := markup.Target{URL: "/" + language + "/documents/" + d.ID + "/" + url.PathEscape(out.Name)}
		if d.Kind.Image() {
			to.Image, to.Width, to.Height = true, d.Display.Width, d.Display.Height
			if previewKey(r) == "" { // a link to a draft shows the one image that the key opens
				inSizes(&to, d.ID, drawn[d.ID])
			}
		} else {
			to.URL, to.About = to.URL+"?save", p.aboutDocument(d)
		}
		to.URL = keyed(to.URL, previewKey(r))
		targets[d.ID] = to
	}
	return func(name string) (markup.Target, bool) {
		to, ok := targets[name]
		return to, ok
	}, nil
}
