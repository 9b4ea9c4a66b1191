package people

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Cost of a password hash: the first choice of RFC 9106 for memory-poor machines is 64 MiB
// and three passes; OWASP's floor is 19 MiB and two. This stands between, at some 40 ms of
// one core, so that a small machine serves fifty sign-ins a second.
const (
	argonMemory  = 32 << 10 // KiB
	argonPasses  = 2
	argonThreads = 1
	argonLength  = 32
	saltLength   = 16
)

// hasher makes and compares password hashes, no more at once than there are cores: a
// flood of sign-ins waits for its turn instead of starving pages.
type hasher struct{ turn chan struct{} }

func newHasher() *hasher {
	// one core stays free for pages where there is more than one
	return &hasher{turn: make(chan struct{}, max(1, runtime.NumCPU()-1))}
}

func (h *hasher) enter(ctx context.Context) error {
	select {
	case h.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// hash returns the PHC string of a password.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer func() { <-h.turn }()
	salt := make([]byte, saltLength)
	_, _ = rand.Read(salt) // never fails: see its documentation
	sum := argon2.IDKey([]byte(password), salt, argonPasses, argonMemory, argonThreads, argonLength)
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonPasses, argonThreads, b64(salt), b64(sum)), nil
}

// matches compares a password with a PHC string. It takes as long for an empty one, so
// that nobody can tell from the time whether an account exists. stale says that the hash
// was made at another cost and should be made again.
func (h *hasher) matches(ctx context.Context, password, phc string) (ok, stale bool, err error) {
	if err := h.enter(ctx); err != nil {
		return false, false, err
	}
	defer func() { <-h.turn }()
	salt, want, memory, passes, threads := readPHC(phc)
	got := argon2.IDKey([]byte(password), salt, passes, memory, threads, argonLength)
	ok = subtle.ConstantTimeCompare(got, want) == 1
	return ok, memory != argonMemory || passes != argonPasses || threads != argonThreads, nil
}

// readPHC returns parts that match no password where phc cannot be read.
func readPHC(phc string) (salt, sum []byte, memory, passes uint32, threads uint8) {
	memory, passes, threads = argonMemory, argonPasses, argonThreads
	salt = make([]byte, saltLength)
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return salt, nil, memory, passes, threads
	}
	var m, t uint32
	var p uint8
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &m, &t, &p); err != nil || m > 1<<20 || t == 0 || t > 16 || p == 0 {
		return salt, nil, memory, passes, threads
	}
	s, serr := base64.RawStdEncoding.DecodeString(parts[4])
	w, werr := base64.RawStdEncoding.DecodeString(parts[5])
	if serr != nil || werr != nil {
		return salt, nil, memory, passes, threads
	}
	return s, w, m, t, p
}
