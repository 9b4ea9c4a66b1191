package match

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"twintown/internal/match/score"
	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
)

var facts = score.Facts{
	Languages: map[string][]score.Language{
		"PL": {{Code: "pl", Share: 0.97, Official: true}}, "DE": {{Code: "de", Share: 0.95, Official: true}},
		"LT": {{Code: "lt", Share: 0.85, Official: true}, {Code: "pl", Share: 0.06}}, "BY": {{Code: "be", Share: 0.7, Official: true}},
	},
	Neighbours: map[string][]string{"PL": {"DE", "LT", "BY"}, "LT": {"BY"}},
}

// fixture is 240 invented towns of four countries with 600 partnerships, and a ranker that learned from them. Town 1
// is Polish; towns 100 to 159 are Belarusian, about whom there is a notice for Poland.
type fixture struct {
	ranker *Ranker
	places *place.Atlas
	graph  *partnership.Graph
}

var small = sync.OnceValues(func() (*fixture, error) {
	rng := rand.New(rand.NewPCG(3, 3))
	countries := []string{"PL", "DE", "LT", "BY"}
	var all []place.Place
	for i := range 240 {
		c := countries[i%4]
		all = append(all, place.Place{
			ID: int64(i + 1), Name: fmt.Sprintf("Town %s", strings.Repeat(string(rune('a'+i%26)), 1+i/26)), Country: c,
			Region: fmt.Sprintf("%s.%d", c, rng.IntN(3)), Lat: 50 + 4*rng.Float64(), Lon: 10 + 4*float64(i%4) + 3*rng.Float64(),
			Population: int64(rng.IntN(9)) * 20_000, Feature: "PPL", Kind: place.Settlement,
		})
	}
	all = append(all, place.Place{ID: 500, Name: "County", Country: "DE", Region: "DE.1", Lat: 51, Lon: 15, Population: 100_000, Feature: "ADM2", Kind: place.County})
	f := &fixture{places: place.NewAtlas(all, nil, nil)}
	var pairs []partnership.Pair
	for range 600 {
		a, b := int64(1+rng.IntN(240)), int64(1+rng.IntN(240))
		if a%4 != b%4 {
			pairs = append(pairs, partnership.Pair{A: a, B: b, ID: partnership.PairID(a, b), Status: partnership.Active})
		}
	}
	pairs = append(pairs, partnership.Pair{A: 1, B: 4, Status: partnership.Terminated})
	f.graph = partnership.NewGraph(pairs, lang.Date{}, lang.Date{})
	o := score.Defaults()
	o.Questions, o.Plain, o.Iterations = 100, 40, 10
	m, err := Train(context.Background(), f.places, f.graph, facts, o)
	if err != nil {
		return nil, err
	}
	notices := []Notice{{Key: "by", Folds: true, For: Scope{Countries: []string{"PL"}}, About: Scope{Countries: []string{"BY"}}}}
	f.ranker, err = New(f.places, f.graph, facts, m, notices)
	return f, err
})

func fix(t testing.TB) *fixture {
	t.Helper()
	f, err := small()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func rank(t testing.TB, q Query) Result {
	t.Helper()
	r, err := fix(t).ranker.Rank(q)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// What is shown adds up as shown, and speaks in a known key.
func TestShownReasonsAddUp(t *testing.T) {
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	p := catalog.Printer("en")
	for id := int64(1); id <= 240; id += 7 {
		r := rank(t, Query{Place: id, Limit: 30})
		for _, c := range slices.Concat(r.Items, r.Folded) {
			sum := 0.0
			for _, reason := range c.Reasons {
				sum += math.Round(reason.Points * 100)
				if !p.Has(reason.Text.Key) {
					t.Fatalf("no text for %q", reason.Text.Key)
				}
			}
			if math.Round(c.Score*100) != sum {
				t.Fatalf("%d for %d: reasons add up to %v, the score is %v", c.ID, id, sum/100, c.Score)
			}
		}
	}
}

func TestNoticesFoldAndNeverScore(t *testing.T) {
	f := fix(t)
	r := rank(t, Query{Place: 1, Limit: 100})
	if len(r.Items) == 0 || len(r.Folded) == 0 {
		t.Fatalf("%d items, %d folded", len(r.Items), len(r.Folded))
	}
	free, err := New(f.places, f.graph, facts, f.ranker.Model(), nil)
	if err != nil {
		t.Fatal(err)
	}
	without, err := free.Rank(Query{Place: 1, Limit: 240})
	if err != nil {
		t.Fatal(err)
	}
	scores := map[int64]float64{}
	for _, c := range without.Items {
		scores[c.ID] = c.Score
	}
	for _, c := range r.Items {
		if p, _ := f.places.Get(c.ID); p.Country == "BY" || len(c.Notices) > 0 {
			t.Errorf("%d of %s stands among the suggestions", c.ID, p.Country)
		}
	}
	for _, c := range r.Folded {
		if len(c.Notices) == 0 {
			t.Errorf("%d is folded without a notice", c.ID)
		}
		if c.Score != scores[c.ID] {
			t.Errorf("%d has %v under a notice, %v without", c.ID, c.Score, scores[c.ID])
		}
	}
}

func TestFilters(t *testing.T) {
	f := fix(t)
	own, _ := f.places.Get(1)
	for name, c := range map[string]struct {
		query Query
		holds func(p place.Place) bool
	}{
		"countries":     {Query{Countries: []string{"LT", "DE"}}, func(p place.Place) bool { return p.Country == "LT" || p.Country == "DE" }},
		"language":      {Query{Languages: []string{"de"}}, func(p place.Place) bool { return p.Country == "DE" }},
		"few speakers":  {Query{Languages: []string{"pl"}}, func(p place.Place) bool { return p.Country == "PL" }},
		"region":        {Query{Regions: []string{"LT.1"}}, func(p place.Place) bool { return p.Region == "LT.1" }},
		"size":          {Query{MinPop: 40_000, MaxPop: 80_000}, func(p place.Place) bool { return p.Population >= 40_000 && p.Population <= 80_000 }},
		"distance":      {Query{MinKm: 100, MaxKm: 300}, func(p place.Place) bool { km := f.ranker.km(own, p); return km >= 99 && km <= 301 }},
		"similar":       {Query{Mode: Similar}, func(p place.Place) bool { return p.Population*2 >= own.Population && p.Population <= 2*own.Population }},
		"complementary": {Query{Mode: Complementary}, func(p place.Place) bool { return p.Population*3 <= own.Population || p.Population >= 3*own.Population }},
		"towns only":    {Query{}, func(p place.Place) bool { return p.Kind == place.Settlement }},
	} {
		c.query.Place, c.query.Limit = 1, 20
		items := rank(t, c.query).Items
		if len(items) == 0 {
			t.Errorf("%s: nothing", name)
		}
		for _, item := range items {
			if p, _ := f.places.Get(item.ID); !c.holds(p) {
				t.Errorf("%s: %+v", name, p)
			}
		}
	}
}

func (r *Ranker) km(a, b place.Place) float64 {
	i, _ := r.places.Index(a.ID)
	j, _ := r.places.Index(b.ID)
	return r.engine.World.Km(int32(i), int32(j))
}

func TestSpread(t *testing.T) {
	f := fix(t)
	per := map[string]int{}
	for _, c := range rank(t, Query{Place: 2, Limit: 30, Spread: true}).Items {
		p, _ := f.places.Get(c.ID)
		per[p.Country]++
	}
	for country, n := range per {
		if n > PerCountry {
			t.Errorf("%d of %s", n, country)
		}
	}
}

func TestPartners(t *testing.T) {
	f := fix(t)
	partners := map[int64]bool{}
	for _, e := range f.graph.Of(1) {
		if e.Status.Alive() {
			partners[e.Other] = true
		}
	}
	var with, without, ended int
	for _, c := range rank(t, Query{Place: 1, Limit: 240}).Items {
		if partners[c.ID] {
			without++
		}
	}
	all := rank(t, Query{Place: 1, Limit: 240, WithPartners: true})
	for _, c := range slices.Concat(all.Items, all.Folded) {
		if partners[c.ID] != c.Partner {
			t.Errorf("%d: partner %v, want %v", c.ID, c.Partner, partners[c.ID])
		}
		if c.Partner {
			with++
		}
	}
	for _, c := range rank(t, Query{Place: 1, Limit: 240, Countries: []string{"BY"}}).Folded {
		if c.ID == 4 {
			ended++
		}
	}
	if without != 0 || with == 0 {
		t.Errorf("%d partners suggested, %d with partners", without, with)
	}
}

// "Why not X?" has the score that the list has, and the rank of its place in it.
func TestExplainAgreesWithRank(t *testing.T) {
	f := fix(t)
	items := rank(t, Query{Place: 2, Limit: 40}).Items
	for i, c := range items {
		got, n, err := f.ranker.Explain(2, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if got.Score != c.Score {
			t.Errorf("%d: %v explained, %v listed", c.ID, got.Score, c.Score)
		}
		if int(n) != i+1 {
			t.Errorf("%d: rank %d explained, %d listed", c.ID, n, i+1)
		}
	}
	if _, _, err := f.ranker.Explain(2, 99999); errs.KindOf(err) != errs.NotFound {
		t.Errorf("an unknown place: %v", err)
	}
}

func TestBatchKeepsOrder(t *testing.T) {
	f := fix(t)
	var want, got []int64
	asks := func(yield func(Ask) bool) {
		for id := int64(200); id > 0; id -= 3 {
			want = append(want, id)
			if !yield(Ask{Place: id, Countries: []string{"DE"}}) {
				return
			}
		}
		want = append(want, 777)
		yield(Ask{Place: 777})
	}
	err := f.ranker.Batch(t.Context(), asks, 10, func(a Answer) error {
		got = append(got, a.ID)
		if (a.ID == 777) != (errs.KindOf(a.Err) == errs.NotFound && a.Err != nil) {
			t.Errorf("%d: %v", a.ID, a.Err)
		}
		for i, c := range a.Candidates {
			if p, _ := f.places.Get(c.ID); p.Country != "DE" || i > 0 && c.Score > a.Candidates[i-1].Score {
				t.Errorf("%d: candidate %d of %s with %v", a.ID, c.ID, p.Country, c.Score)
			}
		}
		return nil
	})
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("order %v, want %v (%v)", got, want, err)
	}
	stop := errors.New("full")
	if err := f.ranker.Batch(t.Context(), asks, 10, func(Answer) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("a failing writer: %v", err)
	}
}

func TestTrainNeedsPairs(t *testing.T) {
	f := fix(t)
	_, err := Train(t.Context(), f.places, partnership.NewGraph(nil, lang.Date{}, lang.Date{}), facts, score.Defaults())
	if errs.KindOf(err) != errs.Invalid {
		t.Errorf("Train on nothing: %v", err)
	}
}

func TestEvaluateHidesWhatItAsks(t *testing.T) {
	f := fix(t)
	var held []Held
	for p := range f.graph.Pairs() {
		if len(held) < 20 && p.Status.Alive() {
			held = append(held, Held{A: p.A, B: p.B})
		}
	}
	rows, err := Evaluate(t.Context(), Evaluation{
		Places: f.places, Graph: f.graph, Facts: facts, Held: held, Model: f.ranker.Model(), Embedded: f.ranker.Model(), Peers: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 5 || rows[0].Warm.N != 40 || rows[0].Cold.N != 0 {
		t.Errorf("rows %+v", rows)
	}
	for _, r := range rows {
		if r.Method == "adamic_adar" && r.Warm.H1 > 0.9 {
			t.Errorf("%s knows the answers: %v", r.Method, r.Warm)
		}
	}
}

// What is said of many pairs at once is what is said of each alone, from either side.
func TestBetweenIsWhatEachPairIs(t *testing.T) {
	f := fix(t)
	others := []int64{2, 4, 101, 1, 999_999, 7}
	got := f.ranker.Between(lang.Date{}, 1, others)
	for i, other := range others {
		if other == 1 || other == 999_999 {
			if got[i] != (Pairing{}) {
				t.Errorf("%d: %+v", other, got[i])
			}
			continue
		}
		c, err := f.ranker.Candidate(lang.Date{}, 1, other)
		if err != nil {
			t.Fatal(err)
		}
		back := f.ranker.Between(lang.Date{}, other, []int64{1})[0]
		if math.Abs(got[i].Score-c.Score) > 0.1 || math.Abs(got[i].Score-back.Score) > 0.01 || got[i].Partner != c.Partner || got[i].Folded != back.Folded {
			t.Errorf("%d: %+v, alone %.2f, back %+v", other, got[i], c.Score, back)
		}
		if folds := slices.ContainsFunc(c.Notices, func(n Notice) bool { return n.Folds }); folds && !got[i].Folded {
			t.Errorf("%d is not folded", other)
		}
	}
}
