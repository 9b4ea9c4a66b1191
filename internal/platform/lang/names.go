package lang

import (
	"cmp"
	"strings"
)

// CountryName is the name of a country by its ISO 3166 code in the printer's
// language; the code itself where CLDR has no name.
func (p *Printer) CountryName(iso2 string) string {
	return cmp.Or(p.locale.Countries[iso2], iso2)
}

// LanguageName is the name of a language by its BCP 47 code in the printer's language,
// else in English, else the code itself. A script that the code names is added, "serbski
// (łacińskie)"; other subtags are passed over.
func (p *Printer) LanguageName(code string) string {
	base, rest, _ := strings.Cut(code, "-")
	name := p.locale.Languages[base]
	if name == "" && p.catalog != nil {
		name = p.catalog.printers[fallback].locale.Languages[base]
	}
	if name == "" {
		return code
	}
	if script := p.locale.Scripts[rest]; script != "" {
		name += " (" + script + ")"
	}
	return name
}

// OwnName is what the printer's language calls itself: polski, English, беларуская.
func (p *Printer) OwnName() string { return p.locale.Self }
