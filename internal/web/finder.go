package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/match"
	"twintown/internal/place"
	"twintown/internal/platform/geo"
	"twintown/internal/platform/lang"
	"twintown/internal/world"
)

// Lengths of lists: as many suggestions as somebody reads, as many on the map as it can
// label, as many in a town's teaser as fit beside the rest.
const (
	finderLength = 40
	mapLength    = 30
	teaserLength = 3
)

// finder ranks the world's towns as partners of one. The wishes stand in the address, so
// that a list can be sent to somebody and printed with where it came from.
func (s *Site) finder(w http.ResponseWriter, r *http.Request, code string) error {
	now := s.rooms.World()
	found, err := placeOf(r, now, "place")
	if err != nil {
		return err
	}
	address := placeURL(now, found.ID, code) + "/partners"
	if moved(w, r, address) {
		return nil
	}
	v := &finderPage{page: s.placePage(r, code, now, found.ID, "/partners"), Action: address, ImportCommand: importCommand}
	v.Place, v.Crumbs = v.placeView(now, found.ID), v.crumbs(now, found, true)
	v.Title, v.Description, v.NoIndex = v.t("finder.title", "name", v.Place.Name), v.t("finder.description"), true
	v.Places = now.Places.Len()
	query := r.URL.Query()
	v.keepQuery(query)
	wishes := v.readWishes(query, found.ID, s.today())
	s.fillForm(v, wishes)
	result, err := now.Ranker.Rank(wishes)
	if err != nil {
		return err
	}
	v.Known = result.Known
	s.fillCountries(v, now, wishes, found)
	sources, err := s.caveatSources(r, &v.page, slices.Concat(result.Items, result.Folded))
	if err != nil {
		return err
	}
	v.Items = v.candidates(now, found, result.Items, sources)
	v.Folded = v.candidates(now, found, result.Folded, sources)
	v.FiltersOpen = v.Error != "" || len(v.Items) == 0 // else the answer comes first, on a phone
	if len(v.Items) > 0 {
		v.Finding = v.t("finder.finding", "name", v.Items[0].Place.Name, "reason", v.Items[0].Strongest)
	}
	v.Map = s.candidateMap(v, now, found)
	return s.write(w, http.StatusOK, "finder", v)
}

// importCommand is how an administrator adds a list of pairs.
const importCommand = "twintown import csv --places towns.tsv --partnerships pairs.tsv"

// readWishes reads the filters of the address. A field that cannot be read is named and
// left out; the others count.
func (v *finderPage) readWishes(q url.Values, id int64, day lang.Date) match.Query {
	wishes := match.Query{
		Place: id, Limit: finderLength, Mode: match.Mode(choose(q.Get("mode"), string(match.Any), string(match.Similar), string(match.Complementary))), Day: day, Spread: q.Get("spread") != "",
		Countries: codes(q["country"], strings.ToUpper), Languages: codes(q["language"], strings.ToLower), Regions: codes(q["region"], strings.ToUpper),
	}
	number := func(field, label string) float64 {
		text := strings.TrimSpace(q.Get(field))
		if text == "" {
			return 0
		}
		n, err := strconv.ParseUint(text, 10, 40)
		if err != nil {
			v.Error = v.t("finder.error.number", "field", v.t(label))
		}
		return float64(n)
	}
	wishes.MinPop = int64(number("min", "finder.filter.size.min"))
	wishes.MaxPop = int64(number("max", "finder.filter.size.max"))
	wishes.MinKm = number("near", "finder.filter.km.min")
	wishes.MaxKm = number("far", "finder.filter.km.max")
	return wishes
}

// codes splits what a form or a hand wrote ("LT,DE") and cleans it.
func codes(values []string, fold func(string) string) []string {
	var list []string
	for _, value := range values {
		for _, part := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' || r == ';' }) {
			if len(part) <= 12 && len(list) < 300 { // more than there are countries
				list = append(list, fold(part))
			}
		}
	}
	return list
}

// choose returns value when it is one of the words, else the first of them.
func choose(value string, words ...string) string {
	if slices.Contains(words, value) {
		return value
	}
	return words[0]
}

// fillForm puts the wishes back into the form.
func (s *Site) fillForm(v *finderPage, wishes match.Query) {
	for _, code := range s.tongues {
		v.Languages = append(v.Languages, option{Value: code, Name: v.p.LanguageName(code), Chosen: slices.Contains(wishes.Languages, code)})
	}
	slices.SortStableFunc(v.Languages, v.byName)
	for _, mode := range []string{"any", "similar", "complementary"} {
		v.Modes = append(v.Modes, option{Value: mode, Name: v.t("finder.mode." + mode), Chosen: string(wishes.Mode) == mode})
	}
	v.MinPop, v.MaxPop = filled(wishes.MinPop), filled(wishes.MaxPop)
	v.MinKm, v.MaxKm = filled(int64(wishes.MinKm)), filled(int64(wishes.MaxKm))
	v.Spread = wishes.Spread
}

// filled is a number as a form field holds it: nothing for none.
func filled(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// candidateMap shows the first suggestions around the place.
func (s *Site) candidateMap(v *finderPage, w *world.World, here place.Place) *mapView {
	if len(v.Items) == 0 {
		return nil
	}
	own := mapPlace{Place: geo.Place{ID: filled(here.ID), At: point(here), Label: v.Place.Name, Class: "here", Rank: 1000, Size: 5}}
	var lines []mapLink
	for i, item := range v.Items[:min(len(v.Items), mapLength)] {
		if there, ok := w.Places.Get(item.Place.ID); ok {
			lines = append(lines, mapLink{From: point(here), To: point(there), Here: own, There: mapPlace{
				Place: geo.Place{ID: filled(there.ID), At: point(there), Label: item.Place.Name, Class: "there", Rank: mapLength - i, Size: 3.5}, URL: item.Place.URL,
			}})
		}
	}
	near, far := together(lines)
	if len(far) > 0 {
		v.MapNote = v.t("map.far", "names", namesOf(far))
	}
	return s.drawMap(&v.page, v.t("finder.map.label"), finderView, placesOf(near), near)
}
