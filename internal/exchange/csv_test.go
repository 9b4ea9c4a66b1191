package exchange

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
)

// Tables as an office would keep them.
const (
	placesTable = "geonames_id\tname\tcountry\tadmin1\tlat\tlon\tpopulation\tfeature\talternate_names\tsplit\n" +
		"776069\tBiałystok\tPL\tPodlasie\t53.13333\t23.16433\t291855\tPPLA\tBelostok|Беласток|Белосток\ttrain\n" +
		"758470\tSokółka\tPL\tPodlasie\t53.40719\t23.50239\t18878\tPPLA2\t\ttrain\n" +
		"627904\tHrodna\tBY\tGrodnenskaya\t53.6884\t23.8258\t361115\tPPLA\tGrodno|Гродна\ttrain\n" +
		"598316\tKaunas\tLT\tKauno apskritis\t54.90272\t23.90961\t374643\tPPLA\tKowno\tvalid\n"
	pairsTable = "a\tb\tfirst_listed\tlistings\tconfidence\tsplit\n" +
		"776069\t627904\t2016\t2\thigh\ttrain\n" +
		"776069\t598316\t2014\t5\thigh\ttrain\n" +
		"598316\t627904\t2026\t1\tlow\tvalid\n"
)

// file writes a file of the test's own.
func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// both are the options that take in both tables.
func both(t *testing.T, places, pairs string) CSVOptions {
	t.Helper()
	return CSVOptions{Places: file(t, "places.tsv", places), Partnerships: file(t, "pairs.tsv", pairs)}
}

func mustCSV(t *testing.T, d *db.DB, opt CSVOptions) Report {
	t.Helper()
	report, err := CSV(t.Context(), storesOn(d), opt)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// figures are rows, written, unchanged and rejected rows of each file.
func figures(r Report) (all []string) {
	for _, f := range r.Files {
		all = append(all, fmt.Sprint(f.Rows, " ", f.Written, " ", f.Unchanged, " ", f.Rejected))
	}
	return all
}

// complaints are lines and reasons of each file.
func complaints(r Report) (all []string) {
	for _, f := range r.Files {
		for _, c := range f.Complaints {
			all = append(all, fmt.Sprintf("%s:%d %s", filepath.Base(f.File), c.Line, strings.TrimPrefix(c.Reason.Key, "import.reason.")))
		}
	}
	return all
}

func total(t *testing.T, d *db.DB, table string) int {
	t.Helper()
	return one[int](t, d, `SELECT count(*) FROM `+table)
}

func TestTablesGoInOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		opt := both(t, placesTable, pairsTable)
		if diff := cmp.Diff([]string{"4 4 0 0", "3 3 0 0"}, figures(mustCSV(t, d, opt))); diff != "" {
			t.Errorf("the first time (-want +got):\n%s", diff)
		}
		before, moved := content(t, d), version(t, d)
		if moved == 0 {
			t.Error("nodes were not told that the data changed")
		}
		if diff := cmp.Diff([]string{"4 0 4 0", "3 0 3 0"}, figures(mustCSV(t, d, opt))); diff != "" {
			t.Errorf("the second time (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(before, content(t, d)); diff != "" || version(t, d) != moved {
			t.Errorf("the second time something changed, version %d to %d:\n%s", moved, version(t, d), diff)
		}
		p, err := storesOn(d).Places.Place(t.Context(), d, bialystok)
		if err != nil || p.Population != 291855 || len(p.Variants) != 3 {
			t.Errorf("Białystok = %+v, %v", p, err)
		}
	})
}

func TestOrderAndRepetitionOfFilesDoNotMatter(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		opt := both(t, placesTable, pairsTable)
		mustCSV(t, d, CSVOptions{Places: opt.Places})
		turned := "b\ta\tlistings\tfirst_listed\n776069\t627904\t1\t2020\n776069\t598316\t5\t2014\n598316\t627904\t1\t2026\n"
		mustCSV(t, d, CSVOptions{Partnerships: file(t, "turned.tsv", turned)})
		mustCSV(t, d, CSVOptions{Partnerships: opt.Partnerships})
		mustCSV(t, d, CSVOptions{Partnerships: file(t, "turned.tsv", turned)})
		if n := total(t, d, "partnership"); n != 3 {
			t.Errorf("%d partnerships, want 3: a pair is one whatever comes first", n)
		}
		year := one[int](t, d, `SELECT listed_year FROM partnership WHERE a = 627904 AND b = 776069`)
		if year != 2016 {
			t.Errorf("Białystok and Hrodna were listed in %d first, want 2016", year)
		}
	})
}

func TestADryRunWritesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		opt := both(t, placesTable+"x\tNowhere\tPL\t\t1\t1\n", pairsTable)
		opt.DryRun = true
		report := mustCSV(t, d, opt)
		if diff := cmp.Diff([]string{"5 4 0 1", "3 3 0 0"}, figures(report)); diff != "" || !report.DryRun {
			t.Errorf("report (-want +got):\n%s", diff)
		}
		for table := range tables {
			if n := total(t, d, table); n != 0 {
				t.Errorf("%d rows of %s were written", n, table)
			}
		}
		if version(t, d) != 0 {
			t.Error("nodes were told of a change")
		}
	})
}

func TestOnlyRowsThatTheConditionLetsThrough(t *testing.T) {
	d := dbtest.SQLite(t)
	opt := both(t, placesTable, pairsTable)
	mustCSV(t, d, CSVOptions{Places: opt.Places})
	opt.Places, opt.Where = "", map[string]string{"split": "train"}
	if diff := cmp.Diff([]string{"2 2 0 0"}, figures(mustCSV(t, d, opt))); diff != "" {
		t.Errorf("pairs to train with (-want +got):\n%s", diff)
	}
	without := strings.ReplaceAll(placesTable, "\tsplit", "\tpart")
	opt = both(t, without, pairsTable)
	opt.Where = map[string]string{"split": "valid"}
	if diff := cmp.Diff([]string{"4 0 4 0", "1 1 0 0"}, figures(mustCSV(t, d, opt))); diff != "" {
		t.Errorf("a condition on a column that one table has concerns that table (-want +got):\n%s", diff)
	}
	opt.Where = map[string]string{"splitt": "valid"}
	if _, err := CSV(t.Context(), storesOn(d), opt); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a condition on a column that nobody has: %v, want kind %v", err, errs.Invalid)
	}
}

func TestOtherHeaders(t *testing.T) {
	d := dbtest.SQLite(t)
	opt := CSVOptions{
		Places:       file(t, "miasta.csv", "numer;miasto;kraj;szer;dł\n776069;Białystok;pl;53.13333;23.16433\n627904;Grodno;by;53.6884;23.8258\n"),
		Partnerships: file(t, "pary.csv", "my,oni\n776069,627904\n"),
		Map: map[string]string{
			"geonames_id": "Numer", "name": "miasto", "country": "kraj", "lat": "szer", "lon": "dł", "a": "my", "b": "oni",
		},
	}
	if diff := cmp.Diff([]string{"2 2 0 0", "1 1 0 0"}, figures(mustCSV(t, d, opt))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if c := one[string](t, d, `SELECT country FROM place WHERE id = 627904`); c != "BY" {
		t.Errorf("country %q, want BY", c)
	}
	opt.Map["b"] = "nich"
	if _, err := CSV(t.Context(), storesOn(d), opt); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a header that is not there: %v, want kind %v", err, errs.Invalid)
	}
}

func TestHeadersAloneAreTables(t *testing.T) {
	d := dbtest.SQLite(t)
	report := mustCSV(t, d, both(t, "geonames_id\tname\tcountry\tlat\tlon\n", "a\tb\n"))
	if diff := cmp.Diff([]string{"0 0 0 0", "0 0 0 0"}, figures(report)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBadLinesLeaveTheOthers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		places := "geonames_id\tname\tcountry\tlat\tlon\tpopulation\n" +
			"776069\tBiałystok\tPL\t53.1\t23.1\t291855\n" +
			"zero\tSokółka\tPL\t53.4\t23.5\t18878\n" +
			"0\tSokółka\tPL\t53.4\t23.5\t18878\n" +
			"1\t\tPL\t53.4\t23.5\t18878\n" +
			"2\tSokółka\tPoland\t53.4\t23.5\t18878\n" +
			"3\tSokółka\tPL\t153.4\t23.5\t18878\n" +
			"4\tSokółka\tPL\t53.4\tNaN\t18878\n" +
			"5\tSokółka\tPL\t53.4\t23.5\t-1\n" +
			"7\tSokółka\n" +
			"776069\tBiałystok\tPL\t53.1\t23.1\t1\n" +
			"\n" +
			"627904\tHrodna\tBY\t53.6\t23.8\t\n"
		pairs := "a\tb\tfirst_listed\tlistings\tconfidence\n" +
			"776069\t627904\t2016\t1\thigh\n" +
			"776069\t776069\t2016\t1\thigh\n" +
			"776069\t1\t2016\t1\thigh\n" +
			"\t627904\t2016\t1\thigh\n" +
			"776069\t627904\ttwo\t1\thigh\n" +
			"776069\t627904\t2016\t0\thigh\n"
		report := mustCSV(t, d, both(t, places, pairs))
		want := []string{
			"places.tsv:3 number", "places.tsv:4 number", "places.tsv:5 empty", "places.tsv:6 country",
			"places.tsv:7 coordinate", "places.tsv:8 coordinate", "places.tsv:9 number",
			"places.tsv:10 country", "places.tsv:11 twice",
			"pairs.tsv:3 same_place", "pairs.tsv:4 unknown_place", "pairs.tsv:5 number", "pairs.tsv:6 number", "pairs.tsv:7 number",
		}
		if diff := cmp.Diff(want, complaints(report)); diff != "" {
			t.Errorf("complaints (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"11 2 0 9", "6 1 0 5"}, figures(report)); diff != "" {
			t.Errorf("figures (-want +got):\n%s", diff)
		}
		if n := one[int](t, d, `SELECT population FROM place WHERE id = 776069`); n != 291855 {
			t.Errorf("of two lines with one place the second counts: population %d", n)
		}
	})
}

func TestComplaintsDoNotFillTheMemory(t *testing.T) {
	report := mustCSV(t, dbtest.SQLite(t), CSVOptions{
		Partnerships: file(t, "pairs.tsv", "a\tb\n"+strings.Repeat("1\t2\n", 10*complaintLimit)),
	})
	f := report.Files[0]
	if f.Rejected != 10*complaintLimit || len(f.Complaints) != complaintLimit {
		t.Errorf("%d rejected, %d complaints", f.Rejected, len(f.Complaints))
	}
}

func TestAWrongFileIsRefusedBeforeAnythingIsWritten(t *testing.T) {
	d := dbtest.SQLite(t)
	for name, text := range map[string]string{
		"swapped":       placesTable,
		"a spreadsheet": "PK\x03\x04\x14\x00",
		"nothing":       "",
		"Latin 2":       "a\tb\tnazwa\n776069\t627904\tSok\xf3\xb3ka\n",
		"UTF-16":        "\xff\xfea\x00\t\x00b\x00\n\x00",
	} {
		_, err := CSV(t.Context(), storesOn(d), both(t, placesTable, text))
		if errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v, want kind %v", name, err, errs.Invalid)
		}
	}
	_, err := CSV(t.Context(), storesOn(d), CSVOptions{Places: both(t, placesTable, "").Places, Partnerships: "no-such-file.tsv"})
	if errs.KindOf(err) != errs.NotFound {
		t.Errorf("a missing file: %v, want kind %v", err, errs.NotFound)
	}
	if n := total(t, d, "place"); n != 0 {
		t.Errorf("%d places were written before the other table was refused", n)
	}
}

func TestRegionsAreFoundByVote(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := storesOn(d)
		mustApply(t, s)
		region := func(id int64) string {
			return one[string](t, d, fmt.Sprint(`SELECT region FROM place WHERE id = `, id))
		}
		home := region(bialystok)
		mustCSV(t, d, CSVOptions{Places: file(t, "places.tsv", "geonames_id\tname\tcountry\tadmin1\tregion\tlat\tlon\n"+
			"776069\tBiałystok\tPL\tPodlasie\t\t53.1\t23.1\n"+ // known: votes for its own region
			"1001\tSokółka\tPL\tpodlasie\t\t53.4\t23.5\n"+ // unknown: follows the vote
			"1002\tBrest\tFR\tBretagne\t\t48.4\t-4.5\n"+ // a region without a known place
			"1003\tQuimper\tFR\tBRETAGNE\t\t48\t-4.1\n"+
			"1004\tŁódź\tPL\t\tPL.74\t51.8\t19.5\n"+ // told by code
			"1005\tNowhere\tPL\t\t\t51.8\t19.5\n")})
		for id, want := range map[int64]string{bialystok: home, 1001: home, 1002: "FR:bretagne", 1003: "FR:bretagne", 1004: "PL.74", 1005: ""} {
			if got := region(id); got != want {
				t.Errorf("region of %d = %q, want %q", id, got, want)
			}
		}
		if name := one[string](t, d, `SELECT name FROM region WHERE code = 'FR:bretagne'`); name != "Bretagne" {
			t.Errorf("the new region is called %q, want Bretagne", name)
		}
	})
}

func TestAnImportKeepsWhatAPersonEdited(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		opt := both(t, placesTable, pairsTable)
		mustCSV(t, d, opt)
		exec(t, d,
			`UPDATE place SET population = 294242, edited = 1 WHERE id = 776069`,
			`UPDATE partnership SET listed_year = 1988, edited = 1 WHERE a = 598316 AND b = 776069`)
		if diff := cmp.Diff([]string{"4 0 4 0", "3 0 3 0"}, figures(mustCSV(t, d, opt))); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if n := one[int](t, d, `SELECT population FROM place WHERE id = 776069`); n != 294242 {
			t.Errorf("the edited population is %d", n)
		}
	})
}

func TestAnInterruptedImportGoesOn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var places strings.Builder
		places.WriteString("geonames_id\tname\tcountry\tlat\tlon\n")
		const n = 2*csvBatch + 7
		for i := range n {
			fmt.Fprintf(&places, "%d\tTown %d\tPL\t52\t21\n", i+1, i+1)
		}
		opt := CSVOptions{Places: file(t, "places.tsv", places.String())}
		ctx, cancel := context.WithCancel(t.Context())
		opt.Progress = func(_ string, rows int64) {
			if rows > csvBatch {
				cancel()
			}
		}
		report, err := CSV(ctx, storesOn(d), opt)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("a cancelled import: %v", err)
		}
		if len(report.Files) != 1 || report.Files[0].Written != int64(total(t, d, "place")) {
			t.Errorf("the report says %v, the table has %d rows", figures(report), total(t, d, "place"))
		}
		opt.Progress = nil
		mustCSV(t, d, opt)
		if got := total(t, d, "place"); got != n {
			t.Errorf("after the second try %d places, want %d", got, n)
		}
	})
}

func TestAnImportIntoAnEmptyFolder(t *testing.T) {
	d := dbtest.SQLite(t)
	if err := WithoutStarter(t.Context(), storesOn(d)); err != nil {
		t.Fatal(err)
	}
	mustCSV(t, d, both(t, placesTable, pairsTable))
	mustApply(t, storesOn(d)) // as a later start would
	if n := total(t, d, "place"); n != 4 {
		t.Errorf("%d places, want the table's 4 alone", n)
	}
}
