package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"twintown/starter"
	"twintown/starter/gen/topo"
	"twintown/starter/internal/column"
)

// worldDetail is the smallest triangle, in square kilometres, that still
// stands out on a map of the world: on 1,000 pixels a pixel covers 40 km.
const worldDetail = 300

// regionDetail does the same for the closest maps, of some 100 km: it takes
// away only what the source's grid of 400 m made up.
const regionDetail = .3

// borders is the mended map.
type borders struct {
	atlas      *topo.Map
	areas      map[*topo.Area]starter.Area // without rings
	dashed     map[int]bool                // arcs
	neighbours map[string][]string         // by country, sorted
}

func readBorders(s *sources) (*borders, error) {
	folder, err := s.npm(atlasPackage)
	if err != nil {
		return nil, err
	}
	file, err := os.ReadFile(filepath.Join(folder, "countries-50m.json"))
	if err != nil {
		return nil, err
	}
	atlas, err := topo.Decode(file, "countries")
	if err != nil {
		return nil, err
	}
	b := &borders{atlas: atlas, areas: map[*topo.Area]starter.Area{}, dashed: map[int]bool{}}
	if err := b.mend(); err != nil {
		return nil, err
	}
	byNumber, err := codesByNumber(s)
	if err != nil {
		return nil, err
	}
	if err := b.identify(byNumber); err != nil {
		return nil, err
	}
	if err := b.markLines(); err != nil {
		return nil, err
	}
	b.findNeighbours()
	return b, nil
}

// mend redraws what policy.go names.
func (b *borders) mend() error {
	for _, m := range moves {
		if err := b.atlas.Move(m.from, m.at, m.to); err != nil {
			return err
		}
	}
	for _, s := range scattered {
		if err := b.atlas.MoveBox(s.from, topo.LonLat{Lon: s.west, Lat: s.south}, topo.LonLat{Lon: s.east, Lat: s.north}, s.to); err != nil {
			return err
		}
	}
	for _, c := range cuts {
		if err := b.atlas.Cut(c.from, c.path, c.at, c.to); err != nil {
			return err
		}
	}
	b.atlas.Areas = slices.DeleteFunc(b.atlas.Areas, func(a *topo.Area) bool { return len(a.Rings) == 0 })
	return nil
}

// codesByNumber returns the codes of two letters by ISO 3166-1's numbers. It
// asks for the countries of today, since withdrawn codes (Burma's BU) share
// the numbers of their successors.
func codesByNumber(s *sources) (map[string]string, error) {
	core, err := s.cldr("core")
	if err != nil {
		return nil, err
	}
	mappings, err := readJSON[codes](core, "supplemental", "codeMappings.json")
	if err != nil {
		return nil, err
	}
	countries, err := readCountries(s)
	if err != nil {
		return nil, err
	}
	byNumber := map[string]string{}
	for code := range countries {
		byNumber[mappings.Supplemental.Mappings[code].Numeric] = code
	}
	return byNumber, nil
}

func (b *borders) identify(byNumber map[string]string) error {
	keys := map[string]bool{}
	for _, area := range b.atlas.Areas {
		a := starter.Area{Key: byNumber[area.ID], Code: byNumber[area.ID]}
		if e, special := entities[area.Name]; special {
			a = starter.Area{Key: e.key, Code: e.code, Hatched: e.hatched}
		}
		if a.Key == "" || keys[a.Key] {
			return fmt.Errorf("area %q has no key of its own (%q)", area.Name, a.Key)
		}
		keys[a.Key] = true
		b.areas[area] = a
	}
	return nil
}

// markLines finds the arcs to be drawn dashed.
func (b *borders) markLines() error {
	_, after, err := b.atlas.SplitAt(lineOfControl.a, lineOfControl.b, lineOfControl.from)
	if err != nil {
		return err
	}
	northern := lineOfControl.from.Lat
	for _, arc := range b.atlas.Between(lineOfControl.a, lineOfControl.b) {
		points := b.atlas.Arcs[arc]
		if b.atlas.LonLat(points[len(points)/2]).Lat > northern {
			b.dashed[arc] = true
		}
	}
	if !b.dashed[after] && len(b.dashed) == 0 {
		return fmt.Errorf("no line of control")
	}
	for _, pair := range undefined {
		for _, arc := range b.atlas.Between(pair[0], pair[1]) {
			b.dashed[arc] = true
		}
	}
	for arc, users := range b.atlas.Users() {
		for _, u := range users {
			for _, v := range users {
				if slices.Contains(entities[u.Name].contested, b.areas[v].Key) {
					b.dashed[arc] = true
				}
			}
		}
	}
	return nil
}

func (b *borders) findNeighbours() {
	b.neighbours = map[string][]string{}
	meet := func(from, to string) {
		if from != to && from != "" && to != "" && !slices.Contains(b.neighbours[from], to) {
			b.neighbours[from] = append(b.neighbours[from], to)
		}
	}
	for _, users := range b.atlas.Users() {
		for _, u := range users {
			for _, v := range users {
				meet(b.areas[u].Code, b.areas[v].Code)
			}
		}
	}
	for _, pair := range shortBorders {
		meet(pair[0], pair[1])
		meet(pair[1], pair[0])
	}
	for _, codes := range b.neighbours {
		slices.Sort(codes)
	}
}

func packShapes(level starter.Level) func(*sources) (*column.Writer, error) {
	return func(s *sources) (*column.Writer, error) {
		b, err := s.border()
		if err != nil {
			return nil, err
		}
		detail := regionDetail
		if level == starter.World {
			detail = worldDetail
		}
		return b.pack(b.atlas.Thin(detail)), nil
	}
}

// pack writes a thinned copy of the atlas, without the arcs that none of its
// rings uses any more.
func (b *borders) pack(thin *topo.Map) *column.Writer {
	areas := make([]*topo.Area, len(thin.Areas))
	records := map[*topo.Area]starter.Area{}
	for i, original := range b.atlas.Areas {
		areas[i] = thin.Areas[i]
		records[areas[i]] = b.areas[original]
	}
	slices.SortFunc(areas, func(x, y *topo.Area) int { return cmp.Compare(records[x].Key, records[y].Key) })
	thin.Areas = areas

	var arcs []int
	number := map[int]int64{}
	var counts, xs, ys, kinds []int64
	for arc, users := range thin.Users() {
		if len(users) == 0 {
			continue
		}
		number[arc] = int64(len(arcs))
		arcs = append(arcs, arc)
		counts = append(counts, int64(len(thin.Arcs[arc])))
		kinds = append(kinds, int64(b.kind(arc, users)))
		for _, p := range thin.Arcs[arc] {
			xs, ys = append(xs, p.X), append(ys, p.Y)
		}
	}
	var ringCounts, arcCounts, refs []int64
	for _, area := range areas {
		ringCounts = append(ringCounts, int64(len(area.Rings)))
		for _, ring := range area.Rings {
			arcCounts = append(arcCounts, int64(len(ring)))
			for _, a := range ring {
				if a < 0 {
					refs = append(refs, ^number[^a])
				} else {
					refs = append(refs, number[a])
				}
			}
		}
	}
	var w column.Writer
	w.Words([]string{fmt.Sprint(thin.Scale[0], " ", thin.Scale[1], " ", thin.Translate[0], " ", thin.Translate[1])})
	w.Ints(counts)
	w.Ints(kinds)
	w.Ints(xs)
	w.Ints(ys)
	w.Words(values(areas, func(a *topo.Area) string { return records[a].Key }))
	w.Words(values(areas, func(a *topo.Area) string { return records[a].Code }))
	w.Ints(values(areas, func(a *topo.Area) int64 {
		if records[a].Hatched {
			return 1
		}
		return 0
	}))
	w.Ints(ringCounts)
	w.Ints(arcCounts)
	w.Ints(refs)
	return &w
}

func (b *borders) kind(arc int, users []*topo.Area) starter.LineKind {
	switch {
	case b.dashed[arc]:
		return starter.Disputed
	case len(users) == 2:
		return starter.Border
	}
	return starter.Coast
}
