package web

import (
	"slices"
	"strconv"
	"strings"

	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// scopeFrom reads the scope of a role from a form: the field "where" names a place (by
// any spelling or number) or, for stewards, a region or country too; "organisation" is an
// organisation's identifier. Where several answer to the name, offers holds them.
func (s *Site) scopeFrom(f *form, p *page, role people.Role, offers *[]areaView) (people.Scope, error) {
	kinds := role.Scopes()
	switch {
	case roleKeys[role] == "":
		return people.Scope{}, errs.In("role", lang.Msg("error.people.role_scope"))
	case slices.Contains(kinds, people.OfPlace):
		return s.areaFrom(f, p, "where", kinds, offers)
	case slices.Contains(kinds, people.OfOrganisation) && f.text("organisation") != "":
		return people.Scope{Kind: people.OfOrganisation, ID: f.text("organisation")}, nil
	case slices.Contains(kinds, people.OfHelpPoint):
		if _, ok := s.helpPointOf(f.text("help_point")); !ok {
			return people.Scope{}, errs.In("help_point", lang.Msg("error.help.unknown"))
		}
		return people.Scope{Kind: people.OfHelpPoint, ID: f.text("help_point")}, nil
	}
	return people.Site(), nil
}

// placeFrom reads the place that a field names. Where several answer to it, offers holds
// them and the error says so.
func (s *Site) placeFrom(f *form, p *page, field string, offers *[]areaView) (int64, error) {
	scope, err := s.areaFrom(f, p, field, []people.ScopeKind{people.OfPlace}, offers)
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(scope.ID, 10, 64)
}

// lookedUp says whether a form was sent only to look up what its area may mean, and then
// finds that.
func (s *Site) lookedUp(f *form, p *page, field string, kinds []people.ScopeKind, offers *[]areaView) bool {
	if !f.checked("find") {
		return false
	}
	switch text := f.text(field); {
	case text == "":
		f.fail(field, lang.Msg("error.scope.missing"))
	default:
		if *offers = s.findAreas(p, kinds, text); len(*offers) == 0 {
			f.fail(field, lang.Msg("error.scope.none"))
		}
	}
	return true
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
