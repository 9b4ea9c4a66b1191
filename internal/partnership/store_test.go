package partnership_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"twintown/internal/partnership"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/source"
)

const (
	bialystok = 776069
	hrodna    = 627904
	kaunas    = 598316
	suwalki   = 759412
)

var day = lang.Date{Year: 2026, Month: 11, Day: 23}

// story is a partnership with all that one can have.
func story() partnership.Partnership {
	return partnership.Partnership{
		Kind:         partnership.KindPartnership,
		OriginalTerm: "umowa partnerska",
		Parties:      []partnership.Party{{Place: bialystok}, {Place: hrodna, Name: "г. Гродно"}},
		Topics:       []string{"culture", "sport"},
		Story:        map[string]string{"en": "They met at a fair.", "pl": "Poznali się na targach."},
		Acts: []partnership.Act{
			{
				Type: partnership.ActAgreement, Date: partnership.On(2018, 3, 16), Notice: "P6M",
				Signatories: []partnership.Signatory{{Side: bialystok, Office: "mayor"}},
				Sources:     []string{"paper", "town"}, KnownSince: time.Date(2018, 3, 19, 0, 0, 0, 0, time.UTC),
			},
			{
				Type: partnership.ActTermination, Date: partnership.On(2022, 3, 3), By: []int64{bialystok},
				Vote: partnership.Vote{Unanimous: true}, Ground: partnership.Cause{Code: "war"}, Sources: []string{"paper"},
			},
		},
		Claims: []source.Claim{
			{Field: "start", Value: "2018-03-16", Source: "town", Rank: source.Preferred},
			{Field: "start", Value: "1960", Source: "paper", ConfirmedBy: []int64{hrodna}},
		},
	}
}

func put(t *testing.T, d *db.DB, origin string, all ...partnership.Partnership) partnership.Changed {
	t.Helper()
	var n partnership.Changed
	err := d.Write(t.Context(), func(tx *db.Tx) (err error) {
		n, err = partnership.NewStore(d).Put(t.Context(), tx, origin, slices.Values(all))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func putListed(t *testing.T, d *db.DB, all ...partnership.Listed) int64 {
	t.Helper()
	var n int64
	err := d.Write(t.Context(), func(tx *db.Tx) (err error) {
		n, err = partnership.NewStore(d).PutListed(t.Context(), tx, "lists", slices.Values(all))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func listed(a, b int64, year int) partnership.Listed {
	return partnership.Listed{A: a, B: b, Listing: partnership.Listing{Year: year, Lists: 2, Confidence: source.High, Source: "lists"}}
}

func exec(t *testing.T, d *db.DB, query string, args ...any) {
	t.Helper()
	if err := d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.ExecContext(t.Context(), query, args...)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func byID(t *testing.T, d *db.DB, id string) partnership.Partnership {
	t.Helper()
	p, err := partnership.NewStore(d).ByID(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestWhatIsPutIsRead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		put(t, d, "starter", story())
		id := partnership.PairID(hrodna, bialystok)
		got := byID(t, d, id)
		want := story()
		want.ID, want.Origin = id, "starter"
		for i := range want.Acts {
			want.Acts[i].Origin = "starter"
		}
		want.Acts[1].KnownSince = dbtest.Today
		for i := range want.Claims {
			want.Claims[i].Subject, want.Claims[i].KnownSince = "partnership:"+id, dbtest.Today
		}
		ignore := cmpopts.IgnoreFields(partnership.Act{}, "ID")
		if diff := cmp.Diff(want, got, ignore, cmpopts.IgnoreFields(source.Claim{}, "ID"), cmpopts.SortSlices(func(a, b source.Claim) bool { return a.Value > b.Value })); diff != "" {
			t.Errorf("(-put +read):\n%s", diff)
		}
		if codes := got.SourceCodes(); !slices.Equal(codes, []string{"paper", "town"}) {
			t.Errorf("sources = %v", codes)
		}
		if f := source.Contradictions(got.Claims, time.Time{}); len(f) != 1 || f[0].Shown().Value != "2018-03-16" {
			t.Errorf("contradictions = %+v", f)
		}
		_, err := partnership.NewStore(d).ByID(t.Context(), "nobody")
		if errs.KindOf(err) != errs.NotFound {
			t.Errorf("unknown id: %v, want not found", err)
		}
	})
}

func TestRepeatedPutChangesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if n := put(t, d, "starter", story()); n != (partnership.Changed{Partnerships: 1, Acts: 2, Claims: 2}) {
			t.Errorf("first put: %+v", n)
		}
		if n := put(t, d, "starter", story()); n.Any() {
			t.Errorf("second put: %+v", n)
		}
		if n := putListed(t, d, listed(bialystok, kaunas, 2016), listed(kaunas, bialystok, 2014)); n != 2 {
			t.Errorf("listed: %d rows", n)
		}
		if n := putListed(t, d, listed(kaunas, bialystok, 2016), listed(bialystok, kaunas, 2014)); n != 0 {
			t.Errorf("listed again: %d rows", n)
		}
		if n := putListed(t, d, listed(kaunas, bialystok, 2012)); n != 1 {
			t.Errorf("an older list: %d rows", n)
		}
		if n := putListed(t, d, listed(kaunas, bialystok, 2014), listed(bialystok, kaunas, 2016)); n != 0 {
			t.Errorf("newer lists: %d rows", n)
		}
		p := byID(t, d, partnership.PairID(kaunas, bialystok))
		if want := (partnership.Listing{Year: 2012, Lists: 2, Confidence: source.High, Source: "lists", KnownSince: time.Date(2013, 1, 1, 0, 0, 0, 0, time.UTC).Add(-time.Microsecond)}); p.Listing != want {
			t.Errorf("listing = %+v, want %+v", p.Listing, want)
		}
	})
}

func TestAnEditIsNeverOverwritten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		put(t, d, "starter", story())
		for _, table := range []string{"partnership", "act", "claim"} {
			exec(t, d, `UPDATE `+table+` SET edited = 1`)
		}
		exec(t, d, `UPDATE partnership SET kind = 'friendship'`)
		exec(t, d, `UPDATE claim SET value = '1961' WHERE value = '1960'`)
		next := story()
		next.Topics, next.Acts, next.Claims = nil, next.Acts[:1], next.Claims[:1]
		next.Acts[0].Title, next.Claims[0].Confidence = "other", source.Low
		if n := put(t, d, "starter", next); n.Any() {
			t.Errorf("a new release changed what a person edited: %+v", n)
		}
		got := byID(t, d, partnership.PairID(bialystok, hrodna))
		if got.Kind != "friendship" || len(got.Acts) != 2 || len(got.Claims) != 2 || got.Acts[0].Title != "" {
			t.Errorf("the edit is gone: %+v", got)
		}
	})
}

// A list and a hand-written history of one pair are one partnership, whichever came first.
func TestListAndStoryMeet(t *testing.T) {
	steps := map[string]func(*testing.T, *db.DB){
		"story": func(t *testing.T, d *db.DB) { put(t, d, "starter", story()) },
		"list":  func(t *testing.T, d *db.DB) { putListed(t, d, listed(hrodna, bialystok, 2016)) },
	}
	for _, order := range [][]string{{"story", "list"}, {"list", "story"}, {"list", "story", "list", "story"}} {
		dbtest.Each(t, func(t *testing.T, d *db.DB) {
			for _, step := range order {
				steps[step](t, d)
			}
			all, err := partnership.NewStore(d).OfPlace(t.Context(), hrodna)
			if err != nil || len(all) != 1 {
				t.Fatalf("%v: %d partnerships, %v", order, len(all), err)
			}
			p := all[0]
			if p.Kind != partnership.KindPartnership || len(p.Acts) != 2 || p.Listing.Year != 2016 || p.Listed() {
				t.Errorf("%v: %+v", order, p)
			}
			if got := partnership.StatusOf(p, day, time.Time{}).Code; got != partnership.Terminated {
				t.Errorf("%v: %v", order, got)
			}
		})
	}
}

// What a new release does not tell any more is withdrawn, not deleted.
func TestRetraction(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		put(t, d, "starter", story())
		exec(t, d, `UPDATE act SET known_since = $1 WHERE type = 'termination'`, dbtest.Today.AddDate(-1, 0, 0).UnixMicro())
		next := story()
		next.Acts, next.Claims = next.Acts[:1], next.Claims[:1]
		if n := put(t, d, "starter", next); n != (partnership.Changed{Retracted: 2}) {
			t.Errorf("changed %+v", n)
		}
		p := byID(t, d, partnership.PairID(bialystok, hrodna))
		if got := partnership.StatusOf(p, day, time.Time{}).Code; got != partnership.Active {
			t.Errorf("now: %v, want active", got)
		}
		if got := partnership.StatusOf(p, day, dbtest.Today.AddDate(0, -1, 0)).Code; got != partnership.Terminated {
			t.Errorf("as known before: %v, want terminated", got)
		}
		if n := put(t, d, "starter", story()); n.Acts != 1 || n.Claims != 1 {
			t.Errorf("told again: %+v", n)
		}
	})
}

func TestSearchBySide(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		network := partnership.Partnership{
			Kind:    partnership.KindNetwork,
			Parties: []partnership.Party{{Place: suwalki}, {Place: kaunas}, {Place: hrodna, Heir: 5}},
			Acts:    []partnership.Act{{Type: partnership.ActCharter, Date: partnership.On(1999, 0, 0), Sources: []string{"s"}}},
		}
		put(t, d, "starter", story(), network)
		putListed(t, d, listed(bialystok, kaunas, 2016))
		store := partnership.NewStore(d)
		for place, want := range map[int64]int{bialystok: 2, hrodna: 2, kaunas: 2, suwalki: 1, 5: 1, 99: 0} {
			all, err := store.OfPlace(t.Context(), place)
			if err != nil || len(all) != want {
				t.Errorf("%d has %d partnerships, %v; want %d", place, len(all), err, want)
			}
		}
		polish := func(p int64) bool { return p == bialystok || p == suwalki }
		all, err := store.InRegion(t.Context(), polish)
		if err != nil || len(all) != 3 {
			t.Errorf("in region: %d, %v; want 3", len(all), err)
		}
		for _, p := range all {
			one := byID(t, d, p.ID)
			if diff := cmp.Diff(one, p, cmpopts.EquateEmpty(), cmpopts.SortSlices(func(a, b source.Claim) bool { return a.ID < b.ID })); diff != "" {
				t.Errorf("read alone and with others (-alone +with):\n%s", diff)
			}
		}
	})
}

func TestPutRefusesWhatBreaksRules(t *testing.T) {
	d := dbtest.SQLite(t)
	store := partnership.NewStore(d)
	bad := story()
	bad.Acts[1].Sources = nil
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := store.Put(t.Context(), tx, "starter", slices.Values([]partnership.Partnership{story(), bad}))
		return err
	})
	if errs.KindOf(err) != errs.Invalid {
		t.Errorf("Put = %v, want invalid", err)
	}
	if _, err := store.ByID(t.Context(), partnership.PairID(bialystok, hrodna)); errs.KindOf(err) != errs.NotFound {
		t.Errorf("half of it was kept: %v", err)
	}
	err = d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := store.PutListed(t.Context(), tx, "lists", slices.Values([]partnership.Listed{{A: 1, B: 1}}))
		return err
	})
	if errs.KindOf(err) != errs.Invalid {
		t.Errorf("PutListed = %v, want invalid", err)
	}
}

func TestGraph(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		term := partnership.Partnership{
			Kind:    partnership.KindFriendship,
			Parties: []partnership.Party{{Place: suwalki}, {Place: hrodna}},
			Acts: []partnership.Act{{
				Type: partnership.ActAgreement, Date: partnership.On(2022, 1, 1),
				InForceTo: partnership.On(2026, 12, 31), Sources: []string{"s"},
			}},
		}
		put(t, d, "starter", story(), term)
		putListed(t, d, listed(bialystok, kaunas, 2016), listed(suwalki, kaunas, 2030))
		g, err := partnership.NewStore(d).Graph(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got := map[int64]partnership.Code{}
		for _, e := range g.Of(bialystok) {
			got[e.Other] = e.Status
		}
		want := map[int64]partnership.Code{hrodna: partnership.Terminated, kaunas: partnership.Active}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("links of Białystok (-want +got):\n%s", diff)
		}
		if !g.Linked(hrodna, bialystok) || g.Linked(bialystok, suwalki) || g.Of(1) != nil || g.Len() != 4 {
			t.Errorf("linked %v %v, of nobody %v, len %d", g.Linked(hrodna, bialystok), g.Linked(bialystok, suwalki), g.Of(1), g.Len())
		}
		for today, want := range map[lang.Date]bool{
			day:                              false,
			{Year: 2026, Month: 12, Day: 31}: false,
			{Year: 2027, Month: 1, Day: 1}:   true,
			{Year: 2026, Month: 11, Day: 22}: true,
		} {
			if got := g.Stale(today); got != want {
				t.Errorf("stale on %v: %v, want %v", today, got, want)
			}
		}
		checkSnapshot(t, g)
	})
}

func checkSnapshot(t *testing.T, g *partnership.Graph) {
	t.Helper()
	var file bytes.Buffer
	if err := g.Save(&file); err != nil {
		t.Fatal(err)
	}
	whole := slices.Clone(file.Bytes())
	file.WriteString("what follows")
	back, err := partnership.ReadGraph(&file)
	if err != nil || file.String() != "what follows" {
		t.Fatalf("read back: %v; left %q", err, file.String())
	}
	if diff := cmp.Diff(slices.Collect(g.Pairs()), slices.Collect(back.Pairs())); diff != "" || back.Day() != g.Day() {
		t.Errorf("(-saved +read):\n%s", diff)
	}
	for i := range whole {
		broken := slices.Clone(whole)
		broken[i] ^= 0x20
		if _, err := partnership.ReadGraph(bytes.NewReader(broken)); err == nil {
			t.Fatalf("byte %d of %d was altered and nobody noticed", i, len(whole))
		}
		if _, err := partnership.ReadGraph(bytes.NewReader(whole[:i])); err == nil || errors.Is(err, errors.ErrUnsupported) {
			t.Fatalf("%d of %d bytes were read as a whole graph", i, len(whole))
		}
	}
}
