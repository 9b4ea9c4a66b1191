package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"twintown/internal/care"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
)

// handoverPage is what whoever follows an officer must know of a place: what is due, how
// each partnership stands, who else looks after the place.
type handoverPage struct {
	page
	Place        placeView
	Duties       []dutyView
	Partnerships []handedView
	Talks        []handedTalk // conversations, procedures and requests of the place
	Work         []handedTalk // its joint projects and the plans of its partnerships
	Officers     []roleView
	PackURL      string
	Files        int    // documents in the pack
	FilesSize    string // of all
	documents    []handedDocument
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
	if err := s.planDuties(r, &v.page, number, func(_ care.Urgency, d dutyView) { v.Duties = append(v.Duties, d) }); err != nil {
		return nil, err
	}
	all, err := s.rooms.Partnerships.OfPlace(r.Context(), number)
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		v.Partnerships = append(v.Partnerships, s.handedView(&v.page, p, number))
	}
	if v.documents, err = s.handedDocuments(r, &v.page, all, number); err != nil {
		return nil, err
	}
	papers, err := s.handedPapers(r, &v.page, number)
	if err != nil {
		return nil, err
	}
	v.documents = append(v.documents, papers...)
	v.countFiles()
	if err := s.handedTalks(r, v, number); err != nil {
		return nil, err
	}
	if err := s.handedWork(r, v, all, number); err != nil {
		return nil, err
	}
	v.Officers, err = s.rolesAt(r.Context(), &v.page, number)
	return v, err
}

// countFiles says how much the pack will hold: a document of two acts is there once.
func (v *handoverPage) countFiles() {
	size, seen := int64(0), map[string]bool{}
	for _, d := range v.documents {
		if !seen[d.ID] {
			seen[d.ID] = true
			v.Files, size = v.Files+1, size+d.Given.Size
		}
	}
	v.FilesSize = v.sizeText(size)
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
	held := map[string]bool{}
	for _, a := range it.Acts {
		for _, id := range a.Documents {
			held[id] = held[id] || a.Held(time.Time{})
		}
	}
	for _, holds := range held {
		if holds {
			v.Documents++
		}
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
