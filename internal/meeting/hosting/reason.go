package hosting

import (
	"slices"

	"twintown/internal/meeting/delegation"
	"twintown/internal/platform/lang"
)

// Reason says something for a stay or against it, as a sentence.
type Reason struct {
	Text lang.Message
	For  bool
}

// obstacles are the needs that a family does not meet: none of them is weighed, all bind.
func obstacles(g Guest, f Family) (all []Reason) {
	against := func(bad bool, key string) {
		if bad {
			all = append(all, Reason{Text: lang.Msg(key)})
		}
	}
	against(g.StepFree && !f.StepFree, "hosts.reason.steps")
	against(g.NoSmoke && f.Smokes, "hosts.reason.smoke")
	against(g.NoPets && f.Pets, "hosts.reason.pets")
	against(g.Minor && !f.Minors, "hosts.reason.minor")
	return all
}

// Reasons say what speaks for a stay and against it: needs that bind come first. others are
// the guests of the same family.
func Reasons(g Guest, f Family, others []Guest) []Reason {
	all := obstacles(g, f)
	meets := func(need bool, key string) {
		if need {
			all = append(all, Reason{lang.Msg(key), true})
		}
	}
	meets(g.StepFree && f.StepFree, "hosts.reason.step_free")
	meets(g.NoSmoke && !f.Smokes, "hosts.reason.smoke_free")
	meets(g.NoPets && !f.Pets, "hosts.reason.pet_free")
	meets(g.Minor && f.Minors, "hosts.reason.minor_ok")
	all = append(all, talk(g, f)...)
	for _, d := range g.Diets {
		if serves(f, d) {
			all = append(all, Reason{lang.Msg("hosts.reason.diet", "diet", lang.Msg("hosts.diet."+string(d))), true})
		} else {
			all = append(all, Reason{Text: lang.Msg("hosts.reason.no_diet", "diet", lang.Msg("hosts.diet."+string(d)))})
		}
	}
	if n := company(g, others); n > 0 {
		all = append(all, Reason{lang.Msg("hosts.reason.together", "n", n), true})
	}
	all = append(all, wishes(g, others)...)
	if g.Care && g.Needs.empty() {
		all = append(all, Reason{Text: lang.Msg("hosts.reason.care")})
	}
	return all
}

// wishes say whether she stays with whom she wants to, or alone, and whether somebody else who
// stays there wants to be the only guest.
func wishes(g Guest, others []Guest) (all []Reason) {
	say := func(yes bool, good, bad string) {
		if yes {
			all = append(all, Reason{lang.Msg(good), true})
		} else {
			all = append(all, Reason{Text: lang.Msg(bad)})
		}
	}
	others = slices.DeleteFunc(slices.Clone(others), func(o Guest) bool { return o.Member == g.Member })
	switch g.Said.Company {
	case delegation.NoMatter:
	case delegation.Alone:
		say(len(others) == 0, "hosts.reason.alone", "hosts.reason.not_alone")
	case delegation.OwnPeople:
		if company(g, others) == 0 { // else it is said already
			say(false, "", "hosts.reason.no_company")
		}
	default:
		say(slices.ContainsFunc(others, g.wants), "hosts.reason.with", "hosts.reason.without")
	}
	if slices.ContainsFunc(others, func(o Guest) bool { return o.Said.Company == delegation.Alone }) {
		all = append(all, Reason{Text: lang.Msg("hosts.reason.other_alone")})
	}
	return all
}

// empty says that nobody said what a guest needs.
func (n Needs) empty() bool { return !n.StepFree && !n.NoSmoke && !n.NoPets && len(n.Diets) == 0 }

// talk says in which languages they can talk.
func talk(g Guest, f Family) (all []Reason) {
	n, known := common(g, f)
	switch {
	case n > 0:
		for _, l := range g.Languages {
			if slices.Contains(f.Languages, l) {
				all = append(all, Reason{lang.Msg("hosts.reason.language", "language", l), true})
			}
		}
	case known:
		all = append(all, Reason{Text: lang.Msg("hosts.reason.no_language")})
	default:
		all = append(all, Reason{Text: lang.Msg("hosts.reason.language_unknown")})
	}
	return all
}

// company counts the guests of her delegation who stay in the same family.
func company(g Guest, others []Guest) (n int) {
	for _, o := range others {
		if o.Member != g.Member && o.Delegation == g.Delegation {
			n++
		}
	}
	return n
}

// WhyNot says why a guest does not stay with a family in a plan: needs that bind, else that its
// beds are taken by others for whom they are worth more, else what speaks against it. It is
// empty where she does stay there.
func WhyNot(plan Plan, guests []Guest, families []Family, member, family string) []Reason {
	g := slices.IndexFunc(guests, func(g Guest) bool { return g.Member == member })
	f := slices.IndexFunc(families, func(f Family) bool { return f.ID == family })
	if g < 0 || f < 0 || plan.Stays[member] == family {
		return nil
	}
	if bound := obstacles(guests[g], families[f]); len(bound) > 0 {
		return bound
	}
	var there []Guest
	for _, o := range guests {
		if plan.Stays[o.Member] == family {
			there = append(there, o)
		}
	}
	var all []Reason
	if len(there) >= families[f].Beds {
		all = append(all, Reason{Text: lang.Msg("hosts.reason.full", "n", families[f].Beds)})
	}
	for _, r := range Reasons(guests[g], families[f], there) {
		if !r.For {
			all = append(all, r)
		}
	}
	if len(all) == 0 {
		all = append(all, Reason{Text: lang.Msg("hosts.reason.elsewhere")})
	}
	return all
}
