package starter

// Region is the first level of a country's division that GeoNames knows: a
// voivodeship, a Land, a région, an oblast.
type Region struct {
	Code    string            // GeoNames code, "PL.81"
	Country string            // ISO 3166-1 code of two letters
	Name    string            // the English name, or where there is none, another one; never ""
	Names   map[string]string // by language; languages without a name are missing
}

// Regions returns every region that some town of Towns lies in, by code. The
// few without any known name are left out.
func Regions() []Region {
	r := open("regions.zst")
	codes, langs, values := r.Words(), r.Labels(), r.Words()
	var regions []Region
	for langs.More() {
		code, lang, value := codes.Next(), langs.Next(), values.Next()
		if n := len(regions); n == 0 || regions[n-1].Code != code {
			regions = append(regions, Region{Code: code, Country: code[:2], Name: value, Names: map[string]string{}})
		}
		last := &regions[len(regions)-1]
		last.Names[lang] = value
		if lang == "en" {
			last.Name = value
		}
	}
	must(r.Err())
	return regions
}
