package lang

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
)

// plurals are the rules of one language, in the order in which CLDR tries them;
// what no rule takes is "other".
type plurals []pluralRule

type pluralRule struct {
	category string
	anyOf    [][]relation // or of ands
}

// relation is one test such as "n % 100 != 11..19".
type relation struct {
	operand byte // n i v w f t e, see operands
	modulus int
	not     bool
	ranges  [][2]int
}

// categories in the order of CLDR's rules. The rules of a language exclude each
// other, so the order only decides what is tried first.
var categories = []string{"zero", "one", "two", "few", "many"}

// parsePlurals reads CLDR's rule language: "v = 0 and i % 10 = 2..4 or …".
func parsePlurals(rules map[string]string) (plurals, error) {
	var out plurals
	for category := range rules {
		if !isCategory(category) {
			return nil, fmt.Errorf("%s is no plural category", category)
		}
	}
	for _, category := range categories {
		text, ok := rules[category]
		if !ok {
			continue
		}
		rule := pluralRule{category: category}
		for or := range strings.SplitSeq(text, " or ") {
			var all []relation
			for and := range strings.SplitSeq(or, " and ") {
				r, err := parseRelation(strings.TrimSpace(and))
				if err != nil {
					return nil, fmt.Errorf("%s: %w", category, err)
				}
				all = append(all, r)
			}
			rule.anyOf = append(rule.anyOf, all)
		}
		out = append(out, rule)
	}
	return out, nil
}

// parseRelation reads "n % 100 != 11..19,91".
func parseRelation(text string) (relation, error) {
	bad := fmt.Errorf("cannot read the plural rule %q", text)
	f := strings.Fields(text)
	if len(f) < 3 || len(f[0]) != 1 || !strings.Contains("nivwftec", f[0]) {
		return relation{}, bad
	}
	r := relation{operand: f[0][0]}
	if f[1] == "%" {
		m, err := strconv.Atoi(f[2])
		if err != nil || m <= 0 || len(f) != 5 {
			return relation{}, bad
		}
		r.modulus, f = m, f[2:]
	}
	if len(f) != 3 || f[1] != "=" && f[1] != "!=" {
		return relation{}, bad
	}
	r.not = f[1] == "!="
	for part := range strings.SplitSeq(f[2], ",") {
		from, to, isRange := strings.Cut(part, "..")
		if !isRange {
			to = from
		}
		a, err1 := strconv.Atoi(from)
		b, err2 := strconv.Atoi(to)
		if err1 != nil || err2 != nil {
			return relation{}, bad
		}
		r.ranges = append(r.ranges, [2]int{a, b})
	}
	return r, nil
}

// quantity is a number as a plural rule sees it: the value and the one decimal that
// is shown, if any. CLDR's operands n, i, v, w, f, t follow from it.
type quantity struct {
	whole   int64 // i: the absolute value's whole part
	decimal int   // f and t: the digit after the separator, 0..9
	shown   bool  // v and w are 1: a decimal is shown
}

// quantityOf reads a number argument. Shown decimals are what Printer.Number shows:
// one at most, and none where it is zero.
func quantityOf(v any) (quantity, bool) {
	switch v := plainNumber(v).(type) {
	case int64:
		return quantity{whole: magnitude(v)}, true
	case float64:
		tenths := math.Round(math.Abs(v) * 10)
		if tenths > math.MaxInt64/2 || math.IsNaN(v) {
			return quantity{}, false
		}
		q := quantity{whole: int64(tenths) / 10, decimal: int(int64(tenths) % 10)}
		q.shown = q.decimal != 0
		return q, true
	}
	return quantity{}, false
}

// plainNumber makes any kind of number an int64 or a float64 and leaves the rest.
func plainNumber(v any) any {
	switch v := v.(type) {
	case int64, float64:
		return v
	case int:
		return int64(v)
	}
	switch r := reflect.ValueOf(v); {
	case r.CanInt():
		return r.Int()
	case r.CanUint():
		return int64(min(r.Uint(), math.MaxInt64))
	case r.CanFloat():
		return r.Float()
	}
	return v
}

func magnitude(n int64) int64 {
	if n == math.MinInt64 {
		return math.MaxInt64
	}
	return max(n, -n)
}

// category is the plural category of q.
func (ps plurals) category(q quantity) string {
	for _, rule := range ps {
		if rule.takes(q) {
			return rule.category
		}
	}
	return "other"
}

func (rule pluralRule) takes(q quantity) bool {
	for _, all := range rule.anyOf {
		holds := true
		for _, r := range all {
			holds = holds && r.holds(q)
		}
		if holds {
			return true
		}
	}
	return false
}

// holds evaluates one relation. A value with decimals equals no whole number.
func (r relation) holds(q quantity) bool {
	value, fraction := int64(0), false
	switch r.operand {
	case 'n':
		value, fraction = q.whole, q.decimal != 0
	case 'i':
		value = q.whole
	case 'v', 'w':
		if q.shown {
			value = 1
		}
		if r.operand == 'w' && q.decimal == 0 {
			value = 0
		}
	case 'f', 't':
		value = int64(q.decimal)
	}
	if r.modulus > 0 {
		value %= int64(r.modulus)
	}
	in := false
	for _, rg := range r.ranges {
		in = in || !fraction && int64(rg[0]) <= value && value <= int64(rg[1])
	}
	return in != r.not
}
