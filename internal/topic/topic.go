// Package topic knows the areas of cooperation: what two towns work on together.
//
// Agreements list eight to twelve areas, each in its own words; funding programmes
// have lists of their own. Twintown has one short list of codes, so that towns can
// be compared and counted. The words of an agreement stay in the agreement's text;
// the codes are what the recorder understood them to be.
//
// # Data model
//
// The list is a small tree of codes, broader areas first, fixed in the program: a
// [Topic] has a code and the code of the broader one. Its label is the message
// "topic.<code>" in every language. A partnership stores the codes alone. A code that
// a newer release wrote and this one does not know is kept and printed as it is.
//
//	printer.Message(topic.Label("heritage"))    // "dziedzictwo i zabytki"
//	topic.Within("heritage", "culture")         // true
package topic

import (
	"slices"

	"twintown/internal/platform/lang"
)

// Topic is one area of cooperation.
type Topic struct {
	Code    string // "culture"
	Broader string // the code of the area that contains it; empty: none
}

// all is the list, broader areas before those within them. The areas are those that
// agreements of Polish towns name most often, and those of the calls for town twinning.
var all = [...]Topic{
	{"local_government", ""},
	{"civil_society", ""},
	{"culture", ""},
	{"heritage", "culture"},
	{"events", "culture"},
	{"education", ""},
	{"youth", "education"},
	{"science", "education"},
	{"sport", ""},
	{"tourism", ""},
	{"economy", ""},
	{"agriculture", "economy"},
	{"infrastructure", "economy"},
	{"environment", ""},
	{"health", ""},
	{"social", ""},
	{"emergency", ""},
	{"joint_projects", ""},
}

// All are the topics, broader ones before those within them.
func All() []Topic { return slices.Clone(all[:]) }

// Get returns the topic of a code; the bool is false for a code that is not known.
func Get(code string) (Topic, bool) {
	i := slices.IndexFunc(all[:], func(t Topic) bool { return t.Code == code })
	if i < 0 {
		return Topic{}, false
	}
	return all[i], true
}

// Label is the topic's name for readers; for a code that is not known, the code.
func Label(code string) lang.Message {
	if _, known := Get(code); known {
		return lang.Msg("topic." + code)
	}
	return lang.Msg("topic.unknown", "code", code)
}

// Within says whether code is the broader topic or lies within it.
func Within(code, broader string) bool {
	for steps := 0; code != "" && steps < len(all); steps++ {
		if code == broader {
			return true
		}
		t, _ := Get(code)
		code = t.Broader
	}
	return false
}
