// Package agenda keeps the programme of a meeting by days, rooms and hours: who speaks where,
// in which languages, and what of it is decided.
//
// # Draft and release
//
// An organiser works on one draft: [Room]s, [Session]s and [Speaker]s, each a row with a
// version of its own, so that two people can work on two sessions at once. Readers see the
// last [Release]: rooms and sessions as they were when somebody released them. [Compare] says
// what a release would change, and [Store.Release] tells those alone whose slot it changes.
//
//	err := store.SaveSession(ctx, who, meeting, agenda.Session{Kind: agenda.Talk, Title: …, Day: "2027-05-14", From: "09:30", Room: room})
//	d, err := store.Draft(ctx, meeting)
//	faults := agenda.Conflicts(d.Programme, frame)
//	n, told, err := store.Release(ctx, who, meeting, d.Version, telling)
//	now, ok, err := store.Released(ctx, meeting)
//
// # Persons
//
// A release names speakers by identifier and holds nothing of them. Who they are stands in
// one row, sealed, and is shown as long as the person agrees: consent that is taken back, or
// an erasure, holds at once for every release, its calendars and its feed.
//
// # Days and hours
//
// A session has a day ("2027-05-14") and hours ("09:30") in the zone of the meeting. Its
// UID in calendars is its identifier, and its Sequence grows only when a release moves its
// time or its room.
package agenda

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/platform/lang"
)

// Kind is the sort of a session.
type Kind string

// The kinds.
const (
	Plenary      Kind = "plenary"
	Talk         Kind = "talk"
	Panel        Kind = "panel"
	Workshop     Kind = "workshop"
	Forum        Kind = "forum" // towns talk one to one
	Visit        Kind = "visit"
	Ceremony     Kind = "ceremony"
	Registration Kind = "registration"
	Meal         Kind = "meal"
	Break        Kind = "break"
)

// Kinds are all kinds, in the order in which a form offers them.
func Kinds() []Kind {
	return []Kind{Plenary, Talk, Panel, Workshop, Forum, Visit, Ceremony, Registration, Meal, Break}
}

// Pause says whether sessions of the kind are for everybody where no room is said, so that
// nothing else should be at that time.
func (k Kind) Pause() bool { return k == Break || k == Meal }

// Access is what a room offers to those who need it.
type Access string

// What rooms offer.
const (
	StepFree  Access = "step_free"
	HearLoop  Access = "loop"
	Toilet    Access = "toilet"
	QuietRoom Access = "quiet"
)

// Accesses are all of them.
func Accesses() []Access { return []Access{StepFree, HearLoop, Toilet, QuietRoom} }

// Room is where sessions are.
type Room struct {
	ID     string        `json:"id"`
	Name   meeting.Words `json:"name"`
	Seats  int           `json:"seats,omitempty"` // 0: not known
	Access []Access      `json:"access,omitempty"`

	Made    map[string]Made `json:"made,omitempty"` // of what the name in a language was made
	Version int64           `json:"-"`
}

// Session is an item of the programme.
type Session struct {
	ID          string          `json:"id"`
	Number      int64           `json:"number"` // in addresses; never given twice in a meeting
	Kind        Kind            `json:"kind"`
	Title       meeting.Words   `json:"title"`
	About       meeting.Words   `json:"about,omitempty"`
	Day         string          `json:"day,omitempty"`   // "2027-05-14"; "": not decided
	From        string          `json:"from,omitempty"`  // "09:30"; "": not decided
	Until       string          `json:"until,omitempty"` // "": not said
	Room        string          `json:"room,omitempty"`  // "": not decided; of a pause: everywhere
	Spoken      []string        `json:"spoken,omitempty"`
	Interpreted []string        `json:"interpreted,omitempty"` // what is said is interpreted into these
	Speakers    []string        `json:"speakers,omitempty"`
	Expected    []string        `json:"expected,omitempty"` // delegations; none: all
	People      int             `json:"people,omitempty"`   // how many are expected; 0: not known
	Off         bool            `json:"off,omitempty"`      // it was cancelled
	Made        map[string]Made `json:"made,omitempty"`     // of what the texts in a language were made, by field and language: "title.de"
	Sequence    int             `json:"sequence,omitempty"` // of a release: how often time or room changed until then
	Version     int64           `json:"-"`                  // of the draft
}

// Programme are rooms, and sessions in the order of their hours.
type Programme struct {
	Zone     string    `json:"zone"` // IANA
	Rooms    []Room    `json:"rooms,omitempty"`
	Sessions []Session `json:"sessions,omitempty"`
	Gone     []Session `json:"gone,omitempty"` // of a release: were in an earlier one, and are not any more
}

// Draft is what is worked on.
type Draft struct {
	Meeting string
	Version int64 // 0: nobody began
	Programme
	Speakers []Speaker
	OffTold  time.Time // when all were told that the meeting is cancelled
}

// Release is what readers see from a moment on.
type Release struct {
	Meeting string
	Number  int // from 1
	Made    time.Time
	By      string // account
	Programme
}

// Room returns a room by its identifier.
func (p Programme) Room(id string) (Room, bool) {
	i := slices.IndexFunc(p.Rooms, func(r Room) bool { return r.ID == id && id != "" })
	if i < 0 {
		return Room{}, false
	}
	return p.Rooms[i], true
}

// Session returns a session by its number.
func (p Programme) Session(number int64) (Session, bool) {
	i := slices.IndexFunc(p.Sessions, func(s Session) bool { return s.Number == number })
	if i < 0 {
		return Session{}, false
	}
	return p.Sessions[i], true
}

// Days are the days on which something is, in their order.
func (p Programme) Days() (all []string) {
	for _, s := range p.Sessions {
		if s.Day != "" && !slices.Contains(all, s.Day) {
			all = append(all, s.Day)
		}
	}
	slices.Sort(all)
	return all
}

// On are the sessions of a day.
func (p Programme) On(day string) (all []Session) {
	for _, s := range p.Sessions {
		if s.Day == day {
			all = append(all, s)
		}
	}
	return all
}

// arrange puts sessions in the order of their hours, then of the rooms.
func (p *Programme) arrange() {
	at := func(room string) int { return slices.IndexFunc(p.Rooms, func(r Room) bool { return r.ID == room }) }
	slices.SortStableFunc(p.Sessions, func(a, b Session) int {
		return cmp.Or(strings.Compare(late(a.Day), late(b.Day)), strings.Compare(late(a.From), late(b.From)), at(a.Room)-at(b.Room), cmp.Compare(a.Number, b.Number))
	})
}

// late puts what is not decided behind everything else.
func late(text string) string {
	if text == "" {
		return "~"
	}
	return text
}

// Placed says whether day and hour are decided, so that a calendar can show it.
func (s Session) Placed() bool { return s.Day != "" && s.From != "" }

// Hours are the moments at which a session begins and ends in a zone; false where they are
// not decided. One whose end is not said ends when it begins.
func (s Session) Hours(zone *time.Location) (begin, end time.Time, ok bool) {
	begin, err := time.ParseInLocation("2006-01-02 15:04", s.Day+" "+s.From, zone)
	if err != nil {
		return begin, end, false
	}
	if end, err = time.ParseInLocation("2006-01-02 15:04", s.Day+" "+s.Until, zone); err != nil || end.Before(begin) {
		end = begin
	}
	return begin, end, true
}

// Date is the session's day; zero where it is not decided.
func (s Session) Date() lang.Date {
	d, _ := lang.ParseDate(s.Day) // clean lets no other in
	return d
}

// Location is the zone of a programme; UTC where it is not known.
func (p Programme) Location() *time.Location {
	return meeting.Facts{Zone: p.Zone}.Location()
}

// over is when the last session of a programme ends; zero where none has a day. One without
// an hour takes its day.
func (p Programme) over() (last time.Time) {
	for _, s := range slices.Concat(p.Sessions, p.Gone) {
		at, err := time.ParseInLocation("2006-01-02", s.Day, p.Location())
		if err == nil && at.AddDate(0, 0, 1).After(last) {
			last = at.AddDate(0, 0, 1)
		}
	}
	return last
}
