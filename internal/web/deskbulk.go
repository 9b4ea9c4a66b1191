package web

import (
	"net/http"
	"net/url"
	"slices"

	"twintown/internal/care"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/world"
)

// bulkPage asks whether many rows shall be changed, and how.
type bulkPage struct {
	page
	Text, Go     string
	Action, Back string
	Question, Do string
	All          bool
	IDs, Names   []string
	More         int
	Topics       *fieldView // which area is to be added; nil: nothing is asked
	Form         *form
}

// shownNames is how many rows the question names; the others are counted.
const shownNames = 12

// bulkPartnerships changes many partnerships: it first says which, and does it when the
// person is sure.
func (s *Site) bulkPartnerships(w http.ResponseWriter, r *http.Request, code string) error {
	v := &bulkPage{page: s.newDesk(w, r, code, "/desk/partnerships", "/desk/partnerships")}
	f, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	question, err := url.ParseQuery(f.raw("question"))
	if err != nil {
		return errs.New(errs.Invalid, lang.Msg("error.form.unreadable"), err)
	}
	v.Back = "/" + code + "/desk/partnerships?" + question.Encode()
	found, _, err := s.findLinesBy(r, &v.page, question)
	if err != nil {
		return err
	}
	rows, foreign := s.changeable(r, found.chosen(f.all("id"), f.checked("all")), f.raw("do"))
	switch {
	case !slices.ContainsFunc(v.lineBulk(), func(o option) bool { return o.Value == f.raw("do") }):
		return errs.New(errs.Invalid, lang.Msg("error.form.unreadable"), nil)
	case len(rows) > mostBulk:
		return errTooMany(len(rows))
	case len(rows) == 0 && foreign > 0:
		return s.done(w, r, code, v.Back, lang.Msg("bulk.foreign", "n", foreign), "")
	case len(rows) == 0:
		return s.done(w, r, code, v.Back, lang.Msg("list.chosen.none"), "")
	}
	v.Form = f
	if f.checked("sure") {
		told, undo, err := s.doBulk(r, f, rows)
		if err == nil {
			return s.done(w, r, code, v.Back, told, undo)
		}
		if !f.take(err) {
			return err
		}
	}
	v.ask(f, rows, foreign, s.rooms.World())
	return s.write(w, http.StatusOK, "bulk", v)
}

// ask fills the question.
func (v *bulkPage) ask(f *form, rows []lineRow, foreign int, now *world.World) {
	v.Do, v.Question, v.All, v.IDs = f.raw("do"), f.raw("question"), f.checked("all"), f.all("id")
	v.Action = "/" + v.Lang + "/desk/partnerships/bulk"
	v.Title, v.Go = v.t("bulk."+v.Do), v.t("bulk."+v.Do+".go")
	v.Text = v.t("bulk."+v.Do+".text", "n", len(rows))
	if foreign > 0 {
		v.Text += " " + v.t("bulk.foreign", "n", foreign)
	}
	for _, row := range rows[:min(len(rows), shownNames)] {
		v.Names = append(v.Names, now.Places.DisplayName(row.here, v.Lang)+" – "+now.Places.DisplayName(row.there, v.Lang))
	}
	v.More = len(rows) - len(v.Names)
	if v.Do == "topic" {
		field := f.Choice("topic", "desk.partnerships.topic", "", v.topicOptions())
		v.Topics = &field
	}
}

// changeable leaves out what the person may not change; foreign is how many those are.
func (s *Site) changeable(r *http.Request, rows []lineRow, do string) (mine []lineRow, foreign int) {
	actor := actorOf(r)
	for _, row := range rows {
		if !people.Allows(actor, people.EditPart, s.lineObject(*row.Line)) || do == "hide" && (row.Origin == "" || !row.Edited.IsZero()) {
			foreign++
			continue
		}
		mine = append(mine, row)
	}
	return mine, foreign
}

// topicsAdded is what an undo of added areas needs to know.
type topicsAdded struct {
	Topic string            `json:"topic"`
	Were  []partnership.Was `json:"were"`
}

// askMany asks the other sides of the partnerships whether they are still alive.
func (s *Site) askMany(r *http.Request, tx *db.Tx, note func(people.Entry), rows []lineRow) (told lang.Message, undo string, err error) {
	ctx, actor := r.Context(), actorOf(r)
	var all []care.Sent
	for _, row := range rows {
		p, err := s.rooms.Partnerships.In(tx).ByID(ctx, row.ID)
		if err != nil {
			return told, "", err
		}
		own := s.asksFor(r, p)
		for _, side := range p.Present() {
			if side == own {
				continue
			}
			sent, err := s.rooms.Care.Ask(ctx, tx, note, actor, p, side, own)
			if err != nil {
				return told, "", err
			}
			all = append(all, sent...)
		}
	}
	if len(all) == 0 {
		return told, "", errs.New(errs.Invalid, lang.Msg("alive.nobody"), nil)
	}
	undo, err = people.KeepReversal(ctx, tx, actor, undoAsk, all)
	return lang.Msg("bulk.ask.done", "n", len(all)), undo, err
}

// doBulk changes the rows in one change, and says what was done and how to take it back.
func (s *Site) doBulk(r *http.Request, f *form, rows []lineRow) (told lang.Message, undo string, err error) {
	ctx, actor := r.Context(), actorOf(r)
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	var id string
	err = s.rooms.People.Log().Change(ctx, actor, func(tx *db.Tx, note func(people.Entry)) error {
		if f.raw("do") == "ask" {
			told, id, err = s.askMany(r, tx, note, rows)
			return err
		}
		if f.raw("do") == "hide" {
			if err := s.rooms.Partnerships.Hide(ctx, tx, note, ids); err != nil {
				return err
			}
			told = lang.Msg("bulk.hide.done", "n", len(ids))
			id, err = people.KeepReversal(ctx, tx, actor, undoHide, ids)
			return err
		}
		were, err := s.rooms.Partnerships.AddTopic(ctx, tx, actor, note, ids, f.raw("topic"))
		if err != nil {
			return err
		}
		if len(were) == 0 {
			return errs.In("topic", lang.Msg("bulk.topic.none"))
		}
		told = lang.Msg("bulk.topic.done", "n", len(were))
		id, err = people.KeepReversal(ctx, tx, actor, undoTopic, topicsAdded{f.raw("topic"), were})
		return err
	})
	return told, "/" + f.p.Lang() + "/desk/undo/" + id, err
}
