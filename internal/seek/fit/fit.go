// Package fit ranks both ways between requests and towns: the places of the world for a
// request, and the open requests for a town.
//
// The score is that of package match, to which four things are added that only a request
// can tell: topics in common, whether a wish for a similar or a complementary town is met,
// a language in which both can write, and whether the other town seeks a partner itself and
// would take this one. It stays additive: every point stands in a [match.Reason] with its
// sentence, and the reasons of a town add up to the score as shown. The points of what is
// added are judgements, since nobody has yet counted which requests led to a partnership;
// reasons.go gives the thought behind each, and docs/ranking.md says so to readers.
//
// What a request demands (countries, size, distance) is no matter of points. Who does not
// meet it is not suggested; from a town's side such a request is told apart, with what it
// demands. What cannot be checked, because a population is not known, is told as such and
// excludes nobody. Caveats ([match.Notice]) fold into a group of their own, as they do in
// the partner finder.
//
// # Data model
//
// A [Board] is what both rankings look at on one day: places, partnerships and what they are
// about, and the open requests. It is made for one question and holds nothing itself:
//
//	board := fit.NewBoard(fit.Facts{Places: w.Places, Graph: w.Graph, Ranker: w.Ranker, Topics: topics, Open: open, Day: today})
//	towns, err := board.Towns(request, 20)
//	fits, err := board.Requests(sokolka)
package fit

import (
	"twintown/internal/match"
	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/internal/platform/lang"
	"twintown/internal/seek"
)

// Facts are what a board is made of.
type Facts struct {
	Places *place.Atlas
	Graph  *partnership.Graph
	Ranker *match.Ranker
	Topics map[string][]string // codes by partnership, as [partnership.Store.Topics] tells them
	Open   []seek.Request      // those that take answers on the day
	Day    lang.Date           // on which caveats are judged
}

// Board is what both rankings look at. It is immutable and safe for concurrent use.
type Board struct {
	Facts
	work map[int64][]string       // codes by town: what its living partnerships and its requests are about
	asks map[int64][]seek.Request // open requests by each of their towns
}

// NewBoard puts a board together.
func NewBoard(f Facts) *Board {
	b := &Board{Facts: f, work: map[int64][]string{}, asks: map[int64][]seek.Request{}}
	if len(f.Topics) > 0 {
		for p := range f.Graph.Pairs() {
			if topics := f.Topics[p.ID]; len(topics) > 0 && p.Status.Alive() {
				b.works(p.A, topics)
				b.works(p.B, topics)
			}
		}
	}
	for _, r := range f.Open {
		for _, n := range r.Places {
			town := b.town(n)
			b.asks[town] = append(b.asks[town], r)
			b.works(n, r.Topics)
		}
	}
	return b
}

func (b *Board) works(place int64, topics []string) {
	town := b.town(place)
	b.work[town] = append(b.work[town], topics...)
}

// town is the number under which a place stands for its town: a city and its municipality
// are one.
func (b *Board) town(number int64) int64 {
	p, ok := b.Places.Get(number)
	if !ok {
		return number
	}
	return townOf(p)
}

func townOf(p place.Place) int64 {
	if p.SameAs != 0 {
		return p.SameAs
	}
	return p.ID
}

// Partner is a living partnership that stands already.
type Partner struct {
	Place       int64
	Partnership string
	Since       int // year; 0: not known
}

// partners are the present partners of a place, by their town.
func (b *Board) partners(number int64) map[int64]Partner {
	all := map[int64]Partner{}
	town := b.town(number)
	for _, n := range []int64{number, town} {
		for _, e := range b.Graph.Of(n) {
			if other := b.town(e.Other); e.Status.Alive() && other != town {
				all[other] = Partner{e.Other, e.ID, e.Start}
			}
		}
	}
	return all
}
