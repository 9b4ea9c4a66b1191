package starter

import "iter"

// Kinds of name, as the place package uses them.
const (
	Endonym = "endonym" // in a language that is at home there
	Exonym  = "exonym"  // in another language
	Variant = "variant" // to find the place by, not to show: an unofficial spelling
)

// Name is what a town is called in one language.
type Name struct {
	Place  int64  // the town's number
	Lang   string // BCP 47
	Value  string
	Kind   string // Endonym, Exonym or Variant
	Source string // "geonames" or "cldr"
}

// Names yields the towns' names by language, ordered by town, then language.
// Of several names in one language the preferred one comes first. A town
// without a name in some language is called there by its own name.
func Names() iter.Seq[Name] {
	return func(yield func(Name) bool) {
		r := open("names.zst")
		places, langs, values := r.Ints(), r.Labels(), r.Words()
		kinds, sources := r.Labels(), r.Labels()
		for places.More() {
			n := Name{
				Place:  places.Next(),
				Lang:   langs.Next(),
				Value:  values.Next(),
				Kind:   kinds.Next(),
				Source: sources.Next(),
			}
			if r.Err() != nil || !yield(n) {
				break
			}
		}
		must(r.Err())
	}
}
