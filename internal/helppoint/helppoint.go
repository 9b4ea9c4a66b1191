// Package helppoint keeps help points: offices where people are advised, and the questions
// that they are asked.
//
// A [Point] has a place, an address, phones, hours in the OSM opening_hours language, and
// its texts, a [Text] for each language with where it comes from. Its hours hold in its own
// time zone. What a visitor wants to know is [Point.At]: open until eight, opens on Monday
// at one, by appointment, or not known. A wrong "closed" sends somebody home who needed
// help, so the rule is strict: hours that nobody verified, or verified longer ago than
// [Fresh], say nothing; neither do they on a public holiday of which nobody spoke.
//
// # Data model
//
// help_point holds one row for each point, its lists as JSON in body; help_point_text its
// texts. A point is a draft until it is published, may be incomplete until then, and is
// withdrawn rather than deleted. Every change is told to the record of changes, field by
// field, and moves the version: who saves over another's change is told so.
//
//	id, err := store.Create(ctx, who, helppoint.Point{…})
//	err = store.Change(ctx, who, id, version, func(p *helppoint.Point) error {
//		p.Hours = "Mo 13:00-20:00"
//		return nil
//	})
//
// Enquiries are sealed at rest and live in enquiry.go. The caller has asked the permission
// table; nothing here knows HTTP.
package helppoint

import (
	"slices"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/lang"
)

// Purpose is what a help point is for.
type Purpose string

// The purposes, in the order in which lists have them.
const (
	ForPartnership   Purpose = "partnership"   // finding partners, programmes, money
	ForCivic         Purpose = "civic"         // citizens' advice: offices, forms
	ForLegal         Purpose = "legal"         // legal aid
	ForVictims       Purpose = "victims"       // of crime and violence
	ForMigrants      Purpose = "migrants"      // people who came from abroad
	ForSocial        Purpose = "social"        // family, care, money for living
	ForOrganisations Purpose = "organisations" // associations and foundations
	ForOther         Purpose = "other"
)

// Purposes are all purposes.
func Purposes() []Purpose {
	return []Purpose{ForPartnership, ForCivic, ForLegal, ForVictims, ForMigrants, ForSocial, ForOrganisations, ForOther}
}

// Accesses are the codes of what makes a point easier to reach for people with a
// disability.
func Accesses() []string {
	return []string{"step_free", "lift", "toilet", "parking", "loop", "sign", "guide_dog"}
}

// Appointment says whether a visit must be agreed.
type Appointment string

// The kinds of appointment.
const (
	NoAppointment Appointment = ""
	Possible      Appointment = "possible"
	Only          Appointment = "only"
)

// Holidays says what the hours mean on public holidays.
type Holidays string

// What can be known of public holidays.
const (
	HolidaysUnknown Holidays = ""
	HolidaysClosed  Holidays = "closed"
	HolidaysUsual   Holidays = "usual"
)

// Reasons are the codes of why a point is closed for a time or has other hours.
func Reasons() []string {
	return []string{"holiday", "leave", "works", "moving", "training", "other"}
}

// Stage is how far a point is.
type Stage string

// The stages.
const (
	Draft     Stage = "draft"
	Public    Stage = "public"
	Withdrawn Stage = "withdrawn"
)

// Phone is a number.
type Phone struct {
	Number string `json:"number"`         // E.164
	Fax    bool   `json:"fax,omitempty"`  //
	Note   string `json:"note,omitempty"` // "ext. 12"
}

// Closure is a time for which a point is closed as a whole.
type Closure struct {
	From   string `json:"from,omitempty"` // the first day, "2026-12-01"; "" for none
	To     string `json:"to,omitempty"`   // the last day; "": until further notice
	Reason string `json:"reason,omitempty"`
}

// Exception is other hours on some days.
type Exception struct {
	From   string `json:"from"`            // "2026-12-24"
	To     string `json:"to"`              // the same for a single day
	Hours  string `json:"hours,omitempty"` // "09:00-12:00"; "": closed
	Reason string `json:"reason,omitempty"`
}

// Details are what the row's body holds.
type Details struct {
	Purposes    []Purpose   `json:"purposes,omitempty"`
	Address     string      `json:"address,omitempty"` // street and number, postcode, as on a letter
	Phones      []Phone     `json:"phones,omitempty"`
	Mails       []string    `json:"mails,omitempty"`
	Web         string      `json:"web,omitempty"`
	Languages   []string    `json:"languages,omitempty"` // spoken there
	Access      []string    `json:"access,omitempty"`
	Appointment Appointment `json:"appointment,omitempty"`
	Holidays    Holidays    `json:"holidays,omitempty"`
	Closure     Closure     `json:"closure"`
	Exceptions  []Exception `json:"exceptions,omitempty"`
	Pasted      string      `json:"pasted,omitempty"` // the block that it was made from, until it is published
}

// Origin is where a text comes from.
type Origin = lang.Origin

// The origins.
const (
	Written    = lang.Written
	Translated = lang.Translated // by a person
	Machine    = lang.Machine
)

// Text is what a point says of itself in one language.
type Text struct {
	Name, Summary, Way string
	lang.Provenance
}

// Point is a help point.
type Point struct {
	ID, Handle   string
	Version      int64
	Stage        Stage
	Organisation string
	Place        int64
	Zone         string
	Lat, Lon     float64
	Located      bool // the position is the office's own, not its place's
	Hours        string
	Details
	Verified     time.Time // zero: never
	VerifiedRole people.Role
	Confidential bool
	Enquiries    bool
	Example      bool // historical, verified by nobody
	Created      time.Time
	Changed      time.Time
	Texts        map[string]Text
}

// Object is the point for the permission table.
func (p Point) Object() people.Object {
	on := people.Object{Kind: "help_point", ID: p.ID, HelpPoint: p.ID, Organisation: p.Organisation}
	if p.Place != 0 {
		on.Places = []int64{p.Place}
	}
	return on
}

// In returns the text in a language, else the one that was written first among order, and
// the language that it is in; ok is false where there is none at all.
func (p Point) In(language string, order []string) (_ Text, lang string, ok bool) {
	if t, ok := p.Texts[language]; ok && t.Name != "" {
		return t, language, true
	}
	for _, origin := range []Origin{Written, Translated, Machine} {
		for _, code := range order {
			if t, ok := p.Texts[code]; ok && t.Origin == origin && t.Name != "" {
				return t, code, true
			}
		}
	}
	return Text{}, "", false
}

// Stale says whether a text translates an older version than there is.
func (p Point) Stale(language string) bool {
	t := p.Texts[language]
	from, ok := p.Texts[t.Source]
	return t.Origin != Written && t.Source != "" && ok && from.Version > t.OfVersion
}

// For says whether the point is for a purpose.
func (p Point) For(purpose Purpose) bool { return slices.Contains(p.Purposes, purpose) }

// Asks says whether visitors may ask by a form. A confidential point has one only where that
// was said of it as such: a form that was there before goes when it becomes confidential.
func (p Point) Asks() bool { return p.Stage == Public && p.Enquiries && !p.Example }

// Dials says whether its numbers may be offered to be dialled: a person checked them, and
// it is no example.
func (p Point) Dials() bool { return !p.Example && !p.Verified.IsZero() }
