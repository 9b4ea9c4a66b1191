package place

import (
	"slices"
	"strings"
	"testing"

	"twintown/internal/platform/errs"
)

func TestFindByAnySpelling(t *testing.T) {
	a := sampleAtlas()
	tests := []struct {
		text string
		want int64
	}{
		{"Гродна", 627904},
		{"Горадня", 627904},
		{"gardinas", 627904},
		{"Grodno", 627904},
		{"bialistok", 776069},
		{"Белосток", 776069},
		{"Kowno", 598316},
		{"Königsberg", 554234},
		{"Brest", 629634},
		{"Brest, FR", 3030300},
		{"Brest, Francja", 3030300},
		{"Brest, Францыя", 3030300},
		{"Brest, Prancūz", 3030300},
		{"Brest (Bretagne)", 3030300},
		{"Brest, Bretania, France", 3030300},
		{"Brest, Nowhere", 629634},
		{"Białystok, FR", 776069},
		{"Springfield", 101},
		{"Springfield, IL", 100},
		{"Springfield, Illinois, USA", 100},
		{"776069", 776069},
		{"Uppsala", 2666218},
	}
	for _, tt := range tests {
		if got := firstID(a.Find(Query{Text: tt.text})); got != tt.want {
			t.Errorf("Find(%q) begins with %d, want %d", tt.text, got, tt.want)
		}
	}
}

func TestFindInACountry(t *testing.T) {
	if got := ids(sampleAtlas().Find(Query{Text: "Brest", Country: "FR"})); !slices.Equal(got, []int64{3030300}) {
		t.Errorf("Find(Brest) in France = %v", got)
	}
}

func TestBothNumbersOfATownAreFound(t *testing.T) {
	a := sampleAtlas()
	got := ids(a.Find(Query{Text: "Uppsala"}))
	if !slices.Equal(got, []int64{2666218, 2675408}) {
		t.Errorf("Find(Uppsala) = %v, want the municipality, then the town", got)
	}
	for id, want := range map[int64]int64{2675408: 2666218, 2666218: 0} {
		if p, ok := a.Get(id); !ok || p.SameAs != want {
			t.Errorf("Get(%d) = %+v, %v, want it linked to %d", id, p, ok, want)
		}
	}
}

func TestResolve(t *testing.T) {
	a := sampleAtlas()
	tests := []struct {
		text string
		want int64
		kind errs.Kind
	}{
		{"Brest", 629634, 0},
		{"Brest, Francja", 3030300, 0},
		{"Uppsala", 2666218, 0},
		{"2675408", 2675408, 0},
		{"bialistok", 776069, 0},
		{"Springfield", 0, errs.Ambiguous},
		{"Springfield, MA", 101, 0},
		{"GNA", 0, errs.NotFound},
		{"Xyzzyqwv", 0, errs.NotFound},
		{"", 0, errs.NotFound},
		{"99999", 0, errs.NotFound},
	}
	for _, tt := range tests {
		p, err := a.Resolve(tt.text)
		if p.ID != tt.want || tt.want == 0 && errs.KindOf(err) != tt.kind || tt.want != 0 && err != nil {
			t.Errorf("Resolve(%q) = %d, %v, want %d, %v", tt.text, p.ID, err, tt.want, tt.kind)
		}
	}
}

func TestAnAmbiguousNameListsTheCandidates(t *testing.T) {
	_, err := sampleAtlas().Resolve("Springfield")
	told, _ := errs.PublicOf(err).Args["candidates"].(string)
	if want := "Springfield, Massachusetts, US (101); Springfield, Illinois, US (100)"; told != want {
		t.Errorf("candidates = %q, want %q", told, want)
	}
}

func TestDisplayNames(t *testing.T) {
	a := sampleAtlas()
	tests := []struct {
		id         int64
		lang, want string
	}{
		{627904, "pl", "Grodno"},
		{627904, "be", "Гродна"},
		{627904, "lt", "Gardinas"},
		{627904, "de", "Hrodna"}, // the historical Garten is not shown
		{554234, "pl", "Królewiec"},
		{554234, "de", "Kaliningrad"}, // Königsberg ended in 1946
		{776069, "fr", "Białystok"},
		{1, "pl", ""},
	}
	for _, tt := range tests {
		if got := a.DisplayName(tt.id, tt.lang); got != tt.want {
			t.Errorf("DisplayName(%d, %s) = %q, want %q", tt.id, tt.lang, got, tt.want)
		}
	}
	for id, want := range map[int64]string{627904: "Гродна", 554234: "Калининград", 776069: "Białystok", 1: ""} {
		if got := a.Endonym(id); got != want {
			t.Errorf("Endonym(%d) = %q, want %q", id, got, want)
		}
	}
	if got := a.RegionName("PL.81", "pl"); got != "podlaskie" {
		t.Errorf("RegionName(PL.81, pl) = %q", got)
	}
	if got := a.RegionName("PL.81", "de") + a.RegionName("XX.1", "de"); got != "Podlasie" {
		t.Errorf("RegionName falls back to %q", got)
	}
}

func FuzzQuery(f *testing.F) {
	a := sampleAtlas()
	for _, s := range []string{"Brest, Francja", "Springfield, IL, US", ",,", "Brest ()", "776069", "\xff, \xff", strings.Repeat("a,", 99)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, id := range ids(a.Find(Query{Text: s})) {
			if _, ok := a.Get(id); !ok {
				t.Fatalf("Find(%q) returned %d, which is no place", s, id)
			}
		}
		if p, err := a.Resolve(s); (p.ID == 0) == (err == nil) {
			t.Fatalf("Resolve(%q) = %v, %v", s, p, err)
		}
	})
}
