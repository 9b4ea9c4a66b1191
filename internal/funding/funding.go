// Package funding knows programmes that pay for what towns do together, their calls, and
// whether these towns may apply.
//
// # Data model
//
// A [Programme] has a funder, a time, programmes before and after it, and calls. A [Call] has
// deadlines with their zone, what it pays ([Amount]), what an application needs, and who may
// apply: a rule in the language of package rule. Both are written as one YAML document, a
// [File], by people who read the call's own text; [Read] takes it strictly and says by line
// what is wrong. The programmes that come with Twintown are such files in starter/, each
// with its sources, the day on which they were read, and tests: consortia that fit, that fail
// by one condition, and of which a fact is not known. Those that the site's organiser enters
// are kept by [Store], in the same form.
//
// Countries belong to groups (EU, V4…) for a time: a [Book] says on which day which. A call is
// judged by the day of its deadline; a country that leaves a group before that is out, and
// one that leaves it later, while the projects run, is told as a caveat.
//
//	book, err := funding.NewBook(atlas, starter.Countries())
//	all, err := funding.Starter(book)
//	v := all.Judge(call, consortium, now)
//	v.Value          // rule.Yes, rule.No, rule.Unknown
//	v.Ways           // what is missing to fit
//	funding.Say(v.Finding.Node) // the rule as sentences
//
// Money is counted in whole cents. Nothing here is guessed: a number that nobody told leaves
// a range or the word unknown.
package funding

import (
	"time"

	"twintown/internal/funding/rule"
	"twintown/internal/platform/lang"
)

// Kind is the sort of a programme.
type Kind string

// The kinds.
const (
	EU         Kind = "eu"         // run by the European Commission or its agencies
	Interreg   Kind = "interreg"   // of regions along a border, or across Europe
	National   Kind = "national"   // of one state
	Binational Kind = "binational" // of two states
	Foundation Kind = "foundation" // of a fund or foundation of several states
)

// Kinds are all kinds.
func Kinds() []Kind { return []Kind{EU, Interreg, National, Binational, Foundation} }

// Names are a name in the languages in which it is official; Original says in which it was given
// first.
type Names struct {
	Original string
	By       map[string]string
}

// In returns the name in a language, else the original one, and the language that it is in.
func (n Names) In(language string) (name, of string) {
	for _, code := range []string{language, n.Original, "en"} {
		if s := n.By[code]; s != "" {
			return s, code
		}
	}
	return "", n.Original
}

// Source is where a fact was read.
type Source struct {
	URL       string
	Title     string
	Publisher string
	Read      lang.Date
}

// Programme is a source of money with its rules.
type Programme struct {
	Key     string // stable, in addresses
	Names   Names
	About   Names  // who it is for and what it pays, in a sentence or two; By may be nil
	Funder  string // as it calls itself
	Manager string // the body that runs it, if another
	Kind    Kind
	From    lang.Date // its period
	To      lang.Date // zero: open
	Legal   string    // its legal basis
	Area    []string  // countries and groups that it is for; none: see its calls
	Contact string    // where its contact points are listed
	Site    string
	Before  []string // keys of programmes that it continues
	After   []string // keys of those that continue it
	Closed  bool     // it pays no more
	Notices []string // keys of notices that concern it
	Sources []Source
	Calls   []Call
}

// Call is one invitation to apply.
type Call struct {
	Key       string // its own identifier where it has one
	Programme string
	Names     Names
	Opens     lang.Date // zero: not known
	Cuts      []Cut     // deadlines; none with Always, or where they are not known
	Yearly    []Yearly  // cut-offs that return every year
	Always    bool      // applications are taken all year round
	Closed    bool      // it is over, though its last day may not be known
	Stages    int       // 1, 2; 0: not known
	Budget    Money     // of the call; zero: not known
	Amount    Amount
	Own       Share // that applicants pay themselves; negative: not known
	Overhead  Share // that indirect costs may be; negative: not known
	Topics    []string
	Languages []string // of the application
	Documents []Document
	Rule      *rule.Rule
	Text      string // the rule as it was written
	Sources   []Source
}

// Document is what an application must come with.
type Document string

// The documents.
const (
	LetterOfIntent Document = "letter_of_intent"
	Mandate        Document = "mandate"
	Resolution     Document = "resolution"
	Agreement      Document = "agreement"
	Statutes       Document = "statutes"
	Budget         Document = "budget"
)

// Documents are all documents.
func Documents() []Document {
	return []Document{LetterOfIntent, Mandate, Resolution, Agreement, Statutes, Budget}
}

// State is what a call is at a moment.
type State string

// The states.
const (
	Forthcoming State = "forthcoming"
	Open        State = "open"
	Undated     State = "undated" // no deadline is known: its page has to be asked
	Over        State = "closed"
)

// States are all states, in the order in which a reader wants them.
func States() []State { return []State{Open, Forthcoming, Undated, Over} }

// At says what a call is at a moment, and when the next applications must be in; the time is
// zero where there is none or none is known.
func (c *Call) At(now time.Time) (State, time.Time) {
	next := c.Next(now)
	switch {
	case c.Closed:
		return Over, time.Time{}
	case !c.Opens.IsZero() && lang.DateOf(now).Compare(c.Opens) < 0:
		return Forthcoming, next
	case !next.IsZero(), c.Always:
		return Open, next
	case len(c.Cuts) > 0:
		return Over, time.Time{}
	}
	return Undated, time.Time{}
}

// Day is the day by which who may apply is judged: that of the next deadline, else of the last
// one, else today.
func (c *Call) Day(now time.Time) rule.Day {
	at := c.Next(now)
	if at.IsZero() && len(c.Cuts) > 0 {
		at = c.Cuts[len(c.Cuts)-1].moment()
	}
	if at.IsZero() {
		at = now
	}
	return rule.DayOf(at.Format(time.DateOnly))
}
