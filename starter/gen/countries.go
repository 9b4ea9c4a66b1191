package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"twintown/starter"
	"twintown/starter/internal/column"
)

// territories is CLDR's account of who speaks what where.
type territories struct {
	Supplemental struct {
		TerritoryInfo map[string]struct {
			Population string `json:"_population"`
			Languages  map[string]struct {
				Percent  string `json:"_populationPercent"`
				Official string `json:"_officialStatus"`
			} `json:"languagePopulation"`
		} `json:"territoryInfo"`
	} `json:"supplemental"`
}

type containment struct {
	Supplemental struct {
		Territories map[string]struct {
			Contains []string `json:"_contains"`
			Grouping string   `json:"_grouping"`
		} `json:"territoryContainment"`
	} `json:"supplemental"`
}

type codes struct {
	Supplemental struct {
		Mappings map[string]struct {
			Numeric string `json:"_numeric"`
			Alpha3  string `json:"_alpha3"`
		} `json:"codeMappings"`
	} `json:"supplemental"`
}

// notOfficial corrects CLDR where it says that a language has an official
// status which the country's law doesn't give it.
var notOfficial = map[string]string{
	// Law of Ukraine 2704-VIII of 25 April 2019, article 1: the only state
	// language is Ukrainian.
	"UA": "ru",
}

// readCountries returns the countries with everything but their neighbours.
func readCountries(s *sources) (map[string]*starter.Country, error) {
	core, err := s.cldr("core")
	if err != nil {
		return nil, err
	}
	core = filepath.Join(core, "supplemental")
	mappings, err := readJSON[codes](core, "codeMappings.json")
	if err != nil {
		return nil, err
	}
	info, err := readJSON[territories](core, "territoryInfo.json")
	if err != nil {
		return nil, err
	}
	countries := map[string]*starter.Country{}
	for code, facts := range info.Supplemental.TerritoryInfo {
		mapping := mappings.Supplemental.Mappings[code]
		if mapping.Numeric == "" || code == "ZZ" { // not a country or territory of ISO 3166-1
			continue
		}
		c := &starter.Country{Code: code, Alpha3: mapping.Alpha3}
		if c.Population, err = strconv.ParseInt(facts.Population, 10, 64); err != nil {
			return nil, err
		}
		for lang, use := range facts.Languages {
			l, err := language(code, lang, use.Percent, use.Official)
			if err != nil {
				return nil, err
			}
			c.Languages = append(c.Languages, l)
		}
		slices.SortFunc(c.Languages, byWeight)
		countries[code] = c
	}
	if err := addContainment(countries, core); err != nil {
		return nil, err
	}
	return countries, addCountryNames(countries, s)
}

func language(country, lang, percent, official string) (starter.Language, error) {
	share, err := strconv.ParseFloat(percent, 64)
	if err != nil {
		return starter.Language{}, fmt.Errorf("share of %s in %s: %w", lang, country, err)
	}
	if notOfficial[country] == lang {
		official = ""
	}
	// Thousandths of a per cent are as fine as CLDR gets, and keep the
	// binary fraction's tail out of the file.
	share = float64(int64(share*1000+.5)) / 100_000
	return starter.Language{Code: strings.ReplaceAll(lang, "_", "-"), Share: share, Official: starter.Official(official)}, nil
}

// byWeight orders official languages before others and those of many people
// before those of few.
func byWeight(a, b starter.Language) int {
	rank := map[starter.Official]int{
		starter.OfficialAll: 0, starter.OfficialDeFacto: 1, starter.OfficialRegional: 2,
		starter.OfficialMinority: 3, starter.NotOfficial: 4,
	}
	return cmp.Or(cmp.Compare(rank[a.Official], rank[b.Official]), cmp.Compare(b.Share, a.Share), cmp.Compare(a.Code, b.Code))
}

func addContainment(countries map[string]*starter.Country, core string) error {
	c, err := readJSON[containment](core, "territoryContainment.json")
	if err != nil {
		return err
	}
	for group, in := range c.Supplemental.Territories {
		geographic := group[0] >= '0' && group[0] <= '9' && len(group) == 3 && in.Grouping == ""
		for _, code := range in.Contains {
			country := countries[code]
			if country == nil {
				continue
			}
			if geographic {
				country.Subregion = group
			}
			country.EU = country.EU || group == "EU"
		}
	}
	return nil
}

func addCountryNames(countries map[string]*starter.Country, s *sources) error {
	folder, err := s.cldr("localenames-full")
	if err != nil {
		return err
	}
	for _, lang := range starter.Languages() {
		type territoryNames struct {
			Main map[string]struct {
				Names struct {
					Territories map[string]string `json:"territories"`
				} `json:"localeDisplayNames"`
			} `json:"main"`
		}
		file, err := readJSON[territoryNames](folder, "main", lang, "territories.json")
		if err != nil {
			return err
		}
		names := file.Main[lang].Names.Territories
		for code, c := range countries {
			if names[code] == "" {
				return fmt.Errorf("%s has no name in %s", code, lang)
			}
			setName(&c.Names, lang, names[code])
			setName(&c.Short, lang, names[code+"-alt-short"])
		}
	}
	return nil
}

func setName(names *map[string]string, lang, name string) {
	if name == "" {
		return
	}
	if *names == nil {
		*names = map[string]string{}
	}
	(*names)[lang] = name
}

// addCapitals sets the capitals: the largest town that GeoNames marks as one.
func addCapitals(countries map[string]*starter.Country, towns []town) {
	largest := map[string]int64{}
	for _, t := range towns {
		if c := countries[t.country]; c != nil && t.feature == "PPLC" && t.population >= largest[t.country] {
			largest[t.country], c.Capital = t.population, t.id
		}
	}
}

func packCountries(s *sources) (*column.Writer, error) {
	countries, err := readCountries(s)
	if err != nil {
		return nil, err
	}
	towns, err := s.towns()
	if err != nil {
		return nil, err
	}
	addCapitals(countries, towns)
	border, err := s.border()
	if err != nil {
		return nil, err
	}
	for code, c := range countries {
		c.Neighbours = border.neighbours[code]
	}
	list := slices.SortedFunc(maps.Values(countries), func(a, b *starter.Country) int { return cmp.Compare(a.Code, b.Code) })
	text, err := json.Marshal(list)
	if err != nil {
		return nil, err
	}
	var w column.Writer
	w.Words([]string{string(text)})
	return &w, nil
}
