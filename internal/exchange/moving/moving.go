// Package moving takes in a list of partner towns as offices really keep it.
//
// The file is a CSV or XLSX that somebody has kept for twenty years: a title above the
// header, headers in the office's own language, "od 1992 r." in the column of dates,
// two partners in one cell, a total below. Nobody rewrites it; the program reads it, says
// what it understood, asks what it cannot know, and refuses what it cannot use with a
// reason. Nothing is invented: a date keeps the precision that is written, an unclear
// word is asked once, a name that two towns bear is asked with the candidates.
//
// # From bytes to partnerships
//
// [Read] turns bytes into a bounded [Table] of texts: it finds out the encoding and the
// separator, unpacks XLSX within limits, and remembers each row's line. [Make] turns a
// table into a [Plan], a value: what each column means, what each row will become (a
// [Link], which is a partnership with its acts), which questions are open, which rows are
// left out and why. Answers go in beside the table and another Plan comes out; so a page
// and a terminal need no state but the table, the columns that a person corrected and
// the answers. [Apply] writes what the plan holds, in one transaction, and returns what it
// told, so that it can be withdrawn ([Withdraw]). [Rejected] is the file that goes back.
//
//	table, err := moving.Read("partnerzy.xlsx", data, moving.ReadOptions{Lexicon: lexicon})
//	plan := moving.Make(table, rooms, moving.Options{Own: gizycko, Answers: answers})
//	done, err := moving.Apply(ctx, stores, who, plan)
//
// # What is kept, and what never is
//
// An import adds. It changes no act and no claim that is there, whoever told it; where
// the file says otherwise than what is known, that becomes a claim beside it. Identifiers
// follow from what is said (the pair, the act, its date), so that the same file again
// changes nothing and a corrected file adds only what is new. People's names, telephone
// numbers and addresses in a file stay in the file.
//
// Reading, guessing and planning are pure: they touch neither disk nor database.
package moving

import (
	"twintown/internal/partnership"
	"twintown/internal/place"
)

// Known is what a plan is made against.
type Known struct {
	Places *place.Atlas
	// Between returns the partnership of two places that is known already, if any.
	Between func(a, b int64) (partnership.Partnership, bool)
}
