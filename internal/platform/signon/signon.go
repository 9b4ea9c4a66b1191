// Package signon signs people in by another service (OpenID Connect).
//
// An operator names one issuer, such as her town's own log-in. The service's addresses
// are discovered from it, when somebody first asks. A sign-in is the code flow with
// PKCE: [Service.Start] gives the address to which the browser goes and a [Way] that the
// caller keeps sealed; when the browser comes back, [Service.Finish] compares state and
// nonce, fetches the token and returns who it is.
//
// What the service says is a word about an identity there. Whose account it opens here
// is for package people to decide.
package signon

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"twintown/internal/platform/netx"
)

// Limits of a call: a healthy service answers in a tenth of a second, with some kB.
const (
	callTime   = 10 * time.Second
	answerSize = 1 << 20
	clockSkew  = time.Minute // by which two servers' clocks differ at most
)

// Options name the service.
type Options struct {
	Issuer   string // https://login.example.org
	ClientID string
	Secret   string
	Name     string // on the button; "": the issuer's host
	Back     string // the address to which browsers come back
}

// Identity is a person as the service names her.
type Identity struct {
	Issuer   string `json:"issuer"`
	Subject  string `json:"subject"`
	Email    string `json:"email"`
	Verified bool   `json:"verified"` // the service says that the address is hers
	Name     string `json:"name"`
}

// Way is what must be known when a browser comes back. It must be kept where nobody can
// read or change it.
type Way struct {
	State    string `json:"state"`
	Nonce    string `json:"nonce"`
	Verifier string `json:"verifier"`
	Next     string `json:"next"`
	Since    int64  `json:"since,omitempty"` // Unix seconds: she must have signed in there later than that; 0: whenever
}

// Service is another log-in service. It is safe for concurrent use.
type Service struct {
	opt    Options
	client *netx.Client

	mu       sync.Mutex
	provider *oidc.Provider // nil until it was discovered
}

// New returns the service. Only https is spoken, except with an issuer on this machine:
// then, and only then, are addresses on this machine called.
func New(opt Options) (*Service, error) {
	u, err := url.Parse(opt.Issuer)
	if err != nil || u.Host == "" || u.Scheme != "https" && !loopback(u) || opt.ClientID == "" {
		return nil, fmt.Errorf("signon: %q is no issuer of OpenID Connect, or the client's name is missing", opt.Issuer)
	}
	if opt.Name == "" {
		opt.Name = u.Hostname()
	}
	allowed, err := addresses(u)
	if err != nil {
		return nil, err
	}
	return &Service{opt: opt, client: netx.New(netx.Options{Total: callTime, Allowed: allowed})}, nil
}

func loopback(u *url.URL) bool {
	if u.Hostname() == "localhost" {
		return true
	}
	a, err := netip.ParseAddr(u.Hostname())
	return err == nil && a.IsLoopback()
}

// addresses are what may be called although it is not public: the issuer itself, where
// the operator named one on this machine.
func addresses(u *url.URL) (all []netip.AddrPort, err error) {
	if !loopback(u) {
		return nil, nil
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return nil, err
	}
	hosts := []string{u.Hostname()}
	if u.Hostname() == "localhost" {
		hosts = []string{"127.0.0.1", "::1"}
	}
	for _, h := range hosts {
		a, err := netip.ParseAddr(h)
		if err != nil {
			return nil, err
		}
		all = append(all, netip.AddrPortFrom(a, uint16(n)))
	}
	return all, nil
}

// Name is what the button says.
func (s *Service) Name() string { return s.opt.Name }

// Issuer is the service's own address.
func (s *Service) Issuer() string { return s.opt.Issuer }

// Close ends idle connections.
func (s *Service) Close() { s.client.Close() }

// discovered returns the service's addresses and keys; a failure is tried again the next
// time somebody asks.
func (s *Service) discovered(ctx context.Context) (*oidc.Provider, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.provider != nil {
		return s.provider, nil
	}
	// The provider keeps the context for fetching keys later: it must outlive this request.
	long := oidc.ClientContext(context.WithoutCancel(ctx), s.client.Guarded(answerSize))
	p, err := oidc.NewProvider(long, s.opt.Issuer)
	if err != nil {
		return nil, fmt.Errorf("signon: discover %s: %w", s.opt.Issuer, err)
	}
	s.provider = p
	return p, nil
}

func (s *Service) config(p *oidc.Provider) oauth2.Config {
	return oauth2.Config{
		ClientID: s.opt.ClientID, ClientSecret: s.opt.Secret, RedirectURL: s.opt.Back,
		Endpoint: p.Endpoint(), Scopes: []string{oidc.ScopeOpenID, "email", "profile"},
	}
}

// Start returns the address to which the browser goes, and the way back. With again the
// service is to ask the person anew, whoever is signed in there already.
func (s *Service) Start(ctx context.Context, next string, again bool) (address string, w Way, err error) {
	p, err := s.discovered(ctx)
	if err != nil {
		return "", w, err
	}
	w = Way{State: oauth2.GenerateVerifier(), Nonce: oauth2.GenerateVerifier(), Verifier: oauth2.GenerateVerifier(), Next: next}
	c := s.config(p)
	ask := []oauth2.AuthCodeOption{oidc.Nonce(w.Nonce), oauth2.S256ChallengeOption(w.Verifier)}
	if again {
		w.Since = time.Now().Add(-clockSkew).Unix() // the service's clock, not the site's
		ask = append(ask, oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", "0"))
	}
	return c.AuthCodeURL(w.State, ask...), w, nil
}

// Finish judges what the browser brought back and returns who it is.
func (s *Service) Finish(ctx context.Context, w Way, query url.Values) (i Identity, err error) {
	if w.State == "" || subtle.ConstantTimeCompare([]byte(query.Get("state")), []byte(w.State)) != 1 {
		return i, errors.New("signon: the state is another one")
	}
	if said := query.Get("error"); said != "" {
		return i, fmt.Errorf("signon: the service says %.80q", said)
	}
	p, err := s.discovered(ctx)
	if err != nil {
		return i, err
	}
	ctx = oidc.ClientContext(ctx, s.client.Guarded(answerSize))
	c := s.config(p)
	token, err := c.Exchange(ctx, query.Get("code"), oauth2.VerifierOption(w.Verifier))
	if err != nil {
		return i, fmt.Errorf("signon: exchange the code: %w", err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := p.Verifier(&oidc.Config{ClientID: s.opt.ClientID}).Verify(ctx, raw)
	if err != nil {
		return i, fmt.Errorf("signon: verify the token: %w", err)
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(w.Nonce)) != 1 {
		return i, errors.New("signon: the nonce is another one")
	}
	if w.Since != 0 {
		var said struct {
			At int64 `json:"auth_time"`
		}
		if err := id.Claims(&said); err != nil || said.At < w.Since {
			return i, errors.Join(errors.New("signon: the service did not ask her anew"), err)
		}
	}
	return s.identity(ctx, p, c, token, id)
}

// claims are what services say of a person, in the token or when asked.
type claims struct {
	Email    string `json:"email"`
	Verified any    `json:"email_verified"` // true, or "true" as some services have it
	Name     string `json:"name"`
}

func (s *Service) identity(ctx context.Context, p *oidc.Provider, c oauth2.Config, token *oauth2.Token, id *oidc.IDToken) (Identity, error) {
	var said claims
	if err := id.Claims(&said); err != nil {
		return Identity{}, err
	}
	if said.Email == "" && p.UserInfoEndpoint() != "" {
		info, err := p.UserInfo(ctx, c.TokenSource(ctx, token))
		if err != nil {
			return Identity{}, fmt.Errorf("signon: ask about the person: %w", err)
		}
		if info.Subject != id.Subject {
			return Identity{}, errors.New("signon: the service speaks of somebody else")
		}
		if err := info.Claims(&said); err != nil {
			return Identity{}, err
		}
	}
	verified := said.Verified == true || said.Verified == "true"
	return Identity{Issuer: id.Issuer, Subject: id.Subject, Email: strings.TrimSpace(said.Email), Verified: verified, Name: said.Name}, nil
}
