package project

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// ParseAmount reads an amount as people write it, in cents: "1 234,56", "1.234,56",
// "1,234.56", "1'234.56" and "1234.5" are the same sort of thing. Money has two digits after
// the point at most, so that "1.234" is a thousand and more. ok is false for what is no
// amount.
func ParseAmount(text string) (cents int64, ok bool) {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\'' || r == '’' {
			return ' '
		}
		return r
	}, strings.TrimSpace(text))
	whole, part, ok := atPoint(text)
	if !ok || len(whole) > 20 {
		return 0, false
	}
	digits, ok := ungrouped(whole)
	if !ok || !allDigits(part) || len(part) > 2 {
		return 0, false
	}
	n, err := strconv.ParseInt(digits+(part + "00")[:2], 10, 64)
	return n, err == nil && n <= mostCents
}

// atPoint cuts an amount where its cents begin.
func atPoint(text string) (whole, part string, ok bool) {
	at := strings.LastIndexAny(text, ".,")
	if at < 0 {
		return text, "", text != ""
	}
	mark := text[at : at+1]
	whole, part = text[:at], text[at+1:]
	switch {
	case strings.Contains(whole, mark): // it stands between thousands
		return text, "", true
	case len(part) == 3 && !strings.ContainsAny(whole, ".,") && strings.TrimLeft(whole, "0") != "":
		return text, "", true
	}
	return whole, part, whole != "" && part != ""
}

// ungrouped takes the marks between thousands out of a whole number; all must be of one
// sort, with three digits after each.
func ungrouped(whole string) (digits string, ok bool) {
	mark := strings.IndexAny(whole, " .,")
	if mark < 0 {
		return whole, allDigits(whole) && whole != ""
	}
	groups := strings.Split(whole, whole[mark:mark+1])
	for i, g := range groups {
		if !allDigits(g) || i == 0 && (g == "" || len(g) > 3) || i > 0 && len(g) != 3 {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

func allDigits(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
}

// money is the currency of each country that does not pay in euro, of those whose towns have
// partnerships with towns of Europe. Bulgaria pays in euro since 2026.
var money = map[string]string{
	"AL": "ALL", "AM": "AMD", "AZ": "AZN", "BA": "BAM", "BY": "BYN", "CA": "CAD", "CH": "CHF", "CN": "CNY", "CZ": "CZK", "DK": "DKK", "GB": "GBP", "GE": "GEL",
	"HU": "HUF", "IL": "ILS", "IS": "ISK", "JP": "JPY", "KZ": "KZT", "LI": "CHF", "MA": "MAD", "MD": "MDL", "MK": "MKD", "NO": "NOK", "PL": "PLN", "RO": "RON",
	"RS": "RSD", "RU": "RUB", "SE": "SEK", "TN": "TND", "TR": "TRY", "UA": "UAH", "US": "USD", "UZ": "UZS",
}

// Currencies are the currencies in which a partner may keep its books, the euro first.
func Currencies() []string {
	all := []string{}
	for _, c := range money {
		all = append(all, c)
	}
	slices.Sort(all)
	return slices.Insert(slices.Compact(all), 0, Euro)
}

// CurrencyOf is the currency of a country, by its ISO 3166-1 code; the euro where none other
// is known.
func CurrencyOf(country string) string {
	if c, ok := money[country]; ok {
		return c
	}
	return Euro
}
