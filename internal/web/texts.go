package web

import (
	"net/http"
	"strconv"
)

// data says what is known here, from whom, and under which licence.
func (s *Site) data(w http.ResponseWriter, r *http.Request, code string) error {
	now := s.rooms.World()
	v := &dataPage{page: s.newPage(r, code, "/data")}
	v.Title, v.Description, v.Section = v.t("data.title"), v.t("data.lead"), "data"
	toldOnes, err := s.toldOnes(r.Context(), now)
	if err != nil {
		return err
	}
	v.Counts = []fact{
		{v.t("data.count.places"), v.p.Number(now.Places.Len())},
		{v.t("data.count.links"), v.p.Number(now.Graph.Len())},
		{v.t("data.count.told"), v.p.Number(len(toldOnes))},
		{v.t("data.count.version"), strconv.FormatInt(now.Version, 10)},
	}
	for _, source := range dataSources {
		v.Sources = append(v.Sources, dataSource{source.Name, source.URL, v.t(source.Use), source.Licence})
	}
	return s.write(w, http.StatusOK, "data", v)
}

// dataSources are what the program ships; Use is a message key. NOTICE names the same.
var dataSources = []dataSource{
	{"GeoNames", "https://www.geonames.org/", "data.use.places", "CC BY 4.0"},
	{"libgeonames", "https://packages.debian.org/libgeonames-common", "data.use.names", "CC BY 4.0"},
	{"Unicode CLDR", "https://cldr.unicode.org/", "data.use.countries", "Unicode License v3"},
	{"Natural Earth", "https://www.naturalearthdata.com/", "data.use.shapes", "Public Domain"},
	{"Timezone Boundary Builder", "https://github.com/evansiroky/timezone-boundary-builder", "data.use.zones", "ODbL 1.0"},
	{"Wikidata", "https://www.wikidata.org/", "data.use.links", "CC0 1.0"},
	{"Wikipedia", "https://en.wikipedia.org/", "data.use.links", "CC BY-SA 4.0"},
	{"Source Serif 4", "https://github.com/adobe-fonts/source-serif", "data.use.font", "OFL 1.1"},
}

// translations says how far the texts of each language can be relied on.
func (s *Site) translations(w http.ResponseWriter, r *http.Request, code string) error {
	v := &translationsPage{page: s.newPage(r, code, "/translations")}
	v.Title, v.Description = v.t("translations.title"), v.t("translations.lead")
	coverage := s.catalog.Coverage()
	most := 1
	for _, c := range coverage {
		most = max(most, c.Keys)
	}
	for _, c := range coverage {
		v.Rows = append(v.Rows, coverageRow{
			Lang: c.Lang, Name: s.catalog.Printer(c.Lang).OwnName(), Texts: c.Keys,
			Complete: float64(c.Keys) / float64(most), Reviewed: float64(c.Reviewed) / float64(max(c.Keys, 1)),
		})
	}
	return s.write(w, http.StatusOK, "translations", v)
}

// accessibility says what works for whom, what does not, and how that is tested.
func (s *Site) accessibility(w http.ResponseWriter, r *http.Request, code string) error {
	f := s.face()
	v := &accessibilityPage{page: s.newPage(r, code, "/accessibility")}
	v.Title, v.Description = v.t("accessibility.title"), v.t("accessibility.lead")
	v.Text, v.Contact = v.textOf(f, f.Limits), contactOf(f.BarriersOrContact())
	return s.write(w, http.StatusOK, "accessibility", v)
}
