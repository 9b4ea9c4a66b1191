package operator

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/crypto/acme/autocert"

	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/secret"
)

// Nodes that share a database and a key share certificates; who has the database alone
// reads none.
func TestCertificatesInTheDatabase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		key := secret.New()
		one, other := NewCertificates(d, key), NewCertificates(d, key)
		if _, err := one.Get(t.Context(), "a.example"); !errors.Is(err, autocert.ErrCacheMiss) {
			t.Errorf("none yet: %v, want %v", err, autocert.ErrCacheMiss)
		}
		for _, text := range []string{"private key", "a newer one"} {
			if err := one.Put(t.Context(), "a.example", []byte(text)); err != nil {
				t.Fatal(err)
			}
			if got, err := other.Get(t.Context(), "a.example"); err != nil || string(got) != text {
				t.Errorf("the other node reads %q, %v", got, err)
			}
		}
		var sealed string
		if err := d.QueryRowContext(t.Context(), `SELECT sealed FROM tls_certificate`).Scan(&sealed); err != nil || strings.Contains(sealed, "newer") {
			t.Errorf("the row holds %q, %v", sealed, err)
		}
		if _, err := NewCertificates(d, secret.New()).Get(t.Context(), "a.example"); err == nil {
			t.Error("another key opens it")
		}
		if err := one.Delete(t.Context(), "a.example"); err != nil {
			t.Fatal(err)
		}
		if _, err := other.Get(t.Context(), "a.example"); !errors.Is(err, autocert.ErrCacheMiss) {
			t.Errorf("after it was deleted: %v", err)
		}
	})
}
