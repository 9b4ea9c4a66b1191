package web

import (
	"cmp"
	"context"
	"net/http"
	"net/url"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
)

// mostMails is how many mails a list holds, the newest first: years of an office's. Older
// ones are found by the search and by their state, which the outbox itself looks for.
const mostMails = 5000

// mailList lists the outbox.
func (s *Site) mailList(w http.ResponseWriter, r *http.Request, code string) (err error) {
	v := &deskListPage{page: s.newDesk(w, r, code, "/desk/mail", "/desk/mail")}
	v.Title = v.t("mail.title")
	v.keepQuery(r.URL.Query())
	if v.Notice, err = s.mailNotice(r, &v.page); err != nil {
		return err
	}
	if v.Notice == nil && s.may(r, people.ManageMail, people.Object{}) {
		v.Actions = []link{{v.t("mail.set_up"), "/" + code + "/desk/mail/setup"}}
	}
	found, err := s.findMails(r, &v.page, r.URL.Query())
	if err != nil {
		return err
	}
	v.List = found.view(&v.page)
	return s.write(w, http.StatusOK, "desk-list", v)
}

// exportMail gives the mails that are filtered as a spreadsheet.
func (s *Site) exportMail(w http.ResponseWriter, r *http.Request, code string) error {
	p := s.newPage(r, code, "/desk/mail")
	found, err := s.findMails(r, &p, r.URL.Query())
	if err == nil {
		err = s.tellExport(r, people.ReadMail, "mail", len(found.Rows))
	}
	if err != nil {
		return err
	}
	return found.send(w, &p, r.FormValue("as"), "mail", s.clock.Now())
}

// findMails is the list that a question asks for. State and search are the outbox's to
// find, so that they reach further back than the list does.
func (s *Site) findMails(r *http.Request, p *page, q url.Values) (list arranged[mail.Row], err error) {
	counts, err := s.rooms.Outbox.Count(r.Context())
	if err != nil {
		return list, err
	}
	f := mail.Filter{State: mail.State(q.Get("state")), Search: q.Get("q"), Limit: mostMails}
	if counts[f.State] == 0 {
		f.State = "" // the list says that nothing fits
	}
	if len(f.Search) > mostQuery {
		f.Search = ""
	}
	rows, err := s.rooms.Outbox.List(r.Context(), f)
	if err != nil {
		return list, err
	}
	spec := listSpec[mail.Row]{
		Path: "/desk/mail", Caption: "mail.title", Empty: "mail.empty", Rows: rows, Export: true, Sort: "-created",
		ID:      func(m mail.Row) string { return m.ID },
		Name:    func(m mail.Row) string { return p.mailRow(m).Subject },
		Tie:     func(a, b mail.Row) int { return cmp.Compare(b.ID, a.ID) },
		Find:    func(string) func(mail.Row) bool { return func(mail.Row) bool { return true } },
		Filters: []listFilter[mail.Row]{{Key: "state", Label: "mail.fact.state", Options: p.mailStates(counts), Keep: func(m mail.Row, v string) bool { return string(m.State) == v }}},
		Columns: p.mailColumns(),
	}
	for _, n := range counts {
		spec.Total += n
	}
	if s.may(r, people.ManageMail, people.Object{}) {
		spec.Bulk = []option{{Value: "again", Name: p.t("bulk.again")}, {Value: "cancel", Name: p.t("bulk.cancel")}}
	}
	return arrangeList(q, spec), nil
}

// mailStates are the states in which mails can be, with how many are.
func (p *page) mailStates(counts map[mail.State]int) []option {
	list := p.any()
	for _, state := range mail.States() {
		list = append(list, option{Value: string(state), Name: p.t("mail.state."+string(state)) + " (" + p.p.Number(counts[state]) + ")"})
	}
	return list
}

func (p *page) mailColumns() []listColumn[mail.Row] {
	return []listColumn[mail.Row]{
		{
			Key: "subject", Label: "mail.fact.subject", Compare: func(a, b mail.Row) int { return cmp.Compare(a.Subject, b.Subject) },
			Cell: func(m mail.Row) listCell {
				row := p.mailRow(m)
				return listCell{Text: row.Subject, URL: row.URL, Lang: row.Language}
			},
			Export: func(m mail.Row) any { return p.mailRow(m).Subject },
		},
		{
			Key: "to", Label: "mail.fact.to", Compare: func(a, b mail.Row) int { return cmp.Compare(a.To, b.To) },
			Cell: func(m mail.Row) listCell {
				row := p.mailRow(m)
				if row.Name == "" {
					return listCell{Text: row.To}
				}
				return listCell{Text: row.Name, Note: row.To}
			},
			Export: func(m mail.Row) any { return p.mailRow(m).To },
		},
		{
			Key: "state", Label: "mail.fact.state", Compare: func(a, b mail.Row) int { return cmp.Compare(a.State, b.State) },
			Cell: func(m mail.Row) listCell {
				row := p.mailRow(m)
				return listCell{State: &row.State, Note: row.Next}
			},
			Export: func(m mail.Row) any { return p.t("mail.state." + string(m.State)) },
		},
		{Key: "answer", Label: "mail.fact.answer", Export: func(m mail.Row) any { return m.Answer }},
		{
			Key: "created", Label: "mail.fact.created", Tight: true, Compare: func(a, b mail.Row) int { return a.Created.Compare(b.Created) },
			Cell: func(m mail.Row) listCell {
				return p.tableMoment(m.Created)
			},
			Export: func(m mail.Row) any { return lang.DateOf(m.Created) },
		},
	}
}

// bulkMail sends many mails again, or keeps them from being sent.
func (s *Site) bulkMail(w http.ResponseWriter, r *http.Request, code string) error {
	return bulkOf(s, w, r, code, bulkSpec[mail.Row]{
		Path: "/desk/mail", Foreign: "bulk.mail.foreign",
		Find: func(p *page, q url.Values) (arranged[mail.Row], error) { return s.findMails(r, p, q) },
		May: func(m mail.Row, do string) bool {
			if do == "cancel" {
				return m.Stoppable()
			}
			return m.Again()
		},
		Do: func(f *form, rows []mail.Row) (told lang.Message, undo string, err error) {
			ids := make([]string, len(rows))
			for i, row := range rows {
				ids[i] = row.ID
			}
			told = lang.Msg("bulk.again.done", "n", len(ids))
			kind, became, move := undoAgain, mail.Queued, s.rooms.Outbox.Again
			if f.raw("do") == "cancel" {
				told = lang.Msg("bulk.cancel.done", "n", len(ids))
				kind, became, move = undoCancel, mail.Cancelled, s.rooms.Outbox.Cancel
			}
			err = s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) error {
				if err := moveMails(r.Context(), tx, note, ids, became, move); err != nil {
					return err
				}
				undo, err = people.KeepReversal(r.Context(), tx, actorOf(r), kind, ids)
				return err
			})
			return told, undo, err
		},
	})
}

// moveMails changes the state of mails within a change. Those that are something else
// meanwhile are left alone; where all are, it is errs.Conflict.
func moveMails(ctx context.Context, tx *db.Tx, note func(people.Entry), ids []string, became mail.State, move func(context.Context, *db.Tx, string) error) error {
	moved := 0
	var conflict error
	for _, id := range ids {
		switch err := move(ctx, tx, id); {
		case err == nil:
			moved++
			note(people.Entry{Action: people.ManageMail, Kind: "mail", ID: id, Fields: []people.FieldChange{{Name: "state", New: string(became)}}})
		case errs.KindOf(err) == errs.Conflict:
			conflict = err
		default:
			return err
		}
	}
	if moved == 0 {
		return conflict
	}
	return nil
}

// undoMail takes back that mails were queued again, or cancelled.
func (s *Site) undoMail(again bool) undoing {
	return func(r *http.Request, tx *db.Tx, note func(people.Entry), id string) (said lang.Message, err error) {
		var ids []string
		if err := people.UseReversal(r.Context(), tx, actorOf(r), id, &ids); err != nil {
			return said, err
		}
		if again {
			return said, moveMails(r.Context(), tx, note, ids, mail.Queued, s.rooms.Outbox.Again)
		}
		return said, moveMails(r.Context(), tx, note, ids, mail.Cancelled, s.rooms.Outbox.Cancel)
	}
}
