package listen

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"log/slog"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// hand is a clock that a test moves.
type hand struct{ now time.Time }

func (h *hand) Now() time.Time { return h.now }

// writeCertificate writes a certificate of its own for a name.
func writeCertificate(t *testing.T, folder, name string, until time.Time) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(until.Unix()), DNSNames: []string{name}, NotBefore: until.AddDate(0, -3, 0), NotAfter: until}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	rawKey, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, "cert.pem"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw}))
	write(t, filepath.Join(folder, "key.pem"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: rawKey}))
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// A renewed certificate is taken up without a restart; one that cannot be read leaves the
// one before in use.
func TestFilesAreReadAgain(t *testing.T) {
	folder := t.TempDir()
	cert, key := filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	first := time.Date(2027, 1, 15, 0, 0, 0, 0, time.UTC)
	writeCertificate(t, folder, town, first)
	clock := &hand{first.AddDate(0, -1, 0)}
	f, err := OpenFiles(cert, key, clock, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	until := func() time.Time {
		c, err := f.Config().GetCertificate(&tls.ClientHelloInfo{ServerName: town})
		if err != nil {
			t.Fatal(err)
		}
		return c.Leaf.NotAfter
	}
	next := first.AddDate(0, 3, 0)
	writeCertificate(t, folder, town, next)
	if got := until(); !got.Equal(first) {
		t.Errorf("looked again at once: %s", got)
	}
	clock.now = clock.now.Add(lookAgain)
	if got := until(); !got.Equal(next) {
		t.Errorf("after a while the certificate holds until %s, want the new %s", got, next)
	}
	if e, err := ExpiryOfFile(cert); err != nil || !e.Until.Equal(next) || e.Names[0] != town {
		t.Errorf("expiry %+v, %v", e, err)
	}
	write(t, cert, []byte("half a certificate"))
	clock.now = clock.now.Add(lookAgain)
	if got := until(); !got.Equal(next) {
		t.Errorf("a damaged file took the certificate away: %s", got)
	}
	if err := os.Remove(key); err != nil {
		t.Fatal(err)
	}
	clock.now = clock.now.Add(lookAgain)
	if got := until(); !got.Equal(next) {
		t.Errorf("a missing key took the certificate away: %s", got)
	}
	if _, err := OpenFiles(cert, key, clock, slog.New(slog.DiscardHandler)); err == nil {
		t.Error("a node starts without its certificate")
	}
	if _, err := ExpiryOfFile(cert); err == nil {
		t.Error("a damaged certificate has an end")
	}
}
