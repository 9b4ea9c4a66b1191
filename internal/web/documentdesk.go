package web

import (
	"net/http"
	"net/url"
	"strconv"

	"twintown/internal/document"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// deskDocumentPage is one document at the desk: what is said of it, its file, the files that
// it had.
type deskDocumentPage struct {
	page
	Document    documentView
	Form        *form
	ReplaceForm *form
	Upload      *uploadView
	Texts       []documentTexts
	Languages   []option
	Versions    []versionView
	Present     versionView
	Unread      string
	Base        string
}

// documentTexts are the fields of a document in one language.
type documentTexts struct {
	Lang, Name   string
	Title, About fieldView
}

// versionView is one file that a document has or had.
type versionView struct {
	Number                      int
	Name, URL, About            string
	When, Who, Note, ReplacedOn string
}

func (s *Site) newDeskDocument(w http.ResponseWriter, r *http.Request, code string) (*deskDocumentPage, document.Document, people.Object, error) {
	d, on, err := s.documentOf(r)
	if err == nil && d.Gone() {
		err = errNoDocument()
	}
	if err != nil {
		return nil, d, on, err
	}
	path := "/desk/documents/" + d.ID
	v := &deskDocumentPage{page: s.newDesk(w, r, code, path, ""), Base: "/" + code + path}
	v.Title = d.TitleIn(code, d.Language)
	v.Document = s.documentView(r, &v.page, d, on)
	v.ReplaceForm = newForm(&v.page, nil)
	v.Upload = s.uploadView(v.ReplaceForm, &v.page, nil)
	v.Upload.Label = v.t("document.one")
	switch fault, ok := d.Fault(); {
	case ok:
		v.Unread = v.p.Message(fault)
	case d.Unread():
		v.Unread = v.t("document.unread")
	}
	return v, d, on, s.fillVersions(r, v, d)
}

func (s *Site) fillVersions(r *http.Request, v *deskDocumentPage, d document.Document) error {
	names, err := s.rooms.People.Names(r.Context())
	if err != nil {
		return err
	}
	who := func(account string) string {
		switch name := names[account]; {
		case account == people.System().Account:
			return v.t("list.by.program")
		case name == "":
			return v.t("list.by.erased")
		default:
			return name
		}
	}
	zone := s.homeZone()
	v.Present = versionView{Number: d.Version, Name: d.Name, URL: v.Document.URL, About: v.Document.About, When: v.momentIn(d.Changed, zone), Who: who(d.ChangedBy)}
	all, err := s.rooms.Documents.Versions(r.Context(), d)
	for _, x := range all {
		v.Versions = append(v.Versions, versionView{
			Number: x.Number, Name: x.Name, About: v.aboutDocument(x.Document), When: v.momentIn(x.Came, zone), Who: who(x.CameBy), Note: x.Note,
			ReplacedOn: v.momentIn(x.Replaced, zone) + ", " + who(x.By),
			URL:        "/" + v.Lang + "/documents/" + d.ID + "/version/" + strconv.Itoa(x.Number) + "/" + pathName(x.Deliver(true).Name),
		})
	}
	return err
}

// dress fills the fields from the form.
func (v *deskDocumentPage) dress(s *Site) {
	v.Languages = []option{{Name: v.t("document.language.none"), Chosen: v.Form.raw("language") == ""}}
	for _, c := range s.languagesFrom(v.Lang) {
		v.Languages = append(v.Languages, option{Value: c, Name: v.p.LanguageName(c), Chosen: v.Form.raw("language") == c})
		v.Texts = append(v.Texts, documentTexts{
			c, v.p.LanguageName(c), v.Form.Field("title."+c, "text", "document.field.title", "", "off"), v.Form.Area("about."+c, "document.field.about", "", 3),
		})
	}
}

// deskDocument shows the form of a document.
func (s *Site) deskDocument(w http.ResponseWriter, r *http.Request, code string) error {
	v, d, _, err := s.newDeskDocument(w, r, code)
	if err != nil {
		return err
	}
	v.Form = newForm(&v.page, documentValues(d))
	v.dress(s)
	return s.write(w, http.StatusOK, "document-desk", v)
}

// documentValues are a document's texts as the form holds them.
func documentValues(d document.Document) url.Values {
	values := url.Values{"language": {d.Language}}
	for c, text := range d.Title {
		values.Set("title."+c, text)
	}
	for c, text := range d.Description {
		values.Set("about."+c, text)
	}
	return values
}

// describeDocument keeps what is said of a document.
func (s *Site) describeDocument(w http.ResponseWriter, r *http.Request, code string) error {
	v, d, on, err := s.newDeskDocument(w, r, code)
	if err != nil {
		return err
	}
	if v.Form, err = readForm(r, &v.page); err != nil {
		return err
	}
	to := document.Description{Title: map[string]string{}, About: map[string]string{}, Language: v.Form.raw("language")}
	if !s.catalog.Has(to.Language) {
		to.Language = ""
	}
	for _, c := range s.languages {
		to.Title[c], to.About[c] = v.Form.text("title."+c), v.Form.text("about."+c)
	}
	err = s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) error {
		return s.rooms.Documents.Describe(r.Context(), tx, note, actorOf(r), d.ID, on, to)
	})
	if err == nil {
		s.rooms.Editor.Follow(r.Context())
		return s.done(w, r, code, v.Base, lang.Msg("press.saved"), "")
	}
	status, shown := s.refused(v.Form, err)
	if !shown {
		return err
	}
	v.dress(s)
	return s.write(w, status, "document-desk", v)
}

// replaceDocument gives a document another file.
func (s *Site) replaceDocument(w http.ResponseWriter, r *http.Request, code string) error {
	v, d, on, err := s.newDeskDocument(w, r, code)
	if err != nil {
		return err
	}
	f, intakes, err := s.readFiles(r, &v.page)
	if err != nil {
		return err
	}
	v.ReplaceForm = f
	if f.ok() && len(intakes) != 1 {
		f.fail(fileField, lang.Msg("error.document.one_file"))
	}
	status, shown := http.StatusUnprocessableEntity, true
	if f.ok() {
		var now document.Document
		err = s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) (err error) {
			now, err = s.rooms.Documents.Replace(r.Context(), tx, note, actorOf(r), d.ID, on, document.Replacement{Intake: intakes[0].ID, Note: f.text("note")})
			return err
		})
		switch {
		case err == nil:
			s.rooms.Editor.Follow(r.Context())
			return s.done(w, r, code, v.Base, lang.Msg("document.replaced", "n", now.Version), "")
		case errs.KindOf(err) == errs.Invalid:
			f.fail("note", errs.PublicOf(err))
		default:
			status, shown = s.refused(f, err)
		}
		if !shown {
			return err
		}
	}
	v.Upload = s.uploadView(f, &v.page, intakes)
	v.Upload.Label = v.t("document.one")
	v.Form = newForm(&v.page, documentValues(d))
	v.dress(s)
	return s.write(w, status, "document-desk", v)
}

// pathName is a file's name as a part of an address.
func pathName(name string) string { return url.PathEscape(name) }
