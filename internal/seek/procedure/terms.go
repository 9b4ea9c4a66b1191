package procedure

import (
	"context"
	"slices"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Propose puts terms before the other sides; those of a proposal that waits are replaced.
// version is that of the terms which the officer saw. Who proposes what waits already agrees.
func (s *Store) Propose(ctx context.Context, who people.Actor, id string, version, by int64, t Terms, words string) (err error) {
	defer errs.Wrap(&err, "procedure.Propose(%s)", id)
	if t, err = t.checked(); err != nil {
		return err
	}
	if err := short("note", words, longestNote); err != nil {
		return err
	}
	return s.whole(ctx, who, id, func(tx *db.Tx, note func(people.Entry), p *Procedure) error {
		switch {
		case p.TermsVersion != version:
			return overtaken()
		case !p.Has(by):
			return unknown()
		case p.Proposal.By != 0 && p.Proposal.Same(t):
			return s.agree(ctx, tx, who, note, p, by, []int64{by})
		}
		p.Proposal = Proposal{Terms: t, By: by, Agreed: []int64{by}, Note: words}
		p.TermsVersion++
		if err := save(ctx, tx, *p); err != nil {
			return err
		}
		return s.happened(ctx, tx, who, note, *p, Event{Place: by, What: Proposed, Step: Decision, EventBody: EventBody{Terms: t, Words: words}})
	})
}

// Agree says that sides agree to what is proposed. When all have, the terms are agreed, the
// step is done on that day, and the partnership takes them over as long as nothing is signed.
// An officer may note the word of a side that has nobody here: by is her own.
func (s *Store) Agree(ctx context.Context, who people.Actor, id string, version, by int64, sides ...int64) (err error) {
	defer errs.Wrap(&err, "procedure.Agree(%s)", id)
	return s.whole(ctx, who, id, func(tx *db.Tx, note func(people.Entry), p *Procedure) error {
		if p.TermsVersion != version || p.Proposal.By == 0 {
			return overtaken()
		}
		return s.agree(ctx, tx, who, note, p, by, sides)
	})
}

func (s *Store) agree(ctx context.Context, tx *db.Tx, who people.Actor, note func(people.Entry), p *Procedure, by int64, sides []int64) error {
	for _, side := range sides {
		if !p.Has(side) {
			return unknown()
		}
		if !slices.Contains(p.Proposal.Agreed, side) {
			p.Proposal.Agreed = append(p.Proposal.Agreed, side)
		}
	}
	t := p.Proposal.Terms
	p.TermsVersion++
	if len(p.Proposal.Agreed) == len(p.Places) {
		p.Terms, p.Proposal = t, Proposal{}
		i := p.index(Decision, 0)
		q := p.Points[i]
		day := lang.DateOf(db.Moment(tx.Now()))
		q.State, q.Day, q.Why, q.By = Did, partnership.On(day.Year, day.Month, day.Day), "", who.Account
		p.Points[i] = q
		if err := savePoint(ctx, tx, p.ID, q); err != nil {
			return err
		}
		if err := s.adopt(ctx, tx, who, note, *p); err != nil {
			return err
		}
	}
	if err := save(ctx, tx, *p); err != nil {
		return err
	}
	return s.happened(ctx, tx, who, note, *p, Event{Place: by, What: Agreed, Step: Decision, EventBody: EventBody{Terms: t}})
}

// whole changes a procedure that goes on.
func (s *Store) whole(ctx context.Context, who people.Actor, id string, fn func(tx *db.Tx, note func(people.Entry), p *Procedure) error) error {
	err := s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		p, err := byID(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case p.State != Walking:
			return errs.New(errs.Conflict, lang.Msg("error.procedure.stopped"), nil)
		}
		return fn(tx, note, &p)
	})
	if err == nil {
		s.changed(ctx)
	}
	return err
}

// Write keeps the plan in some languages; others stay. version is that of the plan which the
// officer saw.
func (s *Store) Write(ctx context.Context, who people.Actor, id string, version, by int64, plan map[string]Plan) (err error) {
	defer errs.Wrap(&err, "procedure.Write(%s)", id)
	for language, text := range plan {
		if err := text.check(language); err != nil {
			return err
		}
	}
	return s.whole(ctx, who, id, func(tx *db.Tx, note func(people.Entry), p *Procedure) error {
		if p.PlanVersion != version {
			return overtaken()
		}
		if p.Plan == nil {
			p.Plan = map[string]Plan{}
		}
		for language, text := range plan {
			if p.Plan[language] = text; text.IsZero() {
				delete(p.Plan, language)
			}
		}
		p.PlanVersion++
		if err := save(ctx, tx, *p); err != nil {
			return err
		}
		return s.happened(ctx, tx, who, note, *p, Event{Place: by, What: Wrote, Step: Planning})
	})
}

// Stop ends the walk for now, with a reason; the other sides are told, and all that was done
// stays. version is the procedure's.
func (s *Store) Stop(ctx context.Context, who people.Actor, id string, version, by int64, why string) (err error) {
	defer errs.Wrap(&err, "procedure.Stop(%s)", id)
	if why == "" {
		return errs.In("why", lang.Msg("error.procedure.why"))
	}
	if err := short("why", why, longestNote); err != nil {
		return err
	}
	return s.whole(ctx, who, id, func(tx *db.Tx, note func(people.Entry), p *Procedure) error {
		if p.Version != version {
			return overtaken()
		}
		p.State, p.Halt = Stopped, Halt{By: by, Why: why, At: db.Moment(tx.Now())}
		if err := save(ctx, tx, *p); err != nil {
			return err
		}
		return s.happened(ctx, tx, who, note, *p, Event{Place: by, What: Halted, EventBody: EventBody{Words: why}})
	})
}

// Resume takes a stopped procedure up again, where it was.
func (s *Store) Resume(ctx context.Context, who people.Actor, id string, by int64) (err error) {
	defer errs.Wrap(&err, "procedure.Resume(%s)", id)
	return s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		p, err := byID(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case p.State != Stopped:
			return overtaken()
		}
		p.State, p.Halt = Walking, Halt{}
		if err := save(ctx, tx, p); err != nil {
			return err
		}
		return s.happened(ctx, tx, who, note, p, Event{Place: by, What: Resumed})
	})
}
