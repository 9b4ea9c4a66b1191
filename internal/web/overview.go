package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"twintown/internal/care"
	"twintown/internal/people"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
)

// overviewItem is one sort of thing that waits for the reader at the desk.
type overviewItem struct {
	Text  string
	URL   string
	Items []link // the first of them
}

// shownWaiting is how many of one sort the overview names; the rest stands on its page.
const shownWaiting = 4

// overview is everything that waits for the person, the most pressing first: people who
// wait for a decision, then days, then questions, then the machine.
func (s *Site) overview(r *http.Request, p *page) (list []overviewItem, err error) {
	for _, look := range []func(*http.Request, *page) (overviewItem, error){
		s.claimsWait, s.waitingConversations, s.waitingProjects, s.waitingReports, s.waitingInvitations, s.waitingEnquiries, s.waitingChecks, s.waitingChanges, s.waitingRequests, s.editedRequests, s.endingRequests, s.waitingDates, s.waitingAnswers, s.waitingJobs, s.waitingBackup,
	} {
		v, err := look(r, p)
		if err != nil {
			return nil, err
		}
		if v.Text != "" {
			list = append(list, v)
		}
	}
	return list, nil
}

func (s *Site) claimsWait(r *http.Request, p *page) (v overviewItem, err error) {
	all, err := s.waitingClaims(r)
	return p.waits("claims", len(all), "/desk/claims"), err
}

// waits says how many of a sort wait; nothing where none do.
func (p *page) waits(sort string, n int, path string) overviewItem {
	if n == 0 {
		return overviewItem{}
	}
	return overviewItem{Text: p.t("overview."+sort, "n", n), URL: "/" + p.Lang + path}
}

func (s *Site) waitingChanges(r *http.Request, p *page) (v overviewItem, err error) {
	if s.rooms.Proposals == nil {
		return v, nil
	}
	all, err := s.waitingProposals(r)
	return p.waits("proposals", len(all), "/desk/proposals"), err
}

func (s *Site) waitingDates(r *http.Request, p *page) (v overviewItem, err error) {
	if s.rooms.Care == nil {
		return v, nil
	}
	var due []care.Duty
	for _, place := range myPlaces(r) {
		some, err := s.rooms.Care.Due(r.Context(), place)
		if err != nil {
			return v, err
		}
		due = append(due, some...)
	}
	var all []dutyView
	for _, d := range due {
		all = append(all, s.dutyView(p, d))
	}
	for _, place := range myPlaces(r) {
		if err := s.planDuties(r, p, place, func(_ care.Urgency, d dutyView) { all = append(all, d) }); err != nil {
			return v, err
		}
	}
	v = p.waits("dates", len(all), "/desk/dates")
	for _, shown := range all[:min(len(all), shownWaiting)] {
		text := shown.Text + " · " + shown.Pair.Name
		if shown.Day != "" {
			text = shown.Day + " · " + text
		}
		v.Items = append(v.Items, link{text, shown.Step.URL})
	}
	return v, nil
}

func (s *Site) waitingAnswers(r *http.Request, p *page) (v overviewItem, err error) {
	if s.rooms.Care == nil {
		return v, nil
	}
	all, err := s.rooms.Care.Waiting(r.Context(), myPlaces(r))
	if err != nil {
		return v, err
	}
	v = p.waits("questions", len(all), "/desk/dates")
	now := s.rooms.World()
	for _, q := range all[:min(len(all), shownWaiting)] {
		address := "/" + p.Lang + "/desk/partnerships/" + q.Partnership + "/alive"
		told := p.answer(q, address)
		v.Items = append(v.Items, link{now.Places.DisplayName(q.Side, p.Lang) + ": " + told.Text, address})
	}
	return v, nil
}

func (s *Site) waitingJobs(r *http.Request, p *page) (v overviewItem, err error) {
	if s.rooms.Queue == nil || !s.may(r, people.ManageJobs, people.Object{}) {
		return v, nil
	}
	counts, err := s.rooms.Queue.Count(r.Context())
	return p.waits("jobs", counts[jobs.Parked], "/desk/jobs"), err
}

// oldBackup is the age at which the last backup is worth a line: nights are a day apart.
const oldBackup = 36 * time.Hour

func (s *Site) waitingBackup(r *http.Request, p *page) (v overviewItem, err error) {
	if s.rooms.Health == nil || s.rooms.Health.Runs == nil || !s.may(r, people.ReadHealth, people.Object{}) {
		return v, nil
	}
	last, ok, err := s.lastBackup(r.Context())
	v.URL = "/" + p.Lang + "/desk/health"
	switch age := s.clock.Now().Sub(last); {
	case err != nil:
		return v, err
	case !ok:
		v.Text = p.t("overview.backup.none")
	case age > oldBackup:
		v.Text = p.t("overview.backup.old", "date", lang.DateOf(last))
	default:
		v.Text = p.t("overview.backup.good", "date", lang.DateOf(last))
	}
	return v, nil
}

// lastBackup is when the last backup was made that was read back whole.
func (s *Site) lastBackup(ctx context.Context) (at time.Time, ok bool, err error) {
	runs, err := s.rooms.Health.Runs.List(ctx, shownBackups)
	for _, run := range runs {
		if !run.Verified.IsZero() && run.Failure == "" {
			return run.Verified, true, err
		}
	}
	return at, false, err
}

// deskStep is something to begin with; Done, and it stays as a mark that it is.
type deskStep struct {
	link
	Done bool
}

// firstSteps are what somebody does at an empty desk, as far as she may: for whoever runs
// the installation what it still needs, else the first entries.
func (s *Site) firstSteps(r *http.Request, v *deskPage) (list []deskStep, err error) {
	if s.may(r, people.ManageSite, people.Object{}) {
		list, err = s.stepsOfSite(r, v)
		if err != nil || slices.ContainsFunc(list, func(x deskStep) bool { return !x.Done }) {
			return list, err
		}
	}
	if len(v.Waits) > 0 {
		return nil, nil
	}
	list = nil
	add := func(key, path string) {
		list = append(list, deskStep{link: link{v.t("overview.step." + key), "/" + v.Lang + path}})
	}
	own := actorOf(r).PlacesOf(people.Officer)
	if len(own) == 0 && s.rooms.Door != nil {
		add("claim", "/account/claim")
	}
	if len(own) > 0 {
		add("begin", "/desk/partnerships/new?place="+strconv.FormatInt(own[0], 10))
	}
	if s.may(r, people.MoveIn, people.Object{}) {
		add("move", "/desk/moving-in")
	}
	add("look", "/desk/partnerships")
	return list, nil
}

// stepsOfSite are what a new installation needs before others work in it.
func (s *Site) stepsOfSite(r *http.Request, v *deskPage) (list []deskStep, err error) {
	add := func(key, path string, done bool) {
		list = append(list, deskStep{link{v.t("overview.step." + key), "/" + v.Lang + path}, done})
	}
	if s.rooms.Faces != nil {
		face := s.face()
		add("face", setupPath, !face.Own() && !face.Demo)
	}
	if s.rooms.Outbox != nil && s.may(r, people.ManageMail, people.Object{}) {
		add("mail", "/desk/mail/setup", v.Mail == nil || !v.Mail.Missing)
	}
	if s.rooms.Door != nil {
		all, err := s.rooms.People.Accounts(r.Context())
		if err != nil {
			return nil, err
		}
		add("invite", "/desk/invite", len(all) > 1)
	}
	if s.rooms.Health != nil && s.rooms.Health.Runs != nil && s.may(r, people.MakeBackup, people.Object{}) {
		_, made, err := s.lastBackup(r.Context())
		if err != nil {
			return nil, err
		}
		add("backup", "/desk/health", made)
	}
	return list, nil
}
