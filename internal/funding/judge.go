package funding

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"twintown/internal/funding/rule"
	"twintown/internal/match"
	"twintown/internal/platform/lang"
)

// Catalogue is all programmes, with what their rules stand for. It never changes; a change of the
// data makes a new one.
type Catalogue struct {
	book *Book
	all  []Programme // by key
}

// NewCatalogue makes a catalogue. Of two programmes with one key the later one counts, so that what
// an organiser entered replaces what came with Twintown.
func NewCatalogue(book *Book, programmes ...Programme) *Catalogue {
	byKey := map[string]int{}
	c := &Catalogue{book: book}
	for _, p := range programmes {
		if i, ok := byKey[p.Key]; ok {
			c.all[i] = p
			continue
		}
		byKey[p.Key] = len(c.all)
		c.all = append(c.all, p)
	}
	slices.SortFunc(c.all, func(a, b Programme) int { return cmp.Compare(a.Key, b.Key) })
	return c
}

// Starter reads the programmes that come with Twintown. A failure means a broken build.
func Starter() (all []File, err error) {
	names, err := fs.Glob(files, "starter/*.yaml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		content, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		f, troubles := Read(content)
		if troubles != nil {
			return nil, fmt.Errorf("%s, line %d: %s %v", name, troubles[0].Line, troubles[0].What.Key, troubles[0].What.Args)
		}
		all = append(all, *f)
	}
	return all, nil
}

// Programmes are all programmes by key. The slice must not be changed.
func (c *Catalogue) Programmes() []Programme { return c.all }

// Book is what the rules' words stand for.
func (c *Catalogue) Book() *Book { return c.book }

// Programme returns the programme of a key.
func (c *Catalogue) Programme(key string) (*Programme, bool) {
	i, ok := slices.BinarySearchFunc(c.all, key, func(p Programme, key string) int { return cmp.Compare(p.Key, key) })
	if !ok {
		return nil, false
	}
	return &c.all[i], true
}

// Leaving is a partner's country that leaves a group of the rule around the time of a call.
type Leaving struct {
	Country rule.Country
	Group   string
	Last    rule.Day // its last day in the group
	Before  bool     // that is before the day by which the call is judged: it does not count
}

// Verdict is what a call says of a consortium.
type Verdict struct {
	Programme *Programme
	Call      *Call
	State     State
	Next      time.Time // the next deadline, in the call's zone; zero: none known
	Day       rule.Day  // by which is judged
	Value     rule.Value
	Finding   rule.Finding
	Lacks     []rule.Fact // for want of which it is unknown
	Ways      []rule.Way  // what is missing to fit
	Leaving   []Leaving
	Notices   []match.Notice // that concern these towns in this programme; they never change the value
	program   *rule.Program
}

// PlanOnly says that nothing is against it and only what the partners choose themselves is open.
func (v *Verdict) PlanOnly() bool {
	return v.Value == rule.Unknown && !slices.ContainsFunc(v.Lacks, func(f rule.Fact) bool { return !f.Kind.OfPlan() })
}

// projects is how long after its deadline the projects of a call may run: preparation of a year, and
// the two years of the longest that was collected.
const projects = 3

// Judge asks a call about a consortium. A rule that cannot be bound, since a group or an area of it is not known, is
// an error: Check finds it when the call is entered.
func (c *Catalogue) Judge(p *Programme, call *Call, of *rule.Consortium, now time.Time, notices []match.Notice) (v Verdict, err error) {
	v = Verdict{Programme: p, Call: call, Day: call.Day(now)}
	v.State, v.Next = call.At(now)
	program, problems := call.Rule.Bind(c.book.rules, v.Day)
	if problems != nil {
		return v, problems[0]
	}
	v.program, v.Finding = program, program.Explain(of)
	v.Value = v.Finding.Value
	v.Lacks = v.Finding.Lacking()
	v.Ways = program.Missing(of)
	v.Leaving = c.leaving(call, of, v.Day)
	v.Notices = concern(p, of, lang.DateOf(now), notices)
	return v, nil
}

// Matching asks every call that is not over about a consortium: first those that fit, then those that may, then
// the others by how much is missing; among alike ones the sooner deadline first.
func (c *Catalogue) Matching(of *rule.Consortium, now time.Time, notices []match.Notice) (all []Verdict, err error) {
	for i := range c.all {
		p := &c.all[i]
		for j := range p.Calls {
			if state, _ := p.Calls[j].At(now); state == Over || p.Closed {
				continue
			}
			v, err := c.Judge(p, &p.Calls[j], of, now, notices)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", p.Calls[j].Key, err)
			}
			all = append(all, v)
		}
	}
	states := States()
	slices.SortStableFunc(all, func(a, b Verdict) int {
		return cmp.Or(a.rank()-b.rank(), slices.Index(states, a.State)-slices.Index(states, b.State), a.Next.Compare(b.Next),
			cmp.Compare(a.Call.Key, b.Call.Key))
	})
	return all, nil
}

// rank orders verdicts.
func (v *Verdict) rank() int {
	switch {
	case v.Value == rule.Yes:
		return 0
	case v.PlanOnly():
		return 1
	case v.Value == rule.Unknown:
		return 2
	case len(v.Ways) > 0:
		return 3 + effort(v.Ways[0])
	}
	return 100 // after whatever can be mended
}

// effort is how much a way asks for: each partner that is missing is one to be found, whatever else changes is one step.
func effort(w rule.Way) (n int) {
	for i := range w.Changes {
		n += max(1, w.Changes[i].Wanted.Count)
	}
	return n
}

// leaving finds partners' countries that leave a group of the rule in the year before the call is judged, or
// while its projects run.
func (c *Catalogue) leaving(call *Call, of *rule.Consortium, on rule.Day) (all []Leaving) {
	var named []string
	call.Rule.Walk(func(n *rule.Node) { named = append(named, n.Filter.From...) })
	slices.Sort(named)
	for _, group := range slices.Compact(named) {
		for _, t := range c.book.rules.Groups[group] {
			if t.To == 0 || t.To < on-10000 || t.To > on+projects*10000 {
				continue
			}
			if slices.ContainsFunc(of.Partners, func(p rule.Partner) bool { return p.Country == t.Country }) {
				all = append(all, Leaving{t.Country, group, t.To, t.To < on})
			}
		}
	}
	return all
}

// concern finds the notices of a programme that hold for two of the partners.
func concern(p *Programme, of *rule.Consortium, on lang.Date, notices []match.Notice) (all []match.Notice) {
	for i := range notices {
		if !slices.Contains(p.Notices, notices[i].Key) {
			continue
		}
		if slices.ContainsFunc(of.Partners, func(a rule.Partner) bool {
			return slices.ContainsFunc(of.Partners, func(b rule.Partner) bool { return notices[i].Concerns(on, spotOf(a), spotOf(b)) })
		}) {
			all = append(all, notices[i])
		}
	}
	return all
}

func spotOf(p rule.Partner) match.Spot {
	s := match.Spot{Country: p.Country.String()}
	if len(p.Areas) > 0 {
		s.Region = p.Areas[0]
	}
	return s
}

// Check says what in the rules of a file stands for nothing, and which tests come out otherwise than they say.
func (b *Book) Check(f *File, now time.Time) (troubles []Trouble) {
	for i := range f.Programme.Calls {
		call := &f.Programme.Calls[i]
		_, problems := call.Rule.Bind(b.rules, call.Day(now))
		for _, p := range problems {
			troubles = append(troubles, Trouble{p.Line, SayProblem(p)})
		}
	}
	if len(troubles) > 0 {
		return troubles
	}
	outcomes, troubles := f.Try(b, now)
	for _, o := range outcomes {
		if !o.Right {
			troubles = append(troubles, Trouble{1, lang.Msg("error.funding.test", "test", o.Test.Name, "got", SayValue(o.Got))})
		}
	}
	return troubles
}
