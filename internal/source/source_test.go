package source

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
)

func values(f Field) (all []string) {
	for _, v := range f.Values {
		all = append(all, v.Value)
	}
	return all
}

func TestContradictions(t *testing.T) {
	cases := []struct {
		name   string
		claims []Claim
		want   []string // the values, the best first; nil: no contradiction
		why    string
	}{
		{
			"Białystok–Grodno: 1960 and 2018",
			[]Claim{
				{Field: "start", Value: "1960", Source: "moyby", Confidence: Low},
				{Field: "start", Value: "2018-03-16", Source: "hrodna-life", Confidence: High},
			},
			[]string{"2018-03-16", "1960"},
			"claim.why.confidence",
		}, {
			"an editor chose",
			[]Claim{{Field: "start", Value: "1960"}, {Field: "start", Value: "2000", Rank: Preferred}, {Field: "start", Value: "2018-03-16"}},
			[]string{"2000", "2018-03-16", "1960"},
			"claim.why.rank",
		}, {
			"both towns say so",
			[]Claim{{Field: "start", Value: "1960"}, {Field: "start", Value: "1961", ConfirmedBy: []int64{1, 2}}},
			[]string{"1961", "1960"},
			"claim.why.confirmed",
		}, {
			"less precise is no contradiction",
			[]Claim{{Field: "start", Value: "2018"}, {Field: "start", Value: "2018-03-16"}, {Field: "start", Value: "2018-03"}},
			nil, "",
		}, {
			"known to be wrong is no contradiction",
			[]Claim{{Field: "start", Value: "2018"}, {Field: "start", Value: "1960", Rank: Deprecated}},
			nil, "",
		}, {
			"a corrected claim is no contradiction",
			[]Claim{{ID: "old", Field: "kind", Value: "friendship"}, {ID: "new", Field: "kind", Value: "partnership", Supersedes: "old"}},
			nil, "",
		}, {
			"different fields", []Claim{{Field: "start", Value: "2018"}, {Field: "end", Value: "2022"}}, nil, "",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := Contradictions(c.claims, time.Time{})
			if c.want == nil {
				if len(got) != 0 {
					t.Errorf("contradictions: %+v", got)
				}
				return
			}
			if len(got) != 1 {
				t.Fatalf("%d contradictions", len(got))
			}
			if diff := cmp.Diff(c.want, values(got[0])); diff != "" {
				t.Errorf("values (-want +got):\n%s", diff)
			}
			if got[0].Why().Key != c.why {
				t.Errorf("why = %s, want %s", got[0].Why().Key, c.why)
			}
		})
	}
}

func TestWhyIsSaid(t *testing.T) {
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"only", "rank", "confirmed", "confidence", "precise", "later"} {
		catalog.Printer("en").T("claim.why."+key, "n", 2)
	}
	if missing := catalog.Missing(); len(missing) > 0 {
		t.Errorf("messages that are not there: %v", missing)
	}
}

func genClaim(t *rapid.T) Claim {
	at := func(name string) (m time.Time) {
		if y := rapid.IntRange(1999, 2010).Draw(t, name); y > 1999 {
			m = time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC)
		}
		return m
	}
	return Claim{
		Field:      rapid.SampledFrom([]string{"start", "end"}).Draw(t, "field"),
		Value:      rapid.SampledFrom([]string{"2018", "2018-03", "2018-03-16", "1960", "x"}).Draw(t, "value"),
		Source:     rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "source"),
		Rank:       rapid.SampledFrom([]Rank{"", Preferred, Normal, Deprecated}).Draw(t, "rank"),
		Confidence: rapid.SampledFrom([]Confidence{"", High, Medium, Low}).Draw(t, "confidence"),
		KnownSince: at("since"),
		KnownUntil: at("until"),
	}
}

// No claim is lost, the order of telling does not matter, and nothing that is wrong is
// shown while something better is held.
func TestRanking(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		claims := rapid.SliceOfN(rapid.Custom(genClaim), 0, 8).Draw(t, "claims")
		fields := Fields(claims, time.Time{})
		shown := 0
		for _, f := range fields {
			for _, v := range f.Values {
				shown += len(v.Claims)
			}
		}
		held := slices.DeleteFunc(slices.Clone(claims), func(c Claim) bool { return !c.Held(time.Time{}) })
		if shown != len(held) {
			t.Fatalf("%d of %d claims are shown", shown, len(held))
		}
		slices.Reverse(claims)
		for i, f := range Fields(claims, time.Time{}) {
			if !slices.Equal(values(f), values(fields[i])) {
				t.Fatalf("told backwards: %v, before: %v", values(f), values(fields[i]))
			}
		}
	})
}

func TestStore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		store := NewStore(d)
		all := []Source{
			{Code: "S7", Title: "Zrywam współpracę", URL: "https://tko.pl/137822", Published: lang.Date{Year: 2022, Month: 2, Day: 28}, Language: "pl"},
			{Code: "S8", Title: "Белосток разорвал", Retrieved: lang.Date{Year: 2026}, Licence: "CC0-1.0", Note: "x", Publisher: "y"},
		}
		claim := Claim{Subject: "partnership:1", Field: "start", Value: "1960", Source: "S7", Rank: Preferred, ConfirmedBy: []int64{5}}
		write := func() (n int64) {
			if err := d.Write(t.Context(), func(tx *db.Tx) error {
				a, err := store.Put(t.Context(), tx, slices.Values(all))
				if err != nil {
					return err
				}
				b, err := store.PutClaims(t.Context(), tx, "starter", slices.Values([]Claim{claim}))
				n = a + b
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return n
		}
		if n := write(); n != 3 {
			t.Errorf("first: %d rows", n)
		}
		if n := write(); n != 0 {
			t.Errorf("again: %d rows", n)
		}
		got, err := store.All(t.Context())
		if diff := cmp.Diff(all, got); diff != "" || err != nil {
			t.Errorf("%v (-put +read):\n%s", err, diff)
		}
		some, err := store.ByCodes(t.Context(), []string{"S8", "S9", "S7", "S8"})
		if err != nil || len(some) != 2 || some[0].Code != "S8" {
			t.Errorf("by codes: %+v, %v", some, err)
		}
		claims, err := store.ClaimsAbout(t.Context(), "partnership:1")
		claim.ID, claim.KnownSince = ClaimID(claim), dbtest.Today
		if diff := cmp.Diff([]Claim{claim}, claims); diff != "" || err != nil {
			t.Errorf("%v (-put +read):\n%s", err, diff)
		}
		all[0].Title = "Zrywam"
		if n := write(); n != 1 {
			t.Errorf("a new title: %d rows", n)
		}
	})
}
