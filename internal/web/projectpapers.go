package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"twintown/internal/document"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
)

// projectPapersPage are the documents of a project at the desk, and what was written about it.
type projectPapersPage struct {
	projectHead
	Papers    []jointPaper
	Gone      []gonePaper   // taken away, and can be brought back
	Receipts  []receiptRow  // papers of payments
	Loose     []jointPaper  // that nothing names any more
	MayFile   bool          // documents are kept here
	PaperForm *form         // of what is added
	Upload    *uploadView   //
	Kinds     []option      // of what is added
	Languages []option      //
	Links     projectLinked // where the partners met, what was written
}

// jointPaper is a paper in the form.
type jointPaper struct {
	documentView
	Row   string
	Order string
	Kinds []option
	Open  bool // readers may read it
}

// gonePaper is a paper that was taken away.
type gonePaper struct{ Title, Restore string }

// paperObject is a document of a project for the permission table.
func (s *Site) paperObject(r *http.Request, p project.Project, id string) people.Object {
	on := s.projectObject(r, p)
	on.Kind, on.ID = "document", id
	return on
}

func (s *Site) newProjectPapers(w http.ResponseWriter, r *http.Request, code string) (*projectPapersPage, error) {
	head, err := s.newProjectHead(w, r, code, "/papers", project.OfPapers)
	if err != nil {
		return nil, err
	}
	v := &projectPapersPage{projectHead: head, MayFile: s.rooms.Documents != nil}
	v.PaperForm = newForm(&v.page, url.Values{"language": {code}})
	v.Form = newForm(&v.page, nil)
	for i, x := range v.Project.Papers {
		v.Form.setRow("paper", i, "document", x.Document, "kind", string(x.Kind), "order", strconv.Itoa(i+1))
	}
	return v, nil
}

// projectPapers shows them.
func (s *Site) projectPapers(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProjectPapers(w, r, code)
	if err != nil {
		return err
	}
	if err := s.dressPapers(r, v, nil); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "project-papers", v)
}

func (s *Site) dressPapers(r *http.Request, v *projectPapersPage, intakes []document.Intake) error {
	v.Kinds = v.paperKinds(v.PaperForm.text("kind"))
	v.Languages = []option{{Name: v.t("document.language.none")}}
	for _, code := range s.languages {
		v.Languages = append(v.Languages, option{Value: code, Name: v.p.LanguageName(code), Chosen: v.PaperForm.raw("language") == code})
	}
	if err := s.fillLinks(r, v); err != nil || !v.MayFile {
		return err
	}
	v.Upload = s.uploadView(v.PaperForm, &v.page, intakes)
	return s.fillJointPapers(r, v)
}

func (p *page) paperKinds(chosen string) []option {
	list := []option{{Name: p.t("project.paper.kind.none")}}
	for _, k := range project.PaperKinds() {
		list = append(list, option{Value: string(k), Name: p.t("project.paper." + string(k)), Chosen: string(k) == chosen})
	}
	return list
}

// fillJointPapers fills the rows from the form; what the form does not say of a paper is as it is.
func (s *Site) fillJointPapers(r *http.Request, v *projectPapersPage) error {
	x, f := v.Project, v.Form
	v.Papers, v.Gone, v.Receipts, v.Loose = nil, nil, nil, nil
	docs, err := s.rooms.Documents.OfIDs(r.Context(), x.PaperIDs())
	if err != nil {
		return err
	}
	for n := range f.rows("paper", "document", mostRowsRead) {
		id := f.rowText("paper", n, "document")
		at := slices.IndexFunc(docs, func(d document.Document) bool { return d.ID == id })
		if at < 0 {
			if err := s.fillGone(r, v, id); err != nil {
				return err
			}
			continue
		}
		row := jointPaper{documentView: s.documentView(r, &v.page, docs[at], s.paperObject(r, x, id)), Row: "paper." + strconv.Itoa(n), Order: f.rowText("paper", n, "order")}
		row.Kinds, row.Open = v.paperKinds(f.rowText("paper", n, "kind")), docs[at].Visibility == document.Public
		if f.values.Has("saved") {
			row.Open = f.checked(rowField("paper", n, "open"))
		}
		v.Papers = append(v.Papers, row)
	}
	all, err := s.rooms.Documents.OfHome(r.Context(), project.Kind, x.ID)
	receipts := x.Receipts()
	for _, d := range all {
		view := s.documentView(r, &v.page, d, s.paperObject(r, x, d.ID))
		_, named := x.Paper(d.ID)
		y, receipt := receipts[d.ID]
		switch {
		case named || d.ID == x.Credit.Logo:
		case receipt:
			v.Receipts = append(v.Receipts, receiptRow{ID: y.ID, Name: v.paymentWords(y), Document: &view})
		default:
			v.Loose = append(v.Loose, jointPaper{documentView: view})
		}
	}
	return err
}

// fillGone notes a paper that was taken away, as long as it can be brought back.
func (s *Site) fillGone(r *http.Request, v *projectPapersPage, id string) error {
	d, err := s.rooms.Documents.Of(r.Context(), id)
	if errs.KindOf(err) == errs.NotFound {
		return nil
	}
	if err == nil && s.rooms.Documents.Restorable(d) {
		v.Gone = append(v.Gone, gonePaper{d.TitleIn(v.Lang, d.Language), "/" + v.Lang + "/desk/documents/" + d.ID + "/restore"})
	}
	return err
}

// changeWithPapers changes a project together with documents of it, in one transaction.
func (s *Site) changeWithPapers(r *http.Request, id string, part project.Part, version int64, fn func(tx *db.Tx, note func(people.Entry), p *project.Project) error) error {
	return s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) error {
		return s.rooms.Projects.ChangeIn(r.Context(), tx, note, id, part, version, func(p *project.Project) error { return fn(tx, note, p) })
	})
}

// addPaper makes a document of a file that was sent for a project.
func (s *Site) addPaper(r *http.Request, tx *db.Tx, note func(people.Entry), p project.Project, n document.New) (document.Document, error) {
	n.On = s.projectObject(r, p)
	return s.rooms.Documents.Add(r.Context(), tx, note, actorOf(r), n)
}

// dropPaper takes a document of a project away, where it is there; it can be brought back.
func (s *Site) dropPaper(r *http.Request, tx *db.Tx, note func(people.Entry), p project.Project, id string) error {
	if id == "" {
		return nil
	}
	err := s.rooms.Documents.Remove(r.Context(), tx, note, actorOf(r), id, s.paperObject(r, p, id), "")
	if kind := errs.KindOf(err); kind == errs.NotFound || kind == errs.Conflict {
		return nil // it is gone already
	}
	return err
}

// takeProjectPapers puts files to the end of the papers.
func (s *Site) takeProjectPapers(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProjectPapers(w, r, code)
	if err != nil {
		return err
	}
	f, intakes, err := s.readActForm(r, &v.page)
	if err != nil {
		return err
	}
	v.PaperForm = f
	kind := project.PaperKind(f.text("kind"))
	if kind != "" && !slices.Contains(project.PaperKinds(), kind) {
		f.fail("kind", lang.Msg("error.help.code"))
	}
	if err = f.wrong(); err == nil && len(intakes) == 0 {
		err = errs.In(fileField, lang.Msg("error.meeting.no_file"))
	}
	if err == nil {
		err = s.changeWithPapers(r, v.Project.ID, project.OfPapers, project.AnyVersion, func(tx *db.Tx, note func(people.Entry), p *project.Project) error {
			return s.addPapers(r, tx, note, p, v, kind, intakes)
		})
	}
	if err == nil {
		return s.done(w, r, code, v.Base+"/papers", lang.Msg("meeting.material.added", "n", len(intakes)), "")
	}
	status, shown := s.refused(f, err)
	if !shown {
		return err
	}
	if err := s.dressPapers(r, v, intakes); err != nil {
		return err
	}
	return s.write(w, status, "project-papers", v)
}

func (s *Site) addPapers(r *http.Request, tx *db.Tx, note func(people.Entry), p *project.Project, v *projectPapersPage, kind project.PaperKind, intakes []document.Intake) error {
	f := v.PaperForm
	n := document.New{Language: f.text("language"), Visibility: document.Restricted}
	if !s.catalog.Has(n.Language) {
		n.Language = ""
	}
	if f.checked("open") {
		n.Visibility = document.Public
	}
	for _, in := range intakes {
		title := f.text("title")
		if title == "" || len(intakes) > 1 {
			title = nameWithout(in.Name)
		}
		n.Intake, n.Title = in.ID, map[string]string{v.Lang: title}
		d, err := s.addPaper(r, tx, note, *p, n)
		if err != nil {
			return err
		}
		p.Papers = append(p.Papers, project.Paper{Document: d.ID, Kind: kind})
	}
	return nil
}

// takePaperList keeps what papers are, their order, and which of them readers may read.
func (s *Site) takePaperList(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProjectPapers(w, r, code)
	if err != nil {
		return err
	}
	if v.Form, err = readForm(r, &v.page); err != nil {
		return err
	}
	f := v.Form
	f.values.Set("saved", "1")
	rows := f.jointPapers()
	err = s.changeWithPapers(r, v.Project.ID, project.OfPapers, f.version(), func(tx *db.Tx, note func(people.Entry), p *project.Project) error {
		return s.setPapers(r, tx, note, p, rows)
	})
	if err == nil {
		return s.done(w, r, code, v.Base+"/papers", lang.Msg("project.saved"), "")
	}
	return s.changeProject(w, r, "project-papers", v, project.OfPapers, "", lang.Message{}, nil, err, func() error { return s.dressPapers(r, v, nil) })
}

// sentPaper is a paper as a form has it.
type sentPaper struct {
	project.Paper
	open bool
	at   int
}

// jointPapers are the papers in the order that the form gives them.
func (f *form) jointPapers() (all []sentPaper) {
	for n := range f.rows("paper", "document", mostRowsRead) {
		at, err := strconv.Atoi(f.rowText("paper", n, "order"))
		if err != nil {
			at = n + 1
		}
		all = append(all, sentPaper{project.Paper{Document: f.rowText("paper", n, "document"), Kind: project.PaperKind(f.rowText("paper", n, "kind"))}, f.checked(rowField("paper", n, "open")), at})
	}
	slices.SortStableFunc(all, func(a, b sentPaper) int { return a.at - b.at })
	return all
}

// setPapers puts the papers in the order of a form. One that the form does not show, because it
// was taken away, stays at the end, for it may come back; one that nobody can bring back goes.
func (s *Site) setPapers(r *http.Request, tx *db.Tx, note func(people.Entry), p *project.Project, rows []sentPaper) error {
	var all []project.Paper
	for _, x := range rows {
		if _, known := p.Paper(x.Document); !known {
			continue
		}
		to := document.Restricted
		if x.open {
			to = document.Public
		}
		if err := s.rooms.Documents.SetVisibility(r.Context(), tx, note, actorOf(r), x.Document, s.paperObject(r, *p, x.Document), to); err != nil {
			return err
		}
		all = append(all, x.Paper)
	}
	for _, x := range p.Papers {
		if slices.ContainsFunc(all, func(y project.Paper) bool { return y.Document == x.Document }) {
			continue
		}
		d, err := s.rooms.Documents.Of(r.Context(), x.Document)
		if err == nil && (!d.Gone() || s.rooms.Documents.Restorable(d)) {
			all = append(all, x)
		}
	}
	p.Papers = all
	return nil
}

// openPapers are the papers of a project that its page shows to readers.
func (s *Site) openPapers(r *http.Request, p *page, x project.Project) (views []documentView, err error) {
	if s.rooms.Documents == nil || len(x.Papers) == 0 {
		return nil, nil
	}
	docs, err := s.rooms.Documents.OfIDs(r.Context(), x.PaperIDs())
	for _, d := range docs {
		if d.Visibility != document.Public {
			continue
		}
		view := s.documentView(r, p, d, s.paperObject(r, x, d.ID))
		view.Remove = "" // that is for the desk
		if paper, _ := x.Paper(d.ID); paper.Kind != "" {
			view.About = p.t("project.paper."+string(paper.Kind)) + " · " + view.About
		}
		views = append(views, view)
	}
	return views, err
}
