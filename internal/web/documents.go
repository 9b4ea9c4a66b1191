package web

import (
	"errors"
	"io"
	"net/http"
	"net/url"

	"twintown/internal/document"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// documentRoutes lead to documents and take them away.
func (s *Site) documentRoutes() []Route {
	return []Route{
		{get, "/documents/{id}/{name}", people.ReadPublic, nil, Stream, Never, s.document, false}, // asks the table itself: some are public
		{get, "/documents/{id}/original/{name}", people.ReadDocument, s.ofDocument, Stream, Never, s.originalDocument, false},
		{post, "/desk/documents/{id}/remove", people.RemoveDocument, s.ofDocument, Light, Never, s.removeDocument, false},
		{post, "/desk/documents/{id}/restore", people.RemoveDocument, s.ofDocument, Light, Never, s.restoreDocument, false},
	}
}

// documentView is a document in a list: what it is called, where it leads, what a
// reader should know before she opens it.
type documentView struct {
	ID, Title, Lang string
	URL             string // offers to save it, or opens an image
	About           string // kind, size, pages
	Image           *imageView
	Warnings        []string
	Restricted      bool
	Original        string // address of an image as it came; "" where the reader may not have it
	Remove          string // address to which a POST takes it away; "" where she may not
}

// imageView is an image that is shown in a page.
type imageView struct {
	URL           string
	Width, Height int
}

// documentViews returns those of the documents that the reader may read, in the order
// of ids.
func (s *Site) documentViews(r *http.Request, p *page, ids []string) ([]documentView, error) {
	if len(ids) == 0 || s.rooms.Documents == nil {
		return nil, nil
	}
	docs, err := s.rooms.Documents.OfIDs(r.Context(), ids)
	if err != nil {
		return nil, err
	}
	var views []documentView
	for _, d := range docs {
		if on := s.documentObject(d); d.MayRead(actorOf(r), on) {
			views = append(views, s.documentView(r, p, d, on))
		}
	}
	return views, nil
}

// documentObject is a document for the permission table.
func (s *Site) documentObject(d document.Document) people.Object {
	on := s.placesObject("document", d.ID, d.Places...)
	plain := d.Object()
	plain.Areas = on.Areas
	return plain
}

func (s *Site) documentView(r *http.Request, p *page, d document.Document, on people.Object) documentView {
	out := d.Deliver(false)
	base := "/" + p.Lang + "/documents/" + d.ID
	v := documentView{ID: d.ID, Title: d.TitleIn(p.Lang, d.Language), About: p.aboutDocument(d), Restricted: d.Visibility != document.Public}
	if d.Language != p.Lang {
		v.Lang = d.Language
	}
	v.URL = base + "/" + url.PathEscape(out.Name)
	if d.Kind.Image() {
		v.Image = &imageView{v.URL, d.Display.Width, d.Display.Height}
		if d.MayReadOriginal(actorOf(r), on) {
			v.Original = base + "/original/" + url.PathEscape(d.Name)
		}
	} else {
		v.URL += "?save" // browsers refuse to open a PDF that is boxed in; saved, it opens everywhere
	}
	for _, w := range d.Warnings() {
		v.Warnings = append(v.Warnings, p.p.Message(w))
	}
	if s.may(r, people.RemoveDocument, on) {
		v.Remove = "/" + p.Lang + "/desk/documents/" + d.ID + "/remove"
	}
	return v
}

// aboutDocument says what a document is: "PDF, 3 pages, 1.2 MB".
func (p *page) aboutDocument(d document.Document) string {
	size := d.Size
	if d.Kind.Image() {
		size = d.Display.Size
	}
	about := d.Kind.String()
	if d.Pages > 0 {
		about += ", " + p.t("document.pages", "n", d.Pages)
	}
	return about + ", " + p.sizeText(size)
}

// sizeText writes a number of bytes as people read it.
func (p *page) sizeText(n int64) string {
	if n < 1<<20 {
		return p.t("document.size.kb", "n", max(n/1024, 1))
	}
	return p.t("document.size.mb", "n", float64(n/(1<<20/10))/10)
}

// errNoDocument is for documents that are not there, and for those that the reader may
// not know of.
func errNoDocument() error { return errs.New(errs.NotFound, lang.Msg("document.unknown"), nil) }

// documentOf is the document whose identifier stands in the address.
func (s *Site) documentOf(r *http.Request) (document.Document, people.Object, error) {
	if s.rooms.Documents == nil {
		return document.Document{}, people.Object{}, errNoDocument()
	}
	d, err := s.rooms.Documents.Of(r.Context(), r.PathValue("id"))
	if err != nil {
		return d, people.Object{}, err
	}
	return d, s.documentObject(d), nil
}

// ofDocument is the same for the permission table.
func (s *Site) ofDocument(r *http.Request) (people.Object, error) {
	_, on, err := s.documentOf(r)
	return on, err
}

// document hands out a document: a public one to everybody, any other to those whom the
// permission table lets read it. All others learn nothing.
func (s *Site) document(w http.ResponseWriter, r *http.Request, _ string) error {
	d, on, err := s.documentOf(r)
	if err != nil {
		return err
	}
	if !d.MayRead(actorOf(r), on) {
		return errNoDocument()
	}
	return s.deliver(w, r, d.Deliver(r.URL.Query().Has("save")))
}

// originalDocument hands out the bytes as they came; the gate has asked who may.
func (s *Site) originalDocument(w http.ResponseWriter, r *http.Request, _ string) error {
	d, _, err := s.documentOf(r)
	if err != nil {
		return err
	}
	if d.Gone() {
		return errNoDocument()
	}
	return s.deliver(w, r, d.DeliverOriginal())
}

// deliver sends a document as it comes out of the store. One that turns out to be
// damaged breaks the connection off, so that no reader takes a part for the whole.
func (s *Site) deliver(w http.ResponseWriter, r *http.Request, out document.Delivery) error {
	content, err := s.rooms.Documents.Open(r.Context(), out)
	if err != nil {
		return err
	}
	defer content.Close()
	for _, h := range out.Headers() {
		w.Header().Set(h[0], h[1])
	}
	if matches(r.Header.Get("If-None-Match"), `"`+out.Blob+`"`) {
		w.Header().Del("Content-Length")
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	if r.Method == http.MethodHead {
		return nil
	}
	if _, err := io.Copy(w, content); err != nil {
		s.breakOff(r, "a document was not sent whole", err)
	}
	return nil
}

// breakOff ends an answer of which a part was sent already, in the server's way to say
// that this was not all. It does not return.
func (s *Site) breakOff(r *http.Request, what string, err error) {
	if r.Context().Err() == nil && !errors.Is(err, http.ErrHandlerTimeout) {
		s.log.ErrorContext(r.Context(), what, "error", err, "request", requestID(r.Context()))
	}
	panic(http.ErrAbortHandler)
}

// removeDocument takes a document away, and offers to bring it back.
func (s *Site) removeDocument(w http.ResponseWriter, r *http.Request, code string) error {
	d, on, err := s.documentOf(r)
	if err != nil {
		return err
	}
	form := newForm(&page{p: s.catalog.Printer(code)}, nil)
	if err := r.ParseForm(); err == nil {
		form.values = r.PostForm
	}
	err = s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) error {
		return s.rooms.Documents.Remove(r.Context(), tx, note, actorOf(r), d.ID, on, form.text("why"))
	})
	if err != nil {
		return err
	}
	s.rooms.Editor.Follow(r.Context())
	return s.done(w, r, code, safeNext(nextOf(r), "/"+code+"/desk"), lang.Msg("document.removed", "title", d.TitleIn(code)), "/"+code+"/desk/documents/"+d.ID+"/restore")
}

// restoreDocument brings a document back.
func (s *Site) restoreDocument(w http.ResponseWriter, r *http.Request, code string) error {
	d, on, err := s.documentOf(r)
	if err != nil {
		return err
	}
	err = s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) error {
		return s.rooms.Documents.Restore(r.Context(), tx, note, actorOf(r), d.ID, on)
	})
	if err != nil {
		return err
	}
	s.rooms.Editor.Follow(r.Context())
	return s.done(w, r, code, safeNext(nextOf(r), "/"+code+"/desk"), lang.Msg("document.restored", "title", d.TitleIn(code)), "")
}
