package delegation

import (
	"context"
	"slices"
	"strconv"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Act is what is done to many delegations at once.
type Act string

// The acts.
const (
	ActInvite   Act = "invite"   // drafts alone: nobody is written to twice
	ActRemind   Act = "remind"   // those that have not answered
	ActWithdraw Act = "withdraw" // what was not taken back yet
	ActAdmit    Act = "admit"    // registrations that wait for it
	ActRefuse   Act = "refuse"
)

// Acts are all acts.
func Acts() []Act { return []Act{ActInvite, ActRemind, ActWithdraw, ActAdmit, ActRefuse} }

// May says whether an act can be done to a delegation in its state.
func (a Act) May(d Delegation) bool {
	switch a {
	case ActInvite:
		return d.State == Draft
	case ActRemind:
		return d.State == Invited || d.State == Tentative
	case ActWithdraw:
		return d.State != Withdrawn && d.State != Declined && d.State != Refused
	case ActAdmit:
		return d.State == Applied || d.State == Refused
	case ActRefuse:
		return d.State == Applied
	}
	return false
}

// Undone is a kind of reversal that a page offers after an act: see [Store.Undo].
type Undone string

// The reversals.
const (
	UndoAdd      Undone = "delegations.add"      // takes drafts away again
	UndoWithdraw Undone = "delegations.withdraw" // invitations that were taken back hold again
)

// Together does an act to several delegations of a meeting in one change, in their order.
// Those to which it cannot be done any more are passed over. It returns how many were
// changed, and the identifier of the reversal, "" where the act cannot be taken back.
func (s *Store) Together(ctx context.Context, who people.Actor, meeting string, a Act, ids []string) (n int, undo string, err error) {
	defer errs.Wrap(&err, "delegation.Together(%s)", a)
	err = s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		n, undo = 0, ""
		were, err := s.actAll(ctx, tx, note, who, meeting, a, ids)
		if err != nil {
			return err
		}
		n = len(were)
		if n == 0 {
			return errs.New(errs.Conflict, lang.Msg("error.guests.nothing"), nil)
		}
		if a == ActWithdraw {
			undo, err = people.KeepReversal(ctx, tx, who, string(UndoWithdraw), were)
		}
		return err
	})
	return n, undo, err
}

// was is a delegation before an act, and its version after it.
type was struct {
	ID      string `json:"id"`
	State   State  `json:"state"`
	Coming  int    `json:"coming,omitempty"`
	Version int64  `json:"version"`
}

// act does an act to one delegation.
func (s *Store) act(ctx context.Context, who people.Actor, a Act, id string) error {
	switch a {
	case ActInvite:
		return s.Invite(ctx, who, id)
	case ActRemind:
		return s.Remind(ctx, who, id)
	case ActWithdraw:
		return s.Withdraw(ctx, who, id)
	}
	return s.Decide(ctx, who, id, a == ActAdmit)
}

// AddAll adds several drafts in one change, those that are there already left out, and returns
// the identifiers of those that were added, with the reversal that takes them away again.
func (s *Store) AddAll(ctx context.Context, who people.Actor, all []Delegation) (ids []string, undo string, err error) {
	defer errs.Wrap(&err, "delegation.AddAll")
	for i := range all {
		if all[i], err = all[i].clean(); err != nil {
			return nil, "", err
		}
	}
	err = s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		ids, undo = nil, ""
		for _, d := range all {
			d.ID, d.State, d.link = db.NewID(), Draft, 1
			err := roomFor(ctx, tx, d)
			if errs.PublicOf(err).Key == "error.guests.twice" {
				continue
			}
			if err != nil {
				return err
			}
			note(entry(people.MeetingGuests, d, people.FieldChange{Name: "state", New: string(Draft)}, people.FieldChange{Name: "quota", New: strconv.Itoa(d.Quota)}))
			if err := s.insert(ctx, tx, d); err != nil {
				return err
			}
			ids = append(ids, d.ID)
		}
		if len(ids) == 0 {
			return errs.New(errs.Conflict, lang.Msg("error.guests.nothing_new"), nil)
		}
		undo, err = people.KeepReversal(ctx, tx, who, string(UndoAdd), ids)
		return err
	})
	return ids, undo, err
}

// Undo takes back, inside a change, what a reversal tells. Drafts that somebody worked on
// since, and invitations whose seats are taken by now, stay as they are; it returns how many
// were taken back and how many were not.
func (s *Store) Undo(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, kind Undone, id string) (back, left int, err error) {
	defer errs.Wrap(&err, "delegation.Undo(%s)", kind)
	if kind == UndoAdd {
		return s.undoAdd(ctx, tx, note, who, id)
	}
	var were []was
	if err := people.UseReversal(ctx, tx, who, id, &were); err != nil {
		return 0, 0, err
	}
	for _, w := range were {
		done, err := s.unwithdraw(ctx, tx, note, w)
		if err != nil {
			return back, left, err
		}
		if done {
			back++
		} else {
			left++
		}
	}
	return back, left, nil
}

func (s *Store) undoAdd(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, id string) (back, left int, err error) {
	var ids []string
	if err := people.UseReversal(ctx, tx, who, id, &ids); err != nil {
		return 0, 0, err
	}
	for _, id := range ids {
		d, err := s.in(ctx, tx, id)
		if errs.KindOf(err) == errs.NotFound {
			continue
		}
		if err != nil {
			return back, left, err
		}
		if d.State != Draft || d.Version > 1 {
			left++
			continue
		}
		if err := s.dropIn(ctx, tx, note, d); err != nil {
			return back, left, err
		}
		back++
	}
	if back == 0 && left > 0 {
		return back, left, errs.New(errs.Conflict, lang.Msg("error.guests.undo_worked"), nil)
	}
	note(people.Entry{Action: people.MeetingGuests, Kind: "list", ID: id, Fields: []people.FieldChange{{Name: "withdrawn", New: strconv.Itoa(back)}}})
	return back, left, nil
}

// unwithdraw lets an invitation hold again. Who came gets her seats back where they are free,
// and waits otherwise; she is told, since she was told that she need not come.
func (s *Store) unwithdraw(ctx context.Context, tx *db.Tx, note func(people.Entry), w was) (done bool, err error) {
	d, err := s.in(ctx, tx, w.ID)
	if err != nil || d.State != Withdrawn || d.Version != w.Version {
		return false, err
	}
	return true, s.changeIn(ctx, tx, note, people.MeetingGuests, w.ID, anyVersion, func(tx *db.Tx, d *Delegation, c Conference) ([]people.FieldChange, error) {
		event := ToldAnswered
		switch d.State = w.State; w.State {
		case Accepted, Waiting:
			d.State = Withdrawn // so that its seats count as free
			if err := s.seat(ctx, tx, d, c, Answer{State: Accepted, Coming: w.Coming}); err != nil {
				return nil, err
			}
			event = answerTold(d.State)
		case Draft:
			return []people.FieldChange{stateChange(Withdrawn, d.State)}, nil
		case Invited:
			event = ToldInvited
		case Applied:
			event = ToldApplied
		}
		return []people.FieldChange{stateChange(Withdrawn, d.State)}, s.told(ctx, tx, event, Withdrawn, d, c)
	})
}

// Drop takes a draft away that nobody was ever told of, with its list.
func (s *Store) Drop(ctx context.Context, who people.Actor, id string) (err error) {
	defer errs.Wrap(&err, "delegation.Drop(%s)", id)
	return s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		d, err := s.in(ctx, tx, id)
		if err != nil {
			return err
		}
		if d.State != Draft || !d.Invited.IsZero() {
			return errs.New(errs.Conflict, lang.Msg("error.guests.told"), nil)
		}
		return s.dropIn(ctx, tx, note, d)
	})
}

func (s *Store) dropIn(ctx context.Context, tx *db.Tx, note func(people.Entry), d Delegation) error {
	note(entry(people.MeetingGuests, d, stateChange(d.State, "")))
	for _, statement := range []string{`DELETE FROM delegation_member WHERE delegation = $1`, `DELETE FROM delegation WHERE id = $1`} {
		if _, err := tx.ExecContext(ctx, statement, d.ID); err != nil {
			return err
		}
	}
	return nil
}

// Looked notes that somebody opened a page of the working side that has a reason to be noted:
// what people need, a list that left the house.
func (s *Store) Looked(ctx context.Context, who people.Actor, meeting, at string, n int) (err error) {
	defer errs.Wrap(&err, "delegation.Looked(%s)", meeting)
	return s.log.Change(ctx, who, func(_ *db.Tx, note func(people.Entry)) error {
		note(people.Entry{Action: people.MeetingGuests, Kind: conferenceKind, ID: meeting, Fields: []people.FieldChange{{Name: at, New: strconv.Itoa(n)}}})
		return nil
	})
}

// Twins are the places of towns that are in a meeting already, but for those whose invitation
// was taken back.
func Twins(all []Delegation) (places []int64) {
	for _, d := range all {
		if d.Kind == Town && d.Place != 0 && d.State != Withdrawn && !slices.Contains(places, d.Place) {
			places = append(places, d.Place)
		}
	}
	return places
}

// Late says whether an answer is awaited whose time is over.
func (c Conference) Late(d Delegation, now time.Time) bool {
	return (d.State == Invited || d.State == Tentative) && now.After(c.AnswerBy(d))
}
