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
	Changed      []revisionView
}

// partyForm is one side in the form.
type partyForm struct {
	Place placeView
	Key   string // the place's number
	Roles []option
}

// roles are what a side can be beside a signatory.
var roles = []string{"", "supporter", "coordinator"}

// detailValues are a partnership's own fields as its form holds them.
func (s *Site) detailValues(p *page, found partnership.Partnership) url.Values {
	v := url.Values{"kind": {string(found.Kind)}, "original_term": {found.OriginalTerm}, "topic": found.Topics}
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
		one := partyForm{Place: p.placeView(w, id), Key: key}
		for _, r := range roles {
			one.Roles = append(one.Roles, option{Value: r, Name: p.t("desk.role." + roleKey(r)), Chosen: f.text("role."+key) == r})
		}
		d.Parties = append(d.Parties, one)
	}
	for _, code := range s.languagesFrom(p.Lang) {
		v := languageField{Lang: code, Language: p.p.LanguageName(code)}
		v.fieldView = f.Area("story."+code, "desk.field.story", "", 3)
		d.Stories = append(d.Stories, v)
	}
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
	chosen, picked := sidesOf(f, now), f.checked("pick")
	sides, choice := s.findSide(&v.page, now, f, chosen)
	if setSides(f, sides); len(sides) > len(chosen) || picked {
		f.values.Del("other") // what it names is a side now
	}
	d := s.detailsOf(f, found, sides)
	v.Details = s.newDetailsForm(&v.page, now, found, f)
	if v.Details.Offers = choice; f.checked("find") || picked || len(choice) > 0 {
		return s.write(w, http.StatusOK, "work", v)
	}
	if f.ok() {
		err := s.rooms.Editor.Revise(r.Context(), actorOf(r), found.ID, version(f), d, f.text("why"))
		if err == nil {
			return s.done(w, r, code, v.Base, lang.Msg("desk.saved"), "")
		}
		if errs.KindOf(err) == errs.Conflict {
			v.Details.Changed = s.changedSince(r, v, found, version(f), "")
		}
		if !f.take(err) {
			return err
		}
	}
	return s.write(w, http.StatusUnprocessableEntity, "work", v)
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

// detailsOf reads the form over what the partnership was.
func (s *Site) detailsOf(f *form, found partnership.Partnership, sides []int64) partnership.Details {
	d := found.Details()
	d.Kind, d.OriginalTerm, d.Topics, d.Story, d.Parties = partnership.Kind(f.text("kind")), f.text("original_term"), nil, map[string]string{}, nil
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
	for _, code := range s.languages {
		if text := f.text("story." + code); text != "" {
			d.Story[code] = text
		}
	}
	if len(d.Story) == 0 {
		d.Story = nil
	}
	for _, id := range sides {
		key := strconv.FormatInt(id, 10)
		if f.checked("gone." + key) {
			continue
		}
		q := partnership.Party{Place: id}
		if i := slices.IndexFunc(found.Parties, func(q partnership.Party) bool { return q.Place == id }); i >= 0 {
			q.Heir = found.Parties[i].Heir
		}
		q.Name = f.text("name." + key)
		if role := f.text("role." + key); slices.Contains(roles, role) {
			q.Role = role
		}
		q.Since, q.Until = s.dateIn(f, "since."+key), s.dateIn(f, "left."+key)
		d.Parties = append(d.Parties, q)
	}
	return d
}

// dateIn reads a date field; what cannot be read is its fault.
func (s *Site) dateIn(f *form, name string) partnership.Date {
	d, err := s.lexicon.ReadDate(f.text(name), s.today())
	if err != nil {
		f.fail(name, errs.PublicOf(err))
	}
	return d
}

// Names is a field of a side, as the template shows it.
func (d *detailsForm) Names(key string) fieldView {
	return d.Field(fmt.Sprintf("name.%s", key), "text", "desk.party.name", "", "off")
}

// Since is when a side joined.
func (d *detailsForm) Since(key string) fieldView {
	return d.Field("since."+key, "text", "desk.party.since", "", "off")
}

// Left is when a side left.
func (d *detailsForm) Left(key string) fieldView {
	return d.Field("left."+key, "text", "desk.party.left", "", "off")
}

// Role is what a side is.
func (d *detailsForm) Role(q partyForm) fieldView {
	return d.form.Choice("role."+q.Key, "desk.party.role", "", q.Roles)
}
