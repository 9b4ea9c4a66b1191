package web

import (
	"net/http"
	"strconv"
	"strings"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// errPolicy says that the hand-checked table has another name.
func errPolicy(name string) error {
	return errs.In("name", lang.Msg("error.place.policy", "name", name))
}

// mergePage shows what a change of units would change, and makes it.
type mergePage struct {
	page
	Place   placeView
	Form    *form
	Action  string
	Preview bool
	Moves   []moveRow
	Stays   int // between the units themselves: nothing is left to inherit
	After   []placeView
	Split   bool
}

// moveRow is one partnership that moves.
type moveRow struct {
	ID     string
	Pair   link
	Status statusView
	Heir   string
	Choice *fieldView // of a split: who inherits
}

// merge shows the form and, where the units and the day are named, the preview.
func (s *Site) merge(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newMerge(w, r, code)
	if err != nil {
		return err
	}
	v.Form = newForm(&v.page, r.URL.Query())
	if v.Form.text("into") == "" {
		return s.write(w, http.StatusOK, "place-merge", v)
	}
	c, err := s.unitChange(r, v.Form, v.Place.ID)
	if err == nil {
		err = s.previewMerge(r, v, c)
	}
	if err != nil && !v.Form.take(err) {
		return err
	}
	return s.write(w, http.StatusOK, "place-merge", v)
}

func (s *Site) newMerge(w http.ResponseWriter, r *http.Request, code string) (*mergePage, error) {
	now := s.rooms.World()
	found, err := placeOf(r, now, "place")
	if err != nil {
		return nil, err
	}
	address := "/desk/places/" + strconv.FormatInt(found.ID, 10) + "/merge"
	v := &mergePage{page: s.newDesk(w, r, code, address, "/desk/places"), Action: "/" + code + address}
	v.Place = v.placeView(now, found.ID)
	v.Title = v.t("place.merge.title")
	v.keepQuery(r.URL.Query())
	return v, nil
}

// unitChange reads a change of units from a form: the place ends, alone or with others,
// and becomes part of one, or several follow it.
func (s *Site) unitChange(r *http.Request, f *form, own int64) (c place.Change, err error) {
	c = place.Change{Kind: place.Merge, Before: []int64{own}, Source: f.text("source")}
	if c.Day, err = lang.ParseDate(f.text("day")); err != nil {
		return c, errs.In("day", lang.Msg("error.date", "text", f.text("day")))
	}
	for _, part := range []struct {
		field string
		into  *[]int64
	}{{"with", &c.Before}, {"into", &c.After}, {"also", &c.After}} {
		text := f.text(part.field)
		if text == "" {
			continue
		}
		found, err := s.rooms.World().Places.Resolve(text)
		if err != nil {
			return c, errs.In(part.field, errs.PublicOf(err))
		}
		*part.into = append(*part.into, found.ID)
	}
	if len(c.After) > 1 {
		c.Kind = place.Split
	}
	return c, c.Check()
}

// previewMerge lists exactly what would move.
func (s *Site) previewMerge(r *http.Request, v *mergePage, c place.Change) error {
	all, err := s.rooms.Partnerships.Inheritances(r.Context(), c, chosenHeirs(v.Form, c))
	if err != nil {
		return err
	}
	now := s.rooms.World()
	v.Preview, v.Split = true, c.Kind == place.Split
	var heirs []option
	for _, n := range c.After {
		v.After = append(v.After, v.placeView(now, n))
		heirs = append(heirs, option{Value: strconv.FormatInt(n, 10), Name: now.Places.DisplayName(n, v.Lang)})
	}
	for _, i := range all {
		if i.Own {
			v.Stays++
			continue
		}
		line := partnership.LineOf(i.Partnership, s.today())
		row := moveRow{ID: i.ID, Status: v.lineStatus(line), Heir: now.Places.DisplayName(i.Heir, v.Lang)}
		row.Pair = link{v.pairNames(now.Places, i.Present()), "/" + v.Lang + "/partnerships/" + i.ID}
		if v.Split {
			v.Form.values.Set("heir-"+i.ID, strconv.FormatInt(i.Heir, 10))
			choice := v.Form.Choice("heir-"+i.ID, "place.merge.heir", "", heirs)
			row.Choice = &choice
		}
		v.Moves = append(v.Moves, row)
	}
	return nil
}

// pairNames are the names of sides in one line.
func (p *page) pairNames(atlas *place.Atlas, sides []int64) string {
	names := ""
	for i, n := range sides {
		if i > 0 {
			names += " – "
		}
		names += atlas.DisplayName(n, p.Lang)
	}
	return names
}

// chosenHeirs are the successors that a form names for single partnerships.
func chosenHeirs(f *form, c place.Change) map[string]int64 {
	chosen := map[string]int64{}
	for name := range f.values {
		id, ok := strings.CutPrefix(name, "heir-")
		if !ok {
			continue
		}
		for _, n := range c.After {
			if f.values.Get(name) == strconv.FormatInt(n, 10) {
				chosen[id] = n
			}
		}
	}
	return chosen
}

// takeMerge makes the change.
func (s *Site) takeMerge(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newMerge(w, r, code)
	if err != nil {
		return err
	}
	if v.Form, err = readForm(r, &v.page); err != nil {
		return err
	}
	c, err := s.unitChange(r, v.Form, v.Place.ID)
	var id string
	if err == nil {
		err = s.mayChangeUnits(r, c)
	}
	if err == nil {
		err = s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) (err error) {
			id, err = s.rooms.Partnerships.ChangeUnits(r.Context(), tx, s.rooms.Places, actorOf(r), note, c, chosenHeirs(v.Form, c))
			return err
		})
	}
	if v.Form.take(err) {
		return s.write(w, http.StatusUnprocessableEntity, "place-merge", v)
	}
	if err != nil {
		return err
	}
	own := "/" + code + "/desk/places/" + strconv.FormatInt(v.Place.ID, 10)
	return s.done(w, r, code, own, lang.Msg("place.merge.done"), own+"/changes/"+id+"/undo")
}

// mayChangeUnits asks the permission table for every unit that ends or follows.
func (s *Site) mayChangeUnits(r *http.Request, c place.Change) error {
	for _, n := range append(append([]int64{}, c.Before...), c.After...) {
		if !people.Allows(actorOf(r), people.MergePlaces, s.placesObject("place", "", n)) {
			return errs.New(errs.Forbidden, lang.Msg("error.page.403.role"), nil)
		}
	}
	return nil
}

// undoMerge takes a change of units back.
func (s *Site) undoMerge(w http.ResponseWriter, r *http.Request, code string) error {
	c, err := s.rooms.Places.Change(r.Context(), s.rooms.Places.DB(), r.PathValue("change"))
	if err != nil {
		return err
	}
	if err := s.mayChangeUnits(r, c); err != nil {
		return err
	}
	err = s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) error {
		return s.rooms.Partnerships.RestoreUnits(r.Context(), tx, s.rooms.Places, actorOf(r), note, c.ID)
	})
	if err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/desk/places/"+r.PathValue("place"), lang.Msg("undo.done"), "")
}

// Fields are what the preview's form carries on.
func (v *mergePage) Fields() (list []pair) {
	for _, name := range []string{"day", "into", "with", "also", "source"} {
		list = append(list, pair{name, v.Form.text(name)})
	}
	return list
}
