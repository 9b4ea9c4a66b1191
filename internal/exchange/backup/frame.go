package backup

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

const (
	magic   = "TWINTOWN-BACKUP\n"
	endMark = "\nTWINTOWN-BACKUP"
	format  = 1 // changes when an older program could no longer read the file
)

// The types of records.
const (
	headerRecord byte = 'H'
	tableRecord  byte = 'T' // begins a table
	objectRecord byte = 'O' // begins an object
	fileRecord   byte = 'F' // begins a file
	dataRecord   byte = 'D'
	endRecord    byte = 'E' // ends a section
	lostRecord   byte = 'L' // the objects that could not be read
	lineRecord   byte = 'M' // lines of the manifest
	lastRecord   byte = 'Z' // the manifest's checksum
)

// How much data goes into one record, and how long one may be: a record of data holds
// whole rows, and one row may be long.
const (
	recordSize    = 256 << 10
	longestRecord = longestValue + recordSize
)

// errFrame says that what was read is no sequence of records, or ends too early.
var errFrame = errors.New("the records are damaged or end too early")

// records writes records.
type records struct{ w io.Writer }

func (r records) put(kind byte, payload []byte) error {
	if len(payload) > longestRecord {
		return fmt.Errorf("a record of %d bytes is longer than any may be", len(payload))
	}
	head := [5]byte{kind}
	binary.BigEndian.PutUint32(head[1:], uint32(len(payload)))
	if _, err := r.w.Write(head[:]); err != nil {
		return err
	}
	_, err := r.w.Write(payload)
	return err
}

func (r records) putJSON(kind byte, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return r.put(kind, b)
}

// recordReader reads records. Its memory grows with what is there, not with what a
// length pretends.
type recordReader struct {
	r   io.Reader
	buf bytes.Buffer
}

// next returns the next record; its payload is valid until the next call.
func (r *recordReader) next() (kind byte, payload []byte, err error) {
	var head [5]byte
	if _, err := io.ReadFull(r.r, head[:]); err != nil {
		return 0, nil, ended(err)
	}
	n := int64(binary.BigEndian.Uint32(head[1:]))
	if n > longestRecord {
		return 0, nil, errFrame
	}
	r.buf.Reset()
	if _, err := io.CopyN(&r.buf, r.r, n); err != nil {
		return 0, nil, ended(err)
	}
	return head[0], r.buf.Bytes(), nil
}

// ended turns the end of the input inside of a record into damage.
func ended(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return errFrame
	}
	return err
}
