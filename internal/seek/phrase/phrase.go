// Package phrase is the phrase book: ready sentences for the usual letters between two
// towns, in every language of the site.
//
// The idea: what offices write to each other first is much the same everywhere. So a writer
// ticks sentences in her language, and what is sent are their codes with what they are about
// (areas, a day, a number, a town). The reader reads the same sentences in his own, exactly,
// with no translator between: a sentence that was never written in words cannot be
// mistranslated.
//
// # Data model
//
// A [Phrase] has a code, a [Situation] in which it is used, and what it takes ([Arg]). Its
// text is the message "phrase.<code>". [Said] is one that somebody ticked, as a message
// stores it; [Letter] puts those of a message in the order in which letters are written, with
// the writer's own words between.
//
//	said := []phrase.Said{{Code: "sir"}, {Code: "areas", Topics: []string{"culture"}}}
//	err := phrase.Check(said)
//	before, after := phrase.Letter(said, town.NameIn("lt"))
//
// The package knows no database and no page.
package phrase

import (
	"slices"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/topic"
)

// Situation is what a sentence is for.
type Situation string

// The situations, in the order of a letter. Each has the message "phrase.situation.<s>".
const (
	Greeting  Situation = "greeting"
	Who       Situation = "who"
	Interest  Situation = "interest"
	Answers   Situation = "answers"
	Questions Situation = "questions"
	Visit     Situation = "visit"
	Steps     Situation = "steps"
	Decline   Situation = "decline"
	Closing   Situation = "closing"
)

// Situations are all of them in the order of a letter.
func Situations() []Situation {
	return []Situation{Greeting, Who, Interest, Answers, Questions, Visit, Steps, Decline, Closing}
}

// Arg is what a sentence takes.
type Arg string

// What sentences take.
const (
	None      Arg = ""
	Topics    Arg = "topics"    // areas of cooperation
	Count     Arg = "count"     // a number of people, guests, towns, years
	Day       Arg = "day"       // one day
	Days      Arg = "days"      // the first and the last day
	Town      Arg = "town"      // the writer's own
	Languages Arg = "languages" // those of the site
)

// Phrase is a sentence of the book.
type Phrase struct {
	Code      string
	Situation Situation
	Takes     Arg
}

// book is the whole phrase book, in the order of a letter.
var book = []Phrase{
	{"sir", Greeting, None},
	{"colleagues", Greeting, None},
	{"thanks_letter", Greeting, None},
	{"glad", Greeting, None},

	{"from_town", Who, Town},
	{"people", Who, Count},
	{"strong", Who, Topics},
	{"partners", Who, Count},
	{"no_partners", Who, None},
	{"languages", Who, Languages},
	{"schools", Who, None},
	{"associations", Who, None},

	{"read", Interest, None},
	{"met", Interest, None},
	{"found", Interest, None},
	{"fits", Interest, None},
	{"areas", Interest, Topics},
	{"project", Interest, None},
	{"lasting", Interest, None},
	{"youth", Interest, None},
	{"experts", Interest, None},
	{"not_binding", Interest, None},

	{"a_yes", Answers, None},
	{"a_travel", Answers, None},
	{"a_host", Answers, Count},
	{"a_no_means", Answers, None},
	{"a_council", Answers, Day},
	{"a_contact", Answers, None},
	{"a_time", Answers, Day},
	{"a_attached", Answers, None},

	{"q_areas", Questions, None},
	{"q_budget", Questions, None},
	{"q_languages", Questions, None},
	{"q_contact", Questions, None},
	{"q_when", Questions, None},
	{"q_council", Questions, None},
	{"q_partners", Questions, None},
	{"q_programme", Questions, None},
	{"q_group", Questions, None},
	{"q_material", Questions, None},

	{"video", Visit, None},
	{"video_day", Visit, Day},
	{"invite", Visit, None},
	{"days", Visit, Days},
	{"welcome", Visit, Count},
	{"come", Visit, None},
	{"coming", Visit, Count},
	{"day_suits", Visit, Day},
	{"day_not", Visit, None},
	{"festival", Visit, Day},
	{"interpreter", Visit, None},
	{"lodging", Visit, None},

	{"s_visit", Steps, None},
	{"s_project", Steps, None},
	{"s_plan", Steps, Count},
	{"s_letter", Steps, None},
	{"s_draft", Steps, None},
	{"s_draft_please", Steps, None},
	{"s_council", Steps, None},
	{"s_procedure", Steps, None},

	{"d_people", Decline, None},
	{"d_areas", Decline, None},
	{"d_council", Decline, None},
	{"d_found", Decline, None},
	{"d_later", Decline, Day},
	{"d_wish", Decline, None},

	{"c_wait", Closing, None},
	{"c_until", Closing, Day},
	{"c_ask", Closing, None},
	{"c_thanks", Closing, None},
	{"c_regards", Closing, None},
}

// All are the sentences of the book in the order of a letter.
func All() []Phrase { return slices.Clone(book) }

// In are the sentences of a situation.
func In(s Situation) (all []Phrase) {
	for _, p := range book {
		if p.Situation == s {
			all = append(all, p)
		}
	}
	return all
}

func at(code string) int {
	return slices.IndexFunc(book, func(p Phrase) bool { return p.Code == code })
}

// Get returns a sentence by its code.
func Get(code string) (Phrase, bool) {
	i := at(code)
	if i < 0 {
		return Phrase{}, false
	}
	return book[i], true
}

// Said is a sentence that somebody ticked, with what it is about.
type Said struct {
	Code      string   `json:"code"`
	Topics    []string `json:"topics,omitempty"`
	Count     int64    `json:"count,omitempty"`
	Day       string   `json:"day,omitempty"`  // "2027-05-14"
	Last      string   `json:"last,omitempty"` // the last day of several
	Town      int64    `json:"town,omitempty"` // by its number
	Languages []string `json:"languages,omitempty"`
}

// Limits of what is said: a letter of thirty sentences is two pages.
const (
	mostSaid   = 30
	mostTopics = 12
	mostCount  = 50_000_000 // people of the largest city
)

// Check says what is wrong with the sentences of a letter, by the field "phrase.<code>".
func Check(all []Said) error {
	if len(all) > mostSaid {
		return errs.In("phrases", lang.Msg("error.phrase.many", "max", mostSaid))
	}
	seen := map[string]bool{}
	for _, s := range all {
		p, ok := Get(s.Code)
		if !ok || seen[s.Code] {
			return errs.In("phrases", lang.Msg("error.phrase.unknown"))
		}
		seen[s.Code] = true
		if key := s.wrong(p.Takes); key != "" {
			return errs.In("phrase."+s.Code, lang.Msg(key))
		}
	}
	return nil
}

// wrong is the message of what a sentence lacks; "" for nothing.
func (s Said) wrong(takes Arg) string {
	switch takes {
	case Topics:
		if len(s.Topics) == 0 || len(s.Topics) > mostTopics || slices.ContainsFunc(s.Topics, unknownTopic) {
			return "error.phrase.topics"
		}
	case Count:
		if s.Count < 1 || s.Count > mostCount {
			return "error.phrase.count"
		}
	case Day, Days:
		first, ok := s.day(s.Day)
		last, also := s.day(s.Last)
		if !ok || takes == Days && (!also || last.Compare(first) < 0) {
			return "error.phrase.day"
		}
	case Languages:
		if len(s.Languages) == 0 || len(s.Languages) > mostTopics || slices.ContainsFunc(s.Languages, func(l string) bool { return len(l) != 2 }) {
			return "error.phrase.languages"
		}
	case Town:
		if s.Town == 0 {
			return "error.phrase.unknown"
		}
	}
	return ""
}

func unknownTopic(code string) bool {
	_, known := topic.Get(code)
	return !known
}

// day reads a whole day.
func (Said) day(text string) (lang.Date, bool) {
	d, err := lang.ParseDate(text)
	return d, err == nil && d.Day != 0
}

// Message is the sentence as it is printed in any language; name gives a town's name there.
// A code that a newer release wrote is said to be unknown, never left out in silence.
func (s Said) Message(name func(int64) string) lang.Message {
	p, ok := Get(s.Code)
	if !ok {
		return lang.Msg("phrase.unknown")
	}
	args := lang.Args{}
	switch p.Takes {
	case Topics:
		labels := make([]lang.Message, len(s.Topics))
		for i, code := range s.Topics {
			labels[i] = topic.Label(code)
		}
		args["topics"] = labels
	case Count:
		args["n"] = s.Count
	case Day:
		args["day"], _ = s.day(s.Day)
	case Days:
		args["first"], _ = s.day(s.Day)
		args["last"], _ = s.day(s.Last)
	case Town:
		args["town"] = name(s.Town)
	case Languages:
		names := make([]lang.Message, len(s.Languages))
		for i, code := range s.Languages {
			names[i] = lang.Msg("phrase.language", "code", code)
		}
		args["languages"] = names
	}
	return lang.Message{Key: "phrase." + s.Code, Args: args}
}

// Sorted are sentences in the order of a letter, however they were ticked.
func Sorted(all []Said) []Said {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b Said) int { return at(a.Code) - at(b.Code) })
	return all
}

// Letter is what a letter's sentences say before and after the writer's own words, which
// stand before the closing.
func Letter(all []Said, name func(int64) string) (before, after []lang.Message) {
	for _, s := range Sorted(all) {
		if p, ok := Get(s.Code); ok && p.Situation == Closing {
			after = append(after, s.Message(name))
		} else {
			before = append(before, s.Message(name))
		}
	}
	return before, after
}
