package rule

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Problem is something in a rule that cannot be right. Its code and words are for a message;
// Error is for a log.
type Problem struct {
	Line, Column int
	Code         string // one of the codes below
	Word         string // what stands there
	Suggest      string // what may be meant; "" nothing is near
	A, B         int    // numbers of the message
}

// The codes of problems.
const (
	NotYAML       = "yaml"      // the text is no YAML
	TooLong       = "long"      // more than A bytes
	TooDeep       = "deep"      // conditions within conditions more than A deep
	TooMany       = "many"      // more than A conditions, or values in a list
	Alias         = "alias"     // anchors, aliases and tags are not used
	UnknownKey    = "key"       // a word that the language has not
	UnknownWord   = "word"      // a value that the language has not: a type, a role
	Twice         = "twice"     // a key stands there twice
	NoCondition   = "condition" // a condition is one word with its values
	NoList        = "list"      // here a list of conditions is wanted
	NoMapping     = "mapping"   // here {min: 2} or the like is wanted
	NoNumber      = "number"    // no whole number
	NoDay         = "day"       // no day
	NoText        = "text"      // no text
	NoBounds      = "bounds"    // a count without min, max or exactly
	Empty         = "empty"     // nothing stands in it
	MinOverMax    = "order"     // min A is more than max B
	Clash         = "clash"     // two conditions that must both hold cannot: A is more than B
	BeforeNothing = "before"    // before without member
	NoGroup       = "group"     // a group or a country that nobody knows
	NoArea        = "area"      // an area that nobody knows
	AreaOutside   = "outside"   // an area that lies in none of the countries
	TooFew        = "few"       // A countries are wanted of B
)

// Error describes the problem for a log.
func (p Problem) Error() string {
	return fmt.Sprintf("line %d: %s %q (near %q; %d, %d)", p.Line, p.Code, p.Word, p.Suggest, p.A, p.B)
}

// sorted puts problems into the order of their lines.
func sorted(all []Problem) []Problem {
	slices.SortStableFunc(all, func(a, b Problem) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
	return all
}

// Nearest returns the word of a list that a mistyped one is likely to mean, "" where none is near.
func Nearest(word string, list []string) string { return nearest(word, list) }

// nearest is Nearest.
func nearest(word string, list []string) string {
	best, least := "", 3 // two wrong letters are a slip, three another word
	for _, w := range list {
		if d := distance(strings.ToLower(word), strings.ToLower(w)); d < least && d < max(len(w)/2+1, 2) {
			best, least = w, d
		}
	}
	return best
}

// distance is Levenshtein's, over bytes, of words that are short.
func distance(a, b string) int {
	if len(a) > 64 || len(b) > 64 {
		return 64
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
