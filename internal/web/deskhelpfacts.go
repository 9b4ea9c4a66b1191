package web

import (
	"net/http"
	"strconv"
	"strings"

	"twintown/internal/helppoint"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// takeHelpFacts saves where a point is and how it is reached.
func (s *Site) takeHelpFacts(w http.ResponseWriter, r *http.Request, code string) error {
	return s.changeHelp(w, r, code, "desk.help.saved", func(v *helpEditPage, f *form, h helppoint.Point) (func(*helppoint.Point) error, error) {
		if s.lookedUp(f, &v.page, "place", []people.ScopeKind{people.OfPlace}, &v.Areas) {
			return nil, nil
		}
		number := int64(0)
		var err error
		if f.text("place") != "" {
			if number, err = s.placeFrom(f, &v.page, "place", &v.Areas); err != nil {
				return nil, err
			}
		}
		at, _ := s.rooms.World().Places.Get(number)
		phones, err := phonesFrom(f.text("phones"), at.Country)
		if err != nil {
			return nil, err
		}
		lat, lon, located, err := positionFrom(f)
		if err != nil {
			return nil, err
		}
		if !located {
			lat, lon = at.Lat, at.Lon
		}
		if h.Enquiries && f.checked("confidential") && !h.Confidential {
			v.done = lang.Msg("desk.help.hushed")
		}
		role, checked := s.checkedBy(r, f)
		return func(p *helppoint.Point) error {
			p.Place, p.Zone, p.Lat, p.Lon, p.Located = number, at.Zone, lat, lon, located
			p.Address, p.Web, p.Phones, p.Mails = f.text("address"), f.text("web"), phones, strings.Fields(strings.ReplaceAll(f.text("mails"), ",", " "))
			p.Languages, p.Access, p.Appointment = f.all("languages"), f.all("access"), helppoint.Appointment(f.text("appointment"))
			p.Purposes = nil
			for _, x := range f.all("purposes") {
				p.Purposes = append(p.Purposes, helppoint.Purpose(x))
			}
			p.Confidential, p.Enquiries, p.Example = f.checked("confidential"), f.checked("enquiries"), f.checked("example")
			if v.MayAll {
				p.Organisation = f.text("organisation")
			}
			s.markChecked(p, role, checked)
			return nil
		}, nil
	})
}

// phoneLines are numbers as the form has them: one a line, a note after a comma.
func phoneLines(all []helppoint.Phone) string {
	var lines []string
	for _, p := range all {
		line := p.For("")
		if p.Note != "" {
			line += ", " + p.Note
		}
		if p.Fax {
			line += ", fax"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// phonesFrom reads them back. A number without a country's code is one of the point's
// country.
func phonesFrom(text, country string) (all []helppoint.Phone, err error) {
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		number, note, _ := strings.Cut(line, ",")
		p := helppoint.Phone{Note: strings.TrimSpace(note)}
		if rest, fax := strings.CutSuffix(strings.ToLower(p.Note), "fax"); fax {
			p.Fax, p.Note = true, strings.Trim(p.Note[:len(rest)], " ,")
		}
		if p.Number, err = helppoint.ParsePhone(number, country); err != nil {
			return all, err
		}
		all = append(all, p)
	}
	return all, nil
}

// positionFrom reads "53.13249, 23.16884", as maps give it.
func positionFrom(f *form) (lat, lon float64, ok bool, err error) {
	text := f.text("position")
	if text == "" {
		return 0, 0, false, nil
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' })
	if len(parts) == 2 {
		lat, err = strconv.ParseFloat(parts[0], 64)
		if err == nil {
			lon, err = strconv.ParseFloat(parts[1], 64)
		}
	}
	if len(parts) != 2 || err != nil {
		return 0, 0, false, errs.In("position", lang.Msg("error.help.position"))
	}
	return lat, lon, true, nil
}
