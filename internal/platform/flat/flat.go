// Package flat writes arrays to a file and reads them back quickly.
//
// What a node holds in memory (the name index, the set of places, the graph of
// partnerships) is made of flat arrays of numbers and one long text. Building it
// takes seconds; reading it back takes a tenth of one. Such a file is a cache: it
// may vanish, be cut off, be damaged, or stem from another release or from other
// data, and then the reader says so and the owner builds it again.
//
// A file is a line of text that says what it is and of which version, the
// sections one after the other, each with its length, and a checksum over all of
// it. The version is the owner's: it names the layout and the data it was made
// from.
//
//	w := flat.NewWriter(file, "twintown names", version)
//	w.Uint32s(starts)
//	w.Bytes(text)
//	err := w.Close()
//
//	r, err := flat.NewReader(file, "twintown names", version)
//	starts, text := r.Uint32s(), r.Bytes()
//	err = r.Close() // only now is it known that what was read is sound
//
// Neither side stops at an error: it is kept, later calls do nothing, and Close
// returns it.
package flat

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"math"
	"strings"
)

// Errors that a reader meets. The answer to both is to build the arrays anew.
var (
	// ErrOther: the file is sound but holds another version, or another thing.
	ErrOther = errors.New("flat: the file holds another version")
	// ErrDamaged: the file is cut off or altered.
	ErrDamaged = errors.New("flat: the file is damaged")
)

// chunk is how many bytes are turned into numbers at once; it stays in the
// processor's nearest cache.
const chunk = 1 << 15

// castagnoli is the polynomial for which processors have an instruction.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Writer writes one file.
type Writer struct {
	to  *bufio.Writer
	sum hash.Hash32
	buf []byte
	err error
}

// NewWriter begins a file of the given kind and version, neither of which may
// hold a line break. The caller keeps w and closes it after the Writer.
func NewWriter(w io.Writer, kind, version string) *Writer {
	f := &Writer{to: bufio.NewWriterSize(w, 4*chunk), sum: crc32.New(castagnoli), buf: make([]byte, 0, chunk)}
	f.write([]byte(heading(kind, version)))
	return f
}

func heading(kind, version string) string {
	return kind + " " + strings.ReplaceAll(version, "\n", " ") + "\n"
}

func (f *Writer) write(b []byte) {
	if f.err != nil {
		return
	}
	f.sum.Write(b)
	_, f.err = f.to.Write(b)
}

func (f *Writer) size(n int) { f.write(binary.LittleEndian.AppendUint64(nil, uint64(n))) }

// Bytes writes a section of bytes.
func (f *Writer) Bytes(v []byte) {
	f.size(len(v))
	f.write(v)
}

// Uint32s writes a section of numbers.
func (f *Writer) Uint32s(v []uint32) { writeAll(f, v, binary.LittleEndian.AppendUint32) }

// Uint64s writes a section of numbers.
func (f *Writer) Uint64s(v []uint64) { writeAll(f, v, binary.LittleEndian.AppendUint64) }

// Int64s writes a section of numbers.
func (f *Writer) Int64s(v []int64) {
	writeAll(f, v, func(b []byte, x int64) []byte { return binary.LittleEndian.AppendUint64(b, uint64(x)) })
}

// Float32s writes a section of numbers.
func (f *Writer) Float32s(v []float32) {
	writeAll(f, v, func(b []byte, x float32) []byte { return binary.LittleEndian.AppendUint32(b, math.Float32bits(x)) })
}

// Float64s writes a section of numbers.
func (f *Writer) Float64s(v []float64) {
	writeAll(f, v, func(b []byte, x float64) []byte { return binary.LittleEndian.AppendUint64(b, math.Float64bits(x)) })
}

// Strings writes a section of texts.
func (f *Writer) Strings(v []string) {
	ends := make([]uint32, len(v))
	n := 0
	for i, s := range v {
		n += len(s)
		ends[i] = uint32(n)
	}
	f.Uint32s(ends)
	f.Bytes([]byte(strings.Join(v, "")))
}

func writeAll[T any](f *Writer, v []T, appendOne func([]byte, T) []byte) {
	f.size(len(v))
	for _, x := range v {
		if f.buf = appendOne(f.buf, x); len(f.buf) > chunk-8 {
			f.write(f.buf)
			f.buf = f.buf[:0]
		}
	}
	f.write(f.buf)
	f.buf = f.buf[:0]
}

// Close writes the checksum and returns the first error met. It does not close
// the file below.
func (f *Writer) Close() error {
	if f.err == nil {
		_, f.err = f.to.Write(binary.LittleEndian.AppendUint32(nil, f.sum.Sum32()))
	}
	if f.err == nil {
		f.err = f.to.Flush()
	}
	return f.err
}

// damaged explains what is wrong with a file.
func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrDamaged, fmt.Sprintf(format, args...))
}
