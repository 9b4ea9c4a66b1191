package match

import (
	"testing"

	"twintown/internal/platform/lang"
)

func TestNoticeApplies(t *testing.T) {
	bialystok := spot{id: 776069, lead: 776069, country: "PL", region: "PL.81"}
	hrodna := spot{id: 627904, lead: 627904, country: "BY", region: "BY.03"}
	kaliningrad := spot{id: 554234, lead: 554234, country: "RU", region: "RU.23"}
	kaunas := spot{id: 598316, lead: 598316, country: "LT", region: "LT.57"}
	since2022 := lang.Date{Year: 2022, Month: 3, Day: 4}
	eu := Notice{For: Scope{Countries: []string{"PL", "LT"}}, About: Scope{Countries: []string{"RU", "BY"}}, From: since2022}
	podlaskie := Notice{For: Scope{Regions: []string{"PL.81"}}, About: Scope{Regions: []string{"BY.03"}}}
	city := Notice{For: Scope{Places: []int64{776069}}, About: Scope{Places: []int64{627904}}}
	everybody := Notice{About: Scope{Countries: []string{"RU"}}}
	over := Notice{About: Scope{Countries: []string{"RU"}}, From: since2022, To: lang.Date{Year: 2023}}
	today := lang.Date{Year: 2026, Month: 11, Day: 23}
	for name, c := range map[string]struct {
		notice Notice
		day    lang.Date
		a, b   spot
		want   bool
	}{
		"country pair":                     {eu, today, bialystok, hrodna, true},
		"the other country":                {eu, today, bialystok, kaunas, false},
		"not the other way round":          {eu, today, hrodna, bialystok, false},
		"before it began":                  {eu, lang.Date{Year: 2021}, bialystok, hrodna, false},
		"region pair":                      {podlaskie, today, bialystok, hrodna, true},
		"another region":                   {podlaskie, today, bialystok, kaliningrad, false},
		"place pair":                       {city, today, bialystok, hrodna, true},
		"the municipality of the place":    {city, today, spot{id: 9_000_000_001, lead: 776069}, hrodna, true},
		"for everybody":                    {everybody, today, kaunas, kaliningrad, true},
		"ended":                            {over, today, kaunas, kaliningrad, false},
		"while it lasted":                  {over, lang.Date{Year: 2022, Month: 6, Day: 1}, kaunas, kaliningrad, true},
		"ended, where no day is asked":     {over, lang.Date{}, kaunas, kaliningrad, false},
		"not ended, where no day is asked": {eu, lang.Date{}, bialystok, hrodna, true},
	} {
		if got := c.notice.applies(c.day, c.a, c.b); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
