package web

import (
	"time"

	"twintown/internal/meeting/delegation"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
)

// guestLabels are the messages that name fields of delegations, and of the working side of a
// meeting, in the record of changes.
var guestLabels = map[string]string{
	"state": "guests.state", "quota": "guests.quota", "coming": "guests.coming", "language": "guests.language", "deadline": "guests.answer_by", "link": "guests.link",
	"member": "guests.members", "place": "guests.place", "name": "guests.name", "answered_by": "guests.way", "reminded": "guests.history.reminded", "again": "guests.history.again",
	"trusted": "guests.history.trusted", "contact": "guests.contact", "seats": "conference.seats", "protected": "conference.protected", "registration": "conference.registration",
	"controller": "conference.controller", "keep": "conference.keep", "ends": "guests.record.ends", "exported": "guests.record.exported", "care_seen": "guests.record.care_seen",
}

// ofGuests says whether a row of the record is about a delegation or a meeting's working side.
func ofGuests(rec people.Record) bool {
	return rec.Kind == delegation.RecordKind || rec.Kind == "conference"
}

func (c *changeWords) guestLabel(name string) string {
	if key, ok := guestLabels[name]; ok {
		return c.t(key)
	}
	return c.named("field.", name)
}

// guestValue says a value of a delegation or of a meeting's working side.
func (c *changeWords) guestValue(name, value string) string {
	switch name {
	case "state":
		return c.named("guests.state.", value)
	case "answered_by":
		return c.named("guests.way.", value)
	case "language":
		return c.p.LanguageName(value)
	case "place":
		if value == "0" {
			return ""
		}
		return c.places(value)
	case "protected", "registration", "again", "trusted":
		return c.yes(value)
	case "deadline", "reminded", "ends":
		if day, err := time.Parse(time.DateOnly, value); err == nil {
			return c.p.Date(lang.DateOf(day))
		}
	}
	return value
}
