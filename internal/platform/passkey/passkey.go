// Package passkey lets a person sign in with a key pair that her device keeps (WebAuthn).
//
// It is a small face of go-webauthn: a [Party] makes the two questions (register a key,
// sign in with one) as JSON for the browser, and judges the answers. What it must
// remember between question and answer is a few bytes of state, which the caller keeps
// where the browser cannot change them and uses once.
//
// Every question requires that the device verifies the person, by a finger, a face or a
// PIN: so an answer proves two things at once, the device and the person. Keys are
// discoverable, so that nobody has to type a name. No attestation is asked for: which
// make the device is, is nobody's business.
//
//	options, state, err := party.Register(owner)      // options go to the browser
//	key, err := party.Registered(owner, state, answer)
//
//	options, state, err := party.SignIn()
//	key, err := party.SignedIn(state, answer, ownerOf)
package passkey

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// Key is a passkey as it is kept. Body is opaque and changes with each use.
type Key struct {
	ID   string // base64url
	Body []byte // JSON
}

// Owner is the person whose keys they are.
type Owner struct {
	ID    string // at most 64 bytes; the device keeps it
	Email string // by which she knows the account
	Name  string
	Keys  []Key
}

// Party is the site, as devices know it: keys are bound to its host name.
type Party struct{ inner *webauthn.WebAuthn }

// New returns the party of a site at a base address. Browsers accept https, and http on
// localhost alone; the host must be a name.
func New(base *url.URL, name string) (*Party, error) {
	inner, err := webauthn.New(&webauthn.Config{
		RPID: base.Hostname(), RPDisplayName: name, RPOrigins: []string{base.Scheme + "://" + base.Host},
		AttestationPreference: protocol.PreferNoAttestation,
	})
	if err != nil {
		return nil, fmt.Errorf("passkey: %w", err)
	}
	return &Party{inner}, nil
}

// user is an Owner as the library wants it.
type user struct {
	Owner
	keys []webauthn.Credential
}

func newUser(o Owner) (*user, error) {
	u := &user{Owner: o}
	for _, k := range o.Keys {
		var c webauthn.Credential
		if err := json.Unmarshal(k.Body, &c); err != nil {
			return nil, fmt.Errorf("passkey %s: %w", k.ID, err)
		}
		u.keys = append(u.keys, c)
	}
	return u, nil
}

// WebAuthnID implements webauthn.User.
func (u *user) WebAuthnID() []byte { return []byte(u.ID) }

// WebAuthnName implements webauthn.User.
func (u *user) WebAuthnName() string { return u.Email }

// WebAuthnDisplayName implements webauthn.User.
func (u *user) WebAuthnDisplayName() string { return u.Name }

// WebAuthnCredentials implements webauthn.User.
func (u *user) WebAuthnCredentials() []webauthn.Credential { return u.keys }

func keyOf(c *webauthn.Credential) (Key, error) {
	body, err := json.Marshal(c)
	return Key{base64.RawURLEncoding.EncodeToString(c.ID), body}, err
}

// Register asks for a new key of the owner; keys that she has already are left out.
func (p *Party) Register(o Owner) (options, state []byte, err error) {
	u, err := newUser(o)
	if err != nil {
		return nil, nil, err
	}
	creation, session, err := p.inner.BeginRegistration(u,
		webauthn.WithAuthenticatorSelection(protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification: protocol.VerificationRequired,
		}),
		webauthn.WithExclusions(webauthn.Credentials(u.keys).CredentialDescriptors()))
	if err != nil {
		return nil, nil, err
	}
	return pack(creation.Response, session)
}

func pack(question, session any) (options, state []byte, err error) {
	options, oerr := json.Marshal(question)
	state, serr := json.Marshal(session)
	return options, state, errors.Join(oerr, serr)
}

// Registered judges the answer to Register and returns the new key.
func (p *Party) Registered(o Owner, state, answer []byte) (Key, error) {
	u, err := newUser(o)
	if err != nil {
		return Key{}, err
	}
	var session webauthn.SessionData
	if err := json.Unmarshal(state, &session); err != nil {
		return Key{}, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return Key{}, err
	}
	c, err := p.inner.CreateCredential(u, session, parsed)
	if err != nil {
		return Key{}, err
	}
	if !c.Flags.UserVerified {
		return Key{}, errNotVerified
	}
	return keyOf(c)
}

var errNotVerified = errors.New("passkey: the device did not verify the person")

// SignIn asks for any key of this site.
func (p *Party) SignIn() (options, state []byte, err error) {
	assertion, session, err := p.inner.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return nil, nil, err
	}
	return pack(assertion.Response, session)
}

// SignedIn judges the answer to SignIn. ownerOf returns the owner with her keys by the
// identifier that the device kept. The key's new body is to be kept: it counts uses.
func (p *Party) SignedIn(state, answer []byte, ownerOf func(id string) (Owner, error)) (owner string, key Key, err error) {
	var session webauthn.SessionData
	if err := json.Unmarshal(state, &session); err != nil {
		return "", Key{}, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return "", Key{}, err
	}
	find := func(_, handle []byte) (webauthn.User, error) {
		o, err := ownerOf(string(handle))
		if err != nil {
			return nil, err
		}
		owner = o.ID
		return newUser(o)
	}
	_, c, err := p.inner.ValidatePasskeyLogin(find, session, parsed)
	switch {
	case err != nil:
		return "", Key{}, err
	case !parsed.Response.AuthenticatorData.Flags.HasUserVerified():
		return "", Key{}, errNotVerified
	case c.Authenticator.CloneWarning:
		return "", Key{}, errors.New("passkey: the key was used elsewhere: it may have been copied")
	}
	key, err = keyOf(c)
	return owner, key, err
}
