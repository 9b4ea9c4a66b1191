// Package known recognises passwords that everybody tries first.
//
// It holds a Bloom filter of the most frequent passwords of past breaches: a word that
// is in the list is always recognised, any other one in less than one of ten thousand
// cases. So nothing is asked of another machine, and the list itself can be read by
// nobody. internal/people/gen makes the filter; NOTICE names the lists.
//
//	known.Password("qwertyuiop")       // true
//	known.Password("Sunshine2024")     // true: a frequent word and digits
//	known.Password("four words a row") // false
package known

import (
	"crypto/sha256"
	_ "embed"
	"encoding/binary"
	"math"
	"strings"
	"unicode"
)

// perWord and probes of the filter: 22 bits for each word give 1 false answer in 39,000
// with 15 probes. A password is looked up at most twice.
const (
	perWord = 22
	probes  = 15
)

//go:embed known.bin
var embedded []byte

// Filter is a set of words that answers "perhaps" or "no".
type Filter struct{ bits []byte }

// Make returns a filter of the words.
func Make(words map[string]bool) Filter {
	f := Filter{make([]byte, (len(words)*perWord+7)/8)}
	for w := range words {
		f.each(w, func(bit uint64) bool {
			f.bits[bit/8] |= 1 << (bit % 8)
			return true
		})
	}
	return f
}

// Bytes is the filter as its file holds it.
func (f Filter) Bytes() []byte { return f.bits }

// each calls visit with the word's bits until it returns false, and says whether it never did.
func (f Filter) each(word string, visit func(bit uint64) bool) bool {
	sum := sha256.Sum256([]byte(word))
	a, b := binary.LittleEndian.Uint64(sum[:]), binary.LittleEndian.Uint64(sum[8:])|1
	size := uint64(len(f.bits)) * 8
	for i := range uint64(probes) {
		if !visit((a + i*b) % size) {
			return false
		}
	}
	return true
}

// Has says whether the word is in the set, wrongly so in one of 39,000 cases.
func (f Filter) Has(word string) bool {
	if len(f.bits) == 0 || len(f.bits) > math.MaxInt32 {
		return false
	}
	return f.each(word, func(bit uint64) bool { return f.bits[bit/8]&(1<<(bit%8)) != 0 })
}

// Password says whether a password is among the most frequent ones, or is one of them
// with digits or signs around it. Case does not count.
func Password(password string) bool {
	f := Filter{embedded}
	word := strings.ToLower(password)
	bare := strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) })
	return f.Has(word) || bare != word && bare != "" && f.Has(bare)
}
