package partnership

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Bounds of what a person can enter. The oldest partnership that is claimed anywhere is of
// 836; an agreement beyond a century is a typing error; a ceremony is planned a year ahead
// at most.
const (
	firstYear    = 800
	aheadYears   = 1
	termYears    = 100
	mostVotes    = 2000
	mostParties  = 60
	longestTitle = 300
	longestText  = 10_000
)

// checkEdit returns what is wrong with a change that a person makes: the rules of
// [Partnership.Check], and those that hold for what is entered now but not for what old
// lists tell. Acts that the change leaves alone are not asked again.
func checkEdit(before, after Partnership, today lang.Date) error {
	touched := Partnership{Kind: after.Kind, Parties: after.Parties}
	for _, a := range after.Acts {
		if !a.Held(zero) {
			continue
		}
		if i := before.heldAct(a.ID); i >= 0 && before.Acts[i].same(a) && samePeriods(before.Parties, after.Parties) {
			continue
		}
		touched.Acts = append(touched.Acts, a)
	}
	if err := touched.Check(); err != nil {
		return err
	}
	if err := checkWords(after, today); err != nil {
		return err
	}
	for _, a := range touched.Acts {
		if err := after.checkEntered(a, today); err != nil {
			return err
		}
	}
	return nil
}

func samePeriods(a, b []Party) bool { return slices.Equal(a, b) }

// checkWords bounds the partnership's own fields.
func checkWords(p Partnership, today lang.Date) error {
	switch {
	case len(p.Parties) > mostParties:
		return errs.In("place", lang.Msg("error.partnership.many_sides", "max", mostParties))
	case len(p.Sides()) != len(p.Parties):
		return errs.In("place", lang.Msg("error.partnership.same_side"))
	case utf8.RuneCountInString(p.OriginalTerm) > longestTitle:
		return tooLong("original_term", longestTitle)
	}
	for code, text := range p.Story {
		if utf8.RuneCountInString(text) > longestText {
			return tooLong("story."+code, longestText)
		}
	}
	for _, q := range p.Parties {
		if q.Heir == q.Place {
			return errs.In(fmt.Sprintf("heir.%d", q.Place), lang.Msg("error.place.itself"))
		}
		for field, d := range map[string]Date{"since": q.Since, "left": q.Until} {
			if err := plausible(fmt.Sprintf("%s.%d", field, q.Place), d, today, aheadYears); err != nil {
				return err
			}
		}
	}
	return nil
}

func tooLong(field string, most int) error {
	return errs.In(field, lang.Msg("error.partnership.long", "max", most))
}

// CheckDay refuses, in a field, a day that the calendar does not have.
func CheckDay(field string, d Date) error {
	if _, err := lang.ParseDate(d.Calendar().String()); err != nil {
		return errs.In(field, lang.Msg("error.partnership.no_such_day", "day", d.Day, "month", d.Month, "year", d.Year))
	}
	return nil
}

// plausible refuses a date that the calendar does not have, and years that are typing errors.
func plausible(field string, d Date, today lang.Date, ahead int) error {
	if d.IsZero() {
		return nil
	}
	if err := CheckDay(field, d); err != nil {
		return err
	}
	from, _ := d.possible()
	if d.Qualifier == Before || d.Qualifier == About {
		from = first(d.Calendar())
	}
	if d.Year < firstYear {
		return errs.In(field, lang.Msg("error.partnership.early", "year", d.Year))
	}
	if limit := last(shiftMonths(today, 12*ahead)); from > limit {
		return errs.In(field, lang.Msg("error.partnership.future", "date", d.Calendar()))
	}
	return nil
}

// checkEntered checks one act that was entered or changed.
func (p Partnership) checkEntered(a Act, today lang.Date) error {
	for _, f := range []struct {
		name  string
		date  Date
		ahead int
	}{{"date", a.Date, aheadYears}, {"from", a.InForceFrom, termYears}, {"until", a.InForceTo, termYears}} {
		if err := plausible(f.name, f.date, today, f.ahead); err != nil {
			return err
		}
	}
	if err := a.Vote.check(); err != nil {
		return err
	}
	for field, d := range map[string]Duration{"until": a.Term, "notice": a.Notice} {
		if s, _ := d.span(); s.months > 12*termYears || s.days > 366*termYears {
			return errs.In(field, lang.Msg("error.partnership.long_term", "max", termYears))
		}
	}
	for field, text := range map[string]string{"title": a.Title, "number": a.Number} {
		if utf8.RuneCountInString(text) > longestTitle {
			return tooLong(field, longestTitle)
		}
	}
	for name, texts := range map[string]map[string]string{"text": a.Text, "ground_text": a.Ground.Text, "condition_text": a.Condition.Text} {
		for code, text := range texts {
			if utf8.RuneCountInString(text) > longestText {
				return tooLong(name+"."+code, longestText)
			}
		}
	}
	return p.checkBegun(a)
}

// check refuses figures that no vote can have.
func (v Vote) check() error {
	for _, n := range v.counts() {
		if n.of > mostVotes {
			return errs.In(n.field, lang.Msg("error.partnership.votes", "max", mostVotes))
		}
	}
	if cast := v.For + v.Against + v.Abstained; v.Present > 0 && cast > v.Present {
		return errs.In("vote_present", lang.Msg("error.partnership.votes_present", "cast", cast, "present", v.Present))
	}
	if v.Unanimous && v.Against > 0 {
		return errs.In("unanimous", lang.Msg("error.partnership.votes_unanimous", "against", v.Against))
	}
	return nil
}

// checkBegun refuses an act that presupposes an agreement where nothing had begun by then.
// Old lists may tell the end of something whose beginning nobody knows; who enters an end
// now is asked for the beginning first, undated if need be.
func (p Partnership) checkBegun(a Act) error {
	if !a.Type.presupposes() {
		return nil
	}
	_, latest := a.Date.possible()
	if !p.Listing.IsZero() && first(lang.Date{Year: p.Listing.Year}) <= latest {
		return nil
	}
	for _, b := range p.Acts {
		if b.ID == a.ID || !b.Held(zero) {
			continue
		}
		began := b.Type.begins() && b.Type != ActContact && b.Type != ActVisit || b.Type == ActRenewal
		if from, _ := b.Date.possible(); began && from <= latest {
			return nil
		}
	}
	return errs.In("type", lang.Msg("error.partnership.never_began", "act", lang.Msg("act.type."+string(a.Type))))
}
