package people

import (
	"context"
	"strings"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Person is an account with what lists say about it.
type Person struct {
	Account
	Grants []Grant // that are held or asked
	Second bool    // a second factor is set up
}

// Filter selects people. Empty fields select all.
type Filter struct {
	Text  string // in name or address
	Role  Role   // that they hold
	State string // "open", "disabled", "weak": a role asks for a second factor that is missing
}

// People returns the accounts that are not erased and that fit, by name.
func (s *Store) People(ctx context.Context, f Filter) (all []Person, err error) {
	defer errs.Wrap(&err, "people.People")
	accounts, err := s.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	grants, err := db.Collect(ctx, s.db, scanGrant, selectGrant+` WHERE state IN ('held', 'asked') AND (until = 0 OR until > $1) ORDER BY asked, id`, s.clock.Now().UnixMicro())
	if err != nil {
		return nil, err
	}
	byAccount := map[string][]Grant{}
	for _, g := range grants {
		byAccount[g.Account] = append(byAccount[g.Account], g)
	}
	keys := map[string]bool{}
	err = db.Each(ctx, s.db, func(row db.Scanner) error {
		var account string
		err := row.Scan(&account)
		keys[account] = true
		return err
	}, `SELECT account FROM passkey`)
	for _, a := range accounts {
		p := Person{Account: a, Grants: byAccount[a.ID], Second: a.TOTP || keys[a.ID]}
		if f.Fits(p) {
			all = append(all, p)
		}
	}
	return all, err
}

// Fits says whether a person is selected.
func (f Filter) Fits(p Person) bool {
	text := strings.ToLower(strings.TrimSpace(f.Text))
	if !strings.Contains(strings.ToLower(p.Name), text) && !strings.Contains(strings.ToLower(p.Email), text) {
		return false
	}
	held := Actor{}
	for _, g := range p.Grants {
		if g.State == Held {
			held.Grants = append(held.Grants, g)
		}
	}
	if f.Role != "" && !held.Holds(f.Role) {
		return false
	}
	switch f.State {
	case "open":
		return p.Open()
	case "disabled":
		return !p.Disabled.IsZero()
	case "weak":
		return held.NeedsStrong() && !p.Second
	}
	return true
}
