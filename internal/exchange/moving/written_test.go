package moving

import (
	"testing"

	"twintown/internal/partnership"
	"twintown/internal/platform/lang"
)

var desk = lang.Date{Year: 2026, Month: 11, Day: 23}

// Dates as people write them into a form are read with their precision.
func TestDatesAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"2006": "2006", "3 marca 2022": "2022-03-03", "03.2006": "2006-03", "ok. 1994": "1994~", "": "", "2018-03-16": "2018-03-16", "../2016": "../2016",
		"03/04/2005": "2005-04-03", "3.4.2005": "2005-04-03", "około 1995 r.": "1995~", "przed 2000": "../2000", "2022 m. kovo 3 d.": "2022-03-03", "3 березня 2022 року": "2022-03-03",
		"le 1er mai 1969": "1969-05-01", "3 March 2022": "2022-03-03", "brak danych": "",
	} {
		if got, err := words().ReadDate(text, desk); err != nil || got.String() != want {
			t.Errorf("%q is %s, %v; want %s", text, got, err, want)
		}
	}
	if got, err := words().ReadDate("30 lutego 2020", desk); err != nil || got != partnership.On(2020, 2, 30) {
		t.Errorf("30 February: %+v, %v", got, err)
	}
	for _, text := range []string{"soon", "2006–2011", "5 lat", "w trakcie", "1.2.3.4"} {
		if got, err := words().ReadDate(text, desk); err == nil {
			t.Errorf("%q is %s", text, got)
		}
	}
}

func TestTermsAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]partnership.Duration{
		"5 lat": "P5Y", "na 5 lat": "P5Y", "6 miesięcy": "P6M", "1 rok i 6 miesięcy": "P1Y6M", "6 months": "P6M", "5 Jahre": "P5Y", "3 Monate": "P3M", "5 ans": "P5Y",
		"6 mois": "P6M", "5 metų": "P5Y", "6 mėnesiai": "P6M", "5 лет": "P5Y", "6 месяцев": "P6M", "5 гадоў": "P5Y", "6 місяців": "P6M", "5 років": "P5Y", "30 dni": "P30D", "p5y": "P5Y", "1 год": "P1Y",
	} {
		if got, ok := words().ReadTerm(text); !ok || got != want {
			t.Errorf("%q is %q, %t; want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "long", "5 apples", "2011", "0 lat", "999 lat 999 lat 999 lat"} {
		if got, ok := words().ReadTerm(text); ok {
			t.Errorf("%q is %q", text, got)
		}
	}
}

func FuzzWritten(f *testing.F) {
	for _, text := range []string{"3 marca 2022", "ok. 1994", "5 lat", "30.02.2020", "P5Y", "1 rok i 6 miesięcy"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if d, err := words().ReadDate(text, desk); err == nil && (d.Month > 99 || d.Day > 99 || d.Year < 0) {
			t.Errorf("%q is %+v", text, d)
		}
		if d, ok := words().ReadTerm(text); ok && d.Check() != nil {
			t.Errorf("%q is %q", text, d)
		}
	})
}
