package web

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"twintown/internal/document"
	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
	"twintown/internal/project"
)

// documentPage is the page about one document.
type documentPage struct {
	page
	Crumbs     []link
	Document   documentView
	TitleLang  string
	About      worded // what it is about
	Facts      []fact
	Home       *link  // what shows it
	Replaced   string // this address is of an older version
	VersionURL string // address of this version alone
	Unread     string // why not all is known of it
	NotYet     string // it is not public yet
}

// documentPage shows what is known of a document, and offers it.
func (s *Site) documentPage(w http.ResponseWriter, r *http.Request, code string) error {
	d, on, open, err := s.readable(r)
	if err != nil {
		return err
	}
	v, err := s.newDocumentPage(r, code, d, on)
	if err != nil {
		return err
	}
	if !open {
		previewHeaders(w)
	}
	return s.write(w, http.StatusOK, "document", v)
}

func (s *Site) newDocumentPage(r *http.Request, code string, d document.Document, on people.Object) (*documentPage, error) {
	v := &documentPage{page: s.newPage(r, code, "/documents/"+d.ID)}
	v.keep = false
	v.Document = s.documentView(r, &v.page, d, on)
	home, title, err := s.homeOf(r, code, d)
	if err != nil {
		return nil, err
	}
	v.Home = home
	if title.Text == "" {
		title = titleOf(d, code)
	}
	v.Title, v.TitleLang = title.Text, title.Lang
	v.About.Text, v.About.Lang = d.DescriptionIn(append([]string{code, d.Language}, s.languages...)...)
	if v.About.Lang == code {
		v.About.Lang = ""
	}
	v.Description = v.About.Text
	s.documentFacts(v, d)
	stand, err := s.rooms.Documents.Stand(r.Context(), d)
	if err != nil {
		return nil, err
	}
	if stand != document.Open {
		v.NotYet, v.NoIndex, v.Canonical, v.Alternates = v.t("document.not_public"), true, "", nil
	} else {
		v.JSONLD = s.documentData(v, d)
	}
	return v, nil
}

// titleOf is what a document is called on a page in a language.
func titleOf(d document.Document, code string) worded {
	title := worded{Text: d.TitleIn(code, d.Language)}
	if d.Title[code] == "" {
		for l, t := range d.Title {
			if t == title.Text {
				title.Lang = l
			}
		}
	}
	return title
}

// homeOf is what shows a document to readers of a language, and what the document is called
// there; nil where that is not public in it.
func (s *Site) homeOf(r *http.Request, code string, d document.Document) (*link, worded, error) {
	if d.Home.Kind == "partnership" {
		p, err := s.rooms.Partnerships.ByID(r.Context(), d.Home.ID)
		if errs.KindOf(err) == errs.NotFound || err == nil && !p.Withdrawn.IsZero() {
			return nil, worded{}, nil
		}
		named := page{Lang: code}
		return &link{named.pairName(s.rooms.World(), p.Sides()), "/" + code + "/partnerships/" + p.ID}, worded{}, err
	}
	if d.Home.Kind == project.Kind && s.rooms.Projects != nil {
		x, err := s.rooms.Projects.ByID(r.Context(), d.Home.ID)
		if errs.KindOf(err) == errs.NotFound || err == nil && x.Shown.IsZero() {
			return nil, worded{}, nil
		}
		named := page{Lang: code, p: s.catalog.Printer(code)}
		title, _ := s.projectTitle(&named, x)
		return &link{title, "/" + code + "/projects/" + x.Handle}, worded{}, err
	}
	if s.rooms.Press == nil || d.Home.Kind != press.Feed {
		return nil, worded{}, nil
	}
	shown, ok, err := s.rooms.Press.ShownIn(r.Context(), d.Home.ID, code)
	if err != nil || !ok {
		return nil, worded{}, err
	}
	var title worded
	if shown.Kind == press.Meeting {
		m, err := meeting.Join(shown)
		if err != nil {
			return nil, title, err
		}
		if at := slices.IndexFunc(m.Materials, func(x meeting.Material) bool { return x.Document == d.ID }); at >= 0 {
			title = wordedIn(m.Materials[at].Title, code, m.Of)
		}
	}
	return &link{shown.Title, "/" + code + shown.Path()}, title, nil
}

// documentFacts lists what is known of the file.
func (s *Site) documentFacts(v *documentPage, d document.Document) {
	size := d.Size
	if d.Kind.Image() {
		size = d.Display.Size
	}
	v.Facts = []fact{{v.t("document.fact.kind"), d.Kind.String()}, {v.t("document.fact.size"), v.sizeText(size)}}
	if d.Pages > 0 {
		v.Facts = append(v.Facts, fact{v.t("document.fact.extent"), v.pagesOf(d)})
	} else if !d.Kind.Image() {
		v.Facts = append(v.Facts, fact{v.t("document.fact.extent"), v.t("document.unknown_extent")})
	}
	if d.Language != "" {
		v.Facts = append(v.Facts, fact{v.t("document.fact.language"), v.p.LanguageName(d.Language)})
	}
	day := v.p.Date(lang.DateOf(d.Changed.In(s.homeZone())))
	if d.Version > 1 {
		v.Facts = append(v.Facts, fact{v.t("document.fact.version"), v.t("document.version", "n", d.Version) + ", " + day})
	} else {
		v.Facts = append(v.Facts, fact{v.t("document.fact.date"), day})
	}
	if fault, ok := d.Fault(); ok {
		v.Unread = v.p.Message(fault)
	}
	v.VersionURL = "/" + v.Lang + "/documents/" + d.ID + "/version/" + strconv.Itoa(d.Version) + "/" + pathName(d.Deliver(false).Name)
}

// documentData describes the document to machines.
func (s *Site) documentData(v *documentPage, d document.Document) ld {
	out := d.Deliver(false)
	node := ld{
		"@context": "https://schema.org", "@type": "DigitalDocument", "@id": v.Canonical, "url": v.Canonical, "name": v.Title,
		"encodingFormat": out.Type, "datePublished": d.Created.Format(time.RFC3339), "dateModified": d.Changed.Format(time.RFC3339), "version": d.Version,
	}
	if d.Language != "" {
		node["inLanguage"] = d.Language
	}
	if v.About.Text != "" {
		node["description"] = v.About.Text
	}
	if v.Home != nil {
		node["isPartOf"] = ld{"@type": "WebPage", "url": s.options.BaseURL + v.Home.URL, "name": v.Home.Name}
	}
	if v.Document.First != nil {
		node["thumbnailUrl"] = s.options.BaseURL + v.Document.First.JPEG
	}
	return node
}

// documentVersion serves the address of one version: the present one leads to the
// document's own address; an older one is kept for those who may take the document away,
// and tells everybody else that it was replaced.
func (s *Site) documentVersion(w http.ResponseWriter, r *http.Request, code string) error {
	d, on, _, err := s.readable(r)
	if err != nil {
		return err
	}
	wanted, _ := strconv.Atoi(r.PathValue("version")) // unreadable: no such version
	if wanted == d.Version {
		http.Redirect(w, r, keyed("/"+code+"/documents/"+d.ID+"/"+pathName(d.Deliver(false).Name), previewKey(r)), http.StatusFound)
		return nil
	}
	all, err := s.rooms.Documents.Versions(r.Context(), d)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(x document.Version) bool { return x.Number == wanted })
	if at < 0 {
		return errNoDocument()
	}
	if people.Allows(s.readerOf(r, d), people.RemoveDocument, on) {
		return s.deliver(w, r, all[at].Deliver(true).For(false))
	}
	v, err := s.newDocumentPage(r, code, d, on)
	if err != nil {
		return err
	}
	v.NoIndex = true
	v.Replaced = v.t("document.replaced_on", "n", wanted, "date", lang.DateOf(all[at].Replaced.In(s.homeZone())))
	uncached(w.Header())
	return s.write(w, http.StatusGone, "document", v)
}
