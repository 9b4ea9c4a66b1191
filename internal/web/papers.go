package web

import (
	"archive/zip"
	"net/http"
	"slices"
	"strings"

	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/meeting/letter"
	"twintown/internal/meeting/papers"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/world"
)

// papersPage chooses what is printed for whom.
type papersPage struct {
	conferenceHead
	Form      *form
	Papers    []paperRow
	Groups    []paperGroup
	Languages []option
	Own       string // address of this page
	Shows     string // what badges show, in words
	Lacking   int    // letters for a visa that lack something
	LackURL   string // where it stands which, and what
	Protected bool
}

// paperRow is one sort of paper.
type paperRow struct {
	Value, Name, Hint string
	Chosen            bool
	Edit              string // address at which its text is worded; "": it has none
}

// paperGroup is a delegation to choose.
type paperGroup struct {
	ID, Name, State, Class string
	Members                int
	Chosen                 bool
}

// papersShown shows what can be printed.
func (s *Site) papersShown(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newPapers(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "papers", v)
}

// newPapers is the page with what the address chose already: "?paper=badge&d=…".
func (s *Site) newPapers(w http.ResponseWriter, r *http.Request, code string) (*papersPage, error) {
	head, err := s.newConference(w, r, code, "/papers", "papers")
	if err != nil {
		return nil, err
	}
	v := &papersPage{conferenceHead: head, Own: head.Base + "/papers", Protected: head.Conference.Protected}
	v.Form = newForm(&v.page, r.URL.Query())
	st, err := s.rooms.Papers.Settings(r.Context(), v.Meeting.ID)
	if err != nil {
		return nil, err
	}
	v.Shows = v.t("papers.shows." + string(st.ShowsIn(v.Protected)))
	chosen := v.Form.raw("paper")
	for i, p := range letter.Papers() {
		row := paperRow{Value: string(p), Name: v.t("letter.title." + string(p)), Hint: v.t("papers.hint." + string(p)), Chosen: chosen == string(p) || chosen == "" && i == 0}
		if slices.Contains(letter.Worded(), p) {
			row.Edit = v.Own + "/" + string(p) + "/text?language=" + code
		}
		v.Papers = append(v.Papers, row)
	}
	groups, err := s.groupsOf(r, v.Meeting.ID, nil)
	if err != nil {
		return nil, err
	}
	v.LackURL = v.Base + "/day/care"
	for _, g := range groups {
		for _, m := range g.Members {
			if !g.State.Over() && len(papers.Missing(m, v.Meeting.Facts)) > 0 {
				v.Lacking++
			}
		}
		v.Groups = append(v.Groups, paperGroup{
			g.ID, s.delegationName(&v.page, g.Delegation), v.t("guests.state." + string(g.State)), string(g.State), len(g.Members),
			!g.State.Over() && v.Form.raw("d") == "" || v.Form.Ticked("d", g.ID),
		})
	}
	v.Languages = []option{{Name: v.t("papers.language.own")}}
	for _, c := range s.face().Offered() {
		v.Languages = append(v.Languages, option{Value: c, Name: v.p.LanguageName(c), Chosen: v.Form.raw("language") == c})
	}
	return v, nil
}

// groupsOf are the delegations of a meeting with their members; of some of them where chosen
// says so.
func (s *Site) groupsOf(r *http.Request, id string, chosen []string) (all []papers.Group, err error) {
	found, err := s.rooms.Guests.Of(r.Context(), id)
	if err != nil {
		return nil, err
	}
	for _, d := range found {
		if chosen != nil && !slices.Contains(chosen, d.ID) {
			continue
		}
		members, err := s.rooms.Guests.Members(r.Context(), d.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, papers.Group{Delegation: d, Members: members, Link: s.options.BaseURL + "/" + d.Language + "/guest/" + s.rooms.Guests.Link(d)})
	}
	return all, nil
}

// job is a paper of a meeting for some delegations.
func (s *Site) job(r *http.Request, m meeting.Meeting, c delegation.Conference, paper letter.Paper, groups []papers.Group) (papers.Job, error) {
	j := papers.Job{Paper: paper, Meeting: m, Conference: c, Groups: groups, Face: s.letterhead, Today: lang.DateOf(s.clock.Now().In(m.Location()))}
	var err error
	if j.Settings, err = s.rooms.Papers.Settings(r.Context(), m.ID); err != nil || paper != letter.Certificate || s.rooms.CheckIn == nil {
		return j, err
	}
	there, err := s.rooms.CheckIn.Arrived(r.Context(), m.ID)
	j.Came = map[string]bool{}
	for k := range there {
		j.Came[k.Member] = true
	}
	return j, err
}

// letterhead is who runs the site, as its letters name it.
func (s *Site) letterhead(language string) letter.Host {
	f := s.face()
	h := letter.Host{Name: f.Name(language), Address: f.Contact.Address, Email: f.Contact.Email, Phone: f.Contact.Phone, Web: s.options.BaseURL}
	h.Web = strings.TrimPrefix(strings.TrimPrefix(h.Web, "https://"), "http://")
	return h
}

// papersPrint hands out a paper: one file for all, or one for each delegation in a ZIP.
func (s *Site) papersPrint(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newPapers(w, r, code)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	groups, err := s.groupsOf(r, v.Meeting.ID, append([]string{}, q["d"]...)) // none chosen is nobody
	if err != nil {
		return err
	}
	j, err := s.job(r, v.Meeting, v.Conference, letter.Paper(q.Get("paper")), groups)
	if err != nil {
		return err
	}
	if l := q.Get("language"); s.catalog.Has(l) {
		j.Language = l
	}
	j.Each = q.Get("each") != ""
	name := string(j.Paper) + "-" + s.clock.Now().Format("2006-01-02")
	if q.Get("as") == "zip" {
		files, err := s.maker.Each(j)
		if err == nil {
			return s.sendZIP(w, r, name, files)
		}
		return s.nobodyToPrint(w, v, err)
	}
	file, err := s.maker.One(j)
	if err != nil {
		return s.nobodyToPrint(w, v, err)
	}
	sendPDF(w, name+".pdf", file)
	return nil
}

// nobodyToPrint shows the page again where the choice was for nobody.
func (s *Site) nobodyToPrint(w http.ResponseWriter, v *papersPage, err error) error {
	if errs.KindOf(err) != errs.NotFound {
		return err
	}
	v.Form.fail("", errs.PublicOf(err))
	return s.write(w, http.StatusUnprocessableEntity, "papers", v)
}

// sendPDF sends a file that nobody on the way keeps.
func sendPDF(w http.ResponseWriter, name string, file []byte) {
	h := w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", attachment(name))
	h.Set("Cache-Control", "no-store")
	_, _ = w.Write(file) // who does not listen any more needs no error
}

// sendZIP sends files packed. Two delegations of one name get numbers.
func (s *Site) sendZIP(w http.ResponseWriter, r *http.Request, name string, files []papers.File) error {
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", attachment(name+".zip"))
	h.Set("Cache-Control", "no-store")
	z := zip.NewWriter(w)
	for i, f := range files {
		out, err := z.CreateHeader(&zip.FileHeader{Name: name + "/" + twoDigits(i+1) + " " + f.Name, Method: zip.Store, Modified: s.clock.Now()})
		if err == nil {
			_, err = out.Write(f.Bytes)
		}
		if err != nil {
			s.breakOff(r, "papers were not sent whole", err)
		}
	}
	if err := z.Close(); err != nil {
		s.breakOff(r, "papers were not sent whole", err)
	}
	return nil
}

// twoDigits is a number that sorts as a text, up to 99; beyond, most programs sort numbers.
func twoDigits(n int) string {
	const digits = "0123456789"
	if n < 100 {
		return string([]byte{digits[n/10], digits[n%10]})
	}
	return twoDigits(n/100) + twoDigits(n%100)
}

// atlasNames say what places are called in the present world.
type atlasNames struct{ world func() *world.World }

// DisplayName is the name of a place in a language.
func (a atlasNames) DisplayName(id int64, language string) string {
	return a.world().Places.DisplayName(id, language)
}

// Country is the country of a place.
func (a atlasNames) Country(id int64) string {
	p, _ := a.world().Places.Get(id)
	return p.Country
}

// OwnName is what its people call a place.
func (a atlasNames) OwnName(id int64) string { return a.world().Places.Endonym(id) }

// papersRoutes are the papers of a meeting, at the desk.
func (s *Site) papersRoutes() []Route {
	const base = "/desk/meetings/{meeting}/papers"
	return []Route{
		{get, base, people.MeetingGuests, s.ofMeeting, Light, Never, s.withPapers(s.papersShown), false},
		{get, base + "/print", people.MeetingGuests, s.ofMeeting, Heavy, Never, s.withPapers(s.papersPrint), false},
		{get, base + "/settings", people.MeetingGuests, s.ofMeeting, Light, Never, s.withPapers(s.paperSettings), false},
		{post, base + "/settings", people.MeetingGuests, s.ofMeeting, Light, Never, s.withPapers(s.savePaperSettings), false},
		{get, base + "/{paper}/text", people.MeetingGuests, s.ofMeeting, Light, Never, s.withPapers(s.paperText), false},
		{post, base + "/{paper}/text", people.MeetingGuests, s.ofMeeting, Heavy, Never, s.withPapers(s.savePaperText), false},
	}
}

// withPapers lets a page be there only where papers are.
func (s *Site) withPapers(page func(http.ResponseWriter, *http.Request, string) error) func(http.ResponseWriter, *http.Request, string) error {
	return func(w http.ResponseWriter, r *http.Request, code string) error {
		if s.rooms.Papers == nil {
			return errNoPage
		}
		return page(w, r, code)
	}
}
