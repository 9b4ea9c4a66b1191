package main

import (
	"twintown/internal/meeting/letter"
	"twintown/internal/platform/lang"
)

// meetings are the title of a meeting in the languages of the program.
var meetings = map[string]string{
	"pl": "Forum miast partnerskich", "en": "Forum of partner towns", "de": "Forum der Partnerstädte", "fr": "Forum des villes partenaires",
	"lt": "Miestų partnerių forumas", "ru": "Форум городов-партнёров", "be": "Форум гарадоў-партнёраў", "uk": "Форум міст-партнерів",
}

// towns are real towns with their countries and languages, by what they call themselves.
var towns = []letter.Person{
	{Town: "Kowno", Own: "Kaunas", Country: "LT", Language: "lt", Languages: []string{"lt", "en", "ru"}},
	{Town: "Tarnopol", Own: "Тернопіль", Country: "UA", Language: "uk", Languages: []string{"uk", "pl"}},
	{Town: "Bergisch Gladbach", Own: "Bergisch Gladbach", Country: "DE", Language: "de", Languages: []string{"de", "en", "fr"}},
	{Town: "Saint-Germain-en-Laye", Own: "Saint-Germain-en-Laye", Country: "FR", Language: "fr", Languages: []string{"fr"}},
	{Town: "Grodno", Own: "Гродна", Country: "BY", Language: "be", Languages: []string{"be", "ru", "pl", "en"}},
	{Town: "Sokółka", Own: "Sokółka", Country: "PL", Language: "pl"},
}

// offices stand for people: nobody is invented.
var offices = []string{
	"Head of the delegation", "Тлумач делегації", "Leiterin des Amtes für Städtepartnerschaften", "Élue chargée des jumelages", "Кіраўнік дэлегацыі", "Sekretarz",
}

func people(n int) (all []letter.Person) {
	for i := range n {
		p := towns[i%len(towns)]
		p.Number, p.Name, p.Code = i+1, offices[i%len(offices)], "TWT7Q2M94KDEXMPL"
		if i%len(towns) == 2 {
			p.Function = "Gremium für Städtepartnerschaften und internationale Zusammenarbeit"
		}
		all = append(all, p)
	}
	return all
}

func sheetIn(p *lang.Printer) letter.Sheet {
	return letter.Sheet{
		Language: p.Lang(),
		Host: letter.Host{
			Name: "Miasto Białystok", Address: "Urząd Miejski\nul. Słonimska 1\n15-950 Białystok", Email: "office@example.org",
			Phone: "+48 85 000 00 00", Web: "twintown.example.org", City: "Białystok", Office: offices[0],
		},
		Meeting: letter.Meeting{
			Title: meetings[p.Lang()], From: lang.Date{Year: 2027, Month: 5, Day: 13}, To: lang.Date{Year: 2027, Month: 5, Day: 15},
			Venue: "Opera i Filharmonia Podlaska", Address: "ul. Odeska 1, 15-406 Białystok", Town: "Białystok", Country: "PL",
		},
		Costs:  letter.Costs{Travel: letter.GuestPays, Lodging: letter.HostPays, Meals: letter.HostPays},
		Issued: lang.Date{Year: 2026, Month: 11, Day: 26},
	}
}

func invitation(s letter.Sheet) letter.Invitation {
	return letter.Invitation{
		Sheet: s, Town: "Kaunas", Country: "LT", Quota: 4, Deadline: lang.Date{Year: 2027, Month: 2, Day: 26},
		Link: "https://twintown.example.org/" + s.Language + "/guest/k5Xb2vQmT8yZr0pWcJ7nLd3f",
	}
}

func traveller(p *lang.Printer, s letter.Sheet) letter.Traveller {
	return letter.Traveller{
		Sheet: s, Name: "SURNAME GIVEN NAME", Born: lang.Date{Year: 1974, Month: 3, Day: 9}, Nationality: "BY", Document: "AB0000000",
		ValidUntil: lang.Date{Year: 2031, Month: 8, Day: 1}, Function: offices[0], Town: "Гродна", Country: "BY",
		Arrives: lang.Date{Year: 2027, Month: 5, Day: 12}, Leaves: lang.Date{Year: 2027, Month: 5, Day: 16},
	}
}

func attended(_ *lang.Printer, s letter.Sheet) letter.Attended {
	return letter.Attended{Sheet: s, Name: "Head of the delegation", Town: "Kaunas", Country: "LT"}
}
