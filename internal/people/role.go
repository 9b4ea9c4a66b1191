package people

import (
	"strconv"
	"time"
)

// Role is what a person is to a scope.
type Role string

// The roles. A visitor is whoever has none.
const (
	Visitor       Role = "visitor"
	Delegate      Role = "delegate"      // of a town at a meeting
	Officer       Role = "officer"       // of a place: keeps its partnerships
	Organiser     Role = "organiser"     // of meetings, for an organisation or the site
	Adviser       Role = "adviser"       // of a help point
	Translator    Role = "translator"    // of the site's texts
	Steward       Role = "steward"       // of a group of places, for a national association
	Administrator Role = "administrator" // of the site
)

// Roles are all roles that can be granted, the weakest first.
func Roles() []Role {
	return []Role{Delegate, Translator, Adviser, Organiser, Officer, Steward, Administrator}
}

// Strong says whether the role asks for a second factor: whoever can change what the
// public reads, or see other people's data.
func (r Role) Strong() bool {
	switch r {
	case Adviser, Officer, Organiser, Steward, Administrator:
		return true
	}
	return false
}

// ScopeKind is the sort of thing within which a role holds.
type ScopeKind string

// The kinds of scope.
const (
	OfSite         ScopeKind = "site"
	OfPlace        ScopeKind = "place"
	OfRegion       ScopeKind = "region"
	OfCountry      ScopeKind = "country"
	OfOrganisation ScopeKind = "organisation"
	OfMeeting      ScopeKind = "meeting"
	OfHelpPoint    ScopeKind = "help_point"
)

// Scopes are the kinds of scope in which a role can be granted.
func (r Role) Scopes() []ScopeKind {
	switch r {
	case Delegate:
		return []ScopeKind{OfMeeting}
	case Officer:
		return []ScopeKind{OfPlace}
	case Steward:
		return []ScopeKind{OfPlace, OfRegion, OfCountry}
	case Adviser:
		return []ScopeKind{OfHelpPoint}
	case Organiser:
		return []ScopeKind{OfSite, OfOrganisation, OfMeeting}
	}
	return []ScopeKind{OfSite}
}

// Scope is a thing within which a role holds: a place by its number, a region or country
// by its code, others by their identifier. ID is empty for the site.
type Scope struct {
	Kind ScopeKind
	ID   string
}

// Site is the scope of the whole site.
func Site() Scope { return Scope{Kind: OfSite} }

// AtPlace is the scope of a place.
func AtPlace(number int64) Scope { return Scope{OfPlace, strconv.FormatInt(number, 10)} }

// place is the place's number, 0 where the scope is none.
func (s Scope) place() int64 {
	if s.Kind != OfPlace {
		return 0
	}
	n, _ := strconv.ParseInt(s.ID, 10, 64)
	return n
}

// GrantState is how a grant stands.
type GrantState string

// The states of a grant.
const (
	Asked   GrantState = "asked"
	Held    GrantState = "held"
	Refused GrantState = "refused"
	Ended   GrantState = "ended"
)

// Grant is a role that a person has, asks for, or had.
type Grant struct {
	ID        string
	Account   string
	Role      Role
	Scope     Scope
	State     GrantState
	Reason    string // how the person showed that the claim is right; why it was refused
	Asked     time.Time
	Decided   time.Time
	DecidedBy string    // account
	Until     time.Time // zero: without end
}
