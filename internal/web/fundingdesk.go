package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/funding"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// deskProgrammesPage lists the programmes for who enters them.
type deskProgrammesPage struct {
	page
	Rows []deskProgramme
}

// deskProgramme is a programme at the desk.
type deskProgramme struct {
	Name, URL string
	Calls     int
	Own       string // that its text was entered here, and when
}

// deskProgrammes lists them.
func (s *Site) deskProgrammes(w http.ResponseWriter, r *http.Request, code string) error {
	c, err := s.catalogue(r)
	if err != nil {
		return err
	}
	v := &deskProgrammesPage{page: s.newDesk(w, r, code, "/desk/programmes", "/desk/programmes")}
	v.Title = v.t("funding.title")
	stored, err := s.rooms.Programmes.Store().All(r.Context())
	if err != nil {
		return err
	}
	row := func(key, name string, calls int) {
		line := deskProgramme{Name: name, URL: "/" + code + "/desk/programmes/" + key, Calls: calls}
		if i := slices.IndexFunc(stored, func(x funding.Stored) bool { return x.Key == key }); i >= 0 {
			line.Own = v.t("funding.desk.own") + ", " + v.moment(stored[i].Changed)
		}
		v.Rows = append(v.Rows, line)
	}
	for i := range c.Programmes() {
		pr := &c.Programmes()[i]
		name, _ := v.nameOf(pr.Names)
		row(pr.Key, name, len(pr.Calls))
	}
	for _, x := range stored {
		if _, ok := c.Programme(x.Key); !ok { // a text that this release does not understand
			row(x.Key, x.Key, 0)
		}
	}
	return s.write(w, http.StatusOK, "desk-programmes", v)
}

// programmeEditPage is a programme's text.
type programmeEditPage struct {
	page
	Form    *form
	Action  string
	Remove  string // where its text is taken back; "": it was not entered here
	Version int64
	ViewURL string
	New     bool // the text is the template
	Wrong   []wrongLine
}

// wrongLine is a line of the text in which something is wrong.
type wrongLine struct {
	Number     int
	Text, What string
}

// TextField is the field for the text. It is wide and high: the longest programme has 160 lines.
func (v *programmeEditPage) TextField() fieldView {
	f := v.Form.Area("text", "funding.desk.text", "", 40)
	f.Max, f.Required, f.Code = funding.LongestFile, true, true
	return f
}

const newProgramme = "new"

// newProgrammeEdit fills the page with the text that is there.
func (s *Site) newProgrammeEdit(w http.ResponseWriter, r *http.Request, code string) (*programmeEditPage, error) {
	if s.rooms.Programmes == nil {
		return nil, errNoPage
	}
	key := r.PathValue("programme")
	path := "/desk/programmes/" + key
	v := &programmeEditPage{page: s.newDesk(w, r, code, path, "/desk/programmes"), Action: "/" + code + path}
	v.Title, v.Form = v.t("funding.desk.new"), newForm(&v.page, nil)
	if key == newProgramme {
		v.New = true
		v.Form.values.Set("text", funding.Blank())
		return v, nil
	}
	stored, ok, err := s.rooms.Programmes.Store().ByKey(r.Context(), key)
	if err != nil {
		return nil, err
	}
	text := stored.Text
	if !ok {
		if text, ok = funding.StarterText(key); !ok {
			return nil, errNoPage
		}
	} else {
		v.Version, v.Remove = stored.Version, v.Action+"/remove"
	}
	v.Title, v.ViewURL = v.t("funding.edit"), "/"+code+"/programmes/"+key
	v.Form.values.Set("text", text)
	return v, nil
}

func (s *Site) editProgramme(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProgrammeEdit(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "programme-edit", v)
}

// takeProgramme checks a text and keeps it. What is wrong is told line by line, and nothing is kept.
func (s *Site) takeProgramme(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProgrammeEdit(w, r, code)
	if err != nil {
		return err
	}
	c, err := s.catalogue(r)
	if err != nil {
		return err
	}
	return s.sent(w, r, "programme-edit", v, &v.Form, func(f *form) error {
		version, _ := strconv.ParseInt(f.raw("version"), 10, 64) // none: a new one
		text := strings.ReplaceAll(f.raw("text"), "\r\n", "\n")
		key, troubles, err := s.rooms.Programmes.Store().Save(r.Context(), actorOf(r), c.Book(), version, text, s.clock.Now())
		if err != nil {
			return err
		}
		lines := strings.Split(text, "\n")
		for _, t := range troubles {
			f.fail("text", lang.Msg("error.funding.line", "line", t.Line, "what", t.What))
			v.Wrong = append(v.Wrong, wrongLine{t.Line, lines[min(max(t.Line, 1), len(lines))-1], v.p.Message(t.What)})
		}
		if err := f.wrong(); err != nil {
			return err
		}
		return s.done(w, r, code, "/"+code+"/desk/programmes/"+key, lang.Msg("funding.desk.saved"), "")
	})
}

// removeProgramme takes an entered text back.
func (s *Site) removeProgramme(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProgrammeEdit(w, r, code)
	if err != nil {
		return err
	}
	if v.Version == 0 {
		return errs.New(errs.NotFound, lang.Msg("error.funding.unknown"), nil)
	}
	stored := v.Form
	return s.sent(w, r, "programme-edit", v, &v.Form, func(f *form) error {
		version, _ := strconv.ParseInt(f.raw("version"), 10, 64) // another one is told
		f.values.Set("text", stored.raw("text"))
		if err := s.rooms.Programmes.Store().Remove(r.Context(), actorOf(r), r.PathValue("programme"), version); err != nil {
			return err
		}
		return s.done(w, r, code, "/"+code+"/desk/programmes", lang.Msg("funding.desk.removed"), "")
	})
}
