package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/document"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/markup"
	"twintown/internal/press"
)

// pressTextPage is one text at the desk: the form, how it will look, and what can be done
// with it.
type pressTextPage struct {
	pressHead
	Language  string
	Name      string // of the language
	Form      *form
	Exists    bool
	Practice  bool
	Upload    *uploadView // nil: the reader may add none
	Origins   []option
	Sources   []option // languages that it may be a translation of
	Stale     bool
	StaleURL  string // where both stand side by side
	Changed   []revisionView
	Preview   *articleView
	State     statusWord
	PublicURL string
	Shown     lang.Date // since when it is public
	NextAt    string
	Schedule  *form
	Zone      string
	Links     int // to drafts
	LinkURL   string
	Papers    []documentView // that were dropped onto the text
	Hints     []string       // what is missing before it can become public
}

// pressField is a field of a text: what it is called stands in the page's language.
type pressField struct {
	fieldView
	Around string // the page's language
}

// rowsOf are the heights of a text's areas; the others are lines.
var rowsOf = map[string]int{"lead": 3, "body": 22, "partners": 4, "cost_text": 3, "result": 4}

// Text is a field of the text.
func (v *pressTextPage) Text(name string) pressField {
	kind, hint := "text", ""
	if name == "title" {
		kind = "text!"
	}
	if v.p.Has("press.field." + name + ".hint") {
		hint = "press.field." + name + ".hint"
	}
	f := v.Form.Field(name, kind, "press.field."+name, hint, "off")
	if f.Rows = rowsOf[name]; f.Rows > 0 {
		f.Max = mostArea
	}
	if name == "body" {
		f.Max = markup.MostText
	}
	return pressField{f, v.Lang}
}

// Head is what stands above.
func (v *pressTextPage) Head() pressHead { return v.pressHead }

// OpenMore says whether a field that is folded away has a fault.
func (v *pressTextPage) OpenMore() bool {
	return v.Stale || slices.ContainsFunc(v.Form.faults, func(f fault) bool { return f.Field == "slug" || f.Field == "of" })
}

// newPressText fills what the page shows beside its form.
func (s *Site) newPressText(w http.ResponseWriter, r *http.Request, code string) (*pressTextPage, press.Text, error) {
	language := r.PathValue("language")
	head, err := s.newPressHead(w, r, code, "/"+language, language)
	if err != nil {
		return nil, press.Text{}, err
	}
	t, exists := head.Item.Text(language)
	if !exists && !slices.Contains(s.face().Offered(), language) {
		return nil, t, errNoPage
	}
	v := &pressTextPage{pressHead: head, Language: language, Exists: exists, Practice: head.Item.Kind == press.Practice, Name: head.p.LanguageName(language)}
	v.Stale = head.Item.Stale(t)
	v.StaleURL = v.Base + "/" + language + "/side-by-side"
	for _, o := range press.Origins() {
		v.Origins = append(v.Origins, option{Value: string(o), Name: v.t("press.origin." + string(o))})
	}
	v.Sources = []option{{Name: v.t("press.of.none")}}
	for _, x := range head.Item.Texts {
		if x.Language != language {
			v.Sources = append(v.Sources, option{Value: x.Language, Name: v.p.LanguageName(x.Language)})
		}
	}
	if v.Write && s.rooms.Documents != nil {
		v.Upload = s.uploadView(newForm(&v.page, nil), &v.page, nil)
	}
	if exists {
		err = s.fillPressState(r, v, t)
	}
	if err == nil && v.Write {
		err = s.fillPapers(r, v)
	}
	return v, t, err
}

// fillPapers lists the documents that were dropped onto the text, in whatever language.
func (s *Site) fillPapers(r *http.Request, v *pressTextPage) error {
	if s.rooms.Documents == nil || v.Item.Kind == press.Gallery {
		return nil // a gallery's are its pictures
	}
	all, err := s.rooms.Documents.OfHome(r.Context(), press.Feed, v.Item.ID)
	for _, d := range all {
		if on := s.documentObject(r, d); d.MayRead(actorOf(r), on) {
			v.Papers = append(v.Papers, s.documentView(r, &v.page, d, on))
		}
	}
	return err
}

// textValues are a text as the form holds it.
func textValues(t press.Text) url.Values {
	v := url.Values{}
	for name, value := range map[string]string{
		"title": t.Title, "lead": t.Lead, "body": t.Body, "slug": t.Slug, "origin": string(t.Origin), "of": t.Of,
		"partners": t.Details.Partners, "cost_text": t.Details.Cost, "result": t.Details.Result, "contact": t.Details.Contact, "mail": t.Details.Mail,
		"version": strconv.FormatInt(t.Version, 10),
	} {
		v.Set(name, value)
	}
	return v
}

// contentOf reads a text from its form. fits says that a translation is up to date with
// the words of its origin as they are now.
func contentOf(f *form, i press.Item, old press.Text) press.Content {
	c := press.Content{
		Title: f.text("title"), Lead: f.text("lead"), Body: f.text("body"), Slug: f.text("slug"), Origin: press.Origin(f.raw("origin")), Of: f.raw("of"),
		Details: press.Details{Partners: f.text("partners"), Cost: f.text("cost_text"), Result: f.text("result"), Contact: f.text("contact"), Mail: f.text("mail")},
	}
	c.OfWords = old.OfWords
	if origin, ok := i.Text(c.Of); ok && (f.checked("fits") || c.Of != old.Of) {
		c.OfWords = origin.Words
	}
	return c
}

// pressText shows the form of a text.
func (s *Site) pressText(w http.ResponseWriter, r *http.Request, code string) error {
	v, t, err := s.newPressText(w, r, code)
	if err != nil {
		return err
	}
	values := textValues(t)
	if !v.Exists {
		values.Set("origin", string(press.Person))
		if len(v.Item.Texts) > 0 {
			values.Set("of", v.Item.Texts[0].Language)
		}
	}
	v.Form = newForm(&v.page, values)
	if err := s.previewText(r, v, t.Content); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "press-text", v)
}

// previewText shows how a content would look to its readers.
func (s *Site) previewText(r *http.Request, v *pressTextPage, c press.Content) (err error) {
	v.Preview, err = s.articleView(r, &v.page, v.Language, v.Item.Kind, c, v.Item.Own)
	return err
}

// takePressText keeps a text, and lets the public see it if that was asked for; or shows how
// it would look. Files that came with it become
// documents, named at its end.
func (s *Site) takePressText(w http.ResponseWriter, r *http.Request, code string) error {
	v, old, err := s.newPressText(w, r, code)
	if err != nil {
		return err
	}
	f, intakes, err := s.readActForm(r, &v.page)
	if err != nil {
		return err
	}
	v.Form = f
	c := contentOf(f, v.Item, old)
	err = f.wrong()
	if err == nil && f.raw("do") != "look" {
		if err = s.saveText(r, v, f.version(), &c, intakes); err == nil && v.Rule && f.raw("do") == "publish" {
			return s.publishPress(w, r, code)
		}
		if err == nil {
			return s.done(w, r, code, v.Base+"/"+v.Language, v.savedWord(), "")
		}
		v.Changed, err = s.whatChanged(r, &v.pressHead, f, v.Language, old.Version, err)
	}
	if v.Upload != nil {
		v.Upload = s.uploadView(f, &v.page, intakes)
	}
	if fault := s.previewText(r, v, c); fault != nil {
		return fault
	}
	if err == nil || f.raw("do") == "look" {
		return s.write(w, http.StatusOK, "press-text", v)
	}
	return s.again(w, f, "press-text", v, err)
}

// saveText keeps a text by the right that the person has: who may only translate writes
// translations.
func (s *Site) saveText(r *http.Request, v *pressTextPage, version int64, c *press.Content, intakes []document.Intake) error {
	if !v.Write {
		return s.rooms.Press.Translate(r.Context(), actorOf(r), v.Item.ID, v.Language, version, *c)
	}
	if len(intakes) > 0 {
		named, err := s.addPressFiles(r, v.Item, v.Language, intakes)
		if err != nil {
			return err
		}
		c.Body = strings.TrimSpace(c.Body + "\n\n" + strings.Join(named, "\n\n"))
	}
	if err := s.rooms.Press.Save(r.Context(), actorOf(r), v.Item.ID, v.Language, version, *c, v.Form.text("why")); err != nil {
		return err
	}
	return s.orderSizes(r, markup.Names(c.Body)) // of pictures that are older than their sizes
}
