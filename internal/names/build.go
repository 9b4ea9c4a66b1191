package names

import (
	"runtime"
	"slices"
	"strings"
	"sync"
)

// Builder collects items and their spellings for an Index. The zero value is
// ready; it is not for use by several goroutines at once.
type Builder struct {
	weight []float32
	text   []byte
	start  []uint32
	item   []uint32
}

// Item adds an item and returns its number: 0, 1, 2… The weight is what decides
// between items that fit a query alike: the natural logarithm of how often this
// one is meant, up to a constant.
func (b *Builder) Item(weight float64) int {
	b.weight = append(b.weight, float32(weight))
	return len(b.weight) - 1
}

// Spelling adds a spelling of an item; spellings of one item are added one after
// the other, its proper name first. Empty and overlong ones are ignored. The text
// is copied.
func (b *Builder) Spelling(item int, text string) {
	if text = strings.TrimSpace(text); text == "" || len(text) > maxText {
		return
	}
	b.start = append(b.start, uint32(len(b.text)))
	b.text = append(b.text, text...)
	b.item = append(b.item, uint32(item))
}

// Build makes the index. The builder is empty afterwards.
func (b *Builder) Build() *Index {
	ix := &Index{
		weight: slices.Clone(b.weight),
		text:   slices.Clone(b.text),
		start:  append(slices.Clone(b.start), uint32(len(b.text))),
		item:   slices.Clone(b.item),
	}
	*b = Builder{}
	forms := ix.forms()
	ix.affixes = learnAffixes(ix.item, forms)
	var both sync.WaitGroup
	both.Go(func() { ix.letters = buildTable(ix.letterEntries(forms)) })
	both.Go(func() {
		ix.sounds = buildTable(ix.soundEntries(forms))
		ix.skeletons = buildTable(skeletonEntries(ix.sounds))
	})
	both.Wait()
	ix.init()
	return ix
}

// form is a spelling as the keys are made from it.
type form struct {
	name   string // without "(Hordaland)" or ", Massachusetts"
	folded string // of the whole
	latin  string // of name
	code   bool
}

// forms folds and transliterates all spellings, on all processors: it is half of
// the work of building.
func (ix *Index) forms() []form {
	forms := make([]form, len(ix.item))
	const portion = 4096 // large enough that handing it out costs nothing
	portions := make(chan int)
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for from := range portions {
				for s := from; s < min(from+portion, len(forms)); s++ {
					forms[s] = makeForm(ix.spelling(s))
				}
			}
		})
	}
	for from := 0; from < len(forms); from += portion {
		portions <- from
	}
	close(portions)
	all.Wait()
	return forms
}

func makeForm(text string) form {
	name := beforeComma(text)
	return form{name: name, folded: Fold(text), latin: Latin(name), code: isCode(text)}
}

// letterEntries makes the keys of letters: each spelling folded, in its Latin
// form, and both without words such as "City".
func (ix *Index) letterEntries(forms []form) []entry {
	entries := make([]entry, 0, len(forms)+len(forms)/2)
	for s, f := range forms {
		if f.code {
			entries = appendKey(entries, f.folded, s, refCode)
			continue
		}
		entries = appendKey(entries, f.folded, s, refPlain)
		if f.latin != f.folded {
			entries = appendKey(entries, f.latin, s, refLatin)
			entries = appendStripped(entries, f.folded, ix.affixes.strip(f.folded), s)
		}
		if name := Fold(f.name); name != f.latin {
			entries = appendStripped(entries, f.folded, name, s)
		}
		entries = appendStripped(entries, f.latin, ix.affixes.strip(f.latin), s)
		if s == 0 || ix.item[s-1] != ix.item[s] { // the proper name
			entries = appendInner(entries, f.folded, s)
		}
	}
	return entries
}

// soundEntries makes the Phonetic keys.
func (ix *Index) soundEntries(forms []form) []entry {
	entries := make([]entry, 0, len(forms))
	for s, f := range forms {
		if f.code {
			continue
		}
		entries = appendKey(entries, Phonetic(f.latin), s, refPlain)
		if bare := ix.affixes.strip(f.latin); bare != f.latin {
			entries = appendKey(entries, Phonetic(bare), s, refStripped)
		}
	}
	return entries
}

// skeletonEntries makes a Skeleton of every Phonetic key. What it leads to are
// not spellings but the numbers of those keys, so that a search can ask how near
// they are. Fewer than skeletonMin consonants say too little.
func skeletonEntries(sounds *table) []entry {
	entries := make([]entry, 0, sounds.len())
	for k := range sounds.len() {
		if key := Skeleton(sounds.key(k)); len(key) >= skeletonMin {
			entries = append(entries, entry{key, ref(k)})
		}
	}
	return entries
}

func appendKey(entries []entry, key string, spelling int, how ref) []entry {
	if key == "" || len(key) > maxKey {
		return entries
	}
	return append(entries, entry{key, ref(spelling)<<refBits | how})
}

func appendStripped(entries []entry, key, bare string, spelling int) []entry {
	if bare == key {
		return entries
	}
	return appendKey(entries, bare, spelling, refStripped)
}

// appendInner adds a proper name from its second word on, third word on, and so
// forth: "Kamienna" finds Skarżysko-Kamienna. Words of one or two letters begin
// no key.
func appendInner(entries []entry, folded string, spelling int) []entry {
	_, rest, more := strings.Cut(folded, " ")
	for more {
		word, next, ok := strings.Cut(rest, " ")
		if len(word) > 2 {
			entries = appendKey(entries, rest, spelling, refInner)
		}
		rest, more = next, ok
	}
	return entries
}

// beforeComma cuts off what gazetteers add to a name for the reader: "Bergen
// (Hordaland)", "Dracut, Massachusetts" in any script; two spaces are what is
// left of a comma in machine transliterations.
func beforeComma(s string) string {
	for i, r := range s {
		if i > 0 && (isSeparator(r) || r == ' ' && strings.HasPrefix(s[i:], "  ")) {
			return strings.TrimSpace(s[:i])
		}
	}
	return s
}

// isCode tells codes that stand among the names in gazetteers: airports (GNA,
// QYY) and post codes.
func isCode(s string) bool {
	digits, capitals := 0, 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r >= 'A' && r <= 'Z':
			capitals++
		case r != ' ' && r != '-':
			return false
		}
	}
	if digits > 0 {
		return capitals < digits
	}
	return capitals == 3 && len(s) == 3
}
