package web

import (
	"net/http"

	"twintown/internal/care"
	"twintown/internal/meeting/delegation"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
)

// The kinds of reversal that the desk knows.
const (
	undoHide  = "partnerships.hide"
	undoTopic = "partnerships.topic"
	undoAsk   = "partnerships.ask"

	undoClose  = "people.close"
	undoReopen = "people.reopen"
	undoCancel = "mail.cancel"
	undoAgain  = "mail.again"
)

// undoing takes back what a reversal's body tells, inside a change.
// It returns what to say of it, the zero message for no more than that it is done.
type undoing func(r *http.Request, tx *db.Tx, note func(people.Entry), id string) (lang.Message, error)

// undoings are how each kind is taken back. A page that offers an undo keeps a reversal
// (people.KeepReversal) in its change and adds a line here.
func (s *Site) undoings() map[string]undoing {
	return map[string]undoing{
		undoHide:  s.undoHide,
		undoTopic: s.undoTopic,

		undoProposals: s.undoProposals,
		undoAsk:       s.undoAsk,

		press.WithdrawKind: s.undoPress,
		press.PicturesKind: s.undoPictures,
		undoClose:          s.undoOpen(true),
		undoReopen:         s.undoOpen(false),
		undoCancel:         s.undoMail(true),
		undoAgain:          s.undoMail(false),

		string(delegation.UndoAdd):      s.undoDelegations(delegation.UndoAdd),
		string(delegation.UndoWithdraw): s.undoDelegations(delegation.UndoWithdraw),
	}
}

// undo takes back what the person just did to many things.
func (s *Site) undo(w http.ResponseWriter, r *http.Request, code string) error {
	actor := actorOf(r)
	what, ok, err := s.rooms.People.Reversal(r.Context(), actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	take, known := s.undoings()[what.Kind]
	if !ok || !known {
		return errs.New(errs.NotFound, lang.Msg("error.people.reversal"), nil)
	}
	var said lang.Message
	err = s.rooms.People.Log().Change(r.Context(), actor, func(tx *db.Tx, note func(people.Entry)) (err error) {
		said, err = take(r, tx, note, what.ID)
		return err
	})
	if err != nil {
		return err
	}
	if what.Kind == string(delegation.UndoWithdraw) {
		s.forumsBack(r)
	}
	if said.IsZero() {
		said = lang.Msg("undo.done")
	}
	return s.done(w, r, code, safeNext(nextOf(r), "/"+code+"/desk"), said, "")
}

func (s *Site) undoHide(r *http.Request, tx *db.Tx, note func(people.Entry), id string) (said lang.Message, err error) {
	var ids []string
	if err := people.UseReversal(r.Context(), tx, actorOf(r), id, &ids); err != nil {
		return said, err
	}
	return said, s.rooms.Partnerships.Show(r.Context(), tx, note, ids)
}

func (s *Site) undoTopic(r *http.Request, tx *db.Tx, note func(people.Entry), id string) (said lang.Message, err error) {
	var added topicsAdded
	if err := people.UseReversal(r.Context(), tx, actorOf(r), id, &added); err != nil {
		return said, err
	}
	return said, s.rooms.Partnerships.ResetTopics(r.Context(), tx, actorOf(r), note, added.Topic, added.Were)
}

func (s *Site) undoAsk(r *http.Request, tx *db.Tx, note func(people.Entry), id string) (said lang.Message, err error) {
	var sent []care.Sent
	if err := people.UseReversal(r.Context(), tx, actorOf(r), id, &sent); err != nil {
		return said, err
	}
	return said, s.rooms.Care.Unask(r.Context(), tx, note, sent)
}

func (s *Site) undoPress(r *http.Request, tx *db.Tx, note func(people.Entry), id string) (said lang.Message, err error) {
	return said, s.rooms.Press.Undo(r.Context(), tx, note, actorOf(r), id)
}

// undoDelegations takes back that delegations were added, or that invitations were withdrawn.
func (s *Site) undoDelegations(kind delegation.Undone) undoing {
	return func(r *http.Request, tx *db.Tx, note func(people.Entry), id string) (said lang.Message, err error) {
		back, left, err := s.rooms.Guests.Undo(r.Context(), tx, note, actorOf(r), kind, id)
		if err == nil && left > 0 {
			said = lang.Msg("guests.undone.part", "back", back, "left", left)
		}
		return said, err
	}
}
