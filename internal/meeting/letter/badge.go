package letter

import (
	"strings"

	"twintown/internal/platform/pdf"
)

// Shows is what the organiser lets badges and lists say of people.
type Shows string

// What they can show.
const (
	ShowName       Shows = "name"
	ShowDelegation Shows = "delegation" // where from, and no name
	ShowNumber     Shows = "number"     // a number only
)

// Showings are all that can be chosen.
func Showings() []Shows { return []Shows{ShowName, ShowDelegation, ShowNumber} }

// Person is one who wears a badge, sits at a table or signs a list.
type Person struct {
	Number    int // in the whole list, from 1
	Name      string
	Function  string
	Role      string   // as the meeting's language calls it; "": a delegate
	Town      string   // or the organisation, in the meeting's language
	Own       string   // what it is called by its guests where that differs
	Country   string   // ISO 3166
	Language  string   // her own
	Languages []string // that she speaks
	Code      string   // opaque, for the QR code; "": none
}

// Badges are what is printed on badges.
type Badges struct {
	Sheet
	Shows  Shows
	Single bool // one on a page of A6; else four on A4 with marks to cut them apart
	People []Person
}

// Badges sets badges of A6.
func (s *Setter) Badges(in Badges) ([]byte, error) {
	if len(in.People) == 0 {
		return nil, nothing()
	}
	d := s.begin(Badge, in.Sheet)
	for i, one := range in.People {
		switch at := i % 4; {
		case in.Single:
			d.Page(pdf.A6)
			s.badge(d, in, one, 0, 0)
		default:
			if at == 0 {
				d.Page(pdf.A4)
				cuts(d)
			}
			s.badge(d, in, one, float64(at%2)*105, float64(at/2)*148.5)
		}
	}
	return d.Bytes()
}

// cuts marks where a sheet is cut: at its edges and in the middle, not through the badges.
func cuts(d *pdf.Doc) {
	for _, y := range []float64{0, 291} {
		d.Line(soft, 0.15, 105, y, 105, y+6)
	}
	for _, x := range []float64{0, 204} {
		d.Line(soft, 0.15, x, 148.5, x+6, 148.5)
	}
	d.Line(soft, 0.15, 102, 148.5, 108, 148.5)
	d.Line(soft, 0.15, 105, 145.5, 105, 151.5)
}

// badge sets one badge whose corner is at x, y.
func (s *Setter) badge(d *pdf.Doc, in Badges, p Person, x, y float64) {
	const inner, wide = 9.0, 105 - 18.0
	words, guest := s.catalog.Printer(in.Language), s.catalog.Printer(p.Language)
	small := pdf.Style{Face: pdf.Sans, Size: 9, Ink: soft, Leading: 1.3}
	title := d.Wrap(small, in.Meeting.Title, wide)
	for i, line := range title[:min(len(title), 2)] {
		d.Text(small, x+inner, y+13+float64(i)*small.Line(), pdf.Left, line)
	}
	d.Text(small, x+inner, y+13+float64(min(len(title), 2))*small.Line(), pdf.Left, in.Meeting.dates(words))
	d.Line(here, 0.8, x+inner, y+28, x+inner+wide/2, y+28)
	d.Line(there, 0.8, x+inner+wide/2, y+28, x+inner+wide, y+28)
	at := y + 45
	at = s.badgeName(d, in.Shows, p, x+inner, at, wide)
	if p.Function != "" && in.Shows == ShowName {
		plain := pdf.Style{Face: pdf.Serif, Size: 11.5, Ink: soft, Leading: 1.25}
		for i, line := range d.Wrap(plain, p.Function, wide) {
			if i < 2 {
				d.Text(plain, x+inner, at, pdf.Left, line)
				at += plain.Line()
			}
		}
	}
	s.badgeTown(d, in.Shows, p, x+inner, y, wide, countries(words.CountryName, guest.CountryName, p.Country))
	foot := small.Sized(9.5)
	if p.Role != "" {
		d.Text(pdf.Style{Face: pdf.SansStrong, Size: 10, Ink: there}, x+inner, y+123, pdf.Left, p.Role)
	}
	spoken := d.Wrap(foot, s.languages(in.Language, p.Languages), wide-26)
	for i, line := range spoken[:min(len(spoken), 3)] {
		d.Text(foot, x+inner, y+138.5-float64(min(len(spoken), 3)-1-i)*foot.Line(), pdf.Left, line)
	}
	if p.Code != "" {
		d.QR(p.Code, x+105-inner-26+2, y+148-inner-26, 26)
		typed := grouped(p.Code) // where no camera reads it, somebody types it
		d.Text(d.Fit(pdf.Style{Face: pdf.Sans, Size: 6.5, Ink: soft}, 30, 4, typed), x+105-inner, y+141.5, pdf.Right, typed)
	}
}

// languages names the languages that somebody speaks, each by its own name where the program has it.
func (s *Setter) languages(meeting string, codes []string) string {
	var names []string
	for _, code := range codes {
		if s.catalog.Has(code) {
			names = append(names, s.catalog.Printer(code).OwnName())
		} else {
			names = append(names, s.catalog.Printer(meeting).LanguageName(code))
		}
	}
	return strings.Join(names, " · ")
}

// grouped is a code in groups of four, as people read it out.
func grouped(code string) string {
	var b strings.Builder
	for i, r := range code {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// badgeName sets what is largest on a badge and returns the base line below it.
func (s *Setter) badgeName(d *pdf.Doc, shows Shows, p Person, x, y, wide float64) float64 {
	big := pdf.Style{Face: pdf.SerifStrong, Size: 31, Ink: ink, Leading: 1.1}
	text := p.Name
	switch shows {
	case ShowDelegation:
		text = p.Town
	case ShowNumber:
		text, big = number(p.Number), big.Sized(54)
	}
	parts := d.Wrap(big, text, wide)
	if shows == ShowName {
		parts = twoLines(text)
	}
	big = d.Fit(big, wide, 15, parts...)
	if d.Width(big, longest(d, big, parts)) > wide { // a name that no size fits into two lines
		parts = d.Wrap(big, text, wide)
	}
	for i, line := range parts {
		if i < 3 {
			d.Text(big, x, y, pdf.Left, line)
			y += big.Line()
		}
	}
	return y - big.Line() + 7.5
}

// badgeTown sets where the person is from.
func (s *Setter) badgeTown(d *pdf.Doc, shows Shows, p Person, x, y, wide float64, country string) {
	if shows == ShowNumber {
		return
	}
	place := pdf.Style{Face: pdf.SerifStrong, Size: 17, Ink: here, Leading: 1.15}
	town := p.Town
	if shows == ShowDelegation {
		town = "" // it stands there large
	}
	at := y + 100.0
	if town != "" {
		place = d.Fit(place, wide, 11, town)
		parts := d.Wrap(place, town, wide)
		at -= float64(min(len(parts), 2)-1) * place.Line()
		for i, line := range parts {
			if i < 2 {
				d.Text(place, x, at, pdf.Left, line)
				at += place.Line()
			}
		}
	}
	if p.Own != "" && p.Own != p.Town {
		other := pdf.Style{Face: pdf.Serif, Size: 12, Ink: here, Leading: 1.2}
		d.Text(d.Fit(other, wide, 9, p.Own), x, at, pdf.Left, p.Own)
		at += other.Line()
	}
	d.Text(pdf.Style{Face: pdf.Sans, Size: 10.5, Ink: soft}, x, at+0.5, pdf.Left, country)
}

// countries names a country in two languages, once where they agree.
func countries(first, second func(string) string, code string) string {
	if code == "" {
		return ""
	}
	a, b := first(code), second(code)
	if a == b {
		return a
	}
	return a + " · " + b
}

// twoLines parts a name into given names and family name, as far as spaces tell.
func twoLines(name string) []string {
	words := strings.Fields(name)
	if len(words) < 2 {
		return []string{name}
	}
	return []string{strings.Join(words[:len(words)-1], " "), words[len(words)-1]}
}

func longest(d *pdf.Doc, s pdf.Style, lines []string) (widest string) {
	for _, line := range lines {
		if d.Width(s, line) > d.Width(s, widest) {
			widest = line
		}
	}
	return widest
}
