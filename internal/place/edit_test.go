package place_test

import (
	"slices"
	"testing"

	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/secret"
)

// Identifiers of real units, and what their registers cannot have given.
func TestIdentifiersAreWhatTheirRegistersGive(t *testing.T) {
	for _, c := range []struct {
		scheme      place.Scheme
		value, want string // want "": refused
	}{
		{place.Wikidata, "Q761", "Q761"},
		{place.Wikidata, " q 761 ", "Q761"},
		{place.Wikidata, "761", ""},
		{place.Wikidata, "Q0761", ""},
		{place.GeoNames, "776069", "776069"},
		{place.GeoNames, "0776069", ""},
		{place.TERYT, "2061011", "2061011"},
		{place.TERYT, "20", "20"},
		{place.TERYT, "2002", "2002"},
		{place.TERYT, "2161011", ""}, // no voivodeship has an odd number
		{place.TERYT, "2061016", ""}, // no unit is of sort 6
		{place.SIMC, "0922410", "0922410"},
		{place.SIMC, "0918123", "0918123"},
		{place.SIMC, "0950463", "0950463"},
		{place.SIMC, "0918124", ""}, // the check digit is wrong
		{place.SIMC, "918123", ""},
		{place.AGS, "16070029", "16070029"},
		{place.AGS, "17070029", ""}, // there are sixteen Länder
		{place.INSEE, "50129", "50129"},
		{place.INSEE, "2A004", "2A004"},
		{place.INSEE, "2C004", ""},
		{place.NUTS, "PL841", "PL841"},
		{place.NUTS, "pl84", "PL84"},
		{place.NUTS, "PL8412", ""},
		{place.KATOTTH, "UA21100230010062386", "UA21100230010062386"},
		{place.KATOTTH, "UA2110023001006238", ""},
		{place.LAU, "2061011", "2061011"},
		{"post code", "15-950", ""},
	} {
		got, err := place.CleanIdentifier(c.scheme, c.value)
		if c.want == "" && errs.KindOf(err) != errs.Invalid || c.want != "" && (err != nil || got != c.want) {
			t.Errorf("%s %q: %q, %v; want %q", c.scheme, c.value, got, err, c.want)
		}
	}
}

// town is a place as an import tells it.
func town(t *testing.T, d *db.DB) (s *place.Store, change func(fn func(tx *db.Tx, note func(people.Entry)) error) error, again func()) {
	t.Helper()
	s = place.NewStore(d)
	log := people.NewLog(d, secret.New(), "")
	change = func(fn func(tx *db.Tx, note func(people.Entry)) error) error {
		return log.Change(t.Context(), people.Actor{Account: "officer"}, fn)
	}
	again = func() {
		t.Helper()
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			p := place.Place{ID: 776069, Name: "Białystok", Country: "PL", Region: "PL.81", Population: 291855, Kind: place.Settlement}
			if _, err := s.PutPlaces(t.Context(), tx, slices.Values([]place.Place{p}), place.Import{Origin: "geonames"}); err != nil {
				return err
			}
			names := []place.Name{{Place: 776069, Lang: "de", Value: "Bialystok", Kind: place.Exonym, Source: "geonames"}}
			_, err := s.PutNames(t.Context(), tx, slices.Values(names), place.Import{Origin: "geonames"})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	again()
	return s, change, again
}

func TestWhatAPersonSaysOfAPlaceStays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, change, again := town(t, d)
		edit := func(fn func(tx *db.Tx, note func(people.Entry)) error) {
			t.Helper()
			if err := change(fn); err != nil {
				t.Fatal(err)
			}
		}
		edit(func(tx *db.Tx, note func(people.Entry)) error {
			return s.SetFacts(t.Context(), tx, note, 776069, place.Facts{Population: 290000, Kind: place.Municipality, Unit: "2061011"})
		})
		edit(func(tx *db.Tx, note func(people.Entry)) error {
			return s.AddName(t.Context(), tx, note, place.Name{Place: 776069, Lang: "yi", Value: "ביאַליסטאָק", Kind: place.Historical, To: "1943", Source: "yivo"})
		})
		edit(func(tx *db.Tx, note func(people.Entry)) error {
			return s.DropName(t.Context(), tx, note, place.Name{Place: 776069, Lang: "de", Value: "Bialystok", Kind: place.Exonym})
		})
		again()
		p, err := s.Place(t.Context(), d, 776069)
		if err != nil || p.Population != 290000 || p.Kind != place.Municipality || p.Unit != "2061011" {
			t.Errorf("after an import: %+v, %v", p, err)
		}
		atlas, err := place.Load(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		if hits := atlas.Find(place.Query{Text: "ביאַליסטאָק"}); len(hits) == 0 || hits[0].ID != 776069 {
			t.Errorf("look-up does not find the old name: %v", hits)
		}
		if name := atlas.DisplayName(776069, "de"); name != "Białystok" {
			t.Errorf("the name that was taken away is shown: %q", name)
		}
	})
}

func TestBadEditsNameTheField(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, change, _ := town(t, d)
		for _, c := range []struct {
			field string
			fn    func(tx *db.Tx, note func(people.Entry)) error
		}{
			{"population", func(tx *db.Tx, note func(people.Entry)) error {
				return s.SetFacts(t.Context(), tx, note, 776069, place.Facts{Population: -1, Kind: place.County})
			}},
			{"kind", func(tx *db.Tx, note func(people.Entry)) error {
				return s.SetFacts(t.Context(), tx, note, 776069, place.Facts{Kind: "castle"})
			}},
			{"name", func(tx *db.Tx, note func(people.Entry)) error {
				return s.AddName(t.Context(), tx, note, place.Name{Place: 776069, Lang: "de", Value: " ", Kind: place.Exonym})
			}},
			{"lang", func(tx *db.Tx, note func(people.Entry)) error {
				return s.AddName(t.Context(), tx, note, place.Name{Place: 776069, Lang: "klingon!", Value: "X", Kind: place.Exonym})
			}},
			{"to", func(tx *db.Tx, note func(people.Entry)) error {
				return s.AddName(t.Context(), tx, note, place.Name{Place: 776069, Lang: "de", Value: "X", Kind: place.Historical})
			}},
			{"to", func(tx *db.Tx, note func(people.Entry)) error {
				return s.AddIdentifier(t.Context(), tx, note, place.Identifier{Place: 776069, Scheme: place.Wikidata, Value: "Q761", From: "1999", To: "1975"})
			}},
		} {
			if err := change(c.fn); errs.FieldOf(err) != c.field {
				t.Errorf("%v names %q, want %q", err, errs.FieldOf(err), c.field)
			}
		}
	})
}

// Białystok's TERYT before and after the reform of 1999; nobody else can have it meanwhile.
func TestIdentifiersHavePeriods(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, change, _ := town(t, d)
		add := func(i place.Identifier) error {
			return change(func(tx *db.Tx, note func(people.Entry)) error { return s.AddIdentifier(t.Context(), tx, note, i) })
		}
		for _, i := range []place.Identifier{
			{Place: 776069, Scheme: place.TERYT, Value: "0602011", To: "1999"},
			{Place: 776069, Scheme: place.TERYT, Value: "2061011", From: "1999"},
			{Place: 1, Scheme: place.TERYT, Value: "0602011", From: "1999"}, // the number was given anew
		} {
			if err := add(i); err != nil {
				t.Errorf("%+v: %v", i, err)
			}
		}
		if err := add(place.Identifier{Place: 2, Scheme: place.TERYT, Value: "2061011"}); errs.KindOf(err) != errs.Conflict {
			t.Errorf("two places with one number at one time: %v", err)
		}
		all, err := s.Identifiers(t.Context(), d, 776069)
		if err != nil || len(all) != 2 || all[0].Value != "2061011" {
			t.Fatalf("%+v, %v", all, err)
		}
		if err := change(func(tx *db.Tx, note func(people.Entry)) error {
			return s.DropIdentifier(t.Context(), tx, note, 776069, all[0].ID)
		}); err != nil {
			t.Error(err)
		}
		if err := change(func(tx *db.Tx, note func(people.Entry)) error {
			return s.DropIdentifier(t.Context(), tx, note, 1, all[1].ID)
		}); errs.KindOf(err) != errs.NotFound {
			t.Errorf("another place's identifier: %v", err)
		}
	})
}
