package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// ErrDamaged says that the bytes of an object are not those that were put.
var ErrDamaged = errors.New("the object's bytes do not match its checksum")

// verified reads an object and holds the end back until the checksum was right, so
// that whoever copies it never takes a damaged object for a whole one.
type verified struct {
	inner io.ReadCloser
	ref   Ref
	sum   hash.Hash
	read  int64
	err   error
}

// verify reads inner, which should hold the object that ref names.
func verify(inner io.ReadCloser, ref Ref) io.ReadCloser {
	return &verified{inner: inner, ref: ref, sum: sha256.New()}
}

// Read hands out bytes of the object; the piece that completes it only when all of
// it was right.
func (v *verified) Read(p []byte) (int, error) {
	if v.err != nil || len(p) == 0 {
		return 0, v.err
	}
	n, err := v.inner.Read(p)
	v.sum.Write(p[:n])
	v.read += int64(n)
	switch {
	case err != nil && err != io.EOF:
		v.err = explain(err)
		return n, v.err
	case v.read < v.ref.Size && err == nil:
		return n, nil
	case v.read != v.ref.Size || hex.EncodeToString(v.sum.Sum(nil)) != v.ref.ID:
		v.err = damaged(v.ref.ID)
		return 0, v.err
	}
	v.err = io.EOF
	return n, v.err
}

// Close closes the object.
func (v *verified) Close() error { return v.inner.Close() }

func damaged(id string) error {
	return errs.New(errs.Internal, lang.Msg("blob.damaged", "id", short(id)), fmt.Errorf("%w: %s", ErrDamaged, id))
}

// measured reads at most limit bytes, computes their checksum, and stops when the
// caller gave up.
type measured struct {
	ctx   context.Context
	inner io.Reader
	limit int64
	sum   hash.Hash
	size  int64
}

func measure(ctx context.Context, r io.Reader, limit int64) *measured {
	return &measured{ctx: ctx, inner: r, limit: limit, sum: sha256.New()}
}

// Read fails with errs.TooLarge at the first byte past the limit.
func (m *measured) Read(p []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := m.inner.Read(p)
	if m.size+int64(n) > m.limit {
		return 0, errs.New(errs.TooLarge, lang.Msg("blob.too_large", "mb", max(m.limit>>20, 1)), nil)
	}
	m.sum.Write(p[:n])
	m.size += int64(n)
	return n, err
}

// ref returns the name of what was read.
func (m *measured) ref() Ref { return Ref{ID: hex.EncodeToString(m.sum.Sum(nil)), Size: m.size} }
