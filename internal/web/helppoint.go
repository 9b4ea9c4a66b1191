package web

import (
	"net/http"
	"strings"
	"time"

	"twintown/internal/helppoint"
	"twintown/internal/helppoint/week"
	"twintown/internal/openhours"
	"twintown/internal/platform/lang"
)

// helpPointPage is one help point: its hours, how it is reached, where it lies.
type helpPointPage struct {
	page
	Crumbs []link
	Point  helpView
	Coming []helpDay // the next seven days, with what was said of single days
	Usual  []helpDay // a week as it usually is; none where that is the same
	Steady bool      // every week is like it
	Others []string  // exceptions to come
	Map    *mapView
	Card   bool // printed as a card
	Draft  bool
}

// helpDay is one line of a week.
type helpDay struct {
	Name, Date, Text, Note string
	Today, Shut            bool
}

// newHelpPoint fills what the page and the card share.
func (s *Site) newHelpPoint(r *http.Request, code, suffix string) (*helpPointPage, helppoint.Point, error) {
	h, err := s.publicHelp(r)
	if err != nil {
		return nil, h, err
	}
	v := &helpPointPage{page: s.newPage(r, code, "/help/"+h.Handle+suffix), Draft: h.Stage != helppoint.Public}
	v.Section, v.NoIndex = "help", v.Draft
	v.Point = s.helpView(r, &v.page, h)
	v.Title, v.Description = v.Point.Name, v.Point.Summary
	if v.Title == "" {
		v.Title = v.t("help.unnamed")
	}
	v.Crumbs = []link{{v.t("help.title"), "/" + code + "/help"}}
	now := s.clock.Now()
	usual, steady := h.Usual(now)
	v.Steady = steady
	for _, d := range usual {
		v.Usual = append(v.Usual, v.helpDay(d, now, false))
	}
	v.Others = v.exceptionsToCome(h, now)
	return v, h, nil
}

// helpPoint shows one point.
func (s *Site) helpPoint(w http.ResponseWriter, r *http.Request, code string) error {
	v, h, err := s.newHelpPoint(r, code, "")
	if err != nil {
		return err
	}
	v.keep = false
	now := s.clock.Now()
	zone, err := time.LoadLocation(h.Zone)
	if err != nil {
		zone = time.UTC
	}
	for _, d := range h.Coming(now, s.holidaysOf(h)) {
		v.Coming = append(v.Coming, v.helpDay(d, now.In(zone), true))
	}
	v.Map = s.pointMap(v, h)
	v.JSONLD = s.helpData(&v.page, h, v.Point)
	return s.write(w, http.StatusOK, "help-point", v)
}

// helpCard shows the point as a card to print: what stands on it must still be right when
// it hangs on a wall, so it never says whether the point is open now.
func (s *Site) helpCard(w http.ResponseWriter, r *http.Request, code string) error {
	v, _, err := s.newHelpPoint(r, code, "/card")
	if err != nil {
		return err
	}
	v.Card, v.NoIndex = true, true
	return s.write(w, http.StatusOK, "help-card", v)
}

// helpDay dresses one day; dated ones say which day they are.
func (p *page) helpDay(d helppoint.Day, now time.Time, dated bool) helpDay {
	v := helpDay{Name: p.p.Weekday(d.Weekday), Text: p.spells(d.Spells), Shut: len(d.Spells) == 0}
	if !dated {
		return v
	}
	v.Date, v.Today = p.p.Date(d.Date), d.Date == lang.DateOf(time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC))
	switch {
	case d.Away:
		v.Note = p.t("help.day.away")
	case d.Exception != nil && d.Exception.Reason != "":
		v.Note = p.t("help.day.exception") + " (" + p.t("help.reason."+d.Exception.Reason) + ")"
	case d.Exception != nil:
		v.Note = p.t("help.day.exception")
	case d.Holiday != "" && len(d.Spells) > 0:
		v.Text, v.Note = p.t("help.day.unknown"), p.t("help.day.holiday", "name", d.Holiday)
	}
	return v
}

// spells are the times of a day in words.
func (p *page) spells(all []helppoint.Spell) string {
	var parts []string
	for _, x := range all {
		text := p.p.Clock(x.From) + "–" + p.p.Clock(x.To)
		if x.To.Hour() == 0 && x.To.Minute() == 0 {
			text = p.p.Clock(x.From) + "–24:00"
		}
		if x.To.Sub(x.From) >= 23*time.Hour {
			text = ""
		}
		switch {
		case x.Comment == week.Appointment:
			text = strings.TrimSpace(text + " " + p.t("help.day.appointment"))
		case x.Comment != "":
			text = strings.TrimSpace(text + " (" + x.Comment + ")")
		case x.Kind == openhours.Unknown:
			text = strings.TrimSpace(text + " (" + p.t("help.day.unknown") + ")")
		case text == "":
			text = p.t("help.day.always")
		}
		parts = append(parts, text)
	}
	if len(parts) == 0 {
		return p.t("help.day.closed")
	}
	return strings.Join(parts, ", ")
}

// exceptionsToCome are the other hours that were told of days to come.
func (p *page) exceptionsToCome(h helppoint.Point, now time.Time) (all []string) {
	today := lang.DateOf(now).String()
	for _, e := range h.Exceptions {
		if e.To < today {
			continue
		}
		from, _ := lang.ParseDate(e.From)
		to, _ := lang.ParseDate(e.To)
		text := p.p.DateRange(from, to) + ": "
		if e.Hours == "" {
			text += p.t("help.day.closed")
		} else {
			text += strings.ReplaceAll(e.Hours, "-", "–")
		}
		if e.Reason != "" {
			text += " (" + p.t("help.reason."+e.Reason) + ")"
		}
		all = append(all, text)
	}
	return all
}

// pointMap draws where the point lies, with its place.
func (s *Site) pointMap(v *helpPointPage, h helppoint.Point) *mapView {
	if h.Place == 0 {
		return nil
	}
	return s.drawMap(&v.page, v.t("help.map.one"), townView, []mapPlace{{Place: mapDot(v.Point.ID, s.helpAt(h), v.Point.Town.Name)}}, nil)
}
