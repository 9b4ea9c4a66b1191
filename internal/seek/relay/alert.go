package relay

import (
	"context"
	"slices"

	"twintown/internal/people"
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
	whom, err := s.moderators(ctx)
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

// moderators are the organisers of the site; where it has none, its administrators.
func (s *Store) moderators(ctx context.Context) (all []people.Account, err error) {
	for _, role := range []people.Role{people.Organiser, people.Administrator} {
		who, err := s.People.People(ctx, people.Filter{Role: role, State: "open"})
		if err != nil {
			return nil, err
		}
		for _, p := range who {
			if slices.ContainsFunc(p.Grants, func(g people.Grant) bool {
				return g.Role == role && g.State == people.Held && g.Scope == people.Site()
			}) {
				all = append(all, p.Account)
			}
		}
		if len(all) > 0 {
			return all, nil
		}
	}
	return nil, nil
}
