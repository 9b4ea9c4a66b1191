package main

import (
	"fmt"
	"slices"
	"time"

	"twintown/internal/funding/rule"
)

// naive asks a rule that was read as maps and texts, the way a first version would: by looking every
// word up again for every partner.
func naive(book *rule.Book, tree any, c *rule.Consortium) rule.Value {
	if list, ok := tree.([]any); ok {
		return naive(book, map[string]any{"all": list}, c)
	}
	for op, v := range tree.(map[string]any) {
		switch op {
		case "all", "any", "one":
			return joined(book, op, v.([]any), c)
		case "not":
			return rule.Yes - naive(book, v, c)
		}
		keys, _ := v.(map[string]any)
		switch op {
		case "partners", "countries":
			return counted(book, op, keys, c)
		case "each":
			return worst(book, keys, c)
		case "lead":
			return led(book, keys, c)
		case "activity":
			return held(book, keys, c)
		}
		if n, ok := v.(int); ok {
			keys = map[string]any{"min": n}
		}
		n, known := map[string]rule.Count{"participants": c.Plan.Participants, "invited": c.Plan.Invited, "months": c.Plan.Months, "days": c.Plan.Days}[op].Get()
		if !known {
			return rule.Unknown
		}
		return ranged(n, n, keys)
	}
	return rule.Unknown
}

func joined(book *rule.Book, op string, list []any, c *rule.Consortium) rule.Value {
	var all []rule.Value
	for _, kid := range list {
		all = append(all, naive(book, kid, c))
	}
	switch op {
	case "all":
		return slices.Min(all)
	case "any":
		return slices.Max(all)
	}
	low, high := 0, 0
	for _, v := range all {
		if v == rule.Yes {
			low++
		}
		if v != rule.No {
			high++
		}
	}
	return ranged(low, high, map[string]any{"min": 1, "max": 1})
}

func ranged(low, high int, keys map[string]any) rule.Value {
	least, _ := keys["min"].(int)
	most, ok := keys["max"].(int)
	if n, exact := keys["exactly"].(int); exact {
		least, most, ok = n, n, true
	}
	if !ok {
		most = 1 << 30
	}
	switch {
	case low >= least && high <= most:
		return rule.Yes
	case high < least || low > most:
		return rule.No
	}
	return rule.Unknown
}

func counted(book *rule.Book, op string, keys map[string]any, c *rule.Consortium) rule.Value {
	sure, maybe := map[string]bool{}, map[string]bool{}
	strangers, one := 0, 0
	for i := range c.Partners {
		v := passes(book, keys, c, i)
		name := c.Partners[i].Country.String()
		if op == "partners" {
			name = fmt.Sprint(i)
		}
		switch {
		case v == rule.No:
		case name == "":
			strangers++
			if v == rule.Yes {
				one = 1
			}
		case v == rule.Yes:
			sure[name], maybe[name] = true, true
		default:
			maybe[name] = true
		}
	}
	return ranged(max(len(sure), one), len(maybe)+strangers, keys)
}

func worst(book *rule.Book, keys map[string]any, c *rule.Consortium) rule.Value {
	v := rule.Yes
	for i := range c.Partners {
		v = min(v, passes(book, keys, c, i))
	}
	return v
}

func led(book *rule.Book, keys map[string]any, c *rule.Consortium) rule.Value {
	var all []rule.Value
	for i := range c.Partners {
		v := passes(book, keys, c, i)
		if c.Partners[i].Role == rule.Leads {
			return v
		}
		all = append(all, v)
	}
	if slices.Min(all) == slices.Max(all) {
		return all[0]
	}
	return rule.Unknown
}

func held(book *rule.Book, keys map[string]any, c *rule.Consortium) rule.Value {
	if c.Plan.Countries == nil {
		return rule.Unknown
	}
	different := map[string]bool{}
	v := rule.Yes
	for _, country := range c.Plan.Countries {
		different[country.String()] = true
		if from := words(keys["from"]); from != nil {
			v = min(v, belongs(book, from, country))
		}
		if keys["among"] != nil {
			there := rule.No
			for _, p := range c.Partners {
				if p.Country == country {
					there = rule.Yes
				} else if p.Country == 0 {
					there = max(there, rule.Unknown)
				}
			}
			v = min(v, there)
		}
	}
	return min(v, ranged(len(different), len(different), keys))
}

func words(v any) (all []string) {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		for _, w := range v {
			all = append(all, fmt.Sprint(w))
		}
	}
	return all
}

func belongs(book *rule.Book, from []string, country rule.Country) rule.Value {
	if country == 0 {
		return rule.Unknown
	}
	v := rule.No
	for _, w := range from {
		if g, ok := book.Groups[w]; ok {
			m := g.On(today)
			if m.Sure.Has(country) {
				return rule.Yes
			}
			if m.Maybe.Has(country) {
				v = rule.Unknown
			}
		} else if w == country.String() {
			return rule.Yes
		}
	}
	return v
}

func passes(book *rule.Book, keys map[string]any, c *rule.Consortium, i int) rule.Value {
	p := &c.Partners[i]
	v := rule.Yes
	if from := words(keys["from"]); from != nil {
		v = min(v, belongs(book, from, p.Country))
	}
	if areas := words(keys["areas"]); areas != nil {
		v = min(v, within(book, areas, p))
	}
	if types := words(keys["types"]); types != nil {
		switch {
		case p.Type == rule.UnknownType:
			v = min(v, rule.Unknown)
		case !slices.Contains(types, p.Type.String()):
			v = rule.No
		}
	}
	if keys["border"] != nil {
		v = min(v, rule.Unknown) // no distance is drawn
	}
	if of, ok := keys["member"].(string); ok {
		v = min(v, member(of, keys["before"], p))
	}
	return v
}

func within(book *rule.Book, areas []string, p *rule.Partner) rule.Value {
	v := rule.No
	for _, w := range areas {
		a := book.Areas[w]
		switch {
		case p.Country != 0 && p.Country != a.Country:
		case p.Areas == nil:
			v = max(v, rule.Unknown)
		case slices.Contains(a.Codes, p.Areas[0]):
			return rule.Yes
		case slices.Contains(a.Within, p.Areas[0]):
			v = max(v, rule.Unknown)
		}
	}
	return v
}

func member(of string, before any, p *rule.Partner) rule.Value {
	for _, m := range p.Members {
		if m.Of != of {
			continue
		}
		if day, dated := before.(time.Time); !dated || m.Since < rule.DayOf(day.Format(time.DateOnly)) {
			return rule.Yes
		}
		return rule.No
	}
	return rule.Unknown
}
