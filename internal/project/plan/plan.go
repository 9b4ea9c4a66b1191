// Package plan keeps what the towns of a partnership mean to do in the next three years, and
// their joint look back at each year.
//
// The idea: guides advise a meeting once a year, at which both towns look back and carry a
// plan on: the year that begins in detail, the next one in outline, the third in ideas. So the
// plan rolls: [Horizon] are always the present year and the two after it, and a new year is
// there by itself. What an earlier year left undone ([Plan.Left]) asks to be moved or dropped;
// it is never moved by itself, since somebody has to decide that.
//
// # Data model
//
// An [Item] is one thing of one year: what and why, by language ([Text]); who answers for it
// (a side and an office, never a person); what it may cost and whose money that is; the
// project and the meeting that it became. Each item has a version of its own, so that two
// officers who plan different things are not in each other's way, and keeps the state before
// its last change, so that this can be taken back ([Store.Undo]).
//
// A [Review] belongs to a partnership and a year. Each side answers our [Questions] in its own
// language ([Answer]); neither can write for the other, and both see both. When a side closes
// its answer it says so in public; when the last one does, an act of type review is made in
// the partnership, in the same transaction. Opening an answer again withdraws the act.
//
//	id, err := store.Add(ctx, officer, plan.Item{Partnership: p, Year: 2027, Body: …})
//	err = store.Move(ctx, officer, id, version, 2028)
//	err = store.Reply(ctx, officer, partnership, 2026, side, version, plan.Reply{…})
//	err = store.Close(ctx, officer, partnership, 2026, side, version, plan.Closing{…})
//
// No table holds who did it: that is in the record of changes alone. The caller has asked the
// permission table; nothing here knows HTTP.
package plan

import (
	"cmp"
	"slices"
	"time"

	"twintown/internal/funding"
	"twintown/internal/platform/lang"
)

// State is how far an item is.
type State string

// The states.
const (
	Planned  State = "planned"
	UnderWay State = "under_way"
	Done     State = "done"
	Dropped  State = "dropped"
	Moved    State = "moved" // to another year, where an item continues it
	gone     State = "gone"  // taken out of the plan; kept so that this can be taken back
)

// States are those that an item can be given; moving has a way of its own.
func States() []State { return []State{Planned, UnderWay, Done, Dropped} }

// ahead is how many years a plan looks forward, the present one counted: detail, outline, ideas.
const ahead = 3

// Horizon are the years of a plan as of a day.
func Horizon(today lang.Date) (years []int) {
	for n := range ahead {
		years = append(years, today.Year+n)
	}
	return years
}

// Text is what an item says in one language.
type Text struct {
	What   string `json:"what"`
	Aim    string `json:"aim,omitempty"`
	Office string `json:"office,omitempty"` // the role or office that answers for it
	Result string `json:"result,omitempty"` // what came of it
	lang.Provenance
}

func (t Text) words() string { return t.What + t.Aim + t.Office + t.Result }

// Money is what an item may cost one of those who pay.
type Money struct {
	Side   int64         `json:"side,omitempty"` // number of the place; 0: a programme, sponsors, those who take part
	Amount funding.Money `json:"amount"`
}

// Body is what an item's row holds as a document.
type Body struct {
	Texts   map[string]Text `json:"texts"`
	Side    int64           `json:"side,omitempty"` // that answers for it; 0: all sides together
	Money   []Money         `json:"money,omitempty"`
	Project string          `json:"project,omitempty"` // that it became, or is a part of
	Meeting string          `json:"meeting,omitempty"`
	From    string          `json:"from,omitempty"`     // the item of an earlier year that it continues
	To      int             `json:"moved_to,omitempty"` // the year to which it was moved
}

// Item is a thing that a partnership means to do in a year.
type Item struct {
	ID, Partnership string
	Year            int
	State           State
	Version         int64
	Body
	Undoable         bool // its last change can be taken back
	Created, Changed time.Time
}

// Open says whether an item is neither done nor given up nor moved.
func (i Item) Open() bool { return i.State == Planned || i.State == UnderWay }

// In returns the text in a language, else the first of order that says something; ok is false
// where the text is in another language than was asked for.
func (i Item) In(language string, order []string) (t Text, code string, ok bool) {
	if t := i.Texts[language]; t.What != "" {
		return t, language, true
	}
	for _, code := range order {
		if t := i.Texts[code]; t.What != "" {
			return t, code, false
		}
	}
	return Text{}, "", false
}

// Plan is the action plan of a partnership, with what earlier years came to.
type Plan struct {
	Partnership string
	Items       []Item // by year, then as they were added
}

// Of are the items of a year.
func (p Plan) Of(year int) (all []Item) {
	for _, i := range p.Items {
		if i.Year == year {
			all = append(all, i)
		}
	}
	return all
}

// Left are the items of years before one that are neither done nor given up nor moved.
func (p Plan) Left(year int) (all []Item) {
	for _, i := range p.Items {
		if i.Year < year && i.Open() {
			all = append(all, i)
		}
	}
	return all
}

// Years are the years of which the plan has items.
func (p Plan) Years() (years []int) {
	for _, i := range p.Items {
		if !slices.Contains(years, i.Year) {
			years = append(years, i.Year)
		}
	}
	slices.Sort(years)
	return years
}

// Expected are the sums that items expect, by who pays and currency, in the order of the sides.
func Expected(items []Item, sides []int64) (all []Money) {
	for _, i := range items {
		if i.State == Dropped || i.State == Moved {
			continue
		}
		for _, m := range i.Money {
			at := slices.IndexFunc(all, func(o Money) bool { return o.Side == m.Side && o.Amount.Currency == m.Amount.Currency })
			if at < 0 {
				all = append(all, m)
				continue
			}
			all[at].Amount.Cents += m.Amount.Cents
		}
	}
	order := func(m Money) int {
		if n := slices.Index(sides, m.Side); n >= 0 {
			return n
		}
		return len(sides)
	}
	slices.SortFunc(all, func(a, b Money) int {
		return cmp.Or(order(a)-order(b), cmp.Compare(a.Amount.Currency, b.Amount.Currency))
	})
	return all
}
