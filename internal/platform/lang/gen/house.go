package main

import (
	"maps"
	"strings"
)

// fix is what we write otherwise than CLDR in one language.
type fix struct {
	firstDay                            string
	dates, ranges, countries, languages map[string]string
	spelling                            *strings.Replacer // over all names of countries
}

// fixes hold each departure from CLDR with its reason. docs/names.md is the policy for
// names; this is its part for countries and languages.
var fixes = map[string]fix{
	"pl": {
		ranges:    map[string]string{"month_y": "LLLL y – LLLL y"}, // spaces where the ends have some
		countries: map[string]string{"CD": "Demokratyczna Republika Konga"},
	},
	"en": {
		// CLDR's British intervals put spaces everywhere; the style of public bodies
		// puts them only where the ends have some.
		ranges:    map[string]string{"day_d": "d–d MMMM y", "month_m": "MMMM–MMMM y", "year_y": "y–y"},
		countries: map[string]string{"CD": "Democratic Republic of the Congo", "CG": "Republic of the Congo"},
	},
	"de": {
		countries: map[string]string{
			"CD": "Demokratische Republik Kongo", "CG": "Republik Kongo",
		},
		languages: map[string]string{
			"be":  "Belarusisch", // as the foreign office writes it since 2020
			"szl": "Schlesisch",  // CLDR adds a word that Silesians take as an insult
		},
	},
	"fr": {
		firstDay:  "1er", // 1er mars: the first is an ordinal, which CLDR's patterns cannot say
		countries: map[string]string{"CD": "République démocratique du Congo"},
	},
	"lt": {
		// CLDR leaves out m. and d. in intervals; nobody who writes the long date does.
		ranges: map[string]string{
			"day_d":   "y 'm'. MMMM d–d 'd'.",
			"day_m":   "y 'm'. MMMM d 'd'. – MMMM d 'd'.",
			"day_y":   "y 'm'. MMMM d 'd'. – y 'm'. MMMM d 'd'.",
			"month_m": "y 'm'. LLLL–LLLL",
			"month_y": "y 'm'. LLLL – y 'm'. LLLL",
		},
		countries: map[string]string{
			"GE": "Sakartvelas", // the state's own wish, used by Lithuania's public bodies
			"SZ": "Esvatinis",   // renamed in 2018
			"US": "Jungtinės Amerikos Valstijos",
		},
	},
	"ru": {
		countries: map[string]string{
			"CD": "Демократическая Республика Конго", "CG": "Республика Конго", "US": "США",
			"AE": "Объединённые Арабские Эмираты",
		},
		languages: map[string]string{"rue": "русинский", "sgs": "жемайтский"},
		spelling:  strings.NewReplacer("о-ва", "острова", "О-ва", "Острова"),
	},
	"be": {
		// The long date has «г.»; a month and an interval read better with it too.
		dates: map[string]string{"month": "LLLL y 'г'."},
		ranges: map[string]string{
			"day_d":   "d–d MMMM y 'г'.",
			"day_m":   "d MMMM – d MMMM y 'г'.",
			"day_y":   "d MMMM y 'г'. – d MMMM y 'г'.",
			"month_m": "LLLL – LLLL y 'г'.",
			"month_y": "LLLL y 'г'. – LLLL y 'г'.",
		},
		countries: map[string]string{"CD": "Дэмакратычная Рэспубліка Конга"},
		languages: map[string]string{
			"rue": "русінская", "sgs": "жамойцкая", "csb": "кашубская", "tl": "тагальская",
		},
	},
	"uk": {
		countries: map[string]string{
			"CD": "Демократична Республіка Конго", "CG": "Республіка Конго", "US": "США",
		},
		languages: map[string]string{"rue": "русинська", "sgs": "жемайтійська"},
	},
}

// keepHouse changes what CLDR gives where people write otherwise.
func keepHouse(code string, l *locale) {
	f := fixes[code]
	if f.spelling != nil {
		for k, v := range l.Countries {
			l.Countries[k] = f.spelling.Replace(v)
		}
	}
	l.FirstDay = f.firstDay
	maps.Copy(l.Dates, f.dates)
	maps.Copy(l.Ranges, f.ranges)
	maps.Copy(l.Countries, f.countries)
	maps.Copy(l.Languages, f.languages)
	apostrophe := strings.NewReplacer("\u02bc", "’", "'", "’") // one for all
	replaceIn(apostrophe, l.Countries, l.Languages)
	for i, day := range l.Weekdays {
		l.Weekdays[i] = apostrophe.Replace(day)
	}

	// Plain spaces within dates: readers copy and search them, and a page keeps a date
	// on one line by its style.
	replaceIn(strings.NewReplacer("\u2009", " ", "\u202f", " ", "\u00a0", " "), l.Dates, l.Ranges)

	// But no line begins with the short word for a year or a day: it hangs on its number.
	replaceIn(strings.NewReplacer("y '", "y\u00a0'", "d '", "d\u00a0'"), l.Dates, l.Ranges)
}

func replaceIn(r *strings.Replacer, maps ...map[string]string) {
	for _, m := range maps {
		for k, v := range m {
			m[k] = r.Replace(v)
		}
	}
}
