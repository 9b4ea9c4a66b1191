package mo

import (
	"encoding/binary"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// build writes a catalogue as msgfmt does: both tables, then the texts.
func build(order binary.AppendByteOrder, pairs [][2]string) []byte {
	n := uint32(len(pairs))
	var head, tables, texts []byte
	for _, v := range []uint32{magic, 0, n, headerSize, headerSize + 8*n, 0, headerSize + 16*n} {
		head = order.AppendUint32(head, v)
	}
	for column := range 2 {
		for _, p := range pairs {
			tables = order.AppendUint32(tables, uint32(len(p[column])))
			tables = order.AppendUint32(tables, headerSize+16*n+uint32(len(texts)))
			texts = append(append(texts, p[column]...), 0)
		}
	}
	return append(append(head, tables...), texts...)
}

var pairs = [][2]string{{"", "Content-Type: text/plain; charset=UTF-8\n"}, {"627904", "Гродна"}, {"PL.81", "Podlaskie"}}

func TestRead(t *testing.T) {
	want := map[string]string{}
	for _, p := range pairs {
		want[p[0]] = p[1]
	}
	for name, order := range map[string]binary.AppendByteOrder{"little": binary.LittleEndian, "big": binary.BigEndian} {
		got, err := Read(build(order, pairs))
		if err != nil || !cmp.Equal(got, want) {
			t.Errorf("%s endian: %v %s", name, err, cmp.Diff(want, got))
		}
	}
}

func TestReadRefuses(t *testing.T) {
	whole := build(binary.LittleEndian, pairs)
	for name, file := range map[string][]byte{
		"nothing":         {},
		"a text file":     []byte("Białystok is not a catalogue of translations"),
		"a file cut off":  whole[:len(whole)-20],
		"a cut-off table": whole[:headerSize+10],
	} {
		if got, err := Read(file); err == nil {
			t.Errorf("%s was read as %v", name, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(build(binary.LittleEndian, pairs))
	f.Add(build(binary.BigEndian, pairs))
	f.Fuzz(func(t *testing.T, file []byte) {
		texts, err := Read(file)
		if err == nil && len(texts) > len(file)/8 {
			t.Errorf("%d texts in %d bytes", len(texts), len(file))
		}
	})
}
