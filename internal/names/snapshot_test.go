package names

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"twintown/internal/platform/flat"
)

func written(ix *Index) []byte {
	var b bytes.Buffer
	w := flat.NewWriter(&b, "names", Format)
	ix.Write(w)
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func readBack(data []byte) (*Index, error) {
	r, err := flat.NewReader(bytes.NewReader(data), "names", Format)
	if err != nil {
		return nil, err
	}
	ix := Read(r)
	return ix, r.Close()
}

func TestASnapshotAnswersAsTheIndexDid(t *testing.T) {
	ix := smallIndex()
	again, err := readBack(written(ix))
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"bialistok", "Горадня", "Brest", "GNA", "Gorad Brest", "Paris"} {
		if diff := cmp.Diff(ix.Find(q, Options{}), again.Find(q, Options{})); diff != "" {
			t.Errorf("Find(%q) after reading back (-before +after):\n%s", q, diff)
		}
	}
}

func FuzzReadSnapshot(f *testing.F) {
	whole := written(smallIndex())
	f.Add(whole, 100, byte(1))
	f.Add(whole[:len(whole)/2], 0, byte(0))
	f.Fuzz(func(t *testing.T, data []byte, at int, flip byte) {
		data = bytes.Clone(data)
		if at >= 0 && at < len(data) {
			data[at] ^= flip
		}
		ix, err := readBack(data)
		if err != nil {
			if !errors.Is(err, flat.ErrDamaged) && !errors.Is(err, flat.ErrOther) {
				t.Fatalf("error %v is neither of the two", err)
			}
			return
		}
		ix.Find("bialistok", Options{})
	})
}
