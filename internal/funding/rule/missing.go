package rule

// ChangeKind says what a change does.
type ChangeKind uint8

// The changes, in the order in which a way lists them.
const (
	DropPartner     ChangeKind = iota // without this partner
	AddPartners                       // with others, see Wanted
	SetParticipants                   // so many people take part
	SetInvited                        // so many come from abroad
	SetMonths                         // the project is so long
	SetDays                           // an event is so long
	HoldIn                            // everything takes place in one country
	AlsoIn                            // something takes place in one more country
	LetLead                           // this partner leads; one past the last is the first that is added
)

// Change is one thing to do so that a rule is no longer broken.
type Change struct {
	Kind    ChangeKind
	Partner int     // of DropPartner and LetLead
	Wanted  Wanted  // of AddPartners
	Number  int     // of SetParticipants and the like: the number that is wanted
	Now     int     // and the one that is planned
	Country Country // of HoldIn and AlsoIn
}

// Link says how the country of an added partner is tied to that of those before it.
type Link uint8

// The links.
const (
	AnyLink Link = iota
	Other        // another country than each before it
	Same         // the country of the one before it
)

// Wanted is what a partner to be added must be. What is empty does not matter.
type Wanted struct {
	Count     int // how many such partners; each is tied to those before by Link
	Link      Link
	Countries []Country // in one of these countries, or in one of Areas
	Areas     []Area
	Open      bool      // in any country but those of Except
	Except    []Country // only with Open
	Types     []Type
	MinPeople int
	MaxPeople int // 0: no limit
	Member    string
	Before    Day // 0: since whenever
	MaxKm     int // so near to the border with a partner's country
	Near      bool
}

// Way is a list of changes after which the rule is not broken: it fits, or what is unknown
// decides.
type Way struct {
	Changes []Change
	Then    Value
	After   Consortium // an example: the consortium after the changes
}

// What a change costs: numbers are a matter of planning, a partner takes months to find, and
// to lose one is worse than to find one.
const (
	numberCost   = 1
	activityCost = 2
	leadCost     = 2
	addCost      = 10
	dropCost     = 15
	mostCost     = mostAdded*addCost + 5
	// mostTries bounds the search to some 20 ms.
	mostTries = 20_000
	mostAdded = 5
	// mostFound bounds the ways of one cost that are joined: more are only further examples.
	mostFound = 400
	// mostWays is how many ways a reader looks at.
	mostWays = 4
)

// Missing returns the least changes after which the rule is not broken; nil where it is not
// broken now, or where no small change mends it. Several ways are equally small; the order
// is always the same.
func (p *Program) Missing(c *Consortium) []Way {
	if p.Evaluate(c) != No {
		return nil
	}
	s := newSearch(p, c)
	if s == nil {
		return nil
	}
	for cost := 1; cost <= mostCost && s.tries < mostTries; cost++ {
		if s.begin(cost); len(s.found) > 0 {
			return s.ways()
		}
	}
	return nil
}

// attempt is a set of changes that was found to work.
type attempt struct {
	drops    []int
	slots    []slot
	numbers  [4]int // by dial; -1: as planned
	activity ChangeKind
	country  Country
	lead     int // -1: as it is
	link     Link
	then     Value
	after    Consortium
}

// search tries changes of rising cost.
type search struct {
	p     *Program
	base  *Consortium
	all   *choices
	dials [4][]int // numbers to try: participants, invited, months, days
	leads bool     // the rule asks who leads
	where bool     // the rule asks where something takes place
	tries int
	// refuted says that the last check of valid found a choice that breaks the promise.
	refuted bool
	now     attempt
	found   []attempt
}

func newSearch(p *Program, c *Consortium) *search {
	all := newChoices(p, c)
	if all == nil {
		return nil
	}
	s := &search{p: p, base: c, all: all}
	s.look(&p.root)
	return s
}

// look finds what of the plan the rule asks, and the numbers at which its answer changes.
func (s *search) look(n *node) {
	switch n.op {
	case Participants, Invited, Months, Days:
		dial := &s.dials[n.op.dial()]
		if have, known := n.number(s.base).Get(); known {
			*dial = append(*dial, turns(have, n.min, n.max)...)
		}
	case Lead:
		s.leads = true
	case Activity:
		s.where = s.base.Plan.Countries != nil
	}
	for i := range n.kids {
		s.look(&n.kids[i])
	}
}

// turns are the nearest numbers at which a number enters or leaves a range.
func turns(have int, least, most int32) (all []int) {
	switch {
	case have < int(least):
		return []int{int(least)}
	case have > int(most):
		return []int{int(most)}
	}
	if least > 0 {
		all = append(all, int(least)-1)
	}
	if most < unlimited {
		all = append(all, int(most)+1)
	}
	return all
}

// dial numbers the planned numbers.
func (o Op) dial() int {
	switch o {
	case Participants:
		return 0
	case Invited:
		return 1
	case Months:
		return 2
	}
	return 3
}

// begin tries every set of changes of one cost.
func (s *search) begin(cost int) {
	s.now = attempt{numbers: [4]int{-1, -1, -1, -1}, lead: -1}
	s.drop(s.base.clone(mostAdded), 0, cost)
}

// drop goes on without dropping, and with dropping one more partner.
func (s *search) drop(c *Consortium, from, rest int) {
	s.add(c, 0, rest)
	if rest < dropCost || len(c.Partners) < 2 || len(s.now.drops) > 1 {
		return
	}
	for i := from; i < len(s.base.Partners); i++ {
		less := c.clone(mostAdded)
		at := i - len(s.now.drops)
		less.Partners = append(less.Partners[:at], less.Partners[at+1:]...)
		s.now.drops = append(s.now.drops, i)
		s.drop(less, i+1, rest-dropCost)
		s.now.drops = s.now.drops[:len(s.now.drops)-1]
	}
}

// add goes on without another partner, and with one of each kind from a place in the list on.
func (s *search) add(c *Consortium, from, rest int) {
	s.dial(c, 0, rest)
	if rest < addCost || len(s.now.slots) >= mostAdded || len(c.Partners) >= MostPartners || s.tries >= mostTries {
		return
	}
	for i := from; i < len(s.all.profiles); i++ {
		for _, next := range s.all.next(s.now.slots, i) {
			s.now.slots = append(s.now.slots, next)
			c.Partners = append(c.Partners, s.all.partner(next))
			s.add(c, i, rest-addCost)
			c.Partners = c.Partners[:len(c.Partners)-1]
			s.now.slots = s.now.slots[:len(s.now.slots)-1]
		}
	}
}

// dial goes on with each planned number as it is, and as the rule would have it.
func (s *search) dial(c *Consortium, which, rest int) {
	if which == len(s.dials) {
		s.activity(c, rest)
		return
	}
	s.dial(c, which+1, rest)
	if rest < numberCost {
		return
	}
	number := [...]*Count{&c.Plan.Participants, &c.Plan.Invited, &c.Plan.Months, &c.Plan.Days}[which]
	was := *number
	for _, n := range s.dials[which] {
		*number, s.now.numbers[which] = Exactly(n), n
		s.dial(c, which+1, rest-numberCost)
	}
	*number, s.now.numbers[which] = was, -1
}

func (s *search) activity(c *Consortium, rest int) {
	s.lead(c, rest)
	if !s.where || rest < activityCost {
		return
	}
	was := c.Plan.Countries
	var seen Set
	for i := range c.partners() {
		country := c.Partners[i].Country
		if country == 0 || seen.Has(country) {
			continue
		}
		seen.Add(country)
		s.now.country = country
		s.now.activity, c.Plan.Countries = HoldIn, []Country{country}
		s.lead(c, rest-activityCost)
		s.now.activity, c.Plan.Countries = AlsoIn, append(append([]Country(nil), was...), country)
		s.lead(c, rest-activityCost)
	}
	s.now.activity, s.now.country, c.Plan.Countries = 0, 0, was
}

func (s *search) lead(c *Consortium, rest int) {
	if rest == 0 {
		s.try(c)
		return
	}
	if !s.leads || rest != leadCost {
		return
	}
	was := c.lead()
	for i := range c.Partners {
		if i == was || c.Partners[i].Role == Associated {
			continue
		}
		if was >= 0 {
			c.Partners[was].Role = Full
		}
		c.Partners[i].Role, s.now.lead = Leads, i
		s.try(c)
		c.Partners[i].Role = Full
		if was >= 0 {
			c.Partners[was].Role = Leads
		}
	}
	s.now.lead = -1
}

// try keeps the changes if they mend the rule. People from abroad are people who take part.
func (s *search) try(c *Consortium) {
	if s.tries++; s.tries > mostTries || len(s.found) >= mostFound {
		return
	}
	participants, known := c.Plan.Participants.Get()
	if invited, both := c.Plan.Invited.Get(); known && both && invited > participants {
		return
	}
	then := s.p.Evaluate(c)
	if then == No {
		return
	}
	found := s.now
	found.then, found.after = then, *c.clone(0)
	found.drops = append([]int(nil), s.now.drops...)
	found.slots = append([]slot(nil), s.now.slots...)
	s.found = append(s.found, found)
}
