package starter

import (
	"encoding/json"
)

// Official says how a country uses a language.
type Official string

// The degrees of official use, from CLDR.
const (
	NotOfficial      Official = ""
	OfficialAll      Official = "official"          // by law, in the whole country
	OfficialDeFacto  Official = "de_facto_official" // in practice, in the whole country
	OfficialRegional Official = "official_regional" // by law, in a part of it
	OfficialMinority Official = "official_minority" // by law, for a minority
)

// Language is one of a country's languages.
type Language struct {
	Code     string   `json:"code"`               // BCP 47, "sr-Latn" where the script matters
	Share    float64  `json:"share"`              // part of the population able to use it, 0 to 1; shares overlap
	Official Official `json:"official,omitempty"` // NotOfficial where the law says nothing
}

// Country is a country or a territory with its own code.
type Country struct {
	Code       string            `json:"code"` // ISO 3166-1 code of two letters, "XK" for Kosovo
	Alpha3     string            `json:"alpha3,omitempty"`
	Names      map[string]string `json:"names"`                // in every language of Languages
	Short      map[string]string `json:"short,omitempty"`      // a shorter name, where the language has one
	Languages  []Language        `json:"languages,omitempty"`  // official ones first, then by share
	Neighbours []string          `json:"neighbours,omitempty"` // codes of the countries that it borders on by land
	Capital    int64             `json:"capital,omitempty"`    // the town that is its seat; 0 none known
	Population int64             `json:"population,omitempty"`
	Subregion  string            `json:"subregion,omitempty"` // UN M49 code: "151" Eastern Europe
	EU         bool              `json:"eu,omitempty"`
}

// Countries returns all countries by code.
func Countries() []Country {
	r := open("countries.zst")
	var countries []Country
	must(json.Unmarshal([]byte(r.Words().Next()), &countries))
	must(r.Err())
	return countries
}
