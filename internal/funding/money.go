package funding

import (
	"cmp"
	"errors"
	"math"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/funding/rule"
)

// Money is an amount in whole cents of a currency. The zero Money is not known.
type Money struct {
	Cents    int64
	Currency string // ISO 4217
}

// IsZero says that the amount is not known.
func (m Money) IsZero() bool { return m.Currency == "" }

// String returns the amount as it stands in a file: "8455 EUR", "0.21 EUR".
func (m Money) String() string {
	if m.IsZero() {
		return ""
	}
	whole, cents := m.Cents/100, m.Cents%100
	if cents == 0 {
		return strconv.FormatInt(whole, 10) + " " + m.Currency
	}
	return strconv.FormatInt(whole, 10) + "." + strconv.FormatInt(cents/10, 10) + strconv.FormatInt(cents%10, 10) + " " + m.Currency
}

// MarshalText writes an amount as it stands in a file.
func (m Money) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (m *Money) UnmarshalText(text []byte) (err error) {
	if *m = (Money{}); len(text) > 0 {
		*m, err = ParseMoney(string(text))
	}
	return err
}

var errMoney = errors.New("no amount of money")

// mostMoney is a hundred billion: more than any programme has.
const mostMoney = 100_000_000_000

// ParseMoney reads "8455 EUR" or "0.21 EUR".
func ParseMoney(text string) (Money, error) {
	number, currency, ok := strings.Cut(text, " ")
	if !ok || len(currency) != 3 || strings.ToUpper(currency) != currency {
		return Money{}, errMoney
	}
	cents, err := decimal(number, 2)
	if err != nil || cents > mostMoney*100 {
		return Money{}, errMoney
	}
	return Money{cents, currency}, nil
}

// decimal reads a number with at most so many digits after the point, as a whole number of the
// smallest part.
func decimal(text string, digits int) (n int64, err error) {
	whole, part, point := strings.Cut(text, ".")
	if point && part == "" || len(part) > digits || strings.ContainsAny(text, "+-_") {
		return 0, errMoney
	}
	return strconv.ParseInt(whole+part+strings.Repeat("0", digits-len(part)), 10, 64)
}

// Share is a part of a whole in hundredths of a percent: 9000 is 90 %.
type Share int

// NoShare is a share that is not known.
const NoShare Share = -1

// ParseShare reads "90%" or "12.5%".
func ParseShare(text string) (Share, error) {
	number, ok := strings.CutSuffix(text, "%")
	if !ok {
		return 0, errMoney
	}
	n, err := decimal(number, 2)
	if err != nil || n > 100_00 {
		return 0, errMoney
	}
	return Share(n), nil
}

// Of returns the share of an amount, rounded down to the cent: nobody is promised more than the share.
func (s Share) Of(m Money) Money {
	high, low := bits.Mul64(uint64(max(m.Cents, 0)), uint64(max(s, 0)))
	part, _ := bits.Div64(high, low, 100_00)
	return Money{int64(part), m.Currency}
}

// Model is how an amount is found.
type Model string

// The models.
const (
	NoModel Model = ""     // nothing is known but limits
	Lump    Model = "lump" // a table: so many participants, so much
	Rate    Model = "rate" // a part of the costs
	Flat    Model = "flat" // participants × days × a daily rate + participants × kilometres × a rate
	Menu    Model = "menu" // one of some fixed sums
)

// Step is a line of a table of lump sums: from so many on, so much.
type Step struct {
	From int
	Pays Money
}

// Amount is what a call pays.
type Amount struct {
	Model    Model
	Min, Max Money  // of a grant
	By       string // of a table: "participants", "invited", "countries"
	Steps    []Step // rising
	Rate     Share  // at most
	LeastOf  Share  // of a rate that lies between two: at least; 0 none
	Daily    map[string]Money
	// PerKm is in millionths of the currency, since a flat rate of some cents for a kilometre
	// has further digits.
	PerKm    int64
	Currency string // of PerKm
	Choices  []Money
}

// Figures are what an amount depends on, as far as it is known.
type Figures struct {
	Participants rule.Count
	Invited      rule.Count
	Countries    rule.Count
	Days         rule.Count
	Km           rule.Count // of the way there and back, for one person
	Host         string     // country of the meeting
	Costs        Money
	Choice       int // of a menu, from 1; 0 not chosen
}

// Sum is what a call would pay: at least and at most. What it depends on and nobody told
// stands in Lacks.
type Sum struct {
	Low, High Money
	Lacks     []string // "participants", "invited", "countries", "days", "km", "host", "costs", "choice"
}

// Exact says that the sum is one amount.
func (s Sum) Exact() bool { return len(s.Lacks) == 0 && s.Low == s.High && !s.Low.IsZero() }

// Grant says what a call pays for some figures.
func (a *Amount) Grant(f Figures) Sum {
	switch a.Model {
	case Lump:
		return a.lump(f)
	case Rate:
		return a.rate(f)
	case Flat:
		return a.flat(f)
	case Menu:
		return a.menu(f)
	}
	return Sum{Low: a.Min, High: a.Max}
}

// lump looks up the table; below its first line nothing is paid.
func (a *Amount) lump(f Figures) Sum {
	if len(a.Steps) == 0 {
		return Sum{Low: a.Min, High: a.Max, Lacks: []string{"table"}}
	}
	count := map[string]rule.Count{"participants": f.Participants, "invited": f.Invited, "countries": f.Countries}[a.By]
	n, known := count.Get()
	if !known {
		return Sum{Low: a.Steps[0].Pays, High: a.Steps[len(a.Steps)-1].Pays, Lacks: []string{a.By}}
	}
	pays := Money{0, a.Steps[0].Pays.Currency}
	for _, s := range a.Steps {
		if n >= s.From {
			pays = s.Pays
		}
	}
	return Sum{Low: pays, High: pays}
}

// rate is a part of the costs within limits. Costs too small for the least grant get none.
func (a *Amount) rate(f Figures) Sum {
	if f.Costs.IsZero() {
		return Sum{Low: a.Min, High: a.Max, Lacks: []string{"costs"}}
	}
	grant := a.Rate.Of(f.Costs)
	if !a.Max.IsZero() && a.Max.Currency == grant.Currency {
		grant.Cents = min(grant.Cents, a.Max.Cents)
	}
	if !a.Min.IsZero() && a.Min.Currency == grant.Currency && grant.Cents < a.Min.Cents {
		grant.Cents = 0
	}
	low := grant
	if a.LeastOf > 0 {
		low.Cents = min(grant.Cents, max(a.LeastOf.Of(f.Costs).Cents, a.Min.Cents))
	}
	return Sum{Low: low, High: grant}
}

// flat is a formula of rates.
func (a *Amount) flat(f Figures) Sum {
	var lacks []string
	people, known := f.Participants.Get()
	if !known {
		lacks = append(lacks, "participants")
	}
	days, known := f.Days.Get()
	if !known {
		lacks = append(lacks, "days")
	}
	km, known := f.Km.Get()
	if !known {
		lacks = append(lacks, "km")
	}
	daily, listed := a.Daily[f.Host]
	if !listed {
		if daily, listed = a.Daily["*"]; !listed {
			lacks = append(lacks, "host")
		}
	}
	if len(lacks) > 0 {
		return Sum{Low: a.Min, High: a.Max, Lacks: lacks}
	}
	stay := times(times(daily.Cents, int64(people)), int64(days))
	way := times(times(a.PerKm, int64(people)), int64(km))
	cents := min(stay, mostMoney*100) + min(way/10_000, mostMoney*100) // millionths to cents, rounded down
	sum := Money{cents, cmp.Or(daily.Currency, a.Currency)}
	if !a.Max.IsZero() {
		sum.Cents = min(sum.Cents, a.Max.Cents)
	}
	if !a.Min.IsZero() && sum.Cents < a.Min.Cents {
		sum.Cents = 0 // below the least that is paid, nothing is
	}
	return Sum{Low: sum, High: sum}
}

// Limits are the least and the most that a grant can be; a zero one is not known.
func (a *Amount) Limits() (least, most Money) {
	least, most = a.Min, a.Max
	sums := slices.Clone(a.Choices)
	for _, s := range a.Steps {
		sums = append(sums, s.Pays)
	}
	for _, m := range sums {
		if least.IsZero() || m.Cents < least.Cents {
			least = m
		}
		if most.IsZero() || m.Cents > most.Cents {
			most = m
		}
	}
	return least, most
}

// times multiplies without turning over.
func times(a, b int64) int64 {
	high, low := bits.Mul64(uint64(max(a, 0)), uint64(max(b, 0)))
	if high > 0 || low > math.MaxInt64 {
		return math.MaxInt64
	}
	return int64(low)
}

func (a *Amount) menu(f Figures) Sum {
	if f.Choice > 0 && f.Choice <= len(a.Choices) {
		return Sum{Low: a.Choices[f.Choice-1], High: a.Choices[f.Choice-1]}
	}
	less := func(x, y Money) int { return cmp.Compare(x.Cents, y.Cents) }
	return Sum{Low: slices.MinFunc(a.Choices, less), High: slices.MaxFunc(a.Choices, less), Lacks: []string{"choice"}}
}
