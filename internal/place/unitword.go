package place

import (
	"strings"

	"twintown/internal/names"
)

// kindWords are the words for a unit or a settlement in the languages of the site, folded.
// Hundreds of places carry one of them in a name.
var kindWords = folded(`
	gmina gminy gmin powiat powiaty województwo miasto miasta wieś dzielnica
	municipality municipalities commune county region city cities town towns village district borough
	Gemeinde Gemeinden Kreis Landkreis Stadt Städte Bezirk Land Dorf
	communes ville villes village région département canton arrondissement
	savivaldybė savivaldybės miestas miestai rajonas apskritis seniūnija kaimas
	муниципалитет гмина гмины повят район город города область регион деревня
	муніцыпалітэт гміна гміны павет раён горад гарады вобласць вёска
	громада громади ґміна повіт місто міста регіон воєводство село`)

func folded(words string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		all[names.Fold(w)] = true
	}
	return all
}

// OnlyKind says whether a text says what kind of place is meant, and not which one: "gmina",
// "Landkreis". It names none, although many names begin with it.
func OnlyKind(text string) bool {
	words := strings.Fields(text)
	for _, w := range words {
		if !kindWords[names.Fold(w)] {
			return false
		}
	}
	return len(words) > 0
}
