// Package after looks after what is left when the guests go home: the counts that stay, a
// survey, and that everything else goes at its time.
//
// # What goes
//
// What a meeting knows of its guests has three parts, each with its own time after the
// meeting's last day (delegation.Conference): travel documents, what diet and access need,
// and the people themselves. From its moment on nobody reads a part; [Retention.Purge]
// removes it the night after, with all that hangs on it: arrivals, links for helpers, wishes
// and notes of the forum, marks of the survey, mails that were sent to guests. A delegation
// that never answered goes with the others, and so does a meeting that was thrown away.
// [Retention.Due] says beforehand what would go.
//
// # What stays
//
// Counts by town and country ([Counts]), the contacts between towns (package forum), the
// counts of the survey. None of it names a person.
//
// # The survey
//
// A few questions with fixed answers, asked by the personal link. An answer is added to
// counts and kept nowhere else; a mark that says nothing of it lets a delegation answer once.
// Nobody is shown fewer than [Fewest] answers.
package after

import (
	"context"
	"slices"
	"time"

	"twintown/internal/meeting/delegation"
	"twintown/internal/meeting/forum"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Part is what goes at one time.
type Part string

// The parts.
const (
	Visa   Part = "visa"
	Care   Part = "care"
	People Part = "people"
)

// Parts are all parts, in the order in which they go.
func Parts() []Part { return []Part{Visa, Care, People} }

// Hosts is what else holds something of a meeting's guests.
type Hosts struct {
	Held   func(ctx context.Context, q db.Querier, meeting string) (int, error)
	Forget func(ctx context.Context, tx *db.Tx, meeting string) (int, error)
}

// Retention removes what is kept no longer. It is safe for concurrent use.
type Retention struct {
	db     *db.DB
	guests *delegation.Store
	forget func(ctx context.Context, tx *db.Tx, meeting string) (int, error)
	gone   func(ctx context.Context, meeting string) (time.Time, error)
	where  Country
	others []Hosts
}

// Country says in which country a place lies; "" where that is not known.
type Country func(place int64) string

// NewRetention returns it, for a database. forget blanks the mails that were written to guests of a meeting,
// its speakers and its host families; gone says when a meeting was thrown away, zero where it was not; where is asked
// for the counts that stay; others hold something of guests too.
func NewRetention(d *db.DB, guests *delegation.Store, forget func(ctx context.Context, tx *db.Tx, meeting string) (int, error),
	gone func(ctx context.Context, meeting string) (time.Time, error), where Country, others ...Hosts,
) *Retention {
	others = append(others, Hosts{forum.Held, forum.Forget})
	return &Retention{db: d, guests: guests, forget: forget, gone: gone, where: where, others: others}
}

// regret is how long a meeting that was thrown away can be taken back with its guests.
const regret = 7 * 24 * time.Hour

// Counts are how many of whom came to a meeting: see [Counts].
func (r *Retention) Counts(ctx context.Context, meeting string) ([]Count, error) {
	return Counts(ctx, r.db, meeting, r.where)
}

// Plan counts what there is of each part of a meeting, for who wants to know what will go.
func (r *Retention) Plan(ctx context.Context, meeting string) (map[Part]int, error) {
	plan := map[Part]int{}
	for _, p := range Parts() {
		n, err := r.Held(ctx, r.db, p, meeting)
		if err != nil {
			return nil, err
		}
		plan[p] = n
	}
	return plan, nil
}

// Due counts what of a part is kept no longer at a moment: travel documents, notes on diet and
// access, or all rows that hold or concern a person.
func (r *Retention) Due(ctx context.Context, q db.Querier, p Part, now time.Time) (n int, err error) {
	defer errs.Wrap(&err, "after.Due(%s)", p)
	meetings, err := r.over(ctx, q, p, now)
	if err != nil {
		return 0, err
	}
	for _, id := range meetings {
		held, err := r.Held(ctx, q, p, id)
		if err != nil {
			return 0, err
		}
		n += held
	}
	return n, nil
}

// over are the meetings of which a part is kept no longer.
func (r *Retention) over(ctx context.Context, q db.Querier, p Part, now time.Time) ([]string, error) {
	type row struct {
		meeting             string
		visa, care, persons int64
	}
	all, err := db.Collect(ctx, q, func(s db.Scanner) (x row, err error) {
		return x, s.Scan(&x.meeting, &x.visa, &x.care, &x.persons)
	}, `SELECT meeting, visa_until, care_until, people_until FROM conference ORDER BY meeting`)
	if err != nil {
		return nil, err
	}
	var over []string
	for _, x := range all {
		until := map[Part]int64{Visa: x.visa, Care: x.care, People: x.persons}[p]
		if until == 0 || now.UnixMicro() < until {
			gone, err := r.gone(ctx, x.meeting)
			if err != nil && errs.KindOf(err) != errs.NotFound {
				return nil, err
			}
			if err == nil && (gone.IsZero() || now.Before(gone.Add(regret))) {
				continue
			}
		}
		over = append(over, x.meeting)
	}
	return over, nil
}

// held are the tables whose rows hold or concern a person of a meeting.
var held = []string{"host_guest", "host_family", "delegation_member", "delegation", "checkin_scan", "checkin_door", "after_said", "after_told", "delegation_bulk"}

// Held counts what there is of a part of a meeting, whether its time has come or not.
func (r *Retention) Held(ctx context.Context, q db.Querier, p Part, meeting string) (n int, err error) {
	defer errs.Wrap(&err, "after.Held(%s, %s)", p, meeting)
	switch p {
	case Visa:
		return count(ctx, q, `SELECT count(*) FROM delegation_member WHERE meeting = $1 AND visa <> ''`, meeting)
	case Care:
		return count(ctx, q, `SELECT count(*) FROM delegation_member WHERE meeting = $1 AND care <> ''`, meeting)
	}
	for _, table := range held {
		rows, err := count(ctx, q, `SELECT count(*) FROM `+table+` WHERE meeting = $1`, meeting)
		if err != nil {
			return 0, err
		}
		n += rows
	}
	for _, o := range r.others {
		rows, err := o.Held(ctx, q, meeting)
		if err != nil {
			return 0, err
		}
		n += rows
	}
	return n, nil
}

func count(ctx context.Context, q db.Querier, query string, args ...any) (int, error) {
	n, _, err := db.One(ctx, q, func(row db.Scanner) (n int, err error) { return n, row.Scan(&n) }, query, args...)
	return n, err
}

// Purge removes what [Retention.Due] counts and returns how many it was. The counts of a
// meeting are kept before its people go.
func (r *Retention) Purge(ctx context.Context, tx *db.Tx, p Part, now time.Time) (n int, err error) {
	defer errs.Wrap(&err, "after.Purge(%s)", p)
	meetings, err := r.over(ctx, tx, p, now)
	if err != nil {
		return 0, err
	}
	for _, id := range meetings {
		held, err := r.Held(ctx, tx, p, id)
		if err != nil || held == 0 {
			if err != nil {
				return n, err
			}
			continue
		}
		n += held
		if err := r.purge(ctx, tx, p, id); err != nil {
			return n, err
		}
	}
	return n, nil
}

func (r *Retention) purge(ctx context.Context, tx *db.Tx, p Part, meeting string) error {
	switch p {
	case Visa, Care:
		_, err := tx.ExecContext(ctx, `UPDATE delegation_member SET `+string(p)+` = '' WHERE meeting = $1 AND `+string(p)+` <> ''`, meeting)
		return err
	}
	if err := keepCounts(ctx, tx, meeting, r.where); err != nil {
		return err
	}
	if _, err := r.forget(ctx, tx, meeting); err != nil {
		return err
	}
	for _, o := range slices.Backward(r.others) {
		if _, err := o.Forget(ctx, tx, meeting); err != nil {
			return err
		}
	}
	for _, table := range held {
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE meeting = $1`, meeting); err != nil {
			return err
		}
	}
	return nil
}
