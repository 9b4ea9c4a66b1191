package web

import (
	"net/http"
	"strconv"

	"twintown/internal/meeting"
	"twintown/internal/press"
)

// fillRelated fills what is kept elsewhere: papers, the report, the gallery, partnerships.
func (s *Site) fillRelated(r *http.Request, v *meetingPage, m meeting.Shown, first string) error {
	docs, err := s.materialsOf(r, &v.page, m.Facts)
	if err != nil {
		return err
	}
	for _, d := range docs {
		view := s.documentView(r, &v.page, d.Document, s.documentObject(r, d.Document))
		x := materialView{Title: wordedIn(d.Title(), v.Lang, first), URL: view.URL, About: view.About, Page: view.Page, First: view.First, Edit: view.Edit}
		if x.Title.Text == "" {
			x.Title.Text = d.Name
		}
		if x.First != nil {
			x.First.Alt = v.t("document.first_page") + v.colon() + x.Title.Text
		}
		if d.Material.Language != "" && d.Material.Language != v.Lang {
			x.Language = v.p.LanguageName(d.Material.Language)
		}
		v.Materials = append(v.Materials, x)
	}
	for _, id := range m.Targets(press.OfPartnership) {
		if p, err := s.rooms.Partnerships.ByID(r.Context(), id); err == nil { // one that is listed no longer is not named
			v.Pairs = append(v.Pairs, link{v.pairName(s.rooms.World(), p.Sides()), "/" + v.Lang + "/partnerships/" + p.ID})
		}
	}
	if id := meeting.Linked(m.Own, meeting.Report); id != "" {
		report, ok, err := s.rooms.Press.ShownIn(r.Context(), id, v.Lang)
		if err != nil {
			return err
		}
		if ok {
			t := v.teaser(report)
			v.Report = &t
		}
	}
	return s.fillGallery(r, v, m)
}

// fillGallery leads to the gallery, where it is public in this language.
func (s *Site) fillGallery(r *http.Request, v *meetingPage, m meeting.Shown) error {
	id := meeting.Linked(m.Own, meeting.Gallery)
	if id == "" {
		return nil
	}
	g, ok, err := s.rooms.Press.ShownIn(r.Context(), id, v.Lang)
	if err != nil || !ok {
		return err
	}
	v.Gallery = &link{g.Title, "/" + v.Lang + g.Path()}
	all, err := s.publicPictures(r, id)
	for n, x := range all {
		p := v.photoView(x, thumbWidth, asThumb)
		if p.Number, p.URL = n+1, v.Gallery.URL+"/"+strconv.Itoa(n+1); p.Src != "" {
			v.Pictures = append(v.Pictures, p)
		}
	}
	return err
}

// Title is the paper's title by language.
func (d materialDocument) Title() meeting.Words { return d.Material.Title }
