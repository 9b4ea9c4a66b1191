package web

import (
	"net/http"
	"strconv"

	"twintown/internal/people"
	"twintown/internal/seek/procedure"
)

// procedureRoutes lead along the way that two towns walk to an agreement.
func (s *Site) procedureRoutes() []Route {
	const one = "/desk/procedures/{procedure}"
	walk := people.WalkProcedure
	return []Route{
		{get, "/desk/procedures", people.UseDesk, nil, Light, Never, s.procedures, false},
		{get, "/desk/places/{place}/procedures/new", walk, s.ofPlace, Light, Never, s.newProcedure, false},
		{post, "/desk/places/{place}/procedures/new", walk, s.ofPlace, Light, Never, s.beginProcedure, false},
		{get, one, walk, s.ofProcedure, Light, Never, s.procedure, false},
		{get, one + "/calendar.ics", walk, s.ofProcedure, Light, Never, s.procedureCalendar, false},
		{get, one + "/papers/{paper}", walk, s.ofProcedure, Heavy, Never, s.procedurePaper, false},
		{post, one + "/steps/{step}", walk, s.ofProcedure, Upload, Never, s.takeStep, false},
		{post, one + "/terms", walk, s.ofProcedure, Light, Never, s.takeTerms, false},
		{post, one + "/plan", walk, s.ofProcedure, Light, Never, s.takePlan, false},
		{post, one + "/stop", walk, s.ofProcedure, Light, Never, s.stopProcedure, false},
		{post, one + "/resume", walk, s.ofProcedure, Light, Never, s.resumeProcedure, false},
		{post, one + "/matched", walk, s.ofProcedure, Light, Never, s.matchRequest, false},
	}
}

// ofProcedure is the procedure whose identifier stands in the address.
func (s *Site) ofProcedure(r *http.Request) (people.Object, error) {
	p, err := s.procedureOf(r)
	return s.procedureObject(p), err
}

func (s *Site) procedureOf(r *http.Request) (procedure.Procedure, error) {
	if s.rooms.Procedures == nil {
		return procedure.Procedure{}, errNoPage
	}
	return s.rooms.Procedures.ByID(r.Context(), r.PathValue("procedure"))
}

// procedureObject is a procedure for the permission table.
func (s *Site) procedureObject(p procedure.Procedure) people.Object {
	return s.placesObject(procedure.Kind, p.ID, p.Places...)
}

// mySide is the side of a procedure for which the reader speaks; 0: none.
func (s *Site) mySide(r *http.Request, p procedure.Procedure) int64 {
	for _, n := range p.Places {
		if s.may(r, people.WalkProcedure, s.placesObject(procedure.Kind, p.ID, n)) {
			return n
		}
	}
	return 0
}

// sideOf reads a side that a form or an address names; 0 for none.
func sideOf(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0 // a step of all sides
	}
	return n
}
