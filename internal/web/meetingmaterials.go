package web

import (
	"archive/zip"
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"

	"twintown/internal/document"
	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// materialRows are the meeting's documents as the form has them.
func (s *Site) materialRows(r *http.Request, v *meetingFactsPage) (rows []materialRow, err error) {
	if s.rooms.Documents == nil {
		return nil, nil
	}
	for n := range v.Form.rows("material", "document", mostRows) {
		id := v.Form.raw(rowField("material", n, "document"))
		row := materialRow{N: n, Document: id, Title: v.Form.raw(rowField("material", n, "title")), Lang: v.Form.raw(rowField("material", n, "language"))}
		found, err := s.documentViews(r, &v.page, []string{id})
		if err != nil {
			return nil, err
		}
		if len(found) > 0 {
			row.About, row.URL, row.Edit = found[0].About, found[0].URL, found[0].Edit
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// takeMaterials puts files to the end of the materials, under a title and a language.
func (s *Site) takeMaterials(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newMeetingFacts(w, r, code)
	if err != nil {
		return err
	}
	f, intakes, err := s.readActForm(r, &v.page)
	if err != nil {
		return err
	}
	v.MaterialForm = f
	if err = f.wrong(); err == nil && len(intakes) == 0 {
		err = errs.In(fileField, lang.Msg("error.meeting.no_file"))
	}
	if err == nil {
		err = s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) error {
			return s.addMaterials(r, tx, note, v, f, intakes)
		})
	}
	if err == nil {
		return s.done(w, r, code, v.OwnURL+"#materials", lang.Msg("meeting.material.added", "n", len(intakes)), "")
	}
	if f.take(err) { // the field for files shows its own
		err = errFaulty
	}
	if v.MayFile {
		v.Upload = s.uploadView(f, &v.page, intakes)
	}
	v.Form = newForm(&v.page, s.factValues(&v.page, v.Meeting, v.Language))
	if fault := s.dressMeeting(r, v, nil); fault != nil {
		return fault
	}
	return s.again(w, f, "meeting-facts", v, err)
}

func (s *Site) addMaterials(r *http.Request, tx *db.Tx, note func(people.Entry), v *meetingFactsPage, f *form, intakes []document.Intake) error {
	language := f.text("language")
	if !s.catalog.Has(language) {
		language = ""
	}
	for _, in := range intakes {
		title := f.text("title")
		if title == "" || len(intakes) > 1 {
			title = nameWithout(in.Name)
		}
		d, err := s.rooms.Documents.Add(r.Context(), tx, note, actorOf(r), document.New{
			Intake: in.ID, Language: language, Title: map[string]string{v.Language: title}, Visibility: document.Public, On: v.Meeting.Object(),
		})
		if err != nil {
			return err
		}
		m := meeting.Material{Document: d.ID, Language: language, Title: meeting.Words{}.With(v.Language, title)}
		if err := s.rooms.Meetings.Add(r.Context(), tx, note, actorOf(r), v.Meeting.ID, m); err != nil {
			return err
		}
	}
	return nil
}

// nameWithout is a file's name without its ending.
func nameWithout(name string) string {
	for i := len(name) - 1; i > 0; i-- {
		if name[i] == '.' {
			return name[:i]
		}
	}
	return name
}

// meetingMaterials hands out all papers of a meeting as one file. It is sent as it is made.
func (s *Site) meetingMaterials(w http.ResponseWriter, r *http.Request, code string) error {
	m, err := s.shownMeeting(r, code)
	if err != nil {
		return err
	}
	p := &page{Lang: code, p: s.catalog.Printer(code)}
	docs, err := s.materialsOf(r, p, m.Facts)
	if err != nil {
		return err
	}
	if len(docs) == 0 {
		return errNoPage
	}
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s.zip"`, m.Slug))
	if r.Method == http.MethodHead {
		return nil
	}
	z := zip.NewWriter(w)
	err = s.packMaterials(r, z, p, m, docs)
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		s.breakOff(r, "the materials of a meeting were not sent whole", err)
	}
	return nil
}

// packMaterials writes the papers, under their titles in the reader's language, and a list
// of them.
func (s *Site) packMaterials(r *http.Request, z *zip.Writer, p *page, m meeting.Shown, docs []materialDocument) error {
	pack := s.rooms.Documents.Pack(z, "")
	defer pack.Close() // of its own file alone; nothing of the pack is lost
	lines := []string{m.Shown.Title, s.options.BaseURL + "/" + p.Lang + m.Path(), ""}
	var missing []string
	for i, d := range docs {
		title := wordedIn(d.Title(), p.Lang, m.Of).Text
		if title == "" {
			title = nameWithout(d.Name)
		}
		out := d.Deliver(true)
		out.Name = title + "." + endingOf(out.Name)
		at, what, err := pack.Put(r.Context(), out, m.Slug, fmt.Sprintf("%02d ", i+1), d.Changed)
		if err != nil {
			return err
		}
		if what != document.Whole {
			missing = append(missing, fmt.Sprintf("%02d %s", i+1, title))
			continue
		}
		about := p.aboutDocument(d.Document)
		if in := d.Material.Language; in != "" {
			about += ", " + p.p.LanguageName(in)
		}
		lines = append(lines, path.Base(at), "   "+title, "   "+about, "")
	}
	if len(missing) > 0 {
		lines = append(append(lines, p.t("meeting.materials.missing")), missing...)
	}
	f, err := z.CreateHeader(&zip.FileHeader{Name: m.Slug + "/00 " + p.t("meeting.materials.contents") + ".txt", Method: zip.Deflate, Modified: s.clock.Now()})
	if err != nil {
		return err
	}
	_, err = io.WriteString(f, "\ufeff"+strings.Join(lines, "\r\n")+"\r\n") // so that every editor shows all letters
	return err
}

// endingOf is a file name's ending, without the point.
func endingOf(name string) string { return strings.TrimPrefix(path.Ext(name), ".") }

// materialDocument is a paper of a meeting with its document.
type materialDocument struct {
	document.Document
	meeting.Material
}

// materialsOf are the papers of a meeting that the reader may read, in their order.
func (s *Site) materialsOf(r *http.Request, p *page, f meeting.Facts) (all []materialDocument, err error) {
	if s.rooms.Documents == nil || len(f.Materials) == 0 {
		return nil, nil
	}
	ids := make([]string, len(f.Materials))
	for i, m := range f.Materials {
		ids[i] = m.Document
	}
	docs, err := s.rooms.Documents.OfIDs(r.Context(), ids)
	for _, m := range f.Materials {
		for _, d := range docs {
			if d.ID == m.Document && d.MayRead(actorOf(r), s.documentObject(r, d)) {
				all = append(all, materialDocument{d, m})
			}
		}
	}
	return all, err
}
