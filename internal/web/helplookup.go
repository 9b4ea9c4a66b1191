package web

import (
	"net/http"
	"strconv"

	"twintown/internal/helppoint"
	"twintown/internal/openhours"
	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/geo"
	"twintown/internal/platform/lang"
)

// ofHelpPoint is the help point whose handle stands in the address.
func (s *Site) ofHelpPoint(r *http.Request) (people.Object, error) {
	if s.rooms.Help == nil {
		return people.Object{}, errNoPage
	}
	p, err := s.rooms.Help.ByHandle(r.Context(), r.PathValue("point"))
	if err != nil {
		return people.Object{}, err
	}
	return s.helpObject(p), nil
}

// helpObject is a help point for the permission table.
func (s *Site) helpObject(p helppoint.Point) people.Object {
	on := p.Object()
	if p.Place != 0 {
		on.Areas = s.placesObject(on.Kind, on.ID, p.Place).Areas
	}
	return on
}

// publicHelp is the point of an address that readers may see, else errs.NotFound.
func (s *Site) publicHelp(r *http.Request) (helppoint.Point, error) {
	if s.rooms.Help == nil {
		return helppoint.Point{}, errNoPage
	}
	p, err := s.rooms.Help.ByHandle(r.Context(), r.PathValue("point"))
	if err == nil && p.Stage != helppoint.Public && !s.may(r, people.EditHelp, s.helpObject(p)) {
		err = errs.New(errs.NotFound, lang.Msg("error.help.unknown"), nil)
	}
	return p, err
}

// placeOfHelp is the place of a point, the zero Place where it has none yet.
func (s *Site) placeOfHelp(p helppoint.Point) place.Place {
	found, _ := s.rooms.World().Places.Get(p.Place)
	return found
}

// holidaysOf are the public holidays where a point lies, nil where none are known.
func (s *Site) holidaysOf(p helppoint.Point) openhours.Holidays {
	at, ok := s.rooms.World().Places.Get(p.Place)
	if !ok || s.rooms.Holidays == nil {
		return nil
	}
	return s.rooms.Holidays(at.Country, at.Region)
}

// helpAt is where a point lies: its own position, else that of its place.
func (s *Site) helpAt(p helppoint.Point) geo.Point {
	if p.Located {
		return geo.Point{Lat: p.Lat, Lon: p.Lon}
	}
	found, _ := s.rooms.World().Places.Get(p.Place)
	return point(found)
}

// position is a coordinate with five digits, which is a metre.
func position(x float64) string { return strconv.FormatFloat(x, 'f', 5, 64) }
