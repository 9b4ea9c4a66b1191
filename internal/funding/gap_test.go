package funding

import (
	"slices"
	"strings"
	"testing"
	"time"

	"twintown/internal/funding/rule"
	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/search"
	"twintown/internal/platform/secret"
	"twintown/starter"
)

func at(t *testing.T, id int64) place.Place {
	t.Helper()
	p, ok := testBook().atlas.Get(id)
	if !ok {
		t.Fatalf("no place %d", id)
	}
	return p
}

// A town fills a gap where it is what is missing; a fact that nobody told leaves it possible.
func TestGap(t *testing.T) {
	of := testBook().Of([]int64{sokolka, cieszyn})
	country := rule.CountryOf
	for _, k := range []struct {
		name   string
		wanted rule.Wanted
		place  int64
		want   rule.Value
		lacks  []rule.FactKind
	}{
		{"in one of the countries", rule.Wanted{Countries: []rule.Country{country("LT"), country("CZ")}}, kaunas, rule.Yes, nil},
		{"in another", rule.Wanted{Countries: []rule.Country{country("CZ")}}, kaunas, rule.No, nil},
		{"anywhere but in Poland", rule.Wanted{Open: true, Except: []rule.Country{country("PL")}}, warszawa, rule.No, nil},
		{"in an area", rule.Wanted{Areas: []rule.Area{{Country: country("PL"), Codes: []string{"PL.81"}}}}, bialystok, rule.Yes, nil},
		{"in a part of a region that the gazetteer does not tell apart", rule.Wanted{Areas: []rule.Area{{Country: country("PL"), Codes: []string{"PL/siedlecki"}, Within: []string{"PL.78"}}}}, warszawa, rule.Unknown, []rule.FactKind{rule.FactArea}},
		{"of a size", rule.Wanted{MinPeople: 100_000}, bialystok, rule.Yes, nil},
		{"too large", rule.Wanted{MaxPeople: 100_000}, bialystok, rule.No, nil},
		{"of a size that nobody told", rule.Wanted{MinPeople: 100_000}, hrodna, rule.Unknown, []rule.FactKind{rule.FactPeople}},
		{"near the border", rule.Wanted{Countries: []rule.Country{country("CZ")}, Near: true, MaxKm: 40}, tesin, rule.Yes, nil},
		{"far from it", rule.Wanted{Near: true, MaxKm: 40}, kaunas, rule.No, nil},
		{"of a kind that another body of the town may be", rule.Wanted{Types: []rule.Type{rule.NGO}}, kaunas, rule.Unknown, []rule.FactKind{rule.FactType}},
		{"a member of something", rule.Wanted{Member: "anna-lindh-network"}, kaunas, rule.Unknown, []rule.FactKind{rule.FactMember}},
	} {
		gap, ok := testBook().Gap(&rule.Change{Kind: rule.AddPartners, Wanted: k.wanted}, &of)
		if !ok {
			t.Fatal("no gap")
		}
		if v, lacks := gap.Fills(at(t, k.place)); v != k.want || !slices.Equal(lacks, k.lacks) {
			t.Errorf("%s: %v, lacks %v", k.name, v, lacks)
		}
	}
	if _, ok := testBook().Gap(&rule.Change{Kind: rule.SetMonths}, &of); ok {
		t.Error("a shorter project is no gap for a town")
	}
}

// Whoever fills the first gap of a call takes it a step nearer: with that town the rule holds, or fewer are missing.
func TestWhoFillsTheGapHelps(t *testing.T) {
	c := catalogue(t)
	towns := []int64{bialystok, sokolka, kaunas, hrodna, cieszyn, tesin, warszawa}
	helped := 0
	for _, one := range towns {
		for _, other := range towns {
			of := c.Book().Of([]int64{one, other})
			all, err := c.Matching(&of, now, nil)
			if one == other || err != nil {
				continue
			}
			for i := range all {
				v := &all[i]
				if len(v.Ways) == 0 || v.Ways[0].Changes[0].Kind != rule.AddPartners || v.Ways[0].Changes[0].Wanted.Member != "" {
					continue
				}
				gap, _ := c.Book().Gap(&v.Ways[0].Changes[0], &of)
				for _, third := range towns {
					p := at(t, third)
					if is, _ := gap.Fills(p); is != rule.Yes || third == one || third == other {
						continue
					}
					with := c.Book().Of([]int64{one, other, third})
					after, err := c.Judge(v.Programme, v.Call, &with, now, nil)
					if err != nil {
						t.Fatal(err)
					}
					if helped++; after.Value == rule.No && costs(after.Ways) >= costs(v.Ways) {
						t.Errorf("%s: %d with %d and %d does not help", v.Call.Key, third, one, other)
					}
				}
			}
		}
	}
	if helped < 20 {
		t.Errorf("only %d towns were tried", helped)
	}
}

func TestAnswerBy(t *testing.T) {
	for _, k := range []struct{ name, deadline, reply, last string }{
		{"four weeks before", "2027-02-01T12:00:00+01:00", "2027-01-04", "2027-02-01"},
		{"soon: two weeks are left to answer", "2026-12-15T12:00:00+01:00", "2026-12-10", "2026-12-15"},
		{"too soon", "2026-12-01T12:00:00+01:00", "", ""},
		{"not known", "", "", ""},
	} {
		deadline, _ := time.Parse(time.RFC3339, k.deadline) // none: zero
		day := func(d lang.Date) string {
			if d.IsZero() {
				return ""
			}
			return d.String()
		}
		if reply, last := AnswerBy(deadline, now); day(reply) != k.reply || day(last) != k.last {
			t.Errorf("%s: %s, %s", k.name, day(reply), day(last))
		}
	}
}

// A town with its partners: alone it fits nowhere, with one of another country it does, and what no partner mends is told
// with the one that leaves the least.
func TestChances(t *testing.T) {
	c := catalogue(t)
	of := c.Book().Of([]int64{cieszyn, warszawa, tesin, kaunas})
	all, err := c.Chances(of.Partners[0], of.Partners[1:], now, nil)
	if err != nil {
		t.Fatal(err)
	}
	byKey := map[string]*Chance{}
	for i := range all {
		byKey[all[i].Call.Key] = &all[i]
	}
	if x := byKey["visegrad-grants"]; x == nil || len(x.With) != 1 || !slices.Equal(x.With[0], []int{1}) {
		t.Errorf("the neighbour across the border: %+v", x)
	}
	if x := byKey["KA210"]; x == nil || len(x.With) != 2 {
		t.Errorf("any other country: %+v", x)
	}
	if x := byKey["buergerfonds-1-3"]; x == nil || len(x.With) != 0 || x.Value != rule.No || len(x.Ways) == 0 {
		t.Errorf("what needs Germany and France: %+v", x)
	}
	if !slices.IsSortedFunc(all, func(a, b Chance) int { return a.rank() - b.rank() }) {
		t.Error("what fits does not stand first")
	}
}

// Of alternatives the nearest is told first, and the others behind it.
func TestWhy(t *testing.T) {
	c := catalogue(t)
	p, visegrad := call(t, c, "visegrad-grants", "visegrad-grants")
	of := c.Book().Of([]int64{sokolka, kaunas})
	v, err := c.Judge(p, visegrad, &of, now, nil)
	if err != nil {
		t.Fatal(err)
	}
	why := c.Book().Why(&v)
	if len(why) != 1 || len(why[0].Or) == 0 {
		t.Fatalf("%+v", why)
	}
	of = c.Book().Of([]int64{cieszyn, tesin})
	if v, err = c.Judge(p, visegrad, &of, now, nil); err != nil || c.Book().Why(&v) != nil {
		t.Errorf("of a call that fits: %+v, %v", c.Book().Why(&v), err)
	}
}

func TestComing(t *testing.T) {
	_, visegrad := call(t, catalogue(t), "visegrad-grants", "visegrad-grants")
	var days []string
	for _, x := range visegrad.Coming(now, 4) {
		days = append(days, x.Format("2006-01-02 15:04"))
	}
	if !slices.Equal(days, []string{"2027-02-01 12:00", "2027-06-01 12:00", "2027-10-01 12:00", "2028-02-01 12:00"}) {
		t.Errorf("%v", days)
	}
}

// Countries that make up a group are said as that group, and nobody reads a list of twenty-six.
func TestCountriesAreSaidAsGroups(t *testing.T) {
	countries := func(codes string) (all []rule.Country) {
		for _, code := range strings.Fields(codes) {
			all = append(all, rule.CountryOf(code))
		}
		return all
	}
	const eu = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PT RO SE SI SK"
	for _, k := range []struct{ name, countries, want string }{
		{"two groups", "AL AM AZ BA GE MD ME MK RS UA XK", "1 more partner (country: Eastern Partnership (except: Belarus), Western Balkans)"},
		{"a large one but for one", eu, "1 more partner (country: European Union (except: Poland))"},
		{"a few", "CZ HU SK", "1 more partner (country: Czechia, Hungary, Slovakia)"},
	} {
		change := rule.Change{Kind: rule.AddPartners, Wanted: rule.Wanted{Count: 1, Countries: countries(k.countries)}}
		if got := english(t, testBook().SayChange(&change, nil)); got != k.want {
			t.Errorf("%s: %s", k.name, got)
		}
	}
}

// Programmes are found by what they are for, by their calls and by their name in another language.
func TestSearchable(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := NewKeeper(NewStore(d, people.NewLog(d, secret.Key{}, ""), nil), starter.Countries())
		index := search.New(d, Searchable(k, func() *place.Atlas { return testBook().atlas }, []string{"pl", "lt"}))
		for question, want := range map[string]string{"Granty Wyszehradzkie": "visegrad-grants", "CERV-2026-CITIZENS-TOWN-TT": "cerv", "młodzieży": "erasmus-ka210"} {
			found, err := index.Find(t.Context(), search.Query{Text: question, Languages: []string{"pl"}})
			if err != nil || len(found.Hits) == 0 || found.Hits[0].ID != want {
				t.Errorf("%s: %+v, %v", question, found.Hits, err)
			}
		}
	})
}
