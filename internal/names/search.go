package names

import (
	"strings"
)

// search is the working memory of one query. The arrays by item are valid only
// where rounds holds the number of the current round, so that nothing has to be
// cleared between queries.
type search struct {
	ix    *Index
	keep  func(int) bool
	w     weights
	m     matcher // from the key that is being looked for
	heard matcher // from phonetic, to see whether a like Skeleton is a like name

	raw        string // the text without outer spaces
	open       bool   // the text ends in a space or hyphen: another word is to come
	small      bool   // the text has no capitals
	folded     string
	latin      string
	bare       string // latin without words such as "City"
	phonetic   string
	skeleton   string
	unvowelled bool // the text is in a script that leaves vowels out

	round  uint32
	rounds []uint32
	score  []float32
	found  []uint32 // the spelling that gave the score
	how    []How
	count  []uint16 // how many keys of the item fitted
	items  []uint32 // the items seen in this round
}

func newSearch(ix *Index) *search {
	n := len(ix.weight)
	return &search{
		ix: ix, w: learned(),
		rounds: make([]uint32, n), score: make([]float32, n), found: make([]uint32, n),
		how: make([]How, n), count: make([]uint16, n),
	}
}

func (s *search) begin(text string, keep func(int) bool) {
	s.keep = keep
	s.items = s.items[:0]
	if s.round++; s.round == 0 { // wrapped around after four billion queries
		clear(s.rounds)
		s.round = 1
	}
	s.raw = strings.TrimSpace(text)
	s.open = strings.HasSuffix(text, " ") || strings.HasSuffix(text, "-")
	s.small = s.raw == strings.ToLower(s.raw)
	s.folded = Fold(text)
	s.latin = Latin(beforeComma(s.raw))
	s.bare = s.ix.affixes.strip(s.latin)
	s.phonetic = Phonetic(s.bare)
	s.skeleton = Skeleton(s.phonetic)
	s.unvowelled = unvowelled(s.raw)
}

// run asks the tables one after the other, the cheap and certain ones first.
func (s *search) run() {
	if s.folded == "" {
		return
	}
	sure := s.exact()
	s.beginnings()
	if sure || monotonous(s.folded) {
		return
	}
	s.typos(s.folded, 0)
	if s.latin != s.folded {
		s.typos(s.latin, s.w.latin)
	}
	s.soundsLike()
}

// offer notes that a spelling fits with a penalty, and keeps the best of each
// item.
func (s *search) offer(r ref, penalty float32, how How) {
	spelling := r.spelling()
	item := s.ix.item[spelling]
	switch r.how() {
	case refStripped:
		penalty += s.w.stripped
	case refLatin:
		penalty, how = penalty+s.w.romanised, max(how, Latinised)
	case refInner:
		penalty, how = penalty+s.w.inner, max(how, Beginning)
	case refCode:
		penalty, how = penalty+s.w.code, Code
	}
	score := s.ix.weight[item] - penalty
	if s.rounds[item] != s.round {
		if s.keep != nil && !s.keep(int(item)) {
			return
		}
		s.rounds[item] = s.round
		s.count[item] = 0
		s.items = append(s.items, item)
		s.score[item] = score - 1
	}
	if s.count[item] < manySpellings {
		s.count[item]++
	}
	if score > s.score[item] {
		s.score[item], s.found[item], s.how[item] = score, spelling, how
	}
}

func (s *search) offerKey(t *table, k int, penalty float32, how How) {
	for _, r := range t.of(k) {
		s.offer(ref(r), penalty, how)
	}
}

// exact offers the spellings with the query's own letters, and tells whether a
// whole name, not only a code or a part, has them.
func (s *search) exact() (sure bool) {
	t := s.ix.letters
	if k, ok := t.find(s.folded); ok {
		for _, n := range t.of(k) {
			r := ref(n)
			s.offer(r, s.unlike(r), Exact)
			sure = sure || r.how() == refPlain || r.how() == refStripped
		}
	}
	if s.latin != s.folded {
		s.same(s.latin, s.w.latin)
	}
	if s.bare != s.latin {
		s.same(s.bare, s.w.stripped)
	}
	return sure
}

func (s *search) same(key string, penalty float32) {
	if k, ok := s.ix.letters.find(key); ok {
		s.offerKey(s.ix.letters, k, penalty, Latinised)
	}
}

// unlike is the penalty for a spelling that does not begin with what was typed
// letter for letter: who types "Čad" does not mean "Cad", and who types "ł" means
// Łódź. Text in lower case without diacritics says nothing, and costs nothing.
func (s *search) unlike(r ref) float32 {
	if s.raw == s.folded || s.agrees(s.ix.spelling(int(r.spelling()))) {
		return 0
	}
	return s.w.fold
}

// agrees tells whether a spelling begins with the text, capitals aside where the
// text has none.
func (s *search) agrees(spelling string) bool {
	if strings.HasPrefix(spelling, s.raw) {
		return true
	}
	return s.small && len(spelling) >= len(s.raw) && strings.EqualFold(spelling[:len(s.raw)], s.raw)
}

func (s *search) beginnings() {
	t := s.ix.letters
	s.prefixes(t, s.folded, func(r ref, penalty float32) {
		s.offer(r, s.w.prefix+penalty+s.unlike(r), Beginning)
	})
	if s.latin != s.folded {
		s.prefixes(t, s.latin, func(r ref, penalty float32) {
			s.offer(r, s.w.prefix+s.w.latin+penalty, Beginning)
		})
	}
	if len(s.phonetic) < soundBeginMin || monotonous(s.folded) {
		return
	}
	s.prefixes(s.ix.sounds, s.phonetic, func(r ref, penalty float32) {
		s.offer(r, s.w.prefix+s.w.soundPrefix+penalty, Sound)
	})
}

// prefixes offers the spellings of the keys that p begins, with the penalty for
// what is still to be typed. Codes are never offered by their beginning.
func (s *search) prefixes(t *table, p string, offer func(r ref, penalty float32)) {
	if p == "" {
		return
	}
	from, to := t.prefix(p)
	for k := from; k < to; k++ {
		rest := len(t.key(k)) - len(p)
		if rest == 0 {
			continue
		}
		penalty := s.w.prefixRest * float32(rest) / float32(len(p))
		if s.open && t.key(k)[len(p)] != ' ' {
			penalty += s.w.sameWord
		}
		for _, r := range t.of(k) {
			if ref(r).how() != refCode {
				offer(ref(r), penalty)
			}
		}
	}
}

// top returns the best matches in order.
func (s *search) top(limit int) []Match {
	for _, item := range s.items {
		s.score[item] += s.w.spellings(s.count[item])
	}
	best := s.items[:0] // the list grows into the part of items already read
	for _, item := range s.items {
		if len(best) == limit {
			if !s.better(item, best[limit-1]) {
				continue
			}
			best = best[:limit-1]
		}
		best = append(best, item)
		for at := len(best) - 1; at > 0 && s.better(item, best[at-1]); at-- {
			best[at], best[at-1] = best[at-1], item
		}
	}
	if len(best) == 0 {
		return nil
	}
	out := make([]Match, len(best))
	for i, item := range best {
		out[i] = Match{
			Item: int(item), Spelling: strings.Clone(s.ix.spelling(int(s.found[item]))),
			Score: float64(s.score[item]), How: s.how[item],
		}
	}
	return out
}

// better orders items by score; equal ones in the order in which they were
// added, so that the answer never depends on chance.
func (s *search) better(a, b uint32) bool {
	return s.score[a] > s.score[b] || s.score[a] == s.score[b] && a < b
}
