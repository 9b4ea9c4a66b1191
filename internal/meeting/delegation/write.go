package delegation

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Limits of a delegation and a meeting.
const (
	mostQuota       = 500
	mostDelegations = 10_000
)

// anyVersion is for changes that cannot undo another person's.
const anyVersion = -1

// clean puts a delegation right, or says by field what is wrong with it.
func (d Delegation) clean() (Delegation, error) {
	d.Name = strings.Join(strings.Fields(d.Name), " ")
	d.Contact.Name, d.Contact.Email = strings.Join(strings.Fields(d.Contact.Name), " "), strings.TrimSpace(d.Contact.Email)
	d.Contact.Note = strings.TrimSpace(d.Contact.Note)
	switch {
	case !slices.Contains(Kinds(), d.Kind):
		return d, errs.In("kind", lang.Msg("error.guests.kind"))
	case d.Kind == Town && d.Place == 0 && d.Name == "":
		return d, errs.In("place", lang.Msg("error.guests.place"))
	case d.Kind == Organisation && d.Name == "":
		return d, errs.In("name", lang.Msg("error.guests.name"))
	case d.Quota < 1 || d.Quota > mostQuota:
		return d, errs.In("quota", lang.Msg("error.guests.quota", "max", mostQuota))
	case d.Language == "":
		return d, errs.In("language", lang.Msg("error.guests.language"))
	}
	for field, text := range map[string]string{"name": d.Name, "contact": d.Contact.Name} {
		if utf8.RuneCountInString(text) > longestLine {
			return d, errs.In(field, lang.Msg("error.partnership.long", "max", longestLine))
		}
	}
	if utf8.RuneCountInString(d.Contact.Note) > longestText {
		return d, errs.In("note", lang.Msg("error.partnership.long", "max", longestText))
	}
	if d.Contact.Email == "" {
		return d, nil
	}
	_, err := people.CleanEmail(d.Contact.Email)
	return d, err
}

// Add keeps a delegation that is to be invited, as a draft, and returns its identifier. A
// town that is in the meeting already is refused.
func (s *Store) Add(ctx context.Context, who people.Actor, d Delegation) (id string, err error) {
	defer errs.Wrap(&err, "delegation.Add")
	if d, err = d.clean(); err != nil {
		return "", err
	}
	id = db.NewID()
	d.ID, d.State, d.link = id, Draft, 1
	return id, s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		if err := roomFor(ctx, tx, d); err != nil {
			return err
		}
		note(entry(people.MeetingGuests, d, people.FieldChange{Name: "state", New: string(Draft)}, people.FieldChange{Name: "quota", New: strconv.Itoa(d.Quota)}))
		return s.insert(ctx, tx, d)
	})
}

// roomFor refuses a delegation too many, one that is there already, and one to a meeting
// whose working side nobody opened.
func roomFor(ctx context.Context, tx *db.Tx, d Delegation) error {
	c, err := conferenceIn(ctx, tx, d.Meeting)
	if err != nil {
		return err
	}
	if c.Version == 0 {
		return unknown()
	}
	type counts struct{ all, same int }
	n, _, err := db.One(ctx, tx, func(row db.Scanner) (n counts, err error) { return n, row.Scan(&n.all, &n.same) }, `
		SELECT count(*),
		       coalesce(sum(CASE WHEN kind = 'town' AND place = $2 AND place <> 0 AND state <> 'withdrawn' THEN 1 ELSE 0 END), 0)
		  FROM delegation
		 WHERE meeting = $1`, d.Meeting, d.Place)
	switch {
	case err != nil:
		return err
	case n.all >= mostDelegations:
		return errs.New(errs.TooLarge, lang.Msg("error.guests.many", "max", mostDelegations), nil)
	case d.Kind == Town && n.same > 0:
		return errs.In("place", lang.Msg("error.guests.twice"))
	}
	return nil
}

// changing changes a delegation in a transaction and tells what of it the record of changes
// shall say.
type changing func(tx *db.Tx, d *Delegation, c Conference) ([]people.FieldChange, error)

// change reads a delegation, lets fn change it, keeps it, and gives seats that became free to
// those who wait.
func (s *Store) change(ctx context.Context, who people.Actor, do people.Action, id string, version int64, fn changing) error {
	if s.within != nil {
		return s.changeIn(ctx, s.within.tx, s.within.note, do, id, version, fn)
	}
	return s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		return s.changeIn(ctx, tx, note, do, id, version, fn)
	})
}

func (s *Store) changeIn(ctx context.Context, tx *db.Tx, note func(people.Entry), do people.Action, id string, version int64, fn changing) error {
	d, err := s.in(ctx, tx, id)
	if err != nil {
		return err
	}
	if version != anyVersion && d.Version != version {
		return conflict()
	}
	c, err := conferenceIn(ctx, tx, d.Meeting)
	if err != nil {
		return err
	}
	before := d
	fields, err := fn(tx, &d, c)
	if err != nil {
		return err
	}
	note(entry(do, d, fields...))
	if err := s.put(ctx, tx, d); err != nil {
		return err
	}
	if before.State == Accepted || before.State == Waiting {
		return s.promote(ctx, tx, note, c) // seats, or the head of the line, may be free
	}
	return nil
}

// Save changes whom a delegation stands for, how it is written to, its quota and deadline.
// version is the one that the person saw.
func (s *Store) Save(ctx context.Context, who people.Actor, version int64, d Delegation) (err error) {
	defer errs.Wrap(&err, "delegation.Save(%s)", d.ID)
	if d, err = d.clean(); err != nil {
		return err
	}
	return s.change(ctx, who, people.MeetingGuests, d.ID, version, func(_ *db.Tx, now *Delegation, _ Conference) ([]people.FieldChange, error) {
		if d.Quota < now.Coming && !now.State.Over() {
			return nil, errs.In("quota", lang.Msg("error.guests.quota_coming", "n", now.Coming))
		}
		fields := savedChanges(*now, d)
		answers, knows := now.Contact.Answers, now.Contact.Knows
		now.Kind, now.Place, now.Name, now.Language, now.Contact, now.Quota, now.Deadline = d.Kind, d.Place, d.Name, d.Language, d.Contact, d.Quota, d.Deadline
		now.Contact.Answers, now.Contact.Knows = answers, knows
		return fields, nil
	})
}

func savedChanges(a, b Delegation) (all []people.FieldChange) {
	day := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.UTC().Format(time.DateOnly)
	}
	for _, f := range []people.FieldChange{
		{Name: "place", Old: strconv.FormatInt(a.Place, 10), New: strconv.FormatInt(b.Place, 10)},
		{Name: "name", Old: a.Name, New: b.Name},
		{Name: "language", Old: a.Language, New: b.Language},
		{Name: "quota", Old: strconv.Itoa(a.Quota), New: strconv.Itoa(b.Quota)},
		{Name: "deadline", Old: day(a.Deadline), New: day(b.Deadline)},
	} {
		if f.Old != f.New {
			all = append(all, f)
		}
	}
	return all
}

// stateChange is what the record of changes says of a step.
func stateChange(from, to State) people.FieldChange {
	return people.FieldChange{Name: "state", Old: string(from), New: string(to)}
}

// Invite sends a delegation its invitation, or sends it once more to one that has not
// answered. One without an address counts as invited: the letter goes by post.
func (s *Store) Invite(ctx context.Context, who people.Actor, id string) (err error) {
	defer errs.Wrap(&err, "delegation.Invite(%s)", id)
	return s.change(ctx, who, people.MeetingGuests, id, anyVersion, func(tx *db.Tx, d *Delegation, c Conference) ([]people.FieldChange, error) {
		from := d.State
		switch from {
		case Draft, Invited, Withdrawn:
		default:
			return nil, errs.New(errs.Conflict, lang.Msg("error.guests.answered"), nil)
		}
		d.State, d.Invited = Invited, db.Moment(tx.Now())
		return []people.FieldChange{stateChange(from, Invited)}, s.told(ctx, tx, ToldInvited, from, d, c)
	})
}

// Remind asks a delegation for its answer. One that answered is not asked.
func (s *Store) Remind(ctx context.Context, who people.Actor, id string) (err error) {
	defer errs.Wrap(&err, "delegation.Remind(%s)", id)
	return s.change(ctx, who, people.MeetingGuests, id, anyVersion, func(tx *db.Tx, d *Delegation, c Conference) ([]people.FieldChange, error) {
		if d.State != Invited && d.State != Tentative {
			return nil, errs.New(errs.Conflict, lang.Msg("error.guests.answered"), nil)
		}
		d.Reminded = db.Moment(tx.Now())
		return []people.FieldChange{{Name: "reminded", New: d.Reminded.UTC().Format(time.DateOnly)}}, s.told(ctx, tx, ToldReminded, d.State, d, c)
	})
}

// Withdraw takes an invitation back. A delegation that was written to is told.
func (s *Store) Withdraw(ctx context.Context, who people.Actor, id string) (err error) {
	defer errs.Wrap(&err, "delegation.Withdraw(%s)", id)
	return s.change(ctx, who, people.MeetingGuests, id, anyVersion, func(tx *db.Tx, d *Delegation, c Conference) ([]people.FieldChange, error) {
		from := d.State
		if from == Withdrawn {
			return nil, conflict()
		}
		d.State, d.WaitsSince = Withdrawn, time.Time{}
		if from == Draft {
			return []people.FieldChange{stateChange(from, Withdrawn)}, nil
		}
		return []people.FieldChange{stateChange(from, Withdrawn)}, s.told(ctx, tx, ToldWithdrawn, from, d, c)
	})
}
