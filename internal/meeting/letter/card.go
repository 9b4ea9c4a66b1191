package letter

import (
	"twintown/internal/platform/pdf"
)

// Cards are cards that stand on tables: A4, folded in the middle, with the same on both sides.
type Cards struct {
	Sheet
	Shows  Shows
	Each   bool // one for each person; else one for each delegation
	People []Person
}

// Cards sets them.
func (s *Setter) Cards(in Cards) ([]byte, error) {
	if len(in.People) == 0 {
		return nil, nothing()
	}
	d := s.begin(TableCard, in.Sheet)
	seen := map[string]bool{}
	for _, p := range in.People {
		if key := p.Town + "\x00" + p.Country; !in.Each {
			if seen[key] {
				continue
			}
			seen[key] = true
		}
		d.Page(pdf.A4Wide)
		d.Dashes(rule, 0.2, 0, 105, 8, 105)
		d.Dashes(rule, 0.2, 289, 105, 297, 105)
		s.side(d, in, p)
		d.Upside(pdf.A4Wide.W/2, 105, func() { s.side(d, in, p) })
	}
	return d.Bytes()
}

// side sets the half of a card that faces whoever reads it: the lower one.
func (s *Setter) side(d *pdf.Doc, in Cards, p Person) {
	const centre, wide = 297.0 / 2, 253.0
	words, guest := s.catalog.Printer(in.Language), s.catalog.Printer(p.Language)
	main, sub := p.Town, ""
	if in.Each {
		switch in.Shows {
		case ShowName:
			main, sub = p.Name, p.Town
		case ShowNumber:
			main, sub = number(p.Number), ""
		}
	} else if p.Own != p.Town {
		sub = p.Own
	}
	if country := countries(words.CountryName, guest.CountryName, p.Country); in.Shows != ShowNumber || !in.Each {
		sub = comma(sub, country)
	}
	big := d.Fit(pdf.Style{Face: pdf.SerifStrong, Size: 64, Ink: ink, Leading: 1.08}, wide, 34, main)
	parts := d.Wrap(big, main, wide)
	if len(parts) > 1 {
		big = d.Fit(big.Sized(44), wide, 26, d.Wrap(big.Sized(44), main, wide)...)
		parts = d.Wrap(big, main, wide)
	}
	y := 105 + 45 - float64(len(parts)-1)*big.Line()/2 + big.Size*0.12
	for i, line := range parts {
		if i < 2 {
			d.Text(big, centre, y, pdf.Centre, line)
			y += big.Line()
		}
	}
	small := d.Fit(pdf.Style{Face: pdf.Sans, Size: 19, Ink: soft}, wide, 11, sub)
	d.Text(small, centre, y-big.Line()+16, pdf.Centre, sub)
	d.Line(here, 1, 22, 193, centre, 193)
	d.Line(there, 1, centre, 193, 275, 193)
	d.Text(d.Fit(note.Sized(10), wide, 7, in.Meeting.Title), centre, 200, pdf.Centre, in.Meeting.Title)
}
