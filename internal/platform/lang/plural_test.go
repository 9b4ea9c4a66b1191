package lang

import (
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// CLDR publishes with each rule the numbers that it takes. They are the oracle.
func TestPluralsAgainstCLDR(t *testing.T) {
	b, err := os.ReadFile("testdata/plurals.json")
	if err != nil {
		t.Fatal(err)
	}
	var samples map[string]map[string][]string // language → kind/category → samples
	if err := json.Unmarshal(b, &samples); err != nil {
		t.Fatal(err)
	}
	c, seen := catalog(t), 0
	for _, l := range c.Languages() {
		for name, list := range samples[l] {
			kind, want, _ := strings.Cut(name, "/")
			rules := c.Printer(l).locale.cardinal
			if kind == "ordinal" {
				rules = c.Printer(l).locale.ordinal
			}
			for _, sample := range list {
				for _, q := range quantities(t, sample) {
					seen++
					if got := rules.category(q); got != want {
						t.Errorf("%s %s: %+v (of %s) is %s, want %s", l, kind, q, sample, got, want)
					}
				}
			}
		}
	}
	if seen < 500 {
		t.Errorf("only %d samples", seen)
	}
}

// quantities expands "2~4" and reads "1.5". Samples with more than one decimal are
// left out: the site shows none.
func quantities(t *testing.T, sample string) []quantity {
	t.Helper()
	from, to, isRange := strings.Cut(sample, "~")
	if !isRange {
		to = from
	}
	scale := 1
	if strings.Contains(from, ".") {
		if len(from)-strings.Index(from, ".") > 2 {
			return nil
		}
		scale = 10
	}
	a, err1 := strconv.Atoi(strings.Replace(from, ".", "", 1))
	b, err2 := strconv.Atoi(strings.Replace(to, ".", "", 1))
	if err1 != nil || err2 != nil {
		t.Fatalf("sample %q", sample)
	}
	var out []quantity
	for n := a; n <= b; n++ {
		out = append(out, quantity{whole: int64(n / scale), decimal: n % scale, shown: scale == 10})
	}
	return out
}

func TestPluralSentences(t *testing.T) {
	const pl = "{n, plural, one{# partner} few{# partnerów} many{# partnerów} other{# partnera}}"
	p := printerWith(t, "pl", map[string]string{"a": pl, "b": "{n, plural, =0{żadnego} =1{jeden} other{#}}"})
	for n, want := range map[any]string{
		1: "1 partner", 2: "2 partnerów", 5: "5 partnerów", 22: "22 partnerów", 12345: "12\u00a0345 partnerów", 1.5: "1,5 partnera", int64(1): "1 partner",
	} {
		if got := p.T("a", "n", n); got != want {
			t.Errorf("%v: %q, want %q", n, got, want)
		}
	}
	if got := p.T("b", "n", 0) + p.T("b", "n", 1) + p.T("b", "n", 2); got != "żadnegojeden2" {
		t.Errorf("exact branches: %q", got)
	}
}

// printerWith is a printer of a real language with messages of the test's own.
func printerWith(t testing.TB, lang string, texts map[string]string) *Printer {
	t.Helper()
	c := catalog(t)
	p := *c.Printer(lang)
	p.messages = map[string][]segment{}
	for key, text := range texts {
		body, err := parse(text)
		if err != nil {
			t.Fatalf("%s: %v", key, err)
		}
		p.messages[key] = body
	}
	return &p
}

// Every number has exactly one category that some rule or "other" gives, and numbers
// that differ by a thousand have the same.
func TestPluralPeriod(t *testing.T) {
	c := catalog(t)
	rapid.Check(t, func(t *rapid.T) {
		l := rapid.SampledFrom([]string{"pl", "lt", "ru", "be", "uk"}).Draw(t, "lang")
		n := rapid.Int64Range(2, 1_000_000).Draw(t, "n")
		rules := c.Printer(l).locale.cardinal
		a, b := rules.category(quantity{whole: n}), rules.category(quantity{whole: n + 1000})
		if a != b {
			t.Fatalf("%s: %d is %s and %d is %s", l, n, a, n+1000, b)
		}
	})
}

func TestPluralRulesRefused(t *testing.T) {
	for _, rule := range []string{"", "n", "n = ", "n % 0 = 1", "x = 1", "n = a", "n ~ 1", "n % 10 = 1 2"} {
		if _, err := parsePlurals(map[string]string{"one": rule}); err == nil {
			t.Errorf("the rule %q was taken", rule)
		}
	}
	if _, err := parsePlurals(map[string]string{"some": "n = 1"}); err == nil {
		t.Error("the category some was taken")
	}
}
