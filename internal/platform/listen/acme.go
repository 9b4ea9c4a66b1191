package listen

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
)

// ACMEOptions say whom to ask for a certificate, and for which names.
type ACMEOptions struct {
	Names     []string       // exactly these: whoever asks for another gets no handshake
	Email     string         // where the authority writes before a certificate ends; may be ""
	Directory string         // the authority's address; "": Let's Encrypt
	Cache     autocert.Cache // where certificates and the account's key are kept
	Client    *http.Client   // asks the authority; nil: an ordinary one
}

// ACME gets certificates from an authority and renews them a month before they end. It
// proves that the names are its own on the TLS port itself (TLS-ALPN-01) or on port 80
// (HTTP-01), whichever the authority asks.
type ACME struct {
	manager *autocert.Manager
	names   []string
}

// authorityTime bounds one call to the authority.
const authorityTime = 30 * time.Second

// OpenACME returns a client of the authority. Nothing is asked before the first reader
// comes, or [ACME.Fetch].
func OpenACME(opt ACMEOptions) (*ACME, error) {
	if len(opt.Names) == 0 {
		return nil, errors.New("no name to have a certificate for")
	}
	if opt.Directory == "" {
		opt.Directory = acme.LetsEncryptURL
	}
	if opt.Client == nil {
		opt.Client = &http.Client{Timeout: authorityTime}
	}
	return &ACME{names: opt.Names, manager: &autocert.Manager{
		Prompt:     autocert.AcceptTOS, // docs/operate.md says so
		Cache:      opt.Cache,
		HostPolicy: autocert.HostWhitelist(opt.Names...),
		Email:      opt.Email,
		Client: &acme.Client{
			DirectoryURL: opt.Directory, UserAgent: "Twintown",
			HTTPClient: opt.Client,
		},
	}}, nil
}

// Config is how a server speaks TLS with the authority's certificates.
func (a *ACME) Config() *tls.Config {
	c := baseConfig()
	c.GetCertificate = func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		if hello.ServerName == "" {
			hello.ServerName = a.names[0] // a monitor that comes by address
		}
		return a.manager.GetCertificate(hello)
	}
	c.NextProtos = append(c.NextProtos, acme.ALPNProto)
	return c
}

// Fetch gets the certificates of all names, unless they are kept already. An authority is
// asked for each in turn, as it would be when a reader comes.
func (a *ACME) Fetch(ctx context.Context) error {
	for _, name := range a.names {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if _, err := a.manager.GetCertificate(modernHello(name)); err != nil {
			return fmt.Errorf("certificate for %s: %w", name, err)
		}
	}
	return nil
}

// modernHello is what a browser of our days says first.
func modernHello(name string) *tls.ClientHelloInfo {
	return &tls.ClientHelloInfo{
		ServerName: name, CipherSuites: []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256},
		SignatureSchemes: []tls.SignatureScheme{tls.ECDSAWithP256AndSHA256}, SupportedCurves: []tls.CurveID{tls.CurveP256},
	}
}

// PlainDoor answers on port 80: the authority's questions, and everybody else with the way
// to the site.
func (a *ACME) PlainDoor(base string) http.Handler { return a.manager.HTTPHandler(ToHTTPS(base)) }

// Expiry says until when the kept certificate for a name holds. An error that is
// autocert.ErrCacheMiss says that there is none yet.
func (a *ACME) Expiry(ctx context.Context) (Expiry, error) {
	return CachedExpiry(ctx, a.manager.Cache, a.names[0])
}

// CachedExpiry says until when the certificate for a name holds that a cache keeps.
func CachedExpiry(ctx context.Context, cache autocert.Cache, name string) (Expiry, error) {
	raw, err := cache.Get(ctx, name)
	if err != nil {
		return Expiry{}, err
	}
	return expiryOfPEM(raw)
}

func expiryOfPEM(raw []byte) (Expiry, error) {
	for block, rest := pem.Decode(raw); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		leaf, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return Expiry{}, err
		}
		return expiryOf(leaf), nil
	}
	return Expiry{}, errors.New("there is no certificate in it")
}

// ParseNames reads names of hosts, separated by commas, as they stand in a certificate.
func ParseNames(text string) (names []string, err error) {
	for name := range strings.SplitSeq(text, ",") {
		name = strings.ToLower(strings.TrimSpace(name))
		if name == "" {
			continue
		}
		if strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789.-") != "" || !strings.Contains(name, ".") || len(name) > 253 {
			return nil, errors.New("no name of a host: " + name)
		}
		names = append(names, name)
	}
	return names, nil
}

// Later is a cache that waits until it knows where to keep: a node listens before its
// database is open.
type Later struct {
	ready chan struct{}
	cache autocert.Cache
}

// NewLater returns a cache that waits for Set.
func NewLater() *Later { return &Later{ready: make(chan struct{})} }

// Set says where to keep. It is called once.
func (l *Later) Set(c autocert.Cache) {
	l.cache = c
	close(l.ready)
}

func (l *Later) wait(ctx context.Context) error {
	select {
	case <-l.ready:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Get implements autocert.Cache.
func (l *Later) Get(ctx context.Context, name string) ([]byte, error) {
	if err := l.wait(ctx); err != nil {
		return nil, err
	}
	return l.cache.Get(ctx, name)
}

// Put implements autocert.Cache.
func (l *Later) Put(ctx context.Context, name string, data []byte) error {
	if err := l.wait(ctx); err != nil {
		return err
	}
	return l.cache.Put(ctx, name, data)
}

// Delete implements autocert.Cache.
func (l *Later) Delete(ctx context.Context, name string) error {
	if err := l.wait(ctx); err != nil {
		return err
	}
	return l.cache.Delete(ctx, name)
}
