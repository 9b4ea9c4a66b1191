package place

import "testing"

func TestSameTownUnderTwoNumbers(t *testing.T) {
	uppsala := Place{ID: 1, Name: "Uppsala", Country: "SE", Lat: 59.859, Lon: 17.639, Population: 149245, Feature: "PPLA"}
	tests := []struct {
		name string
		a, b Place
		want bool
	}{
		{"a town and its municipality", uppsala, Place{ID: 2, Name: "Uppsala Kommun", Country: "SE", Lat: 59.96, Lon: 17.7, Population: 187541, Feature: "ADM2"}, true},
		{"two editions of a gazetteer", uppsala, Place{ID: 2, Name: "Upsala", Country: "SE", Lat: 59.859, Lon: 17.638, Population: 149300, Variants: []string{"Uppsala"}}, true},
		{"another country", uppsala, Place{ID: 2, Name: "Uppsala", Country: "FI", Lat: 59.859, Lon: 17.639, Population: 149245}, false},
		{"itself", uppsala, uppsala, false},
		{"a part of the city", uppsala, Place{ID: 2, Name: "Uppsala", Country: "SE", Lat: 59.859, Lon: 17.639, Population: 149245, Feature: "PPLX"}, false},
		{"a namesake far away", uppsala, Place{ID: 2, Name: "Uppsala", Country: "SE", Lat: 60.5, Lon: 17.639, Population: 149245}, false},
		{"villages of one name, Krajan", Place{ID: 1, Name: "Krajan", Country: "ID", Lat: -8, Lon: 112}, Place{ID: 2, Name: "Krajan", Country: "ID", Lat: -8.04, Lon: 112}, false},
		{"a city and a hamlet of its name", Place{ID: 1, Name: "Taufkirchen", Country: "DE", Lat: 48, Lon: 11, Population: 17000}, Place{ID: 2, Name: "Taufkirchen", Country: "DE", Lat: 48.05, Lon: 11, Population: 1300}, false},
		{"neighbours with another name", uppsala, Place{ID: 2, Name: "Sala", Country: "SE", Lat: 59.86, Lon: 17.64, Population: 149245}, false},
	}
	for _, tt := range tests {
		if got := Same(tt.a, tt.b); got != tt.want {
			t.Errorf("%s: Same = %v, want %v", tt.name, got, tt.want)
		}
		if Same(tt.a, tt.b) != Same(tt.b, tt.a) {
			t.Errorf("%s: Same is not symmetric", tt.name)
		}
	}
}

func TestLinksAreNeverChains(t *testing.T) {
	places := []Place{
		{ID: 1, Name: "Leszno", Country: "PL", Lat: 51.84, Lon: 16.57, Population: 64000},
		{ID: 2, Name: "Leszno", Country: "PL", Lat: 51.85, Lon: 16.57, Population: 62000},
		{ID: 3, Name: "Leszno", Country: "PL", Lat: 51.86, Lon: 16.57, Population: 60000},
		{ID: 4, Name: "Leszno", Country: "PL", Lat: 51.87, Lon: 16.57, Population: 60000, SameAs: 4}, // declared alone
	}
	link(places)
	for _, p := range places {
		if want := map[int64]int64{1: 0, 2: 1, 3: 1, 4: 0}[p.ID]; p.SameAs != want {
			t.Errorf("place %d follows %d, want %d", p.ID, p.SameAs, want)
		}
	}
}
