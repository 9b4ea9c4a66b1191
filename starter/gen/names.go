package main

import (
	"cmp"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"twintown/starter"
	"twintown/starter/gen/mo"
	"twintown/starter/internal/column"
)

// translations holds, by language, Debian's names of GeoNames numbers and
// region codes.
type translations map[string]map[string]string

func readTranslations(s *sources) (translations, error) {
	folder, err := s.debian(namesPackage)
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(folder, "usr/share/locale/*/LC_MESSAGES/geonames.mo"))
	if err != nil {
		return nil, err
	}
	all := translations{}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		texts, err := mo.Read(content)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		locale := filepath.Base(filepath.Dir(filepath.Dir(file)))
		all[strings.ReplaceAll(locale, "_", "-")] = texts
	}
	for _, lang := range starter.Languages() {
		if len(all[lang]) == 0 {
			return nil, fmt.Errorf("%s has no names in %s", namesPackage, lang)
		}
	}
	return all, nil
}

// name is one row of the table of names.
type name struct {
	starter.Name
	rank int // among the names of one place in one language; smaller is better
}

func packNames(s *sources) (*column.Writer, error) {
	towns, err := s.towns()
	if err != nil {
		return nil, err
	}
	texts, err := readTranslations(s)
	if err != nil {
		return nil, err
	}
	countries, err := readCountries(s)
	if err != nil {
		return nil, err
	}
	names := geonamesNames(towns, texts, countries)
	exemplars, err := exemplarNames(s, towns, names)
	if err != nil {
		return nil, err
	}
	names = merge(append(names, exemplars...))
	markKinds(names, towns, countries)

	var w column.Writer
	w.Ints(values(names, func(n name) int64 { return n.Place }))
	w.Labels(values(names, func(n name) string { return n.Lang }))
	w.Words(values(names, func(n name) string { return n.Value }))
	w.Labels(values(names, func(n name) string { return n.Kind }))
	w.Labels(values(names, func(n name) string { return n.Source }))
	return &w, nil
}

func geonamesNames(towns []town, texts translations, countries map[string]*starter.Country) []name {
	of := map[int64]*town{}
	for i := range towns {
		of[towns[i].id] = &towns[i]
	}
	var names []name
	for lang, byID := range texts {
		for id, value := range byID {
			number, err := strconv.ParseInt(id, 10, 64)
			value = strings.Join(strings.Fields(value), " ")
			if err != nil || value == "" || of[number] == nil || !starter.InScript(lang, value) {
				continue
			}
			names = append(names, geonamesName(of[number], lang, value, countries)...)
		}
	}
	return names
}

// Names that several share are ordered by rank: what is shown, then what is only
// found.
const (
	shownRank = 1
	foundRank = 2
)

// geonamesName returns the rows that one name of GeoNames makes: the plain name,
// and where that is another or none, the source's for look-up.
func geonamesName(t *town, lang, value string, countries map[string]*starter.Country) []name {
	n := name{Name: starter.Name{Place: t.id, Lang: lang, Value: value, Source: "geonames"}, rank: shownRank}
	found := n
	found.Kind, found.rank = starter.Variant, foundRank
	if !slices.Contains(starter.Languages(), lang) {
		return []name{n}
	}
	if lang == "be" && starter.UnofficialBelarusian(value) {
		return []name{found}
	}
	if t.feature == capital { // Panama City is no unit, but tells the city from the country
		return []name{n}
	}
	plain, good := starter.Plain(value, t.name, countries[t.country].Speaks(lang, false))
	switch {
	case !good:
		return []name{found}
	case plain != value:
		n.Value = plain
		return []name{n, found}
	}
	return []name{n}
}

// capital is GeoNames' code for the seat of a state's government.
const capital = "PPLC"

// merge sorts the names and drops repeated ones.
func merge(names []name) []name {
	slices.SortFunc(names, func(a, b name) int {
		return cmp.Or(
			cmp.Compare(a.Place, b.Place), cmp.Compare(a.Lang, b.Lang),
			cmp.Compare(a.rank, b.rank), cmp.Compare(a.Value, b.Value))
	})
	type key struct {
		place       int64
		lang, value string
	}
	seen := map[key]bool{}
	return slices.DeleteFunc(names, func(n name) bool {
		k := key{n.Place, n.Lang, n.Value}
		before := seen[k]
		seen[k] = true
		return before
	})
}

// markKinds decides which names are endonyms. The data don't say it; what is
// known is the country's languages and what GeoNames calls the town.
func markKinds(names []name, towns []town, countries map[string]*starter.Country) {
	of := map[int64]*town{}
	for i := range towns {
		of[towns[i].id] = &towns[i]
	}
	for i := range names {
		n := &names[i]
		second := i > 0 && names[i-1].Place == n.Place && names[i-1].Lang == n.Lang
		if n.Kind != "" || second {
			n.Kind = starter.Variant
			continue
		}
		n.Kind = starter.Exonym
		t := of[n.Place]
		if countries[t.country].Speaks(n.Lang, n.Value == t.name) {
			n.Kind = starter.Endonym
		}
	}
}

// handWritten is the table of region names that we checked ourselves: those of
// Poland, its neighbours and the Baltic states, as docs/names.md says. They come
// before the names of the package, which are few and often unofficial; an empty cell
// leaves the language to the package.
//
//go:embed regions.tsv
var handWritten string

// readHandWritten returns the table's names by language and code.
func readHandWritten(table string) (translations, error) {
	lines := strings.Split(strings.Trim(table, "\n"), "\n")
	langs := strings.Split(lines[0], "\t")[1:]
	names := translations{}
	for _, lang := range langs {
		names[lang] = map[string]string{}
	}
	for _, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) != len(langs)+1 {
			return nil, fmt.Errorf("regions.tsv: %d cells in %q", len(cells), line)
		}
		for i, lang := range langs {
			names[lang][cells[0]] = cells[i+1]
		}
	}
	return names, nil
}

func packRegions(s *sources) (*column.Writer, error) {
	towns, err := s.towns()
	if err != nil {
		return nil, err
	}
	texts, err := readTranslations(s)
	if err != nil {
		return nil, err
	}
	ours, err := readHandWritten(handWritten)
	if err != nil {
		return nil, err
	}
	var codes, langs, names []string
	used := values(towns, func(t town) string { return t.region })
	slices.Sort(used)
	for _, code := range slices.Compact(used) {
		for _, lang := range starter.Languages() {
			name := cmp.Or(ours[lang][code], texts[lang][code])
			if code != "" && name != "" && starter.InScript(lang, name) {
				codes, langs, names = append(codes, code), append(langs, lang), append(names, name)
			}
		}
	}
	var w column.Writer
	w.Words(codes)
	w.Labels(langs)
	w.Words(names)
	return &w, nil
}
