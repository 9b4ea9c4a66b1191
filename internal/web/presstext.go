package web

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/document"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
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
	Hints     []string // what is missing before it can become public
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

// statusWord is how a text stands to the public.
type statusWord struct{ Class, Text string }

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
	return v, t, err
}

// fillPressState says how the text stands to the public.
func (s *Site) fillPressState(r *http.Request, v *pressTextPage, t press.Text) (err error) {
	now, zone := s.clock.Now(), s.homeZone()
	state := t.State(now)
	v.State = statusWord{string(state), v.t("press.state." + string(state))}
	v.Zone = strings.ReplaceAll(zone.String(), "_", " ")
	if since := t.PublicSince(now); !since.IsZero() {
		v.Shown = lang.DateOf(since.In(zone))
		v.PublicURL = "/" + t.Language + "/" + v.Item.Kind.Section() + "/" + t.Slug
		if shown, ok, err := s.rooms.Press.ShownIn(r.Context(), v.Item.ID, t.Language); err == nil && ok {
			v.PublicURL = "/" + t.Language + shown.Path()
		}
	}
	if state == press.Scheduled {
		v.NextAt = v.momentIn(t.NextAt, zone)
	}
	v.Schedule = newForm(&v.page, nil)
	if v.Links, err = s.rooms.Press.Previews(r.Context(), v.Item.ID, t.Language); err != nil {
		return err
	}
	resolve, err := s.resolver(r, v.Lang, t.Content)
	if err != nil {
		return err
	}
	if err := t.Content.Complete(v.Item.Kind, resolve); err != nil {
		v.Hints = append(v.Hints, v.p.Message(errs.PublicOf(err)))
	}
	return nil
}

// momentIn prints a moment as it is at a place.
func (p *page) momentIn(t time.Time, zone *time.Location) string {
	t = t.In(zone)
	return p.p.Date(lang.DateOf(t)) + ", " + t.Format("15:04")
}

// homeZone is the time zone of the operator's home town, else of the largest town of the
// region that the site is about: what is scheduled is meant by that clock. UTC where none
// is known.
func (s *Site) homeZone() *time.Location {
	if s.face().HomePlace != 0 {
		return s.zone()
	}
	region := s.options.HomeRegion
	if f := s.face(); f.HomeRegion != "" {
		region = f.HomeRegion
	}
	places := s.rooms.World().Places
	name, most := "", int64(-1)
	for i := range places.Len() {
		if p := places.At(i); p.Region == region && p.Zone != "" && p.Population > most {
			name, most = p.Zone, p.Population
		}
	}
	zone, err := time.LoadLocation(name) // "" is UTC
	if err != nil {
		return time.UTC
	}
	return zone
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

// takePressText keeps a text, or shows how it would look. Files that came with it become
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
	look := f.raw("do") == "look"
	again := func(status int) error {
		if v.Upload != nil {
			v.Upload = s.uploadView(f, &v.page, intakes)
		}
		if err := s.previewText(r, v, c); err != nil {
			return err
		}
		return s.write(w, status, "press-text", v)
	}
	if look || !f.ok() {
		status := http.StatusOK
		if !look {
			status = http.StatusUnprocessableEntity
		}
		return again(status)
	}
	version, _ := strconv.ParseInt(f.raw("version"), 10, 64) // unreadable: a conflict
	err = s.saveText(r, v, version, &c, intakes)
	switch {
	case err == nil:
		return s.done(w, r, code, v.Base+"/"+v.Language, lang.Msg("press.saved"), "")
	case errs.KindOf(err) == errs.Conflict && errs.FieldOf(err) == "":
		if v.Changed, err = s.pressSince(r, &v.pressHead, v.Language, version, err); err != nil {
			return err
		}
		f.values.Set("version", strconv.FormatInt(old.Version, 10))
		f.fail("", lang.Msg("error.press.conflict"))
		return again(http.StatusConflict)
	case !f.take(err):
		return err
	}
	return again(http.StatusUnprocessableEntity)
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
	return s.rooms.Press.Save(r.Context(), actorOf(r), v.Item.ID, v.Language, version, *c, v.Form.text("why"))
}

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
		if to := own.Facts.To; to != 0 && to != from {
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
		} else {
			to.URL, to.About = to.URL+"?save", p.aboutDocument(d)
		}
		targets[d.ID] = to
	}
	return func(name string) (markup.Target, bool) {
		to, ok := targets[name]
		return to, ok
	}, nil
}
