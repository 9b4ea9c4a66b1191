package web

import (
	"net/http"
	"strconv"

	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/project/plan"
)

// takePlanning takes one change from the account's share.
func (s *Site) takePlanning(w http.ResponseWriter, r *http.Request) error {
	return s.take(w, r, people.Tap{Limit: people.WalkStep, Who: actorOf(r).Account})
}

// addItem puts a new item into the plan.
func (s *Site) addItem(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newPlanPage(w, r, code)
	if err != nil {
		return err
	}
	f, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	i := plan.Item{Partnership: v.found.ID}
	s.readItem(v, f, &i)
	var id string
	if err = errs.First(f.wrong(), s.takePlanning(w, r)); err == nil {
		if id, err = s.rooms.Plans.Add(r.Context(), actorOf(r), i); err == nil {
			return s.done(w, r, code, v.Base+"#item-"+id, lang.Msg("plan.said.added"), v.Base+"/"+id+"/undo?version=1&do=remove")
		}
	}
	s.faultOfText(v, f, err)
	if err := s.openNew(r, v, f); err != nil {
		return err
	}
	return s.again(w, f, "plan", v, err)
}

// faultOfText says where words are missing: in the first language of the form.
func (s *Site) faultOfText(v *planPage, f *form, err error) {
	if errs.FieldOf(err) == "what" {
		f.fail("what."+s.itemTongues(v, plan.Item{})[0], errs.PublicOf(err))
	}
}

// takeItem does with an item what its form or one of its buttons asks for.
func (s *Site) takeItem(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newPlanPage(w, r, code)
	if err != nil {
		return err
	}
	f, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	id, do := r.PathValue("item"), f.text("do")
	if there, err := s.rooms.Plans.ByID(r.Context(), id); err != nil || there.Partnership != v.found.ID {
		return errNoPage
	}
	said, err := lang.Message{}, s.takePlanning(w, r)
	if err == nil {
		said, err = s.doItem(r, v, f, id, do)
	}
	switch {
	case err == nil:
		return s.done(w, r, code, v.Base+"#item-"+id, said, undoAt(v.Base, id, f.version()+1))
	case do != "save":
		if kind := errs.KindOf(err); kind == errs.Conflict || kind == errs.Invalid {
			return s.done(w, r, code, v.Base, errs.PublicOf(err), "")
		}
		return err
	}
	s.faultOfText(v, f, err)
	return s.itemAgain(w, r, code, f, v, id, err)
}

// itemAgain shows the form of an item once more with what is wrong; where somebody else was
// faster, beside what stands there now, so that it can be saved over.
func (s *Site) itemAgain(w http.ResponseWriter, r *http.Request, code string, f *form, v *planPage, id string, wrong error) error {
	status, shown := s.refused(f, wrong)
	if !shown {
		return wrong
	}
	if overtaken(wrong) {
		now, err := s.newPlanPage(w, r, code)
		if err != nil {
			return err
		}
		v = now
		for _, i := range v.it.Items {
			if i.ID == id {
				f.values.Set("version", strconv.FormatInt(i.Version, 10))
			}
		}
	}
	if err := s.openItem(r, v, id, f); err != nil {
		return err
	}
	return s.write(w, status, "plan", v)
}

// doItem does it, and returns what to say of it.
func (s *Site) doItem(r *http.Request, v *planPage, f *form, id, do string) (lang.Message, error) {
	ctx, who, store := r.Context(), actorOf(r), s.rooms.Plans
	to := func(state plan.State) error {
		return store.Change(ctx, who, id, f.version(), func(i *plan.Item) error { i.State = state; return nil })
	}
	switch do {
	case "save":
		return lang.Msg("plan.said.saved"), store.Change(ctx, who, id, f.version(), func(i *plan.Item) error {
			s.readItem(v, f, i)
			return f.wrong()
		})
	case "move":
		year, _ := strconv.Atoi(f.text("year"))
		_, err := store.Move(ctx, who, id, f.version(), year)
		return lang.Msg("plan.said.moved", "year", strconv.Itoa(year)), err
	case "drop":
		return lang.Msg("plan.said.dropped"), to(plan.Dropped)
	case "done":
		return lang.Msg("plan.said.done"), to(plan.Done)
	case "remove":
		return lang.Msg("plan.said.removed"), store.Remove(ctx, who, id, f.version())
	}
	return lang.Message{}, errNoPage
}

// undoItem takes the last change of an item back.
func (s *Site) undoItem(w http.ResponseWriter, r *http.Request, code string) error {
	store, err := s.plans()
	if err != nil {
		return err
	}
	id, base := r.PathValue("item"), "/"+code+"/desk/partnerships/"+r.PathValue("id")+"/plan"
	there, err := store.ByID(r.Context(), id)
	if err != nil || there.Partnership != r.PathValue("id") {
		return errNoPage
	}
	version, _ := strconv.ParseInt(r.FormValue("version"), 10, 64)
	if r.FormValue("do") == "remove" { // it was just added
		err = store.Remove(r.Context(), actorOf(r), id, version)
	} else {
		err = store.Undo(r.Context(), actorOf(r), id, version)
	}
	if overtaken(err) {
		return s.done(w, r, code, base, errs.PublicOf(err), "")
	}
	if err != nil {
		return err
	}
	return s.done(w, r, code, base+"#item-"+id, lang.Msg("plan.said.undone"), "")
}
