package delegation

import (
	"context"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Register takes the registration of one person and returns the delegation that she is. With
// approval she waits for the organiser; else she comes, or waits for a seat. One address
// registers once: the second time nothing is added, and the link is sent again.
func (s *Store) Register(ctx context.Context, who people.Actor, d Delegation, m Profile) (_ Delegation, err error) {
	defer errs.Wrap(&err, "delegation.Register")
	d.Kind, d.Quota = Person, 1
	if d, err = d.clean(); err != nil {
		return d, err
	}
	if d.Contact.Email == "" {
		return d, errs.In("email", lang.Msg("error.people.email"))
	}
	first := Member{Profile: m}
	if first, err = first.clean(); err != nil {
		return d, err
	}
	d.ID, d.link, first.ID, first.Code = db.NewID(), 1, db.NewID(), newCode()
	err = s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		c, err := conferenceIn(ctx, tx, d.Meeting)
		if err != nil {
			return err
		}
		if !c.TakesRegistrations(db.Moment(tx.Now())) {
			return errs.New(errs.Conflict, lang.Msg("error.guests.closed"), nil)
		}
		if d.Contact.Answers, err = c.Registration.cleanAnswers(d.Contact.Answers); err != nil {
			return err
		}
		if again, err := s.registered(ctx, tx, d); err != nil || again != nil {
			if err == nil {
				note(entry(people.GuestRegister, *again, people.FieldChange{Name: "again", New: "yes"}))
				d = *again
				err = s.told(ctx, tx, standing(d.State), d.State, &d, c)
			}
			return err
		}
		return s.register(ctx, tx, note, c, &d, first)
	})
	return d, err
}

// standing is the event of whose mail says how a registration stands.
func standing(state State) Event {
	switch state {
	case Applied:
		return ToldApplied
	case Waiting:
		return ToldWaiting
	}
	return ToldAnswered
}

// registered returns the registration that an address has in a meeting; nil for none.
func (s *Store) registered(ctx context.Context, tx *db.Tx, d Delegation) (*Delegation, error) {
	again, found, err := db.One(ctx, tx, s.scan, selectDelegation+`
		 WHERE meeting = $1
		   AND address_mark = $2
		   AND kind = 'person'
		   AND state NOT IN ('declined', 'withdrawn')`, d.Meeting, s.mark(d.Contact.Email))
	if err != nil || !found {
		return nil, err
	}
	return &again, nil
}

func (s *Store) register(ctx context.Context, tx *db.Tx, note func(people.Entry), c Conference, d *Delegation, first Member) error {
	if err := roomFor(ctx, tx, *d); err != nil {
		return err
	}
	now, event := db.Moment(tx.Now()), ToldApplied
	d.State, d.Coming, d.Answered, d.AnsweredBy = Applied, 1, now, ByLink
	if !c.Registration.Approval {
		d.State, d.WaitsSince = "", time.Time{} // also where the transaction is tried again
		if err := s.seat(ctx, tx, d, c, Answer{State: Accepted, Coming: 1}); err != nil {
			return err
		}
		event = answerTold(d.State)
	}
	note(entry(people.GuestRegister, *d, stateChange("", d.State)))
	if err := s.told(ctx, tx, event, "", d, c); err != nil {
		return err
	}
	if err := s.insert(ctx, tx, *d); err != nil {
		return err
	}
	first.Delegation, first.Meeting = d.ID, d.Meeting
	return s.insertMember(ctx, tx, first)
}

// TakesRegistrations says whether single persons can register now.
func (c Conference) TakesRegistrations(now time.Time) bool {
	until := c.Registration.Until
	if until.IsZero() {
		until = c.Ends
	}
	return c.Version > 0 && c.Registration.Open && !now.After(until)
}

// Check says, by the question's key, what is missing of the answers to a registration.
func (r Registration) Check(given map[string]string) error {
	_, err := r.cleanAnswers(given)
	return err
}

// cleanAnswers keeps the answers to questions that were asked, or says by the question's key
// what is missing.
func (r Registration) cleanAnswers(given map[string]string) (map[string]string, error) {
	kept := map[string]string{}
	for _, q := range r.Questions {
		if !q.Asks(kept) {
			continue
		}
		answer := given[q.Key]
		switch {
		case answer == "" && q.Required:
			return nil, errs.In(q.Key, lang.Msg("error.guests.required"))
		case answer == "":
			continue
		case utf8.RuneCountInString(answer) > longestText || q.Sort == Line && utf8.RuneCountInString(answer) > longestLine:
			return nil, errs.In(q.Key, lang.Msg("error.partnership.long", "max", longestLine))
		case q.Sort == Choice && !isOption(answer, len(q.Options)), q.Sort == Tick && answer != "1":
			return nil, errs.In(q.Key, lang.Msg("error.guests.required"))
		}
		kept[q.Key] = answer
	}
	return kept, nil
}

func isOption(answer string, options int) bool {
	n, err := strconv.Atoi(answer)
	return err == nil && n >= 0 && n < options
}

// Decide agrees to registrations that wait for it, or refuses them. Who is agreed to comes,
// or waits for a seat; both are told.
func (s *Store) Decide(ctx context.Context, who people.Actor, id string, agree bool) (err error) {
	defer errs.Wrap(&err, "delegation.Decide(%s)", id)
	return s.change(ctx, who, people.MeetingGuests, id, anyVersion, func(tx *db.Tx, d *Delegation, c Conference) ([]people.FieldChange, error) {
		if !slices.Contains([]State{Applied, Refused}, d.State) {
			return nil, errs.New(errs.Conflict, lang.Msg("error.guests.decided"), nil)
		}
		from, event := d.State, ToldRefused
		if !agree {
			d.State, d.Coming = Refused, 0
			return []people.FieldChange{stateChange(from, d.State)}, s.told(ctx, tx, event, from, d, c)
		}
		if err := s.seat(ctx, tx, d, c, Answer{State: Accepted, Coming: 1}); err != nil {
			return nil, err
		}
		if event = ToldAdmitted; d.State == Waiting {
			event = ToldWaiting
		}
		return []people.FieldChange{stateChange(from, d.State)}, s.told(ctx, tx, event, from, d, c)
	})
}
