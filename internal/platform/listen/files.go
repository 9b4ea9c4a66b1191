package listen

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"sync"
	"time"

	"twintown/internal/platform/clock"
)

// lookAgain is how often the files are looked at, at most: a certificate is renewed every
// few weeks, and a look costs two calls of the system.
const lookAgain = 10 * time.Second

// Files are a certificate and its key in two PEM files. They are read again when they
// change; files that cannot be read leave the certificate in use that was read before.
type Files struct {
	cert, key string
	clock     clock.Clock
	log       *slog.Logger

	mu     sync.Mutex
	now    *tls.Certificate
	stamp  [2]fileStamp
	looked time.Time
}

type fileStamp struct {
	modified time.Time
	size     int64
}

// OpenFiles reads the certificate and its key.
func OpenFiles(cert, key string, c clock.Clock, log *slog.Logger) (*Files, error) {
	f := &Files{cert: cert, key: key, clock: c, log: log}
	if err := f.read(); err != nil {
		return nil, err
	}
	f.looked = c.Now()
	return f, nil
}

// Config is how a server speaks TLS with the files.
func (f *Files) Config() *tls.Config {
	c := baseConfig()
	c.GetCertificate = func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return f.Certificate(), nil }
	return c
}

// baseConfig is what holds for every certificate. Go's own choice of ciphers for 1.2 and
// 1.3 has no weak ones.
func baseConfig() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}
}

// Certificate is the one in use.
func (f *Files) Certificate() *tls.Certificate {
	f.mu.Lock()
	defer f.mu.Unlock()
	if now := f.clock.Now(); now.Sub(f.looked) >= lookAgain {
		f.looked = now
		if stamp, err := f.stampOf(); err != nil || stamp != f.stamp {
			if err = errors.Join(err, f.read()); err != nil {
				f.log.Error("the certificate could not be read again; the one before stays in use", "error", err)
			}
		}
	}
	return f.now
}

func (f *Files) stampOf() (stamp [2]fileStamp, err error) {
	for i, path := range []string{f.cert, f.key} {
		var info fs.FileInfo
		if info, err = os.Stat(path); err != nil {
			return stamp, err
		}
		stamp[i] = fileStamp{info.ModTime(), info.Size()}
	}
	return stamp, nil
}

// read takes the stamp first: what changes while it reads is read once more.
func (f *Files) read() error {
	stamp, err := f.stampOf()
	if err != nil {
		return err
	}
	pair, err := tls.LoadX509KeyPair(f.cert, f.key)
	if err != nil {
		return fmt.Errorf("certificate %s with key %s: %w", f.cert, f.key, err)
	}
	f.now, f.stamp = &pair, stamp
	return nil
}

// Expiry is until when a certificate holds, and for which names.
type Expiry struct {
	Names []string
	Until time.Time
}

// expiryOf reads the first certificate of a chain.
func expiryOf(leaf *x509.Certificate) Expiry { return Expiry{leaf.DNSNames, leaf.NotAfter} }

// ExpiryOfFile says until when the certificate in a PEM file holds.
func ExpiryOfFile(path string) (Expiry, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return Expiry{}, err
	}
	return expiryOfPEM(raw)
}
