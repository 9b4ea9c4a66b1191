package project_test

import (
	"strconv"
	"testing"

	"twintown/internal/project"
)

// People write amounts as their language does.
func TestAmounts(t *testing.T) {
	for text, want := range map[string]int64{
		"1 234,56": 123456, "1.234,56": 123456, "1,234.56": 123456, "1'234.56": 123456, "1’234,5": 123450, "1\u202f234\u00a0567,89": 123456789, "1234": 123400,
		"1234,5": 123450, "0,01": 1, "0.1": 10, "1.234": 123400, "1,234": 123400, "12 345": 1234500, "1.234.567": 123456700, "1,234,567.00": 123456700, " 7 ": 700, "0": 0, "007": 700,
	} {
		if got, ok := project.ParseAmount(text); !ok || got != want {
			t.Errorf("%q: %d, %v, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "-5", "+5", "5,", ",5", ".", "1,2,3", "1.23.456", "12,34.56.7", "1 23", "0,123", "0.123", "1.2345", "five", "5 EUR", "1e3", "1 234.567,8", "99999999999999999", "١٢"} {
		if got, ok := project.ParseAmount(text); ok {
			t.Errorf("%q was taken as %d", text, got)
		}
	}
}

// Whatever is typed is read or refused, and what is read is read again as it is printed.
func FuzzAmount(f *testing.F) {
	for _, text := range []string{"1 234,56", "1.234,56", "1,234.56", "0,1", "1.234", "x", "9,,9"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		cents, ok := project.ParseAmount(text)
		if !ok {
			return
		}
		whole, part := strconv.FormatInt(cents/100, 10), strconv.FormatInt(cents%100+100, 10)[1:]
		if again, ok := project.ParseAmount(whole + "," + part); !ok || again != cents {
			t.Errorf("%q is %d, and %d when it is printed", text, cents, again)
		}
	})
}

func TestCurrencies(t *testing.T) {
	all := project.Currencies()
	if all[0] != project.Euro || project.CurrencyOf("PL") != "PLN" || project.CurrencyOf("LT") != "EUR" || project.CurrencyOf("XX") != "EUR" {
		t.Errorf("%v", all)
	}
}
