package web

import (
	"net/http"
	"slices"

	"twintown/internal/funding"
	"twintown/internal/observatory"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
	"twintown/internal/web/draw"
)

// resultsPage tells what came of a meeting, a town, a region, an organisation.
type resultsPage struct {
	page
	Crumbs  []link
	AsOf    string // as the reader asked
	Day     lang.Date
	Empty   bool // nothing is known
	Finding string
	Funnel  draw.Funnel
	Narrow  draw.Funnel // the same for a phone
	Stages  []resultStage
	Spans   []resultSpan
	Scale   string // how long the line of the times is
	Besides []resultThing
	Unclear []resultThing
	Unknown []string
	Links   []link // what else tells of it
	CSV     string
	JSON    string
	Few     int
}

// resultStage is a step with its number and the list behind it.
type resultStage struct {
	Step, Name string
	Number     string
	Contacts   string // of how many contacts they came; "": it is the contacts themselves, or not said
	Traced     string
	Inferred   string
	Groups     []resultGroup
	Hidden     string // how many are not listed, and why; "": all are
}

// resultGroup are the things of a list that are known in one way.
type resultGroup struct {
	Known  string // the way; "": all are
	Name   string // "": the list needs none
	Things []resultThing
}

// Many says that a list is long enough for two columns.
func (g resultGroup) Many() bool { return len(g.Things) > manyThings }

// manyThings is how many lines stand in one column: what a screen shows at once.
const manyThings = 12

// resultThing is one thing of a list.
type resultThing struct {
	Text, URL string
	Lang      string // of the text, where it is not the page's
	Day       string
	Note      string
}

// resultSpan is how long it took from one step to the next.
type resultSpan struct {
	From, To, Text string
	Strip          *draw.Strip // nil: there is nothing to draw
}

// sight is what one reader may see of what the chain counts.
type sight struct {
	*Site
	r        *http.Request
	p        *page
	meetings map[string]people.Object // what permission to a meeting's guests depends on
	pages    map[string]string        // where readers see a meeting
}

func (s *Site) sightOf(r *http.Request, p *page) *sight {
	return &sight{Site: s, r: r, p: p, meetings: map[string]people.Object{}, pages: map[string]string{}}
}

// sees says whether the reader may see which thing it is: everybody what is public, the
// officers of a town what concerns it, organisers the contacts of their meetings.
func (x *sight) sees(t observatory.Thing) bool {
	if t.Open {
		return true
	}
	if !actorOf(x.r).SignedIn() {
		return false
	}
	switch t.Kind {
	case observatory.OfContact:
		return x.may(x.r, people.MeetingGuests, x.meetingObject(t.Meeting)) || x.may(x.r, people.WalkProcedure, x.placesObject("contact", t.ID, t.Places...))
	case observatory.OfConversation:
		return x.may(x.r, people.TalkWithTown, x.placesObject("conversation", t.ID, t.Places...))
	case observatory.OfProcedure:
		return x.may(x.r, people.WalkProcedure, x.placesObject("procedure", t.ID, t.Places...))
	case observatory.OfProject:
		return x.may(x.r, people.WriteProject, x.placesObject(project.Kind, t.ID, t.Project.Places()...))
	}
	return false
}

// meetingObject is a meeting for the permission table. One that is there no more is the
// site's own.
func (x *sight) meetingObject(id string) people.Object {
	if o, ok := x.meetings[id]; ok || x.rooms.Meetings == nil {
		return o
	}
	o := people.Object{Kind: "meeting", ID: id, Meeting: id}
	if m, err := x.rooms.Meetings.Meeting(x.r.Context(), id); err == nil {
		o = m.Object()
	}
	x.meetings[id] = o
	return o
}

// meetingURL is the public page of a meeting in the reader's language; "" where there is none.
func (x *sight) meetingURL(id string) string {
	if to, ok := x.pages[id]; ok || x.rooms.Press == nil {
		return to
	}
	if shown, ok, err := x.rooms.Press.ShownIn(x.r.Context(), id, x.p.Lang); err == nil && ok {
		x.pages[id] = "/" + x.p.Lang + shown.Path()
	}
	return x.pages[id]
}

// view is a chain as the reader may see it.
func (x *sight) view(c observatory.Chain) observatory.View {
	return observatory.View{Chain: c, Sees: x.sees}
}

// hidden is how many of some things the reader may not see.
func (x *sight) hidden(things []observatory.Thing) int {
	return x.view(observatory.Chain{}).Hidden(things)
}

// few says whether the reader is not told how many there are.
func (x *sight) few(s observatory.Stage) bool { return x.view(observatory.Chain{}).Few(s) }

// fillChain fills the page from a chain.
func (s *Site) fillChain(r *http.Request, v *resultsPage, c observatory.Chain) {
	x := s.sightOf(r, &v.page)
	v.Day, v.Few, v.Empty = c.AsOf, observatory.Handful, c.Empty()
	if v.Empty {
		return
	}
	for _, stage := range c.Stages {
		v.Stages = append(v.Stages, x.stage(stage))
	}
	v.Finding = v.finding(c)
	v.draw(x, c)
	v.times(x, c)
	v.Besides, v.Unclear = x.things(c.Besides), x.things(c.Unclear)
	v.Unknown = x.unknown(c)
}

// finding is what came of it in a line; what is only inferred is not told as if it were known.
func (v *resultsPage) finding(c observatory.Chain) string {
	agreements, projects := c.Stage(observatory.Agreement), c.Stage(observatory.Project)
	text := v.t("observatory.finding", "contacts", len(c.Contacts), "agreements", len(agreements.Things), "projects", len(projects.Things))
	if n := agreements.Inferred + projects.Inferred; n > 0 {
		text += " " + v.t("observatory.finding.inferred", "n", n)
	}
	return text
}

// times says and draws how long the steps took, all on one scale.
func (v *resultsPage) times(x *sight, c observatory.Chain) {
	view, longest := x.view(c), 0
	for _, s := range c.Spans {
		if len(s.Days) > 0 && !view.Silent(s) {
			longest = max(longest, s.Days[len(s.Days)-1])
		}
	}
	for _, s := range c.Spans {
		text := x.span(c, s)
		if text == "" {
			continue
		}
		row := resultSpan{From: v.stepName(s.From), To: v.stepName(s.To), Text: text}
		if middle, ok := s.Median(); ok {
			strip := draw.NewStrip(s.Days, middle, longest)
			row.Strip = &strip
		} else if len(s.Days) > 0 && view.OneByOne(s) {
			strip := draw.NewStrip(s.Days, -1, longest)
			row.Strip = &strip
		}
		v.Spans = append(v.Spans, row)
	}
	if longest > 0 {
		v.Scale = v.t("observatory.scale", "n", longest)
	}
}

func (p *page) stepName(step observatory.Step) string { return p.t("observatory.step." + string(step)) }

// stage is a step as the reader may see it.
func (x *sight) stage(s observatory.Stage) resultStage {
	out := resultStage{Step: string(s.Step), Name: x.p.stepName(s.Step), Number: x.number(s), Groups: x.groups(s)}
	if n := x.hidden(s.Things); n > 0 && !x.few(s) {
		out.Hidden = x.p.t("observatory.hidden", "n", n)
	} else if n > 0 {
		out.Hidden = x.p.t("observatory.hidden.few")
	}
	if len(s.Things) == 0 || s.Step == observatory.Contact || x.few(s) {
		return out
	}
	out.Contacts, out.Traced, out.Inferred = x.p.p.Number(int64(s.Contacts)), x.p.p.Number(int64(s.Traced)), x.p.p.Number(int64(s.Inferred))
	return out
}

// groups are the things of a step that the reader may see: first what is traced.
func (x *sight) groups(s observatory.Stage) (all []resultGroup) {
	for _, known := range []observatory.Known{observatory.Noted, observatory.Traced, observatory.Inferred} {
		list := x.things(slices.DeleteFunc(slices.Clone(s.Things), func(t observatory.Thing) bool { return t.Known != known }))
		if len(list) == 0 {
			continue
		}
		g := resultGroup{Known: string(known), Things: list}
		if known != observatory.Noted {
			g.Name = x.p.t("observatory.group."+string(known), "n", len(list))
		}
		all = append(all, g)
	}
	return all
}

// number is what stands beside a step: a count, an amount, or that nothing is known.
func (x *sight) number(s observatory.Stage) string {
	switch {
	case x.few(s):
		return x.p.t("observatory.few", "n", observatory.Handful)
	case len(s.Things) == 0:
		return x.p.t("observatory.none")
	case s.Step != observatory.Money:
		return x.p.p.Number(int64(len(s.Things)))
	}
	cents, told := x.view(observatory.Chain{Stages: []observatory.Stage{s}}).Granted()
	if !told {
		return x.p.t("observatory.untold")
	}
	return x.p.money(funding.Money{Cents: cents, Currency: project.Euro})
}

// draw draws the steps that are counted; money is on no scale with them.
func (v *resultsPage) draw(x *sight, c observatory.Chain) {
	var steps []draw.Portion
	var left, right []string
	for i, s := range c.Stages[:len(c.Stages)-1] {
		p := draw.Portion{Sure: s.Traced, Inferred: s.Inferred}
		if s.Step == observatory.Contact {
			p.Sure = len(s.Things)
		}
		if x.few(s) {
			p = draw.Portion{}
		}
		steps, left, right = append(steps, p), append(left, v.Stages[i].Name), append(right, v.Stages[i].Number)
	}
	v.Funnel, v.Narrow = draw.NewFunnel(steps, left, right), draw.NarrowFunnel(steps)
}

// span says how long it took: from a handful on the middle and the range, below it each time.
func (x *sight) span(c observatory.Chain, s observatory.Span) string {
	days := func(n int) string { return x.p.t("duration.days", "n", n) }
	view := x.view(c)
	if view.Silent(s) {
		return ""
	}
	middle, ok := s.Median()
	switch {
	case ok:
		return x.p.t("observatory.span.median", "middle", days(middle), "least", days(s.Days[0]), "most", days(s.Days[len(s.Days)-1]), "n", len(s.Days))
	case len(s.Days) == 0 && s.Unknown > 0:
		return x.p.t("observatory.span.unknown", "n", s.Unknown)
	case len(s.Days) == 0 || !view.OneByOne(s):
		return ""
	}
	var each []string
	for _, n := range s.Days {
		each = append(each, days(n))
	}
	return x.p.p.List(each)
}

// unknown are the sentences about what is not known.
func (x *sight) unknown(c observatory.Chain) (all []string) {
	say := func(key string, n int) {
		if n > 0 {
			all = append(all, x.p.t("observatory.unknown."+key, "n", n))
		}
	}
	for _, s := range c.Stages {
		if n := s.Undated(); n > 0 && s.Step != observatory.Money {
			all = append(all, x.p.t("observatory.unknown.undated", "step", x.p.stepName(s.Step), "n", n))
		}
	}
	money := c.Stage(observatory.Money)
	say("untold", money.Untold)
	say("money", x.hidden(money.Things))
	say("placeless", c.Placeless())
	say("unclear", len(c.Unclear))
	return append(all, x.p.t("observatory.unknown.noted"))
}

// things are those of a list that the reader may see.
func (x *sight) things(all []observatory.Thing) (list []resultThing) {
	for _, t := range all {
		if x.sees(t) {
			list = append(list, x.thing(t))
		}
	}
	return list
}

func (x *sight) thing(t observatory.Thing) resultThing {
	out := resultThing{Text: x.names(t), URL: x.url(t), Day: x.day(t)}
	switch t.Step {
	case observatory.Talk:
		out.Note = x.p.t("observatory.talk." + string(t.Kind))
	case observatory.Agreement, observatory.Letter:
		out.Note = x.p.t("act.type." + string(t.Type))
	case observatory.Project:
		out.Text, out.Lang = x.title(t)
		out.Note = x.p.t("observatory.state." + string(t.Project.State))
	case observatory.Money:
		out.Text, out.Lang = x.title(t)
		if out.Note = x.p.t("observatory.untold"); t.Told {
			out.Note = x.p.money(funding.Money{Cents: t.Cents, Currency: project.Euro})
		}
		if t.Planned {
			out.Note += " " + x.p.t("observatory.planned")
		}
	}
	return out
}

// day is the day of a thing as it is known; "not known" where nobody knows.
func (x *sight) day(t observatory.Thing) string {
	if t.Day.IsZero() {
		return x.p.t("partnership.undated")
	}
	return x.p.dateText(t.Day)
}

// names are the sides of a thing.
func (x *sight) names(t observatory.Thing) (text string) {
	names := slices.Clone(t.Names)
	for i, n := range names {
		if n == "" {
			names[i] = x.p.t("observatory.private_side")
		}
	}
	now := x.rooms.World()
	var places []string
	for _, n := range t.Places {
		places = append(places, now.Places.DisplayName(n, x.p.Lang))
	}
	for i, n := range append(places, names...) {
		if i > 0 {
			text += " – "
		}
		text += n
	}
	return text
}

// title is what a project is called, and the language of that where it is not the page's.
func (x *sight) title(t observatory.Thing) (text, other string) {
	found, code, ok := t.Project.In(x.p.Lang, x.languages)
	if !ok {
		return t.Project.Acronym, ""
	}
	if code == x.p.Lang {
		code = ""
	}
	return found.Title, code
}

// url is where a thing is told of; "" for nowhere.
func (x *sight) url(t observatory.Thing) string {
	base := "/" + x.p.Lang
	switch t.Kind {
	case observatory.OfContact:
		if x.may(x.r, people.MeetingGuests, x.meetingObject(t.Meeting)) {
			return base + "/desk/meetings/" + t.Meeting + "/forum"
		}
		return x.meetingURL(t.Meeting)
	case observatory.OfConversation:
		return base + "/desk/conversations/" + t.ID
	case observatory.OfProcedure:
		return base + "/desk/procedures/" + t.ID
	case observatory.OfAct:
		return base + "/partnerships/" + t.ID
	case observatory.OfProject:
		if x.may(x.r, people.WriteProject, x.placesObject(project.Kind, t.ID, t.Project.Places()...)) {
			return base + "/desk/projects/" + t.Project.Handle
		}
		if t.Open {
			return base + "/projects/" + t.Project.Handle
		}
	}
	return ""
}

// asOf reads the day for which a page is asked; today where none is written, or one that is
// still to come.
func (s *Site) asOf(r *http.Request, v *resultsPage) (err error) {
	v.Day, _, err = s.moments(r, &v.AsOf, new(string))
	if v.Day.Compare(v.Today) > 0 {
		v.Day = v.Today
	}
	v.keepQuery(r.URL.Query())
	return err
}
