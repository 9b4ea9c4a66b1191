package web

import (
	"errors"
	"net/http"
	"strconv"

	"twintown/internal/document"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/seek"
	"twintown/internal/seek/procedure"
	"twintown/internal/source"
)

// takeStep does what the form of a point asks for.
func (s *Site) takeStep(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProcedurePage(w, r, code)
	if err != nil {
		return err
	}
	f, intakes, err := s.readActForm(r, &v.page)
	if err != nil {
		return err
	}
	step, side := procedure.Step(r.PathValue("step")), sideOf(f.text("side"))
	if _, ok := v.it.At(step, side); !ok {
		return errNoPage
	}
	do := f.text("do")
	said, err := lang.Message{}, s.takeWalk(w, r)
	if err == nil {
		said, err = s.doStep(r, v, f, intakes, step, side, do)
	}
	next := v.Base + "#point-" + string(step) + "-" + strconv.FormatInt(side, 10)
	switch {
	case err == nil && f.ok():
		return s.done(w, r, code, next, said, "")
	case do == doReopen:
		if overtaken(err) {
			return s.done(w, r, code, next, errs.PublicOf(err), "")
		}
		return err
	}
	status := http.StatusUnprocessableEntity
	if err != nil {
		var shown bool
		if status, shown = s.refused(f, err); !shown {
			return err
		}
	}
	var upload *uploadView
	if s.rooms.Documents != nil {
		upload = s.uploadView(f, &v.page, intakes)
	}
	if overtaken(err) {
		// what somebody else wrote stands on the page; what was typed stays in the form, and
		// may be saved over it
		if v, err = s.newProcedurePage(w, r, code); err != nil {
			return err
		}
		if q, ok := v.it.At(step, side); ok {
			f.values.Set("version", strconv.FormatInt(q.Version, 10))
		}
	}
	if err := s.openForm(r, v, step, side, do, f, upload); err != nil {
		return err
	}
	return s.write(w, status, "procedure", v)
}

// takeWalk takes one change of a procedure from the account's share: each may write a mail to
// the officers of the other side.
func (s *Site) takeWalk(w http.ResponseWriter, r *http.Request) error {
	return s.take(w, r, people.Tap{Limit: people.WalkStep, Who: actorOf(r).Account})
}

// doStep does it, and returns what to say of it.
func (s *Site) doStep(r *http.Request, v *procedurePage, f *form, intakes []document.Intake, step procedure.Step, side int64, do string) (lang.Message, error) {
	ctx, who, store, id := r.Context(), actorOf(r), s.rooms.Procedures, v.it.ID
	if !s.may(r, people.EditPart, s.procedureObject(v.it)) {
		return lang.Message{}, errs.New(errs.Forbidden, lang.Msg("error.page.403.role"), nil)
	}
	switch do {
	case doReopen:
		said := lang.Msg("procedure.said.kept")
		if q, _ := v.it.At(step, side); q.Act != "" {
			said = lang.Msg("procedure.said.reopened")
		}
		return said, store.Reopen(ctx, who, id, step, side, f.version(), v.mine, f.text("why"))
	case doLeave:
		return lang.Msg("procedure.said.left"), store.LeaveOut(ctx, who, id, step, side, f.version(), v.mine, f.text("why"))
	case doPlan:
		day := s.readPointDay(f, &v.page)
		if !f.ok() {
			return lang.Message{}, nil
		}
		return lang.Msg("procedure.said.planned"), store.PlanDay(ctx, who, id, step, side, f.version(), v.mine, day, f.text("note"))
	case doDone:
		d := s.readDone(r, v, f, intakes, step, side)
		if !f.ok() {
			return lang.Message{}, nil
		}
		said := lang.Msg("procedure.said.done")
		if step == procedure.Planning || step == procedure.Decision {
			said = lang.Msg("procedure.said.kept")
		}
		return said, store.Do(ctx, who, id, d)
	}
	return lang.Message{}, errNoPage
}

// readDone reads from its form that a step was done.
func (s *Site) readDone(r *http.Request, v *procedurePage, f *form, intakes []document.Intake, step procedure.Step, side int64) procedure.Done {
	d := procedure.Done{
		Step: step, Side: side, Version: f.version(), By: v.mine, Day: s.readPointDay(f, &v.page), Where: sideOf(f.text("where")),
		Note: f.text("note"), Link: f.text("link"), Law: f.text("law"), Title: f.text("title"), Number: f.text("number"),
		Sort: partnership.ActType(f.text("sort")), Keep: f.all("document"),
	}
	d.Vote.Unanimous = f.checked("unanimous")
	counts := actForm{form: f}
	for name, n := range votes(&d.Vote) {
		*n = counts.number(name)
	}
	d.Condition.Code = f.text("condition")
	d.Sources = s.stepSources(v, d)
	d.Attach = s.attachStep(r, v, f, intakes)
	return d
}

// stepSources is what the act of a step rests on: the office's own paper, with the address
// where it is published if there is one.
func (s *Site) stepSources(v *procedurePage, d procedure.Done) procedure.Sources {
	publisher := v.mine
	if d.Side != 0 {
		publisher = d.Side
	}
	c := source.Source{
		Title:     v.t("procedure.source", "step", v.t("procedure.step."+string(d.Step)), "number", d.Number),
		Publisher: s.rooms.World().Places.Endonym(publisher), Language: v.Lang, URL: d.Link,
	}
	if d.Link != "" {
		c.Retrieved = s.today()
	}
	return procedure.Sources{c}
}

// attachStep makes documents of the files that came with a form, in the name of the partnership.
func (s *Site) attachStep(r *http.Request, v *procedurePage, f *form, intakes []document.Intake) func(*db.Tx, func(people.Entry), string) ([]string, error) {
	if len(intakes) == 0 {
		return nil
	}
	visibility := document.Restricted
	if f.checked("public") {
		visibility = document.Public
	}
	return func(tx *db.Tx, note func(people.Entry), partnership string) (ids []string, err error) {
		for _, in := range intakes {
			d, err := s.rooms.Documents.Add(r.Context(), tx, note, actorOf(r), document.New{
				Intake: in.ID, Language: v.Lang, Visibility: visibility, On: s.placesObject("partnership", partnership, v.it.Places...),
			})
			if err != nil {
				return nil, err
			}
			ids = append(ids, d.ID)
		}
		return ids, nil
	}
}

// takeTerms proposes what the towns want to be to each other, or agrees to a proposal.
func (s *Site) takeTerms(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProcedurePage(w, r, code)
	if err != nil {
		return err
	}
	f, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	next, said := v.Base+"#point-kind-0", lang.Msg("procedure.said.proposed")
	err = s.takeWalk(w, r)
	if f.text("do") == "agree" {
		if err != nil {
			return err
		}
		said = lang.Msg("procedure.said.agreed")
		err = s.rooms.Procedures.Agree(r.Context(), actorOf(r), v.it.ID, f.version(), v.mine, s.agreeing(r, v, f)...)
		if overtaken(err) {
			return s.done(w, r, code, next, errs.PublicOf(err), "")
		}
		if err != nil {
			return err
		}
		return s.done(w, r, code, next, said, "")
	}
	if t := s.readTerms(f); err == nil && f.ok() {
		err = s.rooms.Procedures.Propose(r.Context(), actorOf(r), v.it.ID, f.version(), v.mine, t, f.text("note"))
	}
	if err == nil && f.ok() {
		return s.done(w, r, code, next, said, "")
	}
	return s.againOpen(w, r, code, f, v, err, doPropose, func(now *procedurePage) int64 { return now.it.TermsVersion })
}

// againOpen shows the form of the terms or the plan once more with what is wrong; where
// somebody else was faster, beside what stands there now.
func (s *Site) againOpen(w http.ResponseWriter, r *http.Request, code string, f *form, v *procedurePage, err error, do string, version func(*procedurePage) int64) error {
	status := http.StatusUnprocessableEntity
	if err != nil {
		var shown bool
		if status, shown = s.refused(f, err); !shown {
			return err
		}
	}
	if overtaken(err) {
		if v, err = s.newProcedurePage(w, r, code); err != nil {
			return err
		}
		f.values.Set("version", strconv.FormatInt(version(v), 10))
	}
	if err := s.openForm(r, v, "", 0, do, f, nil); err != nil {
		return err
	}
	return s.write(w, status, "procedure", v)
}

// agreeing are the sides whose yes a form notes: the reader's own, or one that has nobody here.
func (s *Site) agreeing(r *http.Request, v *procedurePage, f *form) (sides []int64) {
	for _, text := range f.all("for") {
		n := sideOf(text)
		officers, err := s.rooms.People.OfficersOf(r.Context(), n)
		if n == v.mine || v.it.Has(n) && err == nil && len(officers) == 0 {
			sides = append(sides, n)
		}
	}
	return sides
}

// takePlan keeps the plan.
func (s *Site) takePlan(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProcedurePage(w, r, code)
	if err != nil {
		return err
	}
	f, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	if err = s.takeWalk(w, r); err == nil {
		err = s.rooms.Procedures.Write(r.Context(), actorOf(r), v.it.ID, f.version(), v.mine, s.readPlan(f))
	}
	if err == nil {
		return s.done(w, r, code, v.Base+"#plan", lang.Msg("procedure.said.plan"), "")
	}
	return s.againOpen(w, r, code, f, v, err, doWrite, func(now *procedurePage) int64 { return now.it.PlanVersion })
}

// stopProcedure ends the walk for now.
func (s *Site) stopProcedure(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProcedurePage(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "procedure", v, &v.Halt, func(f *form) error {
		if err := s.takeWalk(w, r); err != nil {
			return err
		}
		if err := s.rooms.Procedures.Stop(r.Context(), actorOf(r), v.it.ID, f.version(), v.mine, f.text("why")); err != nil {
			return err
		}
		return s.done(w, r, code, v.Base, lang.Msg("procedure.said.stopped"), v.Base+"/resume")
	})
}

// resumeProcedure takes it up again.
func (s *Site) resumeProcedure(w http.ResponseWriter, r *http.Request, code string) error {
	it, err := s.procedureOf(r)
	if err != nil {
		return err
	}
	next := "/" + code + "/desk/procedures/" + it.ID
	if err := s.takeWalk(w, r); err != nil {
		return err
	}
	err = s.rooms.Procedures.Resume(r.Context(), actorOf(r), it.ID, s.mySide(r, it))
	if overtaken(err) {
		return s.done(w, r, code, next, errs.PublicOf(err), "")
	}
	if err != nil {
		return err
	}
	return s.done(w, r, code, next, lang.Msg("procedure.said.resumed"), "")
}

// matchRequest closes the request from which the procedure grew as matched.
func (s *Site) matchRequest(w http.ResponseWriter, r *http.Request, code string) error {
	it, err := s.procedureOf(r)
	if err != nil {
		return err
	}
	x, ok := s.requestOfProcedure(r, it)
	if !ok || !it.Reached() || !s.may(r, people.WriteRequest, s.requestObject(x)) {
		return errNoPage
	}
	var partner int64
	for _, n := range it.Places {
		if n != x.Lead() {
			partner = n
		}
	}
	err = s.rooms.Requests.Change(r.Context(), actorOf(r), people.WriteRequest, x.ID, x.Version, func(x *seek.Request) error { return x.Match(partner) })
	said := lang.Msg("procedure.said.matched")
	if kind := errs.KindOf(err); err != nil && (kind == errs.Conflict || kind == errs.Invalid) {
		said, err = errs.PublicOf(err), nil
	}
	if err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/desk/procedures/"+it.ID, said, "")
}

// errIsExisting is the procedure that places walk already.
func existingProcedure(err error) (string, bool) {
	there, ok := errors.AsType[procedure.Existing](err)
	return there.ID, ok
}
