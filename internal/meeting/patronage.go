package meeting

import (
	"slices"
	"strconv"
	"time"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Rule is when an authority takes applications for its patronage, counted back from the first
// day of a meeting. Its name is the message meeting.rule.<key>.
type Rule struct {
	Key    string
	Days   int    // at least so many days before
	Months int    // not earlier than so many months before; 0: no such limit is known
	Source string // where the authority says so
}

// OtherRule is the key of a rule that somebody entered herself: see [Patron.Days].
const OtherRule = "other"

// Rules are the rules that are known, each with its source. No rule of the voivode of
// Podlaskie was found: it is asked, and entered as another one.
func Rules() []Rule {
	return []Rule{
		{"silesia", 50, 6, "https://www.katowice.uw.gov.pl/wydzial/biuro-wojewody/jak-uzyskac"},
		{"wielkopolska", 30, 0, "https://poznan.uw.gov.pl/en/node/808"},
		{"kujawy", 30, 0, "http://archiwum.bydgoszcz.uw.gov.pl/pl/patronaty.html"},
		{"west_pomerania", 30, 0, "https://szczecin.uw.gov.pl/?type=article&action=view&id=6507"},
	}
}

// rule is the one by which a patronage is planned; false where none is known.
func (p Patron) rule() (Rule, bool) {
	if p.Rule == OtherRule && p.Days > 0 {
		return Rule{Key: OtherRule, Days: p.Days}, true
	}
	i := slices.IndexFunc(Rules(), func(r Rule) bool { return r.Key == p.Rule })
	if i < 0 {
		return Rule{}, false
	}
	return Rules()[i], true
}

// Task is what is to be done next about a patronage; its sentence is the message
// meeting.task.<it>.
type Task string

// The tasks, in the order of the work.
const (
	FindRule  Task = "rule"  // it is not known until when to apply
	Apply     Task = "apply" // until the day
	TooLate   Task = "late"  // the day has passed, and nobody applied
	TooEarly  Task = "early" // applications are taken from the day on
	Answer    Task = "answer"
	Fulfil    Task = "fulfil" // it was granted: what was promised for it, until the meeting
	NoTask    Task = "none"
	LogoEnded Task = "logo" // the logo may be used no longer
)

// Plan is what is due for one patronage, and when.
type Plan struct {
	From lang.Date // first day on which to apply; zero: there is no such limit
	By   lang.Date // last day; zero: it is not known
	Task Task
	Day  lang.Date // of the task; zero: at no certain day
	Left int       // days until then; negative: so many ago
}

// TaskDays is how long before its day a task is one to think of now: an office answers letters
// once a month.
const TaskDays = 30

// Say is the sentence of a plan's task for a patron; the zero message where there is none.
func (plan Plan) Say(x Patron, p *lang.Printer) lang.Message {
	if plan.Task == NoTask {
		return lang.Message{}
	}
	say := func(d lang.Date) string {
		if d.IsZero() {
			return "–"
		}
		return p.Date(d)
	}
	return lang.Msg("meeting.task."+string(plan.Task), "day", say(plan.Day), "since", say(day(x.AppliedOn)))
}

// Due says whether the task is one to think of now: it is late, or comes within so many days.
func (p Plan) Due(days int) bool {
	switch p.Task {
	case NoTask, TooEarly:
		return false
	case TooLate, FindRule:
		return true
	}
	return !p.Day.IsZero() && p.Left <= days
}

// Plan counts back from a meeting's first day, as far as that is known. A meeting that is over
// asks for nothing.
func (f Facts) Plan(p Patron, today lang.Date) (plan Plan) {
	plan.Task = NoTask
	if f.Off || f.Over(today) || p.State == Refused {
		return plan
	}
	rule, known := p.rule()
	if known && exact(f.From) {
		first := dayOf(f.From.Calendar())
		plan.By = lang.DateOf(first.AddDate(0, 0, -rule.Days))
		if rule.Months > 0 {
			plan.From = lang.DateOf(first.AddDate(0, -rule.Months, 0))
		}
	}
	plan.Task, plan.Day = f.task(p, plan, known, today)
	if !plan.Day.IsZero() {
		plan.Left = int(dayOf(plan.Day).Sub(dayOf(today)).Hours() / 24)
	}
	return plan
}

func (f Facts) task(p Patron, plan Plan, known bool, today lang.Date) (Task, lang.Date) {
	switch {
	case p.State == Applied:
		return Answer, lang.Date{}
	case p.State == Granted && p.Logo != "" && p.LogoUntil != "" && p.LogoUntil < today.String():
		return LogoEnded, day(p.LogoUntil)
	case p.State == Granted && !p.Obligations.Empty() && exact(f.From):
		return Fulfil, f.From.Calendar()
	case p.State != Intended:
		return NoTask, lang.Date{}
	case !known:
		return FindRule, lang.Date{}
	case plan.By.IsZero():
		return Apply, lang.Date{} // the meeting has no day yet
	case plan.By.Compare(today) < 0:
		return TooLate, plan.By
	case !plan.From.IsZero() && plan.From.Compare(today) > 0:
		return TooEarly, plan.From
	}
	return Apply, plan.By
}

func dayOf(d lang.Date) time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

func day(text string) lang.Date {
	d, _ := lang.ParseDate(text) // cleanPlan lets no other in
	return d
}

// LogoShown says whether readers may see a patron's logo on a day: once the patronage was
// granted, and within the period in which the office lets it be used.
func (p Patron) LogoShown(today lang.Date) bool {
	now := today.String()
	return p.State == Granted && p.Logo != "" && (p.LogoFrom == "" || p.LogoFrom <= now) && (p.LogoUntil == "" || now <= p.LogoUntil)
}

// mostDaysBefore bounds a rule that somebody enters: no office plans further.
const mostDaysBefore = 730

// cleanPlan puts in order what the desk plans by.
func (p Patron) cleanPlan() (Patron, error) {
	if p.Rule != OtherRule {
		p.Days = 0
	}
	if _, known := p.rule(); p.Rule != "" && !known || p.Days > mostDaysBefore {
		return p, errs.In("rule", lang.Msg("error.meeting.rule", "most", mostDaysBefore))
	}
	var all Words
	for l, text := range p.Obligations {
		if all = all.With(l, text); len([]rune(all[l])) > mostCredit {
			return p, errs.In("obligations", lang.Msg("error.press.long", "most", mostCredit))
		}
	}
	p.Obligations = all
	for field, text := range map[string]string{"applied_on": p.AppliedOn, "answered_on": p.AnsweredOn, "logo_from": p.LogoFrom, "logo_until": p.LogoUntil} {
		if _, err := time.Parse(time.DateOnly, text); text != "" && err != nil {
			return p, errs.In(field, lang.Msg("error.meeting.plan_day"))
		}
	}
	switch {
	case p.AppliedOn != "" && p.AnsweredOn != "" && p.AnsweredOn < p.AppliedOn:
		return p, errs.In("answered_on", lang.Msg("error.meeting.answered_first"))
	case p.LogoFrom != "" && p.LogoUntil != "" && p.LogoUntil < p.LogoFrom:
		return p, errs.In("logo_until", lang.Msg("error.meeting.order"))
	}
	return p, nil
}

// ruleText tells a rule in the record of changes.
func (p Patron) ruleText() string {
	if p.Rule == OtherRule {
		return strconv.Itoa(p.Days)
	}
	return p.Rule
}
