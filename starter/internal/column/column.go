// Package column packs tables column by column, so that they compress well
// and can be read without one allocation per value.
//
// A file is one zstd frame. Inside it stand the columns one after another,
// each as its length in bytes (an unsigned varint) and its content:
//
//	ints     zigzag varints of the difference to the value before; good for
//	         sorted numbers and for coordinates of neighbours
//	words    the values joined by line feeds; good for names
//	labels   a words column with each different value once, then a column
//	         of unsigned varints that point into it; good for country codes
//
// A column doesn't say what it is, nor how many values it has: writer and
// reader agree on the order, as the two ends of a function call do. What a
// frame promises instead is integrity: its checksum covers every byte, so a
// reader that gets past Open meets only what the writer wrote.
//
//	var w column.Writer
//	w.Ints(ids)
//	w.Labels(countries)
//	packed := w.Bytes()
//
//	r, err := column.Open(packed)
//	ids, countries := r.Ints(), r.Labels()
//	for ids.More() {
//		use(ids.Next(), countries.Next())
//	}
//	err = r.Err()
package column

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"unsafe"

	"github.com/klauspost/compress/zstd"
)

// maxSize is the largest content that Open accepts, so that a forged frame
// of a few bytes can't ask for all the memory. The largest file of the
// starter unpacks to about 5 MB.
const maxSize = 64 << 20

var errShort = errors.New("column: content ends too early")

// Writer collects columns. The zero value is ready.
type Writer struct {
	body []byte
}

// Ints adds numbers, each as the difference to the one before.
func (w *Writer) Ints(values []int64) {
	var b []byte
	var last int64
	for _, v := range values {
		b = binary.AppendVarint(b, v-last)
		last = v
	}
	w.add(b)
}

// Words adds texts. No text may hold a line feed; Words panics on one, since
// only a generator's mistake can bring it there.
func (w *Writer) Words(values []string) {
	for _, v := range values {
		if strings.Contains(v, "\n") {
			panic(fmt.Sprintf("column: line feed in %q", v))
		}
	}
	w.add([]byte(strings.Join(values, "\n")))
}

// Labels adds texts of which few differ.
func (w *Writer) Labels(values []string) {
	seen := map[string]uint64{}
	var different []string
	var b []byte
	for _, v := range values {
		at, ok := seen[v]
		if !ok {
			at = uint64(len(different))
			seen[v] = at
			different = append(different, v)
		}
		b = binary.AppendUvarint(b, at)
	}
	w.Words(different)
	w.add(b)
}

func (w *Writer) add(content []byte) {
	w.body = binary.AppendUvarint(w.body, uint64(len(content)))
	w.body = append(w.body, content...)
}

// Bytes returns the packed file. Equal columns give equal bytes.
func (w *Writer) Bytes() ([]byte, error) {
	enc, err := zstd.NewWriter(nil,
		zstd.WithEncoderLevel(zstd.SpeedBestCompression),
		zstd.WithEncoderConcurrency(1),
		zstd.WithWindowSize(window(len(w.body))),
		zstd.WithEncoderCRC(true))
	if err != nil {
		return nil, err
	}
	defer enc.Close()
	return enc.EncodeAll(w.body, nil), nil
}

// window returns the size of the window in which zstd looks for repetitions: a
// power of two that holds the whole content, since names repeat from end to
// end, within what every decoder accepts.
func window(size int) int {
	w := zstd.MinWindowSize
	for w < size && w < 8<<20 {
		w *= 2
	}
	return w
}

// Reader gives the columns of one file in the order in which they were
// written. After the first missing or broken value all further values are
// zero and Err tells.
type Reader struct {
	body []byte
	err  error
}

// Open unpacks a file and checks it against its checksum. It keeps nothing of
// packed.
func Open(packed []byte) (*Reader, error) {
	dec, err := zstd.NewReader(nil,
		zstd.WithDecoderConcurrency(1),
		zstd.WithDecoderMaxMemory(maxSize))
	if err != nil {
		return nil, err
	}
	defer dec.Close()
	body, err := dec.DecodeAll(packed, nil)
	if err != nil {
		return nil, fmt.Errorf("column: %w", err)
	}
	return &Reader{body: body}, nil
}

// Err returns the first defect that this reader or one of its columns met.
func (r *Reader) Err() error { return r.err }

func (r *Reader) next() []byte {
	n, used := binary.Uvarint(r.body)
	if used <= 0 || n > uint64(len(r.body)-used) {
		r.fail()
		return nil
	}
	content := r.body[used : used+int(n)]
	r.body = r.body[used+int(n):]
	return content
}

func (r *Reader) fail() {
	r.body = nil
	if r.err == nil {
		r.err = errShort
	}
}

// Ints returns the next column as numbers.
func (r *Reader) Ints() *Ints { return &Ints{rest: r.next(), of: r} }

// Words returns the next column as texts.
func (r *Reader) Words() *Words {
	b := r.next()
	return &Words{rest: unsafe.String(unsafe.SliceData(b), len(b)), of: r}
}

// Labels returns the next two columns as texts of which few differ.
func (r *Reader) Labels() *Labels {
	words := r.Words()
	l := &Labels{of: r}
	for {
		w, more := words.cut()
		l.different = append(l.different, w)
		if !more {
			break
		}
	}
	l.rest = r.next()
	return l
}

// Ints reads numbers.
type Ints struct {
	rest []byte
	last int64
	of   *Reader
}

// More tells whether there is a further value.
func (c *Ints) More() bool { return len(c.rest) > 0 }

// Next returns the next value, or 0 after the end.
func (c *Ints) Next() int64 {
	d, used := binary.Varint(c.rest)
	if used <= 0 {
		c.rest = nil
		c.of.fail()
		return 0
	}
	c.rest = c.rest[used:]
	c.last += d
	return c.last
}

// Words reads texts. They share one piece of memory, which lives as long as
// any of them.
type Words struct {
	rest string
	done bool
	of   *Reader
}

// Next returns the next text, or "" after the end.
func (c *Words) Next() string {
	if c.done {
		c.of.fail()
		return ""
	}
	w, _ := c.cut()
	return w
}

func (c *Words) cut() (word string, more bool) {
	word, c.rest, more = strings.Cut(c.rest, "\n")
	c.done = !more
	return word, more
}

// Labels reads texts of which few differ. Equal values are one string.
type Labels struct {
	different []string
	rest      []byte
	of        *Reader
}

// More tells whether there is a further value.
func (c *Labels) More() bool { return len(c.rest) > 0 }

// Next returns the next text, or "" after the end.
func (c *Labels) Next() string {
	at, used := binary.Uvarint(c.rest)
	if used <= 0 || at >= uint64(len(c.different)) {
		c.rest = nil
		c.of.fail()
		return ""
	}
	c.rest = c.rest[used:]
	return c.different[at]
}
