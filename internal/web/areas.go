package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/names"
	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// areaView is what a text may mean where a role or an organisation has its place, told
// from others of its name by where it lies and how many people live there.
type areaView struct {
	Value  string `json:"value"` // "place:776069", "region:PL.81", "country:PL"
	Name   string `json:"name"`
	Where  string `json:"where"`
	Size   int64  `json:"population,omitempty"`
	Chosen bool   `json:"-"`
}

// areaField is a field that names an area, with what its text may mean. Without a script
// a button looks it up; with one the list stands below the field as one types.
type areaField struct {
	fieldView
	For    string // the text for which the offers are made, or for which Picked was chosen
	Picked string // the value that was chosen, where nothing is offered
	Offers []areaView
}

// Locate makes the view of such a field. What is chosen comes in the field "area", and
// counts as long as the text for which it was offered stands.
func (f *form) Locate(name, label, hint string, offers []areaView) areaField {
	v := areaField{fieldView: f.Field(name, "search", label, hint, "off"), Offers: offers}
	v.For, v.Picked = f.text("area_for"), f.text("area")
	if len(offers) > 0 {
		v.For = f.text(name)
	}
	for i := range v.Offers {
		v.Offers[i].Chosen = v.Offers[i].Value == f.text("area") || len(v.Offers) == 1
	}
	return v
}

// setPlaceArea fills such a field of a form with a place that is stored.
func setPlaceArea(values url.Values, field string, number int64, label string) {
	values.Set(field, label)
	values.Set("area_for", label)
	values.Set("area", "place:"+strconv.FormatInt(number, 10))
}

// placeOptions are places as a list of options has them: their numbers, and names with
// where they lie.
func placeOptions(places []areaView) (list []option) {
	for _, a := range places {
		list = append(list, option{Value: strings.TrimPrefix(a.Value, "place:"), Name: a.Name + ", " + a.Where})
	}
	return list
}

// mostAreas is what one looks through without scrolling far.
const mostAreas = 8

// findAreas are what a text may mean among the kinds of scope: countries and regions
// whose name it begins, then places by any of their names.
func (s *Site) findAreas(p *page, kinds []people.ScopeKind, text string) (found []areaView) {
	now := s.rooms.World()
	if slices.Contains(kinds, people.OfRegion) {
		for _, code := range now.Places.Areas(text, mostAreas/2) {
			found = append(found, s.areaView(p, areaOf(code)))
		}
	}
	if slices.Contains(kinds, people.OfPlace) {
		for _, hit := range now.Places.Find(place.Query{Text: text, Limit: mostAreas, Lang: p.Lang}) {
			found = append(found, s.areaView(p, people.AtPlace(hit.ID)))
		}
	}
	return found
}

// areaOf is the scope of a country or region by its code: those of regions have a dot.
func areaOf(code string) people.Scope {
	if strings.Contains(code, ".") {
		return people.Scope{Kind: people.OfRegion, ID: code}
	}
	return people.Scope{Kind: people.OfCountry, ID: code}
}

func (s *Site) areaView(p *page, scope people.Scope) areaView {
	v := areaView{Value: string(scope.Kind) + ":" + scope.ID, Name: s.scopeName(p, scope)}
	switch scope.Kind {
	case people.OfRegion:
		country, _, _ := strings.Cut(scope.ID, ".")
		v.Where = p.t("scope.kind.region") + " · " + p.p.CountryName(country)
	case people.OfCountry:
		v.Where = p.t("scope.kind.country")
	case people.OfPlace:
		number, _ := strconv.ParseInt(scope.ID, 10, 64) // made above
		found, _ := s.rooms.World().Places.Get(number)
		v.Where, v.Size = p.where(s.rooms.World(), found), found.Population
	}
	return v
}

// areaFrom reads the area that a field names: the one that was chosen for its text, else
// what the text means by itself. Where it may mean several, offers holds them.
func (s *Site) areaFrom(f *form, p *page, field string, kinds []people.ScopeKind, offers *[]areaView) (people.Scope, error) {
	text := f.text(field)
	if scope, ok := s.chosenArea(f, field); ok && slices.Contains(kinds, scope.Kind) {
		*offers = []areaView{s.areaView(p, scope)}
		return scope, nil
	}
	if text == "" {
		return people.Scope{}, errs.In(field, lang.Msg("error.scope.missing"))
	}
	if slices.Contains(kinds, people.OfRegion) {
		codes := s.rooms.World().Places.AreasNamed(text)
		if len(codes) > 0 && (len(codes) > 1 || s.namesPlace(text)) { // Luxembourg is a country and a city
			*offers = s.findAreas(p, kinds, text)
			return people.Scope{}, errs.In(field, lang.Msg("error.scope.several"))
		}
		if len(codes) == 1 {
			return areaOf(codes[0]), nil
		}
	}
	found, err := s.rooms.World().Places.Resolve(text)
	if err == nil {
		return people.AtPlace(found.ID), nil
	}
	*offers = s.findAreas(p, kinds, text)
	switch kind := errs.KindOf(err); {
	case kind == errs.Ambiguous || kind == errs.NotFound && len(*offers) > 0:
		return people.Scope{}, errs.In(field, lang.Msg("error.scope.several"))
	case kind == errs.NotFound:
		return people.Scope{}, errs.In(field, lang.Msg("error.scope.none"))
	}
	return people.Scope{}, err
}

// namesPlace says whether a text is the whole name of some place.
func (s *Site) namesPlace(text string) bool {
	hits := s.rooms.World().Places.Find(place.Query{Text: text, Limit: 1})
	return len(hits) > 0 && hits[0].How <= names.Latinised
}

// chosenArea is what was chosen for the text that stands in the field.
func (s *Site) chosenArea(f *form, field string) (scope people.Scope, ok bool) {
	kind, id, _ := strings.Cut(f.text("area"), ":")
	if f.text(field) == "" || f.text(field) != f.text("area_for") {
		return scope, false
	}
	now := s.rooms.World()
	scope = people.Scope{Kind: people.ScopeKind(kind), ID: id}
	switch scope.Kind {
	case people.OfPlace:
		number, err := strconv.ParseInt(id, 10, 64)
		if err == nil {
			_, ok = now.Places.Get(number)
		}
	case people.OfRegion:
		_, ok = now.Places.Region(id)
	case people.OfCountry:
		ok = slices.Contains(s.countries, id)
	}
	return scope, ok
}

// areas answers the list that stands below such a field while one types: of the areas in
// which the role of the question can be held, of places alone where it names none.
func (s *Site) areas(w http.ResponseWriter, r *http.Request, code string) error {
	q := r.URL.Query()
	p := &page{Lang: code, p: s.catalog.Printer(code)}
	answer := struct {
		Items []areaView `json:"items"`
	}{[]areaView{}}
	kinds := []people.ScopeKind{people.OfPlace}
	if role := people.Role(q.Get("role")); role != "" {
		kinds = role.Scopes()
	}
	if text := strings.TrimSpace(q.Get("q")); text != "" && len(text) <= longestQuery {
		answer.Items = append(answer.Items, s.findAreas(p, kinds, text)...)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(answer) // the reader went away; there is nobody to tell
	return nil
}
