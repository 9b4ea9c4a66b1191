package web

import (
	"archive/zip"
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"twintown/internal/exchange/sheet"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/ical"
	"twintown/internal/platform/lang"
)

// handoverPage is what whoever follows an officer must know of a place: what is due, how
// each partnership stands, who else looks after the place.
type handoverPage struct {
	page
	Place        placeView
	Duties       []dutyView
	Partnerships []handedView
	Officers     []roleView
	PackURL      string
}

// handedView is a partnership as a successor needs it.
type handedView struct {
	Name, URL, Where string
	Since, TermEnd   string
	LastNotice       string
	LastSign         string
	Status           statusView
	Documents        int
}

// roleView is somebody with a role, by name: the page is for colleagues of the place.
type roleView struct{ Role, Name, Since string }

// newHandover fills the page for the place in the address.
func (s *Site) newHandover(w http.ResponseWriter, r *http.Request, code string) (*handoverPage, error) {
	number, err := placeNumber(r.PathValue("place"))
	if err != nil {
		return nil, err
	}
	now := s.rooms.World()
	address := fmt.Sprintf("/desk/hand-over/%d", number)
	v := &handoverPage{page: s.newDesk(w, r, code, address, "/desk/dates"), PackURL: "/" + code + address + "/pack"}
	v.Place = v.placeView(now, number)
	v.Title = v.t("handover.title", "name", v.Place.Name)
	due, err := s.rooms.Care.Due(r.Context(), number)
	if err != nil {
		return nil, err
	}
	for _, d := range due {
		v.Duties = append(v.Duties, s.dutyView(&v.page, d))
	}
	all, err := s.rooms.Partnerships.OfPlace(r.Context(), number)
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		v.Partnerships = append(v.Partnerships, s.handedView(&v.page, p, number))
	}
	v.Officers, err = s.rolesAt(r.Context(), &v.page, number)
	return v, err
}

func (s *Site) handedView(p *page, it partnership.Partnership, place int64) handedView {
	now := s.rooms.World()
	var names, where []string
	for _, n := range it.Others(place) {
		other := p.placeView(now, n)
		names, where = append(names, other.Name), append(where, other.Where)
	}
	status := partnership.StatusOf(it, s.today(), time.Time{})
	health := partnership.HealthOf(it, s.today(), time.Time{})
	v := handedView{
		Name: strings.Join(names, ", "), Where: strings.Join(where, "; "), URL: "/" + p.Lang + "/partnerships/" + it.ID,
		Status: p.status(status), TermEnd: p.dateOr(health.TermEnd), LastNotice: p.dateOr(health.LastNotice),
		Since: p.dateOr(status.Start.Calendar()), LastSign: p.dateOr(health.LastSign.Calendar()),
	}
	for _, a := range it.Acts {
		v.Documents += len(a.Documents)
	}
	return v
}

// dateOr prints a date, or the sign for what is not known.
func (p *page) dateOr(d lang.Date) string {
	if d.IsZero() {
		return "–"
	}
	return p.p.Date(d)
}

// rolesAt are the people who hold a role at a place.
func (s *Site) rolesAt(ctx context.Context, p *page, place int64) (all []roleView, err error) {
	grants, err := s.rooms.People.GrantsIn(ctx, people.AtPlace(place), people.Held)
	if err != nil {
		return nil, err
	}
	for _, g := range grants {
		a, err := s.rooms.People.Account(ctx, g.Account)
		if err != nil {
			return nil, err
		}
		all = append(all, roleView{p.t("handover.role." + string(g.Role)), a.Name, p.p.Date(lang.DateOf(g.Decided))})
	}
	return all, nil
}

// handover shows the page, which prints as a document of its own.
func (s *Site) handover(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newHandover(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "handover", v)
}

// handoverPack hands the same over as files: lists for a spreadsheet, and the days for a
// calendar. The office keeps it where it keeps its papers.
func (s *Site) handoverPack(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newHandover(w, r, code)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="twintown-%d-%s.zip"`, v.Place.ID, s.clock.Now().Format("2006-01-02")))
	z := zip.NewWriter(w)
	for _, part := range []struct {
		name  string
		table sheet.Table
	}{
		{"dates.xlsx", v.dutyTable()},
		{"partnerships.xlsx", v.partnershipTable(s.options.BaseURL)},
		{"people.xlsx", v.peopleTable()},
	} {
		f, err := z.Create(part.name)
		if err == nil {
			err = sheet.Write(f, sheet.XLSX, part.table)
		}
		if err != nil {
			return err
		}
	}
	if err := s.packCalendar(r, z, &v.page, v.Place); err != nil {
		return err
	}
	return z.Close()
}

func (s *Site) packCalendar(r *http.Request, z *zip.Writer, p *page, at placeView) error {
	entries, err := s.rooms.Care.Entries(r.Context(), at.ID, false)
	if err != nil {
		return err
	}
	c := ical.Calendar{Name: p.t("care.calendar.name", "name", at.Name), Language: p.Lang, URL: s.options.BaseURL + at.URL}
	for _, e := range entries {
		c.Events = append(c.Events, s.calendarEvent(p, at.ID, e, false))
	}
	f, err := z.Create("calendar.ics")
	if err != nil {
		return err
	}
	_, err = f.Write(c.Bytes())
	return err
}

func (v *handoverPage) columns(keys ...string) (all []sheet.Column) {
	for _, key := range keys {
		all = append(all, sheet.Column{Title: v.t(key)})
	}
	return all
}

func (v *handoverPage) dutyTable() sheet.Table {
	t := sheet.Table{Name: "1", Language: v.Lang, Columns: v.columns("handover.day", "handover.what", "handover.pair")}
	for _, d := range v.Duties {
		t.Rows = append(t.Rows, sheet.Row{d.Day, d.Text, d.Pair.Name})
	}
	return t
}

func (v *handoverPage) partnershipTable(base string) sheet.Table {
	t := sheet.Table{Name: "1", Language: v.Lang, Columns: v.columns(
		"handover.partner", "handover.where", "handover.status", "handover.since", "handover.term", "handover.notice", "handover.sign", "handover.address")}
	for _, p := range v.Partnerships {
		t.Rows = append(t.Rows, sheet.Row{p.Name, p.Where, p.Status.Word, p.Since, p.TermEnd, p.LastNotice, p.LastSign, base + p.URL})
	}
	return t
}

func (v *handoverPage) peopleTable() sheet.Table {
	t := sheet.Table{Name: "1", Language: v.Lang, Columns: v.columns("handover.name", "handover.role", "handover.since")}
	for _, o := range v.Officers {
		t.Rows = append(t.Rows, sheet.Row{o.Name, o.Role, o.Since})
	}
	return t
}
