package seek

import (
	"context"
	"slices"

	"twintown/internal/people"
	"twintown/internal/platform/errs"
)

// Answerers are the accounts that are written to about a request: its owner; where she has
// left or looks after none of its towns any more, the other officers of the towns, each
// once. None where a town has nobody.
func Answerers(ctx context.Context, accounts *people.Store, r Request) (all []people.Account, err error) {
	defer errs.Wrap(&err, "seek.Answerers(%s)", r.ID)
	owner, ok, err := writable(ctx, accounts, r.Owner, func(a people.Actor) bool {
		for _, n := range a.PlacesOf(people.Officer) {
			if slices.Contains(r.Places, n) {
				return true
			}
		}
		return a.Holds(people.Steward) || a.Holds(people.Administrator) // she wrote it for a town without an office here
	})
	if err != nil {
		return nil, err
	}
	if ok {
		return append(all, owner), nil
	}
	for _, place := range r.Places {
		grants, err := accounts.GrantsIn(ctx, people.AtPlace(place), people.Held)
		if err != nil {
			return nil, err
		}
		for _, g := range grants {
			if g.Role != people.Officer || slices.ContainsFunc(all, func(a people.Account) bool { return a.ID == g.Account }) {
				continue
			}
			a, ok, err := writable(ctx, accounts, g.Account, func(a people.Actor) bool { return slices.Contains(a.PlacesOf(people.Officer), place) })
			if err != nil {
				return nil, err
			}
			if ok {
				all = append(all, a)
			}
		}
	}
	return all, nil
}

// writable is an account that can be written to and is what it should be.
func writable(ctx context.Context, accounts *people.Store, id string, is func(people.Actor) bool) (a people.Account, ok bool, err error) {
	who, err := accounts.ActorOfAccount(ctx, id)
	if err != nil || who.Account == "" || who.Email == "" || !is(who) {
		return a, false, err
	}
	a, err = accounts.Account(ctx, id)
	return a, err == nil, err
}
