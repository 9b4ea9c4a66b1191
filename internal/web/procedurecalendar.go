package web

import (
	"net/http"
	"strconv"

	"twintown/internal/care"
	"twintown/internal/platform/ical"
	"twintown/internal/seek/procedure"
)

// procedureCalendar gives the planned days of a procedure to a calendar program.
func (s *Site) procedureCalendar(w http.ResponseWriter, r *http.Request, code string) error {
	it, err := s.procedureOf(r)
	if err != nil {
		return err
	}
	p := s.newPage(r, code, "")
	c := ical.Calendar{Name: p.t("procedure.one") + p.colon() + s.procedureNames(&p, it), Language: code, URL: s.options.BaseURL + "/" + code + "/desk/procedures/" + it.ID}
	for _, d := range it.Dates() {
		c.Events = append(c.Events, s.procedureEvent(&p, d))
	}
	h := w.Header()
	h.Set("Content-Type", ical.MediaType)
	h.Set("Content-Disposition", `attachment; filename="procedure.ics"`)
	_, err = w.Write(c.Bytes())
	return err
}

// procedureAlarms is how long before a planned day a calendar reminds of it: papers for a
// council are due two weeks before it meets.
var procedureAlarms = []int{14, 1}

// procedureEvent is a planned day as an event.
func (s *Site) procedureEvent(p *page, d procedure.Date) ical.Event {
	address := s.options.BaseURL + "/" + p.Lang + "/desk/procedures/" + d.Procedure
	e := ical.Event{
		UID: d.UID + "@" + s.host(), Sequence: d.Sequence, Stamp: d.Moved, Day: d.Day, URL: address,
		Summary:     s.pointName(p, d.Step, d.Side) + ": " + s.procedureNames(p, procedure.Procedure{Places: d.Places}),
		Description: d.Note,
	}
	if e.Description != "" {
		e.Description += "\n"
	}
	e.Description += address
	for _, days := range procedureAlarms {
		e.Alarms = append(e.Alarms, ical.Alarm{Days: days})
	}
	return e
}

// procedureEvents are the planned days of a place's procedures, for its own calendar.
func (s *Site) procedureEvents(r *http.Request, p *page, place int64) (all []ical.Event, err error) {
	if s.rooms.Procedures == nil {
		return nil, nil
	}
	dates, err := s.rooms.Procedures.Dates(r.Context(), place)
	for _, d := range dates {
		all = append(all, s.procedureEvent(p, d))
	}
	return all, err
}

// procedureDuties adds the planned days of the reader's procedures to what is due.
func (s *Site) procedureDuties(r *http.Request, p *page, add func(care.Urgency, dutyView)) error {
	if s.rooms.Procedures == nil {
		return nil
	}
	all, err := s.rooms.Procedures.Of(r.Context(), s.walkingPlaces(r)...)
	for _, it := range all {
		for _, d := range it.Dates() {
			address := "/" + p.Lang + "/desk/procedures/" + it.ID
			add(care.Duty{Day: d.Day}.Urgency(s.today()), dutyView{
				Day: p.p.Date(d.Day), Kind: "procedure", Text: s.pointName(p, d.Step, d.Side), Pair: link{s.procedureNames(p, it), address},
				Step: link{p.t("procedure.do.open"), address + "#point-" + string(d.Step) + "-" + strconv.FormatInt(d.Side, 10)},
			})
		}
	}
	return err
}
