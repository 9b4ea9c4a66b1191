package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
	"twintown/internal/world"
)

// deskListPage is any list of the desk.
type deskListPage struct {
	page
	Lead    string
	Actions []link
	Notice  *mailNotice // what keeps mails from going out; nil: nothing
	List    *listView
}

// lineRow is a partnership in the desk's list.
type lineRow struct {
	*partnership.Line
	here, there         int64 // the reader's own place first
	hereRank, thereRank int   // where their names stand in the page's language
}

// deskPartnerships lists partnerships as those who look after them need them.
func (s *Site) deskPartnerships(w http.ResponseWriter, r *http.Request, code string) error {
	v := &deskListPage{page: s.newDesk(w, r, code, "/desk/partnerships", "/desk/partnerships")}
	v.Title = v.t("desk.partnerships.title")
	for _, number := range myPlaces(r) {
		if s.may(r, people.EditOwn, s.placesObject("place", "", number)) {
			v.Actions = []link{{v.t("desk.begin.title"), "/" + code + "/desk/partnerships/new?place=" + strconv.FormatInt(number, 10)}}
			break
		}
	}
	found, latest, err := s.findLines(r, &v.page)
	if err != nil {
		return err
	}
	var ids []string
	for _, row := range found.Page {
		ids = append(ids, row.ID)
	}
	if err := s.fillLatest(r, latest, "partnership", ids); err != nil {
		return err
	}
	v.List = found.view(&v.page)
	v.keepQuery(r.URL.Query())
	return s.write(w, http.StatusOK, "desk-list", v)
}

// exportPartnerships gives what is filtered as a spreadsheet.
func (s *Site) exportPartnerships(w http.ResponseWriter, r *http.Request, code string) error {
	p := s.newPage(r, code, "/desk/partnerships")
	found, _, err := s.findLines(r, &p)
	if err != nil {
		return err
	}
	return found.send(w, &p, r.FormValue("as"), "partnerships", s.clock.Now())
}

// findLines is the list that an address asks for. latest is who changed what last; its
// caller fills it for the rows that it shows.
func (s *Site) findLines(r *http.Request, p *page) (arranged[lineRow], *latestChanges, error) {
	return s.findLinesBy(r, p, r.URL.Query())
}

// lineRows are all partnerships, each with the reader's own side first.
func (s *Site) lineRows(r *http.Request, code string) ([]lineRow, error) {
	lines, err := s.book.Lines(r.Context(), s.today())
	if err != nil {
		return nil, err
	}
	mine := myPlaces(r)
	ranks := s.order.in(s, s.rooms.World(), code)
	rows := make([]lineRow, len(lines))
	for i := range lines {
		l := &lines[i]
		row := lineRow{Line: l, here: l.Present[0]}
		if len(l.Present) > 1 {
			row.there = l.Present[1]
		}
		if slices.Contains(mine, row.there) && !slices.Contains(mine, row.here) {
			row.here, row.there = row.there, row.here
		}
		row.hereRank, row.thereRank = ranks[row.here], ranks[row.there]
		rows[i] = row
	}
	return rows, nil
}

// lineColumns are the columns of the list.
func (s *Site) lineColumns(p *page, w *world.World, latest *latestChanges) []listColumn[lineRow] {
	name := func(n int64) string { return w.Places.DisplayName(n, p.Lang) }
	byPair := func(a, b lineRow) int {
		return cmp.Or(cmp.Compare(a.hereRank, b.hereRank), cmp.Compare(a.thereRank, b.thereRank))
	}
	yesNo := func(b bool) string {
		if b {
			return p.t("list.yes")
		}
		return p.t("list.no")
	}
	return []listColumn[lineRow]{
		{
			Key: "pair", Label: "desk.partnerships.pair", Compare: byPair,
			Cell: func(l lineRow) listCell {
				return listCell{Text: name(l.here) + " – " + name(l.there), URL: "/" + p.Lang + "/partnerships/" + l.ID, Note: s.lineNote(p, w, l)}
			},
			Export: func(l lineRow) any { return name(l.here) },
		},
		{
			Key: "partner", Label: "desk.partnerships.partners",
			Export: func(l lineRow) any { return name(l.there) },
		},
		{
			Key: "status", Label: "desk.partnerships.status", Compare: func(a, b lineRow) int { return cmp.Compare(standing(a.Status), standing(b.Status)) },
			Cell: func(l lineRow) listCell {
				status := p.lineStatus(*l.Line)
				return listCell{Status: &status}
			},
			Export: func(l lineRow) any { return p.lineStatus(*l.Line).Word },
		},
		{
			Key: "since", Label: "desk.partnerships.since", Tight: true, Compare: func(a, b lineRow) int { return a.begun().Compare(b.begun()) },
			Cell:   func(l lineRow) listCell { return listCell{Text: p.lineSince(*l.Line)} },
			Export: func(l lineRow) any { return exportDate(l.Start.Calendar()) },
		},
		dateColumn("term", "desk.partnerships.term", p, func(l lineRow) lang.Date { return l.TermEnd }),
		dateColumn("sign", "desk.partnerships.sign", p, func(l lineRow) lang.Date { return l.LastSign.Calendar() }),
		{
			Key: "sources", Label: "desk.partnerships.sources", Right: true, Compare: func(a, b lineRow) int { return cmp.Compare(a.Sources, b.Sources) },
			Cell: func(l lineRow) listCell {
				c := listCell{Text: p.p.Number(l.Sources)}
				if len(l.Confirmed) > 0 {
					c.Note = p.t("desk.partnerships.is_confirmed")
				}
				return c
			},
			Export: func(l lineRow) any { return l.Sources },
		},
		{
			Key: "confirmed", Label: "desk.partnerships.confirmed",
			Export: func(l lineRow) any { return yesNo(len(l.Confirmed) > 0) },
		},
		{
			Key: "changed", Label: "list.changed", Tight: true, Compare: func(a, b lineRow) int { return a.Edited.Compare(b.Edited) },
			Cell: func(l lineRow) listCell { return latest.cell(p, l.ID) },
		},
	}
}

// dateColumn is a column of dates; those that have none come last upwards.
func dateColumn[T any](key, label string, p *page, of func(T) lang.Date) listColumn[T] {
	return listColumn[T]{
		Key: key, Label: label, Tight: true,
		Compare: func(a, b T) int {
			x, y := of(a), of(b)
			if x.IsZero() != y.IsZero() {
				if x.IsZero() {
					return 1
				}
				return -1
			}
			return x.Compare(y)
		},
		Cell:   func(row T) listCell { return listCell{Text: p.tableDate(of(row))} },
		Export: func(row T) any { return exportDate(of(row)) },
	}
}

// exportDate is a date as a spreadsheet gets it: nothing where it is unknown.
func exportDate(d lang.Date) any {
	if d.IsZero() {
		return nil
	}
	return d
}

// begun is since when a partnership is known to be, for sorting.
func (l lineRow) begun() lang.Date {
	if !l.Start.IsZero() {
		return l.Start.Calendar()
	}
	return lang.Date{Year: l.FirstList}
}

// lineSince is when a partnership began, as lists show it.
func (p *page) lineSince(l partnership.Line) string {
	start := l.Start
	if start.IsZero() && l.FirstList > 0 {
		start = partnership.Date{Year: l.FirstList, Qualifier: partnership.Before}
	}
	if start.IsZero() {
		return ""
	}
	return p.p.Message(partnership.When("table", start))
}

// tableDate is a day as a column of dates has it, "" where it is unknown.
func (p *page) tableDate(d lang.Date) string {
	if d.IsZero() {
		return ""
	}
	return p.t("list.date", "day", d)
}

// lineStatus dresses a line's status: one that a side ended alone has the open shape.
func (p *page) lineStatus(l partnership.Line) statusView {
	v := p.statusOf(l.Status.String())
	if l.Open {
		v.Glyph = "open"
	}
	return v
}

// lineNote is what stands below the names: further sides, the kind, areas.
func (s *Site) lineNote(p *page, w *world.World, l lineRow) string {
	found, _ := w.Places.Get(l.there)
	parts := []string{p.p.CountryName(found.Country)}
	for _, n := range l.Present[min(2, len(l.Present)):] {
		parts = append(parts, w.Places.DisplayName(n, p.Lang))
	}
	if l.Kind != partnership.KindUnstated {
		parts = append(parts, p.t("partnership.kind."+string(l.Kind)))
	}
	for _, topic := range l.Topics {
		parts = append(parts, p.t("topic."+topic))
	}
	return strings.Join(parts, " · ")
}

// latestChanges says who changed which object last, for the rows of a page.
type latestChanges struct {
	records map[string]people.Record
	names   map[string]string
}

// fillLatest reads the last changes of the objects of a page.
func (s *Site) fillLatest(r *http.Request, l *latestChanges, kind string, ids []string) (err error) {
	if s.rooms.People == nil {
		return nil
	}
	if l.records, err = s.rooms.People.Log().Latest(r.Context(), kind, ids); err != nil || len(l.records) == 0 {
		return err
	}
	l.names, err = s.rooms.People.Names(r.Context())
	return err
}

func (l *latestChanges) cell(p *page, id string) listCell {
	record, ok := l.records[id]
	if !ok {
		return listCell{}
	}
	name := l.names[record.Actor]
	switch {
	case record.Actor == people.System().Account:
		name = p.t("list.by.program")
	case record.Actor == "":
		name = p.t("list.by.public")
	case name == "":
		name = p.t("list.by.erased")
	}
	return listCell{Text: p.tableDate(lang.DateOf(record.At)), Note: name}
}
