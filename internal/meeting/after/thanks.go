package after

import (
	"context"
	"strconv"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Came are the delegations that came to a meeting, with how many of their people did: those of
// whom somebody was checked in, or all that accepted where nobody was, with those they named.
func (r *Retention) Came(ctx context.Context, meeting string) (_ map[string]int, err error) {
	defer errs.Wrap(&err, "after.Came(%s)", meeting)
	type side struct {
		id             string
		named, arrived int
	}
	all, err := db.Collect(ctx, r.db, func(row db.Scanner) (x side, err error) { return x, row.Scan(&x.id, &x.named, &x.arrived) }, `
		SELECT d.id,
		       (SELECT count(*) FROM delegation_member m WHERE m.delegation = d.id AND m.position > 0),
		       (SELECT count(DISTINCT s.member)
		          FROM checkin_scan s
		          JOIN delegation_member m ON m.id = s.member
		         WHERE s.meeting = d.meeting AND s.list = 'arrival' AND s.undone = 0 AND m.position > 0 AND m.delegation = d.id)
		  FROM delegation d
		 WHERE d.meeting = $1 AND d.state = 'accepted'`, meeting)
	checked := false
	for _, x := range all {
		checked = checked || x.arrived > 0
	}
	came := map[string]int{}
	for _, x := range all {
		switch {
		case !checked:
			came[x.id] = x.named
		case x.arrived > 0:
			came[x.id] = x.arrived
		}
	}
	return came, err
}

// Thanked are the delegations that were written to after a meeting, with the moment.
func (s *Surveys) Thanked(ctx context.Context, meeting string) (_ map[string]time.Time, err error) {
	defer errs.Wrap(&err, "after.Thanked(%s)", meeting)
	return thanked(ctx, s.db, meeting)
}

func thanked(ctx context.Context, q db.Querier, meeting string) (map[string]time.Time, error) {
	all := map[string]time.Time{}
	return all, db.Each(ctx, q, func(row db.Scanner) error {
		var id string
		var at int64
		err := row.Scan(&id, &at)
		all[id] = db.Moment(at)
		return err
	}, `SELECT delegation, at FROM after_told WHERE meeting = $1`, meeting)
}

// Thank writes to delegations after a meeting that ended at a moment: of the survey, and of
// what they can take from their pages. Each is written to once, whoever asks again; tell
// writes one mail inside the change. It returns how many there were.
func (s *Surveys) Thank(ctx context.Context, who people.Actor, meeting string, ended time.Time, delegations []string, tell func(ctx context.Context, tx *db.Tx, delegation string) error) (n int, err error) {
	defer errs.Wrap(&err, "after.Thank(%s)", meeting)
	err = s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		n = 0
		if db.Moment(tx.Now()).Before(ended) {
			return errs.New(errs.Conflict, lang.Msg("error.after.early"), nil)
		}
		before, err := thanked(ctx, tx, meeting)
		if err != nil {
			return err
		}
		for _, id := range delegations {
			if _, told := before[id]; told {
				continue
			}
			if _, err := tx.ExecContext(ctx, `INSERT INTO after_told (meeting, delegation, at) VALUES ($1, $2, $3)`, meeting, id, tx.Now()); err != nil {
				return err
			}
			if err := tell(ctx, tx, id); err != nil {
				return err
			}
			n++
		}
		if n == 0 {
			return errs.New(errs.Conflict, lang.Msg("error.after.told"), nil)
		}
		note(people.Entry{Action: people.MeetingGuests, Kind: "survey", ID: meeting, Fields: []people.FieldChange{{Name: "informed", New: strconv.Itoa(n)}}})
		return nil
	})
	return n, err
}
