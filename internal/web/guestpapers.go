package web

import (
	"net/http"
	"slices"

	"twintown/internal/meeting/delegation"
	"twintown/internal/meeting/letter"
	"twintown/internal/meeting/papers"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
)

// guestPapersPage are the papers that a delegation can take for itself.
type guestPapersPage struct {
	guestHead
	Papers []link
	Lacks  []lackingLetter
}

// lackingLetter is a member whose letter for a visa lacks something.
type lackingLetter struct {
	Name string
	What []string
}

// guestGroup is the delegation of an address, with its members.
func (s *Site) guestGroup(r *http.Request, d delegation.Delegation) (papers.Group, error) {
	members, err := s.rooms.Guests.Members(r.Context(), d.ID)
	return papers.Group{Delegation: d, Members: members, Link: s.options.BaseURL + "/" + d.Language + "/guest/" + r.PathValue("token")}, err
}

// papersOf are the papers that there are for a delegation: its invitation, letters for those who
// asked for one, and certificates for so many of its people who came, once the meeting is over.
func papersOf(g papers.Group, over bool, came int) (all []letter.Paper) {
	if g.State.Over() {
		return nil
	}
	all = []letter.Paper{letter.Invite}
	if slices.ContainsFunc(g.Members, func(m delegation.Member) bool { return m.Visa.Wanted }) {
		all = append(all, letter.VisaLetter)
	}
	if over && g.State == delegation.Accepted && came > 0 {
		all = append(all, letter.Certificate)
	}
	return all
}

// cameOf is how many of a delegation came.
func (s *Site) cameOf(r *http.Request, g papers.Group) (int, error) {
	if s.rooms.After == nil {
		return len(g.Members), nil
	}
	came, err := s.rooms.After.Came(r.Context(), g.Meeting)
	return came[g.ID], err
}

// guestPapers lists them.
func (s *Site) guestPapers(w http.ResponseWriter, r *http.Request, code string) error {
	head, err := s.newGuest(w, r, code, "/papers", "/papers")
	if err != nil {
		return err
	}
	g, err := s.guestGroup(r, head.Guest)
	if err != nil {
		return err
	}
	v := &guestPapersPage{guestHead: head}
	came, err := s.cameOf(r, g)
	if err != nil {
		return err
	}
	for _, p := range papersOf(g, v.Meeting.Over(lang.DateOf(s.clock.Now())), came) {
		v.Papers = append(v.Papers, link{v.t("letter.title." + string(p)), v.Base + "/papers/" + string(p)})
	}
	for _, m := range g.Members {
		if what := v.lettersLack(m, v.Meeting.Facts); len(what) > 0 && !g.State.Over() {
			v.Lacks = append(v.Lacks, lackingLetter{m.Name, what})
		}
	}
	return s.write(w, http.StatusOK, "guest-papers", v)
}

// guestPaper hands out one of them, in the language of the page.
func (s *Site) guestPaper(w http.ResponseWriter, r *http.Request, code string) error {
	paper := letter.Paper(r.PathValue("paper"))
	head, err := s.newGuest(w, r, code, "/papers", "/papers")
	if err != nil {
		return err
	}
	g, err := s.guestGroup(r, head.Guest)
	if err != nil {
		return err
	}
	came, err := s.cameOf(r, g)
	if err != nil {
		return err
	}
	if !slices.Contains(papersOf(g, head.Meeting.Over(lang.DateOf(s.clock.Now())), came), paper) {
		return errNoPage
	}
	j, err := s.job(r, head.Meeting, head.Conference, paper, []papers.Group{g})
	if err != nil {
		return err
	}
	j.Language = code
	file, err := s.maker.One(j)
	if err != nil {
		return err
	}
	sendPDF(w, string(paper)+"-"+code+".pdf", file)
	return nil
}

// guestPaperRoutes are a delegation's own papers.
func (s *Site) guestPaperRoutes() []Route {
	return []Route{
		{get, "/guest/{token}/papers", people.GuestOwn, s.ofGuest, Light, Never, s.withPapers(s.guestPapers), false},
		{get, "/guest/{token}/papers/{paper}", people.GuestOwn, s.ofGuest, Heavy, Never, s.withPapers(s.guestPaper), false},
	}
}
