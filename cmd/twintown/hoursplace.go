package main

import "strings"

// languagesOf are those in which offices of a country write their hours, where
// words could otherwise mean two things.
var languagesOf = map[string]string{
	"PL": "pl", "LT": "lt", "BY": "be ru", "UA": "uk", "RU": "ru", "DE": "de", "AT": "de", "FR": "fr", "GB": "en", "IE": "en",
	"CZ": "cs", "SK": "sk", "HR": "hr", "IT": "it", "ES": "es", "PT": "pt", "NL": "nl", "LV": "lv", "EE": "et",
}

// languagesIn returns those of a country; nil where they are not listed.
func languagesIn(country string) []string {
	return strings.Fields(languagesOf[strings.ToUpper(country)])
}

// onlyZone is the zone of countries of Europe that have one, whoever asks from
// wherever. Countries with several zones have to be asked with --zone.
var onlyZone = map[string]string{
	"AD": "Europe/Andorra", "AL": "Europe/Tirane", "AT": "Europe/Vienna", "BA": "Europe/Sarajevo", "BE": "Europe/Brussels", "BG": "Europe/Sofia",
	"BY": "Europe/Minsk", "CH": "Europe/Zurich", "CY": "Asia/Nicosia", "CZ": "Europe/Prague", "DE": "Europe/Berlin", "DK": "Europe/Copenhagen",
	"EE": "Europe/Tallinn", "FI": "Europe/Helsinki", "FR": "Europe/Paris", "GB": "Europe/London", "GE": "Asia/Tbilisi", "GR": "Europe/Athens",
	"HR": "Europe/Zagreb", "HU": "Europe/Budapest", "IE": "Europe/Dublin", "IS": "Atlantic/Reykjavik", "IT": "Europe/Rome", "LI": "Europe/Vaduz",
	"LT": "Europe/Vilnius", "LU": "Europe/Luxembourg", "LV": "Europe/Riga", "MC": "Europe/Monaco", "MD": "Europe/Chisinau", "ME": "Europe/Podgorica",
	"MK": "Europe/Skopje", "MT": "Europe/Malta", "NL": "Europe/Amsterdam", "NO": "Europe/Oslo", "PL": "Europe/Warsaw", "RO": "Europe/Bucharest",
	"RS": "Europe/Belgrade", "SE": "Europe/Stockholm", "SI": "Europe/Ljubljana", "SK": "Europe/Bratislava", "SM": "Europe/San_Marino",
	"TR": "Europe/Istanbul", "UA": "Europe/Kyiv", "VA": "Europe/Vatican", "XK": "Europe/Belgrade",
}
