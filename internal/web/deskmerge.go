package web

import (
	"errors"
	"net/http"
	"slices"
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
	Ending  []placeField // the units that end beside the place
	Heirs   []placeField // the units that follow
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
	v.settleChoice(v.Form, s.rooms.World())
	if v.Form.text("into") == "" || v.Form.checked("more") {
		v.dressUnits()
		return s.write(w, http.StatusOK, "place-merge", v)
	}
	c, err := s.unitChange(v)
	if err == nil {
		err = s.previewMerge(r, v, c)
	}
	if err != nil && !errors.Is(err, errUnits) && !v.Form.take(err) {
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

// mostUnits bounds how many units one change can end, and how many can follow: the largest
// reforms made one municipality of some forty.
const mostUnits = 60

// unitField is the name of a field for the n-th unit, counted from 1.
func unitField(field string, n int) string {
	if n == 1 {
		return field
	}
	return field + "-" + strconv.Itoa(n)
}

// unitFields are the fields of units that a form has: those that are filled and one that is
// empty at first, and one more where that was asked for.
func (v *mergePage) unitFields(field, label, hint string) (list []placeField) {
	last := 1
	for n := 2; n <= mostUnits; n++ {
		if v.Form.text(unitField(field, n)) != "" {
			last = n
		}
	}
	if v.Form.text("more") == field && v.Form.text(unitField(field, last)) != "" {
		last = min(last+1, mostUnits)
	}
	for n := 1; n <= last; n++ {
		name := unitField(field, n)
		list = append(list, placeField{v.Form.Field(name, "search", label, hint, "off"), v.Form.text(idPrefix + name), nil})
	}
	return list
}

// dressUnits puts the fields of the units onto the page.
func (v *mergePage) dressUnits() {
	v.Ending = v.unitFields("with", "place.merge.with", "place.merge.name.hint")
	v.Heirs = v.unitFields("into", "place.merge.into", "place.merge.name.hint")
}

// unitChange reads a change of units from the page's form: the place ends, alone or with
// others, and becomes part of one, or several follow it.
func (s *Site) unitChange(v *mergePage) (c place.Change, err error) {
	c = place.Change{Kind: place.Merge, Before: []int64{v.Place.ID}, Source: v.Form.text("source")}
	v.dressUnits()
	now := s.rooms.World()
	read := func(fields []placeField, into []int64) []int64 {
		for i, unit := range fields {
			id, offers := s.placeIn(v.Form, &v.page, now, unit.Name, nil)
			fields[i] = placeField{v.Form.Field(unit.Name, "search", "place.merge.into", "place.merge.name.hint", "off"), v.Form.text(idPrefix + unit.Name), offers}
			fields[i].Label = unit.Label
			if id != 0 && !slices.Contains(into, id) {
				into = append(into, id)
			}
		}
		return into
	}
	c.Before, c.After = read(v.Ending, c.Before), read(v.Heirs, nil)
	if len(c.After) > 1 {
		c.Kind = place.Split
	}
	if c.Day, err = lang.ParseDate(v.Form.text("day")); err != nil {
		return c, errs.In("day", lang.Msg("error.date", "text", v.Form.text("day")))
	}
	if !v.Form.ok() {
		return c, errUnits
	}
	return c, c.Check()
}

// errUnits says that units are at fault, which the form tells field by field.
var errUnits = errors.New("web: units that the form does not name clearly")

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
	c, err := s.unitChange(v)
	if err == nil {
		err = s.mayChangeUnits(r, c)
	}
	var id string
	if err == nil {
		err = s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) (err error) {
			id, err = s.rooms.Partnerships.ChangeUnits(r.Context(), tx, s.rooms.Places, actorOf(r), note, c, chosenHeirs(v.Form, c))
			return err
		})
	}
	if errors.Is(err, errUnits) {
		return s.write(w, http.StatusUnprocessableEntity, "place-merge", v)
	}
	if err != nil {
		return s.again(w, v.Form, "place-merge", v, err)
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
	add := func(name string) {
		if text := v.Form.text(name); text != "" {
			list = append(list, pair{name, text})
		}
	}
	add("day")
	add("source")
	for _, unit := range append(slices.Clone(v.Ending), v.Heirs...) {
		add(unit.Name)
		add(idPrefix + unit.Name)
	}
	return list
}
