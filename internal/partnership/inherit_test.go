package partnership_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/secret"
)

// Units that really merged, and towns beside them. The rural municipality of Zielona Góra
// and the communes have numbers of the test's own.
const (
	zielonaGora  = 3080165
	ruralGmina   = 9000000001
	cottbus      = 2939811
	cherbourg    = 3025466
	tourlaville  = 2972284
	querqueville = 2984860
	poole        = 2640101
	ilmenau      = 2896514
	langewiesen  = 2881279
	boisBihorel  = 9000000002
	boisGuil     = 3032469
	bihorel      = 3032957
	newCommune   = 9000000003
)

// bureau is a registry with places, in which units are merged.
type bureau struct {
	t      *testing.T
	db     *db.DB
	store  *partnership.Store
	places *place.Store
	log    *people.Log
}

func newBureau(t *testing.T, d *db.DB) bureau {
	b := bureau{t: t, db: d, store: partnership.NewStore(d), places: place.NewStore(d), log: people.NewLog(d, secret.New(), "")}
	var all []place.Place
	for _, n := range []int64{zielonaGora, ruralGmina, cottbus, cherbourg, tourlaville, querqueville, poole, ilmenau, langewiesen, boisBihorel, boisGuil, bihorel, newCommune} {
		all = append(all, place.Place{ID: n, Name: fmt.Sprint(n), Country: "PL", Kind: place.Municipality})
	}
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := b.places.PutPlaces(t.Context(), tx, slices.Values(all), place.Import{Origin: "geonames"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (b bureau) merge(day lang.Date, after int64, before ...int64) (id string, err error) {
	return b.change(place.Change{Kind: place.Merge, Day: day, Before: before, After: []int64{after}, Source: "Dz. U. 2014 poz. 1023"}, nil)
}

func (b bureau) change(c place.Change, chosen map[string]int64) (id string, err error) {
	who := people.Actor{Account: "steward"}
	err = b.log.Change(b.t.Context(), who, func(tx *db.Tx, note func(people.Entry)) (err error) {
		id, err = b.store.ChangeUnits(b.t.Context(), tx, b.places, who, note, c, chosen)
		return err
	})
	return id, err
}

func (b bureau) undo(id string) error {
	who := people.Actor{Account: "steward"}
	return b.log.Change(b.t.Context(), who, func(tx *db.Tx, note func(people.Entry)) error {
		return b.store.RestoreUnits(b.t.Context(), tx, b.places, who, note, id)
	})
}

// at are the partnerships that live at a place today.
func (b bureau) at(n int64) (ids []string) {
	b.t.Helper()
	all, err := b.store.OfPlace(b.t.Context(), n)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, p := range all {
		if slices.Contains(p.Present(), n) {
			ids = append(ids, p.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

// whole is every partnership with its status and its present sides.
func (b bureau) whole() map[string]string {
	b.t.Helper()
	all := map[string]string{}
	err := b.store.Each(b.t.Context(), func(p partnership.Partnership) error {
		if _, twice := all[p.ID]; twice {
			return fmt.Errorf("%s stands twice", p.ID)
		}
		all[p.ID] = partnership.StatusOf(p, day, time.Time{}).Code.String()
		return nil
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return all
}

func agreement(a, b int64, year int) partnership.Partnership {
	return partnership.Partnership{
		Kind: partnership.KindPartnership, Parties: []partnership.Party{{Place: a}, {Place: b}},
		Acts: []partnership.Act{{Type: partnership.ActAgreement, Date: partnership.On(year, 0, 0), Sources: []string{"s"}}},
	}
}

func TestZielonaGoraCityAndGminaMerge(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newBureau(t, d)
		put(t, d, "registry", agreement(zielonaGora, cottbus, 1975), agreement(ruralGmina, poole, 2004), agreement(ruralGmina, zielonaGora, 2010))
		before, own := b.whole(), b.at(ruralGmina)
		id, err := b.merge(lang.Date{Year: 2015, Month: 1, Day: 1}, zielonaGora, ruralGmina)
		if err != nil {
			t.Fatal(err)
		}
		if got := b.at(zielonaGora); len(got) != 3 {
			t.Errorf("the city has %d partnerships, want its own, the inherited one and the one with the gmina", len(got))
		}
		if got := b.at(ruralGmina); len(got) != 1 {
			t.Errorf("at the gmina %v stay, want the one with the city alone", got)
		}
		if !maps.Equal(before, b.whole()) {
			t.Errorf("statuses before %v, after %v", before, b.whole())
		}
		put(t, d, "registry", agreement(ruralGmina, poole, 2004)) // the registry comes again
		if got := b.at(zielonaGora); len(got) != 3 {
			t.Errorf("an import undid it: %d", len(got))
		}
		if c, ended, err := b.places.EndOf(t.Context(), d, ruralGmina); err != nil || !ended || c.After[0] != zielonaGora || c.Day.Year != 2015 {
			t.Errorf("the gmina's page does not know what became of it: %+v %t %v", c, ended, err)
		}
		if _, err := b.merge(lang.Date{Year: 2016}, cottbus, ruralGmina); errs.KindOf(err) != errs.Conflict {
			t.Errorf("it ends a second time: %v", err)
		}
		if err := b.undo(id); err != nil {
			t.Fatal(err)
		}
		if got := b.at(ruralGmina); !slices.Equal(got, own) || !maps.Equal(before, b.whole()) {
			t.Errorf("after the undo %v, before %v", got, own)
		}
		if err := b.undo(id); errs.KindOf(err) != errs.Conflict {
			t.Errorf("undone twice: %v", err)
		}
	})
}

// Cherbourg-en-Cotentin (2016): five communes become a new one; two of them share a partner.
func TestCommunesNouvelles(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newBureau(t, d)
		put(t, d, "registry", agreement(cherbourg, poole, 1977), agreement(tourlaville, poole, 1984), agreement(querqueville, cottbus, 1990), agreement(cherbourg, tourlaville, 2000))
		before := b.whole()
		if _, err := b.merge(lang.Date{Year: 2016, Month: 1, Day: 1}, newCommune, cherbourg, tourlaville, querqueville); err != nil {
			t.Fatal(err)
		}
		if got := b.at(newCommune); len(got) != 3 {
			t.Errorf("the new commune has %d, want both with Poole and the one with Cottbus", len(got))
		}
		if !maps.Equal(before, b.whole()) {
			t.Errorf("before %v, after %v", before, b.whole())
		}
		g, err := b.store.Graph(t.Context())
		if err != nil || !g.Linked(newCommune, poole) || g.Linked(cherbourg, poole) {
			t.Errorf("the graph does not show the heir: %v", err)
		}
	})
}

// Ilmenau took in Langewiesen in 2018; Bois-Guillaume-Bihorel was parted again in 2014.
func TestIntoAnotherAndApart(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newBureau(t, d)
		put(t, d, "registry", agreement(langewiesen, poole, 1999), agreement(boisBihorel, cottbus, 2012), agreement(boisBihorel, poole, 2013))
		if _, err := b.merge(lang.Date{Year: 2018, Month: 7, Day: 6}, ilmenau, langewiesen); err != nil || len(b.at(ilmenau)) != 1 {
			t.Errorf("Ilmenau inherited %d: %v", len(b.at(ilmenau)), err)
		}
		split := place.Change{Kind: place.Split, Day: lang.Date{Year: 2014, Month: 1, Day: 1}, Before: []int64{boisBihorel}, After: []int64{boisGuil, bihorel}}
		second := partnership.PairID(boisBihorel, poole)
		id, err := b.change(split, map[string]int64{second: bihorel})
		if err != nil || len(b.at(boisGuil)) != 1 || !slices.Equal(b.at(bihorel), []string{second}) {
			t.Fatalf("%v at Bois-Guillaume, %v at Bihorel: %v", b.at(boisGuil), b.at(bihorel), err)
		}
		if err := b.undo(id); err != nil || len(b.at(boisBihorel)) != 2 {
			t.Errorf("after the undo %v: %v", b.at(boisBihorel), err)
		}
		for field, c := range map[string]place.Change{
			"day":  {Kind: place.Merge, Before: []int64{poole}, After: []int64{cottbus}},
			"into": {Kind: place.Merge, Day: lang.Date{Year: 2020}, Before: []int64{poole}, After: []int64{poole}},
		} {
			if _, err := b.change(c, nil); errs.FieldOf(err) != field {
				t.Errorf("%+v: %v", c, err)
			}
		}
	})
}

// Whatever merges, and whatever of it is undone: no partnership is lost or doubled, none
// changes its status, and undoing everything gives back what was.
func TestMergesLoseNothing(t *testing.T) {
	d := dbtest.SQLite(t)
	b := newBureau(t, d)
	towns := []int64{zielonaGora, ruralGmina, cottbus, cherbourg, tourlaville, querqueville, poole, ilmenau}
	var all []partnership.Partnership
	for i, x := range towns {
		for _, y := range towns[i+1:] {
			all = append(all, agreement(x, y, 1990+i))
		}
	}
	put(t, d, "registry", all...)
	where := func() map[int64][]string {
		at := map[int64][]string{}
		for _, n := range towns {
			at[n] = b.at(n)
		}
		return at
	}
	first, whole := where(), b.whole()
	rapid.Check(t, func(t *rapid.T) {
		var done []string
		for range rapid.IntRange(1, 4).Draw(t, "merges") {
			before := rapid.SampledFrom(towns).Draw(t, "before")
			after := rapid.SampledFrom(towns).Draw(t, "after")
			id, err := b.merge(lang.Date{Year: 2015}, after, before)
			if err != nil {
				continue // it ended already, or is itself
			}
			done = append(done, id)
			if now := b.whole(); !maps.Equal(now, whole) {
				t.Fatalf("after %d into %d: %v, before %v", before, after, now, whole)
			}
		}
		slices.Reverse(done)
		for _, id := range done {
			if err := b.undo(id); err != nil {
				t.Fatal(err)
			}
		}
		if now := where(); !maps.EqualFunc(now, first, slices.Equal[[]string]) || !maps.Equal(b.whole(), whole) {
			t.Fatalf("after everything was undone: %v, at first %v", now, first)
		}
	})
}
