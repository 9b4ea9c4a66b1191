package openhours

import "testing"

func TestPrintsTheLanguagesOwnForm(t *testing.T) {
	for in, want := range map[string]string{
		"Mo 13:00-20:00; Tu-Fr 08:00-15:00; Sa 09:00-14:00": "Mo 13:00-20:00; Tu-Fr 08:00-15:00; Sa 09:00-14:00",
		"pon. 13:00 – 20:00":                                "Mo 13:00-20:00",
		"Mo–Fr 8–15 Uhr":                                    "Mo-Fr 08:00-15:00",
		"Пн 13:00–20:00":                                    "Mo 13:00-20:00",
		"Pon.–Pt. 8⁰⁰–16⁰⁰":                                 "Mo-Fr 08:00-16:00",
		"od poniedziałku do piątku 8-16":                    "Mo-Fr 08:00-16:00",
		"24 hours":                                          "24/7",
		"lun-mar 9h30-12h":                                  "Mo-Tu 09:30-12:00",
		"Jan 23-31 00:00-24:00; Feb 01-12":                  "Jan 23-31 00:00-24:00; Feb 01-12",
		"24. Dez – 26. Dez geschlossen":                     "Dec 24-26 off",
		"Sep 15+Sa-Oct Su[1],Oct 01-3: Mo-Su 07:30-03:00":   "Sep 15+Sa-Oct Su[1],Oct 01-03 Mo-Su 07:30-03:00",
	} {
		h, _, err := Parse(in)
		if err != nil {
			t.Errorf("%q: %v", in, err)
			continue
		}
		if got := h.String(); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
