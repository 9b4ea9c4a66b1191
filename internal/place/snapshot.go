package place

import (
	"io"
	"maps"
	"slices"

	"twintown/internal/names"
	"twintown/internal/platform/flat"
)

// A snapshot is one flat file. Its version changes with its layout and with the
// rules for what it holds: linking, weights, keys.
const (
	snapshotKind    = "twintown atlas"
	snapshotVersion = "1+" + names.Format
)

// Save writes a snapshot of the atlas. The names of countries are not in it: see
// WithCountryNames.
func (a *Atlas) Save(w io.Writer) error {
	f := flat.NewWriter(w, snapshotKind, snapshotVersion)
	n := len(a.places)
	f.Int64s(column(n, func(i int) int64 { return a.places[i].ID }))
	f.Int64s(column(n, func(i int) int64 { return a.places[i].Population }))
	f.Int64s(column(n, func(i int) int64 { return a.places[i].SameAs }))
	f.Float64s(column(n, func(i int) float64 { return a.places[i].Lat }))
	f.Float64s(column(n, func(i int) float64 { return a.places[i].Lon }))
	f.Strings(column(n, func(i int) string { return a.places[i].Name }))
	f.Strings(column(n, func(i int) string { return a.places[i].Unit }))
	for _, of := range []func(*Place) string{country, region, feature, kind, zone} {
		writeShared(f, n, func(i int) string { return of(&a.places[i]) })
	}
	saveNames(f, a.names)
	saveRegions(f, a.regions)
	a.index.Write(f)
	return f.Close()
}

func country(p *Place) string { return p.Country }
func region(p *Place) string  { return p.Region }
func feature(p *Place) string { return p.Feature }
func kind(p *Place) string    { return string(p.Kind) }
func zone(p *Place) string    { return p.Zone }

// ReadAtlas reads a snapshot, and takes no more from r than Save wrote; r should
// be buffered. A snapshot that is damaged or of another version is refused (see
// the errors of package flat): the caller then loads the atlas from its store.
func ReadAtlas(r io.Reader) (*Atlas, error) {
	f, err := flat.NewReader(r, snapshotKind, snapshotVersion)
	if err != nil {
		return nil, err
	}
	a := &Atlas{}
	ids, population, sameAs := f.Int64s(), f.Int64s(), f.Int64s()
	lat, lon := f.Float64s(), f.Float64s()
	name, unit := f.Strings(), f.Strings()
	var shared [5][]string
	for i := range shared {
		shared[i] = readShared(f)
		f.Check(len(shared[i]) == len(ids), "columns of different length")
	}
	f.Check(slices.IsSorted(ids) && len(population) == len(ids) && len(sameAs) == len(ids), "columns of different length")
	f.Check(len(lat) == len(ids) && len(lon) == len(ids) && len(name) == len(ids) && len(unit) == len(ids), "columns of different length")
	a.names = readNames(f)
	a.regions = readRegions(f)
	a.index = names.Read(f)
	f.Check(a.index.Len() == len(ids), "an index of other places")
	if err := f.Close(); err != nil {
		return nil, err
	}
	a.places = column(len(ids), func(i int) Place {
		return Place{
			ID: ids[i], Name: name[i], Country: shared[0][i], Region: shared[1][i], Lat: lat[i], Lon: lon[i], Population: population[i],
			Feature: shared[2][i], Kind: Kind(shared[3][i]), Unit: unit[i], Zone: shared[4][i], SameAs: sameAs[i],
		}
	})
	a.prepare()
	return a, nil
}

func saveNames(f *flat.Writer, all []Name) {
	n := len(all)
	f.Int64s(column(n, func(i int) int64 { return all[i].Place }))
	f.Strings(column(n, func(i int) string { return all[i].Value }))
	writeShared(f, n, func(i int) string { return all[i].Lang })
	writeShared(f, n, func(i int) string { return string(all[i].Kind) })
	writeShared(f, n, func(i int) string { return all[i].From })
	writeShared(f, n, func(i int) string { return all[i].To })
	writeShared(f, n, func(i int) string { return all[i].Source })
}

func readNames(f *flat.Reader) []Name {
	places, values := f.Int64s(), f.Strings()
	languages, kinds, from, to, sources := readShared(f), readShared(f), readShared(f), readShared(f), readShared(f)
	n := len(places)
	for _, c := range [][]string{values, languages, kinds, from, to, sources} {
		if len(c) != n {
			f.Check(false, "names of different length")
			return nil
		}
	}
	return column(n, func(i int) Name {
		return Name{places[i], languages[i], values[i], NameKind(kinds[i]), from[i], to[i], sources[i]}
	})
}

func saveRegions(f *flat.Writer, all []Region) {
	n := len(all)
	f.Strings(column(n, func(i int) string { return all[i].Code }))
	f.Strings(column(n, func(i int) string { return all[i].Country }))
	f.Strings(column(n, func(i int) string { return all[i].Name }))
	var owner []uint32
	var languages, values []string
	for i, r := range all {
		for _, language := range slices.Sorted(maps.Keys(r.Names)) {
			owner = append(owner, uint32(i))
			languages, values = append(languages, language), append(values, r.Names[language])
		}
	}
	f.Uint32s(owner)
	writeShared(f, len(languages), func(i int) string { return languages[i] })
	f.Strings(values)
}

func readRegions(f *flat.Reader) []Region {
	codes, countries, main := f.Strings(), f.Strings(), f.Strings()
	owner, languages, values := f.Uint32s(), readShared(f), f.Strings()
	if len(countries) != len(codes) || len(main) != len(codes) || len(languages) != len(owner) || len(values) != len(owner) ||
		len(owner) > 0 && int(slices.Max(owner)) >= len(codes) {
		f.Check(false, "regions of different length")
		return nil
	}
	all := column(len(codes), func(i int) Region {
		return Region{Code: codes[i], Country: countries[i], Name: main[i]}
	})
	for i, r := range owner {
		if all[r].Names == nil {
			all[r].Names = map[string]string{}
		}
		all[r].Names[languages[i]] = values[i]
	}
	return all
}

func column[T any](n int, at func(i int) T) []T {
	out := make([]T, n)
	for i := range out {
		out[i] = at(i)
	}
	return out
}

// writeShared writes texts that repeat: each once, and for every row the number
// of its text.
func writeShared(f *flat.Writer, n int, at func(i int) string) {
	number := map[string]uint32{}
	var texts []string
	rows := column(n, func(i int) uint32 {
		s := at(i)
		k, ok := number[s]
		if !ok {
			k = uint32(len(texts))
			number[s] = k
			texts = append(texts, s)
		}
		return k
	})
	f.Strings(texts)
	f.Uint32s(rows)
}

func readShared(f *flat.Reader) []string {
	texts, rows := f.Strings(), f.Uint32s()
	if len(rows) > 0 && int(slices.Max(rows)) >= len(texts) {
		f.Check(false, "a text that is not there")
		return nil
	}
	return column(len(rows), func(i int) string { return texts[rows[i]] })
}
