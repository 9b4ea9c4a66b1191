package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/document"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/world"
)

// workPage is one partnership at the desk: its course as the public sees it, its acts with
// a form for each, and the record of changes.
type workPage struct {
	partnershipPage
	ID, Base, Public string
	Version          int64
	Work             []workAct
	Usual, More      []link // types of act to record
	Form             *actForm
	Details          *detailsForm
	Withdrawn        []workAct
	Changes          []revisionView
	Others           []string // who has it open too
	MySides          []option // for which the reader can speak
	Whole            []positionView
	Proposal         *proposalView // what the form came from; nil: nothing
	Gone             string        // that it was withdrawn; "": it is listed
	Plan             *link         // its action plan; nil: there are none
	Walk             *link         // the procedure that its towns walk, or where they begin one; nil: not hers
}

// workAct is an act at the desk.
type workAct struct {
	actView
	Act  string
	Form *actForm // it is being edited
	Edit string
}

// positionForm asks what a side says.
type positionForm struct {
	Action, Act, Key string
	Sides            []option
}

// PositionForm is the form about an act, or about the whole for "".
func (v *workPage) PositionForm(act string) positionForm {
	key := act
	if key == "" {
		key = "whole"
	}
	return positionForm{v.Base + "/confirm", act, key, v.MySides}
}

// work shows a partnership at the desk.
func (s *Site) work(w http.ResponseWriter, r *http.Request, code string) error {
	v, found, err := s.newWork(w, r, code)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	now := s.rooms.World()
	switch act := q.Get("act"); {
	case act == "new":
		f := newForm(&v.page, map[string][]string{"type": {q.Get("type")}, "date": {q.Get("date")}, "source_from": {fromOwn}})
		s.prefill(r, v, found, f)
		err = s.showNewAct(r, v, now, found, f)
	case act != "":
		err = s.showAct(r, v, now, found, act, nil)
	case q.Get("details") != "":
		v.Details = s.newDetailsForm(&v.page, now, found, newForm(&v.page, s.detailValues(&v.page, now, found)))
		err = s.fillReplaces(r, v, now, found)
	}
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "work", v)
}

// newWork fills what the page shows without its forms.
func (s *Site) newWork(w http.ResponseWriter, r *http.Request, code string) (*workPage, partnership.Partnership, error) {
	now := s.rooms.World()
	found, err := s.rooms.Partnerships.ByID(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, found, err
	}
	path := "/desk/partnerships/" + found.ID
	v := &workPage{ID: found.ID, Version: found.Version, Base: "/" + code + path, Public: "/" + code + "/partnerships/" + found.ID}
	v.page = s.newDesk(w, r, code, path, "/desk/partnerships")
	sources, err := s.sourcesOf(r, &v.page, found)
	if err != nil {
		return nil, found, err
	}
	if err := found.Listable(v.sideNames(now, found)); err != nil {
		v.Gone = v.p.Message(errs.PublicOf(err))
	}
	history := partnership.HistoryOf(found, s.today(), time.Time{})
	v.fillSides(now, found, history.Strand.Status)
	v.fillStatus(found, history.Strand.Status)
	v.fillHistory(now, found, history, sources)
	v.fillFacts(found, history)
	v.drawHistory(found, history, s.today())
	for _, t := range usual {
		v.Usual = append(v.Usual, link{v.t("act.type." + string(t)), v.Base + "?act=new&type=" + string(t) + "#act"})
	}
	for _, t := range partnership.ActTypes() {
		if !slices.Contains(usual, t) {
			v.More = append(v.More, link{v.t("act.type." + string(t)), v.Base + "?act=new&type=" + string(t) + "#act"})
		}
	}
	if err := s.fillDocuments(r, &v.partnershipPage, history); err != nil {
		return nil, found, err
	}
	s.fillWork(r, v, now, found)
	if v.Walk, err = s.walkLink(r, &v.page, found.Present(), "partnership", found.ID); err != nil {
		return nil, found, err
	}
	v.Plan = s.planLink(r, &v.page, found)
	if err := s.fillChanges(r, v, now, found); err != nil {
		return nil, found, err
	}
	return v, found, s.fillPresent(r, v)
}

// fillWork lists the acts with their addresses, and those that were withdrawn.
func (s *Site) fillWork(r *http.Request, v *workPage, w *world.World, found partnership.Partnership) {
	for _, a := range v.Acts {
		id := strings.TrimSuffix(a.ID, "-then")
		row := workAct{actView: a, Act: id}
		if id == a.ID && !strings.Contains(id, "#") {
			row.Edit = v.Base + "?act=" + id + "#act"
		}
		v.Work = append(v.Work, row)
	}
	for _, a := range found.Acts {
		if !a.Held(time.Time{}) && a.ReplacedBy == "" {
			v.Withdrawn = append(v.Withdrawn, workAct{Act: a.ID, actView: actView{
				ID: a.ID, Type: v.t("act.type." + string(a.Type)), When: v.dateText(a.Date),
			}})
		}
	}
	v.Whole = v.positions(w, found, "")
	for _, id := range found.Sides() {
		if s.may(r, people.Confirm, s.placesObject("place", "", id)) {
			v.MySides = append(v.MySides, option{Value: strconv.FormatInt(id, 10), Name: v.partyName(w, found, id)})
		}
	}
}

// fillPresent says who else has the partnership open.
func (s *Site) fillPresent(r *http.Request, v *workPage) error {
	others, err := s.rooms.Editor.Present(r.Context(), actorOf(r), v.ID)
	if err != nil || len(others) == 0 {
		return err
	}
	names, err := s.rooms.People.Names(r.Context())
	for _, id := range others {
		if name := names[id]; name != "" {
			v.Others = append(v.Others, name)
		}
	}
	return err
}

// showNewAct puts the form for a new act onto the page.
func (s *Site) showNewAct(r *http.Request, v *workPage, w *world.World, found partnership.Partnership, f *form) error {
	sources, err := s.rooms.Sources.ByCodes(r.Context(), found.SourceCodes())
	if err != nil {
		return err
	}
	v.Form = s.newActForm(&v.page, w, found, f, sources)
	v.Form.New, v.Form.Action, v.Form.Back = true, v.Base+"/acts", v.Base
	if s.rooms.Documents != nil {
		v.Form.Upload = s.uploadView(f, &v.page, nil)
	}
	return nil
}

// showAct puts the form for an act into its place on the page. f is nil where it shows
// what is stored.
func (s *Site) showAct(r *http.Request, v *workPage, w *world.World, found partnership.Partnership, id string, f *form) error {
	i := slices.IndexFunc(found.Acts, func(a partnership.Act) bool { return a.ID == id && a.Held(time.Time{}) })
	at := slices.IndexFunc(v.Work, func(a workAct) bool { return a.ID == id })
	if i < 0 || at < 0 {
		return errs.New(errs.NotFound, lang.Msg("error.partnership.act_unknown"), nil)
	}
	if f == nil {
		f = newForm(&v.page, v.valuesOf(found.Acts[i]))
		v.setPlace(f, w, "at", found.Acts[i].At)
		s.prefill(r, v, found, f)
	}
	sources, err := s.rooms.Sources.ByCodes(r.Context(), found.SourceCodes())
	if err != nil {
		return err
	}
	form := s.newActForm(&v.page, w, found, f, sources)
	form.Action, form.Back = v.Base+"/acts/"+id, v.Base+"#act-"+id
	if s.rooms.Documents != nil {
		form.Upload = s.uploadView(f, &v.page, nil)
		docs, err := s.rooms.Documents.OfIDs(r.Context(), found.Acts[i].Documents)
		if err != nil {
			return err
		}
		for _, d := range docs {
			form.Docs = append(form.Docs, documentOption{d.ID, d.TitleIn(v.Lang)})
		}
	}
	v.Work[at].Form = form
	return nil
}

// prefill fills a form with what a proposal says, and shows the proposal beside it.
func (s *Site) prefill(r *http.Request, v *workPage, found partnership.Partnership, f *form) {
	v.Proposal = s.prefillFrom(r, &v.page, found, f)
}

// prefillFrom fills a form with what the proposal says that the address names, and returns
// the proposal; nil where it names none that the reader may decide.
func (s *Site) prefillFrom(r *http.Request, v *page, found partnership.Partnership, f *form) *proposalView {
	p, ok := s.proposalOf(r, r.URL.Query().Get("proposal"), found)
	if !ok {
		return nil
	}
	view := s.proposalView(r, v, s.rooms.World(), p)
	f.values.Set("proposal", p.ID)
	for name, value := range map[string]string{"type": p.Said.Type, "date": p.Said.Date, "source_title": view.Source.Title, "source_url": p.Said.SourceURL} {
		if value != "" {
			f.values.Set(name, value)
		}
	}
	if p.Partnership == "" && p.Said.Partner != "" {
		f.values.Set("other", p.Said.Partner)
	}
	f.values.Set("source_from", fromPaper)
	if p.Said.SourceURL != "" {
		f.values.Set("source_from", fromWeb)
	}
	return &view
}

// readActForm reads a form with its files.
func (s *Site) readActForm(r *http.Request, p *page) (*form, []document.Intake, error) {
	if s.rooms.Documents == nil {
		f, err := readForm(r, p)
		return f, nil, err
	}
	return s.readFiles(r, p)
}

// attach makes documents of the files that came with a form.
func (s *Site) attach(r *http.Request, f *form, p *page, found partnership.Partnership, intakes []document.Intake) func(*db.Tx, func(people.Entry)) ([]string, error) {
	if len(intakes) == 0 {
		return nil
	}
	visibility := document.Restricted
	if f.checked("public") {
		visibility = document.Public
	}
	return func(tx *db.Tx, note func(people.Entry)) (ids []string, err error) {
		for _, in := range intakes {
			d, err := s.rooms.Documents.Add(r.Context(), tx, note, actorOf(r), document.New{
				Intake: in.ID, Language: p.Lang, Visibility: visibility, On: s.partnershipObject(found),
			})
			if err != nil {
				return nil, err
			}
			ids = append(ids, d.ID)
		}
		return ids, nil
	}
}

// takeNewAct records an act.
func (s *Site) takeNewAct(w http.ResponseWriter, r *http.Request, code string) error {
	v, found, err := s.newWork(w, r, code)
	if err != nil {
		return err
	}
	f, intakes, err := s.readActForm(r, &v.page)
	if err != nil {
		return err
	}
	now := s.rooms.World()
	chosen := s.settleAct(f, &v.page, now)
	if err := s.showNewAct(r, v, now, found, f); err != nil {
		return err
	}
	again := func(status int) error {
		if v.Form.Upload != nil {
			v.Form.Upload = s.uploadView(f, &v.page, intakes)
		}
		return s.write(w, status, "work", v)
	}
	if f.checked("show") || chosen {
		return again(http.StatusOK)
	}
	act, from := s.takeAct(v.Form, &v.page, now, found, partnership.Act{})
	from.Attach = s.accepting(r, f.text("proposal"), found, s.attach(r, f, &v.page, found, intakes))
	status, shown := http.StatusUnprocessableEntity, true
	if f.ok() {
		var id string
		if id, err = s.rooms.Editor.Record(r.Context(), actorOf(r), found.ID, act, from); err == nil {
			return s.done(w, r, code, v.Base+"#act-"+id, lang.Msg("desk.act.recorded", "act", lang.Msg("act.type."+string(act.Type))), v.Base+"/acts/"+id+"/withdraw")
		}
		if status, shown = s.refused(f, err); !shown {
			return err
		}
	}
	return again(status)
}

// takeActChange corrects an act.
func (s *Site) takeActChange(w http.ResponseWriter, r *http.Request, code string) error {
	v, found, err := s.newWork(w, r, code)
	if err != nil {
		return err
	}
	f, intakes, err := s.readActForm(r, &v.page)
	if err != nil {
		return err
	}
	id, now := r.PathValue("act"), s.rooms.World()
	chosen := s.settleAct(f, &v.page, now)
	if err := s.showAct(r, v, now, found, id, f); err != nil {
		return err
	}
	at := slices.IndexFunc(v.Work, func(a workAct) bool { return a.ID == id })
	form := v.Work[at].Form
	again := func(status int) error {
		if form.Upload != nil {
			form.Upload = s.uploadView(f, &v.page, intakes)
		}
		return s.write(w, status, "work", v)
	}
	if f.checked("show") || chosen {
		return again(http.StatusOK)
	}
	was := found.Acts[slices.IndexFunc(found.Acts, func(a partnership.Act) bool { return a.ID == id })]
	act, from := s.takeAct(form, &v.page, now, found, was)
	from.Attach = s.accepting(r, f.text("proposal"), found, s.attach(r, f, &v.page, found, intakes))
	status, shown := http.StatusUnprocessableEntity, true
	if f.ok() {
		err = s.rooms.Editor.Amend(r.Context(), actorOf(r), found.ID, version(f), act, from)
		if err == nil {
			return s.done(w, r, code, v.Base+"#act-"+id, lang.Msg("desk.saved"), "")
		}
		if errs.KindOf(err) == errs.Conflict {
			form.Changed = s.changedSince(r, v, found, version(f), id)
		}
		if status, shown = s.refused(f, err); !shown {
			return err
		}
	}
	return again(status)
}

// version is the one that a form was made from; a form without one conflicts with any change.
func version(f *form) int64 {
	n, err := strconv.ParseInt(f.text("version"), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// withdrawAct takes an act back; the next page offers to undo it.
func (s *Site) withdrawAct(w http.ResponseWriter, r *http.Request, code string) error {
	id, act := r.PathValue("id"), r.PathValue("act")
	f, err := readForm(r, &page{p: s.catalog.Printer(code)})
	if err != nil {
		return err
	}
	if err := s.rooms.Editor.Withdraw(r.Context(), actorOf(r), id, act, f.text("why")); err != nil {
		return err
	}
	base := "/" + code + "/desk/partnerships/" + id
	return s.done(w, r, code, base, lang.Msg("desk.act.withdrawn"), base+"/acts/"+act+"/reinstate")
}

// reinstateAct takes a withdrawal back.
func (s *Site) reinstateAct(w http.ResponseWriter, r *http.Request, code string) error {
	id, act := r.PathValue("id"), r.PathValue("act")
	base := "/" + code + "/desk/partnerships/" + id
	err := s.rooms.Editor.Reinstate(r.Context(), actorOf(r), id, act)
	if errs.KindOf(err) == errs.Invalid {
		return s.done(w, r, code, base, errs.PublicOf(err), "")
	}
	if err != nil {
		return err
	}
	return s.done(w, r, code, base+"#act-"+act, lang.Msg("desk.act.reinstated"), base+"/acts/"+act+"/withdraw")
}

// restore brings a partnership back to an earlier state.
func (s *Site) restore(w http.ResponseWriter, r *http.Request, code string) error {
	f, err := readForm(r, &page{p: s.catalog.Printer(code)})
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	if err := s.rooms.Editor.Restore(r.Context(), actorOf(r), id, version(f)); err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/desk/partnerships/"+id, lang.Msg("desk.restored"), "")
}

// takePosition notes what a side says of an act, or of the partnership.
func (s *Site) takePosition(w http.ResponseWriter, r *http.Request, code string) error {
	f, err := readForm(r, &page{p: s.catalog.Printer(code)})
	if err != nil {
		return err
	}
	side, err := strconv.ParseInt(f.text("side"), 10, 64)
	if err != nil || !people.Allows(actorOf(r), people.Confirm, s.placesObject("place", "", side)) {
		return errs.New(errs.Forbidden, lang.Msg("error.page.403.role"), nil)
	}
	id := r.PathValue("id")
	q := partnership.Position{Side: side, Act: f.text("act"), Agrees: f.text("says") == "yes", Says: f.text("otherwise")}
	base := "/" + code + "/desk/partnerships/" + id
	if f.text("says") == "no" && q.Says == "" {
		return s.done(w, r, code, base+"#confirm", lang.Msg("desk.confirm.empty"), "")
	}
	if f.text("says") == "back" {
		q.Says = ""
	}
	err = s.rooms.Editor.Take(r.Context(), actorOf(r), id, q)
	if _, long := errors.AsType[*errs.Error](err); long && errs.KindOf(err) == errs.Invalid {
		return s.done(w, r, code, base, errs.PublicOf(err), "")
	}
	if err != nil {
		return err
	}
	return s.done(w, r, code, base+"#confirm", lang.Msg("desk.confirm.done"), "")
}
