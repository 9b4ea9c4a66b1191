package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/operator"
	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// The pages on which an administrator gives the site its face. At first they are walked
// through one after the other, each of which can be left out; afterwards the same pages
// are the settings. Each is a form that changes a part of the face: shown from what is
// stored, sent back to be looked at (nothing is kept then) or to be saved.

// setupPage is one step.
type setupPage struct {
	page
	Steps     []setupStepView
	Step      string
	Form      *form
	Version   int64
	Action    string
	Next      string // the address of the next step
	Fixes     []fixView
	Looked    bool // shows what is not saved
	Offered   []option
	All       []option // all languages
	Funders   []funderForm
	Logo      *pictureView
	Judged    []judgedView
	MailURL   string
	HomeNames []option // what the name of the home town may mean
}

// setupStepView is an entry of the walk.
type setupStepView struct {
	Name, URL string
	Current   bool
	Filled    bool
	Standard  bool // empty, it is as the program has it: nothing is missing
}

// fixView is a button that puts a value that will do into a field.
type fixView struct{ Field, Value, Label string }

// judgedView is an accent in a theme, with what was measured.
type judgedView struct{ Label, Colour, Text string }

// funderForm is a funder as the form shows it.
type funderForm struct {
	Index   int
	Heading string
	Logo    *pictureView
	Stored  bool
}

// setupStep is one part of the face: its key in the catalogue, how it is shown as a form,
// how the form is read, and whether anything is there.
type setupStep struct {
	key    string
	show   func(s *Site, f *operator.Face) url.Values
	read   func(s *Site, v *setupPage, f *operator.Face) error
	filled func(f *operator.Face) bool
}

// setupSteps is the walk in its order.
func setupSteps() []setupStep {
	return []setupStep{
		{"organisation", showOrganisation, readOrganisation, func(f *operator.Face) bool { return len(f.Names) > 0 }},
		{"look", showLook, readLook, func(f *operator.Face) bool { return f.Colours != (operator.Colours{}) || !f.Logo.Empty() }},
		{"languages", showLanguages, readLanguages, func(f *operator.Face) bool { return len(f.Languages) > 0 }},
		{"imprint", showImprint, readImprint, func(f *operator.Face) bool { return len(f.Imprint) > 0 || len(f.Privacy) > 0 }},
		{"funders", showFunders, readFunders, func(f *operator.Face) bool { return len(f.Funders) > 0 }},
		{"done", nil, nil, func(*operator.Face) bool { return false }},
	}
}

// setupPath is where the walk stands, below the language.
const setupPath = "/desk/setup"

// newSetup fills what all steps share, with a face that is stored or only looked at.
func (s *Site) newSetup(w http.ResponseWriter, r *http.Request, code, name string, f *operator.Face) (*setupPage, setupStep, error) {
	steps := setupSteps()
	i := slices.IndexFunc(steps, func(step setupStep) bool { return step.key == name })
	if i < 0 || s.rooms.Faces == nil {
		return nil, setupStep{}, errNoPage
	}
	v := &setupPage{page: s.newDesk(w, r, code, setupPath+"/"+name, setupPath), Step: name, Version: f.Version}
	v.Face = s.faceView(&v.page, f)
	v.Title = v.t("setup.step." + name)
	v.Action = "/" + code + setupPath + "/" + name
	if i+1 < len(steps) {
		v.Next = "/" + code + setupPath + "/" + steps[i+1].key
	}
	for _, step := range steps {
		v.Steps = append(v.Steps, setupStepView{
			v.t("setup.step." + step.key), "/" + code + setupPath + "/" + step.key, step.key == name, step.filled(s.face().Editable()),
			step.key == "look" || step.key == "languages",
		})
	}
	for _, l := range s.languages {
		o := option{Value: l, Name: s.catalog.Printer(l).OwnName(), Chosen: f.Offers(l)}
		v.All = append(v.All, o)
		if o.Chosen {
			v.Offered = append(v.Offered, o)
		}
	}
	v.Logo = pictureOf(f.Logo, f.Name(code))
	if route, ok := s.deskRoute("/desk/mail"); ok && s.may(r, route.Action, people.Object{}) {
		v.MailURL = "/" + code + route.Path
	}
	return v, steps[i], nil
}

// deskRoute finds a page of the working side that another part may or may not have.
func (s *Site) deskRoute(path string) (Route, bool) {
	all := s.deskRoutes()
	i := slices.IndexFunc(all, func(r Route) bool { return r.Method == get && r.Path == path })
	if i < 0 {
		return Route{}, false
	}
	return all[i], true
}

// setupStart leads to the first step in which nothing is filled in, so that a walk that
// was left goes on.
func (s *Site) setupStart(w http.ResponseWriter, r *http.Request, code string) error {
	f := s.face().Editable()
	for _, step := range setupSteps() {
		if !step.filled(f) {
			http.Redirect(w, r, "/"+code+setupPath+"/"+step.key, http.StatusSeeOther)
			return nil
		}
	}
	return errNoPage // the last step is never filled
}

// setup shows a step with what is stored.
func (s *Site) setup(w http.ResponseWriter, r *http.Request, code string) error {
	f := s.face().Editable()
	v, step, err := s.newSetup(w, r, code, r.PathValue("step"), f)
	if err != nil {
		return err
	}
	if step.show != nil {
		v.Form = newForm(&v.page, step.show(s, f))
	}
	v.fill(f)
	return s.write(w, http.StatusOK, "setup", v)
}

// takeSetup reads a step. With the button "look" the page comes back as it would be, and
// nothing is kept; with a button that offers a value, that value is put in, looked at too.
func (s *Site) takeSetup(w http.ResponseWriter, r *http.Request, code string) error {
	face := *s.face().Editable()
	v, step, err := s.newSetup(w, r, code, r.PathValue("step"), &face)
	if err != nil {
		return err
	}
	if step.read == nil {
		return errNoPage
	}
	if v.Form, err = readForm(r, &v.page); err != nil {
		return err
	}
	field, value, fix := strings.Cut(v.Form.text("fix"), "=")
	if fix {
		v.Form.values.Set(field, value)
	}
	face.Version, _ = strconv.ParseInt(v.Form.text("version"), 10, 64)
	v.Version = face.Version
	if err := step.read(s, v, &face); err != nil && !v.Form.take(err) {
		return err
	}
	v.judge(&face, s.languages)
	if look := v.Form.text("do") == "look"; look || fix || !v.Form.ok() {
		v.Looked = look || fix
		v.Face = s.faceView(&v.page, &face)
		v.fill(&face)
		status := http.StatusOK
		if !v.Form.ok() {
			status = http.StatusUnprocessableEntity
		}
		return s.write(w, status, "setup", v)
	}
	err = s.rooms.Faces.Change(r.Context(), s.rooms.People.Log(), actorOf(r), &face)
	if err != nil {
		status, shown := s.refused(v.Form, err)
		if !shown {
			return err
		}
		v.fill(&face)
		return s.write(w, status, "setup", v)
	}
	return s.done(w, r, s.homeLanguage(code), s.reachable(v.Next, code), lang.Msg("setup.saved"), "")
}

// homeLanguage is the language of the next page: the present one, unless the operator has
// just stopped offering it.
func (s *Site) homeLanguage(code string) string {
	if s.face().Offers(code) {
		return code
	}
	return s.face().Default()
}

// reachable is an address in a language that is offered.
func (s *Site) reachable(address, code string) string {
	return "/" + s.homeLanguage(code) + strings.TrimPrefix(address, "/"+code)
}

// judge puts what is wrong with the face to the fields of this step, and offers what
// would do instead.
func (v *setupPage) judge(f *operator.Face, known []string) {
	for _, fault := range f.Check(known) {
		v.Form.fail(fault.Field, fault.Message)
		if fault.Instead != "" {
			v.Fixes = append(v.Fixes, fixView{fault.Field, fault.Field + "=" + fault.Instead, v.t("setup.look.take", "colour", fault.Instead)})
		}
	}
}

// Fix is the button beside a field, nil where nothing is offered.
func (v *setupPage) Fix(field string) *fixView {
	for i := range v.Fixes {
		if v.Fixes[i].Field == field {
			return &v.Fixes[i]
		}
	}
	return nil
}

// fill shows what the step's page has beside its fields.
func (v *setupPage) fill(f *operator.Face) {
	switch v.Step {
	case "look":
		v.Judged = judged(&v.page, f.Colours)
	case "funders":
		for i, funder := range f.Funders {
			v.Funders = append(v.Funders, funderForm{i, funder.Name, pictureOf(funder.Logo, funder.Name), v.Form.ok()})
		}
		v.Funders = append(v.Funders, funderForm{Index: len(f.Funders), Heading: v.t("setup.funders.new")})
	}
}

// judged tells what was measured of the accents as they would be shown.
func judged(p *page, c operator.Colours) (list []judgedView) {
	palette, ok := c.Palette()
	if !ok {
		return nil
	}
	for _, x := range []struct {
		key string
		j   operator.Judgement
	}{
		{"setup.look.here.day", operator.Judge(operator.Day, palette.Here)},
		{"setup.look.there.day", operator.Judge(operator.Day, palette.There)},
		{"setup.look.here.night", operator.Judge(operator.Night, palette.HereNight)},
		{"setup.look.there.night", operator.Judge(operator.Night, palette.ThereNight)},
	} {
		list = append(list, judgedView{p.t(x.key), x.j.Colour.String(), p.t("setup.look.contrast", "contrast", x.j.Contrast)})
	}
	return list
}

// Field, Area and Choice are for the template: those of the form.
func (v *setupPage) Field(name, kind, label, hint, auto string) fieldView {
	return v.Form.Field(name, kind, label, hint, auto)
}

// In makes the view of a field that exists in each language: its label is the language.
func (v *setupPage) In(name string, o option) fieldView {
	f := v.Form.Field(name+"."+o.Value, "text", "contact.email", "", "off")
	f.Label = o.Name
	return f
}

// AreaIn is In for a text of several lines.
func (v *setupPage) AreaIn(name string, o option, rows int) fieldView {
	f := v.Form.Area(name+"."+o.Value, "contact.email", "", rows)
	f.Label = o.Name
	return f
}

// languageAreas are the areas of one text: those to begin with, and those that wait folded.
type languageAreas struct{ Shown, Folded []fieldView }

// Areas makes the areas of a text: the page's own language and what is filled stand open,
// the other languages are folded, or eight empty boxes would hide what comes next.
func (v *setupPage) Areas(name string, rows int) (all languageAreas) {
	for _, o := range v.Offered {
		f := v.AreaIn(name, o, rows)
		if o.Value == v.Lang || f.Value != "" || f.Fault != "" {
			all.Shown = append(all.Shown, f)
		} else {
			all.Folded = append(all.Folded, f)
		}
	}
	if len(all.Shown) == 0 && len(all.Folded) > 0 {
		all.Shown, all.Folded = all.Folded[:1], all.Folded[1:]
	}
	return all
}

// readText reads a text in each language that the form has fields for; the others stay.
func readText(f *form, field string, t operator.Text, languages []string) operator.Text {
	out := operator.Text{}
	for code, text := range t {
		out[code] = text
	}
	for _, code := range languages {
		if _, sent := f.values[field+"."+code]; !sent {
			continue
		}
		if text := f.text(field + "." + code); text != "" {
			out[code] = text
		} else {
			delete(out, code)
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

func showText(v url.Values, field string, t operator.Text) {
	for code, text := range t {
		v.Set(field+"."+code, text)
	}
}

func showContact(v url.Values, field string, c operator.Contact) {
	for name, text := range map[string]string{"name": c.Name, "address": c.Address, "email": c.Email, "phone": c.Phone} {
		v.Set(field+"."+name, text)
	}
}

func readContact(f *form, field string) operator.Contact {
	return operator.Contact{
		Name: f.text(field + ".name"), Address: f.text(field + ".address"),
		Email: f.text(field + ".email"), Phone: f.text(field + ".phone"),
	}
}

func showOrganisation(s *Site, f *operator.Face) url.Values {
	v := url.Values{"short": {f.Short}}
	showText(v, "names", f.Names)
	showContact(v, "contact", f.Contact)
	if f.HomePlace != 0 && s.rooms.World != nil {
		v.Set("home", s.rooms.World().Places.DisplayName(f.HomePlace, f.Default()))
		v.Set("home_number", strconv.FormatInt(f.HomePlace, 10))
	}
	return v
}

func readOrganisation(s *Site, v *setupPage, f *operator.Face) error {
	f.Names = readText(v.Form, "names", f.Names, s.languages)
	f.Short = v.Form.text("short")
	f.Contact = readContact(v.Form, "contact")
	return s.readHome(v, f)
}

// readHome finds the home town by its name. Where several bear it, the page asks which.
func (s *Site) readHome(v *setupPage, f *operator.Face) error {
	name := v.Form.text("home")
	now := s.rooms.World()
	if number, err := strconv.ParseInt(v.Form.text("home_number"), 10, 64); err == nil && name != "" {
		if p, known := now.Places.Get(number); known && (number == f.HomePlace && name == now.Places.DisplayName(number, f.Default()) || v.Form.text("home_of") == name) {
			f.HomePlace, f.HomeRegion = p.ID, p.Region
			return nil
		}
	}
	if name == "" {
		f.HomePlace, f.HomeRegion = 0, ""
		return nil
	}
	name = name[:min(len(name), longestQuery)]
	p, err := now.Places.Resolve(name)
	if errs.KindOf(err) == errs.Ambiguous {
		for _, hit := range now.Places.Find(place.Query{Text: name, Limit: mostOffered, Lang: v.Lang}) {
			found := v.placeView(now, hit.ID)
			v.HomeNames = append(v.HomeNames, option{Value: strconv.FormatInt(hit.ID, 10), Name: found.Name + ", " + found.Where})
		}
		v.Form.fail("home", lang.Msg("setup.organisation.which"))
		return nil
	}
	if err != nil {
		v.Form.fail("home", errs.PublicOf(err))
		return nil
	}
	f.HomePlace, f.HomeRegion = p.ID, p.Region
	return nil
}

func showLook(_ *Site, f *operator.Face) url.Values {
	c := f.Colours
	return url.Values{"here": {c.Here}, "there": {c.There}, "here_night": {c.HereNight}, "there_night": {c.ThereNight}}
}

func readLook(_ *Site, v *setupPage, f *operator.Face) error {
	f.Colours = operator.Colours{
		Here: v.Form.text("here"), There: v.Form.text("there"),
		HereNight: v.Form.text("here_night"), ThereNight: v.Form.text("there_night"),
	}
	return nil
}

func showLanguages(_ *Site, f *operator.Face) url.Values {
	return url.Values{"languages": f.Offered(), "default_language": {f.Default()}}
}

func readLanguages(s *Site, v *setupPage, f *operator.Face) error {
	chosen := v.Form.all("languages")
	f.Languages = slices.DeleteFunc(slices.Clone(s.languages), func(l string) bool { return !slices.Contains(chosen, l) })
	f.DefaultLanguage = v.Form.text("default_language")
	if len(f.Languages) == 0 {
		v.Form.fail("languages", lang.Msg("setup.languages.none"))
	}
	return nil
}

func showImprint(_ *Site, f *operator.Face) url.Values {
	v := url.Values{}
	showText(v, "imprint", f.Imprint)
	showText(v, "privacy", f.Privacy)
	showText(v, "limits", f.Limits)
	showContact(v, "controller", f.Controller)
	showContact(v, "barriers", f.Barriers)
	return v
}

func readImprint(s *Site, v *setupPage, f *operator.Face) error {
	f.Imprint = readText(v.Form, "imprint", f.Imprint, s.languages)
	f.Privacy = readText(v.Form, "privacy", f.Privacy, s.languages)
	f.Limits = readText(v.Form, "limits", f.Limits, s.languages)
	f.Controller, f.Barriers = readContact(v.Form, "controller"), readContact(v.Form, "barriers")
	return nil
}

func showFunders(_ *Site, f *operator.Face) url.Values {
	v := url.Values{}
	for i, funder := range f.Funders {
		field := "funders." + strconv.Itoa(i)
		v.Set(field+".name", funder.Name)
		v.Set(field+".url", funder.URL)
		showText(v, field+".credit", funder.Credit)
	}
	return v
}

// readFunders reads as many as there are and one more; one without any text goes.
func readFunders(s *Site, v *setupPage, f *operator.Face) error {
	var list []operator.Funder
	for i := range len(f.Funders) + 1 {
		field := "funders." + strconv.Itoa(i)
		funder := operator.Funder{Name: v.Form.text(field + ".name"), URL: v.Form.text(field + ".url"), Credit: readText(v.Form, field+".credit", nil, s.languages)}
		if i < len(f.Funders) {
			funder.Logo = f.Funders[i].Logo
		}
		if funder.Name == "" && funder.URL == "" && len(funder.Credit) == 0 {
			continue
		}
		list = append(list, funder)
	}
	f.Funders = list
	return nil
}
