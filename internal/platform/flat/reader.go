package flat

import (
	"bufio"
	"encoding/binary"
	"hash"
	"hash/crc32"
	"io"
	"math"
)

// Reader reads one file. What it returns may be used only after Close has
// found the checksum right.
type Reader struct {
	from *bufio.Reader
	sum  hash.Hash32
	left int64 // bytes of the file not read yet, without the checksum
	buf  []byte
	err  error
}

// sumSize is the length of the checksum at the end of a file.
const sumSize = 4

// NewReader begins to read a file of size bytes. It returns ErrOther when the
// file is not of this kind and version, and ErrDamaged when it is too short.
func NewReader(r io.Reader, size int64, kind, version string) (*Reader, error) {
	f := &Reader{from: bufio.NewReaderSize(r, 4*chunk), sum: crc32.New(castagnoli), left: size - sumSize, buf: make([]byte, chunk)}
	want := heading(kind, version)
	if f.left < int64(len(want)) {
		return nil, damaged("%d bytes are too few", size)
	}
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
	if f.left -= int64(len(b)); f.left < 0 {
		f.err = damaged("a section reaches past the end")
		return
	}
	if _, err := io.ReadFull(f.from, b); err != nil {
		f.err = damaged("%v", err)
		return
	}
	f.sum.Write(b)
}

// size reads the length of a section whose elements have width bytes each. It
// is never more than what the file can hold, so that a damaged length cannot ask
// for all memory.
func (f *Reader) size(width int64) int {
	var b [8]byte
	f.read(b[:])
	n := binary.LittleEndian.Uint64(b[:])
	if f.err == nil && n > uint64(f.left/width) {
		f.err = damaged("a section of %d elements", n)
	}
	if f.err != nil {
		return 0
	}
	return int(n)
}

// Bytes reads a section of bytes.
func (f *Reader) Bytes() []byte {
	b := make([]byte, f.size(1))
	f.read(b)
	return b
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

func readAll[T any](f *Reader, width int, one func([]byte) T) []T {
	out := make([]T, f.size(int64(width)))
	for done := 0; done < len(out); {
		n := min(len(out)-done, len(f.buf)/width)
		b := f.buf[:n*width]
		if f.read(b); f.err != nil {
			return nil
		}
		for i := range n {
			out[done+i] = one(b[i*width:])
		}
		done += n
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
	if f.left != 0 {
		return damaged("%d bytes too many", f.left)
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
