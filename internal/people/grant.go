package people

import (
	"context"
	"slices"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

const selectGrant = `
	SELECT id,
	       account,
	       role,
	       scope_kind,
	       scope_id,
	       state,
	       reason,
	       asked,
	       decided,
	       decided_by,
	       until
	  FROM role_grant`

func scanGrant(row db.Scanner) (g Grant, err error) {
	var asked, decided, until int64
	err = row.Scan(&g.ID, &g.Account, &g.Role, &g.Scope.Kind, &g.Scope.ID, &g.State, &g.Reason, &asked, &decided, &g.DecidedBy, &until)
	g.Asked, g.Decided, g.Until = db.Moment(asked), db.Moment(decided), db.Moment(until)
	return g, err
}

// heldBy are the grants that count now.
func (s *Store) heldBy(ctx context.Context, q db.Querier, account string) ([]Grant, error) {
	return db.Collect(ctx, q, scanGrant, selectGrant+`
		 WHERE account = $1
		   AND state = 'held'
		   AND (until = 0 OR until > $2)`, account, s.clock.Now().UnixMicro())
}

// GrantsOf are all grants of an account, ended ones too, the latest first.
func (s *Store) GrantsOf(ctx context.Context, account string) ([]Grant, error) {
	return db.Collect(ctx, s.db, scanGrant, selectGrant+` WHERE account = $1 ORDER BY asked DESC, id`, account)
}

// GrantsIn are the grants of a scope in a state, the oldest first.
func (s *Store) GrantsIn(ctx context.Context, scope Scope, state GrantState) ([]Grant, error) {
	return db.Collect(ctx, s.db, scanGrant, selectGrant+`
		 WHERE scope_kind = $1 AND scope_id = $2 AND state = $3
		 ORDER BY asked, id`, string(scope.Kind), scope.ID, string(state))
}

// AskedGrants are the claims that wait for a decision, the oldest first.
func (s *Store) AskedGrants(ctx context.Context) ([]Grant, error) {
	return db.Collect(ctx, s.db, scanGrant, selectGrant+` WHERE state = 'asked' ORDER BY asked, id`)
}

// Grant returns one grant, or errs.NotFound.
func (s *Store) Grant(ctx context.Context, id string) (Grant, error) {
	g, ok, err := db.One(ctx, s.db, scanGrant, selectGrant+` WHERE id = $1`, id)
	if err == nil && !ok {
		err = errs.New(errs.NotFound, lang.Msg("error.people.grant_unknown"), nil)
	}
	return g, err
}

// Ask notes that an account claims a role, or gives it at once where the state is Held.
// A role that cannot be had in the scope is errs.Invalid; one that the account has or
// asked for already changes nothing and returns the existing grant's identifier.
func (s *Store) Ask(ctx context.Context, tx *db.Tx, note func(Entry), by Actor, g Grant) (id string, err error) {
	defer errs.Wrap(&err, "people.Ask(%s)", g.Role)
	if !slices.Contains(g.Role.Scopes(), g.Scope.Kind) || g.State != Asked && g.State != Held {
		return "", errs.In("role", lang.Msg("error.people.role_scope"))
	}
	same, ok, err := db.One(ctx, tx, scanGrant, selectGrant+`
		 WHERE account = $1 AND role = $2 AND scope_kind = $3 AND scope_id = $4 AND state IN ('asked', 'held')`,
		g.Account, string(g.Role), string(g.Scope.Kind), g.Scope.ID)
	switch {
	case err != nil:
		return "", err
	case ok && (same.State == g.State || same.State == Held):
		note(g.entry(OwnAccount, same.State))
		return same.ID, nil
	case ok:
		return same.ID, s.Decide(ctx, tx, note, by, same.ID, Held, g.Reason)
	}
	g.ID = db.NewID()
	decided, decidedBy := int64(0), ""
	if g.State == Held {
		decided, decidedBy = tx.Now(), by.Account
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO role_grant (id, account, role, scope_kind, scope_id, state, reason, asked, decided, decided_by, until)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		g.ID, g.Account, string(g.Role), string(g.Scope.Kind), g.Scope.ID, string(g.State), g.Reason, tx.Now(), decided, decidedBy, db.Micros(g.Until))
	note(g.entry(ManagePeople, ""))
	return g.ID, err
}

// Decide moves a grant on: asked → held or refused, held → ended. Any other move is
// errs.Conflict, since somebody else was quicker.
func (s *Store) Decide(ctx context.Context, tx *db.Tx, note func(Entry), by Actor, id string, to GrantState, reason string) (err error) {
	defer errs.Wrap(&err, "people.Decide(%s)", id)
	g, ok, err := db.One(ctx, tx, scanGrant, selectGrant+` WHERE id = $1`, id)
	if err != nil {
		return err
	}
	if !ok {
		return errs.New(errs.NotFound, lang.Msg("error.people.grant_unknown"), nil)
	}
	allowed := g.State == Asked && (to == Held || to == Refused || to == Ended) || g.State == Held && to == Ended
	if !allowed {
		return errs.New(errs.Conflict, lang.Msg("error.people.grant_decided"), nil)
	}
	was := g.State
	g.State, g.Reason = to, reason
	note(g.entry(ManagePeople, was))
	_, err = tx.ExecContext(ctx, `
		UPDATE role_grant
		   SET state      = $1,
		       decided    = $2,
		       decided_by = $3,
		       reason     = CASE WHEN $4 = '' THEN reason ELSE $4 END
		 WHERE id = $5`, string(to), tx.Now(), by.Account, reason, id)
	return err
}

func (g Grant) entry(do Action, was GrantState) Entry {
	e := Entry{
		Action: do, Kind: "account", ID: g.Account, Note: g.Reason,
		Fields: []FieldChange{{Name: "grant." + string(g.Role) + "." + string(g.Scope.Kind) + "." + g.Scope.ID, Old: string(was), New: string(g.State)}},
	}
	if n := g.Scope.place(); n != 0 {
		e.Places = []int64{n}
	}
	return e
}

// EndGrant ends a role, or withdraws a claim. The caller has asked whether by may.
func (s *Store) EndGrant(ctx context.Context, by Actor, id string) error {
	return s.log.Change(ctx, by, func(tx *db.Tx, note func(Entry)) error {
		return s.Decide(ctx, tx, note, by, id, Ended, "")
	})
}

// GiveGrant gives a role at once. The caller has asked whether by may.
func (s *Store) GiveGrant(ctx context.Context, by Actor, g Grant) error {
	g.State = Held
	return s.log.Change(ctx, by, func(tx *db.Tx, note func(Entry)) error {
		_, err := s.Ask(ctx, tx, note, by, g)
		return err
	})
}

// SetAccountOpen closes an account or opens it again: see SetOpen.
func (s *Store) SetAccountOpen(ctx context.Context, by Actor, account string, open bool) error {
	return s.log.Change(ctx, by, func(tx *db.Tx, note func(Entry)) error {
		return s.SetOpen(ctx, tx, note, account, open)
	})
}

// EndSessions ends all sessions of somebody, in an administrator's name.
func (s *Store) EndSessions(ctx context.Context, by Actor, account string) error {
	return s.log.Change(ctx, by, func(tx *db.Tx, note func(Entry)) error {
		note(Entry{Action: ManagePeople, Kind: "account", ID: account, Fields: []FieldChange{{Name: "sessions", Old: "open", New: "ended"}}})
		return s.EndOthers(ctx, tx, account, "")
	})
}
