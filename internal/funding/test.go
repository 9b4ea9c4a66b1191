package funding

import (
	"slices"
	"time"

	"twintown/internal/funding/rule"
)

var wants = map[string]rule.Value{"fits": rule.Yes, "not": rule.No, "unknown": rule.Unknown}

// test reads one test of a file.
func (r *reader) test(raw *rawTest) Test {
	t := Test{Name: r.text(raw.Name, 200), Call: r.text(raw.Call, 60), By: raw.By.s}
	want, ok := wants[raw.Want.s]
	if !ok {
		r.word(raw.Want, wantWords())
	}
	t.Want = want
	if raw.On.s != "" {
		if t.On = rule.DayOf(raw.On.s); t.On == 0 {
			r.bad(raw.On.line, "error.funding.date", "text", raw.On.s)
		}
	}
	for i := range raw.Partners {
		t.Of.Partners = append(t.Of.Partners, r.partner(&raw.Partners[i]))
	}
	t.Of.Plan = rule.Plan{Participants: count(raw.Plan.Participants), Invited: count(raw.Plan.Invited), Months: count(raw.Plan.Months), Days: count(raw.Plan.Days)}
	for _, c := range raw.Plan.Held {
		t.Of.Plan.Countries = append(t.Of.Plan.Countries, rule.CountryOf(c))
	}
	return t
}

func count(n *int) rule.Count {
	if n == nil {
		return 0
	}
	return rule.Exactly(*n)
}

func (r *reader) partner(raw *rawPartner) rule.Partner {
	p := rule.Partner{Country: rule.CountryOf(raw.In.s), Areas: raw.Areas, People: count(raw.People)}
	if raw.In.s != "" && p.Country == 0 {
		r.bad(raw.In.line, "error.funding.country", "text", raw.In.s)
	}
	if raw.Type.s != "" {
		kind, ok := rule.TypeOf(raw.Type.s)
		if !ok {
			r.word(raw.Type, typeWords())
		}
		p.Type = kind
	}
	switch raw.Role.s {
	case "":
	case rule.Leads.String():
		p.Role = rule.Leads
	case rule.Associated.String():
		p.Role = rule.Associated
	default:
		r.word(raw.Role, []string{rule.Leads.String(), rule.Associated.String()})
	}
	if raw.Borders != nil {
		p.Borders = []rule.Border{}
	}
	for country, km := range raw.Borders {
		p.Borders = append(p.Borders, rule.Border{With: rule.CountryOf(country), Low: float32(km), High: float32(km)})
	}
	for of, since := range raw.Members {
		m := rule.Membership{Of: of, Is: rule.Yes, Since: rule.DayOf(since.s)}
		if since.s == "no" {
			m.Is = rule.No
		} else if m.Since == 0 && since.s != "yes" {
			r.bad(since.line, "error.funding.date", "text", since.s)
		}
		p.Members = append(p.Members, m)
	}
	return p
}

func typeWords() (all []string) {
	for _, t := range rule.Types() {
		all = append(all, t.String())
	}
	return all
}

// Outcome is what a test found; Got and Why are of the rule, Right says that it is as the test wants.
type Outcome struct {
	Test  *Test
	Got   rule.Value
	Why   []string // the conditions that are broken, or the facts that lack
	Right bool
}

// Try runs the tests of a file. Rules that cannot be bound are told as troubles.
func (f *File) Try(book *Book, now time.Time) (all []Outcome, troubles []Trouble) {
	for i := range f.Tests {
		t := &f.Tests[i]
		at := slices.IndexFunc(f.Programme.Calls, func(c Call) bool { return c.Key == t.Call })
		if at < 0 {
			continue // told by Read
		}
		c := &f.Programme.Calls[at]
		day := t.On
		if day == 0 {
			day = c.Day(now)
		}
		program, problems := c.Rule.Bind(book.rules, day)
		if problems != nil {
			for _, p := range problems {
				troubles = append(troubles, Trouble{p.Line, SayProblem(p)})
			}
			continue
		}
		o := Outcome{Test: t, Got: program.Evaluate(&t.Of)}
		o.Why = why(program, &t.Of)
		o.Right = o.Got == t.Want && (t.By == "" || slices.Contains(o.Why, t.By))
		all = append(all, o)
	}
	return all, troubles
}

// why names the conditions that decide a no, or the facts for want of which it is unknown.
func why(p *rule.Program, c *rule.Consortium) (all []string) {
	f := p.Explain(c)
	if f.Value == rule.Unknown {
		for _, fact := range f.Lacking() {
			all = append(all, fact.Kind.String())
		}
		return all
	}
	for _, b := range f.Because() {
		all = append(all, b.Node.Op.String())
	}
	return all
}
