package web

import (
	"net/http"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/seek/procedure"
	"twintown/internal/seek/relay"
)

// openDoors finds the pages of requests, conversations and procedures that rows tell of. Of two
// towns' letters only their officers have one: the record says to others that something was
// done, and leads nowhere.
func (c *changeWords) openDoors(r *http.Request, records []people.Record) error {
	c.doors = map[string]string{}
	for _, rec := range records {
		if _, known := c.doors[rec.ID]; known || rec.ID == "" {
			continue
		}
		address, err := c.door(r, rec)
		if err != nil && errs.KindOf(err) != errs.NotFound { // purged meanwhile
			return err
		}
		c.doors[rec.ID] = address
	}
	return nil
}

func (c *changeWords) door(r *http.Request, rec people.Record) (string, error) {
	rooms, base := c.s.rooms, "/"+c.Lang+"/desk/"
	switch {
	case rec.Kind == "request" && rooms.Requests != nil:
		x, err := rooms.Requests.ByID(r.Context(), rec.ID)
		object := c.s.requestObject(x)
		if err != nil || !c.s.may(r, people.WriteRequest, object) && !c.s.may(r, people.ReviewRequest, object) {
			return "", err
		}
		return c.s.requestDesk(r, c.Lang, x), nil
	case rec.Kind == relay.Kind && rooms.Relay != nil:
		x, err := rooms.Relay.ByID(r.Context(), rec.ID)
		if err != nil || !c.s.may(r, people.TalkWithTown, c.s.placesObject(relay.Kind, x.ID, x.Sides()...)) {
			return "", err
		}
		return base + "conversations/" + x.ID, nil
	case rec.Kind == procedure.Kind && rooms.Procedures != nil:
		x, err := rooms.Procedures.ByID(r.Context(), rec.ID)
		if err != nil || !c.s.may(r, people.WalkProcedure, c.s.procedureObject(x)) {
			return "", err
		}
		return base + "procedures/" + x.ID, nil
	}
	return "", nil
}

// relayValue says how a conversation, or a report of one, stood.
func (c *changeWords) relayValue(name, value string) string {
	switch {
	case name != "state":
		return c.yes(value)
	case c.p.Has("relay.state." + value):
		return c.t("relay.state." + value)
	}
	return c.named("relay.decision.", value)
}

// procedureEvent is what a row tells of a procedure, in the words of its own history; "" where
// it tells nothing of the kind.
func (c *changeWords) procedureEvent(rec people.Record) string {
	var e procedure.Event
	for _, f := range rec.Fields {
		switch f.Name {
		case "event":
			e.What = procedure.What(f.New)
		case "step":
			e.Step = procedure.Step(f.New)
		case "date":
			e.Day, _ = partnership.ParseDate(f.New) // a day that is none is not told
		}
	}
	if !c.p.Has("procedure.event." + string(e.What)) {
		return ""
	}
	return c.s.eventText(&c.page, e)
}
