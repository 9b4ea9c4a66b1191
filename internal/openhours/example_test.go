package openhours_test

import (
	"fmt"
	"time"

	"twintown/internal/openhours"
	"twintown/internal/openhours/holidays"
)

func Example() {
	h, warnings, err := openhours.Parse("Mo-Fr 8-16; PH off")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(h)
	for _, w := range warnings {
		fmt.Println(w.Code, w.Found)
	}

	warsaw, err := time.LoadLocation("Europe/Warsaw")
	if err != nil {
		fmt.Println(err)
		return
	}
	poland, _ := holidays.Of("PL", "")
	place := openhours.Place{Zone: warsaw, Holidays: poland}
	now := time.Date(2026, 11, 11, 10, 0, 0, 0, warsaw)

	state := h.At(now, place)
	fmt.Println(state.Kind, state.Holiday)
	next, then, _ := h.NextChange(now, place)
	fmt.Println(next.Format("Mon 15:04"), then.Kind)
	// Output:
	// Mo-Fr 08:00-16:00; PH off
	// without_minutes 8-16
	// off Narodowe Święto Niepodległości
	// Thu 08:00 open
}

func ExampleParseWith() {
	for _, lang := range []string{"de", "pl"} {
		h, _, _ := openhours.ParseWith("So 10-12", openhours.Options{Langs: []string{lang}})
		fmt.Println(lang, h)
	}
	_, _, err := openhours.Parse("So 10-12")
	fmt.Println(err)
	// Output:
	// de Su 10:00-12:00
	// pl Sa 10:00-12:00
	// opening hours: ambiguous_word at 0: "So"
}

func ExampleGrid_Text() {
	var g openhours.Grid
	for day := range 5 {
		g.Days[day] = []openhours.Times{{From: 8 * 60, To: 15 * 60}}
	}
	g.Days[0] = []openhours.Times{{From: 13 * 60, To: 20 * 60}}
	g.Holidays = openhours.HolidaysClosed
	fmt.Println(g.Text())
	// Output: Mo 13:00-20:00; Tu-Fr 08:00-15:00; PH off
}

func ExampleHours_Grid() {
	h, _, _ := openhours.Parse("Tu-Fr 08:00-15:00; Mo 13:00-20:00, Sa 09:00-14:00")
	g, ok := h.Grid()
	fmt.Println(ok, g.Days[0], g.Days[5], g.Days[6])
	seasonal, _, _ := openhours.Parse("Apr-Sep 10:00-18:00")
	_, ok = seasonal.Grid()
	fmt.Println(ok)
	// Output:
	// true [13:00-20:00] [09:00-14:00] []
	// false
}
