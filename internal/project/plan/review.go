package plan

import (
	"slices"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Question is a question of the review, with the message "plan.ask.<code>".
type Question string

// The questions, our own, after what guides say a joint look back should come to.
const (
	Alive  Question = "alive"  // are the contacts alive
	Named  Question = "named"  // does each side know whom at the other to write to
	Aims   Question = "aims"   // were the aims of the year met
	Part   Question = "part"   // who took part, and who did not
	Costs  Question = "costs"  // was the money enough, and spent as planned
	Known  Question = "known"  // do the residents know of the partnership
	Change Question = "change" // what should be done otherwise
	Onward Question = "onward" // shall it go on
)

// Questions are all questions in the order in which they are asked.
func Questions() []Question {
	return []Question{Alive, Named, Aims, Part, Costs, Known, Change, Onward}
}

// Verdict is the short answer to a question, with the message "plan.say.<code>".
type Verdict string

// The verdicts. Of [Onward] they say how; [Change] is answered in words alone.
const (
	Yes      Verdict = "yes"
	Partly   Verdict = "partly"
	No       Verdict = "no"
	Unknown  Verdict = "unknown" // the side says that it does not know
	CarryOn  Verdict = "carry_on"
	Renew    Verdict = "renew"
	Reshape  Verdict = "reshape" // otherwise than so far
	Rest     Verdict = "rest"
	LetItEnd Verdict = "end"
)

// Verdicts are those that a question can be answered with.
func (q Question) Verdicts() []Verdict {
	switch q {
	case Change:
		return nil
	case Onward:
		return []Verdict{CarryOn, Renew, Reshape, Rest, LetItEnd, Unknown}
	}
	return []Verdict{Yes, Partly, No, Unknown}
}

// Said is what a side says to one question.
type Said struct {
	Verdict Verdict `json:"verdict,omitempty"`
	Words   string  `json:"words,omitempty"`
}

// IsZero says whether nothing is answered.
func (s Said) IsZero() bool { return s == Said{} }

// Reply is what a side answers.
type Reply struct {
	Language string            `json:"language"` // in which it is written
	Said     map[Question]Said `json:"said,omitempty"`
}

// Answer is the part of a review that one side writes.
type Answer struct {
	Side    int64
	Version int64 // 0: nothing is written yet
	Closed  time.Time
	Reply
	Undoable bool
}

// Missing are the questions that the answer leaves open.
func (a Answer) Missing() (all []Question) {
	for _, q := range Questions() {
		if a.Said[q].IsZero() {
			all = append(all, q)
		}
	}
	return all
}

// Met is when and where the sides met for a review.
type Met struct {
	Day   partnership.Date `json:"day,omitzero"`   // zero: they did not meet, or it is not said
	Where int64            `json:"where,omitzero"` // one of the sides; 0: not said
}

// Review is the joint look back at a year.
type Review struct {
	Partnership string
	Year        int
	Act         string // that it made; "": not all sides have closed it
	Met
	Answers []Answer // one of each side, in the order of the partnership
}

// Of is the answer of a side; ok is false where the place is no side.
func (r Review) Of(side int64) (_ Answer, ok bool) {
	for _, a := range r.Answers {
		if a.Side == side {
			return a, true
		}
	}
	return Answer{}, false
}

// Begun says whether any side has written something.
func (r Review) Begun() bool {
	return slices.ContainsFunc(r.Answers, func(a Answer) bool { return a.Version > 0 })
}

// Waiting are the sides that have not closed their answers.
func (r Review) Waiting() (sides []int64) {
	for _, a := range r.Answers {
		if a.Closed.IsZero() {
			sides = append(sides, a.Side)
		}
	}
	return sides
}

// Closed says whether all sides have closed their answers.
func (r Review) Closed() bool { return r.Act != "" }

// Apart are the questions to which the sides give different verdicts: they are worth a talk.
// It is empty until all sides have closed, so that nobody is told before she has answered.
func (r Review) Apart() (all []Question) {
	if len(r.Waiting()) > 0 {
		return nil
	}
	for _, q := range Questions() {
		first := r.Answers[0].Said[q].Verdict
		if slices.ContainsFunc(r.Answers, func(a Answer) bool { return a.Said[q].Verdict != first }) {
			all = append(all, q)
		}
	}
	return all
}

// YearFor is the year that a review on a day looks back at: in the first quarter still the
// one before.
func YearFor(day lang.Date) int {
	if day.Month > 0 && day.Month <= 3 {
		return day.Year - 1
	}
	return day.Year
}

// Reviewable are the years that can be looked back at, the last one first.
func Reviewable(today lang.Date) (years []int) {
	for n := range 3 {
		years = append(years, today.Year-n)
	}
	return years
}

// checkYear refuses a year that has not begun, or is too long ago to be remembered.
func checkYear(year int, today lang.Date) error {
	if year > today.Year || year < today.Year-yearsBack {
		return errs.New(errs.NotFound, lang.Msg("error.plan.review_year"), nil)
	}
	return nil
}

// check returns what is wrong with a reply, by field.
func (r Reply) check() error {
	if r.Language == "" || len(r.Language) > 10 {
		return errs.In("language", lang.Msg("error.help.code"))
	}
	for q, said := range r.Said {
		if !slices.Contains(Questions(), q) || said.Verdict != "" && !slices.Contains(q.Verdicts(), said.Verdict) {
			return errs.In("verdict."+string(q), lang.Msg("error.help.code"))
		}
		if err := errs.TooLong("words."+string(q), said.Words, longestText); err != nil {
			return err
		}
	}
	return nil
}
