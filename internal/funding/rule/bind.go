package rule

import (
	"slices"
	"strings"
)

// Area is a part of a country.
type Area struct {
	Country Country
	Codes   []string // what it is called in every scheme: "PL84", "PL.81"
	Within  []string // codes of areas of other schemes that hold it and more
}

// Book says what the words of rules stand for.
type Book struct {
	Groups     map[string]Group
	Areas      map[string]Area               // by every word that a rule may use
	Neighbours func(a, b Country) (yes bool) // that have a border by land; may be nil
	Countries  Set                           // all that there are; empty: any two letters
}

// Program is a rule that is bound to a day: its groups are sets of countries. It never
// changes and is safe for many goroutines.
type Program struct {
	root    node
	day     Day
	book    *Book
	filters []*filter // of all conditions, for the search
	areas   []Area    // that the filters name
}

// node is a condition made ready.
type node struct {
	op       Op
	min, max int32 // max: NoLimit as the largest number
	f        *filter
	kids     []node
	src      *Node
}

// filter is a Filter made ready. from and with are nil where it does not narrow by them.
type filter struct {
	src    *Filter
	from   *Members
	areas  []Area
	near   bool
	max    float32
	with   *Members // nil: a country of another partner
	types  uint32
	roles  uint8
	member string
	before Day
	least  int32
	most   int32
	among  bool
	active []part // the facts that it asks
}

const unlimited = 1<<31 - 1

// Day is the day to which the program is bound.
func (p *Program) Day() Day { return p.day }

// Bind joins a rule with what its words stand for on a day. What nobody knows is told by line.
// The book is kept and must not change.
func (r *Rule) Bind(book *Book, day Day) (*Program, []Problem) {
	p := &Program{day: day, book: book}
	b := binder{p: p}
	p.root = b.node(&r.Root)
	if len(b.problems) > 0 {
		return nil, sorted(b.problems)
	}
	return p, nil
}

type binder struct {
	p        *Program
	problems []Problem
}

func (b *binder) bad(line int, code, word string, list []string) {
	b.problems = append(b.problems, Problem{Line: line, Code: code, Word: cut(word), Suggest: nearest(word, list)})
}

func (b *binder) node(src *Node) node {
	n := node{op: src.Op, min: int32(src.Min), max: unlimited, src: src}
	if src.Max != NoLimit {
		n.max = int32(src.Max)
	}
	for i := range src.Kids {
		n.kids = append(n.kids, b.node(&src.Kids[i]))
	}
	if !src.Op.filters() {
		return n
	}
	n.f = b.filter(src)
	if src.Op != Activity {
		b.p.filters = append(b.p.filters, n.f)
		b.p.areas = append(b.p.areas, n.f.areas...)
	}
	if f := n.f; f.from != nil && src.Op == Countries {
		all := f.from.Sure
		all.union(&f.from.Maybe)
		if have := all.Len(); src.Min > have {
			b.problems = append(b.problems, Problem{Line: src.Line, Code: TooFew, A: src.Min, B: have})
		}
	}
	return n
}

func (b *binder) filter(src *Node) *filter {
	s := &src.Filter
	f := &filter{src: s, least: int32(s.MinPeople), most: unlimited, member: s.Member, before: s.Before, among: s.Among}
	f.from = b.members(src.Line, s.From)
	f.areas = b.areas(src.Line, s.Areas, f.from)
	if s.MaxPeople > 0 {
		f.most = int32(s.MaxPeople)
	}
	if s.Border != nil {
		f.near, f.max, f.with = true, float32(s.Border.Max), b.members(src.Line, s.Border.With)
	}
	for _, t := range s.Types {
		f.types |= 1 << t
	}
	for _, r := range s.Roles {
		f.roles |= 1 << r
	}
	if f.roles == 0 {
		f.roles = 1<<Full | 1<<Leads
	}
	f.active = f.narrows()
	return f
}

// members joins groups and countries, nil for an empty list.
func (b *binder) members(line int, words []string) *Members {
	if len(words) == 0 {
		return nil
	}
	all := &Members{}
	for _, w := range words {
		if g, ok := b.p.book.Groups[w]; ok {
			m := g.On(b.p.day)
			all.Sure.union(&m.Sure)
			all.Maybe.union(&m.Maybe)
			continue
		}
		c := CountryOf(w)
		if c == 0 || b.p.book.Countries.Len() > 0 && !b.p.book.Countries.Has(c) {
			b.bad(line, NoGroup, w, sortedKeys(b.p.book.Groups))
			continue
		}
		all.Sure.Add(c)
	}
	for i := range all.Maybe {
		all.Maybe[i] &^= all.Sure[i]
	}
	return all
}

func (b *binder) areas(line int, words []string, from *Members) (all []Area) {
	for _, w := range words {
		a, ok := b.p.book.Areas[w]
		if !ok {
			near := ""
			if len(w) > 2 { // only words of the same country are near
				near = w[:2]
			}
			b.bad(line, NoArea, w, slices.DeleteFunc(sortedKeys(b.p.book.Areas), func(s string) bool { return !strings.HasPrefix(s, near) }))
			continue
		}
		if from != nil && from.has(a.Country) == No {
			b.bad(line, AreaOutside, w, nil)
		}
		all = append(all, a)
	}
	return all
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
