package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"twintown/internal/meeting/delegation"
)

// conferenceDayPage is what an organiser needs to know for the days of the meeting: who comes
// when, and how many of what. It names nobody: names stand in the delegations' lists.
type conferenceDayPage struct {
	conferenceHead
	Coming, Listed int
	Arrivals       []dayGroup
	Departures     []dayGroup
	Counts         []countGroup
	CareURL        string
	Nobody         bool
}

// dayGroup is a day with those who arrive or leave on it.
type dayGroup struct {
	Day   string
	N     int
	Lines []dayLine
}

// dayLine is a delegation at an hour.
type dayLine struct {
	Hour, Name, URL string
	N               int
}

// countGroup is a list of numbers under a heading.
type countGroup struct {
	Title string
	Rows  []countLine
}

// countLine is a number with what it counts.
type countLine struct {
	Name string
	N    int
}

// conferenceDay shows it.
func (s *Site) conferenceDay(w http.ResponseWriter, r *http.Request, code string) error {
	head, ok, err := s.openedConference(w, r, code, "/day", "day")
	if err != nil || !ok {
		return err
	}
	v := &conferenceDayPage{conferenceHead: head, CareURL: head.Base + "/day/care"}
	members, names, err := s.guestsComing(r, &v.conferenceHead)
	if err != nil {
		return err
	}
	for _, n := range names {
		v.Coming += n.coming
	}
	v.Listed, v.Nobody = len(members), len(names) == 0
	arrives := func(m delegation.Member) string { return m.Arrives }
	leaves := func(m delegation.Member) string { return m.Leaves }
	v.Arrivals, v.Departures = v.dayGroups(members, names, arrives), v.dayGroups(members, names, leaves)
	v.Counts = v.dayCounts(members, names)
	return s.write(w, http.StatusOK, "conference-day", v)
}

// comingDelegation is one that comes, as these pages name it.
type comingDelegation struct {
	name, url, language string
	coming              int
}

// guestsComing are the people in the lists of those that come, and the delegations by their
// identifiers.
func (s *Site) guestsComing(r *http.Request, v *conferenceHead) ([]delegation.Member, map[string]comingDelegation, error) {
	all, err := s.rooms.Guests.Of(r.Context(), v.Meeting.ID)
	if err != nil {
		return nil, nil, err
	}
	coming := map[string]comingDelegation{}
	for _, d := range all {
		if d.State == delegation.Accepted {
			coming[d.ID] = comingDelegation{s.delegationName(&v.page, d), v.Base + "/delegations/" + d.ID, d.Language, d.Coming}
		}
	}
	members, err := s.rooms.Guests.MembersOf(r.Context(), v.Meeting.ID)
	return members, coming, err
}

// dayGroups puts people into days and hours by what of says of each; those of whom it is not
// known stand last.
func (v *conferenceHead) dayGroups(members []delegation.Member, names map[string]comingDelegation, of func(delegation.Member) string) (groups []dayGroup) {
	type key struct{ day, hour, delegation string }
	counts := map[key]int{}
	for _, m := range members {
		day, hour, _ := strings.Cut(of(m), " ")
		counts[key{day, hour, m.Delegation}]++
	}
	keys := make([]key, 0, len(counts))
	for k := range counts {
		keys = append(keys, k)
	}
	last := func(s string) string { return cmp.Or(s, "~") } // what is not known stands behind what is
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(strings.Compare(last(a.day), last(b.day)), strings.Compare(last(a.hour), last(b.hour)), v.p.Compare(names[a.delegation].name, names[b.delegation].name))
	})
	for _, k := range keys {
		day := v.t("guests.day.unknown")
		if k.day != "" {
			day = v.hourText(k.day)
		}
		if n := len(groups); n == 0 || groups[n-1].Day != day {
			groups = append(groups, dayGroup{Day: day})
		}
		g := &groups[len(groups)-1]
		g.N += counts[k]
		g.Lines = append(g.Lines, dayLine{k.hour, names[k.delegation].name, names[k.delegation].url, counts[k]})
	}
	return groups
}

// dayCounts are the numbers that a kitchen, a hotel and a bus need.
func (v *conferenceHead) dayCounts(members []delegation.Member, names map[string]comingDelegation) (all []countGroup) {
	lodging, roles, speaks, needs := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for _, m := range members {
		lodging["guest.lodging."+cmp.Or(string(m.Lodging), "not_said")]++
		roles["guest.role."+string(m.Role)]++
		for _, l := range m.Languages {
			speaks[l]++
		}
		if len(m.Languages) == 0 {
			speaks[""]++
		}
		for key, is := range map[string]bool{"diet": m.Care.Diet != "", "access": m.Care.Access != "", "visa": m.Visa.Wanted, "minor": m.Minor, "photo": !m.Photo} {
			if is {
				needs["guests.need."+key]++
			}
		}
	}
	message := func(key string) string { return v.t(key) }
	language := func(code string) string {
		if code == "" {
			return v.t("guests.day.unknown")
		}
		return v.p.LanguageName(code)
	}
	for _, g := range []struct {
		key    string
		counts map[string]int
		name   func(string) string
	}{{"guests.day.needs", needs, message}, {"guests.day.lodging", lodging, message}, {"guests.day.speaks", speaks, language}, {"guests.day.roles", roles, message}} {
		if rows := countLines(g.counts, g.name); len(rows) > 0 {
			all = append(all, countGroup{v.t(g.key), rows})
		}
	}
	return all
}

// countLines are numbers by what they count, the largest first.
func countLines(counts map[string]int, name func(string) string) (rows []countLine) {
	keys := make([]string, 0, len(counts))
	for k := range counts {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b)) })
	for _, k := range keys {
		rows = append(rows, countLine{name(k), counts[k]})
	}
	return rows
}

// conferenceCarePage names those who need something, for who cooks, seats and lodges them.
// That somebody opened it stands in the record of changes.
type conferenceCarePage struct {
	conferenceHead
	Back  string
	Rows  []careRow
	Visas []visaRow
}

// careRow is what a person needs.
type careRow struct{ Name, Delegation, URL, Diet, Access string }

// visaRow is a person who wants a visa letter, and what it lacks.
type visaRow struct {
	Name, Delegation, URL string
	Lacks                 []string
}

// conferenceCare shows it, and notes that it was opened.
func (s *Site) conferenceCare(w http.ResponseWriter, r *http.Request, code string) error {
	head, ok, err := s.openedConference(w, r, code, "/day/care", "day")
	if err != nil || !ok {
		return err
	}
	v := &conferenceCarePage{conferenceHead: head, Back: head.Base + "/day"}
	members, names, err := s.guestsComing(r, &v.conferenceHead)
	if err != nil {
		return err
	}
	for _, m := range members {
		from := names[m.Delegation]
		if m.Care.Diet != "" || m.Care.Access != "" { // what she needs of a host family stands there
			v.Rows = append(v.Rows, careRow{m.Name, from.name, from.url, m.Care.Diet, m.Care.Access})
		}
		if m.Visa.Wanted {
			v.Visas = append(v.Visas, visaRow{m.Name, from.name, from.url, v.lettersLack(m, v.Meeting.Facts)})
		}
	}
	slices.SortStableFunc(v.Rows, func(a, b careRow) int { return v.p.Compare(a.Delegation, b.Delegation) })
	slices.SortStableFunc(v.Visas, func(a, b visaRow) int { return v.p.Compare(a.Delegation, b.Delegation) })
	if err := s.rooms.Guests.Looked(r.Context(), actorOf(r), v.Meeting.ID, "care_seen", len(v.Rows)+len(v.Visas)); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "conference-care", v)
}
