//go:build e2e

package e2e

import (
	"strconv"
	"strings"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/agenda"
	"twintown/internal/meeting/delegation"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/markup"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
)

// agendaKinds are the pages of a programme and of patronages: a conference in two rooms, of
// which a part is released and a part waits. Its calendar is read by another program.
func (i *installation) agendaKinds() map[string]deskKind {
	i.Helper()
	must := func(err error) {
		i.Helper()
		if err != nil {
			i.Fatal(err)
		}
	}
	d, err := db.Open(i.Context(), db.Options{Folder: i.folder})
	must(err)
	defer d.Close()
	key, err := secret.Open(i.folder, "")
	must(err)
	ctx, who, log, now := i.Context(), people.System(), people.NewLog(d, key, ""), clock.System()
	papers := press.NewStore(d, log, now, nil)
	meetings, store := meeting.NewStore(d, log, papers), agenda.NewStore(d, log, key, nil, nil)
	const title = "A programme for two days"
	id, err := meetings.Create(ctx, who, meeting.New{
		Kind: meeting.Conference, Language: "en", Content: press.Content{Title: title, Origin: press.Written},
		Facts: meeting.Facts{
			From: partnership.On(2030, 5, 14), To: partnership.On(2030, 5, 15), Zone: "Europe/Warsaw", Venue: meeting.Words{"en": "Town hall"},
			Patrons: []meeting.Patron{{Way: meeting.Honorary, Office: meeting.Words{"en": "Voivode"}, State: meeting.Intended, Rule: "wielkopolska"}},
		},
	})
	must(err)
	must(papers.Save(ctx, who, id, "uk", 0, press.Content{Title: title, Origin: press.Written}, ""))
	for _, language := range []string{"en", "uk"} {
		must(meetings.Publish(ctx, who, id, language, time.Time{}, markup.Nothing))
	}
	must(delegation.NewStore(d, log, key, now, nil).SaveConference(ctx, who, delegation.Conference{Meeting: id, Ends: now.Now().AddDate(5, 0, 0)}))
	var rooms []string
	for _, name := range []string{"Hall", "Attic"} {
		room, err := store.SaveRoom(ctx, who, id, agenda.Room{Name: meeting.Words{"en": name}, Seats: 40})
		must(err)
		rooms = append(rooms, room)
	}
	speaker, err := store.SaveSpeaker(ctx, who, id, agenda.Speaker{Name: "Mayor of Sokółka", Language: "pl", Office: meeting.Words{"en": "Mayor"}, Consented: now.Now().AddDate(0, 0, -1)})
	must(err)
	for n, at := range []string{"09:00", "09:00", "10:00"} {
		_, err := store.SaveSession(ctx, who, id, agenda.Session{
			Kind: agenda.Talk, Title: meeting.Words{"en": "Session " + strconv.Itoa(n+1)}, About: meeting.Words{"en": "What towns do together."}, Day: "2030-05-14", From: at, Until: at[:3] + "45",
			Room: rooms[n%2], Spoken: []string{"pl"}, Interpreted: []string{"lt"}, Speakers: []string{speaker},
		})
		must(err)
	}
	draft, err := store.Draft(ctx, id)
	must(err)
	_, _, err = store.Release(ctx, who, id, draft.Version, true, agenda.Telling{Name: func(string) string { return title }})
	must(err)
	_, err = store.Move(ctx, who, id, 3, agenda.Step{Minutes: 15})
	must(err)
	const public = "/meetings/a-programme-for-two-days/programme"
	_, calendar := fetch(i.T, i.address+"/en"+public+".ics")
	if all := events(i.T, calendar); len(all) != 3 || all[0].Begin != "2030-05-14T07:00:00.000Z" || all[0].End != "2030-05-14T07:45:00.000Z" || all[0].Summary != "Session 1" || !strings.HasPrefix(all[0].Where, "Hall, Town hall") || !strings.HasSuffix(all[2].URL, public+"/3") {
		i.Errorf("ical.js reads %+v", all)
	}
	desk := "/desk/meetings/" + id
	return map[string]deskKind{
		"agenda":              {path: desk + "/agenda"},
		"agenda-session":      {path: desk + "/agenda/sessions/1"},
		"agenda-session-none": {path: desk + "/agenda/sessions/new", send: "main form.work-form"},
		"agenda-room":         {path: desk + "/agenda/rooms/" + rooms[0]},
		"agenda-speaker":      {path: desk + "/agenda/speakers/" + speaker},
		"agenda-release":      {path: desk + "/agenda/release"},
		"agenda-words":        {path: desk + "/agenda/words/uk?day=2030-05-14"},
		"interpretation":      {path: desk + "/agenda/interpretation"},
		"patrons":             {path: desk + "/patrons"},
		"patron":              {path: desk + "/patrons/1"},
		"programme":           {path: public, public: true},
		"session":             {path: public + "/1", public: true},
	}
}
