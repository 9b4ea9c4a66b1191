package place

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
)

// fill writes the sample into the store and returns how many rows of places
// changed.
func fill(t *testing.T, d *db.DB, places []Place, by Import) (changed int64) {
	t.Helper()
	s := NewStore(d)
	err := d.Write(t.Context(), func(tx *db.Tx) (err error) {
		if changed, err = s.PutPlaces(t.Context(), tx, slices.Values(places), by); err != nil {
			return err
		}
		if _, err = s.PutNames(t.Context(), tx, slices.Values(sampleNames()), by); err != nil {
			return err
		}
		return s.PutRegions(t.Context(), tx, slices.Values(sampleRegions()))
	})
	if err != nil {
		t.Fatal(err)
	}
	return changed
}

func TestAnImportTwiceChangesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		by := Import{Origin: "geonames"}
		if n := fill(t, d, samplePlaces(), by); n != int64(len(samplePlaces())) {
			t.Errorf("the first import changed %d places", n)
		}
		if n := fill(t, d, samplePlaces(), by); n != 0 {
			t.Errorf("the second import changed %d places", n)
		}
	})
}

func TestTheStarterTakesNothingBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		starter := Import{Origin: "starter", Own: true}
		fill(t, d, samplePlaces(), starter)
		grown := samplePlaces()[:1]
		grown[0].Population++
		if n := fill(t, d, grown, starter); n != 1 {
			t.Errorf("a newer release changed %d of its own places, want 1", n)
		}
		grown[0].Population++
		fill(t, d, grown, Import{Origin: "csv"})
		if n := fill(t, d, samplePlaces(), starter); n != 0 {
			t.Errorf("the starter changed %d places that an import brought", n)
		}
	})
}

func TestAnImportKeepsWhatItDoesNotKnow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		fill(t, d, samplePlaces(), Import{Origin: "starter"})
		fill(t, d, []Place{{ID: 776069, Name: "Bialystok", Country: "PL", Lat: 53, Lon: 23, Variants: []string{"Бѣлостокъ"}}}, Import{Origin: "csv"})
		got, err := NewStore(d).Place(t.Context(), d, 776069)
		if err != nil {
			t.Fatal(err)
		}
		want := samplePlaces()[0]
		want.Name, want.Lat, want.Lon = "Bialystok", 53, 23
		want.Variants = []string{"Бѣлостокъ", "Белосток", "QYY"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("after the import (-want +got):\n%s", diff)
		}
	})
}

func TestFillLeavesRowsAsTheyAre(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		fill(t, d, samplePlaces(), Import{Origin: "csv"})
		if n := fill(t, d, []Place{{ID: 776069, Name: "Other", Country: "PL"}}, Import{Origin: "starter", Fill: true}); n != 0 {
			t.Errorf("filling changed %d places", n)
		}
	})
}

func TestAPersonsEditIsNeverOverwritten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		fill(t, d, samplePlaces(), Import{Origin: "starter"})
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `UPDATE place SET name = $1, edited = $2 WHERE id = $3`, "Miasto Białystok", tx.Now(), 776069)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		fill(t, d, samplePlaces(), Import{Origin: "csv"})
		if p, err := NewStore(d).Place(t.Context(), d, 776069); err != nil || p.Name != "Miasto Białystok" {
			t.Errorf("after the import the name is %q, %v", p.Name, err)
		}
	})
}

func TestNamesOfAnOriginCanBeDropped(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		fill(t, d, samplePlaces(), Import{Origin: "starter"})
		s, n := NewStore(d), 0
		if err := d.Write(t.Context(), func(tx *db.Tx) error { return s.DropNames(t.Context(), tx, "starter") }); err != nil {
			t.Fatal(err)
		}
		if err := s.EachName(t.Context(), d, func(Name) error { n++; return nil }); err != nil || n != 0 {
			t.Errorf("%d names remain, %v", n, err)
		}
	})
}

func TestAnUnknownPlaceIsNotFound(t *testing.T) {
	_, err := NewStore(dbtest.SQLite(t)).Place(t.Context(), dbtest.SQLite(t), 1)
	if errs.KindOf(err) != errs.NotFound {
		t.Errorf("Place(1) fails with %v, want not found", err)
	}
}

func TestLoadedAtlasAnswersAsTheOneMadeDirectly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		fill(t, d, samplePlaces(), Import{Origin: "starter"})
		a, err := Load(t.Context(), NewStore(d))
		if err != nil {
			t.Fatal(err)
		}
		want := NewAtlas(samplePlaces(), sampleNames(), sampleRegions())
		if diff := cmp.Diff(want.places, a.places); diff != "" {
			t.Errorf("places (-made +loaded):\n%s", diff)
		}
		if diff := cmp.Diff(want.regions, a.regions); diff != "" {
			t.Errorf("regions (-made +loaded):\n%s", diff)
		}
		for _, q := range []string{"Горадня", "Kowno", "Brest, FR", "QYY"} {
			if diff := cmp.Diff(ids(want.Find(Query{Text: q})), ids(a.Find(Query{Text: q}))); diff != "" {
				t.Errorf("Find(%q) (-made +loaded):\n%s", q, diff)
			}
		}
	})
}
