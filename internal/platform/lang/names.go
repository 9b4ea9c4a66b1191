package lang

import "cmp"

// CountryName is the name of a country by its ISO 3166 code in the printer's
// language; the code itself where CLDR has no name.
func (p *Printer) CountryName(iso2 string) string {
	return cmp.Or(p.locale.Countries[iso2], iso2)
}

// LanguageName is the name of a language by its BCP 47 code ("be", "rue") in the
// printer's language, else in English, else the code itself.
func (p *Printer) LanguageName(code string) string {
	if p.catalog == nil {
		return cmp.Or(p.locale.Languages[code], code)
	}
	return cmp.Or(p.locale.Languages[code], p.catalog.printers[fallback].locale.Languages[code], code)
}

// OwnName is what the printer's language calls itself: polski, English, беларуская.
func (p *Printer) OwnName() string { return p.locale.Self }
