package flat

import (
	"encoding/binary"
	"hash"
	"hash/crc32"
	"io"
	"math"
)

// Reader reads one file. What it returns may be used only after Close has
// found the checksum right.
type Reader struct {
	from io.Reader
	sum  hash.Hash32
	buf  []byte
	err  error
}

// sumSize is the length of the checksum at the end of a file.
const sumSize = 4

// NewReader begins to read a file, or a part of one: it takes no more from r
// than what the Writer wrote. r should be buffered. It returns ErrOther when r
// holds another kind or version, and ErrDamaged when it ends at once.
func NewReader(r io.Reader, kind, version string) (*Reader, error) {
	f := &Reader{from: r, sum: crc32.New(castagnoli), buf: make([]byte, chunk)}
	want := heading(kind, version)
	got := make([]byte, len(want))
	if f.read(got); f.err != nil {
		return nil, f.err
	}
	if string(got) != want {
		return nil, ErrOther
	}
	return f, nil
}

// read fills b, and keeps an error when the file has fewer bytes.
func (f *Reader) read(b []byte) {
	if f.err != nil {
		return
	}
	if _, err := io.ReadFull(f.from, b); err != nil {
		f.err = damaged("%v", err)
		return
	}
	f.sum.Write(b)
}

// maxSection is the largest number of elements believed: a damaged length must
// not ask for all memory. The world's spellings need a hundredth of it.
const maxSection = 1 << 31

// size reads the length of a section.
func (f *Reader) size() int {
	var b [8]byte
	f.read(b[:])
	n := binary.LittleEndian.Uint64(b[:])
	if f.err == nil && n > maxSection {
		f.err = damaged("a section of %d elements", n)
	}
	if f.err != nil {
		return 0
	}
	return int(n)
}

// Bytes reads a section of bytes.
func (f *Reader) Bytes() []byte {
	return readAll(f, 1, func(b []byte) byte { return b[0] })
}

// Uint32s reads a section of numbers.
func (f *Reader) Uint32s() []uint32 { return readAll(f, 4, binary.LittleEndian.Uint32) }

// Uint64s reads a section of numbers.
func (f *Reader) Uint64s() []uint64 { return readAll(f, 8, binary.LittleEndian.Uint64) }

// Int64s reads a section of numbers.
func (f *Reader) Int64s() []int64 {
	return readAll(f, 8, func(b []byte) int64 { return int64(binary.LittleEndian.Uint64(b)) })
}

// Float32s reads a section of numbers.
func (f *Reader) Float32s() []float32 {
	return readAll(f, 4, func(b []byte) float32 { return math.Float32frombits(binary.LittleEndian.Uint32(b)) })
}

// Float64s reads a section of numbers.
func (f *Reader) Float64s() []float64 {
	return readAll(f, 8, func(b []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b)) })
}

// Strings reads a section of texts. They share one piece of memory.
func (f *Reader) Strings() []string {
	ends := f.Uint32s()
	text := string(f.Bytes())
	out := make([]string, len(ends))
	from := uint32(0)
	for i, end := range ends {
		if end < from || int(end) > len(text) {
			f.fail("texts out of order")
			return nil
		}
		out[i] = text[from:end]
		from = end
	}
	return out
}

// firstPart is how many elements are made room for before any was read.
const firstPart = 1 << 18

func readAll[T any](f *Reader, width int, one func([]byte) T) []T {
	size := f.size()
	out := make([]T, 0, min(size, firstPart))
	for len(out) < size {
		n := min(size-len(out), len(f.buf)/width)
		b := f.buf[:n*width]
		if f.read(b); f.err != nil {
			return nil
		}
		if len(out)+n > cap(out) { // what was promised so far has come: believe the rest
			out = append(make([]T, 0, min(size, max(8*cap(out), len(out)+n))), out...)
		}
		for i := range n {
			out = append(out, one(b[i*width:]))
		}
	}
	return out
}

// fail keeps the owner's or the package's complaint about what was read.
func (f *Reader) fail(why string) {
	if f.err == nil {
		f.err = damaged("%s", why)
	}
}

// Check keeps an ErrDamaged with the reason when ok is false: the owner's own
// test of what it read.
func (f *Reader) Check(ok bool, why string) {
	if !ok {
		f.fail(why)
	}
}

// Close compares the checksum and returns the first error met.
func (f *Reader) Close() error {
	if f.err != nil {
		return f.err
	}
	var b [sumSize]byte
	if _, err := io.ReadFull(f.from, b[:]); err != nil {
		return damaged("%v", err)
	}
	if binary.LittleEndian.Uint32(b[:]) != f.sum.Sum32() {
		return damaged("the checksum differs")
	}
	return nil
}
