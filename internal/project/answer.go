package project

import (
	"slices"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Answer is what a town's own office says of being named as a partner.
type Answer struct {
	Place int64  `json:"place"`
	Yes   bool   `json:"yes"`
	Day   string `json:"day"`
}

// Standing is on whose word a partner is one: as a partnership is told by one side, or
// confirmed by both.
type Standing string

// The standings.
const (
	Confirmed Standing = "confirmed" // by its own office, or it leads and named itself
	Told      Standing = "told"      // by another partner
)

// AnswerOf is what a town's office said last; ok is false where it has not answered.
func (p Project) AnswerOf(place int64) (_ Answer, ok bool) {
	i := slices.IndexFunc(p.Answers, func(a Answer) bool { return a.Place == place })
	if i < 0 {
		return Answer{}, false
	}
	return p.Answers[i], true
}

// Standing says on whose word a partner is one.
func (p Project) Standing(q Partner) Standing {
	if a, ok := p.AnswerOf(q.Place); q.Place != 0 && ok && a.Yes || q.namedItself() {
		return Confirmed
	}
	return Told
}

// Asked are the towns that were named by others and have not answered, those who are there
// alone.
func (p Project) Asked() (all []Partner) {
	for _, q := range p.Leading() {
		if _, answered := p.AnswerOf(q.Place); q.Place != 0 && q.There() && !answered && p.Standing(q) == Told {
			all = append(all, q)
		}
	}
	return all
}

// Named are all towns that were ever named: those who take part, who left, who said no.
func (p Project) Named() (all []int64) {
	add := func(place int64) {
		if place != 0 && !slices.Contains(all, place) {
			all = append(all, place)
		}
	}
	for _, q := range p.Leading() {
		add(q.Place)
	}
	for _, a := range p.Answers {
		add(a.Place)
	}
	return all
}

// Join takes a partner in. own says that the one who names it speaks for it: it is then
// confirmed as of a day. A town that said no is not named again by others (errs.Conflict).
func (p *Project) Join(q Partner, own bool, day string) error {
	if a, ok := p.AnswerOf(q.Place); q.Place != 0 && ok && !a.Yes && !own {
		return errs.InKind(errs.Conflict, "place", lang.Msg("error.project.said_no"))
	}
	if own {
		q.By = q.Place
	}
	p.Partners = append(p.Partners, q)
	if own && q.Place != 0 {
		return p.answer(Answer{q.Place, true, day})
	}
	return nil
}

// Reply keeps what the office of a town says of being named, as of a day. Who says no is a
// partner no more: without costs of its own it goes, with costs it has left, and what it was
// to spend is a fault until somebody moves it. Who then says yes is there again.
func (p *Project) Reply(place int64, yes bool, day string) error {
	if !slices.Contains(p.Named(), place) {
		return errs.New(errs.NotFound, lang.Msg("error.project.partner"), nil)
	}
	if err := p.answer(Answer{place, yes, day}); err != nil {
		return err
	}
	if yes {
		p.comesBack(place)
		return nil
	}
	for _, q := range slices.Clone(p.Partners) {
		if q.Place != place || !q.There() {
			continue
		}
		if p.Drop(q.ID) == nil {
			continue
		}
		i := slices.IndexFunc(p.Partners, func(x Partner) bool { return x.ID == q.ID })
		if p.Partners[i].Declined, p.Partners[i].Left = true, day; q.Role == Lead {
			p.Partners[i].Role = Full // nobody leads until the others choose
		}
	}
	return nil
}

func (p *Project) answer(a Answer) error {
	if err := checkDay("day", a.Day); err != nil {
		return err
	}
	p.Answers = append(slices.DeleteFunc(p.Answers, func(x Answer) bool { return x.Place == a.Place }), a)
	return nil
}

// comesBack takes a town in again that said no before.
func (p *Project) comesBack(place int64) {
	there := false
	for i, q := range p.Partners {
		if q.Place == place && q.Declined {
			p.Partners[i].Declined, p.Partners[i].Left, p.Partners[i].Why = false, "", ""
		}
		there = there || q.Place == place
	}
	if !there {
		p.Partners = append(p.Partners, Partner{Place: place, Role: Full, By: place})
	}
}

// Showable refuses to show a project to readers on the word of one town alone. hasOffice says
// of which towns an office works on this site: where such a town was named by another one, one
// of them must have confirmed. Where none has an office, the page says who told it.
func (p Project) Showable(hasOffice func(place int64) bool) error {
	asked := false
	for _, q := range p.Partners {
		if q.Place == 0 || !q.There() || q.namedItself() || !hasOffice(q.Place) {
			continue
		}
		if p.Standing(q) == Confirmed {
			return nil
		}
		asked = true
	}
	if asked {
		return errs.New(errs.Conflict, lang.Msg("error.project.unconfirmed"), nil)
	}
	return nil
}

// namedItself says whether its own office took a partner in. Of projects from before this was
// kept, who leads counts as the one who began it.
func (q Partner) namedItself() bool {
	return q.Place != 0 && q.By == q.Place || q.Role == Lead && q.By == 0
}
