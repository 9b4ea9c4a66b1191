package web

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"twintown/internal/document"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
	"twintown/internal/project"
)

// documentRoutes lead to documents and take them away.
func (s *Site) documentRoutes() []Route {
	return []Route{
		{get, "/documents/{id}", people.ReadPublic, nil, Light, Never, s.documentPage, false}, // asks the table itself, as the next four do: some are public
		{get, "/documents/{id}/first-page/{name}", people.ReadPublic, nil, Stream, Never, s.firstPage, false},
		{get, "/documents/{id}/version/{version}/{name}", people.ReadPublic, nil, Stream, Never, s.documentVersion, false},
		{get, "/documents/{id}/{name}", people.ReadPublic, nil, Stream, Never, s.document, false},
		{get, "/documents/{id}/original/{name}", people.ReadDocument, s.ofDocument, Stream, Never, s.originalDocument, false},
		{get, "/desk/documents/{id}", people.RemoveDocument, s.ofDocument, Light, Never, s.deskDocument, false},
		{post, "/desk/documents/{id}", people.RemoveDocument, s.ofDocument, Light, Never, s.describeDocument, false},
		{post, "/desk/documents/{id}/replace", people.RemoveDocument, s.ofDocument, Upload, Never, s.replaceDocument, false},
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
	Language        string // of the content, where it is not the page's
	Page            string // address of the page about it
	Image           *imageView
	First           *firstPageView // nil: there is no picture of it
	Warnings        []string
	Restricted      bool
	Original        string // address of an image as it came; "" where the reader may not have it
	Edit            string // address at the desk; "" where she may not
	Remove          string // address to which a POST takes it away; "" where she may not
}

// imageView is an image that is shown in a page.
type imageView struct {
	URL           string
	Width, Height int
}

// firstPageView is the picture of a document's first page.
type firstPageView struct {
	WebP, JPEG    string // addresses
	Width, Height int
	Alt           string
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
		if on := s.documentObject(r, d); d.MayRead(s.readerOf(r, d), on) {
			views = append(views, s.documentView(r, p, d, on))
		}
	}
	return views, nil
}

// readerOf is whoever reads a document, as far as her roles count for it. Those of a project
// are for who may work on the project; to everybody else, an organiser of the site too, they
// are what they are to readers.
func (s *Site) readerOf(r *http.Request, d document.Document) people.Actor {
	if d.Home.Kind != project.Kind || s.rooms.Projects == nil {
		return actorOf(r)
	}
	if p, err := s.rooms.Projects.ByID(r.Context(), d.Home.ID); err == nil && s.may(r, people.WriteProject, s.projectObject(r, p)) {
		return actorOf(r)
	}
	return people.Actor{}
}

// documentObject is a document for the permission table. One of a project is for those who may
// work on the project now, whoever sent it: a partner who left has no say any more.
func (s *Site) documentObject(r *http.Request, d document.Document) people.Object {
	if d.Home.Kind == project.Kind && s.rooms.Projects != nil {
		if p, err := s.rooms.Projects.ByID(r.Context(), d.Home.ID); err == nil {
			return s.paperObject(r, p, d.ID)
		}
		return people.Object{Kind: "document", ID: d.ID} // nobody's
	}
	on := s.placesObject("document", d.ID, d.Places...)
	plain := d.Object()
	plain.Areas = on.Areas
	return plain
}

func (s *Site) documentView(r *http.Request, p *page, d document.Document, on people.Object) documentView {
	out, who := d.Deliver(false), s.readerOf(r, d)
	base := "/" + p.Lang + "/documents/" + d.ID
	v := documentView{ID: d.ID, Title: d.TitleIn(p.Lang, d.Language), About: p.aboutDocument(d), Restricted: d.Visibility != document.Public}
	if d.Language != p.Lang {
		v.Lang = d.Language
	}
	v.URL, v.Page = base+"/"+url.PathEscape(out.Name), base
	key := previewKey(r)
	if d.Language != "" && d.Language != p.Lang {
		v.Language = p.p.LanguageName(d.Language)
	}
	if c := d.Content; c.Width > 0 {
		v.First = &firstPageView{keyed(base+"/first-page/page.webp", key), keyed(base+"/first-page/page.jpg", key), c.Width, c.Height, p.t("document.first_page") + p.colon() + v.Title}
	}
	if d.Kind.Image() {
		v.Image = &imageView{v.URL, d.Display.Width, d.Display.Height}
		if d.MayReadOriginal(who, on) {
			v.Original = base + "/original/" + url.PathEscape(d.Name)
		}
	} else {
		v.URL += "?save" // browsers refuse to open a PDF that is boxed in; saved, it opens everywhere
	}
	v.URL, v.Page = keyed(v.URL, key), keyed(v.Page, key)
	if v.Image != nil {
		v.Image.URL = v.URL
	}
	for _, w := range d.Warnings() {
		v.Warnings = append(v.Warnings, p.p.Message(w))
	}
	if people.Allows(who, people.RemoveDocument, on) {
		v.Edit = "/" + p.Lang + "/desk/documents/" + d.ID
		v.Remove = v.Edit + "/remove"
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
		about += ", " + p.pagesOf(d)
	}
	return about + ", " + p.sizeText(size)
}

// pagesOf says how many pages, slides or sheets a document has.
func (p *page) pagesOf(d document.Document) string {
	switch d.Unit() {
	case "slides":
		return p.t("document.slides", "n", d.Pages)
	case "sheets":
		return p.t("document.sheets", "n", d.Pages)
	}
	return p.t("document.pages", "n", d.Pages)
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
	return d, s.documentObject(r, d), nil
}

// ofDocument is the same for the permission table.
func (s *Site) ofDocument(r *http.Request) (people.Object, error) {
	d, on, err := s.documentOf(r)
	if err == nil && d.Home.Kind == project.Kind && !s.readerOf(r, d).SignedIn() {
		err = errNoDocument() // no role at the site opens it
	}
	return on, err
}

// readable is the document whose identifier stands in the address, if the reader may read
// it: a public one that something public shows, one of a draft that she may see or holds the
// link of, or by the permission table. All others learn nothing, or that it was withdrawn.
// open says that everybody may read it.
func (s *Site) readable(r *http.Request) (d document.Document, on people.Object, open bool, err error) {
	d, on, err = s.documentOf(r)
	if err != nil {
		return d, on, false, err
	}
	shown, err := s.holdsLink(r, d)
	if err != nil {
		return d, on, false, err
	}
	may, err := s.rooms.Documents.Reads(r.Context(), d, s.readerOf(r, d), on, shown)
	switch {
	case err != nil:
	case may == document.Over:
		err = errs.New(errs.Gone, lang.Msg("document.withdrawn"), nil)
	case may == document.Unknown:
		err = errNoDocument()
	}
	return d, on, !shown && actorOf(r).Account == "", err
}

// keyField carries the secret of a link to a draft to what the draft shows.
const keyField = "preview"

// keyed adds that secret to an address, where there is one.
func keyed(address, key string) string {
	switch {
	case key == "":
		return address
	case strings.Contains(address, "?"):
		return address + "&" + keyField + "=" + url.QueryEscape(key)
	}
	return address + "?" + keyField + "=" + url.QueryEscape(key)
}

// previewKey is the secret of the link to a draft by which a request came; "" for none.
func previewKey(r *http.Request) string {
	if r == nil {
		return ""
	}
	if strings.Contains(r.Pattern, "/preview/{key}") {
		return r.PathValue("key")
	}
	return r.URL.Query().Get(keyField)
}

// holdsLink says whether a request came with a link to the draft to which a document belongs.
func (s *Site) holdsLink(r *http.Request, d document.Document) (bool, error) {
	key := previewKey(r)
	if key == "" || s.rooms.Press == nil || d.Home.Kind != press.Feed {
		return false, nil
	}
	i, _, _, err := s.rooms.Press.Previewed(r.Context(), key)
	if errs.KindOf(err) == errs.NotFound {
		return false, nil
	}
	return err == nil && i.ID == d.Home.ID, err
}

// document hands out a document.
func (s *Site) document(w http.ResponseWriter, r *http.Request, _ string) error {
	d, _, open, err := s.readable(r)
	if err != nil {
		return err
	}
	return s.deliver(w, r, d.Deliver(r.URL.Query().Has("save")).For(open))
}

// firstPage hands out the picture of a document's first page.
func (s *Site) firstPage(w http.ResponseWriter, r *http.Request, _ string) error {
	d, _, open, err := s.readable(r)
	if err != nil {
		return err
	}
	out, ok := d.FirstPage(strings.HasSuffix(r.PathValue("name"), ".webp"))
	if !ok {
		return errNoDocument()
	}
	return s.deliver(w, r, out.For(open))
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
