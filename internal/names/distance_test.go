package names

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// naive is the textbook programme for optimal string alignment.
func naive(a, b string) int {
	s, t := []rune(a), []rune(b)
	d := make([][]int, len(s)+1)
	for i := range d {
		d[i] = make([]int, len(t)+1)
		d[i][0] = i
	}
	for j := range t {
		d[0][j+1] = j + 1
	}
	for i := 1; i <= len(s); i++ {
		for j := 1; j <= len(t); j++ {
			cost := 1
			if s[i-1] == t[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(s)][len(t)]
}

func measure(a, b string, limit int) int {
	var m matcher
	m.set(a)
	return m.distance(b, utf8.RuneCountInString(b), limit)
}

func TestDistanceOfTypingErrors(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"bialystok", "bialystok", 0},
		{"bialystok", "bialistok", 1},
		{"bialystok", "biaylstok", 1},
		{"bialystok", "bialstok", 1},
		{"горадня", "гародня", 2},
		{"kaunas", "kowno", 4},
		{"", "abc", 3},
		{"abc", "", 3},
	}
	for _, tt := range tests {
		if got := measure(tt.a, tt.b, 9); got != tt.want {
			t.Errorf("distance of %q and %q = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

// Few letters make near pairs likely; three scripts reach both letter tables.
var someText = rapid.StringOfN(rapid.RuneFrom([]rune("abcж北 ")), 0, 12, -1)

func TestDistanceEqualsTheTextbook(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := someText.Draw(t, "a"), someText.Draw(t, "b")
		limit := rapid.IntRange(0, 6).Draw(t, "limit")
		if got, want := measure(a, b, limit), min(naive(a, b), limit+1); got != want {
			t.Fatalf("distance of %q and %q within %d = %d, want %d", a, b, limit, got, want)
		}
	})
}

func TestLettersNeverHideANearKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := someText.Draw(t, "a"), someText.Draw(t, "b")
		d := naive(a, b)
		if tooFar(letters(a), letters(b), d) {
			t.Fatalf("%q and %q are %d edits apart, and passed over", a, b, d)
		}
		if tooFar(coarse(letters(a)), coarse(letters(b)), d) {
			t.Fatalf("%q and %q are %d edits apart, and their groups passed over", a, b, d)
		}
	})
}
