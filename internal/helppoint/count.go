package helppoint

import (
	"context"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Few is below how many a figure of a confidential point is not shown: of nine people in a
// small town each may be known.
const Few = 10

// Count is how many enquiries came to a point in a month about a topic.
type Count struct {
	Point string
	Month string // "2026-11"
	Topic Purpose
	N     int
}

// count adds an enquiry to the figures, in the month of the point's own zone.
func count(ctx context.Context, tx *db.Tx, p Point, e Enquiry) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO help_count (point, month, topic, channel, n)
		VALUES ($1, $2, $3, $4, 1)
		ON CONFLICT (point, month, topic, channel) DO UPDATE SET n = help_count.n + 1`,
		p.ID, p.Local(e.Made).Format("2006-01"), string(e.Topic), string(e.Channel))
	return err
}

// Counts are the figures of points, the latest month first. Of a confidential point what is
// below [Few] is left out, and nobody adds it up: the sum of what is shown is all that can
// be known.
func (q *Enquiries) Counts(ctx context.Context, points ...Point) (all []Count, err error) {
	defer errs.Wrap(&err, "helppoint.Counts")
	for _, p := range points {
		of, err := db.Collect(ctx, q.db, func(row db.Scanner) (c Count, err error) {
			return c, row.Scan(&c.Point, &c.Month, &c.Topic, &c.N)
		}, `
			SELECT point,
			       month,
			       topic,
			       CAST(sum(n) AS BIGINT)
			  FROM help_count
			 WHERE point = $1
			 GROUP BY point, month, topic
			 ORDER BY month DESC, topic`, p.ID)
		if err != nil {
			return nil, err
		}
		for _, c := range of {
			if !p.Confidential || c.N >= Few {
				all = append(all, c)
			}
		}
	}
	return all, nil
}
