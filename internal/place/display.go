package place

import (
	"strings"
	"unicode"

	"golang.org/x/text/language"
)

// DisplayName returns what a place is called for a reader of a language: the
// official name in that language, else the endonym or exonym, else the main name,
// which is in Latin letters; a reader of Cyrillic gets the endonym where that is in
// Cyrillic too. Another language's exonym is never borrowed.
// Among names of one kind those of the hand-checked table come first, then
// Unicode's, then GeoNames'. Historical names and mere variants are never shown;
// docs/names.md says why which form. It is "" for a number that is not known.
func (a *Atlas) DisplayName(id int64, lang string) string {
	best, rank := "", worst
	for _, n := range a.Names(id) {
		if n.Lang != lang {
			continue
		}
		if r := displayRank(n); r < rank {
			best, rank = n.Value, r
		}
	}
	if best != "" {
		return best
	}
	p, _ := a.Get(id)
	if cyrillic[lang] {
		if own := a.Endonym(id); inCyrillic(own) {
			return own
		}
	}
	return p.Name
}

// cyrillic are the languages of the site that are written in it.
var cyrillic = map[string]bool{"ru": true, "be": true, "uk": true}

// inCyrillic tells whether all letters of a name are Cyrillic.
func inCyrillic(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return unicode.IsLetter(r) && !unicode.In(r, unicode.Cyrillic, unicode.Common)
	})
}

// worst is the rank of what is never shown.
const worst = 100

// displayRank orders names of one language by kind, then by source.
func displayRank(n Name) int {
	rank := 0
	switch {
	case n.To != "":
		return worst
	case n.Kind == Official:
	case n.Kind == Endonym, n.Kind == Exonym:
		rank = 10
	default:
		return worst
	}
	switch n.Source {
	case "geonames":
		return rank + 2
	case "cldr":
		return rank + 1
	}
	return rank
}

// Endonym returns what the people of a place call it: an official name or
// endonym, in the country's main language where there are several, else the main
// name. Where languages are at home by territory, it is the one that is the main name
// too: Genève, not Genf.
func (a *Atlas) Endonym(id int64) string {
	p, ok := a.Get(id)
	if !ok {
		return ""
	}
	best, rank := p.Name, worst
	main := mainLanguage(p.Country)
	for _, n := range a.Names(id) {
		r := displayRank(n)
		if r == worst || n.Kind == Exonym || n.Kind == Official && !a.atHome(n, id) {
			continue
		}
		base, _, _ := strings.Cut(n.Lang, "-")
		switch {
		case territorial[p.Country] && n.Value == p.Name:
			r -= 20
		case base != main:
			r += 20
		}
		if r < rank {
			best, rank = n.Value, r
		}
	}
	return best
}

// territorial are the countries in whose parts different languages are official, and
// whose towns bear their names in the gazetteer.
var territorial = map[string]bool{"BE": true, "CA": true, "CH": true, "ES": true}

// atHome tells whether an official name is of the place's own state: "official"
// also stands for decisions of other states' commissions on names.
func (a *Atlas) atHome(n Name, id int64) bool {
	p, _ := a.Get(id)
	base, _, _ := strings.Cut(n.Lang, "-")
	if base == mainLanguage(p.Country) {
		return true
	}
	for _, other := range a.Names(id) {
		if other.Kind == Endonym && other.Lang == n.Lang {
			return true
		}
	}
	return false
}

// mainLanguage is the likeliest language of a country by Unicode's table: "uk"
// for UA, "be" for BY.
func mainLanguage(country string) string {
	region, err := language.ParseRegion(country)
	if err != nil {
		return ""
	}
	tag, err := language.Compose(region)
	if err != nil {
		return ""
	}
	base, _ := tag.Base()
	return base.String()
}
