package names

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// Texts that are no name: each once answered with some metropolis.
func TestNonsenseFindsNothing(t *testing.T) {
	ix := smallIndex()
	for _, q := range []string{
		"qqqqqqqq", "xxxx", "asdfghjkl", "qwertyuiop", `"; DROP TABLE places; --`, "<script>alert(1)</script>", "🙂", "🙂🙂🙂", "hhhh", "zzzzzz",
		"wwwwwww", "ыыыыыы", "oooooo", "фывапролдж", "bcdfg", "12", "1234567890", "0000", "…", "../../etc/passwd", "undefined",
		strings.Repeat("a", 50), strings.Repeat("ж", 500), strings.Repeat("lorem ipsum ", 99), strings.Repeat("🙂", 999),
	} {
		if found := ix.Find(q, Options{}); found != nil {
			t.Errorf("Find(%.20q) = %+v, want nothing", q, found)
		}
	}
}

func TestWhoTypesADiacriticMeansIt(t *testing.T) {
	var b Builder
	b.Spelling(b.Item(5), "London")
	b.Spelling(b.Item(4), "Łódź")
	ix := b.Build()
	for query, want := range map[string]string{"ł": "Łódź", "Ł": "Łódź", "łó": "Łódź", "l": "London"} {
		if found := ix.Find(query, Options{}); len(found) == 0 || found[0].Spelling != want {
			t.Errorf("Find(%q) = %v, want %s first", query, found, want)
		}
	}
}

// Typing errors leave most of a text as it is: two of three letters, three of five.
func TestGuessesArePlausible(t *testing.T) {
	ix := smallIndex()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("abdegiklnorstłв")), 1, 12, -1).Draw(t, "text")
		n := utf8.RuneCountInString(Fold(text))
		for _, m := range ix.Find(text, Options{Limit: len(towns)}) {
			if m.How == Typo && (n < typosMin || leastDistance(Fold(text), Latin(text), m.Spelling) > max(1, n*2/5)) {
				t.Errorf("Find(%q) guesses %q", text, m.Spelling)
			}
			if m.How == Sound && len(Phonetic(Latin(text))) < soundBeginMin {
				t.Errorf("Find(%q), of no sounds, guesses %q", text, m.Spelling)
			}
		}
	})
}

// leastDistance is the least number of edits from any form of the text to any
// form of the spelling, whole or from one of its words to another.
func leastDistance(folded, latin, spelling string) int {
	least := maxKey
	for _, form := range []string{Fold(spelling), Latin(spelling)} {
		words := strings.Fields(form)
		for from := range words {
			for to := range words[from:] {
				part := strings.Join(words[from:from+to+1], " ")
				least = min(least, naive(folded, part), naive(latin, part))
			}
		}
	}
	return least
}

// One letter over and over begins names at most: no error makes a name of it.
func TestOneLetterOverAndOverIsNoGuess(t *testing.T) {
	ix := smallIndex()
	rapid.Check(t, func(t *rapid.T) {
		letter := rapid.RuneFrom([]rune("abcdefghijklmnopqrstuvwxyzłšžабвгдежзשa北")).Draw(t, "letter")
		text := strings.Repeat(string(letter), rapid.IntRange(1, 40).Draw(t, "times"))
		for _, m := range ix.Find(text, Options{}) {
			if m.How == Typo || m.How == Sound {
				t.Errorf("Find(%q) guesses %q", text, m.Spelling)
			}
		}
	})
}
