package moving

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"twintown/internal/partnership"
)

// Dates as offices write them keep the precision and the doubt that stand there.
func TestDates(t *testing.T) {
	for _, c := range []struct{ text, start, end string }{
		{"od 1992 r.", "1992", ""},
		{"od\u00a01992\u00a0r.", "1992", ""}, // copied from a page
		{"12.03.1995", "1995-03-12", ""},
		{"1995-03-12", "1995-03-12", ""},
		{"12. 3. 1995 r.", "1995-03-12", ""},
		{"marzec 2004", "2004-03", ""},
		{"w marcu 2004 roku", "2004-03", ""},
		{"03.2004", "2004-03", ""},
		{"12 III 1995", "1995-03-12", ""},
		{"2006–2011", "2006", "2011"},
		{"2006-2011", "2006", "2011"},
		{"od 2006 do 2011", "2006", "2011"},
		{"12.03.2006 - 11.03.2011", "2006-03-12", "2011-03-11"},
		{"2006 – obecnie", "2006", ""},
		{"2006 -", "2006", ""},
		{"ок. 1994", "1994~", ""},
		{"ok. 1994", "1994~", ""},
		{"около 1993 г.", "1993~", ""},
		{"1998?", "1998~", ""},
		{"1998 (?)", "1998~", ""},
		{"?1998", "1998~", ""},
		{"03.1998 r. (?)", "1998-03~", ""},
		{"nuo 1998 m.", "1998", ""},
		{"1995 m. kovo 12 d.", "1995-03-12", ""},
		{"1996 m. gegužės mėn.", "1996-05", ""},
		{"seit 1987", "1987", ""},
		{"12. März 1991", "1991-03-12", ""},
		{"Sept. 1991", "1991-09", ""},
		{"depuis 1989", "1989", ""},
		{"1er mai 1969", "1969-05-01", ""},
		{"février 2001", "2001-02", ""},
		{"March 12, 1995", "1995-03-12", ""},
		{"12th of March 1995", "1995-03-12", ""},
		{"с 1992 г.", "1992", ""},
		{"12 марта 1995 года", "1995-03-12", ""},
		{"12 сакавіка 1996 г.", "1996-03-12", ""},
		{"березень 1998 року", "1998-03", ""},
		{"12 березня 1998", "1998-03-12", ""},
		{"przed 2000", "../2000", ""},
		{"avant 1980", "../1980", ""},
		{"po 1990", "1990/..", ""},
		{"11.07.97", "1997-07-11", ""},
		{"11.07.05", "2005-07-11", ""},
		{"25/03/1981", "1981-03-25", ""},
		{"03/25/1981", "1981-03-25", ""},
		{"34770", "1995-03-12", ""}, // a spreadsheet's number of days
	} {
		d := dates{lexicon: words(), serial: true, year: 2026}
		w, ok := d.read(c.text)
		if ok != (c.start != "") || w.Start.String() != c.start || w.End.String() != c.end {
			t.Errorf("%q is %q to %q, %v; want %q to %q", c.text, w.Start, w.End, ok, c.start, c.end)
		}
	}
}

// What could be two things, or is on no calendar, is no date.
func TestNoDates(t *testing.T) {
	for _, text := range []string{
		"31.02.2001", "03/04/1981", "13/13/2001", "lata 90.", "12.03.35", "do 1990", "до 1990", "1795", "2500", "w trakcie", "1992, 2005", "Grodno", "12",
		"ustalono 12.03.1995 i zerwano", "1.2.3.4", "99.99.9999", "2011–2006", "34770",
	} {
		if w, ok := (dates{lexicon: words(), year: 2026}).read(text); ok {
			t.Errorf("%q is %q to %q", text, w.Start, w.End)
		}
	}
}

// That nothing is known, that there is no end, and how long a term is, are things to say.
func TestWordsAboutTime(t *testing.T) {
	d := dates{lexicon: words(), year: 2026}
	for _, text := range []string{"", "-", "brak danych", "unknown", "k.A.", "nežinoma", "неизвестно", "невядома", "невідомо", "?"} {
		if w, ok := d.read(text); !ok || !w.Unknown {
			t.Errorf("%q: %+v, %v", text, w, ok)
		}
	}
	for _, text := range []string{"bezterminowo", "na czas nieokreślony", "unbefristet", "illimitée", "neterminuota", "бессрочно", "бестэрмінова", "безстроково"} {
		if w, ok := d.read(text); !ok || !w.Endless {
			t.Errorf("%q: %+v, %v", text, w, ok)
		}
	}
	for text, want := range map[string]partnership.Duration{"5 lat": "P5Y", "na 5 lat": "P5Y", "10 years": "P10Y", "3 ans": "P3Y", "5 metų": "P5Y", "5 лет": "P5Y", "5 гадоў": "P5Y", "5 років": "P5Y"} {
		if w, ok := d.read(text); !ok || w.Term != want {
			t.Errorf("%q: %+v, %v", text, w, ok)
		}
	}
}

// In every language, a date as the site itself prints it is understood again, exactly.
func TestDatesThatTheSitePrints(t *testing.T) {
	d := dates{lexicon: words(), year: 2026}
	rapid.Check(t, func(t *rapid.T) {
		language := rapid.SampledFrom(catalog().Languages()).Draw(t, "language")
		want := partnership.On(rapid.IntRange(1900, 2026).Draw(t, "year"), rapid.IntRange(0, 12).Draw(t, "month"), 0)
		if want.Month != 0 {
			want.Day = rapid.IntRange(0, 28).Draw(t, "day")
		}
		text := catalog().Printer(language).Date(want.Calendar())
		if w, ok := d.read(text); !ok || w.Start != want {
			t.Fatalf("%s: %q is %+v, %v; want %s", language, text, w, ok, want)
		}
	})
}

func FuzzDates(f *testing.F) {
	for _, text := range []string{"od 1992 r.", "12.03.1995", "2006–2011", "ок. 1994", "1995 m. kovo 12 d.", "34770", "1998?", "…", "٢٠٠١"} {
		f.Add(text, true)
	}
	f.Fuzz(func(t *testing.T, text string, serial bool) {
		if len(text) > 4*mostText {
			return
		}
		w, ok := (dates{lexicon: words(), year: 2026, serial: serial}).read(text)
		if !ok {
			return
		}
		for _, d := range []partnership.Date{w.Start, w.End} {
			if d.IsZero() {
				continue
			}
			if back, err := partnership.ParseDate(d.String()); err != nil || back != d {
				t.Errorf("%q became %q, which reads back as %+v, %v", text, d, back, err)
			}
			if !strings.ContainsAny(text, "0123456789") {
				t.Errorf("%q has no figure and became %q", text, d)
			}
		}
	})
}
