package main

// keepHouse changes what CLDR gives where people write otherwise. Each change has
// its reason; the tests of package lang hold the outcome.
func keepHouse(code string, l *locale) {
	switch code {
	case "fr":
		l.FirstDay = "1er" // 1er mars: the first is an ordinal; CLDR's patterns cannot say so
	}
}
