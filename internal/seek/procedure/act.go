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

// act is the act that a point makes in the partnership; false where its step makes none: a
// decision about the kind changes the partnership's own fields, a plan goes with the agreement.
func (p Procedure) act(q Point) (a partnership.Act, makes bool) {
	a = partnership.Act{ID: q.Act, Date: q.Day, At: q.Where, Documents: slices.Clone(q.Documents)}
	switch q.Step {
	case Contact:
		a.Type = partnership.ActContact
	case Visit:
		a.Type = partnership.ActVisit
	case Letter:
		a.Type, a.Title = partnership.ActLetter, q.Title
	case Resolution:
		a.Type, a.By = partnership.ActResolution, []int64{q.Side}
		a.Title, a.Number, a.Vote, a.Condition = q.Title, q.Number, q.Vote, q.Condition
	case Ceremony:
		a.Type, a.At, a.Title, a.Condition = q.Sort, q.Side, q.Title, q.Condition
		if q.Sort != partnership.ActActivity {
			a.Term, a.Notice = p.Terms.Term, p.Terms.Notice
			if a.Title == "" {
				a.Title = p.Terms.Title
			}
			if plan, ok := p.At(Planning, 0); ok {
				a.Documents = append(a.Documents, plan.Documents...)
			}
		}
	default:
		return a, false
	}
	return a, true
}

// partnershipID is the partnership of the procedure, or the one that its first act will make.
func (p Procedure) partnershipID() string {
	if p.Partnership == "" && len(p.Places) == 2 {
		return partnership.PairID(p.Places[0], p.Places[1])
	}
	return p.Partnership
}

// perform makes the act of a point that was done, or corrects the one that it made before.
func (s *Store) perform(ctx context.Context, tx *db.Tx, who people.Actor, note func(people.Entry), p *Procedure, q *Point, from Sources) error {
	a, makes := p.act(*q)
	if !makes {
		return nil
	}
	if len(from) == 0 {
		return errs.In("source", lang.Msg("error.partnership.source", "what", ""))
	}
	if q.Act != "" {
		return s.correct(ctx, tx, who, note, *p, q, a, from)
	}
	a.ID = ""
	if p.Partnership == "" {
		return s.found(ctx, tx, who, note, p, q, a, from)
	}
	if a.Type == partnership.ActAgreement || a.Type == partnership.ActCharter {
		if err := s.adopt(ctx, tx, who, note, *p); err != nil {
			return err
		}
	}
	act, _, err := s.partnerships.RecordWithin(ctx, tx, who, note, p.Partnership, a, from)
	q.Act = act
	return err
}

// found makes the partnership with its first act. Where the places came to have one since,
// that is taken.
func (s *Store) found(ctx context.Context, tx *db.Tx, who people.Actor, note func(people.Entry), p *Procedure, q *Point, a partnership.Act, from Sources) error {
	if len(p.Places) == 2 {
		there, err := s.partnerships.In(tx).Between(ctx, p.Places[0], p.Places[1])
		if err != nil {
			return err
		}
		if len(there) > 0 {
			p.Partnership = there[0].ID
			return s.perform(ctx, tx, who, note, p, q, from)
		}
	}
	d := partnership.Details{Kind: partnership.KindContact}
	if !p.Terms.IsZero() {
		d.Kind, d.Topics, d.OriginalTerm = p.Terms.Kind, p.Terms.Topics, p.Terms.Title
	}
	for _, place := range p.Places {
		d.Parties = append(d.Parties, partnership.Party{Place: place})
	}
	var err error
	p.Partnership, q.Act, err = s.partnerships.BeginWithin(ctx, tx, who, note, d, a, from)
	return err
}

// correct changes the act that a point made before; what the desk wrote into it beside stays.
// Where somebody withdrew it at the desk, it is made anew.
func (s *Store) correct(ctx context.Context, tx *db.Tx, who people.Actor, note func(people.Entry), p Procedure, q *Point, a partnership.Act, from Sources) error {
	there, err := s.partnerships.In(tx).ByID(ctx, p.Partnership)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(there.Acts, func(b partnership.Act) bool { return b.ID == q.Act && b.KnownUntil.IsZero() })
	if i < 0 {
		q.Act = ""
		return s.perform(ctx, tx, who, note, &p, q, from)
	}
	now := there.Acts[i]
	now.Type, now.Date, now.By, now.At = a.Type, a.Date, a.By, a.At
	now.Title, now.Number, now.Vote, now.Condition = a.Title, a.Number, a.Vote, a.Condition
	now.Term, now.Notice, now.Documents = a.Term, a.Notice, a.Documents
	return s.partnerships.AmendWithin(ctx, tx, who, note, p.Partnership, now, from)
}

// adopt gives the partnership what the sides agreed on, as long as nothing was signed that
// says otherwise.
func (s *Store) adopt(ctx context.Context, tx *db.Tx, who people.Actor, note func(people.Entry), p Procedure) error {
	if p.Partnership == "" || p.Terms.IsZero() {
		return nil
	}
	there, err := s.partnerships.In(tx).ByID(ctx, p.Partnership)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(there.Acts, signed) {
		return nil
	}
	d := there.Details()
	if d.Kind == p.Terms.Kind && slices.Equal(d.Topics, p.Terms.Topics) {
		return nil
	}
	d.Kind, d.Topics = p.Terms.Kind, p.Terms.Topics
	if p.Terms.Title != "" {
		d.OriginalTerm = p.Terms.Title
	}
	return s.partnerships.ReviseWithin(ctx, tx, who, note, p.Partnership, d, "")
}

func signed(a partnership.Act) bool {
	return (a.Type == partnership.ActAgreement || a.Type == partnership.ActCharter) && a.KnownUntil.IsZero()
}
