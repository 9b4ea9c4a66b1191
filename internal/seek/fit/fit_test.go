package fit

import (
	"math"
	"slices"
	"sync"
	"testing"

	"twintown/internal/match"
	"twintown/internal/partnership"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/lang"
	"twintown/internal/seek"
	"twintown/internal/world/worldtest"
)

// Towns of the small world.
const (
	sokolka   = 758651
	bialystok = 776069
	suwalki   = 757718
	hrodna    = 627904
	alytus    = 601084
	kaunas    = 598316
	dijon     = 3021372 // a partner of Białystok
)

var today = lang.DateOf(dbtest.Today)

// request is one that takes answers; change makes it another.
func request(id string, place int64, change ...func(r *seek.Request)) seek.Request {
	r := seek.Request{
		ID: id, Handle: id, State: seek.Published, Places: []int64{place}, ReplyBy: "2099-01-01", Expires: "2099-01-01",
		Details: seek.Details{Topics: []string{"culture", "sport"}},
	}
	for _, fn := range change {
		fn(&r)
	}
	return r
}

// small is the small world with requests on its board.
type small struct {
	testing.TB
	facts   Facts
	printer *lang.Printer
}

// world is opened by the first test: what a ranking looks at is in memory and never changes.
var (
	opening sync.Mutex
	world   *small
)

func open(t *testing.T) *small {
	t.Helper()
	opening.Lock()
	defer opening.Unlock()
	if world == nil {
		rooms := worldtest.Open(t)
		w := rooms.World.Now()
		topics, err := rooms.Partnerships.Topics(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		world = &small{nil, Facts{Places: w.Places, Graph: w.Graph, Ranker: w.Ranker, Topics: topics, Day: today}, rooms.Catalog.Printer("pl")}
	}
	return &small{t, world.facts, world.printer}
}

func (s *small) board(open ...seek.Request) *Board {
	f := s.facts
	f.Open = open
	return NewBoard(f)
}

func (s *small) towns(b *Board, r seek.Request, limit int) Towns {
	s.Helper()
	found, err := b.Towns(r, limit)
	if err != nil {
		s.Fatal(err)
	}
	return found
}

func (s *small) requests(b *Board, town int64) Fits {
	s.Helper()
	found, err := b.Requests(town)
	if err != nil {
		s.Fatal(err)
	}
	return found
}

func points(c match.Candidate, signal string) float64 {
	for _, r := range c.Reasons {
		if r.Signal == signal {
			return r.Points
		}
	}
	return math.NaN()
}

// The explanation is the model: what is shown adds up as shown, in words that there are.
func TestReasonsAddUp(t *testing.T) {
	s := open(t)
	b := s.board(
		request("a", alytus, func(r *seek.Request) { r.Languages, r.Wish = []string{"en", "lt"}, seek.Similar }),
		request("b", sokolka, func(r *seek.Request) { r.Places = append(r.Places, bialystok, suwalki) }),
		request("c", kaunas, func(r *seek.Request) { r.Wish, r.Topics = seek.Complementary, []string{"heritage"} }),
	)
	var all []match.Candidate
	for _, r := range b.Open {
		found := s.towns(b, r, 30)
		for _, x := range slices.Concat(found.Items, found.Folded) {
			all = append(all, x.Candidate)
		}
	}
	for _, town := range []int64{suwalki, hrodna, 756135} {
		found := s.requests(b, town)
		for _, x := range slices.Concat(found.Items, found.Missed, found.Folded) {
			all = append(all, x.Candidate)
		}
	}
	if len(all) < 60 {
		t.Fatalf("only %d candidates", len(all))
	}
	for _, c := range all {
		sum := 0.0
		for _, r := range c.Reasons {
			sum += math.Round(r.Points * 100)
			if s.printer.Message(r.Text) == "" {
				t.Errorf("nothing is said of %s", r.Signal)
			}
		}
		if math.Round(c.Score*100) != sum {
			t.Errorf("%d: reasons add up to %v, the score is %v", c.ID, sum/100, c.Score)
		}
	}
}

// What counts in the order of the world is what the reasons say.
func TestPointsAreThoseOfTheReasons(t *testing.T) {
	s := open(t)
	b := s.board(request("a", alytus, func(r *seek.Request) { r.Languages = []string{"pl"} }), request("b", hrodna))
	for _, r := range []seek.Request{
		request("c", sokolka, func(r *seek.Request) { r.Wish, r.Languages = seek.Similar, []string{"pl", "de", "ru"} }),
		request("d", alytus, func(r *seek.Request) { r.Wish, r.Topics = seek.Complementary, []string{"heritage", "youth"} }),
	} {
		v := b.view(r)
		for i := range s.facts.Places.Len() {
			p := s.facts.Places.At(i)
			sum := 0.0
			for _, reason := range v.reasons(p) {
				sum += reason.Points
			}
			if got := v.points(p); math.Abs(got-sum) > 0.001 {
				t.Fatalf("%s for %s: %v in the order, %v in the reasons", p.Name, r.ID, got, sum)
			}
		}
	}
}

// One number holds for both directions, but for the rounding of each reason.
func TestBothRankingsAgree(t *testing.T) {
	s := open(t)
	r := request("a", sokolka, func(r *seek.Request) { r.Countries, r.Wish, r.Languages = []string{"LT"}, seek.Similar, []string{"lt"} })
	b := s.board(r, request("b", alytus))
	for _, town := range s.towns(b, r, 10).Items {
		for _, f := range s.requests(b, town.ID).Items {
			if f.Request.ID == r.ID && math.Abs(f.Score-town.Score) > 0.1 {
				t.Errorf("%d: %v as a town, %v as a request", town.ID, town.Score, f.Score)
			}
		}
	}
}

func TestDemands(t *testing.T) {
	s := open(t)
	for _, c := range []struct {
		name   string
		change func(r *seek.Request)
		town   int64
		missed string // key; "" where it fits
	}{
		{"anything", func(*seek.Request) {}, kaunas, ""},
		{"another country", func(r *seek.Request) { r.Countries = []string{"DE", "FR"} }, kaunas, "fit.missed.country"},
		{"its country", func(r *seek.Request) { r.Countries = []string{"DE", "LT"} }, kaunas, ""},
		{"up to 5,000", func(r *seek.Request) { r.MaxPeople = 5_000 }, kaunas, "fit.missed.large"},
		{"a million or more", func(r *seek.Request) { r.MinPeople = 1_000_000 }, kaunas, "fit.missed.small"},
		{"within 20 km", func(r *seek.Request) { r.MaxKm = 20 }, kaunas, "fit.missed.far"},
		{"within 500 km", func(r *seek.Request) { r.MaxKm = 500 }, kaunas, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := request("a", sokolka, c.change)
			found := s.requests(s.board(r), c.town)
			if c.missed == "" {
				if len(found.Items) != 1 || len(found.Items[0].Missed) > 0 {
					t.Fatalf("%d fit, %d do not", len(found.Items), len(found.Missed))
				}
			} else if len(found.Missed) != 1 || found.Missed[0].Missed[0].Key != c.missed || s.printer.Message(found.Missed[0].Missed[0]) == "" {
				t.Fatalf("%d fit, those that do not: %v", len(found.Items), found.Missed)
			}
			// The same holds the other way: who misses something is not suggested.
			for _, x := range s.towns(s.board(r), r, 200).Items {
				p, _ := s.facts.Places.Get(x.ID)
				if missed, _ := check(r, s.board().view(r).lead, p); len(missed) > 0 {
					t.Errorf("%s is suggested", p.Name)
				}
			}
		})
	}
}

// A population that is not known excludes nobody, and is told.
func TestUnknownSizeIsTold(t *testing.T) {
	s := open(t)
	r := request("a", sokolka, func(r *seek.Request) { r.MinPeople, r.MaxPeople = 1000, 5000 })
	p, _ := s.facts.Places.Get(alytus)
	p.Population = 0
	missed, unknown := check(r, p, p)
	if len(missed) != 0 || len(unknown) != 1 || s.printer.Message(unknown[0]) == "" || !meets(r, p, p) {
		t.Errorf("missed %v, unknown %v", missed, unknown)
	}
}

// A town that seeks itself, and would take the one that asks, gains three points and comes
// to the top of its like; one that asks for something else is told of.
func TestMutualWish(t *testing.T) {
	s := open(t)
	r := request("a", sokolka, func(r *seek.Request) { r.Countries = []string{"LT"} })
	find := func(b *Board) (Town, int) {
		items := s.towns(b, r, 100).Items
		i := slices.IndexFunc(items, func(x Town) bool { return x.ID == alytus })
		if i < 0 {
			t.Fatal("Alytus is not suggested")
		}
		return items[i], i
	}
	before, rank := find(s.board(r))
	back, top := find(s.board(r, request("b", alytus, func(x *seek.Request) { x.Topics = []string{"health"} })))
	if points(back.Candidate, Mutual) != forMutual || back.Seeks == nil || back.Seeks.ID != "b" || top > rank {
		t.Errorf("rank %d of before %d, %v", top, rank, back.Reasons)
	}
	if got := back.Score - points(back.Candidate, Topics) - before.Score + points(before.Candidate, Topics); math.Abs(got-forMutual) > 0.001 {
		t.Errorf("it gains %v", got)
	}
	other, _ := find(s.board(r, request("b", alytus, func(x *seek.Request) { x.Countries = []string{"FR"} })))
	if points(other.Candidate, Mutual) != 0 || other.Seeks != nil {
		t.Errorf("one that looks in France: %v", other.Reasons)
	}
}

func TestTheTownAndItsPartners(t *testing.T) {
	s := open(t)
	r := request("a", bialystok)
	b := s.board(r, request("b", dijon), request("c", sokolka))
	found := s.towns(b, r, 500)
	partners := map[int64]bool{}
	for _, p := range found.Partners {
		partners[p.Place] = true
	}
	if !partners[dijon] {
		t.Errorf("Dijon is no partner: %v", found.Partners)
	}
	for _, x := range slices.Concat(found.Items, found.Folded) {
		if x.ID == bialystok || partners[x.ID] {
			t.Errorf("%d is suggested", x.ID)
		}
	}
	fits := s.requests(b, bialystok)
	if fits.Own != 1 || len(fits.Items)+len(fits.Missed)+len(fits.Folded) != 2 {
		t.Errorf("%d of its own, %d others", fits.Own, len(fits.Items))
	}
	for _, f := range fits.Items {
		if (f.Partner != nil) != (f.Request.ID == "b") {
			t.Errorf("%s: partner %v", f.Request.ID, f.Partner)
		}
	}
}

// What a state forbids folds, from whichever side the request comes, and costs no points.
func TestCaveatsFold(t *testing.T) {
	s := open(t)
	r := request("a", sokolka, func(r *seek.Request) { r.Countries = []string{"BY"} })
	found := s.towns(s.board(r), r, 10)
	if len(found.Items) != 0 || len(found.Folded) == 0 || len(found.Folded[0].Notices) == 0 {
		t.Errorf("%d items, %d folded", len(found.Items), len(found.Folded))
	}
	for _, pair := range [][2]int64{{sokolka, hrodna}, {hrodna, sokolka}} {
		fits := s.requests(s.board(request("b", pair[0])), pair[1])
		if len(fits.Items) != 0 || len(fits.Folded) != 1 {
			t.Errorf("%d seeks: %d items, %d folded for %d", pair[0], len(fits.Items), len(fits.Folded), pair[1])
		}
	}
}

// A request of several towns has the mean of their scores.
func TestSeveralTowns(t *testing.T) {
	s := open(t)
	countries := func(r *seek.Request) { r.Countries = []string{"LT"} }
	both := request("a", sokolka, countries, func(r *seek.Request) { r.Places = append(r.Places, suwalki) })
	of := func(r seek.Request) map[int64]float64 {
		scores := map[int64]float64{}
		for _, x := range s.towns(s.board(), r, 500).Items {
			scores[x.ID] = x.Score
		}
		return scores
	}
	one, other := of(request("b", sokolka, countries)), of(request("c", suwalki, countries))
	for town, got := range of(both) {
		if want := (one[town] + other[town]) / 2; other[town] != 0 && one[town] != 0 && math.Abs(got-want) > 0.1 {
			t.Errorf("%d: %v, the mean is %v", town, got, want)
		}
	}
}

func TestOrder(t *testing.T) {
	s := open(t)
	r := request("a", sokolka)
	b := s.board(r)
	first := s.towns(b, r, 50)
	for i, x := range first.Items[1:] {
		if before := first.Items[i]; x.Score > before.Score || x.Score == before.Score && x.ID < before.ID {
			t.Errorf("%d stands after %d", x.ID, before.ID)
		}
	}
	for i, x := range s.towns(b, r, 50).Items {
		if x.ID != first.Items[i].ID {
			t.Fatal("twice the same question, two orders")
		}
	}
	twin := []seek.Request{request("z", kaunas), request("y", kaunas)}
	fits := s.requests(s.board(twin...), sokolka)
	if len(fits.Items) != 2 || fits.Items[0].Request.ID != "y" {
		t.Errorf("equal ones: %v", fits.Items)
	}
}

// What a town works on is what its living partnerships are about.
func TestWorkOfPartnerships(t *testing.T) {
	s := open(t)
	id := partnership.PairID(bialystok, dijon)
	s.facts.Topics = map[string][]string{id: {"heritage"}}
	r := request("a", sokolka)
	v := s.board(r).view(r)
	p, _ := s.facts.Places.Get(dijon)
	if got := v.topics(v.board.work[townOf(p)]); got.Points != perTopic {
		t.Errorf("heritage is a part of culture: %v", got)
	}
	none, _ := s.facts.Places.Get(kaunas)
	if got := v.topics(v.board.work[townOf(none)]); got.Points != 0 || got.Text.Key != "fit.reason.topics.unknown" {
		t.Errorf("nothing is known of Kaunas: %v", got)
	}
}
