package lang

import (
	"slices"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// collation hands out collators of one language. A collator keeps buffers while it
// compares, so two goroutines must not share one; it is dear to make, so they are kept.
type collation struct{ pool *sync.Pool }

func newCollation(code string) collation {
	tag := language.Make(code)
	return collation{&sync.Pool{New: func() any { return collate.New(tag, collate.Numeric) }}}
}

func (c collation) use(f func(*collate.Collator)) {
	k := c.pool.Get().(*collate.Collator)
	defer c.pool.Put(k)
	f(k)
}

// Compare is -1, 0 or 1 as a stands before, beside or after b in the language's alphabet;
// figures count as numbers. For more than a few strings use Collate or SortFunc.
func (p *Printer) Compare(a, b string) (order int) {
	p.collate.use(func(k *collate.Collator) { order = k.CompareString(a, b) })
	return order
}

// Collate sorts names in place by the language's alphabet.
func (p *Printer) Collate(names []string) {
	p.collate.use(func(k *collate.Collator) { k.SortStrings(names) })
}

// SortFunc sorts s in place and stably by name in the language's alphabet. It makes
// each key once.
func SortFunc[T any](p *Printer, s []T, name func(T) string) {
	type keyed struct {
		key  string
		item T
	}
	rows := make([]keyed, len(s))
	p.collate.use(func(k *collate.Collator) {
		var buf collate.Buffer
		for i, item := range s {
			rows[i] = keyed{string(k.KeyFromString(&buf, name(item))), item}
			buf.Reset()
		}
	})
	slices.SortStableFunc(rows, func(a, b keyed) int {
		if a.key < b.key {
			return -1
		}
		if a.key > b.key {
			return 1
		}
		return 0
	})
	for i := range rows {
		s[i] = rows[i].item
	}
}
