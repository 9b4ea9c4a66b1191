package rule

import "slices"

// Finding is what one condition says of a consortium.
type Finding struct {
	Value     Value
	Node      *Node // the condition
	Low, High int   // what it counted: at least and at most; equal where all is known
	Lacks     []Fact
	Kids      []Finding
}

// FactKind says which fact lacks.
type FactKind uint8

// The kinds of facts. Those from FactParticipants on belong to the plan.
const (
	FactCountry FactKind = iota // in which country a partner lies
	FactGroup                   // whether its country belongs to the groups on the day
	FactArea                    // in which part of its country it lies
	FactBorder                  // how far the border is, exactly enough
	FactPeople                  // how many inhabitants it has
	FactType                    // what sort of body it is
	FactMember                  // whether, and since when, it belongs to an organisation
	FactLead                    // which partner leads
	FactParticipants
	FactInvited
	FactActivity
	FactMonths
	FactDays
)

var factNames = [...]string{"country", "group", "area", "border", "people", "type", "member", "lead", "participants", "invited", "activity", "months", "days"}

// String returns the fact as tests name it.
func (k FactKind) String() string { return factNames[k] }

// OfPlan says that the partners themselves choose the fact.
func (k FactKind) OfPlan() bool { return k >= FactLead }

// Fact is something that nobody told and that decides.
type Fact struct {
	Kind    FactKind
	Partner int    // whose fact it is; -1: of the plan
	What    string // the organisation, where Kind is FactMember
}

// Explain says the same as Evaluate for the whole rule and for each of its conditions.
func (p *Program) Explain(c *Consortium) Finding { return p.root.explain(c) }

func (n *node) explain(c *Consortium) Finding {
	f := Finding{Value: n.eval(c), Node: n.src}
	for i := range n.kids {
		f.Kids = append(f.Kids, n.kids[i].explain(c))
	}
	switch n.op {
	case Partners, Countries:
		f.Low, f.High = n.count(c)
	case Participants, Invited, Months, Days:
		if have, known := n.number(c).Get(); known {
			f.Low, f.High = have, have
		}
	case Activity:
		f.Low = len(c.Plan.Countries)
		f.High = f.Low
	}
	if f.Value == Unknown {
		f.Lacks = n.lacks(c)
	}
	return f
}

var planFacts = map[Op]FactKind{Participants: FactParticipants, Invited: FactInvited, Months: FactMonths, Days: FactDays, Activity: FactActivity}

// lacks lists the facts for want of which a condition is unknown.
func (n *node) lacks(c *Consortium) (all []Fact) {
	if kind, ok := planFacts[n.op]; ok {
		if n.op == Activity && c.Plan.Countries != nil {
			return n.lacksActivity(c)
		}
		return []Fact{{Kind: kind, Partner: -1}}
	}
	if n.f == nil {
		return nil
	}
	if n.op == Lead {
		if i := c.lead(); i >= 0 {
			return n.f.lacks(c, i, nil)
		}
		if n.f.differs(c) {
			all = append(all, Fact{Kind: FactLead, Partner: -1})
		}
	}
	for i := range c.partners() {
		if n.f.value(c, i) == Unknown {
			all = n.f.lacks(c, i, all)
		} else if n.op == Countries && c.Partners[i].Country == 0 {
			all = append(all, Fact{Kind: FactCountry, Partner: i})
		}
	}
	return all
}

// differs says that it matters which partner leads.
func (f *filter) differs(c *Consortium) bool {
	least, most := Yes, No
	for i := range c.partners() {
		if c.Partners[i].Role != Associated {
			v := f.value(c, i)
			least, most = min(least, v), max(most, v)
		}
	}
	return least != most
}

// lacksActivity tells of activities in a country that may or may not belong to a group.
func (n *node) lacksActivity(c *Consortium) (all []Fact) {
	for i := range c.partners() {
		switch p := &c.Partners[i]; {
		case p.Country == 0:
			all = append(all, Fact{Kind: FactCountry, Partner: i})
		case n.f.from != nil && slices.Contains(c.Plan.Countries, p.Country) && n.f.from.has(p.Country) == Unknown:
			all = append(all, Fact{Kind: FactGroup, Partner: i})
		}
	}
	if len(all) == 0 {
		all = append(all, Fact{Kind: FactGroup, Partner: -1})
	}
	return all
}

func (f *filter) lacks(c *Consortium, i int, all []Fact) []Fact {
	for _, by := range f.active {
		if f.part(c, i, by) != Unknown {
			continue
		}
		fact := Fact{Partner: i}
		switch by {
		case byCountry:
			if fact.Kind = FactGroup; c.Partners[i].Country == 0 {
				fact.Kind = FactCountry
			}
		case byArea:
			fact.Kind = FactArea
		case byBorder:
			fact.Kind = FactBorder
		case byPeople:
			fact.Kind = FactPeople
		case byType:
			fact.Kind = FactType
		case byMember:
			fact.Kind, fact.What = FactMember, f.member
		}
		if !slices.Contains(all, fact) {
			all = append(all, fact)
		}
	}
	return all
}

// Lacking lists each fact once that decides an unknown finding: those of the conditions whose
// own value is unknown, along the way that leads to them.
func (f *Finding) Lacking() (all []Fact) {
	if f.Value != Unknown {
		return nil
	}
	for _, fact := range f.Lacks {
		if !slices.Contains(all, fact) {
			all = append(all, fact)
		}
	}
	for i := range f.Kids {
		for _, fact := range f.Kids[i].Lacking() {
			if !slices.Contains(all, fact) {
				all = append(all, fact)
			}
		}
	}
	return all
}

// Because lists the conditions that decide a finding: of one that does not fit those that are
// broken, of an unknown one those that are unknown. What does not decide is left out.
func (f *Finding) Because() (all []*Finding) {
	if len(f.Kids) == 0 || f.Node.Op == Not || f.Node.Op == One {
		return []*Finding{f}
	}
	for i := range f.Kids {
		if f.Kids[i].Value == f.Value {
			all = append(all, f.Kids[i].Because()...)
		}
	}
	return all
}
