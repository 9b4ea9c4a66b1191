package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"twintown/internal/meeting/delegation"
	"twintown/internal/names"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// delegationsPage is who is invited to a meeting and what they answered.
type delegationsPage struct {
	conferenceHead
	Figures  []figureView
	Lines    []string // what else there is to know, in sentences
	Notice   *mailNotice
	Bulk     *bulkView // what goes on, or just ended; nil: nothing
	List     *listView
	Begin    bool // nobody is invited yet
	Sources  []link
	Register string // where single persons register; "" where they do not
}

// figureView is a number above the list, with the list that it counts.
type figureView struct{ Number, Word, URL string }

// delegationRow is one of them.
type delegationRow struct {
	delegation.Delegation
	name, country string
	listed        int
	bounced       string // what the servers said of its address; "": nothing bad
	late          bool
}

// opened is the working side of a meeting, which somebody opened; else it has led to the
// settings, where that is done.
func (s *Site) openedConference(w http.ResponseWriter, r *http.Request, code, path, part string) (head conferenceHead, ok bool, err error) {
	head, err = s.newConference(w, r, code, path, part)
	if err == nil && head.Conference.Version == 0 {
		http.Redirect(w, r, head.Base+"/settings", http.StatusSeeOther)
		return head, false, nil
	}
	return head, err == nil, err
}

// delegations shows them.
func (s *Site) delegations(w http.ResponseWriter, r *http.Request, code string) error {
	head, ok, err := s.openedConference(w, r, code, "/delegations", "delegations")
	if err != nil || !ok {
		return err
	}
	v := &delegationsPage{conferenceHead: head}
	found, rows, err := s.findDelegations(r, &v.conferenceHead, r.URL.Query())
	if err != nil {
		return err
	}
	if v.Notice, err = s.mailNotice(r, &v.page); err != nil {
		return err
	}
	if v.Notice != nil && !s.may(r, people.ReadMail, people.Object{}) {
		v.Notice.URL, v.Notice.Answer = "", ""
	}
	if v.Bulk, err = s.guestBulk(r, &v.conferenceHead); err != nil {
		return err
	}
	v.List = found.view(&v.page)
	v.Begin = len(rows) == 0
	s.fillFigures(v, rows)
	if v.Sources, err = s.delegationSources(r, &v.conferenceHead); err != nil {
		return err
	}
	v.keepQuery(r.URL.Query())
	return s.write(w, http.StatusOK, "delegations", v)
}

// exportDelegations gives what is filtered as a spreadsheet, which the record of changes
// tells. That of a protected meeting names nobody.
func (s *Site) exportDelegations(w http.ResponseWriter, r *http.Request, code string) error {
	head, ok, err := s.openedConference(w, r, code, "/delegations", "delegations")
	if err != nil || !ok {
		return err
	}
	found, _, err := s.findDelegations(r, &head, r.URL.Query())
	if err != nil {
		return err
	}
	if err := s.rooms.Guests.Looked(r.Context(), actorOf(r), head.Meeting.ID, "exported", len(found.Rows)); err != nil {
		return err
	}
	return found.send(w, &head.page, r.FormValue("as"), "delegations", s.clock.Now())
}

// findDelegations is the list that a question asks for, and all rows of it.
func (s *Site) findDelegations(r *http.Request, v *conferenceHead, q url.Values) (arranged[delegationRow], []delegationRow, error) {
	rows, err := s.delegationRows(r, v)
	if err != nil {
		return arranged[delegationRow]{}, nil, err
	}
	return arrangeList(q, s.delegationSpec(v, rows)), rows, nil
}

// delegationRows are all delegations of a meeting with what the list says of them.
func (s *Site) delegationRows(r *http.Request, v *conferenceHead) ([]delegationRow, error) {
	all, err := s.rooms.Guests.Of(r.Context(), v.Meeting.ID)
	if err != nil {
		return nil, err
	}
	listed, err := s.rooms.Guests.Listed(r.Context(), v.Meeting.ID)
	if err != nil {
		return nil, err
	}
	bounced := map[string]string{}
	if s.rooms.Outbox != nil {
		if bounced, err = s.rooms.Outbox.AllBounced(r.Context()); err != nil {
			return nil, err
		}
	}
	now, w := s.clock.Now(), s.rooms.World()
	rows := make([]delegationRow, 0, len(all))
	for _, d := range all {
		row := delegationRow{Delegation: d, name: s.delegationName(&v.page, d), listed: listed[d.ID], late: v.Conference.Late(d, now)}
		if p, ok := w.Places.Get(d.Place); ok {
			row.country = p.Country
		}
		if answer, known := bounced[strings.ToLower(d.Contact.Email)]; known && d.Contact.Email != "" {
			row.bounced = cmp.Or(answer, "–")
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// What the list calls the things that an organiser has to see to.
const (
	missingAnswer = "late"
	missingList   = "list"
	missingMail   = "mail"
	missingPost   = "post"
)

// delegationSpec describes the list.
func (s *Site) delegationSpec(v *conferenceHead, rows []delegationRow) listSpec[delegationRow] {
	p := &v.page
	return listSpec[delegationRow]{
		Path: strings.TrimPrefix(v.Base, "/"+p.Lang) + "/delegations", Caption: "conference.part.delegations", Empty: "guests.none", Rows: rows,
		ID: func(d delegationRow) string { return d.ID },
		Name: func(d delegationRow) string {
			if d.Contact.Email == "" { // a mail does not reach it
				return d.name + " (" + v.t("guests.missing.post") + ")"
			}
			return d.name
		},
		Find: func(q string) func(delegationRow) bool {
			q = names.Fold(q)
			return func(d delegationRow) bool {
				return slices.ContainsFunc([]string{d.name, d.Name, d.Contact.Name, d.Contact.Email}, func(t string) bool { return strings.Contains(names.Fold(t), q) })
			}
		},
		Filters: []listFilter[delegationRow]{
			{Key: "state", Label: "guests.state", Options: v.stateOptions(), Keep: func(d delegationRow, x string) bool { return string(d.State) == x }},
			{Key: "country", Label: "desk.partnerships.country", Options: v.countriesOf(rows), Keep: func(d delegationRow, x string) bool { return d.country == x }},
			{Key: "kind", Label: "guests.kind", Options: v.kindOptions(), Keep: func(d delegationRow, x string) bool { return string(d.Kind) == x }},
			{Key: "missing", Label: "guests.missing", Options: v.missingOptions(), Keep: delegationRow.lacks},
		},
		Columns: s.delegationColumns(v),
		Sort:    "name",
		Bulk:    v.actOptions(),
		Export:  true,
		Tie:     func(a, b delegationRow) int { return strings.Compare(a.ID, b.ID) },
	}
}

// lacks says whether something of a delegation is missing.
func (d delegationRow) lacks(what string) bool {
	switch what {
	case missingAnswer:
		return d.late
	case missingList:
		return d.State == delegation.Accepted && d.listed < d.Coming
	case missingMail:
		return d.bounced != ""
	case missingPost:
		return d.Contact.Email == "" && !d.State.Over()
	}
	return true
}

func (v *conferenceHead) stateOptions() []option {
	list := []option{{Name: v.t("list.any")}}
	for _, x := range delegation.States() {
		list = append(list, option{Value: string(x), Name: v.t("guests.state." + string(x))})
	}
	return list
}

func (v *conferenceHead) kindOptions() []option {
	list := []option{{Name: v.t("list.any")}}
	for _, x := range delegation.Kinds() {
		list = append(list, option{Value: string(x), Name: v.t("guests.kind." + string(x))})
	}
	return list
}

func (v *conferenceHead) missingOptions() []option {
	list := []option{{Name: v.t("list.any")}}
	for _, x := range []string{missingAnswer, missingList, missingMail, missingPost} {
		list = append(list, option{Value: x, Name: v.t("guests.missing." + x)})
	}
	return list
}

func (v *conferenceHead) actOptions() (list []option) {
	for _, a := range delegation.Acts() {
		list = append(list, option{Value: "guests_" + string(a), Name: v.t("bulk.guests_" + string(a) + ".go")})
	}
	return list
}

// countriesOf are the countries from which somebody is invited.
func (v *conferenceHead) countriesOf(rows []delegationRow) []option {
	var list []option
	for _, d := range rows {
		if d.country != "" && !slices.ContainsFunc(list, func(o option) bool { return o.Value == d.country }) {
			list = append(list, option{Value: d.country, Name: v.p.CountryName(d.country)})
		}
	}
	slices.SortFunc(list, func(a, b option) int { return strings.Compare(names.Fold(a.Name), names.Fold(b.Name)) })
	return append([]option{{Name: v.t("list.any")}}, list...)
}

// delegationColumns are the columns of the list.
func (s *Site) delegationColumns(v *conferenceHead) []listColumn[delegationRow] {
	p := &v.page
	columns := []listColumn[delegationRow]{
		{
			Key: "name", Label: "guests.who", Compare: func(a, b delegationRow) int { return strings.Compare(names.Fold(a.name), names.Fold(b.name)) },
			Cell: func(d delegationRow) listCell {
				return listCell{Text: d.name, URL: v.Base + "/delegations/" + d.ID, Note: v.rowNote(d)}
			},
			Export: func(d delegationRow) any { return d.name },
		},
		{
			Key: "country", Label: "desk.partnerships.country",
			Export: func(d delegationRow) any {
				if d.country == "" {
					return nil
				}
				return p.p.CountryName(d.country)
			},
		},
		{Key: "kind", Label: "guests.kind", Export: func(d delegationRow) any { return p.t("guests.kind." + string(d.Kind)) }},
		{
			Key: "state", Label: "guests.state", Compare: func(a, b delegationRow) int { return cmp.Compare(stateRank(a.State), stateRank(b.State)) },
			Cell: func(d delegationRow) listCell {
				state := v.delegationState(d.State)
				return listCell{State: &state, Note: v.stateNote(d)}
			},
			Export: func(d delegationRow) any { return p.t("guests.state." + string(d.State)) },
		},
		{
			Key: "coming", Label: "guests.coming", Right: true, Compare: func(a, b delegationRow) int { return cmp.Compare(a.comes(), b.comes()) },
			Cell:   func(d delegationRow) listCell { return listCell{Text: v.comingText(d.Delegation)} },
			Export: func(d delegationRow) any { return d.comes() },
		},
		{Key: "quota", Label: "guests.quota", Export: func(d delegationRow) any { return d.Quota }},
		{
			Key: "listed", Label: "guests.listed", Right: true, Compare: func(a, b delegationRow) int { return cmp.Compare(a.listed, b.listed) },
			Cell:   func(d delegationRow) listCell { return listCell{Text: p.p.Number(d.listed)} },
			Export: func(d delegationRow) any { return d.listed },
		},
		{
			Key: "language", Label: "guests.language", Compare: func(a, b delegationRow) int { return strings.Compare(a.Language, b.Language) },
			Cell:   func(d delegationRow) listCell { return listCell{Text: p.p.LanguageName(d.Language)} },
			Export: func(d delegationRow) any { return p.p.LanguageName(d.Language) },
		},
		dateColumn("deadline", "guests.answer_by", p, func(d delegationRow) lang.Date { return v.deadlineOf(d.Delegation) }),
	}
	if v.Conference.Protected {
		return columns
	}
	return append(columns,
		listColumn[delegationRow]{Key: "contact", Label: "guests.contact.name", Export: func(d delegationRow) any { return d.Contact.Name }},
		listColumn[delegationRow]{Key: "email", Label: "guests.contact.email", Export: func(d delegationRow) any { return d.Contact.Email }},
	)
}

// comes is how many come for certain.
func (d delegationRow) comes() int {
	if d.State != delegation.Accepted {
		return 0
	}
	return d.Coming
}

func stateRank(x delegation.State) int { return slices.Index(delegation.States(), x) }

// deadlineOf is the last day on which a delegation's answer is awaited.
func (v *conferenceHead) deadlineOf(d delegation.Delegation) lang.Date {
	return v.dayOf(v.Conference.AnswerBy(d).Add(-1))
}

// comingText says how many come, of how many who may.
func (v *conferenceHead) comingText(d delegation.Delegation) string {
	return v.t("guests.of", "n", d.Coming, "quota", d.Quota)
}

// rowNote stands below a delegation's name: what it is, and where.
func (v *conferenceHead) rowNote(d delegationRow) string {
	parts := []string{}
	if d.Kind != delegation.Town || d.country == "" {
		parts = append(parts, v.t("guests.kind."+string(d.Kind)))
	}
	if d.country != "" {
		parts = append(parts, v.p.CountryName(d.country))
	}
	return strings.Join(parts, " · ")
}

// stateNote says what an organiser has to see to.
func (v *conferenceHead) stateNote(d delegationRow) string {
	switch {
	case d.bounced != "":
		return v.t("guests.missing." + missingMail)
	case d.late:
		return v.t("guests.missing." + missingAnswer)
	case d.lacks(missingList):
		return v.t("guests.missing." + missingList)
	case d.lacks(missingPost) && d.Kind != delegation.Person:
		return v.t("guests.missing." + missingPost)
	}
	return ""
}

// delegationShapes are the signs beside states.
var delegationShapes = map[delegation.State]string{
	delegation.Draft: "cancelled", delegation.Invited: "queued", delegation.Applied: "queued", delegation.Tentative: "queued", delegation.Waiting: "sending",
	delegation.Accepted: "sent", delegation.Declined: "failed", delegation.Refused: "failed", delegation.Withdrawn: "cancelled",
}

func (p *page) delegationState(x delegation.State) stateView {
	shape := shapes[delegationShapes[x]]
	return stateView{p.t("guests.state." + string(x)), shape[0], shape[1]}
}

// bulkDelegations does an act to many delegations.
func (s *Site) bulkDelegations(w http.ResponseWriter, r *http.Request, code string) error {
	head, ok, err := s.openedConference(w, r, code, "/delegations", "delegations")
	if err != nil || !ok {
		return err
	}
	act := func(do string) delegation.Act { return delegation.Act(strings.TrimPrefix(do, "guests_")) }
	return bulkOf(s, w, r, code, bulkSpec[delegationRow]{
		Path: strings.TrimPrefix(head.Base, "/"+code) + "/delegations", Foreign: "guests.passed",
		Find: func(_ *page, q url.Values) (arranged[delegationRow], error) {
			found, _, err := s.findDelegations(r, &head, q)
			return found, err
		},
		May: func(d delegationRow, do string) bool { return act(do).May(d.Delegation) },
		Do: func(f *form, rows []delegationRow) (told lang.Message, undo string, err error) {
			do, ids := act(f.raw("do")), make([]string, len(rows))
			for i, d := range rows {
				ids[i] = d.ID
			}
			if len(ids) > delegation.AtOnce && (do == delegation.ActInvite || do == delegation.ActRemind) && s.rooms.Queue != nil {
				_, err := s.rooms.Guests.BeginBulk(r.Context(), actorOf(r), head.Meeting.ID, do, ids, s.rooms.Queue)
				return lang.Msg("guests.bulk.begun"), "", asked(err)
			}
			n, undo, err := s.rooms.Guests.Together(r.Context(), actorOf(r), head.Meeting.ID, do, ids)
			if err == nil && do == delegation.ActWithdraw {
				s.freeTalks(r, head.Meeting, delegation.Accepted, delegation.Withdrawn)
			}
			return lang.Msg("bulk.guests_"+string(do)+".done", "n", n), undo, asked(err)
		},
	})
}

// asked makes of what cannot be now a fault of the question, so that it is asked again.
func asked(err error) error {
	if errs.KindOf(err) == errs.Conflict {
		return errs.New(errs.Invalid, errs.PublicOf(err), err)
	}
	return err
}
