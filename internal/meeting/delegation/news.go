package delegation

import (
	"context"
	"slices"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Stand is what a delegation was told of its meeting's day and place.
type Stand struct {
	Sequence int  `json:"sequence,omitempty"` // how often they had changed
	Off      bool `json:"off,omitempty"`      // it does not take place
}

// StandOf is what is told of a meeting now.
func StandOf(m meeting.Invitation) Stand { return Stand{Sequence: m.Sequence, Off: m.Off} }

// awaiting are the states in which a delegation has to know what becomes of the meeting.
func awaiting() []State { return []State{Invited, Applied, Tentative, Waiting, Accepted} }

// News tells the delegations of a meeting that it does not take place, or that its day or
// place changed: each one once, and only those to whom something else was written before. It
// returns how many were told.
func (s *Store) News(ctx context.Context, who people.Actor, id string, now Stand) (n int, err error) {
	defer errs.Wrap(&err, "delegation.News(%s)", id)
	all, err := s.Of(ctx, id)
	if err != nil {
		return 0, err
	}
	for _, d := range all {
		if _, fresh := d.news(now); !fresh {
			continue
		}
		told := false
		err := s.change(ctx, who, people.MeetingGuests, d.ID, anyVersion, func(tx *db.Tx, d *Delegation, c Conference) ([]people.FieldChange, error) {
			event, fresh := d.news(now)
			if !fresh || db.Moment(tx.Now()).After(c.Ends) {
				return nil, errs.New(errs.Conflict, lang.Msg("error.guests.conflict"), nil) // told meanwhile
			}
			told = true
			return []people.FieldChange{{Name: "informed", New: string(event)}}, s.told(ctx, tx, event, d.State, d, c)
		})
		if err != nil && errs.KindOf(err) != errs.Conflict {
			return n, err
		}
		if told && err == nil {
			n++
		}
	}
	return n, nil
}

// news is what a delegation does not know yet.
func (d Delegation) news(now Stand) (_ Event, fresh bool) {
	knows := d.Contact.Knows
	if knows == nil || d.Contact.Email == "" || !slices.Contains(awaiting(), d.State) || *knows == now || knows.Off && now.Off {
		return "", false
	}
	if now.Off {
		return ToldCancelled, true
	}
	return ToldMoved, true
}

// usualReminders are how many days before its deadline somebody who did not answer is
// reminded: once when there is still time to ask in the own house, and once at the last
// moment that leaves a working day.
func usualReminders() []int { return []int{7, 2} }

// Limits of reminders.
const (
	mostReminders = 5
	earliest      = 90 // days before
)

// Reminders are how many days before a deadline those who did not answer are reminded.
func (c Conference) Reminders() []int {
	if c.Remind == nil {
		return usualReminders()
	}
	return c.Remind
}

// RemindDue reminds those who did not answer and whose deadline is near, once for each of
// the days that the conference says. Who was invited or reminded since that day began is
// left in peace. It returns how many were reminded.
func (s *Store) RemindDue(ctx context.Context, who people.Actor) (n int, err error) {
	defer errs.Wrap(&err, "delegation.RemindDue")
	conferences, err := s.Conferences(ctx)
	if err != nil {
		return 0, err
	}
	now := s.clock.Now()
	for _, c := range conferences {
		if now.After(c.Ends) {
			continue
		}
		all, err := s.Of(ctx, c.Meeting)
		if err != nil {
			return n, err
		}
		for _, d := range all {
			if d.Contact.Email == "" || !c.remindNow(d, now) {
				continue
			}
			if err := s.Remind(ctx, who, d.ID); err != nil && errs.KindOf(err) != errs.Conflict { // answered meanwhile
				return n, err
			}
			n++
		}
	}
	return n, nil
}

// remindNow says whether a reminder to a delegation is due.
func (c Conference) remindNow(d Delegation, now time.Time) bool {
	deadline := c.AnswerBy(d)
	if d.State != Invited && d.State != Tentative || now.After(deadline) {
		return false
	}
	for _, days := range c.Reminders() {
		due := deadline.AddDate(0, 0, -days)
		if !now.Before(due) && d.Invited.Before(due) && d.Reminded.Before(due) {
			return true
		}
	}
	return false
}
