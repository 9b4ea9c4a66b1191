package passkey_test

import (
	"bytes"
	"errors"
	"net/url"
	"strings"
	"testing"

	"twintown/internal/platform/passkey"
	"twintown/internal/platform/passkey/passkeytest"
)

const origin = "https://partners.example.org"

func party(t *testing.T) *passkey.Party {
	t.Helper()
	base, err := url.Parse(origin)
	if err != nil {
		t.Fatal(err)
	}
	p, err := passkey.New(base, "Partners")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// registered is a device whose key the owner has.
func registered(t *testing.T, p *passkey.Party) (*passkeytest.Device, passkey.Owner) {
	t.Helper()
	d, o := passkeytest.New(origin, "partners.example.org"), passkey.Owner{ID: "account-1", Email: "office@example.org", Name: "Office"}
	options, state, err := p.Register(o)
	if err != nil {
		t.Fatal(err)
	}
	key, err := p.Registered(o, state, d.Create(options))
	if err != nil {
		t.Fatal(err)
	}
	o.Keys = append(o.Keys, key)
	return d, o
}

func TestAKeySignsIn(t *testing.T) {
	p := party(t)
	d, o := registered(t, p)
	ownerOf := func(id string) (passkey.Owner, error) {
		if id != o.ID {
			return passkey.Owner{}, errors.New("nobody")
		}
		return o, nil
	}
	for range 3 {
		options, state, err := p.SignIn()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(options, []byte(`"userVerification":"required"`)) || bytes.Contains(options, []byte("allowCredentials")) {
			t.Errorf("the question: %s", options)
		}
		owner, key, err := p.SignedIn(state, d.Get(options), ownerOf)
		if err != nil || owner != o.ID || key.ID != o.Keys[0].ID {
			t.Fatalf("signing in: %q, %v", owner, err)
		}
		o.Keys[0] = key
	}
	if options, _, err := p.Register(o); err != nil || !bytes.Contains(options, []byte(o.Keys[0].ID)) {
		t.Errorf("a key that is there already is not left out: %v", err)
	}
}

// Devices, pages and copies that lie are refused.
func TestLies(t *testing.T) {
	p := party(t)
	for name, c := range map[string]struct {
		lie func(d *passkeytest.Device)
		bad func(answer []byte) []byte
	}{
		"another site's page":        {lie: func(d *passkeytest.Device) { d.Origin = "https://evil.example" }},
		"another host's key":         {lie: func(d *passkeytest.Device) { d.Host = "evil.example" }},
		"the person is not verified": {lie: func(d *passkeytest.Device) { d.Verifies = false }},
		"a copied key":               {lie: func(d *passkeytest.Device) { d.Count = 0 }},
		"not JSON":                   {bad: func([]byte) []byte { return []byte("{") }},
		"nothing":                    {bad: func([]byte) []byte { return nil }},
		"another signature": {bad: func(a []byte) []byte {
			return []byte(strings.Replace(string(a), `"signature":"ME`, `"signature":"MF`, 1))
		}},
	} {
		d, o := registered(t, p)
		sign := func(d *passkeytest.Device) error {
			options, state, err := p.SignIn()
			if err != nil {
				t.Fatal(err)
			}
			answer := d.Get(options)
			if c.bad != nil && d.Count > 1 {
				answer = c.bad(answer)
			}
			_, key, err := p.SignedIn(state, answer, func(string) (passkey.Owner, error) { return o, nil })
			if err == nil {
				o.Keys[0] = key
			}
			return err
		}
		if err := sign(d); err != nil {
			t.Fatalf("%s: the honest sign-in: %v", name, err)
		}
		if c.lie != nil {
			c.lie(d)
		}
		if err := sign(d); err == nil {
			t.Errorf("%s was believed", name)
		}
	}
	d, o := registered(t, p)
	options, _, _ := p.SignIn()
	_, state, _ := p.SignIn()
	if _, _, err := p.SignedIn(state, d.Get(options), func(string) (passkey.Owner, error) { return o, nil }); err == nil {
		t.Error("an answer to another question was believed")
	}
	unverified := passkeytest.New(origin, "partners.example.org")
	unverified.Verifies = false
	options, state, _ = p.Register(o)
	if _, err := p.Registered(o, state, unverified.Create(options)); err == nil {
		t.Error("a key was registered without verifying the person")
	}
}

func FuzzAnswers(f *testing.F) {
	base, _ := url.Parse(origin)
	p, err := passkey.New(base, "Partners")
	if err != nil {
		f.Fatal(err)
	}
	o := passkey.Owner{ID: "a", Email: "office@example.org", Name: "Office"}
	options, state, _ := p.Register(o)
	d := passkeytest.New(origin, "partners.example.org")
	f.Add(d.Create(options))
	signin, other, _ := p.SignIn()
	f.Add(d.Get(signin))
	f.Fuzz(func(_ *testing.T, answer []byte) {
		_, _ = p.Registered(o, state, answer)
		_, _, _ = p.SignedIn(other, answer, func(string) (passkey.Owner, error) { return o, nil })
	})
}
