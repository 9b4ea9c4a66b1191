package partnership

import (
	"fmt"
	"slices"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Check returns what is wrong with a partnership before it is stored: the first rule
// that it breaks, with a public message, or nil.
//
//   - It has two or more sides, a kind that is known, and acts of types that are known.
//   - Every act has a source and is taken by sides of the partnership.
//   - A suspension has a ground or a condition.
//   - No act was certainly taken before one of its parties existed.
//   - Periods do not end before they begin; spans of time can be read.
func (p Partnership) Check() error {
	if len(p.Sides()) < 2 {
		return broken("sides", "place", "", nil)
	}
	if !slices.Contains(Kinds(), p.Kind) {
		return broken("kind", "kind", string(p.Kind), nil)
	}
	if !p.Listing.IsZero() && p.Listing.Source == "" {
		return broken("source", "source", "", nil)
	}
	for _, party := range p.Parties {
		from, _ := party.Since.possible()
		if _, to := party.Until.possible(); to < from {
			return broken("party_period", fmt.Sprintf("left.%d", party.Place), "", nil)
		}
	}
	for i := range p.Acts {
		if err := p.checkAct(&p.Acts[i]); err != nil {
			return fmt.Errorf("act %d: %w", i+1, err)
		}
	}
	return nil
}

func (p Partnership) checkAct(a *Act) error {
	switch {
	case !slices.Contains(ActTypes(), a.Type):
		return broken("act_type", "type", string(a.Type), nil)
	case len(a.Sources) == 0:
		return broken("source", "source", string(a.Type), nil)
	case a.Type == ActSuspension && a.Ground.IsZero() && a.Condition.IsZero():
		return broken("suspension", "ground", string(a.Type), nil)
	}
	for _, n := range a.Vote.counts() {
		if n.of < 0 {
			return broken("vote", n.field, string(a.Type), nil)
		}
	}
	for field, d := range map[string]Duration{"until": a.Term, "notice": a.Notice} {
		if err := d.Check(); err != nil {
			return errs.In(field, errs.PublicOf(err))
		}
	}
	if a.endsBeforeItBegins() {
		return broken("period", "until", string(a.Type), nil)
	}
	sides := p.Sides()
	for _, by := range a.By {
		if !slices.Contains(sides, by) {
			return broken("side", "by", fmt.Sprint(by), nil)
		}
	}
	return p.checkExistence(a)
}

func (a *Act) endsBeforeItBegins() bool {
	if a.InForceTo.IsZero() {
		return false
	}
	begin := a.InForceFrom
	if begin.IsZero() {
		begin = a.Date
	}
	from, _ := begin.possible()
	_, to := a.InForceTo.possible()
	return to < from
}

// checkExistence refuses an act that one of its parties cannot have taken yet.
func (p Partnership) checkExistence(a *Act) error {
	_, latest := a.Date.possible()
	for _, party := range p.Parties {
		earliest, _ := party.Since.possible()
		if a.Binds(party.Place) && latest < earliest {
			return broken("before_party", "date", string(a.Type), nil)
		}
	}
	return nil
}

// broken names the rule and the field of a form that breaks it.
func broken(rule, field, what string, cause error) error {
	return &errs.Error{Kind: errs.Invalid, Public: lang.Msg("error.partnership."+rule, "what", what), Cause: cause, Field: field}
}
