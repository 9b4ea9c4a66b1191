package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/web/draw"
	"twintown/internal/world"
)

// region shows whether the number of agreements in a region grows: begun, ended and in
// force by year, with the table and the method beside the chart.
func (s *Site) region(w http.ResponseWriter, r *http.Request, code string) error {
	now := s.rooms.World()
	region := strings.ToUpper(r.PathValue("code"))
	v := &regionPage{page: s.newPage(r, code, "/regions/"+region)}
	v.Name, v.Section = now.Places.RegionName(region, code), "regions"
	country, _, _ := strings.Cut(region, ".")
	if v.Name == "" || len(region) > 12 {
		return errs.New(errs.NotFound, lang.Msg("error.region_unknown", "code", r.PathValue("code")), nil)
	}
	day, at, err := s.moments(r, &v.AsOf, &v.KnownAt)
	if err != nil {
		return err
	}
	v.keepQuery(r.URL.Query())
	v.Title = v.t("region.title", "name", v.Name)
	v.Crumbs = []link{{Name: v.p.CountryName(country)}}
	within := func(id int64) bool {
		found, ok := now.Places.Get(id)
		return ok && found.Region == region
	}
	known, err := s.traces(r)
	if err != nil {
		return err
	}
	if known.Within(within) {
		v.ResultsURL = "/" + code + "/regions/" + region + "/results"
	}
	all, err := s.rooms.Partnerships.InRegion(r.Context(), within)
	if err != nil {
		return err
	}
	v.fillGrowth(partnership.GrowthOf(all, day, at))
	if len(all) == 0 {
		v.Towns = v.largest(now, region)
	}
	links := tell(all, day, at)
	axis := s.axisOf(links)
	for _, l := range links {
		v.Partnerships = append(v.Partnerships, s.linkView(&v.page, now, l, axis, 0))
	}
	v.JSONLD = s.regionData(v, country)
	return s.write(w, http.StatusOK, "region", v)
}

// fillGrowth draws the years. Only dated agreements are drawn: what lists add grows with
// the lists.
func (v *regionPage) fillGrowth(g partnership.Growth) {
	for _, y := range g.Years {
		v.Rows = append(v.Rows, draw.YearCount{Year: y.Year, Begun: y.Begun.Dated, Ended: y.Ended.Dated, InForce: y.InForce.Dated})
	}
	v.ChartTitle = v.p.Message(g.Answer)
	for _, m := range g.Method {
		v.Method = append(v.Method, v.p.Message(m))
	}
	if !slices.ContainsFunc(v.Rows, func(y draw.YearCount) bool { return y.Begun+y.Ended+y.InForce > 0 }) {
		v.Rows = nil
		return
	}
	v.Chart = draw.NewGrowth(v.Rows, growthWords(&v.page, v.Rows[len(v.Rows)-1].InForce)...)
	v.ChartLabels = growthLabels(&v.page, v.Chart)
	v.Finding = v.t("region.finding", "year", v.Chart.LastYear, "n", v.Chart.LastN, "peak", v.Chart.PeakN, "peak_year", v.Chart.PeakYear)
}

// firstTowns are enough to begin with.
const firstTowns = 8

// largest are the largest towns of a region, where nothing else can be shown of it.
func (p *page) largest(w *world.World, region string) []placeView {
	var towns []place.Place
	for i := range w.Places.Len() {
		if found := w.Places.At(i); found.Region == region && found.SameAs == 0 {
			towns = append(towns, found)
		}
	}
	slices.SortStableFunc(towns, func(a, b place.Place) int { return cmp.Compare(b.Population, a.Population) })
	var list []placeView
	for _, found := range towns[:min(len(towns), firstTowns)] {
		list = append(list, p.placeView(w, found.ID))
	}
	return list
}
