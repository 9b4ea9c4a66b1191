package names

import (
	"strings"
	"sync"
	"unsafe"
)

// Index finds items by their spellings. It is immutable, and safe for use by
// many goroutines.
type Index struct {
	weight []float32 // by item
	text   []byte    // the spellings as they were given
	start  []uint32  // start[s] is where spelling s begins in text
	item   []uint32  // item[s] is the item of spelling s

	letters   *table // folded and Latin spellings
	sounds    *table // Phonetic keys
	skeletons *table // Skeleton keys; they lead to the numbers of keys in sounds
	affixes   affixes

	scratch sync.Pool // of *search
}

// Match is one item found.
type Match struct {
	Item     int     // the number that Builder.Item returned
	Spelling string  // the spelling that fitted best, as it was added
	Score    float64 // in natural logarithms; larger is better; comparable within one query
	How      How
}

// How tells in which way a query and a spelling agree.
type How uint8

// The ways to agree, the closest first.
const (
	Exact     How = iota // the same letters, but for case and diacritics
	Latinised            // the same letters after transliteration, or without words such as "City"
	Beginning            // the query begins the spelling, or one of its words
	Typo                 // letters differ by typing errors
	Sound                // the two sound alike
	Code                 // a postal or airport code
)

// String returns the way in one word, as it stands in logs and in JSON.
func (h How) String() string {
	return [...]string{"exact", "latinised", "beginning", "typo", "sound", "code"}[min(h, Code)]
}

// Options narrow a search.
type Options struct {
	// Limit is the largest number of matches; 0 means 10.
	Limit int
	// Keep, where given, tells which items may be found.
	Keep func(item int) bool
}

// defaultLimit is one page of results on a phone.
const defaultLimit = 10

func (ix *Index) init() {
	ix.scratch.New = func() any { return newSearch(ix) }
}

// Len returns the number of items.
func (ix *Index) Len() int { return len(ix.weight) }

// Spellings returns the number of spellings.
func (ix *Index) Spellings() int { return len(ix.item) }

// spelling returns spelling s as it was added, without copying.
func (ix *Index) spelling(s int) string {
	b := ix.text[ix.start[s]:ix.start[s+1]]
	return unsafe.String(unsafe.SliceData(b), len(b))
}

// Find returns the items that text may mean, the likeliest first; nil when
// nothing comes near. The whole text is a name: see Split for "name, country".
// When the letters agree exactly with some name, only names that continue it are
// listed beside it; otherwise also those that differ by up to two typing errors or
// sound alike. Codes come after all names.
//
// Apart from the result and the forms of the text itself nothing is allocated,
// whatever the number of candidates.
func (ix *Index) Find(text string, o Options) []Match {
	if o.Limit <= 0 {
		o.Limit = defaultLimit
	}
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText], "")
	}
	s := ix.scratch.Get().(*search)
	defer ix.scratch.Put(s)
	s.begin(text, o.Keep)
	s.run()
	return s.top(o.Limit)
}
