package project

import (
	"math/bits"
	"strconv"
	"strings"

	"twintown/internal/funding"
)

// Euro is the currency in which a budget adds up: that of the programmes.
const Euro = "EUR"

// Heading is what a budget line is for.
type Heading string

// The headings, as most programmes have them.
const (
	Staff     Heading = "staff"
	Office    Heading = "office" // overhead
	Travel    Heading = "travel" // and stay
	Services  Heading = "services"
	Equipment Heading = "equipment"
	Works     Heading = "works"
	Other     Heading = "other"
)

// Headings are all headings.
func Headings() []Heading {
	return []Heading{Staff, Office, Travel, Services, Equipment, Works, Other}
}

// Origin is whose money it is.
type Origin string

// The origins of money.
const (
	OfGrant   Origin = "grant"   // of the call
	OfPartner Origin = "own"     // of the partner itself
	OfCountry Origin = "state"   // of its state
	OfRegion  Origin = "region"  // of its region or county
	OfPrivate Origin = "private" // of sponsors, of those who take part
)

// Origins are all origins of money.
func Origins() []Origin { return []Origin{OfGrant, OfPartner, OfCountry, OfRegion, OfPrivate} }

// Rate is what one euro was worth.
type Rate struct {
	Currency string `json:"currency"`         // not the euro
	PerEuro  int64  `json:"per_euro"`         // in millionths: 4.2315 is 4,231,500
	Day      string `json:"day"`              // of which it is the rate, "2026-11-02"
	Source   string `json:"source,omitempty"` // who says so
}

// Line is a part of a budget: what a partner plans to spend on something.
type Line struct {
	ID      string        `json:"id"`
	Partner string        `json:"partner"`
	Heading Heading       `json:"heading"`
	What    string        `json:"what,omitempty"`
	Amount  funding.Money `json:"amount"` // as it was typed
}

// Share is a part of a partner's costs that somebody pays.
type Share struct {
	ID      string        `json:"id"`
	Partner string        `json:"partner"`
	Origin  Origin        `json:"origin"`
	Who     string        `json:"who,omitempty"` // pays it
	Amount  funding.Money `json:"amount"`
	Rest    bool          `json:"rest,omitempty"` // whatever the others leave of the partner's costs; Amount does not count
}

// Way is which way money went.
type Way string

// The ways.
const (
	In  Way = "in"
	Out Way = "out"
)

// Payment is money that a partner got or spent for the project.
type Payment struct {
	ID       string        `json:"id"`
	Partner  string        `json:"partner"`
	Way      Way           `json:"way"`
	Day      string        `json:"day"`
	Origin   Origin        `json:"origin,omitempty"`  // of what came in
	Heading  Heading       `json:"heading,omitempty"` // of what went out
	What     string        `json:"what,omitempty"`
	Amount   funding.Money `json:"amount"`
	Document string        `json:"document,omitempty"`
}

// Budget is what a project costs and who pays it.
type Budget struct {
	Total    funding.Money `json:"total,omitzero"` // as the application says; zero: whatever the lines come to
	Grant    funding.Money `json:"grant,omitzero"` // as the decision says
	Rates    []Rate        `json:"rates,omitempty"`
	Lines    []Line        `json:"lines,omitempty"`
	Shares   []Share       `json:"shares,omitempty"`
	Payments []Payment     `json:"payments,omitempty"`
}

// IsZero says whether nothing was planned.
func (b Budget) IsZero() bool {
	return b.Total.IsZero() && b.Grant.IsZero() && len(b.Rates)+len(b.Lines)+len(b.Shares)+len(b.Payments) == 0
}

// RateOf is the rate of a currency; ok is false where none is known.
func (b Budget) RateOf(currency string) (_ Rate, ok bool) {
	for _, r := range b.Rates {
		if r.Currency == currency && r.PerEuro > 0 {
			return r, true
		}
	}
	return Rate{}, false
}

// mostCents keeps sums far from the end of an int64.
const mostCents = 1_000_000_000_000_000

// scale is a unit of Rate.PerEuro.
const scale = 1_000_000

// Euros is an amount in cents of the euro, each amount rounded to the nearest cent, halves up;
// ok is false where no rate is known. What adds up are these rounded amounts.
func (b Budget) Euros(m funding.Money) (cents int64, ok bool) {
	if m.IsZero() || m.Currency == Euro {
		return m.Cents, true
	}
	r, ok := b.RateOf(m.Currency)
	if !ok {
		return 0, false
	}
	return scaled(m.Cents, scale, r.PerEuro), true
}

// Converted is an amount of euros, in cents, in another currency.
func (b Budget) Converted(cents int64, currency string) (m funding.Money, ok bool) {
	if currency == Euro {
		return funding.Money{Cents: cents, Currency: Euro}, true
	}
	r, ok := b.RateOf(currency)
	if !ok {
		return m, false
	}
	return funding.Money{Cents: scaled(cents, r.PerEuro, scale), Currency: currency}, true
}

// scaled is n × by / over, to the nearest whole, halves up, without turning over.
func scaled(n, by, over int64) int64 {
	if n < 0 {
		return -scaled(-n, by, over)
	}
	high, low := bits.Mul64(uint64(n), uint64(by))
	low, carry := bits.Add64(low, uint64(over)/2, 0)
	if high += carry; high >= uint64(over) {
		return mostCents
	}
	whole, _ := bits.Div64(high, low, uint64(over))
	return int64(min(whole, mostCents))
}

// ParseRate reads what one euro is worth, "4.2315" or "4,2315", with at most six digits after
// the point.
func ParseRate(text string) (perEuro int64, ok bool) {
	whole, part, point := strings.Cut(strings.ReplaceAll(strings.TrimSpace(text), ",", "."), ".")
	if point && part == "" || len(part) > 6 || len(whole) > 9 || strings.ContainsAny(whole+part, "+-_ ") {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+part+strings.Repeat("0", 6-len(part)), 10, 64)
	return n, err == nil && n > 0
}

// Text is the rate as it is typed, without digits that say nothing.
func (r Rate) Text() string {
	whole, part := r.PerEuro/scale, strconv.FormatInt(r.PerEuro%scale+scale, 10)[1:]
	if part = strings.TrimRight(part, "0"); part == "" {
		return strconv.FormatInt(whole, 10)
	}
	return strconv.FormatInt(whole, 10) + "." + part
}
