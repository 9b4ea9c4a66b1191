package project

import (
	"slices"

	"twintown/internal/funding"
)

// Sums are what a budget comes to, in cents of the euro.
type Sums struct {
	Total     int64
	ByPartner map[string]int64
	ByHeading map[Heading]int64
	ByOrigin  map[Origin]int64            // who pays; what is the rest of a partner's costs, counted
	Split     map[string]map[Origin]int64 // partner by partner
	Shares    map[string]int64            // of each share, by its identifier
	Got       int64                       // by payments
	Spent     int64
	SpentBy   map[string]int64
	NoRate    []string // currencies of which no rate is known; their amounts are in no sum
}

// Sums adds up.
func (b Budget) Sums() Sums {
	s := Sums{ByPartner: map[string]int64{}, ByHeading: map[Heading]int64{}, ByOrigin: map[Origin]int64{}, Split: map[string]map[Origin]int64{}, Shares: map[string]int64{}, SpentBy: map[string]int64{}}
	for _, l := range b.Lines {
		n := s.euros(b, l.Amount)
		s.Total += n
		s.ByPartner[l.Partner] += n
		s.ByHeading[l.Heading] += n
	}
	left := map[string]int64{}
	for id, n := range s.ByPartner {
		left[id] = n
	}
	for _, sh := range b.Shares {
		if !sh.Rest {
			n := s.euros(b, sh.Amount)
			left[sh.Partner] -= n
			s.share(sh, n)
		}
	}
	for _, sh := range b.Shares {
		if sh.Rest {
			n := max(left[sh.Partner], 0)
			left[sh.Partner] -= n
			s.share(sh, n)
		}
	}
	for _, p := range b.Payments {
		n := s.euros(b, p.Amount)
		if p.Way == In {
			s.Got += n
			continue
		}
		s.Spent += n
		s.SpentBy[p.Partner] += n
	}
	return s
}

func (s *Sums) euros(b Budget, m funding.Money) int64 {
	n, ok := b.Euros(m)
	if !ok && !slices.Contains(s.NoRate, m.Currency) {
		s.NoRate = append(s.NoRate, m.Currency)
	}
	return n
}

func (s *Sums) share(sh Share, n int64) {
	s.Shares[sh.ID] = n
	s.ByOrigin[sh.Origin] += n
	if s.Split[sh.Partner] == nil {
		s.Split[sh.Partner] = map[Origin]int64{}
	}
	s.Split[sh.Partner][sh.Origin] += n
}

// Amiss is a way in which a budget does not add up.
type Amiss string

// The ways.
const (
	NoRate      Amiss = "no_rate"      // of a currency in which an amount was typed
	NoLines     Amiss = "no_lines"     // nothing is planned
	Unpaid      Amiss = "unpaid"       // a partner's costs are more than the shares that pay them
	Overpaid    Amiss = "overpaid"     // or less
	TotalLess   Amiss = "total_less"   // the lines come to less than the total that was told
	TotalMore   Amiss = "total_more"   // or to more
	GrantLess   Amiss = "grant_less"   // the shares of the grant come to less than was granted
	GrantMore   Amiss = "grant_more"   // or to more
	GrantLimit  Amiss = "grant_limit"  // the grant is more than the call pays of the costs
	AssocGrant  Amiss = "assoc_grant"  // an associated partner has a share of the grant
	LeftCosts   Amiss = "left_costs"   // costs of a partner who left, beyond what it has spent
	NobodyLeads Amiss = "nobody_leads" //
)

// Fault is one thing that is amiss.
type Fault struct {
	Amiss    Amiss
	Partner  string // identifier; "": the whole
	By       int64  // cents of the euro: how much
	Currency string // of NoRate
}

// Faults are what is amiss in a budget, the gravest first; none: it adds up to the cent.
// limit is the part of the costs that the call pays at most, funding.NoShare where none is
// known.
func (p Project) Faults(limit funding.Share) (all []Fault) {
	add := func(is bool, f Fault) {
		if is {
			all = append(all, f)
		}
	}
	s := p.Budget.Sums()
	for _, c := range s.NoRate {
		add(true, Fault{Amiss: NoRate, Currency: c})
	}
	_, leads := p.Lead()
	add(!leads, Fault{Amiss: NobodyLeads})
	add(len(p.Budget.Lines) == 0, Fault{Amiss: NoLines})
	for _, q := range p.Leading() {
		for _, f := range p.partnerFaults(s, q) {
			add(true, f)
		}
	}
	if told, ok := p.Budget.Euros(p.Budget.Total); ok && !p.Budget.Total.IsZero() {
		add(s.Total < told, Fault{Amiss: TotalLess, By: told - s.Total})
		add(s.Total > told, Fault{Amiss: TotalMore, By: s.Total - told})
	}
	grant := s.ByOrigin[OfGrant]
	if told, ok := p.Budget.Euros(p.Budget.Grant); ok && !p.Budget.Grant.IsZero() {
		add(grant < told, Fault{Amiss: GrantLess, By: told - grant})
		add(grant > told, Fault{Amiss: GrantMore, By: grant - told})
	}
	if limit > 0 {
		most := limit.Of(funding.Money{Cents: s.Total, Currency: Euro}).Cents
		add(grant > most, Fault{Amiss: GrantLimit, By: grant - most})
	}
	return all
}

func (p Project) partnerFaults(s Sums, q Partner) (all []Fault) {
	var pays int64
	for _, n := range s.Split[q.ID] {
		pays += n
	}
	switch costs := s.ByPartner[q.ID]; {
	case costs > pays:
		all = append(all, Fault{Unpaid, q.ID, costs - pays, ""})
	case costs < pays:
		all = append(all, Fault{Overpaid, q.ID, pays - costs, ""})
	}
	if n := s.Split[q.ID][OfGrant]; n > 0 && q.Role == Associated {
		all = append(all, Fault{AssocGrant, q.ID, n, ""})
	}
	if n := s.ByPartner[q.ID] - s.SpentBy[q.ID]; n > 0 && !q.There() {
		all = append(all, Fault{LeftCosts, q.ID, n, ""})
	}
	return all
}

// Granted is what the decision says, in cents of the euro; ok is false where there is none, or
// nobody told how much it is.
func (p Project) Granted() (cents int64, ok bool) {
	switch p.State {
	case Granted, Running, Closed:
		cents, ok = p.Budget.Euros(p.Budget.Grant)
		return cents, ok && !p.Budget.Grant.IsZero()
	}
	return 0, false
}
