package press_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"twintown/internal/press"
)

func TestAlign(t *testing.T) {
	text := func(parts ...string) string { return strings.Join(parts, "\n\n") }
	for _, c := range []struct {
		name           string
		was, now, done string
		want           []press.Pair
	}{
		{"nothing is translated yet", "", text("a", "b"), "", []press.Pair{{Change: press.Added, Origin: "a"}, {Change: press.Added, Origin: "b"}}},
		{"nothing changed", text("a", "b"), text("a", "b"), text("A", "B"), []press.Pair{{press.Same, "a", "", "A"}, {press.Same, "b", "", "B"}}},
		{"one was rewritten", text("a", "b"), text("a", "b2"), text("A", "B"), []press.Pair{{press.Same, "a", "", "A"}, {press.Rewritten, "b2", "b", "B"}}},
		{"one came between", text("a", "b"), text("a", "x", "b"), text("A", "B"), []press.Pair{{press.Same, "a", "", "A"}, {Change: press.Added, Origin: "x"}, {press.Same, "b", "", "B"}}},
		{"one is gone", text("a", "b", "c"), text("a", "c"), text("A", "B", "C"), []press.Pair{{press.Same, "a", "", "A"}, {press.Gone, "", "b", "B"}, {press.Same, "c", "", "C"}}},
		{"the translator joined two", text("a", "b"), text("a", "b2"), "AB", []press.Pair{{press.Same, "a", "", "AB"}, {press.Rewritten, "b2", "b", ""}}},
		{"the translator parted one", "a", "a", text("A", "AA"), []press.Pair{{press.Same, "a", "", "A"}, {press.Gone, "", "", "AA"}}},
	} {
		if got := press.Align(c.was, c.now, c.done); !slices.Equal(got, c.want) {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
	if got := press.Paragraphs("a\nb\n\n```\nx\n\ny\n```\n\n\nc"); !slices.Equal(got, []string{"a\nb", "```\nx\n\ny\n```", "c"}) {
		t.Errorf("paragraphs %q", got)
	}
}

// A translator gets the pictures of the original, and has to say herself what they show.
func TestAPictureToBeDescribedAnew(t *testing.T) {
	for paragraph, want := range map[string]string{
		"![Most nad rzeką](doc:01a2)":        "![](doc:01a2)",
		"![](doc:01a2)":                      "![](doc:01a2)",
		" ![Most](doc:01a2)\n":               "![](doc:01a2)",
		"Widać ![Most](doc:01a2)":            "",
		"![Most](doc:01a2) ![Ratusz](doc:b)": "",
		"[Most](doc:01a2)":                   "",
		"":                                   "",
	} {
		if got := press.Undescribed(paragraph); got != want {
			t.Errorf("%q: %q, want %q", paragraph, got, want)
		}
	}
}

// Whatever changed, each paragraph of the origin stands there once and in order, and none
// of the translation is lost.
func TestAlignLosesNothing(t *testing.T) {
	list := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d"}), 0, 8)
	rapid.Check(t, func(t *rapid.T) {
		was, now, done := list.Draw(t, "was"), list.Draw(t, "now"), list.Draw(t, "done")
		var origins, translations []string
		for _, p := range press.Align(press.Joined(was), press.Joined(now), press.Joined(done)) {
			if p.Origin != "" {
				origins = append(origins, p.Origin)
			}
			if p.Translation != "" {
				translations = append(translations, p.Translation)
			}
		}
		if !slices.Equal(origins, now) && len(origins)+len(now) > 0 || !slices.Equal(translations, done) && len(translations)+len(done) > 0 {
			t.Fatalf("origins %q of %q, translations %q of %q", origins, now, translations, done)
		}
	})
}
