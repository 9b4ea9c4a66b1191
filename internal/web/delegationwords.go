package web

import (
	"twintown/internal/meeting/delegation"
	"twintown/internal/people"
)

// guestLabels are the messages that name fields of delegations, and of the working side of a
// meeting, in the record of changes.
var guestLabels = map[string]string{
	"state": "guests.state", "quota": "guests.quota", "coming": "guests.coming", "language": "guests.language", "deadline": "guests.answer_by", "link": "guests.link",
	"member": "guests.members", "place": "guests.place", "name": "guests.name", "answered_by": "guests.way", "reminded": "guests.history.reminded", "again": "guests.history.again",
	"trusted": "guests.history.trusted", "contact": "guests.contact", "seats": "conference.seats", "protected": "conference.protected", "registration": "conference.registration",
	"controller": "conference.controller", "keep": "conference.keep", "ends": "guests.record.ends", "exported": "guests.record.exported", "care_seen": "guests.record.care_seen",
	"invite": "bulk.guests_invite.go", "remind": "bulk.guests_remind.go",
}

// ofGuests says whether a row of the record is about a delegation or a meeting's working side.
func ofGuests(rec people.Record) bool {
	return rec.Kind == delegation.RecordKind || rec.Kind == "conference"
}

// guestLabel names a field; of people on a list and of arrivals, whether they came or went.
func (c *changeWords) guestLabel(f people.FieldChange) string {
	name := f.Name
	switch {
	case name == "member" && f.New == "":
		return c.t("guests.history.unlisted")
	case name == "member":
		return c.t("guests.history.listed")
	case name == "checked_in" && f.New == "":
		return c.t("changes.checked_in.undone")
	}
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
		return c.dayKept(value)
	case "keep":
		return c.keptFor(value)
	case "informed":
		return c.named("changes.informed.", value)
	case "member", "link", "address", "contact", "needs", "stay", "papers", "checked_in":
		return "" // identifiers and words of programs: the field's name says what was done
	}
	return value
}
