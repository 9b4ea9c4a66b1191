package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"twintown/internal/document"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/media"
	"twintown/internal/platform/photo"
	"twintown/internal/press"
)

// picturesPage is where the pictures of a gallery are sent in, put in order and described.
type picturesPage struct {
	pressHead
	Form     *form
	Upload   *uploadView
	Pictures []deskPicture
	Unsaid   int      // of which nobody said whether people can be recognised
	Many     *form    // what is said of those that are ticked
	People   []option // who can be recognised in them
}

// deskPicture is a picture at the desk.
type deskPicture struct {
	photoView
	Ready    bool // it has been drawn
	State    string
	NoAlt    bool
	Describe string // address of its form
	First    bool
	Last     bool
	Chosen   bool // what is said of many is said of it
}

// Head is what stands above.
func (v *picturesPage) Head() pressHead { return v.pressHead }

func (s *Site) newPictures(w http.ResponseWriter, r *http.Request, code string) (*picturesPage, error) {
	head, err := s.newPressHead(w, r, code, "", "")
	if err != nil {
		return nil, err
	}
	if head.Item.Kind != press.Gallery || s.rooms.Documents == nil || s.rooms.Drawer == nil {
		return nil, errNoPage
	}
	head.AtPictures, head.page.Alternates = true, s.alternates(code, func(string) string { return "/desk/pictures/" + head.Item.ID })
	v := &picturesPage{pressHead: head, Form: newForm(&head.page, nil)}
	v.Upload = s.uploadView(v.Form, &v.page, nil)
	v.onlyPictures(s)
	all, err := s.rooms.Press.Pictures(r.Context(), head.Item.ID)
	for n, x := range all {
		p := deskPicture{photoView: v.photoView(x, photo.Widths[0], asThumb), Ready: len(x.Sizes) > 0, Describe: v.pressHead.Pictures + "/" + x.ID, First: n == 0, Last: n == len(all)-1}
		p.Number, p.NoAlt = n+1, len(x.Alt) == 0
		p.State = v.t("press.people." + peopleKey(x.People))
		if x.People == press.Unsaid {
			v.Unsaid++
		}
		v.Pictures = append(v.Pictures, p)
	}
	v.Many = newForm(&v.page, nil)
	v.dressMany()
	return v, err
}

// onlyPictures has the field for files ask for pictures alone.
func (v *picturesPage) onlyPictures(s *Site) {
	v.Upload.Label, v.Upload.Accept = v.t("press.pictures"), ".jpg,.jpeg,.png,.webp"
	v.Upload.Accepted = v.t("document.accepted", "kinds", []string{media.JPEG.String(), media.PNG.String(), media.WebP.String()}, "mb", s.rooms.Documents.MostSize()>>20)
}

// peopleKey names a state of the people in a picture in messages.
func peopleKey(p press.Shows) string {
	if p == press.Unsaid {
		return "unsaid"
	}
	return string(p)
}

// pictures shows them.
func (s *Site) pictures(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newPictures(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "press-pictures", v)
}

// takePictures takes pictures in. Each becomes a document that is not public, and is drawn
// anew in the background.
func (s *Site) takePictures(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newPictures(w, r, code)
	if err != nil {
		return err
	}
	f, intakes, err := s.readFiles(r, &v.page)
	if err != nil {
		return err
	}
	intakes = slices.DeleteFunc(intakes, func(in document.Intake) bool {
		if in.Kind().Image() && in.Kind() != media.GIF {
			return false
		}
		f.fail(fileField, lang.Msg("error.press.no_picture", "file", in.Name))
		return true
	})
	status, shown := http.StatusUnprocessableEntity, true
	if len(intakes) > 0 {
		err := s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) error {
			return s.addPictures(r, tx, note, v.Item, code, intakes)
		})
		if err != nil {
			status, shown = s.refused(f, err)
		}
		if !shown {
			return err
		}
	}
	if f.ok() {
		return s.done(w, r, code, v.pressHead.Pictures, lang.Msg("press.pictures.added", "n", len(intakes)), "")
	}
	if v, err = s.newPictures(w, r, code); err != nil { // with those that were taken
		return err
	}
	v.Form, v.Upload = f, s.uploadView(f, &v.page, nil)
	v.onlyPictures(s)
	return s.write(w, status, "press-pictures", v)
}

func (s *Site) addPictures(r *http.Request, tx *db.Tx, note func(people.Entry), i press.Item, code string, intakes []document.Intake) error {
	var add []press.NewPicture
	for _, in := range intakes {
		d, err := s.rooms.Documents.Add(r.Context(), tx, note, actorOf(r), document.New{Intake: in.ID, Visibility: document.Restricted, On: i.Object()})
		if err != nil {
			return err
		}
		add = append(add, press.NewPicture{Document: d.ID, Width: d.Display.Width, Height: d.Display.Height})
	}
	ids, err := s.rooms.Press.AddPictures(r.Context(), tx, note, actorOf(r), i.ID, add)
	for _, id := range ids {
		if err == nil {
			err = press.Order(r.Context(), tx, s.rooms.Queue, id)
		}
	}
	return err
}

// arrangePictures puts pictures into another order: "order" holds all of them, as dragging
// left them; "up" and "down" hold one.
func (s *Site) arrangePictures(w http.ResponseWriter, r *http.Request, code string) error {
	i, err := s.itemOf(r)
	if err != nil {
		return err
	}
	f, err := readForm(r, &page{p: s.catalog.Printer(code)})
	if err != nil {
		return err
	}
	all, err := s.rooms.Press.Pictures(r.Context(), i.ID)
	if err != nil {
		return err
	}
	var order []string
	for _, x := range all {
		order = append(order, x.ID)
	}
	if wanted := strings.Fields(f.text("order")); len(wanted) > 0 {
		order = wanted
	}
	for name, by := range map[string]int{"up": -1, "down": 1} {
		at := slices.Index(order, f.raw(name))
		if to := at + by; at >= 0 && to >= 0 && to < len(order) {
			order[at], order[to] = order[to], order[at]
		}
	}
	if err := s.rooms.Press.Arrange(r.Context(), actorOf(r), i.ID, order); err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/desk/pictures/"+i.ID, lang.Msg("press.pictures.arranged"), "")
}

// describePage is the form of one picture.
type describePage struct {
	pressHead
	Form      *form
	Picture   deskPicture
	Languages []describeLanguage
	People    []option
	Action    string
	Next      string // the form of the picture after it; "" for the last
}

// describeLanguage are the fields of a picture in one language.
type describeLanguage struct {
	Lang, Name   string
	Caption, Alt fieldView
}

// Head is what stands above.
func (v *describePage) Head() pressHead { return v.pressHead }

func (s *Site) newDescribe(w http.ResponseWriter, r *http.Request, code string) (*describePage, press.Picture, error) {
	head, err := s.newPressHead(w, r, code, "", "")
	if err != nil {
		return nil, press.Picture{}, err
	}
	head.AtPictures, head.page.Alternates = true, s.alternates(code, func(string) string { return "/desk/pictures/" + head.Item.ID + "/" + r.PathValue("picture") })
	x, err := s.rooms.Press.Picture(r.Context(), r.PathValue("picture"))
	if err == nil && (x.Item != head.Item.ID || !x.Withdrawn.IsZero()) {
		err = errNoPage
	}
	if err != nil {
		return nil, x, err
	}
	v := &describePage{pressHead: head, Action: head.Pictures + "/" + x.ID}
	all, err := s.rooms.Press.Pictures(r.Context(), head.Item.ID)
	if at := slices.IndexFunc(all, func(p press.Picture) bool { return p.ID == x.ID }); at >= 0 && at+1 < len(all) {
		v.Next = head.Pictures + "/" + all[at+1].ID
	}
	v.Picture = deskPicture{photoView: v.photoView(x, thumbWidth, "(min-width: 62rem) 30rem, 100vw"), Ready: len(x.Sizes) > 0}
	return v, x, err
}

// dress fills the fields from the form.
func (v *describePage) dress(s *Site) {
	for _, c := range s.languagesFrom(v.Lang) {
		if _, there := v.Item.Text(c); !there && c != v.Lang && v.Form.text("alt."+c) == "" && v.Form.text("caption."+c) == "" {
			continue // in which the gallery is not
		}
		v.Languages = append(v.Languages, describeLanguage{
			Lang: c, Name: v.p.LanguageName(c),
			Caption: v.Form.Field("caption."+c, "text", "press.picture.caption", "", "off"), Alt: v.Form.Field("alt."+c, "text", "press.picture.alt", "press.picture.alt.hint", "off"),
		})
	}
	for _, p := range []press.Shows{press.Unsaid, press.Nobody, press.Agreed} {
		v.People = append(v.People, option{Value: string(p), Name: v.t("press.people." + peopleKey(p)), Chosen: v.Form.raw("people") == string(p)})
	}
}

// describePicture shows the form of a picture.
func (s *Site) describePicture(w http.ResponseWriter, r *http.Request, code string) error {
	v, x, err := s.newDescribe(w, r, code)
	if err != nil {
		return err
	}
	values := url.Values{"credit": {x.Credit}, "people": {string(x.People)}, "consent_by": {x.Consent.By}, "consent_on": {x.Consent.On}, "consent_ground": {x.Consent.Ground}}
	for c, text := range x.Caption {
		values.Set("caption."+c, text)
	}
	for c, text := range x.Alt {
		values.Set("alt."+c, text)
	}
	v.Form = newForm(&v.page, values)
	v.dress(s)
	return s.write(w, http.StatusOK, "press-picture", v)
}

// takeDescription keeps what is written about a picture, or takes the picture away.
func (s *Site) takeDescription(w http.ResponseWriter, r *http.Request, code string) error {
	v, x, err := s.newDescribe(w, r, code)
	if err != nil {
		return err
	}
	if v.Form, err = readForm(r, &v.page); err != nil {
		return err
	}
	f := v.Form
	x.Credit, x.People = f.text("credit"), press.Shows(f.raw("people"))
	x.Consent = press.Consent{By: f.text("consent_by"), On: f.text("consent_on"), Ground: f.text("consent_ground")}
	x.Caption, x.Alt = map[string]string{}, map[string]string{}
	for _, c := range s.languages {
		x.Caption[c], x.Alt[c] = f.text("caption."+c), f.text("alt."+c)
	}
	err = s.rooms.Press.Describe(r.Context(), actorOf(r), v.Item.ID, x)
	if err == nil {
		next := v.pressHead.Pictures + "#p-" + x.ID
		if f.raw("do") == "next" && v.Next != "" {
			next = v.Next
		}
		return s.done(w, r, code, next, lang.Msg("press.saved"), "")
	}
	status, shown := s.refused(f, err)
	if !shown {
		return err
	}
	v.dress(s)
	return s.write(w, status, "press-picture", v)
}

// withdrawPicture takes a picture away from everybody at once.
func (s *Site) withdrawPicture(w http.ResponseWriter, r *http.Request, code string) error {
	i, err := s.itemOf(r)
	if err != nil {
		return err
	}
	f, err := readForm(r, &page{p: s.catalog.Printer(code)})
	if err != nil {
		return err
	}
	return s.withdrawPictures(w, r, code, i, []string{r.PathValue("picture")}, f.text("why"))
}

// withdrawPictures takes pictures away and offers to bring them back.
func (s *Site) withdrawPictures(w http.ResponseWriter, r *http.Request, code string, i press.Item, ids []string, why string) error {
	undo, err := s.rooms.Press.WithdrawPictures(r.Context(), actorOf(r), i.ID, ids, why)
	if err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/desk/pictures/"+i.ID, lang.Msg("press.pictures.withdrawn", "n", len(ids)), "/"+code+"/desk/undo/"+undo)
}

func (s *Site) undoPictures(r *http.Request, tx *db.Tx, note func(people.Entry), id string) (lang.Message, error) {
	n, err := s.rooms.Press.UndoPictures(r.Context(), tx, note, actorOf(r), id)
	return lang.Msg("press.pictures.back", "n", n), err
}

// manyPictures says the same of all pictures that are ticked, or takes them away.
func (s *Site) manyPictures(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newPictures(w, r, code)
	if err != nil {
		return err
	}
	f, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	ids := f.all("picture")
	if f.checked("every") {
		ids = nil
		for _, x := range v.Pictures {
			ids = append(ids, x.ID)
		}
	}
	switch {
	case f.raw("do") != "withdraw":
		err = s.rooms.Press.SayOf(r.Context(), actorOf(r), v.Item.ID, ids, press.Said{
			People: press.Shows(f.raw("people")), Credit: f.text("credit"),
			Consent: press.Consent{By: f.text("consent_by"), On: f.text("consent_on"), Ground: f.text("consent_ground")},
		})
		if err == nil {
			return s.done(w, r, code, v.pressHead.Pictures, lang.Msg("press.pictures.said", "n", len(ids)), "")
		}
	case !v.Rule:
		return errs.New(errs.Forbidden, lang.Msg("error.page.403.role"), nil)
	case len(ids) > 0:
		return s.withdrawPictures(w, r, code, v.Item, ids, f.text("why"))
	default:
		err = errs.In("picture", lang.Msg("error.press.choose"))
	}
	status, shown := s.refused(f, err)
	if !shown {
		return err
	}
	v.Many = f
	v.dressMany()
	return s.write(w, status, "press-pictures", v)
}

// dressMany fills what is said of many pictures at once.
func (v *picturesPage) dressMany() {
	v.People = nil
	for _, p := range []press.Shows{press.Nobody, press.Agreed} {
		v.People = append(v.People, option{Value: string(p), Name: v.t("press.people." + peopleKey(p)), Chosen: v.Many.raw("people") == string(p)})
	}
	for n := range v.Pictures {
		v.Pictures[n].Chosen = v.Many.Ticked("picture", v.Pictures[n].ID)
	}
}
