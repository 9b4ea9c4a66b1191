package web

import (
	"net/http"
	"strings"

	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/seek"
)

// requestEditPage is where a town works on its request.
type requestEditPage struct {
	page
	Form     *form
	Base     string // the page's address
	Version  int64
	View     requestView
	State    seek.State
	Asked    string // since when it waits for a review; "" where it does not
	Note     string // what the one who looked at it last wrote
	Lacks    []fault
	Moves    []requestMove
	Owner    string // who gets the answers
	Mine     bool
	Towns    []requestTownRow
	Areas    []areaView // that answer to the name of a further town
	Checks   []requestBoxes
	Texts    []requestTextForm
	Reasons  []option
	Partners []option
	From     *link // what it grew from
	Changes  []changeView
	Changed  []changeView // what somebody else changed meanwhile
	ReviewAt string       // for who reviews it too
	done     lang.Message
	undo     string
}

// newRequestEdit fills the page from the stored request.
func (s *Site) newRequestEdit(w http.ResponseWriter, r *http.Request, code string) (*requestEditPage, seek.Request, error) {
	x, err := s.rooms.Requests.ByHandle(r.Context(), r.PathValue("request"))
	if err != nil {
		return nil, x, err
	}
	path := "/desk/requests/" + x.Handle
	v := &requestEditPage{page: s.newDesk(w, r, code, path, "/desk/requests"), Base: "/" + code + path, Version: x.Version, State: x.At(s.dayNow())}
	v.View = s.requestView(r, &v.page, x)
	v.Title = v.View.Title
	v.Form = newForm(&v.page, requestValues(x))
	if err := s.dressRequest(r, v, x); err != nil {
		return nil, x, err
	}
	if v.Note, err = s.reviewNote(r, x); err != nil {
		return nil, x, err
	}
	v.Changes, err = s.changesOf(&v.page, r, people.Query{Kind: "request", ID: x.ID})
	return v, x, err
}

// reviewNote is what the organiser wrote to the town last, as long as it asks for something.
func (s *Site) reviewNote(r *http.Request, x seek.Request) (string, error) {
	if x.State != seek.Draft && x.State != seek.Closed || !x.Asked.IsZero() {
		return "", nil
	}
	records, err := s.rooms.People.Log().Read(r.Context(), people.Query{Kind: "request", ID: x.ID})
	for _, rec := range records { // the newest first
		if rec.Action == people.ReviewRequest && rec.Note != "" {
			return rec.Note, err
		}
	}
	return "", err
}

// editRequest shows the page.
func (s *Site) editRequest(w http.ResponseWriter, r *http.Request, code string) error {
	v, _, err := s.newRequestEdit(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "request-edit", v)
}

// requestChange is one change of a request that a form asks for.
type requestChange func(x *seek.Request) error

// changeRequest makes one change of a request from a form. read reads the form first; what
// it returns then changes the request inside the transaction. Where something is wrong the
// page comes back as it was filled in.
func (s *Site) changeRequest(w http.ResponseWriter, r *http.Request, code, part string, read func(v *requestEditPage, f *form, x seek.Request) (requestChange, error)) error {
	v, x, err := s.newRequestEdit(w, r, code)
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
	v.done = lang.Msg("desk.seek.saved")
	fn, err := read(v, f, x)
	if err == nil && fn != nil {
		err = s.writeRequest(r, x, f.version(), fn)
	}
	if err == nil && fn != nil {
		return s.done(w, r, code, v.Base+part, v.done, v.undo)
	}
	status, shown := http.StatusOK, true
	if err != nil {
		status, shown = s.refused(f, err)
	}
	if !shown {
		return err
	}
	if overtaken(err) {
		v.Changed = v.Changes[:min(len(v.Changes), 1)] // a second save is meant
	}
	if err := s.dressRequest(r, v, x); err != nil {
		return err
	}
	return s.write(w, status, "request-edit", v)
}

// dressRequest makes the fields from the form's values.
func (s *Site) dressRequest(r *http.Request, v *requestEditPage, x seek.Request) error {
	v.Texts, v.Towns, v.Lacks = nil, nil, nil
	v.Checks = s.requestChecks(v, x)
	for _, code := range s.face().Offered() {
		v.Texts = append(v.Texts, s.requestText(v, x, code))
	}
	for _, number := range x.Places {
		at := v.placeView(s.rooms.World(), number)
		v.Towns = append(v.Towns, requestTownRow{Name: at.Name, Where: at.Where, ID: number})
	}
	for _, err := range x.Lacks(s.clock.Now()) {
		v.Lacks = append(v.Lacks, fault{errs.FieldOf(err), v.p.Message(errs.PublicOf(err))})
	}
	if waitsForReview(x) {
		v.Asked = v.moment(x.Asked)
	}
	s.fillMoves(v, x)
	v.Mine = x.Owner == actorOf(r).Account
	if s.may(r, people.ReviewRequest, s.requestObject(x)) {
		v.ReviewAt = v.Base + "/review"
	}
	if err := s.fillGrown(r, v, x); err != nil {
		return err
	}
	names, err := s.rooms.People.Names(r.Context())
	v.Owner = names[x.Owner]
	return err
}

// Unseen says that readers do not see the request yet.
func (v *requestEditPage) Unseen() bool {
	return v.State == seek.Draft || v.State == seek.Reviewed
}

// PartOf is the part of the page where a field stands.
func (v *requestEditPage) PartOf(field string) string {
	switch field {
	case "title":
		return "texts"
	case "reply_by", "expires":
		return "days"
	case "place":
		return "towns"
	}
	return "facts"
}
