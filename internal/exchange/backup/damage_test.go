package backup

import (
	"bytes"
	"crypto/sha256"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// records is a backup taken apart.
type record struct {
	kind    byte
	payload []byte
}

// takeApart returns the records of an unsealed backup.
func takeApart(t testing.TB, file []byte) (all []record) {
	t.Helper()
	packed, err := zstd.NewReader(bytes.NewReader(file[plainHead : int64(len(file))-tail]))
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	for r := (recordReader{r: packed}); ; {
		kind, payload, err := r.next()
		if err == errFrame {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, record{kind, bytes.Clone(payload)})
	}
}

// putTogether makes a file of records whose outer checksum is right.
func putTogether(t testing.TB, all []record) []byte {
	t.Helper()
	var raw bytes.Buffer
	for _, r := range all {
		if err := (records{&raw}).put(r.kind, r.payload); err != nil {
			t.Fatal(err)
		}
	}
	return wrapped(t, raw.Bytes())
}

func wrapped(t testing.TB, raw []byte) []byte {
	t.Helper()
	var file bytes.Buffer
	b, err := newBody(&file, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.packed.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	return summed(file.Bytes())
}

// summed adds the end that fits to a file.
func summed(file []byte) []byte {
	sum := sha256.Sum256(file)
	return append(append(bytes.Clone(file), sum[:]...), endMark...)
}

func readBytes(t testing.TB, file []byte, passphrase string) (Summary, error) {
	t.Helper()
	a, err := newArchive(t.Context(), bytes.NewReader(file), int64(len(file)), "b", []byte(passphrase))
	if err != nil {
		return Summary{}, err
	}
	return a.walk(t.Context(), visitor{
		object: func(_ string, r io.Reader) error {
			_, err := io.Copy(io.Discard, r)
			return err
		},
	})
}

// Every flipped byte and every cut is refused, and nothing of the target is touched.
func TestADamagedBackupIsRefused(t *testing.T) {
	s := engines[db.SQLite](t)
	s.furnish(t)
	random := rand.New(rand.NewPCG(1, 2))
	for _, passphrase := range []string{"", "a long passphrase"} {
		file, err := os.ReadFile(s.backup(t, passphrase).Path)
		if err != nil {
			t.Fatal(err)
		}
		target := engines[db.SQLite](t)
		path := filepath.Join(t.TempDir(), "b"+Suffix)
		for i := range 200 {
			bad := bytes.Clone(file)
			if at := random.IntN(len(bad)); i%4 == 0 {
				bad = bad[:at]
			} else {
				bad[at] ^= 1 << random.IntN(8)
			}
			if err := os.WriteFile(path, bad, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := target.restore(t, path, passphrase, nil); errs.KindOf(err) != errs.Invalid {
				t.Fatalf("damage %d: %v", i, err)
			}
		}
		left, err := os.ReadDir(target.folder)
		if err != nil || len(left) != 1 || left[0].Name() != "media" {
			t.Errorf("the target was touched: %v, %v", left, err)
		}
	}
}

// Whoever repairs the outer checksum is still noticed where sections do not fit.
func TestSectionsThatDoNotFitAreRefused(t *testing.T) {
	s := engines[db.SQLite](t)
	s.furnish(t)
	file, err := os.ReadFile(s.backup(t, "").Path)
	if err != nil {
		t.Fatal(err)
	}
	all := takeApart(t, file)
	if _, err := readBytes(t, putTogether(t, all), ""); err != nil {
		t.Fatalf("put together again: %v", err)
	}
	var objects, datas, ends []int
	for i, r := range all {
		switch r.kind {
		case objectRecord:
			objects = append(objects, i)
		case dataRecord:
			datas = append(datas, i)
		case endRecord:
			ends = append(ends, i)
		}
	}
	swap := func(at []record, i, j int) { at[i], at[j] = at[j], at[i] }
	for name, change := range map[string]func(at []record) []record{
		"two objects swapped": func(at []record) []record {
			var out []record
			a, b, c := objects[3], objects[4], objects[5]
			out = append(out, at[:a]...)
			out = append(out, at[b:c]...)
			out = append(out, at[a:b]...)
			return append(out, at[c:]...)
		},
		"an object left out":      func(at []record) []record { return append(at[:objects[3]:objects[3]], at[objects[4]:]...) },
		"an object twice":         func(at []record) []record { return append(at[:objects[4]:objects[4]], at[objects[3]:]...) },
		"two names swapped":       func(at []record) []record { swap(at, objects[3], objects[4]); return at },
		"data of two swapped":     func(at []record) []record { swap(at, datas[len(datas)-1], datas[len(datas)-2]); return at },
		"two ends swapped":        func(at []record) []record { swap(at, ends[0], ends[1]); return at },
		"an end left out":         func(at []record) []record { return append(at[:ends[0]:ends[0]], at[ends[0]+1:]...) },
		"no header":               func(at []record) []record { return at[1:] },
		"no manifest":             func(at []record) []record { return at[:len(at)-2] },
		"no lines":                func(at []record) []record { return append(at[:len(at)-2:len(at)-2], at[len(at)-1]) },
		"something after the end": func(at []record) []record { return append(at, at[0]) },
		"an unknown record":       func(at []record) []record { return append([]record{at[0], {'?', nil}}, at[1:]...) },
		"empty":                   func([]record) []record { return nil },
	} {
		changed := change(append([]record{}, all...))
		if _, err := readBytes(t, putTogether(t, changed), ""); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Without the passphrase nobody can change a sealed backup, even who repairs its sum.
func TestASealHolds(t *testing.T) {
	s := engines[db.SQLite](t)
	s.furnish(t)
	noise := make([]byte, 4*sealPiece)
	rand.NewChaCha8([32]byte{}).Read(noise)
	s.put(t, noise) // what cannot be packed: the file has several pieces
	file, err := os.ReadFile(s.backup(t, "a long passphrase").Path)
	if err != nil {
		t.Fatal(err)
	}
	for passphrase, key := range map[string]string{"": "backup.sealed", "another": "backup.wrong_passphrase"} {
		if _, err := readBytes(t, file, passphrase); errs.PublicOf(err).Key != key {
			t.Errorf("passphrase %q: %v", passphrase, err)
		}
	}
	if bytes.Contains(file, []byte("Łódź")) {
		t.Error("a name can be read")
	}
	inner := file[:int64(len(file))-tail]
	piece := sealPiece + 16
	if len(inner) < sealedHead+3*piece {
		t.Fatalf("the backup is too small to tell: %d bytes", len(inner))
	}
	for name, change := range map[string]func(b []byte) []byte{
		"a flipped byte":     func(b []byte) []byte { b[len(b)/2] ^= 1; return b },
		"the seal taken off": func(b []byte) []byte { b[plainHead-1] = 0; return b },
		"cut at a piece":     func(b []byte) []byte { return b[:sealedHead+2*piece] },
		"pieces swapped": func(b []byte) []byte {
			one, two := b[sealedHead:sealedHead+piece], b[sealedHead+piece:sealedHead+2*piece]
			kept := bytes.Clone(one)
			copy(one, two)
			copy(two, kept)
			return b
		},
		"greedy parameters": func(b []byte) []byte { b[plainHead+4] = 0xff; return b },
	} {
		changed := summed(change(bytes.Clone(inner)))
		if _, err := readBytes(t, changed, "a long passphrase"); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// sealedHead is where the pieces of a sealed file begin.
const sealedHead = int(plainHead) + 4 + 4 + 1 + 16 + 16

func TestWhatIsNoBackupIsToldApart(t *testing.T) {
	for text, key := range map[string]string{
		"":                                "backup.not_one",
		"some text":                       "backup.not_one",
		magic:                             "backup.not_one",
		magic + "\x00\x01\x00":            "backup.cut",
		magic + strings.Repeat("x", 1000): "backup.cut",
		string(summed([]byte(magic + "\x00\x01\x00"))): "backup.damaged",
		string(summed([]byte(magic + "\x00\x02\x00"))): "backup.newer_form",
		string(summed([]byte(magic + "\x00\x01\x01"))): "backup.cut",
	} {
		if _, err := readBytes(t, []byte(text), ""); errs.PublicOf(err).Key != key {
			t.Errorf("%q: %v, want %s", text[:min(len(text), 30)], err, key)
		}
	}
}

// Whatever stands inside of a file whose checksum is right, reading it ends, and takes
// no more memory than what is there.
func FuzzRead(f *testing.F) {
	var raw bytes.Buffer
	out := records{&raw}
	out.putJSON(headerRecord, Header{Release: "test", Schema: 4})
	out.putJSON(tableRecord, tableHead{"meta", []db.Column{{Name: "name", Type: db.Text}, {Name: "value", Type: db.Integer}}})
	row, _ := appendRow(nil, []any{"data_version", int64(7)})
	out.put(dataRecord, row)
	out.putJSON(endRecord, Section{Kind: TableKind, Name: "meta", Rows: 1, Bytes: int64(len(row))})
	out.putJSON(objectRecord, content{"ab"})
	out.put(dataRecord, []byte("content"))
	out.putJSON(endRecord, Section{Kind: ObjectKind, Name: "ab"})
	out.putJSON(lostRecord, []string{"cd"})
	out.put(lineRecord, []byte("{}\n"))
	out.put(lastRecord, make([]byte, 32))
	f.Add(raw.Bytes(), false)
	f.Add([]byte{headerRecord, 0, 0, 0, 2, '{', '}', tableRecord, 0xff, 0xff, 0xff, 0xff}, false)
	f.Add(summed(append([]byte(magic), 0, 1, 0)), true)
	f.Fuzz(func(t *testing.T, b []byte, whole bool) {
		if whole {
			readBytes(t, b, "")
			readBytes(t, summed(append(append([]byte(magic), 0, 1, 0), b...)), "")
			return
		}
		readBytes(t, wrapped(t, b), "")
	})
}
