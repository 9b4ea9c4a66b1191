package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/meeting"
	"twintown/internal/names"
	"twintown/internal/people"
	"twintown/internal/press"
)

// meetingList lists meetings at the desk. Each reader sees what she may work on.
func (s *Site) meetingList(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Meetings == nil {
		return errNoPage
	}
	v := &deskListPage{page: s.newDesk(w, r, code, "/desk/meetings", "/desk/meetings")}
	v.Title, v.Lead = v.t("meeting.title"), v.t("meeting.lead")
	all, err := s.rooms.Meetings.All(r.Context())
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(m meeting.Meeting) bool { return !s.may(r, people.TranslatePress, m.Object()) })
	if object, err := s.ofNewMeeting(r); err == nil && s.may(r, people.WriteMeeting, object) {
		v.Actions = []link{{v.t("meeting.new"), "/" + code + "/desk/meetings/new"}}
	}
	open, err := s.openConferences(r, all)
	if err != nil {
		return err
	}
	found := arrangeList(r.URL.Query(), s.meetingSpec(&v.page, all, open))
	v.List = found.view(&v.page)
	v.keepQuery(r.URL.Query())
	return s.write(w, http.StatusOK, "desk-list", v)
}

// openConferences are those of the meetings whose working side is open, and open to the reader.
func (s *Site) openConferences(r *http.Request, all []meeting.Meeting) (map[string]bool, error) {
	open := map[string]bool{}
	if s.rooms.Guests == nil {
		return open, nil
	}
	conferences, err := s.rooms.Guests.Conferences(r.Context())
	for _, c := range conferences {
		at := slices.IndexFunc(all, func(m meeting.Meeting) bool { return m.ID == c.Meeting })
		open[c.Meeting] = at >= 0 && s.may(r, people.MeetingGuests, all[at].Object())
	}
	return open, err
}

func (s *Site) meetingSpec(p *page, all []meeting.Meeting, open map[string]bool) listSpec[meeting.Meeting] {
	now, world := s.clock.Now(), s.rooms.World()
	kinds := append([]option{{Name: p.t("list.any")}}, p.meetingKinds()...)
	years := []option{{Name: p.t("list.any")}}
	for _, m := range all {
		if y := strconv.Itoa(m.From.Year); m.From.Year != 0 && !slices.ContainsFunc(years, func(o option) bool { return o.Value == y }) {
			years = append(years, option{Value: y, Name: y})
		}
	}
	where := func(m meeting.Meeting) string {
		if m.Place == 0 {
			return ""
		}
		return world.Places.DisplayName(m.Place, p.Lang)
	}
	return listSpec[meeting.Meeting]{
		Path: "/desk/meetings", Caption: "meeting.title", Rows: all,
		ID:   func(m meeting.Meeting) string { return m.ID },
		Name: func(m meeting.Meeting) string { return p.itemTitle(m.Item) },
		Find: func(q string) func(meeting.Meeting) bool {
			q = names.Fold(q)
			return func(m meeting.Meeting) bool {
				return strings.Contains(names.Fold(where(m)), q) || slices.ContainsFunc(m.Texts, func(t press.Text) bool { return strings.Contains(names.Fold(t.Title), q) })
			}
		},
		Filters: []listFilter[meeting.Meeting]{
			{Key: "kind", Label: "meeting.kind", Options: kinds, Keep: func(m meeting.Meeting, v string) bool { return string(m.Kind) == v }},
			{Key: "year", Label: "press.year", Options: years, Keep: func(m meeting.Meeting, v string) bool { return strconv.Itoa(m.From.Year) == v }},
			{Key: "missing", Label: "press.missing", Options: s.offeredLanguages(p), Keep: func(m meeting.Meeting, v string) bool {
				_, there := m.Text(v)
				return !there
			}},
		},
		Columns: []listColumn[meeting.Meeting]{
			{
				Key: "title", Label: "press.field.title", Compare: func(a, b meeting.Meeting) int {
					return strings.Compare(names.Fold(p.itemTitle(a.Item)), names.Fold(p.itemTitle(b.Item)))
				},
				Cell: func(m meeting.Meeting) listCell {
					c := listCell{Text: p.itemTitle(m.Item), URL: "/" + p.Lang + "/desk/meetings/" + m.ID, Note: p.t("meeting.kind." + string(m.Kind))}
					if open[m.ID] {
						c.More = []link{{p.t("conference.desk"), "/" + p.Lang + "/desk/meetings/" + m.ID + "/delegations"}}
					}
					return c
				},
			},
			{
				Key: "when", Label: "meeting.when", Compare: func(a, b meeting.Meeting) int { return a.From.Calendar().Compare(b.From.Calendar()) },
				Cell: func(m meeting.Meeting) listCell { return listCell{Text: p.meetingDays(m.Facts)} },
			},
			{Key: "where", Label: "meeting.where", Cell: func(m meeting.Meeting) listCell { return listCell{Text: where(m)} }},
			{Key: "languages", Label: "press.languages", Cell: func(m meeting.Meeting) listCell { return listCell{Text: p.languageStates(m.Item, now)} }},
		},
		Tie: func(a, b meeting.Meeting) int {
			return cmp.Or(b.From.Calendar().Compare(a.From.Calendar()), strings.Compare(b.ID, a.ID))
		},
	}
}

func (p *page) meetingKinds() (list []option) {
	for _, k := range meeting.Kinds() {
		list = append(list, option{Value: string(k), Name: p.t("meeting.kind." + string(k))})
	}
	return list
}

// meetingDays says when a meeting is, as far as that is known.
func (p *page) meetingDays(f meeting.Facts) string {
	switch {
	case f.From.IsZero():
		return p.t("meeting.undated")
	case f.Exact() && !f.To.IsZero():
		return p.p.DateRange(f.From.Calendar(), f.To.Calendar())
	case !f.To.IsZero():
		return p.dateText(f.From) + " – " + p.dateText(f.To)
	}
	return p.dateText(f.From)
}
