package press_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"twintown/internal/press"
)

func sides(pieces []press.Piece) (old, now string) {
	for _, p := range pieces {
		if p.Change != press.Added {
			old += p.Text
		}
		if p.Change != press.Gone {
			now += p.Text
		}
	}
	return old, now
}

func shape(pieces []press.Piece) string {
	var all []string
	for _, p := range pieces {
		all = append(all, map[press.Change]string{press.Same: "=", press.Added: "+", press.Gone: "-"}[p.Change]+p.Text)
	}
	return strings.Join(all, "|")
}

func TestDifferences(t *testing.T) {
	for _, c := range []struct{ old, now, want string }{
		{"", "", ""},
		{"a", "a", "=a"},
		{"", "a b", "+a b"},
		{"a b", "", "-a b"},
		{"12 miast z Polski", "14 miast z Polski", "-12|+14|= miast z Polski"},
		{"Zażółć gęślą jaźń.", "Zażółć gęsią jaźń.", "=Zażółć |-gęślą|+gęsią|= jaźń."},
		{"one two three four", "one five six four", "=one |-two three|+five six|= four"},
	} {
		if got := shape(press.Differences(c.old, c.now)); got != c.want {
			t.Errorf("%q → %q: %s, want %s", c.old, c.now, got, c.want)
		}
	}
}

// Whatever the texts are, the pieces make both of them.
func TestDifferencesLoseNothing(t *testing.T) {
	text := rapid.StringMatching(`([a-cż]{1,2}[ ,.\n]?){0,40}`)
	rapid.Check(t, func(t *rapid.T) {
		old, now := text.Draw(t, "old"), text.Draw(t, "now")
		if a, b := sides(press.Differences(old, now)); a != old || b != now {
			t.Fatalf("%q → %q: pieces make %q and %q", old, now, a, b)
		}
	})
	long := strings.Repeat("słowo i drugie słowo, ", 2000) + "\n\n" + strings.Repeat("trzecie ", 1500)
	if a, b := sides(press.Differences(long, "x\n"+long)); a != long || b != "x\n"+long {
		t.Error("a long text is not whole")
	}
}
