package web

import (
	"net/http"

	"twintown/internal/meeting/delegation"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
)

// mostHistory bounds the history of one delegation: more steps are nobody's story.
const mostHistory = 100

// delegationHistory tells what the record of changes knows of a delegation, the newest first.
func (s *Site) delegationHistory(r *http.Request, v *delegationPage) (lines []historyLine, err error) {
	records, err := s.rooms.People.Log().Read(r.Context(), people.Query{Kind: delegation.RecordKind, ID: v.Delegation.ID, Limit: mostHistory})
	if err != nil {
		return nil, err
	}
	names, err := s.rooms.People.Names(r.Context())
	for _, rec := range records {
		line := historyLine{When: v.moment(rec.At), Who: names[rec.Actor]}
		switch {
		case rec.Action == people.GuestOwn || rec.Action == people.GuestRegister:
			line.Who = v.t("guests.history.by_link")
		case rec.Actor == people.System().Account:
			line.Who = v.t("list.by.program")
		case line.Who == "":
			line.Who = v.t("list.by.erased")
		}
		for _, f := range rec.Fields {
			if line.What = v.historyText(s, f); line.What != "" {
				lines = append(lines, line)
			}
		}
	}
	return lines, err
}

// historyText says one change in a sentence; "" for what stands in another one.
func (v *delegationPage) historyText(s *Site, f people.FieldChange) string {
	switch f.Name {
	case "state":
		switch {
		case f.New == string(delegation.Draft) && f.Old == "":
			return v.t("guests.history.added")
		case f.New == string(delegation.Invited) && f.Old == f.New:
			return v.t("guests.history.again")
		case f.New == string(delegation.Invited) && f.Old == string(delegation.Draft):
			return v.t("guests.history.invited")
		}
		return v.t("guests.history.state", "state", lang.Msg("guests.state."+f.New))
	case "answered_by":
		return v.t("guests.history.way", "way", lang.Msg("guests.way."+f.New))
	case "member":
		if f.Old != "" {
			return v.t("guests.history.unlisted")
		}
		return v.t("guests.history.listed")
	case "language":
		return v.t("guests.history.language", "language", v.p.LanguageName(f.New))
	case "coming", "quota":
		switch {
		case f.Old == "":
			return ""
		case f.Old == "0" && f.Name == "coming": // the first answer
			return v.t("guests.history.coming_first", "n", f.New)
		}
		return v.t("guests.history."+f.Name, "old", f.Old, "new", f.New)
	case "deadline":
		if day, err := lang.ParseDate(f.New); err == nil {
			return v.t("guests.history.deadline", "day", day)
		}
		return v.t("guests.history.no_deadline")
	case "again":
		return v.t("guests.history.registered")
	case "link", "reminded", "place", "name", "contact":
		return v.t("guests.history." + f.Name)
	}
	return ""
}

// trustGuest forgets that a delegation's address came back: the organiser knows that it works.
func (s *Site) trustGuest(r *http.Request, d delegation.Delegation) error {
	if s.rooms.Outbox == nil {
		return errNoPage
	}
	return s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) error {
		note(people.Entry{Action: people.MeetingGuests, Kind: delegation.RecordKind, ID: d.ID, Fields: []people.FieldChange{{Name: "trusted", New: "yes"}}})
		return s.rooms.Outbox.TrustAddress(r.Context(), tx, d.Contact.Email)
	})
}
