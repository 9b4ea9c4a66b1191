// Package council makes the report to the council: what the partnerships of a town were in one
// year, on a few pages.
//
// The idea: once a year a council asks what its partnerships cost and what came of them. All
// of it stands in the rooms below already; here it is counted for one place and one year, and
// set so that it can be laid before a session. [Rooms.Gather] reads, [Set] is a pure function
// from what was read to a report, which the page of the site and the PDF both show: they cannot
// say different things.
//
//	facts, err := rooms.Gather(ctx, place, 2026, today, languages)
//	report := council.Set(facts, words)
//	file, err := report.PDF(fonts)
//
// # Honest numbers
//
// A number that nobody counted is a [Count] that says so, and the report says "not counted",
// never 0. A sum over counts of which some are missing says how many are missing. What would
// make the report better before it is printed are its [Gap]s. Each payment is told in euro and
// in the currency in which it was made, with the rate and the day of the rate; an amount
// without a known rate is in no sum in euro, and the report says that.
//
// # The day
//
// A report looks at 31 December; of a year that is not over, at the day on which it is made,
// and says so. Partnerships stand as their acts say on that day, projects as their moves do.
package council

import (
	"twintown/internal/funding"
	"twintown/internal/meeting"
	"twintown/internal/partnership"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
	"twintown/internal/source"
)

// Count is a number of things, or that nobody counted all of them.
type Count struct {
	N       int64
	Missing int  // of how many parts nobody told the number
	None    bool // nobody counted anything
}

// add adds a part; ok is false where nobody counted it.
func (c *Count) add(n int64, ok bool) {
	if !ok {
		c.Missing++
		return
	}
	c.N += n
	c.None = false
}

// nothing is a count to which parts are added.
func nothing() Count { return Count{None: true} }

// Turn is what happened to a partnership in the year.
type Turn string

// The turns, each with the message "council.turn.<turn>".
const (
	Kept    Turn = ""        // it stands as it stood
	Begun   Turn = "begun"   // it came into force, or began as what it is
	Resumed Turn = "resumed" // it is in force again
	Paused  Turn = "paused"  // it is in force no more, and has not ended
	Ended   Turn = "ended"
)

// Link is a partnership.
type Link struct {
	ID     string
	Others []int64
	Kind   partnership.Kind
	Basis  partnership.ActType // the strongest paper by the day: agreement, charter or letter of intent; "": none
	Status partnership.Status  // on the day of the report
	Turn   Turn
	Signs  int  // acts of the year: meetings, visits, reviews
	Review bool // the sides looked back together in the year
}

// Met is a meeting in which the town took part.
type Met struct {
	ID, Title, Path, Lang string
	Kind                  meeting.Kind
	From, To              partnership.Date
	Place                 int64
	Host                  bool  // it was held in the town
	Announced             int   // people of the town whom its delegation announced; no count of who came
	Own                   Count // people of the town who came
	All                   Count // people who came
	Abroad                Count // of them from other countries than the meeting's
}

// Money are the payments of one project that concern the town, in a year: those of all its
// partners that are of the town.
type Money struct {
	In, Out     int64 // cents of the euro, as far as a rate is known
	InPart      bool  // of some of it no rate is known
	OutPart     bool
	Home        Home
	Own         []funding.Money
	Spent       []funding.Money // as they were made, by currency
	Got         bool            // a payment that came in is noted
	Paid        bool            // a payment that went out is noted
	WithoutRate []string        // currencies of amounts that are in no sum
}

// Home are payments in the currency in which a partner keeps its books.
type Home struct {
	Currency string // "": it keeps them in euro
	In, Out  int64  // cents
	Unknown  bool   // of some payment no rate is known
}

// Work is a joint project.
type Work struct {
	ID, Handle      string
	Shown           bool
	Title, Lang     string
	Results         string
	State           project.State // on the day of the report
	Role            project.Role
	Partners        []project.Partner
	Call, Funder    string
	Planned         int64 // cents of the euro: the whole budget
	Own             int64 // of it the town's part
	NoBudget        bool
	Left            bool // the town left the project
	Money           Money
	Rates           []project.Rate
	Activities      []Activity
	Outputs         []Output
	FromDay, ToDay  partnership.Date
	Number, Acronym string
}

// Activity is something that was done for people in the year.
type Activity struct {
	Title, Lang string
	Kind        project.Doing
	From        partnership.Date
	People      Count
	Abroad      Count
}

// Output is something that a project leaves behind, in numbers.
type Output struct {
	Title, Lang     string
	Target, Reached int64 // project.Uncounted: not told
}

// Sought are requests and talks, as counts.
type Sought struct {
	Published int // requests of the town that were published in the year
	Matched   int // and are matched by now
	Talks     int // conversations that began in the year, by either side
	Contacts  int // noted at conferences of the year
	Letters   int // of them those where both wanted a letter of intent
}

// Facts are what the report says.
type Facts struct {
	Place  int64
	Year   int
	Day    lang.Date // at which it looks
	Known  lang.Date // on which it was gathered: what came to be known later is not in it
	Over   bool      // the year is over
	Links  []Link    // those that stood in the year
	Gone   int       // ended in earlier years
	Met    []Met
	Work   []Work
	Bands  map[project.Band]int64
	People Count // who took part in activities of projects
	Abroad Count
	Undone int // activities of running projects without a date: in no year
	Sought Sought
	Asked  bool // requests and conversations are kept here
	Used   []source.Source
}

// Sum is a sum of payments in euro.
type Sum struct {
	Cents int64
	Noted bool // a payment is noted
	Part  bool // of some of them no rate is known
}

// In are the payments of all projects that came in.
func (f Facts) In() (sum Sum) {
	for _, w := range f.Work {
		sum.add(Sum{w.Money.In, w.Money.Got, w.Money.InPart})
	}
	return sum
}

// Out are the payments that went out.
func (f Facts) Out() (sum Sum) {
	for _, w := range f.Work {
		sum.add(Sum{w.Money.Out, w.Money.Paid, w.Money.OutPart})
	}
	return sum
}

func (s *Sum) add(x Sum) {
	s.Cents += x.Cents
	s.Noted, s.Part = s.Noted || x.Noted, s.Part || x.Part
}

// Home are all payments in the currency of the town's books; false where its partners keep
// them in several, in euro, or where a rate is not known.
func (f Facts) Home() (sum Home, ok bool) {
	for _, w := range f.Work {
		m := w.Money
		if !m.Got && !m.Paid {
			continue
		}
		if m.Home.Currency == "" || m.Home.Unknown || sum.Currency != "" && sum.Currency != m.Home.Currency {
			return Home{}, false
		}
		sum.Currency = m.Home.Currency
		sum.In += m.Home.In
		sum.Out += m.Home.Out
	}
	return sum, sum.Currency != ""
}

// Empty says that nothing at all is known of the year.
func (f Facts) Empty() bool {
	return len(f.Links)+len(f.Met)+len(f.Work)+f.Undone == 0 && f.Sought == Sought{}
}

// InForce are the partnerships in force on the day.
func (f Facts) InForce() (n int) {
	for _, l := range f.Links {
		if l.Status.Code.InForce() {
			n++
		}
	}
	return n
}

// Lack is a sort of what is missing, with the message "council.gap.<lack>".
type Lack string

// The lacks.
const (
	NoLife     Lack = "life"     // no act of the year is known of a partnership in force
	NoReview   Lack = "review"   // the sides have not looked back together
	NoGuests   Lack = "guests"   // who came to a meeting was not counted
	NoPeople   Lack = "people"   // who took part in an activity was not counted
	NoDates    Lack = "dates"    // activities without a date are in no year
	NoPayments Lack = "payments" // of a running project no payment of the year is noted
	NoRate     Lack = "rate"     // a currency without a rate
	NoReached  Lack = "reached"  // an output without a number
	NoResults  Lack = "results"  // a closed project without a word on what came of it
)

// Gap is something that is missing, and where it can be mended.
type Gap struct {
	Lack  Lack
	Names []string // of projects, meetings, activities; empty for partnerships
	Links []Link
	ID    string // of the partnership or meeting; of a project, its handle
	Kind  string // "partnership", "meeting", "project"
}

// Gaps are what would make the report better, in the order of its parts.
func (f Facts) Gaps() (all []Gap) {
	for _, l := range f.Links {
		if !l.Status.Code.InForce() {
			continue
		}
		if l.Signs == 0 {
			all = append(all, Gap{Lack: NoLife, Links: []Link{l}, ID: l.ID, Kind: "partnership"})
		}
		if !l.Review {
			all = append(all, Gap{Lack: NoReview, Links: []Link{l}, ID: l.ID, Kind: "partnership"})
		}
	}
	for _, m := range f.Met {
		if m.Host && (m.All.None || m.All.Missing > 0) {
			all = append(all, Gap{Lack: NoGuests, Names: []string{m.Title}, ID: m.ID, Kind: "meeting"})
		}
	}
	for _, w := range f.Work {
		all = append(all, w.gaps()...)
	}
	return all
}

func (w Work) gaps() (all []Gap) {
	add := func(is bool, lack Lack, name string) {
		if is {
			all = append(all, Gap{Lack: lack, Names: []string{name}, ID: w.Handle, Kind: "project"})
		}
	}
	for _, a := range w.Activities {
		add(a.People.None || a.People.Missing > 0, NoPeople, a.Title)
	}
	running := w.State == project.Running && w.Role != project.Associated
	add(running && !w.Money.Got && !w.Money.Paid, NoPayments, w.Title)
	for _, c := range w.Money.WithoutRate {
		add(true, NoRate, w.Title+" ("+c+")")
	}
	for _, o := range w.Outputs {
		add(o.Reached == project.Uncounted, NoReached, o.Title)
	}
	add(w.State == project.Closed && w.Results == "", NoResults, w.Title)
	return all
}
