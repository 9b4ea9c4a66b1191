package relay

import (
	"context"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
)

// orderAlert has the site's organisers told of a report. What was reported stands at the desk
// and in no mail.
func (s *Store) orderAlert(ctx context.Context, tx *db.Tx, report string) error {
	if s.Queue == nil || s.Alert == nil {
		return nil
	}
	_, err := s.Queue.Enqueue(ctx, tx, jobs.New{Kind: AlertKind, Key: AlertKind + ":" + report, Payload: report})
	return err
}

// alert is the job: a report that was taken back or decided meanwhile tells nobody.
func (s *Store) alert(ctx context.Context, j jobs.Job) (err error) {
	defer errs.Wrap(&err, "relay.alert")
	var report string
	if err := j.Into(&report); err != nil {
		return err
	}
	r, err := s.ReportByID(ctx, report)
	if errs.KindOf(err) == errs.NotFound || err == nil && r.State != Undecided {
		return nil
	}
	if err != nil {
		return err
	}
	whom, err := s.People.Organisers(ctx)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		for _, a := range whom {
			if err := s.Alert(ctx, tx, report, a); err != nil {
				return err
			}
		}
		return j.Finish(ctx, tx)
	})
}
