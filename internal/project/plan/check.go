package plan

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Limits of one plan. A year of a lively partnership has a dozen items.
const (
	mostItems   = 500  // of one partnership, over all years
	longestLine = 300  // of letters, wherever one line is typed
	longestText = 4000 // some two pages
	mostMoney   = 12   // rows of one item: each side and others, in a few currencies
	mostCents   = 100_000_000_000
	yearsBack   = 10 // how far back what was done can be entered
)

var currencies = regexp.MustCompile(`^[A-Z]{3}$`)

// Kind is what a plan is called in the record of changes, by the identifier of its
// partnership.
const Kind = "plan"

// check returns what is wrong with an item, by field.
func (i *Item) check(p partnership.Partnership, today lang.Date) error {
	if i.Year < today.Year-yearsBack || i.Year >= today.Year+ahead {
		return errs.In("year", lang.Msg("error.plan.year", "from", strconv.Itoa(today.Year-yearsBack), "to", strconv.Itoa(today.Year+ahead-1)))
	}
	if !slices.Contains(append(States(), Moved, gone), i.State) {
		return errs.In("state", lang.Msg("error.help.code"))
	}
	if len(i.Texts) == 0 {
		return errs.In("what", lang.Msg("error.plan.what"))
	}
	for code, t := range i.Texts {
		if t.What == "" {
			return errs.In("what."+code, lang.Msg("error.plan.what"))
		}
		if err := errs.First(errs.TooLong("what."+code, t.What, longestLine), errs.TooLong("aim."+code, t.Aim, longestText),
			errs.TooLong("office."+code, t.Office, longestLine), errs.TooLong("result."+code, t.Result, longestText)); err != nil {
			return err
		}
	}
	if i.Side != 0 && !p.Has(i.Side) {
		return errs.In("side", lang.Msg("error.plan.side"))
	}
	return errs.First(i.checkMoney(p), errs.TooLong("project", i.Project, longestLine), errs.TooLong("meeting", i.Meeting, longestLine))
}

func (i *Item) checkMoney(p partnership.Partnership) error {
	if err := errs.TooMany("money", len(i.Money), mostMoney); err != nil {
		return err
	}
	for _, m := range i.Money {
		field := "money." + strconv.FormatInt(m.Side, 10)
		if m.Side != 0 && !p.Has(m.Side) {
			return errs.In(field, lang.Msg("error.plan.side"))
		}
		if !currencies.MatchString(m.Amount.Currency) || m.Amount.Cents < 0 || m.Amount.Cents > mostCents {
			return errs.In(field, lang.Msg("error.project.money"))
		}
	}
	return nil
}

// tidy drops what says nothing and notes which texts say something else than before.
func (i *Item) tidy(was Item, now time.Time) {
	for code, t := range i.Texts {
		t.What, t.Aim, t.Office, t.Result = strings.TrimSpace(t.What), strings.TrimSpace(t.Aim), strings.TrimSpace(t.Office), strings.TrimSpace(t.Result)
		if t.words() == "" {
			delete(i.Texts, code)
			continue
		}
		old := was.Texts[code]
		t.Provenance = t.Next(old.Provenance, code, t.words() != old.words(), now)
		i.Texts[code] = t
	}
	i.Money = slices.DeleteFunc(i.Money, func(m Money) bool { return m.Amount.IsZero() })
}

// fields are what an item holds, as text, for the record of changes.
func (i Item) fields() map[string]string {
	all := map[string]string{}
	set := func(name, value string) {
		if value != "" {
			all[name] = value
		}
	}
	if i.Year != 0 {
		set("year", strconv.Itoa(i.Year))
	}
	set("plan_state", string(i.State))
	if i.Side != 0 {
		set("side", strconv.FormatInt(i.Side, 10))
	}
	set("project", i.Project)
	set("meeting", i.Meeting)
	if i.To != 0 {
		set("moved_to", strconv.Itoa(i.To))
	}
	for code, t := range i.Texts {
		set("what."+code, t.What)
		set("aim."+code, t.Aim)
		set("office."+code, t.Office)
		set("result."+code, t.Result)
	}
	for _, m := range i.Money {
		set("money."+strconv.FormatInt(m.Side, 10), m.Amount.String())
	}
	return all
}

// entry tells the record of changes what is different.
func entry(p partnership.Partnership, was, now Item) people.Entry {
	e := people.Entry{Action: people.EditPart, Kind: Kind, ID: p.ID, Places: p.Present(), Fields: people.Differences(was.fields(), now.fields())}
	if len(e.Fields) == 0 {
		e.Note = "unchanged"
	}
	return e
}
