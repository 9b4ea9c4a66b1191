package web

import (
	"net/http"

	"twintown/internal/match"
	"twintown/internal/platform/errs"
	"twintown/internal/seek"
	"twintown/internal/seek/fit"
)

// fitTowns are the towns that fit a request: on its own page the best of them.
type fitTowns struct {
	Title    string
	Items    []townFitView
	Folded   []townFitView
	Partners []partnerView
	Known    int
	MoreURL  string // all of them; "" where they are all here
}

// townsPage is their page.
type townsPage struct {
	page
	Crumbs []link
	Towns  fitTowns
}

// requestTowns is the page of a request that readers see.
func (s *Site) requestTowns(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Fit == nil {
		return errNoPage
	}
	x, err := s.rooms.Requests.ByHandle(r.Context(), r.PathValue("request"))
	if err != nil {
		return err
	}
	if !s.seeksTowns(x) {
		return errNoPage
	}
	v := &townsPage{page: s.newPage(r, code, "/seek/"+x.Handle+"/towns")}
	v.Section, v.NoIndex = "seek", true
	return s.writeTowns(w, r, v, x, "/"+code+"/seek/"+x.Handle)
}

// seeksTowns says whether readers see which towns fit a request: who seeks no more needs
// none.
func (s *Site) seeksTowns(x seek.Request) bool {
	state := x.At(s.dayNow())
	return x.Shown() && (state == seek.Published || state == seek.Paused)
}

// draftTowns is the page of any request for those who write it.
func (s *Site) draftTowns(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Fit == nil {
		return errNoPage
	}
	x, err := s.rooms.Requests.ByHandle(r.Context(), r.PathValue("request"))
	if err != nil {
		return err
	}
	v := &townsPage{page: s.newDesk(w, r, code, "/desk/requests/"+x.Handle+"/towns", "/desk/requests")}
	return s.writeTowns(w, r, v, x, "/"+code+"/desk/requests/"+x.Handle)
}

func (s *Site) writeTowns(w http.ResponseWriter, r *http.Request, v *townsPage, x seek.Request, back string) error {
	towns, err := s.townsFor(r, &v.page, x, fit.DefaultLimit)
	if err != nil {
		return err
	}
	title, _, _ := s.fitTitle(&v.page, x)
	v.Towns, v.Crumbs = towns, []link{{title, back}}
	v.Title, v.Description = v.t("fit.towns.title"), v.t("fit.towns.note")
	return s.write(w, http.StatusOK, v.name(), v)
}

// name is the template: at the desk or for readers.
func (v *townsPage) name() string {
	if v.Section == "desk" {
		return "desk-request-towns"
	}
	return "request-towns-page"
}

// townsFor ranks the towns for a request. A draft that names no town yet has none.
func (s *Site) townsFor(r *http.Request, p *page, x seek.Request, most int) (v fitTowns, err error) {
	v.Title = p.t("fit.towns.title")
	if s.rooms.Fit == nil || x.Lead() == 0 {
		return v, nil
	}
	board, err := s.rooms.Fit.Board(r.Context(), s.today())
	if err != nil {
		return v, err
	}
	found, err := board.Towns(x, most)
	if errs.KindOf(err) == errs.NotFound {
		return v, nil // its town is not in this node's gazetteer
	}
	if err != nil {
		return v, err
	}
	candidate := func(t fit.Town) match.Candidate { return t.Candidate }
	sources, err := s.caveatsOf(r, p, notices(found.Items, candidate), notices(found.Folded, candidate))
	if err != nil {
		return v, err
	}
	here, _ := s.rooms.World().Places.Get(x.Lead())
	v.Items, v.Folded, v.Known = s.townFits(p, here, found.Items, sources), s.townFits(p, here, found.Folded, sources), found.Known
	for _, known := range found.Partners {
		partner := s.partner(p, known)
		partner.Name = s.rooms.World().Places.DisplayName(known.Place, p.Lang)
		v.Partners = append(v.Partners, partner)
	}
	return v, nil
}

// bestTowns are the first towns for a request, for its own page, where they are a part.
func (s *Site) bestTowns(r *http.Request, p *page, x seek.Request, more string) (*fitTowns, error) {
	v, err := s.townsFor(r, p, x, teaserLength)
	if err != nil || len(v.Items)+len(v.Folded) == 0 {
		return nil, err
	}
	v.MoreURL, v.Folded, v.Partners = more, nil, nil
	return &v, nil
}
