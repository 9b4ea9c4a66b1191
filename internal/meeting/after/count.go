package after

import (
	"cmp"
	"context"
	"slices"

	"twintown/internal/meeting"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Count is how many came of one place, or of a country.
type Count struct {
	Place    int64  // 0: none
	Country  string // of the place; "": not known
	Invited  int    // delegations
	Accepted int    // people who were announced
	Arrived  int    // people who were checked in
}

// Counts are how many of whom were invited, announced and there, the most first. As long as
// the guests are kept they are counted; later the counts that stayed are told.
func Counts(ctx context.Context, q db.Querier, meeting string, where Country) (all []Count, err error) {
	defer errs.Wrap(&err, "after.Counts(%s)", meeting)
	all, err = counted(ctx, q, meeting, where)
	if err != nil || len(all) > 0 {
		return all, err
	}
	return db.Collect(ctx, q, func(row db.Scanner) (c Count, err error) {
		return c, row.Scan(&c.Place, &c.Country, &c.Invited, &c.Accepted, &c.Arrived)
	}, `
		SELECT place,
		       country,
		       invited,
		       accepted,
		       arrived
		  FROM after_count
		 WHERE meeting = $1
		 ORDER BY arrived DESC, accepted DESC, place, country`, meeting)
}

// counted counts what is there.
func counted(ctx context.Context, q db.Querier, meeting string, where Country) ([]Count, error) {
	rows, err := db.Collect(ctx, q, func(row db.Scanner) (c Count, err error) {
		return c, row.Scan(&c.Place, &c.Invited, &c.Accepted, &c.Arrived)
	}, `
		SELECT d.place,
		       sum(CASE WHEN d.state = 'draft' THEN 0 ELSE 1 END),
		       sum(CASE WHEN d.state = 'accepted' THEN d.coming ELSE 0 END),
		       sum((SELECT count(DISTINCT s.member)
		              FROM checkin_scan s
		              JOIN delegation_member m ON m.id = s.member
		             WHERE s.meeting = d.meeting AND s.list = 'arrival' AND s.undone = 0 AND m.position > 0 AND m.delegation = d.id))
		  FROM delegation d
		 WHERE d.meeting = $1
		 GROUP BY d.place`, meeting)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		if rows[i].Place != 0 {
			rows[i].Country = where(rows[i].Place)
		}
	}
	slices.SortFunc(rows, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Arrived, a.Arrived), cmp.Compare(b.Accepted, a.Accepted), cmp.Compare(a.Place, b.Place))
	})
	return rows, nil
}

// keepCounts keeps the counts of a meeting whose guests are about to be forgotten.
func keepCounts(ctx context.Context, tx *db.Tx, meeting string, where Country) error {
	all, err := counted(ctx, tx, meeting, where)
	if err != nil {
		return err
	}
	for _, c := range all {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO after_count (meeting, place, country, invited, accepted, arrived, made)
			VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (meeting, place, country) DO UPDATE
			   SET invited = excluded.invited, accepted = excluded.accepted, arrived = excluded.arrived, made = excluded.made`,
			meeting, c.Place, c.Country, c.Invited, c.Accepted, c.Arrived, tx.Now())
		if err != nil {
			return err
		}
	}
	return nil
}

// Guests are the counts as a meeting's page tells them: those who were there, by town. Where
// nobody was checked in, those who were announced count, since somebody may have had no phone
// at the door.
func Guests(all []Count) (guests []meeting.Guests) {
	checked := slices.ContainsFunc(all, func(c Count) bool { return c.Arrived > 0 })
	for _, c := range all {
		n := c.Accepted
		if checked {
			n = c.Arrived
		}
		if n > 0 && c.Place != 0 {
			guests = append(guests, meeting.Guests{Place: c.Place, Country: c.Country, People: n})
		}
	}
	return guests
}
