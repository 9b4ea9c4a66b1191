// Package blobtest holds what every store of objects must do, as one suite that
// each implementation runs, and starts a real S3 server for those who need one.
//
// The suite speaks to a store through its interface alone, and to what lies under
// it through [Under], which damages objects as a failing disk would.
package blobtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"twintown/internal/platform/blob"
	"twintown/internal/platform/errs"
)

// Under is a store and a way to reach below it.
type Under struct {
	Store  blob.Store
	Damage func(t *testing.T, id string, how func([]byte) []byte) // rewrites an object's bytes
	Drafts func(t *testing.T) int                                 // how many unfinished puts lie about
}

// large is more than one part of an upload in parts, and no whole number of them.
const large = 33<<20 + 7

// Run holds a store to its contract. open returns an empty store each time.
func Run(t *testing.T, open func(t *testing.T) Under) {
	for _, c := range []struct {
		name string
		test func(t *testing.T, u Under)
	}{
		{"what was put comes back", comesBack},
		{"the same bytes are one object", oneObject},
		{"more than the limit is refused and leaves nothing", limited},
		{"a put that breaks off leaves nothing", breaksOff},
		{"a caller who gives up leaves nothing", givesUp},
		{"a damaged object never ends well", damaged},
		{"putting damaged bytes again makes the object whole", healed},
		{"ids that are none are not found", noIDs},
		{"deleting spares what was put lately", sparesYoung},
		{"a list has each object once, in order", listed},
		{"many put the same at once", race},
		{"check tells that the store works", checks},
	} {
		t.Run(c.name, func(t *testing.T) {
			u := open(t)
			c.test(t, u)
			if n := u.Drafts(t); n != 0 {
				t.Errorf("%d unfinished puts lie about", n)
			}
		})
	}
}

// noise returns n bytes that no two seeds share.
func noise(seed uint64, n int) []byte {
	b := make([]byte, n)
	r := rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8)})
	r.Read(b)
	return b
}

func id(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func put(t *testing.T, s blob.Store, b []byte) blob.Ref {
	t.Helper()
	ref, err := s.Put(t.Context(), bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

// read returns all that a store hands out of an object.
func read(t *testing.T, s blob.Store, id string) ([]byte, error) {
	t.Helper()
	r, _, err := s.Open(t.Context(), id)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

func all(t *testing.T, s blob.Store) (infos []blob.Info) {
	t.Helper()
	for info, err := range s.List(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		infos = append(infos, info)
	}
	return infos
}

func comesBack(t *testing.T, u Under) {
	for _, n := range []int{0, 1, 4095, 4096, 1 << 20, large} {
		want := noise(uint64(n), n)
		ref := put(t, u.Store, want)
		if ref != (blob.Ref{ID: id(want), Size: int64(n)}) {
			t.Errorf("%d bytes: Put says %+v", n, ref)
		}
		got, err := read(t, u.Store, ref.ID)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%d bytes: read %d, error %v", n, len(got), err)
		}
		info, err := u.Store.Stat(t.Context(), ref.ID)
		if err != nil || info.Ref != ref || time.Since(info.Put).Abs() > time.Minute {
			t.Errorf("%d bytes: Stat says %+v, error %v", n, info, err)
		}
	}
}

func oneObject(t *testing.T, u Under) {
	b := noise(1, 1000)
	if a, b := put(t, u.Store, b), put(t, u.Store, b); a != b {
		t.Errorf("put twice: %v and %v", a, b)
	}
	if n := len(all(t, u.Store)); n != 1 {
		t.Errorf("%d objects, want 1", n)
	}
}

func limited(t *testing.T, u Under) {
	for _, n := range []int{1001, 5000, 1 << 20} {
		b := noise(2, n)
		_, err := u.Store.Put(t.Context(), bytes.NewReader(b), 1000)
		if errs.KindOf(err) != errs.TooLarge {
			t.Errorf("%d bytes, at most 1000: %v", n, err)
		}
	}
	if _, err := u.Store.Put(t.Context(), endless{}, 1<<20); errs.KindOf(err) != errs.TooLarge {
		t.Errorf("without end: %v", err)
	}
	if n := len(all(t, u.Store)); n != 0 {
		t.Errorf("%d objects, want none", n)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func breaksOff(t *testing.T, u Under) {
	broken := errors.New("the line went dead")
	r := io.MultiReader(bytes.NewReader(noise(3, 100_000)), iotest.ErrReader(broken))
	if _, err := u.Store.Put(t.Context(), r, 1<<20); !errors.Is(err, broken) {
		t.Errorf("error %v, want the reader's", err)
	}
	if n := len(all(t, u.Store)); n != 0 {
		t.Errorf("%d objects, want none", n)
	}
}

func givesUp(t *testing.T, u Under) {
	ctx, cancel := context.WithCancel(t.Context())
	r := io.MultiReader(bytes.NewReader(noise(4, 100_000)), cancelling(cancel), endless{})
	if _, err := u.Store.Put(ctx, r, 1<<40); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
	if n := len(all(t, u.Store)); n != 0 {
		t.Errorf("%d objects, want none", n)
	}
}

type cancelling context.CancelFunc

func (c cancelling) Read([]byte) (int, error) { c(); return 0, io.EOF }

func damaged(t *testing.T, u Under) {
	for name, how := range map[string]func([]byte) []byte{
		"the first bit turned": func(b []byte) []byte { b[0] ^= 1; return b },
		"the last bit turned":  func(b []byte) []byte { b[len(b)-1] ^= 0x80; return b },
		"one byte short":       func(b []byte) []byte { return b[:len(b)-1] },
		"one byte longer":      func(b []byte) []byte { return append(b, 0) },
		"emptied":              func([]byte) []byte { return nil },
	} {
		b := append([]byte(name), noise(5, 200_000)...)
		ref := put(t, u.Store, b)
		u.Damage(t, ref.ID, how)
		got, err := read(t, u.Store, ref.ID)
		if !errors.Is(err, blob.ErrDamaged) {
			t.Errorf("%s: error %v", name, err)
		}
		if len(got) >= len(b) {
			t.Errorf("%s: all %d bytes were handed out", name, len(got))
		}
	}
}

func healed(t *testing.T, u Under) {
	b := noise(6, 5000)
	ref := put(t, u.Store, b)
	u.Damage(t, ref.ID, func([]byte) []byte { return []byte("short") })
	put(t, u.Store, b)
	if got, err := read(t, u.Store, ref.ID); err != nil || !bytes.Equal(got, b) {
		t.Errorf("read %d bytes, error %v", len(got), err)
	}
}

func noIDs(t *testing.T, u Under) {
	for _, id := range []string{
		"", ".", "..", "../../etc/passwd", strings.Repeat("a", 63), strings.Repeat("g", 64), strings.Repeat("A", 64),
		strings.Repeat("0", 64), "tmp", strings.Repeat("/", 64),
	} {
		if _, _, err := u.Store.Open(t.Context(), id); errs.KindOf(err) != errs.NotFound {
			t.Errorf("Open(%q): %v", id, err)
		}
		if _, err := u.Store.Stat(t.Context(), id); errs.KindOf(err) != errs.NotFound {
			t.Errorf("Stat(%q): %v", id, err)
		}
		if did, err := u.Store.Delete(t.Context(), id, time.Now().Add(time.Hour)); did || err != nil {
			t.Errorf("Delete(%q) = %v, %v", id, did, err)
		}
	}
}

func sparesYoung(t *testing.T, u Under) {
	ref := put(t, u.Store, noise(7, 100))
	if did, err := u.Store.Delete(t.Context(), ref.ID, time.Now().Add(-time.Hour)); did || err != nil {
		t.Errorf("put a moment ago: Delete = %v, %v", did, err)
	}
	if did, err := u.Store.Delete(t.Context(), ref.ID, time.Now().Add(time.Hour)); !did || err != nil {
		t.Errorf("put long ago: Delete = %v, %v", did, err)
	}
	if _, err := u.Store.Stat(t.Context(), ref.ID); errs.KindOf(err) != errs.NotFound {
		t.Errorf("after Delete: %v", err)
	}
}

func listed(t *testing.T, u Under) {
	want := map[string]int64{}
	for i := range 40 {
		ref := put(t, u.Store, noise(uint64(100+i), i))
		want[ref.ID] = ref.Size
	}
	last := ""
	for _, info := range all(t, u.Store) {
		if info.ID <= last {
			t.Errorf("%s after %s", info.ID, last)
		}
		last = info.ID
		if size, ours := want[info.ID]; !ours || size != info.Size {
			t.Errorf("%+v is not what was put", info)
		}
		delete(want, info.ID)
	}
	if len(want) != 0 {
		t.Errorf("%d objects are missing", len(want))
	}
	for range u.Store.List(t.Context()) {
		break // a reader who has seen enough ends the walk
	}
}

func race(t *testing.T, u Under) {
	b := noise(8, 50_000)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if ref, err := u.Store.Put(t.Context(), bytes.NewReader(b), 1<<20); err != nil || ref.ID != id(b) {
				t.Errorf("Put = %v, %v", ref, err)
			}
			if got, err := read(t, u.Store, id(b)); err != nil || !bytes.Equal(got, b) {
				t.Errorf("read %d bytes, error %v", len(got), err)
			}
		})
	}
	wg.Wait()
}

func checks(t *testing.T, u Under) {
	if err := u.Store.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if n := len(all(t, u.Store)); n != 0 {
		t.Errorf("Check left %d objects", n)
	}
}
