package web

import (
	"net/http"
	"strings"

	"twintown/internal/place"
)

// Limits of the look-up page: more than a screen of results means that the question
// should be narrowed.
const (
	longestQuery = 200
	mostResults  = 20
)

// findPlaces lists the places that answer to what somebody typed.
func (s *Site) findPlaces(w http.ResponseWriter, r *http.Request, code string) error {
	now := s.rooms.World()
	v := &placesPage{page: s.newPage(r, code, "/places"), Towns: now.Places.Len()}
	v.Title, v.Section = v.t("places.title"), "places"
	v.HeaderSearch = nil
	v.Query = strings.TrimSpace(r.URL.Query().Get("q"))
	if len(v.Query) > longestQuery {
		v.Query = strings.ToValidUTF8(v.Query[:longestQuery], "")
	}
	v.Asked, v.NoIndex = v.Query != "", v.Query != ""
	v.keepQuery(r.URL.Query())
	v.Search = &searchField{ID: "find", Lang: code, Large: true, Query: v.Query, Focus: !v.Asked}
	if v.Asked {
		v.Title = v.Query + " · " + v.Title
		for _, hit := range now.Places.Find(place.Query{Text: v.Query, Limit: mostResults, Lang: code}) {
			result := resultView{placeView: v.placeView(now, hit.ID)}
			if hit.Name != result.Name && hit.Name != result.Endonym {
				result.Matched = hit.Name
			}
			v.Results = append(v.Results, result)
		}
	}
	return s.write(w, http.StatusOK, "places", v)
}
