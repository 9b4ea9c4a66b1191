package letter

import (
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/pdf"
)

// Attended is a person who was there.
type Attended struct {
	Sheet
	Name     string
	Function string
	Town     string
	Country  string
}

// nothing is the failure of a paper for nobody.
func nothing() error { return errs.New(errs.NotFound, lang.Msg("letter.error.nobody"), nil) }

// Certificates sets one certificate of attendance for each person, on A4 across.
func (s *Setter) Certificates(all []Attended) ([]byte, error) {
	if len(all) == 0 {
		return nil, nothing()
	}
	d := s.begin(Certificate, all[0].Sheet)
	for _, one := range all {
		s.certificate(d, one)
	}
	return d.Bytes()
}

func (s *Setter) certificate(d *pdf.Doc, a Attended) {
	const centre, width = 297.0 / 2, 205.0
	words := s.catalog.Printer(a.Language)
	d.Page(pdf.A4Wide)
	d.Line(here, 0.9, 12, 12, centre, 12)
	d.Line(there, 0.9, centre, 12, 285, 12)
	sign(d, centre-20, 40, 40)
	title := pdf.Style{Face: pdf.Serif, Size: 26, Ink: soft, Leading: 1.25}
	y := 59.0
	middle := func(s pdf.Style, text string) {
		for _, line := range d.Wrap(s, text, width) {
			d.Text(s, centre, y, pdf.Centre, line)
			y += s.Line()
		}
	}
	middle(title, words.T("letter.title.certificate"))
	y += 5
	text := s.body(Certificate, a.Sheet, map[string]string{"name": a.Name, "function": a.Function, "delegation": delegation(words, a.Town, a.Country)})
	for _, b := range text {
		switch {
		case b.gap():
			y += 4
		case b.name == "name":
			y += 6
			middle(d.Fit(pdf.Style{Face: pdf.SerifStrong, Size: 34, Ink: ink, Leading: 1.2}, width, 22, b.text), b.text)
		case b.name == "meeting":
			y += 1.5
			middle(shown.Sized(17), b.text)
		case b.row():
			middle(running.Sized(11.5), words.T("letter.line", "label", b.label, "value", b.text))
		default:
			middle(running.Sized(12), b.text)
		}
	}
	s.certified(d, words, a.Sheet)
}

// certified sets place, day and signature at the foot of a certificate.
func (s *Setter) certified(d *pdf.Doc, words *lang.Printer, sheet Sheet) {
	h, base := sheet.Host, 178.0
	d.Text(running.Sized(10), 46, base, pdf.Left, comma(h.City, words.Date(sheet.Issued)))
	d.Text(strong, 46, base+5, pdf.Left, h.Name)
	d.Line(rule, 0.25, 181, base-4, 251, base-4)
	y := base
	for i, line := range []string{h.Signer, h.Office} {
		style := note
		if i == 0 {
			style = strong
		}
		if line != "" {
			y = d.Paragraph(style, 181, y, 72, line)
		}
	}
}
