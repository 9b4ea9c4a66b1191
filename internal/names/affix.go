package names

import (
	"slices"
	"strings"
)

// affixes are the words that spellings of a place carry or leave out: "Gorad",
// "Kota", "City", "Shi", "Kommune". They are learned from the spellings
// themselves: a word counts when places that have a spelling with it often have the
// same spelling without it.
type affixes struct {
	first, last map[string]bool
}

const (
	// affixPlaces: a word must come off for so many places. Rarer ones are
	// accidents ("Nowy Targ" beside "Targ").
	affixPlaces = 12
	// affixShare: and for this share of the spellings that carry it there, so
	// that "San" and "Saint", which belong to names, stay.
	affixShare = 0.3
)

type affixCount struct{ seen, removable int }

// learnAffixes looks at the forms of each item together; item[s] is the item of
// form s.
func learnAffixes(item []uint32, forms []form) affixes {
	first, last := map[string]*affixCount{}, map[string]*affixCount{}
	for from := 0; from < len(item); {
		to := from + 1
		for to < len(item) && item[to] == item[from] {
			to++
		}
		countAffixes(forms[from:to], first, last)
		from = to
	}
	return affixes{first: choose(first), last: choose(last)}
}

// countAffixes counts the outer words of one item's spellings.
func countAffixes(forms []form, first, last map[string]*affixCount) {
	if len(forms) < 2 {
		return
	}
	latin := make(map[string]bool, len(forms))
	for _, f := range forms {
		latin[f.latin] = true
	}
	for name := range latin {
		head, rest, ok := strings.Cut(name, " ")
		if !ok {
			continue
		}
		count(first, head, latin[rest])
		end := strings.LastIndexByte(name, ' ')
		count(last, name[end+1:], latin[name[:end]])
	}
}

func count(words map[string]*affixCount, word string, removable bool) {
	c := words[word]
	if c == nil {
		c = new(affixCount)
		words[word] = c
	}
	c.seen++
	if removable {
		c.removable++
	}
}

func choose(words map[string]*affixCount) map[string]bool {
	chosen := map[string]bool{}
	for w, c := range words {
		if c.removable >= affixPlaces && float64(c.removable) >= affixShare*float64(c.seen) {
			chosen[w] = true
		}
	}
	return chosen
}

// strip takes such words off both ends of a Latin spelling, as long as one
// word remains.
func (a affixes) strip(s string) string {
	for {
		head, rest, ok := strings.Cut(s, " ")
		if !ok {
			return s
		}
		end := strings.LastIndexByte(s, ' ')
		switch {
		case a.last[s[end+1:]]:
			s = s[:end]
		case a.first[head]:
			s = rest
		default:
			return s
		}
	}
}

// words returns the words in order, for the snapshot.
func words(set map[string]bool) []string {
	list := make([]string, 0, len(set))
	for w := range set {
		list = append(list, w)
	}
	slices.Sort(list)
	return list
}
