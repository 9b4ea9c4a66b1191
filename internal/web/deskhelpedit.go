package web

import (
	"net/http"
	"strings"

	"twintown/internal/helppoint"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
)

// helpEditPage is where advisers and organisers keep a help point.
type helpEditPage struct {
	page
	Form             *form
	Base             string // the page's address
	Public           string // the address that readers know
	Version          int64
	Stage, StageWord string
	View             helpView
	Areas            []areaView // that answer to the name that was given
	Orgs             []option
	Checks           []helpChecks // purposes, languages, access
	Grid             []fieldView  // a field for each day
	OSM              fieldView
	Block            fieldView
	Left             []string // what was not understood of hours, in words
	Better           string   // the hours as they would be kept
	Days             []helpExceptionRow
	Reasons          []option
	Texts            []helpTextForm
	Changes          []changeView
	MayAll           bool // she may do more than an adviser
	Invite           string
	done             lang.Message // what is said when the change is kept
}

// newHelpEdit fills the page from the stored point.
func (s *Site) newHelpEdit(w http.ResponseWriter, r *http.Request, code string) (*helpEditPage, helppoint.Point, error) {
	h, err := s.rooms.Help.ByHandle(r.Context(), r.PathValue("point"))
	if err != nil {
		return nil, h, err
	}
	path := "/desk/help/" + h.Handle
	v := &helpEditPage{page: s.newDesk(w, r, code, path, "/desk/help"), Base: "/" + code + path, Public: "/" + code + "/help/" + h.Handle, Version: h.Version, Stage: string(h.Stage)}
	v.StageWord = v.t("help.stage." + v.Stage)
	v.Title, v.View = s.helpName(&v.page, h), s.helpView(r, &v.page, h)
	v.Form = newForm(&v.page, helpValues(h, s.placeLabel(v.p, h.Place)))
	if err := s.dressHelpEdit(r, v, h); err != nil {
		return nil, h, err
	}
	v.Changes, err = s.changesOf(&v.page, r, people.Query{Kind: "help_point", ID: h.ID})
	return v, h, err
}

// editHelp shows the page.
func (s *Site) editHelp(w http.ResponseWriter, r *http.Request, code string) error {
	v, _, err := s.newHelpEdit(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "help-edit", v)
}

// changeHelp makes one change of a point from a form. read reads the form first; fn then
// changes the point inside the transaction. Where something is wrong the page comes back
// as it was filled in.
func (s *Site) changeHelp(w http.ResponseWriter, r *http.Request, code, done string, read func(v *helpEditPage, f *form, h helppoint.Point) (func(*helppoint.Point) error, error)) error {
	v, h, err := s.newHelpEdit(w, r, code)
	if err != nil {
		return err
	}
	sent, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	f := v.Form
	for name, values := range sent.values { // the other forms of the page keep what is stored
		f.values[name] = values
	}
	for _, name := range strings.Fields(sent.text("boxes")) {
		if _, ticked := sent.values[name]; !ticked {
			f.values.Del(name)
		}
	}
	v.done = lang.Msg(done)
	fn, err := read(v, f, h)
	if err == nil && fn != nil {
		err = s.rooms.Help.Change(r.Context(), actorOf(r), h.ID, f.version(), fn)
	}
	if err == nil && fn != nil {
		return s.done(w, r, code, v.Base, v.done, "")
	}
	status, shown := http.StatusUnprocessableEntity, true
	if err != nil {
		status, shown = s.refused(f, err)
	}
	if !shown {
		return err
	}
	v.Days, v.Texts = nil, nil
	if err := s.dressHelpEdit(r, v, h); err != nil {
		return err
	}
	return s.write(w, status, "help-edit", v)
}
