package column

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func pack(t interface{ Fatal(...any) }, fill func(*Writer)) []byte {
	var w Writer
	fill(&w)
	packed, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return packed
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 50).Draw(t, "rows")
		ints := rapid.SliceOfN(rapid.Int64Range(-1<<60, 1<<60), n, n).Draw(t, "ints")
		words := rapid.SliceOfN(rapid.StringMatching(`[^\n]{0,6}`), n, n).Draw(t, "words")
		labels := rapid.SliceOfN(rapid.SampledFrom([]string{"", "PL", "BY", "LT"}), n, n).Draw(t, "labels")
		packed := pack(t, func(w *Writer) { w.Ints(ints); w.Words(words); w.Labels(labels) })

		r, err := Open(packed)
		if err != nil {
			t.Fatal(err)
		}
		ci, cw, cl := r.Ints(), r.Words(), r.Labels()
		var gotInts []int64
		var gotWords, gotLabels []string
		for ci.More() {
			gotInts = append(gotInts, ci.Next())
			gotWords = append(gotWords, cw.Next())
			gotLabels = append(gotLabels, cl.Next())
		}
		if r.Err() != nil || cl.More() {
			t.Fatalf("err %v, more labels %v", r.Err(), cl.More())
		}
		if d := cmp.Diff([][]string{words, labels}, [][]string{gotWords, gotLabels}) + cmp.Diff(ints, gotInts); d != "" {
			t.Fatal(d)
		}
	})
}

func TestReadingPastTheEndIsAnError(t *testing.T) {
	packed := pack(t, func(w *Writer) { w.Ints([]int64{7}) })
	r, err := Open(packed)
	if err != nil {
		t.Fatal(err)
	}
	c := r.Ints()
	if got := c.Next(); got != 7 || r.Err() != nil {
		t.Fatalf("first = %d, %v", got, r.Err())
	}
	if got := c.Next(); got != 0 || r.Err() == nil {
		t.Fatalf("second = %d, %v; want 0 and an error", got, r.Err())
	}
}

func TestDamagedBytesAreRefused(t *testing.T) {
	packed := pack(t, func(w *Writer) { w.Words([]string{"Białystok", "Hrodna", "Kaunas"}) })
	for i := range packed {
		bad := bytes.Clone(packed)
		bad[i] ^= 0x10
		r, err := Open(bad)
		if err == nil && r.Words().Next() != "Białystok" {
			t.Errorf("a flipped bit in byte %d went unseen", i)
		}
	}
}

// FuzzColumns feeds arbitrary content to every kind of column: it may be
// refused, it may never crash or run for ever.
func FuzzColumns(f *testing.F) {
	f.Add([]byte{1, 14, 3, 'a', '\n', 'b', 2, 'x', 'y', 1, 0})
	f.Add([]byte{255, 255, 255, 255, 255, 255, 255, 255, 255, 1})
	f.Fuzz(func(t *testing.T, body []byte) {
		r := &Reader{body: body}
		for i := range 4 {
			ints, words, labels := r.Ints(), r.Words(), r.Labels()
			for n := 0; ints.More() || labels.More(); n++ {
				if n > len(body) {
					t.Fatalf("column %d has more values than bytes", i)
				}
				ints.Next()
				words.Next()
				labels.Next()
			}
		}
	})
}
