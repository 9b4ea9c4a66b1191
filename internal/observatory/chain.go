package observatory

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"twintown/internal/meeting/forum"
	"twintown/internal/partnership"
	"twintown/internal/platform/lang"
)

// Follow follows the contacts of a scope as of a day: what had certainly happened by then. A
// month or a year stands for its last day.
func Follow(f Facts, s Scope, asOf lang.Date) Chain {
	asOf = lastDay(asOf)
	w := &walk{facts: f, scope: s, asOf: asOf, byID: map[string]forum.Contact{}, byPair: map[[2]int64][]forum.Contact{}, things: map[Step][]Thing{}, origin: map[string]string{}, led: map[string]bool{}}
	w.contacts()
	w.exchanges()
	w.acts()
	w.projects()
	c := Chain{AsOf: asOf, Contacts: w.chosen, Besides: w.besides, Unclear: w.unclear}
	for _, step := range Steps() {
		c.Stages = append(c.Stages, stageOf(step, w.things[step]))
	}
	c.reckon()
	return c
}

// walk is a chain on its way.
type walk struct {
	facts   Facts
	scope   Scope
	asOf    lang.Date
	chosen  []forum.Contact
	byID    map[string]forum.Contact
	byPair  map[[2]int64][]forum.Contact // of two places, the smaller number first
	origin  map[string]string            // the contact that an exchange leads back to; "": none
	traced  []tracedExchange
	led     map[string]bool // partnerships of procedures that lead back to a contact, here or elsewhere
	things  map[Step][]Thing
	besides []Thing
	unclear []Thing
}

// tracedExchange is a procedure or conversation that leads back to a contact of the scope.
type tracedExchange struct {
	Exchange
	contact string
}

func pair(a, b int64) [2]int64 { return [2]int64{min(a, b), max(a, b)} }

func (w *walk) contacts() {
	for _, c := range w.facts.Contacts {
		if !w.scope.Has(c) || c.Day.Compare(w.asOf) > 0 {
			continue
		}
		w.chosen = append(w.chosen, c)
		w.byID[c.ID] = c
		t := Thing{
			Step: Contact, Kind: OfContact, ID: c.ID, Meeting: c.Meeting, Day: dated(c.Day), By: c.Day,
			Known: Noted, Links: []Link{{c.ID, Noted}},
		}
		for _, side := range []struct {
			place int64
			name  string
		}{{c.PlaceA, c.NameA}, {c.PlaceB, c.NameB}} {
			if side.place != 0 {
				t.Places = append(t.Places, side.place)
			} else {
				t.Names = append(t.Names, side.name)
			}
		}
		w.things[Contact] = append(w.things[Contact], t)
		if c.PlaceA != 0 && c.PlaceB != 0 {
			key := pair(c.PlaceA, c.PlaceB)
			w.byPair[key] = append(w.byPair[key], c)
		}
	}
}

func dated(d lang.Date) partnership.Date { return partnership.On(d.Year, d.Month, d.Day) }

// between are the contacts of which two sides are among the places.
func (w *walk) between(places []int64) (all []forum.Contact) {
	for i, a := range places {
		for _, b := range places[i+1:] {
			if a != b {
				all = append(all, w.byPair[pair(a, b)]...)
			}
		}
	}
	return all
}

// concerns says whether the sides of a contact that are places are all among the places.
func concerns(c forum.Contact, places []int64) bool {
	return (c.PlaceA == 0 || slices.Contains(places, c.PlaceA)) && (c.PlaceB == 0 || slices.Contains(places, c.PlaceB))
}

// leads finds the contact that each exchange names itself, or by its conversation, or by the
// request that it answers.
func (w *walk) leads() {
	conversations := map[string]Exchange{}
	for _, x := range w.facts.Exchanges {
		if x.Kind == OfConversation {
			conversations[x.ID] = x
		}
	}
	for _, x := range w.facts.Exchanges {
		from := conversations[x.Conversation]
		w.origin[x.ID] = cmp.Or(x.Contact, from.Contact, w.facts.Requests[x.Request], w.facts.Requests[from.Request])
		if x.Partnership != "" && w.origin[x.ID] != "" {
			w.led[x.Partnership] = true
		}
	}
}

// exchanges counts talks: all that the same towns say to each other is one talk.
func (w *walk) exchanges() {
	w.leads()
	talks := map[string]*Thing{}
	var order []string
	for _, x := range w.facts.Exchanges {
		if x.Day.Compare(w.asOf) > 0 {
			continue
		}
		links := w.linksOf(x)
		if len(links) == 0 {
			continue
		}
		t := Thing{Step: Talk, Kind: x.Kind, ID: x.ID, Places: x.Places, Day: dated(x.Day), By: x.Day, Known: strongest(links), Links: links}
		key := keyOf(x.Places)
		if talks[key] == nil {
			order = append(order, key)
			talks[key] = &t
			continue
		}
		merge(talks[key], t)
	}
	for _, key := range order {
		w.things[Talk] = append(w.things[Talk], *talks[key])
	}
}

// linksOf are the contacts of which an exchange came.
func (w *walk) linksOf(x Exchange) (links []Link) {
	if id := w.origin[x.ID]; id != "" {
		if c, ok := w.byID[id]; ok && concerns(c, x.Places) {
			w.traced = append(w.traced, tracedExchange{x, id})
			links = append(links, Link{id, Traced})
		}
		return links // it says itself where it came from: nothing is to be inferred
	}
	for _, c := range w.between(x.Places) {
		if x.Day.Compare(c.Day) >= 0 {
			links = add(links, Link{c.ID, Inferred})
		}
	}
	return links
}

func keyOf(places []int64) string {
	places = slices.Clone(places)
	slices.Sort(places)
	return strings.Trim(fmt.Sprint(places), "[]")
}

func strongest(links []Link) Known {
	for _, l := range links {
		if l.Known == Traced {
			return Traced
		}
	}
	return Inferred
}

// add adds a link; of two to the same contact the stronger one stays.
func add(links []Link, l Link) []Link {
	i := slices.IndexFunc(links, func(x Link) bool { return x.Contact == l.Contact })
	switch {
	case i < 0:
		return append(links, l)
	case l.Known == Traced:
		links[i] = l
	}
	return links
}

// merge puts a thing together with another one of the same towns: what is traced stands for
// both, else the earlier one.
func merge(into *Thing, t Thing) {
	links := slices.Clone(into.Links)
	for _, l := range t.Links {
		links = add(links, l)
	}
	if into.Known != t.Known && t.Known == Traced || into.Known == t.Known && before(t, *into) {
		*into = t
	}
	into.Links = links
}

// before orders things by the day by which they had happened; unknown days come last.
func before(a, b Thing) bool { return compare(a, b) < 0 }

func compare(a, b Thing) int {
	return cmp.Or(
		cmp.Compare(boolean(a.By.IsZero()), boolean(b.By.IsZero())), a.By.Compare(b.By),
		a.Day.Calendar().Compare(b.Day.Calendar()), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Act, b.Act),
	)
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

func stageOf(step Step, things []Thing) Stage {
	s := Stage{Step: step, Things: things}
	slices.SortStableFunc(s.Things, compare)
	seen := map[string]bool{}
	for _, t := range things {
		switch t.Known {
		case Traced:
			s.Traced++
		case Inferred:
			s.Inferred++
		}
		for _, l := range t.Links {
			seen[l.Contact] = true
		}
		if step == Money && t.Told {
			s.Cents += t.Cents
		} else if step == Money {
			s.Untold++
		}
	}
	s.Contacts = len(seen)
	return s
}

// lastDay is the last day of a month or a year.
func lastDay(d lang.Date) lang.Date {
	switch {
	case d.IsZero() || d.Day != 0:
		return d
	case d.Month == 0:
		return lang.Date{Year: d.Year, Month: 12, Day: 31}
	}
	return lang.DateOf(at(d).AddDate(0, 1, -1))
}
