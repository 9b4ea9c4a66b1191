package flat

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

type content struct {
	Bytes    []byte
	Uint32s  []uint32
	Uint64s  []uint64
	Int64s   []int64
	Float32s []float32
	Float64s []float64
	Strings  []string
}

func sample() content {
	c := content{
		Bytes: []byte("Białystok"), Uint64s: []uint64{1 << 63}, Int64s: []int64{-1, 9_000_000_000},
		Float32s: []float32{0.5}, Float64s: []float64{53.13333}, Strings: []string{"", "Гродна", "Kaunas"},
	}
	for i := range uint32(3 * chunk) { // more than one chunk
		c.Uint32s = append(c.Uint32s, i*7919)
	}
	return c
}

func write(c content, version string) []byte {
	var b bytes.Buffer
	w := NewWriter(&b, "test", version)
	w.Bytes(c.Bytes)
	w.Uint32s(c.Uint32s)
	w.Uint64s(c.Uint64s)
	w.Int64s(c.Int64s)
	w.Float32s(c.Float32s)
	w.Float64s(c.Float64s)
	w.Strings(c.Strings)
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func read(data []byte, version string) (content, error) {
	r, err := NewReader(bytes.NewReader(data), "test", version)
	if err != nil {
		return content{}, err
	}
	c := content{r.Bytes(), r.Uint32s(), r.Uint64s(), r.Int64s(), r.Float32s(), r.Float64s(), r.Strings()}
	return c, r.Close()
}

func TestRoundTrip(t *testing.T) {
	want := sample()
	got, err := read(write(want, "1"), "1")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("read differs from written (-want +got):\n%s", diff)
	}
}

func TestOtherVersionIsRefused(t *testing.T) {
	if _, err := read(write(sample(), "1"), "2"); !errors.Is(err, ErrOther) {
		t.Errorf("another version: error %v, want ErrOther", err)
	}
}

func TestDamageIsNoticed(t *testing.T) {
	whole := write(sample(), "1")
	for _, n := range []int{0, 3, 10, len(whole) / 2, len(whole) - 1} {
		if _, err := read(whole[:n], "1"); !errors.Is(err, ErrDamaged) {
			t.Errorf("cut off after %d bytes: error %v, want ErrDamaged", n, err)
		}
	}
	for at := len("test 1\n"); at < len(whole); at += 1 + len(whole)/97 {
		bad := bytes.Clone(whole)
		bad[at] ^= 4
		if _, err := read(bad, "1"); !errors.Is(err, ErrDamaged) {
			t.Errorf("byte %d altered: error %v, want ErrDamaged", at, err)
		}
	}
}

func FuzzReader(f *testing.F) {
	f.Add(write(content{Strings: []string{"Kowno"}}, "1"))
	f.Add([]byte("test 1\n\xff\xff\xff\xff\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := read(data, "1")
		if err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrOther) {
			t.Fatalf("error %v is neither of the two", err)
		}
		if again := write(c, "1"); err == nil && !bytes.HasPrefix(data, again) {
			t.Fatal("an accepted file differs from what writing it gives")
		}
	})
}
