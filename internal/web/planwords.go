package web

import (
	"strconv"
	"strings"
)

// planNames are the names of fields of a plan or a review in the record of changes, where
// the message bears another.
var planNames = map[string]string{"plan_state": "state", "review_closed": "closed"}

// planLabel names a field of a plan or of a review: "what.pl", "money.776069", "verdict.alive".
func (c *changeWords) planLabel(base, rest string) string {
	switch {
	case base == "verdict" || base == "words":
		return c.named("plan.ask.", rest)
	case planNames[base] != "":
		base = planNames[base]
	}
	label := c.named("plan.field.", base)
	switch id, err := strconv.ParseInt(rest, 10, 64); {
	case rest == "":
		return label
	case base == "money" && err == nil && id == 0:
		return label + ": " + c.t("plan.side.others")
	case err == nil:
		return label + ": " + c.place(id)
	}
	return label + " (" + c.p.LanguageName(rest) + ")"
}

// planValue says a value of one.
func (c *changeWords) planValue(name, value string) string {
	base, _, _ := strings.Cut(name, ".")
	switch base {
	case "plan_state":
		return c.named("plan.state.", value)
	case "verdict":
		return c.named("plan.say.", value)
	case "side", "review_closed":
		return c.places(value)
	case "language":
		return c.p.LanguageName(value)
	}
	return value
}
