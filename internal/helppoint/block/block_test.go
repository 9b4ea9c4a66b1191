package block_test

import (
	"slices"
	"strings"
	"testing"

	"twintown/internal/helppoint/block"
)

// The structure of the block that this product grew from, with numbers that nobody has:
// no number in Poland has a 0 after the area.
const threePoints = `Kontakt

Towarzystwo Amicus

 

OŚRODEK POMOCY BIAŁYSTOK
TEL: + 48 85 000 00 01

w godzinach pracy:

Pon. 13:00 – 20:00
Wt. 08:00 – 15:00
Śr. 08:00 – 15:00
Czw. 08:00 – 15:00
Pt. 08:00 – 15:00
Sob. 09:00 – 14:00

 

Punkt Lokalny w Sokółce

TEL: + 48 85 000 00 02

w godzinach pracy:

Śr. 15:00 – 20:00
Czw. 15:00 – 20:00

 

Punkt Lokalny w Bielsku Podlaskim

TEL: +48 85 000 00 03

w godzinach pracy:

Pon. 15:00 – 20:00
Wt. 15:00 – 20:00`

func TestABlockPastedWhole(t *testing.T) {
	for _, hint := range []string{"pl", "en", "be"} {
		r := block.Parse(threePoints, hint)
		if r.Language != "pl" || len(r.Points) != 3 || len(r.Faults) != 0 {
			t.Fatalf("%s: %d points in %s, %v", hint, len(r.Points), r.Language, r.Faults)
		}
		for i, want := range []struct{ name, phone, hours string }{
			{"OŚRODEK POMOCY BIAŁYSTOK", "+ 48 85 000 00 01", "Mo 13:00-20:00; Tu-Fr 08:00-15:00; Sa 09:00-14:00"},
			{"Punkt Lokalny w Sokółce", "+ 48 85 000 00 02", "We,Th 15:00-20:00"},
			{"Punkt Lokalny w Bielsku Podlaskim", "+48 85 000 00 03", "Mo,Tu 15:00-20:00"},
		} {
			p := r.Points[i]
			if p.Name != want.name || len(p.Phones) != 1 || p.Phones[0].Raw != want.phone || p.Week.OSM() != want.hours {
				t.Errorf("%s: point %d is %q %v %q", hint, i, p.Name, p.Phones, p.Week.OSM())
			}
		}
		left := r.Left()
		if len(left) != 1 || left[0].Text != "Towarzystwo Amicus" {
			t.Errorf("%s: shown back: %v", hint, left)
		}
	}
}

// Hours as people write them in the eight languages.
func TestHours(t *testing.T) {
	const office = "Mo-Fr 08:00-15:00"
	for _, c := range []struct{ language, text, want string }{
		{"pl", "Pon. 13:00 – 20:00", "Mo 13:00-20:00"},
		{"pl", "pn.-pt. 8-15", office},
		{"pl", "Czynne: pon.–pt. w godz. 8⁰⁰–15⁰⁰", office},
		{"pl", "od poniedziałku do piątku od 8.00 do 15.00", office},
		{"pl", "wtorki i czwartki 8.00-12.00, 13.00-17.30", "Tu 08:00-12:00,13:00-17:30; Th 08:00-12:00,13:00-17:30"},
		{"pl", "pon. 8-16 (przerwa 12-12:30), sob. nieczynne", "Mo 08:00-12:00,12:30-16:00; Sa off"},
		{"pl", "środa: po umówieniu", `We "by appointment"`},
		{"pl", "codziennie 8-15", "Mo-Su 08:00-15:00"},
		{"pl", "8:00-15:00 w dni robocze", office},
		{"en", "Monday to Friday: 8 am – 3 pm", office},
		{"en", "Mon-Fri 8:00-15:00, Sat 9 a.m.-2 p.m.", office + "; Sa 09:00-14:00"},
		{"en", "Weekdays 8-15; weekends closed", office + "; Sa,Su off"},
		{"en", "Wednesdays by appointment only", `We "by appointment"`},
		{"de", "Mo–Fr 8–15 Uhr", office},
		{"de", "Mo, Mi und Do 8:00 bis 12:00 Uhr", "Mo 08:00-12:00; We,Th 08:00-12:00"},
		{"de", "Montag bis Freitag von 8 bis 15 Uhr", office},
		{"de", "dienstags 14–18 Uhr", "Tu 14:00-18:00"},
		{"de", "Sprechzeiten: Di 9–12 und 14–18 Uhr", "Tu 09:00-12:00,14:00-18:00"},
		{"de", "Sa nach Vereinbarung, So geschlossen", `Sa "by appointment"; Su off`},
		{"fr", "lun-ven 9h-17h30", "Mo-Fr 09:00-17:30"},
		{"fr", "du lundi au vendredi de 9 h à 17 h 30", "Mo-Fr 09:00-17:30"},
		{"fr", "le mardi et le jeudi : 9h-12h et 14h-18h", "Tu 09:00-12:00,14:00-18:00; Th 09:00-12:00,14:00-18:00"},
		{"fr", "mercredi sur rendez-vous, dimanche fermé", `We "by appointment"; Su off`},
		{"lt", "I–V 8.00–17.00", "Mo-Fr 08:00-17:00"},
		{"lt", "I-IV 8.00-17.00, V 8.00-15.45", "Mo-Th 08:00-17:00; Fr 08:00-15:45"},
		{"lt", "Pr–Pn 8–17 val.", "Mo-Fr 08:00-17:00"},
		{"lt", "pirmadieniais nuo 8 iki 17 val., pietų pertrauka 12.00–12.45", "Mo 08:00-12:00,12:45-17:00"},
		{"lt", "VI, VII nedirba", "Sa,Su off"},
		{"ru", "Пн 13:00–20:00", "Mo 13:00-20:00"},
		{"ru", "с понедельника по пятницу с 8 до 15 часов", office},
		{"ru", "по вторникам и четвергам 10.00-12.00; сб, вс – выходной", "Tu 10:00-12:00; Th 10:00-12:00; Sa,Su off"},
		{"ru", "ср по предварительной записи", `We "by appointment"`},
		{"be", "Пн–Пт 8.00–15.00, сб зачынена", office + "; Sa off"},
		{"be", "з панядзелка па пятніцу з 8 да 15 гадзін", office},
		{"be", "аўторак 9:00–13:00, перапынак 11:00–11:30", "Tu 09:00-11:00,11:30-13:00"},
		{"uk", "Пн-Пт: 08:00 – 15:00, Сб–Нд вихідний", office + "; Sa,Su off"},
		{"uk", "з понеділка до п’ятниці з 8 до 15 год.", office},
		{"uk", "щосереди? середа 14:00-18:00", "We 14:00-18:00"},
	} {
		r := block.Parse("Office\n"+c.text, c.language)
		if len(r.Points) == 0 || r.Points[0].Week.OSM() != c.want || len(r.Faults) > 0 {
			t.Errorf("%s %q: %+v, want %s", c.language, c.text, r, c.want)
		}
	}
}

func TestContradictions(t *testing.T) {
	for _, c := range []struct {
		text string
		code block.FaultCode
		line int
		said string
		rest string // the hours that stay
	}{
		{"Pon. 20:00–13:00", block.Backwards, 2, "20:00–13:00", ""},
		{"Pon. 8:00–25:00\nWt. 8–15", block.Impossible, 2, "8:00–25:00", "Tu 08:00-15:00"},
		{"Pon. 8:75–12:00", block.Impossible, 2, "8:75–12:00", ""},
		{"Pon. 8–15\nPon. 9–16", block.Twice, 3, "9–16", "Mo 08:00-15:00"},
		{"Pon. 8–15\nPon.–Pt. nieczynne", block.Twice, 3, "", "Mo 08:00-15:00; Tu-Fr off"},
		{"8–15", block.NoDay, 2, "8–15", ""},
		{"Pon. 8–15\nWtorek: jak się uda", block.NotRead, 3, "jak się uda", "Mo 08:00-15:00"},
		{"tel. 85 000 00 01\nPon.–śr. – po rozmowie", block.NotRead, 3, "śr. – po rozmowie", ""},
	} {
		r := block.Parse("Punkt pomocy\n"+c.text, "pl")
		if len(r.Faults) != 1 || r.Faults[0].Code != c.code || r.Faults[0].Line != c.line || r.Faults[0].Text != c.said {
			t.Errorf("%q: faults %+v", c.text, r.Faults)
			continue
		}
		if got := r.Points[0].Week.OSM(); got != c.rest {
			t.Errorf("%q: %q stays, want %q", c.text, got, c.rest)
		}
		if left := r.Left(); len(left) != 1 || left[0].No != c.line {
			t.Errorf("%q: shown back %v", c.text, left)
		}
	}
}

// A town may be called as a day is.
func TestATownCalledAsADay(t *testing.T) {
	r := block.Parse("Punkt pomocy\nPon. 8–15\nŚroda Wielkopolska – punkt lokalny\ntel. 61 000 00 01", "pl")
	if len(r.Points) != 2 || r.Points[1].Name != "Środa Wielkopolska – punkt lokalny" || len(r.Faults) != 0 {
		t.Errorf("%+v", r)
	}
}

// Two spans of one day on two lines belong together when they are apart.
func TestHoursOverSeveralLines(t *testing.T) {
	for text, want := range map[string]string{
		"Montag\n8–12\n13–17":                       "Mo 08:00-12:00,13:00-17:00",
		"Mo 8–12 Uhr\nMo 13–17 Uhr":                 "Mo 08:00-12:00,13:00-17:00",
		"Mo 8–12 Uhr\nMo 8–12 Uhr":                  "Mo 08:00-12:00",
		"Mo–Fr 8–16 Uhr\nMittagspause 12–13 Uhr":    "Mo-Fr 08:00-12:00,13:00-16:00",
		"Mo 8–12 Uhr (Zimmer 12, im zweiten Stock)": "Mo 08:00-12:00",
	} {
		r := block.Parse("Beratungsstelle\n"+text, "de")
		if got := r.Points[0].Week.OSM(); got != want || len(r.Faults) > 0 {
			t.Errorf("%q: %q %v, want %q", text, got, r.Faults, want)
		}
	}
}

func TestContactsOfALine(t *testing.T) {
	for _, c := range []struct {
		text          string
		phones, mails []string
		week          string
		address       string
	}{
		{"tel. 85 000 00 01, e-mail: punkt@example.org", []string{"85 000 00 01"}, []string{"punkt@example.org"}, "", ""},
		{"Tel.: (030) 23125 001 (Mo–Fr 8–15 Uhr)", []string{"(030) 23125 001"}, nil, "Mo-Fr 08:00-15:00", ""},
		{"+49 30 23125-001", []string{"+49 30 23125-001"}, nil, "", ""},
		{"Tél. 01 99 00 12 34 / 06 39 98 12 34", []string{"01 99 00 12 34", "06 39 98 12 34"}, nil, "", ""},
		{"тел./факс: (8-0152) 00 00 01", []string{"(8-0152) 00 00 01"}, nil, "", ""},
		{"ul. Lipowa 1, 15-000 Białystok", nil, nil, "", "ul. Lipowa 1, 15-000 Białystok"},
		{"Hauptstraße 5, 10115 Berlin", nil, nil, "", "Hauptstraße 5, 10115 Berlin"},
		{"Gedimino pr. 9, LT-01103 Vilnius", nil, nil, "", "Gedimino pr. 9, LT-01103 Vilnius"},
		{"вул. Хрещатик, 36", nil, nil, "", "вул. Хрещатик, 36"},
		{"NIP 000-000-00-00, KRS 0000000000", nil, nil, "", ""},
		{"Tel. 8.00-15.00 Mo", nil, nil, "Mo 08:00-15:00", ""},
	} {
		r := block.Parse("Punkt pomocy\n"+c.text, "pl")
		p := r.Points[0]
		var phones []string
		for _, x := range p.Phones {
			phones = append(phones, x.Raw)
		}
		if !slices.Equal(phones, c.phones) || !slices.Equal(p.Mails, c.mails) || p.Week.OSM() != c.week || strings.Join(p.Address, "|") != c.address {
			t.Errorf("%q: %q %q %q %q", c.text, phones, p.Mails, p.Week.OSM(), p.Address)
		}
	}
}

func TestOneDayOfAGrid(t *testing.T) {
	for text, want := range map[string]string{
		"8–12, 13–17": "Mo 08:00-12:00,13:00-17:00", "13:00 – 20:00": "Mo 13:00-20:00", "9h-17h30": "Mo 09:00-17:30",
		"nieczynne": "Mo off", "uždaryta": "Mo off", "nach Vereinbarung": `Mo "by appointment"`, "": "",
	} {
		day, faults, ok := block.Day(text, "pl")
		grid := block.Point{}
		grid.Week[0] = day
		if got := grid.Week.OSM(); got != want || len(faults) > 0 || !ok {
			t.Errorf("%q: %q %v %t", text, got, faults, ok)
		}
	}
	for _, text := range []string{"maybe", "8–", "Mo 8–12", "24.12.2026"} {
		if _, _, ok := block.Day(text, "pl"); ok {
			t.Errorf("%q is taken for hours of a day", text)
		}
	}
	if _, faults, _ := block.Day("8–12, 11–15", "pl"); len(faults) != 1 || faults[0].Code != block.Twice {
		t.Errorf("spans that overlap: %v", faults)
	}
}

// Prose is no name and no hours, and stands in what is shown back.
func TestProseIsShownBack(t *testing.T) {
	r := block.Parse("Wydarzenie odbyło się w ramach programu na lata 2007 – 2013, a udział wzięli w nim przedstawiciele wielu miast i organizacji.\nDojazd 10-15 minut pieszo", "pl")
	if len(r.Points) > 1 || len(r.Left()) == 0 || len(r.Points) == 1 && !r.Points[0].Week.Empty() {
		t.Errorf("%+v", r)
	}
}

// Whatever is pasted, each line that is not blank is told of once, in order, and hours are
// never impossible.
func FuzzParse(f *testing.F) {
	f.Add(threePoints, "pl")
	f.Add("Mo–Fr 8–15 Uhr\nI–V 8.00–17.00\nPn 25:00-24:00 8⁰⁰", "lt")
	f.Add("tel +48 1\x00\xff 00@b.pl 8pm-9 a.m. od do przerwa", "en")
	f.Fuzz(func(t *testing.T, text, hint string) {
		r := block.Parse(text, hint)
		last := 0
		for _, l := range r.Lines {
			if l.No <= last || l.Point >= len(r.Points) {
				t.Fatalf("line %d after %d, point %d of %d", l.No, last, l.Point, len(r.Points))
			}
			last = l.No
		}
		for _, p := range r.Points {
			for _, d := range p.Week {
				for i, s := range d.Spans {
					if s.From < 0 || s.To > 24*60 || s.From >= s.To || i > 0 && d.Spans[i-1].To > s.From {
						t.Fatalf("%q: spans %v", text, d.Spans)
					}
				}
			}
		}
		block.Day(text, hint)
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		block.Parse(threePoints, "pl")
	}
}
