package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/proposal"
	"twintown/internal/world"
)

// proposalsPage is the moderators' queue.
type proposalsPage struct {
	page
	Form    *form
	Open    []proposalView
	Decided []proposalView
}

// proposalView is one proposal as a moderator sees it.
type proposalView struct {
	ID, About, URL string
	Act            string // the act that it is about, in words
	Wrong          string
	Wanted         string // the act that the proposer would record, in words
	Partner        string // of a place: with whom, in her words
	Source         sourceView
	Made           string
	Lang           string
	Answers        bool   // an address was left
	Accept         string // address of the form that makes it a change
	State, Answer  string
	Undo           string
}

// undoProposals is the kind of reversal of decisions.
const undoProposals = "proposals.decide"

// mayDecide says whether the reader may decide a proposal.
func (s *Site) mayDecide(r *http.Request, p proposal.Proposal) bool {
	return s.may(r, people.DecidePropose, s.placesObject("proposal", p.ID, p.Places...))
}

// waitingProposals are the open ones that the reader may decide.
func (s *Site) waitingProposals(r *http.Request) ([]proposal.Proposal, error) {
	if s.rooms.Proposals == nil {
		return nil, nil
	}
	all, err := s.rooms.Proposals.Open(r.Context())
	return slices.DeleteFunc(all, func(p proposal.Proposal) bool { return !s.mayDecide(r, p) }), err
}

// newProposals fills the queue.
func (s *Site) newProposals(w http.ResponseWriter, r *http.Request, code string) (*proposalsPage, error) {
	if s.rooms.Proposals == nil {
		return nil, errNoPage
	}
	v := &proposalsPage{page: s.newDesk(w, r, code, "/desk/proposals", "/desk/proposals")}
	v.Title, v.Form = v.t("desk.proposals.title"), newForm(&v.page, nil)
	open, err := s.waitingProposals(r)
	if err != nil {
		return nil, err
	}
	decided, err := s.rooms.Proposals.Decided(r.Context())
	if err != nil {
		return nil, err
	}
	for _, p := range open {
		v.Open = append(v.Open, s.proposalView(r, &v.page, s.rooms.World(), p))
	}
	for _, p := range decided {
		if s.mayDecide(r, p) {
			v.Decided = append(v.Decided, s.proposalView(r, &v.page, s.rooms.World(), p))
		}
	}
	return v, nil
}

func (s *Site) proposalView(r *http.Request, p *page, w *world.World, q proposal.Proposal) proposalView {
	v := proposalView{ID: q.ID, Wrong: q.Said.Wrong, Lang: q.Language, Made: p.p.Date(lang.DateOf(q.Made)), Answers: q.Email != "", Answer: q.Answer}
	v.Source = p.sourceView(q.Source())
	v.Source.Retrieved = ""
	var names []string
	for _, id := range q.Places {
		names = append(names, w.Places.DisplayName(id, p.Lang))
	}
	v.About = p.p.List(names)
	if q.Said.Type != "" {
		v.Wanted = p.t("act.type." + q.Said.Type)
		if q.Said.Date != "" {
			v.Wanted += ", " + q.Said.Date
		}
	}
	if q.State != proposal.Open {
		v.State = p.t("desk.proposals.state." + string(q.State))
	}
	fill := url.Values{"proposal": {q.ID}, "type": {q.Said.Type}, "date": {q.Said.Date}, "source_title": {v.Source.Title}, "source_url": {q.Said.SourceURL}}
	if q.Partnership == "" {
		v.URL = placeURL(w, q.Places[0], p.Lang)
		v.Accept = "/" + p.Lang + "/desk/partnerships/new?" + url.Values{"place": {strconv.FormatInt(q.Places[0], 10)}, "proposal": {q.ID}}.Encode()
		v.Partner = q.Said.Partner
		return v
	}
	v.URL = "/" + p.Lang + "/partnerships/" + q.Partnership
	fill.Set("act", "new")
	if q.Act != "" {
		if found, err := s.rooms.Partnerships.ByID(r.Context(), q.Partnership); err == nil {
			for _, a := range found.Acts {
				if a.ID == q.Act && a.Held(time.Time{}) {
					v.Act = p.t("act.type."+string(a.Type)) + ", " + p.dateText(a.Date)
					fill.Set("act", a.ID)
				}
			}
		}
	}
	v.Accept = "/" + p.Lang + "/desk/partnerships/" + q.Partnership + "?" + fill.Encode() + "#act"
	return v
}

// proposals shows the queue.
func (s *Site) proposals(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProposals(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "proposals", v)
}

// decideProposals accepts or refuses those that are ticked.
func (s *Site) decideProposals(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProposals(w, r, code)
	if err != nil {
		return err
	}
	f, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	v.Form = f
	to := proposal.Accepted
	if f.text("do") == "refuse" {
		to = proposal.Refused
	}
	ids := f.all("id")
	if len(ids) == 0 {
		f.fail("", lang.Msg("desk.proposals.nothing"))
		return s.write(w, http.StatusUnprocessableEntity, "proposals", v)
	}
	for _, id := range ids {
		if !slices.ContainsFunc(v.Open, func(p proposalView) bool { return p.ID == id }) {
			return errs.New(errs.NotFound, lang.Msg("error.proposal.unknown"), nil) // decided, or not hers to decide
		}
	}
	undo, err := s.decide(r, ids, to, f.text("why"))
	if f.take(err) {
		return s.write(w, http.StatusUnprocessableEntity, "proposals", v)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/desk/proposals", lang.Msg("desk.proposals.done."+string(to), "n", len(ids)), "/"+code+"/desk/undo/"+undo)
}

// decide decides proposals in one change, and keeps how to take it back.
func (s *Site) decide(r *http.Request, ids []string, to proposal.State, why string) (undo string, err error) {
	actor := actorOf(r)
	return undo, s.rooms.People.Log().Change(r.Context(), actor, func(tx *db.Tx, note func(people.Entry)) (err error) {
		for _, id := range ids {
			if err := s.rooms.Proposals.Decide(r.Context(), tx, note, actor, id, to, why); err != nil {
				return err
			}
		}
		undo, err = people.KeepReversal(r.Context(), tx, actor, undoProposals, ids)
		return err
	})
}

func (s *Site) undoProposals(r *http.Request, tx *db.Tx, note func(people.Entry), id string) (said lang.Message, err error) {
	var ids []string
	if err := people.UseReversal(r.Context(), tx, actorOf(r), id, &ids); err != nil {
		return said, err
	}
	n, err := s.rooms.Proposals.Reopen(r.Context(), tx, note, ids)
	switch {
	case n.Left > 0:
		said = lang.Msg("desk.proposals.undone.left", "left", n.Left, "stopped", n.Stopped)
	case n.Stopped > 0:
		said = lang.Msg("desk.proposals.undone.stopped", "n", n.Stopped)
	}
	return said, err
}

// proposalOf is the open proposal that a form for an act came from, if the reader may
// decide it and it is about this partnership or one of its sides.
func (s *Site) proposalOf(r *http.Request, id string, found partnership.Partnership) (proposal.Proposal, bool) {
	if id == "" || s.rooms.Proposals == nil {
		return proposal.Proposal{}, false
	}
	p, err := s.rooms.Proposals.ByID(r.Context(), id)
	about := p.Partnership == found.ID
	if p.Partnership == "" { // about a place: whatever partnership of it comes of it
		about = slices.ContainsFunc(p.Places, func(n int64) bool { return slices.Contains(found.Sides(), n) || slices.Contains(found.Present(), n) })
	}
	return p, err == nil && p.State == proposal.Open && about && s.mayDecide(r, p)
}

// accepting accepts the proposal in the change that it became, beside what else the change
// attaches.
func (s *Site) accepting(r *http.Request, id string, found partnership.Partnership, attach func(*db.Tx, func(people.Entry)) ([]string, error)) func(*db.Tx, func(people.Entry)) ([]string, error) {
	p, ok := s.proposalOf(r, id, found)
	if !ok {
		return attach
	}
	return func(tx *db.Tx, note func(people.Entry)) (ids []string, err error) {
		if err := s.rooms.Proposals.Decide(r.Context(), tx, note, actorOf(r), p.ID, proposal.Accepted, ""); err != nil || attach == nil {
			return nil, err
		}
		return attach(tx, note)
	}
}
