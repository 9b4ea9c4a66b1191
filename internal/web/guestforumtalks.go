package web

import (
	"net/http"

	"twintown/internal/meeting/forum"
	"twintown/internal/platform/ical"
	"twintown/internal/platform/lang"
)

// tableMap is where the tables stand, drawn.
type tableMap struct {
	Width, Height int
	Tables        []tableBox
}

// tableBox is a table of the map.
type tableBox struct {
	X, Y, TextX, TextY int
	Name               string
	Own                bool // the delegation sits there
}

// Sizes of the map: a table is as wide as a name of four letters.
const (
	tableWidth  = 56
	tableHeight = 36
	tableGap    = 12
)

// newTableMap draws the tables of a set-up, those of own marked.
func newTableMap(u forum.Setup, own map[string]bool) *tableMap {
	rows, columns := u.Grid()
	m := &tableMap{Width: columns*(tableWidth+tableGap) + tableGap, Height: rows*(tableHeight+tableGap) + tableGap}
	for _, t := range u.Tables {
		x, y := tableGap+t.Column*(tableWidth+tableGap), tableGap+t.Row*(tableHeight+tableGap)
		m.Tables = append(m.Tables, tableBox{x, y, x + tableWidth/2, y + tableHeight/2 + 5, t.Name, own[t.Name]})
	}
	return m
}

// guestTalksCalendar is the talks of a delegation for its calendar. One that was cancelled
// stays in it as such, so that a calendar that has it hears of it.
func (s *Site) guestTalksCalendar(w http.ResponseWriter, r *http.Request, code string) error {
	v, c, err := s.newGuestForum(w, r, code)
	if err != nil {
		return err
	}
	if !v.Ready || !v.Comes {
		return errNoPage
	}
	own, err := s.rooms.Forums.Own(r.Context(), v.Meeting.ID, v.Guest.ID, c.sides)
	if err != nil {
		return err
	}
	page := s.options.BaseURL + v.Root
	cal := ical.Calendar{Name: v.Title, Language: code, URL: page, Refresh: feedRefresh}
	for _, t := range own {
		cal.Events = append(cal.Events, s.talkEvent(&v.guestHead, c, t, page))
	}
	h := w.Header()
	h.Set("Content-Type", ical.MediaType)
	h.Set("Content-Disposition", `inline; filename="talks.ics"`)
	_, err = w.Write(cal.Bytes())
	return err
}

// takeForumWord keeps what a delegation says after a talk.
func (s *Site) takeForumWord(w http.ResponseWriter, r *http.Request, code string) error {
	v, c, err := s.newGuestForum(w, r, code)
	if err != nil {
		return err
	}
	if !v.Ready || !v.Comes {
		return errNoPage
	}
	return s.sent(w, r, "guest-forum", v, &v.WordErr, func(f *form) error {
		word := forum.Word{Other: f.text("with"), Want: forum.Want(f.text("want")), Note: f.text("note")}
		if err := s.rooms.Forums.Say(r.Context(), actorOf(r), v.Meeting.ID, v.Guest.ID, word, c.sides); err != nil {
			return err
		}
		return s.done(w, r, code, v.Root+"#talk-"+word.Other, lang.Msg("forum.word.done"), "")
	})
}

// leaveForum takes a delegation out of the forum, or lets it take part again.
func (s *Site) leaveForum(w http.ResponseWriter, r *http.Request, code string) error {
	v, c, err := s.newGuestForum(w, r, code)
	if err != nil {
		return err
	}
	if !v.Ready || !v.Comes {
		return errNoPage
	}
	return s.sent(w, r, "guest-forum", v, &v.WordErr, func(f *form) error {
		said := lang.Msg("forum.left.own")
		if f.text("do") == "return" {
			said = lang.Msg("forum.returned.own")
			err = s.rooms.Forums.Return(r.Context(), actorOf(r), v.Meeting.ID, v.Guest.ID, c.sides, c.letters())
		} else {
			err = s.rooms.Forums.Leave(r.Context(), actorOf(r), v.Meeting.ID, v.Guest.ID, c.sides, c.fits, c.letters())
		}
		if err != nil {
			return err
		}
		return s.done(w, r, code, v.Root, said, "")
	})
}
