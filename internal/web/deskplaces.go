package web

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"

	"twintown/internal/people"
	"twintown/internal/place"
)

// placeRow is a place in the desk's list.
type placeRow struct {
	place.Place
	partners int
}

// deskPlaces lists the places that have partners, and those that the person looks after.
func (s *Site) deskPlaces(w http.ResponseWriter, r *http.Request, code string) error {
	v := &deskListPage{page: s.newDesk(w, r, code, "/desk/places", "/desk/places")}
	v.Title = v.t("desk.places.title")
	latest := &latestChanges{}
	found := s.findPlaceRows(r, &v.page, r.URL.Query(), latest)
	var ids []string
	for _, row := range found.Page {
		ids = append(ids, strconv.FormatInt(row.ID, 10))
	}
	if err := s.fillLatest(r, latest, "place", ids); err != nil {
		return err
	}
	v.List = found.view(&v.page)
	v.keepQuery(r.URL.Query())
	return s.write(w, http.StatusOK, "desk-list", v)
}

// exportPlaces gives what is filtered as a spreadsheet.
func (s *Site) exportPlaces(w http.ResponseWriter, r *http.Request, code string) error {
	p := s.newPage(r, code, "/desk/places")
	found := s.findPlaceRows(r, &p, r.URL.Query(), &latestChanges{})
	return found.send(w, &p, r.FormValue("as"), "places", s.clock.Now())
}

// placeRows are the places with partners, the person's own, and those that a search names:
// all 135,000 of the gazetteer are no list.
func (s *Site) placeRows(r *http.Request, q string) []placeRow {
	now := s.rooms.World()
	seen := map[int64]bool{}
	var rows []placeRow
	add := func(n int64) {
		if found, ok := now.Places.Get(n); ok && !seen[n] {
			seen[n] = true
			rows = append(rows, placeRow{found, len(now.Graph.Of(n))})
		}
	}
	for _, n := range now.Graph.Places() {
		add(n)
	}
	for _, n := range myPlaces(r) {
		add(n)
	}
	if q != "" {
		for n := range placesNamed(now, q) {
			add(n)
		}
	}
	return rows
}

func (s *Site) findPlaceRows(r *http.Request, p *page, q url.Values, latest *latestChanges) arranged[placeRow] {
	now, actor := s.rooms.World(), actorOf(r)
	ranks := s.order.in(s, now, p.Lang)
	name := func(row placeRow) string { return now.Places.DisplayName(row.ID, p.Lang) }
	return arrangeList(q, listSpec[placeRow]{
		Path: "/desk/places", Caption: "desk.places.title", Rows: s.placeRows(r, q.Get("q")), Sort: "name", Name: name,
		ID:  func(row placeRow) string { return strconv.FormatInt(row.ID, 10) },
		Tie: func(a, b placeRow) int { return cmp.Compare(a.ID, b.ID) },
		Find: func(text string) func(placeRow) bool {
			named := placesNamed(now, text)
			return func(row placeRow) bool { return named[row.ID] }
		},
		Export: people.Allows(actor, people.ExportList, people.Object{}),
		Filters: []listFilter[placeRow]{
			scopeFilter(s, p, actor, func(row placeRow) []int64 { return []int64{row.ID} }),
			{Key: "country", Label: "desk.partnerships.country", Options: p.countryOptions(now), Keep: func(row placeRow, c string) bool { return row.Country == c }},
			{Key: "kind", Label: "desk.places.kind", Options: p.placeKindOptions(), Keep: func(row placeRow, k string) bool { return string(row.Kind) == k }},
		},
		Columns: []listColumn[placeRow]{
			{
				Key: "name", Label: "desk.places.name", Compare: func(a, b placeRow) int { return cmp.Compare(ranks[a.ID], ranks[b.ID]) },
				Cell: func(row placeRow) listCell {
					return listCell{Text: name(row), URL: "/" + p.Lang + "/desk/places/" + strconv.FormatInt(row.ID, 10)}
				},
				Export: func(row placeRow) any { return name(row) },
			},
			{
				Key: "where", Label: "desk.places.where", Compare: func(a, b placeRow) int {
					return cmp.Or(cmp.Compare(a.Country, b.Country), cmp.Compare(a.Region, b.Region))
				},
				Cell:   func(row placeRow) listCell { return listCell{Text: p.where(now, row.Place)} },
				Export: func(row placeRow) any { return p.where(now, row.Place) },
			},
			{
				Key: "kind", Label: "desk.places.kind", Compare: func(a, b placeRow) int { return cmp.Compare(a.Kind, b.Kind) },
				Cell:   func(row placeRow) listCell { return listCell{Text: p.placeKind(row.Kind)} },
				Export: func(row placeRow) any { return p.placeKind(row.Kind) },
			},
			numberColumn("population", "town.fact.population", p, func(row placeRow) int64 { return row.Population }),
			numberColumn("partners", "desk.nav.partnerships", p, func(row placeRow) int64 { return int64(row.partners) }),
			{Key: "number", Label: "desk.places.number", Right: true, Cell: func(row placeRow) listCell { return listCell{Text: strconv.FormatInt(row.ID, 10)} }, Export: func(row placeRow) any { return row.ID }},
			{Key: "changed", Label: "list.changed", Tight: true, Cell: func(row placeRow) listCell { return latest.cell(p, strconv.FormatInt(row.ID, 10)) }},
		},
	})
}

// numberColumn is a column of numbers; 0 is unknown.
func numberColumn[T any](key, label string, p *page, of func(T) int64) listColumn[T] {
	return listColumn[T]{
		Key: key, Label: label, Right: true, Compare: func(a, b T) int { return cmp.Compare(of(a), of(b)) },
		Cell: func(row T) listCell {
			if of(row) == 0 {
				return listCell{}
			}
			return listCell{Text: p.p.Number(of(row))}
		},
		Export: func(row T) any { return of(row) },
	}
}

func (p *page) placeKind(k place.Kind) string {
	if k == "" {
		return ""
	}
	return p.t("place.kind." + string(k))
}

func (p *page) placeKindOptions() []option {
	list := p.any()
	for _, k := range place.Kinds() {
		list = append(list, option{Value: string(k), Name: p.placeKind(k)})
	}
	return list
}

// becameView says what became of a unit, on its page.
type becameView struct {
	Text   string
	Places []placeView
	Source string
}

// became tells which changes of units concern a place: it ended, or it followed others.
func (s *Site) became(r *http.Request, p *page, number int64) (list []becameView, err error) {
	if s.rooms.Places == nil {
		return nil, nil
	}
	all, err := s.rooms.Places.ChangesOf(r.Context(), s.rooms.Places.DB(), number)
	if err != nil {
		return nil, err
	}
	now := s.rooms.World()
	for _, c := range all {
		v := becameView{Source: c.Source}
		others, key := c.Before, "place.follows"
		for _, n := range c.Before {
			if n == number {
				others, key = c.After, "place.became."+string(c.Kind)
			}
		}
		v.Text = p.t(key, "date", c.Day)
		for _, n := range others {
			v.Places = append(v.Places, p.placeView(now, n))
		}
		list = append(list, v)
	}
	return list, nil
}
