// Package people knows who acts, and what each may do.
//
// The idea: an [Account] is a person who can sign in. By itself it may do little: what it
// may do comes from [Grant]s, each a [Role] within a [Scope] — officer of a place, adviser
// of a help point, administrator of the site. The permission table ([Table]) says which
// role, in which relation to an object, may take which [Action]; it is the documentation
// and the test at once. Nothing is allowed that no line of it allows.
//
// # Data model
//
// An account has sessions (browsers that are signed in), passkeys, perhaps a password and
// a second factor, memberships of organisations with their periods, and grants. A grant is
// asked, held, refused or ended. One-time links ([Link]) carry invitations, confirmations
// and the like. All secrets are kept as hashes or sealed.
//
// [Log] is the audit chain: who changed what, when, field by field, in the transaction of
// the change. Places, partnerships and other objects are known here by their numbers only.
//
// # Typical calls
//
//	actor, err := store.ActorOf(ctx, cookie)                  // who asks
//	people.Allows(actor, people.EditPartnership, object)      // may she
//	err = log.Change(ctx, actor, func(tx *db.Tx, note func(people.Entry)) error { … })
package people

import (
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// Account is a person who can sign in.
type Account struct {
	ID        string
	Email     string
	Name      string
	Language  string // in which mails come
	Password  bool   // one is set
	TOTP      bool   // one-time codes are set up
	Created   time.Time
	Confirmed time.Time // zero: the address is not confirmed
	Disabled  time.Time // zero: open
	Erased    time.Time // zero: never
	Version   int64     // for noticing that somebody else changed it meanwhile
}

// Open says whether the account may sign in.
func (a Account) Open() bool {
	return !a.Confirmed.IsZero() && a.Disabled.IsZero() && a.Erased.IsZero()
}

// Actor is who acts: a signed-in account, the public (the zero Actor), or the program
// itself ([System]).
type Actor struct {
	Account  string // "" for the public
	Name     string
	Email    string
	Language string
	Grants   []Grant // those that are held now
	Strong   bool    // came by two factors or a passkey
	Fresh    bool    // proved who she is within the last minutes
	Session  string  // the session's identifier, "" for System
}

// System is the program itself: jobs, imports at the terminal, the first start.
func System() Actor { return Actor{Account: systemAccount} }

const systemAccount = "system"

// SignedIn says whether the actor is a person with an account.
func (a Actor) SignedIn() bool { return a.Account != "" && a.Account != systemAccount }

// Holds says whether the actor has the role, in any scope.
func (a Actor) Holds(role Role) bool {
	for _, g := range a.Grants {
		if g.Role == role {
			return true
		}
	}
	return false
}

// PlacesOf are the places for which the actor has the role.
func (a Actor) PlacesOf(role Role) []int64 {
	var all []int64
	for _, g := range a.Grants {
		if n := g.Scope.place(); g.Role == role && n != 0 {
			all = append(all, n)
		}
	}
	return all
}

// NeedsStrong says whether one of the actor's roles asks for a second factor.
func (a Actor) NeedsStrong() bool {
	for _, g := range a.Grants {
		if g.Role.Strong() {
			return true
		}
	}
	return false
}

// EmailKey is the form of an address by which accounts are told apart. The part before
// the @ is case-sensitive by the standard and nowhere else.
func EmailKey(email string) string {
	return strings.ToLower(norm.NFKC.String(strings.TrimSpace(email)))
}
