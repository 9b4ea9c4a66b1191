package web

import (
	"net/http"
	"net/url"

	"twintown/internal/care"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// bulkPartnerships changes many partnerships.
func (s *Site) bulkPartnerships(w http.ResponseWriter, r *http.Request, code string) error {
	return bulkOf(s, w, r, code, bulkSpec[lineRow]{
		Path: "/desk/partnerships", Foreign: "bulk.foreign",
		Find: func(p *page, q url.Values) (arranged[lineRow], error) {
			found, _, err := s.findLinesBy(r, p, q)
			return found, err
		},
		May: func(row lineRow, do string) bool {
			imported := row.Origin != "" && row.Edited.IsZero()
			return people.Allows(actorOf(r), people.EditPart, s.lineObject(*row.Line)) && (do != "hide" || imported)
		},
		Ask: func(v *bulkPage, f *form) {
			if v.Do == "topic" {
				v.Fields = append(v.Fields, f.Choice("topic", "desk.partnerships.topic", "", v.topicOptions()))
			}
		},
		Do: func(f *form, rows []lineRow) (lang.Message, string, error) { return s.doBulk(r, f, rows) },
	})
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
	return told, id, err
}
