package partnership

import (
	"slices"

	"twintown/internal/platform/lang"
)

// Conditions are the codes of conditions: what must happen before an act takes
// effect, or before a suspended link goes on. Each has the message
// "condition.code.<code>".
func Conditions() []string {
	return []string{
		"funding",     // money of a programme is obtained
		"release",     // imprisoned people are freed
		"peace",       // hostilities end
		"better_time", // "a more favourable moment"
		"approval",    // another body consents
		"other",
	}
}

// Grounds are the codes of grounds: why a side stopped or ended a link, as it said
// itself. Each has the message "reason.code.<code>".
func Grounds() []string {
	return []string{
		"war", "repression", "elections", "discrimination", "inactive",
		"cost", "relevance", "term", "funding", "other", "unknown",
	}
}

// condition prints the cause of an act that waits for something.
func (c Cause) condition() lang.Message { return c.message("condition.code.", Conditions()) }

// ground prints the cause of an act that stops or ends something.
func (c Cause) ground() lang.Message { return c.message("reason.code.", Grounds()) }

// message prints a code; one that a newer release wrote counts as "other".
func (c Cause) message(prefix string, known []string) lang.Message {
	if !slices.Contains(known, c.Code) {
		return lang.Msg(prefix + "other")
	}
	return lang.Msg(prefix + c.Code)
}

// GroundText is the act's ground for readers; the zero Message where none is given.
func (a Act) GroundText() lang.Message {
	if a.Ground.Code == "" {
		return lang.Message{}
	}
	return a.Ground.ground()
}

// ConditionText is the act's condition for readers; the zero Message where none is given.
func (a Act) ConditionText() lang.Message {
	if a.Condition.Code == "" {
		return lang.Message{}
	}
	return a.Condition.condition()
}
