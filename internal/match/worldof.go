package match

import (
	"twintown/internal/match/score"
	"twintown/internal/names"
	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/starter"
)

// Facts turns what the starter knows of countries into what the ranking needs.
func Facts(countries []starter.Country) score.Facts {
	f := score.Facts{Languages: map[string][]score.Language{}, Neighbours: map[string][]string{}}
	for _, c := range countries {
		for _, l := range c.Languages {
			f.Languages[c.Code] = append(f.Languages[c.Code], score.Language{
				Code: l.Code, Share: l.Share,
				Official: l.Official == starter.OfficialAll || l.Official == starter.OfficialDeFacto,
			})
		}
		f.Neighbours[c.Code] = c.Neighbours
	}
	return f
}

// codes numbers texts in the order in which they are first seen.
type codes struct {
	list  []string
	index map[string]int32
}

func (c *codes) number(code string) int32 {
	if i, ok := c.index[code]; ok {
		return i
	}
	if c.index == nil {
		c.index = map[string]int32{}
	}
	i := int32(len(c.list))
	c.index[code] = i
	c.list = append(c.list, code)
	return i
}

// WorldOf makes the ranking's arrays of an atlas. Place i of the world is place i of the atlas.
func WorldOf(places *place.Atlas, facts score.Facts) *score.World {
	n := places.Len()
	w := &score.World{
		ID: make([]int64, n), Country: make([]int32, n), Region: make([]int32, n),
		Lat: make([]float32, n), Lon: make([]float32, n), Population: make([]float32, n), Class: make([]uint8, n),
		Name: make([]string, n), Spellings: make([]uint16, n), Lead: make([]int32, n), Facts: facts,
	}
	var countries, regions codes
	spellings := places.Spellings()
	for i := range n {
		p := places.At(i)
		w.ID[i], w.Lat[i], w.Lon[i], w.Population[i] = p.ID, float32(p.Lat), float32(p.Lon), float32(max(0, p.Population))
		w.Class[i], w.Name[i], w.Lead[i] = score.ClassOf(p.Feature), names.Latin(p.Name), int32(i)
		w.Spellings[i] = uint16(min(spellings[i], 1<<16-1))
		w.Country[i] = countries.number(p.Country)
		// A place without a region stands in one of its country's own, so that a region always has one country.
		code := p.Region
		if code == "" {
			code = p.Country + "."
		}
		w.Region[i] = regions.number(p.Country + "\x00" + code)
		if int(w.Region[i]) == len(w.RegionCountry) {
			w.RegionCountry = append(w.RegionCountry, w.Country[i])
			w.Regions = append(w.Regions, code)
		}
		if lead, ok := places.Index(p.SameAs); ok {
			w.Lead[i] = int32(lead)
		}
	}
	w.Countries = countries.list
	w.Prepare()
	return w
}

// Pairs returns the pairs of a partnership graph that tell the ranking something: agreements that have not ended. A
// link that was only intended, or that is over, is no evidence; and over it, the town may be suggested again.
func Pairs(places *place.Atlas, g *partnership.Graph) []score.Pair {
	var out []score.Pair
	for p := range g.Pairs() {
		a, okA := places.Index(p.A)
		b, okB := places.Index(p.B)
		if okA && okB && p.Status.Alive() {
			out = append(out, score.Pair{A: int32(a), B: int32(b)})
		}
	}
	return out
}
