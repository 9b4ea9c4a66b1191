package place

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"twintown/internal/platform/flat"
)

func saved(a *Atlas) []byte {
	var b bytes.Buffer
	if err := a.Save(&b); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func TestASnapshotIsTheSameAtlas(t *testing.T) {
	a := sampleAtlas()
	data := append(saved(a), "what follows in the file"...)
	r := bytes.NewReader(data)
	b, err := ReadAtlas(r)
	if err != nil {
		t.Fatal(err)
	}
	if r.Len() != len("what follows in the file") {
		t.Errorf("ReadAtlas left %d bytes", r.Len())
	}
	b = b.WithCountryNames(a.countries)
	if diff := cmp.Diff(a.places, b.places); diff != "" {
		t.Errorf("places (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(a.regions, b.regions); diff != "" {
		t.Errorf("regions (-before +after):\n%s", diff)
	}
	for _, q := range []string{"Горадня", "Brest, Francja", "Springfield, IL", "bialistok", "Uppsala"} {
		if diff := cmp.Diff(a.Find(Query{Text: q}), b.Find(Query{Text: q})); diff != "" {
			t.Errorf("Find(%q) (-before +after):\n%s", q, diff)
		}
	}
	if diff := cmp.Diff(a.Names(627904), b.Names(627904)); diff != "" {
		t.Errorf("names (-before +after):\n%s", diff)
	}
}

func TestADamagedSnapshotIsRefused(t *testing.T) {
	whole := saved(sampleAtlas())
	for at := 0; at < len(whole); at += 1 + len(whole)/199 {
		bad := bytes.Clone(whole)
		bad[at] ^= 0x20
		if _, err := ReadAtlas(bytes.NewReader(bad)); !errors.Is(err, flat.ErrDamaged) && !errors.Is(err, flat.ErrOther) {
			t.Fatalf("byte %d altered: error %v", at, err)
		}
		if _, err := ReadAtlas(bytes.NewReader(whole[:at])); !errors.Is(err, flat.ErrDamaged) && !errors.Is(err, flat.ErrOther) {
			t.Fatalf("cut off after %d bytes: error %v", at, err)
		}
	}
}

func FuzzReadAtlas(f *testing.F) {
	f.Add(saved(NewAtlas(samplePlaces()[:2], nil, sampleRegions()[:1])))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := ReadAtlas(bytes.NewReader(data))
		if err == nil {
			a.Find(Query{Text: "Bialystok"})
		} else if !errors.Is(err, flat.ErrDamaged) && !errors.Is(err, flat.ErrOther) {
			t.Fatalf("error %v is neither of the two", err)
		}
	})
}

func TestAnEmptyAtlasAnswers(t *testing.T) {
	a := NewAtlas(nil, nil, nil)
	if hits := a.Find(Query{Text: "Białystok, PL"}); len(hits) != 0 || a.Len() != 0 {
		t.Errorf("an empty atlas found %v", hits)
	}
}

func TestKilometres(t *testing.T) {
	// Białystok to Hrodna is 76 km by any map.
	if km := Kilometres(53.13333, 23.16433, 53.6884, 23.8258); math.Abs(km-75.6) > 1 {
		t.Errorf("Białystok to Hrodna: %.1f km", km)
	}
	if km := Kilometres(0, 179.5, 0, -179.5); math.Abs(km-111.2) > 0.1 {
		t.Errorf("across the date line: %.1f km", km)
	}
}

// The grid finds what looking at every place finds, poles and date line included.
func TestNearMissesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lat, lon := rapid.Float64Range(-90, 90), rapid.Float64Range(-180, 180)
		places := make([]Place, rapid.IntRange(0, 30).Draw(t, "n"))
		for i := range places {
			places[i] = Place{ID: int64(i + 1), Lat: lat.Draw(t, "lat"), Lon: lon.Draw(t, "lon")}
		}
		a := &Atlas{places: places, grid: newGrid(places)}
		y, x, km := lat.Draw(t, "y"), lon.Draw(t, "x"), rapid.Float64Range(0, 21000).Draw(t, "km")
		var got, want []int
		a.Near(y, x, km, func(i int, _ float64) bool { got = append(got, i); return true })
		for i, p := range places {
			if Kilometres(y, x, p.Lat, p.Lon) <= km {
				want = append(want, i)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("within %.0f km of %.3f, %.3f: %v, want %v", km, y, x, got, want)
		}
	})
}
