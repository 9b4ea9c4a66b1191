package api

import (
	"context"
	"net/url"
	"slices"

	"twintown/internal/document"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
	"twintown/internal/project"
)

// projectWritten is something published that belongs to a project.
type projectWritten struct {
	Kind     string `json:"kind" enum:"meeting,article,practice,gallery"`
	ID       string `json:"id"`
	Title    string `json:"title"`
	Language string `json:"language" doc:"of the title: the reader's where there is such a text"`
	URL      string `json:"url" doc:"address of its page on this site"`
}

// projectPaper is a document of a project that readers may take.
type projectPaper struct {
	Kind string `json:"kind,omitempty" enum:"application,agreement,contract,report,publication,other" doc:"absent: not said"`
	MeetingMaterial
}

// takeBeside adds what is kept elsewhere: meetings, what was written, papers.
func (s *server) takeBeside(ctx context.Context, p *lang.Printer, x project.Project, d *projectDetail) (err error) {
	if s.Press != nil {
		if err := s.takeWritten(ctx, p, x, d); err != nil {
			return err
		}
	}
	if s.Documents == nil || len(x.Papers) == 0 {
		return nil
	}
	docs, err := s.Documents.OfIDs(ctx, x.PaperIDs())
	for _, paper := range x.Papers {
		at := slices.IndexFunc(docs, func(c document.Document) bool { return c.ID == paper.Document && c.Visibility == document.Public })
		if at < 0 {
			continue
		}
		c, out, page := docs[at], docs[at].Deliver(false), "/"+p.Lang()+"/documents/"+paper.Document
		title := meetingWords{c.TitleIn(p.Lang(), c.Language), p.Lang()}
		d.Papers = append(d.Papers, projectPaper{string(paper.Kind), MeetingMaterial{title, c.Language, page, page + "/" + url.PathEscape(out.Name), out.Type, out.Size, c.Pages}})
	}
	return err
}

// takeWritten adds what is published: what the project names itself, and what names it.
func (s *server) takeWritten(ctx context.Context, p *lang.Printer, x project.Project, d *projectDetail) error {
	if x.Meeting != "" {
		texts, err := s.Press.OfItem(ctx, x.Meeting)
		if err != nil {
			return err
		}
		if one, ok := writtenIn(p, texts); ok {
			d.Met = &one
		}
	}
	for _, id := range x.Practices {
		texts, err := s.Press.OfItem(ctx, id)
		if err != nil {
			return err
		}
		if one, ok := writtenIn(p, texts); ok {
			d.Written = append(d.Written, one)
		}
	}
	all, err := s.Press.List(ctx, press.Asked{About: press.Link{Kind: press.OfProject, Target: x.ID}})
	if err != nil {
		return err
	}
	of, order := map[string][]press.Shown{}, []string(nil)
	for _, t := range all {
		if of[t.ID] == nil {
			order = append(order, t.ID)
		}
		of[t.ID] = append(of[t.ID], t)
	}
	for _, id := range order {
		one, _ := writtenIn(p, of[id])
		switch press.Kind(one.Kind) {
		case press.Meeting:
			d.Meetings = append(d.Meetings, one)
		case press.Article, press.Practice, press.Gallery:
			if !slices.Contains(x.Practices, id) {
				d.Written = append(d.Written, one)
			}
		}
	}
	return nil
}

// writtenIn is an item in the reader's language, else in the first one in which it is there; ok
// is false where it is in none.
func writtenIn(p *lang.Printer, texts []press.Shown) (w projectWritten, ok bool) {
	if len(texts) == 0 {
		return w, false
	}
	x := texts[max(slices.IndexFunc(texts, func(t press.Shown) bool { return t.Language == p.Lang() }), 0)]
	return projectWritten{string(x.Kind), x.ID, x.Title, x.Language, "/" + x.Language + x.Path()}, true
}
