package lang

import (
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestLanguages(t *testing.T) {
	c := catalog(t)
	if diff := cmp.Diff(strings.Fields(order), c.Languages()); diff != "" {
		t.Errorf("Languages (-want +got):\n%s", diff)
	}
	var names []string
	for _, l := range c.Languages() {
		names = append(names, c.Printer(l).OwnName())
	}
	want := []string{"polski", "English", "Deutsch", "français", "lietuvių", "русский", "беларуская", "українська"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("OwnName (-want +got):\n%s", diff)
	}
	if got := c.Printer("eo").Lang(); got != "en" {
		t.Errorf("a language that is not here prints in %s", got)
	}
	if !c.Has("lt") || c.Has("eo") || c.Has("") {
		t.Error("Has is wrong")
	}
}

func TestMatch(t *testing.T) {
	tests := []struct{ name, header, want string }{
		{"no header", "", "en"},
		{"a Polish browser", "pl-PL,pl;q=0.9,en-US;q=0.8,en;q=0.7", "pl"},
		{"an Austrian", "de-AT", "de"},
		{"a Swiss who prefers French", "fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", "fr"},
		{"an unsupported language first", "cs-CZ,cs;q=0.9,de;q=0.5", "de"},
		{"only an unsupported one", "ja", "en"},
		{"Taraškievica gets the official orthography", "be-tarask", "be"},
		{"by quality, not by place", "en;q=0.3, lt;q=0.9", "lt"},
		{"Ukrainian", "uk", "uk"},
		{"nonsense", "%%%;;;q=q", "en"},
		{"far too long", strings.Repeat("xx,", 5000), "en"},
	}
	c := catalog(t)
	for _, tt := range tests {
		if got := c.Match(tt.header); got != tt.want {
			t.Errorf("%s: Match(%.40q) = %s, want %s", tt.name, tt.header, got, tt.want)
		}
	}
}

func TestCollate(t *testing.T) {
	tests := map[string][]string{
		"pl": {"Augustów", "Białystok", "Lublin", "Łomża", "Mielnik", "Zambrów", "Żary"},
		"lt": {"Čekiškė", "Dusetos", "Šakiai", "Tauragė", "Zarasai", "Žagarė"},
		"de": {"Aachen", "Ärzen", "Bonn", "Öhringen", "Zeitz"},
		"be": {"Гродна", "Ельск", "Ёды", "Івянец", "Узда", "Ўкраінка", "Фаніпаль"},
		"uk": {"Гайсин", "Ґирівка", "Дубно", "Ізюм", "Їжаківка"},
	}
	c := catalog(t)
	for l, want := range tests {
		p := c.Printer(l)
		got := slices.Clone(want)
		slices.Reverse(got)
		p.Collate(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", l, diff)
		}
		slices.Reverse(got)
		SortFunc(p, got, func(s string) string { return s })
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s, SortFunc (-want +got):\n%s", l, diff)
		}
	}
	if p := c.Printer("en"); p.Compare("Route 9", "Route 10") != -1 || p.Compare("b", "a") != 1 || p.Compare("a", "a") != 0 {
		t.Error("Compare is wrong")
	}
}

// Many readers at once: run with -race.
func TestConcurrentUse(t *testing.T) {
	c := catalog(t)
	var wg sync.WaitGroup
	for _, l := range c.Languages() {
		wg.Go(func() {
			p := c.Printer(l)
			for range 100 {
				p.Collate([]string{"Łódź", "Lublin", "Горадня", "Šakiai"})
				_ = p.Compare("a", "b")
				_ = p.T("date.since.year", "year", 2022)
				_ = p.T("missing")
			}
		})
	}
	wg.Wait()
}

func TestNames(t *testing.T) {
	c := catalog(t)
	tests := []struct{ lang, country, language string }{
		{"pl", "Białoruś", "białoruski"},
		{"en", "Belarus", "Belarusian"},
		{"de", "Belarus", "Belarusisch"},
		{"fr", "Biélorussie", "biélorusse"},
		{"lt", "Baltarusija", "baltarusių"},
		{"ru", "Беларусь", "белорусский"},
		{"be", "Беларусь", "беларуская"},
		{"uk", "Білорусь", "білоруська"},
	}
	for _, tt := range tests {
		p := c.Printer(tt.lang)
		if p.CountryName("BY") != tt.country || p.LanguageName("be") != tt.language {
			t.Errorf("%s: %q, %q", tt.lang, p.CountryName("BY"), p.LanguageName("be"))
		}
	}
	for code, want := range map[string]string{"sr-Latn": "serbski (łacińskie)", "be-tarask": "białoruski", "zz": "zz", "rue": "rusiński"} {
		if got := c.Printer("pl").LanguageName(code); got != want {
			t.Errorf("LanguageName(%s) = %q, want %q", code, got, want)
		}
	}
	p := c.Printer("be")
	if got := p.CountryName("XZ") + p.LanguageName("zz-x"); got != "XZzz-x" {
		t.Errorf("unknown codes print as %q", got)
	}
}

func TestReadRefuses(t *testing.T) {
	whole := func() fstest.MapFS {
		files := fstest.MapFS{}
		for _, name := range []string{"messages/en.json", "messages/reviewed.json", "cldr/en.json"} {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files[name] = &fstest.MapFile{Data: b}
		}
		files["messages/reviewed.json"].Data = []byte(`{"en": {}}`)
		return files
	}
	if _, err := read(whole()); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, file, data, wants string }{
		{"a message that cannot be read", "messages/en.json", `{"a.b": "{x"}`, "messages/en.json: key a.b: at byte 2"},
		{"no JSON", "messages/en.json", `{`, "messages/en.json"},
		{"a language without CLDR", "messages/cs.json", `{}`, "cldr/cs.json"},
		{"eleven months", "cldr/en.json", `{"months": []}`, "months"},
		{"a review without its texts", "messages/reviewed.json", `{"en": ["site.skip"]}`, "reviewed.json"},
	}
	for _, tt := range tests {
		files := whole()
		files[tt.file] = &fstest.MapFile{Data: []byte(tt.data)}
		if _, err := read(files); err == nil || !strings.Contains(err.Error(), tt.wants) {
			t.Errorf("%s: %v, want an error with %q", tt.name, err, tt.wants)
		}
	}
	if _, err := read(fstest.MapFS{}); err == nil {
		t.Error("an empty folder was taken")
	}
}

// A review holds for the text that was read: it lapses when the text changes.
func TestCoverage(t *testing.T) {
	english, err := cldr.ReadFile("cldr/en.json")
	if err != nil {
		t.Fatal(err)
	}
	c, err := read(fstest.MapFS{
		"cldr/en.json":           {Data: english},
		"messages/en.json":       {Data: []byte(`{"a.same": "Town", "a.changed": "Towns", "a.unread": "City"}`)},
		"messages/reviewed.json": {Data: []byte(`{"en": {"a.same": "Town", "a.changed": "Town", "a.gone": "Village"}}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Coverage{{"en", 3, 1}}, c.Coverage()); diff != "" {
		t.Errorf("Coverage (-want +got):\n%s", diff)
	}
}

func BenchmarkMessage(b *testing.B) {
	p := printerWith(b, "pl", map[string]string{
		"m": "{n, plural, one{# partner} few{# partnerów} many{# partnerów} other{# partnera}} {d, date, since}, {km, distance}",
	})
	p.messages["date.since.month"] = catalog(b).Printer("pl").messages["date.since.month"]
	m := Msg("m", "n", 12, "d", Date{1995, 2, 0}, "km", 1084.3)
	b.ReportAllocs()
	for b.Loop() {
		_ = p.Message(m)
	}
}
