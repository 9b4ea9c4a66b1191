package score

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

// World is everything the ranking knows about the places, as flat arrays: entry i of each array belongs to place i.
// It is immutable once [World.Prepare] ran, and safe for use by many goroutines.
type World struct {
	// ID is the public number of the place. Results speak of places by their index, callers by this number.
	ID []int64
	// Country and Region index Countries and Regions.
	Country, Region []int32
	Lat, Lon        []float32
	// Population is 0 where it is not known.
	Population []float32
	// Class is the place's rank in its state's administration, see [ClassOf].
	Class []uint8
	// Name is the folded name (lower case, no diacritics), used for namesakes.
	Name []string
	// Spellings counts the recorded names of the place: how widely the town is known.
	Spellings []uint16
	// Lead is the index of the place that stands for the same town (a city and its municipality); itself where there
	// is no other. Partnerships of all places with one lead are shared.
	Lead []int32

	Countries []string
	// Regions are codes such as "PL.81", unique in the world.
	Regions []string
	// RegionCountry gives the country of each region.
	RegionCountry []int32

	Facts Facts

	derived
}

// derived holds what Prepare computes once from the arrays.
type derived struct {
	x, y, z []float32 // unit vectors, so that a distance costs one dot product
	logPop  []float32 // natural logarithm, NaN where not known
	rank    []float32 // log2 of the rank by population within the country, from 0 for the largest
	regRank []float32 // the same within the region
	fame    []float32 // share of the world's places with fewer spellings, 0 to 1
	names   gramIndex
	grid    grid
	// followers lists for a lead the other places of the same town.
	followers map[int32][]int32
	all       []int32
	language  [][]float32 // country × country, share of people who could talk
	border    [][]bool
}

// Len returns the number of places.
func (w *World) Len() int { return len(w.ID) }

// Prepare computes the derived arrays. It must be called once, before the World is used.
func (w *World) Prepare() {
	n := w.Len()
	w.x, w.y, w.z = make([]float32, n), make([]float32, n), make([]float32, n)
	w.logPop = make([]float32, n)
	w.all = make([]int32, n)
	for i := range n {
		la, lo := float64(w.Lat[i])*math.Pi/180, float64(w.Lon[i])*math.Pi/180
		w.x[i] = float32(math.Cos(la) * math.Cos(lo))
		w.y[i] = float32(math.Cos(la) * math.Sin(lo))
		w.z[i] = float32(math.Sin(la))
		w.all[i] = int32(i)
		w.logPop[i] = float32(math.NaN())
		if w.Population[i] > 0 {
			w.logPop[i] = float32(math.Log(float64(w.Population[i])))
		}
	}
	var beside sync.WaitGroup // a start waits for this: what does not need the rest is made beside it
	beside.Go(func() { w.names = newGramIndex(w.Name) })
	beside.Go(func() { w.fame = quantiles(n, func(i int32) float32 { return float32(w.Spellings[i]) }) })
	order := largestFirst(w.Population)
	w.rank = ranks(order, w.Country, len(w.Countries))
	w.regRank = ranks(order, w.Region, len(w.Regions))
	w.followers = map[int32][]int32{}
	for i, l := range w.Lead {
		if l != int32(i) {
			w.followers[l] = append(w.followers[l], int32(i))
			// One town lies in one region, whatever two editions of a gazetteer say.
			w.Region[i], w.Country[i] = w.Region[l], w.Country[l]
		}
	}
	w.grid = newGrid(w.Lat, w.Lon)
	w.language, w.border = w.Facts.tables(w.Countries)
	beside.Wait()
}

// largestFirst orders places by size; of two alike the first comes first.
func largestFirst(size []float32) []int32 {
	order := make([]int32, len(size))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(size[b], size[a]), cmp.Compare(a, b)) })
	return order
}

// ranks returns log2 of each place's rank within its group, in the order that is given, from 0 for the first.
func ranks(order, group []int32, groups int) []float32 {
	seen := make([]int, groups)
	out := make([]float32, len(order))
	for _, i := range order {
		seen[group[i]]++
		out[i] = float32(math.Log2(float64(seen[group[i]])))
	}
	return out
}

// quantiles returns for each of n places the share of places with a smaller value. Equal values share the middle of
// their range, so that the figure means the same in every gazetteer, however many names it records.
func quantiles(n int, value func(int32) float32) []float32 {
	order := make([]int32, n)
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		switch va, vb := value(a), value(b); {
		case va < vb:
			return -1
		case va > vb:
			return 1
		}
		return int(a - b)
	})
	out := make([]float32, n)
	for i := 0; i < n; {
		j := i
		for j < n && value(order[j]) == value(order[i]) {
			j++
		}
		mid := float32(i+j) / 2 / float32(n)
		for ; i < j; i++ {
			out[order[i]] = mid
		}
	}
	return out
}

// earthRadius in km is the mean radius; the error against the ellipsoid (0.5 %) is far below a bucket's width.
const earthRadius = 6371

// Km returns the distance between two places along the great circle.
func (w *World) Km(a, b int32) float64 {
	dx, dy, dz := float64(w.x[a]-w.x[b]), float64(w.y[a]-w.y[b]), float64(w.z[a]-w.z[b])
	chord := math.Sqrt(dx*dx + dy*dy + dz*dz)
	return 2 * earthRadius * math.Asin(min(1, chord/2))
}

// Classes of places by their rank in the state's administration.
const (
	ClassOther uint8 = iota
	ClassCapital
	ClassFirst
	ClassSecond
	ClassThird
	ClassFourth
	ClassPart // a part of a town
	classes
)

// ClassOf maps a GeoNames feature code to a class.
func ClassOf(feature string) uint8 {
	switch feature {
	case "PPLC":
		return ClassCapital
	case "PPLA", "PPLG":
		return ClassFirst
	case "PPLA2":
		return ClassSecond
	case "PPLA3":
		return ClassThird
	case "PPLA4", "PPLA5":
		return ClassFourth
	case "PPLX", "PPLL", "PPLQ", "PPLH", "PPLF", "PPLW", "PPLS", "PPLR":
		return ClassPart
	}
	return ClassOther
}
