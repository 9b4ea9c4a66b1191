package score

import (
	"bytes"
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func sumOf(reasons []Reason) float64 {
	sum := 0.0
	for _, r := range reasons {
		sum += r.Points
	}
	return sum
}

// The explanation is the model: the points of the reasons add up to the score, for every pair.
func TestReasonsAddUp(t *testing.T) {
	e := smallEngine(t)
	s := e.Scorer()
	scores := make([]float32, e.World.Len())
	rapid.Check(t, func(t *rapid.T) {
		a := int32(rapid.IntRange(0, e.World.Len()-1).Draw(t, "a"))
		c := int32(rapid.IntRange(0, e.World.Len()-1).Draw(t, "c"))
		s.Ask(a, nil)
		s.Scores(scores)
		if got, want := sumOf(s.Reasons([]int32{c})[0]), float64(scores[c]); math.Abs(got-want) > 1e-3 {
			t.Fatalf("reasons of %d for %d add up to %v, the score is %v", c, a, got, want)
		}
	})
}

// One number holds for both directions.
func TestSymmetric(t *testing.T) {
	e := smallEngine(t)
	one, other := e.Scorer(), e.Scorer()
	rapid.Check(t, func(t *rapid.T) {
		a := int32(rapid.IntRange(0, e.World.Len()-1).Draw(t, "a"))
		b := int32(rapid.IntRange(0, e.World.Len()-1).Draw(t, "b"))
		if e.World.Lead[a] == e.World.Lead[b] {
			t.Skip("one town")
		}
		var hideA, hideB []int32
		if e.Graph.linked(e.World.Lead[a], e.World.Lead[b]) {
			hideA, hideB = []int32{a}, []int32{b}
		}
		one.Ask(a, hideB)
		other.Ask(b, hideA)
		there, back := one.Reasons([]int32{b})[0], other.Reasons([]int32{a})[0]
		for k := range there {
			if math.Abs(there[k].Points-back[k].Points) > 1e-3 {
				t.Fatalf("%s: %v from %d, %v from %d", there[k].Group, there[k].Points, a, back[k].Points, b)
			}
		}
	})
}

// A hidden partnership is as good as one that is not there: else training would see the answer in the question.
func TestHiddenIsUnknown(t *testing.T) {
	w, pairs := smallWorld(1)
	full := NewGraph(w, pairs)
	q := NewQuery(w, full, CountAffinity(w, full))
	rapid.Check(t, func(t *rapid.T) {
		p := full.pairs[rapid.IntRange(0, len(full.pairs)-1).Draw(t, "pair")]
		a := rapid.SampledFrom([]int32{p.A, p.B}).Draw(t, "a")
		hidden := []int32{p.A + p.B - a}
		if rapid.Bool().Draw(t, "cold") {
			hidden = full.partners(a)
		}
		left := slices.DeleteFunc(slices.Clone(full.pairs), func(p Pair) bool {
			return p.A == a && slices.Contains(hidden, p.B) || p.B == a && slices.Contains(hidden, p.A)
		})
		g := NewGraph(w, left)
		want := NewQuery(w, g, CountAffinity(w, g))
		q.Ask(a, hidden)
		want.Ask(a, nil)
		for k, v := range q.vectors() {
			for i, x := range v.value {
				if y := want.vectors()[k].value[i]; math.Abs(float64(x-y)) > 1e-4 {
					t.Fatalf("vector %d of %d at %d: %v hidden, %v not there", k, a, i, x, y)
				}
			}
		}
		for r := range int32(len(w.Regions)) {
			if x, y := q.area.regionLift(r), want.area.regionLift(r); math.Abs(x-y) > 1e-6 {
				t.Fatalf("regions of %d and %d: %v hidden, %v not there", a, r, x, y)
			}
			if x, y := q.area.backLift(r), want.area.backLift(r); math.Abs(x-y) > 1e-6 {
				t.Fatalf("region %d of %d: %v hidden, %v not there", r, a, x, y)
			}
		}
		for c := range int32(len(w.Countries)) {
			if x, y := q.area.sizeForeLift(c), want.area.sizeForeLift(c); math.Abs(x-y) > 1e-6 {
				t.Fatalf("size and country %d of %d: %v hidden, %v not there", c, a, x, y)
			}
			for s := range sizeBands {
				if x, y := q.area.sizeBackLift(c, s), want.area.sizeBackLift(c, s); math.Abs(x-y) > 1e-6 {
					t.Fatalf("size %d, country %d of %d: %v hidden, %v not there", s, c, a, x, y)
				}
			}
			if x, y := q.area.foreLift(c), want.area.foreLift(c); math.Abs(x-y) > 1e-6 {
				t.Fatalf("region and country %d of %d: %v hidden, %v not there", c, a, x, y)
			}
			if x, y := q.area.countryLift(c), want.area.countryLift(c); math.Abs(x-y) > 1e-6 {
				t.Fatalf("country %d of %d: %v hidden, %v not there", c, a, x, y)
			}
		}
	})
}

// A place and the other number of the same town share what is known of partnerships.
func TestOneTownUnderTwoNumbers(t *testing.T) {
	e := smallEngine(t)
	s := e.Scorer()
	var tried int
	for i, lead := range e.World.Lead {
		if lead == int32(i) {
			continue
		}
		for a := range int32(e.World.Len()) {
			if e.World.Lead[a] == lead {
				continue
			}
			s.Ask(a, nil)
			both := s.Reasons([]int32{lead, int32(i)})
			for k := range both[0] {
				if g := both[0][k].Group; (g == GroupShared || g == GroupPartners) && both[0][k].Points != both[1][k].Points {
					t.Fatalf("%s of %d: %v for the lead %d, %v for %d", g, a, both[0][k].Points, lead, both[1][k].Points, i)
				}
			}
			tried++
		}
	}
	if tried == 0 {
		t.Fatal("no town stands twice")
	}
}

func TestTrainingRepeats(t *testing.T) {
	w, pairs := smallWorld(2)
	o := Defaults()
	o.Questions, o.Plain, o.Iterations = 40, 20, 5
	files := make([]bytes.Buffer, 2)
	for i := range files {
		m, err := Train(t.Context(), w, NewGraph(w, pairs), Signals(), o)
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Write(&files[i]); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0].Bytes(), files[1].Bytes()) {
		t.Error("the same partnerships and seed gave two models")
	}
}

// A rising signal gives no fewer points for more of what it measures.
func TestRisingSignalsRise(t *testing.T) {
	m := smallEngine(t).Model
	for k, s := range m.Signals {
		sh := s.Shape()
		for _, weights := range [][]float32{m.Weights[k], m.Plain[k]} {
			for i := sh.From + 1; sh.Rising && i < sh.Knots; i++ {
				// Rounding to four decimals may leave a ten-thousandth.
				if weights[i] < weights[i-1]-2e-4 {
					t.Errorf("%s falls from %v to %v at knot %d", s.Name(), weights[i-1], weights[i], i)
				}
			}
		}
	}
}

func TestTrainingStops(t *testing.T) {
	w, pairs := smallWorld(2)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Train(ctx, w, NewGraph(w, pairs), Signals(), Defaults()); !errors.Is(err, context.Canceled) {
		t.Errorf("Train on an ended context: %v", err)
	}
}

func TestModelFile(t *testing.T) {
	e := smallEngine(t)
	var file bytes.Buffer
	if err := e.Model.Write(&file); err != nil {
		t.Fatal(err)
	}
	got, err := Read(bytes.NewReader(file.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(e.Model.Weights, got.Weights); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(e.Model.Areas, got.Areas); diff != "" {
		t.Error(diff)
	}
	damaged := slices.Clone(file.Bytes())
	damaged[len(damaged)-3] ^= 1
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"damaged":     {damaged, ErrDamaged},
		"cut off":     {file.Bytes()[:file.Len()/2], ErrDamaged},
		"empty":       {nil, ErrNoModel},
		"a photo":     {[]byte("\x89PNG\r\n\x1a\n"), ErrNoModel},
		"of tomorrow": {[]byte("twintown-model 2 00\n{}"), ErrVersion},
	} {
		if _, err := Read(bytes.NewReader(c.file)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("twintown-model 1 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n"))
	f.Add([]byte("twintown-model 2 00\n"))
	w, _ := smallWorld(1)
	f.Fuzz(func(t *testing.T, file []byte) {
		if m, err := Read(bytes.NewReader(file)); err == nil {
			m.Areas.Bind(w)
		}
	})
}

// A model that saw other regions serves this world too: what it does not know it judges by the country.
func TestModelOfOtherRegions(t *testing.T) {
	e := smallEngine(t)
	areas := *e.Model.Areas
	areas.Regions = slices.Clone(areas.Regions)
	areas.Regions[0] = "XX.99"
	got := areas.Bind(e.World)
	if got.Region[0] != 0 || got.Country[0] != e.Counts.Country[0] {
		t.Errorf("region %v, country %v; want 0, %v", got.Region[0], got.Country[0], e.Counts.Country[0])
	}
}

func TestTop(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scores := rapid.SliceOfN(rapid.Float32Range(-3, 3), 0, 60).Draw(t, "scores")
		k := rapid.IntRange(0, 70).Draw(t, "k")
		even := func(i int32) bool { return i%2 == 0 }
		var want []int32
		for i := range int32(len(scores)) {
			if even(i) {
				want = append(want, i)
			}
		}
		slices.SortStableFunc(want, func(a, b int32) int {
			switch {
			case scores[a] > scores[b]:
				return -1
			case scores[a] < scores[b]:
				return 1
			}
			return 0
		})
		want = want[:min(k, len(want))]
		if got := Top(scores, k, even); !slices.Equal(got, want) {
			t.Fatalf("Top(%v, %d) = %v, want %v", scores, k, got, want)
		}
	})
}

func TestRankOf(t *testing.T) {
	w, _ := smallWorld(1)
	g := NewGraph(w, []Pair{{0, 5}})
	scores := make([]float32, w.Len())
	for i := range scores {
		scores[i] = -1
	}
	// Better: 1 and the known partner 5; equal: 2 and the other answer 3; the truth is 4.
	scores[0], scores[1], scores[5] = 9, 3, 4
	scores[2], scores[3], scores[4] = 2, 2, 2
	got := rankOf(w, g, Question{From: 0, Truth: 4, Others: []int32{4, 3}}, scores)
	if got[0] != 2.5 {
		t.Errorf("rank %v, want 2.5: one better, half of one equal", got[0])
	}
}

// Whole-world scoring allocates a little for each question, nothing for each candidate.
func TestScoresAllocateNothing(t *testing.T) {
	e := smallEngine(t)
	s := e.Scorer()
	scores := make([]float32, e.World.Len())
	s.Ask(3, nil)
	if n := testing.AllocsPerRun(10, func() { s.Scores(scores) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// Two towns drawn from a hat have about 0 points.
func TestCentred(t *testing.T) {
	e := smallEngine(t)
	s := e.Scorer()
	scores := make([]float32, e.World.Len())
	sum, n := 0.0, 0
	for a := range int32(e.World.Len()) {
		s.Ask(a, nil)
		s.Scores(scores)
		for _, v := range scores {
			sum += float64(v)
			n++
		}
	}
	if mean := sum / float64(n); math.Abs(mean) > 0.5 {
		t.Errorf("mean score %v, want about 0", mean)
	}
}
