// Package paper makes the documents of finding a partner: the letter of intent, the agreement and
// what goes with them, in one language or in two side by side, as DOCX to go on editing and as
// PDF to print.
//
//	set := paper.New(fonts, catalog)
//	err := set.Make(w, paper.LetterOfIntent, facts, []string{"pl", "lt"}, paper.DOCX)
//
// # Facts and wording
//
// A caller gives the facts that it knows ([Facts]); the wording is ours and stands in the message
// catalogue, so that each language says the same. Each language's text is built apart, by the
// same calls, as a list of parts (heading, sentence, item, a label with its value); part n of
// one language and part n of the other stand in one row. That is all the layout there is, and
// why no row can be empty on one side.
//
// # What is not known
//
// Nothing is guessed. A value that is missing becomes a marked blank, "[to be filled in]", and
// the note at the end says so. An article of law is named only where we know a source for it
// (docs/documents-of-a-partnership.md); elsewhere the legal basis is such a blank. No person is
// named: who signs is an office and a line to write on.
//
// # Names
//
// Names of places and offices come as people write them and are never put where a language would
// decline them: the parties are named once, in the nominative, and called "First Partner" and
// "Second Partner" from there on, or by numbers where there are more.
//
// The package is pure: it asks no store and no clock, so the same facts give the same bytes.
// Every document ends by saying that it is a template and no legal advice.
package paper

import (
	"io"
	"slices"
	"strings"
	"time"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/pdf"
)

// Kind is a sort of document.
type Kind string

// The kinds, in the order in which a partnership needs them.
const (
	VisitNote      Kind = "visit"            // the note of an exploratory visit
	LetterOfIntent Kind = "letter_of_intent" // what both mean to do
	Plan           Kind = "plan"             // aims, method, outcomes
	Resolution     Kind = "resolution"       // of one side's council
	Agreement      Kind = "agreement"        // the act that brings a partnership into force
	Oath           Kind = "oath"             // what is read aloud at the ceremony
)

// Kinds are all kinds.
func Kinds() []Kind { return []Kind{VisitNote, LetterOfIntent, Plan, Resolution, Agreement, Oath} }

// Format is what a document is written as.
type Format string

// The formats.
const (
	DOCX Format = "docx"
	PDF  Format = "pdf"
)

// Type is the media type of a format.
func (f Format) Type() string {
	if f == DOCX {
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	}
	return "application/pdf"
}

// Text is a text by language. Where a language is missing, a document of that language has a
// blank; a name falls back as [Party] says.
type Text map[string]string

// Level is what sort of unit a party is, as far as the law of its council depends on it.
type Level string

// The levels.
const (
	Municipality Level = "municipality" // a municipality or a city
	County       Level = "county"       // between municipality and region
	Region       Level = "region"
)

// Party is one of those who sign.
type Party struct {
	Name     Text   // the official name of the unit that signs, by language
	Language string // its own: a name that a language lacks is taken from here, else from any
	Country  string // ISO 3166; "": not said
	Level    Level  // "": not said
	Council  Text   // the name of its council; empty: a blank
	Office   Text   // of who signs, in the nominative; empty: a blank
	Contact  Text   // the office that answers from day to day; empty: a blank
}

// Payer is how costs are shared.
type Payer string

// The ways: each bears its own, or guests their travel and the host their stay.
const (
	EachOwn  Payer = ""
	HostPays Payer = "host"
)

// Facts are what is known of a partnership that is to be agreed on. The zero value of a field
// means that it is not known.
type Facts struct {
	Parties   [2]Party
	Others    []Party   // further ones, where more than two sign
	Loose     bool      // the names are those of the places, not of the units that sign: the note asks for those
	Link      string    // "partnership", "friendship", "project", "contact": a kind of partnership
	Topics    []string  // codes of areas of cooperation
	Place     Text      // where it is signed
	Signed    lang.Date // when
	Unlimited bool      // it runs without end
	Months    int       // or for so many months
	Notice    int       // term of notice in months
	Authentic []string  // languages whose versions are authentic; empty: those of the document
	Funding   bool      // on condition that money is obtained
	Condition Text      // on another condition, in somebody's words
	Pays      Payer
	Made      lang.Date // the day that the file bears; zero: none

	Side    int       // of a resolution: whose council decides, counted through Parties and Others
	Number  string    // of the resolution
	Decided lang.Date // the day of the session

	Visit                  Visit
	Aims, Method, Outcomes Text // of the plan
}

// Visit is what is known of the exploratory visit.
type Visit struct {
	Known    bool // who visited whom
	Host     int  // the party that was visited, counted through Parties and Others
	From, To lang.Date
}

// all are all parties.
func (f Facts) all() []Party { return append(f.Parties[:], f.Others...) }

// apart are one party and the others; a number that no party has stands for the first.
func (f Facts) apart(n int) (one Party, others []Party) {
	all := f.all()
	if n < 0 || n >= len(all) {
		n = 0
	}
	return all[n], slices.Delete(slices.Clone(all), n, n+1)
}

// Setter makes documents. It is immutable and safe for any number of goroutines.
type Setter struct {
	fonts   *pdf.Fonts
	catalog *lang.Catalog
}

// New returns a setter that prints in the given faces and takes its wording from catalog.
func New(fonts *pdf.Fonts, catalog *lang.Catalog) *Setter { return &Setter{fonts, catalog} }

// Make writes a document to w, in one language or in two side by side, the first on the left.
// It fails with a public message where a text is longer than a document bears, or where kind,
// languages or format are none that there are; then nothing was written.
func (s *Setter) Make(w io.Writer, kind Kind, facts Facts, langs []string, format Format) (err error) {
	defer errs.Wrap(&err, "paper.Make(%s)", kind)
	if !slices.Contains(Kinds(), kind) || format != DOCX && format != PDF {
		return errs.New(errs.Invalid, lang.Msg("paper.error.kind"), nil)
	}
	if err := s.languages(langs); err != nil {
		return err
	}
	if err := Check(facts); err != nil {
		return err
	}
	set := s.sheets(kind, facts, langs)
	write := set.docx
	if format == PDF {
		write = func() ([]byte, error) { return set.pdf(s.fonts) }
	}
	file, err := write()
	if err != nil {
		return err
	}
	_, err = w.Write(file)
	return err
}

// FileName is a name for a document's file, of plain letters: "letter-of-intent-pl-lt.docx".
func FileName(kind Kind, langs []string, format Format) string {
	return strings.Join(append([]string{strings.ReplaceAll(string(kind), "_", "-")}, langs...), "-") + "." + string(format)
}

// languages says whether a document can be made in these.
func (s *Setter) languages(langs []string) error {
	bad := len(langs) < 1 || len(langs) > 2 || len(langs) == 2 && langs[0] == langs[1]
	for _, l := range langs {
		bad = bad || !slices.Contains(s.catalog.Languages(), l)
	}
	if bad {
		return errs.New(errs.Invalid, lang.Msg("paper.error.languages"), nil)
	}
	return nil
}

// moment is the day that a file bears.
func moment(d lang.Date) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return time.Date(d.Year, time.Month(max(d.Month, 1)), max(d.Day, 1), 0, 0, 0, 0, time.UTC)
}
