package main

import (
	"fmt"
	"runtime"
	"slices"
	"time"

	"twintown/internal/match/score"
)

// large is how many places a world for measuring has: more than the largest gazetteer that the importers read by
// default.
const large = 170_000

// speed prints how long a ranking of a large world with its best 50 and their reasons takes, on one core.
func speed(d *data, m *score.Model) error {
	w := enlarge(d.world, large)
	start := time.Now()
	engine := score.NewEngine(w, score.NewGraph(w, d.train), m)
	bound := time.Since(start)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	s := engine.Scorer()
	scores := make([]float32, w.Len())
	var times []time.Duration
	for i := 0; i < len(d.warm); i += 5 {
		start := time.Now()
		s.Ask(d.warm[i].From, nil)
		s.Scores(scores)
		s.Reasons(score.Top(scores, 50, func(int32) bool { return true }))
		times = append(times, time.Since(start))
	}
	slices.Sort(times)
	fmt.Printf("%d places on one core, the best 50 with reasons: median %.1f ms, 99 %% within %.1f ms (%d rankings); made ready in %.1f s\n",
		w.Len(), ms(times[len(times)/2]), ms(times[len(times)*99/100]), len(times), bound.Seconds())
	return nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// enlarge repeats the first places of a world, a little aside, until there are n.
func enlarge(w *score.World, n int) *score.World {
	l := &score.World{Countries: w.Countries, Regions: w.Regions, RegionCountry: w.RegionCountry, Facts: w.Facts}
	for i := range n {
		k := i % w.Len()
		aside := float32(i / w.Len())
		l.ID = append(l.ID, w.ID[k]+int64(i/w.Len())*1e12)
		l.Country, l.Region = append(l.Country, w.Country[k]), append(l.Region, w.Region[k])
		l.Lat, l.Lon = append(l.Lat, w.Lat[k]+aside/10), append(l.Lon, w.Lon[k]+aside/10)
		l.Population, l.Class = append(l.Population, w.Population[k]), append(l.Class, w.Class[k])
		l.Name, l.Spellings = append(l.Name, w.Name[k]), append(l.Spellings, w.Spellings[k])
		l.Lead = append(l.Lead, int32(i))
		if i < w.Len() {
			l.Lead[i] = w.Lead[k]
		}
	}
	l.Prepare()
	return l
}
