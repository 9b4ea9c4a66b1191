package lang

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNumber(t *testing.T) {
	const nb, thin = "\u00a0", "\u202f"
	tests := []struct {
		lang string
		v    any
		want string
	}{
		{"pl", 1234, "1234"},
		{"pl", 12345, "12" + nb + "345"},
		{"pl", 1234567, "1" + nb + "234" + nb + "567"},
		{"en", 1234, "1,234"},
		{"de", 1234.56, "1.234,6"},
		{"fr", 12345, "12" + thin + "345"},
		{"lt", 1234, "1" + nb + "234"},
		{"ru", int64(-12345), "−12" + nb + "345"},
		{"be", 1234.5, "1234,5"},
		{"uk", 0.04, "0"},
		{"uk", -0.04, "0"},
		{"en", 2.0, "2"},
		{"en", "many", "many"},
		{"en", int32(-1234), "−1,234"},
		{"en", uint64(math.MaxUint64), "9,223,372,036,854,775,807"},
		{"en", float32(0.5), "0.5"},
		{"en", nil, "<nil>"},
		{"en", math.Inf(1), "+Inf"},
		{"en", math.MinInt64, "−9,223,372,036,854,775,807"}, // one off, and no panic
	}
	c := catalog(t)
	for _, tt := range tests {
		if got := c.Printer(tt.lang).Number(tt.v); got != tt.want {
			t.Errorf("%s: Number(%v) = %q, want %q", tt.lang, tt.v, got, tt.want)
		}
	}
}

func TestFixed(t *testing.T) {
	tests := []struct {
		lang     string
		v        float64
		decimals int
		want     string
	}{
		{"pl", 17.77, 2, "17,77"},
		{"en", -0.5, 2, "−0.50"},
		{"en", -0.004, 2, "0.00"},
		{"de", 1234.5, 0, "1.234"}, // the even neighbour
		{"lt", 1.005, 1, "1,0"},
		{"fr", math.NaN(), 2, "NaN"},
	}
	c := catalog(t)
	if p := c.Printer("lt"); p.Signed(0.5, 2) != "+0,50" || p.Signed(-0.5, 2) != "−0,50" || p.Signed(0.001, 2) != "0,00" {
		t.Errorf("Signed = %q, %q, %q", p.Signed(0.5, 2), p.Signed(-0.5, 2), p.Signed(0.001, 2))
	}
	for _, tt := range tests {
		if got := c.Printer(tt.lang).Fixed(tt.v, tt.decimals); got != tt.want {
			t.Errorf("%s: Fixed(%v, %d) = %q, want %q", tt.lang, tt.v, tt.decimals, got, tt.want)
		}
	}
}

func TestPercentAndDistance(t *testing.T) {
	c := catalog(t)
	for l, want := range map[string]string{
		"pl": "37% 3,1% 1080 km 143 km 3,3 km", "en": "37% 3.1% 1,080 km 143 km 3.3 km", "de": "37 % 3,1 % 1.080 km 143 km 3,3 km",
		"fr": "37 % 3,1 % 1 080 km 143 km 3,3 km", "lt": "37 % 3,1 % 1 080 km 143 km 3,3 km", "ru": "37 % 3,1 % 1 080 км 143 км 3,3 км",
	} {
		p := c.Printer(l)
		got := p.Percent(.374) + " " + p.Percent(.031) + " " + p.Distance(1084.3) + " " + p.Distance(142.6) + " " + p.Distance(3.26)
		if got = strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(got); got != want {
			t.Errorf("%s: %q, want %q", l, got, want)
		}
	}
	if got := c.Printer("en").Distance(0); got != "0\u00a0km" {
		t.Errorf("no distance = %q", got)
	}
}

func TestColon(t *testing.T) {
	c := catalog(t)
	for l, want := range map[string]string{"pl": "Termin: 5", "fr": "Termin\u00a0: 5", "uk": "Termin: 5"} {
		if got := "Termin" + c.Printer(l).Colon() + "5"; got != want {
			t.Errorf("%s: %q, want %q", l, got, want)
		}
	}
}

// Without its separators a number is itself again.
func TestNumberKeepsDigits(t *testing.T) {
	c := catalog(t)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, math.MaxInt64).Draw(t, "n")
		p := c.Printer(rapid.SampledFrom(c.Languages()).Draw(t, "lang"))
		if got := strings.ReplaceAll(p.Number(n), p.locale.Group, ""); got != strconv.FormatInt(n, 10) {
			t.Fatalf("%s: %q of %d", p.Lang(), got, n)
		}
	})
}

func TestList(t *testing.T) {
	c := catalog(t)
	for l, want := range map[string]string{
		"pl": "A, B i C", "en": "A, B and C", "de": "A, B und C", "fr": "A, B et C", "lt": "A, B ir C", "ru": "A, B и C", "be": "A, B і C", "uk": "A, B і C",
	} {
		if got := c.Printer(l).List([]string{"A", "B", "C"}); got != want {
			t.Errorf("%s: %q, want %q", l, got, want)
		}
	}
	p := c.Printer("pl")
	for _, tt := range []struct {
		items []string
		want  string
	}{{nil, ""}, {[]string{"A"}, "A"}, {[]string{"A", "B"}, "A i B"}, {[]string{"A", "B", "C", "D"}, "A, B, C i D"}} {
		if got := p.List(tt.items); got != tt.want {
			t.Errorf("List(%q) = %q, want %q", tt.items, got, tt.want)
		}
	}
}
