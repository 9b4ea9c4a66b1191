package moving

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
	"twintown/starter"
	"twintown/starter/registry"
)

// today is the day on which the lists of the tests are read.
var today = lang.Date{Year: 2026, Month: 11, Day: 23}

// catalog and words are made once for all tests.
var (
	catalog = sync.OnceValue(func() *lang.Catalog {
		c, err := messages.Default()
		if err != nil {
			panic(err)
		}
		return c
	})
	words = sync.OnceValue(func() *Lexicon { return NewLexicon(catalog()) })
	world = sync.OnceValue(func() *place.Atlas {
		reg, err := registry.Read()
		if err != nil {
			panic(err)
		}
		var places []place.Place
		var all []place.Name
		var regions []place.Region
		for t := range starter.Towns() {
			places = append(places, place.Place{
				ID: t.ID, Name: t.Name, Country: t.Country, Region: t.Region, Lat: t.Lat, Lon: t.Lon,
				Population: t.Population, Feature: t.Feature, Kind: place.KindOf(t.Feature),
			})
		}
		for _, u := range reg.Places {
			places = append(places, place.Place{
				ID: u.ID, Name: u.Name, Country: u.Country, Region: u.Region, Lat: u.Lat, Lon: u.Lon, Population: u.Population, Kind: place.Kind(u.Kind),
			})
			for _, n := range u.Names {
				all = append(all, place.Name{Place: u.ID, Lang: n.Lang, Value: n.Value, Kind: place.NameKind(n.Kind), Source: n.Source})
			}
		}
		for _, n := range reg.Names {
			all = append(all, place.Name{Place: n.Place, Lang: n.Lang, Value: n.Value, Kind: place.NameKind(n.Kind), From: n.From, To: n.To, Source: n.Source})
		}
		for n := range starter.Names() {
			all = append(all, place.Name{Place: n.Place, Lang: n.Lang, Value: n.Value, Kind: place.NameKind(n.Kind), Source: n.Source})
		}
		for _, r := range starter.Regions() {
			regions = append(regions, place.Region{Code: r.Code, Country: r.Country, Name: r.Name, Names: r.Names})
		}
		return place.NewAtlas(places, all, regions).WithCountryNames(place.CatalogCountries(catalog()))
	})
)

// nobody is what is known where no partnership is.
func nobody() Known {
	return Known{Places: world(), Between: func(a, b int64) (p partnership.Partnership, ok bool) { return p, false }}
}

// town is the number of a place by name.
func town(t testing.TB, name string) int64 {
	t.Helper()
	p, err := world().Resolve(name)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return p.ID
}

// fixture reads a file of testdata.
func fixture(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// readTable reads a file as the program does.
func readTable(t testing.TB, name string, data []byte) *Table {
	t.Helper()
	table, err := Read(name, data, ReadOptions{Lexicon: words()})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return table
}
