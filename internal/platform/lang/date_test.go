package lang

import (
	"maps"
	"os"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var built = sync.OnceValues(func() (*Catalog, error) { return read(os.DirFS(".")) })

// catalog reads the program's messages or ends the test.
func catalog(t testing.TB) *Catalog {
	t.Helper()
	c, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return c.Own()
}

// The dates of Białystok's and its partners' acts, as people write them.
func TestDate(t *testing.T) {
	day, month, year := Date{2022, 3, 3}, Date{2022, 3, 0}, Date{Year: 2022}
	want := map[string][3]string{
		"pl": {"3 marca 2022", "marzec 2022", "2022"},
		"en": {"3 March 2022", "March 2022", "2022"},
		"de": {"3. März 2022", "März 2022", "2022"},
		"fr": {"3 mars 2022", "mars 2022", "2022"},
		"lt": {"2022\u00a0m. kovo 3\u00a0d.", "2022\u00a0m. kovas", "2022"},
		"ru": {"3 марта 2022\u00a0г.", "март 2022\u00a0г.", "2022"},
		"be": {"3 сакавіка 2022\u00a0г.", "сакавік 2022\u00a0г.", "2022"},
		"uk": {"3 березня 2022\u00a0р.", "березень 2022\u00a0р.", "2022"},
	}
	c := catalog(t)
	for _, l := range c.Languages() {
		p := c.Printer(l)
		got := [3]string{p.Date(day), p.Date(month), p.Date(year)}
		if got != want[l] {
			t.Errorf("%s: Date = %q, want %q", l, got, want[l])
		}
	}
	if got := c.Printer("fr").Date(Date{1995, 2, 1}); got != "1er février 1995" {
		t.Errorf("the first of a French month = %q", got)
	}
	if got := c.Printer("pl").Date(Date{}); got != "" {
		t.Errorf("unknown date = %q, want nothing", got)
	}
}

func TestDateRange(t *testing.T) {
	tests := []struct {
		name, lang string
		from, to   Date
		want       string
	}{
		{"days of a month", "pl", Date{2022, 3, 3}, Date{2022, 3, 5}, "3–5 marca 2022"},
		{"days of a month", "en", Date{2022, 3, 3}, Date{2022, 3, 5}, "3–5 March 2022"},
		{"days of a month", "de", Date{2022, 3, 3}, Date{2022, 3, 5}, "3.–5. März 2022"},
		{"days of a month from the first", "fr", Date{2022, 3, 1}, Date{2022, 3, 5}, "1er–5 mars 2022"},
		{"days of a month", "lt", Date{2022, 3, 3}, Date{2022, 3, 5}, "2022\u00a0m. kovo 3–5\u00a0d."},
		{"days of a month", "ru", Date{2022, 3, 3}, Date{2022, 3, 5}, "3–5 марта 2022\u00a0г."},
		{"days of a month", "be", Date{2022, 3, 3}, Date{2022, 3, 5}, "3–5 сакавіка 2022\u00a0г."},
		{"days of a month", "uk", Date{2022, 3, 3}, Date{2022, 3, 5}, "3–5 березня 2022\u00a0р."},
		{"across months", "pl", Date{2022, 3, 30}, Date{2022, 4, 2}, "30 marca – 2 kwietnia 2022"},
		{"across months", "lt", Date{2022, 3, 30}, Date{2022, 4, 2}, "2022\u00a0m. kovo 30\u00a0d. – balandžio 2\u00a0d."},
		{"across years", "be", Date{2021, 12, 30}, Date{2022, 1, 2}, "30 снежня 2021\u00a0г. – 2 студзеня 2022\u00a0г."},
		{"across years", "fr", Date{2021, 12, 30}, Date{2022, 1, 2}, "30 décembre 2021 – 2 janvier 2022"},
		{"months", "pl", Date{2022, 3, 0}, Date{2022, 5, 0}, "marzec–maj 2022"},
		{"months across years", "uk", Date{2021, 3, 0}, Date{2022, 5, 0}, "березень 2021 – травень 2022 рр."},
		{"years", "ru", Date{Year: 1995}, Date{Year: 2022}, "1995–2022"},
		{"one known to the year, the other to the day", "en", Date{Year: 1995}, Date{2022, 3, 3}, "1995–2022"},
		{"one known to the month, the other to the day", "en", Date{1995, 2, 0}, Date{1995, 3, 3}, "February–March 1995"},
		{"the same day", "de", Date{2022, 3, 3}, Date{2022, 3, 3}, "3. März 2022"},
		{"only the end", "de", Date{}, Date{2022, 3, 3}, "3. März 2022"},
	}
	c := catalog(t)
	for _, tt := range tests {
		if got := c.Printer(tt.lang).DateRange(tt.from, tt.to); got != tt.want {
			t.Errorf("%s, %s: DateRange(%v, %v) = %q, want %q", tt.name, tt.lang, tt.from, tt.to, got, tt.want)
		}
	}
}

// A date within a sentence: prepositions, cases and articles.
func TestDatePhrases(t *testing.T) {
	tests := []struct {
		lang, style string
		date        Date
		want        string
	}{
		{"pl", "in", Date{2022, 3, 3}, "3 marca 2022"},
		{"pl", "in", Date{2022, 9, 0}, "we wrześniu 2022"},
		{"pl", "since", Date{1995, 2, 0}, "od lutego 1995"},
		{"pl", "before", Date{Year: 2016}, "przed 2016\u00a0r."},
		{"pl", "after", Date{2022, 3, 0}, "po marcu 2022"},
		{"en", "in", Date{2022, 3, 3}, "on 3 March 2022"},
		{"en", "in", Date{2022, 3, 0}, "in March 2022"},
		{"de", "since", Date{1995, 2, 18}, "seit dem 18. Februar 1995"},
		{"de", "in", Date{2022, 3, 0}, "im März 2022"},
		{"fr", "until", Date{2022, 3, 1}, "jusqu’au 1er mars 2022"},
		{"fr", "until", Date{2022, 3, 0}, "jusqu’en mars 2022"},
		{"lt", "since", Date{1995, 2, 18}, "nuo 1995\u00a0m. vasario 18\u00a0d."},
		{"lt", "in", Date{2022, 3, 0}, "2022\u00a0m. kovą"},
		{"ru", "since", Date{2022, 3, 2}, "со 2 марта 2022\u00a0г."},
		{"ru", "in", Date{2022, 5, 0}, "в мае 2022\u00a0г."},
		{"be", "in", Date{2022, 3, 0}, "у сакавіку 2022\u00a0г."},
		{"uk", "about", Date{Year: 1960}, "близько 1960\u00a0р."},
		{"pl", "table", Date{2022, 3, 3}, "03.03.2022"},
		{"en", "table", Date{2022, 3, 3}, "3 Mar 2022"},
		{"lt", "table", Date{2022, 3, 0}, "2022-03"},
		{"fr", "table", Date{2022, 12, 13}, "13/12/2022"},
		{"be", "table", Date{Year: 2022}, "2022"},
	}
	c := catalog(t)
	for _, tt := range tests {
		p := c.Printer(tt.lang)
		if got := string(p.phrase(nil, tt.date, tt.style)); got != tt.want {
			t.Errorf("%s, %s %v = %q, want %q", tt.lang, tt.style, tt.date, got, tt.want)
		}
	}
	if got, want := string(c.Printer("be").phrase([]byte("спынена "), Date{2022, 3, 0}, "in")), "спынена ў сакавіку 2022\u00a0г."; got != want {
		t.Errorf("after a vowel: %q, want %q", got, want)
	}
	for l, want := range map[string]string{
		"pl": "Rozwiązane w 2022\u00a0r. Dalej.", "lt": "Rozwiązane 2022\u00a0m. Dalej.", "en": "Rozwiązane in 2022. Dalej.",
	} {
		if got := printerWithPhrases(t, l, "Rozwiązane {d, date, in}. Dalej.").T("m", "d", Date{Year: 2022}); got != want {
			t.Errorf("%s: an abbreviation ends the sentence: %q, want %q", l, got, want)
		}
	}
	if missing := c.Missing(); len(missing) > 0 {
		t.Errorf("missing: %q", missing)
	}
}

// printerWithPhrases is a printer of a language with one message m of the test's own
// beside all others.
func printerWithPhrases(t *testing.T, lang, text string) *Printer {
	t.Helper()
	p := printerWith(t, lang, map[string]string{"m": text})
	maps.Copy(p.messages, catalog(t).Printer(lang).messages)
	return p
}

// Whatever a date holds, printing it must not panic; imports bring 0 and 13.
func TestDateOutOfRange(t *testing.T) {
	p := catalog(t).Printer("pl")
	for _, d := range []Date{{2022, 13, 1}, {2022, -1, 1}, {-5, 3, 3}, {2022, 2, 31}, {0, 3, 3}} {
		_ = p.Date(d)
		_ = p.DateRange(d, Date{2022, 3, 3})
		_ = p.phrase(nil, d, "since")
	}
}

func TestDateString(t *testing.T) {
	for d, want := range map[Date]string{
		{}: "", {Year: 987}: "0987", {2022, 3, 0}: "2022-03", {2022, 3, 3}: "2022-03-03",
	} {
		if got := d.String(); got != want {
			t.Errorf("%#v.String() = %q, want %q", d, got, want)
		}
	}
	if (Date{2022, 3, 0}).Compare(Date{2022, 3, 1}) >= 0 || (Date{Year: 2023}).Compare(Date{2022, 12, 31}) <= 0 {
		t.Error("Compare puts a month after its days or a year before the last")
	}
	if got := DateOf(time.Date(2022, 3, 3, 23, 0, 0, 0, time.UTC)); got != (Date{2022, 3, 3}) {
		t.Errorf("DateOf = %v", got)
	}
}

// What String writes ParseDate reads, and nothing that no calendar has.
func TestParseDate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := time.Unix(rapid.Int64Range(-2e9, 4e9).Draw(t, "time"), 0).UTC()
		for _, want := range []Date{DateOf(day), {Year: day.Year()}, {day.Year(), int(day.Month()), 0}, {}} {
			if got, err := ParseDate(want.String()); err != nil || got != want {
				t.Fatalf("ParseDate(%s) = %v, %v", want, got, err)
			}
		}
	})
	for _, text := range []string{"2022-02-30", "2022-13", "22", "2022-3-3", "0000", "2022-03-0x", " 2022"} {
		if d, err := ParseDate(text); err == nil {
			t.Errorf("ParseDate(%q) = %v", text, d)
		}
	}
}

func TestClockAndNames(t *testing.T) {
	c := catalog(t)
	at := time.Date(2022, 3, 3, 9, 5, 0, 0, time.UTC)
	for _, l := range c.Languages() {
		if got := c.Printer(l).Clock(at); got != "09:05" {
			t.Errorf("%s: Clock = %q", l, got)
		}
	}
	p := c.Printer("lt")
	if got := p.Month(time.March) + " " + p.Weekday(time.Monday); got != "kovas pirmadienis" {
		t.Errorf("Month, Weekday = %q", got)
	}
}

func TestADayWithoutItsYear(t *testing.T) {
	for code, want := range map[string]string{"pl": "26 listopada", "en": "26 November", "de": "26. November", "fr": "26 novembre", "lt": "lapkričio 26\u00a0d.", "ru": "26 ноября", "be": "26 лістапада", "uk": "26 листопада"} {
		if got := catalog(t).Printer(code).DayMonth(Date{2026, 11, 26}); got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
	if got := catalog(t).Printer("uk").Weekday(time.Friday); got != "п’ятниця" {
		t.Errorf("%q has another apostrophe than our texts", got)
	}
}
