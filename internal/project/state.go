package project

import (
	"slices"
	"time"

	"twintown/internal/funding"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// next says to which states a project can go from each.
var next = map[State][]State{
	Idea:      {Submitted, Granted, Running}, // what came before Twintown is entered as it stands
	Submitted: {Granted, Refused},
	Refused:   {Submitted},
	Granted:   {Running},
	Running:   {Closed},
}

// Next are the states to which a project can go.
func (p Project) Next() []State { return slices.Clone(next[p.State]) }

// Go moves a project to another state as of a day, "2026-11-27", with a note. limit is as in
// [Project.Faults]: what does not add up is not submitted, granted or begun, with the first
// fault as the reason (errs.Conflict).
func (p *Project) Go(to State, day, note string, limit funding.Share) error {
	if !slices.Contains(next[p.State], to) {
		return errs.New(errs.Conflict, lang.Msg("error.project.state"), nil)
	}
	if err := errs.First(checkDay("day", day), p.inOrder(day), p.ready(to, limit)); err != nil {
		return err
	}
	p.State, p.Moves = to, append(p.Moves, Move{to, day, note})
	return nil
}

// Back takes the last move back: it was made by mistake.
func (p *Project) Back() error {
	if len(p.Moves) == 0 {
		return errs.New(errs.Conflict, lang.Msg("error.project.state"), nil)
	}
	p.Moves = p.Moves[:len(p.Moves)-1]
	if p.State = Idea; len(p.Moves) > 0 {
		p.State = p.Moves[len(p.Moves)-1].To
	}
	return nil
}

// inOrder refuses a day before that of the last move.
func (p *Project) inOrder(day string) error {
	if n := len(p.Moves); n > 0 && day < p.Moves[n-1].Day {
		return errs.In("day", lang.Msg("error.project.order"))
	}
	return nil
}

// ready refuses what lacks something that the next state asks for.
func (p *Project) ready(to State, limit funding.Share) error {
	if to == Refused || to == Closed {
		return nil
	}
	if len(p.Texts) == 0 {
		return errs.New(errs.Conflict, lang.Msg("error.project.untitled"), nil)
	}
	if p.there() < 2 {
		return errs.New(errs.Conflict, lang.Msg("error.project.alone"), nil)
	}
	if faults := p.Faults(limit); len(faults) > 0 {
		return errs.New(errs.Conflict, lang.Msg("error.project.amiss", "count", len(faults)), nil)
	}
	return nil
}

// there is how many partners have not left.
func (p *Project) there() (n int) {
	for _, q := range p.Partners {
		if q.There() {
			n++
		}
	}
	return n
}

// Leave says that a partner left on a day, and why. Who leads can leave once another one
// leads; what the partner planned to spend stays in the budget, as a fault, until it is
// moved or taken out.
func (p *Project) Leave(partner, day, why string) error {
	i := slices.IndexFunc(p.Partners, func(q Partner) bool { return q.ID == partner })
	if i < 0 {
		return errs.New(errs.NotFound, lang.Msg("error.project.partner"), nil)
	}
	if err := checkDay("left", day); err != nil {
		return err
	}
	if q := p.Partners[i]; q.Role == Lead {
		return errs.InKind(errs.Conflict, "left", lang.Msg("error.project.lead_leaves"))
	}
	p.Partners[i].Left, p.Partners[i].Why = day, why
	return nil
}

// Return says that a partner did not leave after all.
func (p *Project) Return(partner string) error {
	i := slices.IndexFunc(p.Partners, func(q Partner) bool { return q.ID == partner })
	if i < 0 {
		return errs.New(errs.NotFound, lang.Msg("error.project.partner"), nil)
	}
	if p.Partners[i].Declined {
		return errs.InKind(errs.Conflict, "partners", lang.Msg("error.project.said_no"))
	}
	p.Partners[i].Left, p.Partners[i].Why = "", ""
	return nil
}

// Drop takes a partner out of whom nothing is told: it was entered by mistake. Who has costs,
// shares or payments leaves instead, so that no amount is lost.
func (p *Project) Drop(partner string) error {
	i := slices.IndexFunc(p.Partners, func(q Partner) bool { return q.ID == partner })
	if i < 0 {
		return errs.New(errs.NotFound, lang.Msg("error.project.partner"), nil)
	}
	b := p.Budget
	if slices.ContainsFunc(b.Lines, func(l Line) bool { return l.Partner == partner }) ||
		slices.ContainsFunc(b.Shares, func(s Share) bool { return s.Partner == partner }) ||
		slices.ContainsFunc(b.Payments, func(y Payment) bool { return y.Partner == partner }) {
		return errs.InKind(errs.Conflict, "partners", lang.Msg("error.project.has_costs"))
	}
	p.Partners = slices.Delete(p.Partners, i, i+1)
	return nil
}

// Show makes a project public, from now on.
func (p *Project) Show(now time.Time) error {
	if len(p.Texts) == 0 {
		return errs.New(errs.Conflict, lang.Msg("error.project.untitled"), nil)
	}
	if p.Shown.IsZero() {
		p.Shown = now
	}
	return nil
}

// Hide takes a project from the public.
func (p *Project) Hide() { p.Shown = time.Time{} }
