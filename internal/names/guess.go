package names

import (
	"strings"
	"unicode/utf8"
)

// What is looked for only because the letters themselves agree with nothing is
// a guess, and a guess must be plausible: who types nonsense gets nothing. So the
// shorter a key, the fewer errors it may hold, and a key that says little, as the
// sounds of "qqqqqqqq" (one k) or the consonants of "Oia" (none), is not asked for.
const (
	typosMin    = 3 // letters; shorter texts are one error away from everything
	twoTyposMin = 5

	soundBeginMin = 2 // sounds of which a beginning is made
	soundMin      = 3 // sounds of a whole name
	oneSoundMin   = 5 // from so many on, one may differ
	twoSoundsMin  = 8

	skeletonMin    = 3 // consonants, and the vowel in front
	oneSkeletonMin = 5
	// bareSkeletonMin is the same where there are no vowels to compare.
	bareSkeletonMin = 6
)

// typos offers the keys that differ by typing errors.
func (s *search) typos(key string, penalty float32) {
	n := utf8.RuneCountInString(key)
	limit := allowed(n, typosMin, twoTyposMin)
	if limit == 0 {
		return
	}
	t := s.ix.letters
	s.m.set(key)
	t.near(&s.m, letters(key), limit, func(k, d int) {
		if d > 0 {
			s.offerKey(t, k, penalty+s.w.typo(d, n), Typo)
		}
	})
}

// allowed is how many of n letters may differ: none, one or two.
func allowed(n, one, two int) int {
	switch {
	case n < one:
		return 0
	case n < two:
		return 1
	}
	return maxEdits
}

// soundsLike offers the names whose Phonetic key or Skeleton is near.
func (s *search) soundsLike() {
	n := len(s.phonetic)
	if n < soundMin {
		return
	}
	s.m.set(s.phonetic)
	s.ix.sounds.near(&s.m, letters(s.phonetic), allowed(n, oneSoundMin, twoSoundsMin), func(k, d int) {
		penalty := s.w.soundTypo(s.w.sound, d, n)
		for _, r := range s.ix.sounds.of(k) {
			if d == 0 || s.asLong(s.ix.spelling(int(ref(r).spelling()))) {
				s.offer(ref(r), penalty, Sound)
			}
		}
	})
	limit := min(allowed(len(s.skeleton), oneSkeletonMin, maxKey), 1)
	if len(s.skeleton) < skeletonMin {
		return
	}
	s.heard, s.m = s.m, matcher{}
	s.m.set(s.skeleton)
	s.ix.skeletons.near(&s.m, letters(s.skeleton), limit, func(k, d int) {
		for _, sound := range s.ix.skeletons.of(k) {
			s.offerLike(int(sound), d, s.w.soundTypo(s.w.skeleton, d, n))
		}
	})
}

// asLong tells that a spelling in the text's own script is about as long: several
// letters may write one sound, but not all over.
func (s *search) asLong(spelling string) bool {
	a, b := utf8.RuneCountInString(s.raw), utf8.RuneCountInString(spelling)
	return max(a, b)-min(a, b) <= max(3, a/lengthShare) || (firstRune(spelling) < latinEnd) != (firstRune(s.raw) < latinEnd)
}

const (
	// lengthShare: a text and a name that sounds nearly like it differ in length
	// by three letters or a quarter at most, unless one is in another script.
	lengthShare = 4
	// latinEnd is the first letter beyond Latin script.
	latinEnd = 0x370
)

// offerLike offers the spellings of a Phonetic key whose Skeleton is near, if
// the vowels agree well enough too, or one side does not write them.
func (s *search) offerLike(sound, edits int, penalty float32) {
	key := s.ix.sounds.key(sound)
	limit := max(len(key), len(s.phonetic)) * vowelsPercent / 100
	near := s.heard.distance(key, len(key), limit) <= limit
	bare := edits == 0 || len(s.skeleton) >= bareSkeletonMin
	for _, n := range s.ix.sounds.of(sound) {
		if near || bare && (s.unvowelled || unvowelled(s.ix.spelling(int(ref(n).spelling())))) {
			s.offer(ref(n), penalty, Sound)
		}
	}
}

// vowelsPercent is how much of two Phonetic keys may differ whose consonants
// agree: a vowel or two of a name, and an ending.
const vowelsPercent = 34

// unvowelled tells text in Arabic, Hebrew or Syriac letters.
func unvowelled(s string) bool {
	r := firstRune(s)
	return r >= 0x590 && r <= 0x77f || r >= 0xfb1d && r <= 0xfdff || r >= 0xfe70 && r <= 0xfefc
}

// monotonous tells a text of one letter over and over, of which no typing error
// makes a name.
func monotonous(folded string) bool {
	first := firstRune(folded)
	return strings.IndexFunc(folded, func(r rune) bool { return r != first }) < 0
}
