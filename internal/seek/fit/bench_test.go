package fit

import (
	"fmt"
	"iter"
	"slices"
	"testing"

	"twintown/internal/match"
	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/internal/platform/lang"
	"twintown/internal/seek"
	"twintown/starter"
)

// whole is the gazetteer that the program carries, with the same number of partnerships as
// its model learned from, and 500 open requests.
func whole(b *testing.B) *Board {
	b.Helper()
	var all []place.Place
	for t := range starter.Towns() {
		all = append(all, place.Place{
			ID: t.ID, Name: t.Name, Country: t.Country, Region: t.Region, Lat: t.Lat, Lon: t.Lon,
			Population: t.Population, Feature: t.Feature, Kind: place.KindOf(t.Feature),
		})
	}
	model, err := match.DefaultModel()
	if err != nil {
		b.Fatal(err)
	}
	atlas := place.NewAtlas(all, nil, nil)
	pairs := slices.Collect(far(all, model.Pairs))
	graph := partnership.NewGraph(pairs, today, lang.Date{})
	ranker, err := match.New(atlas, graph, match.Facts(starter.Countries()), model, nil)
	if err != nil {
		b.Fatal(err)
	}
	f := Facts{Places: atlas, Graph: graph, Ranker: ranker, Topics: map[string][]string{}, Day: today}
	for i, p := range pairs {
		if i%3 == 0 {
			f.Topics[p.ID] = []string{"culture", "youth"}
		}
	}
	for i := range 500 {
		f.Open = append(f.Open, request(fmt.Sprint(i), all[i*len(all)/500].ID, func(r *seek.Request) {
			r.Languages, r.Wish = []string{"en", "de"}, seek.Wishes()[i%3]
		}))
	}
	return NewBoard(f)
}

// far pairs places that lie far apart in the list, and so in the world.
func far(all []place.Place, n int) iter.Seq[partnership.Pair] {
	return func(yield func(partnership.Pair) bool) {
		for i := range n {
			a, b := all[i*4%len(all)].ID, all[(i*4+len(all)/3+i%97)%len(all)].ID
			if a != b && !yield(partnership.Pair{A: a, B: b, ID: partnership.PairID(a, b), Status: partnership.Active}) {
				return
			}
		}
	}
}

// BenchmarkRankings is what a page costs: the towns of the world for a request, for one of
// five towns together, and 500 open requests for a town, all with their reasons.
func BenchmarkRankings(b *testing.B) {
	board := whole(b)
	one := board.Open[37]
	several := one
	several.Places = append(slices.Clone(one.Places), board.Open[38].Lead(), board.Open[39].Lead(), board.Open[40].Lead(), board.Open[41].Lead())
	for name, r := range map[string]seek.Request{"towns": one, "towns-of-five": several} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := board.Towns(r, DefaultLimit); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("requests", func(b *testing.B) {
		for b.Loop() {
			if _, err := board.Requests(sokolka); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("board", func(b *testing.B) {
		for b.Loop() {
			NewBoard(board.Facts)
		}
	})
}
