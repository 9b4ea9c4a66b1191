package helppoint

import (
	"strings"

	"github.com/nyaruka/phonenumbers"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// ParsePhone reads a number as it is written in a country ("PL"), with or without the
// country's code. What cannot be a number there is errs.Invalid in the field "phones".
func ParsePhone(text, country string) (string, error) {
	wrong := func(cause error) error {
		e := errs.In("phones", lang.Msg("error.help.phone", "number", short(text)))
		e.Cause = cause
		return e
	}
	if country == "" {
		country = "ZZ" // the number itself must say its country
	}
	n, err := phonenumbers.Parse(strings.TrimSpace(text), country)
	if err != nil {
		return "", wrong(err)
	}
	if !phonenumbers.IsPossibleNumber(n) {
		return "", wrong(nil)
	}
	return phonenumbers.Format(n, phonenumbers.E164), nil
}

// Assigned says whether the numbering plan of its country has such a number. One that it
// has not may still stand in a historical example; nobody is led to dial it.
func (p Phone) Assigned() bool {
	n, err := phonenumbers.Parse(p.Number, "ZZ")
	return err == nil && phonenumbers.IsValidNumber(n)
}

// Country is where the number belongs, "" where that is not known.
func (p Phone) Country() string {
	n, err := phonenumbers.Parse(p.Number, "ZZ")
	if err != nil {
		return ""
	}
	return phonenumbers.GetRegionCodeForCountryCode(int(n.GetCountryCode()))
}

// For is the number as people in a country write it: their own in national form, others
// with the country's code.
func (p Phone) For(country string) string {
	n, err := phonenumbers.Parse(p.Number, "ZZ")
	if err != nil {
		return p.Number
	}
	if country != "" && phonenumbers.GetRegionCodeForCountryCode(int(n.GetCountryCode())) == country {
		return phonenumbers.Format(n, phonenumbers.NATIONAL)
	}
	return phonenumbers.Format(n, phonenumbers.INTERNATIONAL)
}

// short bounds what an error quotes.
func short(text string) string {
	if r := []rune(text); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return text
}
