package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/platform/geo"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/markup"
	"twintown/internal/press"
	"twintown/internal/topic"
)

// fillMeeting fills what a draft shows too.
func (s *Site) fillMeeting(r *http.Request, v *meetingPage, m meeting.Shown) (err error) {
	v.Section, v.Title, v.Description = "meetings", m.Title, m.Lead
	if v.Description == "" {
		v.Description = markup.Beginning(m.Body, mostDescription)
	}
	v.Crumbs = []link{{v.t("press.section.meeting"), "/" + v.Lang + "/meetings"}}
	if v.Article, err = s.articleView(r, &v.page, v.Lang, press.Meeting, m.Content, m.Own); err != nil {
		return err
	}
	v.Article.Lang = "" // the page's own
	if m.Translation() {
		v.Origin = v.t("press.origin."+string(m.Origin)+".told", "language", m.Of)
	}
	first := v.Lang
	if m.Of != "" {
		first = m.Of
	}
	v.fillKicker(m, first)
	s.fillWhen(v, m.Facts)
	s.fillWhere(v, m.Facts, first)
	v.Organisers = m.Organisers
	if v.Credit, err = s.meetingCredit(r, &v.page, m, first); err != nil {
		return err
	}
	if err := s.fillPatrons(r, v, m, first); err != nil {
		return err
	}
	s.fillGuests(v, m.Facts)
	v.fillProgramme(m.Facts, first)
	if err := s.takeAgenda(r, v, m); err != nil {
		return err
	}
	for _, code := range m.Topics {
		v.Topics = append(v.Topics, link{v.p.Message(topic.Label(code)), "/" + v.Lang + "/practices?topic=" + url.QueryEscape(code)})
	}
	return s.fillRelated(r, v, m, first)
}

func (v *meetingPage) fillKicker(m meeting.Shown, first string) {
	v.Kicker, v.Off = v.t("meeting.kind."+string(m.Kind)), m.Off
	if series := wordedIn(m.Series, v.Lang, first); series.Text != "" {
		v.Kicker += " · " + series.Text
	}
	if m.Edition > 0 {
		v.Kicker += " · " + v.t("meeting.edition.no", "n", strconv.Itoa(m.Edition))
	}
}

// nearDays is how long before a meeting its page counts the days.
const nearDays = 60

func (s *Site) fillWhen(v *meetingPage, f meeting.Facts) {
	v.Days = v.meetingDays(f)
	if why := f.From.InferredWhy; why != "" {
		v.Inferred = v.t("inferred.why." + why)
	}
	if !f.Exact() {
		return
	}
	day := time.Date(f.From.Year, time.Month(f.From.Month), f.From.Day, 0, 0, 0, 0, time.UTC)
	if f.To.IsZero() && !f.From.Inferred() { // a weekday would rest on the guess
		v.Weekday = v.p.Weekday(day.Weekday())
	}
	if begin, end, ok := f.Hours(); ok {
		v.Hours = v.p.Clock(begin)
		if end.After(begin) && f.To.IsZero() {
			v.Hours += "–" + v.p.Clock(end)
		}
		if zone, _ := time.LoadLocation(s.homeZone().String()); zone == nil || zone.String() != f.Zone {
			v.Hours += " (" + strings.ReplaceAll(f.Zone, "_", " ") + ")"
		}
	}
	t := s.today()
	today := time.Date(t.Year, time.Month(t.Month), t.Day, 0, 0, 0, 0, time.UTC)
	if days := int(day.Sub(today).Hours() / 24); days > 0 && days <= nearDays && !f.Off {
		v.Coming = v.t("meeting.in_days", "n", days)
	}
}

func (s *Site) fillWhere(v *meetingPage, f meeting.Facts, first string) {
	now := s.rooms.World()
	v.Venue, v.Address = wordedIn(f.Venue, v.Lang, first), f.Address
	if f.At != nil {
		at := strconv.FormatFloat(f.At.Lat, 'f', 5, 64) + "/" + strconv.FormatFloat(f.At.Lon, 'f', 5, 64)
		v.MapURL = "https://www.openstreetmap.org/?mlat=" + strings.Replace(at, "/", "&mlon=", 1) + "#map=17/" + at
	}
	here, ok := now.Places.Get(f.Place)
	if !ok {
		return
	}
	view := v.placeView(now, f.Place)
	v.Place = &view
	own := mapPlace{Place: geo.Place{ID: filled(here.ID), At: point(here), Label: view.Name, Class: "here", Rank: 1000, Size: 5}, URL: view.URL}
	var lines []mapLink
	for _, g := range f.Guests {
		there, ok := now.Places.Get(g.Place)
		if !ok || g.Place == f.Place {
			continue
		}
		name := now.Places.DisplayName(there.ID, v.Lang)
		lines = append(lines, mapLink{From: own.At, To: point(there), Here: own, There: mapPlace{
			Place: geo.Place{ID: filled(there.ID), At: point(there), Label: name, Class: "there", Rank: 10, Size: 3.5}, URL: placeURL(now, there.ID, v.Lang),
		}})
	}
	near, _ := nearLinks(lines)
	places := placesOf(near)
	if len(places) == 0 {
		places = []mapPlace{own}
	}
	v.Map = s.drawMap(&v.page, v.t("meeting.map"), townView, places, near)
}

func (s *Site) fillPatrons(r *http.Request, v *meetingPage, m meeting.Shown, first string) error {
	for _, p := range m.PatronsShown() {
		logo, err := s.patronImage(r, "/"+v.Lang+m.Path(), p)
		if err != nil {
			return err
		}
		way := v.t("meeting.patronage." + string(p.Way))
		if n := len(v.Patrons); n == 0 || v.Patrons[n-1].Way != way {
			v.Patrons = append(v.Patrons, patronGroup{Way: way})
		}
		group := &v.Patrons[len(v.Patrons)-1]
		group.Patrons = append(group.Patrons, patronView{wordedIn(p.Office, v.Lang, first), p.Holder, logo})
	}
	return nil
}

// fillGuests groups the guests by country. Who was not counted is not added up as none.
func (s *Site) fillGuests(v *meetingPage, f meeting.Facts) {
	now, sum, all := s.rooms.World(), 0, true
	sums, whole := map[string]int{}, map[string]bool{}
	var order []string
	for _, g := range f.Guests {
		if _, seen := whole[g.Country]; !seen {
			order, whole[g.Country] = append(order, g.Country), true
		}
		if g.People == meeting.Uncounted {
			whole[g.Country], all = false, false
			continue
		}
		sums[g.Country], sum = sums[g.Country]+g.People, sum+g.People
	}
	for _, country := range order {
		group := guestGroup{Country: v.p.CountryName(country), Count: v.guestCount(sums[country], whole[country])}
		for _, g := range f.Guests {
			if _, ok := now.Places.Get(g.Place); g.Country != country || !ok {
				continue
			}
			group.Towns = append(group.Towns, guestView{v.placeView(now, g.Place), v.guestCount(max(g.People, 0), g.People != meeting.Uncounted)})
		}
		if len(group.Towns) == 1 && group.Towns[0].Count == group.Count {
			group.Towns[0].Count = "" // said once
		}
		v.Guests = append(v.Guests, group)
	}
	switch {
	case len(order) > 1 && all:
		v.GuestsSum = v.t("meeting.guests.sum", "n", sum)
	case len(order) > 1 && sum == 0: // nobody was counted: that is said once
		v.GuestsSum = v.t("meeting.guests.unknown")
		for i := range v.Guests {
			v.Guests[i].Count = ""
			for j := range v.Guests[i].Towns {
				v.Guests[i].Towns[j].Count = ""
			}
		}
	}
}

// GuestsOnMap says whether the map shows more than where the meeting was.
func (v *meetingPage) GuestsOnMap() bool {
	return slices.ContainsFunc(v.Guests, func(g guestGroup) bool { return len(g.Towns) > 0 })
}

// guestCount says how many came: exactly, at least, or that nobody counted.
func (p *page) guestCount(n int, whole bool) string {
	switch {
	case whole:
		return p.t("meeting.guests.n", "n", n)
	case n > 0:
		return p.t("meeting.guests.least", "n", n)
	}
	return p.t("meeting.uncounted")
}

func (v *meetingPage) fillProgramme(f meeting.Facts, first string) {
	days := 0
	if len(f.Programme) > 0 {
		days = f.Programme[len(f.Programme)-1].Day
	}
	for _, x := range f.Programme {
		if n := len(v.Programme); n == 0 || x.Day != f.Programme[0].Day+n-1 {
			name := ""
			if days > 0 {
				name = v.t("meeting.day", "n", x.Day+1)
			}
			if days > 0 && f.Exact() {
				at := time.Date(f.From.Year, time.Month(f.From.Month), f.From.Day+x.Day, 0, 0, 0, 0, time.UTC)
				name = v.p.Weekday(at.Weekday()) + ", " + v.p.Date(lang.DateOf(at))
			}
			v.Programme = append(v.Programme, programmeDay{Name: name})
		}
		slot := slotView{From: x.From, Hours: x.From, Title: wordedIn(x.Title, v.Lang, first)}
		if x.Until != "" {
			slot.Hours += "–" + x.Until
		}
		day := &v.Programme[len(v.Programme)-1]
		day.Timed, day.Slots = day.Timed || x.From != "", append(day.Slots, slot)
	}
}
