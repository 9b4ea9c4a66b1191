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
			lang[i][j] = f.common(a, b)
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

// common is the largest share, over the languages that both speak, of the country that speaks it less. An official
// language counts as spoken by at least half of its country.
func (f Facts) common(a, b string) float32 {
	best := 0.0
	for _, la := range f.Languages[a] {
		for _, lb := range f.Languages[b] {
			if la.Code == lb.Code {
				best = max(best, min(la.weight(), lb.weight()))
			}
		}
	}
	return float32(min(1, best))
}

func (l Language) weight() float64 {
	if l.Official {
		return max(0.5, l.Share)
	}
	return l.Share
}
