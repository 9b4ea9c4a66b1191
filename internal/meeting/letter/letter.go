// Package letter sets the papers of a conference: the invitation to a delegation, the letter that
// goes with a visa application, name badges, the attendance list, certificates, and cards that
// stand on tables.
//
// # What goes in, what comes out
//
// The package is pure: typed inputs in, the bytes of a PDF out. It asks no store and no clock,
// so the same inputs give the same file. Each input carries the language of its reader; names of
// towns and of the meeting are given in that language by the caller.
//
//	set := letter.New(fonts, catalog)
//	file, err := set.Invitations([]letter.Invitation{{Sheet: sheet, Town: "Kaunas", Quota: 4, Link: address}})
//
// # Running text
//
// What an organiser may word herself is a [Template]: plain lines in which a value is named in
// braces, "{dates}". A name stands alone on its line, where it is set large, or at the end of a
// line after a colon, where both become a row of label and value; so no language has to decline
// it. A value that is not known takes its line with it. [Check] judges a text, [Default] gives
// one for each paper and language, [Names] says what may be named.
//
// # What is not known
//
// Nothing is made up: a missing date, number or address leaves its row out. A visa letter says
// in a line that nobody edits that it is no promise of a visa.
package letter

import (
	"twintown/internal/platform/lang"
	"twintown/internal/platform/pdf"
)

// Paper is a sort of paper.
type Paper string

// The papers.
const (
	Invite      Paper = "invitation"
	VisaLetter  Paper = "visa"
	Badge       Paper = "badge"
	Attendance  Paper = "attendance"
	Certificate Paper = "certificate"
	TableCard   Paper = "table_card"
)

// Papers are all papers, in the order in which a conference needs them.
func Papers() []Paper { return []Paper{Invite, VisaLetter, Badge, TableCard, Attendance, Certificate} }

// Worded are the papers that have running text.
func Worded() []Paper { return []Paper{Invite, VisaLetter, Certificate} }

// Host is who invites, as the letterhead names it.
type Host struct {
	Name    string
	Address string // lines
	Email   string
	Phone   string
	Web     string
	City    string // where letters are written; "": the date stands alone
	Signer  string // who signs; "": the name is left to be written
	Office  string // of the signer
}

// Meeting is the meeting as the reader's language has it.
type Meeting struct {
	Title    string
	From, To lang.Date // To may be zero
	Venue    string
	Address  string
	Town     string
	Country  string // ISO 3166
	Costs    string // what the organiser wrote of who pays what; "": nothing
}

// Payer is who pays for something; "" is not said.
type Payer string

// The payers.
const (
	HostPays  Payer = "host"
	GuestPays Payer = "guest"
	BothPay   Payer = "both"
)

// Payers are all that can be chosen.
func Payers() []Payer { return []Payer{HostPays, GuestPays, BothPay} }

// Costs say who pays what.
type Costs struct {
	Travel  Payer `json:"travel,omitempty"`
	Lodging Payer `json:"lodging,omitempty"`
	Meals   Payer `json:"meals,omitempty"`
}

// Sheet is what all papers of one reader have in common.
type Sheet struct {
	Language string
	Host     Host
	Meeting  Meeting
	Costs    Costs
	Issued   lang.Date
	Text     string // a template; "" is the default one
}

// Colours of the house: ink, the two sides, and what they share.
var (
	ink   = pdf.Ink{R: 0x1f, G: 0x28, B: 0x3a}
	soft  = pdf.Ink{R: 0x5b, G: 0x65, B: 0x77}
	rule  = pdf.Ink{R: 0xc9, G: 0xce, B: 0xd6}
	here  = pdf.Ink{R: 0x1d, G: 0x6f, B: 0x8f}
	there = pdf.Ink{R: 0xc4, G: 0x57, B: 0x2e}
)

// Styles of the papers, in points.
var (
	running = pdf.Style{Face: pdf.Serif, Size: 10.5, Ink: ink, Leading: 1.42}
	heading = pdf.Style{Face: pdf.SerifStrong, Size: 17, Ink: ink, Leading: 1.2}
	shown   = pdf.Style{Face: pdf.SerifStrong, Size: 12.5, Ink: ink, Leading: 1.3}
	label   = pdf.Style{Face: pdf.Sans, Size: 8.5, Ink: soft, Leading: 1.3}
	note    = pdf.Style{Face: pdf.Sans, Size: 8, Ink: soft, Leading: 1.4}
	strong  = pdf.Style{Face: pdf.SansStrong, Size: 8, Ink: ink, Leading: 1.4}
)

// Setter sets papers. It is immutable and safe for any number of goroutines.
type Setter struct {
	fonts   *pdf.Fonts
	catalog *lang.Catalog
}

// New returns a setter that uses the given faces and prints the words of papers from catalog.
func New(fonts *pdf.Fonts, catalog *lang.Catalog) *Setter { return &Setter{fonts, catalog} }

// begin begins a file of a paper.
func (s *Setter) begin(p Paper, sheet Sheet) *pdf.Doc {
	words := s.catalog.Printer(sheet.Language)
	title := words.T("letter.title." + string(p))
	if sheet.Meeting.Title != "" {
		title += " – " + sheet.Meeting.Title
	}
	return pdf.New(s.fonts, pdf.Meta{Title: title, Language: sheet.Language, Author: sheet.Host.Name, Made: moment(sheet.Issued)})
}
