package demo

import (
	"context"
	_ "embed"
	"encoding/json"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/after"
	"twintown/internal/meeting/agenda"
	"twintown/internal/meeting/delegation"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/press"
)

//go:embed forum.json
var forumTexts []byte

var forumID = db.IDFor("demo", "forum")

// example are the texts of the forum, with its rooms and sessions.
type example struct {
	Meeting told          `json:"meeting"`
	Venue   meeting.Words `json:"venue"`
	Costs   meeting.Words `json:"costs"`
	Rooms   []struct {
		Name   meeting.Words   `json:"name"`
		Seats  int             `json:"seats"`
		Access []agenda.Access `json:"access"`
	} `json:"rooms"`
	Sessions []struct {
		Kind        agenda.Kind   `json:"kind"`
		Day         int           `json:"day"`
		From        string        `json:"from"`
		Until       string        `json:"until"`
		Room        int           `json:"room"` // 0: none
		Title       meeting.Words `json:"title"`
		About       meeting.Words `json:"about"`
		Spoken      []string      `json:"spoken"`
		Interpreted []string      `json:"interpreted"`
		People      int           `json:"people"`
	} `json:"sessions"`
}

func readForum() (f example, err error) { return f, json.Unmarshal(forumTexts, &f) }

// The towns that the example invites, and what it lets them answer.
var invited = []delegation.Delegation{
	{Kind: delegation.Town, Place: 598316, Language: "lt", Quota: 4, Coming: 4, State: delegation.Accepted, AnsweredBy: delegation.ByLetter}, // Kaunas
	{Kind: delegation.Town, Place: 758651, Language: "pl", Quota: 3, Coming: 3, State: delegation.Accepted, AnsweredBy: delegation.ByLetter}, // Sokółka
	{Kind: delegation.Town, Place: 757718, Language: "pl", Quota: 3, Coming: 2, State: delegation.Accepted, AnsweredBy: delegation.ByLetter}, // Suwałki
	{Kind: delegation.Town, Place: 702569, Language: "uk", Quota: 3, Coming: 3, State: delegation.Accepted, AnsweredBy: delegation.ByPhone},  // Lutsk
	{Kind: delegation.Town, Place: 459279, Language: "en", Quota: 3, Coming: 2, State: delegation.Tentative, AnsweredBy: delegation.ByMail},  // Jelgava
	{Kind: delegation.Town, Place: 3021372, Language: "fr", Quota: 2, State: delegation.Invited},                                             // Dijon
	{Kind: delegation.Town, Place: 2756253, Language: "en", Quota: 2, State: delegation.Declined, AnsweredBy: delegation.ByMail},             // Eindhoven
	{Kind: delegation.Town, Place: 614455, Language: "en", Quota: 2, State: delegation.Draft},                                                // Gori
}

// ForumPart shows a meeting at work: its programme in rooms and languages, and delegations at
// the desk. It says of itself that it is made up; it names towns and no persons.
func ForumPart(rooms Rooms) Part {
	return Part{
		Name: "forum",
		Add: func(ctx context.Context, tx *db.Tx) error {
			f, err := readForum()
			if err != nil {
				return err
			}
			return (&staging{Rooms: rooms}).addForum(ctx, tx, f)
		},
		Remove: func(ctx context.Context, tx *db.Tx) (int64, error) { return eraseMeeting(ctx, tx, forumID) },
	}
}

// eraseMeeting takes a meeting away with all that people did on its working side.
func eraseMeeting(ctx context.Context, tx *db.Tx, id string) (int64, error) {
	n, err := after.EraseIn(ctx, tx, id)
	if err != nil {
		return n, err
	}
	rows, err := press.EraseIn(ctx, tx, id)
	return n + rows, err
}

// ahead is how long before the example takes place: there is time to try everything.
const ahead = 120 * 24 * time.Hour

// friday is the first day of the example: the first Friday of a May that is far enough.
func friday(now time.Time) time.Time {
	day := time.Date(now.Year(), time.May, 1, 0, 0, 0, 0, time.UTC)
	for day.Weekday() != time.Friday || day.Sub(now) < ahead {
		if day = day.AddDate(0, 0, 1); day.Month() != time.May || day.Day() > 7 {
			day = time.Date(day.Year()+1, time.May, 1, 0, 0, 0, 0, time.UTC)
		}
	}
	return day
}

func (s *staging) addForum(ctx context.Context, tx *db.Tx, f example) error {
	first := friday(db.Moment(tx.Now()))
	on := func(day time.Time) partnership.Date {
		return partnership.On(day.Year(), int(day.Month()), day.Day())
	}
	facts := meeting.Facts{
		From: on(first), To: on(first.AddDate(0, 0, 1)), Begins: "09:00", Zone: "Europe/Warsaw", Place: 776069, Venue: f.Venue,
		Organisers: []string{"Przykładowe Stowarzyszenie Miast"},
	}
	own := press.Own{Topics: []string{"local_government", "education", "joint_projects"}}
	err := s.Meetings.CreateIn(ctx, tx, quiet, people.System(), forumID, meeting.New{Kind: meeting.Forum, Language: languages[0], Content: f.Meeting.written(), Facts: facts, Own: own})
	if err != nil {
		return err
	}
	if err := s.putTexts(ctx, tx, forumID, f.Meeting); err != nil {
		return err
	}
	if err := agenda.CreateIn(ctx, tx, people.System(), forumID, f.programme(first, facts.Zone)); err != nil {
		return err
	}
	zone, err := time.LoadLocation(facts.Zone)
	if err != nil {
		return err
	}
	midnight := time.Date(first.Year(), first.Month(), first.Day(), 0, 0, 0, 0, zone)
	c := delegation.Conference{Meeting: forumID, Seats: 60, Ends: midnight.AddDate(0, 0, 2)}
	c.Deadline, c.Costs = midnight.AddDate(0, 0, -14), f.Costs
	return s.Guests.CreateIn(ctx, tx, c, answeredAt(db.Moment(tx.Now())))
}

// answeredAt are the delegations, invited and answered at a moment.
func answeredAt(now time.Time) []delegation.Delegation {
	all := make([]delegation.Delegation, len(invited))
	for i, d := range invited {
		if d.State != delegation.Draft {
			d.Invited = now
		}
		if d.AnsweredBy != "" {
			d.Answered = now
		}
		all[i] = d
	}
	return all
}

// programme is the example's programme from a first day on.
func (f example) programme(first time.Time, zone string) agenda.Programme {
	p := agenda.Programme{Zone: zone}
	for i, r := range f.Rooms {
		p.Rooms = append(p.Rooms, agenda.Room{ID: db.IDFor("demo", "forum room "+string(rune('1'+i))), Name: r.Name, Seats: r.Seats, Access: r.Access})
	}
	for _, x := range f.Sessions {
		one := agenda.Session{
			Kind: x.Kind, Title: x.Title, About: x.About, Day: first.AddDate(0, 0, x.Day-1).Format(time.DateOnly), From: x.From, Until: x.Until,
			Spoken: x.Spoken, Interpreted: x.Interpreted, People: x.People,
		}
		if x.Room > 0 {
			one.Room = p.Rooms[x.Room-1].ID
		}
		p.Sessions = append(p.Sessions, one)
	}
	return p
}
