package source

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"twintown/internal/platform/lang"
)

// Value is one value of a field with the claims that make it, the best first.
type Value struct {
	Value  string
	Claims []Claim
}

// Field is a field of a subject with its values, the best first.
type Field struct {
	Field  string
	Values []Value
}

// Shown is the value that a page shows: the best.
func (f Field) Shown() Value { return f.Values[0] }

// Contradicted says whether a value other than the shown one is still maintained by
// somebody: not deprecated, and not merely less or more precise.
func (f Field) Contradicted() bool {
	for _, v := range f.Values[1:] {
		if v.Claims[0].Rank != Deprecated && !Agree(v.Value, f.Values[0].Value) {
			return true
		}
	}
	return false
}

// Why says why the first value is shown, and not another.
func (f Field) Why() lang.Message {
	best := f.Values[0].Claims[0]
	if len(f.Values) == 1 {
		return lang.Msg("claim.why.only", "n", len(f.Values[0].Claims))
	}
	next := f.Values[1].Claims[0]
	switch {
	case order(best.Rank, ranks) != order(next.Rank, ranks):
		return lang.Msg("claim.why.rank")
	case len(best.ConfirmedBy) != len(next.ConfirmedBy):
		return lang.Msg("claim.why.confirmed", "n", len(best.ConfirmedBy))
	case order(best.Confidence, confidences) != order(next.Confidence, confidences):
		return lang.Msg("claim.why.confidence")
	case len(best.Value) != len(next.Value):
		return lang.Msg("claim.why.precise")
	}
	return lang.Msg("claim.why.later")
}

// Fields groups the claims held at a moment (zero: now) by field, in the fields'
// alphabetical order, and ranks their values.
func Fields(claims []Claim, at time.Time) []Field {
	var out []Field
	for _, c := range Ranked(claims, at) {
		i := slices.IndexFunc(out, func(f Field) bool { return f.Field == c.Field })
		if i < 0 {
			out = append(out, Field{Field: c.Field})
			i = len(out) - 1
		}
		f := &out[i]
		j := slices.IndexFunc(f.Values, func(v Value) bool { return v.Value == c.Value })
		if j < 0 {
			f.Values = append(f.Values, Value{Value: c.Value})
			j = len(f.Values) - 1
		}
		f.Values[j].Claims = append(f.Values[j].Claims, c)
	}
	slices.SortStableFunc(out, func(a, b Field) int { return strings.Compare(a.Field, b.Field) })
	return out
}

// Contradictions are the fields with more than one value that somebody maintains.
func Contradictions(claims []Claim, at time.Time) []Field {
	return slices.DeleteFunc(Fields(claims, at), func(f Field) bool { return !f.Contradicted() })
}

// Shown returns the field with its values ranked; the bool is false when nothing is
// claimed about it.
func Shown(claims []Claim, field string, at time.Time) (Field, bool) {
	for _, f := range Fields(claims, at) {
		if f.Field == field {
			return f, true
		}
	}
	return Field{}, false
}

// Ranked are the claims held at a moment (zero: now), the best first. A claim that
// another one supersedes counts as deprecated. The slice is new.
func Ranked(claims []Claim, at time.Time) []Claim {
	held := slices.DeleteFunc(slices.Clone(claims), func(c Claim) bool { return !c.Held(at) })
	for i, c := range held {
		if c.ID != "" && slices.ContainsFunc(held, func(other Claim) bool { return other.Supersedes == c.ID }) {
			held[i].Rank = Deprecated
		}
	}
	slices.SortStableFunc(held, better)
	return held
}

var (
	ranks       = []Rank{Preferred, Normal, Deprecated}
	confidences = []Confidence{High, Medium, Low}
)

// better orders claims, the better first: see the package comment. The identity comes
// last, so that the order is the same on every machine.
func better(a, b Claim) int {
	return cmp.Or(
		cmp.Compare(order(a.Rank, ranks), order(b.Rank, ranks)),
		cmp.Compare(len(b.ConfirmedBy), len(a.ConfirmedBy)),
		cmp.Compare(order(a.Confidence, confidences), order(b.Confidence, confidences)),
		precision(b, a),
		b.KnownSince.Compare(a.KnownSince),
		strings.Compare(a.Value, b.Value),
		strings.Compare(a.Source, b.Source),
	)
}

// precision compares two dates by how much they say; other values are equally precise.
func precision(a, b Claim) int {
	if isDate(a.Value) && isDate(b.Value) {
		return cmp.Compare(len(a.Value), len(b.Value))
	}
	return 0
}

// order is the place of a word in its list; the empty word stands in the middle.
func order[T ~string](word T, list []T) int {
	if i := slices.Index(list, word); i >= 0 {
		return i
	}
	return 1
}

// Agree says whether two values can both be true: equal ones, and dates of which one
// says the same as the other, less precisely.
func Agree(a, b string) bool {
	if a == b {
		return true
	}
	if !isDate(a) || !isDate(b) {
		return false
	}
	return strings.HasPrefix(a, b+"-") || strings.HasPrefix(b, a+"-")
}

func isDate(value string) bool {
	d, err := lang.ParseDate(value)
	return err == nil && !d.IsZero()
}
