package people

import (
	"context"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// ClaimPlace notes that the actor claims a role, with how she shows that it is right,
// and tells those who may decide.
func (d *Door) ClaimPlace(ctx context.Context, by Actor, g Grant, on Object, place string) (id string, err error) {
	defer errs.Wrap(&err, "people.ClaimPlace")
	g.Account, g.State = by.Account, Asked
	err = d.store.log.Change(ctx, by, func(tx *db.Tx, note func(Entry)) error {
		if id, err = d.store.Ask(ctx, tx, note, by, g); err != nil {
			return err
		}
		deciders, err := d.store.deciders(ctx, tx, on)
		for _, a := range deciders {
			if err == nil && a.ID != by.Account {
				err = d.post(ctx, tx, d.to(a, "claim_asked", "/desk/claims", lang.Args{"name": by.Name, "place": place}))
			}
		}
		return err
	})
	return id, err
}

// deciders are the open accounts that may decide a claim of the object.
func (s *Store) deciders(ctx context.Context, q db.Querier, on Object) ([]Account, error) {
	rule, _ := RuleOf(DecideClaim)
	grants, err := db.Collect(ctx, q, scanGrant, selectGrant+` WHERE state = 'held' AND (until = 0 OR until > $1)`, s.clock.Now().UnixMicro())
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	var all []Account
	for _, g := range grants {
		if seen[g.Account] || rule.judge(Actor{Account: g.Account, Grants: []Grant{g}, Strong: true}, on) != Yes {
			continue
		}
		seen[g.Account] = true
		a, ok, err := db.One(ctx, q, scanAccount, selectAccount+` WHERE id = $1`, g.Account)
		if err != nil {
			return nil, err
		}
		if ok && a.Open() {
			all = append(all, a)
		}
	}
	return all, nil
}

// DecideClaim grants or refuses a claim and tells the claimant. Nobody decides her own.
func (d *Door) DecideClaim(ctx context.Context, by Actor, id string, to GrantState, reason, place string) (err error) {
	defer errs.Wrap(&err, "people.DecideClaim")
	g, err := d.store.Grant(ctx, id)
	if err != nil {
		return err
	}
	if g.Account == by.Account && !by.Holds(Administrator) {
		return errs.New(errs.Forbidden, lang.Msg("error.people.own_claim"), nil)
	}
	return d.store.log.Change(ctx, by, func(tx *db.Tx, note func(Entry)) error {
		if err := d.store.Decide(ctx, tx, note, by, id, to, reason); err != nil {
			return err
		}
		a, ok, err := db.One(ctx, tx, scanAccount, selectAccount+` WHERE id = $1`, g.Account)
		if err != nil || !ok {
			return err
		}
		return d.post(ctx, tx, d.to(a, "claim_decided", "/account", lang.Args{"decision": string(to), "place": place, "reason": reason}))
	})
}
