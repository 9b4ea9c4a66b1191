package main

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"twintown/starter"
)

// record writes one record of cities.pbf. A nil value leaves its field out.
func record(fields ...any) []byte {
	var b []byte
	for i := 0; i < len(fields); i += 2 {
		field := uint64(fields[i].(int))
		switch v := fields[i+1].(type) {
		case string:
			b = binary.AppendUvarint(b, field<<3|2)
			b = binary.AppendUvarint(b, uint64(len(v)))
			b = append(b, v...)
		case int: // signed
			b = binary.AppendUvarint(b, field<<3)
			b = binary.AppendVarint(b, int64(v))
		case uint:
			b = binary.AppendUvarint(b, field<<3)
			b = binary.AppendUvarint(b, uint64(v))
		}
	}
	return append(binary.AppendUvarint(nil, uint64(len(b))), b...)
}

func TestDecodeCities(t *testing.T) {
	file := append(
		record(1, 776069, 2, "Białystok", 3, "PL", 5, "206101", 7, "PPLA", 8, "81", 9, uint(291855), 10, 2316433, 11, 5313333),
		record(1, 627904, 2, "Hrodna", 3, "BY", 4, "PL", 7, "PPLA", 8, "03", 10, 66147, 11, 55507)...)
	got, err := decodeCities(file)
	if err != nil {
		t.Fatal(err)
	}
	want := []town{
		{id: 776069, name: "Białystok", country: "PL", feature: "PPLA", admin: "81", municipality: "206101", population: 291855, lat: 53.13333, lon: 23.16433},
		{id: 627904, name: "Hrodna", country: "BY", feature: "PPLA", admin: "03", lat: 53.6884, lon: 23.8258},
	}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(town{})); d != "" {
		t.Error(d)
	}
}

func FuzzDecodeCities(f *testing.F) {
	f.Add(record(1, 776069, 2, "Białystok", 3, "PL", 10, 2316433, 11, 5313333))
	f.Add([]byte{3, 0x12, 0x7f, 'x'})
	f.Fuzz(func(t *testing.T, file []byte) {
		towns, err := decodeCities(file)
		if err == nil && len(towns) > len(file) {
			t.Errorf("%d towns in %d bytes", len(towns), len(file))
		}
	})
}

// TestCountriesByPart: where most towns have a code of the fourth level, that
// one is the municipality's.
func TestCountriesByPart(t *testing.T) {
	got := countriesByPart([]town{
		{country: "DE", part: "02000000"},
		{country: "DE", part: "05124000"},
		{country: "PL", part: "0950463"},
		{country: "PL"},
		{country: "PL"},
	})
	if !got["DE"] || got["PL"] {
		t.Errorf("%v", got)
	}
}

func TestUnofficialBelarusian(t *testing.T) {
	for name, want := range map[string]bool{
		"Чысьцякова": true, "Разьдзельная": true, "Зьлін": true, "ваяводзтва": true,
		"Вільнюс": false, "Гродна": false, "Берасце": false, "Васількі": false, "Усць-Нера": false,
	} {
		if got := starter.UnofficialBelarusian(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestInScript(t *testing.T) {
	for _, c := range []struct {
		lang, value string
		want        bool
	}{
		{"ru", "Брестская область", true},
		{"ru", "Brestskaya Oblast’", false},
		{"uk", "Скоп’є", true},
		{"pl", "Województwo łódzkie", true},
		{"en", "Yahil’nytsya", true},
		{"de", "Київ", false},
		{"ja", "東京", true}, // only the eight languages are checked
	} {
		if got := starter.InScript(c.lang, c.value); got != c.want {
			t.Errorf("%s %q: %v", c.lang, c.value, got)
		}
	}
}

// TestKinds: Belarusian and Russian are at home in Hrodna, Polish isn't;
// Ukraine has one official language; German is official in Belgium, but only
// a German-speaking town's own name makes an endonym.
func TestKinds(t *testing.T) {
	countries := map[string]*starter.Country{
		"BY": {Languages: []starter.Language{{Code: "ru", Share: .71, Official: "official"}, {Code: "be", Share: .26, Official: "official"}}},
		"UA": {Languages: []starter.Language{{Code: "uk", Share: .65, Official: "official"}, {Code: "ru", Share: .46}}},
		"BE": {Languages: []starter.Language{{Code: "nl", Share: .55, Official: "official"}, {Code: "de", Share: .22, Official: "official"}}},
	}
	towns := []town{
		{id: 1, name: "Hrodna", country: "BY"},
		{id: 2, name: "Kyiv", country: "UA"},
		{id: 3, name: "Liège", country: "BE"},
		{id: 4, name: "Eupen", country: "BE"},
	}
	row := func(place int64, lang, value string) name {
		return name{Name: starter.Name{Place: place, Lang: lang, Value: value}}
	}
	names := []name{
		row(1, "be", "Гродна"), row(1, "pl", "Grodno"), row(1, "ru", "Гродно"), row(1, "ru", "Городно"),
		row(2, "ru", "Киев"), row(2, "uk", "Київ"), row(3, "de", "Lüttich"), row(4, "de", "Eupen"),
	}
	markKinds(names, towns, countries)
	want := []string{"endonym", "exonym", "endonym", "variant", "exonym", "endonym", "exonym", "endonym"}
	if d := cmp.Diff(want, values(names, func(n name) string { return n.Kind })); d != "" {
		t.Error(d)
	}
}

func TestMergeKeepsThePreferredNameFirst(t *testing.T) {
	row := func(value string, rank int) name {
		return name{Name: starter.Name{Place: 1, Lang: "pl", Value: value}, rank: rank}
	}
	got := merge([]name{row("Mińsk", 1), row("Minsk", 1), row("Mińsk", 0)})
	if d := cmp.Diff([]string{"Mińsk", "Minsk"}, values(got, func(n name) string { return n.Value })); d != "" {
		t.Error(d)
	}
}

func TestHandWrittenRegions(t *testing.T) {
	names, err := readHandWritten(handWritten)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range starter.Languages() {
		for code, value := range names[lang] {
			if !starter.InScript(lang, value) {
				t.Errorf("%s in %s is %q", code, lang, value)
			}
		}
	}
	if got := len(names["pl"]); got < 70 {
		t.Errorf("%d regions", got)
	}
	for code := range names["pl"] {
		for _, country := range []string{"PL", "BY", "LT", "UA", "DE", "CZ", "SK", "EE"} {
			for _, lang := range starter.Languages() {
				if strings.HasPrefix(code, country+".") && names[lang][code] == "" {
					t.Errorf("%s has no name in %s", code, lang)
				}
			}
		}
	}
	if _, err := readHandWritten("code\tpl\nPL.81"); err == nil {
		t.Error("a line without its cells was accepted")
	}
}
