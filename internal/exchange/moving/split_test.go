package moving

import (
	"slices"
	"strings"
	"testing"
)

// splitAsTheWorldDoes splits with the look-up of a fresh machine.
func splitAsTheWorldDoes(text string) (all []string) {
	f := &finder{atlas: world(), lexicon: words(), seen: map[string]bool{}}
	for _, p := range splitPartners(text, f.isPlace, f.isArea) {
		all = append(all, p.String())
	}
	return all
}

// Two partners in one cell are two; one with an "and" in its name is one.
func TestSplitPartners(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"Grodno (Białoruś), Kowno", []string{"Grodno, Białoruś", "Kowno"}},
		{"Grodno, Białoruś", []string{"Grodno, Białoruś"}},
		{"Grodno, Białoruś, Kowno, Litwa", []string{"Grodno, Białoruś", "Kowno, Litwa"}},
		{"Grodno\nKowno", []string{"Grodno", "Kowno"}},
		{"Grodno; Kowno", []string{"Grodno", "Kowno"}},
		{"Grodno / Kowno", []string{"Grodno", "Kowno"}},
		{"Grodno oraz Kowno", []string{"Grodno", "Kowno"}},
		{"Grodno i Kowno", []string{"Grodno", "Kowno"}},
		{"Vilnius and Trakai", []string{"Vilnius", "Trakai"}},
		{"Vilnius und Trakai", []string{"Vilnius", "Trakai"}},
		{"Vilnius et Trakai", []string{"Vilnius", "Trakai"}},
		{"Gardinas ir Kaunas", []string{"Gardinas", "Kaunas"}},
		{"Гродно и Каунас", []string{"Гродно", "Каунас"}},
		{"- Grodno\n- Kowno", []string{"Grodno", "Kowno"}},
		{"1. Grodno\n2. Kowno", []string{"Grodno", "Kowno"}},
		{"Grodno – Białoruś", []string{"Grodno, Białoruś"}},
		{"Yuma (Arizona)", []string{"Yuma, Arizona"}},
		{"Luxembourg, Luxembourg", []string{"Luxembourg, Luxembourg"}},
		{"Saint-Georges-lès-Baillargeaux", []string{"Saint-Georges-lès-Baillargeaux"}},
		{"Frankfurt am Main", []string{"Frankfurt am Main"}},
		{"–", nil},
		{"", nil},
	} {
		if got := splitAsTheWorldDoes(c.text); !slices.Equal(got, c.want) {
			t.Errorf("%q becomes %q, want %q", c.text, got, c.want)
		}
	}
}

func FuzzSplitPartners(f *testing.F) {
	for _, text := range []string{"Grodno (Białoruś), Kowno", "a and b", "((((", "))", "[x](y", "1) 2) 3)", ",,,;;;\n\n", "- - -"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4*mostText {
			return
		}
		parts := splitPartners(text, func(s string) bool { return len(s)%2 == 0 }, func(s string) bool { return len(s)%3 == 0 })
		if len(parts) > mostPartners {
			t.Fatalf("%d partners", len(parts))
		}
		for _, p := range parts {
			if strings.TrimSpace(p.Name) == "" && len(p.Narrow) == 0 {
				t.Errorf("%q has a partner without a name: %q", text, parts)
			}
		}
	})
}
