package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
	"twintown/internal/proposal"
	"twintown/internal/world"
)

// proposalView is one proposal as a moderator sees it.
type proposalView struct {
	About, URL string
	Act        string // the act that it is about, in words
	Wrong      string
	Wanted     string // the act that the proposer would record, in words
	Partner    string // of a place: with whom, in her words
	Source     sourceView
	Made       string
	Lang       string
	Answers    bool   // an address was left
	Accept     string // address of the form that makes it a change
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

// proposals shows the queue: those that wait at first.
func (s *Site) proposals(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Proposals == nil {
		return errNoPage
	}
	v := &deskListPage{page: s.newDesk(w, r, code, "/desk/proposals", "/desk/proposals")}
	v.Title, v.Lead = v.t("desk.proposals.title"), v.t("desk.proposals.lead")
	v.keepQuery(r.URL.Query())
	found, err := s.findProposals(r, &v.page, r.URL.Query())
	if err != nil {
		return err
	}
	v.List = found.view(&v.page)
	return s.write(w, http.StatusOK, "desk-list", v)
}

// exportProposals gives those that are filtered as a spreadsheet, without the addresses
// of who proposed.
func (s *Site) exportProposals(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Proposals == nil {
		return errNoPage
	}
	p := s.newPage(r, code, "/desk/proposals")
	found, err := s.findProposals(r, &p, r.URL.Query())
	if err != nil {
		return err
	}
	return found.send(w, &p, r.FormValue("as"), "proposals", s.clock.Now())
}

// findProposals is the list that a question asks for, of those that the reader may decide.
func (s *Site) findProposals(r *http.Request, p *page, q url.Values) (list arranged[proposal.Proposal], err error) {
	rows, err := s.waitingProposals(r)
	if err != nil {
		return list, err
	}
	decided, err := s.rooms.Proposals.Decided(r.Context())
	if err != nil {
		return list, err
	}
	for _, x := range decided {
		if s.mayDecide(r, x) {
			rows = append(rows, x)
		}
	}
	now := s.rooms.World()
	states := listFilter[proposal.Proposal]{Key: "state", Label: "mail.fact.state", Always: true, Keep: func(x proposal.Proposal, v string) bool { return string(x.State) == v }}
	for _, state := range []proposal.State{proposal.Open, proposal.Accepted, proposal.Refused} {
		states.Options = append(states.Options, option{Value: string(state), Name: p.t("desk.proposals.state." + string(state))})
	}
	spec := listSpec[proposal.Proposal]{
		Path: "/desk/proposals", Caption: "desk.proposals.title", Empty: "desk.proposals.none", Rows: rows, Sort: "made",
		ID:   func(x proposal.Proposal) string { return x.ID },
		Name: func(x proposal.Proposal) string { return p.aboutOf(now, x) },
		Tie:  func(a, b proposal.Proposal) int { return cmp.Compare(a.ID, b.ID) },
		Find: func(text string) func(proposal.Proposal) bool {
			named, text := placesNamed(now, text), strings.ToLower(text)
			return func(x proposal.Proposal) bool {
				return strings.Contains(strings.ToLower(x.Said.Wrong+" "+x.Said.SourceTitle+" "+x.Said.SourceURL), text) ||
					slices.ContainsFunc(x.Places, func(n int64) bool { return named[n] })
			}
		},
		Filters: []listFilter[proposal.Proposal]{states},
		Columns: s.proposalColumns(r, p, now),
		Export:  people.Allows(actorOf(r), people.ExportList, people.Object{}),
	}
	if state := q.Get("state"); state == "" || state == string(proposal.Open) {
		spec.Bulk = []option{{Value: "refuse", Name: p.t("bulk.refuse")}, {Value: "accept", Name: p.t("bulk.accept")}}
	}
	return arrangeList(q, spec), nil
}

// aboutOf names the places that a proposal is about.
func (p *page) aboutOf(w *world.World, x proposal.Proposal) string {
	names := make([]string, len(x.Places))
	for i, n := range x.Places {
		names[i] = w.Places.DisplayName(n, p.Lang)
	}
	return p.p.List(names)
}

func (s *Site) proposalColumns(r *http.Request, p *page, now *world.World) []listColumn[proposal.Proposal] {
	type row = proposal.Proposal
	return []listColumn[row]{
		{
			Key: "about", Label: "desk.proposals.about", Compare: func(a, b row) int { return cmp.Compare(p.aboutOf(now, a), p.aboutOf(now, b)) },
			Cell: func(x row) listCell {
				v := s.proposalView(r, p, now, x)
				c := listCell{Text: v.About, URL: v.URL, Note: v.Act}
				if x.State == proposal.Open {
					c.More = []link{{p.t("desk.proposals.take"), v.Accept}}
				}
				return c
			},
			Export: func(x row) any { return p.aboutOf(now, x) },
		},
		{
			Key: "wrong", Label: "desk.proposals.wrong", Long: true,
			Cell: func(x row) listCell {
				v := s.proposalView(r, p, now, x)
				c := listCell{Text: x.Said.Wrong, Lang: x.Language, More: []link{{v.Source.Title, v.Source.URL}}}
				var also []string
				if v.Partner != "" {
					also = append(also, p.t("propose.partner")+": "+v.Partner)
				}
				if v.Wanted != "" {
					also = append(also, p.t("desk.proposals.wanted", "act", v.Wanted))
				}
				c.Note = strings.Join(also, " · ")
				return c
			},
			Export: func(x row) any { return x.Said.Wrong },
		},
		{Key: "wanted", Label: "propose.type", Export: func(x row) any { return p.wanted(x) }},
		{Key: "partner", Label: "propose.partner", Export: func(x row) any { return x.Said.Partner }},
		{Key: "source", Label: "desk.field.source", Export: func(x row) any { return x.Source().Title }},
		{Key: "url", Label: "desk.source.url", Export: func(x row) any { return x.Said.SourceURL }},
		{
			Key: "made", Label: "desk.proposals.made", Tight: true, Compare: func(a, b row) int { return a.Made.Compare(b.Made) },
			Cell: func(x row) listCell {
				c := listCell{Text: p.tableDate(lang.DateOf(x.Made))}
				if x.Email != "" {
					c.Note = p.t("desk.proposals.answers")
				}
				return c
			},
			Export: func(x row) any { return lang.DateOf(x.Made) },
		},
		{
			Key: "state", Label: "mail.fact.state",
			Cell: func(x row) listCell {
				return listCell{Text: p.t("desk.proposals.state." + string(x.State)), Note: x.Answer}
			},
			Export: func(x row) any { return p.t("desk.proposals.state." + string(x.State)) },
		},
		{Key: "answer", Label: "desk.proposals.why", Export: func(x row) any { return x.Answer }},
	}
}

// wanted is the act that the proposer would record, in words.
func (p *page) wanted(x proposal.Proposal) string {
	if x.Said.Type == "" {
		return ""
	}
	return strings.TrimSuffix(p.t("act.type."+x.Said.Type)+", "+x.Said.Date, ", ")
}

func (s *Site) proposalView(r *http.Request, p *page, w *world.World, q proposal.Proposal) proposalView {
	v := proposalView{
		About: p.aboutOf(w, q), Wrong: q.Said.Wrong, Wanted: p.wanted(q), Source: p.sourceView(q.Source()),
		Made: p.p.Date(lang.DateOf(q.Made)), Lang: q.Language, Answers: q.Email != "",
	}
	v.Source.Retrieved = ""
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

// decideProposals accepts or refuses many; a refusal says why.
func (s *Site) decideProposals(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Proposals == nil {
		return errNoPage
	}
	return bulkOf(s, w, r, code, bulkSpec[proposal.Proposal]{
		Path: "/desk/proposals", Foreign: "bulk.proposals.foreign",
		Find: func(p *page, q url.Values) (arranged[proposal.Proposal], error) { return s.findProposals(r, p, q) },
		May:  func(x proposal.Proposal, _ string) bool { return x.State == proposal.Open && s.mayDecide(r, x) },
		Ask: func(v *bulkPage, f *form) {
			hint := ""
			if v.Do == "refuse" {
				hint = "desk.proposals.why.hint"
			}
			v.Fields = append(v.Fields, f.Field("why", "text", "desk.proposals.why", hint, "off"))
		},
		Do: func(f *form, rows []proposal.Proposal) (lang.Message, string, error) {
			to := proposal.Accepted
			if f.raw("do") == "refuse" {
				to = proposal.Refused
			}
			ids := make([]string, len(rows))
			for i, row := range rows {
				ids[i] = row.ID
			}
			undo, err := s.decide(r, ids, to, f.text("why"))
			return lang.Msg("desk.proposals.done."+string(to), "n", len(ids)), undo, err
		},
	})
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
