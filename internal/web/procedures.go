package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"twintown/internal/meeting/forum"
	"twintown/internal/people"
	"twintown/internal/seek/procedure"
	"twintown/internal/web/draw"
)

// proceduresPage lists the procedures of the reader's places, with how far each is, and the
// contacts from which one could grow.
type proceduresPage struct {
	page
	Rows     []procedureRow
	Contacts []contactRow
	Begin    []link // for each of the reader's places
}

// procedureRow is a procedure in the list.
type procedureRow struct {
	Names, URL, Count, Next, Changed string
	Stopped                          bool
	Way                              draw.Way
}

// contactRow is a contact noted at a conference from which no procedure grew yet.
type contactRow struct {
	Names, Day, Wants, Action string
	Letter                    bool // both want a letter of intent
	ID                        string
	With                      int64
}

// procedures lists them.
func (s *Site) procedures(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Procedures == nil {
		return errNoPage
	}
	v := &proceduresPage{page: s.newDesk(w, r, code, "/desk/procedures", "/desk/procedures")}
	v.Title = v.t("procedure.title")
	mine := s.walkingPlaces(r)
	all, err := s.rooms.Procedures.Of(r.Context(), mine...)
	if err != nil {
		return err
	}
	for _, p := range all {
		v.Rows = append(v.Rows, s.procedureRow(&v.page, p))
	}
	now := s.rooms.World()
	for _, n := range mine {
		v.Begin = append(v.Begin, link{now.Places.DisplayName(n, code), "/" + code + newProcedureAt(n)})
		if err := s.addContactRows(r, v, n, all); err != nil {
			return err
		}
	}
	return s.write(w, http.StatusOK, "procedures", v)
}

// newProcedureAt is the address at which a place begins a procedure, without the language.
func newProcedureAt(place int64) string {
	return "/desk/places/" + strconv.FormatInt(place, 10) + "/procedures/new"
}

// walkLink leads to the procedure that some towns walk, or to where one of the reader's begins
// one with what is known of it; nil where none of them is hers.
func (s *Site) walkLink(r *http.Request, p *page, places []int64, origin, id string) (*link, error) {
	if s.rooms.Procedures == nil || len(places) < 2 {
		return nil, nil
	}
	for _, n := range places {
		if !s.may(r, people.WalkProcedure, s.placesObject(procedure.Kind, "", n)) {
			continue
		}
		there, err := s.rooms.Procedures.Between(r.Context(), places...)
		if err != nil {
			return nil, err
		}
		if len(there) > 0 {
			return &link{p.t("procedure.one"), "/" + p.Lang + "/desk/procedures/" + there[0].ID}, nil
		}
		return &link{p.t("procedure.begin"), "/" + p.Lang + newProcedureAt(n) + "?" + url.Values{origin: {id}}.Encode()}, nil
	}
	return nil, nil
}

// walkingPlaces are the places for which the reader can walk.
func (s *Site) walkingPlaces(r *http.Request) []int64 {
	return slices.DeleteFunc(actorOf(r).PlacesOf(people.Officer), func(n int64) bool {
		return !s.may(r, people.WalkProcedure, s.placesObject(procedure.Kind, "", n))
	})
}

func (s *Site) procedureRow(p *page, x procedure.Procedure) procedureRow {
	settled, all := x.Count()
	row := procedureRow{
		Names: s.procedureNames(p, x), URL: "/" + p.Lang + "/desk/procedures/" + x.ID,
		Count: p.t("procedure.count", "done", settled, "all", all), Changed: p.momentIn(x.Changed, s.homeZone()),
		Stopped: x.State == procedure.Stopped, Way: wayOf(x),
	}
	row.Next = s.nextText(p, x)
	return row
}

// procedureNames are the towns that walk it.
func (s *Site) procedureNames(p *page, x procedure.Procedure) (names string) {
	now := s.rooms.World()
	for i, n := range x.Places {
		if i > 0 {
			names += " – "
		}
		names += now.Places.DisplayName(n, p.Lang)
	}
	return names
}

// nextText says what comes next, or that nothing is left.
func (s *Site) nextText(p *page, x procedure.Procedure) string {
	next, more := x.Next()
	switch {
	case x.State == procedure.Stopped:
		return p.t("procedure.stopped")
	case !more:
		return p.t("procedure.whole")
	}
	return p.t("procedure.next", "step", s.pointName(p, next.Step, next.Side))
}

// pointName is what a point is called: the step, and whose it is.
func (s *Site) pointName(p *page, step procedure.Step, side int64) string {
	name := p.t("procedure.step." + string(step))
	if side != 0 {
		name += " (" + s.rooms.World().Places.DisplayName(side, p.Lang) + ")"
	}
	return name
}

// wayOf draws how far a procedure is.
func wayOf(x procedure.Procedure) draw.Way {
	var stops []draw.Stop
	for i, step := range procedure.Steps() {
		stop := draw.Stop{Number: i + 1}
		for _, q := range x.Points {
			if q.Step == step {
				stop.States = append(stop.States, string(q.State))
			}
		}
		stops = append(stops, stop)
	}
	return draw.NewWay(stops, len(x.Places), func(state string) bool {
		return state == string(procedure.Did) || state == string(procedure.Left)
	})
}

// addContactRows lists the contacts of a place from which no procedure grew.
func (s *Site) addContactRows(r *http.Request, v *proceduresPage, place int64, walked []procedure.Procedure) error {
	if s.rooms.Forums == nil {
		return nil
	}
	all, err := s.rooms.Forums.ContactsOf(r.Context(), place)
	now := s.rooms.World()
	for _, x := range all {
		other := otherOf(x, place)
		if other == 0 || slices.ContainsFunc(walked, func(p procedure.Procedure) bool { return p.Has(place) && p.Has(other) }) {
			continue
		}
		v.Contacts = append(v.Contacts, contactRow{
			Names: now.Places.DisplayName(place, v.Lang) + " – " + now.Places.DisplayName(other, v.Lang), Day: v.p.Date(x.Day),
			Wants: v.t("forum.want." + string(wantOf(x, place))), Letter: x.Letter(), ID: x.ID, With: other,
			Action: "/" + v.Lang + newProcedureAt(place),
		})
	}
	return err
}

// otherOf is the other place of a contact, 0 where that is none.
func otherOf(x forum.Contact, place int64) int64 {
	other := x.PlaceA
	if other == place {
		other = x.PlaceB
	}
	if other == place {
		return 0
	}
	return other
}

// wantOf is what the other side of a contact wants.
func wantOf(x forum.Contact, place int64) forum.Want {
	if x.PlaceA == place {
		return x.WantB
	}
	return x.WantA
}
