package place_test

import (
	"testing"

	"twintown/internal/place"
)

func TestAWordForAKindNamesNoPlace(t *testing.T) {
	for text, want := range map[string]bool{
		"гміна": true, "Gmina": true, "GMINA MIASTO": true, "województwo": true, "Städte": true, "région": true, "savivaldybė": true, "Ґміна": true,
		"": false, "Gmina Gołdap": false, "Nowe Miasto": false, "Gminy Wielkie": false, "Stade": false, "Villeneuve": false,
	} {
		if got := place.OnlyKind(text); got != want {
			t.Errorf("%q: %t, want %t", text, got, want)
		}
	}
}
