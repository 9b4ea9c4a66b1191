package people

import (
	"context"
	"slices"
	"strconv"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Keepers says of each place that has or had an officer whether one is left: a grant that
// is held, of an account that is open. Places that never had one are left out.
func (s *Store) Keepers(ctx context.Context) (left map[int64]bool, err error) {
	defer errs.Wrap(&err, "people.Keepers")
	left = map[int64]bool{}
	now := s.clock.Now().UnixMicro()
	err = db.Each(ctx, s.db, func(row db.Scanner) error {
		var id, state string
		var until, disabled, erased int64
		if err := row.Scan(&id, &state, &until, &disabled, &erased); err != nil {
			return err
		}
		if n, err := strconv.ParseInt(id, 10, 64); err == nil {
			held := state == string(Held) && (until == 0 || until > now) && disabled == 0 && erased == 0
			left[n] = left[n] || held
		}
		return nil
	}, `
		SELECT g.scope_id,
		       g.state,
		       g.until,
		       a.disabled,
		       a.erased
		  FROM role_grant g
		  JOIN account a ON a.id = g.account
		 WHERE g.role = 'officer'
		   AND g.scope_kind = 'place'
		   AND g.state IN ('held', 'ended')`)
	return left, err
}

// OfficersOf are the open accounts that hold the office of a place, by name.
func (s *Store) OfficersOf(ctx context.Context, place int64) (all []Account, err error) {
	defer errs.Wrap(&err, "people.OfficersOf(%d)", place)
	accounts, err := db.Collect(ctx, s.db, scanAccount, selectAccount+`
		 WHERE id IN (SELECT account
		                FROM role_grant
		               WHERE role = 'officer'
		                 AND scope_kind = 'place'
		                 AND scope_id = $1
		                 AND state = 'held'
		                 AND (until = 0 OR until > $2))
		 ORDER BY name, id`, strconv.FormatInt(place, 10), s.clock.Now().UnixMicro())
	for _, a := range accounts {
		if a.Open() {
			all = append(all, a)
		}
	}
	return all, err
}

// ActorOfAccount is a person as far as jobs and feeds need it: with the grants that are
// held now, without a session. The public where the account is not open.
func (s *Store) ActorOfAccount(ctx context.Context, id string) (a Actor, err error) {
	defer errs.Wrap(&err, "people.ActorOfAccount")
	account, ok, err := db.One(ctx, s.db, scanAccount, selectAccount+` WHERE id = $1`, id)
	if err != nil || !ok || !account.Open() {
		return Actor{}, err
	}
	a = Actor{Account: account.ID, Name: account.Name, Email: account.Email, Language: account.Language}
	a.Grants, err = s.heldBy(ctx, s.db, id)
	return a, err
}

// Organisers are the open accounts of the organisers of the site; where it has none, of its
// administrators. They are told of what waits for a decision.
func (s *Store) Organisers(ctx context.Context) (all []Account, err error) {
	defer errs.Wrap(&err, "people.Organisers")
	for _, role := range []Role{Organiser, Administrator} {
		who, err := s.People(ctx, Filter{Role: role, State: "open"})
		if err != nil {
			return nil, err
		}
		for _, p := range who {
			if slices.ContainsFunc(p.Grants, func(g Grant) bool { return g.Role == role && g.State == Held && g.Scope == Site() }) {
				all = append(all, p.Account)
			}
		}
		if len(all) > 0 {
			return all, nil
		}
	}
	return nil, nil
}
