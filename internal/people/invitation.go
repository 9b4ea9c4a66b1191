package people

import (
	"context"
	"encoding/json"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Invite sends an invitation by mail. The caller has asked [MayGive].
func (d *Door) Invite(ctx context.Context, by Actor, email string, i Invitation, role lang.Message, scope string) (err error) {
	defer errs.Wrap(&err, "people.Invite")
	return d.store.log.Change(ctx, by, func(tx *db.Tx, note func(Entry)) error {
		token, err := d.store.Invite(ctx, tx, note, by, email, i)
		if err != nil {
			return err
		}
		return d.post(ctx, tx, Letter{
			Kind: "invitation", To: email, Name: i.Name, Language: i.Language, Secret: true,
			Args: lang.Args{"role": role, "scope": scope, "by": by.Name}, Path: "/" + i.Language + "/invitation?key=" + token,
		})
	})
}

// Invitation returns what an invitation brings, and the address to which it went.
func (s *Store) Invitation(ctx context.Context, token string) (i Invitation, email string, err error) {
	l, err := s.Link(ctx, LinkInvite, token)
	if err != nil {
		return i, "", err
	}
	return i, l.Email, json.Unmarshal(l.Body, &i)
}

// Invited is an invitation that waits to be taken.
type Invited struct {
	Invitation
	Key         string // names it, and opens nothing
	Email       string
	Sent, Until time.Time
}

// Waiting returns the invitations that can still be taken, the newest first.
func (s *Store) Waiting(ctx context.Context) (_ []Invited, err error) {
	defer errs.Wrap(&err, "people.Waiting")
	return db.Collect(ctx, s.db, func(row db.Scanner) (i Invited, err error) {
		var body string
		var sent, until int64
		if err := row.Scan(&i.Key, &i.Email, &body, &sent, &until); err != nil {
			return i, err
		}
		i.Sent, i.Until = db.Moment(sent), db.Moment(until)
		return i, json.Unmarshal([]byte(body), &i.Invitation)
	}, `
		SELECT hash,
		       email,
		       body,
		       created,
		       expires
		  FROM link
		 WHERE purpose = $1
		   AND used = 0
		   AND expires > $2
		 ORDER BY created DESC, hash`, string(LinkInvite), s.clock.Now().UnixMicro())
}

// Recall makes an invitation useless. The caller has asked [MayGive]. One that was taken
// meanwhile is errs.NotFound.
func (s *Store) Recall(ctx context.Context, who Actor, i Invited) (err error) {
	defer errs.Wrap(&err, "people.Recall")
	return s.log.Change(ctx, who, func(tx *db.Tx, note func(Entry)) error {
		done, err := tx.ExecContext(ctx, `UPDATE link SET used = $1 WHERE hash = $2 AND purpose = $3 AND used = 0`, tx.Now(), i.Key, string(LinkInvite))
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return errs.New(errs.NotFound, lang.Msg("error.link.used"), err)
		}
		e := Grant{Account: who.Account, Role: i.Role, Scope: i.Scope, State: Ended}.entry(InvitePerson, Asked)
		e.Fields = append(e.Fields, FieldChange{Name: "email", Old: i.Email})
		note(e)
		return nil
	})
}

// Accept takes an invitation. Where its address has no account yet, one is made from n;
// where it has, by must be its owner (errs.Forbidden otherwise), and n is not looked at.
// Where n names an identity, it is tied to the new account: the service must have verified
// the address to which the invitation went. The role is given only if whoever invited may
// still give it.
func (d *Door) Accept(ctx context.Context, by Actor, token string, n NewAccount, areas func(Scope) Object) (account string, err error) {
	defer errs.Wrap(&err, "people.Accept")
	phc, err := d.hashed(ctx, n.Password)
	if err != nil {
		return "", err
	}
	err = d.store.log.Change(ctx, by, func(tx *db.Tx, note func(Entry)) error {
		l, err := d.store.Use(ctx, tx, LinkInvite, token)
		if err != nil {
			return err
		}
		var i Invitation
		if err := json.Unmarshal(l.Body, &i); err != nil {
			return err
		}
		if account, err = d.invited(ctx, tx, note, by, l, n, phc); err != nil {
			return err
		}
		return d.store.give(ctx, tx, note, account, i, areas)
	})
	return account, err
}

func (d *Door) invited(ctx context.Context, tx *db.Tx, note func(Entry), by Actor, l Link, n NewAccount, phc string) (string, error) {
	have, known, err := db.One(ctx, tx, scanAccount, selectAccount+` WHERE email_key = $1`, EmailKey(l.Email))
	switch {
	case err != nil:
		return "", err
	case known && have.ID == by.Account:
		return have.ID, nil
	case known || by.SignedIn():
		return "", errs.New(errs.Forbidden, lang.Msg("error.invitation.other"), nil)
	}
	n.Email, n.Confirmed = l.Email, true
	account, err := d.store.create(ctx, tx, note, n, phc)
	if err != nil || n.Identity == nil {
		return account, err
	}
	return account, d.store.tie(ctx, tx, note, account, l.Email, *n.Identity)
}

// give gives the role of an invitation, if whoever invited may still give it.
func (s *Store) give(ctx context.Context, tx *db.Tx, note func(Entry), account string, i Invitation, areas func(Scope) Object) error {
	giver := Actor{Account: i.InvitedBy, Strong: true, Fresh: true}
	if i.InvitedBy == systemAccount {
		giver = System()
	} else {
		a, ok, err := db.One(ctx, tx, scanAccount, selectAccount+` WHERE id = $1`, i.InvitedBy)
		if err != nil {
			return err
		}
		if giver.Grants, err = s.heldBy(ctx, tx, i.InvitedBy); err != nil {
			return err
		}
		if !ok || !a.Open() {
			giver.Grants = nil
		}
	}
	if !MayGive(giver, i.Role, areas(i.Scope)) {
		return errs.New(errs.NotFound, lang.Msg("error.invitation.stale"), nil)
	}
	_, err := s.Ask(ctx, tx, note, giver, Grant{Account: account, Role: i.Role, Scope: i.Scope, State: Held})
	return err
}

// MayGive says whether a person may give a role over an object: an administrator any; a
// steward makes officers within her area; an officer and an organiser make others of
// their own kind, where they are it themselves. Nobody gives more than she has.
func MayGive(a Actor, role Role, on Object) bool {
	if a.Account == systemAccount {
		return true
	}
	for _, g := range a.Grants {
		if g.Role.Strong() && !a.Strong {
			continue
		}
		switch {
		case g.Role == Administrator && g.Scope.Kind == OfSite:
			return true
		case g.Role == Organiser && role == Adviser, g.Role == Steward && role == Officer, g.Role == role && (role == Officer || role == Organiser):
			if (Right{g.Role, Covering}).fits(g, on) {
				return true
			}
		}
	}
	return false
}
