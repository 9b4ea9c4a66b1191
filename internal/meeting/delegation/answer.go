package delegation

import (
	"context"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Answer is what a delegation says to its invitation.
type Answer struct {
	State  State // Accepted, Tentative or Declined
	Coming int   // with how many; for Declined it does not count
	Note   string
	By     Way
	// Language in which it was given; "" changes nothing, else it is written to in this one.
	Language string
}

// Answer keeps what a delegation said and returns how it stands now: who accepts where too
// few seats are free waits. By the personal link an answer is taken until the deadline; that
// she does not come, or with fewer, can be said later too, since seats wait for it. version
// is the one that the person saw.
func (s *Store) Answer(ctx context.Context, who people.Actor, id string, version int64, a Answer) (now State, err error) {
	defer errs.Wrap(&err, "delegation.Answer(%s)", id)
	do := people.MeetingGuests
	if a.By == ByLink {
		do = people.GuestOwn
	}
	if a.Note = strings.TrimSpace(a.Note); utf8.RuneCountInString(a.Note) > longestText {
		return "", errs.In("note", lang.Msg("error.partnership.long", "max", longestText))
	}
	err = s.change(ctx, who, do, id, version, func(tx *db.Tx, d *Delegation, c Conference) (fields []people.FieldChange, err error) {
		if err := mayAnswer(*d, c, a, db.Moment(tx.Now())); err != nil {
			return nil, err
		}
		before := *d
		if err := s.seat(ctx, tx, d, c, a); err != nil {
			return nil, err
		}
		d.Answered, d.AnsweredBy = db.Moment(tx.Now()), a.By
		if a.Note != "" {
			d.Contact.Note = a.Note
		}
		if a.Language != "" {
			d.Language = a.Language
		}
		now = d.State
		fields = []people.FieldChange{stateChange(before.State, d.State), {Name: "answered_by", New: string(a.By)}}
		if before.Coming != d.Coming {
			fields = append(fields, people.FieldChange{Name: "coming", Old: strconv.Itoa(before.Coming), New: strconv.Itoa(d.Coming)})
		}
		return fields, s.told(ctx, tx, answerTold(d.State), before.State, d, c)
	})
	return now, err
}

func answerTold(now State) Event {
	if now == Waiting {
		return ToldWaiting
	}
	return ToldAnswered
}

// mayAnswer says why an answer cannot be taken.
func mayAnswer(d Delegation, c Conference, a Answer, now time.Time) error {
	switch {
	case a.State != Accepted && a.State != Tentative && a.State != Declined:
		return errs.In("state", lang.Msg("error.guests.answer"))
	case a.State != Declined && (a.Coming < 1 || a.Coming > d.Quota):
		return errs.In("coming", lang.Msg("error.guests.coming", "max", d.Quota))
	case d.State == Withdrawn || d.State == Refused || d.State == Draft && a.By == ByLink:
		return errs.New(errs.Gone, lang.Msg("error.guests.withdrawn"), nil)
	case d.State == Applied && a.State != Declined:
		return errs.New(errs.Conflict, lang.Msg("error.guests.applied"), nil)
	case a.By == ByLink && now.After(c.AnswerBy(d)) && !fewer(d, a):
		return errs.New(errs.Conflict, lang.Msg("error.guests.late"), nil)
	}
	return nil
}

// fewer says whether an answer gives seats back, or keeps them: that is taken after the
// deadline too.
func fewer(d Delegation, a Answer) bool {
	return a.State == Declined || a.State == Accepted && d.State == Accepted && a.Coming <= d.Coming
}

// seat puts a delegation where its answer leads it. One that comes already and asks for more
// seats than are free is refused, and keeps those that it has.
func (s *Store) seat(ctx context.Context, tx *db.Tx, d *Delegation, c Conference, a Answer) error {
	if a.State != Accepted {
		if d.State, d.WaitsSince = a.State, (time.Time{}); a.State == Declined {
			a.Coming = 0
		}
		d.Coming = a.Coming
		return nil
	}
	members, err := count(ctx, tx, `SELECT count(*) FROM delegation_member WHERE delegation = $1 AND position > 0`, d.ID)
	if err != nil {
		return err
	}
	if members > a.Coming {
		return errs.In("coming", lang.Msg("error.guests.listed", "n", members))
	}
	fits, err := fits(ctx, tx, c, *d, a.Coming)
	switch {
	case err != nil:
		return err
	case !fits && d.State == Accepted:
		return errs.In("coming", lang.Msg("error.guests.full", "n", d.Coming))
	case fits:
		d.State, d.WaitsSince = Accepted, time.Time{}
	case d.State != Waiting:
		d.State, d.WaitsSince = Waiting, db.Moment(tx.Now())
	}
	d.Coming = a.Coming
	return nil
}

// fits says whether so many of a delegation can come now: the seats suffice, and nobody
// waits who was there before.
func fits(ctx context.Context, tx *db.Tx, c Conference, d Delegation, coming int) (bool, error) {
	if c.Seats == 0 {
		return true, nil
	}
	if d.State != Accepted || coming > d.Coming {
		before, err := count(ctx, tx, `
			SELECT count(*)
			  FROM delegation
			 WHERE meeting = $1
			   AND state = 'waiting'
			   AND id <> $2
			   AND (CAST($3 AS BIGINT) = 0 OR waits_since < CAST($3 AS BIGINT))`, c.Meeting, d.ID, db.Micros(d.WaitsSince))
		if err != nil || before > 0 {
			return false, err
		}
	}
	taken, err := taken(ctx, tx, c.Meeting, d.ID)
	return taken+coming <= c.Seats, err
}

// taken counts the seats that delegations hold, but for one.
func taken(ctx context.Context, q db.Querier, meeting, but string) (int, error) {
	return count(ctx, q, `SELECT coalesce(sum(coming), 0) FROM delegation WHERE meeting = $1 AND state = 'accepted' AND id <> $2`, meeting, but)
}

func count(ctx context.Context, q db.Querier, query string, args ...any) (int, error) {
	n, _, err := db.One(ctx, q, func(row db.Scanner) (n int, err error) { return n, row.Scan(&n) }, query, args...)
	return n, err
}

// Seats returns how many seats of a meeting are taken.
func (s *Store) Seats(ctx context.Context, meeting string) (n int, err error) {
	defer errs.Wrap(&err, "delegation.Seats(%s)", meeting)
	return taken(ctx, s.db, meeting, "")
}

// promote gives free seats to those who wait, in the order of the line. It ends at the first
// for whom they do not suffice: nobody overtakes her. After the meeting nobody is told that
// she comes.
func (s *Store) promote(ctx context.Context, tx *db.Tx, note func(people.Entry), c Conference) error {
	if db.Moment(tx.Now()).After(c.Ends) {
		return nil
	}
	line, err := db.Collect(ctx, tx, s.scan, selectDelegation+` WHERE meeting = $1 AND state = 'waiting' ORDER BY waits_since, id`, c.Meeting)
	if err != nil || len(line) == 0 {
		return err
	}
	used, err := taken(ctx, tx, c.Meeting, "")
	if err != nil {
		return err
	}
	for _, d := range line {
		if c.Seats > 0 && used+d.Coming > c.Seats {
			return nil
		}
		used += d.Coming
		d.State, d.WaitsSince = Accepted, time.Time{}
		note(entry(people.MeetingGuests, d, stateChange(Waiting, Accepted)))
		if err := s.told(ctx, tx, ToldPromoted, Waiting, &d, c); err != nil {
			return err
		}
		if err := s.put(ctx, tx, d); err != nil {
			return err
		}
	}
	return nil
}
