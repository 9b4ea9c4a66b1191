package web

import (
	"net/http"
	"slices"
	"strings"

	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
)

// projectAnswerPage asks the office of a town that another one named as a partner.
type projectAnswerPage struct {
	page
	TextLang string
	Status   statusView
	About    []string
	Facts    []fact
	Open     string // the project at the desk, "" where the reader has no say in it
	Action   string
	Towns    []answerTown
}

// answerTown is a town for which the reader answers.
type answerTown struct {
	placeView
	Said     string // what its office said before
	Yes, No  bool   // which it can say now
	HasCosts string // what is planned for it
}

// ofProjectNamed is the project for the offices of all towns that were ever named in it: who
// said no can say yes later.
func (s *Site) ofProjectNamed(r *http.Request) (people.Object, error) {
	p, err := s.projectOf(r)
	return s.placesObject(project.Kind, p.ID, s.withHeirs(r, p.Named())...), err
}

// withHeirs adds those of the reader's own towns that took over from one of these.
func (s *Site) withHeirs(r *http.Request, places []int64) []int64 {
	for _, n := range s.heirsAmong(r, places) {
		if !slices.Contains(places, n) {
			places = append(places, n)
		}
	}
	return places
}

// answersFor are those of the places for which the reader speaks as an officer: her own, and
// those from which one of hers took over.
func (s *Site) answersFor(r *http.Request, places []int64) (all []int64) {
	own := actorOf(r).PlacesOf(people.Officer)
	for _, n := range places {
		mine := slices.Contains(own, n) || slices.ContainsFunc(s.heirsOf(r, n), func(heir int64) bool { return slices.Contains(own, heir) })
		if mine {
			all = append(all, n)
		}
	}
	return all
}

// nameAs is the town in whose name the reader names a partner of a project; 0 for a steward.
func (s *Site) nameAs(r *http.Request, places []int64) int64 {
	if own := s.answersFor(r, places); len(own) > 0 {
		return own[0]
	}
	return 0
}

// offices says of which towns an office works on this site; of one that was merged, that of a
// town that took over.
func (s *Site) offices(r *http.Request) (func(place int64) bool, error) {
	if s.rooms.People == nil {
		return func(int64) bool { return false }, nil
	}
	left, err := s.rooms.People.Keepers(r.Context())
	return func(n int64) bool {
		return left[n] || slices.ContainsFunc(s.heirsOf(r, n), func(heir int64) bool { return left[heir] })
	}, err
}

// markOf says on whose word a partner is one, where it is not its own; awaited where its
// office could say so here and has not.
func (s *Site) markOf(p *page, x project.Project, q project.Partner, hasOffice func(int64) bool) (text string, awaited bool) {
	if x.Standing(q) == project.Confirmed || !q.There() {
		return "", false
	}
	by := ""
	if lead, ok := x.Lead(); ok && lead.ID != q.ID {
		by = s.partnerName(p, lead)
	}
	if q.By != 0 {
		by = s.rooms.World().Places.DisplayName(q.By, p.Lang)
	}
	switch {
	case q.Place != 0 && hasOffice(q.Place):
		return p.t("project.mark.asked", "by", by), true
	case by == "":
		return "", false
	}
	return p.t("project.mark.told", "by", by), false
}

// asksReader are the reader's own towns that were named by others and have not answered.
func (s *Site) asksReader(r *http.Request, x project.Project) (names []int64) {
	for _, q := range x.Asked() {
		names = append(names, q.Place)
	}
	return s.answersFor(r, names)
}

func (s *Site) newProjectAnswer(w http.ResponseWriter, r *http.Request, code string) (*projectAnswerPage, project.Project, error) {
	x, err := s.projectOf(r)
	if err != nil {
		return nil, x, err
	}
	base := "/desk/projects/" + x.Handle
	v := &projectAnswerPage{page: s.newDesk(w, r, code, base+"/answer", "/desk/projects"), Action: "/" + code + base + "/answer"}
	v.Title, v.TextLang = s.projectTitle(&v.page, x)
	v.Status = v.projectStatus(x.State)
	text, _, _ := x.In(code, s.languages)
	v.About = plainParts(text.About)
	add := func(key, value string) {
		if value != "" && value != "–" {
			v.Facts = append(v.Facts, fact{v.t(key), value})
		}
	}
	add("project.partners", s.partnerList(&v.page, x))
	add("project.period", v.projectPeriod(x))
	if pr, call := s.callOf(r, x.Call); call != nil {
		add("project.call", v.callView(pr, call, s.clock.Now()).Name)
	}
	if s.may(r, people.WriteProject, s.projectObject(r, x)) {
		v.Open = "/" + code + base
	}
	for _, n := range s.answersFor(r, x.Named()) {
		v.Towns = append(v.Towns, s.answerTown(v, x, n))
	}
	return v, x, nil
}

func (s *Site) answerTown(v *projectAnswerPage, x project.Project, n int64) answerTown {
	t := answerTown{placeView: v.placeView(s.rooms.World(), n), Yes: true, No: true}
	var by, role string
	for _, q := range x.Partners {
		if q.Place != n {
			continue
		}
		role = v.t("project.role." + string(q.Role))
		if q.By != 0 && q.By != n {
			by = s.rooms.World().Places.DisplayName(q.By, v.Lang)
		}
		if costs := x.Budget.Sums().ByPartner[q.ID]; costs > 0 {
			t.HasCosts = v.cents(costs, project.Euro)
		}
	}
	a, answered := x.AnswerOf(n)
	switch {
	case answered && a.Yes:
		t.Said, t.Yes = v.t("project.answer.said_yes", "day", dayOf(a.Day)), false
	case answered:
		t.Said, t.No = v.t("project.answer.said_no", "day", dayOf(a.Day)), false
	case by != "":
		t.Said = v.t("project.answer.named", "by", by, "role", role)
	default:
		t.Said = v.t("project.answer.role", "role", role)
	}
	return t
}

// projectAnswer shows what a town is asked.
func (s *Site) projectAnswer(w http.ResponseWriter, r *http.Request, code string) error {
	v, _, err := s.newProjectAnswer(w, r, code)
	if err != nil {
		return err
	}
	if len(v.Towns) == 0 {
		return errNoPage // she speaks for none of its towns
	}
	return s.write(w, http.StatusOK, "project-answer", v)
}

// takeProjectAnswer keeps what a town's office says. "do" is "yes:<place>" or "no:<place>".
func (s *Site) takeProjectAnswer(w http.ResponseWriter, r *http.Request, code string) error {
	v, x, err := s.newProjectAnswer(w, r, code)
	if err != nil {
		return err
	}
	f, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	do, number, _ := strings.Cut(f.raw("do"), ":")
	place, err := placeNumber(number)
	if err != nil || do != "yes" && do != "no" {
		return errs.New(errs.Invalid, lang.Msg("error.form.unreadable"), nil)
	}
	if !slices.Contains(s.answersFor(r, x.Named()), place) {
		return errNoPage
	}
	err = s.rooms.Projects.Change(r.Context(), actorOf(r), x.ID, project.OfPartners, x.PartVersion(project.OfPartners), func(p *project.Project) error {
		return p.Reply(place, do == "yes", s.dayNow())
	})
	if err != nil {
		return err
	}
	if do == "no" {
		return s.done(w, r, code, v.Action, lang.Msg("project.said.no"), "")
	}
	return s.done(w, r, code, "/"+code+"/desk/projects/"+x.Handle, lang.Msg("project.said.yes"), "")
}

// waitingProjects are projects in which others named a town of the reader's.
func (s *Site) waitingProjects(r *http.Request, p *page) (v overviewItem, err error) {
	if s.rooms.Projects == nil || len(myPlaces(r)) == 0 {
		return v, nil
	}
	all, err := s.rooms.Projects.All(r.Context())
	var found []link
	for _, x := range all {
		if len(s.asksReader(r, x)) > 0 {
			title, _ := s.projectTitle(p, x)
			found = append(found, link{title, "/" + p.Lang + "/desk/projects/" + x.Handle + "/answer"})
		}
	}
	v = p.waits("projects", len(found), "/desk/projects")
	v.Items = found[:min(len(found), shownWaiting)]
	return v, err
}
