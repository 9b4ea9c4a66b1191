package backup

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
)

// What a value is, before its bytes.
const (
	nullValue byte = iota
	integerValue
	realValue
	textValue
	bytesValue
)

// longestValue bounds one value: the longest text of a row is a page of some megabytes,
// and a reader must not be made to hold more than it can.
const longestValue = 64 << 20

var errValue = errors.New("a value is damaged")

// appendRow adds a row's values, as the database driver hands them out.
func appendRow(to []byte, row []any) ([]byte, error) {
	for _, v := range row {
		switch v := v.(type) {
		case nil:
			to = append(to, nullValue)
		case int64:
			to = binary.AppendVarint(append(to, integerValue), v)
		case float64:
			// + 0 makes 0 of -0, whose sign SQLite does not keep.
			to = binary.BigEndian.AppendUint64(append(to, realValue), math.Float64bits(v+0))
		case string:
			to = binary.AppendUvarint(append(to, textValue), uint64(len(v)))
			to = append(to, v...)
		case []byte:
			to = binary.AppendUvarint(append(to, bytesValue), uint64(len(v)))
			to = append(to, v...)
		default:
			return nil, fmt.Errorf("a value of type %T is not portable", v)
		}
	}
	return to, nil
}

// parseRow reads one row into its columns and returns what follows it.
func parseRow(from []byte, row []any) (rest []byte, err error) {
	for i := range row {
		if row[i], from, err = parseValue(from); err != nil {
			return nil, err
		}
	}
	return from, nil
}

func parseValue(from []byte) (v any, rest []byte, err error) {
	if len(from) == 0 {
		return nil, nil, errValue
	}
	what, from := from[0], from[1:]
	switch what {
	case nullValue:
		return nil, from, nil
	case integerValue:
		n, size := binary.Varint(from)
		if size <= 0 {
			return nil, nil, errValue
		}
		return n, from[size:], nil
	case realValue:
		if len(from) < 8 {
			return nil, nil, errValue
		}
		return math.Float64frombits(binary.BigEndian.Uint64(from)), from[8:], nil
	case textValue, bytesValue:
		n, size := binary.Uvarint(from)
		if size <= 0 || n > uint64(len(from)-size) {
			return nil, nil, errValue
		}
		part, rest := from[size:size+int(n)], from[size+int(n):]
		if what == textValue {
			return string(part), rest, nil
		}
		return append([]byte{}, part...), rest, nil
	}
	return nil, nil, errValue
}

// fingerprint tells whether two tables hold the same rows, whatever their order: the
// engines sort texts differently, and sorting a large table for a comparison alone costs
// more than reading it. It is the sum of the checksums of the rows, modulo 2^256.
type fingerprint [sha256.Size]byte

// add takes one row, in the form of appendRow.
func (f *fingerprint) add(row []byte) {
	sum := sha256.Sum256(row)
	carry := uint16(0)
	for i := len(f) - 1; i >= 0; i-- {
		carry += uint16(f[i]) + uint16(sum[i])
		f[i] = byte(carry)
		carry >>= 8
	}
}

// String returns the fingerprint as it stands in a manifest.
func (f *fingerprint) String() string { return hex.EncodeToString(f[:]) }
