package helppoint

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Limits of one point. An office has a line for each purpose at most, and a page that lists
// more than some exceptions is read by nobody.
const (
	mostPhones     = 8
	mostMails      = 5
	mostLanguages  = 20
	mostExceptions = 60 // the feast days of two years, and some more
	longestAddress = 200
	longestName    = 160
	longestText    = 4000
	longestHours   = 1000
	longestNote    = 40
	longestPasted  = 20_000
)

// check returns what is wrong with a point, by field. A draft may lack what it will.
func (p *Point) check() error {
	p.tidy()
	if err := errs.First(
		errs.TooLong("address", p.Address, longestAddress), errs.TooLong("hours", p.Hours, longestHours), errs.TooLong("pasted", p.Pasted, longestPasted),
		errs.TooMany("phones", len(p.Phones), mostPhones), errs.TooMany("mails", len(p.Mails), mostMails),
		errs.TooMany("languages", len(p.Languages), mostLanguages), errs.TooMany("exceptions", len(p.Exceptions), mostExceptions),
		p.checkCodes(), p.checkContacts(), p.checkPosition(), p.checkHours(), p.checkClosure(),
	); err != nil {
		return err
	}
	for code, t := range p.Texts {
		if err := errs.First(errs.TooLong("name."+code, t.Name, longestName), errs.TooLong("summary."+code, t.Summary, longestText), errs.TooLong("way."+code, t.Way, longestText)); err != nil {
			return err
		}
	}
	if p.Stage == Public {
		return p.checkPublic()
	}
	return nil
}

// tidy drops what says nothing.
func (p *Point) tidy() {
	p.Address, p.Web, p.Hours = strings.TrimSpace(p.Address), strings.TrimSpace(p.Web), strings.TrimSpace(p.Hours)
	if p.Stage == Public {
		p.Pasted = ""
	}
	if p.Example { // nobody can have verified it
		p.Verified, p.VerifiedRole, p.Enquiries = time.Time{}, "", false
	}
}

// checkCodes refuses codes that no list has.
func (p *Point) checkCodes() error {
	unknown := func(field string) error { return errs.In(field, lang.Msg("error.help.code")) }
	for _, x := range p.Purposes {
		if !slices.Contains(Purposes(), x) {
			return unknown("purposes")
		}
	}
	for _, x := range p.Access {
		if !slices.Contains(Accesses(), x) {
			return unknown("access")
		}
	}
	for _, x := range p.Languages {
		if len(x) < 2 || len(x) > 12 {
			return unknown("languages")
		}
	}
	if !slices.Contains([]Appointment{NoAppointment, Possible, Only}, p.Appointment) {
		return unknown("appointment")
	}
	if !slices.Contains([]Holidays{HolidaysUnknown, HolidaysClosed, HolidaysUsual}, p.Holidays) {
		return unknown("holidays")
	}
	return nil
}

func (p *Point) checkContacts() error {
	for i, x := range p.Phones {
		number, err := ParsePhone(x.Number, "")
		if err := errs.First(err, errs.TooLong("phones", x.Note, longestNote)); err != nil {
			return err
		}
		p.Phones[i].Number = number
	}
	for i, x := range p.Mails {
		clean, err := people.CleanEmail(x)
		if err != nil {
			return errs.In("mails", lang.Msg("mail.address_wrong", "address", short(x)))
		}
		p.Mails[i] = clean
	}
	if p.Web == "" {
		return nil
	}
	u, err := url.Parse(p.Web)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || len(p.Web) > longestAddress {
		return errs.In("web", lang.Msg("error.help.web"))
	}
	return nil
}

func (p *Point) checkPosition() error {
	if p.Lat < -90 || p.Lat > 90 || p.Lon < -180 || p.Lon > 180 || p.Lat != p.Lat || p.Lon != p.Lon {
		return errs.In("lat", lang.Msg("error.help.position"))
	}
	if p.Zone == "" {
		return nil
	}
	if _, err := time.LoadLocation(p.Zone); err != nil {
		return errs.In("place", lang.Msg("error.help.zone"))
	}
	return nil
}

// checkHours refuses hours that cannot be read.
func (p *Point) checkHours() error {
	if p.Hours == "" {
		return nil
	}
	if _, err := readHours(p.Hours); err != nil {
		return errs.In("hours", lang.Msg("error.help.hours"))
	}
	return nil
}

func (p *Point) checkClosure() error {
	c := p.Closure
	if c.From == "" && c.To != "" || c.From != "" && !dayText(c.From) || c.To != "" && (!dayText(c.To) || c.To < c.From) {
		return errs.In("closed_to", lang.Msg("error.help.period"))
	}
	for _, e := range p.Exceptions {
		if !dayText(e.From) || !dayText(e.To) || e.To < e.From {
			return errs.In("exceptions", lang.Msg("error.help.period"))
		}
		if e.Hours != "" {
			if _, err := readHours(e.rule()); err != nil {
				return errs.In("exceptions", lang.Msg("error.help.hours"))
			}
		}
	}
	slices.SortFunc(p.Exceptions, func(a, b Exception) int { return strings.Compare(a.From+a.To, b.From+b.To) })
	return nil
}

// dayText says whether a text is a whole day, "2026-12-24".
func dayText(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// checkPublic says what a point still lacks before readers may see it.
func (p *Point) checkPublic() error {
	named := false
	for _, t := range p.Texts {
		named = named || strings.TrimSpace(t.Name) != ""
	}
	switch {
	case !named:
		return errs.In("name", lang.Msg("error.help.name"))
	case p.Place == 0 || p.Zone == "":
		return errs.In("place", lang.Msg("error.help.place"))
	case len(p.Purposes) == 0:
		return errs.In("purposes", lang.Msg("error.help.purpose"))
	case len(p.Phones) == 0 && len(p.Mails) == 0 && p.Address == "" && p.Web == "":
		return errs.In("phones", lang.Msg("error.help.contact"))
	}
	return nil
}
