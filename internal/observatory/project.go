package observatory

import (
	"slices"

	"twintown/internal/meeting/forum"
	"twintown/internal/partnership"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
)

// projects counts projects and what was granted for them.
func (w *walk) projects() {
	traced, inferred := w.grown()
	for _, p := range w.facts.Projects {
		if w.scope.Project != nil && !w.scope.Project(p) && !w.grew(p, traced, inferred) {
			continue
		}
		state, began := stateOn(p, w.asOf)
		if began.IsZero() {
			continue // nobody had thought of it by then
		}
		t := Thing{
			Step: Project, Kind: OfProject, ID: p.ID, Meeting: p.Meeting, Places: everPartners(p), Day: dated(began), By: began,
			Open: !p.Shown.IsZero(), Project: &p,
		}
		named := w.scope.Meetings(p.Meeting)
		t.Links = w.projectLinks(p, t, named, traced, inferred)
		switch {
		case named:
			t.Known = Traced
		case len(t.Links) == 0:
			continue
		default:
			t.Known = strongest(t.Links)
		}
		p.State = state // as of the day, in the copy that the thing shows
		if state == project.Idea || state == project.Refused {
			w.besides = append(w.besides, t)
			continue
		}
		w.things[Project] = append(w.things[Project], t)
		if state != project.Submitted {
			w.things[Money] = append(w.things[Money], grantOf(t, w.asOf))
		}
	}
	slices.SortStableFunc(w.besides, compare)
	slices.SortStableFunc(w.unclear, compare)
}

// grown are the partnerships of whose letters, agreements and procedures the chain knows,
// with the contacts that they came of.
func (w *walk) grown() (traced, inferred map[string][]string) {
	traced, inferred = map[string][]string{}, map[string][]string{}
	for _, x := range w.traced {
		if x.Partnership != "" {
			traced[x.Partnership] = append(traced[x.Partnership], x.contact)
		}
	}
	for _, step := range []Step{Letter, Agreement} {
		for _, t := range w.things[step] {
			for _, l := range t.Links {
				if l.Known == Traced {
					traced[t.ID] = append(traced[t.ID], l.Contact)
				} else {
					inferred[t.ID] = append(inferred[t.ID], l.Contact)
				}
			}
		}
	}
	return traced, inferred
}

func (w *walk) grew(p project.Project, traced, inferred map[string][]string) bool {
	return slices.ContainsFunc(p.Partnerships, func(id string) bool { return len(traced[id])+len(inferred[id]) > 0 })
}

// projectLinks are the contacts of which a project came: it names their meeting, or it grew
// out of a partnership that came of them, or, where it names none, the same towns do it.
func (w *walk) projectLinks(p project.Project, t Thing, named bool, traced, inferred map[string][]string) (links []Link) {
	later := func(c forum.Contact) bool { return t.By.Compare(c.Day) >= 0 }
	elsewhere := p.Meeting != "" || w.cameElsewhere(p, traced)
	for _, id := range p.Partnerships {
		for _, contact := range traced[id] {
			if later(w.byID[contact]) {
				links = add(links, Link{contact, Traced})
			}
		}
	}
	for _, c := range w.between(t.Places) {
		switch {
		case named && c.Meeting == p.Meeting:
			links = add(links, Link{c.ID, Traced})
		case !elsewhere && later(c) && !slices.ContainsFunc(links, func(l Link) bool { return l.Contact == c.ID }):
			links = add(links, Link{c.ID, Inferred})
		}
	}
	if elsewhere {
		return links
	}
	for _, id := range p.Partnerships {
		for _, contact := range inferred[id] {
			if later(w.byID[contact]) && !slices.ContainsFunc(links, func(l Link) bool { return l.Contact == contact }) {
				links = add(links, Link{contact, Inferred})
			}
		}
	}
	return links
}

// cameElsewhere says whether a project grew out of a partnership that leads back to a contact
// outside of the scope.
func (w *walk) cameElsewhere(p project.Project, traced map[string][]string) bool {
	return slices.ContainsFunc(p.Partnerships, func(id string) bool { return w.led[id] && len(traced[id]) == 0 })
}

// everPartners are the towns that take part, or did; not one that was named and said no.
func everPartners(p project.Project) (all []int64) {
	for _, q := range p.Partners {
		if q.Place != 0 && !q.Declined && !slices.Contains(all, q.Place) {
			all = append(all, q.Place)
		}
	}
	return all
}

// stateOn is the state of a project on a day, and the day on which it came to life; zero
// where it had not by then.
func stateOn(p project.Project, day lang.Date) (state project.State, began lang.Date) {
	state = project.Idea
	for _, m := range p.Moves {
		on, err := partnership.ParseDate(m.Day)
		if err != nil || on.Calendar().Compare(day) > 0 {
			continue
		}
		if state = m.To; began.IsZero() {
			began = on.Calendar()
		}
	}
	if made := lang.DateOf(p.Created.UTC()); began.IsZero() && made.Compare(day) <= 0 {
		began = made
	}
	return state, began
}

// grantOf is the grant of a project that was granted by a day.
func grantOf(t Thing, day lang.Date) Thing {
	t.Step, t.Day, t.By = Money, partnership.Date{}, lang.Date{}
	for _, m := range t.Project.Moves {
		on, err := partnership.ParseDate(m.Day)
		if err == nil && m.To == project.Granted && on.Calendar().Compare(day) <= 0 {
			t.Day, t.By = on, on.Calendar()
		}
	}
	b := t.Project.Budget
	if !b.Grant.IsZero() {
		t.Cents, t.Told = b.Euros(b.Grant)
		return t
	}
	sums := b.Sums()
	t.Cents = sums.ByOrigin[project.OfGrant]
	t.Told = t.Cents > 0 && len(sums.NoRate) == 0
	t.Planned = t.Told
	return t
}
