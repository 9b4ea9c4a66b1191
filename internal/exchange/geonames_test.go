package exchange

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"twintown/internal/place"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
)

// geoText is one of the committed extracts.
func geoText(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "geonames", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// packed writes an archive of pairs of names and texts, as GeoNames publishes them.
func packed(t *testing.T, name string, pairs ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		w, err := z.Create(pairs[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(pairs[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return file(t, name, b.String())
}

// asPublished are all extracts, packed as GeoNames packs them.
func asPublished(t *testing.T) []string {
	t.Helper()
	return []string{
		packed(t, "alternateNamesV2.zip", "iso-languagecodes.txt", "ISO 639-3\tISO 639-2\tISO 639-1\tLanguage Name\npol\tpol\tpl\tPolish\n",
			"alternateNamesV2.txt", geoText(t, "alternateNamesV2.txt")),
		packed(t, "cities500.zip", "cities500.txt", geoText(t, "cities500.txt")),
		file(t, "admin1CodesASCII.txt", geoText(t, "admin1CodesASCII.txt")),
		file(t, "countryInfo.txt", geoText(t, "countryInfo.txt")),
	}
}

func mustGeoNames(t *testing.T, d *db.DB, paths ...string) Report {
	t.Helper()
	report, err := GeoNames(t.Context(), storesOn(d), GeoNamesOptions{Files: paths, LeastPopulation: LeastPopulation})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestGeoNamesFilesGoInOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		paths := asPublished(t)
		// countries, regions, places, names: their order is ours, whatever the caller's
		if diff := cmp.Diff([]string{"6 0 6 0", "15 15 0 0", "32 32 0 0", "159 159 0 0"}, figures(mustGeoNames(t, d, paths...))); diff != "" {
			t.Errorf("the first time (-want +got):\n%s", diff)
		}
		before, moved := content(t, d), version(t, d)
		slices.Reverse(paths)
		if diff := cmp.Diff([]string{"6 0 6 0", "15 0 15 0", "32 0 32 0", "159 0 159 0"}, figures(mustGeoNames(t, d, paths...))); diff != "" {
			t.Errorf("the second time (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(before, content(t, d)); diff != "" || version(t, d) != moved || moved == 0 {
			t.Errorf("the second time something changed, version %d to %d:\n%s", moved, version(t, d), diff)
		}
		p, err := storesOn(d).Places.Place(t.Context(), d, bialystok)
		want := place.Place{
			ID: bialystok, Name: "Białystok", Country: "PL", Region: "PL.81", Lat: 53.13333, Lon: 23.16433, Population: 291855,
			Feature: "PPLA", Kind: place.Settlement, Unit: "206101", Zone: "Europe/Warsaw",
		}
		if !slices.Contains(p.Variants, "Белосток") {
			t.Errorf("Białystok's spellings are %q", p.Variants)
		}
		p.Variants = nil
		if diff := cmp.Diff(want, p); err != nil || diff != "" {
			t.Errorf("Białystok: %v\n%s", err, diff)
		}
		if unit := one[string](t, d, `SELECT unit FROM place WHERE id = 2921466`); unit != "05513000" {
			t.Errorf("Gelsenkirchen's unit is %q, want that of the fourth level", unit)
		}
	})
}

func TestGeoNamesNamesHaveKinds(t *testing.T) {
	d := dbtest.SQLite(t)
	mustGeoNames(t, d, asPublished(t)...)
	var got []string
	err := storesOn(d).Places.EachName(t.Context(), d, func(n place.Name) error {
		if n.Place == hrodna || n.Lang == "de" && n.Place == 554234 {
			got = append(got, strings.TrimSpace(strings.Join([]string{n.Lang, n.Value, string(n.Kind), n.From, n.To}, " ")))
		}
		return nil
	})
	want := []string{
		"de Kaliningrad exonym", "de Königsberg historical 1255 1946",
		"be Гродна endonym", "de Hrodna exonym", "en Hrodna exonym", "fr Hrodna exonym", "lt Gardinas exonym", "pl Grodno exonym", "ru Гродно endonym", "uk Гродно exonym",
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("names (-want +got): %v\n%s", err, diff)
	}
	for _, tag := range []string{"link", "wkdt", "post", "iata", "es", ""} {
		if n := one[int](t, d, `SELECT count(*) FROM place_name WHERE lang = '`+tag+`'`); n != 0 {
			t.Errorf("%d names in %q, which is no language of the site or the country", n, tag)
		}
	}
}

// line is a line of a file of places, most of it that of Białystok.
func line(changes map[int]string) []string {
	f := strings.Split("776069\tBiałystok\tBialystok\tBelostok\t53.13333\t23.16433\tP\tPPLA\tPL\t\t81\t2061\t206101\t\t291855\t\t140\tEurope/Warsaw\t2024-01-01", "\t")
	for i, v := range changes {
		f[i] = v
	}
	return f
}

func TestWhichPlacesOfGeoNamesAreTaken(t *testing.T) {
	im := &geoImport{run: &run{known: map[int64]knownPlace{7: {"Old", "UA", "UA.20"}}}, opt: GeoNamesOptions{LeastPopulation: 500}}
	for name, c := range map[string]struct {
		line map[int]string
		want string // kind, unit, region; "" not taken
	}{
		"a city":                          {nil, "settlement 206101 PL.81"},
		"a village":                       {map[int]string{7: "PPL", 14: "500"}, "settlement 206101 PL.81"},
		"a hamlet":                        {map[int]string{7: "PPL", 14: "499"}, ""},
		"a place without population":      {map[int]string{7: "PPL", 14: ""}, ""},
		"a small seat of a gmina":         {map[int]string{7: "PPLA3", 14: "0"}, "settlement 206101 PL.81"},
		"a capital":                       {map[int]string{7: "PPLC", 14: ""}, "settlement 206101 PL.81"},
		"a part of a city":                {map[int]string{7: "PPLX"}, "district 206101 PL.81"},
		"an abandoned place":              {map[int]string{7: "PPLQ"}, ""},
		"a place that was":                {map[int]string{7: "PPLH"}, ""},
		"a capital that was":              {map[int]string{7: "PPLCH"}, ""},
		"a destroyed place":               {map[int]string{7: "PPLW"}, ""},
		"a gmina":                         {map[int]string{6: "A", 7: "ADM3", 14: "0"}, "municipality 206101 PL.81"},
		"a powiat":                        {map[int]string{6: "A", 7: "ADM2", 12: ""}, "county 2061 PL.81"},
		"a voivodeship":                   {map[int]string{6: "A", 7: "ADM1", 11: "", 12: ""}, "region  PL.81"},
		"a state":                         {map[int]string{6: "A", 7: "PCLI"}, ""},
		"a unit that was":                 {map[int]string{6: "A", 7: "ADM3H"}, ""},
		"a lake":                          {map[int]string{6: "H", 7: "LK"}, ""},
		"a known hamlet":                  {map[int]string{0: "7", 7: "PPL", 8: "UA", 10: "21", 14: "3"}, "settlement 206101 UA.21"},
		"a known place in another state":  {map[int]string{0: "7", 8: "RU", 10: "81"}, "settlement  UA.20"},
		"a town without region":           {map[int]string{10: "00"}, "settlement 206101 "},
		"a German town":                   {map[int]string{8: "DE", 10: "07", 12: "05513", 13: "05513000"}, "settlement 05513000 DE.07"},
		"a German district":               {map[int]string{6: "A", 8: "DE", 7: "ADM3", 10: "07", 12: "05513"}, "municipality 05513 DE.07"},
		"a number that is none":           {map[int]string{0: "x"}, "number"},
		"a name that is none":             {map[int]string{1: "a\x00b"}, "name"},
		"no name":                         {map[int]string{1: ""}, "empty"},
		"a latitude that is none":         {map[int]string{4: "91"}, "coordinate"},
		"a longitude that is none":        {map[int]string{5: "NaN"}, "coordinate"},
		"a country that is none":          {map[int]string{8: "pl"}, "country"},
		"a population that is none":       {map[int]string{14: "many"}, "number"},
		"an unknown lake that is broken":  {map[int]string{6: "H", 4: "x"}, ""},
		"a population larger than memory": {map[int]string{14: "99999999999999999999"}, "number"},
	} {
		p, taken, bad := im.judgePlace(line(c.line))
		got := ""
		switch {
		case bad != nil:
			got = strings.TrimPrefix(bad.Key, "import.reason.")
		case taken:
			got = string(p.Kind) + " " + p.Unit + " " + p.Region
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestGeoNamesLeavesWhatOthersKnowBetter(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		mustGeoNames(t, d, asPublished(t)...)
		insert := `INSERT INTO place_name (place, lang, value, kind, used_from, used_until, source, origin, edited) VALUES `
		exec(t, d,
			`UPDATE place SET name = 'Białystok (miasto)', edited = 1 WHERE id = 776069`,
			`UPDATE place SET country = 'XX', region = 'XX.1' WHERE id = 694423`,
			`UPDATE place SET population = 1 WHERE id = 598316`,
			`UPDATE place_name SET source = 'commission', origin = 'starter' WHERE place = 627904 AND lang = 'pl'`,
			insert+`(627904, 'pl', 'Grodno nad Niemnem', 'exonym', '', '', 'geonames', 'starter', 0)`,
			insert+`(627904, 'lt', 'Grodnas', 'exonym', '', '', 'geonames', 'geonames', 1)`,
			insert+`(627904, 'es', 'Grodno', 'exonym', '', '', 'geonames', 'starter', 0)`,
			`UPDATE region SET name = 'Podlasie' WHERE code = 'PL.81'`,
		)
		report := mustGeoNames(t, d, asPublished(t)...)
		if got, want := figures(report)[2], "32 1 31 0"; got != want {
			t.Errorf("places: %s, want %s: only Kaunas is as before in the file", got, want)
		}
		for query, want := range map[string]string{
			`SELECT name FROM place WHERE id = 776069`:                                                         "Białystok (miasto)",
			`SELECT country || ' ' || region FROM place WHERE id = 694423`:                                     "XX XX.1",
			`SELECT population || '' FROM place WHERE id = 598316`:                                             "374643",
			`SELECT source FROM place_name WHERE place = 627904 AND lang = 'pl' AND value = 'Grodno'`:          "commission",
			`SELECT count(*) || '' FROM place_name WHERE value = 'Grodno nad Niemnem'`:                         "0",
			`SELECT count(*) || '' FROM place_name WHERE value = 'Grodnas'`:                                    "1",
			`SELECT count(*) || '' FROM place_name WHERE place = 627904 AND lang = 'es'`:                       "1",
			`SELECT name FROM region WHERE code = 'PL.81'`:                                                     "Podlasie",
			`SELECT count(*) || '' FROM place_name WHERE place = 627904 AND lang = 'pl' AND value <> 'Grodno'`: "0",
		} {
			if got := one[string](t, d, query); got != want {
				t.Errorf("%s = %q, want %q", query, got, want)
			}
		}
		if got := figures(mustGeoNames(t, d, asPublished(t)...)); got[2] != "32 0 32 0" || got[3] != "159 0 159 0" {
			t.Errorf("once more: %v, want no change", got)
		}
	})
}

func TestRegionsGetTheNamesThatTheyLack(t *testing.T) {
	d := dbtest.SQLite(t)
	exec(t, d, `INSERT INTO region (code, country, name) VALUES ('PL.81', 'PL', 'Podlaskie')`, `INSERT INTO region_name (code, lang, value) VALUES ('PL.81', 'pl', 'podlaskie')`)
	names := "1\t9100010\tpl\tPodlasie\t\t\t\t\t\t\n2\t9100010\tde\tPodlachien\t\t\t\t\t\t\n3\t9100010\tde\tWoiwodschaft Podlachien\t1\t\t\t\t\t\n4\t9100010\tfr\tPodlachie\t\t\t1\t\t\t\n5\t9100010\tja\tポドラシェ\t\t\t\t\t\t\n"
	paths := []string{file(t, "names.txt", names), file(t, "admin1CodesASCII.txt", geoText(t, "admin1CodesASCII.txt"))}
	for range 2 {
		mustGeoNames(t, d, paths...)
	}
	var got []string
	err := storesOn(d).Places.EachRegion(t.Context(), d, func(r place.Region) error {
		if r.Code == "PL.81" {
			got = append(got, r.Name, r.Names["pl"], r.Names["de"], r.Names["fr"], r.Names["ja"])
		}
		return nil
	})
	if diff := cmp.Diff([]string{"Podlaskie", "podlaskie", "Woiwodschaft Podlachien", "", ""}, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestADryRunOfGeoNamesWritesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		report, err := GeoNames(t.Context(), storesOn(d), GeoNamesOptions{Files: asPublished(t), LeastPopulation: 500, DryRun: true})
		if diff := cmp.Diff([]string{"6 0 6 0", "15 15 0 0", "32 32 0 0", "159 159 0 0"}, figures(report)); err != nil || diff != "" || !report.DryRun {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
		for table := range tables {
			if n := total(t, d, table); n != 0 {
				t.Errorf("%d rows of %s were written", n, table)
			}
		}
	})
}

func TestBadLinesOfGeoNamesAreToldAndTheRestGoesIn(t *testing.T) {
	d := dbtest.SQLite(t)
	bad := line(map[int]string{0: "1", 4: "north"})
	past := "#" + strings.Repeat(" ", sniffed) + "\n" // what is looked at first
	places := geoText(t, "cities500.txt") + past + strings.Join(bad, "\t") + "\n" + "2\ttoo\tfew\n" + strings.Join(line(map[int]string{0: "3", 1: "Sok\xf3\xb3ka"}), "\t") + "\n" +
		strings.Join(line(map[int]string{0: "4", 1: "Łapy"}), "\t") + "\r\n"
	names := geoText(t, "alternateNamesV2.txt") + "x\ty\tpl\tz\t\t\t\t\n9\t776069\tpl\t" + strings.Repeat("a", longestName+1) + "\t\t\t\t\t\t\n"
	report := mustGeoNames(t, d, file(t, "places.txt", places), file(t, "names.txt", names))
	want := []string{"places.txt:34 coordinate", "places.txt:35 fields", "places.txt:36 not_utf8", "names.txt:190 number", "names.txt:191 name"}
	if diff := cmp.Diff(want, complaints(report)); diff != "" {
		t.Errorf("complaints (-want +got):\n%s", diff)
	}
	if n := total(t, d, "place"); n != 33 {
		t.Errorf("%d places, want the 32 before the bad lines and the one after", n)
	}
}

func TestOtherFilesThanGeoNamesAreRefused(t *testing.T) {
	good := asPublished(t)
	for name, path := range map[string]string{
		"nothing there":        filepath.Join(t.TempDir(), "cities500.zip"),
		"a folder":             t.TempDir(),
		"an empty file":        file(t, "cities500.txt", ""),
		"a PDF":                file(t, "cities500.zip", "%PDF-1.7\n"),
		"a web page":           file(t, "cities500.txt", "<!DOCTYPE html><html>404"),
		"a table of ours":      file(t, "places.tsv", placesTable),
		"a cut archive":        file(t, "cities500.zip", "PK\x03\x04\x14\x00"),
		"a spreadsheet":        packed(t, "cities.xlsx", "[Content_Types].xml", "<?xml version=\"1.0\"?><Types/>"),
		"an archive of others": packed(t, "cities500.zip", "readme.txt", "Hello\n"),
		"an archive too dense": packed(t, "cities500.zip", "cities500.txt", geoText(t, "cities500.txt")+strings.Repeat("\n", 8<<20)),
		"UTF-16":               file(t, "cities500.txt", "\xff\xfe7\x007\x006\x00\t\x00"),
		"Latin 2":              packed(t, "cities500.zip", "cities500.txt", strings.Join(line(map[int]string{1: "Sok\xf3\xb3ka"}), "\t")),
		"a picture":            file(t, "cities500.txt", "\x89PNG\r\n\x1a\n\x00\x00"),
	} {
		d := dbtest.SQLite(t)
		_, err := GeoNames(t.Context(), storesOn(d), GeoNamesOptions{Files: append(slices.Clone(good), path)})
		if kind := errs.KindOf(err); kind != errs.Invalid && kind != errs.NotFound {
			t.Errorf("%s: %v, want kind %v", name, err, errs.Invalid)
		}
		if n := total(t, d, "place"); n != 0 {
			t.Errorf("%s: %d places were written", name, n)
		}
	}
}

// One damaged bit would go in as names and figures before the reading fails.
func TestADamagedArchiveIsRefusedWhole(t *testing.T) {
	d := dbtest.SQLite(t)
	var many strings.Builder
	for i := range 40_000 { // past what is looked at first, and not too dense
		many.WriteString(strings.Join(line(map[int]string{0: fmt.Sprint(i), 3: fmt.Sprint(uint32(i*2654435761), uint32(i*40503))}), "\t") + "\n")
	}
	path := packed(t, "cities500.zip", "cities500.txt", many.String())
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)*3/4] ^= 0xff
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = GeoNames(t.Context(), storesOn(d), GeoNamesOptions{Files: []string{path}})
	if public := errs.PublicOf(err); errs.KindOf(err) != errs.Invalid || public.Key != "error.import.archive_damaged" {
		t.Errorf("%v, want it told as damaged", err)
	}
	if n := total(t, d, "place"); n != 0 {
		t.Errorf("%d places were written", n)
	}
}

func TestNamesInsideAnArchiveAreNoCommands(t *testing.T) {
	for name, want := range map[string]string{
		"../../etc/cities500.txt": "cities500.txt",
		`..\..\etc\cities500.txt`: "cities500.txt",
		"/etc/cities500.txt":      "cities500.txt",
		"\x1b[2Jcities500.txt":    "?[2Jcities500.txt",
		strings.Repeat("ą", 500):  strings.Repeat("ą", 40) + "…",
		"cities500\u202etxt.exe":  "cities500?txt.exe",
		"":                        ".",
		"a\xffb":                  "a\ufffdb",
	} {
		if got := entryName(name); got != want {
			t.Errorf("entryName(%q) = %q, want %q", name, got, want)
		}
	}
	path := packed(t, "cities500.zip", "../../cities500.txt", geoText(t, "cities500.txt"))
	folder := t.TempDir()
	t.Chdir(folder)
	report := mustGeoNames(t, dbtest.SQLite(t), path)
	if got, want := report.Files[0].File, path+":cities500.txt"; got != want {
		t.Errorf("told as %q, want %q", got, want)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 0 {
		t.Errorf("%v, %v: reading an archive writes no file", left, err)
	}
}

func TestGeoNamesFilesAreRecognised(t *testing.T) {
	for name, want := range map[string]geoKind{"cities500.txt": geoPlaces, "alternateNamesV2.txt": geoNames, "admin1CodesASCII.txt": geoRegions, "countryInfo.txt": geoCountries} {
		if got := geoKindOf(geoText(t, name)); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
		if got := geoKindOf("a broken line\n" + geoText(t, name)); got != want {
			t.Errorf("%s after a broken line: %v, want %v", name, got, want)
		}
	}
}

func FuzzGeoNamesLine(f *testing.F) {
	for _, name := range []string{"cities500.txt", "alternateNamesV2.txt", "admin1CodesASCII.txt", "countryInfo.txt"} {
		for text := range strings.Lines(geoText(f, name)) {
			f.Add(strings.TrimSuffix(text, "\n"))
		}
	}
	im := &geoImport{run: &run{known: map[int64]knownPlace{bialystok: {"Białystok", "PL", "PL.81"}}, shared: map[string]string{}}}
	f.Fuzz(func(t *testing.T, text string) {
		fields := splitTabs(nil, text)
		geoKindOf(text)
		if len(fields) >= geoPlaceFields {
			p, taken, bad := im.judgePlace(fields)
			if taken && (bad != nil || !isName(p.Name) || !isCountry(p.Country) || p.ID < 0 || p.Population < 0) {
				t.Errorf("%q became %+v, %v", text, p, bad)
			}
			geoLanguages(fields[15])
		}
		if len(fields) >= geoNameFieldsFirst {
			if n, taken, _ := im.judgeName(fields); taken && (!isName(n.value) || !isLanguage(n.lang)) {
				t.Errorf("%q became %+v", text, n)
			}
		}
	})
}
