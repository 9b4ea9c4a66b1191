package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/topic"
	"twintown/internal/world"
)

// detailsForm is the form of a partnership's own fields.
type detailsForm struct {
	*form
	Action, Back string
	Version      int64
	Kinds        []option
	Topics       []option
	Parties      []partyForm
	Stories      []languageField
	Offers       []placeView // the places that the name may mean
	Replaces     []option    // the partnerships that this one may replace
	Changed      []revisionView
}

// partyForm is one side in the form.
type partyForm struct {
	Place       placeView
	Key         string // the place's number
	Roles       []option
	Since, Left dayView
	Heir        placeField
}

// roles are what a side can be beside a signatory.
var roles = []string{"", "supporter", "coordinator"}

// detailValues are a partnership's own fields as its form holds them.
func (s *Site) detailValues(p *page, w *world.World, found partnership.Partnership) url.Values {
	v := url.Values{"kind": {string(found.Kind)}, "original_term": {found.OriginalTerm}, "topic": found.Topics, "supersedes": {found.Supersedes}}
	f := newForm(p, v)
	for code, text := range found.Story {
		v.Set("story."+code, text)
	}
	for _, q := range found.Parties {
		key := strconv.FormatInt(q.Place, 10)
		v.Add("side", key)
		v.Set("name."+key, q.Name)
		v.Set("role."+key, q.Role)
		v.Set("since."+key, p.dateWords(q.Since))
		v.Set("left."+key, p.dateWords(q.Until))
		p.setPlace(f, w, "heir."+key, q.Heir)
	}
	return v
}

// newDetailsForm dresses the form.
func (s *Site) newDetailsForm(p *page, w *world.World, found partnership.Partnership, f *form) *detailsForm {
	base := "/" + p.Lang + "/desk/partnerships/" + found.ID
	d := &detailsForm{form: f, Action: base + "/details", Back: base, Version: found.Version}
	d.Kinds = p.kindOptions(f.text("kind"))
	for _, t := range topic.All() {
		d.Topics = append(d.Topics, option{Value: t.Code, Name: p.p.Message(topic.Label(t.Code)), Chosen: f.Ticked("topic", t.Code)})
	}
	for _, id := range sidesOf(f, w) {
		key := strconv.FormatInt(id, 10)
		one := partyForm{
			Place: p.placeView(w, id), Key: key,
			Since: s.dayField(f, p, "since."+key, "desk.party.since", ""), Left: s.dayField(f, p, "left."+key, "desk.party.left", ""),
		}
		one.Heir.fieldView, one.Heir.ID = f.Field("heir."+key, "search", "desk.party.heir", "desk.party.heir.hint", "off"), f.text(idPrefix+"heir."+key)
		for _, r := range roles {
			one.Roles = append(one.Roles, option{Value: r, Name: p.t("desk.role." + roleKey(r)), Chosen: f.text("role."+key) == r})
		}
		d.Parties = append(d.Parties, one)
	}
	d.Stories = s.textFields(p, f, "story", s.languages)
	return d
}

func roleKey(role string) string {
	if role == "" {
		return "signatory"
	}
	return role
}

func (p *page) kindOptions(chosen string) (list []option) {
	for _, k := range partnership.Kinds() {
		list = append(list, option{Value: string(k), Name: p.t("partnership.kind." + string(k)), Chosen: string(k) == chosen})
	}
	return list
}

// sidesOf are the places that a form names as sides, each known and once; "pick" is the
// button of a place that was just chosen among several.
func sidesOf(f *form, w *world.World) (sides []int64) {
	for _, text := range append(f.all("side"), f.all("pick")...) {
		id, err := strconv.ParseInt(text, 10, 64)
		if _, ok := w.Places.Get(id); err == nil && ok && !slices.Contains(sides, id) {
			sides = append(sides, id)
		}
	}
	return sides
}

// mostChoice is how many places a name may offer.
const mostChoice = 8

// findSide looks up the place that a form names in words. One that only one place answers
// to is taken; of several the form offers the choice.
func (s *Site) findSide(p *page, w *world.World, f *form, sides []int64) (found []int64, choice []placeView) {
	text := f.text("other")
	if text == "" || len(text) > longestQuery || f.checked("pick") {
		return sides, nil
	}
	hits := w.Places.Find(place.Query{Text: text, Limit: mostChoice, Lang: p.Lang})
	for _, hit := range hits {
		if !slices.Contains(sides, hit.ID) {
			choice = append(choice, p.placeView(w, hit.ID))
		}
	}
	switch len(choice) {
	case 0:
		f.fail("other", lang.Msg("desk.begin.nowhere", "text", text))
		return sides, nil
	case 1:
		return append(sides, choice[0].ID), nil
	}
	return sides, choice
}

// takeDetails changes the partnership's own fields.
func (s *Site) takeDetails(w http.ResponseWriter, r *http.Request, code string) error {
	v, found, err := s.newWork(w, r, code)
	if err != nil {
		return err
	}
	f, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	now := s.rooms.World()
	heirChosen := v.settleChoice(f, now)
	chosen, picked := sidesOf(f, now), f.checked("pick")
	sides, choice := s.findSide(&v.page, now, f, chosen)
	if setSides(f, sides); len(sides) > len(chosen) || picked {
		f.values.Del("other") // what it names is a side now
	}
	for _, id := range sides {
		s.settleDays(f, &v.page, fmt.Sprintf("since.%d", id), fmt.Sprintf("left.%d", id))
	}
	d, heirs := s.detailsOf(f, &v.page, now, found, sides)
	v.Details = s.newDetailsForm(&v.page, now, found, f)
	if err := s.fillReplaces(r, v, now, found); err != nil {
		return err
	}
	if d.Supersedes != found.Supersedes && d.Supersedes != "" && !slices.ContainsFunc(v.Details.Replaces, func(o option) bool { return o.Value == d.Supersedes }) {
		f.fail("supersedes", lang.Msg("error.form.unreadable"))
	}
	for i := range v.Details.Parties {
		v.Details.Parties[i].Heir.Offers = heirs[v.Details.Parties[i].Place.ID]
	}
	if v.Details.Offers = choice; f.checked("find") || picked || heirChosen || len(choice) > 0 {
		return s.write(w, http.StatusOK, "work", v)
	}
	status := http.StatusUnprocessableEntity
	if f.ok() {
		err := s.rooms.Editor.Revise(r.Context(), actorOf(r), found.ID, version(f), d, f.text("why"))
		if err == nil {
			return s.done(w, r, code, v.Base, lang.Msg("desk.saved"), "")
		}
		if errs.KindOf(err) == errs.Conflict {
			v.Details.Changed = s.changedSince(r, v, found, version(f), "")
		}
		var shown bool
		if status, shown = s.refused(f, err); !shown {
			return err
		}
	}
	return s.write(w, status, "work", v)
}

// setSides keeps the chosen sides in the form, so that its next try has them.
func setSides(f *form, sides []int64) {
	var all []string
	for _, id := range sides {
		all = append(all, strconv.FormatInt(id, 10))
	}
	f.values["side"] = all
	f.values.Del("pick")
}

// detailsOf reads the form over what the partnership was. heirs are the places that the
// name of a side's successor may mean, by side.
func (s *Site) detailsOf(f *form, p *page, w *world.World, found partnership.Partnership, sides []int64) (d partnership.Details, heirs map[int64][]placeView) {
	d, heirs = found.Details(), map[int64][]placeView{}
	d.Kind, d.OriginalTerm, d.Topics, d.Parties = partnership.Kind(f.text("kind")), f.text("original_term"), nil, nil
	d.Story = s.texts(f, "story", found.Story)
	if f.values.Has("supersedes") {
		d.Supersedes = f.text("supersedes")
	}
	for _, t := range found.Topics {
		if _, known := topic.Get(t); !known {
			d.Topics = append(d.Topics, t) // a newer release wrote it
		}
	}
	for _, t := range f.all("topic") {
		if _, known := topic.Get(t); known && !slices.Contains(d.Topics, t) {
			d.Topics = append(d.Topics, t)
		}
	}
	for _, id := range sides {
		key := strconv.FormatInt(id, 10)
		if f.checked("gone." + key) {
			continue
		}
		was := partnership.Party{Place: id}
		if i := slices.IndexFunc(found.Parties, func(q partnership.Party) bool { return q.Place == id }); i >= 0 {
			was = found.Parties[i]
		}
		q := partnership.Party{Place: id, Name: f.text("name." + key), Role: was.Role, Heir: was.Heir}
		if role := f.text("role." + key); slices.Contains(roles, role) {
			q.Role = role
		}
		if f.values.Has("heir." + key) {
			q.Heir, heirs[id] = s.placeIn(f, p, w, "heir."+key, nil)
		}
		q.Since, q.Until = s.dateIn(f, "since."+key, was.Since), s.dateIn(f, "left."+key, was.Until)
		d.Parties = append(d.Parties, q)
	}
	return d, heirs
}

// fillReplaces offers the partnerships that this one may replace: those that share a side
// with it.
func (s *Site) fillReplaces(r *http.Request, v *workPage, w *world.World, found partnership.Partnership) error {
	chosen := v.Details.text("supersedes")
	list := []option{{Value: "", Name: v.t("desk.supersedes.none")}}
	for _, side := range found.Sides() {
		all, err := s.rooms.Partnerships.OfPlace(r.Context(), side)
		if err != nil {
			return err
		}
		for _, q := range all {
			known := slices.ContainsFunc(list, func(o option) bool { return o.Value == q.ID })
			if q.ID == found.ID || known || q.ID != chosen && q.Listed() {
				continue
			}
			list = append(list, option{Value: q.ID, Name: v.pairNames(w.Places, q.Sides()) + ", " + v.t("partnership.kind."+string(q.Kind))})
		}
	}
	if len(list) > 1 {
		v.Details.Replaces = list
	}
	return nil
}

// dateIn reads a date field over what it was; what cannot be read is its fault.
func (s *Site) dateIn(f *form, name string, was partnership.Date) partnership.Date {
	d, err := s.lexicon.ReadDate(f.text(name), s.today())
	if err != nil {
		f.fail(name, errs.PublicOf(err))
	}
	if d.Calendar() == was.Calendar() && d.Qualifier == was.Qualifier {
		return was // whoever inferred it stays named
	}
	return d
}

// Names is a field of a side, as the template shows it.
func (d *detailsForm) Names(key string) fieldView {
	return d.Field(fmt.Sprintf("name.%s", key), "text", "desk.party.name", "", "off")
}

// Role is what a side is.
func (d *detailsForm) Role(q partyForm) fieldView {
	return d.form.Choice("role."+q.Key, "desk.party.role", "", q.Roles)
}
