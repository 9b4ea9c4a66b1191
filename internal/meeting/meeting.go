// Package meeting keeps conferences, forums, visits, ceremonies, exchanges and seminars:
// when and where they are, who organises them and under whose patronage, who came, what
// was on the programme, and the papers that were handed out.
//
// # Two halves
//
// What a meeting says in sentences is an item of package press, of the kind press.Meeting:
// title, lead and report in as many languages as somebody wrote, with addresses, drafts,
// schedule, withdrawal and revisions. The item's links name the towns that took part, the
// partnerships, the report and the gallery. What is the same in each language, the [Facts],
// is part of the item's own fields (press.Own.More), so that it has the same drafts and
// revisions and becomes public with them: this package keeps no table. A meeting is public
// in the languages in which its text is.
//
//	id, err := store.Create(ctx, actor, meeting.New{Kind: meeting.Conference, Language: "pl", Title: t})
//	m, err := store.Meeting(ctx, id)
//	m.From, m.Place = partnership.On(2013, 9, 27), 776069
//	err = store.Save(ctx, actor, id, m.Version, m.Facts, m.Item.Own, "")
//	err = store.Publish(ctx, actor, id, "pl", time.Time{}, resolve)
//	all, err := store.Public(ctx, "pl")
//
// # Short texts
//
// Names that belong to the facts (the venue, an item of the programme, a patron's office)
// are [Words]: one value for each language in which somebody wrote it. A reader whose
// language has none is shown another, marked as being in that language.
//
// # What is shown
//
// A patronage is shown once it was granted, never before. Guests are numbers by town and
// country, never names; a number that nobody counted is not zero. A project that was paid
// for by somebody has a credit line, without which the meeting cannot become public.
package meeting

import (
	"slices"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/press"
)

// Kind is the sort of a meeting.
type Kind string

// The kinds.
const (
	Conference Kind = "conference"
	Forum      Kind = "forum" // towns look for partners
	Visit      Kind = "visit"
	Ceremony   Kind = "ceremony"
	Exchange   Kind = "exchange" // of pupils, clubs, offices
	Seminar    Kind = "seminar"
)

// Kinds are all kinds.
func Kinds() []Kind { return []Kind{Conference, Forum, Visit, Ceremony, Exchange, Seminar} }

// Patronage is in which way a patron lends a name.
type Patronage string

// The ways. Honorary patronage and a seat on the honorary committee exclude one another.
const (
	Honorary   Patronage = "honorary"
	Committee  Patronage = "committee"
	Media      Patronage = "media"
	Scientific Patronage = "scientific"
	Partner    Patronage = "partner"
)

// Patronages are all ways, in the order in which they are named.
func Patronages() []Patronage { return []Patronage{Honorary, Committee, Scientific, Partner, Media} }

// State is how far a patronage has come.
type State string

// The states.
const (
	Intended State = "intended" // nobody asked yet
	Applied  State = "applied"
	Granted  State = "granted" // from now on it is shown
	Refused  State = "refused"
)

// States are all states, in their order.
func States() []State { return []State{Intended, Applied, Granted, Refused} }

// Patron is one patron: an office or an organisation, rarely with the holder's name.
type Patron struct {
	Way    Patronage `json:"way"`
	Office Words     `json:"office"`
	Holder string    `json:"holder,omitempty"` // only where the office itself gave it
	State  State     `json:"state"`

	// What the desk plans by; readers see none of it but the logo, in its period.
	Rule        string `json:"rule,omitempty"`        // key of a [Rule]; "": it is not known which holds
	Days        int    `json:"days,omitempty"`        // of OtherRule: to be applied for so many days before
	AppliedOn   string `json:"applied_on,omitempty"`  // "2026-11-20"
	AnsweredOn  string `json:"answered_on,omitempty"` //
	Obligations Words  `json:"obligations,omitempty"` // what was promised for it
	Logo        string `json:"logo,omitempty"`        // document: a picture
	LogoFrom    string `json:"logo_from,omitempty"`   // first day on which it may be used; "": from the answer on
	LogoUntil   string `json:"logo_until,omitempty"`  // last day; "": no end was said
}

// Guests are those who came from one town, or from a country where the town is not said.
type Guests struct {
	Place   int64  `json:"place,omitempty"`
	Country string `json:"country,omitempty"` // ISO 3166; of Place where there is one
	People  int    `json:"people"`            // Uncounted, or how many
}

// Uncounted stands for a number that nobody counted.
const Uncounted = -1

// Slot is an item of the programme.
type Slot struct {
	Day   int    `json:"day,omitempty"`   // 0 is the first
	From  string `json:"from,omitempty"`  // "09:30", in the meeting's zone; "": not said
	Until string `json:"until,omitempty"` //
	Title Words  `json:"title"`
}

// Material is a document that was handed out.
type Material struct {
	Document string `json:"document"`
	Language string `json:"language,omitempty"` // of the document
	Title    Words  `json:"title"`
}

// Project is what paid for the meeting, and what must be said for it.
type Project struct {
	Name   string `json:"name,omitempty"`   // as the project is registered
	Credit Words  `json:"credit,omitempty"` // the obligatory line
	Logo   string `json:"logo,omitempty"`   // document: a picture
	Shows  Words  `json:"shows,omitempty"`  // what the logo says, for those who do not see it
}

// Facts are what is known of a meeting beside its texts.
type Facts struct {
	Kind    Kind             `json:"kind"`
	Series  Words            `json:"series,omitempty"`
	Edition int              `json:"edition,omitempty"` // 0: not counted
	From    partnership.Date `json:"from,omitzero"`
	To      partnership.Date `json:"to,omitzero"`      // zero: it ends on the day on which it begins
	Begins  string           `json:"begins,omitempty"` // "09:30"; "": the hour is not known
	Ends    string           `json:"ends,omitempty"`
	Zone    string           `json:"zone,omitempty"` // IANA
	Off     bool             `json:"off,omitempty"`  // it was cancelled

	Venue   Words     `json:"venue,omitempty"`
	Address string    `json:"address,omitempty"`
	Place   int64     `json:"place,omitempty"`
	At      *Position `json:"at,omitempty"` // nil: that of the place

	Organisers []string   `json:"organisers,omitempty"` // in their registered spelling
	Project    Project    `json:"project,omitzero"`
	Patrons    []Patron   `json:"patrons,omitempty"`
	Guests     []Guests   `json:"guests,omitempty"`
	Programme  []Slot     `json:"programme,omitempty"`
	Materials  []Material `json:"materials,omitempty"`

	// What the store keeps of a state itself; what a caller says of it does not count.
	Sequence int    `json:"sequence,omitempty"` // how often time or place changed until then: calendars ask
	CopyOf   string `json:"copy_of,omitempty"`  // the edition from which the meeting was begun
}

// Position is a point on the map.
type Position struct {
	Lat float64 `json:"lat"`
	Lon float64 `json:"lon"`
}

// Meeting is a meeting with its texts.
type Meeting struct {
	press.Item
	Facts
	Kind    Kind  // of the meeting; the item's own is press.Meeting
	Version int64 // of the facts, that is, of the item's own fields
}

// Object returns what permission to the meeting depends on.
func (m Meeting) Object() people.Object { return m.Item.Object() }

// The roles of links to articles and galleries.
const (
	Report  = "report"
	Gallery = "gallery"
)

// Linked is the article or gallery that a meeting names in a role, "" for none.
func Linked(o press.Own, role string) string {
	for _, l := range o.Links {
		if l.Kind == press.OfPress && l.Role == role {
			return l.Target
		}
	}
	return ""
}

// PatronsShown are the patrons that may be named, those of one way together.
func (f Facts) PatronsShown() (all []Patron) {
	for _, way := range Patronages() {
		for _, p := range f.Patrons {
			if p.Way == way && p.State == Granted {
				all = append(all, p)
			}
		}
	}
	return all
}

// Towns are the places that the meeting concerns: where it is, and where guests are from.
func (f Facts) Towns() (all []int64) {
	for _, n := range append([]int64{f.Place}, places(f.Guests)...) {
		if n != 0 && !slices.Contains(all, n) {
			all = append(all, n)
		}
	}
	return all
}

func places(guests []Guests) (all []int64) {
	for _, g := range guests {
		all = append(all, g.Place)
	}
	return all
}
