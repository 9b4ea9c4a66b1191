package partnership

import (
	"encoding/json"
	"testing"

	"twintown/internal/platform/lang"
)

func TestDateText(t *testing.T) {
	cases := []struct {
		text     string
		want     Date
		from, to string // the possible days; empty: no bound
	}{
		{"2018-03-16", On(2018, 3, 16), "2018-03-16", "2018-03-16"},
		{"2018-02", On(2018, 2, 0), "2018-02-01", "2018-02-28"},
		{"2020", On(2020, 0, 0), "2020-01-01", "2020-12-31"},
		{"2021~", Date{Year: 2021, Qualifier: About}, "2020-01-02", "2022-12-31"},
		{"../2016", Date{Year: 2016, Qualifier: Before}, "", "2016-12-31"},
		{"2020-05/..", Date{Year: 2020, Month: 5, Qualifier: After}, "2020-05-01", ""},
		{"", Date{}, "", ""},
	}
	for _, c := range cases {
		got, err := ParseDate(c.text)
		if err != nil || got != c.want {
			t.Errorf("ParseDate(%q) = %+v, %v; want %+v", c.text, got, err, c.want)
		}
		if got.String() != c.text {
			t.Errorf("ParseDate(%q).String() = %q", c.text, got.String())
		}
		from, to := got.possible()
		if f, l := from.calendar().String(), to.calendar().String(); f != c.from || l != c.to {
			t.Errorf("%q is possible from %q to %q, want %q to %q", c.text, f, l, c.from, c.to)
		}
	}
	for _, bad := range []string{"2018-13", "2018-02-30", "../", "~", "20", "2018/2019", "0000", "about 2018"} {
		if d, err := ParseDate(bad); err == nil {
			t.Errorf("ParseDate(%q) = %+v, want an error", bad, d)
		}
	}
}

func TestDateJSON(t *testing.T) {
	for _, text := range []string{
		`"2018-03-16"`, `""`, `"../2016"`,
		`{"date":"2021~","inferred_by":"editor","inferred_why":"undated_page"}`,
	} {
		var d Date
		if err := json.Unmarshal([]byte(text), &d); err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if back, err := json.Marshal(d); err != nil || string(back) != text {
			t.Errorf("%s became %s, %v", text, back, err)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"2018-03-16", "2021~", "../2016", "2020/..", "", "9999-12-31", "-1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ParseDate(text)
		if err != nil {
			return
		}
		again, err := ParseDate(d.String())
		if err != nil || again != d {
			t.Fatalf("%q is %+v, whose text %q is %+v, %v", text, d, d.String(), again, err)
		}
		if from, to := d.possible(); from > to {
			t.Fatalf("%q is possible from %d to %d", text, from, to)
		}
	})
}

func TestDurations(t *testing.T) {
	day := func(y, m, d int) lang.Date { return lang.Date{Year: y, Month: m, Day: d} }
	cases := []struct {
		text Duration
		from lang.Date
		want lang.Date
	}{
		{"P6M", day(2022, 3, 16), day(2022, 9, 16)},
		{"P6M", day(2022, 8, 31), day(2023, 2, 28)},
		{"P6M", day(2023, 8, 31), day(2024, 2, 29)},
		{"P5Y", day(2006, 6, 10), day(2011, 6, 10)},
		{"P1Y6M", day(2006, 10, 1), day(2008, 4, 1)},
		{"P2W", day(2022, 12, 25), day(2023, 1, 8)},
		{"P30D", day(2022, 1, 1), day(2022, 1, 31)},
	}
	for _, c := range cases {
		s, err := c.text.span()
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
		}
		if got := s.after(first(c.from)).calendar(); got != c.want {
			t.Errorf("%s after %v = %v, want %v", c.text, c.from, got, c.want)
		}
	}
	for _, bad := range []Duration{"P", "6M", "P6", "PM", "P6H", "P1M1Y", "P0D", "PT6H", "P99999999999Y", "P-6M"} {
		if bad.Check() == nil {
			t.Errorf("%s passes", bad)
		}
	}
}

func FuzzDuration(f *testing.F) {
	for _, seed := range []string{"P6M", "P1Y6M", "P2W", "", "P", "P1000Y", "P12000M372000D"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Duration(text).span()
		if err != nil || s == (span{}) {
			return
		}
		start := civil(2000, 1, 31)
		if s.after(start) <= start || s.before(start) >= start {
			t.Fatalf("%s moves %d to %d and %d", text, start, s.after(start), s.before(start))
		}
	})
}
