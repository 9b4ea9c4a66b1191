package web

import (
	"net/http"
	"strconv"
	"strings"

	"twintown/internal/place"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/geo"
	"twintown/internal/platform/lang"
	"twintown/internal/world"
)

// placeAddress is the address of a place's page without the language.
func placeAddress(w *world.World, id int64, code string) string {
	return "/places/" + numbered(id, w.Places.DisplayName(id, code))
}

// placeURL is the address of a place's page.
func placeURL(w *world.World, id int64, code string) string {
	return "/" + code + placeAddress(w, id, code)
}

// placeOf reads the place that a request names, or errs.NotFound.
func placeOf(r *http.Request, w *world.World, name string) (place.Place, error) {
	id, err := placeNumber(r.PathValue(name))
	if err != nil {
		return place.Place{}, err
	}
	found, ok := w.Places.Get(id)
	if !ok {
		return place.Place{}, errs.New(errs.NotFound, lang.Msg("error.place_unknown", "place", strconv.FormatInt(id, 10)), nil)
	}
	return found, nil
}

// moved redirects a request whose address is not the canonical one: a slug that is
// missing, old, or another language's. It returns whether it did.
func moved(w http.ResponseWriter, r *http.Request, canonical string) bool {
	if r.URL.Path == canonical {
		return false
	}
	if r.URL.RawQuery != "" {
		canonical += "?" + r.URL.RawQuery
	}
	uncached(w.Header())
	http.Redirect(w, r, canonical, http.StatusMovedPermanently)
	return true
}

// placePage is the page at a place's address with suffix, in each language under that
// language's own name.
func (s *Site) placePage(r *http.Request, code string, w *world.World, id int64, suffix string) page {
	p := s.newPage(r, code, placeAddress(w, id, code)+suffix)
	p.Section = "places"
	p.Alternates = s.alternates(code, func(c string) string { return placeAddress(w, id, c) + suffix })
	return p
}

// placeView dresses a place in the page's language.
func (p *page) placeView(w *world.World, id int64) placeView {
	found, _ := w.Places.Get(id)
	v := placeView{ID: id, Name: w.Places.DisplayName(id, p.Lang), URL: placeURL(w, id, p.Lang), Population: found.Population}
	v.Where = p.where(w, found)
	if own := w.Places.Endonym(id); own != v.Name {
		v.Endonym = own
	}
	for _, n := range w.Places.Names(id) {
		if n.Value == v.Endonym && (n.Kind == place.Endonym || n.Kind == place.Official) {
			v.EndonymLang = n.Lang
		}
		if n.Kind == place.Endonym && n.Value != v.Name && !hasName(v.Endonyms, n.Value) {
			v.Endonyms = append(v.Endonyms, nameView{Lang: n.Lang, Value: n.Value})
		}
	}
	if v.Endonym != "" && len(v.Endonyms) == 0 {
		v.Endonyms = []nameView{{Lang: v.EndonymLang, Value: v.Endonym}}
	}
	return v
}

func hasName(names []nameView, value string) bool {
	for _, n := range names {
		if n.Value == value {
			return true
		}
	}
	return false
}

// where is the region and the country of a place, as far as they are known.
func (p *page) where(w *world.World, found place.Place) string {
	var parts []string
	if region := w.Places.RegionName(found.Region, p.Lang); region != "" {
		parts = append(parts, region)
	}
	if found.Country != "" {
		parts = append(parts, p.p.CountryName(found.Country))
	}
	return strings.Join(parts, ", ")
}

// crumbs lead from the country over the region to the place.
func (p *page) crumbs(w *world.World, found place.Place, withPlace bool) []link {
	var list []link
	if found.Country != "" {
		list = append(list, link{Name: p.p.CountryName(found.Country)})
	}
	if region := w.Places.RegionName(found.Region, p.Lang); region != "" {
		list = append(list, link{Name: region, URL: "/" + p.Lang + "/regions/" + found.Region})
	}
	if withPlace {
		list = append(list, link{Name: w.Places.DisplayName(found.ID, p.Lang), URL: placeURL(w, found.ID, p.Lang)})
	}
	return list
}

// facts are what stands at the top of a town's page.
func (p *page) facts(w *world.World, found place.Place) []fact {
	var list []fact
	if found.Population > 0 {
		list = append(list, fact{p.t("town.fact.population"), p.p.Number(found.Population)})
	}
	if region := w.Places.RegionName(found.Region, p.Lang); region != "" {
		list = append(list, fact{p.t("town.fact.region"), region})
	}
	if found.Country != "" {
		list = append(list, fact{p.t("town.fact.country"), p.p.CountryName(found.Country)})
	}
	if found.Kind != "" && found.Kind != place.Settlement {
		list = append(list, fact{p.t("town.fact.kind"), p.t("place.kind." + string(found.Kind))})
	}
	return list
}

// known are the finer facts, with what identifies the place elsewhere.
func (p *page) known(found place.Place) []fact {
	list := []fact{{p.t("town.fact.position"), degrees(p.p, found.Lat, "N", "S") + ", " + degrees(p.p, found.Lon, "E", "W")}}
	if found.Zone != "" {
		list = append(list, fact{p.t("town.fact.zone"), strings.ReplaceAll(found.Zone, "_", " ")})
	}
	if found.Unit != "" {
		list = append(list, fact{p.t("town.fact.unit"), found.Unit})
	}
	if found.ID < place.FirstOwnNumber {
		list = append(list, fact{p.t("town.fact.number"), strconv.FormatInt(found.ID, 10)})
	}
	return list
}

// unknown are what a reader may look for and nobody has told yet.
func (p *page) unknown(found place.Place, undated int) []string {
	var list []string
	if found.Population == 0 {
		list = append(list, p.t("town.unknown.population"))
	}
	if found.Region == "" {
		list = append(list, p.t("town.unknown.region"))
	}
	if found.Unit == "" {
		list = append(list, p.t("town.unknown.unit"))
	}
	if undated > 0 {
		list = append(list, p.t("town.unknown.dates", "n", undated))
	}
	return append(list, p.t("town.unknown.contact"), p.t("town.unknown.seeks"))
}

// degrees writes half of a position: "53,1° N".
func degrees(p *lang.Printer, x float64, positive, negative string) string {
	side := positive
	if x < 0 {
		x, side = -x, negative
	}
	return p.Number(x) + "° " + side
}

// point is where a place lies.
func point(found place.Place) geo.Point { return geo.Point{Lat: found.Lat, Lon: found.Lon} }
