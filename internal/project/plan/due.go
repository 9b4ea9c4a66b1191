package plan

import (
	"context"
	"slices"
	"strconv"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Sort is a sort of what is due.
type Sort string

// The sorts, each with the message "plan.due.<sort>".
const (
	Leftover Sort = "left"   // items of earlier years ask to be moved or dropped
	Waits    Sort = "waits"  // the other side has closed its answer, this one has not
	Empty    Sort = "vacant" // a plan that was kept has nothing for the present year
)

// Due is something about a plan that a place should think of.
type Due struct {
	Sort        Sort
	Partnership string
	Place       int64
	Others      []int64
	Year        int // of the review
	Count       int // of the items
}

// Due is what the plans and reviews of a place's partnerships ask of it, as of a day. A
// partnership without a plan asks nothing: not every town plans.
func (s *Store) Due(ctx context.Context, place int64, today lang.Date) (all []Due, err error) {
	defer errs.Wrap(&err, "plan.Due(%d)", place)
	partnerships, err := s.partnerships.OfPlace(ctx, place)
	if err != nil {
		return nil, err
	}
	planned, err := s.planned(ctx)
	if err != nil {
		return nil, err
	}
	answered, err := s.answered(ctx, today)
	if err != nil {
		return nil, err
	}
	for _, p := range partnerships {
		if !p.Withdrawn.IsZero() || !slices.Contains(p.Present(), place) {
			continue
		}
		add := func(sort Sort, year, count int) {
			all = append(all, Due{sort, p.ID, place, p.Others(place), year, count})
		}
		if slices.Contains(planned, p.ID) {
			it, err := s.Of(ctx, p.ID)
			if err != nil {
				return nil, err
			}
			if left := len(it.Left(today.Year)); left > 0 {
				add(Leftover, today.Year, left)
			}
			if len(it.Items) > 0 && len(it.Of(today.Year)) == 0 {
				add(Empty, today.Year, 0)
			}
		}
		for _, year := range Reviewable(today) {
			if !slices.Contains(answered, pairAndYear{p.ID, year}) {
				continue
			}
			r, err := review(ctx, s.db, p, year)
			if err != nil {
				return nil, err
			}
			own, _ := r.Of(place)
			if own.Closed.IsZero() && len(r.Waiting()) < len(r.Answers) {
				add(Waits, year, 0)
			}
		}
	}
	return all, nil
}

// Lines say what plans and reviews ask of some places, in sentences with the names of the
// sides, for the mails that remind of dates. What concerns two of the places is said once.
func (s *Store) Lines(ctx context.Context, places []int64, today lang.Date, name func(place int64) string) (lines []lang.Message, err error) {
	defer errs.Wrap(&err, "plan.Lines")
	type once struct {
		sort        Sort
		partnership string
		year        int
	}
	said := map[once]bool{}
	for _, place := range places {
		due, err := s.Due(ctx, place, today)
		if err != nil {
			return nil, err
		}
		for _, d := range due {
			key := once{d.Sort, d.Partnership, d.Year}
			if said[key] {
				continue
			}
			said[key] = true
			names := []string{name(place)}
			for _, n := range d.Others {
				names = append(names, name(n))
			}
			lines = append(lines, lang.Msg("plan.line."+string(d.Sort), "n", d.Count, "year", strconv.Itoa(d.Year), "names", names))
		}
	}
	return lines, nil
}

// planned are the partnerships for which something was ever planned.
func (s *Store) planned(ctx context.Context) ([]string, error) {
	return db.Collect(ctx, s.db, func(row db.Scanner) (id string, err error) { return id, row.Scan(&id) }, `SELECT DISTINCT partnership FROM plan_item`)
}

type pairAndYear struct {
	partnership string
	year        int
}

// answered are the reviews of late years of which some side has closed its answer.
func (s *Store) answered(ctx context.Context, today lang.Date) ([]pairAndYear, error) {
	return db.Collect(ctx, s.db, func(row db.Scanner) (of pairAndYear, err error) { return of, row.Scan(&of.partnership, &of.year) }, `
		SELECT DISTINCT partnership,
		       year
		  FROM review_answer
		 WHERE closed > 0
		   AND year >= $1`, slices.Min(Reviewable(today)))
}
