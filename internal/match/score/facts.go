package score

// Facts are what the ranking needs to know of countries. All codes are ISO 3166-1 alpha-2 and BCP 47.
type Facts struct {
	// Languages lists for a country what is spoken there.
	Languages map[string][]Language
	// Neighbours lists the countries with a common border.
	Neighbours map[string][]string
}

// Language is one language of a country.
type Language struct {
	Code     string
	Share    float64 // of the population, 0 to 1
	Official bool
}

// tables turns the facts into matrices over the world's countries: how well two countries can talk in a language of
// their own, 0 to 1, and whether they touch.
func (f Facts) tables(countries []string) ([][]float32, [][]bool) {
	index := map[string]int{}
	for i, c := range countries {
		index[c] = i
	}
	lang := make([][]float32, len(countries))
	border := make([][]bool, len(countries))
	for i, a := range countries {
		lang[i] = make([]float32, len(countries))
		border[i] = make([]bool, len(countries))
		for j, b := range countries {
			_, share := f.commonLanguage(a, b)
			lang[i][j] = float32(share)
		}
	}
	for a, list := range f.Neighbours {
		for _, b := range list {
			i, ok := index[a]
			j, ok2 := index[b]
			if ok && ok2 {
				border[i][j], border[j][i] = true, true
			}
		}
	}
	return lang, border
}

// commonLanguage is the language that both know best, with the share of the country that knows it less. An official
// language counts as known to at least half of its country.
func (f Facts) commonLanguage(a, b string) (code string, share float64) {
	for _, la := range f.Languages[a] {
		for _, lb := range f.Languages[b] {
			if v := min(1, la.weight(), lb.weight()); la.Code == lb.Code && v > share {
				code, share = la.Code, v
			}
		}
	}
	return code, share
}

func (l Language) weight() float64 {
	if l.Official {
		return max(0.5, l.Share)
	}
	return l.Share
}
