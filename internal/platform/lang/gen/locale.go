package main

import (
	"cmp"
	"fmt"
	"maps"
	"strings"
)

// locale is the shape of cldr/<lang>.json; package lang has its twin.
type locale struct {
	Source    string            `json:"source"`
	Self      string            `json:"self"`
	Cardinal  map[string]string `json:"cardinal"`
	Ordinal   map[string]string `json:"ordinal"`
	Decimal   string            `json:"decimal"`
	Group     string            `json:"group"`
	MinGroup  string            `json:"min_group"`
	Percent   string            `json:"percent"`
	Kilometre map[string]string `json:"kilometre"`
	Months    []string          `json:"months"`
	Alone     []string          `json:"months_alone"`
	Weekdays  []string          `json:"weekdays"`
	Brief     []string          `json:"weekdays_brief"`
	FirstDay  string            `json:"first_day,omitempty"`
	Dates     map[string]string `json:"dates"`
	Ranges    map[string]string `json:"ranges"`
	List      map[string]string `json:"list"`
	Countries map[string]string `json:"countries"`
	Languages map[string]string `json:"languages"`
	Scripts   map[string]string `json:"scripts"`
}

// scripts are those in which a language of some million people is written beside
// another one: sr-Latn, uz-Cyrl, pa-Arab, zh-Hant.
var scripts = []string{"Arab", "Cyrl", "Deva", "Geor", "Hans", "Hant", "Latn", "Mong", "Nkoo", "Tfng"}

// cldrName is the CLDR locale that a language of ours is drawn from.
func cldrName(code string) string {
	if code == "en" {
		return "en-GB" // the English of European public bodies: 3 March 2022, 20:00, "A, B and C"
	}
	return code
}

func readLocale(src source, code string) (*locale, error) {
	name := cldrName(code)
	l := &locale{Source: "CLDR " + version + ", " + name}
	for _, part := range []func(source, string, string, *locale) error{
		readPlurals, readNumbers, readMonths, readPatterns, readList, readNames,
	} {
		if err := part(src, code, name, l); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func readPlurals(src source, code, _ string, l *locale) error {
	for _, kind := range []struct {
		file, key string
		to        *map[string]string
	}{{"plurals", "cardinal", &l.Cardinal}, {"ordinals", "ordinal", &l.Ordinal}} {
		var rules map[string]string
		if err := src.read(&rules, "cldr-core/supplemental/"+kind.file+".json",
			"supplemental", "plurals-type-"+kind.key, code); err != nil {
			return err
		}
		*kind.to = map[string]string{}
		for k, rule := range rules {
			condition, _, _ := strings.Cut(rule, "@")
			(*kind.to)[strings.TrimPrefix(k, "pluralRule-count-")] = strings.TrimSpace(condition)
		}
	}
	return nil
}

// pluralSamples are CLDR's own examples: "cardinal/few" → "2~4", "22~24", …
func (s source) pluralSamples(code string) (map[string][]string, error) {
	out := map[string][]string{}
	for file, kind := range map[string]string{"plurals": "cardinal", "ordinals": "ordinal"} {
		var rules map[string]string
		if err := s.read(&rules, "cldr-core/supplemental/"+file+".json",
			"supplemental", "plurals-type-"+kind, code); err != nil {
			return nil, err
		}
		for k, rule := range rules {
			key := kind + "/" + strings.TrimPrefix(k, "pluralRule-count-")
			_, samples, _ := strings.Cut(rule, "@")
			for _, f := range strings.Fields(strings.ReplaceAll(samples, ",", " ")) {
				if f[0] >= '0' && f[0] <= '9' && !strings.Contains(f, "c") {
					out[key] = append(out[key], f)
				}
			}
		}
	}
	return out, nil
}

func readNumbers(src source, _, name string, l *locale) error {
	file := "cldr-numbers-full/main/" + name + "/numbers.json"
	var symbols struct{ Decimal, Group, PercentSign string }
	var percent struct{ Standard string }
	if err := cmp.Or(
		src.read(&symbols, file, "main", "*", "numbers", "symbols-numberSystem-latn"),
		src.read(&l.MinGroup, file, "main", "*", "numbers", "minimumGroupingDigits"),
		src.read(&percent, file, "main", "*", "numbers", "percentFormats-numberSystem-latn"),
	); err != nil {
		return err
	}
	l.Decimal, l.Group = symbols.Decimal, symbols.Group
	l.Percent = strings.Replace(percent.Standard, "#,##0", "{0}", 1)
	var km map[string]string
	if err := src.read(&km, "cldr-units-full/main/"+name+"/units.json",
		"main", "*", "units", "short", "length-kilometer"); err != nil {
		return err
	}
	l.Kilometre = map[string]string{}
	for k, pattern := range km {
		if category, ok := strings.CutPrefix(k, "unitPattern-count-"); ok {
			l.Kilometre[category] = strings.Replace(pattern, "{0} ", "{0}\u00a0", 1)
		}
	}
	return nil
}

func readMonths(src source, _, name string, l *locale) error {
	file := "cldr-dates-full/main/" + name + "/ca-gregorian.json"
	var format, alone, days, brief map[string]string
	if err := cmp.Or(
		src.read(&format, file, "main", "*", "dates", "calendars", "gregorian", "months", "format", "wide"),
		src.read(&alone, file, "main", "*", "dates", "calendars", "gregorian", "months", "stand-alone", "wide"),
		src.read(&days, file, "main", "*", "dates", "calendars", "gregorian", "days", "stand-alone", "wide"),
		src.read(&brief, file, "main", "*", "dates", "calendars", "gregorian", "days", "stand-alone", "abbreviated"),
	); err != nil {
		return err
	}
	for m := 1; m <= 12; m++ {
		l.Months = append(l.Months, format[fmt.Sprint(m)])
		l.Alone = append(l.Alone, alone[fmt.Sprint(m)])
	}
	for _, d := range []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"} {
		l.Weekdays = append(l.Weekdays, days[d])
		l.Brief = append(l.Brief, brief[d])
	}
	return nil
}

func readPatterns(src source, _, name string, l *locale) error {
	file := "cldr-dates-full/main/" + name + "/ca-gregorian.json"
	var long, clock struct{ Long, Short string }
	var available map[string]string
	var intervals map[string]any
	gregorian := []string{"main", "*", "dates", "calendars", "gregorian"}
	if err := cmp.Or(
		src.read(&long, file, append(gregorian, "dateFormats")...),
		src.read(&clock, file, append(gregorian, "timeFormats")...),
		src.read(&available, file, append(gregorian, "dateTimeFormats", "availableFormats")...),
		src.read(&intervals, file, append(gregorian, "dateTimeFormats", "intervalFormats")...),
	); err != nil {
		return err
	}
	l.Dates = map[string]string{
		"day": long.Long, "month": available["yMMMM"], "year": available["y"],
		"day_month": available["MMMMd"], "time": clock.Short,
	}
	l.Ranges = map[string]string{}
	for _, r := range []struct{ to, from, wide string }{
		{"day", "yMMMd", "yMMMMd"}, {"month", "yMMM", "yMMMM"}, {"year", "y", "y"},
	} {
		pattern, ok := intervals[r.wide].(map[string]any)
		if !ok {
			pattern, _ = intervals[r.from].(map[string]any)
		}
		for difference, p := range pattern {
			text := strings.NewReplacer("MMMM", "MMMM", "LLLL", "LLLL", "MMM", "MMMM", "LLL", "LLLL").Replace(p.(string))
			l.Ranges[r.to+"_"+strings.ToLower(difference)] = text
		}
	}
	return nil
}

func readList(src source, _, name string, l *locale) error {
	return src.read(&l.List, "cldr-misc-full/main/"+name+"/listPatterns.json",
		"main", "*", "listPatterns", "listPattern-type-standard")
}

func readNames(src source, code, name string, l *locale) error {
	var territories, languages, scriptNames map[string]string
	folder := "cldr-localenames-full/main/" + name
	if err := cmp.Or(
		src.read(&territories, folder+"/territories.json", "main", "*", "localeDisplayNames", "territories"),
		src.read(&languages, folder+"/languages.json", "main", "*", "localeDisplayNames", "languages"),
		src.read(&scriptNames, folder+"/scripts.json", "main", "*", "localeDisplayNames", "scripts"),
	); err != nil {
		return err
	}
	l.Countries, l.Languages, l.Scripts = map[string]string{}, map[string]string{}, map[string]string{}
	for _, k := range scripts {
		l.Scripts[k] = scriptNames[k]
	}
	for k, v := range territories {
		if len(k) == 2 && k != "ZZ" && k != "XA" && k != "XB" && k != "EU" && k != "EZ" && k != "UN" && k != "QO" {
			l.Countries[k] = v
		}
	}
	for _, k := range []string{"HK", "MO", "PS"} { // "Hong Kong", not "Hong Kong SAR China"
		l.Countries[k] = cmp.Or(territories[k+"-alt-short"], l.Countries[k])
	}
	for _, k := range []string{"CD", "CG"} { // "Congo (DRC)", not "Congo – Kinshasa"
		l.Countries[k] = cmp.Or(territories[k+"-alt-variant"], l.Countries[k])
	}
	maps.Copy(l.Languages, languages)
	maps.DeleteFunc(l.Languages, func(k, _ string) bool { return strings.Contains(k, "-") || isSpecial(k) })
	l.Self = l.Languages[code]
	return nil
}

// isSpecial says whether a code stands for no single language.
func isSpecial(code string) bool {
	return code == "und" || code == "mul" || code == "mis" || code == "zxx" || code == "root"
}
