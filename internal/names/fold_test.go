package names

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestFoldKeepsTheScriptAndDropsTheRest(t *testing.T) {
	tests := []struct{ in, want string }{
		{"Białystok", "bialystok"},
		{"  Łódź ", "lodz"},
		{"ŠAKIAI", "sakiai"},
		{"Königsberg", "konigsberg"},
		{"Straße", "strasse"},
		{"Nowy-Targ", "nowy targ"},
		{"L’viv", "lviv"},
		{"Ñuñoa", "nunoa"},
		{"Го́радня", "горадня"},
		{"Свислочь", "свислочь"},
		{"Гомель — Homel", "гомель homel"},
		{"Ρόδος", "ροδοσ"},
		{"İstanbul", "istanbul"},
		{"قُرْطُبَة", "قرطبه"},
		{"गंगावती", "गंगावती"},
		{"부산", "부산"},
		{"ガ", "ガ"},
		{"１５", "15"},
		{"١٥-٠٠١", "15 001"},
		{"...", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got := Fold(tt.in); got != tt.want {
			t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestLatinReadsAsGazetteersPrint(t *testing.T) {
	tests := []struct{ in, want string }{
		{"Białystok", "bialystok"},
		{"Белосток", "belostok"},
		{"Гродно", "grodno"},
		{"Ужгород", "uzhgorod"},
		{"Щучин", "shchuchin"},
		{"Харків", "kharkiv"},
		{"Γκντανσκ", "gdansk"},
		{"Αθήνα", "athina"},
		{"דקר", "dqr"},
		{"ورشو", "wrshw"},
		{"北京", "bei jing"},
		{"ワルシャワ", "warushawa"},
		{"케이프코스트", "keipeukoseuteu"},
		{"नाडियाड", "nadiyad"},
		{"თბილისი", "tbilisi"},
		{"Bergen (Hordaland)", "bergen hordaland"},
	}
	for _, tt := range tests {
		if got := Latin(tt.in); got != tt.want {
			t.Errorf("Latin(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestPhoneticMergesSpellingsOfOneName(t *testing.T) {
	tests := [][]string{
		{"Białystok", "Bialystok", "Bialistok", "Biaľystok"},
		{"Vrotslav", "Vrozlav"},
		{"Szczecin", "Schtschezin", "Shchetsin"},
		{"Żytomir", "Zhitomir", "Schytomyr", "Житомир"},
		{"Kowno", "Kovno"},
	}
	for _, group := range tests {
		want := Phonetic(Latin(group[0]))
		for _, name := range group[1:] {
			if got := Phonetic(Latin(name)); got != want {
				t.Errorf("Phonetic of %s is %q, of %s %q", name, got, group[0], want)
			}
		}
	}
}

func TestSkeletonMergesNamesOfOneTown(t *testing.T) {
	for _, group := range [][]string{{"Hrodna", "Grodno", "Gardinas", "Горадня"}, {"Warszawa", "Varšava", "Варшава"}} {
		want := Skeleton(Phonetic(Latin(group[0])))
		for _, name := range group[1:] {
			if got := Skeleton(Phonetic(Latin(name))); got != want {
				t.Errorf("Skeleton of %s is %q, of %s %q", name, got, group[0], want)
			}
		}
	}
}

func TestFoldIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		if once := Fold(s); Fold(once) != once {
			t.Fatalf("Fold(%q) = %q, folded again %q", s, once, Fold(once))
		}
	})
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Białystok", "Горадня", "ガッツ", "부산", "गंगावती", "İ", "ﬃ", "\xff", "ẞ", "Ǆ", "〒", "\xa4\xa4Ť\xf1Ť", "радЈ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if twice := Fold(once); twice != once {
			t.Fatalf("Fold(%q) = %q, folded again %q", s, once, twice)
		}
		if !utf8.ValidString(once) {
			t.Fatalf("Fold(%q) = %q is not UTF-8", s, once)
		}
		latin := Latin(s)
		for _, r := range latin {
			if r != ' ' && (r < '0' || r > '9' && r < 'a' || r > 'z') {
				t.Fatalf("Latin(%q) = %q holds %q", s, latin, r)
			}
		}
		Skeleton(Phonetic(latin))
	})
}

func TestTableValuesAreFolded(t *testing.T) {
	for r, s := range foldTable {
		if got := Fold(s); got != s {
			t.Errorf("the value of %q is %q, which folds to %q", r, s, got)
		}
	}
}
