package web

import (
	"slices"
	"strconv"

	"twintown/internal/meeting"
	"twintown/internal/platform/lang"
)

// rowField is the name of a field in a row of a form.
func rowField(part string, n int, name string) string {
	return part + "." + strconv.Itoa(n) + "." + name
}

func (f *form) setRow(part string, n int, pairs ...string) {
	for i := 0; i < len(pairs); i += 2 {
		f.values.Set(rowField(part, n, pairs[i]), pairs[i+1])
	}
}

// rows is how many rows of a part a form has, counted by a field that each of them has.
func (f *form) rows(part, name string, most int) (n int) {
	for n < most && f.values.Has(rowField(part, n, name)) {
		n++
	}
	return n
}

// More rows than a meeting may have are refused by its room; here they only must not be
// without end.
const mostRows = 120

// emptyRows is how many empty rows a form offers below those that are filled.
const emptyRows = 2

// patronRow is a patron in the form; was is which of the stored ones it is.
type patronRow struct {
	N              string
	Was            string
	Office, Holder string
	Ways, States   []option
}

// guestRow is a town or a country in the form.
type guestRow struct {
	Place     placeField
	Countries []option
	Country   string // name of the field
	People    fieldView
}

// materialRow is a document in the form.
type materialRow struct {
	N                      int
	Document, Title, About string
	URL, Lang, Edit        string
}

func (v *meetingFactsPage) dressPatrons() {
	f := v.Form
	for n := range f.rows("patron", "office", mostRows) + emptyRows {
		row := patronRow{N: strconv.Itoa(n), Was: f.raw(rowField("patron", n, "was")), Office: f.raw(rowField("patron", n, "office")), Holder: f.raw(rowField("patron", n, "holder"))}
		for _, way := range meeting.Patronages() {
			row.Ways = append(row.Ways, option{Value: string(way), Name: v.t("meeting.patronage." + string(way)), Chosen: f.raw(rowField("patron", n, "way")) == string(way)})
		}
		for _, state := range meeting.States() {
			row.States = append(row.States, option{Value: string(state), Name: v.t("meeting.state." + string(state)), Chosen: f.raw(rowField("patron", n, "state")) == string(state)})
		}
		v.Patrons = append(v.Patrons, row)
	}
}

func (s *Site) dressGuests(v *meetingFactsPage, offers map[string][]placeView) {
	f := v.Form
	for n := range f.rows("guest", "country", mostRows) + emptyRows {
		place, country, people := rowField("guest", n, "place"), rowField("guest", n, "country"), rowField("guest", n, "people")
		row := guestRow{Country: country, People: f.Field(people, "number", "meeting.people", "", "off")}
		row.Place = placeField{f.Field(place, "text", "meeting.town", "", "off"), f.raw(idPrefix + place), offers[place]}
		row.Countries = []option{{Name: v.t("meeting.country.of_town")}}
		for _, c := range s.countries {
			row.Countries = append(row.Countries, option{Value: c, Name: v.p.CountryName(c), Chosen: f.raw(country) == c})
		}
		lang.SortFunc(v.p, row.Countries[1:], func(o option) string { return o.Name })
		v.Guests = append(v.Guests, row)
	}
}

func (f *form) patrons(l string, old []meeting.Patron) (all []meeting.Patron) {
	for n := range f.rows("patron", "office", mostRows) {
		var p meeting.Patron
		office := f.text(rowField("patron", n, "office"))
		if office == "" {
			continue
		}
		if was, err := strconv.Atoi(f.raw(rowField("patron", n, "was"))); err == nil && was >= 0 && was < len(old) {
			p = old[was] // with what is planned for it
		}
		p.Way, p.State, p.Holder = meeting.Patronage(f.text(rowField("patron", n, "way"))), meeting.State(f.text(rowField("patron", n, "state"))), f.text(rowField("patron", n, "holder"))
		p.Office = p.Office.With(l, office)
		all = append(all, p)
	}
	return all
}

// materials are the documents that stay, in the order that the form gives them.
func (f *form) materials(l string, old []meeting.Material) (all []meeting.Material) {
	type placed struct {
		meeting.Material
		at int
	}
	var list []placed
	for n := range f.rows("material", "document", mostRows) {
		i := slices.IndexFunc(old, func(m meeting.Material) bool { return m.Document == f.raw(rowField("material", n, "document")) })
		if i < 0 || f.checked(rowField("material", n, "gone")) {
			continue
		}
		m := old[i]
		m.Language, m.Title = f.text(rowField("material", n, "language")), m.Title.With(l, f.text(rowField("material", n, "title")))
		at, err := strconv.Atoi(f.text(rowField("material", n, "order")))
		if err != nil {
			at = n + 1
		}
		list = append(list, placed{m, at})
	}
	slices.SortStableFunc(list, func(a, b placed) int { return a.at - b.at })
	for _, x := range list {
		all = append(all, x.Material)
	}
	return all
}

func (s *Site) readGuests(v *meetingFactsPage, venue int64, offers map[string][]placeView) (all []meeting.Guests) {
	f, now := v.Form, s.rooms.World()
	near := []int64{}
	for _, g := range v.Meeting.Guests {
		near = append(near, g.Place)
	}
	for n := range f.rows("guest", "country", mostRows) {
		name := rowField("guest", n, "place")
		g := meeting.Guests{Country: f.text(rowField("guest", n, "country")), People: meeting.Uncounted}
		if g.Country != "" && !slices.Contains(s.countries, g.Country) {
			g.Country = ""
		}
		g.Place, offers[name] = s.placeIn(f, &v.page, now, name, near)
		if p, ok := now.Places.Get(g.Place); ok {
			g.Country = p.Country
		}
		if text := f.text(rowField("guest", n, "people")); text != "" {
			g.People = int(f.whole(rowField("guest", n, "people"), "error.meeting.people"))
			if g.People < 0 {
				f.fail(rowField("guest", n, "people"), lang.Msg("error.meeting.people"))
			}
		}
		if g.Place != 0 || g.Country != "" {
			all = append(all, g)
		}
	}
	return all
}
