package starter

import "testing"

func TestPlainNames(t *testing.T) {
	for _, c := range []struct {
		value, own string
		home       bool
		want       string
		good       bool
	}{
		{"District de Dijon", "Dijon", false, "Dijon", true},
		{"Gmina Śrem", "Śrem", false, "Śrem", true},
		{"Commune de Sillamäe", "Sillamäe", false, "Sillamäe", true},
		{"District d'Alwar", "Alwar", false, "Alwar", true},
		{"Province de Mantoue", "Mantova", false, "Mantoue", true},
		{"London Borough of Sutton", "Sutton", false, "Sutton", true},
		{"Banqiao District", "Banqiao", false, "Banqiao", true},
		{"Ballerup Municipality", "Ballerup", false, "Ballerup", true},
		{"Pingyao County", "Gutao", false, "Pingyao County", false},
		{"Puebla City", "Puebla", false, "Puebla", true},
		{"6th of October City", "Madīnat Sittah Uktūbar", false, "6th of October City", true},
		{"Kansas City", "Kansas City", true, "Kansas City", true},
		{"Ho-Chi-Minh-Stadt", "Ho Chi Minh City", false, "Ho-Chi-Minh-Stadt", true},
		{"Newport (Wales)", "Newport", false, "Newport", true},
		{"Croydon, London", "Croydon", false, "Croydon", true},
		{"Frankfurt (Oder)", "Frankfurt", true, "Frankfurt (Oder)", true},
		{"Burgdorf (Region Hannover)", "Burgdorf", true, "Burgdorf", true},
		{"Бургдорф (Ганновер)", "Burgdorf", false, "Бургдорф", true},
		{"Frankenberg/Sa.", "Frankenberg", true, "Frankenberg", true},
		{"Zerbst/Anhalt", "Zerbst", true, "Zerbst/Anhalt", true},
		{"Lichtenfels / Bayern", "Lichtenfels", true, "Lichtenfels", true},
		{"Donostia / San Sebastián", "Donostia / San Sebastián", true, "Donostia / San Sebastián", true},
		{"Ґміна Лапи", "Łapy", false, "Лапи", true},
		{"WARSZAWA", "Warsaw", false, "WARSZAWA", false},
		{"Abu Dhabi Island and Internal Islands City", "Abu Dhabi", false, "Abu Dhabi Island and Internal Islands City", false},
		{"Kanton", "Guangzhou", false, "Kanton", true},
		{"Salt Lake City", "Salt Lake City", true, "Salt Lake City", true},
		{"Ньюпорт", "Newport", false, "Ньюпорт", true},
	} {
		plain, good := Plain(c.value, c.own, c.home)
		if plain != c.want || good != c.good {
			t.Errorf("Plain(%q, %q) = %q, %v, want %q, %v", c.value, c.own, plain, good, c.want, c.good)
		}
	}
}
