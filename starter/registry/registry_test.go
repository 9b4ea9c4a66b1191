package registry_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"twintown/starter"
	"twintown/starter/registry"
)

func read(t *testing.T) *registry.Registry {
	t.Helper()
	r, err := registry.Read()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// known returns the numbers of every place that the starter can show.
func known(r *registry.Registry) map[int64]string {
	places := map[int64]string{}
	for town := range starter.Towns() {
		places[town.ID] = town.Country
	}
	for _, p := range r.Places {
		places[p.ID] = p.Country
	}
	return places
}

func TestEveryPlaceExists(t *testing.T) {
	r := read(t)
	places := known(r)
	need := func(where string, id int64) {
		if _, ok := places[id]; !ok {
			t.Errorf("%s: place %d is neither a starter town nor in places.json", where, id)
		}
	}
	for _, p := range r.Partnerships {
		for _, party := range p.Parties {
			need(p.Key, party.Place)
		}
		for _, a := range p.Acts {
			if a.At != 0 {
				need(p.Key+"/"+a.Key, a.At)
			}
		}
	}
	for _, n := range r.Notices {
		for _, id := range slices.Concat(n.For.Places, n.About.Places) {
			need(n.Key, id)
		}
	}
	for _, p := range r.Places {
		if p.Seat != 0 {
			need(p.Name, p.Seat)
		}
	}
	for _, n := range r.Names {
		need("names.tsv", n.Place)
	}
	for _, l := range r.Lookups {
		need("lookups.tsv "+l.Query, l.Place)
	}
}

func TestOwnPlacesDoNotHideTowns(t *testing.T) {
	r := read(t)
	towns := map[int64]bool{}
	for town := range starter.Towns() {
		towns[town.ID] = true
	}
	seen := map[int64]bool{}
	for _, p := range r.Places {
		if towns[p.ID] || seen[p.ID] {
			t.Errorf("places.json: %d %s exists already", p.ID, p.Name)
		}
		seen[p.ID] = true
	}
}

// TestStories holds the stories that the product is known by to what their sources say.
func TestStories(t *testing.T) {
	tests := []struct {
		name, key string
		acts      []string // types, in order
		last      string   // date of the last act
	}{
		{"Białystok and Grodno, ended by a unanimous council", "bialystok-hrodna", []string{"agreement", "resolution", "agreement", "interruption", "suspension", "termination"}, "2022-03-03"},
		{"Białystok and Irkutsk, letter of intent denounced", "bialystok-irkutsk", []string{"letter_of_intent", "denunciation"}, "2022-02"},
		{"Białystok and Tomsk, letter of intent denounced", "bialystok-tomsk", []string{"letter_of_intent", "denunciation"}, "2022-02"},
		{"Białystok and Pskov, expired and not renewed", "bialystok-pskov", []string{"resolution", "agreement", "expiry"}, "../2022-02-28"},
		{"Gołdap and Šakiai, friendship since 1995", "goldap-sakiai", []string{"agreement", "activity"}, "2019"},
		{"Skarżysko-Kamienna and Grodno, suspended", "skarzysko-hrodna", []string{"agreement", "suspension"}, "2022-03"},
		{"a county and a city, if funded", "bialystok-county-uzhhorod", []string{"resolution"}, "2023-09-28"},
		{"Giżycko and Nesterov, five years and five more", "gizycko-county-nesterov", []string{"agreement", "renewal"}, "2011-04-12"},
		{"Leszno and Deurne, ended by letter, carried on by associations", "leszno-deurne", []string{"agreement", "renewal", "activity", "termination", "civil_contacts"}, "2017~"},
		{"Łódź and Ivanovo, six months of notice", "lodz-ivanovo", []string{"agreement", "notice"}, "2022-03-02"},
		{"Łódź and Kaliningrad, six months of notice", "lodz-kaliningrad", []string{"agreement", "notice"}, "2022-03-02"},
		{"Konin and Bryansk, after 27 years", "konin-bryansk", []string{"agreement", "termination"}, "2022-03"},
		{"Kraków and Jerusalem, no agreement", "krakow-jerusalem", []string{"contact"}, "../2007-12"},
		{"Krzeszowice and Zhovkva, letter of intent", "krzeszowice-zhovkva", []string{"letter_of_intent"}, "2023-03"},
		{"Chicago and Moscow, until hostilities end", "chicago-moscow", []string{"agreement", "suspension"}, "2022-03-01"},
	}
	r := read(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			i := slices.IndexFunc(r.Partnerships, func(p registry.Partnership) bool { return p.Key == tt.key })
			if i < 0 {
				t.Fatalf("no partnership %q", tt.key)
			}
			acts := r.Partnerships[i].Acts
			var types []string
			for _, a := range acts {
				types = append(types, a.Type)
			}
			if diff := cmp.Diff(tt.acts, types); diff != "" {
				t.Errorf("acts (-want +got):\n%s", diff)
			}
			if got := acts[len(acts)-1].Date.Value; got != tt.last {
				t.Errorf("last act on %q, want %q", got, tt.last)
			}
		})
	}
}

func TestContradictionIsKept(t *testing.T) {
	r := read(t)
	var values []string
	preferred := 0
	for _, p := range r.Partnerships {
		if p.Key != "bialystok-hrodna" {
			continue
		}
		for _, c := range p.Claims {
			values = append(values, c.Value)
			if c.Rank == "preferred" {
				preferred++
			}
		}
	}
	for _, want := range []string{"1960", "2018-03-16"} {
		if !slices.Contains(values, want) {
			t.Errorf("no claim that it began in %s: %q", want, values)
		}
	}
	if preferred != 1 {
		t.Errorf("%d preferred claims, want 1", preferred)
	}
}

// TestRussiaAndBelarusFold: the top list of Białystok shows no town of either
// country outside the marked group, which these caveats bring about.
func TestRussiaAndBelarusFold(t *testing.T) {
	r := read(t)
	for _, country := range []string{"RU", "BY"} {
		if !slices.ContainsFunc(r.Notices, func(n registry.Notice) bool {
			return n.Folds && slices.Contains(n.For.Countries, "PL") && slices.Contains(n.About.Countries, country)
		}) {
			t.Errorf("no caveat folds %s for places in Poland", country)
		}
	}
}

// TestNoPersons: offices sign and decide; no person is named in any file.
func TestNoPersons(t *testing.T) {
	person := regexp.MustCompile(`(?i:\b(mayor|burmistrz|prezydent|starosta|wójt|marszałek|mer|meras|bürgermeister|maire|мэр|мер|мэрка)\b)\s+\p{Lu}\p{Ll}+\s+\p{Lu}\p{Ll}+`)
	for _, file := range []string{"partnerships.json", "notices.json", "places.json", "sources.json", "names.tsv"} {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if found := person.FindString(string(content)); found != "" {
			t.Errorf("%s names a person: %q", file, found)
		}
	}
}

// TestFilesKeepTheirForm: what Go reads and writes again is the file, so that a
// program may edit it and a person sees only the change.
func TestFilesKeepTheirForm(t *testing.T) {
	r := read(t)
	for file, list := range map[string]any{
		"places.json":       map[string]any{"places": r.Places},
		"sources.json":      map[string]any{"sources": r.Sources},
		"partnerships.json": map[string]any{"partnerships": r.Partnerships},
		"notices.json":      map[string]any{"notices": r.Notices},
	} {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		e.SetIndent("", " ")
		if err := e.Encode(list); err != nil {
			t.Fatal(err)
		}
		var want, got any
		if err := json.Unmarshal(content, &want); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(b.String()), &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s loses something (-file +read):\n%s", file, diff)
		}
	}
}

// enough is what the registry promises at least.
const (
	enoughPlaces  = 150 // with hand-checked names
	enoughLookups = 60
)

func TestNamesAreEnough(t *testing.T) {
	r := read(t)
	byPlace := map[int64]map[string]bool{}
	for _, n := range r.Names {
		if byPlace[n.Place] == nil {
			byPlace[n.Place] = map[string]bool{}
		}
		byPlace[n.Place][n.Lang] = true
	}
	full := 0
	for _, langs := range byPlace {
		if !slices.ContainsFunc(registry.Languages(), func(l string) bool { return !langs[l] }) {
			full++
		}
	}
	if full < enoughPlaces {
		t.Errorf("%d places have names in all eight languages (of %d), want %d", full, len(byPlace), enoughPlaces)
	}
	if len(r.Lookups) < enoughLookups {
		t.Errorf("%d look-ups, want %d", len(r.Lookups), enoughLookups)
	}
}

// TestNamesOfOneTown: one city, six spellings; and the disputed ones as the policy has them.
func TestNamesOfOneTown(t *testing.T) {
	tests := []struct {
		place       int64
		lang, value string
		kind        string
	}{
		{627904, "be", "Гродна", "endonym"},
		{627904, "ru", "Гродно", "endonym"},
		{627904, "be", "Горадня", "variant"},
		{627904, "lt", "Gardinas", "exonym"},
		{627904, "pl", "Grodno", "exonym"},
		{627904, "en", "Hrodna", "exonym"},
		{598316, "de", "Kauen", "historical"},
		{554234, "pl", "Królewiec", "exonym"},
		{554234, "lt", "Karaliaučius", "exonym"},
		{554234, "de", "Königsberg", "historical"},
		{702550, "de", "Lemberg", "variant"},
		{703448, "en", "Kyiv", "exonym"},
	}
	r := read(t)
	for _, tt := range tests {
		if !slices.ContainsFunc(r.Names, func(n registry.Name) bool {
			return n.Place == tt.place && n.Lang == tt.lang && n.Value == tt.value && n.Kind == tt.kind
		}) {
			t.Errorf("%d is not %q in %q as %s", tt.place, tt.value, tt.lang, tt.kind)
		}
	}
}

// TestScripts: a name in Russian, Belarusian or Ukrainian is written in Cyrillic, and
// each with the letters that only it has or lacks.
func TestScripts(t *testing.T) {
	for _, n := range read(t).Names {
		cyrillic := regexp.MustCompile(`\p{Cyrillic}`).MatchString(n.Value)
		if want := slices.Contains([]string{"ru", "be", "uk"}, n.Lang); cyrillic != want {
			t.Errorf("%d %s %q: Cyrillic is %v", n.Place, n.Lang, n.Value, cyrillic)
		}
		foreign := map[string]string{"ru": "ієїґў’", "be": "иїєґщъ", "uk": "ыэёўъ"}[n.Lang]
		if foreign != "" && strings.ContainsAny(strings.ToLower(n.Value), foreign) {
			t.Errorf("%d %s %q has a letter of another language", n.Place, n.Lang, n.Value)
		}
	}
}
