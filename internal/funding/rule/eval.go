package rule

import "strings"

// Evaluate says whether a consortium fits. It allocates nothing.
func (p *Program) Evaluate(c *Consortium) Value { return p.root.eval(c) }

func (n *node) eval(c *Consortium) Value {
	switch n.op {
	case All:
		v := Yes
		for i := range n.kids {
			if v = min(v, n.kids[i].eval(c)); v == No {
				return No
			}
		}
		return v
	case Any:
		v := No
		for i := range n.kids {
			if v = max(v, n.kids[i].eval(c)); v == Yes {
				return Yes
			}
		}
		return v
	case One:
		sure, maybe := 0, 0
		for i := range n.kids {
			switch n.kids[i].eval(c) {
			case Yes:
				sure++
			case Unknown:
				maybe++
			}
		}
		return between(sure, sure+maybe, 1, 1)
	case Not:
		return Yes - n.kids[0].eval(c)
	case Partners, Countries:
		low, high := n.count(c)
		return between(low, high, n.min, n.max)
	case Each:
		return n.f.each(c)
	case Lead:
		return n.f.lead(c)
	case Activity:
		return n.activity(c)
	}
	return planned(n.number(c), n.min, n.max)
}

// between says whether a number that is at least low and at most high lies in a range.
func between(low, high int, least, most int32) Value {
	switch {
	case low >= int(least) && high <= int(most):
		return Yes
	case high < int(least) || low > int(most):
		return No
	}
	return Unknown
}

func planned(c Count, least, most int32) Value {
	n, known := c.Get()
	if !known {
		return Unknown
	}
	return between(n, n, least, most)
}

// number is the planned number that the condition asks.
func (n *node) number(c *Consortium) Count {
	switch n.op {
	case Participants:
		return c.Plan.Participants
	case Invited:
		return c.Plan.Invited
	case Months:
		return c.Plan.Months
	}
	return c.Plan.Days
}

// count counts partners, or their countries: at least low, at most high.
func (n *node) count(c *Consortium) (low, high int) {
	if n.op == Countries {
		return n.countries(c)
	}
	for i := range c.partners() {
		v := n.f.value(c, i)
		low += int(v / Yes)
		high += int((v + 1) / 2)
	}
	return low, high
}

func (n *node) countries(c *Consortium) (low, high int) {
	var sure, maybe Set
	strangers, sureStranger := 0, 0 // partners of no known country
	for i := range c.partners() {
		v := n.f.value(c, i)
		if v == No {
			continue
		}
		country := c.Partners[i].Country
		switch {
		case country == 0:
			strangers++
			sureStranger |= int(v / Yes)
		case v == Yes && !sure.Has(country):
			sure.Add(country)
			low++
			if !maybe.Has(country) {
				high++
			}
		case v == Unknown && !maybe.Has(country) && !sure.Has(country):
			maybe.Add(country)
			high++
		}
	}
	return max(low, sureStranger), high + strangers
}

// each says whether every partner that counts passes.
func (f *filter) each(c *Consortium) Value {
	v := Yes
	for i := range c.partners() {
		if f.roles&(1<<c.Partners[i].Role) == 0 {
			continue
		}
		if v = min(v, f.value(c, i)); v == No {
			return No
		}
	}
	return v
}

// lead says whether the partner that leads passes. Where none was named one of them will lead.
func (f *filter) lead(c *Consortium) Value {
	if i := c.lead(); i >= 0 {
		return f.value(c, i)
	}
	least, most := Yes, No
	for i := range c.partners() {
		if c.Partners[i].Role == Associated {
			continue
		}
		v := f.value(c, i)
		least, most = min(least, v), max(most, v)
	}
	if least == Yes && most == Yes || most == No {
		return most
	}
	return Unknown
}

// activity says whether the countries of the activities are so many and where they must be.
func (n *node) activity(c *Consortium) Value {
	if c.Plan.Countries == nil {
		return Unknown
	}
	var seen Set
	v, have := Yes, 0
	for _, country := range c.Plan.Countries {
		if !seen.Has(country) {
			seen.Add(country)
			have++
		}
		if n.f.from != nil {
			v = min(v, n.f.from.has(country))
		}
		if n.f.among {
			v = min(v, amongPartners(c, country))
		}
	}
	return min(v, between(have, have, n.min, n.max))
}

func amongPartners(c *Consortium, country Country) Value {
	v := No
	for i := range c.partners() {
		switch c.Partners[i].Country {
		case country:
			return Yes
		case 0:
			v = Unknown
		}
	}
	return v
}

// part is one fact of a filter.
type part uint8

const (
	byCountry part = iota
	byArea
	byBorder
	byPeople
	byType
	byMember
	parts
)

// value says whether partner i passes.
func (f *filter) value(c *Consortium, i int) Value {
	if f.roles&(1<<c.Partners[i].Role) == 0 {
		return No
	}
	v := Yes
	for _, by := range f.active {
		if v = min(v, f.part(c, i, by)); v == No {
			return No
		}
	}
	return v
}

// narrows lists the facts that the filter asks, its role aside.
func (f *filter) narrows() (all []part) {
	asks := [parts]bool{
		byCountry: f.from != nil, byArea: f.areas != nil, byBorder: f.near, byPeople: f.least > 0 || f.most < unlimited,
		byType: f.types != 0, byMember: f.member != "",
	}
	for by, yes := range asks {
		if yes {
			all = append(all, part(by))
		}
	}
	return all
}

func (f *filter) part(c *Consortium, i int, by part) Value {
	p := &c.Partners[i]
	switch by {
	case byCountry:
		return f.from.has(p.Country)
	case byArea:
		return f.area(p)
	case byBorder:
		return f.border(c, i)
	case byPeople:
		return planned(p.People, f.least, f.most)
	case byType:
		if p.Type == UnknownType {
			return Unknown
		}
		return Value(f.types >> p.Type & 1 * uint32(Yes))
	}
	return f.belongs(p)
}

func (f *filter) area(p *Partner) Value {
	v := No
	for i := range f.areas {
		if v = max(v, f.areas[i].has(p)); v == Yes {
			return Yes
		}
	}
	return v
}

// has says whether a partner lies in the area.
func (a *Area) has(p *Partner) Value {
	if p.Country != 0 && p.Country != a.Country {
		return No
	}
	v := Unknown
	for _, lies := range p.Areas {
		for _, code := range a.Codes {
			switch {
			case lies == code, nuts(code) && nuts(lies) && strings.HasPrefix(lies, code):
				return Yes
			case scheme(code) == scheme(lies) && !(nuts(code) && strings.HasPrefix(code, lies)):
				v = No // another area of the same scheme, unless a second code says otherwise
			}
		}
	}
	if v == No || len(a.Within) == 0 {
		return v
	}
	for _, lies := range p.Areas {
		for _, code := range a.Within {
			if lies == code {
				return Unknown // in the larger one; in which part of it nobody told
			}
			if scheme(lies) == scheme(code) {
				v = No
			}
		}
	}
	return v
}

// scheme says of which kind a code is: "PL84" of NUTS, "PL.81" of GeoNames, "PL/ostrołęcki" a name
// alone. Two areas of one kind are the same only if their codes are.
func scheme(code string) byte {
	if i := strings.IndexAny(code, "./"); i >= 0 {
		return code[i]
	}
	return 0
}

// nuts says whether a code is one of NUTS, in which the longer ones lie within the shorter.
func nuts(code string) bool { return scheme(code) == 0 }

func (f *filter) border(c *Consortium, i int) Value {
	p := &c.Partners[i]
	if p.Borders == nil {
		return Unknown
	}
	v := No
	for j := range p.Borders {
		b := &p.Borders[j]
		if b.Low > f.max {
			continue
		}
		with := f.bordersOn(c, b.With)
		if b.High > f.max {
			with = min(with, Unknown)
		}
		v = max(v, with)
	}
	return v
}

// bordersOn says whether a border with a country is one of those that the filter means.
func (f *filter) bordersOn(c *Consortium, with Country) Value {
	if f.with != nil {
		return f.with.has(with)
	}
	return amongPartners(c, with)
}

func (f *filter) belongs(p *Partner) Value {
	for i := range p.Members {
		m := &p.Members[i]
		if m.Of != f.member {
			continue
		}
		switch {
		case m.Is != Yes || f.before == 0:
			return m.Is
		case m.Since == 0:
			return Unknown
		case m.Since < f.before:
			return Yes
		}
		return No
	}
	return Unknown
}
