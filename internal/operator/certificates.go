package operator

import (
	"context"
	"database/sql"
	"errors"

	"golang.org/x/crypto/acme/autocert"

	"twintown/internal/platform/db"
	"twintown/internal/platform/secret"
)

// Certificates keeps certificates and their keys in the database, sealed, so that several
// nodes have the same ones and any of them can answer the authority. It is an
// autocert.Cache.
type Certificates struct {
	db  *db.DB
	key secret.Key
}

// NewCertificates returns the certificates of a database.
func NewCertificates(d *db.DB, key secret.Key) *Certificates { return &Certificates{d, key} }

// purpose binds what is sealed to the row in which it stands.
func purpose(name string) string { return "certificate " + name }

// Get implements autocert.Cache.
func (c *Certificates) Get(ctx context.Context, name string) ([]byte, error) {
	var sealed string
	err := c.db.QueryRowContext(ctx, `SELECT sealed FROM tls_certificate WHERE name = $1`, name).Scan(&sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, autocert.ErrCacheMiss
	}
	if err != nil {
		return nil, err
	}
	return c.key.Unseal(purpose(name), sealed)
}

// Put implements autocert.Cache.
func (c *Certificates) Put(ctx context.Context, name string, data []byte) error {
	sealed := c.key.Seal(purpose(name), data)
	return c.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO tls_certificate (name, sealed, changed) VALUES ($1, $2, $3)
			ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed, changed = excluded.changed`, name, sealed, tx.Now())
		return err
	})
}

// Delete implements autocert.Cache.
func (c *Certificates) Delete(ctx context.Context, name string) error {
	return c.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM tls_certificate WHERE name = $1`, name)
		return err
	})
}
