package api

import (
	"context"
	"fmt"

	"twintown/internal/place"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// PlaceItem is a place as every answer shows it.
type PlaceItem struct {
	ID         int64   `json:"id" example:"776069" doc:"GeoNames number; from 9000000000 for units that no gazetteer lists"`
	Name       string  `json:"name" example:"Białystok" doc:"in the reader's language"`
	Endonym    string  `json:"endonym" doc:"as the people there call it"`
	Country    string  `json:"country" example:"PL" doc:"ISO 3166-1 alpha-2"`
	Region     string  `json:"region" doc:"name of the region in the reader's language; empty where unknown"`
	RegionCode string  `json:"region_code" example:"PL.81"`
	Kind       string  `json:"kind" enum:"settlement,municipality,district,county,region"`
	Population int64   `json:"population" doc:"0 where unknown"`
	Lat        float64 `json:"lat"`
	Lon        float64 `json:"lon"`
	SameAs     int64   `json:"same_as,omitempty" doc:"number of the leading place of the same town"`
	Zone       string  `json:"time_zone,omitempty" example:"Europe/Warsaw"`
	Matched    string  `json:"matched,omitempty" doc:"the spelling that the query met, where it is another one"`
}

func (s *server) item(p place.Place, code string) PlaceItem {
	places := s.World().Places
	return PlaceItem{
		ID: p.ID, Name: places.DisplayName(p.ID, code), Endonym: places.Endonym(p.ID),
		Country: p.Country, Region: places.RegionName(p.Region, code), RegionCode: p.Region,
		Kind: string(p.Kind), Population: p.Population, Lat: p.Lat, Lon: p.Lon,
		SameAs: p.SameAs, Zone: p.Zone,
	}
}

// find is what find-places takes.
type find struct {
	Reader
	Q     string `query:"q" required:"true" minLength:"1" maxLength:"200" example:"Горадня" doc:"a name in any script, whole or begun, with or without diacritics; a country or region may follow after a comma"`
	Limit int    `query:"limit" minimum:"1" maximum:"50" default:"10"`
}

func (s *server) findPlaces(_ context.Context, in *find) (*answer[Page[PlaceItem]], error) {
	p := s.printer(in.Reader)
	places := s.World().Places
	items := []PlaceItem{}
	for _, hit := range places.Find(place.Query{Text: in.Q, Limit: in.Limit, Lang: p.Lang()}) {
		found, ok := places.Get(hit.ID)
		if !ok {
			continue
		}
		item := s.item(found, p.Lang())
		if hit.Name != item.Name {
			item.Matched = hit.Name
		}
		items = append(items, item)
	}
	return &answer[Page[PlaceItem]]{p.Lang(), Page[PlaceItem]{Items: items}}, nil
}

// One names a place by its number.
type One struct {
	Reader
	ID int64 `path:"id" minimum:"1" example:"776069"`
}

// placeDetail adds what only the place's own address tells.
type placeDetail struct {
	PlaceItem
	Names []nameItem `json:"names" nullable:"false" doc:"what it is called in which language"`
}

type nameItem struct {
	Lang   string `json:"lang" doc:"BCP 47"`
	Value  string `json:"value"`
	Kind   string `json:"kind" enum:"endonym,exonym,official,historical,variant"`
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty"`
	Source string `json:"source,omitempty"`
}

func (s *server) getPlace(_ context.Context, in *One) (*answer[placeDetail], error) {
	p := s.printer(in.Reader)
	found, err := s.place(in.ID)
	if err != nil {
		return nil, fail(p, err)
	}
	d := placeDetail{PlaceItem: s.item(found, p.Lang()), Names: []nameItem{}}
	for _, n := range s.World().Places.Names(in.ID) {
		d.Names = append(d.Names, nameItem{n.Lang, n.Value, string(n.Kind), n.From, n.To, n.Source})
	}
	return &answer[placeDetail]{p.Lang(), d}, nil
}

func (s *server) place(id int64) (place.Place, error) {
	found, ok := s.World().Places.Get(id)
	if !ok {
		return place.Place{}, errs.New(errs.NotFound, lang.Msg("error.place_unknown", "place", fmt.Sprint(id)), nil)
	}
	return found, nil
}
