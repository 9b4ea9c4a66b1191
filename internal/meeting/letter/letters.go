package letter

import (
	"twintown/internal/platform/lang"
	"twintown/internal/platform/pdf"
)

// Invitation is the letter by which a delegation is invited.
type Invitation struct {
	Sheet
	Addressee string // who or which office is written to; "": the town or organisation
	Town      string // or the organisation, in the reader's language
	Country   string // ISO 3166; "": not known
	Quota     int    // the most people that may come; 0: not said
	Deadline  lang.Date
	Link      string // the personal address at which it is answered; "": by letter
}

// delegation names a delegation with its country.
func delegation(p *lang.Printer, town, country string) string {
	if country == "" {
		return town
	}
	return comma(town, p.CountryName(country))
}

// Invitations sets one letter for each delegation.
func (s *Setter) Invitations(all []Invitation) ([]byte, error) {
	if len(all) == 0 {
		return nil, nothing()
	}
	d := s.begin(Invite, all[0].Sheet)
	for _, one := range all {
		s.invitation(d, one)
	}
	return d.Bytes()
}

func (s *Setter) invitation(d *pdf.Doc, in Invitation) {
	words := s.catalog.Printer(in.Language)
	country := ""
	if in.Country != "" {
		country = words.CountryName(in.Country)
	}
	g := s.letter(d, Invite, in.Sheet, lines(in.Addressee, in.Town, country))
	own := map[string]string{
		"addressee":  in.Addressee,
		"delegation": delegation(words, in.Town, in.Country),
		"link":       in.Link,
	}
	if in.Quota > 0 {
		own["quota"] = words.T("letter.up_to", "n", in.Quota)
	}
	if !in.Deadline.IsZero() {
		own["deadline"] = words.Date(in.Deadline)
	}
	if in.Link != "" { // beside the title, where an eye looks for what to do
		d.QR(in.Link, margin-2.4, g.first-5.4, narrow)
		d.Paragraph(note, margin, g.first-3+narrow, narrow, words.T("letter.scan"))
	}
	g.set(s.body(Invite, in.Sheet, own), signing)
	g.signature()
	g.end()
}

// Traveller is a person for whom a visa letter is written, as her travel document has it.
type Traveller struct {
	Sheet
	Name        string
	Born        lang.Date
	Nationality string // ISO 3166
	Document    string // its number
	ValidUntil  lang.Date
	Address     string
	Function    string
	Town        string // of her delegation
	Country     string
	Arrives     lang.Date // zero: with the meeting
	Leaves      lang.Date
}

// Missing are the names of the values without which a consulate sends the letter back.
func (t Traveller) Missing() (names []string) {
	for _, v := range []struct {
		name string
		ok   bool
	}{
		{"name", t.Name != ""},
		{"born", !t.Born.IsZero()},
		{"nationality", t.Nationality != ""},
		{"document", t.Document != ""},
		{"dates", !t.Meeting.From.IsZero()},
	} {
		if !v.ok {
			names = append(names, v.name)
		}
	}
	return names
}

// Visas sets one letter for each traveller.
func (s *Setter) Visas(all []Traveller) ([]byte, error) {
	if len(all) == 0 {
		return nil, nothing()
	}
	d := s.begin(VisaLetter, all[0].Sheet)
	for _, one := range all {
		s.visa(d, one)
	}
	return d.Bytes()
}

func (s *Setter) visa(d *pdf.Doc, t Traveller) {
	words := s.catalog.Printer(t.Language)
	g := s.letter(d, VisaLetter, t.Sheet, words.T("letter.visa.to"))
	own := map[string]string{
		"name": t.Name, "document": t.Document, "address": t.Address, "function": t.Function,
		"delegation": delegation(words, t.Town, t.Country), "stay": days(words, t.Arrives, t.Leaves),
	}
	if !t.Born.IsZero() {
		own["born"] = words.Date(t.Born)
	}
	if !t.ValidUntil.IsZero() {
		own["valid_until"] = words.Date(t.ValidUntil)
	}
	if t.Nationality != "" {
		own["nationality"] = words.CountryName(t.Nationality)
	}
	g.set(s.body(VisaLetter, t.Sheet, own), signing)
	g.signature()
	g.foot(words.T("letter.visa.no_promise"))
	g.end()
}
