package place_test

import (
	"strings"
	"sync"
	"testing"

	"twintown/internal/place"
	"twintown/internal/platform/lang/messages"
	"twintown/starter"
	"twintown/starter/registry"
)

// embedded is the atlas of the starter and the registry, as a fresh machine has it.
// It is made once for all tests of what people see and find on it.
var embedded = sync.OnceValue(func() *place.Atlas {
	reg, err := registry.Read()
	if err != nil {
		panic(err)
	}
	catalog, err := messages.Default()
	if err != nil {
		panic(err)
	}
	return place.NewAtlas(embeddedPlaces(reg), embeddedNames(reg), embeddedRegions()).WithCountryNames(place.CatalogCountries(catalog))
})

func embeddedPlaces(reg *registry.Registry) (all []place.Place) {
	for t := range starter.Towns() {
		all = append(all, place.Place{
			ID: t.ID, Name: t.Name, Country: t.Country, Region: t.Region, Lat: t.Lat, Lon: t.Lon,
			Population: t.Population, Feature: t.Feature, Kind: place.KindOf(t.Feature),
		})
	}
	for _, u := range reg.Places {
		all = append(all, place.Place{
			ID: u.ID, Name: u.Name, Country: u.Country, Region: u.Region, Lat: u.Lat, Lon: u.Lon, Population: u.Population, Kind: place.Kind(u.Kind),
		})
	}
	return all
}

func embeddedNames(reg *registry.Registry) (all []place.Name) {
	for _, n := range reg.Names {
		all = append(all, place.Name{Place: n.Place, Lang: n.Lang, Value: n.Value, Kind: place.NameKind(n.Kind), From: n.From, To: n.To, Source: n.Source})
	}
	for _, u := range reg.Places {
		for _, n := range u.Names {
			all = append(all, place.Name{Place: u.ID, Lang: n.Lang, Value: n.Value, Kind: place.NameKind(n.Kind), Source: n.Source})
		}
	}
	for n := range starter.Names() {
		all = append(all, place.Name{Place: n.Place, Lang: n.Lang, Value: n.Value, Kind: place.NameKind(n.Kind), Source: n.Source})
	}
	return all
}

func embeddedRegions() (all []place.Region) {
	for _, r := range starter.Regions() {
		all = append(all, place.Region{Code: r.Code, Country: r.Country, Name: r.Name, Names: r.Names})
	}
	return all
}

// Every spelling of the registry's list comes first, as the list promises.
func TestEmbeddedSpellingsComeFirst(t *testing.T) {
	reg, err := registry.Read()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range reg.Lookups {
		hits := embedded().Find(place.Query{Text: l.Query, Lang: l.Lang})
		if len(hits) == 0 || hits[0].ID != l.Place {
			t.Errorf("Find(%q) = %.3v, want %d first", l.Query, hits, l.Place)
		}
	}
}

// Nothing comes near these. Others that a cat may type do sound like some village:
// "qwertyuiop" like Koo Wee Rup.
func TestEmbeddedNonsenseFindsNothing(t *testing.T) {
	for _, q := range []string{
		"qqqqqqqq", "xxxx", "asdfghjkl", `"; DROP TABLE places; --`, "<script>alert(1)</script>", "🙂", "hhhh", "zzzzzz", "wwwwwww",
		"ыыыыыы", "oooooo", "фывапролдж", "bcdfg", "zxcvbnm", "dfkjghdfkjg", "mxyzptlk", "xqzxqz", "12", "1234567890", "0000", "../../etc/passwd",
		"undefined", strings.Repeat("a", 50), strings.Repeat("ж", 5000), strings.Repeat("lorem ipsum ", 999),
	} {
		if hits := embedded().Find(place.Query{Text: q}); len(hits) > 0 {
			t.Errorf("Find(%.20q) = %.3v, want nothing", q, hits)
		}
	}
}

func TestEmbeddedNarrowing(t *testing.T) {
	for _, c := range []struct {
		text string
		want int64
	}{
		{"Sokółka, Polska", 758651},
		{"Sokółka, Польшча", 758651},
		{"sokolka, pl", 758651},
		{"Frankfurt, DE", 2925533},
		{"Frankfurt, Brandenburg", 2925535},
		{"Frankfurt, Brandenburgia, Niemcy", 2925535},
		{"Paris", 2988507},
		{"Paris, Texas", 4717560},
		{"Paris, Texas, USA", 4717560},
		{"Grodno, Беларусь", 627904},
		{"Hrodna, Weißrussland", 627904},
		{"Białystok, podlaskie", 776069},
		{"Białystok, województwo podlaskie", 776069},
		{"Białystok, Podlachien", 776069},
		{"Legnica, dolnośląskie", 3093692},
		{"Lwów, lwowski", 702550},
		{"Brno, Südmährische Region", 3078610},
		{"Kaunas, Kauno apskritis", 598316},
		{"Гродна, Гродзенская вобласць", 627904},
		{"Казань, Татарстан", 551487},
		{"Нови Сад, Сербия", 3194360},
		{"Novi Sad, Serbien", 3194360},
		{"Brest", 629634},
		{"Brest, Francja", 3030300},
		{"Brest, Prancūzija", 3030300},
		{"Kaunas, Litwa", 598316},
		{"Каўнас, Літва", 598316},
		{"Lwów, Ukraina", 702550},
		{"Daugavpils, Latvija", 460413},
		{"Tartu, Eesti", 588335},
		{"Liberec, Česko", 3071961},
		{"Newcastle, England", 2641673},
		{"Newcastle, Australia", 2155472},
		{"Córdoba, España", 2519240},
		{"Córdoba, Argentyna", 3860259},
		{"London, Ontario", 6058560},
		{"Birmingham, Alabama", 4049979},
		{"Odessa, Texas", 5527554},
		{"Odessa, Ukraina", 698740},
	} {
		hits := embedded().Find(place.Query{Text: c.text})
		if len(hits) == 0 || hits[0].ID != c.want {
			t.Errorf("Find(%q) = %.3v, want %d first", c.text, hits, c.want)
		}
	}
}

func TestEmbeddedDisplayNames(t *testing.T) {
	for _, c := range []struct {
		id         int64
		lang, want string
	}{
		{3021372, "pl", "Dijon"},
		{3021372, "be", "Дыжон"},
		{627904, "pl", "Grodno"},
		{3085056, "en", "Śrem"},             // not Gmina Śrem
		{588686, "fr", "Sillamäe"},          // not Commune de Sillamäe
		{3174051, "fr", "Mantoue"},          // not Province de Mantoue
		{2651817, "de", "Croydon"},          // not Croydon, London
		{2925535, "de", "Frankfurt (Oder)"}, // it is called so at home
		{4273837, "de", "Kansas City"},      // the name itself
		{3703443, "de", "Panama-Stadt"},     // the country is called Panama
		{497927, "be", "Сегежа"},            // a Russian town without a Belarusian name
		{463885, "uk", "Зеленчукская"},      // and without a Ukrainian one
		{3083440, "be", "Tarnowskie Góry"},  // a Polish one: never the Russian or Ukrainian form
		{2950159, "lt", "Berlynas"},
	} {
		if got := embedded().DisplayName(c.id, c.lang); got != c.want {
			t.Errorf("DisplayName(%d, %s) = %q, want %q", c.id, c.lang, got, c.want)
		}
	}
	for id, want := range map[int64]string{2660646: "Genève", 2792413: "Liège", 627904: "Гродна", 776069: "Białystok", 703448: "Київ", 727011: "София"} {
		if got := embedded().Endonym(id); got != want {
			t.Errorf("Endonym(%d) = %q, want %q", id, got, want)
		}
	}
}

// No unit's name stands for a town: the words by which the source tells them apart
// are gone from the larger towns.
func TestEmbeddedNamesArePlain(t *testing.T) {
	units := []string{"District ", " District", "Gmina ", "Ґміна ", "Municipality", "Commune de ", "Prowincja ", "Provinz ", "Камуна "}
	a := embedded()
	for i := range a.Len() {
		p := a.At(i)
		if p.Population < 50_000 || p.Country == "US" || p.Feature == "PPLX" {
			continue
		}
		for _, code := range starter.Languages() {
			name := a.DisplayName(p.ID, code)
			for _, unit := range units {
				if name != p.Name && strings.Contains(name, unit) {
					t.Errorf("%d is called %q in %s", p.ID, name, code)
				}
			}
		}
	}
}
