package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/meeting"
	"twintown/internal/platform/markup"
	"twintown/internal/press"
)

// meetingsPage lists meetings: those to come, then those that were, by year.
type meetingsPage struct {
	page
	Lead    string
	Coming  []meetingTeaser
	Years   []meetingYear
	Choices []pressChoice
	Nothing string
	ICS     string
	Results *link // meetings side by side by what came of them; nil: none is over
}

// meetingYear are the meetings of a year that are over; Name is "" for those without one.
type meetingYear struct {
	Name  string
	Items []meetingTeaser
}

// meetingTeaser is a meeting in a list.
type meetingTeaser struct {
	URL, Title, Lead string
	Kind, When       string
	Where            string
	Off              bool
}

// meetings lists what is public in the language.
func (s *Site) meetings(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Meetings == nil {
		return errNoPage
	}
	v := &meetingsPage{page: s.newPage(r, code, "/meetings")}
	v.Title, v.Section, v.Nothing = v.t("press.section.meeting"), "meetings", v.t("meeting.none_public")
	v.Lead, v.Feed, v.ICS = v.t("meeting.list.lead"), "/"+code+"/meetings.atom", "/"+code+"/meetings.ics"
	v.Description = v.Lead
	q := r.URL.Query()
	every, err := s.rooms.Meetings.Public(r.Context(), code, s.today())
	if err != nil {
		return err
	}
	ask := tidied(q, "year", "place")
	v.chooseMeetings(s, every, ask)
	for _, m := range every {
		year := strconv.Itoa(m.From.Year)
		if y := ask.Get("year"); y != "" && y != year {
			continue
		}
		if p := ask.Get("place"); p != "" && !slices.Contains(m.Targets(press.OfPlace), p) {
			continue
		}
		t := s.meetingTeaser(&v.page, m)
		if !m.Over(s.today()) {
			v.Coming = append(v.Coming, t)
			continue
		}
		if n := len(v.Years); n == 0 || v.Years[n-1].Name != year {
			v.Years = append(v.Years, meetingYear{Name: year})
		}
		last := &v.Years[len(v.Years)-1]
		last.Items = append(last.Items, t)
	}
	if s.rooms.Observatory != nil && len(v.Years) > 0 {
		v.Results = &link{v.t("observatory.cohorts"), "/" + code + "/results"}
	}
	v.keepQuery(q)
	return s.write(w, http.StatusOK, "meetings", v)
}

// chooseMeetings offers the years and towns of what is listed.
func (v *meetingsPage) chooseMeetings(s *Site, every []meeting.Shown, ask url.Values) {
	path := "/" + v.Lang + "/meetings"
	list := &pressListPage{page: v.page}
	var years []press.Count
	var texts []press.Shown
	for _, m := range every {
		texts = append(texts, m.Shown)
		year := strconv.Itoa(m.From.Year)
		if m.From.Year == 0 {
			continue
		}
		i := slices.IndexFunc(years, func(c press.Count) bool { return c.Value == year })
		if i < 0 {
			i, years = len(years), append(years, press.Count{Value: year})
		}
		years[i].N++
	}
	slices.SortFunc(years, func(a, b press.Count) int { return strings.Compare(b.Value, a.Value) })
	list.choose("press.year", "year", years, ask, path)
	list.choosePlace(s, texts, ask, path)
	v.Choices = list.Choices
}

// meetingTeaser dresses a meeting for a list.
func (s *Site) meetingTeaser(p *page, m meeting.Shown) meetingTeaser {
	t := meetingTeaser{URL: "/" + m.Language + m.Path(), Title: m.Title, Lead: m.Lead, Kind: p.t("meeting.kind." + string(m.Kind)), When: p.meetingDays(m.Facts), Off: m.Off}
	if t.Lead == "" {
		t.Lead = markup.Beginning(m.Body, mostLead)
	}
	if m.Place != 0 {
		t.Where = s.placeNames(p, []string{strconv.FormatInt(m.Place, 10)})
	}
	return t
}

// meetingsOf are the meetings of a town or a partnership, for its page.
func (s *Site) meetingsOf(r *http.Request, p *page, about press.Link) (list []meetingTeaser, err error) {
	if s.rooms.Meetings == nil {
		return nil, nil
	}
	all, err := s.rooms.Meetings.About(r.Context(), p.Lang, about)
	for _, m := range all[:min(len(all), mostRelated)] {
		list = append(list, s.meetingTeaser(p, m))
	}
	return list, err
}
