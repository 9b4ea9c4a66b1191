package papers

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/meeting/letter"
	"twintown/internal/partnership"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Names say what places are called.
type Names interface {
	// DisplayName is the name of a place in a language, "" where the place is not known.
	DisplayName(id int64, language string) string
	// Country is the ISO 3166 code of the country of a place, "" where it is not known.
	Country(id int64) string
	// OwnName is what its people call a place.
	OwnName(id int64) string
}

// Group is a delegation with its members and the address by which it answers.
type Group struct {
	delegation.Delegation
	Members []delegation.Member
	Link    string // "": none is printed
}

// Job is a paper to be made.
type Job struct {
	Paper      letter.Paper
	Language   string // of the paper; "": of each delegation
	Each       bool   // table cards: one for each person
	Settings   Settings
	Meeting    meeting.Meeting
	Conference delegation.Conference
	Groups     []Group
	Face       func(language string) letter.Host // who runs the site, for what was not decided
	Today      lang.Date
	Came       map[string]bool // members who were checked in, for certificates; empty: nobody was, all count
}

// Maker makes papers. It is safe for concurrent use.
type Maker struct {
	set     *letter.Setter
	catalog *lang.Catalog
	names   Names
}

// NewMaker returns a maker that sets with set and asks names for what places are called.
func NewMaker(set *letter.Setter, catalog *lang.Catalog, names Names) *Maker {
	return &Maker{set, catalog, names}
}

// File is a paper with a name that says whose it is without naming a person.
type File struct {
	Name  string
	Bytes []byte
}

// One makes a paper for all groups in one file. errs.NotFound: it would be for nobody.
func (m *Maker) One(j Job) ([]byte, error) {
	switch j.Paper {
	case letter.Invite:
		return m.set.Invitations(m.invitations(j))
	case letter.VisaLetter:
		return m.set.Visas(m.travellers(j))
	case letter.Certificate:
		return m.set.Certificates(m.attended(j))
	case letter.Badge:
		return m.set.Badges(letter.Badges{Sheet: m.sheet(j, m.language(j)), Shows: j.shows(), Single: j.Settings.Single, People: m.people(j)})
	case letter.Attendance:
		return m.set.List(letter.List{Sheet: m.sheet(j, m.language(j)), Shows: j.shows(), People: m.people(j)})
	case letter.TableCard:
		return m.set.Cards(letter.Cards{Sheet: m.sheet(j, m.language(j)), Shows: j.shows(), Each: j.Each, People: m.people(j)})
	}
	return nil, errs.New(errs.NotFound, lang.Msg("error.papers.choice"), nil)
}

// Each makes a file for each group; those for whom there would be nothing have none.
func (m *Maker) Each(j Job) (files []File, err error) {
	groups := j.Groups
	for _, g := range groups {
		j.Groups = []Group{g}
		file, err := m.One(j)
		if errs.KindOf(err) == errs.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		files = append(files, File{m.fileName(g, j), file})
	}
	if len(files) == 0 {
		return nil, errs.New(errs.NotFound, lang.Msg("letter.error.nobody"), nil)
	}
	return files, nil
}

func (j Job) shows() letter.Shows { return j.Settings.ShowsIn(j.Conference.Protected) }

// language is that of papers for all: the chosen one, or the first of the meeting's texts.
func (m *Maker) language(j Job) string {
	if j.Language != "" {
		return j.Language
	}
	if _, in := j.Meeting.TitleIn(); m.catalog.Has(in) {
		return in
	}
	return "en"
}

// fileName is the town's name, or the delegation's number where a name would say too much.
func (m *Maker) fileName(g Group, j Job) string {
	name := m.town(g, m.language(j))
	if j.Conference.Protected || name == "" {
		name = g.ID
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return '-'
		}
		return r
	}, name) + ".pdf"
}

// town is what a delegation is called in a language: its town or its organisation.
func (m *Maker) town(g Group, language string) string {
	if g.Place != 0 {
		return m.names.DisplayName(g.Place, language)
	}
	return g.Name
}

// sheet is what a paper in a language has in common with the others.
func (m *Maker) sheet(j Job, language string) letter.Sheet {
	title, _ := j.Meeting.TitleIn(language)
	f := j.Meeting.Facts
	venue, _ := f.Venue.In(language, language)
	s := letter.Sheet{
		Language: language, Costs: j.Settings.Costs, Issued: j.Today, Text: j.Settings.Text(j.Paper, language),
		Meeting: letter.Meeting{Title: title, From: day(f.From), To: day(f.To), Venue: venue, Address: f.Address},
		Host:    j.host(language),
	}
	s.Meeting.Costs, _ = j.Conference.Costs.In(language, language)
	if f.Place != 0 {
		s.Meeting.Town, s.Meeting.Country = m.names.DisplayName(f.Place, language), m.names.Country(f.Place)
		if s.Host.City == "" {
			s.Host.City = s.Meeting.Town
		}
	}
	return s
}

// day is a date that papers can print: one that is only thought so is not.
func day(d partnership.Date) lang.Date {
	if d.Qualifier != partnership.Exactly {
		return lang.Date{}
	}
	return d.Calendar()
}

// host is who writes: as decided, else the meeting's first organiser, else who runs the site.
func (j Job) host(language string) letter.Host {
	h, own := letter.Host{}, j.Settings.Host
	if j.Face != nil {
		h = j.Face(language)
	}
	if len(j.Meeting.Organisers) > 0 && own.Name == "" && j.Meeting.Organisers[0] != h.Name {
		h = letter.Host{Name: j.Meeting.Organisers[0], Email: j.Conference.Contact} // the site's address is not its own
	}
	for field, text := range map[*string]string{
		&h.Name: own.Name, &h.Address: own.Address, &h.City: own.City, &h.Email: own.Email,
		&h.Phone: own.Phone, &h.Signer: own.Signer, &h.Office: own.Office,
	} {
		if text != "" {
			*field = text
		}
	}
	return h
}

// reader is the language in which a delegation reads a paper.
func (m *Maker) reader(j Job, g Group) string {
	if j.Language != "" {
		return j.Language
	}
	if m.catalog.Has(g.Language) {
		return g.Language
	}
	return "en"
}

func (m *Maker) country(g Group) string {
	if g.Place == 0 {
		return ""
	}
	return m.names.Country(g.Place)
}

// invitations are for the delegations that may still come.
func (m *Maker) invitations(j Job) (all []letter.Invitation) {
	for _, g := range j.Groups {
		if g.State.Over() {
			continue
		}
		in := letter.Invitation{
			Sheet: m.sheet(j, m.reader(j, g)), Addressee: g.Contact.Name, Town: m.town(g, m.reader(j, g)), Country: m.country(g),
			Quota: g.Quota, Link: g.Link,
		}
		if by := j.Conference.AnswerBy(g.Delegation); !by.IsZero() {
			in.Deadline = lang.DateOf(by.Add(-1).In(j.Meeting.Location())) // the day that ends then
		}
		all = append(all, in)
	}
	return all
}

// travellers are the members who asked for a visa letter.
func (m *Maker) travellers(j Job) (all []letter.Traveller) {
	for _, g := range j.Groups {
		for _, who := range g.Members {
			if who.Visa.Wanted && !g.State.Over() {
				t := traveller(who)
				t.Sheet, t.Town, t.Country = m.sheet(j, m.reader(j, g)), m.town(g, m.reader(j, g)), m.country(g)
				all = append(all, t)
			}
		}
	}
	return all
}

// traveller is a member as her letter for a visa has her.
func traveller(who delegation.Member) letter.Traveller {
	v := who.Visa
	return letter.Traveller{
		Name: cmp.Or(v.Name, who.Name), Born: dateOf(v.Born), Nationality: v.Nationality, Document: v.Document,
		ValidUntil: dateOf(v.ValidUntil), Address: v.Address, Function: who.Function, Arrives: dateOf(who.Arrives), Leaves: dateOf(who.Leaves),
	}
}

// Missing are the names of what is not known of a member and a meeting without which a
// consulate sends the letter back: see [letter.Traveller.Missing]. Who wants none lacks nothing.
func Missing(who delegation.Member, f meeting.Facts) []string {
	if !who.Visa.Wanted {
		return nil
	}
	t := traveller(who)
	t.Meeting.From = day(f.From)
	return t.Missing()
}

// dateOf reads the day of a moment, "2027-05-13 18:40"; zero where there is none.
func dateOf(text string) lang.Date {
	text, _, _ = strings.Cut(text, " ")
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return lang.Date{}
	}
	return lang.DateOf(t)
}

// attended are the members of delegations that accepted; where anybody was checked in, those
// alone who were.
func (m *Maker) attended(j Job) (all []letter.Attended) {
	for _, g := range j.coming() {
		for _, who := range g.Members {
			if len(j.Came) > 0 && !j.Came[who.ID] {
				continue
			}
			all = append(all, letter.Attended{
				Sheet: m.sheet(j, m.reader(j, g)), Name: who.Name, Function: who.Function, Town: m.town(g, m.reader(j, g)), Country: m.country(g),
			})
		}
	}
	return all
}

// coming are the delegations that accepted.
func (j Job) coming() []Group {
	return slices.DeleteFunc(slices.Clone(j.Groups), func(g Group) bool { return g.State != delegation.Accepted })
}

// people are all members of those who come, numbered through.
func (m *Maker) people(j Job) (all []letter.Person) {
	words := m.catalog.Printer(m.language(j))
	for _, g := range j.coming() {
		for _, who := range g.Members {
			p := letter.Person{
				Number: len(all) + 1, Name: who.Name, Function: who.Function, Town: m.town(g, words.Lang()), Own: m.own(g), Country: m.country(g),
				Language: m.reader(Job{}, g), Languages: who.Languages, Code: who.Code,
			}
			if who.Role != delegation.Delegate && who.Role != "" {
				p.Role = words.T("letter.role." + string(who.Role))
			}
			all = append(all, p)
		}
	}
	return all
}

func (m *Maker) own(g Group) string {
	if g.Place == 0 {
		return ""
	}
	return m.names.OwnName(g.Place)
}
