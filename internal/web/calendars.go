package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"twintown/internal/care"
	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/db"
	"twintown/internal/platform/ical"
	"twintown/internal/platform/lang"
)

// feedRefresh is how often calendar programs are asked to look: days seldom move.
const feedRefresh = 12 * time.Hour

// placeCalendar is the public calendar of a place: what acts say of its agreements.
func (s *Site) placeCalendar(w http.ResponseWriter, r *http.Request, code string) error {
	found, err := placeOf(r, s.rooms.World(), "place")
	if err != nil {
		return err
	}
	return s.sendCalendar(w, r, code, found, true)
}

// secretCalendar is an office's own calendar, at an address that only it knows.
func (s *Site) secretCalendar(w http.ResponseWriter, r *http.Request, _ string) error {
	token, ok := strings.CutSuffix(r.PathValue("name"), ".ics")
	if !ok {
		return errNoPage
	}
	feed, err := s.rooms.Care.Feed(r.Context(), token, func(n int64) people.Object { return s.placesObject("place", "", n) })
	if err != nil {
		return err
	}
	found, _ := s.rooms.World().Places.Get(feed.Place)
	return s.sendCalendar(w, r, feed.Language, found, false)
}

func (s *Site) sendCalendar(w http.ResponseWriter, r *http.Request, code string, at place.Place, public bool) error {
	entries, err := s.rooms.Care.Entries(r.Context(), at.ID, public)
	if err != nil {
		return err
	}
	p := s.newPage(r, code, "")
	now := s.rooms.World()
	c := ical.Calendar{
		Name: p.t("care.calendar.name", "name", now.Places.DisplayName(at.ID, code)), Language: code,
		URL: s.options.BaseURL + placeURL(now, at.ID, code), Refresh: feedRefresh,
	}
	for _, e := range entries {
		c.Events = append(c.Events, s.calendarEvent(&p, at.ID, e, public))
	}
	if !public {
		walked, err := s.procedureEvents(r, &p, at.ID)
		if err != nil {
			return err
		}
		c.Events = append(c.Events, walked...)
	}
	h := w.Header()
	h.Set("Content-Type", ical.MediaType)
	h.Set("Content-Disposition", `inline; filename="partnerships.ics"`)
	_, err = w.Write(c.Bytes())
	return err
}

// alarmDays is how long before a day the office's own calendar reminds of it: a council
// meets once a month, and its papers are due two weeks before.
var alarmDays = map[care.Kind][]int{
	care.TermEnds: {180, 60}, care.NoticeEnds: {60, 14}, care.Ending: {30}, care.Anniversary: {180, 30}, care.Review: {14},
}

func (s *Site) calendarEvent(p *page, own int64, e care.Entry, public bool) ical.Event {
	now := s.rooms.World()
	names := now.Places.DisplayName(own, p.Lang)
	for _, n := range e.Others {
		names += " – " + now.Places.DisplayName(n, p.Lang)
	}
	address := s.options.BaseURL + "/" + p.Lang + "/partnerships/" + e.Partnership
	event := ical.Event{
		UID: e.UID + "@" + s.host(), Sequence: e.Sequence, Stamp: e.Changed, Day: e.Day, URL: address,
		Summary:     p.t("care.duty."+string(e.Kind), "years", e.Years) + p.colon() + names,
		Description: p.t("care.calendar.more") + "\n" + address,
	}
	if public {
		return event
	}
	for _, days := range alarmDays[e.Kind] {
		event.Alarms = append(event.Alarms, ical.Alarm{Days: days})
	}
	return event
}

// host is the site's own, which makes identifiers of events its own.
func (s *Site) host() string {
	u, err := url.Parse(s.options.BaseURL)
	if err != nil || u.Hostname() == "" {
		return "twintown.invalid"
	}
	return u.Hostname()
}

// newFeed makes the person's secret address of a place's calendar, which is shown once.
func (s *Site) newFeed(w http.ResponseWriter, r *http.Request, code string) error {
	number, err := placeNumber(r.PathValue("place"))
	if err != nil {
		return err
	}
	var token string
	err = s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) (err error) {
		token, err = s.rooms.Care.NewFeed(r.Context(), tx, note, actorOf(r), number, code)
		return err
	})
	if err != nil {
		return err
	}
	v := s.newDates(w, r, code)
	if err := s.fillDates(r, v, number, nil, s.options.BaseURL+"/calendar/"+token+".ics"); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "dates", v)
}

// endFeed makes that address useless.
func (s *Site) endFeed(w http.ResponseWriter, r *http.Request, code string) error {
	number, err := placeNumber(r.PathValue("place"))
	if err != nil {
		return err
	}
	err = s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) error {
		return s.rooms.Care.EndFeed(r.Context(), tx, note, actorOf(r), number)
	})
	if err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/desk/dates", lang.Msg("care.feed.ended"), "")
}
