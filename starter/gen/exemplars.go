package main

import (
	"strings"

	"twintown/starter"
)

// exemplarNames returns the names that CLDR gives, in the eight languages, to
// the cities after which time zones are called: some 400 of the world's best
// known. names are those known so far; they help to recognise the towns.
func exemplarNames(s *sources, towns []town, names []name) ([]name, error) {
	folder, err := s.cldr("dates-full")
	if err != nil {
		return nil, err
	}
	english, err := exemplarCities(folder, "en")
	if err != nil {
		return nil, err
	}
	find := finder(towns, names)
	var found []name
	for _, lang := range starter.Languages() {
		cities, err := exemplarCities(folder, lang)
		if err != nil {
			return nil, err
		}
		for zone, value := range cities {
			call := english[zone]
			if call == "" {
				call = strings.ReplaceAll(zone[strings.LastIndexByte(zone, '/')+1:], "_", " ")
			}
			if id := find(zone, call); id != 0 {
				found = append(found, name{Name: starter.Name{Place: id, Lang: lang, Value: value, Source: "cldr"}})
			}
		}
	}
	return found, nil
}

// exemplarCities returns a language's names of cities by time zone.
func exemplarCities(folder, lang string) (map[string]string, error) {
	type zoneNames struct {
		Main map[string]struct {
			Dates struct {
				TimeZoneNames struct {
					Zone map[string]any `json:"zone"`
				} `json:"timeZoneNames"`
			} `json:"dates"`
		} `json:"main"`
	}
	file, err := readJSON[zoneNames](folder, "main", lang, "timeZoneNames.json")
	if err != nil {
		return nil, err
	}
	cities := map[string]string{}
	var walk func(path string, node map[string]any)
	walk = func(path string, node map[string]any) {
		if city, ok := node["exemplarCity"].(string); ok {
			city, _, _ = strings.Cut(city, " (") // "Meksyk (miasto)" tells it from the country
			cities[path] = city
		}
		for key, child := range node {
			if below, ok := child.(map[string]any); ok {
				walk(strings.TrimPrefix(path+"/"+key, "/"), below)
			}
		}
	}
	walk("", file.Main[lang].Dates.TimeZoneNames.Zone)
	return cities, nil
}

// renamed are zones that CLDR knows by an older id than the time zone
// database. Others either kept theirs or have no town of their own.
var renamed = map[string]string{
	"Europe/Kiev":           "Europe/Kyiv",
	"Asia/Calcutta":         "Asia/Kolkata",
	"Asia/Katmandu":         "Asia/Kathmandu",
	"Asia/Rangoon":          "Asia/Yangon",
	"Asia/Saigon":           "Asia/Ho_Chi_Minh",
	"America/Buenos_Aires":  "America/Argentina/Buenos_Aires",
	"America/Catamarca":     "America/Argentina/Catamarca",
	"America/Cordoba":       "America/Argentina/Cordoba",
	"America/Jujuy":         "America/Argentina/Jujuy",
	"America/Mendoza":       "America/Argentina/Mendoza",
	"America/Indianapolis":  "America/Indiana/Indianapolis",
	"America/Louisville":    "America/Kentucky/Louisville",
	"America/Godthab":       "America/Nuuk",
	"Africa/Asmera":         "Africa/Asmara",
	"Atlantic/Faeroe":       "Atlantic/Faroe",
	"Pacific/Truk":          "Pacific/Chuuk",
	"Pacific/Ponape":        "Pacific/Pohnpei",
	"Pacific/Enderbury":     "Pacific/Kanton",
	"America/Coral_Harbour": "America/Atikokan",
}

// finder returns a function that finds the town of a zone by its English
// name: the largest of that name in the zone, 0 where there is none.
func finder(towns []town, names []name) func(zone, call string) int64 {
	type key struct{ zone, name string }
	best := map[key]*town{}
	of := map[int64]*town{}
	add := func(t *town, called string) {
		k := key{t.zone, strings.ToLower(called)}
		if best[k] == nil || t.population > best[k].population {
			best[k] = t
		}
	}
	for i := range towns {
		of[towns[i].id] = &towns[i]
		add(&towns[i], towns[i].name)
	}
	for _, n := range names {
		if n.Lang == "en" {
			add(of[n.Place], n.Value)
		}
	}
	return func(zone, call string) int64 {
		if now := renamed[zone]; now != "" {
			zone = now
		}
		if t := best[key{zone, strings.ToLower(call)}]; t != nil {
			return t.id
		}
		return 0
	}
}
