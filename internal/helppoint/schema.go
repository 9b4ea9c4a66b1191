package helppoint

import (
	"time"

	"twintown/internal/openhours"
)

// shut is how schema.org says that a place is closed all day: it opens and closes at once.
const shut = "00:00"

// Specifications are the hours as schema.org has them, for programs: those of a usual week,
// and those of single days and of a closure, which count before them. Where the hours may
// not be told, since nobody checked them of late or a visit must be agreed, there are none:
// a program shows them as a fact.
func (p *Point) Specifications(now time.Time, holidays openhours.Holidays) (usual, special []openhours.Specification) {
	if p.doubt(now) != "" || p.Appointment == Only || p.Hours == "" {
		return nil, nil
	}
	text := p.Hours
	if p.Holidays == HolidaysClosed {
		text += "; PH off"
	}
	h, err := readHours(text)
	if err != nil {
		return nil, nil
	}
	today := p.Local(now).Format(time.DateOnly)
	for _, e := range p.Exceptions {
		if e.To >= today {
			special = append(special, e.specifications()...)
		}
	}
	if c := p.Closure; c.From != "" && (c.To == "" || c.To >= today) {
		special = append(special, openhours.Specification{Opens: shut, Closes: shut, ValidFrom: c.From, ValidThrough: c.To})
	}
	return h.Specifications(now, p.where(holidays)), special
}

// specifications are the times of an exception, each for all of its days. Hours that are
// more than times of the clock are left out.
func (e Exception) specifications() []openhours.Specification {
	if e.Hours == "" {
		return []openhours.Specification{{Opens: shut, Closes: shut, ValidFrom: e.From, ValidThrough: e.To}}
	}
	h, err := readHours(e.Hours)
	if err != nil {
		return nil
	}
	if _, plain := h.Grid(); !plain {
		return nil
	}
	all := h.Specifications(time.Time{}, openhours.Place{})
	for i := range all {
		all[i].Days, all[i].ValidFrom, all[i].ValidThrough = nil, e.From, e.To
	}
	return all
}
