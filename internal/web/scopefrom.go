package web

import (
	"slices"
	"strconv"
	"strings"

	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// scopeFrom reads the scope of a role from a form: the field "where" names a place (by
// any spelling or number) or, for stewards, a region or country too; "organisation" is an
// organisation's identifier. Where several places answer to the name, places offers them.
func (s *Site) scopeFrom(f *form, role people.Role, places *[]option) (people.Scope, error) {
	kinds := role.Scopes()
	switch {
	case roleKeys[role] == "":
		return people.Scope{}, errs.In("role", lang.Msg("error.people.role_scope"))
	case slices.Contains(kinds, people.OfPlace):
		return s.areaFrom(f, kinds, places)
	case slices.Contains(kinds, people.OfOrganisation) && f.text("organisation") != "":
		return people.Scope{Kind: people.OfOrganisation, ID: f.text("organisation")}, nil
	}
	return people.Site(), nil
}

func (s *Site) areaFrom(f *form, kinds []people.ScopeKind, places *[]option) (people.Scope, error) {
	text, now := f.text("where"), s.rooms.World()
	if text == "" {
		return people.Scope{}, errs.In("where", lang.Msg("error.scope.missing"))
	}
	if slices.Contains(kinds, people.OfRegion) {
		for _, region := range now.Places.Regions() {
			if strings.EqualFold(region.Code, text) || strings.EqualFold(now.Places.RegionName(region.Code, f.p.Lang()), text) {
				return people.Scope{Kind: people.OfRegion, ID: region.Code}, nil
			}
		}
		for _, code := range s.countries {
			if strings.EqualFold(code, text) || strings.EqualFold(f.p.CountryName(code), text) {
				return people.Scope{Kind: people.OfCountry, ID: code}, nil
			}
		}
	}
	number, err := s.placeFrom(f, "where", places)
	return people.AtPlace(number), err
}

// placeFrom reads the place that a field names. Where several answer to it, places offers
// them and the error says so.
func (s *Site) placeFrom(f *form, field string, places *[]option) (int64, error) {
	now, text := s.rooms.World(), f.text(field)
	p, err := now.Places.Resolve(text)
	switch errs.KindOf(err) {
	case errs.Ambiguous:
		for _, hit := range now.Places.Find(place.Query{Text: text, Limit: mostOffered, Lang: f.p.Lang()}) {
			*places = append(*places, option{Value: strconv.FormatInt(hit.ID, 10), Name: s.placeLabel(f.p, hit.ID)})
		}
		return 0, errs.In(field, lang.Msg("error.scope.several"))
	case errs.NotFound:
		return 0, errs.In(field, lang.Msg("error.scope.none"))
	}
	return p.ID, err
}

// placeLabel tells a place from others of its name: "Białystok, podlaskie, Polska".
func (s *Site) placeLabel(p *lang.Printer, number int64) string {
	now := s.rooms.World()
	at, ok := now.Places.Get(number)
	if !ok {
		return strconv.FormatInt(number, 10)
	}
	parts := []string{now.Places.DisplayName(number, p.Lang())}
	if region := now.Places.RegionName(at.Region, p.Lang()); region != "" {
		parts = append(parts, region)
	}
	return strings.Join(append(parts, p.CountryName(at.Country)), ", ")
}
