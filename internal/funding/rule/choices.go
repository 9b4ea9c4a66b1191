package rule

import (
	"slices"
)

// choices are the partners that could be added: one profile for all that a rule cannot tell
// apart. Countries that belong to the same groups, and to none that takes part already, are
// one class; so are types, sizes and areas that the rule's filters treat alike.
type choices struct {
	p        *Program
	classes  []class
	where    []where
	types    [][]Type
	people   [][2]int32 // least and most
	member   bool
	near     bool
	profiles []profile
}

// class is a set of countries that the rule treats alike.
type class struct {
	countries []Country
	open      bool // any country that no rule names
}

// where is a class of countries, or an area of one.
type where struct {
	class int
	area  int // in Program.areas; -1: none of them
}

// dim is a dimension of a profile.
type dim int

const (
	bySort dim = iota
	bySize
	byBelonging
	byNearness
	byWhere
	dims
)

// profile is one choice in every dimension.
type profile [dims]int

// slot is a partner to be added: sets of choices, of which each will do.
type slot struct {
	sets    [dims]mask
	profile profile
	member  int // which country of its class
}

// mask is a set of choices.
type mask [2]uint64

const mostChoices = 128

func (m *mask) add(i int)      { m[i/64] |= 1 << (i % 64) }
func (m *mask) has(i int) bool { return m[i/64]&(1<<(i%64)) != 0 }
func one(i int) (m mask)       { m.add(i); return m }

// mostProfiles bounds what is tried at each place of a search.
const mostProfiles = 600

// newChoices returns the choices of a program for a consortium, nil where there are too many.
func newChoices(p *Program, c *Consortium) *choices {
	all := &choices{p: p}
	all.classify(c)
	for i, k := range all.classes {
		all.where = append(all.where, where{i, -1})
		for a := range p.areas {
			if slices.Contains(k.countries, p.areas[a].Country) && !slices.ContainsFunc(p.areas[:a], func(b Area) bool { return slices.Equal(b.Codes, p.areas[a].Codes) }) {
				all.where = append(all.where, where{i, a})
			}
		}
	}
	all.sorts()
	all.sizes()
	for _, f := range p.filters {
		all.member = all.member || f.member != ""
		all.near = all.near || f.near
	}
	if len(all.where) > mostChoices {
		return nil
	}
	all.combine(c)
	if len(all.profiles) > mostProfiles {
		return nil
	}
	return all
}

// classify puts countries into classes.
func (all *choices) classify(c *Consortium) {
	p := all.p
	var universe, alone Set
	for _, f := range p.filters {
		for _, m := range []*Members{f.from, f.with} {
			if m != nil {
				universe.union(&m.Sure)
			}
		}
		for i := range f.areas {
			universe.Add(f.areas[i].Country)
			alone.Add(f.areas[i].Country)
		}
	}
	for i := range c.partners() {
		if country := c.Partners[i].Country; country != 0 {
			universe.Add(country)
			alone.Add(country)
		}
	}
	byName := map[string]int{}
	for _, country := range universe.All() {
		sign := all.sign(country)
		if alone.Has(country) || all.hasNear() { // which borders it has is its own
			sign = country.String()
		}
		i, ok := byName[sign]
		if !ok {
			i = len(all.classes)
			byName[sign] = i
			all.classes = append(all.classes, class{})
		}
		all.classes[i].countries = append(all.classes[i].countries, country)
	}
	all.classes = append(all.classes, class{open: true})
}

func (all *choices) hasNear() bool {
	return slices.ContainsFunc(all.p.filters, func(f *filter) bool { return f.near })
}

// sign says to which of the rule's groups a country belongs.
func (all *choices) sign(country Country) string {
	sign := make([]byte, 0, len(all.p.filters)+2)
	sign = append(sign, "= "...) // no code of a country
	for _, f := range all.p.filters {
		v := Yes
		if f.from != nil {
			v = f.from.has(country)
		}
		sign = append(sign, '0'+byte(v))
	}
	return string(sign)
}

// sorts puts the types of applicants into classes.
func (all *choices) sorts() {
	byMask := map[string]int{}
	asked := false
	for _, t := range Types() {
		sign := ""
		for _, f := range all.p.filters {
			if f.types != 0 {
				asked = true
				sign += string('0' + rune(f.types>>t&1))
			}
		}
		i, ok := byMask[sign]
		if !ok {
			i = len(all.types)
			byMask[sign] = i
			all.types = append(all.types, nil)
		}
		all.types[i] = append(all.types[i], t)
	}
	if !asked {
		all.types = [][]Type{Types()}
	}
}

// sizes cuts the numbers of inhabitants where the rule's answer changes.
func (all *choices) sizes() {
	cuts := []int32{0}
	for _, f := range all.p.filters {
		if f.least > 0 {
			cuts = append(cuts, f.least)
		}
		if f.most < unlimited {
			cuts = append(cuts, f.most+1)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	for i, least := range cuts {
		most := int32(unlimited)
		if i+1 < len(cuts) {
			most = cuts[i+1] - 1
		}
		all.people = append(all.people, [2]int32{least, most})
	}
}

// combine lists the profiles, without those of which the rule could not say whether they count.
func (all *choices) combine(c *Consortium) {
	try := c.clone(1)
	try.Partners = append(try.Partners, Partner{})
	last := len(try.Partners) - 1
	for w := range all.where {
		for t := range all.types {
			for s := range all.people {
				for m := range choose(all.member) {
					for n := range choose(all.near) {
						var pr profile
						pr[byWhere], pr[bySort], pr[bySize], pr[byBelonging], pr[byNearness] = w, t, s, m, n
						if last < MostPartners {
							try.Partners[last] = all.partner(slot{profile: pr})
							if slices.ContainsFunc(all.p.filters, func(f *filter) bool { return f.value(try, last) == Unknown && !strange(c) }) {
								continue
							}
						}
						all.profiles = append(all.profiles, pr)
						if len(all.profiles) > mostProfiles {
							return
						}
					}
				}
			}
		}
	}
}

// strange says that the country of a partner is not known, so that nothing about borders with it can be.
func strange(c *Consortium) bool {
	return slices.ContainsFunc(c.Partners, func(p Partner) bool { return p.Country == 0 })
}

// choose returns how many choices a yes-or-no dimension has.
func choose(asked bool) int {
	if asked {
		return 2 // yes first
	}
	return 1
}

// next returns the slots of a profile that may follow others: of a class from which somebody was
// added already, one of the same country and one of another.
func (all *choices) next(before []slot, i int) []slot {
	pr := all.profiles[i]
	k := all.where[pr[byWhere]].class
	used := 0
	for _, b := range before {
		if all.where[b.profile[byWhere]].class == k {
			used = max(used, b.member+1)
		}
	}
	slots := []slot{all.slot(pr, 0)}
	if used > 1 { // which of those before it would be cannot be said shortly
		slots = nil
	}
	if used > 0 && (used < len(all.classes[k].countries) || all.classes[k].open && used < mostAdded) {
		slots = append(slots, all.slot(pr, used))
	}
	return slots
}

func (all *choices) slot(pr profile, member int) slot {
	s := slot{profile: pr, member: member}
	for d := range dims {
		s.sets[d] = one(pr[d])
	}
	return s
}

// partner returns a partner of a slot.
func (all *choices) partner(s slot) Partner {
	w := all.where[s.profile[byWhere]]
	k := all.classes[w.class]
	p := Partner{Areas: []string{}, Type: all.types[s.profile[bySort]][0], People: Exactly(int(all.people[s.profile[bySize]][0]))}
	if k.open {
		p.Country = elsewhere - Country(s.member) // ZZ, ZY, ZX…: no country has these codes
	} else {
		p.Country = k.countries[s.member]
	}
	if w.area >= 0 {
		p.Areas = all.p.areas[w.area].Codes
	} else if !k.open {
		code := p.Country.String()
		p.Areas = []string{code + "-", code + ".-", code + "/-"} // another part of it, in every scheme
	}
	if all.near {
		p.Borders = all.borders(p.Country, s.profile[byNearness] == 0)
	}
	if all.member {
		p.Members = all.members(s.profile[byBelonging] == 0)
	}
	return p
}

// borders are those of a town that lies on every border of its country, or on none.
func (all *choices) borders(country Country, near bool) []Border {
	borders := []Border{}
	if !near || all.p.book.Neighbours == nil {
		return borders
	}
	for _, k := range all.classes {
		for _, other := range k.countries {
			if other != country && all.p.book.Neighbours(country, other) {
				borders = append(borders, Border{With: other})
			}
		}
	}
	return borders
}

func (all *choices) members(belongs bool) (list []Membership) {
	for _, f := range all.p.filters {
		if f.member == "" {
			continue
		}
		m := Membership{Of: f.member, Is: No}
		if belongs {
			m.Is, m.Since = Yes, 1
		}
		list = append(list, m)
	}
	return list
}
