// Package place knows the world's municipalities, counties and regions: what
// they are called in which language, where they lie, how large they are, and
// how to find one by whatever a person types.
//
// # Data model
//
// A [Place] is an administrative unit, or the settlement that stands for it
// until the unit is known. Its public number is its GeoNames number; units that
// no gazetteer lists have numbers from [FirstOwnNumber]. Names are rows of their
// own ([Name]): each has a language, a kind (endonym, exonym, official,
// historical), a period and a source, so that the site can say "Grodno (Гродна,
// Hrodna)" and why. Spellings whose language nobody recorded are kept with the
// place as variants: they serve look-up, never display.
//
// Two places that are one town (a city and its municipality) are linked by
// SameAs and never dropped: each number stays addressable.
//
// [Store] keeps the rows. [Atlas] is the whole set in memory, immutable, with
// the name index of package names; every node holds one.
//
//	atlas, err := place.Load(ctx, store)
//	hits := atlas.Find(place.Query{Text: "Горадня", Limit: 10})
//	atlas.DisplayName(hits[0].ID, "pl") // "Grodno"
package place

// FirstOwnNumber is the first public number of a place that no gazetteer
// lists. GeoNames numbers are far below it.
const FirstOwnNumber = 9_000_000_000

// Kind says what sort of unit a place is.
type Kind string

// The kinds of place.
const (
	Settlement   Kind = "settlement"
	Municipality Kind = "municipality" // gmina, Gemeinde, commune
	District     Kind = "district"     // a part of a city
	County       Kind = "county"       // powiat, Kreis, département
	Province     Kind = "region"       // voivodeship, Land, région
)

// Place is one administrative unit or settlement.
type Place struct {
	ID         int64    // public number
	Name       string   // the main name as its source has it
	Country    string   // ISO 3166-1 alpha-2
	Region     string   // code such as "PL.81"; "" unknown
	Lat, Lon   float64  // degrees, WGS 84
	Population int64    // 0 unknown
	Feature    string   // GeoNames feature code such as "PPLA2"
	Kind       Kind     //
	Unit       string   // national code of the unit, in Poland TERYT; "" unknown
	Zone       string   // IANA time zone; "" unknown
	SameAs     int64    // number of the leading place of the same town; 0 none
	Variants   []string // other spellings, language unknown
}

// NameKind says what sort of name a name is.
type NameKind string

// The kinds of name.
const (
	Endonym    NameKind = "endonym"    // used by the people who live there
	Exonym     NameKind = "exonym"     // used elsewhere
	Official   NameKind = "official"   // by decision of an authority
	Historical NameKind = "historical" // no longer in use
	Variant    NameKind = "variant"    // another spelling
)

// Name is what a place is called in a language.
type Name struct {
	Place    int64
	Lang     string // BCP 47
	Value    string
	Kind     NameKind
	From, To string // years or dates of use; "" open
	Source   string // code of the source
}

// Region is a country's first-level unit.
type Region struct {
	Code    string // "PL.81"
	Country string
	Name    string            // in English where there is such a name
	Names   map[string]string // by language; may be nil
}
