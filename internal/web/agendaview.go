package web

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/agenda"
	"twintown/internal/platform/lang"
)

// agendaItem is an item of a programme as pages show it.
type agendaItem struct {
	Number      int64
	URL         string
	Kind        string // in words; "" where the title says enough
	Class       string
	Title       worded
	About       worded
	Day, Hours  string
	Room        worded
	Speakers    []speakerView
	Spoken      string // languages, in words; "" where nobody said
	Interpreted string
	Off         bool
	ICS         string
}

// speakerView is somebody who speaks and may be shown.
type speakerView struct {
	ID, Name      string
	Office, About worded
	Photo         *imageView
	Sessions      []agendaItem
}

// agendaDay is a day of a programme: as a list, and as a timetable where there are rooms.
type agendaDay struct {
	Day, Name, ICS string
	Sessions       []agendaItem
	Grid           *gridView // nil: the list is enough
}

// gridView is a timetable.
type gridView struct {
	Caption string
	Columns []worded // "" for what has no room
	Rows    []gridRow
}

type gridRow struct {
	At     string
	Height int // in quarters of an hour, at most tallest
	Cells  []gridCell
}

type gridCell struct {
	Sessions       []agendaItem
	Lines, Columns int
}

// tallest is where a row stops growing with its time: an afternoon need not fill the screen.
const tallest = 8

// programmeView makes the views of a programme.
type programmeView struct {
	p        *page
	of       agenda.Programme
	first    string // language in which the meeting was begun
	speakers map[string]speakerView
	url      func(agenda.Session) string
	ics      func(agenda.Session) string // nil: no calendars
}

func (v programmeView) session(x agenda.Session) agendaItem {
	s := agendaItem{
		Number: x.Number, URL: v.url(x), Class: string(x.Kind), Title: wordedIn(x.Title, v.p.Lang, v.first), About: wordedIn(x.About, v.p.Lang, v.first),
		Hours: slotHours(x), Off: x.Off, Spoken: v.p.languageList(x.Spoken), Interpreted: v.p.languageList(x.Interpreted),
	}
	if x.Kind != agenda.Plenary {
		s.Kind = v.p.t("agenda.kind." + string(x.Kind))
	}
	if x.Day != "" {
		s.Day = v.p.p.Date(x.Date())
	}
	if room, ok := v.of.Room(x.Room); ok {
		s.Room = wordedIn(room.Name, v.p.Lang, v.first)
	}
	for _, id := range x.Speakers {
		if who, ok := v.speakers[id]; ok {
			s.Speakers = append(s.Speakers, who)
		}
	}
	if v.ics != nil && x.Placed() {
		s.ICS = v.ics(x)
	}
	return s
}

// slotHours says when a session is within its day.
func slotHours(x agenda.Session) string {
	if x.Until == "" {
		return x.From
	}
	return x.From + "–" + x.Until
}

// languageList names languages in the page's, in one line; "" where there is none.
func (p *page) languageList(codes []string) string {
	if len(codes) == 0 {
		return ""
	}
	return p.p.List(p.languageNames(codes))
}

// days are the days of the programme; those without one stand in none.
func (v programmeView) days() (all []agendaDay) {
	for _, day := range v.of.Days() {
		d := agendaDay{Day: day, Name: v.p.dayName(day)}
		sessions := v.of.On(day)
		for _, x := range sessions {
			d.Sessions = append(d.Sessions, v.session(x))
		}
		if g, ok := agenda.Lay(sessions, v.of.Rooms); ok {
			d.Grid = v.grid(d.Name, g)
		}
		all = append(all, d)
	}
	return all
}

// dayName is a day with its weekday.
func (p *page) dayName(day string) string {
	d, err := lang.ParseDate(day)
	if err != nil {
		return day
	}
	return p.p.Weekday(time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC).Weekday()) + ", " + p.p.Date(d)
}

func (v programmeView) grid(caption string, g agenda.Grid) *gridView {
	view := &gridView{Caption: caption}
	for _, room := range g.Columns {
		view.Columns = append(view.Columns, wordedIn(room.Name, v.p.Lang, v.first))
	}
	for _, line := range g.Rows {
		row := gridRow{At: line.At, Height: min(max((line.Minutes+7)/15, 1), tallest)}
		for _, cell := range line.Cells {
			c := gridCell{Lines: cell.Lines, Columns: cell.Widely}
			for _, x := range cell.Sessions {
				c.Sessions = append(c.Sessions, v.session(x))
			}
			row.Cells = append(row.Cells, c)
		}
		view.Rows = append(view.Rows, row)
	}
	return view
}

// speakerViews dresses speakers; photo is the address of a photo.
func (s *Site) speakerViews(r *http.Request, p *page, first string, all map[string]agenda.Speaker, photo func(agenda.Speaker) string) (map[string]speakerView, error) {
	views := make(map[string]speakerView, len(all))
	for id, x := range all {
		view := speakerView{ID: id, Name: x.Name, Office: wordedIn(x.Office, p.Lang, first), About: wordedIn(x.About, p.Lang, first)}
		if x.Photo != "" && s.rooms.Documents != nil {
			d, err := s.rooms.Documents.Of(r.Context(), x.Photo)
			if err != nil {
				return nil, err
			}
			if d.Display.Blob != "" && !d.Gone() {
				view.Photo = &imageView{photo(x), d.Display.Width, d.Display.Height}
			}
		}
		views[id] = view
	}
	return views, nil
}

// speaking are the speakers of a programme in the order of their names, with their sessions.
func (v programmeView) speaking() (all []speakerView) {
	for _, x := range v.of.Sessions {
		for _, id := range x.Speakers {
			who, ok := v.speakers[id]
			if !ok || slices.ContainsFunc(all, func(s speakerView) bool { return s.ID == id }) {
				continue
			}
			for _, y := range v.of.Sessions {
				if slices.Contains(y.Speakers, id) {
					who.Sessions = append(who.Sessions, v.session(y))
				}
			}
			all = append(all, who)
		}
	}
	lang.SortFunc(v.p.p, all, func(s speakerView) string { return s.Name })
	return all
}

// programmeDays are the days of a released programme as a meeting's page shows them: hours and
// titles, which lead on.
func (v programmeView) programmeDays() (all []programmeDay) {
	days := v.of.Days()
	for _, day := range days {
		d := programmeDay{Timed: true}
		if len(days) > 1 {
			d.Name = v.p.dayName(day)
		}
		for _, x := range v.of.On(day) {
			d.Slots = append(d.Slots, slotView{From: x.From, Hours: slotHours(x), Title: wordedIn(x.Title, v.p.Lang, v.first), URL: v.url(x), Off: x.Off})
		}
		all = append(all, d)
	}
	return all
}

// firstOf is the language in which a meeting that is shown was begun.
func firstOf(m meeting.Shown) string {
	if m.Of != "" {
		return m.Of
	}
	return m.Language
}

func numberPath(n int64) string { return strconv.FormatInt(n, 10) }
