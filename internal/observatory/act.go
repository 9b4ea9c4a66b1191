package observatory

import (
	"slices"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/platform/lang"
)

// stepOf says which step an act is.
func stepOf(t partnership.ActType) (Step, bool) {
	switch t {
	case partnership.ActLetter:
		return Letter, true
	case partnership.ActAgreement, partnership.ActCharter:
		return Agreement, true
	}
	return "", false
}

// acts counts letters and agreements, each partnership once: what is signed in one town and
// then in the other is one agreement.
func (w *walk) acts() {
	made := map[string][]string{} // the contacts to which an act is traced
	elsewhere := map[string]bool{}
	for _, x := range w.traced {
		for _, act := range x.Acts {
			made[act] = append(made[act], x.contact)
		}
	}
	for _, x := range w.facts.Exchanges {
		if w.origin[x.ID] == "" {
			continue
		}
		for _, act := range x.Acts {
			elsewhere[act] = len(made[act]) == 0
		}
	}
	for _, p := range w.facts.Partnerships {
		first := map[Step]*Thing{}
		for _, a := range partnership.Order(p, time.Time{}) {
			step, counts := stepOf(a.Type)
			if !counts || a.Day().Compare(w.asOf) > 0 {
				continue
			}
			t := Thing{Step: step, Kind: OfAct, ID: p.ID, Act: a.ID, Type: a.Type, Places: p.Present(), Day: a.Date, By: a.Day(), Open: true}
			for _, id := range made[a.ID] {
				t.Links = add(t.Links, Link{id, Traced})
			}
			if !elsewhere[a.ID] && p.Kind != partnership.KindNetwork {
				w.infer(p, &t)
			}
			if len(t.Links) == 0 {
				continue
			}
			t.Known = strongest(t.Links)
			if first[step] == nil {
				first[step] = &t
			} else {
				merge(first[step], t)
			}
		}
		for step, t := range first {
			w.things[step] = append(w.things[step], *t)
		}
		w.unclear = slices.DeleteFunc(w.unclear, func(t Thing) bool { return t.ID == p.ID && first[t.Step] != nil })
	}
}

// infer links an act to the contacts of the same towns on an earlier day. An act whose day
// is not known well enough is unclear.
func (w *walk) infer(p partnership.Partnership, t *Thing) {
	from, known := earliest(t.Day)
	for _, c := range w.between(sides(p)) {
		switch {
		case slices.ContainsFunc(t.Links, func(l Link) bool { return l.Contact == c.ID }):
		case known && from.Compare(c.Day) >= 0:
			t.Links = add(t.Links, Link{c.ID, Inferred})
		case t.By.IsZero() || t.By.Compare(c.Day) >= 0:
			u := *t
			u.Known, u.Links = Inferred, []Link{{c.ID, Inferred}}
			if !slices.ContainsFunc(w.unclear, func(x Thing) bool { return x.Act == u.Act }) {
				w.unclear = append(w.unclear, u)
			}
		}
	}
}

// sides are the places of a partnership, those that were merged and their heirs.
func sides(p partnership.Partnership) (all []int64) {
	for _, q := range p.Parties {
		for _, n := range []int64{q.Place, q.Heir} {
			if n != 0 && !slices.Contains(all, n) {
				all = append(all, n)
			}
		}
	}
	return all
}

// earliest is the first day on which something with a date can have happened; false where
// nobody knows.
func earliest(d partnership.Date) (lang.Date, bool) {
	if d.IsZero() || d.Qualifier == partnership.Before {
		return lang.Date{}, false
	}
	day := lang.Date{Year: d.Year, Month: max(d.Month, 1), Day: max(d.Day, 1)}
	if d.Qualifier == partnership.About { // within one period before or after
		t := at(day)
		switch {
		case d.Month == 0:
			t = t.AddDate(-1, 0, 0)
		case d.Day == 0:
			t = t.AddDate(0, -1, 0)
		default:
			t = t.AddDate(0, 0, -1)
		}
		day = lang.DateOf(t)
	}
	return day, true
}

// at is the noon of a day, in a zone that knows no summer time.
func at(d lang.Date) time.Time {
	return time.Date(d.Year, time.Month(max(d.Month, 1)), max(d.Day, 1), 12, 0, 0, 0, time.UTC)
}
