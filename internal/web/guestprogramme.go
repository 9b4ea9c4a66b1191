package web

import (
	"cmp"
	"context"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/agenda"
	"twintown/internal/meeting/delegation"
	"twintown/internal/meeting/forum"
	"twintown/internal/people"
	"twintown/internal/platform/ical"
	"twintown/internal/platform/lang"
)

// guestProgrammePage is a delegation's own programme: the sessions that are for all or for
// it, and its talks.
type guestProgrammePage struct {
	guestHead
	Days   []ownDay
	ICS    string
	Webcal template.URL // the same, to subscribe to
}

// ownDay is a day of it.
type ownDay struct {
	Name  string
	Items []ownItem
}

// ownItem is a session or a talk.
type ownItem struct {
	Hours string
	Title worded
	URL   string // "": it has no page
	Where worded
	Own   string // that it is for this delegation, in words; "": for all
	Off   bool

	day, from string
}

// guestProgrammeRoutes are a delegation's own programme, to read and to subscribe to.
func (s *Site) guestProgrammeRoutes() []Route {
	return []Route{
		{get, "/guest/{token}/programme", people.GuestOwn, s.ofGuest, Heavy, Never, s.guestProgramme, false},
		{get, "/guest/{token}/programme.ics", people.GuestOwn, s.ofGuest, Heavy, Never, s.guestProgrammeCalendar, false},
	}
}

// ownProgramme is what a delegation's programme is made of.
type ownProgramme struct {
	programmeOf // without sessions where none were released
	talks       []forum.Listed
	crowd       *crowd // nil: there is no forum
}

// hasProgramme says whether anything of a meeting's programme was released.
func (s *Site) hasProgramme(ctx context.Context, id string) bool {
	if s.rooms.Agendas == nil {
		return false
	}
	_, ok, err := s.rooms.Agendas.Released(ctx, id)
	return err == nil && ok
}

// programmeOfGuest reads it. A delegation that does not come has none.
func (s *Site) programmeOfGuest(r *http.Request, v *guestHead) (x ownProgramme, err error) {
	if v.Guest.State.Over() {
		return x, errNoPage
	}
	i := v.Invitation
	shown := meeting.Shown{Facts: i.Facts, Kind: i.Kind}
	shown.ID, shown.Title, shown.Language = v.Meeting.ID, i.Title, i.Language
	base := v.Base
	if i.Path != "" {
		base = "/" + i.Language + i.Path // its page may not be there in the language of this one
	}
	if x.programmeOf, err = s.programmeFor(r, shown, base); err != nil {
		return x, err
	}
	keep := func(y agenda.Session) bool {
		return y.Placed() && (len(y.Expected) == 0 || slices.Contains(y.Expected, v.Guest.ID))
	}
	x.release.Sessions = slices.DeleteFunc(slices.Clone(x.release.Sessions), func(y agenda.Session) bool { return !keep(y) })
	x.release.Gone = slices.DeleteFunc(slices.Clone(x.release.Gone), func(y agenda.Session) bool { return !keep(y) })
	if v.Guest.State != delegation.Accepted || !s.hasForum(r.Context(), v.Meeting.ID) {
		return x, nil
	}
	if x.crowd, err = s.crowdOf(r.Context(), v.Meeting); err != nil {
		return x, err
	}
	x.talks, err = s.rooms.Forums.Own(r.Context(), v.Meeting.ID, v.Guest.ID, x.crowd.sides)
	return x, err
}

// guestProgramme shows it.
func (s *Site) guestProgramme(w http.ResponseWriter, r *http.Request, code string) error {
	head, err := s.newGuest(w, r, code, "/programme", "/programme")
	if err != nil {
		return err
	}
	v := &guestProgrammePage{guestHead: head, ICS: head.Base + "/programme.ics"}
	x, err := s.programmeOfGuest(r, &v.guestHead)
	if err != nil {
		return err
	}
	v.Title = v.t("programme.of", "meeting", v.What.Text)
	v.Webcal = template.URL("webcal://" + strings.TrimPrefix(strings.TrimPrefix(s.options.BaseURL, "https://"), "http://") + v.ICS) // of this site's own address
	items := append(v.sessionItems(x.programmeOf), v.talkItems(x)...)
	slices.SortStableFunc(items, func(a, b ownItem) int { return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.from, b.from)) })
	for _, item := range items {
		name := v.dayName(item.day)
		if n := len(v.Days); n == 0 || v.Days[n-1].Name != name {
			v.Days = append(v.Days, ownDay{Name: name})
		}
		last := &v.Days[len(v.Days)-1]
		last.Items = append(last.Items, item)
	}
	return s.write(w, http.StatusOK, "guest-programme", v)
}

// sessionItems are the sessions for the page. Only those of a public meeting have pages.
func (v *guestProgrammePage) sessionItems(x programmeOf) (all []ownItem) {
	first := firstOf(x.meeting)
	for _, y := range x.release.Sessions {
		item := ownItem{Hours: slotHours(y), Title: wordedIn(y.Title, v.Lang, first), Off: y.Off, day: y.Day, from: y.From}
		if room, ok := x.release.Room(y.Room); ok {
			item.Where = wordedIn(room.Name, v.Lang, first)
		}
		if v.Invitation.Path != "" {
			item.URL = x.base + "/programme/" + numberPath(y.Number)
		}
		if len(y.Expected) > 0 {
			item.Own = v.t("guest.programme.own")
		}
		all = append(all, item)
	}
	return all
}

// talkItems are the talks for the page; one that was cancelled is not shown.
func (v *guestProgrammePage) talkItems(x ownProgramme) (all []ownItem) {
	zone := v.Meeting.Location()
	for _, t := range x.talks {
		if t.Told.Slot == 0 {
			continue
		}
		begin, end := t.Told.Begin.In(zone), t.Told.End.In(zone)
		all = append(all, ownItem{
			Hours: begin.Format("15:04") + "–" + end.Format("15:04"), Title: worded{Text: v.t("forum.calendar.talk", "with", x.crowd.name(&v.page, t.Other.ID))},
			Where: worded{Text: v.t("forum.table", "table", t.Told.Table)}, URL: v.Base + "/forum#talks", Own: v.t("guest.programme.own"),
			day: begin.Format(time.DateOnly), from: begin.Format("15:04"),
		})
	}
	return all
}

// guestProgrammeCalendar is the same for a calendar. Its sessions have the UIDs of the public
// calendar and its talks those of the forum's, so that who takes several sees each once.
func (s *Site) guestProgrammeCalendar(w http.ResponseWriter, r *http.Request, code string) error {
	head, err := s.newGuest(w, r, code, "/programme", "/programme")
	if err != nil {
		return err
	}
	x, err := s.programmeOfGuest(r, &head)
	if err != nil {
		return err
	}
	page := s.options.BaseURL + head.Base + "/programme"
	events := s.sessionEvents(&head.page, x.programmeOf, func(agenda.Session) bool { return true })
	if head.Invitation.Path == "" { // nothing is public yet: the delegation's own page tells it
		for i := range events {
			events[i].URL = page
		}
	}
	for _, t := range x.talks {
		events = append(events, s.talkEvent(&head, x.crowd, t, s.options.BaseURL+head.Base+"/forum"))
	}
	c := ical.Calendar{Name: head.t("programme.of", "meeting", head.What.Text), Language: code, URL: page, Refresh: feedRefresh, Events: events}
	h := w.Header()
	h.Set("Content-Type", ical.MediaType)
	h.Set("Content-Disposition", `inline; filename="programme.ics"`)
	_, _ = w.Write(c.Bytes()) // the reader went away; there is nobody to tell
	return nil
}

// talkEvent is a talk as calendars have it. One that was cancelled stays as such, so that a
// calendar that has it hears of it.
func (s *Site) talkEvent(v *guestHead, c *crowd, t forum.Listed, page string) ical.Event {
	zone, pair := v.Meeting.Location(), forum.PairOf(v.Guest.ID, t.Other.ID)
	e := ical.Event{
		UID: "talk-" + pair.A + "-" + pair.B + "@" + s.host(), Sequence: t.Sequence, Stamp: t.Changed,
		Day: lang.DateOf(t.Told.Begin.In(zone)), Begin: t.Told.Begin.In(zone), End: t.Told.End.In(zone), Busy: true, Off: t.Told.Slot == 0,
		Summary: v.t("forum.calendar.talk", "with", c.name(&v.page, t.Other.ID)), Description: v.What.Text + "\n" + page, URL: page,
	}
	if t.Told.Table == "" {
		return e
	}
	e.Location = v.t("forum.table", "table", t.Told.Table)
	if venue := wordedIn(v.Meeting.Venue, v.Lang, ""); venue.Text != "" {
		e.Location += ", " + venue.Text
	}
	return e
}
