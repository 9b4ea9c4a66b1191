// Package mo reads the catalogues of GNU gettext (.mo files). It serves the
// generator of the starter: Debian's libgeonames-common keeps the names of
// places as translations of their GeoNames numbers ("776069") and region
// codes ("PL.81").
//
// The format, as the gettext manual describes it: a header of seven 32-bit
// numbers (the magic number, whose byte order is the file's; the revision;
// the number of texts; where the table of originals and the table of
// translations start; the hash table, which we don't need), each table a row
// of pairs (length, position) of bytes that end with a zero.
package mo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

const (
	magic      = 0x950412de
	headerSize = 28
)

var errNotMO = errors.New("mo: not a gettext catalogue")

// Read returns the catalogue in file as a map from original to translation.
// Plural forms and contexts, which the place names don't use, are kept as
// they stand, with their zero and EOT bytes.
func Read(file []byte) (map[string]string, error) {
	if len(file) < headerSize {
		return nil, errNotMO
	}
	var order binary.ByteOrder = binary.LittleEndian
	if order.Uint32(file) != magic {
		order = binary.BigEndian
	}
	if order.Uint32(file) != magic {
		return nil, errNotMO
	}
	if major := order.Uint32(file[4:]) >> 16; major > 1 {
		return nil, fmt.Errorf("mo: unknown revision %d", major)
	}
	n := int(order.Uint32(file[8:]))
	originals := int64(order.Uint32(file[12:]))
	translations := int64(order.Uint32(file[16:]))
	texts := map[string]string{}
	for i := range int64(n) {
		original, err := text(file, order, originals+8*i)
		if err != nil {
			return nil, err
		}
		translation, err := text(file, order, translations+8*i)
		if err != nil {
			return nil, err
		}
		texts[original] = translation
	}
	return texts, nil
}

// text returns the text that the table row at position at points to.
func text(file []byte, order binary.ByteOrder, at int64) (string, error) {
	if at+8 > int64(len(file)) {
		return "", fmt.Errorf("mo: table row at %d lies outside the file", at)
	}
	length, start := int64(order.Uint32(file[at:])), int64(order.Uint32(file[at+4:]))
	if start+length > int64(len(file)) {
		return "", fmt.Errorf("mo: text at %d lies outside the file", start)
	}
	return string(bytes.ToValidUTF8(file[start:start+length], []byte("\ufffd"))), nil
}
