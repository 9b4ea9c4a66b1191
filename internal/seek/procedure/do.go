package procedure

import (
	"context"
	"slices"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/source"
)

// Sources are what an act rests on.
type Sources = []source.Source

// Done says that a step was done.
type Done struct {
	Step    Step
	Side    int64 // whose step, where each takes it for itself
	Version int64 // of the point that the officer saw
	By      int64 // the place in whose name she writes
	Day     partnership.Date
	Where   int64 // the place where it was done, one of the sides; 0: not said
	Note    string
	Link    string
	Law     string

	Title     string
	Number    string
	Vote      partnership.Vote
	Condition partnership.Cause
	Sort      partnership.ActType // of a ceremony: see [Sorts]
	Sources   Sources             // one at least where the step makes an act
	Keep      []string            // documents that the point has and keeps
	// Attach keeps the files that came with the form, inside the change, for a partnership, and
	// returns their identifiers; nil: none came.
	Attach func(tx *db.Tx, note func(people.Entry), partnership string) ([]string, error)
}

// Sorts are what can be done at a ceremony: an agreement signed, a charter read and signed, or
// the ceremony alone, where the agreement was signed in another town.
func Sorts() []partnership.ActType {
	return []partnership.ActType{partnership.ActAgreement, partnership.ActCharter, partnership.ActActivity}
}

// Do notes that a step was done and makes its act in the partnership, in one transaction;
// where the step was done already, what was noted and its act are corrected. What breaks a
// rule of acts is refused with a sentence about the field, and nothing is kept.
func (s *Store) Do(ctx context.Context, who people.Actor, id string, d Done) (err error) {
	defer errs.Wrap(&err, "procedure.Do(%s, %s)", id, d.Step)
	return s.at(ctx, who, id, d.Step, d.Side, d.Version, func(tx *db.Tx, note func(people.Entry), p *Procedure) error {
		return s.do(ctx, tx, who, note, p, d)
	})
}

// at changes one point of a procedure that goes on.
func (s *Store) at(ctx context.Context, who people.Actor, id string, step Step, side, version int64, fn func(tx *db.Tx, note func(people.Entry), p *Procedure) error) error {
	err := s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		p, err := byID(ctx, tx, id)
		if err != nil {
			return err
		}
		q, ok := p.At(step, side)
		switch {
		case !ok:
			return unknown()
		case p.State != Walking:
			return errs.New(errs.Conflict, lang.Msg("error.procedure.stopped"), nil)
		case q.Version != version:
			return overtaken()
		}
		return fn(tx, note, &p)
	})
	if err == nil {
		s.changed(ctx)
	}
	return err
}

// overtaken is for whoever changes what somebody else changed meanwhile.
func overtaken() error { return errs.New(errs.Conflict, lang.Msg("error.procedure.overtaken"), nil) }

func (s *Store) do(ctx context.Context, tx *db.Tx, who people.Actor, note func(people.Entry), p *Procedure, d Done) error {
	i := p.index(d.Step, d.Side)
	switch {
	case i < 0 || d.Where != 0 && !p.Has(d.Where):
		return unknown()
	case d.Step == Decision && p.Terms.IsZero():
		return errs.In("kind", lang.Msg("error.procedure.not_agreed"))
	}
	was := p.Points[i]
	q, err := d.point(was, lang.DateOf(db.Moment(tx.Now())))
	if err != nil {
		return err
	}
	if d.Attach != nil {
		ids, err := d.Attach(tx, note, p.partnershipID())
		if err != nil {
			return err
		}
		q.Documents = append(q.Documents, ids...)
	}
	if err := s.perform(ctx, tx, who, note, p, &q, d.Sources); err != nil {
		return err
	}
	q.By, p.Points[i] = who.Account, q
	if err := savePoint(ctx, tx, p.ID, q); err != nil {
		return err
	}
	if err := save(ctx, tx, *p); err != nil {
		return err
	}
	what := Finished
	if was.State == Did {
		what = Corrected
	}
	return s.happened(ctx, tx, who, note, *p, Event{Place: d.By, What: what, Step: q.Step, Side: q.Side, EventBody: EventBody{Day: q.Day, Words: q.Note}})
}

// point is the point as it stands after the step was done.
func (d Done) point(was Point, today lang.Date) (Point, error) {
	q := was
	q.State, q.Day, q.Why = Did, d.Day, ""
	q.Where, q.Note, q.Link, q.Law, q.Title, q.Number = d.Where, d.Note, d.Link, d.Law, d.Title, d.Number
	q.Vote, q.Condition, q.Sort = d.Vote, d.Condition, d.Sort
	q.Documents = slices.DeleteFunc(slices.Clone(was.Documents), func(id string) bool { return !slices.Contains(d.Keep, id) })
	switch {
	case q.Step == Ceremony && !slices.Contains(Sorts(), q.Sort):
		return q, errs.In("sort", lang.Msg("error.procedure.sort"))
	case q.Day.IsZero():
		return q, errs.In("date", lang.Msg("desk.act.date.missing"))
	}
	return q, q.check(today)
}

// Reopen takes back that a step was done or left out: its act is withdrawn, and what was
// written stays at the point.
func (s *Store) Reopen(ctx context.Context, who people.Actor, id string, step Step, side, version, by int64, why string) (err error) {
	defer errs.Wrap(&err, "procedure.Reopen(%s, %s)", id, step)
	if err := short("why", why, longestLine); err != nil {
		return err
	}
	return s.at(ctx, who, id, step, side, version, func(tx *db.Tx, note func(people.Entry), p *Procedure) error {
		i := p.index(step, side)
		q := p.Points[i]
		if !q.Settled() {
			return overtaken()
		}
		if q.Act != "" {
			if err := s.partnerships.WithdrawWithin(ctx, tx, who, note, p.Partnership, q.Act, why); err != nil {
				return err
			}
		}
		if step == Decision && !p.Terms.IsZero() { // what was agreed is a proposal again
			p.Proposal, p.Terms = Proposal{Terms: p.Terms, By: by}, Terms{}
			p.TermsVersion++
		}
		q.State, q.Act, q.By = Open, "", who.Account
		return s.settle(ctx, tx, who, note, p, i, q, Event{Place: by, What: Reopened, EventBody: EventBody{Words: why}})
	})
}

// PlanDay plans a step for a day; the zero day takes a plan back.
func (s *Store) PlanDay(ctx context.Context, who people.Actor, id string, step Step, side, version, by int64, day partnership.Date, words string) (err error) {
	defer errs.Wrap(&err, "procedure.PlanDay(%s, %s)", id, step)
	return s.at(ctx, who, id, step, side, version, func(tx *db.Tx, note func(people.Entry), p *Procedure) error {
		i := p.index(step, side)
		q := p.Points[i]
		if q.Settled() {
			return overtaken()
		}
		if q.Day != day || q.State != Planned {
			if !q.Moved.IsZero() {
				q.Sequence++
			}
			q.Moved = db.Moment(tx.Now())
		}
		what := Plans
		q.State, q.Day, q.Note, q.By = Planned, day, words, who.Account
		if day.IsZero() {
			q.State, what = Open, Unplanned
		}
		if err := q.check(lang.DateOf(db.Moment(tx.Now()))); err != nil {
			return err
		}
		return s.settle(ctx, tx, who, note, p, i, q, Event{Place: by, What: what, EventBody: EventBody{Day: day, Words: words}})
	})
}

// LeaveOut notes that a step is left out, and why.
func (s *Store) LeaveOut(ctx context.Context, who people.Actor, id string, step Step, side, version, by int64, why string) (err error) {
	defer errs.Wrap(&err, "procedure.LeaveOut(%s, %s)", id, step)
	return s.at(ctx, who, id, step, side, version, func(tx *db.Tx, note func(people.Entry), p *Procedure) error {
		i := p.index(step, side)
		q := p.Points[i]
		switch {
		case q.State == Did:
			return overtaken()
		case why == "":
			return errs.In("why", lang.Msg("error.procedure.why"))
		}
		q.State, q.Why, q.By = Left, why, who.Account
		if err := q.check(lang.DateOf(db.Moment(tx.Now()))); err != nil {
			return err
		}
		return s.settle(ctx, tx, who, note, p, i, q, Event{Place: by, What: Omitted, EventBody: EventBody{Words: why}})
	})
}

// settle writes a point that changed, and tells of it.
func (s *Store) settle(ctx context.Context, tx *db.Tx, who people.Actor, note func(people.Entry), p *Procedure, i int, q Point, e Event) error {
	p.Points[i] = q
	if err := savePoint(ctx, tx, p.ID, q); err != nil {
		return err
	}
	if err := save(ctx, tx, *p); err != nil {
		return err
	}
	e.Step, e.Side = q.Step, q.Side
	return s.happened(ctx, tx, who, note, *p, e)
}
