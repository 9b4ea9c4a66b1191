package names

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// towns is a small gazetteer: the first spelling is the proper name, which the
// tests use to name the town.
var towns = []struct {
	population float64
	spellings  []string
}{
	{291855, []string{"Białystok", "Белосток", "Беласток", "Balstogė", "QYY", "Bjalistok"}},
	{361115, []string{"Hrodna", "Гродна", "Гродно", "Горадня", "Gardinas", "Grodno", "GNA", "Гараднё"}},
	{289380, []string{"Kaunas", "Kowno", "Kauen", "Каунас", "Коўна", "KUN", "kawnas"}},
	{717273, []string{"Lviv", "Lwów", "Lemberg", "Львів", "Львов", "LWO"}},
	{475056, []string{"Kaliningrad", "Königsberg", "Królewiec", "Karaliaučius", "Калининград", "KGD"}},
	{4317, []string{"Lemberg", "lai mu beige"}},
	{7398, []string{"Chojna", "Königsberg"}},
	{180935, []string{"Guna", "gna", "गुना"}},
	{49410, []string{"Skarżysko-Kamienna"}},
	{21743, []string{"Kamienna Góra", "Landeshut"}},
	{13769, []string{"Gołdap", "Goldap", "Голдап"}},
	{6613, []string{"Šakiai", "Szaki", "Schaken"}},
	{144899, []string{"Brest", "Brest-sur-Mer"}},
	{344470, []string{"Brest", "Brześć", "Брест", "Берасце", "Gorad Brest"}},
	{1702139, []string{"Warsaw", "Warszawa", "Warschau", "Варшава", "Varšuva", "ワルシャワ"}},
	{2138551, []string{"Paris", "Paryż", "Парыж", "Париж", "باريس"}},
	{2797553, []string{"Kyiv", "Київ", "Kijów", "Киев", "קייב", "qyyb"}},
}

func smallIndex() *Index {
	var b Builder
	for _, town := range towns {
		item := b.Item(0.33 * math.Log(town.population+2000))
		for _, s := range town.spellings {
			b.Spelling(item, s)
		}
	}
	return b.Build()
}

func first(ix *Index, q string) string {
	found := ix.Find(q, Options{Limit: 1})
	if len(found) == 0 {
		return ""
	}
	return towns[found[0].Item].spellings[0]
}

func TestEverySpellingFindsItsTown(t *testing.T) {
	ix := smallIndex()
	tests := []struct{ query, want string }{
		{"Гродна", "Hrodna"},
		{"гродно", "Hrodna"},
		{"Горадня", "Hrodna"},
		{"gardinas", "Hrodna"},
		{"Kowno", "Kaunas"},
		{"Коўна", "Kaunas"},
		{"Lwow", "Lviv"},
		{"Königsberg", "Kaliningrad"},
		{"konigsberg", "Kaliningrad"},
		{"Koenigsberg", "Kaliningrad"},
		{"Karaliaucius", "Kaliningrad"},
		{"bialistok", "Białystok"},
		{"biaylstok", "Białystok"},
		{"Bjelostok", "Białystok"},
		{"Μπιάλιστοκ", "Białystok"},
		{"Шакяй", "Šakiai"},
		{"Zakiai", "Šakiai"},
		{"warsza", "Warsaw"},
		{"Varsava", "Warsaw"},
		{"Kamienna", "Kamienna Góra"},
		{"skarzysko kamiena", "Skarżysko-Kamienna"},
		{"قييب", "Kyiv"},
		{"GNA", "Guna"},
		{"QYY", "Kyiv"},
		{"", ""},
		{"  ,. ", ""},
	}
	for _, tt := range tests {
		if got := first(ix, tt.query); got != tt.want {
			t.Errorf("Find(%q) begins with %q, want %q", tt.query, got, tt.want)
		}
	}
}

func TestTiesGoToTheLargerTown(t *testing.T) {
	ix := smallIndex()
	for query, want := range map[string]int{"Brest": 13, "Lemberg": 3, "Königsberg": 4} {
		if found := ix.Find(query, Options{}); len(found) < 2 || found[0].Item != want {
			t.Errorf("Find(%q) = %v, want item %d first of two", query, found, want)
		}
	}
}

func TestCodesComeAfterAllNames(t *testing.T) {
	ix := smallIndex()
	found := ix.Find("GNA", Options{Limit: 50})
	at := slices.IndexFunc(found, func(m Match) bool { return m.How == Code })
	if at != len(found)-1 || towns[found[at].Item].spellings[0] != "Hrodna" {
		t.Errorf("Find(GNA) = %v, want Hrodna's code last", found)
	}
}

func TestExactNamesAreNotMixedWithGuesses(t *testing.T) {
	for _, m := range smallIndex().Find("Brest", Options{Limit: 50}) {
		if m.How == Typo {
			t.Errorf("Find(Brest) lists %q, a typing error away", m.Spelling)
		}
	}
}

func TestKeepNarrows(t *testing.T) {
	found := smallIndex().Find("Brest", Options{Keep: func(item int) bool { return item == 12 }})
	if len(found) != 1 || found[0].Item != 12 {
		t.Errorf("Find(Brest) narrowed to item 12 = %v", found)
	}
}

func TestABeginningFindsEachName(t *testing.T) {
	ix := smallIndex()
	for i, town := range towns {
		for _, s := range town.spellings {
			if isCode(s) {
				continue
			}
			runes := []rune(Fold(s))
			begin := string(runes[:(len(runes)*3+4)/5])
			found := ix.Find(begin, Options{Limit: len(towns)})
			if !slices.ContainsFunc(found, func(m Match) bool { return m.Item == i }) {
				t.Errorf("Find(%q) misses %s", begin, s)
			}
		}
	}
}

func TestOneTypingErrorFindsEachName(t *testing.T) {
	ix := smallIndex()
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.IntRange(0, len(towns)-1).Draw(t, "town")
		s := []rune(Fold(rapid.SampledFrom(towns[i].spellings).Draw(t, "spelling")))
		if len(s) < 5 {
			return
		}
		at := rapid.IntRange(0, len(s)-1).Draw(t, "at")
		typo := string(s[:at]) + "x" + string(s[at+1:])
		found := ix.Find(typo, Options{Limit: len(towns)})
		if !slices.ContainsFunc(found, func(m Match) bool { return m.Item == i }) {
			t.Fatalf("Find(%q) misses %s", typo, string(s))
		}
	})
}

func TestSplit(t *testing.T) {
	tests := []struct{ in, name, narrow string }{
		{"Brest, BY", "Brest", "BY"},
		{"Brest (Беларусь)", "Brest", "Беларусь"},
		{"Springfield, Illinois, US", "Springfield", "Illinois|US"},
		{"دراکات، ماساچوست", "دراکات", "ماساچوست"},
		{"Białystok", "Białystok", ""},
		{"Białystok,", "Białystok", ""},
		{", PL", ", PL", ""},
		{"", "", ""},
	}
	for _, tt := range tests {
		name, narrow := Split(tt.in)
		if name != tt.name || strings.Join(narrow, "|") != tt.narrow {
			t.Errorf("Split(%q) = %q, %q, want %q, %q", tt.in, name, narrow, tt.name, tt.narrow)
		}
	}
}

func TestIsCode(t *testing.T) {
	for s, want := range map[string]bool{
		"GNA": true, "QYY": true, "15-001": true, "98032": true, "SW1A 1": false, "Ulm": false, "gna": false, "OSH ": false, "UFA": true, "Murmansk-130": false, "": false,
	} {
		if got := isCode(s); got != want {
			t.Errorf("isCode(%q) = %v, want %v", s, got, want)
		}
	}
}

func TestAnEmptyIndexFindsNothing(t *testing.T) {
	var b Builder
	if found := b.Build().Find("Białystok", Options{}); found != nil {
		t.Errorf("an empty index found %v", found)
	}
}

func FuzzFind(f *testing.F) {
	ix := smallIndex()
	for _, s := range []string{"bialistok", "Горадня, BY", "GNA", "\xff\xfe", strings.Repeat("ł", 999), "ワルシャワ", "a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		name, narrow := Split(s)
		for _, q := range append(narrow, name, s) {
			found := ix.Find(q, Options{Limit: 5})
			if len(found) > 5 {
				t.Fatalf("Find(%q) returned %d matches", q, len(found))
			}
			for i, m := range found {
				if math.IsNaN(m.Score) || i > 0 && m.Score > found[i-1].Score {
					t.Fatalf("Find(%q): scores out of order: %v", q, found)
				}
			}
		}
	})
}
