package partnership

import (
	"cmp"
	"slices"
	"time"

	"twintown/internal/platform/lang"
)

// Order returns the acts that were known at a moment (zero: that are held now) in
// the order in which they count, each with the day from which it counts.
//
// An act with an imprecise date counts from the first day on which it has certainly
// happened:
//
//   - the last day of its written period ("2018": 31 December 2018; "about" widens the
//     period by its own length on both sides; "after", and no date at all, have no
//     last day);
//   - or the day on which the act became known, if that is earlier and the act can have
//     happened by then: what is known has happened;
//   - or the day of an act that the recorder tells later, if that is earlier and
//     possible too: the order of telling decides where the dates do not.
//
// Begun and ended alike: a status "as of" a day never rests on something that may not
// have happened by then. Only an act that has neither a last day nor a day on which it
// became known counts from the first day on which it is possible.
//
// Consequences that the tests hold: acts whose periods do not overlap count in the
// order of their dates; what counts from a later day never changes what was true before.
func Order(p Partnership, knownAt time.Time) []Counted {
	acts := p.actsHeld(knownAt)
	out := make([]Counted, len(acts))
	for i := len(acts) - 1; i >= 0; i-- {
		out[i] = count(acts[i], out[i+1:])
	}
	slices.SortStableFunc(out, func(a, b Counted) int { return cmp.Compare(a.on, b.on) })
	return out
}

// Counted is an act with the day from which it counts.
type Counted struct {
	Act
	on day
}

// Exact says whether the day from which the act counts is the day of the act, and
// not a bound for it.
func (c Counted) Exact() bool { return c.Date.Day != 0 && c.Date.Qualifier == Exactly }

// Day is the day from which the act counts; zero where nothing bounds it.
func (c Counted) Day() lang.Date { return c.on.calendar() }

// count finds the day from which an act counts, given the acts told after it.
func count(a Act, told []Counted) Counted {
	from, to := a.Date.possible()
	if !a.KnownSince.IsZero() {
		if known := dayOf(a.KnownSince); known >= from {
			to = min(to, known)
		}
	}
	if to == dusk {
		to = from
	}
	for _, later := range told {
		if later.on >= from {
			to = min(to, later.on)
		}
	}
	return Counted{Act: a, on: to}
}

// actsHeld are the acts known at a moment. Where nobody recorded any, a listing stands
// for one: lists have the pair, so there was an agreement at the latest in that year.
func (p Partnership) actsHeld(at time.Time) []Act {
	if len(p.Acts) == 0 {
		if a, ok := p.listedAct(); ok && a.Held(at) {
			return []Act{a}
		}
		return nil
	}
	held := make([]Act, 0, len(p.Acts))
	for _, a := range p.Acts {
		if a.Held(at) {
			held = append(held, a)
		}
	}
	return held
}

// Listed says whether all that is known of the link is that lists have it.
func (p Partnership) Listed() bool { return len(p.Acts) == 0 && !p.Listing.IsZero() }

// listedAct is the agreement that a listing is taken to prove.
func (p Partnership) listedAct() (Act, bool) {
	if p.Listing.IsZero() {
		return Act{}, false
	}
	return Act{
		ID:   p.ID + listingSuffix,
		Type: ActAgreement,
		Date: Date{
			Year: p.Listing.Year, Qualifier: Before,
			InferredBy: "import", InferredWhy: "first_listed",
		},
		Sources:    []string{p.Listing.Source},
		KnownSince: p.Listing.KnownSince,
		Origin:     p.Origin,
	}, true
}

// listedFrom is the day from which a listed pair counts as active: what a replay of its
// one inferred agreement gives, without its cost, since most rows are such pairs.
func (p Partnership) listedFrom() day {
	a, _ := p.listedAct()
	return count(a, nil).on
}

// listingSuffix marks the identifier of an act that stands for a listing and has no
// row of its own.
const listingSuffix = "#listing"
