package partnership

import (
	"context"
	"slices"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/source"
)

// Details are a partnership's own fields, without its acts.
type Details struct {
	Kind         Kind
	OriginalTerm string
	Parties      []Party
	Topics       []string
	Story        map[string]string
	Supersedes   string
}

// Details are the partnership's own fields.
func (p Partnership) Details() Details {
	return Details{p.Kind, p.OriginalTerm, p.Parties, p.Topics, p.Story, p.Supersedes}
}

func (p *Partnership) set(d Details) {
	p.Kind, p.OriginalTerm, p.Parties, p.Topics, p.Story, p.Supersedes = d.Kind, d.OriginalTerm, d.Parties, d.Topics, d.Story, d.Supersedes
}

// Existing is the partnership that a pair has already, as the cause of an errs.Conflict.
type Existing struct{ ID string }

// Error implements error.
func (e Existing) Error() string { return "the pair has the partnership " + e.ID }

// Evidence is what an act rests on, beside the sources that it names by code.
type Evidence struct {
	Sources []source.Source // that the person names
	// Attach keeps documents inside the change and returns their identifiers; nil: none.
	Attach func(tx *db.Tx, note func(people.Entry)) (documents []string, err error)
}

// support keeps the evidence of an act and ties it to the act.
func (e *Editor) support(ctx context.Context, tx *db.Tx, note func(people.Entry), a Act, from Evidence) (Act, error) {
	if err := e.checkSources(ctx, tx, a.Sources); err != nil {
		return a, err
	}
	codes, err := e.sources.AddAll(ctx, tx, from.Sources)
	if err != nil {
		return a, err
	}
	for _, code := range codes {
		if !slices.Contains(a.Sources, code) {
			a.Sources = append(slices.Clone(a.Sources), code)
		}
	}
	if from.Attach != nil {
		ids, err := from.Attach(tx, note)
		if err != nil {
			return a, err
		}
		a.Documents = append(slices.Clone(a.Documents), ids...)
	}
	return a, nil
}

// Begin makes a partnership with its first acts and returns its identifier. Two places
// have one partnership: where theirs exists, lists included, Begin is errs.Conflict with
// [Existing] as its cause, and the caller goes on there. A second one between the same two
// is begun with why as its reason, and must be of another kind.
func (e *Editor) Begin(ctx context.Context, who people.Actor, d Details, why string, acts []Act, from Evidence) (id string, err error) {
	defer errs.Wrap(&err, "partnership.Begin")
	err = e.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		s := e.store.In(tx)
		if id, err = s.newID(ctx, d, why); err != nil {
			return err
		}
		p := Partnership{ID: id}
		p.set(d)
		moment, err := p.moment(ctx, tx)
		if err != nil {
			return err
		}
		for _, a := range acts {
			if a, err = e.support(ctx, tx, note, a, from); err != nil {
				return err
			}
			a.ID, a.KnownSince, a.Edited = db.NewID(), moment, moment
			p.Acts = slices.Insert(p.Acts, place(p.Acts, a), a)
		}
		if err := checkEdit(Partnership{}, p, lang.DateOf(moment)); err != nil {
			return err
		}
		return s.keep(ctx, tx, who, step{id: id, cause: CauseBegin, note: why, action: people.EditOwn, moment: moment}, nil, p, note)
	})
	if err == nil {
		e.changed(ctx)
	}
	return id, err
}

// newID is the identifier of a partnership to begin.
func (s *Store) newID(ctx context.Context, d Details, why string) (string, error) {
	sides := Partnership{Parties: d.Parties}.Sides()
	if len(sides) != 2 {
		return db.NewID(), nil // Check tells of too few
	}
	id := PairID(sides[0], sides[1])
	there, err := s.collect(ctx, `(p.a = $1 AND p.b = $2)`, min(sides[0], sides[1]), max(sides[0], sides[1]))
	if err != nil || len(there) == 0 {
		return id, err
	}
	if why == "" {
		return "", errs.New(errs.Conflict, lang.Msg("error.partnership.exists"), Existing{there[0].ID})
	}
	if slices.ContainsFunc(there, func(p Partnership) bool { return p.Kind == d.Kind }) {
		return "", errs.In("kind", lang.Msg("error.partnership.second_kind"))
	}
	return db.NewID(), nil
}

// Revise changes a partnership's own fields.
func (e *Editor) Revise(ctx context.Context, who people.Actor, id string, version int64, d Details, why string) (err error) {
	defer errs.Wrap(&err, "partnership.Revise(%s)", id)
	return e.change(ctx, who, step{id: id, cause: CauseDetails, version: version, note: why}, func(_ *db.Tx, _ func(people.Entry), p Partnership, moment time.Time) (Partnership, error) {
		before := p
		p.set(d)
		return p, checkEdit(before, p, lang.DateOf(moment))
	})
}

// Record adds an act and returns its identifier. from is what it rests on beside the
// sources that it names by code. Nobody else's change is in its way.
func (e *Editor) Record(ctx context.Context, who people.Actor, id string, a Act, from Evidence) (act string, err error) {
	defer errs.Wrap(&err, "partnership.Record(%s)", id)
	act = db.NewID()
	return act, e.change(ctx, who, step{id: id, cause: CauseRecord, act: act, version: anyVersion}, func(tx *db.Tx, note func(people.Entry), p Partnership, moment time.Time) (Partnership, error) {
		before := clone(p)
		added, err := e.support(ctx, tx, note, a, from)
		if err != nil {
			return p, err
		}
		added.ID, added.KnownSince, added.KnownUntil, added.Edited, added.Origin = act, moment, zero, moment, ""
		p.Acts = slices.Insert(p.Acts, place(p.Acts, added), added)
		return p, checkEdit(before, p, lang.DateOf(moment))
	})
}

// Amend corrects an act. Where the correction moves the status, the act as it was stays as
// what was known until now.
func (e *Editor) Amend(ctx context.Context, who people.Actor, id string, version int64, a Act, from Evidence) (err error) {
	defer errs.Wrap(&err, "partnership.Amend(%s)", id)
	return e.change(ctx, who, step{id: id, cause: CauseAmend, act: a.ID, version: version}, func(tx *db.Tx, note func(people.Entry), p Partnership, moment time.Time) (Partnership, error) {
		before := clone(p)
		now, err := e.support(ctx, tx, note, a, from)
		if err != nil {
			return p, err
		}
		if p, err = p.amended(now, moment); err != nil {
			return p, err
		}
		return p, checkEdit(before, p, lang.DateOf(moment))
	})
}

// amended is the partnership with an act changed.
func (p Partnership) amended(a Act, moment time.Time) (Partnership, error) {
	i := p.heldAct(a.ID)
	if i < 0 {
		return p, noAct()
	}
	old := p.Acts[i]
	a.KnownSince, a.KnownUntil, a.Origin, a.Edited, a.ReplacedBy = old.KnownSince, zero, old.Origin, moment, ""
	p.Acts = slices.Delete(slices.Clone(p.Acts), i, i+1)
	if !old.countsAs(a) {
		gone := old
		gone.ID, gone.KnownUntil, gone.ReplacedBy, gone.Origin, gone.Edited = db.NewID(), moment, a.ID, "", moment
		p.Acts = append(p.Acts, gone)
		a.KnownSince = moment
	}
	if old.Date == a.Date {
		p.Acts = slices.Insert(p.Acts, i, a)
		return p, nil
	}
	p.Acts = slices.Insert(p.Acts, place(p.Acts, a), a)
	return p, nil
}

func (p Partnership) heldAct(id string) int {
	return slices.IndexFunc(p.Acts, func(a Act) bool { return a.ID == id && a.Held(zero) })
}

func noAct() error { return errs.New(errs.NotFound, lang.Msg("error.partnership.act_unknown"), nil) }

// Withdraw takes an act back: it was known until now.
func (e *Editor) Withdraw(ctx context.Context, who people.Actor, id, act, why string) (err error) {
	defer errs.Wrap(&err, "partnership.Withdraw(%s)", id)
	return e.change(ctx, who, step{id: id, cause: CauseWithdraw, act: act, version: anyVersion, note: why}, func(_ *db.Tx, _ func(people.Entry), p Partnership, moment time.Time) (Partnership, error) {
		i := p.heldAct(act)
		if i < 0 {
			return p, noAct()
		}
		p.Acts[i].KnownUntil = moment
		return p, nil
	})
}

// Reinstate takes a withdrawal back, as if it had not been: the act was known all along.
func (e *Editor) Reinstate(ctx context.Context, who people.Actor, id, act string) (err error) {
	defer errs.Wrap(&err, "partnership.Reinstate(%s)", id)
	return e.change(ctx, who, step{id: id, cause: CauseReinstate, act: act, version: anyVersion}, func(_ *db.Tx, _ func(people.Entry), p Partnership, moment time.Time) (Partnership, error) {
		i := slices.IndexFunc(p.Acts, func(a Act) bool { return a.ID == act && !a.Held(zero) && a.ReplacedBy == "" })
		if i < 0 {
			return p, noAct()
		}
		before := clone(p)
		p.Acts[i].KnownUntil = zero
		return p, checkEdit(before, p, lang.DateOf(moment))
	})
}

// Restore brings a partnership back to an earlier state: acts recorded since are withdrawn,
// those withdrawn since are held again, those corrected since are as they were.
func (e *Editor) Restore(ctx context.Context, who people.Actor, id string, to int64) (err error) {
	defer errs.Wrap(&err, "partnership.Restore(%s, %d)", id, to)
	return e.change(ctx, who, step{id: id, cause: CauseRestore, version: anyVersion}, func(tx *db.Tx, _ func(people.Entry), p Partnership, moment time.Time) (Partnership, error) {
		r, found, err := e.store.In(tx).revision(ctx, id, to)
		if err != nil {
			return p, err
		}
		if !found {
			return p, errs.New(errs.NotFound, lang.Msg("error.partnership.revision_unknown"), nil)
		}
		return p.restored(r.Record, moment)
	})
}

// restored is the partnership with what a record holds.
func (p Partnership) restored(r Record, moment time.Time) (Partnership, error) {
	p.set(Details{r.Kind, r.OriginalTerm, r.Parties, r.Topics, r.Story, r.Supersedes})
	for i := range p.Acts {
		a := &p.Acts[i]
		if _, kept := r.act(a.ID); a.Held(zero) && !kept {
			a.KnownUntil = moment
		}
	}
	for _, a := range r.Acts {
		i := slices.IndexFunc(p.Acts, func(b Act) bool { return b.ID == a.ID })
		if i < 0 {
			continue // its row is gone; only a damaged database has that
		}
		p.Acts[i].KnownUntil = zero
		if p.Acts[i].same(a) {
			continue
		}
		var err error
		if p, err = p.amended(a, moment); err != nil {
			return p, err
		}
	}
	return p, nil
}
